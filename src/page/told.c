/* The labelled lines of a property's section and the default that its prose tells. */
#include <string.h>

#include "grammar/mof.h"
#include "page/section.h"

static const struct {
    const char *words;
    enum label label;
} labels[] = {
    {"data type", LABEL_TYPE},        {"type", LABEL_TYPE},
    {"access type", LABEL_ACCESS},    {"access", LABEL_ACCESS},
    {"qualifiers", LABEL_QUALIFIERS}, {"qualifier", LABEL_QUALIFIERS},
};

/* Which label a line begins with; `value` becomes the offset behind its colon. */
enum label told_label(struct slice line, uint32_t *value)
{
    uint32_t indent = (uint32_t)(slice_trim(line).at - line.at), i = indent;
    while (i < line.len && i - indent < 14 && line.at[i] != ':') i++;
    if (i >= line.len || line.at[i] != ':') return LABEL_NONE;
    struct slice words = slice_trim(slice_cut(line, indent, i));
    while (words.len && (words.at[0] == '*' || words.at[0] == '`')) words = slice_cut(words, 1, words.len);
    for (size_t k = 0; k < sizeof labels / sizeof *labels; k++) {
        if (slice_is(words, labels[k].words)) {
            *value = i + 1;
            return labels[k].label;
        }
    }
    return LABEL_NONE;
}

static bool mark(char c)
{
    return c == '`' || c == '*' || c == '.' || c == ',' || c == ';' || c == ':' || c == ' ';
}

static struct slice strip(struct slice s)
{
    s = slice_trim(s);
    while (s.len && mark(s.at[s.len - 1])) s.len--;
    while (s.len && mark(s.at[0])) s = slice_cut(s, 1, s.len);
    return s;
}

/* Takes an array mark off the end of a type: "Array", "array", "[]". */
static bool take_array(struct slice *type, const struct markup *m)
{
    unsigned style = markup_style(m, *type);
    static const char *const marks[] = {"array", "arrays", "[]"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        uint32_t len = (uint32_t)strlen(marks[i]);
        struct slice tail = slice_cut(*type, type->len - len, type->len);
        if (type->len <= len || !slice_is(tail, marks[i])) continue;
        bool apart = tail.at[0] == '[' || mark(tail.at[-1]) || markup_style(m, tail) != style;
        if (apart) {
            *type = strip(slice_cut(*type, 0, type->len - len));
            return true;
        }
    }
    return false;
}

void told_type(struct entry *e, const struct markup *m, struct slice text)
{
    struct slice type = strip(text);
    if (!type.len) return;
    e->told->type_text = type;
    e->told->type_span = markup_span(m, type);
    e->type_array = take_array(&type, m) || e->named_array;
    if (slice_starts(type, "array of ")) type = slice_cut(type, 9, type.len), e->type_array = true;
    if (slice_starts(type, "ref:")) type = strip(slice_cut(type, 4, type.len));
    uint32_t len = type.len;
    if (len > 4 && slice_is(slice_cut(type, len - 4, len), " ref")) type = strip(slice_cut(type, 0, len - 4));
    e->type_name = type;
    e->type_markup = m;
}

static enum ast_access access_of(struct slice text)
{
    bool read = slice_find(text, "read", 0) >= 0, write = slice_find(text, "write", 0) >= 0;
    return read && write ? ACCESS_READ_WRITE : read ? ACCESS_READ : write ? ACCESS_WRITE : ACCESS_NONE;
}

void told_access(struct reader *r, struct entry *e, const struct markup *m, struct slice text)
{
    struct slice words = strip(text);
    struct span at = markup_span(m, words);
    if (words.len && words.at[0] == '[') {
        diag_add(r->diags, RULE_PAGE_LABEL, at, "'Access type' holds qualifiers");
        told_qualifiers(r, e, m, words);
        return;
    }
    if (!words.len || e->told->access_text.at) return;
    e->told->access = access_of(words);
    e->told->access_text = words;
    e->told->access_span = at;
    if (e->told->access == ACCESS_NONE)
        diag_add(r->diags, RULE_PAGE_ACCESS, at, "'" SLICE_FMT "' is no access type", SLICE_ARG(words));
    else if (memchr(words.at, ']', words.len) || memchr(words.at, '[', words.len))
        diag_add(r->diags, RULE_PAGE_ACCESS, at, "the access type '" SLICE_FMT "' holds a stray bracket",
                 SLICE_ARG(words));
}

static bool says_none(struct slice text)
{
    struct slice word = section_word(text);
    bool marked = text.len == word.len + 1 && (text.at[word.len] == '.' || text.at[word.len] == ')');
    return !text.len || slice_is(text, "none") || (slice_is(word, "none") && marked) || slice_is(text, "n/a");
}

