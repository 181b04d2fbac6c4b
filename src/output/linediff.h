/* What differs between two texts, line by line; a line break may be CRLF on either side. Myers' algorithm, bounded:
 * texts that differ in more than a thousand lines are shown as one block between what they begin and end with. */
#ifndef MOFC_OUTPUT_LINEDIFF_H
#define MOFC_OUTPUT_LINEDIFF_H

#include "base/arena.h"
#include "base/text.h"

/* The number of lines that differ: of each block of changes the longer side. 0: equal but for CRLF. */
unsigned linediff_count(struct arena *arena, struct slice old, struct slice new);

/* Adds a unified diff with three lines around each block. A name of NULL is /dev/null. */
void linediff_unified(struct arena *arena, struct text *out, const char *old_name, struct slice old,
                      const char *new_name, struct slice new);

#endif
