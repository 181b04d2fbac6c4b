/* The walk over schema, classes, methods and instances; model_property.c has what lies inside a property. */
#include "model/model.h"

#include <string.h>

#include "model/walk.h"

static void write_object(const struct walk *w, const char *name, const struct subject *of, bool whole)
{
    if (w->to->ops->object) {
        w->to->ops->object(w->to, name, of, whole);
        return;
    }
    struct walk inner = {w->model, w->to, *of};
    sink_object(w->to, name);
    for (const struct field *f = shape_fields(w->model->shape, of->kind); f->name; f++) f->write(&inner, f->name);
    sink_end(w->to);
}

void walk_object(const struct walk *w, const char *name, struct subject of) { write_object(w, name, &of, false); }

void walk_whole(const struct walk *w, const char *name, struct subject of) { write_object(w, name, &of, true); }

void walk_string(const struct walk *w, const char *name, struct ast_string value)
{
    struct text room = {0};
    sink_slice(w->to, name, ast_string_join(value, &room));
    text_free(&room);
}

void walk_name(const struct walk *w, const char *name, const struct name *value)
{
    if (value) sink_slice(w->to, name, name_slice(value));
    else sink_absent(w->to, name);
}

void walk_number(const struct walk *w, const char *name, bool negative, uint64_t magnitude)
{
    char digits[24];
    if (!negative && magnitude <= INT64_MAX) sink_integer(w->to, name, (int64_t)magnitude);
    else if (negative && magnitude <= (uint64_t)INT64_MAX + 1)
        sink_integer(w->to, name, magnitude ? -(int64_t)(magnitude - 1) - 1 : 0);
    else {
        size_t at = sizeof digits;
        for (uint64_t n = magnitude; n; n /= 10) digits[--at] = (char)('0' + n % 10);
        if (negative) digits[--at] = '-';
        sink_slice(w->to, name, (struct slice){digits + at, (uint32_t)(sizeof digits - at)});
    }
}

/* -- places --------------------------------------------------------------------------------------------- */

void walk_source(const struct walk *w, const char *name, const struct span *at)
{
    static const struct span nowhere;
    walk_object(w, name, (struct subject){&kind_source, w->at.klass, at ? at : &nowhere, NULL});
}

static struct place place_of(const struct walk *w)
{
    return source_place(w->model->sources, ((const struct span *)w->at.of)->start);
}

static void file_of_source(const struct walk *w, const char *name)
{
    struct place place = place_of(w);
    sink_slice(w->to, name, place.source ? model_path(w->model->options, place.source->path) : (struct slice){"", 0});
}

static void line_of_source(const struct walk *w, const char *name) { sink_integer(w->to, name, place_of(w).line); }

static const struct field source_fields[] = {
    {"file", FIELD_STRING, "The path, relative to the input folder; \"\": nowhere.", file_of_source},
    {"line", FIELD_INTEGER, "The line, from 1.", line_of_source},
    {NULL}};
const struct kind kind_source = {"source", "Where something is declared.", source_fields};

/* -- the schema ----------------------------------------------------------------------------------------- */

static void schema_name(const struct walk *w, const char *name) { sink_string(w->to, name, w->model->options->name); }

static void schema_prefix(const struct walk *w, const char *name)
{
    sink_string(w->to, name, w->model->options->prefix);
}

static void schema_inputs(const struct walk *w, const char *name)
{
    sink_list(w->to, name);
    for (const struct unit *u = w->model->schema->units; u; u = u->next)
        sink_slice(w->to, NULL, model_path(w->model->options, u->source->path));
    sink_end(w->to);
}

/* What the first line of a file about the whole schema names: the inputs while they are few. */
static void schema_from(const struct walk *w, const char *name)
{
    enum { FEW = 5 };
    struct text from = {0};
    size_t count = 0;
    for (const struct unit *u = w->model->schema->units; u; u = u->next, count++) {
        if (count) text_add_string(&from, ", ");
        text_add_slice(&from, model_path(w->model->options, u->source->path));
    }
    if (count > FEW) from.len = 0, text_printf(&from, "%zu files", count);
    sink_string(w->to, name, arena_copy(w->model->arena, from.at ? from.at : "", from.len));
    text_free(&from);
}

