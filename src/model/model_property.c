/* The walk inside a property, a parameter or a method: types, limits, enumerations, values, qualifiers. */
#include <string.h>

#include "model/walk.h"

/* -- types ---------------------------------------------------------------------------------------------- */

static const struct type *type_of(const struct walk *w) { return w->at.of; }

static const char *const type_words[] = {
    [CIM_BOOLEAN] = "boolean", [CIM_UINT8] = "uint8",       [CIM_SINT8] = "sint8",         [CIM_UINT16] = "uint16",
    [CIM_SINT16] = "sint16",   [CIM_UINT32] = "uint32",     [CIM_SINT32] = "sint32",       [CIM_UINT64] = "uint64",
    [CIM_SINT64] = "sint64",   [CIM_REAL32] = "real32",     [CIM_REAL64] = "real64",       [CIM_CHAR16] = "char16",
    [CIM_STRING] = "string",   [CIM_DATETIME] = "datetime", [CIM_REFERENCE] = "reference", [CIM_CLASS] = "class",
    [CIM_OBJECT] = "object",   [CIM_VARIANT] = "variant",   [CIM_VOID] = "void",           NULL};

static void type_cim(const struct walk *w, const char *name) { sink_string(w->to, name, type_words[type_of(w)->cim]); }

static void type_array(const struct walk *w, const char *name) { sink_boolean(w->to, name, type_of(w)->array); }

static void type_size(const struct walk *w, const char *name) { walk_number(w, name, false, type_of(w)->size); }

static void type_bits(const struct walk *w, const char *name)
{
    enum cim_type cim = type_of(w)->cim;
    sink_integer(w->to, name, cim < CIM_REFERENCE ? (int64_t)cim_types[cim].bits : 0);
}

static void type_signed(const struct walk *w, const char *name)
{
    enum cim_type cim = type_of(w)->cim;
    sink_boolean(w->to, name, cim < CIM_REFERENCE && cim_types[cim].is_signed);
}

static void type_integer(const struct walk *w, const char *name)
{
    enum cim_type cim = type_of(w)->cim;
    sink_boolean(w->to, name, cim < CIM_REFERENCE && cim != CIM_CHAR16 && cim_types[cim].bits > 0);
}

static const struct name *class_of(const struct type *t) { return t->klass ? t->klass->name : t->class_name; }

static void type_class(const struct walk *w, const char *name) { walk_name(w, name, class_of(type_of(w))); }

static void type_class_known(const struct walk *w, const char *name)
{
    sink_boolean(w->to, name, type_of(w)->klass != NULL);
}

static void type_written(const struct walk *w, const char *name) { sink_slice(w->to, name, type_of(w)->written); }

/* As `mofc dump --format tsv` prints it. */
static void type_name(const struct walk *w, const char *name)
{
    const struct type *t = type_of(w);
    const struct name *class_name = class_of(t);
    const char *array = t->array ? "[]" : "";
    if (t->cim == CIM_REFERENCE)
        sink_string(w->to, name, arena_printf(w->model->arena, "ref:%s%s", class_name ? class_name->text : "", array));
    else if (t->cim == CIM_CLASS && class_name)
        sink_string(w->to, name, arena_printf(w->model->arena, "%s%s", class_name->text, array));
    else if (t->cim < CIM_REFERENCE && !t->array) sink_string(w->to, name, cim_types[t->cim].spelling);
    else if (t->cim < CIM_REFERENCE)
        sink_string(w->to, name, arena_printf(w->model->arena, "%s[]", cim_types[t->cim].spelling));
    else {
        static const char *const others[] = {"", "", "object", "variant", "void"};
        sink_string(w->to, name, arena_printf(w->model->arena, "%s%s", others[t->cim - CIM_REFERENCE], array));
    }
}

