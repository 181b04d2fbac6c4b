/* The `c` objects of the model: what the templates of C targets name. Identifiers are decided in c_names.c; records are
 * described in c_record.c. */
#include "backend/c/c.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "base/escape.h"

static void write_text(struct sink *to, const char *name, struct text *t)
{
    sink_slice(to, name, (struct slice){t->at ? t->at : "", (uint32_t)t->len});
    t->len = 0;
    if (t->at) t->at[0] = 0;
}

/* ---- schema and classes --------------------------------------------------------------------------------- */

static uint32_t spelling_hash(const char *name)
{
    uint32_t h = 2166136261u;
    for (; *name; name++) h = (h ^ (unsigned char)tolower((unsigned char)*name)) * 16777619u;
    return h;
}

/* Upper case and no two underscores in a row; where that loses something, a hash tells the name. */
static void write_guard(struct sink *to, const char *field, const char *name)
{
    struct text t = {0};
    text_add_string(&t, "MOF_");
    escape_identifier(&t, slice_of(name));
    bool same = t.len == strlen(name) + 4 && strcmp(t.at + 4, name) == 0;
    for (size_t i = 0; i < t.len; i++) t.at[i] = (char)toupper((unsigned char)t.at[i]);
    if (!same) text_printf(&t, "_%08" PRIX32, spelling_hash(name));
    text_add_string(&t, "_H");
    write_text(to, field, &t);
    text_free(&t);
}

static void schema_identifier(const struct walk *w, const char *name)
{
    struct text t = {0};
    text_add_string(&t, w->model->options->prefix);
    escape_identifier(&t, slice_of(w->model->options->name));
    write_text(w->to, name, &t);
    text_free(&t);
}

static void schema_guard(const struct walk *w, const char *name)
{
    write_guard(w->to, name, arena_printf(w->model->arena, "%s_schema", w->model->options->name));
}

static void schema_enumerations(const struct walk *w, const char *name)
{
    bool outside = false;
    const struct schema *s = w->model->schema;
    for (size_t i = 0; i < s->enumeration_count; i++) outside |= !s->enumerations[i]->owner;
    sink_boolean(w->to, name, outside);
}

static const struct field schema_fields[] = {
    {"identifier", FIELD_STRING, "Its name as the beginning of identifiers.", schema_identifier},
    {"guard", FIELD_STRING, "The include guard of the umbrella header.", schema_guard},
    {"enumerations", FIELD_BOOLEAN, "There are some outside of any class.", schema_enumerations},
    {NULL}};
static const struct kind kind_c_schema = {"schema.c", "A schema in C.", schema_fields};

/* The classes that a class's source has to know the structs of, each once. */
struct includes {
    struct model *model;
    struct sink *to;
    const struct klass *of;
    const struct klass **seen;
    size_t count, room;
};

static void add_include(struct includes *in, const struct type *t)
{
    if (c_cim(t) != CIM_CLASS || t->klass == in->of) return;
    for (size_t i = 0; i < in->count; i++)
        if (in->seen[i] == t->klass) return;
    if (in->count == in->room) {
        const struct klass **old = in->seen;
        in->room = in->room ? in->room * 2 : 8;
        in->seen = arena_array(in->model->arena, in->room, sizeof *in->seen);
        for (size_t i = 0; i < in->count; i++) in->seen[i] = old[i];
    }
    in->seen[in->count++] = t->klass;
    sink_string(in->to, NULL, c_class_name(in->model, t->klass));
}

static void add_value_includes(struct includes *in, const struct value *v);

/* What the objects in an object embed in their turn. */
static void add_object_includes(struct includes *in, const struct instance *o)
{
    for (size_t i = 0; i < o->value_count; i++) {
        const struct value *v = o->values[i].value;
        if (v->kind != VALUE_INSTANCE && v->kind != VALUE_ARRAY) continue;
        add_include(in, &o->values[i].property->type);
        add_value_includes(in, v);
    }
}

static void add_value_includes(struct includes *in, const struct value *v)
{
    if (v->kind == VALUE_INSTANCE) add_object_includes(in, v->instance);
    for (size_t i = 0; v->kind == VALUE_ARRAY && i < v->array.count; i++)
        if (v->array.items[i].kind == VALUE_INSTANCE) add_object_includes(in, v->array.items[i].instance);
}