void walk_classes(const struct walk *w, const char *name)
{
    const struct schema *s = w->model->schema;
    if (w->to->ops->classes) {
        w->to->ops->classes(w->to, name, s);
        return;
    }
    sink_list(w->to, name);
    for (size_t i = 0; i < s->class_count; i++)
        walk_object(w, NULL, (struct subject){&kind_class, s->classes[i], s->classes[i], NULL});
    sink_end(w->to);
}

static void schema_enumerations(const struct walk *w, const char *name)
{
    const struct schema *s = w->model->schema;
    sink_list(w->to, name);
    for (size_t i = 0; i < s->enumeration_count; i++)
        walk_object(w, NULL, (struct subject){&kind_enumeration, NULL, s->enumerations[i], NULL});
    sink_end(w->to);
}

static void schema_instances(const struct walk *w, const char *name)
{
    const struct schema *s = w->model->schema;
    sink_list(w->to, name);
    for (size_t i = 0; i < s->instance_count; i++)
        walk_object(w, NULL, (struct subject){&kind_instance, s->instances[i]->klass, s->instances[i], NULL});
    sink_end(w->to);
}

static const struct field schema_fields[] = {
    {"name", FIELD_STRING, "The stem of the umbrella header and of the SQL file: --name.", schema_name},
    {"prefix", FIELD_STRING, "What stands before every generated identifier: --prefix.", schema_prefix},
    {"inputs", FIELD_STRING | FIELD_LIST, "The paths of the input files, relative to the input folder.", schema_inputs},
    {"from", FIELD_STRING, "The inputs in words, for a first line.", schema_from},
    {"classes", FIELD_OBJECT | FIELD_LIST, "Every class, a superclass before what is derived from it.", walk_classes,
     &kind_class},
    {"enumerations", FIELD_OBJECT | FIELD_LIST, "Those with a declaration of their own.", schema_enumerations,
     &kind_enumeration},
    {"instances", FIELD_OBJECT | FIELD_LIST, "In the order in which they are written.", schema_instances,
     &kind_instance},
    {NULL}};
const struct kind kind_schema = {"schema",
                                 "The schema as mofc understood it, and as templates see it. A field is always there; "
                                 "what a thing does not have is false, an empty list or \"\".",
                                 schema_fields};

/* -- classes -------------------------------------------------------------------------------------------- */

#define CLASS_FLAG(field) \
    static void class_##field(const struct walk *w, const char *name) { sink_boolean(w->to, name, w->at.klass->field); }
CLASS_FLAG(association)
CLASS_FLAG(indication)
CLASS_FLAG(abstract)
CLASS_FLAG(structure)
CLASS_FLAG(embedded)
CLASS_FLAG(obsolete)
CLASS_FLAG(deprecated)
CLASS_FLAG(read_only)
CLASS_FLAG(requested)

static void class_name(const struct walk *w, const char *name) { walk_name(w, name, w->at.klass->name); }

static void class_namespace(const struct walk *w, const char *name)
{
    walk_name(w, name, w->at.klass->written ? w->at.klass->written->namespace_name : NULL);
}

static void class_super(const struct walk *w, const char *name) { walk_name(w, name, w->at.klass->super_name); }

static void class_super_known(const struct walk *w, const char *name)
{
    sink_boolean(w->to, name, w->at.klass->super != NULL);
}

static void class_chain(const struct walk *w, const char *name)
{
    sink_list(w->to, name);
    for (const struct klass *k = w->at.klass; k; k = k->super)
        if (k->super_name) walk_name(w, NULL, k->super_name);
    sink_end(w->to);
}

static void class_replacement(const struct walk *w, const char *name) { walk_name(w, name, w->at.klass->replacement); }

static void class_text(const struct walk *w, const char *name) { walk_string(w, name, w->at.klass->text); }

