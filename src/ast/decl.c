/* Declarations: classes, structures, enumerations, qualifier types, instances, pragmas. */
#include <string.h>

#include "ast/build.h"

static struct ast_decl *decl_new(struct build *b, enum ast_decl_kind kind, struct ast_qualifier *qualifiers,
                                 struct ast_word word, struct span at)
{
    struct ast_decl *d = arena_new(b->arena, struct ast_decl);
    d->kind = kind;
    d->qualifiers = qualifiers;
    d->word = word;
    d->span = at;
    return d;
}

/* DSP0221 writes `association` where DSP0004 has a qualifier of that name. */
static struct ast_qualifier *with_association(struct build *b, struct ast_qualifier *list, struct ast_word kind)
{
    if (ast_find_qualifier(list, "association")) return list;
    struct ast_qualifier *q = build_qualifier(b, kind, NULL, 0, kind.span);
    q->next = list;
    return q;
}

/* `class X : flavor` (WMI) has no base: the word behind the colon is one of the flavors. */
static bool take_flavor(struct build *b, struct ast_decl *d)
{
    static const char *const flavors[] = {"toinstance",     "tosubclass", "disableoverride",
                                          "enableoverride", "amended",    "restricted"};
    for (size_t i = 0; i < sizeof flavors / sizeof *flavors; i++) {
        if (!name_is(d->super.name, flavors[i])) continue;
        d->flavors = build_flavor(b, d->flavors, d->super);
        d->super = (struct ast_word){0};
        return true;
    }
    return false;
}

/* Some pages leave the name out; anywhere else it is a mistake, unless its own error was just reported. */
static void nameless(struct build *b, struct ast_word kind)
{
    if (kind.name && b->tokens >= b->quiet_until)
        build_odd(b, RULE_CLASS_NAMELESS, kind.span, "this %s has no name", kind.name->fold->text);
}

struct ast_decl *build_class(struct build *b, struct ast_qualifier *qualifiers, struct ast_word kind,
                             struct build_head head, struct build_base base, struct ast_member *members, struct span at)
{
    struct ast_decl *d = decl_new(b, DECL_CLASS, qualifiers, head.word, at);
    d->alias = head.alias;
    d->super = base.word;
    d->flavors = base.flavors;
    d->members = members;
    d->broken = b->erred_at >= at.start;
    d->structure = name_is(kind.name, "structure");
    for (const struct ast_member *m = members; m && !d->nests; m = m->next) d->nests = m->kind == MEMBER_DECL;
    if (name_is(kind.name, "association")) d->qualifiers = with_association(b, qualifiers, kind);
    if (d->super.name) take_flavor(b, d);
    if (!head.word.name && !span_known(head.word.span)) nameless(b, kind);
    return d;
}

/* Some method pages put the parameters into braces. */
static struct ast_decl *build_braced_method(struct build *b, struct ast_qualifier *qualifiers, struct build_type type,
                                            struct ast_word word, struct ast_member *members, struct span at)
{
    build_odd(b, RULE_STRAY_MARK, word.span, "write the parameters of '%.40s' in parentheses", word.name->text);
    return build_method_page(b, build_method(b, qualifiers, type, word, members, at));
}

struct ast_decl *build_misspelt(struct build *b, struct ast_qualifier *qualifiers, struct build_type kind,
                                struct ast_word word, struct build_base base, struct ast_member *members,
                                struct span at)
{
    if (b->block) return build_braced_method(b, qualifiers, kind, word, members, at);
    static const char *const kinds[] = {"class", "association", "structure", "enumeration", "instance"};
    struct diag *d = build_error(b, kind.word.span, "'%.40s' begins no declaration", kind.word.name->text);
    const char *close = diag_closest(name_slice(kind.word.name), kinds, sizeof kinds / sizeof *kinds);
    if (slice_is(name_slice(kind.word.name), "struct")) close = "structure"; /* as C writes it */
    diag_suggest(b->diags, d, kind.word.span, close ? close : "class", close != NULL);
    return build_class(b, qualifiers, (struct ast_word){0}, (struct build_head){.word = word}, base, members, at);
}

