/* One declared property, reference or parameter: its type, what may be done with it, and what holds for it. */
#include <string.h>

#include "schema/build.h"

static void report_unknown_type(struct builder *b, const struct ast_member *m)
{
    struct diag *g = diag_add(b->diags, RULE_UNKNOWN_TYPE, m->type.word.span,
                              "'%s' is no CIM type and no class of the schema", m->type.word.name->text);
    bool sure;
    const char *close = suggest_type(b, name_slice(m->type.word.name), &sure);
    if (close) diag_suggest(b->diags, g, m->type.word.span, close, sure);
}

static void report_unknown_class(struct builder *b, enum rule rule, struct span at, const struct name *name,
                                 const char *what)
{
    if (class_is_foreign(b, name)) {
        foreign_class_report(b, &(struct ast_word){name, at});
        return;
    }
    struct diag *g = diag_add(b->diags, rule, at, "%s class '%s', which no input declares", what, name->text);
    const char *close = suggest_class(b, name_slice(name));
    if (close) diag_suggest(b->diags, g, at, close, false);
}

/* `string` with EmbeddedInstance("Class") or EmbeddedObject is an object (DSP0004). */
static void embed(struct builder *b, const struct qualifier *q, size_t count, struct type *t)
{
    const struct qualifier *instance = qualifier_find(q, count, "embeddedinstance");
    if (t->cim != CIM_STRING) return;
    if (instance && instance->value && instance->value->kind == VALUE_STRING && instance->value->string.len) {
        t->cim = CIM_CLASS;
        t->class_name = name_intern(b->names, ast_string_keep(b->arena, instance->value->string));
        t->klass = class_find_here(b, &(struct ast_word){t->class_name, instance->value->span});
        if (t->klass) return;
        t->cim = CIM_OBJECT;
        report_unknown_class(b, RULE_UNKNOWN_EMBEDDED, instance->value->span, t->class_name, "EmbeddedInstance names");
    } else if (qualifier_true(q, count, "embeddedobject")) {
        t->cim = CIM_OBJECT;
    }
}

/* `uint16 REF X`: nothing but a class can be referred to, so the type counts and REF does not. */
static bool refers_to_scalar(struct builder *b, const struct ast_member *m)
{
    const struct ast_word *type = &m->type.word;
    if (cim_type_find(name_slice(type->name)) > CIM_DATETIME || class_find(b, type->name)) return false;
    struct diag *g = diag_add(b->diags, RULE_REFERENCE_TO_TYPE, type->span,
                              "'%s' is a type, and only a class can be referred to; '%s' is read without REF",
                              type->name->text, m->word.name ? m->word.name->text : "");
    struct span ref = {type->span.end, m->word.span.start};
    if (slice_is(slice_trim(diag_text(b->diags, ref)), "ref")) diag_fix(b->diags, g, ref, " ");
    return true;
}

void type_build(struct builder *b, const struct ast_member *m, bool page, const struct qualifier *q, size_t count,
                struct type *t)
{
    const struct ast_type *w = &m->type;
    *t = (struct type){.cim = CIM_VOID, .array = w->array, .size = w->size, .written = name_slice(w->word.name)};
    if (!w->word.name) {
        if (m->kind == MEMBER_PROPERTY) t->cim = CIM_VARIANT;
        return;
    }
    if (w->reference && refers_to_scalar(b, m)) {
        t->cim = cim_type_find(name_slice(w->word.name));
        return;
    }
    if (w->reference) {
        t->cim = CIM_REFERENCE;
        t->class_name = w->word.name;
        t->klass = class_find_here(b, &w->word);
        if (!t->klass && !page)
            report_unknown_class(b, RULE_UNKNOWN_REFERENCE, w->word.span, w->word.name, "the reference is to");
        return;
    }
    t->cim = cim_type_find(name_slice(w->word.name));
    if (t->cim == CIM_TYPE_COUNT) {
        const struct enumeration *e = t->enumeration = enumeration_named(b, w->word.name);
        t->klass = e ? NULL : class_find_here(b, &w->word);
        t->class_name = e ? e->name : t->klass && t->klass->structure ? t->klass->name : w->word.name;
        bool foreign = !e && !t->klass && !page && class_is_foreign(b, w->word.name);
        t->cim = e ? e->cim : t->klass ? CIM_CLASS : page || foreign ? CIM_OBJECT : CIM_STRING;
        t->unknown = !e && !t->klass && !page;
        if (foreign) foreign_class_report(b, &w->word);
        else if (t->unknown) report_unknown_type(b, m);
    }
    embed(b, q, count, t);
}