static void class_requirements(const struct walk *w, const char *name)
{
    static const struct ast_requirements none;
    const struct ast_page *page = w->at.klass->written ? w->at.klass->written->page : NULL;
    walk_object(w, name, (struct subject){&kind_requirements, w->at.klass, page ? &page->requirements : &none, NULL});
}

static void class_source(const struct walk *w, const char *name)
{
    walk_source(w, name, w->at.klass->written ? &w->at.klass->written->word.span : NULL);
}

static void class_qualifiers(const struct walk *w, const char *name)
{
    walk_qualifiers(w, name, w->at.klass->qualifiers, w->at.klass->qualifier_count);
}

static void class_properties(const struct walk *w, const char *name)
{
    const struct klass *k = w->at.klass;
    sink_list(w->to, name);
    for (size_t i = 0; i < k->property_count; i++)
        walk_object(w, NULL, (struct subject){&kind_property, k, k->properties[i], NULL});
    sink_end(w->to);
}

static void class_keys(const struct walk *w, const char *name)
{
    sink_list(w->to, name);
    for (size_t i = 0; i < w->at.klass->key_count; i++) walk_name(w, NULL, w->at.klass->keys[i]->name);
    sink_end(w->to);
}

static void class_inherited_count(const struct walk *w, const char *name)
{
    sink_integer(w->to, name, (int64_t)w->at.klass->inherited_count);
}

static void class_depth(const struct walk *w, const char *name) { sink_integer(w->to, name, w->at.klass->depth); }

static void class_methods(const struct walk *w, const char *name)
{
    const struct klass *k = w->at.klass;
    sink_list(w->to, name);
    for (size_t i = 0; i < k->method_count; i++)
        walk_object(w, NULL, (struct subject){&kind_method, k, k->methods[i], NULL});
    sink_end(w->to);
}

/* The enumerations that this class declares first, each once. */
static void class_enumerations(const struct walk *w, const char *name)
{
    const struct klass *k = w->at.klass;
    sink_list(w->to, name);
    for (size_t i = 0; i < k->property_count; i++) {
        const struct enumeration *e = k->properties[i]->enumeration;
        bool own = e && e->owner == k && (!e->property || name_equal(e->property->name, k->properties[i]->name));
        if (own) walk_object(w, NULL, (struct subject){&kind_enumeration, k, e, NULL});
    }
    sink_end(w->to);
}

/* The names of the classes that properties of one CIM type name, each once, in property order. */
static void class_uses(const struct walk *w, const char *name, enum cim_type cim)
{
    const struct klass *k = w->at.klass;
    sink_list(w->to, name);
    for (size_t i = 0; i < k->property_count; i++) {
        const struct type *t = &k->properties[i]->type;
        bool seen = t->cim != cim || !t->class_name;
        for (size_t j = 0; j < i && !seen; j++)
            seen = k->properties[j]->type.cim == cim && name_equal(k->properties[j]->type.class_name, t->class_name);
        if (!seen) walk_name(w, NULL, t->klass ? t->klass->name : t->class_name);
    }
    sink_end(w->to);
}

static void class_embeds(const struct walk *w, const char *name) { class_uses(w, name, CIM_CLASS); }

static void class_references(const struct walk *w, const char *name) { class_uses(w, name, CIM_REFERENCE); }

static const struct run *run_of(const struct walk *w) { return w->at.of; }

static const struct klass *run_class(const struct walk *w)
{
    return w->at.klass->properties[run_of(w)->first]->declared;
}

static void run_declared(const struct walk *w, const char *name) { walk_name(w, name, run_class(w)->name); }

static void run_own(const struct walk *w, const char *name) { sink_boolean(w->to, name, run_class(w) == w->at.klass); }

static void run_first(const struct walk *w, const char *name)
{
    sink_integer(w->to, name, (int64_t)run_of(w)->first + 1);
}

static void run_last(const struct walk *w, const char *name) { sink_integer(w->to, name, (int64_t)run_of(w)->end); }

