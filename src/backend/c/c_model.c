/* The `c` objects of schemas, classes, properties and methods: what the templates of C targets name. Identifiers are
 * decided in c_names.c, value lists stand in c_enumeration.c, bounds in c_limits.c. */
#include "backend/c/c.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/escape.h"

void c_write_text(struct sink *to, const char *name, struct text *t)
{
    sink_slice(to, name, (struct slice){t->at ? t->at : "", (uint32_t)t->len});
    text_free(t);
}

/* ---- schema and classes --------------------------------------------------------------------------------- */

static uint32_t spelling_hash(const char *name)
{
    uint32_t h = 2166136261u;
    for (; *name; name++) h = (h ^ (unsigned char)ascii_lower(*name)) * 16777619u;
    return h;
}

/* Upper case and no two underscores in a row; where that loses something, a hash tells the name. */
static void write_guard(struct sink *to, const char *field, const char *name, const char *end)
{
    struct text t = {0};
    text_add_string(&t, "MOF_");
    escape_identifier(&t, slice_of(name));
    bool same = t.len == strlen(name) + 4 && strcmp(t.at + 4, name) == 0;
    for (size_t i = 0; i < t.len; i++) t.at[i] = ascii_upper(t.at[i]);
    if (!same) text_printf(&t, "_%08" PRIX32, spelling_hash(name));
    text_add_string(&t, end);
    c_write_text(to, field, &t);
}

static void schema_identifier(const struct walk *w, const char *name)
{
    sink_string(w->to, name, c_names_of(w->model)->schema);
}

static void schema_guard(const struct walk *w, const char *name)
{
    write_guard(w->to, name, c_names_of(w->model)->file, "_H");
}

static void schema_enumerations(const struct walk *w, const char *name)
{
    bool outside = false;
    const struct schema *s = w->model->schema;
    for (size_t i = 0; i < s->enumeration_count; i++) outside |= !s->enumerations[i]->owner;
    sink_boolean(w->to, name, outside);
}

static void schema_file(const struct walk *w, const char *name)
{
    sink_string(w->to, name, c_names_of(w->model)->file);
}

static const struct field schema_fields[] = {
    {"identifier", FIELD_STRING, "Its name as the beginning of identifiers.", schema_identifier},
    {"file", FIELD_STRING, "The name of its C files, without an ending.", schema_file},
    {"guard", FIELD_STRING, "The include guard of the umbrella header.", schema_guard},
    {"enumerations", FIELD_BOOLEAN, "There are some outside of any class.", schema_enumerations},
    {NULL}};
static const struct kind kind_c_schema = {"schema.c", "A schema in C.", schema_fields};

/* ---- what a class needs of others ----------------------------------------------------------------------- */

/* Other classes, each once. */
struct others {
    const struct klass **list;
    size_t count, room;
};

static void add_other(struct model *m, struct others *o, const struct klass *k)
{
    for (size_t i = 0; i < o->count; i++)
        if (o->list[i] == k) return;
    o->list = arena_more(m->arena, o->list, o->count, &o->room, sizeof *o->list);
    o->list[o->count++] = k;
}

static void add_type(struct model *m, struct others *o, const struct type *t, bool arrays)
{
    if (c_cim(t) == CIM_CLASS && (t->array || !arrays)) add_other(m, o, t->klass);
}

static void add_value(struct model *m, struct others *o, const struct value *v);

/* What the objects in an object embed in their turn. */
static void add_object(struct model *m, struct others *o, const struct instance *object)
{
    for (size_t i = 0; i < object->value_count; i++) {
        const struct value *v = object->values[i].value;
        if (v->kind != VALUE_INSTANCE && v->kind != VALUE_ARRAY) continue;
        add_type(m, o, &object->values[i].property->type, false);
        add_value(m, o, v);
    }
}

static void add_value(struct model *m, struct others *o, const struct value *v)
{
    if (v->kind == VALUE_INSTANCE) add_object(m, o, v->instance);
    for (size_t i = 0; v->kind == VALUE_ARRAY && i < v->array.count; i++)
        if (v->array.items[i].kind == VALUE_INSTANCE) add_object(m, o, v->array.items[i].instance);
}

/* The classes that the class's properties, and parameters of its own methods, embed; only in arrays. */
static void add_members(struct model *m, struct others *o, const struct klass *k, bool arrays)
{
    for (size_t i = 0; i < k->property_count; i++) add_type(m, o, &k->properties[i]->type, arrays);
    for (size_t i = 0; i < k->method_count; i++) {
        const struct method *f = k->methods[i];
        if (f->declared != k) continue;
        add_type(m, o, &f->returns, arrays);
        for (size_t j = 0; j < f->parameter_count; j++) add_type(m, o, &f->parameters[j].property->type, arrays);
    }
}

