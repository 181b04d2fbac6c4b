/* Templates: the text of a generated file with Lua in it, compiled once and rendered for each class. The language is
 * described in manual.md. */
#ifndef MOFC_TEMPLATE_TEMPLATE_H
#define MOFC_TEMPLATE_TEMPLATE_H

#include <stdbool.h>

#include "base/text.h"

/* Turns a template into Lua, line for line. `put` is called with text and values in turn. Returns false and sets
 * *line and *message (a constant string) where the template is malformed. */
bool template_compile(struct slice source, struct text *lua, unsigned *line, const char **message);

/* The text of the n-th ${} (from 1) in a line (from 1): what a message calls the culprit. Absent: there is none. */
struct slice template_expression(struct slice source, unsigned line, unsigned n);

#endif
