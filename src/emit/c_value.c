/* Values as C spells them: defaults and instances. Initialisers are positional, so that they are C++ too. */
#include "emit/c.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "emit/escape.h"

void c_add_integer(struct text *t, enum cim_type type, bool negative, uint64_t magnitude)
{
    if (negative && magnitude > INT64_MAX) text_add_string(t, "INT64_MIN"); /* no literal has that value */
    else if (negative) text_printf(t, magnitude > INT32_MAX ? "INT64_C(-%" PRIu64 ")" : "-%" PRIu64, magnitude);
    else if (magnitude > UINT32_MAX) text_printf(t, "UINT64_C(%" PRIu64 ")", magnitude);
    else text_printf(t, magnitude > INT32_MAX && !cim_types[type].is_signed ? "%" PRIu64 "u" : "%" PRIu64, magnitude);
}

static void add_real(struct text *t, double value, bool single)
{
    char number[40];
    if (!isfinite(value)) value = 0;
    int len = snprintf(number, sizeof number, single ? "%.9g" : "%.17g", value);
    bool point = false;
    for (int i = 0; i < len; i++) {
        if (number[i] == ',') number[i] = '.'; /* of the locale */
        point |= number[i] == '.' || number[i] == 'e';
    }
    text_printf(t, "%s%s%s", number, point ? "" : ".0", single ? "f" : "");
}

/* ---- datetimes ------------------------------------------------------------------------------------------ */

static unsigned long digits(const char *at, unsigned len)
{
    unsigned long value = 0;
    for (unsigned i = 0; i < len; i++)
        if (at[i] >= '0' && at[i] <= '9') value = value * 10 + (unsigned long)(at[i] - '0');
    return value;
}

/* The fields of a mof_datetime, in its order. The text was checked when its type was applied. */
static void add_datetime(struct text *t, struct slice s)
{
    static const struct { uint8_t at, len; uint32_t wild; } points[] = {
        {0, 4, 1}, {4, 2, 2}, {6, 2, 4}, {8, 2, 8}, {10, 2, 16}, {12, 2, 32}};
    if (s.len != 25) {
        text_add_string(t, "0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0");
        return;
    }
    bool interval = s.at[21] == ':';
    unsigned long wild = interval && s.at[0] == '*' ? 64 : 0;
    text_printf(t, "%lu", interval ? digits(s.at, 8) : 0);
    for (unsigned i = 0; i < 6; i++) {
        bool there = !interval || i > 2;
        if (there && s.at[points[i].at] == '*') wild |= points[i].wild;
        text_printf(t, ", %lu", there ? digits(s.at + points[i].at, points[i].len) : 0);
    }
    unsigned known = 0;
    unsigned long micro = 0;
    for (unsigned i = 15; i < 21; i++) {
        known += s.at[i] != '*';
        micro = micro * 10 + digits(s.at + i, 1);
    }
    bool offset = !interval && s.at[22] != '*';
    unsigned long minutes = offset ? digits(s.at + 22, 3) : 0;
    bool minus = s.at[21] == '-';
    text_printf(t, ", %d, %lu, %lu, %u, %d, %s%lu", interval, micro, wild, known,
                offset ? minus && !minutes ? 2 : 1 : 0, minus && minutes ? "-" : "", minutes);
}

/* ---- object paths --------------------------------------------------------------------------------------- */

static void add_key(struct text *path, const struct value *v)
{
    if (v->kind == VALUE_BOOLEAN) text_add_string(path, v->boolean ? "TRUE" : "FALSE");
    if (v->kind == VALUE_INTEGER) text_printf(path, "%s%" PRIu64, v->negative ? "-" : "", v->magnitude);
    if (v->kind != VALUE_STRING) return;
    text_add_char(path, '"');
    for (uint32_t i = 0; i < v->string.len; i++) {
        if (v->string.at[i] == '"' || v->string.at[i] == '\\') text_add_char(path, '\\');
        text_add_char(path, v->string.at[i]);
    }
    text_add_char(path, '"');
}

