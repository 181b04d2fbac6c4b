/* Replacing a file whole: its new bytes go to a temporary file beside it, whose name no other process has, and are
 * renamed into place. Whoever reads sees the old file or the new one. Each function sets errno where it fails. */
#ifndef MOFC_OUTPUT_REPLACE_H
#define MOFC_OUTPUT_REPLACE_H

#include <stdbool.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/text.h"

/* Makes the folders that path needs and the temporary file; returns the latter's name, or NULL with nothing left. */
char *replace_begin(struct arena *arena, const char *path, struct slice bytes);

/* Makes a file that is not there yet, and the folders that it needs, below an open folder that no one else writes to;
 * what stat() says of it is in *st. */
bool replace_create(int folder, const char *path, struct slice bytes, struct stat *st);

/* Renames it into place; where that fails the temporary file is removed. */
bool replace_end(const char *temporary, const char *path);

void replace_drop(const char *temporary);

/* Whether the path is there and is no file that can be replaced, as /dev/null: only written into. */
bool replace_is_device(const char *path);

/* Writes into what is there. */
bool replace_write_into(const char *path, struct slice bytes);

/* Reads a regular file whole, byte for byte. */
bool replace_read(struct arena *arena, const char *path, struct slice *out);

#endif
