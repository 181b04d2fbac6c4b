/* Tokens to parts: what stands between them is looked at once, for line breaks; comments find out whose they are. */
#include <string.h>

#include "base/ascii.h"
#include "base/character.h"
#include "format/layout.h"

uint32_t layout_width(struct slice text)
{
    uint32_t width = text.len, i = 0;
    uint64_t eight;
    for (; i + sizeof eight <= text.len; i += sizeof eight) { /* nearly all text is ASCII */
        memcpy(&eight, text.at + i, sizeof eight);
        if (!(eight & 0x8080808080808080u)) continue;
        for (uint32_t k = i; k < i + sizeof eight; k++) width -= character_goes_on(text.at[k]);
    }
    for (; i < text.len; i++) width -= character_goes_on(text.at[i]);
    return width;
}

struct part *layout_add(struct layout *l, struct slice text, uint32_t kind, uint32_t flags)
{
    l->parts = arena_more(l->arena, l->parts, l->count, &l->room, sizeof *l->parts);
    struct part *p = &l->parts[l->count];
    uint32_t from = l->count ? p[-1].first_comment + p[-1].comment_count : 0;
    *p = (struct part){.text = text,
                       .kind = kind,
                       .flags = flags,
                       .width = layout_width(text),
                       .match = l->count++,
                       .first_comment = from,
                       .comment_count = l->comment_count - from};
    return p;
}

/* The column of a place, with tab stops at every eighth. */
static uint32_t column_of(struct slice text, const char *at)
{
    const char *from = at;
    while (from > text.at && from[-1] != '\n') from--;
    uint32_t column = 0;
    for (; from < at; from++)
        if (*from == '\t') column = column / 8 * 8 + 8;
        else column += !character_goes_on(*from);
    return column;
}

static struct slice without_end(struct slice s)
{
    while (s.len && ascii_is_space(s.at[s.len - 1])) s.len--;
    return s;
}

static void add_comment(struct layout *l, const struct token *token, unsigned lines)
{
    struct comment *c = &l->comments[l->comment_count++];
    *c = (struct comment){.text = without_end(token->text), .line = token->kind == TOKEN_LINE_COMMENT};
    c->multiline = !c->line && memchr(c->text.at, '\n', c->text.len);
    c->near = lines == 0 && (l->count > 0 || l->comment_count > 1);
    c->blank_before = lines > 1;
    c->column = column_of(l->text, c->text.at);
}

/* Whose line each comment before a part stands on. */
static void place_comments(struct layout *l, struct part *p)
{
    struct comment *c = l->comments + p->first_comment;
    bool held = p->kind != TOKEN_END, tail = p > l->parts;
    for (uint32_t i = p->comment_count; i-- > 0;) {
        held &= !c[i].line && !c[i].multiline && !c[i].ends;
        c[i].place = held ? COMMENT_INLINE : COMMENT_OWN;
    }
    for (uint32_t i = 0; i < p->comment_count && c[i].place == COMMENT_OWN; i++) {
        tail &= c[i].near;
        if (tail) c[i].place = COMMENT_TAIL;
        else if (i && c[i].near && !c[i - 1].line) c[i].place = COMMENT_JOINED;
        tail &= !c[i].multiline;
    }
}

/* A `,` or `;` goes in front of comments that end their lines: `"a" // first` and `, "b"` on the next line. */
static void move_ahead(struct layout *l, uint32_t at)
{
    struct part *p = &l->parts[at], *next = p + 1;
    if ((p->kind != ',' && p->kind != ';') || !p->comment_count) return;
    struct comment *last = &l->comments[p->first_comment + p->comment_count - 1];
    if (last->place == COMMENT_INLINE) return;
    if (next->comment_count) {
        struct comment *first = last + 1;
        if (first->place == COMMENT_TAIL || (first->place == COMMENT_OWN && first->near)) {
            first->place = COMMENT_OWN;
            first->near = false;
        }
    }
    last->ends = true;
    next->first_comment = p->first_comment;
    next->comment_count += p->comment_count;
    p->comment_count = 0;
}

static bool pair_brackets(struct layout *l)
{
    uint32_t *open = arena_array(l->arena, l->count + 1, sizeof *open), depth = 0;
    for (uint32_t i = 0; i < l->count; i++) {
        uint32_t kind = l->parts[i].kind, wanted = 0;
        if (kind == '{' || kind == '(' || kind == '[' || kind == TOKEN_LIST_OPEN) open[depth++] = i;
        else if (kind == '}') wanted = '{';
        else if (kind == ')') wanted = '(';
        else if (kind == ']') wanted = '[';
        else if (kind == TOKEN_LIST_CLOSE) wanted = TOKEN_LIST_OPEN;
        if (!wanted) continue;
        if (!depth || l->parts[open[depth - 1]].kind != wanted) return false;
        l->parts[i].match = open[--depth];
        l->parts[open[depth]].match = i;
    }
    return depth == 0;
}

