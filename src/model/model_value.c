/* The walk over methods, enumerations, qualifiers and values. */
#include <string.h>

#include "model/walk.h"

/* -- enumerations --------------------------------------------------------------------------------------- */

static const struct enumeration *enumeration_of(const struct walk *w) { return w->at.of; }

#define ENUMERATION_FLAG(field)                                             \
    static void enumeration_##field(const struct walk *w, const char *name) \
    {                                                                       \
        sink_boolean(w->to, name, enumeration_of(w)->field);                \
    }
ENUMERATION_FLAG(flags)
ENUMERATION_FLAG(strings)
ENUMERATION_FLAG(open)

static void enumeration_name(const struct walk *w, const char *name) { walk_name(w, name, enumeration_of(w)->name); }

static const char *const source_words[] = {
    [ENUM_VALUEMAP] = "valuemap", [ENUM_BITMAP] = "bitmap", [ENUM_TABLE] = "table", [ENUM_DECLARED] = "declared", NULL};

static void enumeration_source(const struct walk *w, const char *name)
{
    sink_string(w->to, name, source_words[enumeration_of(w)->source]);
}

static void enumeration_owner(const struct walk *w, const char *name)
{
    walk_name(w, name, enumeration_of(w)->owner ? enumeration_of(w)->owner->name : NULL);
}

static void enumeration_property(const struct walk *w, const char *name)
{
    walk_name(w, name, enumeration_of(w)->property ? enumeration_of(w)->property->name : NULL);
}

static void enumeration_declared_here(const struct walk *w, const char *name)
{
    sink_boolean(w->to, name, enumeration_of(w)->owner == w->at.klass);
}

static void enumeration_values(const struct walk *w, const char *name)
{
    const struct enumeration *e = enumeration_of(w);
    sink_list(w->to, name);
    for (size_t i = 0; i < e->count; i++)
        walk_object(w, NULL, (struct subject){&kind_value, w->at.klass, &e->values[i], e});
    sink_end(w->to);
}

static const struct field enumeration_fields[] = {
    {"name", FIELD_STRING | FIELD_OR_FALSE, "Of an enumeration with a declaration of its own.", enumeration_name},
    {"source", FIELD_STRING, "Where the list stands.", enumeration_source, NULL, source_words},
    {"flags", FIELD_BOOLEAN, "The values are bit masks.", enumeration_flags},
    {"strings", FIELD_BOOLEAN, "The values are strings.", enumeration_strings},
    {"open", FIELD_BOOLEAN, "Other values are allowed.", enumeration_open},
    {"owner", FIELD_STRING | FIELD_OR_FALSE, "The class that declares it first.", enumeration_owner},
    {"property", FIELD_STRING | FIELD_OR_FALSE, "The property that it is first declared with.", enumeration_property},
    {"declared_here", FIELD_BOOLEAN, "The class that is looked at declares it first.", enumeration_declared_here},
    {"values", FIELD_OBJECT | FIELD_LIST, "In the order of the source.", enumeration_values, &kind_value},
    {NULL}};
const struct kind kind_enumeration = {"enumeration", "The values that a property may have.", enumeration_fields};

static const struct enum_value *value_of(const struct walk *w) { return w->at.of; }

#define VALUE_FLAG(field) \
    static void value_##field(const struct walk *w, const char *name) { sink_boolean(w->to, name, value_of(w)->field); }
VALUE_FLAG(range)
VALUE_FLAG(unclaimed)

static void value_written(const struct walk *w, const char *name) { sink_slice(w->to, name, value_of(w)->written); }

static void value_low(const struct walk *w, const char *name)
{
    if (value_of(w)->text) sink_absent(w->to, name);
    else walk_number(w, name, value_of(w)->low_negative, value_of(w)->low);
}

static void value_high(const struct walk *w, const char *name)
{
    if (value_of(w)->text) sink_absent(w->to, name);
    else walk_number(w, name, value_of(w)->high_negative, value_of(w)->high);
}

/* The string itself, where the values are strings. */
static void value_text(const struct walk *w, const char *name)
{
    if (value_of(w)->text) sink_slice(w->to, name, value_of(w)->written);
    else sink_absent(w->to, name);
}

static void value_label(const struct walk *w, const char *name) { sink_slice(w->to, name, value_of(w)->label); }

static void value_note(const struct walk *w, const char *name) { sink_slice(w->to, name, value_of(w)->note); }

static const struct field value_fields[] = {
    {"written", FIELD_STRING, "As the source writes it.", value_written},
    {"range", FIELD_BOOLEAN, "All from low to high.", value_range},
    {"unclaimed", FIELD_BOOLEAN, "All that no other value covers.", value_unclaimed},
    {"low", FIELD_NUMBER | FIELD_OR_FALSE, "The number, or the first of a range; false: a string.", value_low},
    {"high", FIELD_NUMBER | FIELD_OR_FALSE, "The number, or the last of a range; false: a string.", value_high},
    {"text", FIELD_STRING | FIELD_OR_FALSE, "The value itself, where the values are strings.", value_text},
    {"label", FIELD_STRING, "Its name as the source spells it.", value_label},
    {"note", FIELD_STRING, "What the source says of it.", value_note},
    {NULL}};
