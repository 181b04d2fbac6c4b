#include "format/line.h"

#include <string.h>

static uint32_t breaks_in(const struct layout *l, uint32_t from, uint32_t to)
{
    const struct part *a = &l->parts[from], *b = &l->parts[to - 1];
    return b->breaks - a->breaks + ((b->flags & PART_BREAKS) != 0);
}

uint32_t line_width(const struct writer *w, uint32_t from, uint32_t to)
{
    const struct part *parts = w->l->parts;
    return parts[to - 1].column + parts[to - 1].width - parts[from].column;
}

/* Columns of the punctuation that cannot go to the next line. */
static uint32_t tail_width(const struct layout *l, uint32_t at)
{
    uint32_t width = 0;
    for (; at < l->count; at++) {
        uint32_t kind = l->parts[at].kind;
        if (kind != ',' && kind != ';' && kind != ')' && kind != ']' && kind != TOKEN_LIST_CLOSE) break;
        width += l->parts[at].before + 1;
        if (l->parts[at + 1].breaks != l->parts[at].breaks) break;
    }
    return width;
}

bool line_fits(const struct writer *w, uint32_t from, uint32_t to)
{
    if (from == to) return true;
    if (breaks_in(w->l, from, to)) return false;
    uint32_t tail = to < w->l->count && w->l->parts[to].breaks == w->l->parts[to - 1].breaks ? tail_width(w->l, to) : 0;
    return writer_column(w, from) + line_width(w, from, to) + tail <= FORMAT_WIDTH;
}

static void between(struct writer *w, uint32_t at)
{
    w->between = w->l->parts[at].before ? BETWEEN_BLANK : BETWEEN_NONE;
}

void line_flat(struct writer *w, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        if (i > from) between(w, i);
        writer_put(w, i);
    }
}

uint32_t line_item(const struct writer *w, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        const struct part *p = &w->l->parts[i];
        if (i > from && p->flags & PART_PARAMETER) return i;
        if (p->match > i) i = p->match;
        else if (p->kind == ',') return i + 1;
    }
    return to;
}

void line_string(struct writer *w, uint32_t at, uint32_t hang)
{
    const struct part *p = &w->l->parts[at];
    if (p->flags & PART_VERBATIM || line_fits(w, at, at + 1)) {
        writer_put(w, at);
        return;
    }
    if (w->between < BETWEEN_LINE && w->column > w->indent) w->between = BETWEEN_LINE;
    struct slice inside = slice_cut(p->text, 1, p->text.len - 1);
    uint32_t column = writer_column(w, at), tail = tail_width(w->l, at + 1);
    for (bool first = true; first || inside.len; first = false) {
        uint32_t room = FORMAT_WIDTH > column + 12 ? FORMAT_WIDTH - column - 2 : 10;
        uint32_t len = literal_cut(inside, room, room > tail ? room - tail : 0);
        char *piece = arena_alloc(w->l->arena, len + 2);
        piece[0] = piece[len + 1] = '"';
        memcpy(piece + 1, inside.at, len); /* a NUL may be among them */
        if (first) writer_put_text(w, at, (struct slice){piece, len + 2});
        else writer_line(w, (struct slice){piece, len + 2});
        if (first) w->indent += hang;
        inside = slice_cut(inside, len, inside.len);
        column = w->indent;
    }
}

static void open_bracket(struct writer *w, uint32_t at, uint32_t indent)
{
    const struct part *p = &w->l->parts[at];
    if (p->kind == '{') format_body(w, at, indent);
    else if (p->kind == '[') list_qualifiers(w, at, indent);
    else if (p->flags & PART_PARAMETERS) list_parameters(w, at, indent);
    else list_values(w, at, indent);
}

void line_run(struct writer *w, uint32_t from, uint32_t to, uint32_t indent)
{
    w->indent = indent;
    if (line_fits(w, from, to)) {
        line_flat(w, from, to);
        return;
    }
    for (uint32_t i = from; i < to; i++) {
        const struct part *p = &w->l->parts[i];
        if (i > from && p[-1].kind == ',') w->between = BETWEEN_LINE;
        else if (i > from) between(w, i);
        bool bracket = p->match > i;
        if (bracket && !line_fits(w, i, p->match + 1)) open_bracket(w, i, indent);
        else if (bracket) line_flat(w, i, p->match + 1);
        else if (p->kind == TOKEN_STRING) line_string(w, i, i > from ? 0 : FORMAT_STEP);
        else writer_put(w, i);
        if (bracket) i = p->match;
        w->indent = indent + FORMAT_STEP;
    }
}
