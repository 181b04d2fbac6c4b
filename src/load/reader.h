/* Reads files ahead of the parser in one thread, so that waiting for the disk and the kernel overlaps with
 * parsing. What is read is decided by the caller's order alone: the thread only makes a later take faster. */
#ifndef MOFC_LOAD_READER_H
#define MOFC_LOAD_READER_H

#include "base/source.h"

struct reader;

/* Starts the thread; where none can be had, files are read when they are taken. Allocates from `arena`. */
struct reader *reader_start(struct arena *arena);

/* Says that `path` will be taken later; takes come mostly in the order of wants. Paths are not copied. */
void reader_want(struct reader *r, const char *path);

/* The bytes of a file that was wanted (each want is taken once) or not. Returns false and sets errno as
 * source_read does. */
bool reader_take(struct reader *r, const char *path, struct source *out);

/* Ends the thread; what it allocated goes to the arena that reader_start was given. */
void reader_stop(struct reader *r);

#endif
