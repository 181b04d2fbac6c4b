/* Instances against their classes: each value typed, keys given and unlike any other's, aliases known and of a
 * class that the reference allows (DSP0004). An alias may be used before the instance that carries it, as WMI
 * and DSP0004 both allow: all aliases are declared before the first value is looked at. */
#include <stdlib.h>
#include <string.h>

#include "schema/build.h"

/* Instances of one class mostly follow each other, so its properties are put into the table of names once. */
static void index_properties(struct builder *b, const struct klass *k)
{
    if (b->indexed == k) return;
    if (!b->property_at) b->property_at = arena_array(b->arena, b->id_room, sizeof *b->property_at);
    for (size_t i = 0; b->indexed && i < b->indexed->property_count; i++)
        b->property_at[b->indexed->properties[i]->name->id] = NULL;
    for (size_t i = 0; i < k->property_count; i++) b->property_at[k->properties[i]->name->id] = k->properties[i];
    b->indexed = k;
}

static const struct property *find_property(struct builder *b, const struct klass *k, const struct ast_member *m)
{
    index_properties(b, k);
    const struct property *p = m->word.name->id < b->id_room ? b->property_at[m->word.name->id] : NULL;
    if (p || k->written->broken || k->partial) return p; /* it may be in what is lost, or not in the inputs */
    struct diag *g = diag_add(b->diags, RULE_UNKNOWN_PROPERTY, m->word.span, "class '%s' has no property '%s'",
                              k->name->text, m->word.name->text);
    const char *close = suggest_property(b, k, name_slice(m->word.name));
    if (close) diag_suggest(b->diags, g, m->word.span, close, false);
    return NULL;
}

/* ---- aliases ---- */

static void declare_alias(struct builder *b, const struct ast_decl *d)
{
    if (!d->alias.name) return;
    const struct ast_decl **slot = &b->alias_at[d->alias.name->id];
    if (!*slot) {
        *slot = d;
        return;
    }
    struct diag *g =
        diag_add(b->diags, RULE_DUPLICATE_ALIAS, d->alias.span, "alias '%s' is given twice", d->alias.name->text);
    diag_note(b->diags, g, (*slot)->alias.span, "first given here");
}

void aliases_declare(struct builder *b)
{
    for (const struct unit *u = b->schema->units; u; u = u->next)
        for (const struct ast_decl *d = u->decls; d; d = d->next)
            if (d->kind == DECL_INSTANCE || d->kind == DECL_CLASS) declare_alias(b, d);
}

static void report_alias(struct builder *b, const struct value *v)
{
    struct diag *g = diag_add(b->diags, RULE_UNKNOWN_ALIAS, v->span, "no instance has the alias '" SLICE_FMT "'",
                              SLICE_ARG(v->string));
    const char *best = suggest_alias(b, v->string);
    if (best) diag_suggest(b->diags, g, v->span, best, false);
}

void alias_check(struct builder *b, const struct property *p, const struct value *v)
{
    if (v->kind == VALUE_ARRAY) {
        for (size_t i = 0; i < v->array.count; i++) alias_check(b, p, &v->array.items[i]);
        return;
    }
    if (v->kind != VALUE_ALIAS) return;
    const struct name *alias = name_intern(b->names, v->string);
    const struct ast_decl *to = alias->id < b->id_room ? b->alias_at[alias->id] : NULL;
    if (!to) {
        report_alias(b, v);
        return;
    }
    const struct class_node *n = scope_find_class(b, NULL, namespace_of(b, to->namespace_name), to->word.name);
    const struct klass *k = n ? n->klass : NULL;
    if (to->kind != DECL_INSTANCE || !k || !p->type.klass || class_is_a(k, p->type.klass)) return;
    struct diag *g =
        diag_add(b->diags, RULE_ALIAS_CLASS, v->span, "'%s' refers to '%s', but '%s' is an instance of '%s'",
                 p->name->text, p->type.klass->name->text, alias->text, k->name->text);
    diag_note(b->diags, g, to->alias.span, "the instance is here");
}

