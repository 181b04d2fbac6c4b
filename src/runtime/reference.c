/* Object paths (DSP0004, DSP0207 and WMI's form of them): what a reference holds. Written from a key, read into one,
 * and checked against the class that a reference is declared with.
 *
 * A key that is a reference itself holds a path in quotes, its own quotes and backslashes escaped once more. Reading
 * takes the backslashes of each level off as it goes, so that checking allocates nothing however deep a path is. */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rows.h"

/* ---- reading characters --------------------------------------------------------------------------------- */

enum { END = 0, DEEPEST = 8 }; /* a NUL is refused before; references within references */

/* A part of the text; `depth` is how many times its backslashes are to be taken off. */
struct reader {
    const char *at, *end;
    unsigned depth;
};

static int next_at(struct reader *r, unsigned depth)
{
    if (depth == 0) return r->at < r->end ? (unsigned char)*r->at++ : END;
    int c = next_at(r, depth - 1);
    return c == '\\' ? next_at(r, depth - 1) : c;
}

static int next(struct reader *r) { return next_at(r, r->depth); }

static int peek(struct reader r) { return next(&r); }

static int lower(int c) { return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c; }

/* <0, 0 or >0, ASCII case folded. */
static int compare(struct reader text, const char *with)
{
    for (;; with++) {
        int a = lower(next(&text)), b = lower((unsigned char)*with);
        if (a != b) return a < b ? -1 : 1;
        if (b == END) return 0;
    }
}

/* The text without its backslashes and with a NUL; its length, or `room` where it does not fit. */
static size_t copy(struct reader text, char *out, size_t room)
{
    for (size_t len = 0; len < room; len++)
        if (!(out[len] = (char)next(&text))) return len;
    return room;
}

/* ---- the form of a path --------------------------------------------------------------------------------- */

struct path {
    struct reader class;
    struct reader pairs; /* Name=value, with commas between them; of a singleton nothing */
    bool nameless;       /* there is one value, whose key has no name */
    bool singleton;
};

struct pair {
    struct reader name, value;
    bool quoted;
};

static bool is_word(int c) { return c >= 0x80 || c == '_' || (lower(c) >= 'a' && lower(c) <= 'z'); }

/* A name of DSP0004. */
static bool read_name(struct reader *r, struct reader *out)
{
    *out = *r;
    while (is_word(peek(*r)) || (r->at > out->at && peek(*r) >= '0' && peek(*r) <= '9')) next(r);
    out->end = r->at;
    return out->end > out->at;
}

static bool read_quoted(struct reader *r, struct reader *out)
{
    int quote = next(r), c;
    *out = (struct reader){r->at, r->at, r->depth + 1};
    while ((c = next(r)) != quote) {
        if (c == '\\') c = next(r);
        if (c == END) return false;
        out->end = r->at;
    }
    return true;
}

/* Steps over a pair and the comma behind it. */
static bool next_pair(struct reader *r, bool nameless, struct pair *out)
{
    *out = (struct pair){.name = {r->at, r->at, r->depth}};
    if (!nameless && (!read_name(r, &out->name) || next(r) != '=')) return false;
    out->quoted = peek(*r) == '"' || peek(*r) == '\'';
    out->value = *r;
    if (out->quoted && !read_quoted(r, &out->value)) return false;
    if (!out->quoted) {
        while (peek(*r) != END && peek(*r) != ',') next(r);
        out->value.end = r->at;
    }
    if (peek(*r) == END) return out->quoted || out->value.end > out->value.at;
    return next(r) == ',' && peek(*r) != END && (out->quoted || out->value.end > out->value.at);
}

/* Host and namespace end with the last colon in front of the keys: `\\host\ns:`, `//host:80/ns:`, `ns:`. */
static void skip_namespace(struct reader *r)
{
    struct reader scan = *r;
    for (int c = next(&scan); c != END && c != '=' && c != '"' && c != '\''; c = next(&scan))
        if (c == ':') *r = scan;
}

static bool read_path(struct reader r, struct path *out)
{
    struct pair pair;
    *out = (struct path){0};
    skip_namespace(&r);
    if (!read_name(&r, &out->class)) return false;
    int c = next(&r);
    out->nameless = c == '=';
    out->pairs = r;
    if (c != '=' && c != '.') return false;
    if (c == '=' && peek(r) == '@') {
        next(&r);
        out->singleton = true;
        out->pairs = (struct reader){r.at, r.at, r.depth};
        return peek(r) == END;
    }
    do
        if (!next_pair(&r, out->nameless, &pair) || (out->nameless && peek(r) != END)) return false;
    while (peek(r) != END);
    return true;
}

