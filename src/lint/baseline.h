/* Findings that are known and do not count: a text file with a line each, keyed by rule, element and the values in the
 * message, so that lines may move and messages be reworded. */
#ifndef MOFC_LINT_BASELINE_H
#define MOFC_LINT_BASELINE_H

#include "ast/ast.h"
#include "base/diag.h"

struct baseline_entry {
    const char *key; /* "RULE ELEMENT HASH" */
    unsigned count, seen;
};

struct baseline {
    struct baseline_entry *list;
    size_t count, room;
};

/* Reads what baseline_write() wrote; returns 0, or the line that is none of it. */
unsigned baseline_read(struct arena *arena, struct slice text, struct baseline *out);

/* All findings that could be read, as a baseline; what could not be understood is never known. */
struct baseline baseline_of(struct arena *arena, const struct diags *diags, const struct unit *units);

/* A line each, sorted. */
void baseline_write(const struct baseline *b, struct text *out);

/* Takes the findings that it knows out of `diags`, to those allowed; `seen` is counted. */
void baseline_apply(struct arena *arena, struct baseline *b, struct diags *diags, const struct unit *units);

/* The element in a key: "Class.Member" or a path. */
struct slice baseline_element(const struct baseline_entry *e);

#endif