static const struct field type_fields[] = {
    {"cim", FIELD_STRING, "Its kind.", type_cim, NULL, type_words},
    {"array", FIELD_BOOLEAN, "It is an array of such values.", type_array},
    {"size", FIELD_NUMBER, "Of an array of fixed size; 0: of any.", type_size},
    {"bits", FIELD_INTEGER, "The width of an integer; else 0.", type_bits},
    {"signed", FIELD_BOOLEAN, "An integer that may be negative.", type_signed},
    {"integer", FIELD_BOOLEAN, "A whole number.", type_integer},
    {"class", FIELD_STRING | FIELD_OR_FALSE, "Of a reference or an embedded object; false: of any class.", type_class},
    {"class_known", FIELD_BOOLEAN, "That class is among the inputs.", type_class_known},
    {"written", FIELD_STRING, "As the source spells it.", type_written},
    {"name", FIELD_STRING, "As `dump --format tsv` spells it.", type_name},
    {NULL}};
const struct kind kind_type = {"type", "A CIM type.", type_fields};

/* -- limits --------------------------------------------------------------------------------------------- */

static const struct limits *limits_of(const struct walk *w) { return w->at.of; }

static void walk_optional(const struct walk *w, const char *name, bool has, bool negative, uint64_t magnitude)
{
    if (has) walk_number(w, name, negative, magnitude);
    else sink_absent(w->to, name);
}

static void limits_not_null(const struct walk *w, const char *name)
{
    sink_boolean(w->to, name, limits_of(w)->not_null);
}

static void limits_min_length(const struct walk *w, const char *name)
{
    walk_optional(w, name, limits_of(w)->has_min_length, false, limits_of(w)->min_length);
}

static void limits_max_length(const struct walk *w, const char *name)
{
    walk_optional(w, name, limits_of(w)->has_max_length, false, limits_of(w)->max_length);
}

static void limits_min(const struct walk *w, const char *name)
{
    walk_optional(w, name, limits_of(w)->has_min, limits_of(w)->min_negative, limits_of(w)->min);
}

static void limits_max(const struct walk *w, const char *name)
{
    walk_optional(w, name, limits_of(w)->has_max, limits_of(w)->max_negative, limits_of(w)->max);
}

static void limits_min_text(const struct walk *w, const char *name)
{
    if (limits_of(w)->has_min_text) sink_slice(w->to, name, limits_of(w)->min_text);
    else sink_absent(w->to, name);
}

static void limits_max_text(const struct walk *w, const char *name)
{
    if (limits_of(w)->has_max_text) sink_slice(w->to, name, limits_of(w)->max_text);
    else sink_absent(w->to, name);
}

static void limits_allows_default(const struct walk *w, const char *name)
{
    sink_boolean(w->to, name, limits_of(w)->allows_default);
}

static const struct field limits_fields[] = {
    {"not_null", FIELD_BOOLEAN, "NULL is not allowed.", limits_not_null},
    {"min_length", FIELD_NUMBER | FIELD_OR_FALSE, "The fewest characters, or bytes.", limits_min_length},
    {"max_length", FIELD_NUMBER | FIELD_OR_FALSE, "The most characters, or bytes.", limits_max_length},
    {"min", FIELD_NUMBER | FIELD_OR_FALSE, "The smallest number.", limits_min},
    {"max", FIELD_NUMBER | FIELD_OR_FALSE, "The largest number.", limits_max},
    {"min_text", FIELD_STRING | FIELD_OR_FALSE, "The first string in order.", limits_min_text},
    {"max_text", FIELD_STRING | FIELD_OR_FALSE, "The last string in order.", limits_max_text},
    {"allows_default", FIELD_BOOLEAN, "The documented default is allowed although it breaks a bound.",
     limits_allows_default},
    {NULL}};
const struct kind kind_limits = {"limits", "Bounds on a value, or on each item of an array.", limits_fields};

/* -- properties and parameters -------------------------------------------------------------------------- */

static const struct property *property_of(const struct walk *w) { return w->at.of; }

#define PROPERTY_FLAG(field)                                             \
    static void property_##field(const struct walk *w, const char *name) \
    {                                                                    \
        sink_boolean(w->to, name, property_of(w)->field);                \
    }
