/* What a page says of its class as a whole: that it is obsolete and what replaces it, its qualifiers under
 * Remarks, the methods that its table links to, and the class that its title names. */
#include <string.h>

#include "base/ascii.h"
#include "page/section.h"

static const char *const class_words[] = {
    "class is obsolete",           "class is deprecated",          "class is now obsolete",
    "class has been deprecated",   "class is no longer supported", "class is not supported",
    "class is no longer available"};

static bool says(struct slice text, const char *words) { return slice_find(text, words, 0) >= 0; }

static bool of_class(struct slice text)
{
    for (size_t i = 0; i < sizeof class_words / sizeof *class_words; i++) {
        if (says(text, class_words[i])) return true;
    }
    return false;
}

/* The first linked or marked word that looks like a class: it holds an underscore. */
static void find_replacement(struct reader *r, const struct markup *m, uint32_t from)
{
    const struct name *own = r->decls ? r->decls->word.name : NULL;
    for (uint32_t i = 0; i < m->run_count; i++) {
        uint32_t at = m->runs[i].at;
        if (at < from || !m->runs[i].style) continue;
        struct slice word = section_word(slice_cut(m->text, at, m->text.len));
        struct slice title = section_word(r->page->title);
        if (!word.len || !memchr(word.at, '_', word.len) || slice_equal_fold(word, title)) continue;
        const struct name *name = name_intern(r->names, word);
        if (name_equal(name, own)) continue;
        r->page->replacement = (struct ast_word){name, markup_span(m, word)};
        return;
    }
}

bool notice_read(struct reader *r, const struct piece *p)
{
    struct slice text = p->markup.text;
    bool plain = of_class(text);
    if (r->page->warning.at || (!p->quoted && !plain && !(text.len && text.at[0] == '['))) return false;
    bool obsolete = says(text, "obsolete"), deprecated = says(text, "deprecated");
    if (!plain && !obsolete && !deprecated) return false;
    r->page->obsolete = obsolete || !deprecated;
    r->page->deprecated = deprecated;
    r->page->warning = text;
    r->page->warning_span = markup_span(&p->markup, section_word(text).len ? section_word(text) : text);
    int64_t use = slice_find(text, "use ", 0);
    int64_t instead = slice_find(text, "replaced by", 0);
    int64_t said = slice_find(text, obsolete ? "obsolete" : "deprecated", 0);
    find_replacement(r, &p->markup, (uint32_t)(use >= 0 ? use : instead >= 0 ? instead : said >= 0 ? said : 0));
    diag_add(r->diags, RULE_PAGE_OBSOLETE, p->span, "the page says that the %s is %s%s%s",
             r->decls && r->decls->kind == DECL_METHOD ? "method" : "class",
             r->page->obsolete ? "obsolete" : "deprecated", r->page->replacement.name ? "; it is replaced by " : "",
             r->page->replacement.name ? r->page->replacement.name->text : "");
    return true;
}

/* Remarks that a property cannot be changed once its object is there: the sentence names the property. */
void notice_immutable(struct reader *r, const struct piece *p)
{
    struct slice rest = p->markup.text;
    while (rest.len) {
        const char *stop = memchr(rest.at, '.', rest.len);
        struct slice sentence = slice_cut(rest, 0, stop ? (uint32_t)(stop - rest.at) : rest.len);
        bool tells = says(sentence, "created") && r->guesses++ < 10000; /* time stays linear */
        for (struct entry *e = tells ? r->entries : NULL; e; e = e->next) {
            if (!e->word.name) continue;
            int64_t at = slice_find(sentence, e->word.name->text, 0);
            bool whole = at >= 0 &&
                         slice_equal_fold(section_word(slice_cut(sentence, (uint32_t)at, sentence.len)),
                                          name_slice(e->word.name)) &&
                         (at == 0 || !section_word((struct slice){sentence.at + at - 1, 1}).len);
            if (whole) phrase_immutable(e, sentence);
        }
        rest = slice_cut(rest, sentence.len + 1, rest.len);
    }
}

