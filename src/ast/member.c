/* Members: properties, methods, parameters, assignments. A `;` that is missing is reported here, where the
 * member's kind and name are known; a qualifier list that followed such a member belongs to the next one. */
#include <string.h>

#include "ast/build.h"

static struct ast_member *member_new(struct build *b, enum ast_member_kind kind, struct ast_qualifier *qualifiers,
                                     struct ast_word word, struct span at)
{
    struct ast_member *m = arena_new(b->arena, struct ast_member);
    m->kind = kind;
    m->qualifiers = qualifiers;
    m->word = word;
    m->span = at;
    if (b->carried) {
        struct ast_qualifier **last = &b->carried;
        while (*last) last = &(*last)->next;
        *last = qualifiers;
        m->qualifiers = b->carried;
        b->carried = NULL;
    }
    return m;
}

static struct ast_type type_of(struct build_type type, struct build_dims dims, struct span member)
{
    struct ast_type made = {.word = type.word,
                            .reference = type.reference,
                            .size = dims.size,
                            .array = dims.array || type.array,
                            .span = type.word.span};
    if (type.reference && type.word.span.start > member.start) made.span.start = type.word.span.start;
    return made;
}

/* `string[] Name` */
static void array_on_type(struct build *b, struct span type, struct ast_word word)
{
    struct diag *d =
        build_odd(b, RULE_ARRAY_ON_TYPE, type, "write '%s[]' with the name, not with the type", word.name->text);
    struct span between = {type.end, word.span.start};
    if (!diag_text_holds_only(b->diags, between, "[]")) return;
    diag_fix(b->diags, d, between, " ");
    diag_fix(b->diags, d, (struct span){word.span.end, word.span.end}, "[]");
}

struct ast_member *build_property(struct build *b, struct ast_qualifier *qualifiers, struct build_type type,
                                  struct ast_word word, struct build_dims dims, struct ast_value *initial,
                                  struct span at)
{
    struct ast_member *m = member_new(b, MEMBER_PROPERTY, qualifiers, word, at);
    m->type = type_of(type, dims, at);
    m->initial = initial;
    b->carried = dims.behind;
    if (type.array) array_on_type(b, type.word.span, word);
    return m;
}

struct ast_member *build_method(struct build *b, struct ast_qualifier *qualifiers, struct build_type type,
                                struct ast_word word, struct ast_member *parameters, struct span at)
{
    struct ast_member *m = member_new(b, MEMBER_METHOD, qualifiers, word, at);
    m->type = type_of(type, (struct build_dims){0}, at);
    m->parameters = parameters;
    return m;
}

struct ast_member *build_untyped(struct build *b, struct ast_qualifier *qualifiers, struct build_type type,
                                 struct span at)
{
    struct ast_member *m = member_new(b, MEMBER_PROPERTY, qualifiers, type.word, at);
    m->type.array = type.array;
    if (b->tokens < b->quiet_until) return m;
    if (type.reference)
        build_odd(b, RULE_TYPE_MISSING, type.word.span, "this reference to '%.40s' has no name; REF is a keyword",
                  type.word.name->text);
    else build_odd(b, RULE_TYPE_MISSING, type.word.span, "property '%.40s' has no type", type.word.name->text);
    return m;
}

struct ast_member *build_untyped_method(struct build *b, struct ast_qualifier *qualifiers, struct build_type type,
                                        struct ast_member *parameters, struct span at)
{
    struct ast_member *m = member_new(b, MEMBER_METHOD, qualifiers, type.word, at);
    m->parameters = parameters;
    build_odd(b, RULE_TYPE_MISSING, type.word.span, "method '%.40s' has no return type", type.word.name->text);
    return m;
}

struct ast_member *build_assignment(struct build *b, struct ast_qualifier *qualifiers, struct ast_word word,
                                    struct ast_value *value, struct span at)
{
    struct ast_member *m = member_new(b, MEMBER_PROPERTY, qualifiers, word, at);
    m->initial = value;
    return m;
}

static void missing_semicolon(struct build *b, const struct ast_member *m, struct span end)
{
    const char *what = m->kind == MEMBER_METHOD ? "method" : "property";
    struct diag *d =
        build_odd(b, RULE_MISSING_SEMICOLON, end, "expected ';' after %s '%.40s'", what, m->word.name->text);
    diag_fix(b->diags, d, end, ";");
    if (m->type.word.name && text_distance(name_slice(m->word.name), slice_of("ref"), 1) == 1)
        diag_hint(b->diags, d, "did you mean 'REF'?");
    b->quiet_until = b->tokens + 3;
}

