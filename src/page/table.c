/* Value tables: whichever of their shapes, they become rows of value, label and note. Cells may hold a little
 * definition list, so that one cell gives a label and its number. */
#include <string.h>

#include "page/section.h"

enum { COLUMN_NONE = -1 };

/* What a column holds, by its head. A table that has both a bit's position and its value lists values. */
enum head { HEAD_OTHER, HEAD_POSITION, HEAD_VALUE };

static enum head head_of(struct slice text)
{
    static const char *const values[] = {"value",   "values",          "hexadecimal (bit)", "hexadecimal", "flag",
                                         "mask",    "possible values", "possible value",    "decimal",     "hex",
                                         "bitmask", "decimal value",   "hex value"};
    static const char *const positions[] = {"bit", "bits", "id", "bit position", "bit number"};
    text = slice_trim(text);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (slice_is(text, values[i])) return HEAD_VALUE;
    for (size_t i = 0; i < sizeof positions / sizeof *positions; i++)
        if (slice_is(text, positions[i])) return HEAD_POSITION;
    return HEAD_OTHER;
}

/* A cell with lines: its number among them is the value, the first other one the label. */
static bool split_cell(struct reader *r, struct ast_row *row, const struct markup *m)
{
    struct slice rest = slice_trim(m->text), number = {0}, label = {0};
    while (rest.at && rest.len) {
        struct slice line = slice_trim(section_line(rest, &rest));
        bool numeral = number.at && !label.at && row_number_line(line) && markup_style(m, number) & STYLE_STRONG &&
                       !markup_style(m, line); /* a label that is a number too, such as a standard's */
        if (numeral) label = number, number = line;
        else if (!number.at && row_number_line(line)) number = line;
        else if (!label.at && line.len) label = line;
    }
    if (!number.at || !label.at) return false;
    row_value(r, row, m, number);
    row_label(r, row, m, label);
    return true;
}

/* A cell of two looks: a label in bold, and behind it one plain word, its value. */
static bool split_styled(struct reader *r, struct ast_row *row, const struct markup *m)
{
    struct slice text = slice_trim(m->text), label = markup_run(m, text);
    if (!(markup_style(m, text) & STYLE_STRONG) || label.len >= text.len || row_number(label)) return false;
    struct slice value = slice_trim(slice_cut(text, label.len, text.len));
    for (uint32_t i = 0; i < value.len; i++) {
        if ((unsigned char)value.at[i] <= ' ') return false;
    }
    if (!value.len || markup_style(m, value)) return false;
    row_value(r, row, m, value);
    row_label(r, row, m, label);
    return true;
}

struct columns {
    int value, label, note;
};

/* The column of values that the heads name, behind one of positions or of names. */
static int headed_column(const struct piece *p)
{
    if (!p->row_count || !p->rows[0].header || p->rows[0].count < 2) return COLUMN_NONE;
    const struct table_row *head = &p->rows[0];
    enum head first = head_of(head->cells[0].text);
    for (uint32_t i = 1; i < head->count && first != HEAD_VALUE; i++) {
        enum head other = head_of(head->cells[i].text);
        if (other == HEAD_VALUE || (i == 1 && first == HEAD_OTHER && other == HEAD_POSITION)) return (int)i;
    }
    return COLUMN_NONE;
}

/* Whether the second column holds the numbers, and the first none. */
static bool numbers_come_second(const struct piece *p)
{
    uint32_t first = 0, second = 0, rows = 0;
    for (uint32_t i = 0; i < p->row_count; i++) {
        const struct table_row *row = &p->rows[i];
        if (row->header || row->count < 2) continue;
        rows++;
        first += row_numeric(row->cells[0].text);
        struct slice cell = slice_trim(row->cells[1].text);
        second += row_number(cell) || (cell.len && cell.at[0] == '{');
    }
    return rows && !first && second == rows;
}

/* Which column holds the values: the one whose head says so, or the one that holds numbers. */
static struct columns find_columns(const struct piece *p)
{
    int columns = p->row_count ? (int)p->rows[0].count : 0, headed = headed_column(p);
    struct columns c = {0, columns > 1 ? 1 : COLUMN_NONE, columns > 2 ? 2 : COLUMN_NONE};
    if (headed == COLUMN_NONE && columns > 1 && numbers_come_second(p)) headed = 1;
    if (headed == COLUMN_NONE) return c;
    bool positions = head_of(p->rows[0].cells[0].text) == HEAD_POSITION;
    c.value = headed;
    c.label = positions ? (headed == 1 ? 2 : 1) : 0;
    c.note = positions ? c.label + 1 + (c.label + 1 == headed) : headed == 1 ? 2 : 1;
    if (c.label >= columns) c.label = COLUMN_NONE;
    if (c.note >= columns) c.note = COLUMN_NONE;
    return c;
}

/* Where the next value begins in a cell of several, `1000, 1001` or `2 and 3`: behind a comma or a word, and in front
 * of a number. */
static int64_t next_value(struct slice cell)
{
    static const char *const marks[] = {",", ";", " or ", " and ", "/"};
    for (uint32_t at = 1; at < cell.len; at++) {
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
            uint32_t behind = at + (uint32_t)strlen(marks[i]);
            if (slice_starts(slice_cut(cell, at, cell.len), marks[i])) return behind;
        }
    }
    return -1;
}

