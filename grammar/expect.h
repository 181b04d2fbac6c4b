/* What the parser wanted, put into the user's words. */
#ifndef MOFC_GRAMMAR_EXPECT_H
#define MOFC_GRAMMAR_EXPECT_H

#include "ast/build.h"

enum { EXPECT_MOST = 6 };

struct expected {
    struct span at;  /* of the token that fits nowhere */
    bool end;        /* it is the end of the input */
    bool name, keyword, value, string;
    int count;       /* of `marks`; one more than EXPECT_MOST: too many to name */
    const char *marks[EXPECT_MOST + 1];
};

/* Adds a token by the name the grammar gives it. */
void expect_add(struct expected *e, const char *symbol);

/* Reports it, unless it echoes a mistake already told. */
void expect_report(struct build *b, const struct expected *e);

#endif
