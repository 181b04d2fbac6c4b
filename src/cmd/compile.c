/* The stages in order: load, resolve, select. Everything that reads inputs starts here. */
#define _XOPEN_SOURCE 700 /* realpath() */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd/cmd.h"
#include "grammar/mof.h"
#include "load/load.h"

static bool color_wanted(const struct options *o, FILE *to)
{
    if (o->color && strcmp(o->color, "always") == 0) return true;
    if (o->color && strcmp(o->color, "never") == 0) return false;
    const char *no_color = getenv("NO_COLOR"); /* https://no-color.org */
    return !(no_color && *no_color) && isatty(fileno(to)) == 1;
}

static bool check_folders(const struct words *folders)
{
    struct stat st;
    for (size_t i = 0; i < folders->count; i++) {
        bool found = stat(folders->at[i], &st) == 0;
        if (found && S_ISDIR(st.st_mode)) continue;
        usage_error("cannot search '%s' for includes: %s", folders->at[i], strerror(found ? ENOTDIR : errno));
        return false;
    }
    return true;
}

static bool check_words(const struct options *o)
{
    if (o->color && strcmp(o->color, "auto") && strcmp(o->color, "always") && strcmp(o->color, "never"))
        return usage_error("--color takes auto, always or never, not '%s'", o->color), false;
    if (o->std && strcmp(o->std, "dsp0004") && strcmp(o->std, "wmi") && strcmp(o->std, "mof3"))
        return usage_error("--std takes dsp0004, wmi or mof3, not '%s'", o->std), false;
    return true;
}

const char *rule_closest(const char *word)
{
    const char *names[RULE_COUNT];
    for (int n = 0; n < RULE_COUNT; n++) names[n] = rules[n].name;
    return diag_closest(slice_of(word), names, RULE_COUNT);
}

const char *rule_suggestion(struct arena *arena, const char *word)
{
    const char *close = rule_closest(word);
    return close ? arena_printf(arena, "; did you mean '%s'?", close) : "";
}

/* The rule in what -W was given: no-RULE, error=RULE, no-error=RULE. */
static const char *rule_in(const char *word)
{
    const char *equals = strchr(word, '=');
    if (equals) return equals + 1;
    return strncmp(word, "no-", 3) == 0 ? word + 3 : word;
}

static bool set_levels(struct compile *c)
{
    const struct words *w = &c->options->warnings;
    for (size_t i = 0; i < w->count; i++) {
        if (diags_set(&c->diags, w->at[i])) continue;
        const char *rule = rule_in(w->at[i]);
        if (*rule)
            usage_error("-W%s: there is no rule '%s'%s (`mofc rules` lists them)", w->at[i], rule,
                        rule_suggestion(c->arena, rule));
        else usage_error("-W%s names no rule; `mofc rules` lists them", w->at[i]);
        return false;
    }
    return true;
}

static enum standard standard_of(const struct options *o)
{
    if (!o->std) return STANDARD_ANY;
    return strcmp(o->std, "dsp0004") == 0 ? STANDARD_DSP0004
           : strcmp(o->std, "wmi") == 0   ? STANDARD_WMI
                                          : STANDARD_MOF3;
}

bool compile_setup(struct compile *c, struct options *o)
{
    *c = (struct compile){.options = o, .arena = o->arena};
    if (!check_words(o) || !check_folders(&o->include_dirs)) return false;
    names_init(&c->names, c->arena);
    sources_init(&c->sources, c->arena);
    diags_init(&c->diags, c->arena, &c->sources);
    c->diags.max_errors = o->max_errors;
    if (!set_levels(c) || !levels_begin(o)) return false;
    if (o->path_levels.count) c->diags.level_of_path = levels_at_path, c->diags.path_context = o;
    for (size_t i = 0; i < o->inputs.count; i++)
        if (!*o->inputs.at[i]) return usage_error("an input has an empty name"), false;
    if (!o->inputs.count) return usage_error("no input: name a file, a folder, or - for standard input"), false;
    return true;
}

