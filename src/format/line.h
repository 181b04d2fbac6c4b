/* Lays out runs of parts. `from` and `to` (exclusive) are parts; a run begins at what the writer stands at. What fits
 * on the line stays on it; what does not is opened at its brackets, the outermost first. */
#ifndef MOFC_FORMAT_LINE_H
#define MOFC_FORMAT_LINE_H

#include "format/writer.h"

/* Whether a run fits where the writer stands, with the `,` `;` and brackets that directly follow it. */
bool line_fits(const struct writer *w, uint32_t from, uint32_t to);
/* Columns of a run on one line, what precedes it there excluded. */
uint32_t line_width(const struct writer *w, uint32_t from, uint32_t to);

void line_flat(struct writer *w, uint32_t from, uint32_t to);

/* A run at `indent`; what does not fit goes on a step further in. */
void line_run(struct writer *w, uint32_t from, uint32_t to, uint32_t indent);

/* A literal; one that is too long goes to a line of its own and is cut, all but its first piece `hang` further in. */
void line_string(struct writer *w, uint32_t at, uint32_t hang);

/* The part behind the item that begins at `from`: behind its `,`, or `to`. */
uint32_t line_item(const struct writer *w, uint32_t from, uint32_t to);

/* list.c: a bracket with what it holds, opened. */
void list_values(struct writer *w, uint32_t open, uint32_t indent);
void list_parameters(struct writer *w, uint32_t open, uint32_t indent);
void list_qualifiers(struct writer *w, uint32_t open, uint32_t indent);

/* pair.c: two qualifiers whose values belong together, item by item, in columns; false where they do not. `to` is
 * behind the second. */
bool pair_write(struct writer *w, uint32_t first, uint32_t second, uint32_t to, uint32_t indent);

/* format.c: declarations or members; a body in its braces. */
void format_items(struct writer *w, uint32_t from, uint32_t to);
void format_body(struct writer *w, uint32_t open, uint32_t indent);

#endif
