/* Collecting and filtering of diagnostics; printing is report.c's. */
#include "base/diag.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct rule_info rules[RULE_COUNT] = {
#define RULE(id, name, level, title, reason, cure) {name, RULE_STAGE, level, level, title, reason, cure},
#define RULE_OF_TWO_LEVELS(id, name, level, page, title, reason, cure) \
    {name, RULE_STAGE, level, page, title, reason, cure},
#include "base/rules.def"
#undef RULE
#undef RULE_OF_TWO_LEVELS
};

void diags_init(struct diags *d, struct arena *arena, const struct sources *sources)
{
    *d = (struct diags){.arena = arena, .sources = sources};
    d->last = &d->first;
    d->last_allowed = &d->allowed;
    for (int r = 0; r < RULE_COUNT; r++) d->levels[r] = rules[r].level, d->page_levels[r] = rules[r].page_level;
}

enum rule rule_find(const char *name)
{
    int r = 0;
    while (r < RULE_COUNT && strcmp(rules[r].name, name) != 0) r++;
    return (enum rule)r;
}

static bool starts(const char **text, const char *prefix)
{
    size_t len = strlen(prefix);
    if (strncmp(*text, prefix, len) != 0) return false;
    *text += len;
    return true;
}

static void promote(enum level *level, bool error)
{
    if (error && *level == LEVEL_WARNING) *level = LEVEL_ERROR;
    if (!error && *level == LEVEL_ERROR) *level = LEVEL_WARNING;
}

static enum level level_on(enum level usual) { return usual == LEVEL_OFF ? LEVEL_WARNING : usual; }

bool diags_set(struct diags *d, const char *option)
{
    bool named = rule_find(option) != RULE_COUNT; /* a rule's own name may begin with no- */
    bool off = !named && starts(&option, "no-"), error = !named && starts(&option, "error");
    if (error && *option == '\0') {
        for (int r = 0; r < RULE_COUNT; r++) promote(&d->levels[r], !off), promote(&d->page_levels[r], !off);
        return true;
    }
    if (error && *option++ != '=') return false;
    enum rule r = rule_find(option);
    if (r == RULE_COUNT) return false;
    if (rules[r].level == LEVEL_FATAL) return true; /* what stops mofc cannot be silenced */
    if (error) d->levels[r] = d->page_levels[r] = off ? LEVEL_WARNING : LEVEL_ERROR;
    else if (off) d->levels[r] = d->page_levels[r] = LEVEL_OFF;
    else d->levels[r] = level_on(rules[r].level), d->page_levels[r] = level_on(rules[r].page_level);
    return true;
}

enum level diag_level(const struct diags *d, enum rule rule, struct span at, const char *path)
{
    enum level level = d->levels[rule], on_page = d->page_levels[rule];
    if (level == on_page && !d->level_of_path) return level;
    const struct source *in = d->reading ? d->reading : source_at(d->sources, at.start);
    bool page = in && in->page;
    if (page) level = on_page;
    return d->level_of_path ? d->level_of_path(d->path_context, in ? in->path : path, page, rule, level) : level;
}

void diag_allow(struct diags *d, struct diag **at, const char *reason)
{
    struct diag *g = *at;
    *at = g->next;
    if (d->last == &g->next) d->last = at;
    g->next = NULL;
    g->reason = reason;
    d->counts[g->level]--;
    *d->last_allowed = g;
    d->last_allowed = &g->next;
}

static struct diag *add(struct diags *d, enum rule rule, struct span at, const char *path, const char *format,
                        va_list args)
{
    enum level level = diag_level(d, rule, at, path);
    if (level == LEVEL_OFF) return d->dropped = (struct diag){0}, &d->dropped;
    unsigned errors = d->counts[LEVEL_ERROR] + d->counts[LEVEL_FATAL];
    d->counts[level]++;
    if (level >= LEVEL_ERROR && d->max_errors && errors >= d->max_errors) {
        d->suppressed++;
        return d->dropped = (struct diag){0}, &d->dropped;
    }
    struct diag *made = arena_new(d->arena, struct diag);
    made->rule = rule;
    made->level = level;
    made->message = arena_vprintf(d->arena, format, args);
    *d->last = made;
    d->last = &made->next;
    return made;
}

struct diag *diag_add(struct diags *d, enum rule rule, struct span at, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct diag *made = add(d, rule, at, NULL, format, args);
    va_end(args);
    made->span = at;
    return made;
}

struct diag *diag_add_path(struct diags *d, enum rule rule, const char *path, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct diag *made = add(d, rule, (struct span){0}, path, format, args);
    va_end(args);
    made->path = path;
    return made;
}

void diag_note(struct diags *d, struct diag *on, struct span at, const char *format, ...)
{
    if (!on->message) return;
    va_list args;
    va_start(args, format);
    struct diag_note *made = arena_new(d->arena, struct diag_note), **last = &on->notes;
    made->message = arena_vprintf(d->arena, format, args);
    va_end(args);
    made->span = at;
    while (*last) last = &(*last)->next;
    *last = made;
}

