/* What the source of a struct says of it: the rows of its class's table, its defaults and its check. A class has a
 * record, a method two. The parts arrive as whole lines.
 *
 * A row holds the bounds of numbers, strings and bytes. What it has no room for (bounds of reals, text between two
 * others, arrays of a fixed size, a documented default that breaks a bound, a property that counts an array) is a
 * statement of the check. */
#include <inttypes.h>
#include <string.h>

#include "backend/c/c.h"
#include "base/escape.h"

/* The properties of a struct, in its order; a method's own value may lead. */
struct c_record {
    struct model *model;
    const struct klass *klass;   /* NULL: a method's */
    const char *name;            /* of the struct, as the rows call it */
    const struct method *result; /* or NULL */
    const struct property *const *list;
    size_t count;
};

static void write_text(struct sink *to, const char *name, struct text *t)
{
    sink_slice(to, name, (struct slice){t->at ? t->at : "", (uint32_t)t->len});
    t->len = 0;
    if (t->at) t->at[0] = 0;
}

static const char *member_of(const struct c_record *r, const struct property *p)
{
    return c_word(r->model->arena, name_slice(p->name));
}

/* The places of a method's parameters are one further where its own value leads. */
static size_t place(const struct c_record *r, size_t i)
{
    return i + (r->result ? 1 : 0);
}

/* ---- limits --------------------------------------------------------------------------------------------- */

/* min and max of whole numbers; the type's own bounds where the schema says none. */
static void add_bounds(struct text *t, const struct property *p)
{
    const struct limits *l = &p->limits;
    enum cim_type cim = c_cim(&p->type);
    const struct cim_info *info = &cim_types[cim];
    uint64_t most = UINT64_MAX >> (64 - info->bits + (info->is_signed ? 1 : 0));
    text_add_string(t, ", ");
    c_add_integer(t, cim, l->has_min ? l->min_negative && l->min : info->is_signed,
                  l->has_min        ? l->min
                  : info->is_signed ? most + 1
                                    : 0);
    text_add_string(t, ", ");
    c_add_integer(t, cim, l->has_max && l->max_negative && l->max, l->has_max ? l->max : most);
}

/* The same as a row has them: two's complement. */
static void add_row_bounds(struct text *t, const struct property *p)
{
    const struct limits *l = &p->limits;
    const struct cim_info *info = &cim_types[c_cim(&p->type)];
    uint64_t most = UINT64_MAX >> (64 - info->bits + (info->is_signed ? 1 : 0));
    bool below = l->has_min ? l->min_negative && l->min : info->is_signed;
    text_add_string(t, below ? ", (uint64_t)" : ", ");
    c_add_integer(t, c_cim(&p->type), below, l->has_min ? l->min : info->is_signed ? most + 1 : 0);
    bool above = l->has_max && l->max_negative && l->max;
    text_add_string(t, above ? ", (uint64_t)" : ", ");
    c_add_integer(t, c_cim(&p->type), above, l->has_max ? l->max : most);
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
    text_printf(args, ", o->%s", member);
    if (cim == CIM_STRING) return add_lengths(args, &p->limits), "mof_check_str";
    if (cim == CIM_REAL32 || cim == CIM_REAL64) return add_real_bounds(args, &p->limits), "mof_check_real_range";
    add_bounds(args, p);
    return cim_types[cim].is_signed ? "mof_check_signed_range" : "mof_check_unsigned_range";
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

static bool has_lengths(const struct property *p)
{
    return p->limits.has_min_length || p->limits.has_max_length;
}

static bool has_range(const struct property *p)
{
    return p->limits.has_min || p->limits.has_max;
}

/* Whether a row has no room for what a property must keep to. */
static bool is_checked_by_code(const struct property *p)
{
    enum cim_type cim = c_cim(&p->type);
    bool bytes = p->type.array && cim == CIM_UINT8;
    if (bytes) return !has_lengths(p) && (p->type.size || has_range(p));
    if (p->type.array) return p->type.size != 0;
    if (cim == CIM_REAL32 || cim == CIM_REAL64) return has_range(p);
    if (cim != CIM_STRING && !cim_types[cim].bits) return false;
    return p->limits.allows_default || (cim == CIM_STRING && (p->limits.has_min_text || p->limits.has_max_text));
}

/* ---- rows ----------------------------------------------------------------------------------------------- */

/* The bounds that a row holds; nothing where there are none. */
static void add_bounds_of_row(struct text *t, const struct property *p)
{
    enum cim_type cim = c_cim(&p->type);
    bool counted = cim == CIM_STRING || (p->type.array && cim == CIM_UINT8);
    if (is_checked_by_code(p)) return;
    if (counted && has_lengths(p)) add_lengths(t, &p->limits);
    if (!counted && cim_types[cim].bits && has_range(p)) add_row_bounds(t, p);
}

static void add_flags(struct text *t, const struct model *m, const struct property *p, bool limited)
{
    bool string_key = p->key && p->type.cim == CIM_STRING && m->options->keys_nocase;
    const struct {
        bool set;
        const char *name;
    } flags[] = {{p->type.array, "MOF_ARRAY"},
                 {p->key, "MOF_KEY"},
                 {p->access == ACCESS_READ || p->access == ACCESS_READ_WRITE, "MOF_READ"},
                 {p->access == ACCESS_WRITE || p->access == ACCESS_READ_WRITE, "MOF_WRITE"},
                 {p->lazy, "MOF_LAZY"},
                 {p->large, "MOF_LARGE"},
                 {p->not_null || (p->limits.not_null && !p->key), "MOF_NOT_NULL"},
                 {p->immutable, "MOF_IMMUTABLE"},
                 {string_key, "MOF_NOCASE"},
                 {limited, "MOF_LIMITED"}};
    size_t before = t->len;
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        if (!flags[i].set) continue;
        text_add_string(t, t->len > before ? " | " : "");
        text_add_string(t, flags[i].name);
    }
    if (t->len == before) text_add_char(t, '0');
}

