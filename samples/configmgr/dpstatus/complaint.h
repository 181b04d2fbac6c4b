/* What is wrong with a record, on standard error: `file:line:column: property: rule: message`, one line each, so that
 * an editor can jump to it. After some of them the others are only counted. */
#ifndef COMPLAINT_H
#define COMPLAINT_H

#include "mofrt.h"

struct progress;

struct complaints {
    struct progress *progress; /* whose line makes room */
    uint64_t most;             /* that are printed */
    uint64_t count;            /* of all */
};

/* Where a complaint points. */
struct place {
    const char *path;
    int line, column;
};

/* Of a record as a whole: `what` stands where a property's name would. */
void complain(struct complaints *c, struct place at, const char *what, const char *rule, const char *message);

/* Every violation that a reader or a validator found in the record at `at`. */
void complain_all(struct complaints *c, struct place at, const mof_report *report);

/* Says how many were not printed. */
void complaints_end(const struct complaints *c);

#endif
