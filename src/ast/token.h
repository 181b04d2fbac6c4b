/* The tokens of a text as they stand there, its comments among them: what whoever lays it out anew needs beside its
 * declarations. The grammar hands them out where somebody asks; a token's text is a slice of what was parsed. */
#ifndef MOFC_AST_TOKEN_H
#define MOFC_AST_TOKEN_H

#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"

/* Punctuation stands for itself: '{' and '}' are those of a body, '[' ']' '(' ')' ',' ';' '=' ':' '.' all there are. */
enum token_kind {
    TOKEN_END, /* behind the last */
    TOKEN_LINE_COMMENT,
    TOKEN_BLOCK_COMMENT,
    TOKEN_WORD, /* names, aliases and keywords */
    TOKEN_NUMBER,
    TOKEN_CHAR,
    TOKEN_STRING, /* literals that have only blanks between them are one token */
    TOKEN_PRAGMA,
    TOKEN_LIST_OPEN, /* the braces of a list of values */
    TOKEN_LIST_CLOSE,
};

struct token {
    struct slice text;
    uint32_t start; /* its place in the address space; of no use for a comment */
    uint32_t kind;
};

struct tokens {
    struct arena *arena;
    struct token *at;
    size_t count, room;
};

void tokens_add(struct tokens *t, struct token token);

#endif
