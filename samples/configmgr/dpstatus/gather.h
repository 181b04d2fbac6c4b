/* The store's objects become the sums of a report. */
#ifndef GATHER_H
#define GATHER_H

#include "mofrt_sqlite.h"
#include "tally.h"

enum {
    JOB_STATES = 10,
    MESSAGE_TYPES = 4, /* the documented ones, and one for those without */
    OLDEST_JOBS = 10
};

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

/* A job that is not over. */
struct waiting_job {
    char id[24];
    const char *package, *point, *state;
    int64_t created; /* microseconds since 1970 */
    uint64_t bytes;
    bool at_least;
};

struct summary {
    mof_arena arena;
    int64_t now;
    struct tally packages, points, software;
    struct job_sum states[JOB_STATES];
    struct message_sum messages[MESSAGE_TYPES];
    uint64_t jobs;
    struct job_sum open; /* of all jobs that are not over */
    struct waiting_job oldest[OLDEST_JOBS];
    size_t oldest_count;
};

/* Whatever it returns, the caller frees `out->arena`. */
enum mof_status gather(mof_store *store, int64_t now, struct summary *out, mof_error *error);

/* The server of `["Display=\\HOST\"]MSWNET:["SMS_SITE=XYZ"]\\HOST\`; anything else is shown as it is. */
mof_str host_of(mof_str path);

/* Fills `out->oldest`; a part of gather(), in oldest.c. */
enum mof_status gather_oldest(mof_store *store, struct summary *out, mof_error *error);

#endif
