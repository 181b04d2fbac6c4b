/* Declarations and members, one behind the other: what qualifies them on lines of its own, an empty line where either
 * neighbour has qualifiers, comments or a body. */
#include "format/format.h"

#include "format/line.h"

/* The part behind a declaration or member: where the next begins, or behind a `;`. Remarks and `[]` behind the `;` stay
 * with what is in front of them, as pages have it. */
static uint32_t item_end(const struct writer *w, uint32_t from, uint32_t to)
{
    const struct part *parts = w->l->parts;
    for (uint32_t i = from; i < to;) {
        i = (parts[i].match > i ? parts[i].match : i) + 1;
        if (i >= to || parts[i].flags & PART_START) return i;
        bool remark = parts[i].kind == ';' || parts[i].kind == '(' || (parts[i].kind == '[' && parts[i].match == i + 1);
        if (parts[i - 1].kind == ';' && !remark) return i;
    }
    return to;
}

static bool has_block_above(const struct layout *l, const struct part *p)
{
    const struct comment *c = l->comments + p->first_comment;
    uint32_t last = p->comment_count;
    while (last && c[last - 1].place == COMMENT_INLINE) last--;
    bool blank = last < p->comment_count ? c[last].blank_before : (p->flags & PART_BLANK) != 0;
    return last && c[last - 1].place != COMMENT_TAIL && !blank;
}

static bool has_body(const struct writer *w, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        if (w->l->parts[i].kind == '{') return true;
        if (w->l->parts[i].match > i) i = w->l->parts[i].match;
    }
    return false;
}

/* Whether empty lines set it apart from its neighbours. */
static bool stands_apart(const struct writer *w, uint32_t from, uint32_t to)
{
    const struct part *p = &w->l->parts[from];
    return p->flags & PART_QUALIFIERS || has_block_above(w->l, p) || has_body(w, from, to);
}

/* The writer's indentation is that of the item. */
static void format_item(struct writer *w, uint32_t from, uint32_t to)
{
    uint32_t indent = w->indent;
    if (w->l->parts[from].kind == TOKEN_PRAGMA) { /* other compilers want one on one line */
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

void format_items(struct writer *w, uint32_t from, uint32_t to)
{
    uint32_t indent = w->indent;
    bool apart = false;
    for (uint32_t i = from, end; i < to; i = end) {
        end = item_end(w, i, to);
        bool next_apart = stands_apart(w, i, end);
        w->indent = indent;
        w->item = true;
        w->between = i > from && (apart || next_apart) ? BETWEEN_EMPTY_LINE : BETWEEN_LINE;
        apart = next_apart;
        format_item(w, i, end);
    }
    w->item = false;
}

void format_body(struct writer *w, uint32_t open, uint32_t indent)
{
    uint32_t close = w->l->parts[open].match;
    w->indent = indent;
    w->between = BETWEEN_LINE;
    writer_put(w, open);
    w->opened = true;
    w->indent = indent + FORMAT_STEP;
    format_items(w, open + 1, close);
    w->indent = indent + FORMAT_STEP;
    w->between = BETWEEN_LINE;
    writer_close(w, close, indent);
}

bool format_mof(struct arena *arena, const struct format_input *in, struct text *out)
{
    struct layout l = {.arena = arena};
    struct text made = {0};
    if (!layout_read(&l, in)) return false;
    layout_mark(&l, in->decls);
    layout_measure(&l);
    text_reserve(&made, in->text.len + in->text.len / 8);
    struct writer w = {.l = &l, .out = &made, .line_end = l.crlf ? "\r\n" : "\n", .opened = true};
    format_items(&w, 0, l.count);
    writer_end(&w);
    text_add(out, made.at, made.len);
    text_free(&made);
    return true;
}
