/* Values without a table: `**Allow** (2)`, `0 = Off`, a number above its label, or, behind a sentence that
 * announces values, the items of a list and short paragraphs. What does not look like a value stays prose. */
#include <string.h>

#include "page/section.h"

enum { VALUE_MOST = 40, WORDS_MOST = 4, PHRASE_MOST = 60 };

bool listed_announces(struct slice text)
{
    static const char *const words[] = {
        "values are",      "values include", "following values", "values:",      "value is one of",
        "following table", "values that",    "possible values",  "valid values", "allowed values"};
    if (slice_find(text, "value", 0) < 0 && slice_find(text, "following table", 0) < 0) return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (slice_find(text, words[i], 0) >= 0) return true;
    }
    return false;
}

static struct ast_row *add_row(struct reader *r, struct entry *e, const struct piece *p, struct slice value,
                               struct slice label)
{
    struct ast_row *row = arena_new(r->arena, struct ast_row);
    row_value(r, row, &p->markup, value);
    if (slice_trim(label).len) row_label(r, row, &p->markup, label);
    row_append(e, row, p->span);
    return row;
}

static bool quoted(struct slice s)
{
    return s.len > 2 && s.at[0] == '"' && memchr(s.at + 1, '"', s.len - 1) == s.at + s.len - 1;
}

static bool letter(char c)
{
    return ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '"' || c == '_' || (unsigned char)c >= 0x80;
}

/* The length of a mark between a value and its text at the head of `s`: `=`, `:` or a dash. */
static uint32_t mark_length(struct slice s)
{
    if (slice_starts(s, "\xE2\x80\x93") || slice_starts(s, "\xE2\x80\x94")) return 3;
    return s.len && (s.at[0] == '=' || s.at[0] == ':' || s.at[0] == '-') ? 1 : 0;
}

/* `0 = Off`, `1: on`, `0x2 - both`: whether a line is so; the number and the text behind the mark. */
static bool number_line(struct slice line, struct slice *number, struct slice *label)
{
    uint32_t n = 0;
    line = slice_trim(line);
    while (n < line.len && line.at[n] > ' ' && line.at[n] != '=' && line.at[n] != ':' && (n == 0 || line.at[n] != '-'))
        n++;
    *number = slice_cut(line, 0, n);
    struct slice rest = slice_trim(slice_cut(line, n, line.len));
    uint32_t mark = mark_length(rest);
    *label = slice_trim(slice_cut(rest, mark, rest.len));
    return n < 20 && mark && row_number(*number) && label->len && letter(label->at[0]);
}

/* Lines of numbers with their labels; a line that is none goes on with the label before it. */
static bool numbered(struct reader *r, struct entry *e, const struct piece *p, struct slice text)
{
    struct slice number, label, next, more, rest = text;
    if (!number_line(section_line(text, &rest), &number, &label)) return false;
    while (rest.at) {
        struct slice after, line = section_line(rest, &after);
        if (number_line(line, &next, &more)) {
            add_row(r, e, p, number, label);
            number = next, label = more;
        } else {
            label.len = (uint32_t)(line.at + line.len - label.at);
        }
        rest = after;
    }
    add_row(r, e, p, number, label);
    return true;
}

/* A number alone on the first line, its label on the second, what it means below. */
static bool stacked(struct reader *r, struct entry *e, const struct piece *p, struct slice text)
{
    struct slice rest, note, number = slice_trim(section_line(text, &rest));
    if (!rest.at || number.len > 20 || !row_number(number)) return false;
    struct slice label = slice_trim(section_line(rest, &note));
    if (!label.len || label.len > PHRASE_MOST || !letter(label.at[0])) return false;
    struct ast_row *row = add_row(r, e, p, number, label);
    if (note.at) row->note = row_fold(r, note);
    return true;
}

/* Whether a line is `**Label** (3)` or `("value")`. */
static bool marked_line(const struct piece *p, struct slice line, struct slice *value, struct slice *label)
{
    int64_t open = line.len > 2 && line.at[0] == '(' ? 0 : term_parenthesis(line);
    if (open < 0 || line.at[line.len - 1] != ')') return false;
    *value = slice_trim(slice_cut(line, (uint32_t)open + 1, line.len - 1));
    *label = slice_trim(slice_cut(line, 0, (uint32_t)open));
    if (open && row_number(*label) && !row_numeric(*value) && !quoted(*value)) { /* `**1** (Other)` */
        struct slice number = *label;
        *label = *value, *value = number;
    }
    bool strong = markup_style(&p->markup, line) & STYLE_STRONG;
    return open ? strong && label->len < PHRASE_MOST && (row_number(*value) || quoted(*value)) : quoted(*value);
}

