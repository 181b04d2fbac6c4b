/* The line is drawn over itself, at most ten times a second, and only once the work has taken a while. */
#include "progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE_MS = 400, PAUSE_MS = 100 };

static int64_t milliseconds(void)
{
    struct timespec now = {0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void progress_begin(struct progress *p, uint64_t bytes_total)
{
    const char *term = getenv("TERM");
    memset(p, 0, sizeof *p);
    p->terminal = isatty(STDERR_FILENO) && term && strcmp(term, "dumb") != 0;
    p->bytes_total = bytes_total;
    p->began = milliseconds();
}

void progress_show(struct progress *p)
{
    if (!p->terminal) return;
    int64_t now = milliseconds();
    if (now - p->began < PATIENCE_MS || now - p->last < PAUSE_MS) return;
    unsigned percent = p->bytes_total ? (unsigned)(p->bytes * 100 / p->bytes_total) : 0;
    fprintf(stderr, "\r\033[Kloading %3u %%   %llu records, %llu bad", percent, (unsigned long long)p->records,
            (unsigned long long)p->bad);
    fflush(stderr);
    p->last = now;
    p->shown = true;
}

void progress_hide(struct progress *p)
{
    if (p->shown) fputs("\r\033[K", stderr);
    p->shown = false;
}
