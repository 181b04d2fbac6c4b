/* An output folder, held open, and the files below it.
 *
 * What mofc.yaml names is other people's text, and what stands in an output folder may be anyone's: a path below the
 * folder is walked one part at a time and through no link, so a file lands below the folder or nowhere. A file is
 * replaced whole: its bytes go to a temporary file beside it, which is renamed. Whoever reads sees the old file or the
 * new one, whenever the run is killed. Functions that fail set errno; ELOOP means a link on the way. */
#ifndef MOFC_OUTPUT_FOLDER_H
#define MOFC_OUTPUT_FOLDER_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/text.h"

struct folder {
    struct arena *arena;
    int fd;            /* -1: it is not there */
    const char *inner; /* the folder below it that was used last, and is still open; NULL: none */
    int inner_fd;
};

/* Opens a folder that is there. Its first `named` bytes are the user's own words: links are followed there, and behind
 * them none. */
bool folder_open(struct folder *f, struct arena *arena, const char *path, size_t named);

/* Makes it and the folders before it where they are not there, and opens it. */
bool folder_make(struct folder *f, struct arena *arena, const char *path, size_t named);

/* Waits until no other run has it, where the file system can tell; until folder_close(). */
void folder_lock(struct folder *f);

void folder_close(struct folder *f);

/* Reads a regular file whole. */
bool folder_read(struct folder *f, const char *path, struct arena *arena, struct slice *out);

/* Whether there is something that is no folder at path. */
bool folder_holds(struct folder *f, const char *path);

/* Writes the bytes beside `path`, whose folders are made; returns the temporary file's name, or NULL with nothing left.
 */
const char *folder_write(struct folder *f, const char *path, struct slice bytes);

/* Puts the temporary file in its place, or removes it where that fails. */
bool folder_rename(struct folder *f, const char *temporary, const char *path);

void folder_drop(struct folder *f, const char *temporary, const char *path);

bool folder_remove(struct folder *f, const char *path);

/* Writes all into an open file. */
bool folder_write_all(int fd, struct slice bytes);

/* The next temporary file that a killed run left in the folder of `path`, as a path below f; NULL: there is none. It
 * was `name`'s, or anyone's where that is NULL. Start with *dir NULL. */
const char *folder_leftover(struct folder *f, const char *path, const char *name, void **dir);

#endif