/* The classes that properties, and parameters of the class's own methods, embed, and those that values hold. */
static void class_includes(const struct walk *w, const char *name)
{
    struct model *m = w->model;
    struct sink *to = w->to;
    const struct klass *k = w->at.klass;
    struct includes in = {.model = m, .to = to, .of = k};
    size_t count;
    const struct instance *const *list = model_instances_of(m, k, &count);
    sink_list(to, name);
    for (size_t i = 0; i < k->property_count; i++) {
        add_include(&in, &k->properties[i]->type);
        if (k->properties[i]->initial) add_value_includes(&in, k->properties[i]->initial);
    }
    for (size_t i = 0; i < count; i++) add_object_includes(&in, list[i]);
    for (size_t i = 0; i < k->method_count; i++) {
        const struct method *f = k->methods[i];
        for (size_t j = 0; f->declared == k && j < f->parameter_count; j++)
            add_include(&in, &f->parameters[j].property->type);
    }
    sink_end(to);
}

static void class_reason(const struct walk *w, const char *name)
{
    const struct klass *k = w->at.klass;
    struct text t = {0};
    if (k->obsolete || k->deprecated) {
        text_add_string(&t, k->obsolete ? "obsolete" : "deprecated");
        if (k->replacement) text_printf(&t, ", use %s", k->replacement->text);
    }
    write_text(w->to, name, &t);
    text_free(&t);
}

static void class_name(const struct walk *w, const char *name)
{
    sink_string(w->to, name, c_class_name(w->model, w->at.klass));
}

static void class_header(const struct walk *w, const char *name)
{
    sink_string(w->to, name, arena_printf(w->model->arena, "%s.h", c_class_name(w->model, w->at.klass)));
}

static void class_class(const struct walk *w, const char *name)
{
    sink_string(w->to, name, arena_printf(w->model->arena, "%s_class", c_class_name(w->model, w->at.klass)));
}

static void class_guard(const struct walk *w, const char *name)
{
    write_guard(w->to, name, c_class_name(w->model, w->at.klass));
}

static void class_super(const struct walk *w, const char *name)
{
    sink_string(w->to, name, w->at.klass->super ? c_class_name(w->model, w->at.klass->super) : "");
}

static void class_extended(const struct walk *w, const char *name)
{
    sink_boolean(w->to, name, c_names_of(w->model)->extended[w->at.klass->index]);
}

static void class_record(const struct walk *w, const char *name)
{
    walk_object(w, name, (struct subject){&kind_c_record, w->at.klass, c_class_record(w->model, w->at.klass), NULL});
}

static void instance_name(const struct walk *w, const char *name)
{
    sink_string(w->to, name, ((const struct c_instance *)w->at.of)->name);
}

static void instance_tables(const struct walk *w, const char *name)
{
    sink_slice(w->to, name, ((const struct c_instance *)w->at.of)->tables);
}

static void instance_value(const struct walk *w, const char *name)
{
    sink_slice(w->to, name, ((const struct c_instance *)w->at.of)->value);
}

static const struct field instance_fields[] = {
    {"name", FIELD_STRING, "Of the constant.", instance_name},
    {"tables", FIELD_STRING, "What it borrows from, as lines.", instance_tables},
    {"value", FIELD_STRING, "What stands inside its braces.", instance_value},
    {NULL}};
static const struct kind kind_c_instance = {"class.c.instance", "An instance in C.", instance_fields};

static void class_instances(const struct walk *w, const char *name)
{
    size_t count;
    const struct c_instance *list = c_instances(w->model, w->at.klass, &count);
    sink_list(w->to, name);
    for (size_t i = 0; i < count; i++)
        walk_object(w, NULL, (struct subject){&kind_c_instance, w->at.klass, &list[i], NULL});
    sink_end(w->to);
}

static const struct field class_fields[] = {
    {"name", FIELD_STRING, "The identifier that all others of the class begin with.", class_name},
    {"header", FIELD_STRING, "The name of its header.", class_header},
    {"class", FIELD_STRING, "The identifier of its descriptor.", class_class},
    {"guard", FIELD_STRING, "The include guard of its header.", class_guard},
    {"super", FIELD_STRING, "The superclass; \"\": none, or not known.", class_super},
    {"extended", FIELD_BOOLEAN, "Another class is derived from it.", class_extended},
    {"includes", FIELD_STRING | FIELD_LIST, "The classes that it embeds, or its values do.", class_includes},
    {"reason", FIELD_STRING, "Why not to use it; \"\": none.", class_reason},
    {"record", FIELD_OBJECT, "Rows, defaults and checks of its struct.", class_record, &kind_c_record},
    {"instances", FIELD_OBJECT | FIELD_LIST, "In the order in which they are written.", class_instances,
     &kind_c_instance},
    {NULL}};
