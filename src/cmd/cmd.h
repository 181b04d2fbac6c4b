/* The shape of a command: one table of commands, one table of options, one struct of what was asked. Only
 * cmd/ and main print results; diagnostics are printed once, by compile_finish(). */
#ifndef MOFC_CMD_CMD_H
#define MOFC_CMD_CMD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/report.h"
#include "diff/diff.h"
#include "model/model.h"
#include "schema/schema.h"

#define MOFC_VERSION "0.1.0"
/* Where mofc is at home on the web, for SARIF: whoever publishes it says so, with CFLAGS='-DMOFC_HOMEPAGE="URL"'. */
#ifndef MOFC_HOMEPAGE
#define MOFC_HOMEPAGE NULL
#endif

struct backend;
struct model_options;

/* Words given to an option that may be repeated. */
struct words {
    const char **at;
    size_t count, room;
};

/* Levels for the files that a pattern matches. */
struct path_level {
    const char *glob;
    struct words levels;
};
struct path_levels {
    struct path_level *at;
    size_t count, room;
};

/* A word of mofc.yaml, and how many characters stand before it. */
struct yaml_word {
    const char *text;
    size_t at;
};

/* A list of properties below `indexes:`. */
struct yaml_index {
    struct yaml_word of;
    const struct yaml_word *properties;
    size_t count;
};

struct options {
    struct arena *arena;
    struct words inputs;
    /* common */
    struct words include_dirs, warnings, classes;
    const char *format, *color, *std, *root, *qualifiers;
    unsigned max_errors;
    bool quiet, verbose, strict, help, version;
    /* gen */
    const char *output, *eject, *stamp, *depfile, *name, *prefix, *config;
    struct words targets, templates;
    size_t output_below; /* so many bytes at the end of `output` are mofc.yaml's words */
    bool check, diff, force, list_outputs, list_targets, single_file;
    /* fmt; its check and diff are those of gen */
    bool write;
    /* lint; its diff is that of gen */
    bool fix, unsafe;
    const char *baseline, *write_baseline;
    /* diff */
    struct words against;
    const char *migrate;
    bool allow_data_loss;
    /* from mofc.yaml alone */
    size_t configured; /* so many of `warnings` are its words */
    struct path_levels path_levels;
    const char *here;     /* the current folder, where path_levels need it */
    struct words renamed; /* an old name, a new name, and so on */
    bool open_enums, uint64_checked, keys_nocase;
    struct yaml_index *indexes;
    size_t index_count, index_room;
    const char *config_path;  /* where there are indexes: */
    struct slice config_text; /* what their places are in */
    /* dump */
    bool json_schema;
};

enum command_id {
    CMD_GEN = 1,
    CMD_LINT = 2,
    CMD_DUMP = 4,
    CMD_EXPLAIN = 8,
    CMD_RULES = 16,
    CMD_HELP = 32,
    CMD_FMT = 64,
    CMD_DIFF = 128,
    CMD_INIT = 256
};

struct command {
    const char *name;
    enum command_id id;
    int (*run)(struct options *);
    const char *usage;   /* what follows the name */
    const char *summary; /* a line */
    const char *details; /* paragraphs */
};

extern const struct command commands[]; /* ends with a NULL name */

int cmd_gen(struct options *o);
int cmd_lint(struct options *o);
int cmd_dump(struct options *o);
int cmd_fmt(struct options *o);
int cmd_diff(struct options *o);
int cmd_init(struct options *o);
int cmd_explain(struct options *o);
int cmd_rules(struct options *o);
int cmd_help(struct options *o);

/* `mofc help completion SHELL`, made from the tables of commands, options and rules. */
int completion_print(struct arena *arena, const char *shell);

const struct command *command_find(const char *name);
int command_unknown(const char *word); /* complains, with the closest command; returns 2 */

/* Fills `o` from the words behind the command. Returns false after having said what is wrong. */
bool options_parse(struct options *o, const struct command *command, int argc, char **argv);
void options_print(const struct command *command);       /* the options of a command, for --help */
void options_print_table(const struct command *command); /* the same as rows of a Markdown table */
void command_page(const struct command *command);        /* its manual page as Markdown, to standard output */
void program_page(void);
void words_add(struct arena *arena, struct words *w, const char *word);

/* Reads mofc.yaml (`path`, or the one in the current folder where path is NULL) into what the command line left
 * open. Returns false after having said what is wrong; a missing default file is no error. */