mof_str mof_path_class(mof_ref path)
{
    struct path p;
    mof_str text = path.path;
    if (!text.len || !read_path((struct reader){text.at, text.at + text.len, 0}, &p)) return mof_str_of(NULL, 0);
    return mof_str_of(p.class.at, (size_t)(p.class.end - p.class.at));
}

/* ---- values --------------------------------------------------------------------------------------------- */

enum { DIGITS_ROOM = 64 };

static bool put_integer(const struct mof_property *p, bool minus, uint64_t magnitude, void *to)
{
    size_t bytes = mof_item_size(p);
    bool is_signed = mof_type_is_signed(p->type);
    uint64_t most = UINT64_MAX >> (64 - 8 * bytes), value = minus ? 0 - magnitude : magnitude;
    if (is_signed) most = (most >> 1) + minus;
    if (magnitude > most || (minus && magnitude && !is_signed)) return false;
    switch (bytes) {
    case 1: *(uint8_t *)to = (uint8_t)value; break;
    case 2: *(uint16_t *)to = (uint16_t)value; break;
    case 4: *(uint32_t *)to = (uint32_t)value; break;
    default: *(uint64_t *)to = value;
    }
    return true;
}

static bool read_integer(const struct mof_property *p, const char *digits, void *to)
{
    bool minus = *digits == '-';
    if (minus || *digits == '+') digits++;
    bool hex = digits[0] == '0' && lower(digits[1]) == 'x';
    unsigned base = hex ? 16 : 10;
    uint64_t value = 0;
    if (hex) digits += 2;
    if (!*digits) return false;
    for (; *digits; digits++) {
        int c = lower((unsigned char)*digits);
        unsigned digit = c >= '0' && c <= '9'   ? (unsigned)(c - '0')
                         : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a' + 10)
                                                : 16;
        if (digit >= base || value > (UINT64_MAX - digit) / base) return false;
        value = value * base + digit;
    }
    return put_integer(p, minus, value, to);
}

/* Where the locale has a comma, strtod() wants one. */
static bool read_real(const struct mof_property *p, char *digits, void *to)
{
    char *end;
    if (!*digits || digits[strspn(digits, "0123456789+-.eE")]) return false;
    double value = strtod(digits, &end);
    if (*end == '.') {
        *end = ',';
        value = strtod(digits, &end);
    }
    if (*end || !isfinite(value) || (p->type == MOF_REAL32 && fabs(value) > (double)FLT_MAX)) return false;
    if (p->type == MOF_REAL32) *(float *)to = (float)value;
    else *(double *)to = value;
    return true;
}

static bool read_number(const struct mof_property *p, const struct pair *pair, void *to)
{
    char digits[DIGITS_ROOM];
    size_t len = copy(pair->value, digits, sizeof digits);
    if (len == sizeof digits) return false;
    if (p->type == MOF_REAL32 || p->type == MOF_REAL64) return read_real(p, digits, to);
    if (p->type == MOF_CHAR16 && pair->quoted) return mof_str_character(mof_str_of(digits, len), to);
    return read_integer(p, digits, to);
}

static bool read_date(const struct pair *pair, mof_datetime *to)
{
    char text[DIGITS_ROOM];
    size_t len = copy(pair->value, text, sizeof text);
    return pair->quoted && len < sizeof text && mof_datetime_parse(mof_str_of(text, len), to);
}

static bool read_boolean(const struct pair *pair, bool *to)
{
    *to = compare(pair->value, "true") == 0;
    return *to || compare(pair->value, "false") == 0;
}

static enum mof_bad_path check_path(struct reader text, const mof_class *to, uint32_t *key);

/* Whether the value is one of the key's type. Strings and paths are left where they are. */
static bool read_value(const struct mof_property *p, const struct pair *pair, void *to)
{
    uint32_t key;
    switch (p->flags & MOF_ARRAY ? MOF_CLASS : p->type) {
    case MOF_BOOLEAN: return read_boolean(pair, to);
    case MOF_STRING: return pair->quoted;
    case MOF_REFERENCE: return pair->quoted && check_path(pair->value, p->target, &key) == MOF_PATH_GOOD;
    case MOF_DATETIME: return read_date(pair, to);
    case MOF_CLASS:
    case MOF_OBJECT: return false;
    default: return read_number(p, pair, to);
    }
}

/* ---- a path against a class ----------------------------------------------------------------------------- */

static bool is_below(struct reader name, const mof_class *of)
{
    uint32_t low = 0, high = of->below_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = compare(name, of->below[middle]);
        if (order == 0) return true;
        if (order < 0) high = middle;
        else low = middle + 1;
    }
    return false;
}

static bool find_pair(const struct path *path, const struct mof_property *key, struct pair *out)
{
    struct reader r = path->pairs;
    if (path->nameless) return !path->singleton && next_pair(&r, true, out);
    while (peek(r) != END && next_pair(&r, false, out))
        if (compare(out->name, key->name) == 0) return true;
    return false;
}