/* The path of what an alias stands for: Class.Key="value",Key2=5. */
static void add_path(struct text *path, const struct instance *to)
{
    bool first = true;
    text_add_slice(path, name_slice(to->klass->name));
    for (size_t i = 0; i < to->value_count; i++) {
        const struct instance_value *v = &to->values[i];
        if (!v->property->key || !v->value) continue;
        text_add_char(path, first ? '.' : ',');
        text_add_slice(path, name_slice(v->property->name));
        text_add_char(path, '=');
        add_key(path, v->value);
        first = false;
    }
}

/* ---- initialisers --------------------------------------------------------------------------------------- */

static void add_str(struct text *t, struct slice s)
{
    text_add_char(t, '{');
    escape_c_string(t, s);
    text_printf(t, ", %" PRIu32 "}", s.len);
}

static void add_reference(struct text *t, const struct model *m, const struct value *v)
{
    const struct instance *to = v->kind == VALUE_ALIAS ? model_find_alias(m, v->string) : NULL;
    struct text path = {0};
    if (to) add_path(&path, to);
    else if (v->kind == VALUE_STRING || v->kind == VALUE_ALIAS) text_add_slice(&path, v->string);
    text_add_char(t, '{');
    add_str(t, (struct slice){path.at ? path.at : "", (uint32_t)path.len});
    text_add_char(t, '}');
    text_free(&path);
}

static void add_number(struct text *t, enum cim_type cim, const struct value *v)
{
    if (cim == CIM_REAL32 || cim == CIM_REAL64) {
        double whole = v->negative ? -(double)v->magnitude : (double)v->magnitude;
        add_real(t, v->kind == VALUE_REAL ? v->real : whole, cim == CIM_REAL32);
    } else if (v->kind == VALUE_INTEGER || (v->kind == VALUE_CHAR && !v->string.at)) {
        c_add_integer(t, cim, v->negative, v->magnitude);
    } else if (v->kind == VALUE_CHAR && v->string.len) {
        text_printf(t, "%u", (unsigned)(unsigned char)v->string.at[0]);
    } else {
        text_add_char(t, '0');
    }
}

void c_add_initialiser(struct text *t, const struct model *m, const struct type *type, const struct value *v)
{
    enum cim_type cim = c_cim(type);
    bool string = v->kind == VALUE_STRING || v->kind == VALUE_CHAR || v->kind == VALUE_NAME;
    switch (cim) {
    case CIM_BOOLEAN: text_add_string(t, v->kind == VALUE_BOOLEAN && v->boolean ? "true" : "false"); break;
    case CIM_STRING: add_str(t, string ? v->string : slice_of("")); break;
    case CIM_DATETIME:
        text_add_char(t, '{');
        add_datetime(t, string ? v->string : slice_of(""));
        text_add_char(t, '}');
        break;
    case CIM_REFERENCE: add_reference(t, m, v); break;
    case CIM_CLASS: text_add_string(t, "NULL"); break;
    case CIM_OBJECT: text_add_string(t, "{{NULL, 0}}"); break;
    default: add_number(t, cim, v);
    }
}

void c_add_zero(struct text *t, const struct type *type)
{
    static const char *const zeros[] = {
        [CIM_BOOLEAN] = "false", [CIM_REAL32] = "0.0f", [CIM_REAL64] = "0.0", [CIM_STRING] = "{NULL, 0}",
        [CIM_DATETIME] = "{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}", [CIM_REFERENCE] = "{{NULL, 0}}",
        [CIM_CLASS] = "NULL", [CIM_OBJECT] = "{{NULL, 0}}"};
    enum cim_type cim = c_cim(type);
    const char *zero = type->array ? "{NULL, 0}" : zeros[cim];
    text_add_string(t, zero ? zero : "0");
}

