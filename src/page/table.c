/* Value tables and value lists: whichever of their shapes, they become rows of value, label and note.
 * Cells may hold a little definition list, so that one cell gives a label and its number. */
#include <string.h>

#include "page/section.h"

enum { COLUMN_NONE = -1 };

static const char *const value_heads[] = {"value", "values", "hexadecimal (bit)", "hexadecimal",    "flag", "mask",
                                          "bit",   "bits",   "possible values",   "possible value", "id"};

static bool listed_head(struct slice head)
{
    for (size_t i = 0; i < sizeof value_heads / sizeof *value_heads; i++) {
        if (slice_is(head, value_heads[i])) return true;
    }
    return false;
}

/* Whether a text is a number as a value table writes it: 3, -1, 0x10, 0x10 (4), 1..5. */
static bool numeric(struct slice s)
{
    uint32_t i = 0;
    s = slice_trim(s);
    if (i < s.len && (s.at[i] == '-' || s.at[i] == '+')) i++;
    return i < s.len && s.at[i] >= '0' && s.at[i] <= '9' && !memchr(s.at, ' ', s.len < 2 ? s.len : 2);
}

bool row_number(struct slice s)
{
    s = slice_trim(s);
    for (uint32_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        bool hex = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'f') || (c | 32) == 'x';
        if (!hex && c != '-' && c != '+') return false;
    }
    return numeric(s);
}

static struct slice unquote(struct slice s)
{
    s = slice_trim(s);
    if (s.len >= 2 && s.at[0] == '"' && s.at[s.len - 1] == '"') return slice_cut(s, 1, s.len - 1);
    return s;
}

/* A number in parentheses is that number. */
static struct slice unwrap(struct slice s)
{
    bool wrapped = s.len > 2 && s.at[0] == '(' && s.at[s.len - 1] == ')' && row_number(slice_cut(s, 1, s.len - 1));
    return wrapped ? slice_trim(slice_cut(s, 1, s.len - 1)) : s;
}

/* Line breaks inside a cell become blanks. */
struct slice row_fold(struct reader *r, struct slice s)
{
    s = slice_trim(s);
    if (!s.len || !memchr(s.at, '\n', s.len)) return s;
    char *copy = arena_copy(r->arena, s.at, s.len);
    uint32_t n = 0;
    for (uint32_t i = 0; i < s.len; i++) {
        bool space = s.at[i] == '\n' || s.at[i] == ' ' || s.at[i] == '\t' || s.at[i] == '\r';
        if (!space) copy[n++] = s.at[i];
        else if (n && copy[n - 1] != ' ') copy[n++] = ' ';
    }
    return (struct slice){copy, n};
}

static uint32_t number_length(struct slice s)
{
    uint32_t n = 0;
    while (n < s.len && s.at[n] > ' ' && s.at[n] < 0x7F && (n == 0 || s.at[n] != '-')) n++;
    return row_number(slice_cut(s, 0, n)) ? n : 0;
}

static bool is_hexadecimal(struct slice number)
{
    return slice_find(number, "x", 0) >= 0;
}

/* Two numbers with a blank or dash between them are a range; "32768 = value" is one that has no end. */
static struct slice range(struct reader *r, struct slice s)
{
    uint32_t low = number_length(s);
    if (!low || low == s.len) return s;
    struct slice rest = slice_trim(slice_cut(s, low, s.len));
    if (slice_is(rest, "= value") || slice_is(rest, "..") || slice_is(rest, "...") || slice_is(rest, "\xE2\x80\xA6"))
        return slice_of(arena_printf(r->arena, SLICE_FMT "..", (int)low, s.at));
    if (slice_starts(rest, "\xE2\x80\x93") || slice_starts(rest, "\xE2\x80\x94"))
        rest = slice_trim(slice_cut(rest, 3, rest.len));
    else if (rest.len && rest.at[0] == '-') rest = slice_trim(slice_cut(rest, 1, rest.len));
    if (rest.len && number_length(rest) == rest.len && is_hexadecimal(rest) != is_hexadecimal(slice_cut(s, 0, low)))
        return slice_cut(s, 0, low); /* "16 0x10": one number in two spellings */
    if (rest.len && number_length(rest) == rest.len)
        return slice_of(arena_printf(r->arena, SLICE_FMT ".." SLICE_FMT, (int)low, s.at, SLICE_ARG(rest)));
    return s;
}