static const struct field run_fields[] = {
    {"declared", FIELD_STRING, "The class.", run_declared},
    {"own", FIELD_BOOLEAN, "It is the class that they are looked at in.", run_own},
    {"first", FIELD_INTEGER, "The place of the first, from 1.", run_first},
    {"last", FIELD_INTEGER, "The place of the last.", run_last},
    {NULL}};
const struct kind kind_run = {"run", "Properties in a row that one class declares.", run_fields};

const struct run *run_new(struct model *m, size_t first, size_t end)
{
    struct run *run = arena_new(m->arena, struct run);
    *run = (struct run){first, end};
    return run;
}

static void class_runs(const struct walk *w, const char *name)
{
    const struct klass *k = w->at.klass;
    sink_list(w->to, name);
    for (size_t i = 0; i < k->property_count;) {
        size_t first = i;
        while (i < k->property_count && k->properties[i]->declared == k->properties[first]->declared) i++;
        walk_object(w, NULL, (struct subject){&kind_run, k, run_new(w->model, first, i), NULL});
    }
    sink_end(w->to);
}

static const struct field class_fields[] = {
    {"name", FIELD_STRING, "As it is declared.", class_name},
    {"namespace", FIELD_STRING | FIELD_OR_FALSE, "The one that it lives in: of a #pragma, or of its page.",
     class_namespace},
    {"super", FIELD_STRING | FIELD_OR_FALSE, "The superclass.", class_super},
    {"super_known", FIELD_BOOLEAN, "The superclass is among the inputs.", class_super_known},
    {"chain", FIELD_STRING | FIELD_LIST, "The superclasses, nearest first.", class_chain},
    {"association", FIELD_BOOLEAN, "It relates classes.", class_association},
    {"indication", FIELD_BOOLEAN, "It tells of an event.", class_indication},
    {"abstract", FIELD_BOOLEAN, "It has no instances of its own.", class_abstract},
    {"structure", FIELD_BOOLEAN, "A structure of MOF 3: a value, no object.", class_structure},
    {"embedded", FIELD_BOOLEAN, "It only stands inside other objects.", class_embedded},
    {"obsolete", FIELD_BOOLEAN, "It must not be used any more.", class_obsolete},
    {"deprecated", FIELD_BOOLEAN, "It should not be used any more.", class_deprecated},
    {"replacement", FIELD_STRING | FIELD_OR_FALSE, "The class to use instead.", class_replacement},
    {"read_only", FIELD_BOOLEAN, "None of its properties can be written.", class_read_only},
    {"requested", FIELD_BOOLEAN, "False: it is here only because another class needs it.", class_requested},
    {"text", FIELD_STRING, "What the source says of it.", class_text},
    {"source", FIELD_OBJECT, "Where it is declared.", class_source, &kind_source},
    {"requirements", FIELD_OBJECT, "What its page says that it needs.", class_requirements, &kind_requirements},
    {"qualifiers", FIELD_OBJECT | FIELD_LIST, "Those in force.", class_qualifiers, &kind_qualifier},
    {"properties", FIELD_OBJECT | FIELD_LIST, "Those in force, inherited ones first.", class_properties,
     &kind_property},
    {"runs", FIELD_OBJECT | FIELD_LIST, "The properties, cut where another class holds the declarations in force.",
     class_runs, &kind_run},
    {"keys", FIELD_STRING | FIELD_LIST, "Names of the key properties, in property order.", class_keys},
    {"inherited_count", FIELD_INTEGER, "How many of its properties are inherited.", class_inherited_count},
    {"depth", FIELD_INTEGER, "Of inheritance; 0 at the top.", class_depth},
    {"methods", FIELD_OBJECT | FIELD_LIST, "Those in force, inherited ones first.", class_methods, &kind_method},
    {"enumerations", FIELD_OBJECT | FIELD_LIST, "Those that it declares first.", class_enumerations, &kind_enumeration},
    {"embeds", FIELD_STRING | FIELD_LIST, "The classes that its properties embed.", class_embeds},
    {"references", FIELD_STRING | FIELD_LIST, "The classes that its properties refer to.", class_references},
    {NULL}};
const struct kind kind_class = {
    "class", "A class, a structure, an association or an indication, with all that it inherits.", class_fields};

