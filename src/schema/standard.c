/* --std and --strict: what the chosen standard does not have is refused by name, each thing by a rule of its own.
 * Pages follow no standard and are passed over. --strict without --std means DSP0004. */
#include <inttypes.h>

#include "base/ascii.h"
#include "schema/build.h"

struct standards {
    struct builder *b;
    enum standard chosen;
    const char *name;
    bool strictly; /* --strict, with DSP0004 */
};

static const char *const standard_names[] = {
    [STANDARD_ANY] = "",
    [STANDARD_DSP0004] = "DSP0004",
    [STANDARD_WMI] = "WMI",
    [STANDARD_MOF3] = "MOF 3.0",
};

static struct diag *refuse(struct standards *s, enum rule rule, struct span at, const char *what)
{
    return diag_add(s->b->diags, rule, at, "%s has no %s", s->name, what);
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

/* The size of an array stands in decimal digits (DSP0004, positiveDecimalValue). */
static void check_size(struct standards *s, const struct ast_member *m)
{
    struct slice text = source_slice(s->b->diags->sources, (struct span){m->word.span.end, m->span.end});
    uint32_t from = 0, digits, end;
    while (from < text.len && !ascii_is_digit(text.at[from])) from++;
    for (digits = from; digits < text.len && ascii_is_digit(text.at[digits]);) digits++;
    for (end = digits; end < text.len && ascii_is_alnum(text.at[end]);) end++;
    if (!m->type.size || end == digits) return;
    struct diag *d = refuse(s, RULE_STD_ARRAY_SIZE, m->word.span, "sizes of arrays that are not decimal");
    diag_fix(s->b->diags, d, (struct span){m->word.span.end + from, m->word.span.end + end},
             arena_printf(s->b->arena, "%" PRIu64, m->type.size));
}

/* What only --strict refuses, for schemas that are otherwise DSP0004's make use of it. */
static void check_strictly(struct standards *s, const struct ast_member *m, bool association)
{
    if (m->kind == MEMBER_PROPERTY && m->type.reference && !association)
        refuse(s, RULE_STD_REFERENCE, m->type.span, "references outside associations");
    if (m->kind == MEMBER_METHOD && (!m->type.word.name || name_is(m->type.word.name, "void")))
        refuse(s, RULE_STD_RETURN, m->type.word.name ? m->type.span : m->word.span, "methods that return nothing");
    if (m->kind == MEMBER_METHOD && m->type.array)
        refuse(s, RULE_STD_RETURN, m->type.span, "methods that return an array");
    check_size(s, m);
    for (const struct ast_member *p = m->parameters; p; p = p->next) {
        if (p->initial) refuse(s, RULE_STD_PARAMETER_DEFAULT, p->initial->span, "defaults of parameters");
        check_size(s, p);
    }
}

static void refuse_order(struct standards *s, const struct ast_decl *d, const struct ast_qualifier *q)
{
    struct slice text = diag_text(s->b->diags, q->span);
    uint32_t first = d->qualifiers->span.start;
    struct diag *g =
        refuse(s, RULE_STD_ORDER, q->word.span,
               arena_printf(s->b->arena, "'%s' behind another qualifier: it stands first", q->word.name->text));
    diag_fix_item(s->b->diags, g, q->span, true);
    if (g->fix)
        diag_fix(s->b->diags, g, (struct span){first, first},
                 arena_printf(s->b->arena, SLICE_FMT ", ", SLICE_ARG(text)));
}

/* Association and Indication say what kind of class follows, so they stand first (DSP0004, assocDeclaration). */
static void check_first(struct standards *s, const struct ast_decl *d)
{
    for (const struct ast_qualifier *q = d->qualifiers; q; q = q->next)
        if (q != d->qualifiers && (name_is(q->word.name, "association") || name_is(q->word.name, "indication")))
            refuse_order(s, d, q);
}

static void check_class_strictly(struct standards *s, const struct ast_decl *d)
{
    static const char *const keywords[] = {
        "any",       "as",     "association", "class",    "flavor", "indication", "instance",  "of",
        "qualifier", "schema", "scope",       "property", "method", "parameter",  "reference", "translatable"};
    const struct klass *k = d->word.name ? class_find(s->b, d->word.name) : NULL;
    bool association = k && k->association;
    check_first(s, d);
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (d->word.name && name_is(d->word.name, keywords[i]))
            refuse(s, RULE_STD_KEYWORD, d->word.span, "classes that are called as a keyword");
    for (const struct ast_member *m = d->members; m; m = m->next) check_strictly(s, m, association);
}

/* DSP0004, qualifierDeclaration: type, default, Scope and Flavor in this order, with commas. */
static void check_qualifier_strictly(struct standards *s, const struct ast_decl *d)
{
    if (!d->scopes) refuse(s, RULE_STD_QUALIFIER, d->word.span, "declarations of qualifiers without a Scope");
    else if (d->loose)
        refuse(s, RULE_STD_QUALIFIER, d->word.span,
               "declarations of qualifiers but with ', Scope (...), Flavor (...)'");
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
    for (const struct ast_member *m = d->structure ? d->members : NULL; m; m = m->next)
        if (m->kind == MEMBER_METHOD) refuse(s, RULE_STD_STRUCTURE, m->word.span, "methods of structures");
    if (s->strictly) check_class_strictly(s, d);
    check_members(s, d->members);
}

/* MOF 3.0 makes a value of a structure, and an instance of a class. */
static void check_made(struct standards *s, const struct ast_decl *d)
{
    const struct klass *k = s->chosen == STANDARD_MOF3 ? class_find(s->b, d->word.name) : NULL;
    if (k && k->structure && slice_starts(source_slice(s->b->diags->sources, d->span), "instance"))
        refuse(s, RULE_STD_STRUCTURE, d->word.span, "instances of structures; write 'value of'");
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
        if (d->inside && s->strictly) refuse(s, RULE_STD_PRAGMA, d->word.span, "#pragma inside a class");
        break;
    case DECL_CLASS: check_class(s, d); break;
    case DECL_ENUMERATION:
        if (s->chosen != STANDARD_MOF3) refuse(s, RULE_STD_ENUMERATION, d->word.span, "enumerations");
        break;
    case DECL_QUALIFIER:
        check_flavors(s, d->word.span, d->flavors);
        if (s->strictly) check_qualifier_strictly(s, d);
        break;
    case DECL_INSTANCE:
        check_made(s, d);
        check_members(s, d->members);
        check_valued(s, d->members);
        break;
    case DECL_METHOD: break;
    }
}

void standard_check(struct builder *b)
{
    enum standard chosen = b->options->standard;
    if (chosen == STANDARD_ANY && b->options->strict) chosen = STANDARD_DSP0004;
    if (chosen == STANDARD_ANY) return;
    struct standards s = {b, chosen, standard_names[chosen], b->options->strict && chosen == STANDARD_DSP0004};
    for (const struct unit *u = b->schema->units; u; u = u->next)
        for (const struct ast_decl *d = u->decls; d && !u->page; d = d->next) {
            b->space = namespace_of(b, d->namespace_name);
            check_decl(&s, d);
        }
}
