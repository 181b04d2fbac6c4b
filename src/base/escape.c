/* Every escape walks the text by code points, so that a byte of a longer character is never taken for a mark. */
#include "base/escape.h"

#include <string.h>

#include "base/ascii.h"
#include "base/character.h"

/* The code point at s.at[at]; *len is its bytes. A broken byte is CHARACTER_BROKEN by itself. */
static uint32_t decode(struct slice s, uint32_t at, uint32_t *len)
{
    const char *end = s.at + at;
    uint32_t c = character_next(&end, s.at + s.len);
    *len = (uint32_t)(end - s.at) - at;
    return c;
}

static void add_octal(struct text *out, struct slice s)
{
    for (uint32_t i = 0; i < s.len; i++) text_printf(out, "\\%03o", (unsigned)(unsigned char)s.at[i]);
}

enum { IN_STRING = 1, IN_COMMENT = 2 };

/* The end of what needs no escape there, from `at` on: printable ASCII without the marks. */
static uint32_t plain_end(struct slice s, uint32_t at, unsigned where)
{
    static const unsigned char marks[128] = {['"'] = IN_STRING,
                                             ['\\'] = IN_STRING | IN_COMMENT,
                                             ['?'] = IN_STRING | IN_COMMENT,
                                             ['*'] = IN_COMMENT,
                                             ['/'] = IN_COMMENT};
    while (at < s.len && s.at[at] >= 0x20 && s.at[at] < 0x7F && !(marks[(unsigned char)s.at[at]] & where)) at++;
    return at;
}

void escape_c_string(struct text *out, struct slice s)
{
    text_add_char(out, '"');
    for (uint32_t i = 0, len; i < s.len; i += len) {
        uint32_t end = plain_end(s, i, IN_STRING);
        text_add_slice(out, slice_cut(s, i, end));
        if ((i = end) == s.len) break;
        uint32_t c = decode(s, i, &len);
        struct slice bytes = slice_cut(s, i, i + len);
        if (c == '\n') text_add_string(out, "\\n");
        else if (c == '\t') text_add_string(out, "\\t");
        else if (character_hidden(c)) add_octal(out, bytes);
        else if (c == '"' || c == '\\') text_add_char(out, '\\'), text_add_char(out, (char)c);
        else if (c == '?' && i && s.at[i - 1] == '?') text_add_string(out, "\\?"); /* no trigraph */
        else text_add_slice(out, bytes);
    }
    text_add_char(out, '"');
}

/* Whether a blank must go between two characters of a comment: end and begin of one, trigraphs. */
static bool splits(uint32_t before, uint32_t c)
{
    return (before == '*' && c == '/') || (before == '/' && c == '*') || (before == '?' && c == '?');
}

void escape_c_comment(struct text *out, struct slice s)
{
    uint32_t before = 0;
    for (uint32_t i = 0, len; i < s.len; i += len) {
        uint32_t end = plain_end(s, i, IN_COMMENT);
        text_add_slice(out, slice_cut(s, i, end));
        if (end > i) before = (unsigned char)s.at[end - 1];
        if ((i = end) == s.len) break;
        uint32_t c = decode(s, i, &len);
        if (c == CHARACTER_BROKEN) c = '?', text_add_string(out, before == '?' ? " ?" : "?");
        else if (c == '\n') text_add_char(out, '\n');
        else if (character_hidden(c)) c = ' ', text_add_char(out, ' ');
        else {
            if (splits(before, c)) text_add_char(out, ' ');
            text_add_slice(out, slice_cut(s, i, i + len));
            uint32_t next = i + len, unused;
            bool ends = c == '\\' &&
                        (next >= s.len || ascii_is_space(s.at[next]) || character_hidden(decode(s, next, &unused)));
            if (ends) c = '.', text_add_char(out, '.');
        }
        before = c;
    }
}

void escape_identifier(struct text *out, struct slice s)
{
    size_t start = out->len;
    bool gap = false;
    for (uint32_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        bool plain = ascii_is_alnum(c);
        if (plain && gap && out->len > start) text_add_char(out, '_');
        if (plain) text_add_char(out, c);
        gap = !plain;
    }
}

void escape_sql_string(struct text *out, struct slice s, bool backslashes)
{
    text_add_char(out, '\'');
    for (uint32_t i = 0; i < s.len; i++) {
        if (!s.at[i]) continue;
        if (s.at[i] == '\'' || (backslashes && s.at[i] == '\\')) text_add_char(out, s.at[i]);
        text_add_char(out, s.at[i]);
    }
    text_add_char(out, '\'');
}

