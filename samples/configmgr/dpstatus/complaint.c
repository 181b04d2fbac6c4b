/* Violations become lines. */
#include "complaint.h"

#include "progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void complain(struct complaints *c, struct place at, const char *what, const char *rule, const char *message)
{
    progress_hide(c->progress);
    fprintf(stderr, "%s:%u: %s: %s: %s\n", at.path, at.line, what, rule, message);
    c->errors++;
}

/* WMI's own members (`__PATH`, `__GENUS` ...) come with every object and belong to no class. */
static bool is_system(const mof_violation *v)
{
    return v->rule == MOF_RULE_UNKNOWN_PROPERTY && v->property && strncmp(v->property, "__", 2) == 0;
}

/* The runtime begins its message with the property; here the rule stands between the two. */
static void complain_one(struct complaints *c, struct place at, const mof_violation *v)
{
    char message[400];
    mof_violation_format(v, false, message, sizeof message);
    char *colon = strstr(message, ": ");
    const char *words = colon ? colon + 2 : message;
    int name = colon ? (int)(colon - message) : 0;
    progress_hide(c->progress);
    fprintf(stderr, "%s:%u: %.*s: %s: %s%s\n", at.path, at.line, name, message, mof_rule_name(v->rule),
            v->warning ? "warning: " : "", words);
    if (v->warning) c->warnings++;
    else c->errors++;
}

void complain_all(struct complaints *c, struct place at, const mof_report *report)
{
    size_t kept = report->count < report->capacity ? report->count : report->capacity;
    for (size_t i = 0; i < kept; i++)
        if (!is_system(&report->items[i])) complain_one(c, at, &report->items[i]);
    if (report->count == kept) return;
    fprintf(stderr, "%s:%u: and %zu more\n", at.path, at.line, report->count - kept);
}