static bool is_ascii(const char *s)
{
    while (*s && (unsigned char)*s < 0x80) s++;
    return !*s;
}

static void add_words(struct text *t, const char *a, const char *b, const char *c)
{
    text_add_string(t, a);
    text_add_string(t, b);
    text_add_string(t, c);
}

/* A call of the macro that has just the arguments which the property needs. */
static void add_row(struct text *t, const struct c_record *r, const struct property *p)
{
    const struct model *m = r->model;
    const char *member = member_of(r, p), *tag = c_tag(&p->type) + strlen("MOF_");
    const struct c_enum *e = c_enum_of(m, p->enumeration);
    bool embeds = c_cim(&p->type) == CIM_CLASS;
    bool full = !is_ascii(member) || strcmp(member, p->name->text) != 0;
    struct text bounds = {0};
    add_bounds_of_row(&bounds, p);
    full |= bounds.len && e;
    const char *kind = full ? "_FULL(" : bounds.len ? "_LIMITS(" : embeds ? "_CLASS(" : e ? "_ENUM(" : "(";
    add_words(t, "MOF_ROW", kind, r->name);
    text_add_string(t, ", ");
    if (full) add_words(t, "\"", p->name->text, "\", ");
    add_words(t, member, ", ", "");
    add_flags(t, m, p, full && bounds.len);
    if (full || !embeds) add_words(t, ", ", tag, "");
    if (full && !e) text_add_string(t, ", NULL");
    else if (e) add_words(t, full ? ", &" : ", ", e->name, full ? "_enum" : "");
    if (full && !embeds) text_add_string(t, ", NULL");
    else if (embeds) add_words(t, full ? ", &" : ", ", c_class_name(m, p->type.klass), full ? "_class" : "");
    if (bounds.len) text_add(t, bounds.at, bounds.len);
    else if (full) text_add_string(t, ", 0, 0");
    text_add_char(t, ')');
    text_free(&bounds);
}

static void add_result_row(struct text *t, const struct c_record *r)
{
    const struct c_enum *e = c_enum_of(r->model, r->result->enumeration);
    text_printf(t, "MOF_ROW%s(%s, ReturnValue, %s, %s", e ? "_ENUM" : "", r->name,
                r->result->returns.array ? "MOF_ARRAY" : "0", c_tag(&r->result->returns) + strlen("MOF_"));
    if (e) text_printf(t, ", %s", e->name);
    text_add_char(t, ')');
}

/* Whether a table begins with all rows of its superclass: no inherited property was overridden. */
static bool continues(const struct klass *k)
{
    if (!k || !k->super || !k->inherited_count) return false;
    for (size_t i = 0; i < k->inherited_count; i++)
        if (k->properties[i]->declared == k) return false;
    return true;
}

static const struct c_record *record_of(const struct walk *w)
{
    return w->at.of;
}