/* -- instances ------------------------------------------------------------------------------------------ */

static void instance_class(const struct walk *w, const char *name)
{
    walk_name(w, name, w->at.klass ? w->at.klass->name : NULL);
}

static void instance_alias(const struct walk *w, const char *name)
{
    walk_name(w, name, ((const struct instance *)w->at.of)->alias);
}

static void instance_namespace(const struct walk *w, const char *name)
{
    const struct instance *i = w->at.of;
    walk_name(w, name, i->written ? i->written->namespace_name : NULL);
}

static void instance_source(const struct walk *w, const char *name)
{
    const struct instance *i = w->at.of;
    walk_source(w, name, i->written ? &i->written->span : NULL);
}

static void instance_values(const struct walk *w, const char *name)
{
    const struct instance *i = w->at.of;
    sink_list(w->to, name);
    for (size_t n = 0; n < i->value_count; n++)
        walk_object(w, NULL, (struct subject){&kind_instance_value, i->klass, &i->values[n], NULL});
    sink_end(w->to);
}

static const struct field instance_fields[] = {
    {"class", FIELD_STRING | FIELD_OR_FALSE, "Its class.", instance_class},
    {"alias", FIELD_STRING | FIELD_OR_FALSE, "What it is called where others refer to it.", instance_alias},
    {"namespace", FIELD_STRING | FIELD_OR_FALSE, "The #pragma namespace in force where it is declared.",
     instance_namespace},
    {"values", FIELD_OBJECT | FIELD_LIST, "What is written; what is not has its default.", instance_values,
     &kind_instance_value},
    {"source", FIELD_OBJECT, "Where it is declared.", instance_source, &kind_source},
    {NULL}};
const struct kind kind_instance = {"instance", "An instance.", instance_fields};

static void instance_value_name(const struct walk *w, const char *name)
{
    walk_name(w, name, ((const struct instance_value *)w->at.of)->property->name);
}

static void instance_value_value(const struct walk *w, const char *name)
{
    const struct instance_value *v = w->at.of;
    if (v->value) walk_object(w, name, (struct subject){&kind_initial, w->at.klass, v->value, v->property});
    else sink_absent(w->to, name);
}

static const struct field instance_value_fields[] = {
    {"name", FIELD_STRING, "The property.", instance_value_name},
    {"value", FIELD_OBJECT | FIELD_OR_FALSE, "False: NULL.", instance_value_value, &kind_initial},
    {NULL}};
const struct kind kind_instance_value = {"instance_value", "A property and its value in an instance.",
                                         instance_value_fields};

/* -- entry points --------------------------------------------------------------------------------------- */

void *model_backend_data(const struct model *m, const struct backend *backend)
{
    for (size_t i = 0; i < m->backend_count; i++)
        if (m->backends[i] == backend) return m->backend_data[i];
    return NULL;
}

struct model *model_new(struct arena *arena, const struct schema *schema, const struct sources *sources,
                        const struct model_options *options, const struct backend *const *backends, size_t count,
                        struct diags *diags)
{
    struct model *m = arena_new(arena, struct model);
    *m = (struct model){.arena = arena,
                        .schema = schema,
                        .options = options,
                        .sources = sources,
                        .diags = diags,
                        .shape = shape_new(arena, backends, count),
                        .backends = backends,
                        .backend_data = arena_array(arena, count + 1, sizeof(void *)),
                        .backend_count = count};
    model_index_instances(m);
    for (size_t i = 0; i < count; i++) backends[i]->build(m, &m->backend_data[i]);
    return m;
}

void model_write_schema(struct model *m, struct sink *to, const char *name, bool with_classes)
{
    struct walk w = {m, to, {&kind_schema, NULL, m->schema, NULL}};
    if (with_classes) {
        walk_object(&w, name, w.at);
        return;
    }
    sink_object(to, name);
    for (const struct field *f = shape_fields(m->shape, &kind_schema); f->name; f++)
        if (f->write != walk_classes) f->write(&w, f->name);
    sink_end(to);
}