static int by_file(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

/* What the class embeds, what its values hold. Its own header and its superclass's are there already. */
static void class_includes(const struct walk *w, const char *name)
{
    struct model *m = w->model;
    const struct klass *k = w->at.klass;
    struct others o = {0};
    size_t count, files = 0;
    const struct instance *const *list = model_instances_of(m, k, &count);
    add_members(m, &o, k, false);
    for (size_t i = 0; i < k->property_count; i++)
        if (k->properties[i]->initial) add_value(m, &o, k->properties[i]->initial);
    for (size_t i = 0; i < count; i++) add_object(m, &o, list[i]);
    const char **sorted = arena_array(m->arena, o.count + 1, sizeof *sorted);
    for (size_t i = 0; i < o.count; i++)
        if (o.list[i] != k && o.list[i] != k->super) sorted[files++] = c_file_name(m, o.list[i]);
    if (files) qsort(sorted, files, sizeof *sorted, by_file);
    sink_list(w->to, name);
    for (size_t i = 0; i < files; i++) sink_string(w->to, NULL, sorted[i]);
    sink_end(w->to);
}

static void array_name(const struct walk *w, const char *name)
{
    sink_string(w->to, name, arena_printf(w->model->arena, "%s_array", c_class_name(w->model, w->at.of)));
}

static void array_of(const struct walk *w, const char *name)
{
    sink_string(w->to, name, c_class_name(w->model, w->at.of));
}

static void array_guard(const struct walk *w, const char *name)
{
    write_guard(w->to, name, c_file_name(w->model, w->at.of), "_ARRAY");
}

static const struct field array_fields[] = {
    {"name", FIELD_STRING, "Of the struct.", array_name},
    {"of", FIELD_STRING, "The struct of its items.", array_of},
    {"guard", FIELD_STRING, "Several headers may declare it: the macro that says that one did.", array_guard},
    {NULL}};
static const struct kind kind_c_array = {"class.c.array", "An array of embedded objects.", array_fields};

static void class_arrays(const struct walk *w, const char *name)
{
    struct others o = {0};
    add_members(w->model, &o, w->at.klass, true);
    sink_list(w->to, name);
    for (size_t i = 0; i < o.count; i++)
        walk_object(w, NULL, (struct subject){&kind_c_array, w->at.klass, o.list[i], NULL});
    sink_end(w->to);
}

/* ---- instances ------------------------------------------------------------------------------------------ */

static void given_name(const struct walk *w, const char *name)
{
    const struct c_given *given = w->at.of;
    sink_string(w->to, name, c_word(w->model->arena, name_slice(given->property->name)));
}

static void given_value(const struct walk *w, const char *name)
{
    const struct c_given *given = w->at.of;
    struct text t = {0};
    c_add_value(&t, w->model, given->property, given->value);
    c_write_text(w->to, name, &t);
}

static const struct field given_fields[] = {{"name", FIELD_STRING, "The member.", given_name},
                                            {"value", FIELD_STRING, "Its initialiser.", given_value},
                                            {NULL}};
static const struct kind kind_c_given = {"class.c.instance.value", "A member that an instance sets.", given_fields};

static void instance_name(const struct walk *w, const char *name) { sink_string(w->to, name, w->at.in); }

static void instance_values(const struct walk *w, const char *name)
{
    size_t count;
    const struct c_given *list = c_given_values(w->model, w->at.of, true, &count);
    sink_list(w->to, name);
    for (size_t i = 0; i < count; i++)
        walk_object(w, NULL, (struct subject){&kind_c_given, w->at.klass, &list[i], NULL});
    sink_end(w->to);
}

static const struct field instance_fields[] = {{"name", FIELD_STRING, "Of the constant.", instance_name},
                                               {"values", FIELD_OBJECT | FIELD_LIST,
                                                "What it sets, documented defaults among it.", instance_values,
                                                &kind_c_given},
                                               {NULL}};
static const struct kind kind_c_instance = {"class.c.instance", "An instance in C.", instance_fields};

static void class_instances(const struct walk *w, const char *name)
{
    size_t count;
    const struct instance *const *list = model_instances_of(w->model, w->at.klass, &count);
    sink_list(w->to, name);
    for (size_t i = 0; i < count; i++) {
        const char *constant = c_instance_name(w->model, list[i]);
        walk_object(w, NULL, (struct subject){&kind_c_instance, w->at.klass, list[i], constant});
    }
    sink_end(w->to);
}

/* ---- classes -------------------------------------------------------------------------------------------- */

static void class_reason(const struct walk *w, const char *name)
{
    const struct klass *k = w->at.klass;
    struct text t = {0};
    if (k->obsolete || k->deprecated) {
        text_add_string(&t, k->obsolete ? "obsolete" : "deprecated");
        if (k->replacement) text_printf(&t, ", use %s", k->replacement->text);
    }
    c_write_text(w->to, name, &t);
}

static void class_name(const struct walk *w, const char *name)
{
    sink_string(w->to, name, c_class_name(w->model, w->at.klass));
}

static void class_file(const struct walk *w, const char *name)
{
    sink_string(w->to, name, c_file_name(w->model, w->at.klass));
}

static void class_guard(const struct walk *w, const char *name)
{
    write_guard(w->to, name, c_file_name(w->model, w->at.klass), "_H"); /* no two files have one name */
}

static void class_super(const struct walk *w, const char *name)
{
    sink_string(w->to, name, w->at.klass->super ? c_class_name(w->model, w->at.klass->super) : "");
}

static void class_super_file(const struct walk *w, const char *name)
{
    sink_string(w->to, name, w->at.klass->super ? c_file_name(w->model, w->at.klass->super) : "");
}

/* Whether the superclass's row says the same of a property, and of the array that it counts. */
static bool is_as_inherited(const struct klass *k, const struct property *p)
{
    const struct property *array = p->length_of ? klass_find_property(k, p->length_of->name) : NULL;
    return p->declared != k && !(array && array->declared == k);
}

/* Up to the first that it overrides the struct begins as the superclass's does, and the same rows describe both. */
static void class_inherited(const struct walk *w, const char *name)
{
    const struct klass *k = w->at.klass;
    size_t count = 0;
    while (k->super && count < k->inherited_count && is_as_inherited(k, k->properties[count])) count++;
    sink_integer(w->to, name, (int64_t)count);
}

static void class_members(const struct walk *w, const char *name)
{
    const struct klass *k = w->at.klass;
    sink_list(w->to, name);
    for (size_t i = 0; i < k->property_count; i++)
        sink_string(w->to, NULL, c_word(w->model->arena, name_slice(k->properties[i]->name)));
    sink_end(w->to);
}

/* ---- keys and what is below, for object paths ------------------------------------------------------------ */

static void class_keys(const struct walk *w, const char *name)
{
    const struct klass *k = w->at.klass;
    sink_list(w->to, name);
    for (size_t i = 0; i < k->key_count; i++) sink_integer(w->to, NULL, (int64_t)k->keys[i]->index + 1);
    sink_end(w->to);
}

static void class_below(const struct walk *w, const char *name)
{
    const struct name *const *below = c_names_of(w->model)->below[w->at.klass->index];
    sink_list(w->to, name);
    for (; *below; below++) sink_string(w->to, NULL, (*below)->text);
    sink_end(w->to);
}

static const struct field class_fields[] = {
    {"name", FIELD_STRING, "The identifier that all others of the class begin with.", class_name},
    {"file", FIELD_STRING, "The name of its files, without an ending.", class_file},
    {"guard", FIELD_STRING, "The include guard of its header.", class_guard},
    {"super", FIELD_STRING, "The superclass; \"\": none, or not known.", class_super},
    {"super_file", FIELD_STRING, "The name of the superclass's files; \"\": none.", class_super_file},
    {"inherited", FIELD_INTEGER,
     "How many properties come first, as the superclass has them: up to one that it overrides.", class_inherited},
    {"members", FIELD_STRING | FIELD_LIST, "The members of its struct, in order.", class_members},
    {"includes", FIELD_STRING | FIELD_LIST, "The files of the classes that it embeds, or its values do.",
     class_includes},
    {"arrays", FIELD_OBJECT | FIELD_LIST, "The arrays of embedded objects among its members.", class_arrays,
     &kind_c_array},
    {"keys", FIELD_INTEGER | FIELD_LIST, "The places of its keys in the class, from 1.", class_keys},
    {"below", FIELD_STRING | FIELD_LIST, "The names of all classes below it, sorted in lower case.", class_below},
    {"reason", FIELD_STRING, "Why not to use it; \"\": none.", class_reason},
    {"instances", FIELD_OBJECT | FIELD_LIST, "In the order in which they are written.", class_instances,
     &kind_c_instance},
    {NULL}};
static const struct kind kind_c_class = {"class.c", "A class in C.", class_fields};

/* ---- members in a row ----------------------------------------------------------------------------------- */

static const struct run *run_of(const struct walk *w) { return w->at.of; }

static void group_type(const struct walk *w, const char *name)
{
    sink_string(w->to, name, c_type(w->model, &w->at.klass->properties[run_of(w)->first]->type));
}

static void group_names(const struct walk *w, const char *name)
{
    sink_list(w->to, name);
    for (size_t i = run_of(w)->first; i < run_of(w)->end; i++)
        sink_string(w->to, NULL, c_word(w->model->arena, name_slice(w->at.klass->properties[i]->name)));
    sink_end(w->to);
}

static const struct field group_fields[] = {{"type", FIELD_STRING, "Their type.", group_type},
                                            {"names", FIELD_STRING | FIELD_LIST, "The members.", group_names},
                                            {NULL}};
static const struct kind kind_c_group = {"run.c.group", "Members of one type.", group_fields};

/* "A *a, *b" would ask for a second asterisk, so each pointer is a group of its own. */
static void run_members(const struct walk *w, const char *name)
{
    const struct property *const *list = w->at.klass->properties;
    size_t end = run_of(w)->end;
    sink_list(w->to, name);
    for (size_t i = run_of(w)->first, next; i < end; i = next) {
        const char *type = c_type(w->model, &list[i]->type);
        bool pointer = *type && type[strlen(type) - 1] == '*';
        for (next = i + 1; next < end && !pointer; next++)
            if (strcmp(c_type(w->model, &list[next]->type), type) != 0) break;
        walk_object(w, NULL, (struct subject){&kind_c_group, w->at.klass, run_new(w->model, i, next), NULL});
    }
    sink_end(w->to);
}

static const struct field run_fields[] = {{"members", FIELD_OBJECT | FIELD_LIST,
                                           "Neighbours of one type, to be declared together.", run_members,
                                           &kind_c_group},
                                          {NULL}};
static const struct kind kind_c_run = {"run.c", "Members in a row.", run_fields};

/* ---- properties ----------------------------------------------------------------------------------------- */

static const struct property *property_of(const struct walk *w) { return w->at.of; }

static void property_name(const struct walk *w, const char *name)
{
    sink_string(w->to, name, c_word(w->model->arena, name_slice(property_of(w)->name)));
}

static void property_type(const struct walk *w, const char *name)
{
    sink_string(w->to, name, c_type(w->model, &property_of(w)->type));
}

static void property_tag(const struct walk *w, const char *name)
{
    sink_string(w->to, name, c_tag(&property_of(w)->type));
}

static void property_facts(const struct walk *w, const char *name)
{
    struct text facts = {0}, room = {0};
    c_add_facts(&facts, w->model, property_of(w), ast_string_join(property_of(w)->text, &room));
    c_write_text(w->to, name, &facts);
    text_free(&room);
}

static void property_values(const struct walk *w, const char *name)
{
    const struct c_enum *e = c_enum_of(w->model, property_of(w)->enumeration);
    sink_string(w->to, name, e ? e->name : "");
}

static void property_embedded(const struct walk *w, const char *name)
{
    const struct type *t = &property_of(w)->type;
    sink_string(w->to, name, c_cim(t) == CIM_CLASS ? c_class_name(w->model, t->klass) : "");
}

static void property_target(const struct walk *w, const char *name)
{
    const struct type *t = &property_of(w)->type;
    bool known = c_cim(t) == CIM_REFERENCE && t->klass;
    sink_string(w->to, name, known ? c_class_name(w->model, t->klass) : "");
}

static void property_not_null(const struct walk *w, const char *name)
{
    const struct property *p = property_of(w);
    sink_boolean(w->to, name, p->not_null || (p->limits.not_null && !p->key));
}

static void property_nocase(const struct walk *w, const char *name)
{
    const struct property *p = property_of(w);
    sink_boolean(w->to, name, p->key && p->type.cim == CIM_STRING && w->model->options->keys_nocase);
}

static void property_default(const struct walk *w, const char *name)
{
    const struct property *p = property_of(w);
    struct text t = {0};
    bool empty = p->type.array && p->initial && p->initial->kind == VALUE_ARRAY && !p->initial->array.count;
    if (c_has_initial(p) && !empty) c_add_value(&t, w->model, p, p->initial);
    c_write_text(w->to, name, &t);
}

static void property_limits(const struct walk *w, const char *name)
{
    if (c_has_limits(w->at.klass, property_of(w)))
        walk_object(w, name, (struct subject){&kind_c_limits, w->at.klass, w->at.of, NULL});
    else sink_absent(w->to, name);
}

static const struct field property_fields[] = {
    {"name", FIELD_STRING, "The member.", property_name},
    {"type", FIELD_STRING, "Its type.", property_type},
    {"tag", FIELD_STRING, "The runtime's name of the type, or of an array's items: \"MOF_UINT32\".", property_tag},
    {"facts", FIELD_STRING, "What holds beside its text, in words.", property_facts},
    {"values", FIELD_STRING, "The enumeration's name in C; \"\": none.", property_values},
    {"embedded", FIELD_STRING, "The struct of the class that it embeds; \"\": none.", property_embedded},
    {"target", FIELD_STRING, "The struct of the class that it refers to; \"\": none, or not known.", property_target},
    {"not_null", FIELD_BOOLEAN, "The validator asks for a value.", property_not_null},
    {"nocase", FIELD_BOOLEAN, "It is a key that compares without case.", property_nocase},
    {"default", FIELD_STRING, "The documented default as an initialiser; \"\": none.", property_default},
    {"limits", FIELD_OBJECT | FIELD_OR_FALSE, "What a value must keep to, beside its type and its list.",
     property_limits, &kind_c_limits},
    {NULL}};
static const struct kind kind_c_property = {"property.c", "A property, or a parameter, in C.", property_fields};

/* ---- methods and values --------------------------------------------------------------------------------- */

static const struct method *method_of(const struct walk *w) { return w->at.of; }

/* Whether a method has a value of its own, and no parameter of its name. */
static bool has_result(const struct method *f)
{
    enum cim_type cim = c_cim(&f->returns);
    if (f->returns.cim == CIM_VOID || (cim > CIM_REFERENCE && cim != CIM_OBJECT)) return false;
    for (size_t i = 0; i < f->parameter_count; i++)
        if (slice_equal_fold(name_slice(f->parameters[i].property->name), slice_of("ReturnValue"))) return false;
    return true;
}

static void method_name(const struct walk *w, const char *name)
{
    sink_string(w->to, name, c_method_name(w->model, w->at.klass, method_of(w)));
}

static void method_type(const struct walk *w, const char *name)
{
    sink_string(w->to, name, c_type(w->model, &method_of(w)->returns));
}

static void method_tag(const struct walk *w, const char *name)
{
    sink_string(w->to, name, c_tag(&method_of(w)->returns));
}

static void method_values(const struct walk *w, const char *name)
{
    const struct c_enum *e = c_enum_of(w->model, method_of(w)->enumeration);
    sink_string(w->to, name, e ? e->name : "");
}

static void method_returns(const struct walk *w, const char *name)
{
    sink_boolean(w->to, name, has_result(method_of(w)));
}

static const struct field method_fields[] = {
    {"name", FIELD_STRING, "The identifier that its structs begin with.", method_name},
    {"type", FIELD_STRING, "Of its own value.", method_type},
    {"tag", FIELD_STRING, "The runtime's name of that type.", method_tag},
    {"values", FIELD_STRING, "The name in C of the enumeration of that value; \"\": none.", method_values},
    {"returns", FIELD_BOOLEAN, "It has a value of its own.", method_returns},
    {NULL}};
static const struct kind kind_c_method = {"method.c", "A method in C.", method_fields};

static void initial_value(const struct walk *w, const char *name)
{
    const struct property *p = w->at.in;
    const struct value *v = w->at.of;
    struct text t = {0};
    if (v->kind != VALUE_ARRAY && v->kind != VALUE_NULL && p) c_add_scalar(&t, w->model, &p->type, v);
    c_write_text(w->to, name, &t);
}

static const struct field initial_fields[] = {
    {"value", FIELD_STRING, "As it stands inside braces; \"\" for arrays.", initial_value}, {NULL}};
static const struct kind kind_c_initial = {"initial.c", "A value in C.", initial_fields};

static const struct extension extensions[] = {{&kind_schema, &kind_c_schema},
                                              {&kind_class, &kind_c_class},
                                              {&kind_run, &kind_c_run},
                                              {&kind_property, &kind_c_property},
                                              {&kind_parameter, &kind_c_property},
                                              {&kind_enumeration, &kind_c_enumeration},
                                              {&kind_value, &kind_c_value},
                                              {&kind_method, &kind_c_method},
                                              {&kind_initial, &kind_c_initial},
                                              {NULL, NULL}};
const struct backend backend_c = {"c", "What C targets need: identifiers and types as C spells them.", c_names_build,
                                  extensions};
