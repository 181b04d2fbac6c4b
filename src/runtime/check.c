/* The building blocks of generated validators. Each looks at one property: may it be there, must it be there, was a
 * value set without its presence bit, and is the value within its bounds. */
#include "mofrt.h"

#include <math.h>
#include <string.h>

enum {
    MODE_BITS = 8
}; /* above them `mode` carries the depth of embedding, so that validators need no more arguments */

struct mof_check mof_check_begin(const struct mof_class *of, const void *object, int mode, struct mof_report *report)
{
    struct mof_check c = {.of = of, .report = report};
    const void *present = (const char *)object + of->present_offset;
    c.present = present;
    c.mode = mode & ((1 << MODE_BITS) - 1);
    c.depth = (unsigned)mode >> MODE_BITS;
    return c;
}

/* By the class's own function, or by its table where that says all. */
static size_t validate(const struct mof_class *of, const void *object, int mode, struct mof_report *report)
{
    if (of->validate) return of->validate(object, mode, report);
    struct mof_check c = mof_check_begin(of, object, mode, report);
    mof_check_rows(&c, object, 0, of->property_count);
    return c.found;
}

size_t mof_validate(const struct mof_class *c, const void *object, enum mof_mode mode, struct mof_report *report)
{
    return validate(c, object, (int)mode, report);
}

static struct mof_violation about(const struct mof_check *c, uint32_t i, enum mof_rule rule)
{
    struct mof_violation v = {.of = c->of, .rule = rule, .index = MOF_WHOLE};
    v.property = c->of->properties[i].name;
    v.value_type = c->of->properties[i].type;
    return v;
}

static void add(struct mof_check *c, const struct mof_violation *v)
{
    mof_report_add(c->report, v);
    c->found++;
}

static void add_rule(struct mof_check *c, uint32_t i, enum mof_rule rule)
{
    struct mof_violation v = about(c, i, rule);
    add(c, &v);
}

static void add_bound(struct mof_check *c, uint32_t i, int64_t index, enum mof_rule rule, uint64_t value,
                      uint64_t limit)
{
    struct mof_violation v = about(c, i, rule);
    v.index = index;
    v.value = value;
    v.limit = limit;
    add(c, &v);
}

/* ---- presence and access -------------------------------------------------------------------------------- */

static void check_absent(struct mof_check *c, uint32_t i, bool has_value)
{
    uint16_t flags = c->of->properties[i].flags;
    bool assigned = (flags & MOF_READ) && !(flags & MOF_WRITE); /* the provider sets it, not the client who creates */
    if (has_value && c->mode != MOF_MIRROR) add_rule(c, i, MOF_RULE_NOT_PRESENT);
    if (c->mode == MOF_UPDATE) return; /* what is absent is left as it is */
    if (flags & MOF_KEY) add_rule(c, i, MOF_RULE_KEY_MISSING);
    else if ((flags & MOF_NOT_NULL) && !(c->mode == MOF_CREATE && assigned)) add_rule(c, i, MOF_RULE_NULL);
}

static void check_access(struct mof_check *c, uint32_t i)
{
    uint16_t flags = c->of->properties[i].flags;
    if (c->mode == MOF_MIRROR || (flags & MOF_KEY))
        return; /* a key names the object; the store sees one that changed */
    if ((flags & MOF_READ) && !(flags & MOF_WRITE)) add_rule(c, i, MOF_RULE_READ_ONLY);
}

/* Whether there is a value whose bounds are to be checked. */
static bool is_there(struct mof_check *c, uint32_t i, bool has_value)
{
    if (!mof_has(c->present, i)) {
        check_absent(c, i, has_value);
        c->pardon = false;
        return false;
    }
    check_access(c, i);
    return true;
}

/* Whether bounds apply; takes back the pardon. */
static bool is_bound(struct mof_check *c)
{
    bool bound = !c->pardon;
    c->pardon = false;
    return bound;
}

/* ---- numbers -------------------------------------------------------------------------------------------- */

