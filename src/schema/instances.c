/* Instances against their classes: each value typed, keys present, aliases known (DSP0004 5.4, 7.8). */
#include <string.h>

#include "schema/build.h"

static const struct property *find_property(struct builder *b, const struct klass *k, const struct ast_member *m)
{
    const struct property *p = klass_find_property(k, m->word.name);
    if (p) return p;
    struct diag *g = diag_add(b->diags, RULE_UNKNOWN_PROPERTY, m->word.span, "class '%s' has no property '%s'", k->name->text, m->word.name->text);
    const char *close = NULL;
    for (size_t i = 0; i < k->property_count && !close; i++) {
        const char *one = k->properties[i]->name->text;
        close = diag_closest(name_slice(m->word.name), &one, 1);
    }
    if (close) diag_hint(b->diags, g, "did you mean '%s'?", close);
    return NULL;
}

static void check_alias(struct builder *b, const struct value *v)
{
    if (v->kind == VALUE_ARRAY) {
        for (size_t i = 0; i < v->array.count; i++) check_alias(b, &v->array.items[i]);
        return;
    }
    if (v->kind != VALUE_ALIAS) return;
    const struct name *alias = name_intern(b->names, v->string);
    if (alias->id >= b->id_room || !b->alias_at[alias->id])
        diag_add(b->diags, RULE_UNKNOWN_ALIAS, v->span, "no instance before this has the alias '" SLICE_FMT "'", SLICE_ARG(v->string));
}

static void check_keys(struct builder *b, const struct instance *i)
{
    for (size_t k = 0; k < i->klass->key_count; k++) {
        const struct property *key = i->klass->keys[k];
        bool given = key->initial && key->initial->kind != VALUE_NULL;
        for (size_t v = 0; v < i->value_count && !given; v++) given = name_equal(i->values[v].property->name, key->name) && i->values[v].value && i->values[v].value->kind != VALUE_NULL;
        if (!given) diag_add(b->diags, RULE_INSTANCE_KEY_MISSING, i->written->word.span, "this instance of '%s' has no value for its key '%s'", i->klass->name->text, key->name->text);
    }
}

static bool is_twice(struct builder *b, const struct instance_value *values, size_t n, const struct ast_member *m)
{
    for (size_t i = 0; i < n; i++) {
        if (!name_equal(values[i].property->name, m->word.name)) continue;
        diag_add(b->diags, RULE_DUPLICATE_MEMBER, m->word.span, "'%s' is given twice", m->word.name->text);
        return true;
    }
    return false;
}

static struct instance *instance_build(struct builder *b, const struct ast_decl *d, const struct klass *k)
{
    struct instance *made = arena_new(b->arena, struct instance);
    size_t count = 0, n = 0;
    for (const struct ast_member *m = d->members; m; m = m->next) count++;
    struct instance_value *values = count ? arena_array(b->arena, count, sizeof *values) : NULL;
    for (const struct ast_member *m = d->members; m; m = m->next) {
        const struct property *p = m->word.name ? find_property(b, k, m) : NULL;
        if (!p || !m->initial || is_twice(b, values, n, m)) continue;
        const struct value *v = value_check(b, &p->type, m->initial, arena_printf(b->arena, "'%s'", p->name->text));
        if (!v) continue;
        check_alias(b, v);
        values[n++] = (struct instance_value){p, v};
    }
    made->klass = k;
    made->alias = d->alias.name;
    made->values = values;
    made->value_count = n;
    made->written = d;
    return made;
}

static const struct klass *instance_class(struct builder *b, const struct ast_decl *d)
{
    const struct class_node *n = d->word.name && d->word.name->id < b->id_room ? b->by_name[d->word.name->id] : NULL;
    if (!n) {
        diag_add(b->diags, RULE_UNKNOWN_CLASS, d->word.span, "no input declares class '%s'", d->word.name ? d->word.name->text : "");
        return NULL;
    }
    if (n->klass->abstract) diag_add(b->diags, RULE_INSTANCE_OF_ABSTRACT, d->word.span, "class '%s' is abstract: it has no instances", n->klass->name->text);
    return n->klass;
}

static void declare_alias(struct builder *b, const struct ast_decl *d, const struct instance *i)
{
    if (!d->alias.name || d->alias.name->id >= b->id_room) return;
    const struct instance **slot = &b->alias_at[d->alias.name->id];
    if (*slot) {
        struct diag *g = diag_add(b->diags, RULE_DUPLICATE_ALIAS, d->alias.span, "alias '%s' is given twice", d->alias.name->text);
        diag_note(b->diags, g, (*slot)->written->alias.span, "first given here");
    } else *slot = i;
}

void instances_build(struct builder *b)
{
    size_t count = 0, n = 0;
    for (const struct unit *u = b->schema->units; u; u = u->next)
        for (const struct ast_decl *d = u->decls; d; d = d->next) count += d->kind == DECL_INSTANCE;
    const struct instance **all = count ? arena_array(b->arena, count, sizeof *all) : NULL;
    for (const struct unit *u = b->schema->units; u; u = u->next) {
        for (const struct ast_decl *d = u->decls; d; d = d->next) {
            const struct klass *k = d->kind == DECL_INSTANCE ? instance_class(b, d) : NULL;
            if (!k) continue;
            struct instance *i = instance_build(b, d, k);
            check_keys(b, i);
            declare_alias(b, d, i);
            all[n++] = i;
        }
    }
    b->schema->instances = all;
    b->schema->instance_count = n;
}
