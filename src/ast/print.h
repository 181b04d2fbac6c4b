/* Canonical MOF from what was written: parse(print(x)) prints the same again. Comments are not kept. */
#ifndef MOFC_AST_PRINT_H
#define MOFC_AST_PRINT_H

#include "ast/ast.h"
#include "base/text.h"

/* Appends to `out`. */
void ast_print_unit(struct text *out, const struct unit *unit);
/* All units of a list as one text that needs no other file: #pragma include is left out, and #pragma namespace and
 * locale stand where what is in force changes. */
void ast_print_units(struct text *out, const struct unit *first);
void ast_print_decl(struct text *out, const struct ast_decl *decl);
void ast_print_qualifier(struct text *out, const struct ast_qualifier *qualifier);

/* A string as a MOF literal, quotes included. */
void ast_print_string(struct text *out, struct slice s);

#endif
