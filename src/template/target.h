/* Targets: a folder of templates is a target, and templates/c is `-t c`; manual.md describes what it holds. The
 * built-in targets are compiled into mofc. --templates DIR holds folders of the same kind; a file there stands before
 * the built-in one of the same target and name, so one template alone can be replaced. The folder templates/lib is no
 * target: every target has its files, under names such as "lib/declare.lua". */
#ifndef MOFC_TEMPLATE_TARGET_H
#define MOFC_TEMPLATE_TARGET_H

#include "base/diag.h"

struct builtin_file {
    const char *path; /* "c/class.h" */
    const unsigned char *bytes;
    size_t len;
};
extern const struct builtin_file builtin_files[]; /* sorted by path; ends with a NULL path */

/* One file of a target, found and read; `text` is its source's, so a message can show the line. */
struct target_file {
    struct target_file *next;
    const char *name;            /* "class.h", "lib/declare.lua" */
    const struct source *source; /* its path is "templates/c/class.h" or DIR/c/class.h */
    struct slice text;
    bool built_in;
};

struct target {
    const char *name;
    struct target_file *files; /* sorted by name */
};

/* Whether all folders of targets are there; reports RULE_UNREADABLE for one that is not. */
bool target_folders_found(const char *const *dirs, size_t count, struct diags *diags);

/* Finds a target in `dirs` (a later one stands before an earlier one), then among the built-in ones; reads every file
 * of it. Reports RULE_TARGET_UNKNOWN with the nearest name, RULE_UNREADABLE; NULL then. A file that nothing of a
 * built-in target uses is RULE_TEMPLATE_UNUSED. */
const struct target *target_find(struct arena *arena, struct sources *sources, const char *name,
                                 const char *const *dirs, size_t count, struct diags *diags);

/* The names of all targets, sorted; their number in *found. */
const char *const *target_names(struct arena *arena, const char *const *dirs, size_t count, size_t *found);

/* Whether the file of this name is one that all targets have. */
bool target_shares(const char *name);

const struct target_file *target_file(const struct target *t, const char *name);

#endif