static const struct kind kind_c_class = {"class.c", "A class in C.", class_fields};

/* ---- properties ----------------------------------------------------------------------------------------- */

static const struct property *property_of(const struct walk *w)
{
    return w->at.of;
}

static void property_name(const struct walk *w, const char *name)
{
    sink_string(w->to, name, c_word(w->model->arena, name_slice(property_of(w)->name)));
}

static void property_type(const struct walk *w, const char *name)
{
    sink_string(w->to, name, c_type(w->model, &property_of(w)->type));
}

static void property_decl(const struct walk *w, const char *name)
{
    const char *member = c_word(w->model->arena, name_slice(property_of(w)->name));
    const char *type = c_type(w->model, &property_of(w)->type);
    size_t len = strlen(type);
    sink_string(w->to, name,
                arena_printf(w->model->arena, "%s%s%s", type, len && type[len - 1] == '*' ? "" : " ", member));
}

static void property_own(const struct walk *w, const char *name)
{
    sink_boolean(w->to, name, property_of(w)->declared == w->at.klass);
}

static void property_facts(const struct walk *w, const char *name)
{
    struct text facts = {0}, room = {0};
    c_add_facts(&facts, w->model, property_of(w), ast_string_join(property_of(w)->text, &room));
    write_text(w->to, name, &facts);
    text_free(&facts);
    text_free(&room);
}

static const struct field property_fields[] = {
    {"name", FIELD_STRING, "The member.", property_name},
    {"type", FIELD_STRING, "Its type.", property_type},
    {"decl", FIELD_STRING, "Type and name, as a declaration.", property_decl},
    {"own", FIELD_BOOLEAN, "Its accessors are declared with this class.", property_own},
    {"facts", FIELD_STRING, "What holds beside its text, in words.", property_facts},
    {NULL}};
static const struct kind kind_c_property = {"property.c", "A property, or a parameter, in C.", property_fields};

void c_add_members(struct text *t, const struct model *m, const struct property *const *list, size_t count)
{
    enum { WIDTH = 110 };
    size_t line = t->len; /* where it begins */
    const char *before = "";
    for (size_t i = 0; i < count; i++) {
        const char *member = c_word(m->arena, name_slice(list[i]->name)), *type = c_type(m, &list[i]->type);
        bool pointer = *type && type[strlen(type) - 1] == '*';
        if (i && !pointer && strcmp(type, before) == 0 && t->len - line + strlen(member) < WIDTH) {
            text_add_string(t, ", ");
            text_add_string(t, member);
            continue;
        }
        text_add_string(t, i ? ";\n    " : "");
        line = t->len;
        text_add_string(t, type);
        text_add_string(t, pointer ? "" : " ");
        text_add_string(t, member);
        before = type;
    }
    text_add_char(t, ';');
}

static void run_members(const struct walk *w, const char *name)
{
    const struct run *run = w->at.of;
    struct text t = {0};
    c_add_members(&t, w->model, w->at.klass->properties + run->first, run->end - run->first);
    write_text(w->to, name, &t);
    text_free(&t);
}

static const struct field run_fields[] = {{"members", FIELD_STRING, "Their declarations, without text.", run_members},
                                          {NULL}};
static const struct kind kind_c_run = {"run.c", "Members in a row.", run_fields};

/* ---- enumerations --------------------------------------------------------------------------------------- */

/* Two's complement of a value, as the tables have it. */
static void add_bits(struct text *t, bool negative, uint64_t magnitude)
{
    uint64_t bits = negative ? 0 - magnitude : magnitude;
    text_printf(t,
                bits > UINT32_MAX  ? "UINT64_C(0x%" PRIX64 ")"
                : bits > INT32_MAX ? "0x%" PRIX64 "u"
                                   : "%" PRIu64,
                bits);
}

/* What a bare ".." holds: the whole type. */
static uint64_t most_of(enum cim_type type)
{
    unsigned bits = cim_types[type].bits ? cim_types[type].bits : 64;
    return UINT64_MAX >> (64 - bits + (cim_types[type].is_signed ? 1 : 0));
}

