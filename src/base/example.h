/* The example of a rule: the smallest input that gives its finding, and the same, mended. Each stands in a file of its
 * own, base/rules/examples/RULE.txt, and is compiled in:
 *
 *     Command: mofc diff old.mof new.mof
 *     == both: old.mof
 *     ...
 *     == wrong: new.mof
 *     ...
 *     == right: new.mof
 *     ...
 *
 * A file without a name is example.mof. In front of the files may stand `Command: LINE` for the shell (else it is
 * `mofc lint` of the file, with -W for a rule that is off), or `Wrong: LINE` and `Right: LINE` where the two differ;
 * `Also: RULE ...`, what else the wrong side gives; and `None: WHY` where there is no example. tests/examples runs
 * them. */
#ifndef MOFC_BASE_EXAMPLE_H
#define MOFC_BASE_EXAMPLE_H

#include "base/diag.h"

enum example_side { EXAMPLE_WRONG, EXAMPLE_RIGHT, EXAMPLE_BOTH };
extern const char *const example_sides[EXAMPLE_BOTH + 1];

struct example_file {
    enum example_side side;
    struct slice path, text;
};

struct example {
    const char *commands[EXAMPLE_BOTH]; /* what to run on each side; NULL: there is no such side */
    bool usual;                         /* the command is lint of the one file */
    struct slice none;                  /* why there is no example */
    struct slice fix;                   /* "safe", "unsafe", or nothing */
    const struct example_file *files;
    size_t file_count;
};

/* Reads the example of a rule. Returns false where it has none. */
bool example_of(struct arena *arena, enum rule rule, struct example *example);

/* Both sides as Markdown, each file in a block of code. Adds nothing where there is no example. */
void example_markdown(struct arena *arena, enum rule rule, struct text *out);
/* A rule's title, reason or cure as Markdown: what stands in backticks there is code here too. */
void example_words(const char *words, struct text *out);

/* What examples.sh makes: sorted by name, ends with a NULL one. */
struct example_source {
    const char *rule;
    const unsigned char *text;
    size_t len;
};
extern const struct example_source example_sources[];

#endif