/* ---- one instance ---- */

static const struct value *value_of(const struct instance *i, const struct property *p)
{
    for (size_t v = 0; v < i->value_count; v++)
        if (name_equal(i->values[v].property->name, p->name)) return i->values[v].value;
    return p->initial;
}

static bool is_written(const struct instance *i, const struct property *p)
{
    for (const struct ast_member *m = i->written->members; m; m = m->next)
        if (name_equal(m->word.name, p->name) && m->initial && m->initial->kind != VALUE_NULL) return true;
    return false;
}

/* A key whose value was refused is not missing too. */
static void check_keys(struct builder *b, const struct instance *i)
{
    for (size_t k = 0; k < i->klass->key_count && !i->written->broken; k++) {
        const struct property *key = i->klass->keys[k];
        const struct value *v = value_of(i, key);
        if ((v && v->kind != VALUE_NULL) || is_written(i, key)) continue;
        struct diag *g =
            diag_add(b->diags, RULE_INSTANCE_KEY_MISSING, i->written->word.span,
                     "this instance of '%s' has no value for its key '%s'", i->klass->name->text, key->name->text);
        diag_note(b->diags, g, key->written->word.span, "the key is declared here");
    }
}

static bool is_twice(struct builder *b, const struct ast_member **seen, const struct ast_member *m)
{
    const struct ast_member *first = *seen;
    if (!first) *seen = m;
    if (!first) return false;
    struct diag *g = diag_add(b->diags, RULE_DUPLICATE_MEMBER, m->word.span, "'%s' is given twice", m->word.name->text);
    diag_note(b->diags, g, first->word.span, "first given here");
    return true;
}

/* Required and not_null: NULL is refused, and so is silence where the class has no default. Whoever makes the instance
 * from this text may still fill in what is not written, so that is a warning. */
static void check_required(struct builder *b, const struct ast_decl *d, const struct property *p,
                           const struct ast_member *m)
{
    if (!p->limits.not_null || p->key) return;
    bool null = m && m->initial && m->initial->kind == VALUE_NULL;
    struct diag *g;
    if (null) g = diag_add(b->diags, RULE_REQUIRED_NULL, m->initial->span, "'%s' cannot be NULL", p->name->text);
    else if (!m && (!p->initial || p->initial->kind == VALUE_NULL))
        g = diag_add(b->diags, RULE_REQUIRED_MISSING, d->word.span, "this instance of '%s' has no value for '%s'",
                     d->word.name->text, p->name->text);
    else return;
    diag_note(b->diags, g, p->written->word.span, "a value is required here");
}

static struct instance *instance_build(struct builder *b, const struct ast_decl *d, const struct klass *k)
{
    struct instance *made = arena_new(b->arena, struct instance);
    size_t count = 0, n = 0;
    for (const struct ast_member *m = d->members; m; m = m->next) count++;
    const struct ast_member **seen = calloc(k->property_count + 1, sizeof *seen); /* by property */
    struct text shown = {0};
    if (!seen) arena_fail(k->property_count);
    unsigned scope = k->association  ? SCOPE_ASSOCIATION | SCOPE_CLASS
                     : k->indication ? SCOPE_INDICATION | SCOPE_CLASS
                     : k->structure  ? SCOPE_STRUCTURE
                                     : SCOPE_CLASS;
    qualifiers_check(b, d->qualifiers, scope, "instance of", k->name); /* its own scope is its class's */
    struct instance_value *values = count ? arena_array(b->arena, count, sizeof *values) : NULL;
    for (const struct ast_member *m = d->members; m; m = m->next) {
        qualifiers_check(b, m->qualifiers, SCOPE_PROPERTY | SCOPE_REFERENCE, "property", m->word.name);
        const struct property *p = m->word.name ? find_property(b, k, m) : NULL;
        if (!p || !m->initial || is_twice(b, &seen[p->index], m)) continue;
        size_t mark = b->undo_count; /* an instance as a value may be of a structure inside the property's class */
        if (p->type.cim == CIM_CLASS || p->type.cim == CIM_OBJECT) scope_enter(b, b->nodes[p->declared->index], false);
        shown.len = 0;
        text_printf(&shown, "'%s'", p->name->text);
        const struct value *v = value_check(b, &p->type, m->initial, shown.at);
        builder_undo(b, mark);
        if (!v) continue;
        alias_check(b, p, v);
        limits_check_value(b, p, v);
        values[n++] = (struct instance_value){p, v};
    }
    for (size_t i = 0; i < k->property_count && !d->broken; i++) check_required(b, d, k->properties[i], seen[i]);
    free(seen);
    text_free(&shown);
    made->klass = k;
    made->alias = d->alias.name;
    made->values = values;
    made->value_count = n;
    made->written = d;
    return made;
}

