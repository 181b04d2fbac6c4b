/* Validation by a class's table: may a property be there, must it be there, was a value set without its bool in `has`,
 * and is the value within its type, list and limits. One pass, row by row; what nearly every row of a record needs is
 * decided in the loop itself, so that a good record costs no call a property. */
#include <math.h>
#include <string.h>

#include "rows.h"

struct check {
    const mof_class *of;
    enum mof_mode mode;
    unsigned depth; /* of embedding */
    mof_report *report;
    size_t found;
    const struct check *outer; /* of the object that embeds this one; NULL: none does */
    mof_step step;             /* where it does */
};

static void check_object(struct check *c, const mof_class *of, uint32_t count, const char *object, const bool *has);

size_t mof_validate(const mof_class *of, const void *object, enum mof_mode mode, mof_report *report)
{
    struct check c = {.of = of, .mode = mode, .report = report};
    check_object(&c, of, of->count, object, mof_has_const(of, object));
    return c.found;
}

/* ---- what is found -------------------------------------------------------------------------------------- */

static mof_violation about(const struct check *c, const struct mof_property *p, int64_t index, enum mof_rule rule)
{
    mof_violation v = {.of = c->of, .property = p->name, .rule = rule, .index = index, .value_type = p->type};
    v.depth = c->depth;
    for (uint32_t i = c->depth; i > 0; i--, c = c->outer)
        if (i <= MOF_STEPS) v.within[i - 1] = c->step;
    return v;
}

static void add(struct check *c, const mof_violation *v)
{
    mof_report_add(c->report, v);
    c->found++;
}

static void add_rule(struct check *c, const struct mof_property *p, int64_t index, enum mof_rule rule)
{
    mof_violation v = about(c, p, index, rule);
    add(c, &v);
}

static void add_bound(struct check *c, const struct mof_property *p, int64_t index, enum mof_rule rule, uint64_t value,
                      uint64_t limit)
{
    mof_violation v = about(c, p, index, rule);
    v.value = value;
    v.limit = limit;
    add(c, &v);
}

static mof_str shown(mof_str text) { return text.at ? text : mof_str_of("", 0); }

static void add_text(struct check *c, const struct mof_property *p, int64_t index, enum mof_rule rule, mof_str text,
                     uint64_t value, uint64_t limit)
{
    mof_violation v = about(c, p, index, rule);
    v.value = value;
    v.limit = limit;
    v.text = shown(text);
    add(c, &v);
}

/* ---- numbers -------------------------------------------------------------------------------------------- */

static void add_unknown(struct check *c, const struct mof_property *p, int64_t index, uint64_t value)
{
    mof_violation v = about(c, p, index, MOF_RULE_UNKNOWN_VALUE);
    v.warning = p->values->open || p->values->flags;
    v.value = value;
    v.limit = p->values->flags ? mof_enum_unlisted(p->values, value) : 0;
    add(c, &v);
}

static inline bool is_listed(const struct mof_enum *e, uint64_t value)
{
    return (value < 64 && e->small >> value & 1) || mof_enum_valid(e, value);
}

static void check_number_limits(struct check *c, const struct mof_property *p, int64_t index, uint64_t value)
{
    const struct mof_limits *l = p->limits;
    if (!l->has_range) return;
    bool is_signed = mof_type_is_signed(p->type);
    bool small = is_signed ? (int64_t)value < (int64_t)l->min : value < l->min;
    bool large = is_signed ? (int64_t)value > (int64_t)l->max : value > l->max;
    if (small) add_bound(c, p, index, MOF_RULE_TOO_SMALL, value, l->min);
    if (large) add_bound(c, p, index, MOF_RULE_TOO_LARGE, value, l->max);
}

static inline void check_number(struct check *c, const struct mof_property *p, int64_t index, uint64_t value)
{
    if (p->limits && p->limits->or_default && value == p->limits->default_number) return;
    if (p->values && p->values->type != MOF_STRING && !is_listed(p->values, value)) add_unknown(c, p, index, value);
    if (p->limits) check_number_limits(c, p, index, value);
}

