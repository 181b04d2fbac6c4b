/* Where the values of a column come from when its table changes, and what becomes of them on the way. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "backend/sql/sql_migration.h"

/* ---- conversions ---------------------------------------------------------------------------------------- */

static bool is_integer_type(const struct type *t) { return t->cim < CIM_REFERENCE && cim_types[t->cim].bits > 0; }

static bool is_real_type(const struct type *t) { return t->cim == CIM_REAL32 || t->cim == CIM_REAL64; }

/* Whether every number of the one is one of the other. */
static bool holds_all(const struct type *now, const struct type *was)
{
    const struct cim_info *a = &cim_types[now->cim], *b = &cim_types[was->cim];
    return a->is_signed == b->is_signed ? a->bits >= b->bits : a->is_signed && a->bits > b->bits;
}

/* Lists and embedded objects, which are JSON text. */
static enum sql_conversion convert_json(const struct diff *d, const struct type *now, const struct type *was)
{
    if (now->array != was->array) return CONVERT_LOST;
    if (now->cim == CIM_CLASS && was->cim == CIM_CLASS)
        return now->klass && diff_now(d, was->klass) == now->klass ? CONVERT_COPY : CONVERT_LOST;
    if (now->cim == was->cim || now->cim == CIM_OBJECT)
        return now->cim == was->cim || was->cim == CIM_CLASS ? CONVERT_COPY : CONVERT_LOST;
    if (is_integer_type(now) && is_integer_type(was)) return holds_all(now, was) ? CONVERT_COPY : CONVERT_ITEMS;
    if (is_real_type(now) && (is_real_type(was) || (is_integer_type(was) && cim_types[was->cim].bits < 64)))
        return CONVERT_COPY;
    bool text = now->cim == CIM_STRING && (was->cim == CIM_DATETIME || was->cim == CIM_REFERENCE);
    return text ? CONVERT_COPY : CONVERT_LOST;
}