PROPERTY_FLAG(key)
PROPERTY_FLAG(lazy)
PROPERTY_FLAG(large)
PROPERTY_FLAG(not_null)
PROPERTY_FLAG(unique)
PROPERTY_FLAG(deprecated)
PROPERTY_FLAG(immutable)
PROPERTY_FLAG(octets)

static void parameter_in(const struct walk *w, const char *name)
{
    sink_boolean(w->to, name, ((const struct parameter *)w->at.in)->in);
}

static void parameter_out(const struct walk *w, const char *name)
{
    sink_boolean(w->to, name, ((const struct parameter *)w->at.in)->out);
}

static void property_name(const struct walk *w, const char *name) { walk_name(w, name, property_of(w)->name); }

static void property_index(const struct walk *w, const char *name) { sink_integer(w->to, name, property_of(w)->index); }

static void property_type(const struct walk *w, const char *name)
{
    walk_object(w, name, (struct subject){&kind_type, w->at.klass, &property_of(w)->type, NULL});
}

static const char *const access_words[] = {
    [ACCESS_NONE] = "-", [ACCESS_READ] = "r", [ACCESS_WRITE] = "w", [ACCESS_READ_WRITE] = "rw", NULL};

static void property_access(const struct walk *w, const char *name)
{
    sink_string(w->to, name, access_words[property_of(w)->access]);
}

/* Where nothing says, both are allowed. */
static void property_readable(const struct walk *w, const char *name)
{
    sink_boolean(w->to, name, property_of(w)->access != ACCESS_WRITE);
}

static void property_writable(const struct walk *w, const char *name)
{
    sink_boolean(w->to, name, property_of(w)->access != ACCESS_READ);
}

static void property_inherited(const struct walk *w, const char *name)
{
    const struct klass *declared = property_of(w)->declared;
    sink_boolean(w->to, name, declared && declared != w->at.klass);
}

static void property_origin(const struct walk *w, const char *name)
{
    walk_name(w, name, property_of(w)->origin ? property_of(w)->origin->name : NULL);
}

static void property_declared(const struct walk *w, const char *name)
{
    walk_name(w, name, property_of(w)->declared ? property_of(w)->declared->name : NULL);
}

static void property_overrides(const struct walk *w, const char *name)
{
    const struct property *over = property_of(w)->overrides;
    walk_name(w, name, over && over->declared ? over->declared->name : NULL);
}

static void property_qualifiers(const struct walk *w, const char *name)
{
    walk_qualifiers(w, name, property_of(w)->qualifiers, property_of(w)->qualifier_count);
}

static void property_initial(const struct walk *w, const char *name)
{
    const struct property *p = property_of(w);
    if (p->initial) walk_object(w, name, (struct subject){&kind_initial, w->at.klass, p->initial, p});
    else sink_absent(w->to, name);
}

static void property_initial_written(const struct walk *w, const char *name)
{
    sink_slice(w->to, name, property_of(w)->initial_written);
}

static void property_limits(const struct walk *w, const char *name)
{
    walk_object(w, name, (struct subject){&kind_limits, w->at.klass, &property_of(w)->limits, NULL});
}

static void walk_enumeration(const struct walk *w, const char *name, const struct enumeration *e)
{
    if (e) walk_object(w, name, (struct subject){&kind_enumeration, w->at.klass, e, NULL});
    else sink_absent(w->to, name);
}

static void property_enumeration(const struct walk *w, const char *name)
{
    walk_enumeration(w, name, property_of(w)->enumeration);
}

static void property_length_of(const struct walk *w, const char *name)
{
    walk_name(w, name, property_of(w)->length_of ? property_of(w)->length_of->name : NULL);
}

/* The property of this class that holds the length of this array. */
static void property_length_in(const struct walk *w, const char *name)
{
    const struct klass *k = w->at.klass;
    const struct name *found = NULL;
    for (size_t i = 0; k && property_of(w)->type.array && i < k->property_count; i++) {
        const struct property *of = k->properties[i]->length_of;
        if (of && name_equal(of->name, property_of(w)->name)) found = k->properties[i]->name;
    }
    walk_name(w, name, found);
}

static void property_text(const struct walk *w, const char *name) { walk_string(w, name, property_of(w)->text); }

