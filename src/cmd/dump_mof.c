/* What is printed is a tree of its own: of what was written only the classes that --class leaves, and in pages what
 * their sections say, as qualifiers and defaults, which is all that the printer knows. */
#include "cmd/dump_mof.h"

#include <stdlib.h>
#include <string.h>

#include "ast/print.h"
#include "base/map.h"

struct copy {
    struct compile *c;
    bool asked;         /* --class is given */
    struct map written; /* the declarations of the classes that it leaves */
};

/* -- what a page says outside its block ----------------------------------------------------------------- */

static struct ast_value *value_new(struct compile *c, enum ast_value_kind kind)
{
    struct ast_value *v = arena_new(c->arena, struct ast_value);
    v->kind = kind;
    return v;
}

static struct ast_value *string_value(struct compile *c, struct slice s)
{
    struct ast_value *v = value_new(c, VALUE_STRING);
    v->string = ast_string_of(s);
    return v;
}

/* Puts a qualifier first, where there is none of that name; one that a page lists without a value gets it. */
static void give(struct compile *c, struct ast_qualifier **list, const char *name, struct ast_value *value)
{
    const struct name *word = name_of(&c->names, name);
    struct ast_qualifier *q = *list;
    while (q && !name_equal(q->word.name, word)) q = q->next;
    if (q) {
        if (!q->value) q->value = value;
        return;
    }
    q = arena_new(c->arena, struct ast_qualifier);
    q->word.name = word;
    q->value = value;
    q->next = *list;
    *list = q;
}

/* NULL: a value that no page can state. */
static struct ast_value *default_value(struct compile *c, const struct value *from)
{
    struct ast_value *v = value_new(c, from->kind), **last = &v->items;
    switch (from->kind) {
    case VALUE_NULL: return v;
    case VALUE_BOOLEAN: v->boolean = from->boolean; return v;
    case VALUE_INTEGER: v->negative = from->negative, v->magnitude = from->magnitude; return v;
    case VALUE_REAL: v->real = from->real; return v;
    case VALUE_STRING: v->string = ast_string_of(from->string); return v;
    case VALUE_ARRAY:
        for (size_t i = 0; i < from->array.count; i++) {
            struct ast_value *item =
                from->array.items[i].kind == VALUE_ARRAY ? NULL : default_value(c, &from->array.items[i]);
            if (!item) return NULL;
            *last = item;
            last = &item->next;
        }
        return v;
    default: return NULL;
    }
}

/* The number alone: a page may write words behind it. */
static struct slice plain_value(struct compile *c, const struct enum_value *v)
{
    struct slice s = slice_trim(v->written);
    uint32_t n = 0;
    while (n < s.len && !strchr(" \t\n(", s.at[n])) n++;
    if (v->text || v->range || n == s.len) return v->text ? v->written : s;
    return slice_of(arena_printf(c->arena, "%s%llu", v->low_negative ? "-" : "", (unsigned long long)v->low));
}

/* Whether a table of bits writes their positions: the schema has made masks of them. */
static bool has_positions(const struct enumeration *e)
{
    for (size_t i = 0; i < e->count && e->flags; i++) {
        char digits[24];
        struct slice s = slice_trim(e->values[i].written);
        if (e->values[i].range || s.len >= sizeof digits) return false;
        memcpy(digits, s.at, s.len);
        digits[s.len] = '\0';
        if (strtoull(digits, NULL, 0) != e->values[i].low) return true;
    }
    return false;
}

/* Text among numbers is nothing that a ValueMap may list: such a table stays on its page. */
static bool can_be_map(const struct enumeration *e, const struct ast_qualifier *list)
{
    static const char *const names[] = {"valuemap", "values", "bitmap", "bitvalues"};
    bool can = e && e->source == ENUM_TABLE;
    for (size_t i = 0; can && i < sizeof names / sizeof *names; i++) {
        const struct ast_qualifier *q = ast_find_qualifier(list, names[i]);
        can = !q || !q->value;
    }
    for (size_t i = 0; can && i < e->count; i++) can = e->strings || !e->values[i].text;
    return can;
}

static void give_values(struct compile *c, struct ast_qualifier **list, const struct enumeration *e)
{
    struct ast_value *maps = value_new(c, VALUE_ARRAY), *labels = value_new(c, VALUE_ARRAY);
    struct ast_value **map = &maps->items, **label = &labels->items;
    bool positions = has_positions(e), labelled = false;
    for (size_t i = 0; i < e->count; i++) {
        *map = string_value(c, plain_value(c, &e->values[i]));
        *label = string_value(c, e->values[i].label.at ? e->values[i].label : slice_of(""));
        labelled |= e->values[i].label.at != NULL;
        map = &(*map)->next;
        label = &(*label)->next;
    }
    if (labelled) give(c, list, positions ? "BitValues" : "Values", labels);
    give(c, list, positions ? "BitMap" : "ValueMap", maps);
    if (e->flags && !positions) give(c, list, "bits", NULL);
}

