/* One line on a terminal that shows how far a long load is; nothing anywhere else, and nothing for a short one. */
#ifndef PROGRESS_H
#define PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
    bool terminal;       /* standard error is one that can move its cursor */
    bool shown;          /* a line stands there now */
    int64_t began, last; /* milliseconds */
    uint64_t bytes, bytes_total;
    uint64_t records, bad;
};

void progress_begin(struct progress *p, uint64_t bytes_total);
void progress_show(struct progress *p);
/* Makes room for other output; the line comes back with the next show. */
void progress_hide(struct progress *p);

#endif
