/* `mofc gen`: schema to files. A run that found errors changes nothing at all: files are written where no one looks for
 * them, and renamed into place when every one is there. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/cmd.h"
#include "lint/lint.h"
#include "output/depfile.h"
#include "output/fresh.h"
#include "output/manifest.h"
#include "output/output.h"
#include "output/stage.h"

/* What one run of gen works on. */
struct gen {
    struct options *options;
    struct compile c;
    struct model_options how;
    struct model *model;
    const struct target **targets;
    size_t target_count;
    uint32_t input_sources; /* the sources that are inputs; templates follow them */
    struct outputs outputs;
    struct fingerprint key; /* of all that the outputs depend on */
    bool keyed;
};

static const char *folder_of(const struct options *o)
{
    return o->output ? o->output : "gen";
}

static void print(struct text *told)
{
    if (told->len) fwrite(told->at, 1, told->len, stdout);
    text_free(told);
}

/* -- targets -------------------------------------------------------------------------------------------- */

static bool find_targets(struct gen *g)
{
    static const char *const usual[] = {"c"};
    const struct options *o = g->options;
    size_t count = o->targets.count ? o->targets.count : 1;
    const char *const *names = o->targets.count ? o->targets.at : usual;
    g->targets = arena_array(o->arena, count, sizeof *g->targets);
    bool fine = true;
    for (size_t i = 0; i < count; i++) {
        bool again = false;
        for (size_t k = 0; k < g->target_count; k++) again |= strcmp(g->targets[k]->name, names[i]) == 0;
        if (again) continue;
        const struct target *t =
            target_find(o->arena, &g->c.sources, names[i], o->templates.at, o->templates.count, &g->c.diags);
        if (t) g->targets[g->target_count++] = t;
        else fine = false;
    }
    return fine;
}

/* Needs no input: targets are listed with what they say of themselves. */
static int list_targets(struct options *o)
{
    struct sources sources;
    struct diags diags;
    struct text told = {0};
    size_t count;
    sources_init(&sources, o->arena);
    diags_init(&diags, o->arena, &sources);
    const char *const *names = target_names(o->arena, o->templates.at, o->templates.count, &count);
    for (size_t i = 0; i < count; i++) {
        const struct target *t = target_find(o->arena, &sources, names[i], o->templates.at, o->templates.count, &diags);
        if (t) text_printf(&told, "%-12s %s\n", names[i], render_description(o->arena, &sources, t, &diags));
    }
    print(&told);
    struct report_options how = {.format = REPORT_TEXT, .quiet = o->quiet};
    report_print(stderr, &diags, &how);
    return output_finish(diags_status(&diags));
}

/* -- what make wants to know ---------------------------------------------------------------------------- */

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Every file read and every folder searched, sorted, each once. */
static const char **dependencies(struct gen *g, size_t *count)
{
    const struct compile *c = &g->c;
    const char **paths = arena_array(c->arena, c->sources.count + c->directory_count + 2, sizeof *paths);
    size_t n = 0, kept = 0;
    for (uint32_t i = 0; i < c->sources.count; i++) {
        bool built_in = *c->sources.list[i]->path == '<';
        for (size_t t = 0; t < g->target_count; t++)
            for (const struct target_file *f = g->targets[t]->files; f; f = f->next)
                built_in |= f->built_in && f->source == c->sources.list[i];
        if (!built_in) paths[n++] = c->sources.list[i]->path;
    }
    for (size_t i = 0; i < c->directory_count; i++) paths[n++] = c->directories[i];
    const char *config = g->options->config ? g->options->config : "mofc.yaml";
    if (access(config, R_OK) == 0) paths[n++] = config;
    qsort(paths, n, sizeof *paths, by_text);
    for (size_t i = 0; i < n; i++)
        if (!kept || strcmp(paths[kept - 1], paths[i]) != 0) paths[kept++] = paths[i];
    *count = kept;
    return paths;
}

