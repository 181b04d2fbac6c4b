/* Targets: a folder of templates is a target. templates/c is `-t c`.
 *
 * FOR WHOEVER WRITES A TARGET
 *
 * The folder holds target.lua, which returns what the target makes, and the templates that it names:
 *
 *   return {
 *     description = "C structs, enumerations and validators",        -- one line for --list-targets
 *     library = "doc.lua",                                           -- optional: its global functions are the
 * templates' files = { { template = "class.h",  output = "${c.name}.h",  each = "class", when = function(c) return not
 * c.indication end }, { template = "schema.h", output = "${s.name}.h" },
 *     },
 *   }
 *
 * `single_files` is a list of the same kind, which is taken in place of `files` with --single-file; it may be left out.
 * `output` is a template of one line: a path relative to -o with '/' between, which may name folders. `each` is
 * "class" or left out (once a schema). `when` may be left out; it sees the same globals as a template and is given
 * the class, or the schema. A class that is there only because another one needs it is rendered like any other
 * (c.requested tells). Everything runs in the sandbox that template.h describes.
 *
 * The built-in targets are compiled into mofc. --templates DIR holds folders of the same kind; a file there stands
 * before the built-in one of the same target and name, so one template alone can be replaced. */
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
    const char *name;            /* "class.h" */
    const struct source *source; /* its path is "templates/c/class.h" or DIR/c/class.h */
    struct slice text;
    bool built_in;
};

struct target {
    const char *name;
    struct target_file *files; /* sorted by name */
};

/* Finds a target in `dirs` (a later one stands before an earlier one), then among the built-in ones; reads every file
 * of it. Reports RULE_TARGET_UNKNOWN with the nearest name, RULE_UNREADABLE; NULL then. */
const struct target *target_find(struct arena *arena, struct sources *sources, const char *name,
                                 const char *const *dirs, size_t count, struct diags *diags);

/* The names of all targets, sorted; their number in *found. */
const char *const *target_names(struct arena *arena, const char *const *dirs, size_t count, size_t *found);

const struct target_file *target_file(const struct target *t, const char *name);

#endif
