/* `mofc lint --fix`: rounds of applying fixes in memory and reading all inputs again, until nothing more can be fixed.
 * A set of fixes is kept where each takes its finding away and no file has more findings of any rule than before; a set
 * that does not hold is halved, so that the fix at fault is left out alone. A later run begins with the round that this
 * one ended with, and so changes nothing. Only then are files written, and only those that the command line names. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "cmd/cmd.h"
#include "lint/fix.h"
#include "load/load.h"
#include "output/linediff.h"
#include "output/output.h"

enum { MOST_ROUNDS = 100, MOST_RUNS = 300 };

struct finding {
    const char *path;
    const struct diag *diag;
};

/* All inputs, read and looked at once. */
struct state {
    struct arena arena;
    struct options options;
    struct compile c;
    struct finding *found; /* by path and rule */
    size_t count;
};

/* A file that fixes change. */
struct file {
    const char *path;
    struct source source; /* as it is in memory now */
    struct slice before;
    size_t from, to; /* this round's fixes of it */
    size_t fixed;
    bool broken; /* it has syntax errors that stay, and is left alone */
};

struct fixing {
    struct options *o;
    struct arena *arena;
    struct map named, files; /* by path: what may be written, and struct file of what is changed */
    struct file **list;
    size_t count, room;
    struct state states[3], *base, *best, *trial;
    struct fix *fixes;       /* of this round */
    struct map blamed;       /* paths of the files that the latest trial made worse */
    const struct diag *news; /* its first new finding; NULL: a fix took nothing away */
    unsigned runs;
};

/* -- looking at all inputs --------------------------------------------------------------------------------- */

static int by_path_and_rule(const void *left, const void *right)
{
    const struct finding *a = left, *b = right;
    int paths = strcmp(a->path, b->path);
    return paths ? paths : (a->diag->rule > b->diag->rule) - (a->diag->rule < b->diag->rule);
}

static void list_findings(struct state *s)
{
    size_t room = 1;
    for (const struct diag *d = s->c.diags.first; d; d = d->next) room++;
    s->found = arena_array(&s->arena, room, sizeof *s->found);
    s->count = 0;
    for (const struct diag *d = s->c.diags.first; d; d = d->next) {
        const struct source *source = source_at(&s->c.sources, d->span.start);
        s->found[s->count++] = (struct finding){source ? source->path : d->path ? d->path : "", d};
    }
    qsort(s->found, s->count, sizeof *s->found, by_path_and_rule);
}

/* Reads everything, with these texts in place of what the disk has. */
static bool look(struct fixing *f, struct state *s, const struct source *const *texts, size_t count)
{
    arena_free(&s->arena);
    s->options = *f->o;
    s->options.arena = &s->arena;
    s->options.max_errors = 0;
    if (!compile_setup(&s->c, &s->options)) return false;
    s->c.texts = texts;
    s->c.text_count = count;
    lint_all(&s->c);
    list_findings(s);
    f->runs++;
    return true;
}

static bool look_at_all(struct fixing *f, struct state *s)
{
    const struct source **texts = arena_array(f->arena, f->count + 1, sizeof *texts);
    for (size_t i = 0; i < f->count; i++) texts[i] = &f->list[i]->source;
    return look(f, s, texts, f->count);
}

/* -- judging a set of fixes -------------------------------------------------------------------------------- */

static size_t taken_in(const struct fixing *f, const char *path)
{
    const struct file *file = map_get(&f->files, slice_of(path));
    size_t n = 0;
    for (size_t i = file ? file->from : 0; file && i < file->to; i++) n += f->fixes[i].taken;
    return n;
}

static size_t run_of(const struct state *s, size_t from, bool rule_too)
{
    size_t n = from;
    while (n < s->count && strcmp(s->found[n].path, s->found[from].path) == 0 &&
           (!rule_too || s->found[n].diag->rule == s->found[from].diag->rule))
        n++;
    return n - from;
}

/* How many findings of the file, and of the rule, there were; both lists are sorted, so `*at` only goes forward. */
static size_t count_before(const struct state *base, size_t *at, const struct finding *like, bool rule_too)
{
    while (*at < base->count) {
        const struct finding *b = &base->found[*at];
        int order = rule_too ? by_path_and_rule(b, like) : strcmp(b->path, like->path);
        if (order == 0) return run_of(base, *at, rule_too);
        if (order > 0) return 0;
        ++*at;
    }
    return 0;
}

