/* What the sections of a page tell is put into the members as qualifiers and defaults, which is all that the printer
 * knows. The units are this run's own and nothing is read from them afterwards, so they are changed in place. */
#include "cmd/dump_mof.h"

#include <stdlib.h>
#include <string.h>

#include "ast/print.h"

/* -- what is selected ----------------------------------------------------------------------------------- */

/* What was written of the classes that --class leaves: sorted by address, to be found again. */
struct selected {
    const struct schema *schema;
    const struct ast_decl **decls;
};

static int by_address(const void *left, const void *right)
{
    const struct ast_decl *a = *(const struct ast_decl *const *)left, *b = *(const struct ast_decl *const *)right;
    return a < b ? -1 : a > b;
}

static bool has_class(const struct selected *s, const struct ast_decl *d)
{
    return d && bsearch(&d, s->decls, s->schema->class_count, sizeof *s->decls, by_address);
}

/* Of everything else all is printed: qualifiers, enumerations and pragmas may be meant for any class. */
static bool is_selected(const struct ast_selection *self, const struct ast_decl *d)
{
    const struct selected *s = self->with;
    bool of_class = d->kind == DECL_METHOD || d->kind == DECL_INSTANCE;
    if (of_class) {
        const struct klass *k = schema_class_of(s->schema, d);
        return k && has_class(s, k->written);
    }
    if (d->kind != DECL_CLASS || has_class(s, d)) return true;
    for (const struct ast_member *m = d->nests ? d->members : NULL; m; m = m->next)
        if (m->kind == MEMBER_DECL && m->decl && m->decl->kind == DECL_CLASS && is_selected(self, m->decl)) return true;
    return false;
}

/* -- what a page tells ---------------------------------------------------------------------------------- */

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

/* NULL: a value that a page cannot tell. */
static struct ast_value *default_value(struct compile *c, const struct value *from)
{
    struct ast_value *v = value_new(c, from->kind), **last = &v->items;
    switch (from->kind) {
    case VALUE_NULL:
        return v;
    case VALUE_BOOLEAN:
        v->boolean = from->boolean;
        return v;
    case VALUE_INTEGER:
        v->negative = from->negative, v->magnitude = from->magnitude;
        return v;
    case VALUE_REAL:
        v->real = from->real;
        return v;
    case VALUE_STRING:
        v->string = ast_string_of(from->string);
        return v;
    case VALUE_ARRAY:
        for (size_t i = 0; i < from->array.count; i++) {
            struct ast_value *item =
                from->array.items[i].kind == VALUE_ARRAY ? NULL : default_value(c, &from->array.items[i]);
            if (!item) return NULL;
            *last = item;
            last = &item->next;
        }
        return v;
    default:
        return NULL;
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

static void tell_member(struct compile *c, const struct klass *k, struct ast_member *m)
{
    const struct property *p = m->told && m->kind == MEMBER_PROPERTY ? klass_find_property(k, m->word.name) : NULL;
    if (!p || p->written != m) return;
    if (can_be_map(p->enumeration, m->qualifiers)) give_values(c, &m->qualifiers, p->enumeration);
    if (m->told->text.len) give(c, &m->qualifiers, "Description", string_value(c, m->told->text));
    if (!m->initial && p->initial) m->initial = default_value(c, p->initial);
}

static void tell_pages(struct compile *c)
{
    for (const struct unit *u = c->units; u; u = u->next) {
        for (struct ast_decl *d = u->page ? u->decls : NULL; d; d = d->next) {
            const struct klass *k = d->kind == DECL_CLASS ? schema_class_of(c->schema, d) : NULL;
            if (!k) continue;
            for (struct ast_member *m = d->members; m; m = m->next) tell_member(c, k, m);
            if (d->page && d->page->summary.len)
                give(c, &d->qualifiers, "Description", string_value(c, d->page->summary));
        }
    }
}

/* -- all of it ------------------------------------------------------------------------------------------ */

void dump_mof(struct text *out, struct compile *c)
{
    size_t count = c->schema->class_count;
    struct selected s = {c->schema, arena_array(c->arena, count + 1, sizeof *s.decls)};
    struct ast_selection selection = {is_selected, &s};
    for (size_t i = 0; i < count; i++) s.decls[i] = c->schema->classes[i]->written;
    qsort(s.decls, count, sizeof *s.decls, by_address);
    tell_pages(c);
    ast_print_units(out, c->units, c->options->classes.count ? &selection : NULL);
}