static void check_known(struct mof_check *c, uint32_t i, int64_t index, uint64_t value)
{
    const struct mof_enum *e = c->of->properties[i].enumeration;
    if (!e || e->type == MOF_STRING || mof_enum_known(e, value)) return;
    struct mof_violation v = about(c, i, MOF_RULE_UNKNOWN_VALUE);
    v.warning = e->open != 0;
    v.index = index;
    v.value = value;
    add(c, &v);
}

void mof_check_bool(struct mof_check *c, uint32_t i, bool value)
{
    is_there(c, i, value);
    c->pardon = false;
}

void mof_check_unsigned(struct mof_check *c, uint32_t i, uint64_t value)
{
    if (is_there(c, i, value != 0) && is_bound(c)) check_known(c, i, MOF_WHOLE, value);
}

void mof_check_unsigned_range(struct mof_check *c, uint32_t i, uint64_t value, uint64_t min, uint64_t max)
{
    if (!is_there(c, i, value != 0) || !is_bound(c)) return;
    check_known(c, i, MOF_WHOLE, value);
    if (value < min) add_bound(c, i, MOF_WHOLE, MOF_RULE_TOO_SMALL, value, min);
    if (value > max) add_bound(c, i, MOF_WHOLE, MOF_RULE_TOO_LARGE, value, max);
}

void mof_check_signed(struct mof_check *c, uint32_t i, int64_t value)
{
    mof_check_unsigned(c, i, (uint64_t)value);
}

void mof_check_signed_range(struct mof_check *c, uint32_t i, int64_t value, int64_t min, int64_t max)
{
    if (!is_there(c, i, value != 0) || !is_bound(c)) return;
    check_known(c, i, MOF_WHOLE, (uint64_t)value);
    if (value < min) add_bound(c, i, MOF_WHOLE, MOF_RULE_TOO_SMALL, (uint64_t)value, (uint64_t)min);
    if (value > max) add_bound(c, i, MOF_WHOLE, MOF_RULE_TOO_LARGE, (uint64_t)value, (uint64_t)max);
}

