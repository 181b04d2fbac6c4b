/* JSON to structs, over jansson. Members are matched to properties case folded; what does not fit is reported and
 * left out, so that one bad member never hides the others. jansson's integers are signed 64-bit: longer ones are put
 * in quotes before it sees them, and every integer property takes digits in quotes. */
#include "mofrt.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reader {
    mof_arena *arena;
    struct mof_report *report;
    unsigned depth;
    bool no_memory;
};

static void tell(struct reader *r, const struct mof_class *of, const struct mof_property *p, int64_t index,
                 enum mof_rule rule, mof_str text)
{
    struct mof_violation v = {.of = of, .rule = rule, .index = index, .property = p->name, .text = text};
    v.value_type = p->type;
    if (text.at) r->no_memory |= !mof_arena_str(r->arena, text.at, text.len, &v.text); /* the tree is freed */
    mof_report_add(r->report, &v);
}

/* ---- numbers too long for jansson ----------------------------------------------------------------------- */

enum { SAFE_DIGITS = 18 };

struct quoted {
    mof_str in;
    size_t at;
    char *out;
    size_t len;
};

static void skip_string(mof_str s, size_t *at)
{
    for (++*at; *at < s.len && s.at[*at] != '"'; ++*at)
        if (s.at[*at] == '\\') ++*at;
}

/* The length of an integer token at `at` that is too long; 0 where there is none. */
static size_t long_integer(mof_str s, size_t at)
{
    size_t end = at + (s.at[at] == '-'), digits = 0;
    while (end + digits < s.len && s.at[end + digits] >= '0' && s.at[end + digits] <= '9') digits++;
    end += digits;
    bool real = end < s.len && (s.at[end] == '.' || s.at[end] == 'e' || s.at[end] == 'E');
    return digits > SAFE_DIGITS && !real && s.at[end - digits] != '0' ? end - at : 0;
}

