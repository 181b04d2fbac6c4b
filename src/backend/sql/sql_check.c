/* What a column's value must be, as facts that a template turns into a CHECK. Nothing here refuses what a provider may
 * send: a list of values is closed only where the schema says so, and flags are bounded by their type alone. */
#include "backend/sql/sql.h"

#include <inttypes.h>
#include <stdlib.h>

/* ---- integers ------------------------------------------------------------------------------------------- */

struct span_of_values {
    int64_t low, high;
};

static int64_t signed_of(bool negative, uint64_t magnitude) { return (int64_t)(negative ? 0 - magnitude : magnitude); }

/* A range of unsigned numbers that crosses the sign bit is two ranges of signed ones. */
static size_t add_span(struct span_of_values *to, int64_t low, int64_t high, bool is_signed)
{
    if (is_signed || (low < 0) == (high < 0)) {
        to[0] = (struct span_of_values){low, high};
        return 1;
    }
    to[0] = (struct span_of_values){low, INT64_MAX};
    to[1] = (struct span_of_values){INT64_MIN, high};
    return 2;
}

static int by_low(const void *a, const void *b)
{
    const struct span_of_values *x = a, *y = b;
    return (x->low > y->low) - (x->low < y->low);
}

/* Overlapping and adjoining spans become one; `list` is sorted. */
static size_t merge(struct span_of_values *list, size_t count)
{
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        bool joins = used && (list[used - 1].high == INT64_MAX || list[i].low <= list[used - 1].high + 1);
        if (!joins) list[used++] = list[i];
        else if (list[i].high > list[used - 1].high) list[used - 1].high = list[i].high;
    }
    return used;
}

static size_t listed(const struct model *m, const struct enumeration *e, bool is_signed, struct span_of_values **out)
{
    struct span_of_values *list = arena_array(m->arena, 2 * e->count + 1, sizeof *list);
    size_t count = 0;
    for (size_t i = 0; i < e->count; i++) {
        const struct enum_value *v = &e->values[i];
        int64_t low = signed_of(v->low_negative, v->low), high = signed_of(v->high_negative, v->high);
        if (!v->text) count += add_span(&list[count], low, v->range ? high : low, is_signed);
    }
    if (count) qsort(list, count, sizeof *list, by_low);
    *out = list;
    return merge(list, count);
}

/* What the type and the limits allow: at most two spans, none where any 64 bits are right. */
static size_t bounds(const struct model *m, const struct property *p, struct span_of_values out[2])
{
    const struct cim_info *type = &cim_types[p->type.cim];
    const struct limits *l = &p->limits;
    bool wide = type->bits == 64;
    uint64_t top = wide ? UINT64_MAX : ((uint64_t)1 << type->bits) - 1;
    if (type->is_signed) top >>= 1;
    if (wide && !type->is_signed && m->options->uint64_checked) top = INT64_MAX;
    int64_t low = type->is_signed ? -(int64_t)top - 1 : 0, high = (int64_t)top;
    if (l->has_min && (type->is_signed || !l->min_negative)) low = signed_of(l->min_negative, l->min);
    if (l->has_max && (type->is_signed || !l->max_negative)) high = signed_of(l->max_negative, l->max);
    if (wide && low == (type->is_signed ? INT64_MIN : 0) && high == (type->is_signed ? INT64_MAX : -1)) return 0;
    return add_span(out, low, high, type->is_signed);
}

static struct sql_range range_of(const struct model *m, const struct span_of_values *s)
{
    return (struct sql_range){s->low == INT64_MIN ? NULL : sql_integer(m, s->low),
                              s->high == INT64_MAX ? NULL : sql_integer(m, s->high)};
}

enum { SHORTEST_RUN = 3 }; /* fewer values in a row read better as a list */

static bool is_run(const struct span_of_values *s) { return (uint64_t)s->high - (uint64_t)s->low >= SHORTEST_RUN - 1; }

static struct sql_check values_of(const struct model *m, const struct span_of_values *list, size_t count)
{
    struct sql_range *ranges = arena_array(m->arena, count, sizeof *ranges);
    const char **values = arena_array(m->arena, count * (SHORTEST_RUN - 1), sizeof *values);
    struct sql_check check = {.kind = CHECK_VALUES, .values = values, .ranges = ranges};
    for (size_t i = 0; i < count; i++) {
        if (is_run(&list[i])) {
            ranges[check.range_count++] = range_of(m, &list[i]);
            continue;
        }
        values[check.value_count++] = sql_integer(m, list[i].low);
        if (list[i].high != list[i].low) values[check.value_count++] = sql_integer(m, list[i].high);
    }
    return check;
}

