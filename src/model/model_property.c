/* The walk inside a property, a parameter or a method: types, limits, enumerations, values, qualifiers. */
#include <string.h>

#include "model/walk.h"

/* -- types ---------------------------------------------------------------------------------------------- */

static const struct type *type_of(const struct walk *w)
{
    return w->at.of;
}

static void type_cim(const struct walk *w, const char *name)
{
    static const char *const others[] = {"reference", "class", "object", "variant", "void"};
    enum cim_type cim = type_of(w)->cim;
    sink_string(w->to, name, cim >= CIM_REFERENCE ? others[cim - CIM_REFERENCE] : cim_types[cim].spelling);
}

static void type_array(const struct walk *w, const char *name)
{
    sink_boolean(w->to, name, type_of(w)->array);
}

static void type_size(const struct walk *w, const char *name)
{
    walk_number(w, name, false, type_of(w)->size);
}

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

static const struct name *class_of(const struct type *t)
{
    return t->klass ? t->klass->name : t->class_name;
}

static void type_class(const struct walk *w, const char *name)
{
    walk_name(w, name, class_of(type_of(w)));
}

static void type_class_known(const struct walk *w, const char *name)
{
    sink_boolean(w->to, name, type_of(w)->klass != NULL);
}

static void type_written(const struct walk *w, const char *name)
{
    sink_slice(w->to, name, type_of(w)->written);
}

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
    {"cim", type_cim},         {"array", type_array},     {"size", type_size},   {"bits", type_bits},
    {"signed", type_signed},   {"integer", type_integer}, {"class", type_class}, {"class_known", type_class_known},
    {"written", type_written}, {"name", type_name},       {NULL, NULL}};
const struct kind kind_type = {"type", type_fields};

/* -- limits --------------------------------------------------------------------------------------------- */

static const struct limits *limits_of(const struct walk *w)
{
    return w->at.of;
}

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

static const struct field limits_fields[] = {{"not_null", limits_not_null},
                                             {"min_length", limits_min_length},
                                             {"max_length", limits_max_length},
                                             {"min", limits_min},
                                             {"max", limits_max},
                                             {"min_text", limits_min_text},
                                             {"max_text", limits_max_text},
                                             {"allows_default", limits_allows_default},
                                             {NULL, NULL}};
const struct kind kind_limits = {"limits", limits_fields};

/* -- properties and parameters -------------------------------------------------------------------------- */

static const struct property *property_of(const struct walk *w)
{
    if (w->at.kind == &kind_parameter) return ((const struct parameter *)w->at.of)->property;
    return w->at.of;
}

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
    sink_boolean(w->to, name, ((const struct parameter *)w->at.of)->in);
}

static void parameter_out(const struct walk *w, const char *name)
{
    sink_boolean(w->to, name, ((const struct parameter *)w->at.of)->out);
}

static void property_name(const struct walk *w, const char *name)
{
    walk_name(w, name, property_of(w)->name);
}

static void property_index(const struct walk *w, const char *name)
{
    sink_integer(w->to, name, property_of(w)->index);
}

static void property_type(const struct walk *w, const char *name)
{
    walk_object(w, name, (struct subject){&kind_type, w->at.klass, &property_of(w)->type, NULL});
}

static void property_access(const struct walk *w, const char *name)
{
    static const char *const words[] = {
        [ACCESS_NONE] = "-", [ACCESS_READ] = "r", [ACCESS_WRITE] = "w", [ACCESS_READ_WRITE] = "rw"};
    sink_string(w->to, name, words[property_of(w)->access]);
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

static void property_text(const struct walk *w, const char *name)
{
    walk_string(w, name, property_of(w)->text);
}

static void property_source(const struct walk *w, const char *name)
{
    const struct property *p = property_of(w);
    bool section = p->told && span_known(p->told->place);
    struct span written = p->written ? p->written->word.span : (struct span){0, 0};
    walk_source(w, name, span_known(written) || !section ? written : p->told->place);
}

static void property_c(const struct walk *w, const char *name)
{
    sink_object(w->to, name);
    c_write_property(w->model, w->to, w->at.klass, property_of(w));
    sink_end(w->to);
}

static void property_sql(const struct walk *w, const char *name)
{
    sink_object(w->to, name);
    sql_write_property(w->model, w->to, w->at.klass, property_of(w));
    sink_end(w->to);
}

#define PROPERTY_FIELDS                                                                                              \
    {"name", property_name}, {"index", property_index}, {"type", property_type}, {"access", property_access},        \
        {"readable", property_readable}, {"writable", property_writable}, {"key", property_key},                     \
        {"lazy", property_lazy}, {"large", property_large}, {"not_null", property_not_null},                         \
        {"unique", property_unique}, {"deprecated", property_deprecated}, {"immutable", property_immutable},         \
        {"octets", property_octets}, {"inherited", property_inherited}, {"origin", property_origin},                 \
        {"declared", property_declared}, {"overrides", property_overrides}, {"qualifiers", property_qualifiers},     \
        {"initial", property_initial}, {"initial_written", property_initial_written}, {"limits", property_limits},   \
        {"enumeration", property_enumeration}, {"length_of", property_length_of}, {"length_in", property_length_in}, \
        {"text", property_text}, {"source", property_source},                                                        \
    {                                                                                                                \
        "c", property_c                                                                                              \
    }

static const struct field property_fields[] = {PROPERTY_FIELDS, {"sql", property_sql}, {NULL, NULL}};
const struct kind kind_property = {"property", property_fields};

/* A parameter is never a column. */
static const struct field parameter_fields[] = {
    {"in", parameter_in}, {"out", parameter_out}, PROPERTY_FIELDS, {NULL, NULL}};
const struct kind kind_parameter = {"parameter", parameter_fields};
