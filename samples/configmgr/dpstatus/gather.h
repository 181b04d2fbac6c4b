/* The store's objects become the sums of a report. */
#ifndef GATHER_H
#define GATHER_H

#include "mofrt_sqlite.h"
#include "tally.h"

enum { JOB_STATES = 10, MESSAGE_TYPES = 4 }; /* the documented ones, and one for those without */

struct job_sum {
    const char *state; /* its label */
    uint64_t jobs, bytes;
    bool at_least; /* a job says the most that RemainingSize can hold, and has more to send */
    int64_t *ages; /* microseconds, of those jobs whose age is known */
    size_t age_count, age_room;
};

struct message_sum {
    const char *type;
    uint64_t messages, points; /* how many were counted, and how many distribution points they count */
};

struct summary {
    mof_arena arena;
    int64_t now;
    struct tally packages, points, software;
    struct job_sum states[JOB_STATES];
    struct message_sum messages[MESSAGE_TYPES];
    uint64_t jobs;
};

/* Whatever it returns, the caller frees `out->arena`. */
enum mof_status gather(mof_store *store, int64_t now, struct summary *out, mof_error *error);

#endif