static void record_base(const struct walk *w, const char *name)
{
    const struct klass *k = record_of(w)->klass;
    sink_string(w->to, name, continues(k) ? c_class_name(w->model, k->super) : "");
}

static void record_rows(const struct walk *w, const char *name)
{
    const struct c_record *r = record_of(w);
    struct sink *to = w->to;
    struct text t = {0};
    bool based = continues(r->klass);
    sink_list(to, name);
    if (r->result) {
        add_result_row(&t, r);
        write_text(to, NULL, &t);
    }
    for (size_t i = based ? r->klass->inherited_count : 0; i < r->count; i++) {
        add_row(&t, r, r->list[i]);
        write_text(to, NULL, &t);
    }
    sink_end(to);
    text_free(&t);
}

/* ---- the check ------------------------------------------------------------------------------------------ */

static void write_checked_rows(struct sink *to, struct text *t, size_t from, size_t end)
{
    if (from == end) return;
    text_printf(t, "mof_check_rows(&c, o, %zu, %zu);", from, end - from);
    write_text(to, NULL, t);
}

static void write_pardon(struct sink *to, struct text *t, const struct property *p, const char *member)
{
    struct text when = {0};
    add_pardon(&when, p, member);
    if (when.len) {
        text_printf(t, "c.pardon = %s;", when.at);
        write_text(to, NULL, t);
    }
    text_free(&when);
}

static void write_check(struct sink *to, struct text *t, const struct c_record *r, size_t i)
{
    const struct property *p = r->list[i];
    const char *member = member_of(r, p);
    struct text args = {0};
    const char *call = p->type.array ? array_check(&args, p, member) : scalar_check(&args, p, member);
    write_pardon(to, t, p, member);
    text_printf(t, "%s(&c, %zu%s);", call, place(r, i), args.at);
    write_text(to, NULL, t);
    text_free(&args);
    bool text_range = !p->type.array && (p->limits.has_min_text || p->limits.has_max_text);
    if (!text_range || c_cim(&p->type) != CIM_STRING) return;
    write_pardon(to, t, p, member);
    text_printf(t, "mof_check_str_range(&c, %zu, o->%s", place(r, i), member);
    add_text_bound(t, p->limits.has_min_text, p->limits.min_text);
    add_text_bound(t, p->limits.has_max_text, p->limits.max_text);
    text_add_string(t, ");");
    write_text(to, NULL, t);
}

/* The array whose length a property holds. */
static const struct property *counted(const struct c_record *r, const struct property *p)
{
    const struct property *array = r->klass && p->length_of ? klass_find_property(r->klass, p->length_of->name) : NULL;
    const struct cim_info *info = &cim_types[c_cim(&p->type)];
    return array && array->type.array && info->bits && !info->is_signed ? array : NULL;
}

static void record_checks(const struct walk *w, const char *name)
{
    const struct c_record *r = record_of(w);
    struct sink *to = w->to;
    struct text t = {0};
    size_t from = 0; /* of the rows that no statement has looked at */
    bool any = false;
    for (size_t i = 0; i < r->count; i++) any |= is_checked_by_code(r->list[i]) || counted(r, r->list[i]);
    sink_list(to, name);
    for (size_t i = 0; any && i < r->count; i++) {
        if (!is_checked_by_code(r->list[i])) continue;
        write_checked_rows(to, &t, from, place(r, i));
        write_check(to, &t, r, i);
        from = place(r, i) + 1;
    }
    if (any) write_checked_rows(to, &t, from, place(r, r->count));
    for (size_t i = 0; any && i < r->count; i++) {
        const struct property *array = counted(r, r->list[i]);
        if (!array) continue;
        text_printf(&t, "mof_check_count(&c, %zu, o->%s, %u, o->%s.count);", i, member_of(r, r->list[i]), array->index,
                    member_of(r, array));
        write_text(to, NULL, &t);
    }
    sink_end(to);
    text_free(&t);
}

/* ---- defaults ------------------------------------------------------------------------------------------- */

static bool has_default(const struct property *p)
{
    return c_has_initial(p) && (!p->type.array || (p->initial->kind == VALUE_ARRAY && p->initial->array.count));
}

/* Whether a default is written in the statement that sets it, not in a table in front of it. */
static bool is_set_in_place(const struct property *p)
{
    enum cim_type cim = c_cim(&p->type);
    return !p->type.array &&
           (cim_types[cim].bits || cim == CIM_BOOLEAN || cim == CIM_REAL32 || cim == CIM_REAL64 || cim == CIM_STRING);
}

