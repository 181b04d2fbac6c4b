/* Values from the text of their tokens: numbers (DSP0004 annex A: binary, octal, decimal, hexadecimal, real),
 * char16, strings with their escapes. A string without escape or concatenation stays in the source. */
#include <stdlib.h>
#include <string.h>

#include "ast/build.h"
#include "base/character.h"

static struct ast_value *value_new(struct build *b, enum ast_value_kind kind, struct span at)
{
    struct ast_value *v = arena_new(b->arena, struct ast_value);
    v->kind = kind;
    v->span = at;
    return v;
}

struct ast_value *build_null(struct build *b, struct span at) { return value_new(b, VALUE_NULL, at); }

struct ast_value *build_boolean(struct build *b, struct span at, bool value)
{
    struct ast_value *v = value_new(b, VALUE_BOOLEAN, at);
    v->boolean = value;
    return v;
}

static unsigned digit(char c) { return c <= '9' ? (unsigned)(c - '0') : (unsigned)((c | 32) - 'a') + 10; }

/* The digits of an integer without sign, prefix and suffix, and their base. */
static unsigned integer_base(struct slice *digits)
{
    if (digits->len > 2 && (digits->at[1] | 32) == 'x') return *digits = slice_cut(*digits, 2, digits->len), 16;
    if ((digits->at[digits->len - 1] | 32) == 'b') return digits->len--, 2;
    return digits->len > 1 && digits->at[0] == '0' ? 8 : 10;
}

struct ast_value *build_integer(struct build *b, struct slice spelling, struct span at)
{
    struct ast_value *v = value_new(b, VALUE_INTEGER, at);
    v->negative = spelling.at[0] == '-';
    struct slice digits = slice_cut(spelling, v->negative || spelling.at[0] == '+', spelling.len);
    unsigned base = integer_base(&digits);
    for (uint32_t i = 0; i < digits.len; i++) {
        unsigned d = digit(digits.at[i]);
        if (d >= base) {
            build_error(b, at, "'%c' is no octal digit; a number that starts with 0 is octal", digits.at[i]);
            break;
        }
        if (v->magnitude > (UINT64_MAX - d) / base) v->overflow = true;
        v->magnitude = v->magnitude * base + d;
    }
    if (v->overflow || (v->negative && v->magnitude > (uint64_t)INT64_MAX + 1)) {
        v->overflow = true;
        build_report(b, RULE_INTEGER_OVERFLOW, at, "'" SLICE_FMT "' does not fit into 64 bits",
                     SLICE_ARG(slice_cut(spelling, 0, 40)));
    }
    return v;
}

struct ast_value *build_real(struct build *b, struct slice spelling, struct span at)
{
    struct ast_value *v = value_new(b, VALUE_REAL, at);
    v->real = strtod(arena_copy(b->arena, spelling.at, spelling.len), NULL);
    return v;
}

/* Up to four hexadecimal digits behind `\x`. */
static uint32_t hex_escape(struct slice text, uint32_t *i, uint32_t *c)
{
    uint32_t n = 0;
    for (*c = 0; n < 4 && *i + n < text.len && strchr("0123456789abcdefABCDEF", text.at[*i + n]) && text.at[*i + n];
         n++)
        *c = *c << 4 | digit(text.at[*i + n]);
    *i += n;
    return n;
}

/* Reads the escape behind a backslash at text[i]. Returns false where it is none (DSP0004 annex A). */
static bool escape(struct slice text, uint32_t *i, uint32_t *c)
{
    static const char names[] = "btnfr\"'\\", codes[] = "\b\t\n\f\r\"'\\";
    char mark = text.at[*i];
    const char *known = mark ? strchr(names, mark) : NULL;
    *i += 1;
    if (known) return *c = (uint32_t)codes[known - names], true;
    if (mark == 'x' || mark == 'X') return hex_escape(text, i, c) > 0;
    return *c = (unsigned char)mark, false;
}

static void bad_escape(struct build *b, struct span at, char mark)
{
    const char shown[2] = {mark >= ' ' && mark < 127 ? mark : '\0', '\0'};
    struct diag *d = build_report(b, RULE_BAD_ESCAPE, at, "'\\%s' is no escape", shown);
    diag_hint(b->diags, d, "write '\\\\' for a backslash");
    struct slice text = diag_text(b->diags, at);
    if (text.len == 2 && *text.at == '\\') diag_fix(b->diags, d, (struct span){at.start, at.start}, "\\");
}