static bool write_depfile(struct gen *g)
{
    const struct options *o = g->options;
    struct text text = {0};
    size_t count;
    const char **paths = dependencies(g, &count);
    depfile_write(&text, o->stamp ? o->stamp : arena_printf(o->arena, "%s/%s", folder_of(o), MANIFEST_NAME), paths,
                  count);
    bool fine = output_file(o->depfile, (struct slice){text.at, (uint32_t)text.len}, &g->c.diags);
    text_free(&text);
    return fine;
}

/* -- the run -------------------------------------------------------------------------------------------- */

static bool prepare(struct gen *g)
{
    struct options *o = g->options;
    g->input_sources = g->c.sources.count;
    g->how = (struct model_options){.name = o->name ? o->name : "schema",
                                    .prefix = o->prefix ? o->prefix : "",
                                    .uint64_checked = o->uint64_checked,
                                    .keys_nocase = o->keys_nocase};
    model_options_roots(o->arena, &g->how, o->inputs.at, o->inputs.count, o->include_dirs.at, o->include_dirs.count);
    return find_targets(g) && !diags_status(&g->c.diags);
}

static bool make_model(struct gen *g)
{
    unsigned before = g->c.diags.counts[LEVEL_WARNING];
    g->model = model_new(g->options->arena, g->c.schema, &g->c.sources, &g->how, backends, BACKENDS, &g->c.diags);
    if (g->c.diags.counts[LEVEL_WARNING] != before) g->keyed = false; /* what was found must be told every time */
    return !diags_status(&g->c.diags);
}

static bool render(struct gen *g, const struct output_taker *taker)
{
    const struct render_options how = {.single_file = g->options->single_file, .taker = taker};
    return make_model(g) && render_targets(g->options->arena, g->model, g->targets, g->target_count, &how, &g->outputs);
}

/* -- what the outputs depend on ------------------------------------------------------------------------- */

static void add_words(struct fingerprint *key, const struct words *w)
{
    fingerprint_add_number(key, w->count);
    for (size_t i = 0; i < w->count; i++) fingerprint_add_string(key, w->at[i]);
}

static void add_options(struct fingerprint *key, const struct options *o)
{
    const char *const texts[] = {o->name, o->prefix, o->std, o->qualifiers};
    const bool flags[] = {o->single_file, o->strict, o->open_enums, o->uint64_checked, o->keys_nocase};
    const struct words *const lists[] = {&o->inputs, &o->include_dirs, &o->classes, &o->warnings};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) fingerprint_add_string(key, texts[i]);
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) fingerprint_add_number(key, flags[i]);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) add_words(key, lists[i]);
}

/* Every byte that was read, the templates' included, and what was asked for. */
static void add_inputs(struct fingerprint *key, const struct gen *g)
{
    add_options(key, g->options);
    for (const struct unit *u = g->c.units; u; u = u->next) {
        fingerprint_add_string(key, u->source->path);
        fingerprint_add(key, u->source->text, u->source->len);
    }
    for (size_t t = 0; t < g->target_count; t++) {
        fingerprint_add_string(key, g->targets[t]->name);
        for (const struct target_file *f = g->targets[t]->files; f; f = f->next) {
            fingerprint_add_string(key, f->name);
            fingerprint_add(key, f->text.at, f->text.len);
        }
    }
}

/* -- what is done --------------------------------------------------------------------------------------- */

static void list_outputs(const struct gen *g)
{
    const char *folder = folder_of(g->options);
    for (size_t i = 0; i < g->outputs.count; i++) printf("%s/%s\n", folder, g->outputs.list[i].path);
}

static int check(struct gen *g, const struct output_options *how)
{
    struct text told = {0};
    bool fresh = output_check(g->options->arena, &g->outputs, how, g->options->diff, &told);
    print(&told);
    return fresh ? 0 : 1;
}