/* From the row's content to the column's. */
static const enum sql_conversion conversions[SQL_CONTENT_COUNT][SQL_CONTENT_COUNT] = {
    [SQL_BOOLEAN] = {[SQL_BOOLEAN] = CONVERT_COPY,
                     [SQL_INTEGER] = CONVERT_COPY,
                     [SQL_UNSIGNED] = CONVERT_COPY,
                     [SQL_REAL] = CONVERT_REAL,
                     [SQL_TEXT] = CONVERT_WORD,
                     [SQL_DATETIME] = CONVERT_LOST,
                     [SQL_REFERENCE] = CONVERT_LOST,
                     [SQL_BYTES] = CONVERT_LOST,
                     [SQL_JSON] = CONVERT_LOST},
    [SQL_INTEGER] = {[SQL_BOOLEAN] = CONVERT_COPY,
                     [SQL_INTEGER] = CONVERT_COPY,
                     [SQL_UNSIGNED] = CONVERT_SIGN,
                     [SQL_REAL] = CONVERT_REAL,
                     [SQL_TEXT] = CONVERT_DIGITS,
                     [SQL_DATETIME] = CONVERT_LOST,
                     [SQL_REFERENCE] = CONVERT_LOST,
                     [SQL_BYTES] = CONVERT_LOST,
                     [SQL_JSON] = CONVERT_LOST},
    [SQL_UNSIGNED] = {[SQL_BOOLEAN] = CONVERT_COPY,
                      [SQL_INTEGER] = CONVERT_SIGN,
                      [SQL_UNSIGNED] = CONVERT_COPY,
                      [SQL_REAL] = CONVERT_REAL,
                      [SQL_TEXT] = CONVERT_UNSIGNED_DIGITS,
                      [SQL_DATETIME] = CONVERT_LOST,
                      [SQL_REFERENCE] = CONVERT_LOST,
                      [SQL_BYTES] = CONVERT_LOST,
                      [SQL_JSON] = CONVERT_LOST},
    [SQL_REAL] = {[SQL_BOOLEAN] = CONVERT_INTEGER,
                  [SQL_INTEGER] = CONVERT_INTEGER,
                  [SQL_UNSIGNED] = CONVERT_UNSIGNED,
                  [SQL_REAL] = CONVERT_COPY,
                  [SQL_TEXT] = CONVERT_DIGITS,
                  [SQL_DATETIME] = CONVERT_LOST,
                  [SQL_REFERENCE] = CONVERT_LOST,
                  [SQL_BYTES] = CONVERT_LOST,
                  [SQL_JSON] = CONVERT_LOST},
    [SQL_TEXT] = {[SQL_BOOLEAN] = CONVERT_TRUTH,
                  [SQL_INTEGER] = CONVERT_INTEGER,
                  [SQL_UNSIGNED] = CONVERT_UNSIGNED,
                  [SQL_REAL] = CONVERT_NUMBER,
                  [SQL_TEXT] = CONVERT_COPY,
                  [SQL_DATETIME] = CONVERT_LOST,
                  [SQL_REFERENCE] = CONVERT_COPY,
                  [SQL_BYTES] = CONVERT_LOST,
                  [SQL_JSON] = CONVERT_LOST},
    [SQL_DATETIME] = {[SQL_BOOLEAN] = CONVERT_LOST,
                      [SQL_INTEGER] = CONVERT_LOST,
                      [SQL_UNSIGNED] = CONVERT_LOST,
                      [SQL_REAL] = CONVERT_LOST,
                      [SQL_TEXT] = CONVERT_COPY,
                      [SQL_DATETIME] = CONVERT_COPY,
                      [SQL_REFERENCE] = CONVERT_LOST,
                      [SQL_BYTES] = CONVERT_LOST,
                      [SQL_JSON] = CONVERT_LOST},
    [SQL_REFERENCE] = {[SQL_BOOLEAN] = CONVERT_LOST,
                       [SQL_INTEGER] = CONVERT_LOST,
                       [SQL_UNSIGNED] = CONVERT_LOST,
                       [SQL_REAL] = CONVERT_LOST,
                       [SQL_TEXT] = CONVERT_COPY,
                       [SQL_DATETIME] = CONVERT_LOST,
                       [SQL_REFERENCE] = CONVERT_COPY,
                       [SQL_BYTES] = CONVERT_LOST,
                       [SQL_JSON] = CONVERT_LOST},
    [SQL_BYTES] = {[SQL_BOOLEAN] = CONVERT_LOST,
                   [SQL_INTEGER] = CONVERT_LOST,
                   [SQL_UNSIGNED] = CONVERT_LOST,
                   [SQL_REAL] = CONVERT_LOST,
                   [SQL_TEXT] = CONVERT_LOST,
                   [SQL_DATETIME] = CONVERT_LOST,
                   [SQL_REFERENCE] = CONVERT_LOST,
                   [SQL_BYTES] = CONVERT_COPY,
                   [SQL_JSON] = CONVERT_LOST},
};

/* What a boolean, or a small unsigned number, becomes needs no look at its sign. */
static bool never_negative(const struct property *p)
{
    return p->type.cim == CIM_BOOLEAN || (!cim_types[p->type.cim].is_signed && cim_types[p->type.cim].bits < 64);
}

static enum sql_conversion convert(const struct diff *d, const struct property *now, const struct sql_column *to,
                                   const struct property *was, const struct sql_column *from)
{
    if (to->content == SQL_JSON && from->content == SQL_JSON) return convert_json(d, &now->type, &was->type);
    if (from->content == SQL_JSON) return CONVERT_LOST;
    enum sql_conversion c = conversions[from->content][to->content];
    return c == CONVERT_SIGN && never_negative(was) ? CONVERT_COPY : c;
}

/* ---- whether checks got narrower ------------------------------------------------------------------------- */

static bool is_literal(const char *s) { return s && *s != '\'' && *s != '('; }

/* Whether a bound of numbers is no tighter than it was; what cannot be told is taken for tighter. */
static bool bound_holds(const char *now, const char *was, int direction)
{
    if (!now) return true;
    if (!was) return false;
    if (strcmp(now, was) == 0) return true;
    if (!is_literal(now) || !is_literal(was)) return false;
    int64_t a = strtoll(now, NULL, 10), b = strtoll(was, NULL, 10);
    return direction > 0 ? a >= b : a <= b;
}

static bool range_holds(const struct sql_range *now, const struct sql_range *was)
{
    return bound_holds(now->min, was->min, -1) && bound_holds(now->max, was->max, 1);
}

static bool value_passes(const struct sql_check *c, const char *value)
{
    struct sql_range one = {value, value};
    for (size_t i = 0; i < c->value_count; i++)
        if (strcmp(c->values[i], value) == 0) return true;
    for (size_t i = 0; i < c->range_count; i++)
        if (range_holds(&c->ranges[i], &one)) return true;
    return c->kind == CHECK_RANGE && range_holds(&c->bound, &one);
}

