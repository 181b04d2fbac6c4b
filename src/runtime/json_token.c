/* The scanner of JSON. Most of a text are strings and blanks between them, so what a byte may do stands in a table. */
#include "json_token.h"

#include "rows.h"

/* PLAIN: stands for itself in a string; SHORT: stands behind a backslash, and does not ask for more. */
enum { PLAIN = 1, BLANK = 2, DIGIT = 4, SHORT = 8 };

/* Sums of these, of ASCII; no other byte is any of them. */
static const unsigned char kinds[256] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                                         0, 0, 0, 0, 0, 0, 3, 1, 8, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 9, 5, 5, 5, 5,
                                         5, 5, 5, 5, 5, 5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                                         1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 8, 1, 1, 1, 1, 1, 9, 1, 1, 1, 9, 1,
                                         1, 1, 1, 1, 1, 1, 9, 1, 1, 1, 9, 1, 9, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};

static unsigned char kind_of(char c) { return kinds[(unsigned char)c]; }

bool mof_json_wrong(struct mof_json *j, const char *at, const char *what)
{
    if (!j->wrong) j->at = at, j->wrong = what;
    return false;
}

static void skip_blanks(struct mof_json *j)
{
    while (j->at < j->end && kind_of(*j->at) & BLANK) j->at++;
}

/* Reads `c` where it comes next. */
static bool take(struct mof_json *j, char c)
{
    skip_blanks(j);
    if (j->at >= j->end || *j->at != c) return false;
    j->at++;
    return true;
}

bool mof_json_end(struct mof_json *j)
{
    skip_blanks(j);
    if (j->wrong) return false;
    return j->at == j->end || mof_json_wrong(j, j->at, "nothing may follow the value");
}

/* ---- strings -------------------------------------------------------------------------------------------- */

/* The number of four hexadecimal digits; -1 where they are none. */
static int32_t four_digits(const char *at, const char *end)
{
    int32_t value = 0;
    if (end - at < 4) return -1;
    for (int i = 0; i < 4; i++) {
        char c = at[i];
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0) return -1;
        value = value << 4 | digit;
    }
    return value;
}

static bool is_high(int32_t unit) { return (unit & 0xFC00) == 0xD800; }
static bool is_low(int32_t unit) { return (unit & 0xFC00) == 0xDC00; }

/* What the letter behind a backslash means; 0: nothing. */
static char escaped(char c)
{
    switch (c) {
    case '"':
    case '\\':
    case '/': return c;
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return 0;
    }
}

/* The bytes of the escape \uXXXX at `at`, a backslash; 0 where it is none. Of a surrogate pair both halves. */
static size_t unicode_length(const char *at, const char *end)
{
    if (end - at < 2 || at[1] != 'u') return 0;
    int32_t unit = four_digits(at + 2, end);
    if (unit < 0 || is_low(unit)) return 0;
    if (!is_high(unit)) return 6;
    return end - at >= 12 && at[6] == '\\' && at[7] == 'u' && is_low(four_digits(at + 8, end)) ? 12 : 0;
}

/* Behind the bytes that stand for themselves. Where eight of them do, no byte is a quote, a backslash, below 0x20 or
 * above 0x7F: taken from a byte, what it must not be lends its top bit, and the lowest byte that shows it is right. */
static const char *skip_plain(const char *at, const char *end)
{
    static const uint64_t ones = UINT64_C(0x0101010101010101), tops = UINT64_C(0x8080808080808080);
    for (uint64_t word; end - at >= (ptrdiff_t)sizeof word; at += sizeof word) {
        memcpy(&word, at, sizeof word);
        uint64_t quote = word ^ ones * '"', slash = word ^ ones * '\\';
        uint64_t found =
            (((quote - ones) & ~quote) | ((slash - ones) & ~slash) | ((word - ones * ' ') & ~word) | word) & tops;
        if (!found) continue;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
        return at + __builtin_ctzll(found) / 8;
#else
        break;
#endif
    }
    while (at < end && kind_of(*at) & PLAIN) at++;
    return at;
}

