/* `mofc lint --fix`: rounds of applying fixes in memory and reading all inputs again (fixing.c), until nothing more can
 * be fixed. A later run begins with the round that this one ended with, and so changes nothing. Only then are files
 * written, and only those that the command line names. */
#include <stdio.h>
#include <string.h>

#include "cmd/fixing.h"
#include "load/load.h"
#include "output/linediff.h"
#include "output/output.h"

enum { MOST_ROUNDS = 100 };

/* -- rounds ------------------------------------------------------------------------------------------------ */

static bool may_fix(const struct fixing *f, const struct source *source)
{
    const struct fixed_file *file = map_get(&f->files, slice_of(source->path));
    return map_get(&f->named, slice_of(source->path)) && !(file && file->broken);
}

/* One round; false: nothing more can be fixed. */
static bool fix_round(struct fixing *f)
{
    size_t count = fix_collect(f->arena, &f->base->c.diags, f->o->unsafe, &f->fixes), kept = 0, taken = 0;
    for (size_t i = 0; i < count; i++)
        if (may_fix(f, f->fixes[i].source)) f->fixes[kept++] = f->fixes[i];
    struct fix **set = arena_array(f->arena, kept + 1, sizeof *set);
    for (size_t i = 0; i < f->count; i++) f->list[i]->from = f->list[i]->to = 0;
    for (size_t i = 0; i < kept; i++) { /* those of a file follow each other */
        struct fixed_file *file = fixing_file(f, f->fixes[i].source);
        if (file->to == 0) file->from = i;
        file->to = i + 1;
        set[i] = &f->fixes[i];
    }
    fixing_take(f, set, kept);
    for (size_t i = 0; i < f->count; i++) {
        const struct source *base = fixing_source(f, f->list[i]);
        if (!base) continue;
        size_t n = fixing_taken(f, f->list[i]->path);
        f->list[i]->source = fixing_apply(f, f->arena, base, f->list[i]);
        f->list[i]->fixed += n;
        taken += n;
    }
    if (!taken) return false;
    struct look *last = f->base;
    f->base = f->best;
    f->best = last;
    return true;
}

static bool is_changed(const struct fixed_file *file)
{
    return !slice_equal(file->before, (struct slice){file->source.text, file->source.len});
}

/* Puts back the files that cannot be parsed even so; what would be written could not be told to be right. */
static bool put_back(struct fixing *f)
{
    bool any = false;
    for (size_t i = 0; i < f->base->count; i++) {
        struct fixed_file *file = map_get(&f->files, slice_of(f->base->found[i].path));
        if (f->base->found[i].diag->level != LEVEL_FATAL || !file || file->broken || !is_changed(file)) continue;
        file->broken = any = true;
        file->source.text = (char *)file->before.at;
        file->source.len = file->before.len;
        file->fixed = 0;
    }
    return any && fixing_look_at_all(f, f->base);
}

static void name_inputs(struct fixing *f)
{
    struct diags unheard;
    const char *const *paths;
    diags_init(&unheard, f->arena, &f->base->c.sources);
    size_t count = load_files(f->arena, f->o->inputs.at, f->o->inputs.count, &unheard, &paths);
    f->named = map_new(f->arena, MAP_BYTES);
    for (size_t i = 0; i < count; i++) {
        const char *path = strcmp(paths[i], "-") == 0 ? "<stdin>" : paths[i];
        map_set(&f->named, slice_of(path), path);
    }
}

/* -- what comes of it -------------------------------------------------------------------------------------- */

static void show_diff(struct fixing *f, const struct fixed_file *file)
{
    struct text shown = {0};
    linediff_unified(f->arena, &shown, file->path, file->before, file->path,
                     (struct slice){file->source.text, file->source.len});
    fwrite(shown.at, 1, shown.len, stdout);
    text_free(&shown);
}

/* Whether the file still holds what was read, some time ago. */
static bool is_as_read(struct fixing *f, const struct fixed_file *file)
{
    struct source now;
    bool same =
        source_read(f->arena, file->path, false, &now) && slice_equal(file->before, (struct slice){now.text, now.len});
    if (!same)
        diag_add_path(&f->base->c.diags, RULE_UNWRITABLE, file->path,
                      "somebody changed it while it was looked at; it stays as it is");
    return same;
}

