/* The `c` objects of the model: what the templates of C targets name. Identifiers are decided in c_names.c.
 *
 *   schema.c       identifier guard enumerations (bool: there are some outside of any class)
 *   class.c        name header class (its descriptor) guard super ("" where not known) extended (has subclasses)
 *                  includes[] (classes it embeds, or its values do) reason (why not to use it; "")
 *                  instances[]{name tables value}
 *   run.c          members (declarations, without text)
 *   property.c     name (the member) type decl (of the member) own (its accessors are declared with this class)
 *                  facts (what holds beside its text, in words; "")
 *   enumeration.c  name told type tag suffix ("_signed") parse ("uint32") defines, constants rows (lines; "": none)
 *   value.c        constant ("": none) literal low high (as the tables have them) text ("NULL" or a literal)
 *   method.c       name told type returns (bool: there is a value of its own) own input{} output{} (records)
 *   initial.c      value (inside braces; "" for arrays)
 * Records are described in c_record.c. */
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
static void write_guard(struct sink *to, const char *name)
{
    struct text t = {0};
    text_add_string(&t, "MOF_");
    escape_identifier(&t, slice_of(name));
    bool same = t.len == strlen(name) + 4 && strcmp(t.at + 4, name) == 0;
    for (size_t i = 0; i < t.len; i++) t.at[i] = (char)toupper((unsigned char)t.at[i]);
    if (!same) text_printf(&t, "_%08" PRIX32, spelling_hash(name));
    text_add_string(&t, "_H");
    write_text(to, "guard", &t);
    text_free(&t);
}