static bool range_passes(const struct sql_check *c, const struct sql_range *r)
{
    for (size_t i = 0; i < c->range_count; i++)
        if (range_holds(&c->ranges[i], r)) return true;
    return c->kind == CHECK_RANGE && range_holds(&c->bound, r);
}

/* Whether a value that passes `was` passes `now`. */
static bool check_follows(const struct sql_check *now, const struct sql_check *was)
{
    if (was->kind == CHECK_BOOLEAN && now->kind != CHECK_BOOLEAN)
        return value_passes(now, "0") && value_passes(now, "1");
    if (was->kind == CHECK_VALUES) {
        for (size_t i = 0; i < was->value_count; i++)
            if (!value_passes(now, was->values[i])) return false;
        for (size_t i = 0; i < was->range_count; i++)
            if (!range_passes(now, &was->ranges[i])) return false;
        return now->kind == CHECK_VALUES || now->kind == CHECK_RANGE;
    }
    if (was->kind == CHECK_RANGE && now->kind == CHECK_VALUES) return range_passes(now, &was->bound);
    if (was->kind != now->kind) return false;
    return now->kind == CHECK_BOOLEAN || now->kind == CHECK_DATETIME || now->kind == CHECK_JSON ||
           range_holds(&now->bound, &was->bound);
}

/* A default that passes whatever the old checks said has to pass the new ones; of that nothing is known here. */
static bool checks_follow(const struct sql_column *now, const struct sql_column *was)
{
    if (!now->check_count) return true;
    if (was->allowed && (!now->allowed || strcmp(now->allowed, was->allowed) != 0)) return false;
    for (size_t i = 0; i < now->check_count; i++) {
        bool follows = false;
        for (size_t j = 0; j < was->check_count; j++) follows |= check_follows(&now->checks[i], &was->checks[j]);
        if (!follows) return false;
    }
    return true;
}

/* A text compares otherwise than a number. */
static bool same_order(const struct sql_column *now, const struct sql_column *was)
{
    bool texts = now->content == SQL_TEXT, were = was->content == SQL_TEXT;
    return texts == were && (now->content == SQL_REAL) == (was->content == SQL_REAL);
}

/* ---- columns -------------------------------------------------------------------------------------------- */

bool sql_columns_alike(const struct model *m, const struct sql_column *a, const struct sql_column *b)
{
    struct sql_column x = *a, y = *b;
    x.name = y.name = "";
    x.refers_table = x.refers_column = y.refers_table = y.refers_column = NULL;
    return sql_column_identity(m, &x) == sql_column_identity(m, &y);
}

static const struct sql_column *column_with(const struct model *m, const struct klass *k, const struct property *p,
                                            enum sql_part part)
{
    const struct sql_column *columns[SQL_MOST_COLUMNS];
    size_t count = sql_columns(m, k, p, columns);
    for (size_t i = 0; i < count; i++)
        if (columns[i]->part == part) return columns[i];
    return NULL;
}

struct sql_carry sql_carry_of(const struct model *now, const struct klass *k, const struct property *p,
                              const struct sql_column *c, const struct model *was, const struct klass *old,
                              const struct property *q)
{
    const struct diff *d = now->options->before->diff;
    struct sql_carry carry = {.klass = k, .property = p, .column = c, .old_property = q};
    carry.old = q ? column_with(was, old, q, c->part) : NULL;
    if (!carry.old) return carry;
    if (c->part == PART_VALUE) carry.conversion = convert(d, p, c, q, carry.old);
    if (c->part == PART_KEY) {
        const struct klass *to = sql_link_target(now, p), *from = sql_link_target(was, q);
        bool same = diff_now(d, from) == to && carry.old->content == c->content;
        if (!same) carry.old = NULL;
        return carry;
    }
    carry.opaque = c->part == PART_VALUE && c->content == SQL_JSON && carry.conversion == CONVERT_COPY &&
                   p->type.cim == CIM_CLASS && sql_type_identity(now, &p->type) != sql_type_identity(was, &q->type);
    carry.implied = carry.conversion == CONVERT_COPY && same_order(c, carry.old) && checks_follow(c, carry.old);
    return carry;
}
