/* Sums by name: one entry for each name that was met, found by hash. Names are copied; everything lies in the
 * arena that the caller gives, and goes with it. */
#ifndef TALLY_H
#define TALLY_H

#include "mofrt.h"

enum sum { SUM_COPIES, SUM_INSTALLED, SUM_RETRYING, SUM_FAILED, SUM_PENDING, SUM_JOBS, SUM_BYTES, SUM_COUNT };

struct entry {
    const char *name;
    const char *detail; /* what stands beside the name; NULL: not known */
    bool at_least;      /* some of the bytes are only the least there can be */
    uint64_t sums[SUM_COUNT];
};

struct tally {
    mof_arena *arena;
    struct entry **slots; /* room of them, a power of two, NULL where free */
    size_t room, count;
};

/* The entry of this name, made where it is new; NULL when out of memory. */
struct entry *tally_entry(struct tally *t, mof_str name);

/* All entries: most failed first, then most retrying, most pending, then by name. NULL when out of memory. */
struct entry **tally_sorted(const struct tally *t);

#endif
