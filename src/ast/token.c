#include "ast/token.h"

void tokens_add(struct tokens *t, struct token token)
{
    t->at = arena_more(t->arena, t->at, t->count, &t->room, sizeof *t->at);
    t->at[t->count++] = token;
}