static void blame(struct fixing *f, const char *path) { map_set(&f->blamed, slice_of(path), path); }

/* Rules that a file has more findings of than before. */
static void judge_rules(struct fixing *f)
{
    const struct state *now = f->trial;
    for (size_t i = 0, at = 0, n; i < now->count; i += n) {
        n = run_of(now, i, true);
        if (n <= count_before(f->base, &at, &now->found[i], true)) continue;
        blame(f, now->found[i].path);
        if (!f->news) f->news = now->found[i].diag;
    }
}

/* Files in which a fix did not take its finding away. */
static void judge_files(struct fixing *f)
{
    const struct state *base = f->base;
    for (size_t i = 0, at = 0, n; i < base->count; i += n) {
        n = run_of(base, i, false);
        if (count_before(f->trial, &at, &base->found[i], false) + taken_in(f, base->found[i].path) > n)
            blame(f, base->found[i].path);
    }
}

static struct file *file_of(struct fixing *f, const struct source *source)
{
    struct file *file = map_get(&f->files, slice_of(source->path));
    if (file) return file;
    file = arena_new(f->arena, struct file);
    file->path = arena_copy(f->arena, source->path, strlen(source->path));
    file->before = (struct slice){arena_copy(f->arena, source->text, source->len), source->len};
    file->source = *source;
    file->source.path = file->path;
    file->source.text = (char *)file->before.at;
    file->source.lines = NULL;
    map_add(&f->files, slice_of(file->path), file);
    f->list = arena_more(f->arena, f->list, f->count, &f->room, sizeof *f->list);
    return f->list[f->count++] = file;
}

/* Gives a file this round's text, in memory that lives as long as `arena`. */
static struct source retold(struct fixing *f, struct arena *arena, const struct source *base, const struct file *file)
{
    struct text made = {0};
    struct source now = file->source;
    fix_apply(arena, base, f->fixes + file->from, file->to - file->from, &made);
    now.text = arena_copy(arena, made.at, made.len);
    now.len = (uint32_t)made.len;
    text_free(&made);
    return now;
}

/* The source of a file in this round, where a fix of it is taken. */
static const struct source *touched(const struct fixing *f, const struct file *file)
{
    for (size_t i = file->from; i < file->to; i++)
        if (f->fixes[i].taken) return f->fixes[i].source;
    return NULL;
}

static bool holds(struct fixing *f)
{
    struct arena arena = {0};
    const struct source **texts = arena_array(&arena, f->count + 1, sizeof *texts);
    for (size_t i = 0; i < f->count; i++) {
        const struct source *base = touched(f, f->list[i]);
        struct source *text = arena_new(&arena, struct source);
        *text = base ? retold(f, &arena, base, f->list[i]) : f->list[i]->source;
        texts[i] = text;
    }
    f->blamed = map_new(f->arena, MAP_BYTES);
    f->news = NULL;
    look(f, f->trial, texts, f->count);
    arena_free(&arena);
    judge_rules(f);
    judge_files(f);
    return f->blamed.used == 0;
}

static void explain(struct fixing *f, struct fix *left)
{
    struct diags *diags = &f->base->c.diags;
    if (f->news)
        diag_note(diags, left->diag, (struct span){0}, "--fix leaves this: its fix would make a new finding [%s]",
                  rules[f->news->rule].name);
    else diag_note(diags, left->diag, (struct span){0}, "--fix leaves this: its fix would not take it away");
}

/* Those of files that the latest trial made worse go to the end; returns how many others there are. */
static size_t set_apart(struct fixing *f, struct fix **set, size_t count)
{
    struct fix **blamed = arena_array(f->arena, count, sizeof *blamed);
    size_t fine = 0, bad = 0;
    for (size_t i = 0; i < count; i++) {
        if (map_get(&f->blamed, slice_of(set[i]->source->path))) blamed[bad++] = set[i];
        else set[fine++] = set[i];
    }
    memcpy(set + fine, blamed, bad * sizeof *set);
    return fine;
}

