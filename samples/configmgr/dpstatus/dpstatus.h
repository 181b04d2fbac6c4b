/* The commands of dpstatus and their options. Results go to standard output, complaints and progress to
 * standard error. */
#ifndef DPSTATUS_H
#define DPSTATUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {                         /* exit statuses */
       EXIT_DONE = 0,          /* all is well */
       EXIT_BAD = 1,           /* done, but some records are bad */
       EXIT_CANNOT = 2,        /* not done: usage, a file that cannot be read, a database that is not ours */
       EXIT_INTERRUPTED = 130, /* by Ctrl-C */
};

enum format { FORMAT_TEXT, FORMAT_JSON, FORMAT_CSV, FORMAT_HTML, FORMAT_COUNT };
enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

struct options {
    const char *database; /* NULL for `check` */
    const char *const *files;
    size_t file_count;
    bool replace;            /* a record whose key is there already replaces it */
    uint64_t commit_every;   /* records; 0: all in one transaction */
    uint64_t max_complaints; /* that are printed */
    enum format format;
    enum color color;
    int64_t now; /* microseconds since 1970: what ages are counted from */
};

int command_load(const struct options *o); /* in load.c */
int command_check(const struct options *o);
int command_report(const struct options *o); /* in report.c */

/* Says on standard error why something could not be done; returns EXIT_CANNOT. */
int cannot(const char *what, const char *why);

#endif
