/* The declarations of a unit, its members and a page's sections as one list in the order of places. */
#include "lint/outline.h"

#include <stdlib.h>

struct listing {
    struct arena *arena;
    struct outline outline;
    size_t room;
};

static struct outline_entry *add(struct listing *l, struct span at)
{
    struct outline *o = &l->outline;
    o->list = arena_more(l->arena, o->list, o->count, &l->room, sizeof *o->list);
    o->list[o->count] = (struct outline_entry){.start = at.start, .end = at.end};
    return &o->list[o->count++];
}

static void add_decl(struct listing *l, const struct ast_decl *d);

static void add_member(struct listing *l, const struct ast_decl *d, const struct ast_member *m)
{
    const struct ast_documented *page = m->documented;
    if (m->kind == MEMBER_DECL && m->decl) {
        add_decl(l, m->decl); /* as deep as the parser went: limited */
        return;
    }
    if (!m->added && !m->linked) {
        struct outline_entry *e = add(l, m->span);
        e->decl = d, e->member = m;
    }
    if (page && span_known(page->place)) {
        struct outline_entry *e = add(l, (struct span){page->place.start, page->place.start});
        e->decl = d, e->member = m, e->section = true;
    }
}

static void add_decl(struct listing *l, const struct ast_decl *d)
{
    if (span_known(d->span)) add(l, d->span)->decl = d;
    for (const struct ast_member *m = d->members; m; m = m->next) add_member(l, d, m);
    for (const struct ast_constant *c = d->constants; c; c = c->next) {
        struct outline_entry *e = add(l, c->span);
        e->decl = d, e->constant = c;
    }
}

static int by_start(const void *left, const void *right)
{
    const struct outline_entry *a = left, *b = right;
    if (a->start != b->start) return a->start < b->start ? -1 : 1;
    int whole = (b->decl && !b->member && !b->constant) - (a->decl && !a->member && !a->constant);
    return whole ? whole : a->section - b->section; /* a class before what begins it; a member before its section */
}

struct outline outline_new(struct arena *arena, const struct source *source, const struct unit *unit,
                           const uint32_t *headings, size_t count)
{
    struct listing l = {.arena = arena, .outline = {.source = source}};
    for (const struct ast_decl *d = unit ? unit->decls : NULL; d; d = d->next) add_decl(&l, d);
    for (size_t i = 0; i < count; i++) add(&l, (struct span){headings[i], headings[i]})->section = true;
    if (l.outline.count) qsort(l.outline.list, l.outline.count, sizeof *l.outline.list, by_start);
    return l.outline;
}

const struct outline_entry *outline_at(const struct outline *o, uint32_t place)
{
    size_t low = 0, high = o->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (o->list[middle].start <= place) low = middle + 1;
        else high = middle;
    }
    return low ? &o->list[low - 1] : NULL;
}

const struct outline_entry *outline_section(const struct outline *o, uint32_t place)
{
    const struct outline_entry *e = outline_at(o, place);
    while (e && !e->section) e = e > o->list ? e - 1 : NULL;
    return e;
}

uint32_t outline_end(const struct outline *o, const struct outline_entry *e)
{
    bool whole = !e->section && !e->member && !e->constant;
    const struct outline_entry *next = e + 1, *end = o->list + o->count;
    while (next < end && e->section && !next->section) next++;
    while (next < end && whole && !next->section && next->start < e->end) next++;
    return next < end ? next->start : o->source->base + o->source->len + 1;
}

const char *outline_name(struct arena *arena, const struct outline *o, uint32_t place)
{
    const struct outline_entry *e = outline_at(o, place);
    bool in_prose = e && !e->section && o->source->page && place > e->decl->span.end;
    if (in_prose) e = outline_section(o, place);
    while (e && e > o->list && !e->decl) e--; /* a section that is no member's is its class's */
    if (!e || !e->decl || !e->decl->word.name) return o->source->path;
    const struct name *inner = e->member ? e->member->word.name : e->constant ? e->constant->word.name : NULL;
    const char *outer = e->decl->word.name->text;
    return inner ? arena_printf(arena, "%s.%s", outer, inner->text) : outer;
}
