/* Findings that the input itself allows: `// mofc: allow RULE: reason` in MOF speaks of the declaration or member on
 * its line, or alone on its line of what follows; `<!-- mofc: allow RULE: reason -->` in a page of its section, and
 * `allow-file` of the whole file. Several rules may stand there, commas between. */
#ifndef MOFC_LINT_ALLOW_H
#define MOFC_LINT_ALLOW_H

#include "base/diag.h"
#include "lint/outline.h"

/* A comment as it stands, marks and all. */
struct allow_comment {
    struct slice text;
    struct span span;
    bool html; /* speaks of its section */
};

struct allowance {
    enum rule rule;
    bool whole_file, used;
    const char *reason; /* NULL: none is given */
    struct span at;     /* the rule's name */
    struct span comment;
    bool alone;           /* the comment holds nothing else */
    struct span parts[2]; /* of the file: what it speaks of, of a page's member declaration and section */
    const char *element;  /* its name; NULL: nothing follows */
    size_t before;        /* the one of this rule before it in the list, from 1; 0: there is none */
};

/* Those of one file. */
struct allowances {
    const struct source *source;
    struct allowance *list;
    size_t count, room;
    size_t last[RULE_COUNT]; /* of each rule, from 1 */
};

/* Reads the comments of a file; reports those that name no rule or no reason. */
void allow_read(struct arena *arena, const struct outline *outline, const struct allow_comment *comments, size_t count,
                struct diags *diags, struct allowances *out);

/* Takes the finding at a link of the list out of it where it is allowed. */
bool allow_one(struct diags *diags, struct diag **at, struct allowances *files, size_t count);

/* Takes what is allowed out of the findings, to `diags->allowed`. What cannot be understood is never allowed. */
void allow_mark(struct diags *diags, struct allowances *files, size_t count);

/* Reports those that allowed nothing. `looked[rule]`: this run has looked for the rule at all. */
void allow_report_unused(struct diags *diags, const struct allowances *files, size_t count, const bool *looked);

#endif
