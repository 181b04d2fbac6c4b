/* Diagnostics: collected here by every stage, filtered by level, sorted, and printed once by report.c
 * after the last stage. Nothing is printed while parsing: flex keeps a NUL behind the current token, so a
 * source line would be cut there. */
#ifndef MOFC_BASE_DIAG_H
#define MOFC_BASE_DIAG_H

#include <stdarg.h>
#include <stdbool.h>

#include "base/source.h"

enum level { LEVEL_OFF, LEVEL_NOTE, LEVEL_WARNING, LEVEL_ERROR, LEVEL_FATAL };
/* LEVEL_FATAL: the input could not be understood (syntax, unreadable): exit status 2, printed as "error". */

enum rule {
#define RULE(id, name, level, title, reason, cure)                     RULE_##id,
#define RULE_OF_TWO_LEVELS(id, name, level, page, title, reason, cure) RULE_##id,
#include "base/rules.def"
#undef RULE
#undef RULE_OF_TWO_LEVELS
    RULE_COUNT
};

struct rule_info {
    const char *name;             /* kebab-case id, as printed in brackets */
    const char *stage;            /* of the compiler: the file below rules/ that it stands in */
    enum level level, page_level; /* in MOF files and in pages, unless -W says otherwise */
    const char *title, *reason, *cure;
};

extern const struct rule_info rules[RULE_COUNT];

struct diag_note {
    struct diag_note *next;
    struct span span; /* unknown: a note without a place */
    const char *message;
};

/* A part of a fix: the bytes of `span` give way to `text`; an empty span is a place to insert at. */
struct diag_edit {
    struct diag_edit *next;
    struct span span;
    const char *text;
};

struct diag {
    struct diag *next;
    enum rule rule;
    enum level level;
    struct span span; /* unknown: about no place; `path` then names the file, if any */
    uint32_t order;   /* of its source, for diags_sort() */
    const char *path;
    const char *message;     /* one line, no full stop, in the user's words */
    struct diag_note *notes; /* in the order added */
    struct diag_edit *fix;   /* what a tool may write instead, all parts or none; NULL: nothing is certain */
    bool fix_unsafe;         /* what is meant may change with it: somebody has to look */
    const char *reason;      /* of one that the input allows; "": none is given; NULL: it is not allowed there */
    const char *hint;        /* printed behind the caret: "did you mean 'UInt32'?"; or NULL */
};

struct diags {
    struct arena *arena;
    const struct sources *sources;
    const struct source *reading; /* the file that all findings are in; NULL: any of `sources` */
    struct diag *first, **last;
    struct diag *allowed, **last_allowed; /* findings that are allowed: they are neither counted nor printed */
    enum level levels[RULE_COUNT], page_levels[RULE_COUNT]; /* what -W made of each rule */
    /* The level in a file that has one of its own, where files may have; NULL: none has. Threads call it too. */
    enum level (*level_of_path)(const void *context, const char *path, bool page, enum rule rule, enum level otherwise);
    const void *path_context;
    unsigned counts[LEVEL_FATAL + 1];
    unsigned max_errors; /* 0: no limit. Errors past it are counted in `suppressed`, not kept */
    unsigned suppressed;
    struct diag dropped; /* what is not kept is written here and never read */
};

void diags_init(struct diags *d, struct arena *arena, const struct sources *sources);

/* -W RULE, no-RULE, error, error=RULE, no-error[=RULE]. Returns false for an unknown rule. */
bool diags_set(struct diags *d, const char *option);

enum rule rule_find(const char *name); /* RULE_COUNT where there is none */

/* The level of a rule at a place, or in the file of a path. */
enum level diag_level(const struct diags *d, enum rule rule, struct span at, const char *path);

/* Moves the finding at a link of the list to those that are allowed. */
void diag_allow(struct diags *d, struct diag **at, const char *reason);

/* Reports a finding. Never NULL: what is off or past the limit is made but not kept, so that a caller may
 * add notes without asking. The message is formatted at once. */
struct diag *diag_add(struct diags *d, enum rule rule, struct span at, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* As diag_add, for a file that could not be opened or a thing that has no place. */
struct diag *diag_add_path(struct diags *d, enum rule rule, const char *path, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

void diag_note(struct diags *d, struct diag *on, struct span at, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The words behind the caret. */
void diag_hint(struct diags *d, struct diag *on, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* A part of the fix: what a tool may write at `at`. A safe one leaves the meaning as mofc reads it, or is the only one
 * that there can be; of an unsafe one that is likely. */
void diag_fix(struct diags *d, struct diag *on, struct span at, const char *replacement);
void diag_fix_unsafe(struct diags *d, struct diag *on, struct span at, const char *replacement);

/* The text at a place, also of the file that is being read; absent where it is in none. And whether it holds these
 * marks in this order, and else only blanks. */
struct slice diag_text(const struct diags *d, struct span at);
struct slice diag_text_behind(const struct diags *d, uint32_t offset); /* all of it, to the end of its file */
bool diag_text_holds_only(const struct diags *d, struct span at, const char *marks);

/* Fixes that take something out: an item of a list, with the comma before it; and a whole line, where nothing else
 * stands on it. */
void diag_fix_item(struct diags *d, struct diag *on, struct span item, bool sure);
void diag_fix_line(struct diags *d, struct diag *on, struct span at);

/* A word that may be meant, as hint and as fix: safe where it is `sure`. */
void diag_suggest(struct diags *d, struct diag *on, struct span at, const char *word, bool sure);

/* An empty collection with the levels and limits of `like`, for a thread of its own. */
void diags_like(struct diags *d, const struct diags *like, struct arena *arena, const struct sources *sources);

/* Moves all that `from` found behind what `d` has, as if it had been found here. */
void diags_move(struct diags *d, struct diags *from);

/* Orders by place (input order, then offset, then rule), drops exact repeats. */
void diags_sort(struct diags *d);

/* Leaves `most` errors (0: all) and counts the others as not shown. */
void diags_limit(struct diags *d, unsigned most);

/* 0, 1 (errors) or 2 (fatal), as the command line promises. */
int diags_status(const struct diags *d);

/* The closest of `count` candidates to `word`, or NULL when none is close (a third of its length). */
const char *diag_closest(struct slice word, const char *const *candidates, size_t count);

/* The same; `*sure`: it is one edit away, and no other is. */
const char *diag_closest_sure(struct slice word, const char *const *candidates, size_t count, bool *sure);

#endif
