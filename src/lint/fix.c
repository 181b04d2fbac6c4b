/* Edits sorted by place, and the text between them. */
#include "lint/fix.h"

#include <stdlib.h>

/* All its edits lie in one source, or it is none that can be applied. */
static bool take_hull(struct fix *f, const struct sources *sources)
{
    f->source = source_at(sources, f->diag->fix->span.start);
    f->start = UINT32_MAX;
    f->end = 0;
    for (const struct diag_edit *e = f->diag->fix; e && f->source; e = e->next) {
        bool inside = e->span.start >= f->source->base && e->span.end <= f->source->base + f->source->len;
        if (!inside || e->span.end < e->span.start) return false;
        if (e->span.start < f->start) f->start = e->span.start;
        if (e->span.end > f->end) f->end = e->span.end;
    }
    return f->source != NULL;
}

static int by_place(const void *left, const void *right)
{
    const struct fix *a = left, *b = right;
    if (a->source->order != b->source->order) return a->source->order < b->source->order ? -1 : 1;
    if (a->start != b->start) return a->start < b->start ? -1 : 1;
    if (a->end != b->end) return a->end < b->end ? -1 : 1;
    return a->diag->rule < b->diag->rule ? -1 : a->diag->rule > b->diag->rule;
}

/* Deletions may touch; what is inserted next to another edit would depend on their order. */
static bool meets(const struct fix *before, const struct fix *next)
{
    if (before->source != next->source || next->start > before->end) return false;
    return next->start < before->end || before->start == before->end || next->start == next->end;
}

size_t fix_collect(struct arena *arena, const struct diags *diags, bool unsafe, struct fix **out)
{
    size_t room = 0, count = 0, kept = 0;
    for (const struct diag *d = diags->first; d; d = d->next) room += d->fix != NULL;
    struct fix *all = *out = arena_array(arena, room + 1, sizeof *all);
    for (struct diag *d = diags->first; d; d = d->next) {
        struct fix f = {.diag = d};
        if (d->fix && (unsafe || !d->fix_unsafe) && take_hull(&f, diags->sources)) all[count++] = f;
    }
    qsort(all, count, sizeof *all, by_place);
    for (size_t i = 0; i < count; i++)
        if (!kept || !meets(&all[kept - 1], &all[i])) all[kept++] = all[i];
    return kept;
}

static int by_start(const void *left, const void *right)
{
    const struct diag_edit *a = *(const struct diag_edit *const *)left, *b = *(const struct diag_edit *const *)right;
    if (a->span.start != b->span.start) return a->span.start < b->span.start ? -1 : 1;
    return a->span.end < b->span.end ? -1 : a->span.end > b->span.end;
}

void fix_apply(struct arena *arena, const struct source *source, const struct fix *fixes, size_t count,
               struct text *out)
{
    const struct diag_edit **edits;
    size_t room = 0, n = 0;
    for (size_t i = 0; i < count; i++)
        for (const struct diag_edit *e = fixes[i].diag->fix; e; e = e->next) room++;
    edits = arena_array(arena, room + 1, sizeof *edits);
    for (size_t i = 0; i < count; i++)
        for (const struct diag_edit *e = fixes[i].diag->fix; e && fixes[i].taken && fixes[i].source == source;
             e = e->next)
            edits[n++] = e;
    qsort(edits, n, sizeof *edits, by_start);
    uint32_t done = 0;
    text_add(out, "", 0);
    for (size_t i = 0; i < n; i++) {
        uint32_t start = edits[i]->span.start - source->base;
        if (start < done) continue; /* two edits of one fix, which then makes no sense */
        text_add(out, source->text + done, start - done);
        text_add_string(out, edits[i]->text);
        done = edits[i]->span.end - source->base;
    }
    text_add(out, source->text + done, source->len - done);
}
