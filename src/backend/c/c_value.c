/* Values as C spells them: initialisers of constants. What a value borrows from is written in place, as a compound
 * literal, which at file scope lives as long as the program. */
#include "backend/c/c.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/datetime.h"
#include "base/escape.h"

void c_add_integer(struct text *t, enum cim_type type, bool negative, uint64_t magnitude)
{
    if (negative && magnitude > INT64_MAX) text_add_string(t, "INT64_MIN"); /* no literal has that value */
    else if (negative) text_printf(t, magnitude > INT32_MAX ? "INT64_C(-%" PRIu64 ")" : "-%" PRIu64, magnitude);
    else if (magnitude > UINT32_MAX) text_printf(t, "UINT64_C(%" PRIu64 ")", magnitude);
    else text_printf(t, magnitude > INT32_MAX && !cim_types[type].is_signed ? "%" PRIu64 "u" : "%" PRIu64, magnitude);
}

/* Two's complement, whatever the compiler thinks of a negative constant. */
void c_add_bits(struct text *t, enum cim_type type, bool negative, uint64_t magnitude)
{
    if (negative && magnitude) text_add_string(t, "(uint64_t)");
    c_add_integer(t, type, negative && magnitude, magnitude);
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

/* The members of a mof_datetime that are not 0. The text was checked when its type was applied. */
static void add_datetime(struct text *t, struct slice s)
{
    mof_datetime d = {0};
    datetime_read(s, &d);
    const struct {
        const char *name;
        long value;
    } fields[] = {{"days", (long)d.days},
                  {"year", d.year},
                  {"month", d.month},
                  {"day", d.day},
                  {"hour", d.hour},
                  {"minute", d.minute},
                  {"second", d.second},
                  {"interval", d.interval},
                  {"microsecond", (long)d.microsecond},
                  {"wild", (long)d.wild},
                  {"offset_known", d.offset_known},
                  {"offset", d.offset}};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (fields[i].value) text_printf(t, ".%s = %ld, ", fields[i].name, fields[i].value);
    text_printf(t, ".micro_digits = %u", d.micro_digits);
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
    struct text path = {0};
    if (v->kind == VALUE_STRING || v->kind == VALUE_ALIAS) value_add_text(&path, m, v);
    text_add_char(t, '{');
    add_str(t, (struct slice){path.at ? path.at : "", (uint32_t)path.len});
    text_add_char(t, '}');
    text_free(&path);
}

/* An object of any class is held as its JSON. */
static void add_object(struct text *t, const struct model *m, const struct value *v)
{
    struct text json = {0};
    if (v->kind == VALUE_INSTANCE) value_add_json(&json, m, true, v);
    text_add_char(t, '{');
    if (json.len) add_str(t, (struct slice){json.at, (uint32_t)json.len});
    else text_add_string(t, "{NULL, 0}");
    text_add_char(t, '}');
    text_free(&json);
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

void c_add_scalar(struct text *t, const struct model *m, const struct type *type, const struct value *v)
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
    case CIM_OBJECT: add_object(t, m, v); break;
    default: add_number(t, cim, v);
    }
}

/* What a struct can hold: of an embedded object an alias says nothing but its path. */
static bool is_given(const struct property *p, const struct value *v)
{
    enum cim_type cim = c_cim(&p->type);
    if (!v || v->kind == VALUE_NULL) return false;
    return (cim != CIM_CLASS && cim != CIM_OBJECT) || v->kind == VALUE_INSTANCE || v->kind == VALUE_ARRAY;
}

bool c_has_initial(const struct property *p) { return is_given(p, p->initial); }

/* ---- objects -------------------------------------------------------------------------------------------- */

/* What an object sets. A documented default stands for what is not written; inside another object a default that is an
 * object itself is left out, for such defaults may hold each other without an end. */
const struct c_given *c_given_values(struct model *m, const struct instance *o, bool outermost, size_t *count)
{
    const struct klass *k = o->klass;
    struct c_given *list = arena_array(m->arena, k->property_count + 1, sizeof *list);
    *count = 0;
    for (size_t i = 0; i < k->property_count; i++) {
        const struct property *p = k->properties[i];
        const struct value *v = value_in(o, p);
        if (!v && outermost) v = p->initial;
        if (is_given(p, v)) list[(*count)++] = (struct c_given){p, v};
    }
    return list;
}

/* The members of an embedded object, inside braces. */
static void add_embedded(struct text *t, struct model *m, const struct instance *o)
{
    size_t count = 0;
    const struct c_given *list = o ? c_given_values(m, o, false, &count) : NULL;
    text_add_char(t, '{');
    for (size_t i = 0; i < count; i++) {
        const char *member = c_word(m->arena, name_slice(list[i].property->name));
        text_printf(t, "%s.%s = ", i ? ", " : "", member);
        c_add_value(t, m, list[i].property, list[i].value);
        text_printf(t, ", .has.%s = true", member);
    }
    text_add_string(t, count ? "}" : ".has = {false}}");
}

static void add_item(struct text *t, struct model *m, const struct type *item, const struct value *v)
{
    if (c_cim(item) == CIM_CLASS) add_embedded(t, m, v->kind == VALUE_INSTANCE ? v->instance : NULL);
    else c_add_scalar(t, m, item, v);
}

static void add_array(struct text *t, struct model *m, const struct type *item, const struct value *v)
{
    const char *type = c_type(m, item);
    bool class = c_cim(item) == CIM_CLASS;
    if (v->kind != VALUE_ARRAY || !v->array.count) {
        text_add_string(t, "{NULL, 0}");
        return;
    }
    if (class) text_printf(t, "{(const struct %s[]){", c_class_name(m, item->klass));
    else text_printf(t, "{(const %s[]){", type);
    for (size_t i = 0; i < v->array.count; i++) {
        if (i) text_add_string(t, ", ");
        add_item(t, m, item, &v->array.items[i]);
    }
    text_printf(t, "}, %zu}", v->array.count);
}

void c_add_value(struct text *t, struct model *m, const struct property *p, const struct value *v)
{
    struct type item = p->type;
    item.array = false;
    if (p->type.array) {
        add_array(t, m, &item, v);
    } else if (c_cim(&item) == CIM_CLASS) {
        text_printf(t, "&(const struct %s)", c_class_name(m, item.klass));
        add_item(t, m, &item, v);
    } else {
        c_add_scalar(t, m, &item, v);
    }
}
