/* A property as a column: its SQLite type and the condition of its CHECK. A CHECK lets NULL pass, so NOT NULL is a
 * matter of its own. */
#include "backend/sql/sql.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/reserved.h"

static void add_quoted(struct text *t, struct slice s, char quote)
{
    text_add_char(t, quote);
    for (uint32_t i = 0; i < s.len; i++) {
        if (s.at[i] == 0) continue; /* ends SQL text */
        if (s.at[i] == quote) text_add_char(t, quote);
        text_add_char(t, s.at[i]);
    }
    text_add_char(t, quote);
}

/* Whether it is a name as it stands: quoted, a misspelt one would be taken for a string. */
static bool is_plain_name(struct slice name)
{
    for (uint32_t i = 0; i < name.len; i++)
        if (name.at[i] != '_' && !ascii_is_letter(name.at[i]) && !(i && ascii_is_digit(name.at[i]))) return false;
    return name.len && !(reserved_in(name) & RESERVED_SQL);
}

void sql_add_name(struct text *t, struct slice name)
{
    if (is_plain_name(name)) text_add_slice(t, name);
    else add_quoted(t, name, '"');
}

void sql_add_string(struct text *t, struct slice string)
{
    add_quoted(t, string, '\'');
}

/* ---- types ---------------------------------------------------------------------------------------------- */

bool sql_is_json(const struct property *p)
{
    if (p->type.array) return p->type.cim != CIM_UINT8;
    return p->type.cim == CIM_CLASS || p->type.cim == CIM_OBJECT;
}

bool sql_is_date(const struct property *p)
{
    return p->type.cim == CIM_DATETIME && !p->type.array;
}

static bool is_integer(const struct property *p)
{
    return !p->type.array && cim_types[p->type.cim].bits > 0;
}

const char *sql_type(const struct property *p)
{
    if (p->type.array) return p->type.cim == CIM_UINT8 ? "BLOB" : "TEXT";
    if (p->type.cim == CIM_REAL32 || p->type.cim == CIM_REAL64) return "REAL";
    return p->type.cim == CIM_BOOLEAN || is_integer(p) ? "INTEGER" : "TEXT";
}

/* ---- integers ------------------------------------------------------------------------------------------- */

static int64_t signed_of(bool negative, uint64_t magnitude)
{
    return (int64_t)(negative ? 0 - magnitude : magnitude);
}

static size_t add_range(struct sql_range *to, int64_t low, int64_t high, bool is_signed, const struct enum_value *v)
{
    if (is_signed || (low < 0) == (high < 0)) {
        to[0] = (struct sql_range){low, high, v};
        return 1;
    }
    to[0] = (struct sql_range){low, INT64_MAX, v};
    to[1] = (struct sql_range){INT64_MIN, high, v};
    return 2;
}

static int by_low(const void *a, const void *b)
{
    const struct sql_range *x = *(const struct sql_range *const *)a, *y = *(const struct sql_range *const *)b;
    if (x->low != y->low) return x->low < y->low ? -1 : 1;
    return x < y ? -1 : x > y;
}

/* Of ranges that begin alike the first one written stays: `low` is the lookup table's key. */
static size_t drop_repeats(struct arena *arena, struct sql_range *list, size_t count)
{
    struct sql_range **order = arena_array(arena, count + 1, sizeof(struct sql_range *));
    for (size_t i = 0; i < count; i++) order[i] = &list[i];
    if (count) qsort(order, count, sizeof(struct sql_range *), by_low);
    for (size_t i = 1, kept = 0; i < count; i++) {
        if (order[i]->low == order[kept]->low) order[i]->of = NULL;
        else kept = i;
    }
    size_t used = 0;
    for (size_t i = 0; i < count; i++)
        if (list[i].of) list[used++] = list[i];
    return used;
}

