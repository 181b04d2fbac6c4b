/* Methods: their signature, and the parameters' directions. */
#include "schema/build.h"

static void check_twice(struct builder *b, const struct ast_member *p)
{
    const struct ast_member *first = b->parameter_at[p->word.name->id];
    if (!first) b->parameter_at[p->word.name->id] = p;
    if (!first) return;
    struct diag *g = diag_add(b->diags, RULE_DUPLICATE_PARAMETER, p->word.span, "parameter '%s' is declared twice",
                              p->word.name->text);
    diag_note(b->diags, g, first->word.span, "first declared here");
}

/* The direction that holds: what is written, else what the qualifier's declaration says. */
static bool has_direction(struct builder *b, const struct property *p, const char *lower, bool otherwise)
{
    const struct qualifier *q = qualifier_find(p->qualifiers, p->qualifier_count, lower);
    if (q) return value_true(q->value);
    const struct qualifier_type *t = qualifier_type_find(b, name_of(b->names, lower));
    bool says = t && t->written && t->initial && t->initial->kind == VALUE_BOOLEAN;
    return says ? t->initial->boolean : otherwise;
}

/* In is true where nothing says otherwise (DSP0004 5.6.3), beside Out too. WMI reads a lone Out as out only. */
static void set_direction(struct builder *b, struct parameter *p, const struct unit *unit)
{
    const struct property *made = p->property;
    p->out = has_direction(b, made, "out", false);
    bool alone = p->out && !qualifier_find(made->qualifiers, made->qualifier_count, "in");
    p->in = alone && unit_is_wmi(b, unit) ? false : has_direction(b, made, "in", true);
}

static size_t parameters_build(struct builder *b, struct class_node *node, const struct ast_member *m,
                               const struct parameter **out)
{
    size_t count = 0, n = 0;
    for (const struct ast_member *p = m->parameters; p; p = p->next) count++;
    struct parameter *list = count ? arena_array(b->arena, count, sizeof *list) : NULL;
    for (const struct ast_member *p = m->parameters; p; p = p->next) {
        struct property *made;
        if (!p->word.name) continue;
        made = property_build(b, node, p, SCOPE_PARAMETER, NULL);
        made->index = (unsigned)n;
        list[n].property = made;
        set_direction(b, &list[n], node->klass->unit);
        check_twice(b, p);
        n++;
    }
    for (size_t i = 0; i < n; i++) b->parameter_at[list[i].property->name->id] = NULL;
    *out = list;
    return n;
}

struct method *method_build(struct builder *b, struct class_node *node, const struct ast_member *m,
                            const struct method *base)
{
    struct method *f = arena_new(b->arena, struct method);
    bool page = node->decl->page != NULL;
    f->name = m->word.name;
    f->written = m;
    f->declared = node->klass;
    f->origin = base ? base->origin : node->klass;
    f->linked = m->linked;
    qualifiers_build(b, m->qualifiers, SCOPE_METHOD, "method", f->name, page, base ? base->qualifiers : NULL,
                     base ? base->qualifier_count : 0, &f->qualifiers, &f->qualifier_count);
    type_build(b, m, page, f->qualifiers, f->qualifier_count, &f->returns);
    if (!page) qualifier_use_check(b, &f->returns, f->qualifiers, f->qualifier_count, f->name);
    if (!page) override_name_check(b, m, base ? "method" : NULL);
    f->parameter_count = parameters_build(b, node, m, &f->parameters);
    f->is_static = qualifier_true(f->qualifiers, f->qualifier_count, "static");
    f->deprecated =
        qualifier_find(f->qualifiers, f->qualifier_count, "deprecated") || (m->documented && m->documented->deprecated);
    f->enumeration =
        enumeration_build(b, node->klass, NULL, &f->returns, f->qualifiers, f->qualifier_count, m->documented);
    if (f->returns.enumeration) f->enumeration = f->returns.enumeration;
    const struct qualifier *d = qualifier_find(f->qualifiers, f->qualifier_count, "description");
    f->text = d && d->value && d->value->kind == VALUE_STRING ? d->value->string
              : m->documented                                 ? ast_string_of(m->documented->text)
                                                              : (struct ast_string){0};
    if (!f->text.at) f->text.at = "";
    return f;
}
