/* The `c` objects of the model: what the templates of C targets name. Identifiers are decided in c_names.c.
 *
 *   schema.c       identifier guard enumerations (bool: there are some outside of any class)
 *   class.c        name header class (its descriptor) guard super ("" where not known) extended (has subclasses)
 * includes[] (classes it embeds) reason (why not to use it; "") instances[]{name tables value} property.c     name (the
 * member) type decl (of the member) param (named v) own (its accessors are declared with this class) flags tag
 * enumeration embedded, check{call args pardon range plain} counts ("" or a whole call) init (statements) data (their
 * tables) enumeration.c  name told type tag suffix ("_signed") parse ("uint32") defines value.c        constant ("" :
 * none) literal low high (as the tables have them) text ("NULL" or a literal) method.c       name told type tag flags
 * enumeration (of what it returns) returns (bool: there is such a value) own initial.c      value (inside braces; ""
 * for arrays) */
#include "emit/c.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "emit/escape.h"

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

/* Adds the class that a type embeds, once. */
static void add_include(struct model *m, struct sink *to, const struct klass *k, const struct type *t,
                        const struct klass **seen, size_t *count)
{
    if (c_cim(t) != CIM_CLASS || t->klass == k) return;
    for (size_t i = 0; i < *count; i++)
        if (seen[i] == t->klass) return;
    seen[(*count)++] = t->klass;
    sink_string(to, NULL, c_class_name(m, t->klass));
}

