/* Dependencies for make and ninja: one rule that names what was read, and an empty rule for each, so that a file that
 * is gone makes the rule run again rather than fail. */
#ifndef MOFC_OUTPUT_DEPFILE_H
#define MOFC_OUTPUT_DEPFILE_H

#include "base/text.h"

/* Adds a path with what make reads otherwise escaped: blanks, '$', '#', ':'. */
void depfile_path(struct text *out, const char *path);

/* `paths` are sorted and unique; NULLs among them are passed over. */
void depfile_write(struct text *out, const char *target, const char *const *paths, size_t count);

#endif