/* `Type Name[key]` becomes `[key] Type Name`. */
static void move_before(struct build *b, struct diag *d, const struct ast_member *m)
{
    const struct ast_qualifier *last = b->carried;
    while (last->next) last = last->next;
    struct span list = {b->carried->span.start, last->span.end}, open = {m->word.span.end, list.start},
                close = {list.end, list.end};
    do close.end++;
    while (diag_text_holds_only(b->diags, close, ""));
    struct slice text = diag_text(b->diags, list);
    bool plain = diag_text_holds_only(b->diags, open, "[") && diag_text_holds_only(b->diags, close, "]");
    if (!text.len || !plain || memchr(text.at, '\n', text.len)) return;
    struct span start = {m->span.start, m->span.start};
    diag_fix(b->diags, d, start, arena_printf(b->arena, "[" SLICE_FMT "] ", SLICE_ARG(text)));
    diag_fix(b->diags, d, (struct span){open.start, close.end}, "");
}

/* The brackets behind a name hold its qualifiers when the `;` follows: `Name[key];`. */
static void take_behind(struct build *b, struct ast_member *m)
{
    struct ast_qualifier **last = &m->qualifiers;
    struct diag *d = build_odd(b, RULE_QUALIFIERS_BEHIND, b->carried->span,
                               "qualifiers stand behind '%.40s'; write them before its type", m->word.name->text);
    if (!m->qualifiers) move_before(b, d, m);
    while (*last) last = &(*last)->next;
    *last = b->carried;
    b->carried = NULL;
}

struct ast_member *build_ended(struct build *b, struct ast_member *member, bool ended, struct span end)
{
    b->latest = member;
    if (ended && b->carried) take_behind(b, member);
    if (ended) return member;
    if (b->carried) end = (struct span){member->word.span.end, member->word.span.end};
    missing_semicolon(b, member, end);
    return member;
}

/* `uint32 A, B;`, as C has it. */
static bool lists_names(struct build *b, struct span comma)
{
    struct slice text = diag_text_behind(b->diags, comma.end);
    uint32_t i = 0;
    while (i < text.len && strchr(" \t\r\n", text.at[i])) i++;
    while (i < text.len && !strchr(" \t\r\n,;=[", text.at[i])) i++;
    return i < text.len && strchr(",;=[", text.at[i]);
}

struct ast_member *build_comma_ended(struct build *b, struct ast_member *member, struct span comma)
{
    b->latest = member;
    if (!b->block && b->erred_token && b->tokens <= b->erred_token + 1)
        return member; /* behind a default that was reported */
    struct diag *d = build_odd(b, RULE_STRAY_MARK, comma, "write ';' behind '%.40s'", member->word.name->text);
    const char *type = lists_names(b, comma) && member->type.word.name ? member->type.word.name->text : NULL;
    diag_fix(b->diags, d, comma, type ? arena_printf(b->arena, "; %s", type) : ";");
    if (!b->block) b->quiet_until = b->tokens + 4; /* `uint32 A, B;` */
    return member;
}

struct ast_member *build_local(struct build *b, struct ast_decl *decl)
{
    bool allowed = decl && ((decl->kind == DECL_CLASS && decl->structure) || decl->kind == DECL_ENUMERATION);
    if (!decl) return NULL;
    if (!allowed) {
        if (decl->kind != DECL_PRAGMA && !b->unclosed) {
            build_error(b, decl->word.span, "'%.40s' begins inside a class; is a '}' missing before it?",
                        decl->word.name ? decl->word.name->text : "class");
            b->unclosed = true;
        }
        decl->inside = decl->kind == DECL_PRAGMA;
        build_decls(b, decl);
        return NULL;
    }
    struct ast_member *m = member_new(b, MEMBER_DECL, NULL, decl->word, decl->span);
    m->decl = decl;
    return m;
}

struct ast_member *build_unclosed(struct build *b, struct ast_member *method, struct span at)
{
    struct diag *d = build_odd(b, RULE_STRAY_MARK, at, "expected ')' behind the parameters of '%.40s', found ';'",
                               method->word.name->text);
    diag_fix(b->diags, d, (struct span){at.start, at.start}, ")");
    b->latest = method;
    return method;
}

void build_late_array(struct build *b, struct span at)
{
    struct diag *d = build_odd(b, RULE_LATE_ARRAY, at, "the brackets of an array stand before the ';'");
    struct span tail = {b->latest ? b->latest->span.end : at.start, at.end};
    if (diag_text_holds_only(b->diags, tail, ";[]")) diag_fix(b->diags, d, tail, "[];");
    if (b->latest && b->latest->kind == MEMBER_PROPERTY) b->latest->type.array = true;
}

struct member_list build_members(struct member_list list, struct ast_member *member)
{
    if (!member) return list;
    if (list.last) list.last->next = member;
    else list.first = member;
    list.last = member;
    return list;
}

struct member_list build_parameters(struct build *b, struct member_list list, struct ast_member *member, bool comma)
{
    if (!comma && member) {
        struct span end = {member->span.start, member->span.start};
        if (list.last) end = (struct span){list.last->span.end, list.last->span.end};
        struct diag *d = build_odd(b, RULE_MISSING_COMMA, end, "expected ',' between two parameters");
        diag_fix(b->diags, d, end, ",");
    }
    return build_members(list, member);
}