static bool marked(struct reader *r, struct entry *e, const struct piece *p, struct slice text)
{
    struct slice value, label, rest = text;
    while (rest.at) {
        if (!marked_line(p, slice_trim(section_line(rest, &rest)), &value, &label)) return false;
    }
    for (rest = text; rest.at;) {
        marked_line(p, slice_trim(section_line(rest, &rest)), &value, &label);
        add_row(r, e, p, value, label);
    }
    return true;
}

static uint32_t words_in(struct slice s)
{
    uint32_t n = s.len > 0;
    for (uint32_t i = 0; i < s.len; i++) n += s.at[i] == ' ';
    return n;
}

/* Where the text of an item begins behind its value: at a mark with a blank beside it, or behind a full
 * stop; `end` is where the value ends. */
static uint32_t split_item(struct slice s, uint32_t *end)
{
    for (uint32_t i = 1; i + 1 < s.len; i++) {
        uint32_t mark = mark_length(slice_cut(s, i, s.len));
        bool stop = s.at[i] == '.' && s.at[i + 1] == ' ';
        bool apart = mark && (s.at[i - 1] == ' ' || (i + mark < s.len && s.at[i + mark] == ' '));
        if (!apart && !stop) continue;
        *end = i;
        return i + (stop ? 1 : mark);
    }
    *end = s.len;
    return s.len;
}

/* Drops "(default)" and a full stop behind a value. */
static struct slice bare(struct slice s)
{
    static const char *const tails[] = {"(default)", "(the default)", "."};
    s = slice_trim(s);
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        uint32_t len = (uint32_t)strlen(tails[i]);
        if (s.len > len && slice_is(slice_cut(s, s.len - len, s.len), tails[i]))
            s = slice_trim(slice_cut(s, 0, s.len - len));
    }
    return s;
}

/* `NAME(What it is)`: both. */
static bool named(struct slice s, struct slice *value, struct slice *label)
{
    uint32_t word = section_word(s).len;
    if (!word || word == s.len || s.at[word] != '(' || s.at[s.len - 1] != ')') return false;
    *value = slice_cut(s, 0, word);
    *label = slice_cut(s, word + 1, s.len - 1);
    return true;
}

/* An announced string: an item of a list, or a paragraph that holds hardly more than a word. */
static bool announced(struct reader *r, struct entry *e, const struct piece *p, struct slice text)
{
    static const char *const others[] = {"example:", "for example", "e.g.", "note:", "see "};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (slice_starts(text, others[i])) return false;
    struct slice value = bare(text), label = {0};
    uint32_t end, most = p->item ? WORDS_MOST : 1;
    if (!named(value, &value, &label) && !quoted(value)) {
        uint32_t from = split_item(value, &end);
        bool plain = from == value.len;
        label = slice_trim(slice_cut(value, from, value.len));
        value = bare(slice_cut(value, 0, end));
        most = plain && !p->item ? WORDS_MOST - 1 : most;
        bool sentence = plain && text.at[text.len - 1] == '.' && (!p->item || words_in(value) > 2);
        if (value.len > VALUE_MOST || words_in(value) > most || sentence) return false;
    }
    bool digit = value.len && value.at[0] >= '0' && value.at[0] <= '9';
    if (!value.len || memchr(value.at, '\n', value.len) || !(digit || letter(value.at[0]))) return false;
    add_row(r, e, p, value, label);
    return true;
}

bool listed_marked(struct reader *r, struct entry *e, const struct piece *p, struct slice text)
{
    return !p->quoted && marked(r, e, p, slice_trim(text));
}

bool listed_value(struct reader *r, struct entry *e, const struct piece *p, struct slice text)
{
    text = slice_trim(text);
    if (p->quoted || !text.len) return false;
    bool number = slice_find(e->type_name, "int", 0) >= 0, string = slice_find(e->type_name, "str", 0) == 0;
    if (e->tabled || p->term == TERM_TEXT) return false;
    if ((number || e->announces) && (stacked(r, e, p, text) || numbered(r, e, p, text))) return true;
    return string && e->announces && e->announced.end && announced(r, e, p, text);
}
