/* The default that a property's prose documents. */
#include <string.h>

#include "page/section.h"

static bool word_char(char c)
{
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_' || (unsigned char)c >= 0x80;
}

/* How long the number at the head is where its thousands are set apart, "7,200,000"; else 0. */
static uint32_t grouped_length(struct slice s)
{
    uint32_t n = 0, groups = 0;
    while (n < s.len && n < 3 && s.at[n] >= '0' && s.at[n] <= '9') n++;
    while (n && n + 3 < s.len && s.at[n] == ',') {
        uint32_t digits = 0;
        while (digits < 4 && n + 1 + digits < s.len && s.at[n + 1 + digits] >= '0' && s.at[n + 1 + digits] <= '9')
            digits++;
        if (digits != 3) break;
        n += 4;
        groups++;
    }
    return groups ? n : 0;
}

static struct slice without_commas(struct reader *r, struct slice s)
{
    if (!grouped_length(s)) return s;
    char *copy = arena_alloc(r->arena, s.len + 1);
    uint32_t n = 0;
    for (uint32_t i = 0; i < s.len; i++)
        if (s.at[i] != ',') copy[n++] = s.at[i];
    return (struct slice){copy, n};
}

/* The 25 characters of a datetime, or nothing. */
static struct slice datetime_value(struct slice s)
{
    enum { LENGTH = 25, POINT = 14 };
    bool is = s.len >= LENGTH && s.at[POINT] == '.' && row_number(slice_cut(s, 0, 4));
    for (uint32_t i = 0; is && i < LENGTH; i++) is = s.at[i] > ' ';
    return is ? slice_cut(s, 0, LENGTH) : (struct slice){0};
}

/* A value without marks, up to the end of its sentence: a number, a word, a datetime. */
static struct slice bare_value(struct slice s)
{
    uint32_t n = grouped_length(s);
    if (n) return slice_cut(s, 0, n);
    if (n < s.len && (s.at[n] == '-' || s.at[n] == '+')) n++;
    bool letter = s.len && (s.at[0] | 32) >= 'a' && (s.at[0] | 32) <= 'z';
    while (n < s.len && (word_char(s.at[n]) ||
                         (n + 1 < s.len && word_char(s.at[n + 1]) && (s.at[n] == '.' || (letter && s.at[n] == '-')))))
        n++;
    return slice_cut(s, 0, n);
}

static bool digits(struct slice s)
{
    return s.len && ((s.at[0] >= '0' && s.at[0] <= '9') || (s.at[0] == '-' && s.len > 1));
}

/* The number in parentheses behind a word: `MANUAL (1)`. */
static struct slice number_behind(struct slice rest)
{
    rest = slice_trim(rest);
    if (rest.len < 3 || rest.at[0] != '(') return (struct slice){0};
    struct slice number = bare_value(slice_cut(rest, 1, rest.len));
    return digits(number) && number.len + 1 < rest.len && rest.at[number.len + 1] == ')' ? number : (struct slice){0};
}

static bool ends_sentence(struct slice rest)
{
    return !rest.len || rest.at[0] == '.' || rest.at[0] == ',' || rest.at[0] == ';' || rest.at[0] == '\n';
}

static bool type_is(const struct entry *e, const char *part) { return slice_find(e->type_name, part, 0) >= 0; }

/* Whether a property's name tells the unit that stands behind a number: DelayMinutes, "5 minutes". */
static bool names_unit(struct slice name, struct slice unit)
{
    unit.len -= unit.len > 4 && (unit.at[unit.len - 1] | 32) == 's';
    for (uint32_t i = 0; unit.len > 3 && i + unit.len <= name.len; i++) {
        if (slice_equal_fold(slice_cut(name, i, i + unit.len), unit)) return true;
    }
    return false;
}

/* Whether the text names the unit before: "Time in seconds. The default value is 5 seconds." */
static bool text_names_unit(struct slice before, struct slice unit)
{
    static const char *const openings[] = {" in ", "number of "};
    for (size_t i = 0; i < sizeof openings / sizeof *openings && unit.len > 3; i++) {
        for (int64_t at = slice_find(before, openings[i], 0); at >= 0;) {
            uint32_t from = (uint32_t)at + (uint32_t)strlen(openings[i]);
            if (slice_equal_fold(section_word(slice_cut(before, from, before.len)), unit)) return true;
            at = slice_find(before, openings[i], from);
        }
    }
    return false;
}

static bool is_unit(struct slice word)
{
    static const char *const units[] = {"millisecond", "second", "minute", "hour",     "day",      "week",
                                        "month",       "year",   "byte",   "kilobyte", "megabyte", "gigabyte",
                                        "KB",          "MB",     "GB",     "percent"};
    if (word.len > 2 && (word.at[word.len - 1] | 32) == 's') word.len--;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (slice_is(word, units[i])) return true;
    return false;
}

static bool is_number_word(struct slice word)
{
    static const char *const words[] = {"zero", "one",   "two",   "three", "four", "five",
                                        "six",  "seven", "eight", "nine",  "ten"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_is(word, words[i])) return true;
    return false;
}