struct ast_decl *build_enumeration(struct build *b, struct ast_qualifier *qualifiers, struct ast_word word,
                                   struct build_base base, struct ast_constant *constants, struct span at)
{
    struct ast_decl *d = decl_new(b, DECL_ENUMERATION, qualifiers, word, at);
    d->super = base.word;
    d->constants = constants;
    if (!base.word.name)
        build_error(b, word.span, "enumeration '%.40s' has no type; write ': uint16' or ': string'", word.name->text);
    return d;
}

struct ast_constant *build_constant(struct build *b, struct ast_qualifier *qualifiers, struct ast_word word,
                                    struct ast_value *value, struct span at)
{
    struct ast_constant *c = arena_new(b->arena, struct ast_constant);
    c->qualifiers = qualifiers;
    c->word = word;
    c->value = value;
    c->span = at;
    return c;
}

struct constant_list build_constants(struct constant_list list, struct ast_constant *constant)
{
    if (list.last) list.last->next = constant;
    else list.first = constant;
    list.last = constant;
    return list;
}

struct ast_decl *build_qualifier_type(struct build *b, struct ast_qualifier *qualifiers, struct ast_word word,
                                      struct build_type type, struct build_dims dims, struct ast_value *value,
                                      struct build_options options, struct span at)
{
    struct ast_decl *d = decl_new(b, DECL_QUALIFIER, qualifiers, word, at);
    unsigned flavor = build_flavor_of(type.word); /* WMI: `qualifier Name : ToInstance;` says no type */
    if (flavor) type.word = (struct ast_word){0};
    d->type = (struct ast_type){.word = type.word, .array = dims.array, .size = dims.size, .span = type.word.span};
    d->value = value;
    d->scopes = options.scopes;
    d->loose = options.loose;
    d->flavors = options.flavors | flavor;
    return d;
}

struct ast_decl *build_instance(struct build *b, struct ast_qualifier *qualifiers, struct build_head head,
                                struct ast_member *members, struct span at)
{
    struct ast_decl *d = decl_new(b, DECL_INSTANCE, qualifiers, head.word, at);
    d->alias = head.alias;
    d->members = members;
    d->broken = b->erred_at >= at.start;
    return d;
}

struct ast_decl *build_pragma(struct build *b, struct ast_word word, struct ast_value *value, struct span at)
{
    struct ast_decl *d = decl_new(b, DECL_PRAGMA, NULL, word, at);
    d->value = value;
    return d;
}

struct ast_decl *build_method_page(struct build *b, struct ast_member *method)
{
    if (!b->block) {
        struct diag *d =
            build_error(b, method->word.span, "method '%.40s' stands outside a class", method->word.name->text);
        diag_hint(b->diags, d, "did its class end too early?");
        return NULL;
    }
    struct ast_decl *d = decl_new(b, DECL_METHOD, NULL, (struct ast_word){0}, method->span);
    d->members = method;
    return d;
}

struct ast_decl *build_outside(struct build *b, struct ast_member *property)
{
    struct diag *d =
        build_error(b, property->word.span, "property '%.40s' stands outside a class", property->word.name->text);
    diag_hint(b->diags, d, "did its class end too early?");
    return NULL;
}

static const char *kind_text(const struct ast_decl *d)
{
    static const char *const texts[] = {
        [DECL_CLASS] = "class",    [DECL_QUALIFIER] = "qualifier",     [DECL_INSTANCE] = "the instance of",
        [DECL_PRAGMA] = "#pragma", [DECL_ENUMERATION] = "enumeration", [DECL_METHOD] = "method",
    };
    return d->kind == DECL_CLASS && d->structure ? "structure" : texts[d->kind];
}

struct ast_decl *build_decl_ended(struct build *b, struct ast_decl *decl, bool ended, struct span end)
{
    if (ended || !decl) return decl;
    struct diag *d = build_odd(b, RULE_MISSING_SEMICOLON, end, "expected ';' after %s%s%.40s", kind_text(decl),
                               decl->word.name ? " " : "", decl->word.name ? decl->word.name->text : "");
    diag_fix(b->diags, d, end, ";");
    return decl;
}

void build_decls(struct build *b, struct ast_decl *decl)
{
    if (!decl) return;
    b->ended_token = b->tokens;
    if (b->last) b->last->next = decl;
    else b->first = decl;
    b->last = decl;
}