static enum ast_access access_of(const struct qualifier *q, size_t count, const struct ast_documented *documented,
                                 bool page)
{
    bool read = qualifier_true(q, count, "read");
    bool write = qualifier_true(q, count, "write");
    if (documented && documented->access != ACCESS_NONE) return documented->access;
    if (read && write) return ACCESS_READ_WRITE;
    if (read) return ACCESS_READ;
    if (write) return page ? ACCESS_WRITE : ACCESS_READ_WRITE;
    return ACCESS_NONE;
}

static struct ast_string text_of(const struct ast_member *m, const struct qualifier *q, size_t count)
{
    const struct qualifier *d = qualifier_find(q, count, "description");
    if (m->documented && m->documented->text.len) return ast_string_of(m->documented->text);
    return d && d->value && d->value->kind == VALUE_STRING ? d->value->string : (struct ast_string){"", 0, false};
}

static bool same_type(const struct type *a, const struct type *z)
{
    if (a->array != z->array) return false;
    if (a->cim == z->cim) return true;
    bool a_object = a->cim == CIM_OBJECT || a->cim == CIM_CLASS || a->cim == CIM_STRING;
    bool z_object = z->cim == CIM_OBJECT || z->cim == CIM_CLASS || z->cim == CIM_STRING;
    return a_object && z_object; /* EmbeddedInstance may narrow EmbeddedObject, both being strings */
}

static bool super_broken(const struct klass *k)
{
    while (k->super && !k->super->written->broken) k = k->super;
    return k->super || k->super_name; /* broken, or not declared */
}

/* What Override names must be there; keys tell instances apart, so they hold one plain value (DSP0004). */
static void check_qualifiers(struct builder *b, const struct ast_member *m, const struct property *p, unsigned scope,
                             const struct property *base)
{
    const struct ast_qualifier *q = ast_find_qualifier(m->qualifiers, "override");
    if (q && !base && !super_broken(p->declared)) {
        struct diag *g = diag_add(b->diags, RULE_OVERRIDE_NOTHING, q->span,
                                  "'%s' overrides nothing: no superclass has a property of that name", p->name->text);
        const char *close = p->declared->super ? suggest_property(b, p->declared->super, name_slice(p->name)) : NULL;
        if (close) diag_suggest(b->diags, g, m->word.span, close, false);
    }
    if (p->key && (p->type.array || p->type.cim == CIM_OBJECT || p->type.cim == CIM_CLASS))
        diag_add(b->diags, RULE_KEY_TYPE, m->word.span, "key '%s' is %s; a key holds one plain value", p->name->text,
                 p->type.array ? "an array" : "an object");
    if (p->type.cim == CIM_REFERENCE && p->type.array && scope == SCOPE_PROPERTY)
        diag_add(b->diags, RULE_REFERENCE_ARRAY, m->word.span, "'%s' is an array of references", p->name->text);
    if (p->type.cim == CIM_VOID)
        diag_add(b->diags, RULE_UNKNOWN_TYPE, m->type.word.span, "only a method can be void; '%s' holds nothing",
                 p->name->text);
}

/* Whether it was meant to hide the other one or to override it, the fix cannot know. */
void override_fix(struct builder *b, struct diag *g, const struct ast_member *m)
{
    bool listed = m->qualifiers != NULL;
    uint32_t at = listed ? m->qualifiers->span.start : m->span.start;
    const char *format = listed ? "Override(\"%s\"), " : "[Override(\"%s\")] ";
    diag_fix_unsafe(b->diags, g, (struct span){at, at}, arena_printf(b->arena, format, m->word.name->text));
}

void override_name_check(struct builder *b, const struct ast_member *m, const char *what)
{
    const struct ast_qualifier *q = what ? ast_find_qualifier(m->qualifiers, "override") : NULL;
    if (!q || !q->value || q->value->kind != VALUE_STRING) return;
    struct slice s = ast_string_keep(b->arena, q->value->string);
    int64_t dot = slice_find(s, ".", 0); /* "Class.Property" */
    if (dot >= 0) s = slice_cut(s, (uint32_t)dot + 1, s.len);
    if (slice_equal_fold(s, name_slice(m->word.name))) return;
    struct diag *g =
        diag_add(b->diags, RULE_OVERRIDE_NAME, q->value->span, "Override names '" SLICE_FMT "', but this %s is '%s'",
                 SLICE_ARG(slice_cut(s, 0, 60)), what, m->word.name->text);
    diag_fix(b->diags, g, q->value->span, arena_printf(b->arena, "\"%s\"", m->word.name->text));
}

/* A narrower class may be referred to, another one not. */
static void check_referred(struct builder *b, const struct ast_member *m, const struct property *p,
                           const struct property *base)
{
    const struct klass *narrow = p->type.klass, *wide = base->type.klass;
    if (p->type.cim != CIM_REFERENCE || !narrow || !wide || class_is_a(narrow, wide)) return;
    struct diag *g = diag_add(b->diags, RULE_OVERRIDE_CLASS, m->type.span,
                              "'%s' overrides a reference to '%s', and '%s' is no subclass of it", p->name->text,
                              wide->name->text, narrow->name->text);
    diag_note(b->diags, g, base->written->word.span, "the overridden reference is declared here");
}

