/* ValueMap and Values in columns, so that a value and its label stand at the same place of their lists. */
#include "format/line.h"

enum { MOST_COLUMNS = 32 };

struct pair {
    uint32_t *items[2]; /* where each value begins, and where the last ends, behind its bracket's last part */
    uint32_t count;
    uint32_t widths[MOST_COLUMNS], columns;
};

static bool is_list(const struct writer *w, uint32_t at, uint32_t to, const char *name)
{
    const struct part *p = &w->l->parts[at];
    if (to < at + 3 || p->kind != TOKEN_WORD || !slice_is(p->text, name) || p[1].kind != TOKEN_LIST_OPEN) return false;
    uint32_t rest = to - p[1].match - 1;
    return rest == 0 || (rest == 1 && w->l->parts[to - 1].kind == ',');
}

static bool are_pair(const struct writer *w, uint32_t first, uint32_t second, uint32_t to)
{
    static const char *const names[][2] = {
        {"ValueMap", "Values"}, {"BitMap", "BitValues"}, {"Values", "ValueMap"}, {"BitValues", "BitMap"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (is_list(w, first, second, names[i][0]) && is_list(w, second, to, names[i][1])) return true;
    return false;
}

/* Where the values of a list begin; `ends` is the closing bracket. */
static uint32_t split(struct writer *w, uint32_t open, uint32_t **items)
{
    uint32_t close = w->l->parts[open].match, count = 0;
    *items = arena_array(w->l->arena, close - open + 1, sizeof **items);
    for (uint32_t i = open + 1; i < close; i = line_item(w, i, close)) (*items)[count++] = i;
    (*items)[count] = close;
    return w->l->parts[close - 1].kind == ',' ? 0 : count;
}

/* The width of a value with its `,` or the bracket behind the last. */
static uint32_t value_width(const struct writer *w, const struct pair *p, int list, uint32_t i)
{
    return line_width(w, p->items[list][i], p->items[list][i + 1]) + (i + 1 == p->count);
}

/* Whether so many columns fit into `room`; their widths. */
static bool columns_fit(const struct writer *w, struct pair *p, uint32_t columns, uint32_t room)
{
    for (uint32_t c = 0; c < columns; c++) p->widths[c] = 0;
    for (int list = 0; list < 2; list++)
        for (uint32_t i = 0; i < p->count; i++) {
            uint32_t width = value_width(w, p, list, i);
            if (width > p->widths[i % columns]) p->widths[i % columns] = width;
        }
    uint32_t sum = columns; /* a blank between, and the `,` or `]` behind the closing brace */
    for (uint32_t c = 0; c < columns; c++) sum += p->widths[c];
    p->columns = columns;
    return sum <= room;
}

static void put_list(struct writer *w, const struct pair *p, int list, uint32_t name, uint32_t pad, uint32_t indent)
{
    uint32_t open = name + 1;
    bool lines = p->columns < p->count;
    writer_put(w, name);
    w->between = BETWEEN_NONE;
    writer_pad(w, pad);
    writer_put(w, open);
    w->indent = indent + FORMAT_STEP;
    w->between = BETWEEN_NONE;
    for (uint32_t i = 0; i < p->count; i++) {
        uint32_t from = p->items[list][i], to = p->items[list][i + 1], column = i % p->columns;
        if (column == 0 && lines) w->between = BETWEEN_LINE;
        line_flat(w, from, to);
        w->between = BETWEEN_BLANK;
        if (i + 1 < p->count && column + 1 < p->columns) writer_pad(w, p->widths[column] - value_width(w, p, list, i));
    }
    w->between = BETWEEN_NONE;
    writer_close(w, w->l->parts[open].match, indent);
}

bool pair_write(struct writer *w, uint32_t first, uint32_t second, uint32_t to, uint32_t indent)
{
    const struct part *parts = w->l->parts;
    struct pair p = {.count = 0};
    if (!are_pair(w, first, second, to) || parts[to - 1].breaks != parts[first].breaks) return false;
    p.count = split(w, first + 1, &p.items[0]);
    if (!p.count || split(w, second + 1, &p.items[1]) != p.count) return false;
    uint32_t wide = parts[first].width > parts[second].width ? parts[first].width : parts[second].width;
    bool row = p.count <= MOST_COLUMNS && columns_fit(w, &p, p.count, FORMAT_WIDTH - indent - wide - 1);
    uint32_t columns = p.count < MOST_COLUMNS ? p.count - 1 : MOST_COLUMNS;
    while (!row && columns && !columns_fit(w, &p, columns, FORMAT_WIDTH - indent - FORMAT_STEP)) columns--;
    if (!row && !columns) return false;
    put_list(w, &p, 0, first, row ? wide - parts[first].width : 0, indent);
    line_flat(w, parts[first + 1].match + 1, second);
    w->indent = indent;
    w->between = BETWEEN_LINE;
    put_list(w, &p, 1, second, row ? wide - parts[second].width : 0, indent);
    line_flat(w, parts[second + 1].match + 1, to);
    return true;
}