/* Nothing is known of its properties, but each has one value all the same. */
static void check_unknown(struct builder *b, const struct ast_decl *d)
{
    for (const struct ast_member *m = d->members; m; m = m->next)
        if (m->word.name && m->word.name->id < b->id_room)
            is_twice(b, (const struct ast_member **)&b->parameter_at[m->word.name->id], m);
    for (const struct ast_member *m = d->members; m; m = m->next)
        if (m->word.name && m->word.name->id < b->id_room) b->parameter_at[m->word.name->id] = NULL;
}

static const struct klass *instance_class(struct builder *b, const struct ast_decl *d)
{
    const struct klass *k = class_find_here(b, &d->word);
    if (!k) check_unknown(b, d);
    if (!k && class_is_foreign(b, d->word.name)) {
        foreign_instance_report(b, &d->word);
        return NULL;
    }
    if (!k) {
        struct diag *g = diag_add(b->diags, RULE_UNKNOWN_CLASS, d->word.span, "no input declares class '%s'",
                                  d->word.name ? d->word.name->text : "");
        const char *close = suggest_class(b, name_slice(d->word.name));
        if (close) diag_suggest(b->diags, g, d->word.span, close, false);
        return NULL;
    }
    if (!k->abstract) return k;
    struct diag *g = diag_add(b->diags, RULE_INSTANCE_OF_ABSTRACT, d->word.span,
                              "class '%s' is abstract: it has no instances", k->name->text);
    diag_note(b->diags, g, k->written->word.span, "the class is declared here");
    return k;
}

/* A struct of the class that the property names has no room for what a subclass adds. */
static void check_narrowed(struct builder *b, const struct instance *i, const struct klass *to)
{
    for (size_t n = 0; n < i->value_count; n++) {
        const struct name *name = i->values[n].property->name;
        if (klass_find_property(to, name)) continue;
        diag_add(b->diags, RULE_VALUE_CUT, i->values[n].value->span,
                 "'%s' is lost in C: class '%s', which stands here, has no such property", name->text, to->name->text);
    }
}

const struct instance *instance_embedded(struct builder *b, const struct ast_decl *d, const struct type *type)
{
    const struct klass *k = d->word.name ? instance_class(b, d) : NULL;
    if (!k) return NULL;
    if (type->klass && !class_is_a(k, type->klass)) {
        struct diag *g =
            diag_add(b->diags, RULE_VALUE_TYPE, d->word.span, "an instance of '%s' stands where one of '%s' belongs",
                     k->name->text, type->klass->name->text);
        diag_note(b->diags, g, k->written->word.span, "'%s' is declared here", k->name->text);
        return NULL;
    }
    const struct instance *made = instance_build(b, d, k);
    if (type->klass && k != type->klass) check_narrowed(b, made, type->klass);
    return made;
}

const struct instance *instance_told(struct builder *b, const struct ast_value *v, const struct type *type,
                                     const char *what)
{
    struct slice text = ast_string_keep(b->arena, v->string);
    struct diag why = {.message = "the text is not one instance"};
    const struct ast_decl *d = NULL;
    if (b->options->read_embedded && text.len)
        d = b->options->read_embedded(b->arena, b->names, text, source_slice(b->diags->sources, v->span), v->span.start,
                                      b->diags, &why);
    if (d) return instance_embedded(b, d, type);
    diag_add(b->diags, RULE_VALUE_TYPE, span_known(why.span) ? why.span : v->span,
             "%s takes an instance, or its MOF text in a string: %s", what, why.message);
    return NULL;
}

