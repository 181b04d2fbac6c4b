/* ValueMap and Values, BitMap and BitValues, a page's table: one enumeration. What DSP0221 calls so is in constants.c.
 *
 * What a list may refuse is decided here, once, for validators, SQL and JSON alike (for lengths see limits.c):
 * - A list is closed where its document closes it: by ValueMap, by the pages' `enumeration`, or by words such as
 *   "possible values are" and "must be one of". A table alone shows what its author knew, and stays open: another value
 *   is a warning.
 * - A list of bits is flags: any combination of its bits is right, and a bit that is not listed is a warning. Bits are
 *   said by a qualifier (BitMap, Bits), by the page's words ("bitmask", "combination of"), or by the values: at least
 *   four powers of two, up to 8 or beyond, and nothing else but 0, of an unsigned type. 1 and 2 alone are a list.
 * - A list that was understood in part is open, and a finding says so.
 * - A list of strings is open: its letters and its case are written for people. */
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

static void report_reversed(struct builder *b, const struct enum_value *v)
{
    struct diag *g =
        diag_add(b->diags, RULE_RANGE_REVERSED, v->span, "range " SLICE_FMT " holds no value", SLICE_ARG(v->written));
    int64_t dots = slice_find(v->written, "..", 0);
    struct slice text = diag_text(b->diags, v->span), inner = slice_cut(text, 1, text.len - 1);
    if (dots < 0 || text.len < 4 || *text.at != '"' || !slice_equal(inner, v->written)) return;
    struct slice low = slice_cut(inner, 0, (uint32_t)dots), high = slice_cut(inner, (uint32_t)dots + 2, inner.len);
    diag_fix_unsafe(b->diags, g, v->span,
                    arena_printf(b->arena, "\"" SLICE_FMT ".." SLICE_FMT "\"", SLICE_ARG(high), SLICE_ARG(low)));
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
        if (number_less(high, low)) report_reversed(b, v);
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

static bool is_integer(const struct type *t) { return cim_types[t->cim].bits != 0; }

static void check_counts(struct builder *b, const struct qualifier *map, const struct qualifier *labels, size_t maps,
                         size_t names)
{
    if (!map || !labels || maps == names || map->inherited || labels->inherited) return;
    struct diag *g =
        diag_add(b->diags, RULE_VALUES_UNEQUAL, labels->written->word.span, "'%s' has %zu item%s and '%s' has %zu",
                 labels->name->text, names, names == 1 ? "" : "s", map->name->text, maps);
    diag_note(b->diags, g, map->written->word.span, "'%s' is here", map->name->text);
}

/* The labels of a BitMap are its BitValues; those that stand in Values are taken for them. */
static void report_bit_labels(struct builder *b, const struct qualifier *bits, const struct qualifier *labels)
{
    if (labels->inherited) return;
    struct diag *g = diag_add(b->diags, RULE_BITMAP_VALUES, labels->written->word.span,
                              "the labels of a BitMap stand in 'BitValues'; '%s' is read as such", labels->name->text);
    diag_note(b->diags, g, bits->written->word.span, "the positions of the bits are here");
    diag_fix(b->diags, g, labels->written->word.span, "BitValues");
}

/* "0x00000004" is a mask, as Microsoft's drivers write them; what DSP0004's BitMap lists are positions, in decimal.
 * Only where all are hexadecimal and the standard is not asked for are they masks. */
static bool holds_masks(struct builder *b, const struct qualifier *map)
{
    bool strict = b->options->strict || b->options->standard == STANDARD_DSP0004;
    const struct ast_value *items = map && map->value ? items_of(map->value) : NULL;
    for (const struct ast_value *i = items; i; i = i->next) {
        struct slice s = i->kind == VALUE_INTEGER ? source_slice(b->diags->sources, i->span) : text_of(b, i);
        if (!slice_starts(slice_trim(s), "0x")) return false;
    }
    if (!items) return false;
    if (!map->inherited)
        diag_add(b->diags, RULE_BITMAP_MASKS, map->written->word.span,
                 "'%s' lists positions of bits, in decimal; these are read as %s", map->name->text,
                 strict ? "positions" : "masks, for they are hexadecimal");
    return !strict;
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
    bool masks = flags && is_integer(type) && holds_masks(b, map);
    struct enum_value *v;
    check_counts(b, map, labels, maps, names);
    if (!count) return NULL;
    struct enumeration *e = enumeration_new(b, count, &v);
    e->source = flags ? ENUM_BITMAP : ENUM_VALUEMAP;
    e->flags = flags;
    e->strings = map && !is_integer(type);
    e->open = !map;
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
            v[i].text = e->open = true;
            if (!bad++)
                diag_add(b->diags, RULE_VALUE_NOT_NUMBER, v[i].span, "'" SLICE_FMT "' is no value of %s",
                         SLICE_ARG(v[i].written), cim_types[type->cim].words);
        } else if (flags && !masks && !v[i].range) {
            check_bit(b, &v[i], type->cim);
            uint64_t mask = v[i].low < 64 ? (uint64_t)1 << v[i].low : 0;
            set_number(&v[i], (struct number){false, mask}, (struct number){false, mask});
        } else if (!flags || masks) enum_value_check(b, &v[i], type->cim);
        if (m) m = m->next;
        if (l) l = l->next;
    }
    return e;
}

