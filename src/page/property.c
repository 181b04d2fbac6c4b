/* One property's or parameter's section: the name that opens it, its labelled lines, its values and prose. */
#include <string.h>

#include "base/ascii.h"
#include "page/section.h"

/* The name that a line holds and nothing else but an array mark or a remark in parentheses. */
static struct slice sole_name(struct slice line)
{
    line = slice_trim(line);
    while (line.len && (line.at[0] == '`' || line.at[0] == '*')) line = slice_cut(line, 1, line.len);
    struct slice word = section_word(line), rest = slice_trim(slice_cut(line, word.len, line.len));
    while (rest.len && strchr("`*:,;.", rest.at[0])) rest = slice_trim(slice_cut(rest, 1, rest.len));
    bool sole = !rest.len || rest.at[0] == '[' || rest.at[0] == '(' || slice_is(rest, "property");
    return sole ? word : (struct slice){0};
}

static bool labelled(struct slice line)
{
    uint32_t value;
    return line_label(line, &value) != LABEL_NONE;
}

/* A declared name that a line spells with blanks, `Creation Date`, or with a value, `Name=1`; absent: neither. */
static struct slice respelt_name(const struct reader *r, struct slice line)
{
    char joined[128];
    uint32_t n = 0;
    struct slice word = section_word(line);
    if (word.len && word.len < line.len && line.at[word.len] == '=' && map_get(&r->declared, word)) return word;
    for (uint32_t i = 0; i < line.len; i++) {
        if (line.at[i] == ' ') continue;
        if (n == sizeof joined || !section_word(slice_cut(line, i, i + 1)).len) return (struct slice){0};
        joined[n++] = line.at[i];
    }
    const struct ast_member *m = n < line.len ? map_get(&r->declared, (struct slice){joined, n}) : NULL;
    return m ? name_slice(m->word.name) : (struct slice){0};
}

/* What opens a section: the words of the page, the name that they stand for, and what follows. */
struct opening {
    struct slice word, name, rest;
};

/* A page saved with its lines joined has the first label behind the marked name. */
static struct opening opening_of(const struct reader *r, const struct markup *m)
{
    struct opening o = {0};
    struct slice text = slice_trim(m->text), line = slice_trim(section_line(text, &o.rest));
    o.word = o.name = sole_name(line);
    if (o.word.len && ascii_is_digit(*o.word.at)) return (struct opening){0}; /* a number names nothing */
    if (o.word.len) return o;
    o.name = respelt_name(r, line);
    if (o.name.len) {
        o.word = line;
        return o;
    }
    struct slice word = section_word(line), behind = slice_trim(slice_cut(line, word.len, line.len));
    uint32_t value;
    if (!word.len || !markup_style(m, word) || line_label(behind, &value) != LABEL_TYPE) return o;
    o.word = o.name = word;
    o.rest = slice_cut(text, (uint32_t)(behind.at - text.at), text.len);
    return o;
}

static bool labelled_piece(const struct reader *r, uint32_t at)
{
    struct slice rest;
    if (at >= r->pieces.count || r->pieces.list[at].kind != PIECE_PARAGRAPH) return false;
    return labelled(section_line(slice_trim(r->pieces.list[at].markup.text), &rest));
}

/* Marks the names that the blocks declare, members and parameters. */
void property_mark_declared(struct reader *r)
{
    r->declared = map_new(r->arena, MAP_FOLDED);
    for (const struct ast_decl *d = r->decls; d; d = d->next) {
        for (const struct ast_member *m = d->members; m; m = m->next) {
            if (m->word.name) map_add(&r->declared, name_slice(m->word.name), m);
            for (const struct ast_member *p = m->parameters; p; p = p->next) {
                if (p->word.name) map_add(&r->declared, name_slice(p->word.name), p);
            }
        }
    }
}

/* A section opens with a name that labelled lines follow; where they are missing, with a marked name that
 * the block declares. */
