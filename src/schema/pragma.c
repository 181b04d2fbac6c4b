/* Compiler directives (DSP0004, WMI's compiler, DSP0221). Those that are not known are kept, and noted. */
#include "schema/build.h"

enum { OLD = 1 << STANDARD_DSP0004, WMI = 1 << STANDARD_WMI, NEW = 1 << STANDARD_MOF3 };

static const struct pragma {
    const char *name;
    unsigned standards;
    bool takes_string; /* one, and nothing else */
    bool takes_more;   /* something, of any kind */
} pragmas[] = {
    {"include", OLD | WMI | NEW, false, false}, /* load/ reports what is wrong with it */
    {"namespace", OLD | WMI, true, false},      {"locale", OLD, true, false},
    {"instancelocale", OLD, true, false},       {"nonlocal", OLD, true, false},
    {"nonlocaltype", OLD, true, false},         {"source", OLD, true, false},
    {"sourcetype", OLD, true, false},           {"autorecover", WMI, false, false},
    {"classflags", WMI, false, true},           {"instanceflags", WMI, false, true},
    {"deleteclass", WMI, false, true},          {"deleteinstance", WMI, false, true},
    {"amendment", WMI, false, false},
};
enum { PRAGMAS = sizeof pragmas / sizeof *pragmas };

static const struct pragma *find(const struct name *word)
{
    for (size_t i = 0; i < PRAGMAS; i++)
        if (name_is(word, pragmas[i].name)) return &pragmas[i];
    return NULL;
}

bool pragma_has(const struct name *word, enum standard standard)
{
    const struct pragma *p = find(word);
    return p && (p->standards >> standard & 1);
}

static void check(struct builder *b, const struct ast_decl *d)
{
    const struct pragma *p = find(d->word.name);
    const struct ast_value *v = d->value && d->value->kind == VALUE_ARRAY ? d->value->items : d->value;
    if (!p) {
        const char *names[PRAGMAS];
        for (size_t i = 0; i < PRAGMAS; i++) names[i] = pragmas[i].name;
        struct diag *g = diag_add(b->diags, RULE_UNKNOWN_PRAGMA, d->word.span,
                                  "#pragma %.60s is not known: passed over", d->word.name->text);
        bool sure;
        const char *close = diag_closest_sure(name_slice(d->word.name), names, PRAGMAS, &sure);
        if (close) diag_suggest(b->diags, g, d->word.span, close, sure);
    } else if (p->takes_string && (!v || v->next || v->kind != VALUE_STRING)) {
        diag_add(b->diags, RULE_PRAGMA_VALUE, v ? v->span : d->word.span,
                 "#pragma %s takes one string; write #pragma %s (\"...\")", p->name, p->name);
    } else if (p->takes_more && !v) {
        diag_add(b->diags, RULE_PRAGMA_VALUE, d->word.span, "#pragma %s says nothing without a parameter", p->name);
    }
}

void pragmas_check(struct builder *b)
{
    for (const struct unit *u = b->schema->units; u; u = u->next)
        for (const struct ast_decl *d = u->decls; d && !u->page; d = d->next)
            if (d->kind == DECL_PRAGMA && d->word.name) check(b, d);
}