/* Which cells of a number's list hold no number is one finding a list. */
static void report_unread(struct builder *b, const struct name *name, const struct ast_documented *documented,
                          size_t unread, size_t count, const struct ast_row *first)
{
    if (!unread || !name) return;
    diag_add(b->diags, RULE_PAGE_VALUES_UNREAD,
             span_known(first->value_span) ? first->value_span : documented->rows_span,
             unread == 1 ? "%zu of the %zu values listed for '%s' is no number: '" SLICE_FMT "'; the list stays open"
                         : "%zu of the %zu values listed for '%s' are no numbers: '" SLICE_FMT "'; the list stays open",
             unread, count, name->text, SLICE_ARG(slice_cut(first->value, 0, 40)));
}

/* `x00000400 (10)`: a hexadecimal number that lost its 0. */
static void mend_number(struct builder *b, struct enum_value *v)
{
    struct slice s = v->written, number;
    struct number n;
    uint32_t end = 0;
    while (end < s.len && s.at[end] > ' ') end++;
    number = slice_of(arena_printf(b->arena, "0" SLICE_FMT, (int)end, s.at));
    if (end < 2 || (s.at[0] | 32) != 'x' || number_read(number, &n) != number.len) return;
    struct diag *g = diag_add(b->diags, RULE_PAGE_VALUE_MENDED, v->span,
                              "'" SLICE_FMT "' lacks its 0; it is read as %s", (int)end, s.at, number.at);
    diag_fix(b->diags, g, (struct span){v->span.start, v->span.start}, "0");
    v->written = number;
}

/* A list of several numbers is not what a string or a boolean holds. */
static void report_numbers(struct builder *b, const struct name *name, const struct type *type,
                           const struct enumeration *e)
{
    size_t numbers = 0;
    if (!name || e->count < 2 || (type->cim != CIM_STRING && type->cim != CIM_BOOLEAN)) return;
    for (size_t i = 0; i < e->count; i++) {
        struct number n;
        struct slice s = slice_trim(e->values[i].written);
        bool code = s.len > 1 && s.at[0] == '0' && (s.at[1] | 32) != 'x'; /* "007" is a text */
        numbers += !code && s.len && number_read(s, &n) == s.len;
    }
    if (numbers < e->count) return;
    diag_add(b->diags, RULE_PAGE_VALUES_TYPE, e->span, "'%s' is %s, and its values are numbers", name->text,
             cim_types[type->cim].words);
}

/* A page's table, or the list that its text gives. Where numbers belong only numbers are values; NULL: there are none.
 */
static struct enumeration *from_rows(struct builder *b, const struct name *name, const struct type *type,
                                     const struct ast_documented *documented)
{
    size_t count = 0, n = 0;
    struct enum_value *v;
    const struct ast_row *unread = NULL;
    for (const struct ast_row *r = documented->rows; r; r = r->next) count++;
    struct enumeration *e = enumeration_new(b, count, &v);
    e->source = ENUM_TABLE;
    e->flags = documented->flags;
    e->strings = !is_integer(type);
    e->span = documented->rows_span;
    for (const struct ast_row *r = documented->rows; r; r = r->next) {
        v[n] = (struct enum_value){.written = r->value, .label = r->label, .note = r->note, .span = r->value_span};
        bool range = slice_find(r->value, "..", 0) >= 0;
        if (!e->strings) mend_number(b, &v[n]);
        if (e->strings) v[n++].text = true;
        else if (read_value(b, &v[n], type->cim, range)) enum_value_check(b, &v[n++], type->cim);
        else unread = unread ? unread : r;
    }
    e->count = n;
    e->partial = n < count;
    report_numbers(b, name, type, e);
    if (unread) report_unread(b, name, documented, count - n, count, unread);
    return n ? e : NULL;
}