/* The end of the first item of a list: the comma outside of brackets and strings, or the end. */
static uint32_t item_end(struct slice s)
{
    int depth = 0;
    bool string = false;
    for (uint32_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        string = c == '"' ? !string : string && c != '\n';
        if (!string) depth = c == ']' ? 0 : depth + (c == '(' || c == '{') - (c == ')' || c == '}');
        if (c == ',' && !string && depth <= 0) return i;
    }
    return s.len;
}

static struct ast_qualifier *parse_item(struct reader *r, struct span at, struct slice text)
{
    struct mof_segment map = {0, at.start ? at.start : r->source->base};
    char *copy = arena_alloc(r->arena, text.len + 2);
    memcpy(copy, text.at, text.len);
    struct mof_input in = {.entry = MOF_QUALIFIERS, .text = copy, .len = text.len, .map = &map, .map_count = 1};
    struct mof_output out = {0};
    struct diags found;
    diags_init(&found, r->arena, r->diags->sources);
    mof_parse(r->arena, r->names, &in, &found, &out);
    return out.qualifiers;
}

/* `Units (tenths of an inch)`: a value that lacks its quotation marks, or the last of them, gets them. */
static struct slice quote_value(struct reader *r, struct slice item)
{
    struct slice word = section_word(item), rest = slice_trim(slice_cut(item, word.len, item.len));
    bool wrapped = word.len && rest.len > 3 && rest.at[0] == '(' && rest.at[rest.len - 1] == ')';
    if (!wrapped) return (struct slice){0};
    struct slice inner = slice_trim(slice_cut(rest, rest.at[1] == '"' ? 2 : 1, rest.len - 1));
    if (!inner.len || memchr(inner.at, '"', inner.len) || memchr(inner.at, '\\', inner.len)) return (struct slice){0};
    return slice_of(arena_printf(r->arena, SLICE_FMT "(\"" SLICE_FMT "\")", SLICE_ARG(word), SLICE_ARG(inner)));
}

/* A list that cannot be read as one is read item by item: what is wrong in one loses no other. */
static struct ast_qualifier *read_items(struct reader *r, const struct markup *m, struct slice text)
{
    struct ast_qualifier *list = NULL, **last = &list;
    text = slice_trim(text);
    if (text.len && text.at[0] == '[') text = slice_cut(text, 1, text.len);
    if (text.len && text.at[text.len - 1] == ']') text.len--;
    while (text.len) {
        uint32_t end = item_end(text);
        struct slice item = slice_trim(slice_cut(text, 0, end)), quoted = quote_value(r, item);
        *last = item.len && section_word(item).len ? parse_item(r, markup_span(m, item), item) : NULL;
        if (!*last && quoted.len) *last = parse_item(r, markup_span(m, item), quoted);
        while (*last) last = &(*last)->next;
        text = slice_cut(text, end + 1, text.len);
    }
    return list;
}

/* The runs of the text are the segments of what is parsed. */
static void parse(struct reader *r, struct entry *e, const struct markup *m, struct slice text)
{
    uint32_t from = (uint32_t)(text.at - m->text.at), count = 0;
    struct mof_segment *map = arena_array(r->arena, m->run_count + 1, sizeof *map);
    uint32_t known = markup_span(m, text).start;
    map[count++] = (struct mof_segment){0, known ? known : r->source->base};
    for (uint32_t i = 0; i < m->run_count; i++) {
        uint32_t at = m->runs[i].at;
        if (at > from && at < from + text.len && m->runs[i].place)
            map[count++] = (struct mof_segment){at - from, m->runs[i].place};
    }
    char *copy = arena_alloc(r->arena, text.len + 2);
    memcpy(copy, text.at, text.len);
    struct mof_input in = {.entry = MOF_QUALIFIERS, .text = copy, .len = text.len, .map = map, .map_count = count};
    struct mof_output out = {0};
    struct diags found;
    diags_init(&found, r->arena, r->diags->sources);
    mof_parse(r->arena, r->names, &in, &found, &out);
    section_report(r, &found, RULE_PAGE_QUALIFIERS); /* prose before it is MOF */
    struct ast_qualifier **last = &e->qualifiers;
    while (*last) last = &(*last)->next;
    *last = out.qualifiers ? out.qualifiers : read_items(r, m, text);
}

