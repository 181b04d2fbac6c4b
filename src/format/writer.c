#include "format/writer.h"

#include <string.h>

#include "base/ascii.h"

static void add_measured(struct writer *w, struct slice s, uint32_t width)
{
    text_add_slice(w->out, s);
    w->column += width;
}

static void add(struct writer *w, struct slice s) { add_measured(w, s, layout_width(s)); }

static void add_blanks(struct writer *w, uint32_t count)
{
    static const char blanks[] = "                                ";
    w->column += count;
    for (; count > sizeof blanks - 1; count -= (uint32_t)sizeof blanks - 1) text_add(w->out, blanks, sizeof blanks - 1);
    text_add(w->out, blanks, count);
}

static void break_line(struct writer *w)
{
    text_add_string(w->out, w->line_end);
    w->column = 0;
}

static void raise(struct writer *w, enum between least)
{
    if (w->between < least) w->between = least;
}

/* Writes what stands between the last thing and the next one. */
static void separate(struct writer *w)
{
    if (w->between == BETWEEN_BLANK) add_blanks(w, 1);
    if (w->between >= BETWEEN_LINE) {
        if (w->out->len && w->column) break_line(w);
        if (w->between == BETWEEN_EMPTY_LINE && !w->opened) break_line(w);
        add_blanks(w, w->indent);
    }
    w->between = BETWEEN_NONE;
}

/* One line of a comment; behind the first, moved by as much as the first. */
static void add_comment_line(struct writer *w, struct slice line, int64_t move)
{
    uint32_t at = 0;
    int64_t column = 0;
    for (; at < line.len && ascii_is_space(line.at[at]); at++)
        column = line.at[at] == '\t' ? column / 8 * 8 + 8 : column + 1;
    uint32_t end = line.len;
    while (end > at && ascii_is_space(line.at[end - 1])) end--;
    if (end == at) return;
    if (column + move > 0) add_blanks(w, (uint32_t)(column + move));
    add(w, slice_cut(line, at, end));
}

static void add_comment(struct writer *w, const struct comment *c)
{
    if (!c->multiline) {
        add(w, c->text);
        return;
    }
    int64_t move = (int64_t)w->column - c->column;
    struct slice rest = c->text;
    for (bool first = true; rest.len; first = false) {
        const char *end = memchr(rest.at, '\n', rest.len);
        uint32_t len = end ? (uint32_t)(end - rest.at) : rest.len;
        struct slice line = slice_cut(rest, 0, len);
        if (!first) break_line(w);
        if (first) {
            while (line.len && ascii_is_space(line.at[line.len - 1])) line.len--;
            add(w, line);
        } else add_comment_line(w, line, move);
        rest = slice_cut(rest, end ? len + 1 : len, rest.len);
    }
}

/* The first of the comments that stand right above a part; their number where there is an empty line between. */
static uint32_t first_adjacent(const struct part *p, const struct comment *c)
{
    uint32_t first = p->comment_count;
    while (first && c[first - 1].place == COMMENT_INLINE) first--;
    bool blank = first < p->comment_count ? c[first].blank_before : (p->flags & PART_BLANK) != 0;
    for (; first && c[first - 1].place != COMMENT_TAIL && !blank; first--) blank = c[first - 1].blank_before;
    return first;
}

static void put_comments(struct writer *w, const struct part *p)
{
    bool blank = (p->flags & PART_BLANK) != 0;
    if (!p->comment_count) {
        if (blank && w->between >= BETWEEN_LINE && w->item) w->between = BETWEEN_EMPTY_LINE;
        return;
    }
    const struct comment *c = w->l->comments + p->first_comment;
    uint32_t adjacent = first_adjacent(p, c);
    bool force = w->between == BETWEEN_EMPTY_LINE, tight = w->between == BETWEEN_NONE;
    for (uint32_t i = 0; i < p->comment_count; i++) {
        switch (c[i].place) {
        case COMMENT_TAIL:
        case COMMENT_JOINED:
            if (w->column) add_blanks(w, 1);
            add_comment(w, &c[i]);
            raise(w, BETWEEN_LINE);
            continue;
        case COMMENT_OWN:
            w->between = c[i].blank_before || (force && i == adjacent) ? BETWEEN_EMPTY_LINE : BETWEEN_LINE;
            separate(w);
            add_comment(w, &c[i]);
            w->between = BETWEEN_LINE;
            force &= i < adjacent;
            break;
        case COMMENT_INLINE:
            if (w->between >= BETWEEN_LINE && w->item && c[i].blank_before) w->between = BETWEEN_EMPTY_LINE;
            if (tight && w->between == BETWEEN_NONE && w->column > w->indent) w->between = BETWEEN_BLANK;
            separate(w);
            add_comment(w, &c[i]);
            w->between = BETWEEN_BLANK;
            blank = false;
            break;
        }
        w->opened = false;
    }
    if (w->between == BETWEEN_BLANK && (p->kind == ',' || p->kind == ';')) w->between = BETWEEN_NONE;
    if (w->between >= BETWEEN_LINE && w->item && blank) w->between = BETWEEN_EMPTY_LINE;
}

void writer_put_text(struct writer *w, uint32_t at, struct slice text)
{
    const struct part *p = &w->l->parts[at];
    put_comments(w, p);
    separate(w);
    if (p->flags & PART_BREAKS) {
        const char *last = text.at + text.len;
        while (last[-1] != '\n') last--;
        text_add_slice(w->out, text);
        w->column = layout_width((struct slice){last, (uint32_t)(text.at + text.len - last)});
    } else if (p->kind == TOKEN_PRAGMA) {
        add(w, slice_of("#"));
        add(w, slice_cut(text, text.len - 6, text.len));
    } else add_measured(w, text, text.at == p->text.at && text.len == p->text.len ? p->width : layout_width(text));
    w->opened = w->item = false;
}

void writer_put(struct writer *w, uint32_t at) { writer_put_text(w, at, w->l->parts[at].text); }

void writer_close(struct writer *w, uint32_t at, uint32_t indent)
{
    const struct part *p = &w->l->parts[at];
    put_comments(w, p);
    w->indent = indent;
    if (w->between == BETWEEN_EMPTY_LINE) w->between = BETWEEN_LINE;
    separate(w);
    add_measured(w, p->text, p->width);
    w->opened = w->item = false;
}

void writer_line(struct writer *w, struct slice text)
{
    w->between = BETWEEN_LINE;
    separate(w);
    add(w, text);
}

void writer_pad(struct writer *w, uint32_t blanks) { add_blanks(w, blanks); }

uint32_t writer_column(const struct writer *w, uint32_t at)
{
    const struct part *p = &w->l->parts[at];
    const struct comment *c = w->l->comments + p->first_comment;
    uint32_t lead = 0;
    bool breaks = w->between >= BETWEEN_LINE;
    for (uint32_t i = 0; i < p->comment_count; i++) {
        if (c[i].place == COMMENT_INLINE) lead += layout_width(c[i].text) + 1;
        else breaks = true;
    }
    return (breaks ? w->indent : w->column + (w->between == BETWEEN_BLANK)) + lead;
}

void writer_end(struct writer *w)
{
    w->indent = 0;
    w->item = true;
    w->between = BETWEEN_LINE;
    put_comments(w, &w->l->parts[w->l->count]);
    if (w->column) break_line(w);
}