static uint64_t bits_of(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static void add_real(struct check *c, const struct mof_property *p, int64_t index, enum mof_rule rule, double value,
                     double limit)
{
    mof_violation v = about(c, p, index, rule);
    v.value_type = MOF_REAL64;
    v.value = bits_of(value);
    v.limit = bits_of(limit);
    add(c, &v);
}

static void check_real(struct check *c, const struct mof_property *p, int64_t index, double value)
{
    const struct mof_limits *l = p->limits;
    if (!isfinite(value)) add_real(c, p, index, MOF_RULE_NOT_FINITE, value, 0);
    else if (!l || !l->has_range || (l->or_default && bits_of(value) == bits_of(l->default_real))) return;
    else if (value < l->real_min) add_real(c, p, index, MOF_RULE_TOO_SMALL, value, l->real_min);
    else if (value > l->real_max) add_real(c, p, index, MOF_RULE_TOO_LARGE, value, l->real_max);
}

/* ---- text ----------------------------------------------------------------------------------------------- */

static void check_text_limits(struct check *c, const struct mof_property *p, int64_t index, mof_str value,
                              size_t characters)
{
    const struct mof_limits *l = p->limits;
    if (l->has_length && characters < l->min_length)
        add_text(c, p, index, MOF_RULE_TOO_SHORT, value, characters, l->min_length);
    if (l->has_length && characters > l->max_length)
        add_text(c, p, index, MOF_RULE_TOO_LONG, value, characters, l->max_length);
    if (l->text_min && mof_str_compare(value, mof_str_from(l->text_min)) < 0)
        add_text(c, p, index, MOF_RULE_TOO_SMALL, value, 0, 0);
    if (l->text_max && mof_str_compare(value, mof_str_from(l->text_max)) > 0)
        add_text(c, p, index, MOF_RULE_TOO_LARGE, value, 0, 0);
}

/* What a provider sent may lie in a subclass that another schema has. */
static void check_reference(struct check *c, const struct mof_property *p, int64_t index, mof_str value)
{
    uint32_t key;
    enum mof_bad_path bad = mof_path_check((mof_ref){value}, p->target, &key);
    if (bad == MOF_PATH_GOOD) return;
    mof_violation v = about(c, p, index, MOF_RULE_BAD_REFERENCE);
    v.warning = bad == MOF_PATH_OTHER_CLASS && c->mode == MOF_MIRROR;
    v.value = bad;
    v.limit = key;
    v.text = shown(value);
    add(c, &v);
}

/* Text that is no text is reported as that and as nothing else. */
static void check_text(struct check *c, const struct mof_property *p, int64_t index, mof_str value)
{
    size_t characters = value.len;
    if (!mof_str_is_plain(value) && !mof_str_valid(value, &characters)) {
        add_rule(c, p, index, MOF_RULE_BAD_TEXT);
        return;
    }
    if (p->type == MOF_REFERENCE) check_reference(c, p, index, value);
    if (p->type != MOF_STRING || (!p->limits && !p->values)) return;
    if (p->limits && p->limits->or_default && mof_str_is(value, p->limits->default_text)) return;
    if (p->limits) check_text_limits(c, p, index, value, characters);
    if (!p->values || p->values->type != MOF_STRING || mof_enum_name_text(p->values, value)) return;
    mof_violation v = about(c, p, index, MOF_RULE_UNKNOWN_VALUE);
    v.warning = p->values->open;
    v.text = shown(value);
    add(c, &v);
}

/* ---- embedded objects and arrays ------------------------------------------------------------------------ */

/* What is embedded is a value of its own: a part of it that is absent is not left as it is. */
static void check_inner(struct check *c, const struct mof_property *p, int64_t index, const void *object)
{
    struct check inner = {.of = p->embedded,
                          .mode = c->mode == MOF_UPDATE ? MOF_CREATE : c->mode,
                          .depth = c->depth + 1,
                          .report = c->report,
                          .outer = c,
                          .step = {p->name, index}};
    if (inner.depth >= MOF_DEPTH) {
        add_bound(c, p, index, MOF_RULE_TOO_DEEP, inner.depth, MOF_DEPTH);
        return;
    }
    check_object(&inner, inner.of, inner.of->count, object, mof_has_const(inner.of, object));
    c->found += inner.found;
}

static void check_item(struct check *c, const struct mof_property *p, const char *at, int64_t index)
{
    const void *pointer = at;
    switch (p->type) {
    case MOF_BOOLEAN: break;
    case MOF_REAL32: check_real(c, p, index, (double)*(const float *)pointer); break;
    case MOF_REAL64: check_real(c, p, index, *(const double *)pointer); break;
    case MOF_STRING:
    case MOF_REFERENCE: /* a mof_ref is its path, a mof_object its JSON */
    case MOF_OBJECT: check_text(c, p, index, *(const mof_str *)pointer); break;
    case MOF_DATETIME:
        if (!mof_datetime_valid(pointer)) add_rule(c, p, index, MOF_RULE_BAD_DATETIME);
        break;
    case MOF_CLASS:
        if (!(p->flags & MOF_ARRAY)) memcpy(&pointer, at, sizeof pointer);
        if (pointer) check_inner(c, p, index, pointer);
        else add_rule(c, p, index, MOF_RULE_NULL);
        break;
    default: check_number(c, p, index, mof_number_at(p->type, pointer));
    }
}

/* Items of which any value is right are not looked at one by one. */
static bool takes_any(const struct mof_property *p)
{
    return (p->type <= MOF_SINT64 || p->type == MOF_CHAR16) && !p->values && !(p->limits && p->limits->has_range);
}

static void check_array(struct check *c, const struct mof_property *p, const char *at)
{
    const struct mof_limits *l = p->limits;
    struct mof_any_array array;
    memcpy(&array, at, sizeof array);
    if (l && l->size && array.count != l->size) add_bound(c, p, MOF_WHOLE, MOF_RULE_ARRAY_SIZE, array.count, l->size);
    if (l && l->has_length && p->type == MOF_UINT8) {
        if (array.count < l->min_length) add_bound(c, p, MOF_WHOLE, MOF_RULE_TOO_SHORT, array.count, l->min_length);
        if (array.count > l->max_length) add_bound(c, p, MOF_WHOLE, MOF_RULE_TOO_LONG, array.count, l->max_length);
    }
    if (takes_any(p)) return;
    size_t size = mof_item_size(p);
    for (size_t n = 0; n < array.count; n++) check_item(c, p, (const char *)array.items + n * size, (int64_t)n);
}

/* The number counts an array; both are there. */
static void check_count(struct check *c, const struct mof_property *p, const char *object, const bool *has)
{
    const struct mof_property *counted = mof_row(c->of, p->limits->length_of);
    uint64_t value = mof_number_at(p->type, object + p->offset);
    struct mof_any_array array;
    memcpy(&array, object + counted->offset, sizeof array);
    if (!has[p->limits->length_of] || value == array.count) return;
    add_bound(c, p, MOF_WHOLE, MOF_RULE_LENGTH_MISMATCH, value, array.count);
}

/* ---- rows ----------------------------------------------------------------------------------------------- */

static bool is_zero(const char *at, size_t size)
{
    while (size && !*at) at++, size--;
    return !size;
}

/* A string or an array is a value where it has a length, whatever its pointer is. */
static bool has_value(const struct mof_property *p, const char *at)
{
    bool counted = p->flags & MOF_ARRAY || p->type == MOF_STRING || p->type == MOF_REFERENCE || p->type == MOF_OBJECT;
    struct mof_any_array array;
    if (!counted) return !is_zero(at, mof_value_size(p));
    memcpy(&array, at, sizeof array);
    return array.count != 0;
}

static void check_absent(struct check *c, const struct mof_property *p, const char *at)
{
    bool assigned = p->access == MOF_READ; /* the provider sets it, not the client who creates */
    if (c->mode != MOF_MIRROR && has_value(p, at)) add_rule(c, p, MOF_WHOLE, MOF_RULE_NOT_PRESENT);
    if (c->mode == MOF_UPDATE) return; /* what is absent is left as it is */
    if (p->flags & MOF_KEY) add_rule(c, p, MOF_WHOLE, MOF_RULE_KEY_MISSING);
    else if ((p->flags & MOF_NOT_NULL) && !(c->mode == MOF_CREATE && assigned))
        add_rule(c, p, MOF_WHOLE, MOF_RULE_NULL);
}

/* A documented default that nobody touched is no write. */
static bool is_default(const struct check *c, const struct mof_property *p, const char *at, size_t i)
{
    const mof_class *of = c->of;
    if (!of->defaults || !mof_has_const(of, of->defaults)[i]) return false;
    return mof_same_value(p, at, (const char *)of->defaults + p->offset);
}

/* A key names the object, so it is no write; that it changed only the store can see. */
static void check_access(struct check *c, const struct mof_property *p, const char *at, size_t i)
{
    if (p->access != MOF_READ || p->flags & MOF_KEY) return;
    if (c->mode == MOF_CREATE && is_default(c, p, at, i)) return;
    add_rule(c, p, MOF_WHOLE, MOF_RULE_READ_ONLY);
}

/* Whether a value is one that nearly every property has: of no list but the small ones, plain text, no limits. */
static inline bool is_plainly_right(const struct mof_property *p, const char *at)
{
    if (p->limits || p->flags & MOF_ARRAY) return false;
    const void *value = at;
    if (p->type <= MOF_SINT64) {
        uint64_t number = p->values ? mof_number_at(p->type, value) : 0;
        return !p->values || (number < 64 && p->values->small >> number & 1);
    }
    if (p->type == MOF_STRING) return !p->values && mof_str_is_plain(*(const mof_str *)value);
    return p->type == MOF_DATETIME && mof_datetime_valid(value);
}

/* The first `count` rows in order, those of the superclasses first. `has` is of the whole object. */
static void check_object(struct check *c, const mof_class *of, uint32_t count, const char *object, const bool *has)
{
    if (of->inherited) check_object(c, of->super, of->inherited < count ? of->inherited : count, object, has);
    const struct mof_property *p = of->properties;
    for (uint32_t i = of->inherited; i < count; i++, p++) {
        const char *at = object + p->offset;
        if (!has[i]) {
            if (c->mode != MOF_MIRROR || p->flags & (MOF_KEY | MOF_NOT_NULL)) check_absent(c, p, at);
            continue;
        }
        if (c->mode != MOF_MIRROR) check_access(c, p, at, i);
        if (is_plainly_right(p, at)) continue;
        if (p->flags & MOF_ARRAY) check_array(c, p, at);
        else check_item(c, p, at, MOF_WHOLE);
        if (p->limits && p->limits->counts) check_count(c, p, object, has);
    }
}