void compile_inputs(struct compile *c, const char *const *names, size_t count)
{
    const struct options *o = c->options;
    struct words inputs = {0};
    if (o->qualifiers) words_add(c->arena, &inputs, o->qualifiers);
    for (size_t i = 0; i < count; i++) words_add(c->arena, &inputs, names[i]);
    struct load_options load = {.include_dirs = o->include_dirs.at,
                                .include_count = o->include_dirs.count,
                                .strict = o->strict,
                                .verbose = o->verbose,
                                .texts = c->texts,
                                .text_count = c->text_count};
    struct load_result loaded =
        load_inputs(c->arena, &c->names, &c->sources, inputs.at, inputs.count, &load, &c->diags);
    c->units = loaded.units;
    c->file_count = loaded.file_count;
    c->directories = loaded.directories;
    c->directory_count = loaded.directory_count;
    struct schema_options meaning = {.strict = o->strict,
                                     .standard = standard_of(o),
                                     .open_enums = o->open_enums,
                                     .classes = o->classes.at,
                                     .class_count = o->classes.count,
                                     .read_embedded = mof_parse_embedded};
    c->schema = schema_build(c->arena, &c->names, c->units, &meaning, &c->diags);
}

struct model_options compile_model_options(const struct options *o)
{
    struct model_options how = {.name = o->name ? o->name : "schema",
                                .prefix = o->prefix ? o->prefix : "",
                                .uint64_checked = o->uint64_checked,
                                .keys_nocase = o->keys_nocase};
    model_options_roots(o->arena, &how, o->inputs.at, o->inputs.count, o->include_dirs.at, o->include_dirs.count);
    return how;
}

bool compile_check_prefix(const struct options *o)
{
    static const char word[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789";
    const char *prefix = o->prefix ? o->prefix : "";
    if (strspn(prefix, word) == strlen(prefix) && (*prefix < '0' || *prefix > '9')) return true;
    usage_error("--prefix takes letters, digits and '_', and no digit first, not '%s'", prefix);
    return false;
}

bool compile_begin(struct compile *c, struct options *o)
{
    if (!compile_setup(c, o)) return false;
    compile_inputs(c, o->inputs.at, o->inputs.count);
    compile_allow(c);
    return true;
}

/* What stands behind the folder in the path, or NULL where the path is not the folder's or below it. */
static const char *behind(const char *folder, const char *path)
{
    size_t len = strcmp(folder, "/") == 0 ? 0 : strlen(folder);
    if (strncmp(path, folder, len) != 0 || (path[len] && path[len] != '/')) return NULL;
    return path[len] ? path + len + 1 : path + len;
}

/* --root is looked up in the file system, so that a path below it is known by any spelling. */
static struct report_options report_options_of(const struct options *o, enum report_format format)
{
    struct report_options how = {
        .format = format, .quiet = o->quiet, .version = MOFC_VERSION, .homepage = MOFC_HOMEPAGE, .roots = {o->root}};
    char *root = o->root ? realpath(o->root, NULL) : NULL, *here = root ? realpath(".", NULL) : NULL;
    if (here) {
        const char *inside = behind(here, root), *above = behind(root, here);
        how.roots[1] = arena_copy(o->arena, root, strlen(root));
        if (inside && *inside) how.roots[2] = arena_copy(o->arena, inside, strlen(inside));
        if (above && *above) how.lead = arena_printf(o->arena, "%s/", above);
    }
    free(here);
    free(root);
    return how;
}

struct report_options compile_report(const struct options *o, enum report_format format, FILE *to)
{
    struct report_options how = report_options_of(o, format);
    how.color = color_wanted(o, to);
    return how;
}

int compile_finish(struct compile *c, FILE *to)
{
    int why = errno; /* of standard output, which output_finish() tells */
    struct report_options how = compile_report(c->options, c->report, to);
    compile_allow(c);
    diags_sort(&c->diags);
    report_print(to, &c->diags, &how);
    errno = why;
    return diags_status(&c->diags);
}

int output_finish(int status)
{
    if (fflush(stdout) == 0 && !ferror(stdout)) return status;
    if (errno != EPIPE) fprintf(stderr, "mofc: cannot write to standard output: %s\n", strerror(errno));
    return 2;
}
