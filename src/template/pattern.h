/* Lua's patterns, matched step by step within a budget. Lua's own matcher tries an explosive pattern (".*.*.*x") for
 * days inside one call; this one counts and gives up. The language is that of the Lua 5.4 manual, 6.4.1. */
#ifndef MOFC_TEMPLATE_PATTERN_H
#define MOFC_TEMPLATE_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

enum { PATTERN_CAPTURES = 32, CAPTURE_OPEN = -1, CAPTURE_PLACE = -2 };

struct pattern {
    const char *subject, *subject_end;
    const char *at, *end; /* the pattern's text */
    long long *steps;     /* what is left to take */
    const char *error;    /* why the pattern is malformed, or gave up; NULL: it is fine */
    unsigned depth;
    int captures;
    struct {
        const char *from;
        ptrdiff_t len; /* or one of CAPTURE_ */
    } capture[PATTERN_CAPTURES];
};

/* The end of what matches at `from`; NULL: nothing does, or `error` tells why not. A '^' that stands first is the
 * caller's. */
const char *pattern_match(struct pattern *p, const char *from);

/* Where a text stands in the subject from `from` on; NULL: nowhere, or the budget is spent. */
const char *pattern_find_plain(struct pattern *p, const char *from);

extern const char pattern_spent[]; /* the `error` of a budget that is spent */

#endif