/* The classes that properties, and parameters of the class's own methods, embed. */
static void write_includes(struct model *m, struct sink *to, const struct klass *k)
{
    size_t room = k->property_count + 1, count = 0;
    for (size_t i = 0; i < k->method_count; i++) room += k->methods[i]->parameter_count;
    const struct klass **seen = arena_array(m->arena, room, sizeof *seen);
    sink_list(to, "includes");
    for (size_t i = 0; i < k->property_count; i++) add_include(m, to, k, &k->properties[i]->type, seen, &count);
    for (size_t i = 0; i < k->method_count; i++) {
        const struct method *f = k->methods[i];
        for (size_t j = 0; f->declared == k && j < f->parameter_count; j++)
            add_include(m, to, k, &f->parameters[j].property->type, seen, &count);
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

static void write_flags(struct sink *to, const struct model *m, const struct property *p)
{
    bool string_key = p->key && p->type.cim == CIM_STRING && m->options->keys_nocase;
    const struct { bool set; const char *name;
    } flags[] = {{p->type.array, "MOF_ARRAY"},
                 {p->key, "MOF_KEY"},
                 {p->access == ACCESS_READ || p->access == ACCESS_READ_WRITE, "MOF_READ"},
                 {p->access == ACCESS_WRITE || p->access == ACCESS_READ_WRITE, "MOF_WRITE"},
                 {p->lazy, "MOF_LAZY"},
                 {p->large, "MOF_LARGE"},
                 {p->not_null || (p->limits.not_null && !p->key), "MOF_NOT_NULL"},
                 {p->immutable, "MOF_IMMUTABLE"},
                 {string_key, "MOF_NOCASE"}};
    struct text t = {0};
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (flags[i].set) text_printf(&t, "%s%s", t.len ? " | " : "", flags[i].name);
    if (!t.len) text_add_char(&t, '0');
    write_text(to, "flags", &t);
    text_free(&t);
}

/* min and max of whole numbers; the type's own bounds where the schema says none. */
static void add_bounds(struct text *t, const struct property *p)
{
    const struct limits *l = &p->limits;
    enum cim_type cim = c_cim(&p->type);
    const struct cim_info *info = &cim_types[cim];
    uint64_t most = UINT64_MAX >> (64 - info->bits + (info->is_signed ? 1 : 0));
    text_add_string(t, ", ");
    c_add_integer(t, cim, l->has_min ? l->min_negative && l->min : info->is_signed,
                  l->has_min ? l->min : info->is_signed ? most + 1 : 0);
    text_add_string(t, ", ");
    c_add_integer(t, cim, l->has_max && l->max_negative && l->max, l->has_max ? l->max : most);
}

static void add_real_bounds(struct text *t, const struct limits *l)
{
    if (l->has_min) text_printf(t, ", %s%" PRIu64 ".0", l->min_negative ? "-" : "", l->min);
    else text_add_string(t, ", -1.7976931348623157e308");
    if (l->has_max) text_printf(t, ", %s%" PRIu64 ".0", l->max_negative ? "-" : "", l->max);
    else text_add_string(t, ", 1.7976931348623157e308");
}

static void add_lengths(struct text *t, const struct limits *l)
{
    text_printf(t, l->has_min_length ? ", %" PRIu64 : ", 0", l->min_length);
    if (!l->has_max_length) text_add_string(t, ", UINT64_MAX");
    else if (l->max_length > UINT32_MAX) text_printf(t, ", UINT64_C(%" PRIu64 ")", l->max_length);
    else text_printf(t, ", %" PRIu64, l->max_length);
}

/* The call of an array's check and what stands behind its second argument. */
static const char *array_check(struct text *args, const struct property *p, const char *member)
{
    enum cim_type cim = c_cim(&p->type);
    bool lengths = p->limits.has_min_length || p->limits.has_max_length;
    if (p->octets && lengths && cim == CIM_UINT8) {
        text_printf(args, ", o->%s", member);
        add_lengths(args, &p->limits);
        return "mof_check_bytes";
    }
    if (cim == CIM_STRING && lengths) {
        text_printf(args, ", o->%s, %" PRIu64, member, p->type.size);
        add_lengths(args, &p->limits);
        return "mof_check_strs";
    }
    text_printf(args, ", o->%s.items, o->%s.count, %" PRIu64, member, member, p->type.size);
    if (!cim_types[cim].bits || !(p->limits.has_min || p->limits.has_max)) return "mof_check_array";
    if (cim_types[cim].is_signed) { /* two's complement, whatever the compiler thinks of a signed constant there */
        const struct limits *l = &p->limits;
        uint64_t most = UINT64_MAX >> (65 - cim_types[cim].bits);
        uint64_t min = !l->has_min ? 0 - (most + 1) : l->min_negative ? 0 - l->min : l->min;
        uint64_t max = !l->has_max ? most : l->max_negative ? 0 - l->max : l->max;
        text_printf(args, ", UINT64_C(0x%" PRIX64 "), UINT64_C(0x%" PRIX64 ")", min, max);
    } else {
        add_bounds(args, p);
    }
    return "mof_check_items_range";
}

static const char *scalar_check(struct text *args, const struct property *p, const char *member)
{
    enum cim_type cim = c_cim(&p->type);
    bool range = p->limits.has_min || p->limits.has_max;
    text_printf(args, cim == CIM_DATETIME ? ", &o->%s" : ", o->%s", member);
    switch (cim) {
    case CIM_BOOLEAN: return "mof_check_bool";
    case CIM_DATETIME: return "mof_check_datetime";
    case CIM_REFERENCE: return "mof_check_ref";
    case CIM_OBJECT: return "mof_check_object";
    case CIM_CLASS: return "mof_check_embedded";
    case CIM_STRING: add_lengths(args, &p->limits); return "mof_check_str";
    case CIM_REAL32: case CIM_REAL64:
        if (range) add_real_bounds(args, &p->limits);
        return range ? "mof_check_real_range" : "mof_check_real";
    default:
        if (range) add_bounds(args, p);
        if (cim_types[cim].is_signed) return range ? "mof_check_signed_range" : "mof_check_signed";
        return range ? "mof_check_unsigned_range" : "mof_check_unsigned";
    }
}

/* When the value is the documented default, which breaks a bound and is allowed all the same. */
static void add_pardon(struct text *t, const struct property *p, const char *member)
{
    enum cim_type cim = c_cim(&p->type);
    if (!p->limits.allows_default || p->type.array || !c_has_initial(p)) return;
    if (cim == CIM_STRING) {
        text_printf(t, "mof_str_is(o->%s, ", member);
        escape_c_string(t, p->initial->string);
        text_add_char(t, ')');
    } else if (cim_types[cim].bits && p->initial->kind == VALUE_INTEGER) {
        text_printf(t, "o->%s == ", member);
        c_add_integer(t, cim, p->initial->negative, p->initial->magnitude);
    } else if ((cim == CIM_REAL32 || cim == CIM_REAL64) &&
               p->initial->kind == VALUE_REAL) { /* exactly what init sets */
        text_printf(t, "o->%s == ", member);
        c_add_initialiser(t, NULL, &p->type, p->initial);
    }
}

static void add_text_bound(struct text *t, bool has, struct slice bound)
{
    text_add_string(t, ", ");
    if (has) escape_c_string(t, bound);
    else text_add_string(t, "NULL");
}

/* Whether its type alone says what its values are: such properties of a superclass are checked by the table. */
static bool is_plain(const struct property *p)
{
    const struct limits *l = &p->limits;
    return !l->has_min && !l->has_max && !l->has_min_length && !l->has_max_length && !l->has_min_text &&
           !l->has_max_text && !p->type.size && !l->allows_default;
}

static void write_check(struct sink *to, const struct property *p, const char *member)
{
    struct text t = {0};
    sink_object(to, "check");
    sink_string(to, "call", p->type.array ? array_check(&t, p, member) : scalar_check(&t, p, member));
    write_text(to, "args", &t);
    add_pardon(&t, p, member);
    write_text(to, "pardon", &t);
    bool range = c_cim(&p->type) == CIM_STRING && !p->type.array && (p->limits.has_min_text || p->limits.has_max_text);
    if (range) {
        text_printf(&t, ", o->%s", member);
        add_text_bound(&t, p->limits.has_min_text, p->limits.min_text);
        add_text_bound(&t, p->limits.has_max_text, p->limits.max_text);
    }
    write_text(to, "range", &t);
    sink_boolean(to, "plain", is_plain(p));
    sink_end(to);
    text_free(&t);
}

/* The rule between an array and the property that holds its length. */
static void write_counts(struct model *m, struct sink *to, const struct klass *k, const struct property *p,
                         const char *member)
{
    struct text t = {0};
    const struct property *array = k && p->length_of ? klass_find_property(k, p->length_of->name) : NULL;
    if (array && array->type.array && cim_types[c_cim(&p->type)].bits && !cim_types[c_cim(&p->type)].is_signed)
        text_printf(&t, "mof_check_count(&c, %u, o->%s, %u, o->%s.count);", p->index, member, array->index,
                    c_word(m->arena, name_slice(array->name)));
    write_text(to, "counts", &t);
    text_free(&t);
}

/* Sets the default: a statement, and the table it borrows from where it needs one. */
static void write_init(struct model *m, struct sink *to, const struct property *p, const char *member)
{
    struct text set = {0}, data = {0};
    struct type item = p->type;
    item.array = false;
    bool table = p->type.array || c_cim(&p->type) != CIM_STRING;
    bool plain = !p->type.array && (cim_types[c_cim(&p->type)].bits || c_cim(&p->type) == CIM_BOOLEAN ||
                                    c_cim(&p->type) == CIM_REAL32 || c_cim(&p->type) == CIM_REAL64);
    if (!c_has_initial(p) || (p->type.array && (p->initial->kind != VALUE_ARRAY || !p->initial->array.count))) {
        /* nothing to set */
    } else if (plain) {
        text_printf(&set, "o->%s = ", member);
        c_add_initialiser(&set, m, &p->type, p->initial);
        text_add_char(&set, ';');
    } else if (!table) {
        text_printf(&set, "o->%s = mof_str_of(", member);
        escape_c_string(&set, p->initial->string);
        text_printf(&set, ", %" PRIu32 ");", p->initial->string.len);
    } else {
        text_printf(&data, "static const %s default_%s%s = ", c_type(m, &item), p->name->text,
                    p->type.array ? "[]" : "");
        if (p->type.array) text_add_char(&data, '{');
        for (size_t i = 0; p->type.array && i < p->initial->array.count; i++) {
            if (i) text_add_string(&data, ", ");
            c_add_initialiser(&data, m, &item, &p->initial->array.items[i]);
        }
        if (p->type.array) text_add_char(&data, '}');
        else c_add_initialiser(&data, m, &item, p->initial);
        text_add_char(&data, ';');
        if (p->type.array)
            text_printf(&set, "o->%s.items = default_%s, o->%s.count = %zu;", member, p->name->text, member,
                        p->initial->array.count);
        else
            text_printf(&set, "o->%s = default_%s;", member, p->name->text);
    }
    write_text(to, "init", &set);
    write_text(to, "data", &data);
    text_free(&set);
    text_free(&data);
}

void c_write_property(struct model *m, struct sink *to, const struct klass *k, const struct property *p)
{
    const char *member = c_word(m->arena, name_slice(p->name)), *type = c_type(m, &p->type);
    const struct c_enum *e = c_enum_of(m, p->enumeration);
    size_t len = strlen(type);
    sink_string(to, "name", member);
    sink_string(to, "type", type);
    sink_string(to, "decl", arena_printf(m->arena, "%s%s%s", type, len && type[len - 1] == '*' ? "" : " ", member));
    sink_string(to, "param", arena_printf(m->arena, "%s%sv", type, len && type[len - 1] == '*' ? "" : " "));
    sink_boolean(to, "own", p->declared == k);
    sink_string(to, "tag", c_tag(&p->type));
    sink_string(to, "enumeration", e ? arena_printf(m->arena, "&%s_enum", e->name) : "NULL");
    sink_string(to, "embedded",
                c_cim(&p->type) == CIM_CLASS ? arena_printf(m->arena, "&%s_class", c_class_name(m, p->type.klass))
                                             : "NULL");
    write_flags(to, m, p);
    write_check(to, p, member);
    write_counts(m, to, k, p, member);
    write_init(m, to, p, member);
}

/* ---- enumerations --------------------------------------------------------------------------------------- */

void c_write_enumeration(struct model *m, struct sink *to, const struct klass *k, const struct enumeration *e)
{
    (void)k;
    const struct c_enum *names = c_enum_of(m, e);
    struct type type = {.cim = names ? names->type : CIM_STRING};
    bool integer = cim_types[type.cim].bits != 0;
    sink_string(to, "name", names ? names->name : "");
    sink_string(to, "told", names ? names->told : "");
    sink_string(to, "type", c_type(m, &type));
    sink_string(to, "tag", c_tag(&type));
    sink_string(to, "suffix", !integer ? "_text" : cim_types[type.cim].is_signed ? "_signed" : "");
    sink_string(to, "parse", !integer ? "text" : type.cim == CIM_CHAR16 ? "uint16" : cim_types[type.cim].spelling);
    sink_boolean(to, "defines", names && names->defines);
}

/* Two's complement of a value, as the tables have it. */
static void write_bits(struct sink *to, const char *name, bool negative, uint64_t magnitude)
{
    struct text t = {0};
    uint64_t bits = negative ? 0 - magnitude : magnitude;
    text_printf(&t,
                bits > UINT32_MAX  ? "UINT64_C(0x%" PRIX64 ")"
                : bits > INT32_MAX ? "0x%" PRIX64 "u"
                                   : "%" PRIu64,
                bits);
    write_text(to, name, &t);
    text_free(&t);
}

/* A bare ".." holds all that is left: the whole type, looked at last. */
static void write_span(struct sink *to, enum cim_type type, const struct enum_value *v)
{
    unsigned bits = cim_types[type].bits ? cim_types[type].bits : 64;
    uint64_t most = UINT64_MAX >> (64 - bits + (cim_types[type].is_signed ? 1 : 0));
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
    sink_string(to, "tag", c_tag(&f->returns));
    const struct c_enum *e = c_enum_of(m, f->enumeration);
    sink_string(to, "enumeration", e ? arena_printf(m->arena, "&%s_enum", e->name) : "NULL");
    enum cim_type cim = c_cim(&f->returns);
    sink_boolean(to, "returns", f->returns.cim != CIM_VOID && (cim <= CIM_REFERENCE || cim == CIM_OBJECT));
    sink_string(to, "flags", f->returns.array ? "MOF_ARRAY" : "0");
    sink_boolean(to, "own", f->declared == k);
}

void c_write_initial(struct model *m, struct sink *to, const struct property *p, const struct value *v)
{
    struct text t = {0};
    if (v->kind != VALUE_ARRAY && v->kind != VALUE_NULL && p) c_add_initialiser(&t, m, &p->type, v);
    write_text(to, "value", &t);
    text_free(&t);
}
