/* The labelled lines of a property's section: type, access and qualifiers. */
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
enum label line_label(struct slice line, uint32_t *value)
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

static bool mark(char c) { return c == '`' || c == '*' || c == '.' || c == ',' || c == ';' || c == ':' || c == ' '; }

struct slice line_strip(struct slice s)
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
            *type = line_strip(slice_cut(*type, 0, type->len - len));
            return true;
        }
    }
    return false;
}

void line_type(struct entry *e, const struct markup *m, struct slice text)
{
    struct slice type = line_strip(text);
    if (!type.len) return;
    e->documented->type_text = type;
    e->documented->type_span = markup_span(m, type);
    e->type_array = take_array(&type, m) || e->named_array;
    if (slice_starts(type, "array of ")) type = slice_cut(type, 9, type.len), e->type_array = true;
    if (slice_starts(type, "ref:")) type = line_strip(slice_cut(type, 4, type.len));
    uint32_t len = type.len;
    if (len > 4 && slice_is(slice_cut(type, len - 4, len), " ref")) type = line_strip(slice_cut(type, 0, len - 4));
    e->type_name = type;
    e->type_markup = m;
}

static enum ast_access access_of(struct slice text)
{
    bool read = slice_find(text, "read", 0) >= 0, write = slice_find(text, "write", 0) >= 0;
    return read && write ? ACCESS_READ_WRITE : read ? ACCESS_READ : write ? ACCESS_WRITE : ACCESS_NONE;
}

static void fix_bracket(struct reader *r, struct diag *d, struct span words)
{
    struct slice text = diag_text(r->diags, words);
    for (uint32_t i = 0; i < text.len; i++)
        if (text.at[i] == '[' || text.at[i] == ']')
            diag_fix(r->diags, d, (struct span){words.start + i, words.start + i + 1}, "");
}

/* Where the line begins with the label as it is usually written. */
static void fix_label(struct reader *r, struct diag *d, struct span words, const char *label)
{
    uint32_t len = (uint32_t)strlen(label), from = words.start - r->source->base;
    struct slice before = {r->source->text, from};
    while (from && r->source->text[from - 1] != '\n') from--;
    int64_t at = slice_find(before, label, from);
    if (at < 0) return;
    uint32_t start = r->source->base + (uint32_t)at;
    diag_fix_unsafe(r->diags, d, (struct span){start, start + len}, "Qualifiers");
}

void line_access(struct reader *r, struct entry *e, const struct markup *m, struct slice text)
{
    struct slice words = line_strip(text);
    struct span at = markup_span(m, words);
    if (words.len && words.at[0] == '[') {
        struct diag *d = diag_add(r->diags, RULE_PAGE_LABEL, at, "'Access type' holds qualifiers");
        fix_label(r, d, at, "Access type");
        line_qualifiers(r, e, m, words);
        return;
    }
    if (!words.len || e->documented->access_text.at) return;
    e->documented->access = access_of(words);
    e->documented->access_text = words;
    e->documented->access_span = at;
    if (e->documented->access == ACCESS_NONE)
        diag_add(r->diags, RULE_PAGE_ACCESS, at, "'" SLICE_FMT "' is no access type", SLICE_ARG(words));
    else if (memchr(words.at, ']', words.len) || memchr(words.at, '[', words.len))
        fix_bracket(r,
                    diag_add(r->diags, RULE_PAGE_ACCESS, at, "the access type '" SLICE_FMT "' holds a stray bracket",
                             SLICE_ARG(words)),
                    at);
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
        i += string && c == '\\';
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
    found.reading = r->source;
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
struct ast_qualifier *line_items(struct reader *r, const struct markup *m, struct slice text)
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
    found.reading = r->source;
    mof_parse(r->arena, r->names, &in, &found, &out);
    section_report(r, &found, RULE_PAGE_QUALIFIERS); /* prose before it is MOF */
    struct ast_qualifier **last = &e->qualifiers;
    while (*last) last = &(*last)->next;
    *last = out.qualifiers ? out.qualifiers : line_items(r, m, text);
}

void line_qualifiers(struct reader *r, struct entry *e, const struct markup *m, struct slice text)
{
    text = slice_trim(text);
    while (text.len && (text.at[text.len - 1] == '`' || text.at[text.len - 1] == '*')) text.len--;
    struct slice inner = text;
    if (inner.len && inner.at[0] == '[') inner = slice_cut(inner, 1, inner.len);
    if (inner.len && inner.at[inner.len - 1] == ']') inner.len--;
    bool none = says_none(text) || says_none(inner);
    e->documented->qualifier_span = markup_span(m, text.len ? text : slice_cut(m->text, 0, 1));
    if (none) return;
    e->documented->qualifier_text = slice_trim(inner);
    bool open = text.at[0] == '[' && text.at[text.len - 1] != ']';
    if (open)
        diag_add(r->diags, RULE_PAGE_QUALIFIERS, e->documented->qualifier_span,
                 "the list of qualifiers has no closing ']'");
    parse(r, e, m, open ? inner : text);
}