/* A row of an enumeration's table. */
static void add_value_row(struct text *t, enum cim_type type, const struct enum_value *v)
{
    bool is_signed = cim_types[type].is_signed, ranged = v->unclaimed || v->range;
    uint64_t most = most_of(type);
    text_add_string(t, t->len ? "\n    " : "");
    text_add_string(t, v->text ? "MOF_V_TEXT(" : ranged ? "MOF_V_RANGE(" : "MOF_V(");
    if (v->text) escape_c_string(t, v->written);
    else if (v->unclaimed) add_bits(t, is_signed, is_signed ? most + 1 : 0);
    else add_bits(t, v->low_negative, v->low);
    text_add_string(t, ", ");
    if (!v->text && v->unclaimed) add_bits(t, false, most);
    else if (!v->text && ranged) add_bits(t, v->high_negative, v->high);
    if (!v->text && ranged) text_add_string(t, ", ");
    escape_c_string(t, v->label.len ? v->label : v->written);
    text_add_char(t, ')');
}

/* A bare ".." is looked at when nothing else fits; a word among numbers is no value. */
static void add_value_rows(struct text *t, enum cim_type type, const struct enumeration *e)
{
    for (size_t i = 0; i < e->count; i++)
        if (!e->values[i].unclaimed && (e->strings || !e->values[i].text)) add_value_row(t, type, &e->values[i]);
    for (size_t i = 0; i < e->count; i++)
        if (e->values[i].unclaimed) add_value_row(t, type, &e->values[i]);
}

static void add_constant(struct text *t, const struct c_enum *names, const char *constant, const char *end,
                         const struct enum_value *v, bool high)
{
    bool first = !t->len;
    if (names->defines) text_add_string(t, first ? "#define " : "\n#define ");
    else text_add_string(t, first ? "" : "\n    ");
    text_add_string(t, constant);
    text_add_string(t, end);
    text_add_string(t, names->defines ? " " : " = ");
    if (v->text) escape_c_string(t, v->written);
    else if (high) c_add_integer(t, names->type, v->high_negative && v->high, v->high);
    else c_add_integer(t, names->type, v->low_negative && v->low, v->low);
    text_add_string(t, names->defines ? "" : ",");
}

static void add_constants(struct text *t, const struct c_enum *names, const struct enumeration *e)
{
    for (size_t i = 0; i < e->count; i++) {
        const struct enum_value *v = &e->values[i];
        if (!names->constants[i]) continue;
        add_constant(t, names, names->constants[i], v->range ? "_MIN" : "", v, false);
        if (v->range) add_constant(t, names, names->constants[i], "_MAX", v, true);
    }
}

static const struct c_enum *names_of(const struct walk *w)
{
    return c_enum_of(w->model, w->at.of);
}

static struct type type_of(const struct c_enum *names)
{
    return (struct type){.cim = names ? names->type : CIM_STRING};
}

static void enumeration_name(const struct walk *w, const char *name)
{
    sink_string(w->to, name, names_of(w) ? names_of(w)->name : "");
}

static void enumeration_told(const struct walk *w, const char *name)
{
    sink_string(w->to, name, names_of(w) ? names_of(w)->told : "");
}

static void enumeration_type(const struct walk *w, const char *name)
{
    struct type type = type_of(names_of(w));
    sink_string(w->to, name, c_type(w->model, &type));
}

static void enumeration_tag(const struct walk *w, const char *name)
{
    struct type type = type_of(names_of(w));
    sink_string(w->to, name, c_tag(&type) + strlen("MOF_"));
}

static void enumeration_suffix(const struct walk *w, const char *name)
{
    const struct cim_info *info = &cim_types[type_of(names_of(w)).cim];
    sink_string(w->to, name, !info->bits ? "_text" : info->is_signed ? "_signed" : "");
}

static void enumeration_parse(const struct walk *w, const char *name)
{
    enum cim_type cim = type_of(names_of(w)).cim;
    sink_string(w->to, name, !cim_types[cim].bits ? "text" : cim == CIM_CHAR16 ? "uint16" : cim_types[cim].spelling);
}

static void enumeration_defines(const struct walk *w, const char *name)
{
    sink_boolean(w->to, name, names_of(w) && names_of(w)->defines);
}

static void enumeration_constants(const struct walk *w, const char *name)
{
    struct text t = {0};
    if (names_of(w)) add_constants(&t, names_of(w), w->at.of);
    write_text(w->to, name, &t);
    text_free(&t);
}

