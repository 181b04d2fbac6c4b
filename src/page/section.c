/* What every file of page/ needs: the parts of a page by their headings, words and lines of a text, the prose that is
 * gathered, and findings of a parse. */
#include "page/section.h"

static const struct {
    const char *heading;
    enum section section;
} sections[] = {
    {"syntax", SECTION_SYNTAX},         {"members", SECTION_MEMBERS},      {"properties", SECTION_PROPERTIES},
    {"property", SECTION_PROPERTIES},   {"methods", SECTION_METHODS},      {"method", SECTION_METHODS},
    {"parameters", SECTION_PARAMETERS}, {"parameter", SECTION_PARAMETERS}, {"return values", SECTION_RETURNS},
    {"return value", SECTION_RETURNS},  {"remarks", SECTION_REMARKS},      {"requirements", SECTION_REQUIREMENTS},
};

bool section_heading(struct slice text)
{
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
        if (slice_is(text, sections[i].heading)) return true;
    }
    return false;
}

enum section section_of(const struct piece *p, enum section now)
{
    struct slice text = slice_trim(p->markup.text);
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
        if (slice_is(text, sections[i].heading)) return sections[i].section;
    }
    return p->level == 2 || now == SECTION_RETURNS ? SECTION_OTHER : now;
}

/* A method's parameters in braces are reported once; that each then lacks its ';' is no news. */
static bool follows_from_braces(const struct reader *r, const struct diag *f)
{
    const struct ast_decl *d = r->decls;
    return d && d->kind == DECL_METHOD && f->rule == RULE_MISSING_SEMICOLON && f->span.start < d->span.end - 1;
}

void section_report(struct reader *r, const struct diags *found, enum rule unread)
{
    for (const struct diag *f = found->first; f; f = f->next) {
        if (follows_from_braces(r, f)) continue;
        enum rule rule = f->level == LEVEL_FATAL ? unread : f->rule;
        struct diag *d = diag_add(r->diags, rule, f->span, "%s", f->message);
        for (const struct diag_note *n = f->notes; n; n = n->next) diag_note(r->diags, d, n->span, "%s", n->message);
        if (f->hint) diag_hint(r->diags, d, "%s", f->hint);
        for (const struct diag_edit *e = f->fix; e; e = e->next) diag_fix(r->diags, d, e->span, e->text);
        d->fix_unsafe = f->fix_unsafe;
    }
}

struct slice section_word(struct slice text)
{
    uint32_t n = 0;
    while (n < text.len && (text.at[n] == '_' || (text.at[n] >= '0' && text.at[n] <= '9') ||
                            ((text.at[n] | 32) >= 'a' && (text.at[n] | 32) <= 'z')))
        n++;
    return slice_cut(text, 0, n);
}

struct slice section_line(struct slice text, struct slice *rest)
{
    const char *end = text.len ? memchr(text.at, '\n', text.len) : NULL;
    uint32_t len = end ? (uint32_t)(end - text.at) : text.len;
    *rest = end ? (struct slice){end + 1, text.len - len - 1} : (struct slice){0};
    return (struct slice){text.at, len};
}

void prose_add(struct reader *r, struct slice text)
{
    if (r->prose.len) text_add_char(&r->prose, '\n');
    bool blank = true;
    for (uint32_t i = 0; i < text.len; i++) {
        bool space = text.at[i] == ' ' || text.at[i] == '\t' || text.at[i] == '\n' || text.at[i] == '\r';
        if (!space) text_add_char(&r->prose, text.at[i]);
        else if (!blank) text_add_char(&r->prose, ' ');
        blank = space;
    }
}

struct slice prose_take(struct reader *r)
{
    uint32_t len = (uint32_t)r->prose.len;
    r->prose.len = 0;
    return (struct slice){arena_copy(r->arena, len ? r->prose.at : "", len), len};
}