/* `Read (read-only)`: a remark in parentheses is no value. */
static struct slice without_remark(struct slice item)
{
    uint32_t word = section_word(item).len;
    struct slice rest = slice_trim(slice_cut(item, word, item.len));
    bool remark =
        rest.len > 2 && rest.at[0] == '(' && rest.at[1] != '"' && !row_number(slice_cut(rest, 1, rest.len - 1));
    return remark ? slice_cut(item, 0, word) : item;
}

/* An item such as `Secured` or `Association: ToInstance`, or a list in brackets, over as many paragraphs as it takes;
 * false where it is neither. */
bool notice_class_qualifiers(struct reader *r, const struct piece *p, struct slice text)
{
    static const char marks[] = "(:{,]";
    bool open = r->brackets || text.at[0] == '[';
    struct slice word = section_word(text), rest = slice_trim(slice_cut(text, word.len, text.len));
    bool item = word.len && (!rest.len || strchr(marks, rest.at[0]));
    if (!open && !item) return false;
    struct ast_qualifier *list = line_items(r, &p->markup, open ? text : without_remark(text)),
                         **last = &r->page->class_qualifiers;
    r->brackets = open && text.at[text.len - 1] != ']';
    while (*last) last = &(*last)->next;
    *last = list;
    if (!span_known(r->page->class_qualifiers_span)) r->page->class_qualifiers_span = p->span;
    return true;
}

/* "Starts it.
 * Qualifiers: Implemented, static": cuts the line off the cell's text. */
static struct ast_qualifier *cell_qualifiers(struct reader *r, const struct markup *cell, struct slice *text)
{
    for (struct slice rest = *text, line; rest.at && rest.len;) {
        uint32_t value;
        line = section_line(rest, &rest);
        if (line_label(line, &value) != LABEL_QUALIFIERS) continue;
        *text = slice_trim((struct slice){text->at, (uint32_t)(line.at - text->at)});
        return line_items(r, cell, slice_cut(line, value, line.len));
    }
    return NULL;
}

void notice_methods(struct reader *r, const struct piece *p)
{
    for (uint32_t i = 0; i < p->row_count; i++) {
        const struct table_row *row = &p->rows[i];
        struct slice text = row->count ? slice_trim(row->cells[0].text) : (struct slice){0};
        struct slice word = section_word(text);
        if (row->header || !word.len) continue;
        struct ast_member *m = arena_new(r->arena, struct ast_member);
        m->kind = MEMBER_METHOD;
        m->linked = true;
        m->word = (struct ast_word){name_intern(r->names, word), markup_span(&row->cells[0], word)};
        m->span = m->word.span;
        m->documented = arena_new(r->arena, struct ast_documented);
        m->documented->place = m->span;
        m->documented->text = row->count > 1 ? slice_trim(row->cells[1].text) : (struct slice){"", 0};
        if (row->count > 1) m->qualifiers = cell_qualifiers(r, &row->cells[1], &m->documented->text);
        m->documented->text = row_fold(r, m->documented->text);
        m->documented->deprecated = phrase_deprecates(m->documented->text, m->word.name);
        *r->last_method = m;
        r->last_method = &m->next;
    }
}

/* "X Method in Class Y" names both; "Y Server WMI Class" the class alone. */
struct slice notice_title_class(struct slice title, struct slice *method)
{
    int64_t in = slice_find(title, " in class ", 0), is = slice_find(title, " method", 0);
    *method = (struct slice){0};
    if (in >= 0) {
        *method = section_word(slice_trim(title));
        return section_word(slice_trim(slice_cut(title, (uint32_t)in + 10, title.len)));
    }
    int64_t of = slice_find(title, "method of the ", 0);
    if (of >= 0 && is >= 0) {
        *method = section_word(slice_trim(title));
        return section_word(slice_trim(slice_cut(title, (uint32_t)of + 14, title.len)));
    }
    title = section_word(slice_trim(title));
    return title.len && ascii_is_digit(*title.at) ? (struct slice){0} : title;
}
