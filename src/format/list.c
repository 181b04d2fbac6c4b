/* Brackets that do not fit on their line: values fill lines, qualifiers and parameters have a line each. */
#include "format/line.h"

static bool breaks_inside(const struct writer *w, uint32_t open)
{
    const struct part *p = &w->l->parts[open], *close = &w->l->parts[p->match];
    return close->breaks != p->breaks;
}

/* One value on a line where comments part them; else as many as fit. Of a string in pieces, all but the first stand
 * further in, where other values follow. */
static void fill(struct writer *w, uint32_t from, uint32_t close, uint32_t indent)
{
    bool each = breaks_inside(w, w->l->parts[close].match), whole = true;
    for (uint32_t i = from, end; i < close; i = end) {
        end = line_item(w, i, close);
        w->indent = indent;
        w->between = i == from || each || !whole ? BETWEEN_LINE : BETWEEN_BLANK;
        whole = line_fits(w, i, end);
        if (!whole) {
            w->between = BETWEEN_LINE;
            whole = line_fits(w, i, end);
        }
        if (whole) line_flat(w, i, end);
        else if (i + 1 == close && w->l->parts[i].kind == TOKEN_STRING) line_string(w, i, 0);
        else line_run(w, i, end, indent);
    }
}

void list_values(struct writer *w, uint32_t open, uint32_t indent)
{
    uint32_t close = w->l->parts[open].match, inner = indent + FORMAT_STEP;
    writer_put(w, open);
    w->opened = true;
    w->indent = inner;
    w->between = BETWEEN_LINE;
    if (open + 1 < close && line_fits(w, open + 1, close)) line_flat(w, open + 1, close);
    else if (open + 1 < close) fill(w, open + 1, close, inner);
    w->opened = false;
    w->between = w->l->parts[close - 1].kind == '}' ? BETWEEN_LINE : BETWEEN_NONE;
    w->indent = inner;
    writer_close(w, close, indent);
}

/* A parameter's qualifiers stand before it on its line, or on lines of their own. */
static void put_parameter(struct writer *w, uint32_t from, uint32_t to, uint32_t indent)
{
    w->indent = indent;
    w->between = BETWEEN_LINE;
    if (line_fits(w, from, to)) {
        line_flat(w, from, to);
        return;
    }
    for (; from < to && w->l->parts[from].flags & PART_QUALIFIERS; from = w->l->parts[from].match + 1) {
        w->indent = indent;
        list_qualifiers(w, from, indent);
        w->between = BETWEEN_LINE;
    }
    if (from < to) line_run(w, from, to, indent);
}

void list_parameters(struct writer *w, uint32_t open, uint32_t indent)
{
    uint32_t close = w->l->parts[open].match;
    writer_put(w, open);
    w->opened = true;
    for (uint32_t i = open + 1, end; i < close; i = end) {
        end = line_item(w, i, close);
        put_parameter(w, i, end, indent + FORMAT_STEP);
    }
    w->opened = false;
    w->between = BETWEEN_NONE;
    w->indent = indent + FORMAT_STEP;
    writer_close(w, close, indent);
}

void list_qualifiers(struct writer *w, uint32_t open, uint32_t indent)
{
    uint32_t close = w->l->parts[open].match, inner = indent + 1;
    if (line_fits(w, open, close + 1)) {
        line_flat(w, open, close + 1);
        return;
    }
    writer_put(w, open);
    w->opened = true;
    for (uint32_t i = open + 1, end; i < close; i = end) {
        end = line_item(w, i, close);
        w->indent = inner;
        w->between = i == open + 1 ? BETWEEN_NONE : BETWEEN_LINE;
        uint32_t second = end < close ? line_item(w, end, close) : end;
        if (second > end && pair_write(w, i, end, second, inner)) end = second;
        else line_run(w, i, end, inner);
    }
    w->opened = false;
    w->between = BETWEEN_NONE;
    w->indent = inner;
    writer_close(w, close, indent);
}