/* The scanner joins literals that have blanks between them; a no-break space is none to it. */
static bool is_literal(const struct token *t) { return t->kind == TOKEN_STRING && *t->text.at == '"'; }

bool layout_read(struct layout *l, const struct format_input *in)
{
    const char *end = in->text.at, *from = end;
    bool line_end_known = false, after_comment = false;
    uint32_t comments = 0, begun = 0;
    for (uint32_t i = 0; i < in->tokens->count; i++) comments += in->tokens->at[i].kind <= TOKEN_BLOCK_COMMENT;
    l->text = in->text;
    l->room = in->tokens->count - comments + 2;
    l->parts = arena_array(l->arena, l->room, sizeof *l->parts);
    l->comments = arena_array(l->arena, comments + 1, sizeof *l->comments);
    for (uint32_t i = 0; i <= in->tokens->count; i++) {
        static const struct token none = {.kind = TOKEN_END};
        const struct token *t = i < in->tokens->count ? &in->tokens->at[i] : &none;
        bool is_comment = t->kind == TOKEN_LINE_COMMENT || t->kind == TOKEN_BLOCK_COMMENT, first = end == from;
        const char *at = t->text.at ? t->text.at : in->text.at + in->text.len;
        unsigned lines = 0;
        for (const char *p = end; p < at && (p = memchr(p, '\n', (size_t)(at - p))); p++, lines++)
            if (!line_end_known) line_end_known = true, l->crlf = p > from && p[-1] == '\r';
        if (lines && after_comment) l->comments[l->comment_count - 1].ends = true;
        uint32_t flags = (lines > 1 ? PART_BLANK : 0) | (at > end && !first ? PART_GAP : 0);
        struct slice text = t->text;
        for (; is_literal(t) && i + 1 < in->tokens->count && is_literal(&in->tokens->at[i + 1]); i++)
            text.len = (uint32_t)(in->tokens->at[i + 1].text.at + in->tokens->at[i + 1].text.len - text.at);
        if (is_comment) add_comment(l, t, lines);
        else if (t->kind == TOKEN_STRING) literal_add(l, text, flags);
        else layout_add(l, t->text, t->kind, flags);
        while (begun < l->count) l->parts[begun++].start = t->start;
        end = at + text.len;
        after_comment = is_comment;
    }
    l->count--;
    for (uint32_t i = 0; i <= l->count; i++)
        if (l->parts[i].comment_count) place_comments(l, &l->parts[i]);
    for (uint32_t i = 0; i < l->count; i++) move_ahead(l, i);
    return pair_brackets(l);
}

static bool is_word(const struct part *p, const char *word) { return p->kind == TOKEN_WORD && slice_is(p->text, word); }

/* Whether a blank stands before a part that begins no line. */
static bool blank_before(const struct layout *l, uint32_t at)
{
    const struct part *p = &l->parts[at], *before = p - 1;
    switch (p->kind) {
    case ',':
    case ';':
    case ')':
    case ']':
    case TOKEN_LIST_CLOSE: return false;
    case '(': return before->kind == ';' || (at > 1 && before[-1].kind == TOKEN_PRAGMA);
    case '[': return p->flags & PART_QUALIFIERS && before->kind != '(';
    case TOKEN_LIST_OPEN: return before->kind == '=' || before->kind == ',';
    case ':':
        if (is_word(before, "ref")) return false;
        break;
    case '.': return p->flags & PART_GAP;
    }
    switch (before->kind) {
    case '(':
    case '[':
    case TOKEN_LIST_OPEN: return false;
    case ':': return at < 2 || !is_word(before - 1, "ref");
    case '.': return p->flags & PART_GAP;
    }
    return true;
}

void layout_measure(struct layout *l)
{
    uint32_t column = 0, breaks = 0;
    for (uint32_t i = 0; i <= l->count; i++) {
        struct part *p = &l->parts[i];
        const struct comment *c = l->comments + p->first_comment;
        p->before = i && blank_before(l, i);
        bool forced = p->kind == '{' || p->kind == '}';
        for (uint32_t k = 0; k < p->comment_count; k++) {
            if (c[k].place == COMMENT_INLINE) p->before += layout_width(c[k].text) + 1;
            else forced = true;
        }
        column += p->before;
        breaks += forced;
        p->column = column;
        p->breaks = breaks;
        column += p->width;
        breaks += (p->flags & PART_BREAKS) != 0;
    }
}
