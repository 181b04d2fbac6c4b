/* The trial of fixes: a set is kept where each takes its finding away and no file has more findings of any rule than
 * before; one that does not hold is halved, so that the fix at fault is left out alone. */
#include "cmd/fixing.h"

#include <stdlib.h>
#include <string.h>

/* -- looking at all inputs --------------------------------------------------------------------------------- */

static int by_path_and_rule(const void *left, const void *right)
{
    const struct finding *a = left, *b = right;
    int paths = strcmp(a->path, b->path);
    return paths ? paths : (a->diag->rule > b->diag->rule) - (a->diag->rule < b->diag->rule);
}

static void list_findings(struct look *s)
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
bool fixing_look(struct fixing *f, struct look *s, const struct source *const *texts, size_t count)
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

bool fixing_look_at_all(struct fixing *f, struct look *s)
{
    const struct source **texts = arena_array(f->arena, f->count + 1, sizeof *texts);
    for (size_t i = 0; i < f->count; i++) texts[i] = &f->list[i]->source;
    return fixing_look(f, s, texts, f->count);
}

/* -- judging a set of fixes -------------------------------------------------------------------------------- */

size_t fixing_taken(const struct fixing *f, const char *path)
{
    const struct fixed_file *file = map_get(&f->files, slice_of(path));
    size_t n = 0;
    for (size_t i = file ? file->from : 0; file && i < file->to; i++) n += f->fixes[i].taken;
    return n;
}

static size_t run_of(const struct look *s, size_t from, bool rule_too)
{
    size_t n = from;
    while (n < s->count && strcmp(s->found[n].path, s->found[from].path) == 0 &&
           (!rule_too || s->found[n].diag->rule == s->found[from].diag->rule))
        n++;
    return n - from;
}

/* How many findings of the file, and of the rule, there were; both lists are sorted, so `*at` only goes forward. */
static size_t count_before(const struct look *base, size_t *at, const struct finding *like, bool rule_too)
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
    const struct look *now = f->trial;
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
    const struct look *base = f->base;
    for (size_t i = 0, at = 0, n; i < base->count; i += n) {
        n = run_of(base, i, false);
        if (count_before(f->trial, &at, &base->found[i], false) + fixing_taken(f, base->found[i].path) > n)
            blame(f, base->found[i].path);
    }
}

struct fixed_file *fixing_file(struct fixing *f, const struct source *source)
{
    struct fixed_file *file = map_get(&f->files, slice_of(source->path));
    if (file) return file;
    file = arena_new(f->arena, struct fixed_file);
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
struct source fixing_apply(struct fixing *f, struct arena *arena, const struct source *base,
                           const struct fixed_file *file)
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
const struct source *fixing_source(const struct fixing *f, const struct fixed_file *file)
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
        const struct source *base = fixing_source(f, f->list[i]);
        struct source *text = arena_new(&arena, struct source);
        *text = base ? fixing_apply(f, &arena, base, f->list[i]) : f->list[i]->source;
        texts[i] = text;
    }
    f->blamed = map_new(f->arena, MAP_BYTES);
    f->news = NULL;
    fixing_look(f, f->trial, texts, f->count);
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
void fixing_take(struct fixing *f, struct fix **set, size_t count)
{
    if (!count || f->runs >= MOST_RUNS) return;
    for (size_t i = 0; i < count; i++) set[i]->taken = true;
    if (holds(f)) {
        struct look *last = f->best;
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
    fixing_take(f, set, half);
    fixing_take(f, set + half, count - half);
}