static uint32_t count_pairs(const struct path *path)
{
    struct reader r = path->pairs;
    struct pair pair;
    uint32_t count = 0;
    while (peek(r) != END && next_pair(&r, path->nameless, &pair)) count++;
    return count;
}

static enum mof_bad_path check_keys(const struct path *path, const mof_class *to, uint32_t *key)
{
    union {
        uint64_t number;
        double real;
        mof_datetime date;
    } room;
    struct pair pair;
    for (uint32_t i = 0; i < to->key_count; i++) {
        const struct mof_property *p = mof_row(to, to->keys[i].property);
        *key = to->keys[i].property;
        if ((path->nameless && to->key_count > 1) || !find_pair(path, p, &pair)) return MOF_PATH_KEY_MISSING;
        if (!read_value(p, &pair, &room)) return MOF_PATH_KEY_WRONG;
    }
    return count_pairs(path) == to->key_count ? MOF_PATH_GOOD : MOF_PATH_KEY_UNKNOWN;
}

/* `to` is NULL where any class may be referred to. A class without keys has its objects in the classes below it, whose
 * keys are their own. */
static enum mof_bad_path check_path(struct reader text, const mof_class *to, uint32_t *key)
{
    struct path path;
    *key = 0;
    if (text.depth > DEEPEST || !read_path(text, &path)) return MOF_PATH_NONE;
    if (!to) return MOF_PATH_GOOD;
    bool below = is_below(path.class, to);
    if (!below && compare(path.class, to->name) != 0) return MOF_PATH_OTHER_CLASS;
    return below && to->key_count == 0 ? MOF_PATH_GOOD : check_keys(&path, to, key);
}

static struct reader reader_of(mof_str s) { return (struct reader){s.at, s.at ? s.at + s.len : s.at, 0}; }

bool mof_class_covers(const mof_class *of, mof_str class)
{
    return compare(reader_of(class), of->name) == 0 || is_below(reader_of(class), of);
}

enum mof_bad_path mof_path_check(mof_ref path, const mof_class *to, uint32_t *key)
{
    return check_path(reader_of(path.path), to, key);
}

void mof_path_explain(enum mof_bad_path what, const mof_class *to, uint32_t key, char *out, size_t room)
{
    static const char *const words[] = {
        [MOF_PATH_GOOD] = "is an object path",
        [MOF_PATH_NONE] = "is no object path",
        [MOF_PATH_OTHER_CLASS] = "is no path to %s",
        [MOF_PATH_KEY_MISSING] = "lacks a key of %s: %s",
        [MOF_PATH_KEY_WRONG] = "has a value that a key of %s cannot have: %s",
        [MOF_PATH_KEY_UNKNOWN] = "gives more than the keys of %s",
    };
    const char *name = to && key < to->count ? mof_row(to, key)->name : "";
    if (what == MOF_PATH_KEY_MISSING && !*name) { /* of a class that is not the declared one */
        snprintf(out, room, "lacks a key of its class");
        return;
    }
    if ((unsigned)what >= sizeof words / sizeof *words || !to) what = MOF_PATH_NONE;
    snprintf(out, room, words[what], to ? to->name : "", name);
}

/* ---- a key from a path ---------------------------------------------------------------------------------- */

static enum mof_status keep_value(const struct mof_property *p, const struct pair *pair, void *to, mof_arena *arena)
{
    size_t room = (size_t)(pair->value.end - pair->value.at) + 1;
    if (p->type != MOF_STRING && p->type != MOF_REFERENCE) return read_value(p, pair, to) ? MOF_OK : MOF_INVALID;
    char *text = mof_arena_alloc(arena, room);
    if (!text) return MOF_NO_MEMORY;
    *(mof_str *)to = mof_str_of(text, copy(pair->value, text, room)); /* a mof_ref is its path */
    return MOF_OK;
}

enum mof_status mof_key_from_path(const mof_class *of, mof_ref path, void *key, mof_arena *arena, mof_error *error)
{
    enum { SHOWN = 80 };
    mof_str text = path.path;
    uint32_t wrong = 0;
    size_t characters;
    bool valid = mof_str_valid(text, &characters);
    enum mof_bad_path bad = valid ? mof_path_check(path, of, &wrong) : MOF_PATH_NONE;
    if (bad != MOF_PATH_GOOD) {
        char words[160];
        mof_path_explain(bad, of, wrong, words, sizeof words);
        return mof_fail(error, MOF_INVALID, "the key of %s: '%.*s%s' %s", of->name,
                        !valid             ? 0
                        : text.len > SHOWN ? SHOWN
                                           : (int)text.len,
                        text.at ? text.at : "", text.len > SHOWN || !valid ? "..." : "", words);
    }
    struct path parts;
    struct pair pair;
    read_path(reader_of(text), &parts);
    for (uint32_t i = 0; i < of->key_count; i++) {
        const struct mof_property *p = mof_row(of, of->keys[i].property);
        find_pair(&parts, p, &pair);
        enum mof_status status = keep_value(p, &pair, (char *)key + of->keys[i].offset, arena);
        if (status != MOF_OK) return mof_fail(error, status, "the key of %s: out of memory", of->name);
    }
    return MOF_OK;
}