size_t sql_ranges(struct arena *arena, const struct enumeration *e, bool is_signed, struct sql_range **out)
{
    struct sql_range *list = arena_array(arena, 2 * e->count + 1, sizeof *list);
    size_t count = 0;
    for (size_t i = 0; i < e->count; i++) {
        const struct enum_value *v = &e->values[i];
        if (v->text || v->unclaimed) continue;
        int64_t low = signed_of(v->low_negative, v->low), high = signed_of(v->high_negative, v->high);
        count += add_range(&list[count], low, v->range ? high : low, is_signed, v);
    }
    *out = list;
    return drop_repeats(arena, list, count);
}

bool sql_has_ranges(const struct enumeration *e)
{
    for (size_t i = 0; i < e->count; i++)
        if (e->values[i].range && !e->values[i].unclaimed) return true;
    return false;
}

bool sql_is_text(const struct enumeration *e)
{
    return e->strings || (e->property && strcmp(sql_type(e->property), "TEXT") == 0 && !e->property->type.array);
}

bool sql_has_rows(const struct enumeration *e)
{
    for (size_t i = 0; e && i < e->count; i++)
        if (!e->values[i].unclaimed && (!e->values[i].text || sql_is_text(e))) return true;
    return false;
}

/* Overlapping and adjoining ranges become one; `list` is sorted. */
static size_t merge(struct sql_range *list, size_t count)
{
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        bool joins = used && (list[used - 1].high == INT64_MAX || list[i].low <= list[used - 1].high + 1);
        if (!joins) list[used++] = list[i];
        else if (list[i].high > list[used - 1].high) list[used - 1].high = list[i].high;
    }
    return used;
}

/* The literal of the smallest integer is no literal in SQL: its digits alone do not fit. */
static void add_integer(struct text *t, int64_t v)
{
    if (v == INT64_MIN) text_add_string(t, "(-9223372036854775807 - 1)");
    else text_printf(t, "%" PRId64, v);
}

static void add_or(struct text *t, size_t before)
{
    if (t->len > before) text_add_string(t, " OR ");
}

static void add_between(struct text *t, struct slice name, const struct sql_range *r)
{
    sql_add_name(t, name);
    if (r->low == INT64_MIN || r->high == INT64_MAX) {
        text_add_string(t, r->low == INT64_MIN ? " <= " : " >= ");
        add_integer(t, r->low == INT64_MIN ? r->high : r->low);
        return;
    }
    text_add_string(t, " BETWEEN ");
    add_integer(t, r->low);
    text_add_string(t, " AND ");
    add_integer(t, r->high);
}

enum { SHORTEST_RUN = 3 }; /* a run of fewer values reads better as a list */

static bool is_run(const struct sql_range *r)
{
    return (uint64_t)r->high - (uint64_t)r->low >= SHORTEST_RUN - 1;
}

static size_t count_listed(const struct sql_range *list, size_t count)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++) n += is_run(&list[i]) ? 0 : (size_t)(list[i].high - list[i].low) + 1;
    return n;
}

/* `"X" IN (1, 2) OR "X" BETWEEN 5 AND 9` of merged ranges. */
static void add_ranges(struct text *t, struct slice name, const struct sql_range *list, size_t count)
{
    size_t before = t->len;
    bool listed = false, one = count_listed(list, count) == 1;
    for (size_t i = 0; i < count; i++) {
        if (is_run(&list[i])) continue;
        if (!listed) {
            sql_add_name(t, name);
            text_add_string(t, one ? " = " : " IN (");
        }
        for (int64_t v = list[i].low;; v++) {
            if (listed) text_add_string(t, ", ");
            listed = true;
            add_integer(t, v);
            if (v == list[i].high) break;
        }
    }
    if (listed && !one) text_add_char(t, ')');
    for (size_t i = 0; i < count; i++) {
        if (!is_run(&list[i])) continue;
        add_or(t, before);
        add_between(t, name, &list[i]);
    }
}

