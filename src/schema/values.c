/* ValueMap and Values, BitMap and BitValues, a page's table: one enumeration. What DSP0221 calls so is in constants.c.
 */
#include <string.h>

#include "schema/build.h"

static struct slice text_of(struct builder *b, const struct ast_value *v)
{
    return v && v->kind == VALUE_STRING ? ast_string_keep(b->arena, v->string) : (struct slice){0};
}

static size_t item_count(const struct ast_value *list)
{
    size_t n = 0;
    if (list && list->kind != VALUE_ARRAY) return 1;
    for (const struct ast_value *i = list ? list->items : NULL; i; i = i->next) n++;
    return n;
}

static const struct ast_value *items_of(const struct ast_value *list)
{
    return list && list->kind == VALUE_ARRAY ? list->items : list;
}

/* Splits "low..high" (DSP0004); an open end is the type's bound. */
static bool read_range(struct slice s, enum cim_type cim, struct number *low, struct number *high, bool *unclaimed)
{
    int64_t dots = slice_find(s, "..", 0);
    if (dots < 0) return false;
    struct slice left = slice_trim(slice_cut(s, 0, (uint32_t)dots)),
                 right = slice_trim(slice_cut(s, (uint32_t)dots + 2, s.len));
    number_bounds(cim, low, high);
    *unclaimed = !left.len && !right.len;
    return (!left.len || number_read(left, low) == left.len) && (!right.len || number_read(right, high) == right.len);
}

static void set_number(struct enum_value *v, struct number low, struct number high)
{
    v->low_negative = low.negative;
    v->low = low.magnitude;
    v->high_negative = high.negative;
    v->high = high.magnitude;
}

void enum_value_check(struct builder *b, const struct enum_value *v, enum cim_type cim)
{
    struct number low = {v->low_negative, v->low}, high = {v->high_negative, v->high};
    if (number_fits(cim, low) && number_fits(cim, high)) return;
    diag_add(b->diags, RULE_VALUE_OUT_OF_TYPE, v->span, "value " SLICE_FMT " does not fit %s", SLICE_ARG(v->written),
             cim_types[cim].words);
}

/* Fills low and high from `written`; false where it is no number. */
static bool read_value(struct builder *b, struct enum_value *v, enum cim_type cim, bool whole)
{
    struct number low = {0}, high = {0};
    struct slice s = slice_trim(v->written);
    bool unclaimed;
    if (whole && read_range(s, cim, &low, &high, &unclaimed)) {
        v->range = true;
        v->unclaimed = unclaimed;
        set_number(v, low, high);
        if (number_less(high, low))
            diag_add(b->diags, RULE_RANGE_REVERSED, v->span, "range " SLICE_FMT " holds no value",
                     SLICE_ARG(v->written));
        return true;
    }
    uint32_t took = number_read(s, &low);
    if (!took || (whole && took != s.len)) return false;
    set_number(v, low, low);
    return true;
}

/* BitMap holds positions: the lowest bit is 0 (DSP0004). */
static void check_bit(struct builder *b, const struct enum_value *v, enum cim_type cim)
{
    if (!v->low_negative && v->low < cim_types[cim].bits) return;
    diag_add(b->diags, RULE_BIT_POSITION, v->span, "bit " SLICE_FMT " is not in %s: its bits are 0 to %u",
             SLICE_ARG(v->written), cim_types[cim].words, cim_types[cim].bits - 1);
}

static bool is_integer(const struct type *t)
{
    return cim_types[t->cim].bits != 0;
}

static void check_counts(struct builder *b, const struct qualifier *map, const struct qualifier *labels, size_t maps,
                         size_t names)
{
    if (!map || !labels || maps == names || map->inherited || labels->inherited) return;
    struct diag *g =
        diag_add(b->diags, RULE_VALUES_UNEQUAL, labels->written->word.span, "'%s' has %zu item%s and '%s' has %zu",
                 labels->name->text, names, names == 1 ? "" : "s", map->name->text, maps);
    diag_note(b->diags, g, map->written->word.span, "'%s' is here", map->name->text);
}

static struct enumeration *enumeration_new(struct builder *b, size_t count, struct enum_value **values)
{
    struct enumeration *e = arena_new(b->arena, struct enumeration);
    *values = arena_array(b->arena, count, sizeof **values);
    e->values = *values;
    e->count = count;
    return e;
}

