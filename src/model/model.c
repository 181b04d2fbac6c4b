/* The walk over schema, classes, methods and instances; model_property.c has what lies inside a property. */
#include "model/model.h"

#include <pthread.h>
#include <string.h>

#include "model/walk.h"

void walk_object(const struct walk *w, const char *name, struct subject of)
{
    if (w->to->ops->object) {
        w->to->ops->object(w->to, name, &of);
        return;
    }
    struct walk inner = {w->model, w->to, of};
    sink_object(w->to, name);
    for (const struct field *f = of.kind->fields; f->name; f++) f->write(&inner, f->name);
    sink_end(w->to);
}

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

void walk_source(const struct walk *w, const char *name, struct span at)
{
    struct place place = source_place(w->model->sources, at.start);
    sink_object(w->to, name);
    struct slice file = place.source ? model_path(w->model->options, place.source->path) : (struct slice){"", 0};
    sink_slice(w->to, "file", file);
    sink_integer(w->to, "line", place.line);
    sink_end(w->to);
}

/* -- the schema ----------------------------------------------------------------------------------------- */

static void schema_name(const struct walk *w, const char *name)
{
    sink_string(w->to, name, w->model->options->name);
}

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

/* Whether there is room to tell all that is known: of hundreds of classes the source is the place to read. */
static void schema_few(const struct walk *w, const char *name)
{
    enum { FEW = 100 };
    sink_boolean(w->to, name, w->model->schema->class_count <= FEW);
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

#define TARGET_PART(function, field, call)                       \
    static void function(const struct walk *w, const char *name) \
    {                                                            \
        sink_object(w->to, name);                                \
        call;                                                    \
        sink_end(w->to);                                         \
    }
TARGET_PART(schema_c, c, c_write_schema(w->model, w->to))
TARGET_PART(schema_sql, sql, sql_write_schema(w->model, w->to))

static const struct field schema_fields[] = {{"name", schema_name},
                                             {"prefix", schema_prefix},
                                             {"inputs", schema_inputs},
                                             {"from", schema_from},
                                             {"few", schema_few},
                                             {"classes", walk_classes},
                                             {"enumerations", schema_enumerations},
                                             {"instances", schema_instances},
                                             {"c", schema_c},
                                             {"sql", schema_sql},
                                             {NULL, NULL}};
const struct kind kind_schema = {"schema", schema_fields};

/* -- classes -------------------------------------------------------------------------------------------- */

#define CLASS_FLAG(field)                                             \
    static void class_##field(const struct walk *w, const char *name) \
    {                                                                 \
        sink_boolean(w->to, name, w->at.klass->field);                \
    }
CLASS_FLAG(association)
CLASS_FLAG(indication)
CLASS_FLAG(abstract)
CLASS_FLAG(structure)
CLASS_FLAG(embedded)
CLASS_FLAG(obsolete)
CLASS_FLAG(deprecated)
CLASS_FLAG(read_only)
CLASS_FLAG(requested)

static void class_name(const struct walk *w, const char *name)
{
    walk_name(w, name, w->at.klass->name);
}

static void class_namespace(const struct walk *w, const char *name)
{
    walk_name(w, name, w->at.klass->written ? w->at.klass->written->namespace_name : NULL);
}

static void class_super(const struct walk *w, const char *name)
{
    walk_name(w, name, w->at.klass->super_name);
}

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

static void class_replacement(const struct walk *w, const char *name)
{
    walk_name(w, name, w->at.klass->replacement);
}

static void class_text(const struct walk *w, const char *name)
{
    walk_string(w, name, w->at.klass->text);
}

static void class_source(const struct walk *w, const char *name)
{
    walk_source(w, name, w->at.klass->written ? w->at.klass->written->word.span : (struct span){0, 0});
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

static void class_depth(const struct walk *w, const char *name)
{
    sink_integer(w->to, name, w->at.klass->depth);
}

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

static void class_embeds(const struct walk *w, const char *name)
{
    class_uses(w, name, CIM_CLASS);
}

static void class_references(const struct walk *w, const char *name)
{
    class_uses(w, name, CIM_REFERENCE);
}

/* Properties in a row of which one class holds the declarations in force. */
struct run {
    size_t first, end;
};

static const struct run *run_of(const struct walk *w)
{
    return w->at.of;
}

static const struct klass *run_class(const struct walk *w)
{
    return w->at.klass->properties[run_of(w)->first]->declared;
}

static void run_declared(const struct walk *w, const char *name)
{
    walk_name(w, name, run_class(w)->name);
}

static void run_own(const struct walk *w, const char *name)
{
    sink_boolean(w->to, name, run_class(w) == w->at.klass);
}

static void run_first(const struct walk *w, const char *name)
{
    sink_integer(w->to, name, (int64_t)run_of(w)->first + 1);
}

static void run_last(const struct walk *w, const char *name)
{
    sink_integer(w->to, name, (int64_t)run_of(w)->end);
}

TARGET_PART(run_c, c, c_write_run(w->model, w->to, w->at.klass, run_of(w)->first, run_of(w)->end))
TARGET_PART(run_sql, sql, sql_write_run(w->model, w->to, w->at.klass, run_of(w)->first, run_of(w)->end))

static const struct field run_fields[] = {
    {"declared", run_declared}, {"own", run_own}, {"first", run_first}, {"last", run_last}, {"c", run_c},
    {"sql", run_sql},           {NULL, NULL}};
const struct kind kind_run = {"run", run_fields};

static void class_runs(const struct walk *w, const char *name)
{
    const struct klass *k = w->at.klass;
    sink_list(w->to, name);
    for (size_t i = 0; i < k->property_count;) {
        struct run *run = arena_new(w->model->arena, struct run);
        run->first = i;
        while (i < k->property_count && k->properties[i]->declared == k->properties[run->first]->declared) i++;
        run->end = i;
        walk_object(w, NULL, (struct subject){&kind_run, k, run, NULL});
    }
    sink_end(w->to);
}

static void class_record(const struct walk *w, const char *name)
{
    c_write_record(w->model, w->to, name, w->at.klass);
}

static void class_lookups(const struct walk *w, const char *name)
{
    sql_write_lookups(w->model, w->to, name, w->at.klass);
}

static void class_view(const struct walk *w, const char *name)
{
    sql_write_view(w->model, w->to, name, w->at.klass);
}

TARGET_PART(class_c, c, c_write_class(w->model, w->to, w->at.klass))
TARGET_PART(class_sql, sql, sql_write_class(w->model, w->to, w->at.klass))

static const struct field class_fields[] = {{"name", class_name},
                                            {"namespace", class_namespace},
                                            {"super", class_super},
                                            {"super_known", class_super_known},
                                            {"chain", class_chain},
                                            {"association", class_association},
                                            {"indication", class_indication},
                                            {"abstract", class_abstract},
                                            {"structure", class_structure},
                                            {"embedded", class_embedded},
                                            {"obsolete", class_obsolete},
                                            {"deprecated", class_deprecated},
                                            {"replacement", class_replacement},
                                            {"read_only", class_read_only},
                                            {"requested", class_requested},
                                            {"text", class_text},
                                            {"source", class_source},
                                            {"qualifiers", class_qualifiers},
                                            {"properties", class_properties},
                                            {"runs", class_runs},
                                            {"record", class_record},
                                            {"keys", class_keys},
                                            {"inherited_count", class_inherited_count},
                                            {"depth", class_depth},
                                            {"methods", class_methods},
                                            {"enumerations", class_enumerations},
                                            {"embeds", class_embeds},
                                            {"references", class_references},
                                            {"lookups", class_lookups},
                                            {"view", class_view},
                                            {"c", class_c},
                                            {"sql", class_sql},
                                            {NULL, NULL}};
const struct kind kind_class = {"class", class_fields};

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
    walk_source(w, name, i->written ? i->written->span : (struct span){0, 0});
}

static void instance_values(const struct walk *w, const char *name)
{
    const struct instance *i = w->at.of;
    sink_list(w->to, name);
    for (size_t n = 0; n < i->value_count; n++)
        walk_object(w, NULL, (struct subject){&kind_instance_value, i->klass, &i->values[n], NULL});
    sink_end(w->to);
}

static const struct field instance_fields[] = {{"class", instance_class},         {"alias", instance_alias},
                                               {"namespace", instance_namespace}, {"values", instance_values},
                                               {"source", instance_source},       {NULL, NULL}};
const struct kind kind_instance = {"instance", instance_fields};

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
    {"name", instance_value_name}, {"value", instance_value_value}, {NULL, NULL}};