/* Behind the opening quote. */
static bool read_string(struct mof_json *j, struct mof_json_token *t)
{
    const char *from = j->at, *at = from, *end = j->end;
    for (;;) {
        at = skip_plain(at, end);
        if (at == end) return mof_json_wrong(j, end, "the text ends within a string");
        if (*at == '"') break;
        size_t len;
        if (*at == '\\') {
            t->escaped = true;
            len = end - at >= 2 && kind_of(at[1]) & SHORT ? 2 : unicode_length(at, end);
            if (!len) return mof_json_wrong(j, at, "no escape of JSON");
        } else {
            if (*at == '\n') return mof_json_wrong(j, at, "the string does not end in its line");
            if ((unsigned char)*at < 0x20) return mof_json_wrong(j, at, "a control character within a string");
            len = mof_str_sequence((const unsigned char *)at, (size_t)(end - at));
            if (!len) return mof_json_wrong(j, at, "no UTF-8");
        }
        at += len;
    }
    t->text.at = from;
    t->text.len = (size_t)(at - from);
    j->at = at + 1;
    return true;
}

static char *put_character(char *to, uint32_t c)
{
    static const unsigned char leads[] = {0, 0, 0xC0, 0xE0, 0xF0};
    int len = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (int i = len - 1; i > 0; i--, c >>= 6) to[i] = (char)(0x80 | (c & 0x3F));
    to[0] = (char)(leads[len] | c);
    return to + len;
}

size_t mof_json_decode(const struct mof_json_token *t, char *out)
{
    const char *at = t->text.at, *end = at + t->text.len;
    char *to = out;
    while (at < end) {
        const char *slash = memchr(at, '\\', (size_t)(end - at));
        size_t plain = (size_t)((slash ? slash : end) - at);
        memcpy(to, at, plain);
        to += plain;
        if (!slash) break;
        at = slash + 2;
        if (slash[1] != 'u') {
            *to++ = escaped(slash[1]);
            continue;
        }
        int32_t unit = four_digits(at, end), low = is_high(unit) ? four_digits(at + 6, end) : 0;
        at += low ? 10 : 4;
        to = put_character(to, low ? 0x10000u + (((uint32_t)unit & 0x3FF) << 10 | ((uint32_t)low & 0x3FF))
                                   : (uint32_t)unit);
    }
    return (size_t)(to - out);
}

size_t mof_json_compact(mof_str json, char *out)
{
    const char *at = json.at, *end = at + json.len;
    char *to = out;
    for (bool string = false; at < end; at++) {
        if (!string && kind_of(*at) & BLANK) continue;
        *to++ = *at;
        if (string && *at == '\\' && at + 1 < end) *to++ = *++at;
        else if (*at == '"') string = !string;
    }
    return (size_t)(to - out);
}

bool mof_json_is(const struct mof_json_token *t, const char *text)
{
    return t->kind == MOF_JSON_STRING && mof_str_is(t->text, text);
}

/* ---- numbers and words ---------------------------------------------------------------------------------- */

static const char *skip_digits(const char *at, const char *end)
{
    while (at < end && kind_of(*at) & DIGIT) at++;
    return at;
}

static bool read_number(struct mof_json *j, struct mof_json_token *t)
{
    const char *at = j->at + (*j->at == '-'), *end = j->end, *from = at;
    at = skip_digits(at, end);
    if (at == j->at) return mof_json_wrong(j, at, "no value of JSON");
    if (at == from || (*from == '0' && at - from > 1)) return mof_json_wrong(j, j->at, "no number of JSON");
    if (at < end && *at == '.') {
        from = at + 1;
        at = skip_digits(from, end);
        if (at == from) return mof_json_wrong(j, at, "a digit must follow the point");
    }
    if (at < end && (*at == 'e' || *at == 'E')) {
        from = at + 1 + (at + 1 < end && (at[1] == '+' || at[1] == '-'));
        at = skip_digits(from, end);
        if (at == from) return mof_json_wrong(j, at, "a digit must follow the exponent's sign");
    }
    t->text.at = j->at;
    t->text.len = (size_t)(at - j->at);
    j->at = at;
    return true;
}

