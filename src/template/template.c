/* The template front: text lines become calls of `put`, control lines are passed on as they are.
 *
 * put(text, value, text, value, ..., text) always alternates, so the place of a bad value in its arguments says which
 * ${} of the line it came from. */
#include "template/template.h"

#include <string.h>

enum { MOST_INSERTS = 60 }; /* in a line: well under the registers of a Lua call */

static struct slice next_line(struct slice *rest)
{
    const char *end = memchr(rest->at, '\n', rest->len);
    uint32_t len = end ? (uint32_t)(end - rest->at) : rest->len, step = end ? len + 1 : len;
    struct slice line = {rest->at, len};
    rest->at += step;
    rest->len -= step;
    if (line.len && line.at[line.len - 1] == '\r') line.len--;
    return line;
}

/* Writes text as the inside of a Lua literal. */
static void add_quoted(struct text *lua, struct slice s)
{
    for (uint32_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if (c == '"' || c == '\\') text_add_char(lua, '\\'), text_add_char(lua, (char)c);
        else if (c < 0x20 || c == 0x7F) text_printf(lua, "\\%03u", c);
        else text_add_char(lua, (char)c);
    }
}

/* The length of a quoted Lua string at the start of s, or 0 where it does not end. */
static uint32_t string_length(struct slice s)
{
    for (uint32_t i = 1; i < s.len; i++) {
        if (s.at[i] == '\\') i++;
        else if (s.at[i] == s.at[0]) return i + 1;
    }
    return 0;
}

/* The length of the expression that s begins with, up to its closing brace; -1: there is none. */
static int64_t expression_length(struct slice s)
{
    unsigned depth = 0;
    for (uint32_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        if (c == '"' || c == '\'') {
            uint32_t len = string_length(slice_cut(s, i, s.len));
            if (!len) return -1;
            i += len - 1;
        } else if (c == '{') {
            depth++;
        } else if (c == '}' && depth-- == 0) {
            return i;
        }
    }
    return -1;
}

static const char *text_line(struct slice line, bool whole, struct text *lua)
{
    int64_t at;
    unsigned inserts = 0;
    text_add_string(lua, "put(\"");
    while ((at = slice_find(line, "${", 0)) >= 0) {
        add_quoted(lua, slice_cut(line, 0, (uint32_t)at));
        line = slice_cut(line, (uint32_t)at + 2, line.len);
        int64_t len = expression_length(line);
        if (len < 0) return "'${' has no '}' on its line";
        struct slice inner = slice_trim(slice_cut(line, 0, (uint32_t)len));
        if (!inner.len) return "'${}' is empty";
        if (++inserts > MOST_INSERTS) return "more than 60 '${}' in one line";
        text_add_string(lua, "\",(");
        text_add_slice(lua, inner);
        text_add_string(lua, "),\"");
        line = slice_cut(line, (uint32_t)len + 1, line.len);
    }
    add_quoted(lua, line);
    text_add_string(lua, whole ? "\\n\")" : "\")");
    return NULL;
}

static uint32_t blanks(struct slice line)
{
    uint32_t n = 0;
    while (n < line.len && (line.at[n] == ' ' || line.at[n] == '\t')) n++;
    return n;
}

static const char *add_line(struct slice line, bool whole, struct text *lua)
{
    uint32_t in = blanks(line);
    if (in == line.len || line.at[in] != '%') return text_line(line, whole, lua);
    if (in + 1 == line.len || line.at[in + 1] != '%')
        return text_add_slice(lua, slice_cut(line, in + 1, line.len)), NULL;
    text_add_string(lua, "put(\"");
    add_quoted(lua, slice_cut(line, 0, in));
    text_add_string(lua, "\")");
    return text_line(slice_cut(line, in + 1, line.len), whole, lua);
}

bool template_compile(struct slice source, struct text *lua, unsigned *line, const char **message)
{
    text_add_string(lua, "local put = put; ");
    for (*line = 1; source.len; ++*line) {
        const char *end = source.at + source.len - 1;
        bool last = !memchr(source.at, '\n', source.len);
        *message = add_line(next_line(&source), !last || *end == '\n', lua);
        if (*message) return false;
        text_add_char(lua, '\n');
    }
    return true;
}

struct slice template_expression(struct slice source, unsigned line, unsigned n)
{
    struct slice at = {0};
    for (; line && source.len; line--) at = next_line(&source);
    while (!line) {
        int64_t begin = slice_find(at, "${", 0);
        if (begin < 0) return (struct slice){0};
        at = slice_cut(at, (uint32_t)begin + 2, at.len);
        int64_t len = expression_length(at);
        if (len < 0) return (struct slice){0};
        if (--n == 0) return slice_trim(slice_cut(at, 0, (uint32_t)len));
        at = slice_cut(at, (uint32_t)len + 1, at.len);
    }
    return (struct slice){0};
}