static uint64_t bits_of(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static void add_real(struct mof_check *c, uint32_t i, int64_t index, enum mof_rule rule, double value, double limit)
{
    struct mof_violation v = about(c, i, rule);
    v.value_type = MOF_REAL64;
    v.index = index;
    v.value = bits_of(value);
    v.limit = bits_of(limit);
    add(c, &v);
}

void mof_check_real(struct mof_check *c, uint32_t i, double value)
{
    if (!is_there(c, i, value != 0) || !is_bound(c)) return;
    if (!isfinite(value)) add_real(c, i, MOF_WHOLE, MOF_RULE_NOT_FINITE, value, 0);
}

void mof_check_real_range(struct mof_check *c, uint32_t i, double value, double min, double max)
{
    if (!is_there(c, i, value != 0) || !is_bound(c)) return;
    if (!isfinite(value)) add_real(c, i, MOF_WHOLE, MOF_RULE_NOT_FINITE, value, 0);
    else if (value < min) add_real(c, i, MOF_WHOLE, MOF_RULE_TOO_SMALL, value, min);
    else if (value > max) add_real(c, i, MOF_WHOLE, MOF_RULE_TOO_LARGE, value, max);
}

/* ---- text ----------------------------------------------------------------------------------------------- */

static void add_text(struct mof_check *c, uint32_t i, int64_t index, enum mof_rule rule, mof_str text, uint64_t value,
                     uint64_t limit)
{
    struct mof_violation v = about(c, i, rule);
    v.index = index;
    v.value = value;
    v.limit = limit;
    v.text = text.at ? text : mof_str_of("", 0);
    add(c, &v);
}

/* Text that is no text is said to be so and nothing else. */
static bool is_text(struct mof_check *c, uint32_t i, int64_t index, mof_str value, size_t *characters)
{
    if (mof_str_valid(value, characters)) return true;
    struct mof_violation v = about(c, i, MOF_RULE_BAD_TEXT);
    v.index = index;
    add(c, &v);
    return false;
}

static void check_text(struct mof_check *c, uint32_t i, int64_t index, mof_str value, uint64_t min, uint64_t max)
{
    const struct mof_enum *e = c->of->properties[i].enumeration;
    size_t characters;
    bool bound = is_bound(c);
    if (!is_text(c, i, index, value, &characters) || !bound) return;
    if (characters < min) add_text(c, i, index, MOF_RULE_TOO_SHORT, value, characters, min);
    if (characters > max) add_text(c, i, index, MOF_RULE_TOO_LONG, value, characters, max);
    if (!e || e->type != MOF_STRING || mof_enum_known_text(e, value)) return;
    struct mof_violation v = about(c, i, MOF_RULE_UNKNOWN_VALUE);
    v.warning = e->open != 0;
    v.index = index;
    v.text = value.at ? value : mof_str_of("", 0);
    add(c, &v);
}

void mof_check_str(struct mof_check *c, uint32_t i, mof_str value, uint64_t min, uint64_t max)
{
    if (is_there(c, i, value.len != 0)) check_text(c, i, MOF_WHOLE, value, min, max);
}

void mof_check_str_range(struct mof_check *c, uint32_t i, mof_str value, const char *min, const char *max)
{
    if (!mof_has(c->present, i) || !is_bound(c)) return;
    struct mof_violation v = about(c, i, MOF_RULE_TOO_SMALL);
    v.text = value.at ? value : mof_str_of("", 0);
    v.value_type = MOF_STRING;
    if (min && mof_str_compare(value, mof_str_from(min)) < 0) add(c, &v);
    v.rule = MOF_RULE_TOO_LARGE;
    if (max && mof_str_compare(value, mof_str_from(max)) > 0) add(c, &v);
}

void mof_check_ref(struct mof_check *c, uint32_t i, mof_ref value)
{
    if (is_there(c, i, value.path.len != 0)) check_text(c, i, MOF_WHOLE, value.path, 0, UINT64_MAX);
}

void mof_check_object(struct mof_check *c, uint32_t i, mof_object value)
{
    if (is_there(c, i, value.json.len != 0)) check_text(c, i, MOF_WHOLE, value.json, 0, UINT64_MAX);
}

void mof_check_datetime(struct mof_check *c, uint32_t i, const mof_datetime *value)
{
    static const mof_datetime none;
    bool has_value = memcmp(value, &none, sizeof none) != 0;
    if (is_there(c, i, has_value) && !mof_datetime_valid(value)) add_rule(c, i, MOF_RULE_BAD_DATETIME);
    c->pardon = false;
}

/* ---- embedded objects ----------------------------------------------------------------------------------- */

static void check_inner(struct mof_check *c, uint32_t i, int64_t index, const void *object)
{
    const struct mof_class *inner = c->of->properties[i].embedded;
    if (c->depth + 1 >= MOF_DEPTH) {
        add_bound(c, i, index, MOF_RULE_TOO_DEEP, c->depth + 1, MOF_DEPTH);
        return;
    }
    /* What is embedded is a value of its own: a part of it that is absent is no "leave it as it is". */
    int mode = c->mode == MOF_UPDATE ? MOF_CREATE : c->mode;
    c->found += validate(inner, object, mode | (int)((c->depth + 1) << MODE_BITS), c->report);
}

void mof_check_embedded(struct mof_check *c, uint32_t i, const void *value)
{
    if (!is_there(c, i, value != NULL)) return;
    c->pardon = false;
    if (value) check_inner(c, i, MOF_WHOLE, value);
    else add_rule(c, i, MOF_RULE_NULL);
}

/* ---- arrays --------------------------------------------------------------------------------------------- */

/* Whether there are items to look at. */
static bool array_there(struct mof_check *c, uint32_t i, size_t count, uint64_t size)
{
    if (!is_there(c, i, count != 0)) return false;
    if (size && count != size) add_bound(c, i, MOF_WHOLE, MOF_RULE_ARRAY_SIZE, count, size);
    return true;
}

static uint64_t number_at(uint8_t type, const void *items, size_t n)
{
    switch (type) {
    case MOF_UINT8:
        return ((const uint8_t *)items)[n];
    case MOF_SINT8:
        return (uint64_t)(int64_t)((const int8_t *)items)[n];
    case MOF_UINT16:
    case MOF_CHAR16:
        return ((const uint16_t *)items)[n];
    case MOF_SINT16:
        return (uint64_t)(int64_t)((const int16_t *)items)[n];
    case MOF_UINT32:
        return ((const uint32_t *)items)[n];
    case MOF_SINT32:
        return (uint64_t)(int64_t)((const int32_t *)items)[n];
    case MOF_UINT64:
        return ((const uint64_t *)items)[n];
    case MOF_SINT64:
        return (uint64_t)((const int64_t *)items)[n];
    default:
        return 0;
    }
}

static bool is_signed(uint8_t type)
{
    return type == MOF_SINT8 || type == MOF_SINT16 || type == MOF_SINT32 || type == MOF_SINT64;
}

static void check_item(struct mof_check *c, uint32_t i, const void *items, size_t n)
{
    const struct mof_property *p = &c->of->properties[i];
    double real = p->type == MOF_REAL32   ? (double)((const float *)items)[n]
                  : p->type == MOF_REAL64 ? ((const double *)items)[n]
                                          : 0;
    switch (p->type) {
    case MOF_BOOLEAN:
        break;
    case MOF_REAL32:
    case MOF_REAL64:
        if (!isfinite(real)) add_real(c, i, (int64_t)n, MOF_RULE_NOT_FINITE, real, 0);
        break;
    case MOF_STRING:
        check_text(c, i, (int64_t)n, ((const mof_str *)items)[n], 0, UINT64_MAX);
        break;
    case MOF_REFERENCE:
        check_text(c, i, (int64_t)n, ((const mof_ref *)items)[n].path, 0, UINT64_MAX);
        break;
    case MOF_OBJECT:
        check_text(c, i, (int64_t)n, ((const mof_object *)items)[n].json, 0, UINT64_MAX);
        break;
    case MOF_CLASS:
        check_inner(c, i, (int64_t)n, (const char *)items + n * p->embedded->size);
        break;
    case MOF_DATETIME:
        if (!mof_datetime_valid(&((const mof_datetime *)items)[n]))
            add_bound(c, i, (int64_t)n, MOF_RULE_BAD_DATETIME, 0, 0);
        break;
    default:
        check_known(c, i, (int64_t)n, number_at(p->type, items, n));
    }
}

/* Items whose any value is right are not looked at one by one. */
static bool any_item(const struct mof_property *p)
{
    return p->type <= MOF_SINT64 ? !p->enumeration : p->type == MOF_CHAR16;
}

void mof_check_array(struct mof_check *c, uint32_t i, const void *items, size_t count, uint64_t size)
{
    if (!array_there(c, i, count, size) || !is_bound(c) || any_item(&c->of->properties[i])) return;
    for (size_t n = 0; n < count; n++) check_item(c, i, items, n);
}

void mof_check_bytes(struct mof_check *c, uint32_t i, mof_uint8_array value, uint64_t min, uint64_t max)
{
    if (!is_there(c, i, value.count != 0) || !is_bound(c)) return;
    if (value.count < min) add_bound(c, i, MOF_WHOLE, MOF_RULE_TOO_SHORT, value.count, min);
    if (value.count > max) add_bound(c, i, MOF_WHOLE, MOF_RULE_TOO_LONG, value.count, max);
}

void mof_check_strs(struct mof_check *c, uint32_t i, mof_str_array value, uint64_t size, uint64_t min, uint64_t max)
{
    if (!array_there(c, i, value.count, size) || !is_bound(c)) return;
    for (size_t n = 0; n < value.count; n++) check_text(c, i, (int64_t)n, value.items[n], min, max);
}

void mof_check_items_range(struct mof_check *c, uint32_t i, const void *items, size_t count, uint64_t size,
                           uint64_t min, uint64_t max)
{
    uint8_t type = c->of->properties[i].type;
    if (!array_there(c, i, count, size) || !is_bound(c)) return;
    for (size_t n = 0; n < count; n++) {
        uint64_t value = number_at(type, items, n);
        bool small = is_signed(type) ? (int64_t)value < (int64_t)min : value < min;
        bool large = is_signed(type) ? (int64_t)value > (int64_t)max : value > max;
        check_known(c, i, (int64_t)n, value);
        if (small) add_bound(c, i, (int64_t)n, MOF_RULE_TOO_SMALL, value, min);
        if (large) add_bound(c, i, (int64_t)n, MOF_RULE_TOO_LARGE, value, max);
    }
}

void mof_check_count(struct mof_check *c, uint32_t i, uint64_t value, uint32_t array, size_t count)
{
    if (!mof_has(c->present, i) || !mof_has(c->present, array) || value == count) return;
    add_bound(c, i, MOF_WHOLE, MOF_RULE_LENGTH_MISMATCH, value, count);
}

/* ---- by the table --------------------------------------------------------------------------------------- */

static void check_array_row(struct mof_check *c, uint32_t i, const struct mof_property *p, const void *at)
{
    mof_str_array strs;
    mof_uint8_array bytes;
    mof_class_array array; /* any array, without its items' type */
    memcpy(&array, at, sizeof array);
    memcpy(&strs, at, sizeof strs);
    memcpy(&bytes, at, sizeof bytes);
    if (!(p->flags & MOF_LIMITED)) mof_check_array(c, i, array.items, array.count, 0);
    else if (p->type == MOF_STRING) mof_check_strs(c, i, strs, 0, p->min, p->max);
    else if (p->type == MOF_UINT8) mof_check_bytes(c, i, bytes, p->min, p->max);
    else mof_check_items_range(c, i, array.items, array.count, 0, p->min, p->max);
}

static void check_number_row(struct mof_check *c, uint32_t i, const struct mof_property *p, const void *at)
{
    uint64_t value = number_at(p->type, at, 0);
    if (!(p->flags & MOF_LIMITED)) mof_check_unsigned(c, i, value);
    else if (!is_signed(p->type)) mof_check_unsigned_range(c, i, value, p->min, p->max);
    else mof_check_signed_range(c, i, (int64_t)value, (int64_t)p->min, (int64_t)p->max);
}

static void check_row(struct mof_check *c, uint32_t i, const void *at)
{
    const struct mof_property *p = &c->of->properties[i];
    bool limited = p->flags & MOF_LIMITED;
    const void *pointer;
    if (p->flags & MOF_ARRAY) {
        check_array_row(c, i, p, at);
        return;
    }
    switch (p->type) {
    case MOF_BOOLEAN:
        mof_check_bool(c, i, *(const bool *)at);
        break;
    case MOF_REAL32:
        mof_check_real(c, i, (double)*(const float *)at);
        break;
    case MOF_REAL64:
        mof_check_real(c, i, *(const double *)at);
        break;
    case MOF_STRING:
        mof_check_str(c, i, *(const mof_str *)at, limited ? p->min : 0, limited ? p->max : UINT64_MAX);
        break;
    case MOF_DATETIME:
        mof_check_datetime(c, i, at);
        break;
    case MOF_REFERENCE:
        mof_check_ref(c, i, *(const mof_ref *)at);
        break;
    case MOF_OBJECT:
        mof_check_object(c, i, *(const mof_object *)at);
        break;
    case MOF_CLASS:
        memcpy(&pointer, at, sizeof pointer);
        mof_check_embedded(c, i, pointer);
        break;
    default:
        check_number_row(c, i, p, at);
    }
}

void mof_check_rows(struct mof_check *c, const void *object, uint32_t i, uint32_t count)
{
    for (; count; i++, count--) {
        bool looked_at = mof_has(c->present, i) || c->mode != MOF_MIRROR; /* else a value without its bit is no fault */
        if (looked_at) check_row(c, i, (const char *)object + c->of->properties[i].offset);
        else check_absent(c, i, false);
    }
}
