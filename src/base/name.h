/* Interned names. MOF names compare without case (DSP0004) and print as they were spelt, so each
 * spelling is interned once and points to the entry of its folded form: two names are the same when
 * their `fold` pointers are equal. A name lives as long as the arena of its table. */
#ifndef MOFC_BASE_NAME_H
#define MOFC_BASE_NAME_H

#include <pthread.h>
#include <string.h>

#include "base/map.h"

struct name {
    const struct name *fold; /* the entry that stands for every spelling; its own text is lower case */
    uint32_t id;             /* dense, from 0, of the folded entry: an index for side tables */
    uint32_t len;
    char text[]; /* NUL-terminated, as spelt */
};

struct names {
    struct arena *arena;
    struct map spelt, folded;
    uint32_t folds;        /* one more than the largest id that this table has given out */
    struct names *shared;  /* a thread's view of that table; NULL: this is the table itself */
    pthread_mutex_t *lock; /* guards `shared` */
};

void names_init(struct names *t, struct arena *arena);

/* A view through which one thread of several interns into `shared`: it remembers what it was given, so the lock is
 * taken once a spelling. Names from any view are the same entries. Nobody uses `shared` itself meanwhile. */
void names_view(struct names *view, struct arena *arena, struct names *shared, pthread_mutex_t *lock);

/* Takes memory from another arena from now on. */
void names_move(struct names *t, struct arena *arena);

/* Returns the entry of this spelling, made if new. */
const struct name *name_intern(struct names *t, struct slice spelling);
const struct name *name_of(struct names *t, const char *spelling);

/* Whether two names are the same, case aside; NULL equals only NULL. */
static inline bool name_equal(const struct name *a, const struct name *b)
{
    return a == b || (a && b && a->fold == b->fold);
}

/* Whether a name is `lower`, a C string already in lower case. The first letter decides nearly always. */
static inline bool name_is(const struct name *n, const char *lower)
{
    return n && *n->fold->text == *lower && strcmp(n->fold->text, lower) == 0;
}

static inline struct slice name_slice(const struct name *n)
{
    return n ? (struct slice){n->text, n->len} : (struct slice){0};
}

#endif