const struct kind kind_instance_value = {"instance value", instance_value_fields};

/* -- entry points --------------------------------------------------------------------------------------- */

struct sql_build {
    struct model model;
    struct arena own; /* an arena is one thread's */
};

static void *build_sql(void *with)
{
    sql_names_build(&((struct sql_build *)with)->model);
    return NULL;
}

/* The names of the two families have nothing to do with each other: of a large schema each core makes one's. */
static void build_names(struct model *m)
{
    enum { MANY_CLASSES = 256 };
    pthread_t thread;
    struct sql_build sql = {.model = *m};
    sql.model.arena = &sql.own;
    bool started = m->schema->class_count >= MANY_CLASSES && pthread_create(&thread, NULL, build_sql, &sql) == 0;
    c_names_build(m);
    if (started) pthread_join(thread, NULL);
    else build_sql(&sql);
    m->sql = sql.model.sql;
    arena_adopt(m->arena, &sql.own);
}

struct model *model_new(struct arena *arena, const struct schema *schema, const struct sources *sources,
                        const struct model_options *options, struct diags *diags)
{
    struct model *m = arena_new(arena, struct model);
    *m = (struct model){.arena = arena, .schema = schema, .options = options, .sources = sources, .diags = diags};
    model_index_instances(m);
    build_names(m);
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
    for (const struct field *f = schema_fields; f->name; f++)
        if (f->write != walk_classes) f->write(&w, f->name);
    sink_end(to);
}

void model_write_class(struct model *m, struct sink *to, const char *name, const struct klass *k)
{
    struct subject of = {&kind_class, k, k, NULL};
    walk_object(&(struct walk){m, to, of}, name, of);
}

void model_write_property(struct model *m, struct sink *to, const char *name, const struct klass *k,
                          const struct property *p)
{
    struct subject of = {&kind_property, k, p, NULL};
    walk_object(&(struct walk){m, to, of}, name, of);
}

void model_write_enumeration(struct model *m, struct sink *to, const char *name, const struct klass *k,
                             const struct enumeration *e)
{
    struct subject of = {&kind_enumeration, k, e, NULL};
    walk_object(&(struct walk){m, to, of}, name, of);
}
