/* What `lint --fix` has in hand: the inputs as they were read last, the files that it changes, and the trial of a set
 * of fixes on all inputs. */
#ifndef MOFC_CMD_FIXING_H
#define MOFC_CMD_FIXING_H

#include "base/map.h"
#include "cmd/cmd.h"
#include "lint/fix.h"

struct finding {
    const char *path;
    const struct diag *diag;
};

/* All inputs, read and looked at once. */
struct look {
    struct arena arena;
    struct options options;
    struct compile c;
    struct finding *found; /* by path and rule */
    size_t count;
};

/* A file that fixes change. */
struct fixed_file {
    const char *path;
    struct source source; /* as it is in memory now */
    struct slice before;
    size_t from, to; /* this round's fixes of it */
    size_t fixed;
    bool broken; /* it has syntax errors that stay, and is left alone */
};

struct fixing {
    struct options *o;
    struct arena *arena;
    struct map named, files; /* by path: what may be written, and struct fixed_file of what is changed */
    struct fixed_file **list;
    size_t count, room;
    struct look states[3], *base, *best, *trial;
    struct fix *fixes;       /* of this round */
    struct map blamed;       /* paths of the files that the latest trial made worse */
    const struct diag *news; /* its first new finding; NULL: a fix took nothing away */
    unsigned runs;
};

/* Reads everything, with these texts in place of what the disk has, or with all that was changed. Returns false where
 * the options are wrong. */
bool fixing_look(struct fixing *f, struct look *s, const struct source *const *texts, size_t count);
bool fixing_look_at_all(struct fixing *f, struct look *s);

/* What is known of a source's file from now on. */
struct fixed_file *fixing_file(struct fixing *f, const struct source *source);

/* How many fixes of a path are taken in this round; the source that they are of, or NULL where there is none; and what
 * it becomes, in memory that lives as long as `arena`. */
size_t fixing_taken(const struct fixing *f, const char *path);
const struct source *fixing_source(const struct fixing *f, const struct fixed_file *file);
struct source fixing_apply(struct fixing *f, struct arena *arena, const struct source *base,
                           const struct fixed_file *file);

/* Takes all of these fixes that hold, beside those taken before; `best` is then what all inputs give with them. */
void fixing_take(struct fixing *f, struct fix **set, size_t count);

/* Runs of all inputs at most, whatever is left then. */
enum { MOST_RUNS = 300 };

#endif