/* ---- a path from a key ---------------------------------------------------------------------------------- */

enum { NUMBER_ROOM = MOF_REAL_ROOM };

static bool is_text(const struct mof_property *p) { return p->type == MOF_STRING || p->type == MOF_REFERENCE; }

/* How much room the value needs at most; 0 where it would be too much. */
static size_t room_of(const struct mof_property *p, const void *value)
{
    size_t len = is_text(p) ? ((const mof_str *)value)->len : NUMBER_ROOM;
    return len < SIZE_MAX / 8 ? 2 * len + 2 : 0;
}

static char *add_bytes(char *at, const char *bytes, size_t len) { return (char *)memcpy(at, bytes, len) + len; }

static char *add_quoted(char *at, mof_str s)
{
    *at++ = '"';
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] == '"' || s.at[i] == '\\') *at++ = '\\';
        *at++ = s.at[i];
    }
    *at++ = '"';
    return at;
}

static char *add_number(char *at, const struct mof_property *p, const void *value)
{
    bool single = p->type == MOF_REAL32;
    if (single) return at + mof_real_format((double)*(const float *)value, single, at);
    if (p->type == MOF_REAL64) return at + mof_real_format(*(const double *)value, single, at);
    uint64_t number = mof_number_at(p->type, value);
    if (mof_type_is_signed(p->type)) return at + snprintf(at, NUMBER_ROOM, "%lld", (long long)(int64_t)number);
    return at + snprintf(at, NUMBER_ROOM, "%llu", (unsigned long long)number);
}

static bool can_be_key(const struct mof_property *p, const void *value)
{
    size_t characters;
    if (p->flags & MOF_ARRAY || p->type == MOF_CLASS || p->type == MOF_OBJECT) return false;
    if (is_text(p)) return mof_str_valid(*(const mof_str *)value, &characters);
    if (p->type == MOF_DATETIME) return mof_datetime_valid(value);
    if (p->type == MOF_REAL32) return isfinite(*(const float *)value);
    return p->type != MOF_REAL64 || isfinite(*(const double *)value);
}

static char *add_value(char *at, const struct mof_property *p, const void *value)
{
    char date[MOF_DATETIME_ROOM];
    if (is_text(p)) return add_quoted(at, *(const mof_str *)value);
    if (p->type == MOF_BOOLEAN) return *(const bool *)value ? add_bytes(at, "TRUE", 4) : add_bytes(at, "FALSE", 5);
    if (p->type != MOF_DATETIME) return add_number(at, p, value);
    mof_datetime_format(value, date);
    return add_quoted(at, mof_str_of(date, MOF_DATETIME_LEN));
}

enum mof_status mof_path_write(mof_str class, const mof_class *of, const void *key, mof_ref *path, mof_arena *arena,
                               mof_error *error)
{
    size_t room = class.len + 3;
    path->path = mof_str_of(NULL, 0);
    for (uint32_t i = 0; i < of->key_count; i++) {
        const struct mof_property *p = mof_row(of, of->keys[i].property);
        const void *value = (const char *)key + of->keys[i].offset;
        size_t needed = room_of(p, value);
        if (!can_be_key(p, value))
            return mof_fail(error, MOF_INVALID, "the path of %s: the value of %s cannot stand in a path", of->name,
                            p->name);
        room = needed && room < SIZE_MAX / 2 ? room + needed + strlen(p->name) + 2 : SIZE_MAX;
    }
    char *text = mof_arena_alloc(arena, room), *at = text;
    if (!text) return mof_fail(error, MOF_NO_MEMORY, "the path of %s: out of memory", of->name);
    at = add_bytes(at, class.at, class.len);
    if (of->key_count == 0) at = add_bytes(at, "=@", 2);
    for (uint32_t i = 0; i < of->key_count; i++) {
        const struct mof_property *p = mof_row(of, of->keys[i].property);
        *at++ = i ? ',' : '.';
        at = add_bytes(at, p->name, strlen(p->name));
        *at++ = '=';
        at = add_value(at, p, (const char *)key + of->keys[i].offset);
    }
    path->path = mof_str_of(text, (size_t)(at - text));
    return MOF_OK;
}

enum mof_status mof_path(const mof_class *of, const void *key, mof_ref *path, mof_arena *arena, mof_error *error)
{
    return mof_path_write(mof_str_from(of->name), of, key, path, arena, error);
}