bool c_has_initial(const struct property *p)
{
    enum cim_type cim = c_cim(&p->type);
    return p->initial && p->initial->kind != VALUE_NULL && cim != CIM_CLASS && cim != CIM_OBJECT;
}

/* ---- instances ------------------------------------------------------------------------------------------ */

static const struct value *value_in(const struct instance *o, const struct property *p)
{
    for (size_t i = 0; i < o->value_count; i++)
        if (o->values[i].property == p || name_equal(o->values[i].property->name, p->name)) return o->values[i].value;
    return c_has_initial(p) ? p->initial : NULL;
}

static bool is_given(const struct property *p, const struct value *v)
{
    enum cim_type cim = c_cim(&p->type);
    return v && v->kind != VALUE_NULL && cim != CIM_CLASS && cim != CIM_OBJECT;
}

/* The items of an array stand in a table of their own, in front of the instance. */
static void add_items(struct text *t, struct model *m, const char *name, const struct property *p,
                      const struct value *v)
{
    struct type item = p->type;
    item.array = false;
    text_printf(t, "static const %s %s_%s[] = {", c_type(m, &item), name, p->name->text);
    for (size_t i = 0; i < v->array.count; i++) {
        if (i) text_add_string(t, ", ");
        c_add_initialiser(t, m, &item, &v->array.items[i]);
    }
    text_add_string(t, "};\n");
}

static void add_member(struct text *t, struct model *m, const char *name, const struct property *p,
                       const struct value *v)
{
    if (!is_given(p, v) || (p->type.array && (v->kind != VALUE_ARRAY || !v->array.count))) c_add_zero(t, &p->type);
    else if (p->type.array) text_printf(t, "{%s_%s, %zu}", name, p->name->text, v->array.count);
    else c_add_initialiser(t, m, &p->type, v);
}

static void add_instance(struct text *tables, struct text *body, struct model *m, const char *name,
                         const struct klass *k, const struct instance *o)
{
    size_t words = (k->property_count + 31) / 32;
    uint32_t *present = arena_array(m->arena, words + 1, sizeof *present);
    for (size_t i = 0; i < k->property_count; i++) {
        const struct property *p = k->properties[i];
        const struct value *v = value_in(o, p);
        if (is_given(p, v)) present[i / 32] |= 1u << (i % 32);
        if (is_given(p, v) && p->type.array && v->kind == VALUE_ARRAY && v->array.count)
            add_items(tables, m, name, p, v);
        text_add_string(body, i ? ", " : "");
        add_member(body, m, name, p, v);
    }
    text_add_string(body, k->property_count ? ", {" : "{");
    for (size_t i = 0; i < words || !i; i++) text_printf(body, "%s0x%" PRIx32 "u", i ? ", " : "", present[i]);
    text_add_char(body, '}');
}

void c_write_instances(struct model *m, struct sink *to, const struct klass *k)
{
    size_t number = 0, count;
    const struct instance *const *list = model_instances_of(m, k, &count);
    for (size_t i = 0; i < count; i++) {
        const struct instance *o = list[i];
        struct text tables = {0}, body = {0}, alias = {0};
        if (o->alias) escape_identifier(&alias, name_slice(o->alias));
        const char *name = alias.len ? arena_printf(m->arena, "%s_%s", c_class_name(m, k), alias.at)
                                     : arena_printf(m->arena, "%s_instance_%zu", c_class_name(m, k), ++number);
        add_instance(&tables, &body, m, name, k, o);
        sink_object(to, NULL);
        sink_string(to, "name", name);
        sink_slice(to, "tables", (struct slice){tables.at ? tables.at : "", (uint32_t)tables.len});
        sink_slice(to, "value", (struct slice){body.at ? body.at : "", (uint32_t)body.len});
        sink_end(to);
        text_free(&tables);
        text_free(&body);
        text_free(&alias);
    }
}
