/* Qualifiers: their declarations, the checks of scope, type and flavor (DSP0004 5.6), and what a subclass's
 * element inherits. Files in WMI's way declare none: the standard ones are built in, others are free. */
#include <string.h>

#include "base/ascii.h"
#include "base/datetime.h"
#include "schema/build.h"

static const struct qualifier_type built_in[] = {
#define QUALIFIER(name, cim, array, scopes, flavors) {NULL, CIM_##cim, array, scopes, flavors, NULL, NULL},
#include "schema/qualifiers.def"
#undef QUALIFIER
};

static const char *const built_in_names[] = {
#define QUALIFIER(name, cim, array, scopes, flavors) name,
#include "schema/qualifiers.def"
#undef QUALIFIER
};
enum { BUILT_IN = sizeof built_in / sizeof *built_in };

/* As strcmp, of a lower-case word and one of the table, in the standard's spelling. */
static int compare_folded(const char *lower, const char *known)
{
    for (; *lower && *lower == ascii_lower(*known); lower++) known++;
    return (unsigned char)*lower - (unsigned char)ascii_lower(*known);
}

static const struct qualifier_type *built_in_find(const char *lower)
{
    size_t low = 0, high = BUILT_IN;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = compare_folded(lower, built_in_names[mid]);
        if (order == 0) return &built_in[mid];
        if (order < 0) high = mid;
        else low = mid + 1;
    }
    return NULL;
}

const char *const *qualifier_built_in_names(size_t *count)
{
    *count = BUILT_IN;
    return built_in_names;
}

const struct qualifier_type *qualifier_type_find(struct builder *b, const struct name *name)
{
    const struct qualifier_type *first = name->id < b->id_room ? b->qualifier_types[name->id] : NULL;
    const struct qualifier_type *own = first && first->several && !name_equal(first->space, b->space)
                                           ? namespace_get(&b->qualifier_spaces, name, b->space)
                                           : first;
    if (own || first) return own ? own : first;
    return built_in_find(name->fold->text);
}

static unsigned default_flavors(unsigned flavors)
{
    if (!(flavors & (FLAVOR_ENABLE_OVERRIDE | FLAVOR_DISABLE_OVERRIDE))) flavors |= FLAVOR_ENABLE_OVERRIDE;
    if (!(flavors & (FLAVOR_TO_SUBCLASS | FLAVOR_RESTRICTED))) flavors |= FLAVOR_TO_SUBCLASS;
    return flavors;
}

/* What is written on the element holds over the declaration, one pair at a time. */
static unsigned merged_flavors(unsigned declared, unsigned written)
{
    static const unsigned pairs[] = {FLAVOR_ENABLE_OVERRIDE | FLAVOR_DISABLE_OVERRIDE,
                                     FLAVOR_TO_SUBCLASS | FLAVOR_RESTRICTED,
                                     FLAVOR_TO_INSTANCE | FLAVOR_NOT_TO_INSTANCE};
    if (!written) return declared; /* as nearly always */
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (written & pairs[i]) declared &= ~pairs[i];
    return declared | written;
}

