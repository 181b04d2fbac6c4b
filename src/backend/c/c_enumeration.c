/* The `c` objects of enumerations and their values. */
#include <string.h>

#include "backend/c/c.h"
#include "base/escape.h"

static const struct c_enum *names_of(const struct walk *w) { return c_enum_of(w->model, w->at.of); }

static struct type type_of(const struct c_enum *names)
{
    return (struct type){.cim = names ? names->type : CIM_STRING};
}

/* What a bare ".." holds: the whole type. */
static uint64_t most_of(enum cim_type type)
{
    unsigned bits = cim_types[type].bits ? cim_types[type].bits : 64;
    return UINT64_MAX >> (64 - bits + (cim_types[type].is_signed ? 1 : 0));
}

static void enumeration_name(const struct walk *w, const char *name)
{
    sink_string(w->to, name, names_of(w) ? names_of(w)->name : "");
}

static void enumeration_display(const struct walk *w, const char *name)
{
    sink_string(w->to, name, names_of(w) ? names_of(w)->display : "");
}

static void enumeration_type(const struct walk *w, const char *name)
{
    struct type type = type_of(names_of(w));
    sink_string(w->to, name, c_type(w->model, &type));
}

static void enumeration_tag(const struct walk *w, const char *name)
{
    struct type type = type_of(names_of(w));
    sink_string(w->to, name, c_tag(&type));
}

static void enumeration_defines(const struct walk *w, const char *name)
{
    sink_boolean(w->to, name, names_of(w) && names_of(w)->defines);
}

/* A bit for each listed value below 64. */
static void enumeration_small(const struct walk *w, const char *name)
{
    const struct enumeration *e = w->at.of;
    uint64_t small = 0;
    for (size_t i = 0; i < e->count; i++) {
        const struct enum_value *v = &e->values[i];
        if (v->text || v->unclaimed || (v->high_negative && v->high)) continue;
        uint64_t first = v->low_negative ? 0 : v->low, last = v->high;
        for (uint64_t n = first; n < 64 && n <= last; n++) small |= (uint64_t)1 << n;
    }
    sink_string(w->to, name,
                small ? arena_printf(w->model->arena, "UINT64_C(0x%llx)", (unsigned long long)small) : "0");
}

static const struct field enumeration_fields[] = {
    {"name", FIELD_STRING, "The identifier that its constants begin with; \"\": it has none.", enumeration_name},
    {"display", FIELD_STRING, "Its name in comments: \"Class.Property\".", enumeration_display},
    {"type", FIELD_STRING, "Of its values.", enumeration_type},
    {"tag", FIELD_STRING, "The runtime's name of that type.", enumeration_tag},
    {"defines", FIELD_BOOLEAN, "Its constants do not fit a C enum.", enumeration_defines},
    {"small", FIELD_STRING, "A bit for each listed value below 64.", enumeration_small},
    {NULL}};
const struct kind kind_c_enumeration = {"enumeration.c", "An enumeration in C.", enumeration_fields};

/* ---- values --------------------------------------------------------------------------------------------- */

static const struct enum_value *value_of(const struct walk *w) { return w->at.of; }

static enum cim_type value_type(const struct walk *w) { return type_of(c_enum_of(w->model, w->at.in)).cim; }

static void value_constant(const struct walk *w, const char *name)
{
    const struct enumeration *e = w->at.in;
    const struct c_enum *names = c_enum_of(w->model, e);
    const char *constant = names ? names->constants[value_of(w) - e->values] : NULL;
    sink_string(w->to, name, constant ? constant : "");
}

static void write_literal(const struct walk *w, const char *name, bool negative, uint64_t magnitude)
{
    struct text t = {0};
    if (value_of(w)->text) escape_c_string(&t, value_of(w)->written);
    else c_add_integer(&t, value_type(w), negative && magnitude, magnitude);
    c_write_text(w->to, name, &t);
}

static void value_literal(const struct walk *w, const char *name)
{
    write_literal(w, name, value_of(w)->low_negative, value_of(w)->low);
}

static void value_last(const struct walk *w, const char *name)
{
    write_literal(w, name, value_of(w)->high_negative, value_of(w)->high);
}

/* A word among numbers is no value. */
static void value_listed(const struct walk *w, const char *name)
{
    const struct enumeration *e = w->at.in;
    sink_boolean(w->to, name, e && (e->strings || !value_of(w)->text));
}

static void write_row(const struct walk *w, const char *name, bool negative, uint64_t magnitude)
{
    struct text t = {0};
    if (value_of(w)->text) text_add_char(&t, '0');
    else c_add_bits(&t, value_type(w), negative, magnitude);
    c_write_text(w->to, name, &t);
}

static void value_low(const struct walk *w, const char *name)
{
    const struct enum_value *v = value_of(w);
    bool is_signed = cim_types[value_type(w)].is_signed;
    if (v->unclaimed) write_row(w, name, is_signed, is_signed ? most_of(value_type(w)) + 1 : 0);
    else write_row(w, name, v->low_negative, v->low);
}

static void value_high(const struct walk *w, const char *name)
{
    const struct enum_value *v = value_of(w);
    if (v->unclaimed) write_row(w, name, false, most_of(value_type(w)));
    else write_row(w, name, v->high_negative, v->high);
}

static void value_text(const struct walk *w, const char *name)
{
    struct text t = {0};
    if (value_of(w)->text) escape_c_string(&t, value_of(w)->written);
    else text_add_string(&t, "NULL");
    c_write_text(w->to, name, &t);
}

static void value_label(const struct walk *w, const char *name)
{
    const struct enum_value *v = value_of(w);
    struct text t = {0};
    escape_c_string(&t, v->label.len ? v->label : v->written);
    c_write_text(w->to, name, &t);
}

static const struct field value_fields[] = {
    {"constant", FIELD_STRING, "Its identifier; \"\": none.", value_constant},
    {"literal", FIELD_STRING, "Its value, of a range the first, as the constant has it.", value_literal},
    {"last", FIELD_STRING, "The last value of a range.", value_last},
    {"listed", FIELD_BOOLEAN, "The property can have it: it is no word among numbers.", value_listed},
    {"low", FIELD_STRING, "The first value in two's complement; of a bare \"..\" the type's least.", value_low},
    {"high", FIELD_STRING, "The last.", value_high},
    {"text", FIELD_STRING, "A string's value as a literal, else \"NULL\".", value_text},
    {"label", FIELD_STRING, "Its label, or else the value, as a literal.", value_label},
    {NULL}};
const struct kind kind_c_value = {"value.c", "A value in C.", value_fields};