static bool write_file(struct fixing *f, const struct fixed_file *file)
{
    struct text bytes = {0};
    bool written = true;
    source_encode(&file->source, (struct slice){file->source.text, file->source.len}, &bytes);
    struct slice all = {bytes.at, (uint32_t)bytes.len};
    if (strcmp(file->path, "<stdin>") == 0) fwrite(all.at, 1, all.len, stdout);
    else written = is_as_read(f, file) && output_update(file->path, all, &f->base->c.diags);
    text_free(&bytes);
    return written;
}

static void say_broken(const struct fixed_file *file)
{
    fprintf(stderr, "mofc: ");
    print_safely(stderr, file->path, strlen(file->path), "");
    fprintf(stderr, ": left alone: it has errors that no fix mends\n");
}

static void write_all(struct fixing *f, size_t *fixes, size_t *files)
{
    for (size_t i = 0; i < f->count; i++) {
        const struct fixed_file *file = f->list[i];
        if (file->broken) say_broken(file);
        bool passed_on = strcmp(file->path, "<stdin>") == 0 && !f->o->diff;
        if (!is_changed(file) && !passed_on) continue;
        if (f->o->diff) show_diff(f, file);
        else if (!write_file(f, file)) continue;
        *fixes += file->fixed;
        *files += file->fixed > 0;
    }
}

static void summarise(const struct fixing *f, FILE *to, size_t fixes, size_t files)
{
    const char *how = f->o->diff ? " would be" : "";
    unsigned left = 0;
    for (int level = LEVEL_NOTE; level <= LEVEL_FATAL; level++) left += f->base->c.diags.counts[level];
    fprintf(to, "%zu%s fixed", fixes, how);
    if (fixes) fprintf(to, " in %zu file%s", files, files == 1 ? "" : "s");
    fprintf(to, ", %u left\n", left);
}

static int finish(struct fixing *f, enum report_format format)
{
    size_t fixes = 0, files = 0;
    bool own = f->o->diff || map_get(&f->named, slice_of("<stdin>")); /* standard output has another result */
    FILE *to = own ? stderr : stdout;
    struct compile *c = &f->base->c;
    write_all(f, &fixes, &files);
    c->report = format;
    if (!compile_baseline(c)) return 2;
    diags_limit(&c->diags, f->o->max_errors);
    int status = f->o->diff ? diags_status(&c->diags) : compile_finish(c, to);
    if (!f->o->quiet) summarise(f, format == REPORT_TEXT ? to : stderr, fixes, files);
    return output_finish(status);
}

/* What cannot be read again, or is not on disk: standard input, which is passed on whatever is fixed, and `texts`. */
static void know_texts(struct fixing *f, const struct source *const *texts, size_t count)
{
    const struct sources *all = &f->base->c.sources;
    for (uint32_t i = 0; i < all->count; i++) {
        bool known = strcmp(all->list[i]->path, "<stdin>") == 0;
        for (size_t k = 0; k < count; k++) known |= strcmp(all->list[i]->path, texts[k]->path) == 0;
        if (known) fixing_file(f, all->list[i]);
    }
}

static bool fix_all(struct fixing *f, const struct source *const *texts, size_t count)
{
    f->arena = f->o->arena;
    f->files = map_new(f->arena, MAP_BYTES);
    f->base = &f->states[0], f->best = &f->states[1], f->trial = &f->states[2];
    if (!levels_begin(f->o) || !fixing_look(f, f->base, texts, count)) return false;
    name_inputs(f);
    know_texts(f, texts, count);
    do
        for (unsigned rounds = 0; rounds < MOST_ROUNDS && f->runs < MOST_RUNS && fix_round(f);) rounds++;
    while (put_back(f));
    return true;
}

static void drop(struct fixing *f)
{
    for (size_t i = 0; i < sizeof f->states / sizeof *f->states; i++) arena_free(&f->states[i].arena);
}

int lint_fix(struct options *o, enum report_format format)
{
    struct fixing f = {.o = o};
    int status = fix_all(&f, NULL, 0) ? finish(&f, format) : 2;
    drop(&f);
    return status;
}

struct slice lint_fix_text(struct options *o, const struct source *text)
{
    struct fixing f = {.o = o};
    struct slice fixed = {text->text, text->len};
    const struct fixed_file *file = fix_all(&f, &text, 1) ? map_get(&f.files, slice_of(text->path)) : NULL;
    if (file) fixed = (struct slice){file->source.text, file->source.len};
    drop(&f);
    return fixed;
}
