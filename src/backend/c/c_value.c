/* Values as C spells them: defaults and instances. Initialisers are positional, so that they are C++ too. */
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

/* The fields of a mof_datetime, in its order. The text was checked when its type was applied. */
static void add_datetime(struct text *t, struct slice s)
{
    mof_datetime d = {0};
    datetime_read(s, &d);
    const unsigned long fields[] = {d.days,   d.year,     d.month,       d.day,  d.hour,         d.minute,
                                    d.second, d.interval, d.microsecond, d.wild, d.micro_digits, d.offset_known};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) text_printf(t, "%lu, ", fields[i]);
    text_printf(t, "%d", d.offset);
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

void c_add_initialiser(struct text *t, const struct model *m, const struct type *type, const struct value *v)
{
    enum cim_type cim = c_cim(type);
    bool string = v->kind == VALUE_STRING || v->kind == VALUE_CHAR || v->kind == VALUE_NAME;
    switch (cim) {
    case CIM_BOOLEAN:
        text_add_string(t, v->kind == VALUE_BOOLEAN && v->boolean ? "true" : "false");
        break;
    case CIM_STRING:
        add_str(t, string ? v->string : slice_of(""));
        break;
    case CIM_DATETIME:
        text_add_char(t, '{');
        add_datetime(t, string ? v->string : slice_of(""));
        text_add_char(t, '}');
        break;
    case CIM_REFERENCE:
        add_reference(t, m, v);
        break;
    case CIM_CLASS:
        text_add_string(t, "NULL");
        break;
    case CIM_OBJECT:
        add_object(t, m, v);
        break;
    default:
        add_number(t, cim, v);
    }
}

void c_add_zero(struct text *t, const struct type *type)
{
    static const char *const zeros[] = {[CIM_BOOLEAN] = "false",
                                        [CIM_REAL32] = "0.0f",
                                        [CIM_REAL64] = "0.0",
                                        [CIM_STRING] = "{NULL, 0}",
                                        [CIM_DATETIME] = "{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}",
                                        [CIM_REFERENCE] = "{{NULL, 0}}",
                                        [CIM_CLASS] = "NULL",
                                        [CIM_OBJECT] = "{{NULL, 0}}"};
    enum cim_type cim = c_cim(type);
    const char *zero = type->array ? "{NULL, 0}" : zeros[cim];
    text_add_string(t, zero ? zero : "0");
}

/* What a struct can hold: of an embedded object an alias says nothing but its path. */
static bool is_given(const struct property *p, const struct value *v)
{
    enum cim_type cim = c_cim(&p->type);
    if (!v || v->kind == VALUE_NULL) return false;
    return (cim != CIM_CLASS && cim != CIM_OBJECT) || v->kind == VALUE_INSTANCE || v->kind == VALUE_ARRAY;
}

bool c_has_initial(const struct property *p)
{
    return is_given(p, p->initial);
}

/* ---- objects -------------------------------------------------------------------------------------------- */

/* An object that is written as one initialiser. Items of arrays and embedded objects stand in tables in front of it,
 * which have names of their own: embedded ones are counted. */
struct object {
    struct model *model;
    struct text *tables;
    const char *name;
    size_t count;
};

static const char *inner_name(struct object *w, const struct property *p)
{
    return arena_printf(w->model->arena, "%s_%zu_%s", w->name, ++w->count, p->name->text);
}

static void add_fields(struct object *w, struct text *body, const char *name, const struct klass *k,
                       const struct instance *o);

static void add_item(struct object *w, struct text *t, const struct property *p, const struct type *item,
                     const struct value *v)
{
    if (c_cim(item) != CIM_CLASS) {
        c_add_initialiser(t, w->model, item, v);
        return;
    }
    text_add_char(t, '{');
    add_fields(w, t, inner_name(w, p), item->klass, v->kind == VALUE_INSTANCE ? v->instance : NULL);
    text_add_char(t, '}');
}

