/* Canonical MOF with its comments: the tokens of a text laid out anew. No token is made or dropped but for the cuts
 * between adjacent string literals, so the meaning stays; what layout alone cannot know, where a declaration, a member
 * or a parameter begins, is asked of the declarations. Formatting what was formatted gives the same again. */
#ifndef MOFC_FORMAT_FORMAT_H
#define MOFC_FORMAT_FORMAT_H

#include "ast/ast.h"
#include "ast/token.h"

struct format_input {
    struct slice text; /* what was parsed, without an error */
    const struct tokens *tokens;
    const struct ast_decl *decls;
};

/* Appends the text to `out`, with the line ends that the input has. Returns false, with nothing appended, where
 * brackets do not pair, which only a page's block gets away with. */
bool format_mof(struct arena *arena, const struct format_input *in, struct text *out);

#endif