void escape_sql_name(struct text *out, struct slice s, char quote)
{
    char close = quote == '[' ? ']' : quote;
    text_add_char(out, quote);
    for (uint32_t i = 0; i < s.len; i++) {
        if (!s.at[i]) continue;
        if (s.at[i] == close) text_add_char(out, close);
        text_add_char(out, s.at[i]);
    }
    text_add_char(out, close);
}

/* The length of what begins at `at`: a literal or quoted name (a doubled quote begins the next), a comment, a line's
 * end, or what stands before the next of these. */
static uint32_t sql_token(struct slice s, uint32_t at, bool *comment)
{
    char first = s.at[at], second = at + 1 < s.len ? s.at[at + 1] : '\0';
    const char *end = NULL, *rest = s.at + at + 1;
    uint32_t left = s.len - at;
    *comment = (first == '-' && second == '-') || (first == '/' && second == '*');
    if (first == '-' && *comment) end = memchr(rest, '\n', left - 1);
    else if (*comment) {
        int64_t close = slice_find(s, "*/", at + 2);
        end = close < 0 ? NULL : s.at + close + 2;
    } else if (first == '\'' || first == '"' || first == '`') {
        end = memchr(rest, first, left - 1);
        if (end) end++;
    } else if (first == '\n') {
        return 1;
    } else {
        for (end = rest; end < s.at + s.len; end++)
            if (*end == '\n' || *end == '-' || *end == '/' || *end == '\'' || *end == '"' || *end == '`') break;
    }
    return end ? (uint32_t)(end - s.at) - at : left;
}

void escape_sql_statements(struct text *out, struct slice s)
{
    size_t line = out->len; /* where the line begins */
    for (uint32_t at = 0, len; at < s.len; at += len) {
        bool comment;
        len = sql_token(s, at, &comment);
        if (comment) continue;
        if (s.at[at] != '\n') {
            text_add(out, s.at + at, len);
            continue;
        }
        while (out->len > line && out->at[out->len - 1] == ' ') out->len--;
        if (out->len > line) text_add_char(out, '\n');
        line = out->len;
    }
}

void escape_line(struct text *out, struct slice s)
{
    for (uint32_t i = 0, len; i < s.len; i += len) {
        uint32_t run = i;
        while (run < s.len && s.at[run] >= ' ' && s.at[run] < 0x7F) run++;
        text_add_slice(out, slice_cut(s, i, run));
        if ((i = run) == s.len) break;
        uint32_t c = decode(s, i, &len);
        if (c == CHARACTER_BROKEN) text_add_char(out, '?');
        else if (character_hidden(c)) text_add_char(out, ' ');
        else text_add_slice(out, slice_cut(s, i, i + len));
    }
}

void escape_line_comment(struct text *out, struct slice s)
{
    struct text line = {0};
    escape_line(&line, s);
    for (size_t i = 0; i < line.len; i++) {
        bool slash = line.at[i] == '\\' || (i >= 2 && memcmp(line.at + i - 2, "?\?/", 3) == 0);
        text_add_char(out, line.at[i]);
        if (slash && (i + 1 == line.len || line.at[i + 1] == ' ')) text_add_char(out, '.');
    }
    text_free(&line);
}

/* Whether a mark at the beginning of a line makes it a heading, a list, a rule or a quotation. `at` is its place. */
static bool begins_block(struct slice s, uint32_t begin, uint32_t at)
{
    char c = s.at[at];
    bool number = c == '.' || c == ')';
    if (!number && (at > begin || !strchr("#+-=:", c))) return false;
    for (uint32_t i = begin; i < at; i++)
        if (!ascii_is_digit(s.at[i])) return false;
    return number ? at > begin : true;
}

void escape_markdown(struct text *out, struct slice s)
{
    uint32_t begin = 0; /* of the line */
    for (uint32_t i = 0, len; i < s.len; i += len) {
        uint32_t c = decode(s, i, &len);
        bool hidden = character_hidden(c) && c != '\n', inside = i > 0 && i + 1 < s.len;
        if (c == CHARACTER_BROKEN) text_add_string(out, "\xEF\xBF\xBD");
        else if (i == begin && (hidden || c == ' ')) begin += len;
        else if (hidden) text_add_char(out, ' ');
        else if (c == '\n') text_add_char(out, '\n'), begin = i + 1;
        else if (c == '_' && inside && ascii_is_alnum(s.at[i - 1]) && ascii_is_alnum(s.at[i + 1]))
            text_add_char(out, '_'); /* in the middle of a word it means nothing */
        else {
            bool marks = c < 0x7F && (strchr("\\`*_[]<>&|~$", (char)c) || begins_block(s, begin, i));
            if (marks) text_add_char(out, '\\');
            text_add_slice(out, slice_cut(s, i, i + len));
        }
    }
}