static int by_low_value(const void *a, const void *b)
{
    const struct sql_range *x = a, *y = b;
    return (x->low > y->low) - (x->low < y->low);
}

/* What the type and the limits allow: at most two ranges, none where any 64 bits are right. */
static size_t bounds(const struct model *m, const struct property *p, struct sql_range out[2])
{
    const struct cim_info *type = &cim_types[p->type.cim];
    const struct limits *l = &p->limits;
    bool wide = type->bits == 64;
    uint64_t top = type->bits == 64 ? UINT64_MAX : ((uint64_t)1 << type->bits) - 1;
    if (type->is_signed) top >>= 1;
    if (wide && !type->is_signed && m->options->uint64_checked) top = INT64_MAX;
    int64_t low = type->is_signed ? -(int64_t)top - 1 : 0, high = (int64_t)top;
    if (l->has_min && (type->is_signed || !l->min_negative)) low = signed_of(l->min_negative, l->min);
    if (l->has_max && (type->is_signed || !l->max_negative)) high = signed_of(l->max_negative, l->max);
    if (wide && low == (type->is_signed ? INT64_MIN : 0) && high == (type->is_signed ? INT64_MAX : -1)) return 0;
    return add_range(out, low, high, type->is_signed, NULL);
}

static bool is_closed(const struct enumeration *e)
{
    if (!e || e->open || e->count == 0) return false;
    for (size_t i = 0; i < e->count; i++)
        if (e->values[i].unclaimed) return false;
    return true;
}

enum { MOST_RUNS = 200 }; /* SQLite bounds the depth of an expression to 1,000 */

static size_t runs(const struct sql_range *list, size_t count)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++) n += is_run(&list[i]);
    return n;
}

static void add_mask(struct text *t, const struct property *p)
{
    uint64_t mask = 0;
    for (size_t i = 0; i < p->enumeration->count; i++) mask |= p->enumeration->values[i].low;
    text_add_char(t, '(');
    sql_add_name(t, name_slice(p->name));
    text_printf(t, " & ~%" PRIu64 ") = 0", mask);
}

static void add_integer_check(struct text *t, const struct model *m, const struct property *p)
{
    struct slice name = name_slice(p->name);
    struct sql_range own[2], *list = own;
    size_t count = 0;
    if (is_closed(p->enumeration) && !p->enumeration->strings && !p->enumeration->flags) {
        count = sql_ranges(m->arena, p->enumeration, cim_types[p->type.cim].is_signed, &list);
        if (count) qsort(list, count, sizeof *list, by_low_value);
        count = merge(list, count);
        if (runs(list, count) > MOST_RUNS) count = 0;
    }
    if (is_closed(p->enumeration) && p->enumeration->flags && !p->enumeration->strings) {
        add_mask(t, p);
        return;
    }
    if (!count) {
        list = own;
        count = bounds(m, p, own);
    }
    add_ranges(t, name, list, count);
}

static void add_real_check(struct text *t, const struct property *p)
{
    const struct limits *l = &p->limits;
    size_t before = t->len;
    if (l->has_min) {
        sql_add_name(t, name_slice(p->name));
        text_printf(t, " >= %s%" PRIu64, l->min_negative ? "-" : "", l->min);
    }
    if (!l->has_max) return;
    if (t->len > before) text_add_string(t, " AND ");
    sql_add_name(t, name_slice(p->name));
    text_printf(t, " <= %s%" PRIu64, l->max_negative ? "-" : "", l->max);
}

/* ---- text ----------------------------------------------------------------------------------------------- */

static void add_length(struct text *t, const struct property *p)
{
    const struct limits *l = &p->limits;
    text_add_string(t, "length(");
    sql_add_name(t, name_slice(p->name));
    if (l->has_min_length && l->has_max_length && l->min_length == l->max_length)
        text_printf(t, ") = %" PRIu64, l->max_length);
    else if (l->has_min_length && l->min_length > 0 && l->has_max_length)
        text_printf(t, ") BETWEEN %" PRIu64 " AND %" PRIu64, l->min_length, l->max_length);
    else if (l->has_max_length) text_printf(t, ") <= %" PRIu64, l->max_length);
    else text_printf(t, ") >= %" PRIu64, l->min_length);
}