/* "1 hour", "one hour": a quantity with its unit is taken whole, as it is written; whether it fits is for the schema.
 */
static struct slice quantity(struct slice value, struct slice rest)
{
    struct slice unit = section_word(slice_trim(rest));
    if ((!digits(value) && !is_number_word(value)) || !is_unit(unit)) return (struct slice){0};
    struct slice whole = {value.at, (uint32_t)(unit.at + unit.len - value.at)};
    return ends_sentence(slice_cut(rest, (uint32_t)(unit.at + unit.len - rest.at), rest.len)) ? whole
                                                                                              : (struct slice){0};
}

/* A bare word is a default only where it fits the type; "the next number" is prose. */
static struct slice fitting(const struct entry *e, struct slice before, struct slice value, struct slice rest)
{
    if (slice_is(value, "null") || (type_is(e, "bool") && (slice_is(value, "true") || slice_is(value, "false"))))
        return value;
    if (type_is(e, "int")) {
        struct slice behind = slice_trim(rest);
        struct slice unit = section_word(behind);
        if (digits(value) && (names_unit(name_slice(e->word.name), unit) || text_names_unit(before, unit)))
            return value;
        bool ends = ends_sentence(rest) || (behind.len && behind.at[0] == '(') || slice_starts(behind, "when ");
        if (digits(value) && ends) return value;
        if (quantity(value, rest).len) return quantity(value, rest);
        return digits(value) ? (struct slice){0} : number_behind(rest);
    }
    bool text = type_is(e, "str") && ends_sentence(rest) && value.len && !slice_is(value, "empty");
    return text || (digits(value) && ends_sentence(rest)) ? value : (struct slice){0};
}

static void take_default(struct reader *r, struct entry *e, const struct markup *m, uint32_t from)
{
    struct slice rest = slice_cut(m->text, from, m->text.len), trimmed = slice_trim(rest), value = {0};
    if (!trimmed.len) return;
    if (markup_style(m, trimmed) & STYLE_CODE) {
        value = slice_trim(markup_run(m, trimmed));
        value.len -= value.len > 1 && value.at[value.len - 1] == '.';
    } else if (slice_starts(trimmed, "<null>")) {
        value = slice_cut(trimmed, 1, 5);
    } else if (trimmed.at[0] == '"') {
        const char *end = memchr(trimmed.at + 1, '"', trimmed.len - 1);
        if (end) value = slice_cut(trimmed, 0, (uint32_t)(end - trimmed.at) + 1);
        if (value.len > 2 && type_is(e, "int")) value = slice_cut(value, 1, value.len - 1);
    } else if (markup_style(m, trimmed) & STYLE_STRONG) {
        value = line_strip(markup_run(m, trimmed));
    } else if (type_is(e, "datetime") && datetime_value(trimmed).len) {
        value = datetime_value(trimmed);
    } else {
        struct slice word = bare_value(trimmed);
        value = fitting(e, slice_cut(m->text, 0, from), word, slice_cut(trimmed, word.len, trimmed.len));
    }
    if (!value.len || slice_is(value, "\xE2\x80\xA6")) return;
    e->documented->initial = type_is(e, "int") ? without_commas(r, value) : value;
    e->documented->initial_span = markup_span(m, value);
}

/* Where the value begins that a "default" at `from` tells, in what is left of its sentence, or -1. */
static int64_t default_value(struct slice near)
{
    int64_t is = slice_find(near, " is ", 0), colon = slice_find(near, " is:", 0);
    if (colon == 0 || (colon > 0 && slice_starts(near, " value"))) return colon + 4;
    if (is == 0 || (is > 0 && slice_starts(near, " value"))) return is + 4;
    struct slice noun = section_word(slice_trim(near)); /* "The default timeout is one hour" */
    if (is > 0 && noun.len && noun.at + noun.len == near.at + is) {
        struct slice value = slice_cut(near, (uint32_t)is + 4, near.len), word = bare_value(value);
        if (quantity(word, slice_cut(value, word.len, value.len)).len) return is + 4;
    }
    if (slice_starts(near, "s to ")) return 5;
    if (slice_starts(near, ": ") || slice_starts(near, " value: ")) return slice_find(near, ": ", 0) + 2;
    return -1;
}

/* "The default value [of this property] is X", "The default is X", "Default value: X", "It defaults to X". */
void default_read(struct reader *r, struct entry *e, const struct markup *m)
{
    int64_t at = e->documented->initial.at ? -1 : slice_find(m->text, "default", 0);
    while (at >= 0) {
        uint32_t from = (uint32_t)at + 7, end = from;
        while (end < m->text.len && end - from < 80 && m->text.at[end] != '.' && m->text.at[end] != '\n') end++;
        int64_t value = default_value(slice_cut(m->text, from, end));
        if (value >= 0) {
            take_default(r, e, m, from + (uint32_t)value);
            return;
        }
        at = slice_find(m->text, "default", from);
    }
}