/* Two flavors of which only one can hold (DSP0004 5.6.1). */
static void check_flavors(struct builder *b, struct span at, const struct name *name, unsigned flavors)
{
    static const struct {
        unsigned both;
        const char *words;
    } pairs[] = {
        {FLAVOR_ENABLE_OVERRIDE | FLAVOR_DISABLE_OVERRIDE, "EnableOverride and DisableOverride"},
        {FLAVOR_TO_SUBCLASS | FLAVOR_RESTRICTED, "ToSubclass and Restricted"},
        {FLAVOR_TO_INSTANCE | FLAVOR_NOT_TO_INSTANCE, "ToInstance and NotToInstance"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if ((flavors & pairs[i].both) == pairs[i].both)
            diag_add(b->diags, RULE_FLAVOR_CONFLICT, at, "qualifier '%s' cannot be both %s", name->text,
                     pairs[i].words);
}

static struct qualifier_type type_of_decl(const struct ast_decl *d)
{
    const struct qualifier_type *standard = d->type.word.name ? NULL : built_in_find(d->word.name->fold->text);
    enum cim_type cim = standard ? standard->type : CIM_STRING;
    if (d->type.word.name) cim = cim_type_find(name_slice(d->type.word.name));
    return (struct qualifier_type){.name = d->word.name,
                                   .type = cim,
                                   .array = standard ? standard->array : d->type.array,
                                   .scopes = d->scopes ? d->scopes : SCOPE_ANY,
                                   .flavors = default_flavors(d->flavors),
                                   .initial = d->value,
                                   .written = d};
}

static void check_scope(struct builder *b, const struct qualifier_type *t, const struct ast_qualifier *q,
                        unsigned scope, const char *what, const struct name *owner, bool declares)
{
    if (t->scopes & scope) return;
    bool close = (t->scopes & SCOPE_PROPERTY && scope == SCOPE_REFERENCE) || t->scopes == SCOPE_REFERENCE;
    if (!declares && close) return; /* WMI takes them for alike; qualifier-on-type reports the rest */
    struct diag *g =
        diag_add(b->diags, declares ? RULE_QUALIFIER_SCOPE : RULE_STANDARD_QUALIFIER_SCOPE, q->word.span,
                 "qualifier '%s' is not allowed on %s '%s'", q->word.name->text, what, owner ? owner->text : "");
    if (t->written) diag_note(b->diags, g, t->written->word.span, "its scope is declared here");
}

static bool kind_fits(struct builder *b, const struct qualifier_type *t, const struct ast_value *v)
{
    switch (v->kind) {
    case VALUE_NULL: return true;
    case VALUE_BOOLEAN: return t->type == CIM_BOOLEAN;
    case VALUE_INTEGER:
        if (cim_types[t->type].bits) return number_fits(t->type, (struct number){v->negative, v->magnitude});
        return t->type == CIM_REAL32 || t->type == CIM_REAL64;
    case VALUE_REAL: return t->type == CIM_REAL32 || t->type == CIM_REAL64;
    case VALUE_CHAR: return t->type == CIM_CHAR16;
    case VALUE_STRING:
        if (t->type == CIM_DATETIME) return datetime_valid(ast_string_keep(b->arena, v->string));
        return t->type == CIM_STRING;
    default: return false;
    }
}

/* One value without braces is read as a list of one. */
static void report_scalar(struct builder *b, const struct ast_qualifier *q)
{
    struct diag *g =
        diag_add(b->diags, b->options->strict ? RULE_QUALIFIER_VALUE : RULE_SCALAR_FOR_LIST, q->value->span,
                 "qualifier '%s' takes a list: write { } around its one value", q->word.name->text);
    struct span open = {q->word.span.end, q->value->span.start}, close = {q->value->span.end, q->span.end};
    if (!diag_text_holds_only(b->diags, open, "(")) return;
    if (close.end > close.start) close.end = close.start + 1;
    if (!diag_text_holds_only(b->diags, close, ")")) return;
    diag_fix(b->diags, g, open, "{");
    diag_fix(b->diags, g, close, "}");
}

/* Where the inputs declare no qualifiers, the standard ones still are what the standard says, and a compiler that knows
 * no other types may take them: a warning. */
static void check_value(struct builder *b, const struct qualifier_type *t, const struct ast_qualifier *q, bool declares)
{
    const struct ast_value *v = q->value;
    bool fits = true, typed = !t->written || t->written->type.word.name;
    if (!typed) return; /* WMI declares a flavor alone */
    if (!v) fits = t->type == CIM_BOOLEAN || t->array || t->written == NULL || t->initial;
    else if (v->kind == VALUE_ARRAY) {
        fits = t->array;
        for (const struct ast_value *i = v->items; i && fits; i = i->next) fits = kind_fits(b, t, i);
    } else fits = kind_fits(b, t, v);
    if (fits && v && t->array && v->kind != VALUE_ARRAY && v->kind != VALUE_NULL) report_scalar(b, q);
    if (fits || (!declares && v && v->kind == VALUE_INTEGER && cim_types[t->type].bits)) return; /* see limits.c */
    struct diag *g = diag_add(b->diags, declares ? RULE_QUALIFIER_VALUE : RULE_STANDARD_QUALIFIER_VALUE,
                              v ? v->span : q->word.span, "qualifier '%s' takes %s%s", q->word.name->text,
                              t->array ? "a list, each item " : "", cim_types[t->type].words);
    if (t->written) diag_note(b->diags, g, t->written->word.span, "it is declared here");
}

/* The declaration's own default, and its flavors. */
static void check_declaration(struct builder *b, const struct qualifier_type *t)
{
    const struct ast_value *v = t->initial;
    check_flavors(b, t->written->word.span, t->name, t->written->flavors);
    if (!v) return;
    bool fits = v->kind != VALUE_ARRAY || t->array;
    if (v->kind != VALUE_ARRAY) fits = kind_fits(b, t, v);
    for (const struct ast_value *i = v->kind == VALUE_ARRAY ? v->items : NULL; i && fits; i = i->next)
        fits = kind_fits(b, t, i);
    if (!fits)
        diag_add(b->diags, RULE_QUALIFIER_VALUE, v->span, "the default of qualifier '%s' is not %s%s", t->name->text,
                 t->array ? "a list, each item " : "", cim_types[t->type].words);
}

static bool same_value(struct builder *b, const struct ast_value *a, const struct ast_value *z)
{
    if (!a || !z || a->kind != z->kind) return a == z;
    switch (a->kind) {
    case VALUE_NULL: return true;
    case VALUE_BOOLEAN: return a->boolean == z->boolean;
    case VALUE_INTEGER:
    case VALUE_CHAR: return a->magnitude == z->magnitude && (a->negative == z->negative || !a->magnitude);
    case VALUE_REAL: return a->real == z->real;
    case VALUE_STRING: return slice_equal(ast_string_keep(b->arena, a->string), ast_string_keep(b->arena, z->string));
    case VALUE_ARRAY:
        for (a = a->items, z = z->items; a && z && same_value(b, a, z); a = a->next) z = z->next;
        return !a && !z;
    default: return false;
    }
}

static bool same_declaration(struct builder *b, const struct ast_decl *a, const struct ast_decl *z)
{
    return name_equal(a->type.word.name, z->type.word.name) && a->type.array == z->type.array &&
           a->type.size == z->type.size && a->scopes == z->scopes && a->flavors == z->flavors &&
           same_value(b, a->value, z->value);
}

/* The declaration that holds already in this namespace, if there is one; another namespace has its own. Word for word
 * the same is no mistake: several files may bring the standard ones along. */
static bool is_declared(struct builder *b, const struct ast_decl *d, const struct name *space)
{
    const struct qualifier_type *old = b->qualifier_types[d->word.name->id];
    if (old && old->space && space && !name_equal(old->space, space))
        old = namespace_get(&b->qualifier_spaces, d->word.name, space);
    if (old && !same_declaration(b, old->written, d)) {
        struct diag *g = diag_add(b->diags, RULE_QUALIFIER_REDECLARED, d->word.span,
                                  "qualifier '%s' is declared twice, and not alike", d->word.name->text);
        diag_note(b->diags, g, old->written->word.span, "first declared here");
    }
    return old != NULL;
}

static void declare(struct builder *b, struct qualifier_type *t)
{
    const struct ast_decl *d = t->written;
    bool standard = built_in_find(d->word.name->fold->text) != NULL, typed = d->type.word.name != NULL;
    if (t->type >= CIM_REFERENCE) {
        struct diag *g =
            diag_add(b->diags, RULE_UNKNOWN_TYPE, d->type.word.span, "'%s' is no CIM type", d->type.word.name->text);
        bool sure;
        const char *close = suggest_type(b, name_slice(d->type.word.name), &sure);
        if (close) diag_suggest(b->diags, g, d->type.word.span, close, sure);
        t->type = CIM_STRING;
    }
    b->declares_standard |= standard && typed;
    b->declares_own |= !standard && typed;
    check_declaration(b, t);
    struct qualifier_type *first = b->qualifier_types[d->word.name->id];
    if (!first) b->qualifier_types[d->word.name->id] = t;
    else first->several = true, namespace_add(b, &b->qualifier_spaces, t->name, t->space, t);
}

void qualifiers_declare(struct builder *b)
{
    size_t count = 0, n = 0;
    for (const struct unit *u = b->schema->units; u; u = u->next)
        for (const struct ast_decl *d = u->decls; d; d = d->next) count += d->kind == DECL_QUALIFIER && d->word.name;
    struct qualifier_type *all = arena_array(b->arena, count, sizeof *all);
    for (const struct unit *u = b->schema->units; u; u = u->next) {
        for (const struct ast_decl *d = u->decls; d; d = d->next) {
            if (d->kind != DECL_QUALIFIER || !d->word.name) continue;
            const struct name *space = namespace_of(b, d->namespace_name);
            if (is_declared(b, d, space)) continue;
            all[n] = type_of_decl(d);
            all[n].space = space;
            declare(b, &all[n++]);
        }
    }
    b->schema->qualifier_types = all;
    b->schema->qualifier_type_count = n;
    for (size_t i = 0; i < n; i++) {
        b->space = all[i].space;
        qualifiers_check(b, all[i].written->qualifiers, SCOPE_QUALIFIERTYPE, "qualifier", all[i].name);
    }
}

/* A string is no truth value, whatever it says: [Key("false")] makes no key. */
bool value_true(const struct ast_value *v) { return !v || (v->kind == VALUE_BOOLEAN && v->boolean); }

static void check_override(struct builder *b, const struct ast_qualifier *q, const struct qualifier *old)
{
    const struct qualifier_type *t = qualifier_type_find(b, q->word.name);
    if (!t || !(old->flavors & FLAVOR_DISABLE_OVERRIDE) || (old->flavors & FLAVOR_RESTRICTED)) return;
    const struct ast_value *a = old->value, *z = q->value;
    if (t->type == CIM_BOOLEAN && value_true(a) == value_true(z)) return;
    if (t->type != CIM_BOOLEAN && same_value(b, a, z ? z : t->initial)) return;
    struct diag *g =
        diag_add(b->diags, RULE_QUALIFIER_OVERRIDE, q->word.span,
                 "qualifier '%s' may not be changed here: its flavor is DisableOverride", q->word.name->text);
    diag_note(b->diags, g, old->written->span, "it is inherited from here");
}

/* Inputs that declare qualifiers of their own alone do not mean to declare all: only what is close to one is reported.
 */
static void report_undeclared(struct builder *b, const struct ast_qualifier *q, bool all_declared)
{
    if (qualifier_type_find(b, q->word.name)) {
        struct diag *g = diag_add(b->diags, RULE_QUALIFIER_UNDECLARED, q->word.span, "qualifier '%s' is not declared",
                                  q->word.name->text);
        diag_hint(b->diags, g,
                  "inputs that declare qualifiers declare the standard ones too; or use --qualifiers FILE");
        return;
    }
    bool sure;
    const char *close = suggest_qualifier(b, name_slice(q->word.name), all_declared, &sure);
    if (!close && !all_declared) return;
    struct diag *g = diag_add(b->diags, RULE_QUALIFIER_UNDECLARED, q->word.span, "qualifier '%s' is not declared",
                              q->word.name->text);
    if (close) diag_suggest(b->diags, g, q->word.span, close, sure);
}

static void check_spelling(struct builder *b, const struct ast_qualifier *q)
{
    bool sure;
    const char *close = suggest_qualifier(b, name_slice(q->word.name), true, &sure);
    if (!close || text_distance(name_slice(q->word.name), slice_of(close), 1) > 1) return;
    struct diag *g = diag_add(b->diags, RULE_QUALIFIER_MISSPELT, q->word.span,
                              "qualifier '%s' is none of the standard ones", q->word.name->text);
    diag_suggest(b->diags, g, q->word.span, close, sure);
}

/* Pages list qualifiers by name for people; their own reader checks them. */
static void check_written(struct builder *b, const struct ast_qualifier *q, const struct qualifier_type *t,
                          unsigned scope, const char *what, const struct name *owner, bool page)
{
    if (page) return;
    bool declares = b->declares_own || b->declares_standard,
         strict = b->options->strict || b->options->standard == STANDARD_DSP0004;
    if (q->flavors) check_flavors(b, q->span, q->word.name, q->flavors);
    if (!t || (declares && strict && !t->written)) {
        if (strict || (declares && !qualifier_of_wmi(q->word.name)))
            report_undeclared(b, q, strict || b->declares_standard);
        else if (!t && !qualifier_of_wmi(q->word.name)) check_spelling(b, q);
        return;
    }
    check_scope(b, t, q, scope, what, owner, declares || strict);
    check_value(b, t, q, declares || strict);
}

static bool given_twice(struct builder *b, const struct ast_qualifier *q, bool page)
{
    const struct qualifier *first = b->qualifier_at[q->word.name->id];
    if (!first) return false;
    if (page) return true;
    struct diag *g =
        diag_add(b->diags, RULE_QUALIFIER_TWICE, q->word.span, "qualifier '%s' is given twice", q->word.name->text);
    diag_note(b->diags, g, first->written->span, "first given here");
    bool same = slice_equal(diag_text(b->diags, q->span), diag_text(b->diags, first->written->span));
    diag_fix_item(b->diags, g, q->span, same);
    return true;
}

/* WMI passes on only what says so, where DSP0004 passes on what does not say otherwise. */
static unsigned flavors_of(const struct ast_qualifier *q, const struct qualifier_type *t, bool page)
{
    bool wmi = page ? !t || name_is(q->word.name, "displayname") : !t && qualifier_of_wmi(q->word.name);
    if (wmi && !(q->flavors & FLAVOR_TO_SUBCLASS)) return q->flavors | FLAVOR_RESTRICTED;
    unsigned flavors = merged_flavors(t ? t->flavors : 0, q->flavors);
    return t || !page ? default_flavors(flavors) : flavors;
}

static struct qualifier qualifier_of(const struct ast_qualifier *q, const struct qualifier_type *t, bool page)
{
    return (struct qualifier){.name = q->word.name,
                              .first = *q->word.name->fold->text,
                              .written = q,
                              .value = !q->value && t && t->initial && t->type != CIM_BOOLEAN ? t->initial : q->value,
                              .flavors = flavors_of(q, t, page),
                              .declared = !t           ? NOT_DECLARED
                                          : t->written ? DECLARED_IN_SCHEMA
                                                       : DECLARED_BUILT_IN};
}

void qualifiers_build(struct builder *b, const struct ast_qualifier *written, unsigned scope, const char *what,
                      const struct name *owner, bool page, const struct qualifier *inherited, size_t inherited_count,
                      const struct qualifier **out, size_t *count)
{
    size_t room = inherited_count, n = 0;
    for (const struct ast_qualifier *q = written; q; q = q->next) room++;
    struct qualifier *list = room ? arena_array(b->arena, room, sizeof *list) : NULL;
    for (const struct ast_qualifier *q = written; q; q = q->next) {
        const struct qualifier_type *t = qualifier_type_find(b, q->word.name);
        bool indexed = q->word.name->id < b->id_room; /* not in a string's MOF text, and only there */
        if (indexed && given_twice(b, q, page)) continue;
        if (indexed) {
            list[n] = qualifier_of(q, t, page);
            b->qualifier_at[q->word.name->id] = &list[n++];
        }
        check_written(b, q, t, scope, what, owner, page);
    }
    size_t own = n;
    for (size_t i = 0; i < inherited_count; i++) {
        const struct qualifier *q = &inherited[i], *over = b->qualifier_at[q->name->id];
        if (over && !page) check_override(b, over->written, q);
        if (over || (q->flavors & FLAVOR_RESTRICTED)) continue;
        list[n] = *q;
        list[n++].inherited = true;
    }
    for (size_t i = 0; i < own; i++) b->qualifier_at[list[i].name->id] = NULL;
    *out = list;
    *count = n;
}

void qualifiers_check(struct builder *b, const struct ast_qualifier *written, unsigned scope, const char *what,
                      const struct name *owner)
{
    const struct qualifier *list;
    size_t count;
    if (written) qualifiers_build(b, written, scope, what, owner, false, NULL, 0, &list, &count);
}

const struct qualifier *qualifier_find(const struct qualifier *list, size_t count, const char *lower)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].first == *lower && name_is(list[i].name, lower)) return &list[i];
    return NULL;
}

bool qualifier_true(const struct qualifier *list, size_t count, const char *lower)
{
    const struct qualifier *q = qualifier_find(list, count, lower);
    return q && value_true(q->value);
}