static void property_source(const struct walk *w, const char *name)
{
    const struct property *p = property_of(w);
    bool section = p->documented && span_known(p->documented->place);
    const struct span *written = p->written ? &p->written->word.span : NULL;
    walk_source(w, name, (written && span_known(*written)) || !section ? written : &p->documented->place);
}

#define PROPERTY_FIELDS                                                                                                \
    {"name", FIELD_STRING, "As it is declared.", property_name},                                                       \
        {"index", FIELD_INTEGER, "Its place among the properties of its class, from 0.", property_index},              \
        {"type", FIELD_OBJECT, "Its type.", property_type, &kind_type},                                                \
        {"access", FIELD_STRING, "What may be done to it; \"-\": nothing says.", property_access, NULL, access_words}, \
        {"readable", FIELD_BOOLEAN, "It may be read, as far as is said.", property_readable},                          \
        {"writable", FIELD_BOOLEAN, "It may be written, as far as is said.", property_writable},                       \
        {"key", FIELD_BOOLEAN, "It is part of the key.", property_key},                                                \
        {"lazy", FIELD_BOOLEAN, "It is only there when one object is asked for, not in lists.", property_lazy},        \
        {"large", FIELD_BOOLEAN, "It may hold much text.", property_large},                                            \
        {"not_null", FIELD_BOOLEAN, "It is never NULL.", property_not_null},                                           \
        {"unique", FIELD_BOOLEAN, "No two instances share its value.", property_unique},                               \
        {"deprecated", FIELD_BOOLEAN, "It should not be used any more.", property_deprecated},                         \
        {"immutable", FIELD_BOOLEAN, "It cannot change after the instance is made.", property_immutable},              \
        {"octets", FIELD_BOOLEAN, "uint8[]: bytes.", property_octets},                                                 \
        {"inherited", FIELD_BOOLEAN, "Another class holds its declaration in force.", property_inherited},             \
        {"origin", FIELD_STRING | FIELD_OR_FALSE, "The class that declares it first.", property_origin},               \
        {"declared", FIELD_STRING | FIELD_OR_FALSE, "The class that holds its declaration in force.",                  \
         property_declared},                                                                                           \
        {"overrides", FIELD_STRING | FIELD_OR_FALSE, "The class whose declaration this one replaces.",                 \
         property_overrides},                                                                                          \
        {"qualifiers", FIELD_OBJECT | FIELD_LIST, "Those in force.", property_qualifiers, &kind_qualifier},            \
        {"initial", FIELD_OBJECT | FIELD_OR_FALSE, "Its default.", property_initial, &kind_initial},                   \
        {"initial_written", FIELD_STRING, "The default as the source writes it.", property_initial_written},           \
        {"limits", FIELD_OBJECT, "What its value is bound to.", property_limits, &kind_limits},                        \
        {"enumeration", FIELD_OBJECT | FIELD_OR_FALSE, "The list of its values.", property_enumeration,                \
         &kind_enumeration},                                                                                           \
        {"length_of", FIELD_STRING | FIELD_OR_FALSE, "The array whose length this property holds.",                    \
         property_length_of},                                                                                          \
        {"length_in", FIELD_STRING | FIELD_OR_FALSE, "The property that holds the length of this array.",              \
         property_length_in},                                                                                          \
        {"text", FIELD_STRING, "What the source says of it.", property_text},                                          \
    {                                                                                                                  \
        "source", FIELD_OBJECT, "Where it is declared.", property_source, &kind_source                                 \
    }

static const struct field property_fields[] = {PROPERTY_FIELDS, {NULL}};
const struct kind kind_property = {"property", "A property as it is in force in its class.", property_fields};

/* A parameter is never a column. */
static const struct field parameter_fields[] = {{"in", FIELD_BOOLEAN, "The caller gives it.", parameter_in},
                                                {"out", FIELD_BOOLEAN, "The caller gets it.", parameter_out},
                                                PROPERTY_FIELDS,
                                                {NULL}};
const struct kind kind_parameter = {"parameter", "A parameter of a method.", parameter_fields};