static const struct enumeration *from_map(struct builder *b, const struct type *type, const struct qualifier *map,
                                          const struct qualifier *labels, bool flags)
{
    size_t maps = map ? item_count(map->value) : 0, names = labels ? item_count(labels->value) : 0;
    const struct ast_value *m = map ? items_of(map->value) : NULL, *l = labels ? items_of(labels->value) : NULL;
    size_t count = map ? maps : names, bad = 0;
    struct enum_value *v;
    check_counts(b, map, labels, maps, names);
    if (!count) return NULL;
    struct enumeration *e = enumeration_new(b, count, &v);
    e->source = flags ? ENUM_BITMAP : ENUM_VALUEMAP;
    e->flags = flags;
    e->strings = map && !is_integer(type);
    e->open = !is_integer(type) || !map;
    e->span = (map ? map : labels)->written->span;
    for (size_t i = 0; i < count; i++) {
        v[i].span = m ? m->span : l ? l->span : e->span;
        if (l) v[i].label = text_of(b, l);
        v[i].written = map ? text_of(b, m) : slice_of(arena_printf(b->arena, "%zu", i)); /* no ValueMap: the index */
        if (m && m->kind == VALUE_INTEGER)
            v[i].written =
                slice_of(arena_printf(b->arena, "%s%llu", m->negative ? "-" : "", (unsigned long long)m->magnitude));
        if (e->strings) v[i].text = true;
        else if (!read_value(b, &v[i], flags ? CIM_UINT64 : type->cim, true)) {
            v[i].text = true;
            if (!bad++)
                diag_add(b->diags, RULE_VALUE_NOT_NUMBER, v[i].span, "'" SLICE_FMT "' is no value of %s",
                         SLICE_ARG(v[i].written), cim_types[type->cim].words);
        } else if (flags && !v[i].range) {
            check_bit(b, &v[i], type->cim);
            uint64_t mask = v[i].low < 64 ? (uint64_t)1 << v[i].low : 0;
            set_number(&v[i], (struct number){false, mask}, (struct number){false, mask});
        } else if (!flags) enum_value_check(b, &v[i], type->cim);
        if (m) m = m->next;
        if (l) l = l->next;
    }
    return e;
}

/* A page's table. A list of bare labels, or values that are no numbers of a number's property, stays open. */
static const struct enumeration *from_rows(struct builder *b, const struct type *type, const struct ast_told *told)
{
    size_t count = 0, i = 0, numbers = 0;
    struct enum_value *v;
    for (const struct ast_row *r = told->rows; r; r = r->next) count++;
    if (!count) return NULL;
    struct enumeration *e = enumeration_new(b, count, &v);
    e->source = ENUM_TABLE;
    e->flags = told->flags;
    e->span = told->rows_span;
    for (const struct ast_row *r = told->rows; r; r = r->next, i++) {
        v[i] = (struct enum_value){.written = r->value, .label = r->label, .note = r->note, .span = r->value_span};
        bool range = slice_find(r->value, "..", 0) >= 0;
        if (is_integer(type) && read_value(b, &v[i], type->cim, range))
            numbers++, enum_value_check(b, &v[i], type->cim);
        else v[i].text = true;
    }
    e->strings = !is_integer(type);
    e->open = e->strings || numbers < count;
    return e;
}

static bool told_flags(const struct qualifier *q, size_t count)
{
    return qualifier_find(q, count, "bits") || qualifier_find(q, count, "bitmap") ||
           qualifier_find(q, count, "bitvalues");
}

const struct enumeration *enumeration_build(struct builder *b, const struct klass *owner, const struct property *p,
                                            const struct type *type, const struct qualifier *q, size_t count,
                                            const struct ast_told *told)
{
    const struct qualifier *map = qualifier_find(q, count, "valuemap"), *labels = qualifier_find(q, count, "values");
    const struct qualifier *bits = qualifier_find(q, count, "bitmap"),
                           *bit_labels = qualifier_find(q, count, "bitvalues");
    struct enumeration *e = NULL;
    if (told && told->rows) e = (struct enumeration *)from_rows(b, type, told);
    else if ((map && map->value) || (labels && labels->value))
        e = (struct enumeration *)from_map(b, type, map && map->value ? map : NULL,
                                           labels && labels->value ? labels : NULL, false);
    else if ((bits && bits->value) || (bit_labels && bit_labels->value))
        e = (struct enumeration *)from_map(b, type, bits && bits->value ? bits : NULL,
                                           bit_labels && bit_labels->value ? bit_labels : NULL, true);
    if (!e) return NULL;
    if (e->source == ENUM_TABLE && !e->flags && told_flags(q, count) &&
        bits_are_positions(e->values, e->count, type->cim))
        bits_to_masks((struct enum_value *)e->values, e->count);
    if (told_flags(q, count) && !e->strings) e->flags = true;
    if (b->options->open_enums) e->open = true;
    e->owner = owner;
    e->property = p;
    return e;
}

/* A combination of flags that are all listed is found as the first of them. */
static const struct enum_value *find_bits(const struct enumeration *e, struct number n)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < e->count; i++) bits |= e->values[i].text || e->values[i].range ? 0 : e->values[i].low;
    return bits && !n.negative && !(n.magnitude & ~bits) ? e->values : NULL;
}

const struct enum_value *enumeration_find(const struct enumeration *e, bool negative, uint64_t magnitude)
{
    struct number n = {negative, magnitude};
    const struct enum_value *unclaimed = NULL;
    for (size_t i = 0; i < e->count; i++) {
        const struct enum_value *v = &e->values[i];
        if (v->text) continue;
        if (v->unclaimed) unclaimed = v;
        else if (!number_less(n, (struct number){v->low_negative, v->low}) &&
                 !number_less((struct number){v->high_negative, v->high}, n))
            return v;
    }
    return !unclaimed && e->flags ? find_bits(e, n) : unclaimed;
}