bool sql_is_closed(const struct enumeration *e)
{
    if (!e || e->open || e->flags || e->count == 0) return false;
    for (size_t i = 0; i < e->count; i++)
        if (e->values[i].unclaimed) return false;
    return true;
}

static size_t integer_checks(const struct model *m, const struct property *p, struct sql_check *out)
{
    struct span_of_values own[2], *list;
    if (sql_is_closed(p->enumeration) && !p->enumeration->strings) {
        size_t count = listed(m, p->enumeration, cim_types[p->type.cim].is_signed, &list);
        if (count) *out = values_of(m, list, count);
        if (count && out->range_count <= sql_dialect_of(m)->most_terms) return 1;
    }
    size_t count = bounds(m, p, own);
    if (count == 1) *out = (struct sql_check){.kind = CHECK_RANGE, .bound = range_of(m, own)};
    if (count == 2) *out = values_of(m, own, count);
    return count > 0;
}

/* ---- reals and text ------------------------------------------------------------------------------------- */

static const char *digits(const struct model *m, bool has, bool negative, uint64_t magnitude)
{
    return has ? arena_printf(m->arena, "%s%" PRIu64, negative ? "-" : "", magnitude) : NULL;
}

static size_t real_checks(const struct model *m, const struct limits *l, struct sql_check *out)
{
    *out = (struct sql_check){
        .kind = CHECK_RANGE,
        .bound = {digits(m, l->has_min, l->min_negative, l->min), digits(m, l->has_max, l->max_negative, l->max)}};
    return l->has_min || l->has_max;
}

static size_t length_check(const struct model *m, const struct limits *l, struct sql_check *out)
{
    bool has_min = l->has_min_length && l->min_length > 0;
    *out = (struct sql_check){
        .kind = CHECK_LENGTH,
        .bound = {digits(m, has_min, false, l->min_length), digits(m, l->has_max_length, false, l->max_length)}};
    return has_min || l->has_max_length;
}

static size_t text_checks(const struct model *m, const struct property *p, struct sql_check *out)
{
    const struct limits *l = &p->limits;
    const struct enumeration *e = p->enumeration;
    if (sql_is_closed(e)) {
        const char **values = arena_array(m->arena, e->count, sizeof *values);
        for (size_t i = 0; i < e->count; i++) values[i] = sql_string(m, e->values[i].written);
        *out = (struct sql_check){.kind = CHECK_VALUES, .values = values, .value_count = e->count};
        return 1;
    }
    size_t count = length_check(m, l, out);
    if (!l->has_min_text && !l->has_max_text) return count;
    out[count] = (struct sql_check){.kind = CHECK_RANGE,
                                    .bound = {l->has_min_text ? sql_string(m, l->min_text) : NULL,
                                              l->has_max_text ? sql_string(m, l->max_text) : NULL}};
    return count + 1;
}

/* ---- all ------------------------------------------------------------------------------------------------ */

size_t sql_checks(const struct model *m, const struct property *p, struct sql_check out[SQL_MOST_CHECKS])
{
    static const enum sql_check_kind kinds[SQL_CONTENT_COUNT] = {
        [SQL_BOOLEAN] = CHECK_BOOLEAN, [SQL_DATETIME] = CHECK_DATETIME, [SQL_JSON] = CHECK_JSON};
    enum sql_content content = sql_content(p);
    switch (content) {
    case SQL_INTEGER:
    case SQL_UNSIGNED: return integer_checks(m, p, out);
    case SQL_REAL: return real_checks(m, &p->limits, out);
    case SQL_TEXT: return p->type.cim == CIM_STRING ? text_checks(m, p, out) : 0;
    case SQL_BYTES: return p->octets ? length_check(m, &p->limits, out) : 0;
    case SQL_REFERENCE: return 0;
    default: *out = (struct sql_check){.kind = kinds[content]}; return 1;
    }
}

static bool is_listed(const struct enumeration *e, const struct value *v)
{
    for (size_t i = 0; v->kind == VALUE_STRING && i < e->count; i++)
        if (slice_equal(e->values[i].written, v->string)) return true;
    return v->kind == VALUE_INTEGER && enumeration_find(e, v->negative, v->magnitude);
}

const char *sql_allowed(const struct model *m, const struct property *p)
{
    if (!p->initial || p->type.array) return NULL;
    bool listed = !sql_is_closed(p->enumeration) || is_listed(p->enumeration, p->initial);
    return listed && !p->limits.allows_default ? NULL : sql_literal(m, p, p->initial);
}
