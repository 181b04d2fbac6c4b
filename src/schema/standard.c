/* --std and --strict: what the chosen standard does not have is refused by name, each thing by a rule of its own.
 * Pages follow no standard and are passed over. --strict without --std means DSP0004. */
#include "schema/build.h"

struct standards {
    struct builder *b;
    enum standard chosen;
    const char *name;
};

static const char *const standard_names[] = {
    [STANDARD_ANY] = "",
    [STANDARD_DSP0004] = "DSP0004",
    [STANDARD_WMI] = "WMI",
    [STANDARD_MOF3] = "MOF 3.0",
};

static void refuse(struct standards *s, enum rule rule, struct span at, const char *what)
{
    diag_add(s->b->diags, rule, at, "%s has no %s", s->name, what);
}

static void check_pragma(struct standards *s, const struct ast_decl *d)
{
    if (pragma_has(d->word.name, s->chosen)) return;
    refuse(s, RULE_STD_PRAGMA, d->word.span, arena_printf(s->b->arena, "#pragma %.60s", d->word.name->text));
}

static void check_flavors(struct standards *s, struct span at, unsigned flavors)
{
    static const struct {
        unsigned flavor;
        const char *what;
    } of_wmi[] = {
        {FLAVOR_TO_INSTANCE, "flavor ToInstance"},
        {FLAVOR_NOT_TO_INSTANCE, "flavor NotToInstance"},
        {FLAVOR_AMENDED, "flavor Amended"},
    };
    for (size_t i = 0; i < sizeof of_wmi / sizeof *of_wmi; i++)
        if (flavors & of_wmi[i].flavor && s->chosen != STANDARD_WMI) refuse(s, RULE_STD_FLAVOR, at, of_wmi[i].what);
}

static void check_list(struct standards *s, const struct ast_qualifier *list)
{
    for (const struct ast_qualifier *q = list; q; q = q->next) check_flavors(s, q->span, q->flavors);
}

static void check_type(struct standards *s, const struct ast_member *m)
{
    const struct ast_word *type = &m->type.word;
    if (!type->name || m->type.reference) return;
    enum cim_type cim = cim_type_find(name_slice(type->name));
    if (name_is(type->name, "octetstring") && s->chosen != STANDARD_MOF3)
        refuse(s, RULE_STD_TYPE, type->span, "type 'octetstring'");
    if ((cim == CIM_OBJECT || cim == CIM_VARIANT) && s->chosen != STANDARD_WMI)
        refuse(s, RULE_STD_TYPE, type->span, arena_printf(s->b->arena, "type '%s'", type->name->text));
    if (cim == CIM_TYPE_COUNT && s->chosen == STANDARD_DSP0004 && class_find(s->b, type->name))
        refuse(s, RULE_STD_CLASS_TYPE, type->span, "properties of a class's type");
}

static void check_value(struct standards *s, const struct ast_value *v)
{
    if (v && v->kind == VALUE_ARRAY) v = v->items;
    for (; v; v = v->next)
        if (v->kind == VALUE_INSTANCE && s->chosen == STANDARD_DSP0004)
            refuse(s, RULE_STD_VALUE_OF, v->span, "instances as values");
}

static void check_decl(struct standards *s, const struct ast_decl *d);

static void check_members(struct standards *s, const struct ast_member *members)
{
    for (const struct ast_member *m = members; m; m = m->next) {
        check_list(s, m->qualifiers);
        check_type(s, m);
        check_value(s, m->initial);
        if (m->kind == MEMBER_DECL && m->decl) check_decl(s, m->decl);
        for (const struct ast_member *p = m->parameters; p; p = p->next) {
            check_list(s, p->qualifiers);
            check_type(s, p);
        }
    }
}

/* MOF 3.0's keyword becomes a qualifier that stands outside any brackets: its place ends where the name begins. */
static const struct ast_qualifier *association_keyword(struct standards *s, const struct ast_decl *d)
{
    const struct ast_qualifier *q = ast_find_qualifier(d->qualifiers, "association");
    if (!q || q->span.end > d->word.span.start) return NULL;
    struct slice between = source_slice(s->b->diags->sources, (struct span){q->span.end, d->word.span.start});
    return slice_find(between, "]", 0) < 0 ? q : NULL;
}

static void check_class(struct standards *s, const struct ast_decl *d)
{
    const struct ast_qualifier *keyword = association_keyword(s, d);
    if (d->structure && s->chosen != STANDARD_MOF3) refuse(s, RULE_STD_STRUCTURE, d->word.span, "structures");
    if (keyword && s->chosen != STANDARD_MOF3)
        refuse(s, RULE_STD_ASSOCIATION, keyword->span, "keyword 'association': write [Association] class");
    if (d->flavors && s->chosen != STANDARD_WMI) refuse(s, RULE_STD_CLASS_FLAVOR, d->word.span, "flavors on classes");
    if (d->alias.name && s->chosen == STANDARD_MOF3)
        refuse(s, RULE_STD_CLASS_ALIAS, d->alias.span, "aliases of classes");
    check_members(s, d->members);
}

static void check_valued(struct standards *s, const struct ast_member *members)
{
    for (const struct ast_member *m = members; m; m = m->next)
        if (!m->initial && s->chosen != STANDARD_WMI)
            refuse(s, RULE_STD_NO_VALUE, m->word.span, "properties without a value in instances");
}

static void check_decl(struct standards *s, const struct ast_decl *d)
{
    check_list(s, d->qualifiers);
    switch (d->kind) {
    case DECL_PRAGMA:
        check_pragma(s, d);
        break;
    case DECL_CLASS:
        check_class(s, d);
        break;
    case DECL_ENUMERATION:
        if (s->chosen != STANDARD_MOF3) refuse(s, RULE_STD_ENUMERATION, d->word.span, "enumerations");
        break;
    case DECL_QUALIFIER:
        check_flavors(s, d->word.span, d->flavors);
        break;
    case DECL_INSTANCE:
        check_members(s, d->members);
        check_valued(s, d->members);
        break;
    case DECL_METHOD:
        break;
    }
}

void standard_check(struct builder *b)
{
    enum standard chosen = b->options->standard;
    if (chosen == STANDARD_ANY && b->options->strict) chosen = STANDARD_DSP0004;
    if (chosen == STANDARD_ANY) return;
    struct standards s = {b, chosen, standard_names[chosen]};
    for (const struct unit *u = b->schema->units; u; u = u->next)
        for (const struct ast_decl *d = u->decls; d && !u->page; d = d->next) check_decl(&s, d);
}