static bool two_numbers(struct slice s)
{
    struct slice rest = slice_trim(slice_cut(s, number_length(s), s.len));
    bool mark = rest.len && (rest.at[0] == '=' || rest.at[0] == '-' || (unsigned char)rest.at[0] == 0xE2);
    return mark || (rest.len && row_number(rest));
}

void row_value(struct reader *r, struct ast_row *row, const struct markup *m, struct slice value)
{
    value = unwrap(unquote(value));
    row->value_span = markup_span(m, value);
    row->value = range(r, value);
}

void row_label(struct reader *r, struct ast_row *row, const struct markup *m, struct slice label)
{
    label = slice_trim(label);
    row->label_span = markup_span(m, label);
    row->label = row_fold(r, label);
}

/* A number such as 1, 0x1, 5 32767 or "32768 = value": digits first, and short. */
static bool number_line(struct slice s)
{
    return row_number(s) || (number_length(s) && s.len < 24 && two_numbers(s));
}

/* A cell with lines: its number among them is the value, the first other one the label. */
static bool split_cell(struct reader *r, struct ast_row *row, const struct markup *m)
{
    struct slice rest = slice_trim(m->text), number = {0}, label = {0};
    while (rest.at && rest.len) {
        struct slice line = slice_trim(section_line(rest, &rest));
        bool numeral = number.at && !label.at && number_line(line) && markup_style(m, number) & STYLE_STRONG &&
                       !markup_style(m, line); /* a label that is a number too, such as a standard's */
        if (numeral) label = number, number = line;
        else if (!number.at && number_line(line)) number = line;
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

/* The label takes the place of a text that was read as a value; what stood there becomes a note. */
static void name_value(struct ast_row *row, struct slice label, struct slice value)
{
    row->note = row->label.at ? row->label : row->note;
    row->label = label;
    row->value = value;
}

/* A number with its other spelling, its meaning or its name beside it, `1 (0x1)`, `60 (a minute)`,
 * `GREEN(0)` or `GREEN 8 (0x8)`: the number alone. */
static void reduce_value(struct ast_row *row)
{
    struct slice s = row->value;
    uint32_t word = section_word(s).len;
    struct slice first = slice_cut(s, 0, word), rest = slice_trim(slice_cut(s, word, s.len));
    if (!word || rest.len < 3 || rest.at[rest.len - 1] != ')') return;
    uint32_t second = section_word(rest).len;
    struct slice inner = slice_cut(rest, rest.at[0] == '(', rest.len - 1);
    if (row_number(first) && (rest.at[0] == '(' || row_number(inner))) row->value = first;
    else if (rest.at[0] == '(' && row_number(inner)) name_value(row, first, inner);
    else if (second && row_number(slice_cut(rest, 0, second)) &&
             slice_starts(slice_trim(slice_cut(rest, second, rest.len)), "("))
        name_value(row, first, slice_cut(rest, 0, second));
}

struct columns {
    int value, label, note;
};

/* Which column holds the values: the one whose head says so, or the one that holds numbers. */
static struct columns find_columns(const struct piece *p)
{
    struct columns c = {0, 1, 2};
    uint32_t first = 0, columns = p->row_count ? p->rows[0].count : 0, second = 0, rows = 0;
    for (uint32_t i = 0; i < p->row_count; i++) {
        const struct table_row *row = &p->rows[i];
        if (row->header || row->count < 2) continue;
        rows++;
        first += numeric(row->cells[0].text);
        struct slice cell = slice_trim(row->cells[1].text);
        second += row_number(cell) || (cell.len && cell.at[0] == '{');
    }
    bool headed = columns > 1 && p->rows[0].header && listed_head(slice_trim(p->rows[0].cells[1].text)) &&
                  !listed_head(slice_trim(p->rows[0].cells[0].text));
    if (columns > 1 && (headed || (rows && !first && second == rows))) c = (struct columns){1, 0, 2};
    if (columns < 3) c.note = COLUMN_NONE;
    if (columns < 2) c.label = COLUMN_NONE;
    return c;
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
    if (!split) reduce_value(row);
    return row;
}

static bool empty_row(const struct table_row *row)
{
    for (uint32_t i = 0; i < row->count; i++) {
        if (slice_trim(row->cells[i].text).len) return false;
    }
    return true;
}

/* Under an empty head the first row may be the real one. */
static bool late_head(const struct piece *p)
{
    static const char *const seconds[] = {"description", "meaning", "name", "label", "definition"};
    bool room = p->row_count > 1 && p->rows[0].header && empty_row(&p->rows[0]) && p->rows[1].count > 1;
    if (!room || !listed_head(slice_trim(p->rows[1].cells[0].text))) return false;
    for (size_t i = 0; i < sizeof seconds / sizeof *seconds; i++) {
        if (slice_is(slice_trim(p->rows[1].cells[1].text), seconds[i])) return true;
    }
    return false;
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
        end = &row->next;
        *last = row;
    }
    return first;
}

void row_append(struct entry *e, struct ast_row *rows, struct span span)
{
    if (!rows) return;
    *(e->newest ? &e->newest->next : &e->told->rows) = rows;
    e->newest = rows;
    while (e->newest->next) e->newest = e->newest->next;
    e->told->rows_span = e->told->rows_span.end ? (struct span){e->told->rows_span.start, span.end} : span;
}

void table_values(struct reader *r, struct entry *e, const struct piece *p)
{
    struct ast_row *last = NULL;
    e->tabled = true;
    row_append(e, table_rows(r, p, &e->told->flags, &last), p->span);
}

/* The last parenthesis of `Label (3)` or `Label ("OK")`, or -1. */
int64_t row_parenthesis(struct slice s)
{
    if (!s.len || s.at[s.len - 1] != ')') return -1;
    for (uint32_t i = s.len - 1, depth = 0; i > 0; i--) {
        depth += s.at[i] == ')';
        if (s.at[i] == '(' && --depth == 0) return i;
    }
    return -1;
}

/* A term of a definition list below a property: `**Label** (3)`, or a bare value. */
bool table_term(struct reader *r, struct entry *e, const struct piece *p)
{
    struct slice text = slice_trim(p->markup.text);
    if (p->term != TERM_NAME || !text.len || !(markup_style(&p->markup, text) & STYLE_STRONG || row_number(text)))
        return false;
    e->tabled = true;
    struct ast_row *row = arena_new(r->arena, struct ast_row);
    int64_t open = row_parenthesis(text);
    struct slice inner = open > 0 ? slice_cut(text, (uint32_t)open + 1, text.len - 1) : (struct slice){0};
    bool value = open > 0 && !(markup_style(&p->markup, slice_cut(text, (uint32_t)open, text.len)) & STYLE_STRONG);
    if (value || (open > 0 && numeric(inner))) {
        row_value(r, row, &p->markup, inner);
        row_label(r, row, &p->markup, slice_cut(text, 0, (uint32_t)open));
    } else {
        row_value(r, row, &p->markup, text), row->value = row_fold(r, row->value);
        if (!row->value_span.end) row->value_span = markup_span(&p->markup, text);
    }
    row_append(e, row, p->span);
    return true;
}

/* The text behind a term: the label of a bare number, the number of a bare label, else a note. */
bool table_term_text(struct reader *r, struct entry *e, const struct piece *p)
{
    struct ast_row *row = e->newest;
    if (p->term == TERM_NONE || !row || row->note.at) return false;
    struct slice text = row_fold(r, p->markup.text);
    if (!row->label.at && row_number(row->value)) {
        row_label(r, row, &p->markup, p->markup.text);
    } else if (!row->label.at && numeric(text) && text.len < 24) {
        row->label = row->value;
        row->label_span = row->value_span;
        row_value(r, row, &p->markup, slice_trim(p->markup.text));
    } else {
        row->note = text;
    }
    return true;
}