const struct kind kind_value = {"value", "One value of an enumeration, or a range of them.", value_fields};

/* -- methods -------------------------------------------------------------------------------------------- */

static const struct method *method_of(const struct walk *w) { return w->at.of; }

static void method_name(const struct walk *w, const char *name) { walk_name(w, name, method_of(w)->name); }

static void method_returns(const struct walk *w, const char *name)
{
    walk_object(w, name, (struct subject){&kind_type, w->at.klass, &method_of(w)->returns, NULL});
}

#define METHOD_FLAG(field)                                             \
    static void method_##field(const struct walk *w, const char *name) \
    {                                                                  \
        sink_boolean(w->to, name, method_of(w)->field);                \
    }
METHOD_FLAG(is_static)
METHOD_FLAG(linked)

METHOD_FLAG(deprecated)

static void method_inherited(const struct walk *w, const char *name)
{
    const struct klass *declared = method_of(w)->declared;
    sink_boolean(w->to, name, declared && declared != w->at.klass);
}

static void method_declared(const struct walk *w, const char *name)
{
    walk_name(w, name, method_of(w)->declared ? method_of(w)->declared->name : NULL);
}

static void method_parameters(const struct walk *w, const char *name)
{
    const struct method *f = method_of(w);
    sink_list(w->to, name);
    for (size_t i = 0; i < f->parameter_count; i++)
        walk_object(w, NULL,
                    (struct subject){&kind_parameter, w->at.klass, f->parameters[i].property, &f->parameters[i]});
    sink_end(w->to);
}

static void method_qualifiers(const struct walk *w, const char *name)
{
    walk_qualifiers(w, name, method_of(w)->qualifiers, method_of(w)->qualifier_count);
}

static void method_enumeration(const struct walk *w, const char *name)
{
    const struct enumeration *e = method_of(w)->enumeration;
    if (e) walk_object(w, name, (struct subject){&kind_enumeration, w->at.klass, e, NULL});
    else sink_absent(w->to, name);
}

static void method_text(const struct walk *w, const char *name) { walk_string(w, name, method_of(w)->text); }

static void method_returns_text(const struct walk *w, const char *name)
{
    const struct ast_documented *page = method_of(w)->written->documented;
    sink_slice(w->to, name, page && page->returns_text.at ? page->returns_text : (struct slice){"", 0});
}

static const struct field method_fields[] = {
    {"name", FIELD_STRING, "As it is declared.", method_name},
    {"returns", FIELD_OBJECT, "The type of its own value.", method_returns, &kind_type},
    {"static", FIELD_BOOLEAN, "It is called of the class, not of an object.", method_is_static},
    {"unread", FIELD_BOOLEAN, "It is named by a page, and its own page was not read.", method_linked},
    {"deprecated", FIELD_BOOLEAN, "It should not be used any more.", method_deprecated},
    {"inherited", FIELD_BOOLEAN, "Another class holds its declaration in force.", method_inherited},
    {"declared", FIELD_STRING | FIELD_OR_FALSE, "The class that holds its declaration in force.", method_declared},
    {"parameters", FIELD_OBJECT | FIELD_LIST, "In the order of the source.", method_parameters, &kind_parameter},
    {"qualifiers", FIELD_OBJECT | FIELD_LIST, "Those in force.", method_qualifiers, &kind_qualifier},
    {"enumeration", FIELD_OBJECT | FIELD_OR_FALSE, "The list of the values it returns.", method_enumeration,
     &kind_enumeration},
    {"text", FIELD_STRING, "What the source says of it.", method_text},
    {"returns_text", FIELD_STRING, "What its page says of the value that it returns.", method_returns_text},
    {NULL}};
const struct kind kind_method = {"method", "A method.", method_fields};

/* -- qualifiers ----------------------------------------------------------------------------------------- */

enum { DEEPEST = 8 }; /* of arrays in a qualifier's value; the grammar allows one level */

static void plain_value(const struct walk *w, const char *name, const struct ast_value *v, unsigned depth)
{
    switch (v->kind) {
    case VALUE_BOOLEAN: sink_boolean(w->to, name, v->boolean); break;
    case VALUE_INTEGER: walk_number(w, name, v->negative, v->magnitude); break;
    case VALUE_CHAR: walk_number(w, name, false, v->magnitude); break;
    case VALUE_REAL: w->to->ops->real(w->to, name, v->real); break;
    case VALUE_STRING: walk_string(w, name, v->string); break;
    case VALUE_ALIAS:
    case VALUE_NAME: walk_name(w, name, v->name); break;
    case VALUE_ARRAY:
        sink_list(w->to, name);
        for (const struct ast_value *i = v->items; i && depth < DEEPEST; i = i->next)
            plain_value(w, NULL, i, depth + 1);
        sink_end(w->to);
        break;
    case VALUE_NULL:
    case VALUE_INSTANCE: sink_absent(w->to, name); break;
    }
}

