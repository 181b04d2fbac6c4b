/* Enumerations in the sense of DSP0221: a type of its own, whose constants may go on from another enumeration's. Order
 * does not matter: an enumeration that is the base of others is filled before them. */
#include <string.h>

#include "schema/build.h"

/* Values that a chain of enumerations shares: one appends behind its base's where nobody else did. */
struct value_store {
    struct enum_value *at;
    size_t used, room;
};

static const char *word_of(const struct enum_node *n) { return n->decl->word.name->text; }

static struct enum_node *base_of(struct builder *b, const struct enum_node *n)
{
    const struct name *name = n->decl->super.name;
    return name ? scope_find_enumeration(b, n->outer, name) : NULL;
}

/* The type that is written; an enumeration without one was reported by the parser. */
static enum cim_type type_of(struct builder *b, const struct enum_node *n)
{
    const struct ast_decl *d = n->decl;
    if (!d->super.name || n->cut) return CIM_UINT32;
    enum cim_type cim = cim_type_find(name_slice(d->super.name));
    if (cim == CIM_STRING || (cim < CIM_REFERENCE && cim_types[cim].bits && cim != CIM_CHAR16)) return cim;
    struct diag *g =
        diag_add(b->diags, RULE_ENUMERATION_TYPE, d->super.span, "enumeration '%s' holds integers or strings, not '%s'",
                 d->word.name->text, d->super.name->text);
    bool sure;
    const char *close = suggest_type(b, name_slice(d->super.name), &sure);
    if (close && cim == CIM_TYPE_COUNT) diag_suggest(b->diags, g, d->super.span, close, sure);
    return CIM_UINT32;
}

/* The constants in force at `n` become known by name, which tells what is declared twice: those of its bases too,
 * unless they are there already from the enumeration filled before. */
static void know_bases(struct builder *b, const struct enum_node *n)
{
    if (b->known == n->base) return;
    for (const struct enum_node *e = b->known; e; e = e->base)
        for (const struct ast_constant *c = e->decl->constants; c; c = c->next) b->constant_at[c->word.name->id] = NULL;
    for (const struct enum_node *e = n->base; e; e = e->base)
        for (const struct ast_constant *c = e->decl->constants; c; c = c->next) b->constant_at[c->word.name->id] = c;
}

static void check_constant(struct builder *b, const struct enumeration *e, const struct ast_constant *c)
{
    const struct ast_constant *first = b->constant_at[c->word.name->id];
    if (!first) b->constant_at[c->word.name->id] = c;
    if (first) {
        struct diag *g = diag_add(b->diags, RULE_DUPLICATE_MEMBER, c->word.span, "constant '%s' is declared twice",
                                  c->word.name->text);
        diag_note(b->diags, g, first->word.span, "first declared here");
    }
    enum ast_value_kind wanted = e->strings ? VALUE_STRING : VALUE_INTEGER;
    if (c->value && c->value->kind != wanted)
        diag_add(b->diags, RULE_VALUE_TYPE, c->value->span, "constant '%s' takes %s", c->word.name->text,
                 cim_types[e->cim].words);
    qualifiers_check(b, c->qualifiers, SCOPE_ENUMERATIONVALUE, "constant", c->word.name);
}

static void count_on(struct number *n)
{
    if (n->negative) n->magnitude--, n->negative = n->magnitude > 0;
    else n->magnitude++;
}

static void fill_constant(struct builder *b, const struct enumeration *e, const struct ast_constant *c,
                          struct number *next, struct enum_value *v)
{
    *v = (struct enum_value){.label = name_slice(c->word.name), .span = c->span};
    if (e->strings) {
        v->text = true;
        v->written =
            c->value && c->value->kind == VALUE_STRING ? ast_string_keep(b->arena, c->value->string) : v->label;
        return;
    }
    if (c->value && c->value->kind == VALUE_INTEGER)
        *next = (struct number){c->value->negative && c->value->magnitude, c->value->magnitude};
    v->low_negative = v->high_negative = next->negative;
    v->low = v->high = next->magnitude;
    count_on(next);
    if (c->value && c->value->kind != VALUE_INTEGER) return;
    if (!c->value && !v->low && v > e->values && v[-1].low == UINT64_MAX && !v[-1].low_negative)
        diag_add(b->diags, RULE_VALUE_OUT_OF_TYPE, v->span, "no value follows 18446744073709551615 for '%s'",
                 c->word.name->text);
    v->written = slice_of(arena_printf(b->arena, "%s%llu", v->low_negative ? "-" : "", (unsigned long long)v->low));
    if (b->options->standard == STANDARD_MOF3 && !number_fits(e->cim, (struct number){v->low_negative, v->low}))
        diag_add(b->diags, RULE_VALUE_RANGE, v->span, "'%s' is " SLICE_FMT ", which does not fit %s",
                 c->word.name->text, SLICE_ARG(v->written), cim_types[e->cim].words);
    else enum_value_check(b, v, e->cim);
}