static void check_override(struct builder *b, const struct ast_member *m, const struct property *p, unsigned scope,
                           const struct property *base, bool page)
{
    if (page) return;
    check_qualifiers(b, m, p, scope, base);
    qualifier_use_check(b, &p->type, p->qualifiers, p->qualifier_count, p->name);
    override_name_check(b, m, base ? "property" : NULL);
    if (!base) return;
    check_referred(b, m, p, base);
    if (!same_type(&p->type, &base->type)) {
        struct diag *g =
            diag_add(b->diags, RULE_OVERRIDE_TYPE, m->type.span,
                     "'%s' is " SLICE_FMT "%s here and " SLICE_FMT "%s in '%s': an override keeps the type",
                     p->name->text, SLICE_ARG(p->type.written), p->type.array ? "[]" : "",
                     SLICE_ARG(base->type.written), base->type.array ? "[]" : "", base->declared->name->text);
        diag_note(b->diags, g, base->written->word.span, "the overridden property is declared here");
    } else if (!qualifier_find(p->qualifiers, p->qualifier_count, "override")) {
        struct diag *g =
            diag_add(b->diags, RULE_OVERRIDE_MISSING, m->word.span,
                     "'%s' has the name of an inherited property but no Override qualifier", p->name->text);
        diag_note(b->diags, g, base->written->word.span, "the inherited property is declared here");
        override_fix(b, g, m);
    }
}

static bool is_page(const struct class_node *n) { return n->decl->page != NULL; }

/* A property that lists no values of its own, or the very same, has those of the one it overrides. */
static bool inherits_values(const struct property *p, const struct property *base)
{
    const struct enumeration *own = p->enumeration, *its = base->enumeration;
    if (!p->documented || !p->documented->rows) return !qualifier_find(p->qualifiers, p->qualifier_count, "valuemap");
    bool same = own->count == its->count;
    for (size_t i = 0; same && i < own->count; i++)
        same = slice_equal(own->values[i].written, its->values[i].written) &&
               slice_equal(own->values[i].label, its->values[i].label) &&
               (!own->values[i].note.len || slice_equal(own->values[i].note, its->values[i].note));
    return same;
}

struct property *property_build(struct builder *b, struct class_node *node, const struct ast_member *m, unsigned scope,
                                const struct property *base)
{
    struct property *p = arena_new(b->arena, struct property);
    bool page = is_page(node);
    p->name = m->word.name;
    p->written = m;
    p->documented = m->documented;
    p->declared = node->klass;
    p->origin = base ? base->origin : node->klass;
    p->overrides = base;
    qualifiers_build(b, m->qualifiers, m->type.reference && scope == SCOPE_PROPERTY ? SCOPE_REFERENCE : scope,
                     scope == SCOPE_PARAMETER ? "parameter"
                     : m->type.reference      ? "reference"
                                              : "property",
                     p->name, page, base ? base->qualifiers : NULL, base ? base->qualifier_count : 0, &p->qualifiers,
                     &p->qualifier_count);
    type_build(b, m, page, p->qualifiers, p->qualifier_count, &p->type);
    p->access = access_of(p->qualifiers, p->qualifier_count, p->documented, page);
    p->key = qualifier_true(p->qualifiers, p->qualifier_count, "key") || (base && base->key);
    p->immutable = (p->documented && p->documented->immutable) || (base && base->immutable);
    p->lazy = qualifier_true(p->qualifiers, p->qualifier_count, "lazy");
    p->large = qualifier_true(p->qualifiers, p->qualifier_count, "large");
    p->unique = qualifier_true(p->qualifiers, p->qualifier_count, "unique");
    p->not_null = p->key || qualifier_true(p->qualifiers, p->qualifier_count, "required") ||
                  qualifier_true(p->qualifiers, p->qualifier_count, "not_null");
    p->deprecated =
        qualifier_find(p->qualifiers, p->qualifier_count, "deprecated") || (p->documented && p->documented->deprecated);
    p->octets = p->type.cim == CIM_UINT8 && p->type.array;
    p->text = text_of(m, p->qualifiers, p->qualifier_count);
    p->enumeration = enumeration_build(b, node->klass, p, &p->type, p->qualifiers, p->qualifier_count, p->documented);
    if (base && base->enumeration && p->enumeration && inherits_values(p, base)) p->enumeration = base->enumeration;
    if (p->type.enumeration) p->enumeration = p->type.enumeration;
    check_override(b, m, p, scope, base, page);
    limits_build(b, p, base);
    initial_build(b, p, node, base);
    return p;
}