/* ---- instances of one key ---- */

/* namespace, class and the values of the keys, which are an object's path, as text */
struct identity {
    const char *text;
    const struct instance *instance;
    size_t order;
};

static void add_value(struct text *t, const struct value *v)
{
    switch (v->kind) {
    case VALUE_BOOLEAN: text_add_string(t, v->boolean ? "true" : "false"); break;
    case VALUE_INTEGER: text_printf(t, "%s%llu", v->negative ? "-" : "", (unsigned long long)v->magnitude); break;
    case VALUE_REAL: text_printf(t, "%.17g", v->real); break;
    case VALUE_STRING:
    case VALUE_ALIAS:
    case VALUE_NAME: text_add_slice(t, v->string); break;
    default: text_printf(t, "?%p", (const void *)v); /* of no other */
    }
    text_add_char(t, '\1');
}

/* NULL: no keys, or one has no value. */
static const char *identity_of(struct builder *b, const struct instance *i)
{
    struct text t = {0};
    const struct klass *k = i->klass;
    bool whole = k->key_count > 0 && !k->partial;
    const struct name *space = namespace_of(b, i->written->namespace_name);
    if (whole) text_printf(&t, "%s\1%s\1", space ? space->fold->text : "", k->name->fold->text);
    for (size_t n = 0; n < k->key_count && whole; n++) {
        const struct value *v = value_of(i, k->keys[n]);
        whole = v && v->kind != VALUE_NULL;
        if (whole) add_value(&t, v);
    }
    const char *text = whole ? arena_copy(b->arena, t.at, t.len) : NULL;
    text_free(&t);
    return text;
}

static int by_text_and_order(const void *left, const void *right)
{
    const struct identity *a = left, *z = right;
    int order = strcmp(a->text, z->text);
    return order ? order : a->order < z->order ? -1 : a->order > z->order;
}

static void check_unlike(struct builder *b, const struct instance *const *all, size_t count)
{
    size_t n = 0;
    struct identity *list = count ? arena_array(b->arena, count, sizeof *list) : NULL;
    for (size_t i = 0; i < count; i++) {
        const char *text = identity_of(b, all[i]);
        if (text) list[n] = (struct identity){text, all[i], i}, n++;
    }
    if (n) qsort(list, n, sizeof *list, by_text_and_order);
    for (size_t i = 1, first = 0; i < n; i++) {
        if (strcmp(list[first].text, list[i].text) != 0) {
            first = i;
            continue;
        }
        struct diag *g = diag_add(b->diags, RULE_DUPLICATE_INSTANCE, list[i].instance->written->word.span,
                                  "this instance of '%s' has the keys of another", list[i].instance->klass->name->text);
        diag_note(b->diags, g, list[first].instance->written->word.span, "the other is here");
    }
}

void instances_build(struct builder *b)
{
    size_t count = 0, n = 0;
    for (const struct unit *u = b->schema->units; u; u = u->next)
        for (const struct ast_decl *d = u->decls; d; d = d->next) count += d->kind == DECL_INSTANCE;
    const struct instance **all = count ? arena_array(b->arena, count, sizeof *all) : NULL;
    for (const struct unit *u = b->schema->units; u; u = u->next) {
        for (const struct ast_decl *d = u->decls; d; d = d->next) {
            b->space = namespace_of(b, d->namespace_name);
            const struct klass *k = d->kind == DECL_INSTANCE && d->word.name ? instance_class(b, d) : NULL;
            if (!k) continue;
            all[n] = instance_build(b, d, k);
            check_keys(b, all[n++]);
        }
    }
    check_unlike(b, all, n);
    b->schema->instances = all;
    b->schema->instance_count = n;
}
