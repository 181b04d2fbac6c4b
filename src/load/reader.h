/* Reads and parses files ahead of the one who asks for them, on every core. Which files, and in which order they count,
 * is decided by the caller's takes alone: the threads only make a later take faster. */
#ifndef MOFC_LOAD_READER_H
#define MOFC_LOAD_READER_H

#include "ast/ast.h"
#include "base/diag.h"
#include "load/load.h"

struct reader;

/* A file that was read, or not. */
struct parsed {
    struct source *source; /* not registered yet; NULL: it could not be read, and `why` is its errno */
    int why;
    struct unit *unit;   /* NULL: a page that declares nothing */
    struct diags *found; /* NULL: nothing was */
};

/* Starts the threads; where none can be had, files are read and parsed when they are taken. From here to reader_stop()
 * only the reader uses `names`, and only it gives out places in `sources`. */
struct reader *reader_start(struct arena *arena, struct names *names, struct sources *sources, const struct diags *like,
                            const struct load_options *options);

/* Says that `path` will be taken later; takes come mostly in the order of wants. Paths are not copied. `regular`: see
 * source_read(). */
void reader_want(struct reader *r, const char *path, bool regular);

/* A file that was wanted (each want is taken once) or not. While another thread is at it, this one works ahead. */
struct parsed *reader_take(struct reader *r, const char *path);

/* Ends the threads; what they allocated goes to the arena that reader_start was given. */
void reader_stop(struct reader *r);

#endif
