/* `mofc gen`: schema to files. All is rendered in memory first; a run that found errors changes no file. */
#define _XOPEN_SOURCE 700 /* realpath() */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd/cmd.h"
#include "lint/lint.h"
#include "output/depfile.h"
#include "output/manifest.h"
#include "output/output.h"
#include "template/render.h"

/* What one run of gen works on. */
struct gen {
    struct options *options;
    struct compile c;
    struct model_options how;
    const struct target **targets;
    size_t target_count;
    struct outputs outputs;
};

static const char *folder_of(const struct options *o) { return o->output ? o->output : "gen"; }

static void print(struct text *text)
{
    if (text->len) fwrite(text->at, 1, text->len, stdout);
    text_free(text);
}

/* -- targets -------------------------------------------------------------------------------------------- */

static bool find_targets(struct gen *g)
{
    static const char *const usual[] = {"c"};
    const struct options *o = g->options;
    size_t count = o->targets.count ? o->targets.count : 1;
    const char *const *names = o->targets.count ? o->targets.at : usual;
    g->targets = arena_array(o->arena, count, sizeof *g->targets);
    bool fine = target_folders_found(o->templates.at, o->templates.count, &g->c.diags);
    for (size_t i = 0; fine && i < count; i++) {
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
    struct text list = {0};
    size_t count;
    sources_init(&sources, o->arena);
    diags_init(&diags, o->arena, &sources);
    const char *const *names = target_names(o->arena, o->templates.at, o->templates.count, &count);
    if (!target_folders_found(o->templates.at, o->templates.count, &diags)) count = 0;
    for (size_t i = 0; i < count; i++) {
        const struct target *t = target_find(o->arena, &sources, names[i], o->templates.at, o->templates.count, &diags);
        if (t) text_printf(&list, "%-12s %s\n", names[i], render_description(o->arena, &sources, t, &diags));
    }
    print(&list);
    struct report_options how = {.format = REPORT_TEXT, .quiet = o->quiet};
    report_print(stderr, &diags, &how);
    return output_finish(diags_status(&diags));
}

/* Writes the folder of a built-in target, to be changed there. It is an output like any other: what was changed already
 * is not overwritten without --force. */
static int eject(struct options *o)
{
    struct sources sources;
    struct diags diags;
    struct text list = {0};
    struct outputs files = {0};
    struct output_result result = {0};
    const char *folder = o->output ? o->output : "templates";
    const char *label = arena_printf(o->arena, "%s (templates)", o->eject);
    sources_init(&sources, o->arena);
    diags_init(&diags, o->arena, &sources);
    const struct target *t = target_find(o->arena, &sources, o->eject, NULL, 0, &diags);
    for (const struct target_file *f = t ? t->files : NULL; f; f = f->next) files.count++;
    files.list = arena_array(o->arena, files.count + 1, sizeof *files.list);
    files.count = 0;
    for (const struct target_file *f = t ? t->files : NULL; f; f = f->next) {
        const char *path = target_shares(f->name) ? f->name : arena_printf(o->arena, "%s/%s", o->eject, f->name);
        files.list[files.count++] = (struct output){path, label, f->text};
    }
    struct output_options how = {folder, strlen(folder), MOFC_VERSION, o->force, &label, 1};
    if (t && output_names(&files, &diags) && output_write(o->arena, &files, &how, &diags, &result))
        text_printf(&list, "%s/%s: %zu files; `mofc gen --templates %s -t %s` takes them\n", folder, o->eject,
                    files.count, folder, o->eject);
    if (!o->quiet) print(&list);
    struct report_options shown = {.format = REPORT_TEXT, .quiet = o->quiet};
    report_print(stderr, &diags, &shown);
    text_free(&list);
    int status = diags_status(&diags);
    return output_finish(!status && result.edited ? 1 : status);
}

/* -- what make wants to know ---------------------------------------------------------------------------- */

static int by_text(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

/* Every file read and every folder searched, sorted, each once. */
static const char **dependencies(struct gen *g, size_t *count)
{
    const struct compile *c = &g->c;
    const char **paths = arena_array(c->arena, c->sources.count + c->directory_count + 3, sizeof *paths);
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

static const char *depfile_target(const struct gen *g)
{
    const struct options *o = g->options;
    return o->stamp ? o->stamp : arena_printf(o->arena, "%s/%s", folder_of(o), MANIFEST_NAME);
}

/* Asked before anything is written. */
static bool check_depfile(struct gen *g)
{
    size_t count;
    const char **paths = dependencies(g, &count);
    paths[count++] = depfile_target(g); /* there is room for it */
    bool fine = true;
    for (size_t i = 0; i < count; i++) {
        if (depfile_takes(paths[i])) continue;
        diag_add_path(&g->c.diags, RULE_DEPFILE_NAME, paths[i],
                      "this name cannot be written so that make and ninja read it");
        fine = false;
    }
    return fine;
}

static bool write_depfile(struct gen *g)
{
    struct text text = {0};
    size_t count;
    const char **paths = dependencies(g, &count);
    depfile_write(&text, depfile_target(g), paths, count);
    bool fine = output_file(g->options->depfile, (struct slice){text.at, (uint32_t)text.len}, &g->c.diags);
    text_free(&text);
    return fine;
}

/* A file for make must be neither read nor made: writing it would destroy that. Reports what it is. */
static bool is_input(struct gen *g, const char *option, const char *path)
{
    struct stat own, other;
    size_t count;
    const char **paths = dependencies(g, &count);
    if (stat(path, &own) != 0) return false;
    if (S_ISDIR(own.st_mode)) return usage_error("%s names '%s', which is a folder", option, path), true;
    if (!S_ISREG(own.st_mode)) return false;
    for (uint32_t i = 0; i < g->c.sources.count; i++)
        if (strcmp(g->c.sources.list[i]->path, "<stdin>") == 0) paths[count++] = "/dev/stdin"; /* at most once */
    for (size_t i = 0; i < count; i++)
        if (stat(paths[i], &other) == 0 && other.st_dev == own.st_dev && other.st_ino == own.st_ino)
            return usage_error("%s names '%s', and mofc reads that file as '%s'", option, path, paths[i]), true;
    return false;
}

/* The path without links; what is not there yet stays as it is written. */
static const char *resolved(struct arena *arena, const char *path)
{
    char *real = realpath(path, NULL);
    const char *slash = strrchr(path, '/'), *kept = real ? arena_copy(arena, real, strlen(real)) : path;
    free(real);
    if (kept != path) return kept;
    if (!slash) return *path ? arena_printf(arena, "%s/%s", resolved(arena, "."), path) : path;
    if (slash == path) return path;
    const char *folder = resolved(arena, arena_copy(arena, path, (size_t)(slash - path)));
    bool empty = !slash[1] || strcmp(slash, "/.") == 0;
    return empty ? folder : arena_printf(arena, "%s%s", folder, slash);
}

static bool is_output(struct gen *g, const char *option, const char *path)
{
    struct arena *arena = g->options->arena;
    const char *folder = resolved(arena, folder_of(g->options)), *file = resolved(arena, path), *made = NULL;
    size_t len = strlen(folder);
    if (strcmp(file, folder) == 0) return usage_error("%s names '%s', the output folder", option, path), true;
    if (strncmp(file, folder, len) != 0 || file[len] != '/') return false;
    if (strcmp(file + len + 1, MANIFEST_NAME) == 0) made = MANIFEST_NAME;
    for (size_t i = 0; i < g->outputs.count && !made; i++)
        if (strcmp(file + len + 1, g->outputs.list[i].path) == 0) made = g->outputs.list[i].path;
    if (made) usage_error("%s names '%s', and mofc writes '%s/%s' there", option, path, folder_of(g->options), made);
    return made;
}

static bool check_make_files(struct gen *g)
{
    const struct options *o = g->options;
    if (o->depfile && (is_input(g, "-MF", o->depfile) || is_output(g, "-MF", o->depfile))) return false;
    if (o->stamp && (is_input(g, "--stamp", o->stamp) || is_output(g, "--stamp", o->stamp))) return false;
    if (!o->depfile || !o->stamp || strcmp(resolved(o->arena, o->depfile), resolved(o->arena, o->stamp)) != 0)
        return true;
    return usage_error("-MF names '%s', and so does --stamp", o->depfile), false;
}

/* -- the run -------------------------------------------------------------------------------------------- */

static bool prepare(struct gen *g)
{
    struct options *o = g->options;
    g->how = compile_model_options(o);
    return find_targets(g) && !diags_status(&g->c.diags);
}

static bool render(struct gen *g)
{
    struct arena *arena = g->options->arena;
    struct renderings made;
    indexes_resolve(&g->c, g->c.schema, &g->how);
    struct model *model = model_new(arena, g->c.schema, &g->c.sources, &g->how, backends, BACKENDS, &g->c.diags);
    const struct render_options how = {.list = g->options->single_file ? "single_files" : NULL};
    if (diags_status(&g->c.diags) || !render_targets(arena, model, g->targets, g->target_count, &how, &made))
        return false;
    g->outputs = (struct outputs){arena_array(arena, made.count + 1, sizeof *g->outputs.list), made.count};
    for (size_t i = 0; i < made.count; i++) {
        const struct rendered *f = &made.list[i];
        g->outputs.list[i] = (struct output){f->path, f->target, f->bytes};
    }
    return output_names(&g->outputs, &g->c.diags);
}

/* -- what is done --------------------------------------------------------------------------------------- */

static void list_outputs(const struct gen *g)
{
    const char *folder = folder_of(g->options);
    for (size_t i = 0; i < g->outputs.count; i++) printf("%s/%s\n", folder, g->outputs.list[i].path);
}

static int check(struct gen *g, const struct output_options *how)
{
    struct text text = {0};
    bool fresh = output_check(g->options->arena, &g->outputs, how, g->options->diff, &text);
    print(&text);
    return fresh ? 0 : 1;
}

/* 1 where a file that was edited is in the way, even if no message says so; other failures are findings. */
static int write_all(struct gen *g, const struct output_options *how)
{
    const struct options *o = g->options;
    struct output_result result;
    struct text summary = {0};
    if (!check_make_files(g)) return 2;
    if (o->depfile && !check_depfile(g)) return 0;
    bool done = output_write(o->arena, &g->outputs, how, &g->c.diags, &result);
    if (!done && !result.edited) return 0;
    if (done && o->depfile && !write_depfile(g)) return 0;
    if (done && o->stamp && !output_touch(o->stamp, &g->c.diags)) return 0;
    if (!o->quiet) output_summary(&summary, g->c.schema->class_count, &result);
    print(&summary);
    return done ? 0 : 1;
}

static struct output_options output_options_of(const struct gen *g)
{
    const struct options *o = g->options;
    const char **names = arena_array(o->arena, g->target_count + 1, sizeof *names);
    for (size_t i = 0; i < g->target_count; i++) names[i] = g->targets[i]->name;
    return (struct output_options){.folder = folder_of(o),
                                   .named = strlen(folder_of(o)) - o->output_below,
                                   .version = MOFC_VERSION,
                                   .force = o->force,
                                   .targets = names,
                                   .target_count = g->target_count};
}

int cmd_gen(struct options *o)
{
    if (o->eject && (o->check || o->diff || o->list_outputs || o->list_targets || o->depfile || o->stamp ||
                     o->targets.count || o->inputs.count))
        return usage_error("--eject writes the templates of one target: with it go -o, --force and -q, and no INPUT");
    if (o->eject) return eject(o);
    if (!config_read(o, o->config)) return 2;
    if (o->list_targets) return list_targets(o);
    if (!compile_check_prefix(o)) return 2;
    if (o->output && !*o->output) return usage_error("--output names no folder");
    if (o->list_outputs && (o->check || o->diff))
        return usage_error("--list-outputs goes with neither --check nor --diff");
    struct gen g = {.options = o};
    enum report_format report = o->format ? report_format_find(o->format) : REPORT_TEXT;
    if (report == REPORT_FORMAT_COUNT)
        return usage_error("gen --format takes text, gcc, json, sarif, github or junit, not '%s'", o->format);
    if (!compile_begin(&g.c, o)) return 2;
    g.c.report = report;
    lint_run(o->arena, g.c.schema, &g.c.diags);
    compile_allow(&g.c);
    int status = 0;
    if (prepare(&g) && render(&g)) {
        struct output_options how = output_options_of(&g);
        if (o->list_outputs) list_outputs(&g);
        else status = o->check || o->diff ? check(&g, &how) : write_all(&g, &how);
    }
    int found = compile_finish(&g.c, stderr);
    return output_finish(found > status ? found : status);
}
