/* Violations become lines. */
#include "complaint.h"

#include "progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void complain(struct complaints *c, struct place at, const char *what, const char *rule, const char *message)
{
    if (c->count++ >= c->most) return;
    progress_hide(c->progress);
    fprintf(stderr, "%s:%d:%d: %s: %s: %s\n", at.path, at.line, at.column, what, rule, message);
}

/* The runtime begins its message with the property; here the rule stands between the two. */
static void complain_one(struct complaints *c, struct place at, const mof_violation *v)
{
    char message[400], words[420];
    mof_violation_format(v, false, message, sizeof message);
    char *colon = strstr(message, ": ");
    if (v->line) at.line = v->line, at.column = v->column; /* the reader knows where the value stands */
    snprintf(words, sizeof words, "%s%s", v->warning ? "warning: " : "", colon ? colon + 2 : message);
    if (colon) *colon = '\0';
    complain(c, at, colon ? message : "record", mof_rule_name(v->rule), words);
}

void complain_all(struct complaints *c, struct place at, const mof_report *report)
{
    size_t kept = report->count < report->capacity ? report->count : report->capacity;
    for (size_t i = 0; i < kept; i++) complain_one(c, at, &report->items[i]);
    c->count += report->count - kept;
}

void complaints_end(const struct complaints *c)
{
    if (c->count > c->most) fprintf(stderr, "and %" PRIu64 " more complaints\n", c->count - c->most);
}