static void write_data(struct sink *to, struct text *t, const struct c_record *r, const struct property *p)
{
    c_add_default(t, r->model, p);
    t->len--; /* the template ends the line */
    write_text(to, NULL, t);
}

static void write_default(struct sink *to, struct text *t, const struct c_record *r, size_t i)
{
    const struct property *p = r->list[i];
    const char *member = member_of(r, p);
    if (p->type.array) {
        text_printf(t, "o->%s.items = default_%s, o->%s.count = %zu;", member, p->name->text, member,
                    p->initial->array.count);
    } else if (!is_set_in_place(p)) {
        text_printf(t, "o->%s = %sdefault_%s;", member, c_cim(&p->type) == CIM_CLASS ? "&" : "", p->name->text);
    } else if (c_cim(&p->type) == CIM_STRING) {
        text_printf(t, "o->%s = mof_str_of(", member);
        escape_c_string(t, p->initial->string);
        text_printf(t, ", %" PRIu32 ");", p->initial->string.len);
    } else {
        text_printf(t, "o->%s = ", member);
        c_add_initialiser(t, r->model, &p->type, p->initial);
        text_add_char(t, ';');
    }
    text_printf(t, " mof_mark(o->present, %zu);", place(r, i));
    write_text(to, NULL, t);
}

static void record_data(const struct walk *w, const char *name)
{
    const struct c_record *r = record_of(w);
    struct text t = {0};
    sink_list(w->to, name);
    for (size_t i = 0; i < r->count; i++)
        if (has_default(r->list[i]) && !is_set_in_place(r->list[i])) write_data(w->to, &t, r, r->list[i]);
    sink_end(w->to);
    text_free(&t);
}

static void record_defaults(const struct walk *w, const char *name)
{
    const struct c_record *r = record_of(w);
    struct text t = {0};
    sink_list(w->to, name);
    for (size_t i = 0; i < r->count; i++)
        if (has_default(r->list[i])) write_default(w->to, &t, r, i);
    sink_end(w->to);
    text_free(&t);
}

/* ---- records -------------------------------------------------------------------------------------------- */

static const struct field record_fields[] = {
    {"base", FIELD_STRING, "The class whose rows come first; \"\": none.", record_base},
    {"rows", FIELD_STRING | FIELD_LIST, "Rows of the class's table.", record_rows},
    {"data", FIELD_STRING | FIELD_LIST, "Tables that defaults borrow from.", record_data},
    {"defaults", FIELD_STRING | FIELD_LIST, "Statements that set the documented defaults.", record_defaults},
    {"checks", FIELD_STRING | FIELD_LIST, "Statements of the check; none: the rows say all limits.", record_checks},
    {NULL}};
const struct kind kind_c_record = {"class.c.record", "What the source of a struct says of it, as lines.",
                                   record_fields};

/* In the header of a class that others extend the rows are a macro's, of any struct T. */
const struct c_record *c_class_record(struct model *m, const struct klass *k)
{
    struct c_record *r = arena_new(m->arena, struct c_record);
    *r = (struct c_record){.model = m,
                           .klass = k,
                           .name = c_names_of(m)->extended[k->index] ? "T" : "Self",
                           .list = k->properties,
                           .count = k->property_count};
    return r;
}

bool c_returns(const struct method *f)
{
    enum cim_type cim = c_cim(&f->returns);
    if (f->returns.cim == CIM_VOID || (cim > CIM_REFERENCE && cim != CIM_OBJECT)) return false;
    for (size_t i = 0; i < f->parameter_count; i++)
        if (slice_equal_fold(name_slice(f->parameters[i].property->name), slice_of("ReturnValue"))) return false;
    return true;
}

const struct c_record *c_method_record(struct model *m, const struct klass *k, const struct method *f, bool out)
{
    const struct property **list = arena_array(m->arena, f->parameter_count + 1, sizeof *list);
    struct c_record *r = arena_new(m->arena, struct c_record);
    const char *owner = k ? c_class_name(m, k) : "";
    *r = (struct c_record){.model = m,
                           .name = arena_printf(m->arena, "%s_%s_%s", owner, f->name->text, out ? "out" : "in"),
                           .result = out && c_returns(f) ? f : NULL,
                           .list = list};
    for (size_t i = 0; i < f->parameter_count; i++)
        if (out ? f->parameters[i].out : f->parameters[i].in) list[r->count++] = f->parameters[i].property;
    return r;
}