/* Takes all of these fixes that hold, beside those taken before. */
static void take(struct fixing *f, struct fix **set, size_t count)
{
    if (!count || f->runs >= MOST_RUNS) return;
    for (size_t i = 0; i < count; i++) set[i]->taken = true;
    if (holds(f)) {
        struct state *last = f->best;
        f->best = f->trial;
        f->trial = last;
        return;
    }
    for (size_t i = 0; i < count; i++) set[i]->taken = false;
    if (count == 1) {
        explain(f, set[0]);
        return;
    }
    size_t fine = set_apart(f, set, count), half = fine && fine < count ? fine : count / 2;
    take(f, set, half);
    take(f, set + half, count - half);
}

/* -- rounds ------------------------------------------------------------------------------------------------ */

static bool may_fix(const struct fixing *f, const struct source *source)
{
    const struct file *file = map_get(&f->files, slice_of(source->path));
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
        struct file *file = file_of(f, f->fixes[i].source);
        if (file->to == 0) file->from = i;
        file->to = i + 1;
        set[i] = &f->fixes[i];
    }
    take(f, set, kept);
    for (size_t i = 0; i < f->count; i++) {
        const struct source *base = touched(f, f->list[i]);
        if (!base) continue;
        size_t n = taken_in(f, f->list[i]->path);
        f->list[i]->source = retold(f, f->arena, base, f->list[i]);
        f->list[i]->fixed += n;
        taken += n;
    }
    if (!taken) return false;
    struct state *last = f->base;
    f->base = f->best;
    f->best = last;
    return true;
}

static bool is_changed(const struct file *file)
{
    return !slice_equal(file->before, (struct slice){file->source.text, file->source.len});
}

/* Puts back the files that cannot be parsed even so; what would be written could not be told to be right. */
static bool put_back(struct fixing *f)
{
    bool any = false;
    for (size_t i = 0; i < f->base->count; i++) {
        struct file *file = map_get(&f->files, slice_of(f->base->found[i].path));
        if (f->base->found[i].diag->level != LEVEL_FATAL || !file || file->broken || !is_changed(file)) continue;
        file->broken = any = true;
        file->source.text = (char *)file->before.at;
        file->source.len = file->before.len;
        file->fixed = 0;
    }
    return any && look_at_all(f, f->base);
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

static void show_diff(struct fixing *f, const struct file *file)
{
    struct text shown = {0};
    linediff_unified(f->arena, &shown, file->path, file->before, file->path,
                     (struct slice){file->source.text, file->source.len});
    fwrite(shown.at, 1, shown.len, stdout);
    text_free(&shown);
}

static bool write_file(struct fixing *f, const struct file *file)
{
    struct text bytes = {0};
    bool written = true;
    source_encode(&file->source, (struct slice){file->source.text, file->source.len}, &bytes);
    struct slice all = {bytes.at, (uint32_t)bytes.len};
    if (strcmp(file->path, "<stdin>") == 0) fwrite(all.at, 1, all.len, stdout);
    else written = output_update(file->path, all, &f->base->c.diags);
    text_free(&bytes);
    return written;
}

static void say_broken(const struct file *file)
{
    fprintf(stderr, "mofc: ");
    print_safely(stderr, file->path, strlen(file->path), "");
    fprintf(stderr, ": left alone: it has errors that no fix mends\n");
}

static void write_all(struct fixing *f, size_t *fixes, size_t *files)
{
    for (size_t i = 0; i < f->count; i++) {
        const struct file *file = f->list[i];
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
        if (known) file_of(f, all->list[i]);
    }
}

static bool fix_all(struct fixing *f, const struct source *const *texts, size_t count)
{
    f->arena = f->o->arena;
    f->files = map_new(f->arena, MAP_BYTES);
    f->base = &f->states[0], f->best = &f->states[1], f->trial = &f->states[2];
    if (!levels_begin(f->o) || !look(f, f->base, texts, count)) return false;
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
    const struct file *file = fix_all(&f, &text, 1) ? map_get(&f.files, slice_of(text->path)) : NULL;
    if (file) fixed = (struct slice){file->source.text, file->source.len};
    drop(&f);
    return fixed;
}