static bool in_number(char c)
{
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

/* Walks over the tokens; calls for each integer too long. With `out` NULL it only counts them. */
static size_t quote_long(mof_str s, char *out, size_t *len)
{
    size_t found = 0, from = 0;
    for (size_t at = 0; at < s.len; at++) {
        if (s.at[at] == '"') {
            skip_string(s, &at);
            continue;
        }
        if (!in_number(s.at[at])) continue;
        size_t token = s.at[at] == '-' || (s.at[at] >= '0' && s.at[at] <= '9') ? long_integer(s, at) : 0;
        if (token && out) {
            memcpy(out + *len, s.at + from, at - from);
            *len += at - from;
            out[(*len)++] = '"';
            memcpy(out + *len, s.at + at, token);
            *len += token;
            out[(*len)++] = '"';
            from = at + token;
        }
        found += token > 0;
        while (at + 1 < s.len && in_number(s.at[at + 1])) at++;
    }
    if (out) {
        memcpy(out + *len, s.at + from, s.len - from);
        *len += s.len - from;
    }
    return found;
}

static bool quote(mof_arena *arena, mof_str *json)
{
    size_t len = 0, found = quote_long(*json, NULL, &len);
    if (!found) return true;
    char *out = mof_arena_alloc(arena, json->len + 2 * found + 1);
    if (!out) return false;
    quote_long(*json, out, &len);
    *json = mof_str_of(out, len);
    return true;
}

/* ---- scalars -------------------------------------------------------------------------------------------- */

static mof_str string_of(const json_t *v)
{
    return mof_str_of(json_string_value(v), json_string_length(v));
}

static const struct {
    uint8_t bytes, is_signed;
} integers[] = {
    [MOF_UINT8] = {1, 0},  [MOF_SINT8] = {1, 1},  [MOF_UINT16] = {2, 0}, [MOF_SINT16] = {2, 1}, [MOF_UINT32] = {4, 0},
    [MOF_SINT32] = {4, 1}, [MOF_UINT64] = {8, 0}, [MOF_SINT64] = {8, 1}, [MOF_CHAR16] = {2, 0}};

static bool is_integer(uint8_t type)
{
    return type <= MOF_CHAR16 && integers[type].bytes;
}

/* A number with its sign apart: all of uint64 and sint64 fit. */
struct number {
    bool minus;
    uint64_t magnitude;
};

static bool from_digits(mof_str s, struct number *out)
{
    *out = (struct number){.minus = s.len && s.at[0] == '-'};
    size_t at = out->minus;
    if (at == s.len) return false;
    for (; at < s.len; at++) {
        if (s.at[at] < '0' || s.at[at] > '9') return false;
        uint64_t digit = (uint64_t)(s.at[at] - '0');
        if (out->magnitude > (UINT64_MAX - digit) / 10) return false;
        out->magnitude = out->magnitude * 10 + digit;
    }
    return true;
}

static bool from_real(double real, struct number *out)
{
    if (real != floor(real) || fabs(real) > 9007199254740992.0) return false;
    *out = (struct number){real < 0, (uint64_t)fabs(real)};
    return true;
}

static bool number_of(const json_t *v, struct number *out)
{
    if (json_is_string(v)) return from_digits(string_of(v), out);
    if (json_is_real(v)) return from_real(json_real_value(v), out);
    if (!json_is_integer(v)) return false;
    json_int_t whole = json_integer_value(v);
    *out = (struct number){whole < 0, whole < 0 ? 0 - (uint64_t)whole : (uint64_t)whole};
    return true;
}

static void store(void *to, uint8_t bytes, uint64_t value)
{
    uint8_t one = (uint8_t)value;
    uint16_t two = (uint16_t)value;
    uint32_t four = (uint32_t)value;
    if (bytes == 1) memcpy(to, &one, 1);
    if (bytes == 2) memcpy(to, &two, 2);
    if (bytes == 4) memcpy(to, &four, 4);
    if (bytes == 8) memcpy(to, &value, 8);
}

/* Out of the type's width is too small or too large, not of a wrong type. */
static bool put_number(struct reader *r, const struct mof_class *of, const struct mof_property *p, int64_t index,
                       struct number n, void *to)
{
    bool is_signed = integers[p->type].is_signed;
    uint64_t most = UINT64_MAX >> (64 - 8 * integers[p->type].bytes + is_signed);
    uint64_t least = is_signed ? most + 1 : 0; /* the magnitude of */
    bool fits = n.minus ? n.magnitude <= least : n.magnitude <= most;
    if (fits) {
        store(to, integers[p->type].bytes, n.minus ? 0 - n.magnitude : n.magnitude);
        return true;
    }
    struct mof_violation v = {.of = of, .property = p->name, .index = index};
    v.rule = n.minus ? MOF_RULE_TOO_SMALL : MOF_RULE_TOO_LARGE;
    v.value_type = n.minus ? MOF_SINT64 : MOF_UINT64;
    v.value = n.minus ? 0 - n.magnitude : n.magnitude;
    v.limit = n.minus ? 0 - least : most;
    mof_report_add(r->report, &v);
    return false;
}

/* A UCS-2 character as a string of one. */
static bool from_character(mof_str s, struct number *out)
{
    const unsigned char *at = (const unsigned char *)s.at;
    *out = (struct number){0};
    if (s.len == 1) out->magnitude = at[0];
    else if (s.len == 2) out->magnitude = (uint64_t)((at[0] & 0x1F) << 6 | (at[1] & 0x3F));
    else if (s.len == 3) out->magnitude = (uint64_t)((at[0] & 0x0F) << 12 | (at[1] & 0x3F) << 6 | (at[2] & 0x3F));
    size_t characters;
    return s.len <= 3 && mof_str_valid(s, &characters) && characters == 1;
}

static bool read_integer(struct reader *r, const struct mof_class *of, const struct mof_property *p, int64_t index,
                         const json_t *v, void *to)
{
    struct number n;
    uint64_t value;
    bool is_signed = integers[p->type].is_signed;
    if (p->type == MOF_CHAR16 && json_is_string(v) && from_character(string_of(v), &n))
        return put_number(r, of, p, index, n, to);
    if (number_of(v, &n)) return put_number(r, of, p, index, n, to);
    if (json_is_string(v) && p->enumeration && mof_enum_parse(p->enumeration, string_of(v), &value)) {
        bool minus = is_signed && (int64_t)value < 0;
        return put_number(r, of, p, index, (struct number){minus, minus ? 0 - value : value}, to);
    }
    bool label = json_is_string(v) && p->enumeration;
    tell(r, of, p, index, label ? MOF_RULE_UNKNOWN_VALUE : MOF_RULE_WRONG_TYPE,
         json_is_string(v) ? string_of(v) : mof_str_of(NULL, 0));
    return false;
}

/* A number in quotes is one that was too long for jansson. */
static bool real_of(const json_t *v, double *out)
{
    struct number n;
    if (json_is_number(v)) *out = json_number_value(v);
    else if (json_is_string(v) && from_digits(string_of(v), &n))
        *out = n.minus ? -(double)n.magnitude : (double)n.magnitude;
    else return false;
    return isfinite(*out);
}

static bool copy_string(struct reader *r, mof_str from, mof_str *to)
{
    r->no_memory |= !mof_arena_str(r->arena, from.at, from.len, to);
    return !r->no_memory;
}

static bool read_object(struct reader *r, const struct mof_class *c, const json_t *json, void *object);

static bool read_embedded(struct reader *r, const struct mof_property *p, const json_t *v, void *to)
{
    void *inner = mof_arena_alloc(r->arena, p->embedded->size);
    if (!inner) return r->no_memory = true, false;
    memcpy(to, &inner, sizeof inner);
    return read_object(r, p->embedded, v, inner);
}

static bool read_any(struct reader *r, const json_t *v, void *to)
{
    char *text = json_dumps(v, JSON_COMPACT | JSON_ENCODE_ANY);
    mof_object object = {{NULL, 0}};
    bool good = text && copy_string(r, mof_str_from(text), &object.json);
    r->no_memory |= !text;
    free(text);
    memcpy(to, &object, sizeof object);
    return good;
}

/* One value that is no array. */
static bool read_one(struct reader *r, const struct mof_class *of, const struct mof_property *p, int64_t index,
                     const json_t *v, void *to)
{
    double real;
    mof_datetime date;
    mof_str text;
    if (is_integer(p->type)) return read_integer(r, of, p, index, v, to);
    if (p->type == MOF_BOOLEAN && json_is_boolean(v)) {
        bool value = json_is_true(v);
        memcpy(to, &value, sizeof value);
        return true;
    }
    if (p->type == MOF_REAL64 && real_of(v, &real)) return memcpy(to, &real, sizeof real) != NULL;
    if (p->type == MOF_REAL32 && real_of(v, &real)) {
        float narrow = (float)real;
        memcpy(to, &narrow, sizeof narrow);
        if (isfinite(narrow)) return true;
    }
    if ((p->type == MOF_STRING || p->type == MOF_REFERENCE) && json_is_string(v)) {
        if (!copy_string(r, string_of(v), &text)) return false;
        return memcpy(to, &text, sizeof text) != NULL; /* a mof_ref is its path */
    }
    if (p->type == MOF_DATETIME && json_is_string(v)) {
        if (mof_datetime_parse(string_of(v), &date)) return memcpy(to, &date, sizeof date) != NULL;
        tell(r, of, p, index, MOF_RULE_BAD_DATETIME, string_of(v));
        return false;
    }
    if (p->type == MOF_OBJECT && json_is_object(v)) return read_any(r, v, to);
    if (p->type == MOF_CLASS && json_is_object(v) && r->depth < MOF_DEPTH) {
        if (p->flags & MOF_ARRAY) return read_object(r, p->embedded, v, to);
        return read_embedded(r, p, v, to);
    }
    bool deep = p->type == MOF_CLASS && json_is_object(v);
    tell(r, of, p, index, deep ? MOF_RULE_TOO_DEEP : MOF_RULE_WRONG_TYPE,
         json_is_string(v) ? string_of(v) : mof_str_of(NULL, 0));
    return false;
}

/* ---- arrays --------------------------------------------------------------------------------------------- */

static int sextet(char c)
{
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    if (c == '+' || c == '-') return 62;
    return c == '/' || c == '_' ? 63 : -1;
}

/* Base64 (RFC 4648 4 and 5), with or without its padding. */
static bool read_base64(struct reader *r, mof_str in, mof_uint8_array *out)
{
    while (in.len && in.at[in.len - 1] == '=') in.len--;
    uint8_t *bytes = mof_arena_alloc(r->arena, in.len / 4 * 3 + 3);
    uint32_t held = 0;
    unsigned bits = 0;
    size_t count = 0;
    if (!bytes) return r->no_memory = true, false;
    for (size_t i = 0; i < in.len; i++) {
        int six = sextet(in.at[i]);
        if (six < 0) return false;
        held = held << 6 | (uint32_t)six;
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        bytes[count++] = (uint8_t)(held >> bits);
    }
    *out = (mof_uint8_array){bytes, count};
    return in.len % 4 != 1 && (held & ((1u << bits) - 1)) == 0;
}

static bool read_array(struct reader *r, const struct mof_class *of, const struct mof_property *p, const json_t *v,
                       void *to)
{
    size_t count = json_array_size(v), size = mof_item_size(p);
    char *items = mof_arena_alloc(r->arena, count * size + 1);
    if (!items) return r->no_memory = true, false;
    bool good = true;
    for (size_t i = 0; i < count; i++) good &= read_one(r, of, p, (int64_t)i, json_array_get(v, i), items + i * size);
    mof_class_array array = {items, count};
    if (good) memcpy(to, &array, sizeof array);
    return good;
}

static bool read_value(struct reader *r, const struct mof_class *of, const struct mof_property *p, const json_t *v,
                       void *to)
{
    mof_uint8_array bytes;
    if (!(p->flags & MOF_ARRAY)) return read_one(r, of, p, MOF_WHOLE, v, to);
    if (json_is_array(v)) return read_array(r, of, p, v, to);
    if (p->type == MOF_UINT8 && json_is_string(v) && read_base64(r, string_of(v), &bytes))
        return memcpy(to, &bytes, sizeof bytes) != NULL;
    tell(r, of, p, MOF_WHOLE, MOF_RULE_WRONG_TYPE, json_is_string(v) ? string_of(v) : mof_str_of(NULL, 0));
    return false;
}

/* ---- objects -------------------------------------------------------------------------------------------- */

static void tell_member(struct reader *r, const struct mof_class *of, const char *name, enum mof_rule rule)
{
    struct mof_violation v = {.of = of, .rule = rule, .index = MOF_WHOLE, .value_type = MOF_STRING};
    mof_str copy;
    v.warning = rule == MOF_RULE_UNKNOWN_PROPERTY;
    if (!copy_string(r, mof_str_from(name), &copy)) return;
    v.property = copy.at;
    mof_report_add(r->report, &v);
}

/* Members come in the table's order more often than not, so the search begins behind the last one found. */
static const struct mof_property *find(const struct mof_class *c, const char *name, uint32_t *from)
{
    for (uint32_t i = *from; i < c->property_count; i++)
        if (strcmp(c->properties[i].name, name) == 0) return *from = i + 1, &c->properties[i];
    return mof_class_find(c, mof_str_from(name));
}

/* What OData and the provider add is about the object, not of it. */
static bool is_annotation(const char *name)
{
    return strchr(name, '@') || strcmp(name, "__metadata") == 0;
}

static bool read_object(struct reader *r, const struct mof_class *c, const json_t *json, void *object)
{
    const char *name;
    json_t *value;
    uint32_t from = 0;
    bool good = true;
    memset(object, 0, c->size);
    r->depth++;
    json_object_foreach((json_t *)(uintptr_t)json, name, value)
    {
        const struct mof_property *p = find(c, name, &from);
        if (!p) {
            if (!is_annotation(name)) tell_member(r, c, name, MOF_RULE_UNKNOWN_PROPERTY);
            continue;
        }
        uint32_t index = (uint32_t)(p - c->properties);
        if (mof_present(c, object, index)) {
            tell_member(r, c, p->name, MOF_RULE_DUPLICATE_PROPERTY);
            continue;
        }
        if (json_is_null(value)) continue;
        bool read = read_value(r, c, p, value, (char *)object + p->offset);
        if (read) mof_set_present(c, object, index, true);
        else if (!r->no_memory) mof_clear(c, object, index);
        good &= read;
    }
    r->depth--;
    return good || r->depth == 0;
}

/* ---- texts ---------------------------------------------------------------------------------------------- */

static bool fail(struct mof_error *error, int line, int column, const char *message)
{
    if (!error) return false;
    error->line = line;
    error->column = column;
    snprintf(error->message, sizeof error->message, "%s", message);
    return false;
}

enum { LOAD = JSON_ALLOW_NUL | JSON_DECODE_ANY };

/* The name between the quotes of jansson's message: duplicate object key near '"name"'. */
static void tell_duplicate(struct reader *r, const struct mof_class *c, const json_error_t *e)
{
    char name[sizeof e->text];
    const char *from = strstr(e->text, "'\"");
    snprintf(name, sizeof name, "%s", from ? from + 2 : "");
    char *end = strrchr(name, '"');
    if (end) *end = 0;
    tell_member(r, c, name, MOF_RULE_DUPLICATE_PROPERTY);
}

static json_t *parse(struct reader *r, const struct mof_class *c, mof_str json, struct mof_error *error)
{
    json_error_t e;
    if (!quote(r->arena, &json)) return fail(error, 0, 0, "out of memory"), NULL;
    const char *at = json.at ? json.at : "";
    json_t *parsed = json_loadb(at, json.len, LOAD | JSON_REJECT_DUPLICATES, &e);
    if (!parsed && c && json_error_code(&e) == json_error_duplicate_key) {
        tell_duplicate(r, c, &e);
        parsed = json_loadb(at, json.len, LOAD, &e);
    }
    if (!parsed) fail(error, e.line, e.column, e.text);
    return parsed;
}

bool mof_json_read(const struct mof_class *c, mof_str json, void *object, mof_arena *arena, struct mof_report *report,
                   struct mof_error *error)
{
    struct reader r = {.arena = arena, .report = report};
    json_t *parsed = parse(&r, c, json, error);
    if (!parsed) return false;
    bool good = json_is_object(parsed);
    if (good) read_object(&r, c, parsed, object);
    else fail(error, 1, 1, "no JSON object");
    json_decref(parsed);
    if (r.no_memory) return fail(error, 0, 0, "out of memory");
    return good;
}

bool mof_json_read_value(const struct mof_property *p, mof_str json, void *value, mof_arena *arena,
                         struct mof_error *error)
{
    struct mof_violation first = {.rule = MOF_RULE_WRONG_TYPE};
    struct mof_report report = {.items = &first, .capacity = 1};
    struct reader r = {.arena = arena, .report = &report};
    char message[200];
    json_t *parsed = parse(&r, NULL, json, error);
    if (!parsed) return false;
    r.depth = 1;
    bool good = read_value(&r, NULL, p, parsed, value);
    json_decref(parsed);
    if (r.no_memory) return fail(error, 0, 0, "out of memory");
    if (good) return true;
    mof_violation_format(&first, true, message, sizeof message);
    return fail(error, 0, 0, message);
}