/* A cell that holds several numbers gives a row for each, of one label. */
static void split_values(struct reader *r, struct ast_row *row, const struct markup *m, struct slice cell)
{
    static const char marks[] = ",;/ ";
    struct slice parts[64];
    size_t count = 0;
    for (struct slice rest = slice_trim(cell); rest.len && count < 64;) {
        int64_t next = next_value(rest);
        struct slice part = slice_cut(rest, 0, next < 0 ? rest.len : (uint32_t)next);
        while (part.len && (strchr(marks, part.at[part.len - 1]) || (part.at[part.len - 1] | 32) >= 'g')) part.len--;
        while (next >= 0 && part.len && !(part.at[part.len - 1] >= '0' && part.at[part.len - 1] <= '9') &&
               slice_find(part, "x", 0) < 0)
            part.len--;
        if (!row_number_line(part)) return;
        parts[count++] = part;
        rest = next < 0 ? (struct slice){0} : slice_trim(slice_cut(rest, (uint32_t)next, rest.len));
    }
    if (count > 1)
        diag_add(r->diags, RULE_PAGE_VALUE_MENDED, markup_span(m, slice_trim(cell)),
                 "one cell holds %zu values; each of them gets its label", count);
    for (size_t i = 0; count > 1 && i < count; i++) {
        if (i) {
            struct ast_row *more = arena_new(r->arena, struct ast_row);
            *more = *row;
            row->next = more;
            row = more;
        }
        row_value(r, row, m, parts[i]);
    }
}

static struct ast_row *read_row(struct reader *r, const struct table_row *from, struct columns c)
{
    struct ast_row *row = arena_new(r->arena, struct ast_row);
    if (c.value >= (int)from->count || !slice_trim(from->cells[c.value].text).len) return NULL;
    const struct markup *value = &from->cells[c.value];
    bool split = split_cell(r, row, value) || split_styled(r, row, value);
    if (!split) row_value(r, row, value, slice_trim(value->text)), row->value = row_fold(r, row->value);
    if (row->value_span.end == 0) row->value_span = markup_span(value, slice_trim(value->text));
    if (c.label != COLUMN_NONE && c.label < (int)from->count) {
        const struct markup *label = &from->cells[c.label];
        if (split) row->note = row_fold(r, label->text);
        else if (slice_trim(label->text).len) row_label(r, row, label, label->text);
    }
    if (c.note != COLUMN_NONE && c.note < (int)from->count) row->note = row_fold(r, from->cells[c.note].text);
    if (!split) row_reduce(row);
    if (!split) split_values(r, row, value, value->text);
    return row;
}

static bool empty_row(const struct table_row *row)
{
    for (uint32_t i = 0; i < row->count; i++) {
        if (slice_trim(row->cells[i].text).len) return false;
    }
    return true;
}

static bool strong_row(const struct table_row *row)
{
    for (uint32_t i = 0; i < row->count; i++) {
        struct slice text = slice_trim(row->cells[i].text);
        if (text.len && !(markup_style(&row->cells[i], text) & STYLE_STRONG)) return false;
    }
    return row->count > 1;
}

/* Under an empty head the first row may be the real one: `|Value|Description|`, or all of it in bold. */
static bool late_head(const struct piece *p)
{
    static const char *const seconds[] = {"description", "meaning", "name", "label", "definition", "state"};
    bool room = p->row_count > 1 && p->rows[0].header && empty_row(&p->rows[0]) && p->rows[1].count > 1;
    if (!room || row_numeric(p->rows[1].cells[0].text)) return false;
    bool strong = strong_row(&p->rows[1]) && !(p->row_count > 2 && strong_row(&p->rows[2]));
    if (strong) return true;
    bool second = false;
    for (size_t i = 0; i < sizeof seconds / sizeof *seconds; i++)
        second |= slice_is(slice_trim(p->rows[1].cells[1].text), seconds[i]);
    return second && head_of(p->rows[1].cells[0].text) != HEAD_OTHER;
}

/* A head is a row of values where its first cell is a number. */
static bool head_row(const struct piece *p, uint32_t i, bool late)
{
    const struct table_row *row = &p->rows[i];
    return (row->header && !(row->count && row_number(row->cells[0].text))) || (late && i == 1);
}

struct ast_row *table_rows(struct reader *r, const struct piece *p, bool *flags, struct ast_row **last)
{
    struct columns c = find_columns(p);
    struct ast_row *first = NULL, **end = &first;
    bool late = late_head(p);
    for (uint32_t i = 0; i < p->row_count; i++) {
        if (head_row(p, i, late)) {
            for (uint32_t k = 0; k < p->rows[i].count; k++) {
                struct slice head = slice_trim(p->rows[i].cells[k].text);
                *flags = *flags || slice_is(head, "mask") || slice_is(head, "flag") ||
                         slice_starts(head, "hexadecimal (bit");
            }
            continue;
        }
        struct ast_row *row = read_row(r, &p->rows[i], c);
        if (!row) continue;
        *end = row;
        while (row->next) row = row->next;
        end = &row->next;
        *last = row;
    }
    return first;
}

void table_values(struct reader *r, struct entry *e, const struct piece *p)
{
    struct ast_row *last = NULL;
    e->tabled = true;
    row_append(e, table_rows(r, p, &e->documented->flags, &last), p->span);
}