bool property_opens(const struct reader *r, uint32_t at)
{
    const struct piece *p = &r->pieces.list[at];
    if (p->kind != PIECE_HEADING && p->kind != PIECE_PARAGRAPH) return false;
    struct opening o = opening_of(r, &p->markup);
    struct slice word = o.word;
    if (!word.len) return false;
    if (o.rest.at) return labelled(section_line(o.rest, &o.rest));
    if (labelled_piece(r, at + 1)) return true;
    bool named = p->kind == PIECE_HEADING && !section_heading(word);
    bool marked = named || (p->kind == PIECE_PARAGRAPH && !p->listed && markup_style(&p->markup, word));
    return marked && !p->quoted && !p->item && word.len == slice_trim(p->markup.text).len &&
           map_get(&r->declared, word);
}

/* Whether brackets that a `Qualifiers:` line opens are still open at its end. */
static bool unbalanced(struct slice s)
{
    int depth = 0;
    for (uint32_t i = 0; i < s.len; i++)
        depth += (s.at[i] == '[' || s.at[i] == '(') - (s.at[i] == ']' || s.at[i] == ')');
    return depth > 0;
}

static void take_label(struct reader *r, struct entry *e, const struct markup *m, enum label label, struct slice text)
{
    e->pending = slice_trim(text).len ? LABEL_NONE : label;
    if (label == LABEL_TYPE) line_type(e, m, text);
    else if (label == LABEL_ACCESS) line_access(r, e, m, text);
    else line_qualifiers(r, e, m, text);
}

/* Where the next label stands in a line, or the line's end. */
static uint32_t next_label(struct slice text)
{
    int64_t access = slice_find(text, "access type:", 0), qualifiers = slice_find(text, "qualifiers:", 0);
    uint32_t at = access >= 0 ? (uint32_t)access : text.len;
    return qualifiers >= 0 && qualifiers < at ? (uint32_t)qualifiers : at;
}

/* One line may hold all three labels. */
static void take_line(struct reader *r, struct entry *e, const struct markup *m, enum label label, struct slice text)
{
    for (int more = 2; more && label != LABEL_NONE; more--) {
        uint32_t at = next_label(text), value = 0;
        if (at == text.len) break;
        struct slice rest = slice_cut(text, at, text.len);
        take_label(r, e, m, label, slice_cut(text, 0, at));
        label = line_label(rest, &value);
        text = slice_cut(rest, value, rest.len);
    }
    if (label != LABEL_NONE) take_label(r, e, m, label, text);
}

/* What a label lacks may stand in the paragraph below it. */
static struct slice take_pending(struct reader *r, struct entry *e, const struct markup *m, struct slice text)
{
    struct slice rest, line = section_line(text, &rest);
    enum label label = e->pending;
    bool fits =
        (label == LABEL_QUALIFIERS && line.len && line.at[0] == '[') ||
        (label == LABEL_ACCESS && line.len < 14 && (slice_starts(line, "read") || slice_starts(line, "write"))) ||
        (label == LABEL_TYPE && line.len < 32 && !memchr(slice_trim(line).at, '.', slice_trim(line).len));
    if (label == LABEL_NONE || !text.len || labelled(line) || !fits) return text;
    take_label(r, e, m, label, slice_trim(line));
    return rest;
}

/* Takes the labelled lines off the head of a paragraph; returns what is left. */
static struct slice take_labels(struct reader *r, struct entry *e, const struct markup *m, struct slice text)
{
    while (text.at && text.len) {
        struct slice rest, line = section_line(text, &rest);
        uint32_t value;
        enum label label = line_label(line, &value);
        if (label == LABEL_NONE) return text;
        bool open = label == LABEL_QUALIFIERS;
        while (open && rest.at && (unbalanced(line) || e->listed) && !labelled(slice_cut(rest, 0, 16))) {
            struct slice more = section_line(rest, &rest);
            line.len = (uint32_t)(more.at + more.len - line.at);
        }
        take_line(r, e, m, label, slice_cut(line, value, line.len));
        text = rest;
    }
    return (struct slice){0};
}