/* A table comes behind those that it borrows from, which is why it is put together apart. */
static void add_table(struct object *w, const char *name, const struct property *p, const struct value *v)
{
    struct type item = p->type;
    struct text t = {0};
    item.array = false;
    if (c_cim(&item) == CIM_CLASS) text_printf(&t, "static const struct %s", c_class_name(w->model, item.klass));
    else text_printf(&t, "static const %s", c_type(w->model, &item));
    text_printf(&t, " %s%s = ", name, p->type.array ? "[]" : "");
    if (p->type.array) text_add_char(&t, '{');
    else add_item(w, &t, p, &item, v);
    for (size_t i = 0; p->type.array && i < v->array.count; i++) {
        if (i) text_add_string(&t, ", ");
        add_item(w, &t, p, &item, &v->array.items[i]);
    }
    text_add_string(&t, p->type.array ? "};\n" : ";\n");
    text_add(w->tables, t.at, t.len);
    text_free(&t);
}

static void add_value(struct object *w, struct text *body, const char *name, const struct property *p,
                      const struct value *v)
{
    bool empty = p->type.array && (!is_given(p, v) || v->kind != VALUE_ARRAY || !v->array.count);
    if (empty || !is_given(p, v)) {
        c_add_zero(body, &p->type);
    } else if (p->type.array) {
        const char *table = arena_printf(w->model->arena, "%s_%s", name, p->name->text);
        add_table(w, table, p, v);
        text_printf(body, "{%s, %zu}", table, v->array.count);
    } else if (c_cim(&p->type) == CIM_CLASS) {
        const char *table = inner_name(w, p);
        add_table(w, table, p, v);
        text_printf(body, "&%s", table);
    } else {
        c_add_initialiser(body, w->model, &p->type, v);
    }
}

/* The members of a struct of class `k`: what is not written is the class's default. No instance: nothing is there. */
static void add_fields(struct object *w, struct text *body, const char *name, const struct klass *k,
                       const struct instance *o)
{
    size_t words = (k->property_count + 31) / 32;
    uint32_t *present = arena_array(w->model->arena, words + 1, sizeof *present);
    for (size_t i = 0; i < k->property_count; i++) {
        const struct property *p = k->properties[i];
        const struct value *v = o ? value_in(o, p) : NULL;
        if (o && !v && name == w->name) v = p->initial; /* inside another, a default that is an object is left out */
        if (is_given(p, v)) present[i / 32] |= 1u << (i % 32);
        text_add_string(body, i ? ", " : "");
        add_value(w, body, name, p, v);
    }
    text_add_string(body, k->property_count ? ", {" : "{");
    for (size_t i = 0; i < words || !i; i++) text_printf(body, "%s0x%" PRIx32 "u", i ? ", " : "", present[i]);
    text_add_char(body, '}');
}

void c_add_default(struct text *t, struct model *m, const struct property *p)
{
    const char *name = arena_printf(m->arena, "default_%s", p->name->text);
    struct object w = {.model = m, .tables = t, .name = name};
    add_table(&w, name, p, p->initial);
}

/* ---- instances ------------------------------------------------------------------------------------------ */

static struct slice kept(struct model *m, struct text *t)
{
    struct slice s = {arena_copy(m->arena, t->at ? t->at : "", t->len), (uint32_t)t->len};
    text_free(t);
    return s;
}

const struct c_instance *c_instances(struct model *m, const struct klass *k, size_t *count)
{
    size_t number = 0;
    const struct instance *const *list = model_instances_of(m, k, count);
    struct c_instance *made = arena_array(m->arena, *count + 1, sizeof *made);
    for (size_t i = 0; i < *count; i++) {
        const struct instance *o = list[i];
        struct text tables = {0}, body = {0}, alias = {0};
        if (o->alias) escape_identifier(&alias, name_slice(o->alias));
        const char *name = alias.len ? arena_printf(m->arena, "%s_%s", c_class_name(m, k), alias.at)
                                     : arena_printf(m->arena, "%s_instance_%zu", c_class_name(m, k), ++number);
        struct object w = {.model = m, .tables = &tables, .name = name};
        add_fields(&w, &body, name, k, o);
        made[i] = (struct c_instance){name, kept(m, &tables), kept(m, &body)};
        text_free(&alias);
    }
    return made;
}
