/* What the parser wanted, put into the user's words. */
#ifndef MOFC_GRAMMAR_EXPECT_H
#define MOFC_GRAMMAR_EXPECT_H

#include "ast/build.h"

enum { EXPECT_MOST = 6, EXPECT_ROOM = 24 }; /* marks that a message names; marks remembered */

struct expected {
    struct span at; /* of the token that fits nowhere */
    bool end;       /* it is the end of the input */
    bool name, keyword, value, string, alias;
    int count; /* of `marks`; more than EXPECT_MOST are too many to name */
    const char *marks[EXPECT_ROOM];
};

/* Adds a token by the name the grammar gives it. */
void expect_add(struct expected *e, const char *symbol);

/* Reports it, unless it echoes a mistake already reported. */
void expect_report(struct build *b, const struct expected *e);

#endif
