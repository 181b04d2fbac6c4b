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
        bool in = qualifier_find(made->qualifiers, made->qualifier_count, "in") &&
                  qualifier_true(made->qualifiers, made->qualifier_count, "in");
        bool says = qualifier_find(made->qualifiers, made->qualifier_count, "in") != NULL;
        list[n].property = made;
        list[n].out = qualifier_true(made->qualifiers, made->qualifier_count, "out");
        list[n].in = says ? in : !list[n].out; /* DSP0004: In is true by default; an out-only one says so */
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
    f->elsewhere = m->elsewhere;
    qualifiers_build(b, m->qualifiers, SCOPE_METHOD, "method", f->name, page, base ? base->qualifiers : NULL,
                     base ? base->qualifier_count : 0, &f->qualifiers, &f->qualifier_count);
    type_build(b, m, page, f->qualifiers, f->qualifier_count, &f->returns);
    if (!page) fitness_check(b, &f->returns, f->qualifiers, f->qualifier_count, f->name);
    if (!page) override_name_check(b, m, base ? "method" : NULL);
    f->parameter_count = parameters_build(b, node, m, &f->parameters);
    f->is_static = qualifier_true(f->qualifiers, f->qualifier_count, "static");
    f->deprecated = qualifier_find(f->qualifiers, f->qualifier_count, "deprecated") || (m->told && m->told->deprecated);
    f->enumeration = enumeration_build(b, node->klass, NULL, &f->returns, f->qualifiers, f->qualifier_count, m->told);
    if (f->returns.enumeration) f->enumeration = f->returns.enumeration;
    const struct qualifier *d = qualifier_find(f->qualifiers, f->qualifier_count, "description");
    f->text = d && d->value && d->value->kind == VALUE_STRING ? d->value->string
              : m->told                                       ? ast_string_of(m->told->text)
                                                              : (struct ast_string){0};
    if (!f->text.at) f->text.at = "";
    return f;
}