/* Joins a low surrogate to the high one just written, so that the text stays UTF-8. */
static uint32_t put_unit(char *out, uint32_t n, uint32_t c)
{
    const unsigned char *p = (const unsigned char *)out + n - 3;
    if (c >= 0xDC00 && c < 0xE000 && n >= 3 && p[0] == 0xED && p[1] >= 0xA0 && p[1] < 0xB0) {
        uint32_t high = 0xD000 | (uint32_t)(p[1] & 63) << 6 | (uint32_t)(p[2] & 63);
        uint32_t whole = 0x10000 + ((high - 0xD800) << 10) + (c - 0xDC00);
        return n - 3 + character_put(out + n - 3, whole);
    }
    return n + character_put(out + n, c);
}

/* Appends one literal's contents to out[n]; `i` stands behind its opening quote and ends behind its closing one, or at
 * the end of the text where there is none. */
static uint32_t unescape(struct build *b, struct slice text, uint32_t *i, struct span whole, char *out, uint32_t n)
{
    while (*i < text.len && text.at[*i] != '"') {
        const char *stop = text.at + *i, *end = text.at + text.len;
        while (stop < end && *stop != '"' && *stop != '\\') stop++;
        uint32_t run = (uint32_t)(stop - (text.at + *i)), c;
        memcpy(out + n, text.at + *i, run);
        n += run;
        *i += run;
        if (end - stop < 2 || *stop == '"') break; /* a backslash at the end escapes nothing */
        uint32_t from = *i;
        ++*i;
        if (!escape(text, i, &c)) {
            struct span at = {whole.start + from, whole.start + from + 2};
            if (b) bad_escape(b, at.end <= whole.end ? at : whole, text.at[from + 1]);
            out[n++] = '\\'; /* kept as written, as WMI's paths in such strings mean it */
            out[n++] = text.at[from + 1];
        } else n = put_unit(out, n, c);
    }
    ++*i;
    return n;
}

/* Skips the blanks and comments between two literals. */
static uint32_t skip_between(struct slice text, uint32_t i)
{
    while (i < text.len && text.at[i] != '"') {
        if (text.at[i] == '/' && text.at[i + 1] == '/') {
            const char *end = memchr(text.at + i, '\n', text.len - i);
            i = end ? (uint32_t)(end - text.at) : text.len;
        } else if (text.at[i] == '/' && text.at[i + 1] == '*') {
            int64_t end = slice_find(text, "*/", i + 2);
            i = end < 0 ? text.len : (uint32_t)end + 2;
        } else {
            i++;
        }
    }
    return i;
}

/* Typographic quotation marks are not part of their literal. */
static bool is_quoted(struct slice literal) { return literal.len && *literal.at == '"'; }

/* Puts a literal between quotation marks. What stood between typographic ones may hold a mark itself, or end in a
 * backslash: they must not end the literal, or go on behind it. */
static void add_quoted(struct text *t, struct slice literal)
{
    if (is_quoted(literal)) {
        text_add_slice(t, literal);
        return;
    }
    bool escaped = false;
    text_add_char(t, '"');
    for (uint32_t i = 0; i < literal.len; i++) {
        if (literal.at[i] == '"' && !escaped) text_add_char(t, '\\');
        escaped = literal.at[i] == '\\' && !escaped;
        text_add_char(t, literal.at[i]);
    }
    if (escaped) text_add_char(t, '\\');
    text_add_char(t, '"');
}

struct slice build_concatenated(struct build *b, struct slice left, struct slice right)
{
    if (is_quoted(left) && is_quoted(right) && right.at > left.at)
        return (struct slice){left.at, (uint32_t)(right.at + right.len - left.at)};
    struct text joined = {0};
    add_quoted(&joined, left);
    text_add_char(&joined, ' ');
    add_quoted(&joined, right);
    struct slice kept = slice_of(arena_copy(b->arena, joined.at, joined.len));
    kept.len = (uint32_t)joined.len;
    text_free(&joined);
    return kept;
}

/* Joins literals; `out` has room for `pieces`. `b` reports what is no escape; NULL: nothing is left to report. */
static uint32_t join(struct build *b, struct slice pieces, struct span whole, char *out)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < pieces.len; i = skip_between(pieces, i)) {
        i++;
        n = unescape(b, pieces, &i, whole, out, n);
    }
    return n;
}

/* Whether every backslash begins an escape. One in a comment between literals may say no: then join() looks closer. */
static bool escapes_are_good(struct slice pieces)
{
    const char *end = pieces.at + pieces.len;
    for (const char *p = pieces.at; (p = memchr(p, '\\', (size_t)(end - p)));) {
        uint32_t i = (uint32_t)(p + 1 - pieces.at), c;
        if (!escape(pieces, &i, &c) || (c >= 0xD800 && c < 0xE000)) return false; /* half a character, perhaps */
        p = pieces.at + i;
    }
    return true;
}

struct slice ast_string_keep(struct arena *arena, struct ast_string s)
{
    struct slice as_written = {s.at, s.len};
    if (!s.pieces) return as_written;
    char *out = arena_alloc(arena, s.len);
    return (struct slice){out, join(NULL, as_written, (struct span){0}, out)};
}