bool config_read(struct options *o, const char *path);
/* The same for lint and dump, where --config was given or the command line names no input. */
bool config_for_inputs(struct options *o);
/* Prints each setting with its default and an example; as Markdown where it is a page. */
void config_print(bool page);

/* Writes text that may come from anyone: what could drive a terminal is a question mark, but for the characters in
 * `keep`. */
void print_safely(FILE *to, const char *bytes, size_t len, const char *keep);

/* A complaint about usage on standard error: "mofc: ..."; returns 2. */
int usage_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A compilation: what every command that reads inputs needs. */
struct compile {
    struct options *options;
    struct arena *arena;
    struct names names;
    struct sources sources;
    struct diags diags;
    const char *const *directories;
    size_t directory_count;
    size_t file_count;
    const struct source *const *texts; /* what is read in place of files of these paths */
    size_t text_count;
    const struct unit *units;
    struct allowances *allowances; /* what comments of the inputs allow, a file each */
    size_t allowance_count, allowance_room;
    const struct schema *schema; /* reduced to --class where that was given */
    enum report_format report;   /* how compile_finish prints; text by default */
};

/* The rule whose id is close to `word`, or NULL; and the same as "; did you mean 'RULE'?" or an empty string. */
const char *rule_closest(const char *word);
const char *rule_suggestion(struct arena *arena, const char *word);

/* "off", "note", ... */
extern const char *const level_words[LEVEL_FATAL + 1];

/* What the runtime reports of records and objects has names too, and some of them are those of rules. Ends with a NULL
 * name. */
struct violation_info {
    const char *name, *sentence;
};
extern const struct violation_info violations[];

/* What targets may be made of: handed to the model, which knows none of them. */
enum { BACKENDS = 2 };
extern const struct backend *const backends[BACKENDS];

/* The part of it that looks at options only. Returns false after having said what is wrong with them. */
bool compile_setup(struct compile *c, struct options *o);

/* Loads and resolves these inputs, behind what was loaded before, into `c`; reports to c->diags. */
void compile_inputs(struct compile *c, const char *const *inputs, size_t count);

/* What the options say of a model; `diff` has them too. */
struct model_options compile_model_options(const struct options *o);
/* False after having said that no identifier begins with the prefix. */
bool compile_check_prefix(const struct options *o);

/* cmd_migrate.c: prints the migration between two schemas, and what was found in loading them; returns the exit status.
 */
int print_migration(struct compile *c, struct diff d);

/* Loads and resolves the inputs. Returns false after having said what is wrong with the options. */
bool compile_begin(struct compile *c, struct options *o);

/* Takes the findings that the inputs themselves allow out of those that count; may be called again when there are more.
 */
void compile_allow(struct compile *c);
/* Whether they allow the finding at a link of `found`, which then moves to what is allowed. */
bool compile_allows(const struct compile *c, struct diags *found, struct diag **at);
void compile_allow_unused(struct compile *c); /* reports what allowed nothing, behind all that lint looks for */

/* Prepares path_levels. Returns false after having said what is wrong. */
bool levels_begin(struct options *o);
/* The level of a rule in a file that has a level of its own for it, else `otherwise`. `options`: struct options. */
enum level levels_at_path(const void *options, const char *path, bool page, enum rule rule, enum level otherwise);
/* Finds what `indexes:` of mofc.yaml names; what is not there is a finding (RULE_INDEX_UNKNOWN). */
void indexes_resolve(struct compile *c, const struct schema *schema, struct model_options *to);

/* Loads the inputs, resolves and looks at them; the findings are sorted. */
void lint_all(struct compile *c);

/* --baseline: takes what is known out of the findings. Returns false after having said what is wrong with the file. */
bool compile_baseline(struct compile *c);
/* --write-baseline: the findings become what is known. */
bool compile_write_baseline(struct compile *c);

/* `lint --fix`, or with --diff what it would do. */
int lint_fix(struct options *o, enum report_format format);
/* The same of the one input, which is in memory: what would be written. It lives as long as the options. */
struct slice lint_fix_text(struct options *o, const struct source *text);

/* How findings are printed, as the options say. */
struct report_options compile_report(const struct options *o, enum report_format format, FILE *to);

/* Prints the diagnostics, to standard output where they are the result, and returns the exit status so far. */
int compile_finish(struct compile *c, FILE *to);

/* Flushes standard output; returns `status`, or 2 where the output could not be written. */
int output_finish(int status);

#endif
