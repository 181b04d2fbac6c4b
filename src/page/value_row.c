/* One value of a list, wherever it stands: its number or text, its label and its note. */
#include <string.h>

#include "page/section.h"

/* Whether a text is a number as a value table writes it: 3, -1, 0x10, 0x10 (4), 1..5. */
bool row_numeric(struct slice s)
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
    return row_numeric(s);
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

/* `3 (0x3)`, `0x01000000 (24)`: a number with another one beside it; what counts is the first. */
static struct slice first_number(struct slice s)
{
    uint32_t word = section_word(s).len;
    struct slice first = slice_cut(s, 0, word), rest = slice_trim(slice_cut(s, word, s.len));
    bool other = word && rest.len > 2 && rest.at[0] == '(' && rest.at[rest.len - 1] == ')' &&
                 row_number(slice_cut(rest, 1, rest.len - 1));
    return other && row_number(first) ? first : s;
}

bool row_number_alone(struct slice s) { return row_number(first_number(unwrap(slice_trim(s)))); }

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

static bool is_hexadecimal(struct slice number) { return slice_find(number, "x", 0) >= 0; }

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
    value = first_number(unwrap(unquote(value)));
    row->value_span = markup_span(m, value);
    row->value = range(r, value);
}

void row_label(struct reader *r, struct ast_row *row, const struct markup *m, struct slice label)
{
    label = slice_trim(label);
    row->label_span = markup_span(m, label);
    row->label = row_fold(r, label);
}

/* A number such as 1, 0x1, 3 (0x3), 5 32767 or "32768 = value": digits first, and short. */
bool row_number_line(struct slice s)
{
    return row_number_alone(s) || (number_length(s) && s.len < 24 && two_numbers(s));
}

/* `x00000400`: a hexadecimal number that lost its 0; the schema mends it where the property is a number. */
static bool row_lost_digit(struct slice s)
{
    return s.len > 3 && (s.at[0] | 32) == 'x' && s.at[1] >= '0' && s.at[1] <= '9' && row_number(slice_cut(s, 1, s.len));
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
void row_reduce(struct ast_row *row)
{
    struct slice s = row->value;
    uint32_t word = section_word(s).len;
    struct slice first = slice_cut(s, 0, word), rest = slice_trim(slice_cut(s, word, s.len));
    if (!word || rest.len < 3 || rest.at[rest.len - 1] != ')') return;
    if (row_lost_digit(first)) return;
    uint32_t second = section_word(rest).len;
    struct slice inner = slice_cut(rest, rest.at[0] == '(', rest.len - 1);
    if (row_number(first) && (rest.at[0] == '(' || row_number(inner))) row->value = first;
    else if (rest.at[0] == '(' && row_number(inner)) name_value(row, first, inner);
    else if (second && row_number(slice_cut(rest, 0, second)) &&
             slice_starts(slice_trim(slice_cut(rest, second, rest.len)), "("))
        name_value(row, first, slice_cut(rest, 0, second));
}

void row_append(struct entry *e, struct ast_row *rows, struct span span)
{
    if (!rows) return;
    *(e->newest ? &e->newest->next : &e->documented->rows) = rows;
    e->newest = rows;
    while (e->newest->next) e->newest = e->newest->next;
    e->documented->rows_span =
        e->documented->rows_span.end ? (struct span){e->documented->rows_span.start, span.end} : span;
}

static struct ast_row *find_value(struct ast_row *list, const struct ast_row *end, struct slice value)
{
    while (list != end && !slice_equal_fold(list->value, value)) list = list->next;
    return list == end ? NULL : list;
}

/* A list that begins anew with the first value, and holds nothing new, is the same list written again: as bullets, then
 * with its numbers marked up. What the first one lacks is taken over. */
void row_merge_lists(struct entry *e)
{
    struct ast_row *first = e->documented->rows, *last = first, *again = first ? first->next : NULL;
    while (again && !slice_equal_fold(again->value, first->value)) last = again, again = again->next;
    if (!again || last == first) return;
    for (struct ast_row *row = again; row; row = row->next) {
        const struct ast_row *known = find_value(first, again, row->value);
        bool alike = known && (!known->label.len || !row->label.len || slice_equal_fold(known->label, row->label));
        if (!alike) return;
    }
    for (const struct ast_row *row = again; row; row = row->next) {
        struct ast_row *known = find_value(first, again, row->value);
        if (!known->label.len) known->label = row->label, known->label_span = row->label_span;
        if (!known->note.len) known->note = row->note;
    }
    last->next = NULL;
    e->newest = last;
}