void told_qualifiers(struct reader *r, struct entry *e, const struct markup *m, struct slice text)
{
    text = slice_trim(text);
    while (text.len && (text.at[text.len - 1] == '`' || text.at[text.len - 1] == '*')) text.len--;
    struct slice inner = text;
    if (inner.len && inner.at[0] == '[') inner = slice_cut(inner, 1, inner.len);
    if (inner.len && inner.at[inner.len - 1] == ']') inner.len--;
    bool none = says_none(text) || says_none(inner);
    e->told->qualifier_span = markup_span(m, text.len ? text : slice_cut(m->text, 0, 1));
    if (none) return;
    e->told->qualifier_text = slice_trim(inner);
    bool open = text.at[0] == '[' && text.at[text.len - 1] != ']';
    if (open)
        diag_add(r->diags, RULE_PAGE_QUALIFIERS, e->told->qualifier_span, "the list of qualifiers has no closing ']'");
    parse(r, e, m, open ? inner : text);
}

static bool word_char(char c)
{
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_' || (unsigned char)c >= 0x80;
}

/* A value without marks, up to the end of its sentence: a number, a word, a datetime. */
static struct slice bare_value(struct slice s)
{
    uint32_t n = 0;
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

static bool type_is(const struct entry *e, const char *part)
{
    return slice_find(e->type_name, part, 0) >= 0;
}

/* Whether a property's name tells the unit that stands behind a number: DelayMinutes, "5 minutes". */
static bool names_unit(struct slice name, struct slice unit)
{
    unit.len -= unit.len > 4 && (unit.at[unit.len - 1] | 32) == 's';
    for (uint32_t i = 0; unit.len > 3 && i + unit.len <= name.len; i++) {
        if (slice_equal_fold(slice_cut(name, i, i + unit.len), unit)) return true;
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
static struct slice fitting(const struct entry *e, struct slice value, struct slice rest)
{
    if (slice_is(value, "null") || (type_is(e, "bool") && (slice_is(value, "true") || slice_is(value, "false"))))
        return value;
    if (type_is(e, "int")) {
        struct slice behind = slice_trim(rest);
        if (digits(value) && names_unit(name_slice(e->word.name), section_word(behind))) return value;
        bool ends = ends_sentence(rest) || (behind.len && behind.at[0] == '(') || slice_starts(behind, "when ");
        if (digits(value) && ends) return value;
        if (quantity(value, rest).len) return quantity(value, rest);
        return digits(value) ? (struct slice){0} : number_behind(rest);
    }
    bool text = type_is(e, "str") && ends_sentence(rest) && value.len && !slice_is(value, "empty");
    return text || (digits(value) && ends_sentence(rest)) ? value : (struct slice){0};
}

static void take_default(struct entry *e, const struct markup *m, uint32_t from)
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
        value = strip(markup_run(m, trimmed));
    } else {
        struct slice word = bare_value(trimmed);
        value = fitting(e, word, slice_cut(trimmed, word.len, trimmed.len));
    }
    if (!value.len || slice_is(value, "\xE2\x80\xA6")) return;
    e->told->initial = value;
    e->told->initial_span = markup_span(m, value);
}

/* Where the value begins that a "default" at `from` tells, in what is left of its sentence, or -1. */
static int64_t default_value(struct slice near)
{
    int64_t is = slice_find(near, " is ", 0);
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
void told_default(struct entry *e, const struct markup *m)
{
    int64_t at = e->told->initial.at ? -1 : slice_find(m->text, "default", 0);
    while (at >= 0) {
        uint32_t from = (uint32_t)at + 7, end = from;
        while (end < m->text.len && end - from < 80 && m->text.at[end] != '.' && m->text.at[end] != '\n') end++;
        int64_t value = default_value(slice_cut(m->text, from, end));
        if (value >= 0) {
            take_default(e, m, from + (uint32_t)value);
            return;
        }
        at = slice_find(m->text, "default", from);
    }
}

/* "can't change the X property after the package is created", "cannot be modified once created". */
void told_immutable(struct entry *e, struct slice text)
{
    static const char *const cannot[] = {"can't ", "cannot ", "can not ", "can\xE2\x80\x99t "};
    bool created = slice_find(text, "created", 0) >= 0;
    for (size_t i = 0; created && i < sizeof cannot / sizeof *cannot; i++) {
        int64_t at = slice_find(text, cannot[i], 0);
        if (at < 0) continue;
        struct slice rest = slice_cut(text, (uint32_t)at, text.len);
        const char *stop = memchr(rest.at, '.', rest.len);
        rest.len = stop ? (uint32_t)(stop - rest.at) : rest.len;
        bool change = slice_find(rest, "change", 0) >= 0 || slice_find(rest, "modif", 0) >= 0;
        bool later = slice_find(rest, " after ", 0) >= 0 || slice_find(rest, " once ", 0) >= 0;
        if (change && later && slice_find(rest, "created", 0) >= 0) e->told->immutable = true;
    }
}