/* Whether the folder is as the last run left it and this one would leave it the same. */
static bool is_fresh(struct gen *g, const struct output_options *how, struct output_result *result)
{
    add_inputs(&g->key, g);
    g->keyed = fresh_add_program(&g->key);
    *result = (struct output_result){0};
    return g->keyed && fresh_find(g->options->arena, how, &g->key, &result->unchanged);
}

static bool write_beside(struct gen *g, const struct output_options *how, struct output_result *result)
{
    struct arena *arena = g->options->arena;
    if (!output_write(arena, &g->outputs, how, &g->c.diags, result)) return false;
    if (g->keyed && !result->kept) fresh_keep(arena, &g->outputs, how, &g->key);
    return true;
}

/* The way of a first run. */
static bool write_staged(struct gen *g, const struct output_options *how, struct stage *stage,
                         struct output_result *result)
{
    struct output_taker taker = {stage_take, stage};
    if (!render(g, &taker)) return stage_drop(stage), false;
    if (stage_finish(stage, &g->outputs, how, g->keyed ? &g->key : NULL))
        return result->written = g->outputs.count, true;
    if (stage_return(stage, &g->outputs)) {
        if (write_beside(g, how, result)) return true;
        return rmdir(how->folder), false; /* where it is empty: the next run is a first one again */
    }
    diag_add_path(&g->c.diags, RULE_UNWRITABLE, how->folder, "cannot write: %s", strerror(errno));
    return false;
}

static bool bring_up_to_date(struct gen *g, const struct output_options *how, struct output_result *result)
{
    struct stage stage;
    if (is_fresh(g, how, result)) return true;
    if (stage_open(&stage, g->options->arena, how->folder)) return write_staged(g, how, &stage, result);
    return render(g, NULL) && write_beside(g, how, result);
}

/* 1 where a file that was edited is in the way, even if no message says so; other failures are findings. */
static int write_all(struct gen *g, const struct output_options *how)
{
    const struct options *o = g->options;
    struct output_result result;
    struct text told = {0};
    bool done = bring_up_to_date(g, how, &result);
    if (!done && !result.edited) return 0;
    if (done && o->depfile && !write_depfile(g)) return 0;
    if (done && o->stamp && !output_touch(o->stamp, &g->c.diags)) return 0;
    if (!o->quiet) output_summary(&told, g->c.schema->class_count, &result);
    print(&told);
    return done ? 0 : 1;
}

static bool begins_identifier(const char *prefix)
{
    static const char word[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789";
    return strspn(prefix, word) == strlen(prefix) && (*prefix < '0' || *prefix > '9');
}

int cmd_gen(struct options *o)
{
    if (!config_read(o, o->config)) return 2;
    if (o->list_targets) return list_targets(o);
    if (o->prefix && !begins_identifier(o->prefix))
        return usage_error("--prefix takes letters, digits and '_', and no digit first, not '%s'", o->prefix);
    if (o->output && !*o->output) return usage_error("--output names no folder");
    if (o->list_outputs && (o->check || o->diff))
        return usage_error("--list-outputs goes with neither --check nor --diff");
    struct gen g = {.options = o};
    enum report_format report = o->format ? report_format_find(o->format) : REPORT_TEXT;
    if (report == REPORT_FORMAT_COUNT)
        return usage_error("gen --format takes text, gcc, json, sarif or github, not '%s'", o->format);
    if (!compile_begin(&g.c, o)) return 2;
    g.c.report = report;
    lint_run(o->arena, g.c.schema, &g.c.diags);
    int status = 0;
    if (prepare(&g)) {
        struct output_options how = {.folder = folder_of(o),
                                     .version = MOFC_VERSION,
                                     .force = o->force,
                                     .targets = g.targets,
                                     .target_count = g.target_count};
        if (!o->list_outputs && !o->check && !o->diff) status = write_all(&g, &how);
        else if (!render(&g, NULL)) status = 0;
        else if (o->list_outputs) list_outputs(&g);
        else status = check(&g, &how);
    }
    int found = compile_finish(&g.c, stderr);
    return output_finish(found > status ? found : status);
}