static bool read_word(struct mof_json *j, struct mof_json_token *t, const char *word)
{
    size_t len = strlen(word);
    if ((size_t)(j->end - j->at) < len || memcmp(j->at, word, len) != 0)
        return mof_json_wrong(j, j->at, "no value of JSON");
    t->text.at = j->at;
    t->text.len = len;
    j->at += len;
    return true;
}

/* ---- values --------------------------------------------------------------------------------------------- */

static bool read_value(struct mof_json *j, struct mof_json_token *t)
{
    if (j->wrong) return false;
    if (j->at == j->end) return mof_json_wrong(j, j->at, "the text ends where a value must stand");
    switch (*j->at) {
    case '"': t->kind = MOF_JSON_STRING; return j->at++, read_string(j, t);
    case '{': t->kind = MOF_JSON_OBJECT; return j->at++, true;
    case '[': t->kind = MOF_JSON_ARRAY; return j->at++, true;
    case 't': t->kind = MOF_JSON_TRUE; return read_word(j, t, "true");
    case 'f': t->kind = MOF_JSON_FALSE; return read_word(j, t, "false");
    case 'n': t->kind = MOF_JSON_NULL; return read_word(j, t, "null");
    default: t->kind = MOF_JSON_NUMBER; return read_number(j, t);
    }
}

enum mof_json_kind mof_json_value(struct mof_json *j, struct mof_json_token *t)
{
    skip_blanks(j);
    t->escaped = false;
    t->at = j->at;
    t->text.at = NULL;
    t->text.len = 0;
    if (!read_value(j, t)) t->kind = MOF_JSON_BAD;
    return t->kind;
}

bool mof_json_member(struct mof_json *j, bool first, struct mof_json_token *name)
{
    if (j->wrong || take(j, '}')) return false;
    if (!first && !take(j, ','))
        return mof_json_wrong(j, j->at,
                              j->at == j->end ? "the text ends within an object" : "',' or '}' must follow a member");
    skip_blanks(j);
    name->kind = MOF_JSON_STRING;
    name->escaped = false;
    name->at = j->at;
    if (j->at == j->end) return mof_json_wrong(j, j->at, "the text ends within an object");
    if (*j->at != '"') return mof_json_wrong(j, j->at, "a member's name, in quotes, must stand here");
    j->at++;
    if (!read_string(j, name)) return false;
    return take(j, ':') || mof_json_wrong(j, j->at, "':' must follow a member's name");
}

bool mof_json_item(struct mof_json *j, bool first)
{
    if (j->wrong || take(j, ']')) return false;
    if (first || take(j, ',')) return true;
    return mof_json_wrong(j, j->at,
                          j->at == j->end ? "the text ends within an array" : "',' or ']' must follow an item");
}

bool mof_json_skip(struct mof_json *j, const struct mof_json_token *token)
{
    struct mof_json_token t = *token, name;
    bool is_object[MOF_JSON_DEPTH];
    unsigned depth = 0;
    for (bool first;;) {
        if (t.kind == MOF_JSON_BAD) return false;
        first = t.kind == MOF_JSON_OBJECT || t.kind == MOF_JSON_ARRAY;
        if (first && depth == MOF_JSON_DEPTH)
            return mof_json_wrong(j, t.at, "objects and arrays lie too deep within each other");
        if (first) is_object[depth++] = t.kind == MOF_JSON_OBJECT;
        while (depth && !(is_object[depth - 1] ? mof_json_member(j, first, &name) : mof_json_item(j, first))) {
            if (j->wrong) return false;
            depth--;
            first = false;
        }
        if (!depth) return true;
        mof_json_value(j, &t);
    }
}

void mof_json_place(const char *from, const char *to, int *line, int *column)
{
    for (const char *newline; (newline = memchr(from, '\n', (size_t)(to - from))) != NULL; from = newline + 1) {
        ++*line;
        *column = 1;
    }
    for (; from < to; from++) *column += ((unsigned char)*from & 0xC0) != 0x80;
}