struct slice ast_string_join(struct ast_string s, struct text *room)
{
    struct slice as_written = {s.at, s.len};
    if (!s.pieces) return as_written;
    room->len = 0;
    text_reserve(room, s.len);
    room->len = join(NULL, as_written, (struct span){0}, room->at);
    return (struct slice){room->at, (uint32_t)room->len};
}

/* A surrogate that found no other half is no character: it becomes the replacement character. */
static struct slice without_halves(struct build *b, char *text, uint32_t len, struct span at)
{
    bool found = false;
    for (char *p = text; (p = memchr(p, 0xED, len - (size_t)(p - text))); p++) {
        if (p + 2 >= text + len || (unsigned char)p[1] < 0xA0) continue;
        memcpy(p, "\xEF\xBF\xBD", 3);
        if (!found) build_report(b, RULE_HALF_CHARACTER, at, "an escape in this string is half of a character");
        found = true;
    }
    return (struct slice){text, len};
}

struct ast_value *build_string(struct build *b, struct slice pieces, struct span at)
{
    struct ast_value *v = value_new(b, VALUE_STRING, at);
    if (pieces.len == 0 || pieces.at[0] != '"') return v->string = ast_string_of(pieces), v; /* typographic quotes */
    const char *quote = memchr(pieces.at + 1, '"', pieces.len - 1);
    if (quote == pieces.at + pieces.len - 1 && !memchr(pieces.at, '\\', pieces.len)) {
        v->string = ast_string_of(slice_cut(pieces, 1, pieces.len - 1));
    } else if (escapes_are_good(pieces)) {
        v->string = (struct ast_string){pieces.at, pieces.len, true};
    } else {
        char *out = arena_alloc(b->arena, pieces.len);
        bool path = b->path_at && b->path_at == at.start;
        v->string = ast_string_of(without_halves(b, out, join(path ? NULL : b, pieces, at, out), at));
    }
    return v;
}

/* One code unit of UTF-16 from the UTF-8 at text[0]; more than one gives 0x10000. */
static uint32_t code_unit(struct slice text, uint32_t *used)
{
    unsigned char c = (unsigned char)text.at[0];
    uint32_t len = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4, code = len == 1 ? c : c & (0xFFu >> (len + 1));
    for (uint32_t i = 1; i < len && i < text.len; i++) code = code << 6 | (text.at[i] & 63);
    *used = len;
    return len > text.len ? 0x10000 : code;
}

struct ast_value *build_char(struct build *b, struct slice spelling, struct span at)
{
    struct ast_value *v = value_new(b, VALUE_CHAR, at);
    struct slice in = slice_cut(spelling, 1, spelling.len - 1);
    uint32_t c, used = 1;
    if (in.at[0] != '\\') c = code_unit(in, &used);
    else if (!escape(in, &used, &c)) bad_escape(b, at, in.len > 1 ? in.at[1] : ' ');
    if (used != in.len || c > 0xFFFF)
        build_error(b, at, "a character literal holds one character; write '\"' around a string");
    v->magnitude = c & 0xFFFF;
    return v;
}

struct ast_value *build_alias(struct build *b, struct slice spelling, struct span at)
{
    struct ast_value *v = value_new(b, VALUE_ALIAS, at);
    v->name = build_word(b, spelling, at).name;
    return v;
}

struct ast_value *build_bare(struct build *b, struct ast_word word, struct span at)
{
    struct ast_value *v = value_new(b, VALUE_NAME, at);
    v->name = word.name;
    return v;
}

struct ast_value *build_dotted(struct build *b, struct ast_word left, struct ast_word right, struct span at)
{
    const char *both = arena_printf(b->arena, "%s.%s", left.name->text, right.name->text);
    return build_bare(b, (struct ast_word){name_of(b->names, both), at}, at);
}

struct ast_value *build_array(struct build *b, struct value_list items, struct span at)
{
    struct ast_value *v = value_new(b, VALUE_ARRAY, at);
    v->items = items.first;
    return v;
}

/* WMI writes lists of several values in parentheses too: InPartition("a", "b"). */
struct ast_value *build_in_parentheses(struct build *b, struct value_list items, struct span at)
{
    return items.first == items.last ? items.first : build_array(b, items, at);
}

struct ast_value *build_embedded(struct build *b, struct ast_decl *instance, struct span at)
{
    struct ast_value *v = value_new(b, VALUE_INSTANCE, at);
    v->instance = instance;
    return v;
}

struct value_list build_values(struct value_list list, struct ast_value *value)
{
    if (list.last) list.last->next = value;
    else list.first = value;
    list.last = value;
    return list;
}