static struct ast_qualifier *copy_qualifiers(struct compile *c, const struct ast_qualifier *list)
{
    struct ast_qualifier *first = NULL, **last = &first;
    for (; list; list = list->next, last = &(*last)->next) {
        *last = arena_new(c->arena, struct ast_qualifier);
        **last = *list;
    }
    return first;
}

static void document_member(struct compile *c, const struct klass *k, const struct ast_member *from,
                            struct ast_member *to)
{
    const struct property *p =
        from->documented && from->kind == MEMBER_PROPERTY ? klass_find_property(k, from->word.name) : NULL;
    if (!p || p->written != from) return;
    to->qualifiers = copy_qualifiers(c, from->qualifiers);
    if (can_be_map(p->enumeration, to->qualifiers)) give_values(c, &to->qualifiers, p->enumeration);
    if (from->documented->text.len) give(c, &to->qualifiers, "Description", string_value(c, from->documented->text));
    if (!to->initial && p->initial) to->initial = default_value(c, p->initial);
}

/* -- the copy ------------------------------------------------------------------------------------------- */

static bool is_class_asked_for(const struct copy *y, const struct ast_decl *d)
{
    return !y->asked || map_get(&y->written, map_pointer(d));
}

/* Of everything else all is printed: qualifiers, enumerations and pragmas may be meant for any class. */
static bool is_asked_for(const struct copy *y, const struct ast_decl *d)
{
    if (!y->asked) return true;
    if (d->kind == DECL_METHOD || d->kind == DECL_INSTANCE) {
        const struct klass *k = schema_class_of(y->c->schema, d);
        return k && is_class_asked_for(y, k->written);
    }
    if (d->kind != DECL_CLASS || is_class_asked_for(y, d)) return true;
    for (const struct ast_member *m = d->nests ? d->members : NULL; m; m = m->next)
        if (m->kind == MEMBER_DECL && m->decl && m->decl->kind == DECL_CLASS && is_asked_for(y, m->decl)) return true;
    return false;
}

static struct ast_decl *copy_decl(struct copy *y, const struct unit *u, const struct ast_decl *d);

static struct ast_member *copy_members(struct copy *y, const struct unit *u, const struct ast_decl *d)
{
    const struct klass *k = u->page && d->kind == DECL_CLASS ? schema_class_of(y->c->schema, d) : NULL;
    struct ast_member *first = NULL, **last = &first;
    for (const struct ast_member *m = d->members; m; m = m->next) {
        bool inner = m->kind == MEMBER_DECL && m->decl;
        if (inner && !is_asked_for(y, m->decl)) continue;
        struct ast_member *made = *last = arena_new(y->c->arena, struct ast_member);
        *made = *m;
        made->next = NULL;
        if (inner) made->decl = copy_decl(y, u, m->decl); /* as deep as the parser went: limited */
        if (k) document_member(y->c, k, m, made);
        last = &made->next;
    }
    return first;
}

static struct ast_decl *copy_decl(struct copy *y, const struct unit *u, const struct ast_decl *d)
{
    struct ast_decl *made = arena_new(y->c->arena, struct ast_decl);
    *made = *d;
    made->next = NULL;
    if (d->nests || u->page) made->members = copy_members(y, u, d);
    if (u->page && d->kind == DECL_CLASS && d->page && d->page->summary.len && schema_class_of(y->c->schema, d)) {
        made->qualifiers = copy_qualifiers(y->c, d->qualifiers);
        give(y->c, &made->qualifiers, "Description", string_value(y->c, d->page->summary));
    }
    return made;
}

static struct unit *copy_units(struct copy *y)
{
    struct unit *first = NULL, **last = &first;
    for (const struct unit *u = y->c->units; u; u = u->next, last = &(*last)->next) {
        struct unit *made = *last = arena_new(y->c->arena, struct unit);
        *made = *u;
        struct ast_decl **last_decl = &made->decls;
        *last_decl = NULL;
        for (const struct ast_decl *d = u->decls; d; d = d->next) {
            if (!is_asked_for(y, d)) continue;
            *last_decl = copy_decl(y, u, d);
            last_decl = &(*last_decl)->next;
        }
    }
    return first;
}

void dump_mof(struct text *out, struct compile *c)
{
    struct copy y = {c, c->options->classes.count > 0, map_new(c->arena, MAP_POINTERS)};
    for (size_t i = 0; i < c->schema->class_count; i++)
        map_set(&y.written, map_pointer(c->schema->classes[i]->written), c->schema->classes[i]);
    ast_print_units(out, copy_units(&y));
}