void escape_html(struct text *out, struct slice s)
{
    for (uint32_t i = 0, len; i < s.len; i += len) {
        uint32_t c = decode(s, i, &len);
        if (c == '&') text_add_string(out, "&amp;");
        else if (c == '<') text_add_string(out, "&lt;");
        else if (c == '>') text_add_string(out, "&gt;");
        else if (c == '"') text_add_string(out, "&quot;");
        else if (c == '\'') text_add_string(out, "&#39;");
        else if (c == CHARACTER_BROKEN) text_add_string(out, "\xEF\xBF\xBD");
        else if (character_hidden(c) && c != '\n') text_add_char(out, ' ');
        else text_add_slice(out, slice_cut(s, i, i + len));
    }
}

static bool json_plain(unsigned char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != '\\'; }

static void add_utf16(struct text *out, uint32_t c)
{
    if (c < 0x10000) {
        text_printf(out, "\\u%04x", c);
        return;
    }
    unsigned high = 0xD800 + ((c - 0x10000) >> 10), low = 0xDC00 + ((c - 0x10000) & 0x3FF);
    text_printf(out, "\\u%04x\\u%04x", high, low);
}

void escape_json_string(struct text *out, struct slice s)
{
    text_add_char(out, '"');
    for (uint32_t i = 0, len; i < s.len; i += len) {
        uint32_t run = i;
        while (run < s.len && json_plain((unsigned char)s.at[run])) run++;
        text_add_slice(out, slice_cut(s, i, run));
        if ((i = run) == s.len) break;
        uint32_t c = decode(s, i, &len);
        if (c == '"' || c == '\\') text_add_char(out, '\\'), text_add_char(out, (char)c);
        else if (c == '\n') text_add_string(out, "\\n");
        else if (c == CHARACTER_BROKEN) text_add_string(out, "\xEF\xBF\xBD");
        else if (character_hidden(c)) add_utf16(out, c);
        else text_add_slice(out, slice_cut(s, i, i + len));
    }
    text_add_char(out, '"');
}

static void begin_line(struct text *out, struct slice prefix, bool empty)
{
    while (empty && prefix.len && ascii_is_space(prefix.at[prefix.len - 1])) prefix.len--;
    text_add_char(out, '\n');
    text_add_slice(out, prefix);
}

/* One paragraph; *column is where its next word would stand. */
static void wrap_line(struct text *out, struct slice s, unsigned width, struct slice prefix)
{
    unsigned indent = slice_characters(prefix), column = indent;
    bool first = true;
    for (uint32_t i = 0; i < s.len;) {
        uint32_t end = i;
        while (end < s.len && !ascii_is_space(s.at[end])) end++;
        struct slice word = slice_cut(s, i, end);
        while (end < s.len && ascii_is_space(s.at[end])) end++;
        i = end;
        if (!word.len) continue;
        unsigned columns = slice_characters(word);
        if (!first && column + 1 + columns > width) begin_line(out, prefix, false), column = indent, first = true;
        if (!first) text_add_char(out, ' '), column++;
        bool closes = first && word.at[0] == '/' && prefix.len && prefix.at[prefix.len - 1] == '*';
        if (closes) text_add_char(out, ' '); /* "*" + "/" would end a comment */
        text_add_slice(out, word);
        column += columns;
        first = false;
    }
}

void text_wrap(struct text *out, struct slice s, unsigned width, struct slice prefix)
{
    s = slice_trim(s);
    for (bool first = true; first || s.len; first = false) {
        const char *end = s.len ? memchr(s.at, '\n', s.len) : NULL;
        struct slice line = slice_cut(s, 0, end ? (uint32_t)(end - s.at) : s.len);
        s = slice_cut(s, end ? line.len + 1 : s.len, s.len);
        line = slice_trim(line);
        if (!first) begin_line(out, prefix, !line.len);
        wrap_line(out, line, width, prefix);
    }
}

void text_pad(struct text *out, struct slice s, int width)
{
    unsigned want = (unsigned)(width < 0 ? -width : width), have = slice_characters(s);
    if (width >= 0) text_add_slice(out, s);
    for (unsigned n = have; n < want; n++) text_add_char(out, ' ');
    if (width < 0) text_add_slice(out, s);
}