/* Room for `own` values behind those of the base. */
static struct enum_value *extend(struct builder *b, struct enum_node *n, size_t own)
{
    struct value_store *s = n->base ? n->base->store : NULL;
    size_t inherited = n->base ? n->base->made->count : 0;
    if (!s || s->used != inherited || s->room - s->used < own) {
        struct value_store *made = arena_new(b->arena, struct value_store);
        made->room = n->base ? (inherited + own) * 2 : own;
        made->at = arena_array(b->arena, made->room, sizeof *made->at);
        if (inherited) memcpy(made->at, n->base->made->values, inherited * sizeof *made->at);
        s = made;
    }
    s->used = inherited + own;
    n->store = s;
    n->made->values = s->at;
    n->made->count = s->used;
    n->made->inherited = inherited;
    return s->at + inherited;
}

/* One that is derived too often has its own constants alone, of the type of the others. */
static void bound_depth(struct builder *b, struct enum_node *n)
{
    n->depth = n->base ? n->base->depth + 1 : 1;
    if (n->depth <= MOST_DEPTH) return;
    diag_add(b->diags, RULE_INHERITANCE_DEPTH, n->decl->super.span,
             "'%s' goes on from more than %d enumerations, one from another; it is taken without them", word_of(n),
             MOST_DEPTH - 1);
    n->base = NULL;
    n->depth = 1;
}

static void fill(struct builder *b, struct enum_node *n)
{
    struct enumeration *e = n->made;
    size_t own = 0;
    for (const struct ast_constant *c = n->decl->constants; c; c = c->next) own++;
    e->cim = n->base ? n->base->made->cim : type_of(b, n);
    bound_depth(b, n);
    e->strings = e->cim == CIM_STRING;
    struct enum_value *v = extend(b, n, own);
    struct number next = {0}; /* of a constant without a value: one more than that of the constant before it */
    if (n->base && n->base->made->count && !e->strings) {
        next = (struct number){v[-1].low_negative, v[-1].low};
        count_on(&next);
    }
    know_bases(b, n);
    b->known = n;
    qualifiers_check(b, n->decl->qualifiers, SCOPE_ENUMERATION, "enumeration", n->decl->word.name);
    for (const struct ast_constant *c = n->decl->constants; c; c = c->next) {
        check_constant(b, e, c);
        fill_constant(b, e, c, &next, v++);
    }
    n->state = ENUM_FILLED;
}

static void report_cycle(struct builder *b, const struct enum_node *first)
{
    struct text chain = {0};
    unsigned shown = 0;
    const struct enum_node *n = first;
    do {
        if (shown++ < 20) text_printf(&chain, "%s -> ", word_of(n));
        n = n->base;
    } while (n && n != first);
    diag_add(b->diags, RULE_ENUMERATION_CYCLE, first->decl->super.span,
             "enumerations go on from each other in a circle: %s%s%s", chain.at, shown > 20 ? "... -> " : "",
             word_of(first));
    text_free(&chain);
}

/* Walks up to what is filled, then fills on the way back. A circle is cut where it was entered. */
static void fill_with_bases(struct builder *b, struct enum_node *n)
{
    struct enum_node *path = NULL;
    while (n && n->state == ENUM_WAITING) {
        n->state = ENUM_OPEN;
        n->below = path;
        path = n;
        n->base = base_of(b, n);
        n = n->base;
    }
    if (n && n->state == ENUM_OPEN) {
        report_cycle(b, n);
        struct enum_node *last = path; /* the one whose base is `n` */
        last->base = NULL;
        last->cut = true;
    }
    for (; path; path = path->below) fill(b, path);
}

void enumerations_fill(struct builder *b)
{
    if (b->enumerations) b->constant_at = arena_array(b->arena, b->id_room, sizeof *b->constant_at);
    for (struct enum_node *n = b->enumerations; n; n = n->next) fill_with_bases(b, n);
}