void diag_hint(struct diags *d, struct diag *on, const char *format, ...)
{
    if (!on->message) return;
    va_list args;
    va_start(args, format);
    on->hint = arena_vprintf(d->arena, format, args);
    va_end(args);
}

void diag_fix(struct diags *d, struct diag *on, struct span at, const char *replacement)
{
    if (!on->message || !span_known(at)) return;
    struct diag_edit *edit = arena_new(d->arena, struct diag_edit), **last = &on->fix;
    *edit = (struct diag_edit){.span = at, .text = arena_copy(d->arena, replacement, strlen(replacement))};
    while (*last) last = &(*last)->next;
    *last = edit;
}

void diag_fix_unsafe(struct diags *d, struct diag *on, struct span at, const char *replacement)
{
    diag_fix(d, on, at, replacement);
    on->fix_unsafe = true;
}

void diag_suggest(struct diags *d, struct diag *on, struct span at, const char *word, bool sure)
{
    diag_hint(d, on, "did you mean '%s'?", word);
    diag_fix(d, on, at, word);
    on->fix_unsafe |= !sure;
}

void diags_like(struct diags *d, const struct diags *like, struct arena *arena, const struct sources *sources)
{
    *d = *like;
    d->arena = arena;
    d->sources = sources;
    d->first = d->allowed = NULL;
    d->last = &d->first;
    d->last_allowed = &d->allowed;
    memset(d->counts, 0, sizeof d->counts);
    d->suppressed = 0;
}

void diags_move(struct diags *d, struct diags *from)
{
    for (struct diag *g = from->first, *next; g; g = next) {
        next = g->next;
        g->next = NULL;
        from->counts[g->level]--; /* what is left in the end was not kept */
        unsigned errors = d->counts[LEVEL_ERROR] + d->counts[LEVEL_FATAL];
        d->counts[g->level]++;
        if (g->level >= LEVEL_ERROR && d->max_errors && errors >= d->max_errors) {
            d->suppressed++;
            continue;
        }
        *d->last = g;
        d->last = &g->next;
    }
    for (int level = 0; level <= LEVEL_FATAL; level++) d->counts[level] += from->counts[level];
    d->suppressed += from->suppressed;
    diags_like(from, d, from->arena, from->sources);
}

static int compare(const void *left, const void *right)
{
    const struct diag *a = *(struct diag *const *)left, *b = *(struct diag *const *)right;
    if (a->order != b->order) return a->order < b->order ? -1 : 1;
    if (a->span.start != b->span.start) return a->span.start < b->span.start ? -1 : 1;
    if (a->level != b->level) return a->level > b->level ? -1 : 1;
    if (a->rule != b->rule) return a->rule < b->rule ? -1 : 1;
    int paths = strcmp(a->path ? a->path : "", b->path ? b->path : "");
    return paths ? paths : strcmp(a->message, b->message);
}

void diags_sort(struct diags *d)
{
    size_t count = 0, n = 0;
    for (struct diag *g = d->first; g; g = g->next) count++;
    struct diag **all = arena_array(d->arena, count + 1, sizeof *all);
    for (struct diag *g = d->first; g; g = g->next) {
        const struct source *source = source_at(d->sources, g->span.start);
        g->order = source ? source->order : 0;
        all[n++] = g;
    }
    qsort(all, count, sizeof *all, compare);
    d->last = &d->first;
    for (size_t i = 0; i < count; i++) {
        if (i && compare(&all[i - 1], &all[i]) == 0) {
            d->counts[all[i]->level]--;
            continue;
        }
        *d->last = all[i];
        d->last = &all[i]->next;
    }
    *d->last = NULL;
}

void diags_limit(struct diags *d, unsigned most)
{
    unsigned errors = 0;
    struct diag **at = &d->first;
    while (*at) {
        bool cut = most && (*at)->level >= LEVEL_ERROR && errors++ >= most;
        if (cut) d->suppressed++, *at = (*at)->next;
        else at = &(*at)->next;
    }
    d->last = at;
}

int diags_status(const struct diags *d) { return d->counts[LEVEL_FATAL] ? 2 : d->counts[LEVEL_ERROR] ? 1 : 0; }

const char *diag_closest_sure(struct slice word, const char *const *candidates, size_t count, bool *sure)
{
    unsigned limit = word.len < 3 ? 0 : word.len < 6 ? 1 : word.len / 3, best = limit + 1;
    const char *found = NULL;
    bool alone = true;
    for (size_t i = 0; i < count; i++) {
        unsigned distance = text_distance(word, slice_of(candidates[i]), best && !sure ? best - 1 : best);
        if (found && distance == best && strcmp(found, candidates[i]) != 0) alone = false;
        if (distance < best) best = distance, found = candidates[i], alone = true;
    }
    if (sure) *sure = found && best == 1 && alone;
    return found;
}

const char *diag_closest(struct slice word, const char *const *candidates, size_t count)
{
    return diag_closest_sure(word, candidates, count, NULL);
}