void c_write_schema(struct model *m, struct sink *to)
{
    struct text t = {0};
    bool outside = false;
    text_add_string(&t, m->options->prefix);
    escape_identifier(&t, slice_of(m->options->name));
    write_text(to, "identifier", &t);
    write_guard(to, arena_printf(m->arena, "%s_schema", m->options->name));
    for (size_t i = 0; i < m->schema->enumeration_count; i++) outside |= !m->schema->enumerations[i]->owner;
    sink_boolean(to, "enumerations", outside);
    text_free(&t);
}

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
static void write_includes(struct model *m, struct sink *to, const struct klass *k)
{
    struct includes in = {.model = m, .to = to, .of = k};
    size_t count;
    const struct instance *const *list = model_instances_of(m, k, &count);
    sink_list(to, "includes");
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

static void write_reason(struct sink *to, const struct klass *k)
{
    struct text t = {0};
    if (k->obsolete || k->deprecated) {
        text_add_string(&t, k->obsolete ? "obsolete" : "deprecated");
        if (k->replacement) text_printf(&t, ", use %s", k->replacement->text);
    }
    write_text(to, "reason", &t);
    text_free(&t);
}

void c_write_class(struct model *m, struct sink *to, const struct klass *k)
{
    const char *name = c_class_name(m, k);
    sink_string(to, "name", name);
    sink_string(to, "header", arena_printf(m->arena, "%s.h", name));
    sink_string(to, "class", arena_printf(m->arena, "%s_class", name));
    write_guard(to, name);
    sink_string(to, "super", k->super ? c_class_name(m, k->super) : "");
    sink_boolean(to, "extended", m->c->extended[k->index]);
    write_includes(m, to, k);
    write_reason(to, k);
    sink_list(to, "instances");
    c_write_instances(m, to, k);
    sink_end(to);
}

/* ---- properties ----------------------------------------------------------------------------------------- */

void c_write_property(struct model *m, struct sink *to, const struct klass *k, const struct property *p)
{
    const char *member = c_word(m->arena, name_slice(p->name)), *type = c_type(m, &p->type);
    size_t len = strlen(type);
    sink_string(to, "name", member);
    sink_string(to, "type", type);
    sink_string(to, "decl", arena_printf(m->arena, "%s%s%s", type, len && type[len - 1] == '*' ? "" : " ", member));
    sink_boolean(to, "own", p->declared == k);
    struct text facts = {0}, room = {0};
    c_add_facts(&facts, m, p, ast_string_join(p->text, &room));
    write_text(to, "facts", &facts);
    text_free(&facts);
    text_free(&room);
}

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

/* The members of a run that a superclass declares, without text. */
void c_write_run(struct model *m, struct sink *to, const struct klass *k, size_t first, size_t end)
{
    struct text t = {0};
    c_add_members(&t, m, k->properties + first, end - first);
    write_text(to, "members", &t);
    text_free(&t);
}

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

static void write_bits(struct sink *to, const char *name, bool negative, uint64_t magnitude)
{
    struct text t = {0};
    add_bits(&t, negative, magnitude);
    write_text(to, name, &t);
    text_free(&t);
}

/* What a bare ".." holds: the whole type. */
static uint64_t most_of(enum cim_type type)
{
    unsigned bits = cim_types[type].bits ? cim_types[type].bits : 64;
    return UINT64_MAX >> (64 - bits + (cim_types[type].is_signed ? 1 : 0));
}

/* A bare ".." holds all that is left: the whole type, looked at last. */
static void write_span(struct sink *to, enum cim_type type, const struct enum_value *v)
{
    uint64_t most = most_of(type);
    if (v->text) {
        write_bits(to, "low", false, 0);
        write_bits(to, "high", false, 0);
    } else if (v->unclaimed) {
        write_bits(to, "low", cim_types[type].is_signed, cim_types[type].is_signed ? most + 1 : 0);
        write_bits(to, "high", false, most);
    } else {
        write_bits(to, "low", v->low_negative, v->low);
        write_bits(to, "high", v->high_negative, v->high);
    }
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

void c_write_enumeration(struct model *m, struct sink *to, const struct klass *k, const struct enumeration *e)
{
    (void)k;
    const struct c_enum *names = c_enum_of(m, e);
    struct type type = {.cim = names ? names->type : CIM_STRING};
    bool integer = cim_types[type.cim].bits != 0;
    sink_string(to, "name", names ? names->name : "");
    sink_string(to, "told", names ? names->told : "");
    sink_string(to, "type", c_type(m, &type));
    sink_string(to, "tag", c_tag(&type) + strlen("MOF_"));
    sink_string(to, "suffix", !integer ? "_text" : cim_types[type.cim].is_signed ? "_signed" : "");
    sink_string(to, "parse", !integer ? "text" : type.cim == CIM_CHAR16 ? "uint16" : cim_types[type.cim].spelling);
    sink_boolean(to, "defines", names && names->defines);
    struct text t = {0};
    if (names) add_constants(&t, names, e);
    write_text(to, "constants", &t);
    if (names) add_value_rows(&t, type.cim, e);
    write_text(to, "rows", &t);
    text_free(&t);
}

void c_write_value(struct model *m, struct sink *to, const struct enumeration *e, const struct enum_value *v)
{
    const struct c_enum *names = c_enum_of(m, e);
    enum cim_type type = names ? names->type : CIM_STRING;
    const char *constant = names ? names->constants[v - e->values] : NULL;
    struct text t = {0};
    sink_string(to, "constant", constant ? constant : "");
    if (v->text) escape_c_string(&t, v->written);
    else c_add_integer(&t, type, v->low_negative && v->low, v->low);
    write_text(to, "literal", &t);
    if (!v->text) c_add_integer(&t, type, v->high_negative && v->high, v->high);
    write_text(to, "last", &t);
    write_span(to, type, v);
    if (v->text) escape_c_string(&t, v->written);
    else text_add_string(&t, "NULL");
    write_text(to, "text", &t);
    escape_c_string(&t, v->label.len ? v->label : v->written);
    write_text(to, "label", &t);
    text_free(&t);
}

/* ---- methods and values --------------------------------------------------------------------------------- */

void c_write_method(struct model *m, struct sink *to, const struct klass *k, const struct method *f)
{
    const char *name = k ? c_class_name(m, k) : "";
    sink_string(to, "name", arena_printf(m->arena, "%s_%s", name, f->name->text));
    sink_string(to, "told", arena_printf(m->arena, "%s.%s", k ? k->name->text : "", f->name->text));
    sink_string(to, "type", c_type(m, &f->returns));
    sink_boolean(to, "returns", c_returns(f));
    sink_boolean(to, "own", f->declared == k);
    c_write_method_records(m, to, arena_printf(m->arena, "%s_%s", name, f->name->text), f);
}

void c_write_initial(struct model *m, struct sink *to, const struct property *p, const struct value *v)
{
    struct text t = {0};
    if (v->kind != VALUE_ARRAY && v->kind != VALUE_NULL && p) c_add_initialiser(&t, m, &p->type, v);
    write_text(to, "value", &t);
    text_free(&t);
}
