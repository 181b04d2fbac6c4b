/* Findings, names, types and qualifiers: the small constructors. */
#include <stdio.h>
#include <string.h>

#include "ast/build.h"

enum { MOST_FINDINGS = 1000, LONGEST_NAME = 1024 };

static struct diag *found(struct build *b, enum rule rule, struct span at, const char *format, va_list args)
{
    char line[512];
    vsnprintf(line, sizeof line, format, args);
    if (++b->found >= MOST_FINDINGS) b->stop = true;
    if (b->stop) rule = RULE_SYNTAX;
    if (rule == RULE_SYNTAX) b->failed = true, b->erred_at = at.start, b->erred_token = b->tokens;
    return diag_add(b->diags, rule, at, "%s%s", line, b->stop ? " (too many mistakes: reading stops here)" : "");
}

struct diag *build_error(struct build *b, struct span at, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct diag *d = found(b, RULE_SYNTAX, at, format, args);
    va_end(args);
    return d;
}

struct diag *build_report(struct build *b, enum rule rule, struct span at, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct diag *d = found(b, rule, at, format, args);
    va_end(args);
    return d;
}

struct diag *build_odd(struct build *b, enum rule rule, struct span at, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct diag *d = found(b, b->block ? rule : RULE_SYNTAX, at, format, args);
    va_end(args);
    return d;
}

struct ast_word build_word(struct build *b, struct slice spelling, struct span at)
{
    if (spelling.len > LONGEST_NAME) {
        build_error(b, at, "a name of %u bytes; %u are the most", spelling.len, (unsigned)LONGEST_NAME);
        spelling.len = LONGEST_NAME;
    }
    return (struct ast_word){name_intern(b->names, spelling), at};
}

struct build_head build_joined(struct build *b, struct ast_word left, struct slice right, struct span at)
{
    char *both = arena_printf(b->arena, "%.*s" SLICE_FMT, (int)left.name->len, left.name->text,
                              SLICE_ARG(slice_cut(right, 0, LONGEST_NAME)));
    struct span whole = span_join(left.span, at);
    if (!b->block) {
        build_error(b, at, "expected ':' or '{' after '%.40s', found '" SLICE_FMT "'", left.name->text,
                    SLICE_ARG(slice_cut(right, 0, 40)));
        return (struct build_head){.word = left};
    }
    struct diag *d = build_odd(b, RULE_BROKEN_NAME, whole, "a blank stands inside the name '%s'", both);
    diag_fix(b->diags, d, (struct span){left.span.end, at.start}, "");
    return (struct build_head){.word = {name_of(b->names, both), whole}};
}

struct build_head build_alias_name(struct build *b, struct slice spelling, struct span at)
{
    return (struct build_head){.alias = build_word(b, spelling, at)};
}

struct build_type build_reference(struct build *b, struct ast_word target, struct span at, bool page_form)
{
    if (page_form && !b->block) build_error(b, at, "write '%s REF' for a reference to that class", target.name->text);
    return (struct build_type){.word = target, .reference = true};
}

struct build_dims build_size(struct build *b, struct ast_value *size)
{
    if (size->negative || size->overflow || size->magnitude == 0)
        build_error(b, size->span, "an array's size is a number above 0");
    return (struct build_dims){.array = true, .size = size->magnitude};
}

void build_extra(struct build *b, struct span semicolon)
{
    struct diag *d = build_report(b, RULE_EXTRA_SEMICOLON, semicolon, "one ';' is enough");
    diag_fix(b->diags, d, semicolon, "");
}

/* Pages end a heading with a bare ':' where a class has no base. */
struct build_base build_baseless(struct build *b, struct span colon)
{
    if (!b->block) build_error(b, colon, "expected the name of a superclass after ':'");
    return (struct build_base){0};
}

void build_one_base(struct build *b, struct span more) { build_error(b, more, "a class has one superclass"); }

void build_stray(struct build *b, struct span mark)
{
    struct diag *d = build_odd(b, RULE_STRAY_MARK, mark, "a stray mark stands behind the type");
    diag_fix(b->diags, d, mark, "");
}

void build_remark(struct build *b, struct span at)
{
    struct diag *d = build_odd(b, RULE_REMARK, at, "a remark stands between the declarations; write it as a comment");
    struct slice text = diag_text(b->diags, at);
    if (text.len < 3 || memchr(text.at, '\n', text.len) || *text.at != '(') return;
    diag_fix(b->diags, d, (struct span){at.start, at.start + 1}, "/* ");
    diag_fix(b->diags, d, (struct span){at.end - 1, at.end}, " */");
}

void build_closes_nothing(struct build *b, struct span brace)
{
    if (!b->block && b->erred_token && b->erred_token >= b->ended_token) return; /* its class was lost to a mistake */
    struct diag *d = build_odd(b, RULE_STRAY_MARK, brace, "this '}' closes nothing");
    diag_fix_unsafe(b->diags, d, brace, "");
}

