/* What is wrong with a record, on standard error: `file:line: property: rule: message`, one line each, so that
 * an editor can jump to it. Counts what it says. */
#ifndef COMPLAINT_H
#define COMPLAINT_H

#include "mofrt.h"

struct progress;

struct complaints {
    struct progress *progress; /* whose line makes room */
    uint64_t errors, warnings; /* lines said */
};

/* Where a complaint points: a file and a line in it. */
struct place {
    const char *path;
    unsigned line;
};

/* Of a record as a whole: `what` stands where a property's name would. */
void complain(struct complaints *c, struct place at, const char *what, const char *rule, const char *message);

/* Every violation that a reader or a validator found. */
void complain_all(struct complaints *c, struct place at, const mof_report *report);

#endif