static void add_text_bound(struct text *t, size_t before, struct slice name, const char *op, struct slice bound)
{
    if (t->len > before) text_add_string(t, " AND ");
    sql_add_name(t, name);
    text_printf(t, " %s ", op);
    sql_add_string(t, bound);
}

static void add_text_values(struct text *t, const struct property *p)
{
    sql_add_name(t, name_slice(p->name));
    text_add_string(t, " IN (");
    for (size_t i = 0; i < p->enumeration->count; i++) {
        if (i) text_add_string(t, ", ");
        sql_add_string(t, p->enumeration->values[i].written);
    }
    text_add_char(t, ')');
}

static bool has_length(const struct limits *l)
{
    return l->has_max_length || (l->has_min_length && l->min_length > 0);
}

static void add_text_check(struct text *t, const struct property *p)
{
    const struct limits *l = &p->limits;
    struct slice name = name_slice(p->name);
    size_t before = t->len;
    if (is_closed(p->enumeration)) {
        add_text_values(t, p);
        return;
    }
    if (has_length(l)) add_length(t, p);
    if (l->has_min_text) add_text_bound(t, before, name, ">=", l->min_text);
    if (l->has_max_text) add_text_bound(t, before, name, "<=", l->max_text);
}

/* ---- all ------------------------------------------------------------------------------------------------ */

/* json_valid(NULL) is 0 in the SQLite of the day, where a CHECK lets any other NULL pass. */
static void add_json_check(struct text *t, const struct property *p)
{
    if (!p->key && !p->not_null && !p->limits.not_null) {
        sql_add_name(t, name_slice(p->name));
        text_add_string(t, " IS NULL OR ");
    }
    text_add_string(t, "json_valid(");
    sql_add_name(t, name_slice(p->name));
    text_add_char(t, ')');
}

/* The documented default is right even where a bound forbids it. */
static void allow_initial(struct text *t, size_t before, const struct model *m, const struct property *p)
{
    if (t->len == before || !p->initial || p->type.array) return;
    bool listed = true;
    if (p->enumeration && !p->enumeration->strings && p->initial->kind == VALUE_INTEGER)
        listed = enumeration_find(p->enumeration, p->initial->negative, p->initial->magnitude) != NULL;
    if (listed && !p->limits.allows_default) return;
    struct text literal = {0};
    if (sql_add_literal(&literal, m, p, p->initial)) {
        text_add_string(t, " OR ");
        sql_add_name(t, name_slice(p->name));
        text_add_string(t, " = ");
        text_add(t, literal.at, literal.len);
    }
    text_free(&literal);
}

void sql_add_check(struct text *t, const struct model *m, const struct property *p)
{
    size_t before = t->len;
    if (sql_is_json(p)) {
        add_json_check(t, p);
    } else if (p->type.array) { /* bytes */
        if (p->octets && has_length(&p->limits)) add_length(t, p);
    } else if (p->type.cim == CIM_BOOLEAN) {
        sql_add_name(t, name_slice(p->name));
        text_add_string(t, " IN (0, 1)");
    } else if (is_integer(p)) {
        add_integer_check(t, m, p);
    } else if (p->type.cim == CIM_REAL32 || p->type.cim == CIM_REAL64) {
        add_real_check(t, p);
    } else if (p->type.cim == CIM_STRING) {
        add_text_check(t, p);
    } else if (p->type.cim == CIM_DATETIME) {
        text_add_string(t, "length(");
        sql_add_name(t, name_slice(p->name));
        text_add_string(t, ") = 25");
    }
    allow_initial(t, before, m, p);
}