static void enumeration_rows(const struct walk *w, const char *name)
{
    struct text t = {0};
    if (names_of(w)) add_value_rows(&t, names_of(w)->type, w->at.of);
    write_text(w->to, name, &t);
    text_free(&t);
}

static const struct field enumeration_fields[] = {
    {"name", FIELD_STRING, "The identifier that its constants begin with; \"\": it has none.", enumeration_name},
    {"told", FIELD_STRING, "Its name in messages.", enumeration_told},
    {"type", FIELD_STRING, "Of its values.", enumeration_type},
    {"tag", FIELD_STRING, "The runtime's name of that type.", enumeration_tag},
    {"suffix", FIELD_STRING, "Of the runtime's functions for such values.", enumeration_suffix},
    {"parse", FIELD_STRING, "The runtime's word for such values.", enumeration_parse},
    {"defines", FIELD_BOOLEAN, "Its constants do not fit a C enum.", enumeration_defines},
    {"constants", FIELD_STRING, "Lines; \"\": none.", enumeration_constants},
    {"rows", FIELD_STRING, "Lines of its table; \"\": none.", enumeration_rows},
    {NULL}};
static const struct kind kind_c_enumeration = {"enumeration.c", "An enumeration in C.", enumeration_fields};

static void value_constant(const struct walk *w, const char *name)
{
    const struct enumeration *e = w->at.in;
    const struct c_enum *names = c_enum_of(w->model, e);
    const char *constant = names ? names->constants[(const struct enum_value *)w->at.of - e->values] : NULL;
    sink_string(w->to, name, constant ? constant : "");
}

static const struct field value_fields[] = {{"constant", FIELD_STRING, "Its identifier; \"\": none.", value_constant},
                                            {NULL}};
static const struct kind kind_c_value = {"value.c", "A value in C.", value_fields};

/* ---- methods and values --------------------------------------------------------------------------------- */

static const struct method *method_of(const struct walk *w)
{
    return w->at.of;
}

static void method_name(const struct walk *w, const char *name)
{
    const char *owner = w->at.klass ? c_class_name(w->model, w->at.klass) : "";
    sink_string(w->to, name, arena_printf(w->model->arena, "%s_%s", owner, method_of(w)->name->text));
}

static void method_told(const struct walk *w, const char *name)
{
    const char *owner = w->at.klass ? w->at.klass->name->text : "";
    sink_string(w->to, name, arena_printf(w->model->arena, "%s.%s", owner, method_of(w)->name->text));
}

static void method_type(const struct walk *w, const char *name)
{
    sink_string(w->to, name, c_type(w->model, &method_of(w)->returns));
}

static void method_returns(const struct walk *w, const char *name)
{
    sink_boolean(w->to, name, c_returns(method_of(w)));
}

static void method_own(const struct walk *w, const char *name)
{
    sink_boolean(w->to, name, method_of(w)->declared == w->at.klass);
}

static void method_input(const struct walk *w, const char *name)
{
    const struct c_record *r = c_method_record(w->model, w->at.klass, method_of(w), false);
    walk_object(w, name, (struct subject){&kind_c_record, w->at.klass, r, NULL});
}

static void method_output(const struct walk *w, const char *name)
{
    const struct c_record *r = c_method_record(w->model, w->at.klass, method_of(w), true);
    walk_object(w, name, (struct subject){&kind_c_record, w->at.klass, r, NULL});
}

static const struct field method_fields[] = {
    {"name", FIELD_STRING, "The identifier that its structs begin with.", method_name},
    {"told", FIELD_STRING, "Its name in messages.", method_told},
    {"type", FIELD_STRING, "Of its own value.", method_type},
    {"returns", FIELD_BOOLEAN, "It has a value of its own.", method_returns},
    {"own", FIELD_BOOLEAN, "It is declared with this class.", method_own},
    {"input", FIELD_OBJECT, "The parameters that the caller gives.", method_input, &kind_c_record},
    {"output", FIELD_OBJECT, "The parameters that the caller gets.", method_output, &kind_c_record},
    {NULL}};
static const struct kind kind_c_method = {"method.c", "A method in C.", method_fields};

static void initial_value(const struct walk *w, const char *name)
{
    const struct property *p = w->at.in;
    const struct value *v = w->at.of;
    struct text t = {0};
    if (v->kind != VALUE_ARRAY && v->kind != VALUE_NULL && p) c_add_initialiser(&t, w->model, &p->type, v);
    write_text(w->to, name, &t);
    text_free(&t);
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