void build_trailing(struct build *b, struct span comma)
{
    struct diag *d = build_odd(b, RULE_TRAILING_COMMA, comma, "nothing follows this ','");
    diag_fix(b->diags, d, comma, "");
}

struct ast_qualifier *build_qualifier(struct build *b, struct ast_word word, struct ast_value *value, unsigned flavors,
                                      struct span at)
{
    struct ast_qualifier *q = arena_new(b->arena, struct ast_qualifier);
    q->word = word;
    q->value = value;
    q->flavors = flavors;
    q->span = at;
    return q;
}

struct build_options build_options(struct build_options list, bool comma, struct build_options more)
{
    bool disordered = more.scopes && (list.scopes || list.flavors);
    return (struct build_options){.scopes = list.scopes | more.scopes,
                                  .flavors = list.flavors | more.flavors,
                                  .loose = list.loose || !comma || disordered};
}

struct qualifier_list build_qualifiers(struct qualifier_list list, struct ast_qualifier *qualifier)
{
    if (list.last) list.last->next = qualifier;
    else list.first = qualifier;
    list.last = qualifier;
    return list;
}

struct qualifier_list build_qualifiers_joined(struct build *b, struct qualifier_list a, struct qualifier_list more,
                                              struct span at)
{
    struct diag *d = build_odd(b, RULE_SECOND_QUALIFIER_LIST, at, "a second '[' list; one list holds all qualifiers");
    struct span between = {a.last->span.end, more.first->span.start};
    if (diag_text_holds_only(b->diags, between, "][")) diag_fix(b->diags, d, between, ", ");
    a.last->next = more.first;
    return (struct qualifier_list){a.first, more.last};
}

struct bit_name {
    const char *name;
    unsigned bit;
};

static unsigned find_bit(const struct bit_name *table, size_t count, struct ast_word word)
{
    for (size_t i = 0; i < count; i++)
        if (slice_is(name_slice(word.name), table[i].name)) return table[i].bit;
    return 0;
}

/* Names what was not found in a table, and the entry it may have meant. */
static void unknown_bit(struct build *b, enum rule rule, const char *what, const struct bit_name *table, size_t count,
                        struct ast_word word)
{
    const char *names[24];
    for (size_t i = 0; i < count; i++) names[i] = table[i].name;
    struct diag *d = build_report(b, rule, word.span, "'%.40s' is no %s", word.name->text, what);
    bool sure;
    const char *close = diag_closest_sure(name_slice(word.name), names, count, &sure);
    if (close) diag_suggest(b->diags, d, word.span, close, sure);
}

static const struct bit_name flavors_known[] = {
    {"EnableOverride", FLAVOR_ENABLE_OVERRIDE}, {"DisableOverride", FLAVOR_DISABLE_OVERRIDE},
    {"ToSubclass", FLAVOR_TO_SUBCLASS},         {"Restricted", FLAVOR_RESTRICTED},
    {"Translatable", FLAVOR_TRANSLATABLE},      {"ToInstance", FLAVOR_TO_INSTANCE},
    {"NotToInstance", FLAVOR_NOT_TO_INSTANCE},  {"Amended", FLAVOR_AMENDED},
    {"ToSubElements", FLAVOR_TOSUBELEMENTS},
};
enum { FLAVORS_KNOWN = sizeof flavors_known / sizeof *flavors_known };

unsigned build_flavor_of(struct ast_word word) { return find_bit(flavors_known, FLAVORS_KNOWN, word); }

unsigned build_flavor(struct build *b, unsigned flavors, struct ast_word word)
{
    unsigned bit = build_flavor_of(word);
    if (!bit) unknown_bit(b, RULE_UNKNOWN_FLAVOR, "flavor", flavors_known, FLAVORS_KNOWN, word);
    return flavors | bit;
}

unsigned build_scope(struct build *b, unsigned scopes, struct ast_word word)
{
    static const struct bit_name table[] = {
        {"any", SCOPE_ANY},
        {"class", SCOPE_CLASS},
        {"association", SCOPE_ASSOCIATION},
        {"indication", SCOPE_INDICATION},
        {"property", SCOPE_PROPERTY},
        {"reference", SCOPE_REFERENCE},
        {"method", SCOPE_METHOD},
        {"parameter", SCOPE_PARAMETER},
        {"schema", SCOPE_SCHEMA},
        {"enumeration", SCOPE_ENUMERATION},
        {"enumerationvalue", SCOPE_ENUMERATIONVALUE},
        {"structure", SCOPE_STRUCTURE},
        {"qualifiertype", SCOPE_QUALIFIERTYPE},
    };
    enum { COUNT = sizeof table / sizeof *table };
    unsigned bit = find_bit(table, COUNT, word);
    if (!bit) unknown_bit(b, RULE_UNKNOWN_SCOPE, "scope", table, COUNT, word);
    return scopes | bit;
}

const struct ast_qualifier *ast_find_qualifier(const struct ast_qualifier *list, const char *lower)
{
    while (list && !name_is(list->word.name, lower)) list = list->next;
    return list;
}