static void take_prose(struct reader *r, struct entry *e, const struct markup *m, struct slice text, bool item)
{
    text = phrase_behind_mark(text);
    if (!text.len) return;
    if (!r->prose.len) e->documented->deprecated = phrase_deprecates(text, e->word.name);
    prose_add(r, text);
    default_read(r, e, m);
    phrase_immutable(e, text);
    e->documented->closed |= phrase_closes(text);
    e->documented->bits |= phrase_names_bits(text);
    bool colon = text.at[text.len - 1] == ':' || text.at[text.len - 1] == '.';
    bool announces = listed_announces(text);
    e->announces = announces || (item && e->announces);
    if (announces && colon) e->announced = markup_span(m, slice_cut(text, text.len > 24 ? text.len - 24 : 0, text.len));
}

void property_text(struct reader *r, struct entry *e, const struct piece *p)
{
    struct slice left = slice_trim(p->markup.text);
    if (!p->quoted) {
        left = take_pending(r, e, &p->markup, left);
        e->pending = LABEL_NONE;
        left = take_labels(r, e, &p->markup, left);
    }
    if (!left.at || !slice_trim(left).len) return;
    if (term_name(r, e, p) || listed_marked(r, e, p, left) || term_text(r, e, p) || listed_value(r, e, p, left)) return;
    take_prose(r, e, &p->markup, left, p->item);
}

/* Opens an entry at piece *at, taking what its opening paragraph holds beside the name. */
struct entry *property_open(struct reader *r, uint32_t *at, bool parameter)
{
    const struct piece *p = &r->pieces.list[*at];
    struct opening o = opening_of(r, &p->markup);
    struct slice word = o.word, rest = o.rest;
    struct entry *e = arena_new(r->arena, struct entry);
    e->word = (struct ast_word){name_intern(r->names, o.name), markup_span(&p->markup, word)};
    if (!slice_equal_fold(o.name, word))
        diag_add(r->diags, RULE_PAGE_NAME_MISMATCH, e->word.span,
                 "the section is called '" SLICE_FMT "'; the syntax block declares '%s'", SLICE_ARG(word),
                 e->word.name->text);
    struct slice behind = slice_trim(slice_cut(slice_trim(p->markup.text), word.len, p->markup.text.len));
    e->named_array = slice_starts(behind, "[]");
    e->documented = arena_new(r->arena, struct ast_documented);
    e->documented->place = e->word.span;
    e->documented->text = (struct slice){"", 0};
    e->listed = p->listed;
    e->parameter = parameter;
    *r->last_entry = e;
    r->last_entry = &e->next;
    r->prose.len = 0;
    if (rest.at) {
        struct slice left = take_labels(r, e, &p->markup, rest);
        if (left.at) take_prose(r, e, &p->markup, left, false);
    }
    return e;
}

/* The prose without a last sentence that only announces the values below it. */
static size_t without_announcement(const struct entry *e, struct slice prose)
{
    if (!e->documented->rows || !prose.len || prose.at[prose.len - 1] != ':') return prose.len;
    uint32_t from = prose.len - 1;
    while (from && prose.at[from - 1] != '\n' && !(prose.at[from - 1] == ' ' && from > 1 && prose.at[from - 2] == '.'))
        from--;
    bool only = listed_announces(slice_cut(prose, from, prose.len)) && prose.len - from < 64;
    return only && from ? slice_trim(slice_cut(prose, 0, from)).len : prose.len;
}

void property_close(struct reader *r, struct entry *e)
{
    if (!e) return;
    row_merge_lists(e);
    r->prose.len = without_announcement(e, (struct slice){r->prose.at, (uint32_t)r->prose.len});
    e->documented->text = prose_take(r);
}
