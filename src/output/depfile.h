/* Dependencies for make and ninja: one rule that names what was read, and an empty rule for each, so that a file that
 * is gone makes the rule run again rather than fail. */
#ifndef MOFC_OUTPUT_DEPFILE_H
#define MOFC_OUTPUT_DEPFILE_H

#include <stdbool.h>

#include "base/text.h"

/* Whether make and ninja can be given a path so that both read it as it is. */
bool depfile_takes(const char *path);

/* `paths` are sorted and unique; NULLs among them are passed over. */
void depfile_write(struct text *out, const char *target, const char *const *paths, size_t count);

#endif