static void walk_plain_value(const struct walk *w, const char *name, const struct ast_value *v)
{
    plain_value(w, name, v, 0);
}

static const struct qualifier *qualifier_of(const struct walk *w) { return w->at.of; }

static void qualifier_name(const struct walk *w, const char *name) { walk_name(w, name, qualifier_of(w)->name); }

static void qualifier_value(const struct walk *w, const char *name)
{
    if (qualifier_of(w)->value) walk_plain_value(w, name, qualifier_of(w)->value);
    else sink_boolean(w->to, name, true);
}

static void qualifier_flavors(const struct walk *w, const char *name)
{
    static const struct {
        unsigned bit;
        const char *word;
    } flavors[] = {{FLAVOR_ENABLE_OVERRIDE, "EnableOverride"}, {FLAVOR_DISABLE_OVERRIDE, "DisableOverride"},
                   {FLAVOR_TO_SUBCLASS, "ToSubclass"},         {FLAVOR_RESTRICTED, "Restricted"},
                   {FLAVOR_TRANSLATABLE, "Translatable"},      {FLAVOR_TO_INSTANCE, "ToInstance"},
                   {FLAVOR_NOT_TO_INSTANCE, "NotToInstance"},  {FLAVOR_AMENDED, "Amended"},
                   {FLAVOR_TOSUBELEMENTS, "ToSubElements"}};
    sink_list(w->to, name);
    for (size_t i = 0; i < sizeof flavors / sizeof *flavors; i++)
        if (qualifier_of(w)->flavors & flavors[i].bit) sink_string(w->to, NULL, flavors[i].word);
    sink_end(w->to);
}

static void qualifier_inherited(const struct walk *w, const char *name)
{
    sink_boolean(w->to, name, qualifier_of(w)->inherited);
}

static const struct field qualifier_fields[] = {
    {"name", FIELD_STRING, "As it is declared.", qualifier_name},
    {"value", FIELD_VALUE, "true where nothing is written.", qualifier_value},
    {"flavors", FIELD_STRING | FIELD_LIST, "How it is inherited.", qualifier_flavors},
    {"inherited", FIELD_BOOLEAN, "It comes from a superclass.", qualifier_inherited},
    {NULL}};
const struct kind kind_qualifier = {"qualifier", "A qualifier in force.", qualifier_fields};

void walk_qualifiers(const struct walk *w, const char *name, const struct qualifier *list, size_t count)
{
    sink_list(w->to, name);
    for (size_t i = 0; i < count; i++)
        walk_object(w, NULL, (struct subject){&kind_qualifier, w->at.klass, &list[i], NULL});
    sink_end(w->to);
}

/* -- defaults and other typed values -------------------------------------------------------------------- */

static const struct value *initial_of(const struct walk *w) { return w->at.of; }

static const char *const value_words[] = {[VALUE_NULL] = "null",
                                          [VALUE_BOOLEAN] = "boolean",
                                          [VALUE_INTEGER] = "integer",
                                          [VALUE_REAL] = "real",
                                          [VALUE_CHAR] = "char",
                                          [VALUE_STRING] = "string",
                                          [VALUE_ALIAS] = "alias",
                                          [VALUE_NAME] = "name",
                                          [VALUE_ARRAY] = "array",
                                          [VALUE_INSTANCE] = "instance",
                                          NULL};

static void initial_kind(const struct walk *w, const char *name)
{
    sink_string(w->to, name, value_words[initial_of(w)->kind]);
}

static void typed_value(const struct walk *w, const char *name, const struct value *v, unsigned depth)
{
    switch (v->kind) {
    case VALUE_BOOLEAN: sink_boolean(w->to, name, v->boolean); break;
    case VALUE_INTEGER: walk_number(w, name, v->negative, v->magnitude); break;
    case VALUE_REAL: w->to->ops->real(w->to, name, v->real); break;
    case VALUE_CHAR:
    case VALUE_STRING:
    case VALUE_ALIAS:
    case VALUE_NAME: sink_slice(w->to, name, v->string); break;
    case VALUE_ARRAY:
        sink_list(w->to, name);
        for (size_t i = 0; i < v->array.count && depth < DEEPEST; i++)
            typed_value(w, NULL, &v->array.items[i], depth + 1);
        sink_end(w->to);
        break;
    case VALUE_INSTANCE:
        if (v->instance && depth < DEEPEST)
            walk_object(w, name, (struct subject){&kind_instance, v->instance->klass, v->instance, NULL});
        else sink_absent(w->to, name);
        break;
    case VALUE_NULL: sink_absent(w->to, name); break;
    }
}

static void initial_value(const struct walk *w, const char *name) { typed_value(w, name, initial_of(w), 0); }

static const struct field initial_fields[] = {
    {"kind", FIELD_STRING, "What the value is.", initial_kind, NULL, value_words},
    {"value", FIELD_VALUE, "The value.", initial_value},
    {NULL}};
const struct kind kind_initial = {"initial", "A default or another typed value.", initial_fields};
