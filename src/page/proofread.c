/* What a careful reader notices on a page beside what its block and its sections disagree on. Nothing here changes what
 * is read. */
#include <string.h>

#include "page/section.h"

static bool declares(const struct reader *r, struct slice word)
{
    for (const struct ast_decl *d = r->decls; d; d = d->next)
        if (d->word.name && slice_equal_fold(name_slice(d->word.name), word)) return true;
    return false;
}

static bool class_like(struct slice word)
{
    return word.len > 2 && memchr(word.at + 1, '_', word.len - 1) && word.at[word.len - 1] != '_';
}

/* "# Shop_Lamp class" above `class Shop_Lantern`; for a method's page the method. */
static void check_title(struct reader *r, const struct ast_decl *decl)
{
    struct slice method, title = r->page->title, word = notice_title_class(title, &method);
    const struct name *own = decl->kind == DECL_METHOD ? decl->members->word.name : decl->word.name;
    if (decl->kind == DECL_METHOD) word = method;
    bool other = own && word.len && !slice_equal_fold(word, name_slice(own)) && !declares(r, word);
    if (!other || (decl->kind == DECL_CLASS && !class_like(word))) return;
    struct diag *d =
        diag_add(r->diags, RULE_PAGE_TITLE, r->page->title_span,
                 "the title names '" SLICE_FMT "', the syntax block declares '%s'", SLICE_ARG(word), own->text);
    diag_note(r->diags, d, decl->kind == DECL_METHOD ? decl->members->word.span : decl->word.span,
              "the declaration in the syntax block");
}

/* "The Shop_Lamp class is a client class." on the page of another one. */
void proofread_text(struct reader *r, const struct piece *p)
{
    struct slice text = slice_trim(p->markup.text);
    if (!slice_starts(text, "the ") || !r->decls || r->decls->kind != DECL_CLASS || !r->decls->word.name) return;
    struct slice rest = slice_trim(slice_cut(text, 4, text.len)), word = section_word(rest);
    int64_t noun = slice_find(slice_cut(rest, word.len, word.len + 60), " class", 0);
    int64_t stop = slice_find(slice_cut(rest, word.len, word.len + 60), ".", 0);
    if (noun < 0 || (stop >= 0 && stop < noun) || !class_like(word) || declares(r, word)) return;
    diag_add(r->diags, RULE_PAGE_TITLE, markup_span(&p->markup, word),
             "the text tells of '" SLICE_FMT "', the syntax block declares '%s'", SLICE_ARG(word),
             r->decls->word.name->text);
}

/* "This class derives from Shop_Fitting." under Remarks, where the block has another base. */
void proofread_remark(struct reader *r, const struct piece *p)
{
    static const char *const phrases[] = {"this class derives from ", "this class is derived from ",
                                          "this class inherits from "};
    struct slice text = p->markup.text;
    const struct ast_decl *d = r->decls;
    for (size_t i = 0; d && d->super.name && i < sizeof phrases / sizeof *phrases; i++) {
        int64_t at = slice_find(text, phrases[i], 0);
        if (at < 0) continue;
        struct slice rest = slice_cut(text, (uint32_t)at + (uint32_t)strlen(phrases[i]), text.len);
        if (slice_starts(rest, "the ")) rest = slice_cut(rest, 4, rest.len);
        struct slice word = section_word(slice_trim(rest));
        if (!class_like(word) || slice_equal_fold(word, name_slice(d->super.name))) return;
        struct diag *g = diag_add(r->diags, RULE_PAGE_BASE, markup_span(&p->markup, word),
                                  "the remarks say that the base is '" SLICE_FMT "'; the syntax block says '%s'",
                                  SLICE_ARG(word), d->super.name->text);
        diag_note(r->diags, g, d->super.span, "the base in the syntax block");
        return;
    }
}

static void check_qualifiers_twice(struct reader *r, const struct entry *e)
{
    for (const struct ast_qualifier *q = e->qualifiers; q && q->next; q = q->next) {
        const struct ast_qualifier *again = ast_find_qualifier(q->next, q->word.name->fold->text);
        if (!again || again->only_in_block) continue;
        struct diag *d = diag_add(r->diags, RULE_PAGE_QUALIFIER_TWICE, again->word.span,
                                  "'%s' is listed twice for '%s'", again->word.name->text, e->word.name->text);
        diag_note(r->diags, d, q->word.span, "first listed here");
        diag_fix_item(r->diags, d, again->span, false);
        return;
    }
}

/* "description ..." stands where nobody wrote one. */
static void check_placeholder(struct reader *r, const struct entry *e)
{
    static const char *const fillers[] = {"...", "\xE2\x80\xA6", "description ...", "description...",
                                          "TBD", "TBD.",         "description",     "description."};
    struct slice text = e->documented->text;
    bool filler = slice_find(text, "default value is ...", 0) >= 0;
    for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++) filler |= slice_is(text, fillers[i]);
    if (filler)
        diag_add(r->diags, RULE_PAGE_PLACEHOLDER, e->word.span, "the text of '%s' is a placeholder: '" SLICE_FMT "'",
                 e->word.name->text, SLICE_ARG(slice_cut(text, 0, 40)));
}

/* The number of characters that a text allows: "up to 255 characters", "a maximum of 64 characters"; 0: none. */
static uint64_t stated_length(struct slice text)
{
    static const char *const phrases[] = {"maximum of ",    "up to ",           "at most ",
                                          "limited to ",    "no more than ",    "maximum is ",
                                          "cannot exceed ", "must not exceed ", "length of "};
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
        int64_t at = slice_find(text, phrases[i], 0);
        struct slice rest =
            at < 0 ? (struct slice){0} : slice_cut(text, (uint32_t)at + (uint32_t)strlen(phrases[i]), text.len);
        uint64_t n = 0;
        uint32_t k = 0;
        while (k < rest.len && k < 9 && rest.at[k] >= '0' && rest.at[k] <= '9')
            n = n * 10 + (uint64_t)(rest.at[k++] - '0');
        if (k && slice_starts(slice_cut(rest, k, rest.len), " character")) return n;
    }
    return 0;
}

/* A maximum that the text states beside the one that SizeLimit does. */
static void check_length(struct reader *r, const struct entry *e)
{
    const struct ast_qualifier *q = ast_find_qualifier(e->qualifiers, "sizelimit");
    uint64_t stated = q && q->value && q->value->kind == VALUE_STRING ? stated_length(e->documented->text) : 0,
             limit = 0;
    if (!stated || q->value->string.pieces) return;
    struct slice s = slice_trim((struct slice){q->value->string.at, q->value->string.len});
    for (uint32_t i = 0; i < s.len; i++) {
        if (s.at[i] == '-') limit = 0;
        else if (s.at[i] < '0' || s.at[i] > '9' || i > 20) return;
        else limit = limit * 10 + (uint64_t)(s.at[i] - '0');
    }
    if (limit == stated) return;
    diag_add(r->diags, RULE_PAGE_LIMIT, q->span, "SizeLimit of '%s' allows %llu characters, its text %llu",
             e->word.name->text, (unsigned long long)limit, (unsigned long long)stated);
}

void proofread(struct reader *r)
{
    const struct ast_decl *decl = r->decls;
    while (decl && decl->kind != DECL_CLASS && decl->kind != DECL_METHOD) decl = decl->next;
    if (!decl || (decl->kind == DECL_METHOD && !decl->members)) return;
    check_title(r, decl);
    for (const struct entry *e = r->entries; e; e = e->next) {
        check_qualifiers_twice(r, e);
        check_placeholder(r, e);
        check_length(r, e);
    }
}