static bool has_any(const struct qualifier *q, size_t count, const char *const names[3])
{
    for (size_t i = 0; i < 3; i++)
        if (qualifier_find(q, count, names[i])) return true;
    return false;
}

static bool is_single_bit(const struct enum_value *v)
{
    return !v->text && !v->range && !v->low_negative && v->low && !(v->low & (v->low - 1));
}

/* Whether the values themselves show that they are bits. */
static bool shows_bits(const struct enumeration *e, enum cim_type cim)
{
    uint64_t bits = 0;
    unsigned found = 0;
    for (size_t i = 0; i < e->count && !cim_types[cim].is_signed; i++) {
        const struct enum_value *v = &e->values[i];
        if (!v->text && !v->range && !v->low) continue;
        if (!is_single_bit(v)) return false;
        found += !(bits & v->low);
        bits |= v->low;
    }
    return found >= 4; /* the greatest is 8 or more */
}

/* Whether each value is made of bits that are listed: where a page's words call them bits, and they are not, the words
 * are about something else. */
static bool can_be_bits(const struct enumeration *e)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < e->count; i++) bits |= is_single_bit(&e->values[i]) ? e->values[i].low : 0;
    for (size_t i = 0; i < e->count; i++) {
        const struct enum_value *v = &e->values[i];
        if (!v->text && (v->range || v->low_negative || (v->low & ~bits))) return false;
    }
    return bits != 0;
}

/* The rule at the head of this file. */
static void decide_open(struct enumeration *e, const struct type *type, const struct qualifier *q, size_t count,
                        const struct ast_documented *documented)
{
    static const char *const bits[] = {"bits", "bitmap", "bitvalues"}, *const lists[] = {"enumeration", "values",
                                                                                         "valuemap"};
    bool marked = has_any(q, count, bits), table = e->source == ENUM_TABLE;
    if (e->strings) {
        e->open = true;
        return;
    }
    if (table && marked && !e->flags && bits_are_positions(e->values, e->count, type->cim))
        bits_to_masks((struct enum_value *)e->values, e->count);
    bool words = documented && (documented->flags || documented->bits) && (documented->flags || can_be_bits(e));
    e->flags = e->flags || marked || words || shows_bits(e, type->cim);
    bool closed = !table || documented->closed || has_any(q, count, lists);
    e->open = e->open || e->partial || e->flags || !closed;
}

const struct enumeration *enumeration_build(struct builder *b, const struct klass *owner, const struct property *p,
                                            const struct type *type, const struct qualifier *q, size_t count,
                                            const struct ast_documented *documented)
{
    const struct qualifier *map = qualifier_find(q, count, "valuemap"), *labels = qualifier_find(q, count, "values");
    const struct qualifier *bits = qualifier_find(q, count, "bitmap"),
                           *bit_labels = qualifier_find(q, count, "bitvalues");
    struct enumeration *e = NULL;
    map = map && map->value ? map : NULL, labels = labels && labels->value ? labels : NULL;
    bits = bits && bits->value ? bits : NULL, bit_labels = bit_labels && bit_labels->value ? bit_labels : NULL;
    if (documented && documented->rows) e = from_rows(b, p ? p->name : NULL, type, documented);
    else if (bits && labels && !map && !bit_labels) {
        report_bit_labels(b, bits, labels);
        e = (struct enumeration *)from_map(b, type, bits, labels, true);
    } else if (map || labels) e = (struct enumeration *)from_map(b, type, map, labels, false);
    else if (bits || bit_labels) e = (struct enumeration *)from_map(b, type, bits, bit_labels, true);
    if (!e) return NULL;
    decide_open(e, type, q, count, documented);
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
