/* JSON to structs, over jansson. Members are matched to properties case folded; what does not fit is reported and
 * left out, so that one bad member never hides the others. jansson's integers are signed 64-bit: longer ones are put
 * in quotes before it sees them, and every integer property takes digits in quotes. */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json_tree.h"
#include "rows.h"

struct reader {
    mof_arena *arena;
    mof_report *report;
    unsigned depth;             /* of the object that is read; 1 is the whole */
    mof_step within[MOF_DEPTH]; /* the properties around it, from outside */
    bool no_memory;
};

/* Adds a violation of the object that is being read. */
static void report_add(struct reader *r, mof_violation *v)
{
    v->depth = r->depth ? r->depth - 1 : 0;
    for (uint32_t i = 0; i < v->depth && i < MOF_STEPS; i++) v->within[i] = r->within[i];
    mof_report_add(r->report, v);
}

static mof_str string_of(const json_t *v) { return mof_str_of(json_string_value(v), json_string_length(v)); }

enum { SHOWN_ROOM = 32 };

/* What stands there, for a message: a number or a word as it is, of an array or an object only that it is one. */
static mof_str shown(const json_t *v, char room[SHOWN_ROOM])
{
    static const char *const words[] = {[JSON_OBJECT] = "an object",
                                        [JSON_ARRAY] = "an array",
                                        [JSON_TRUE] = "true",
                                        [JSON_FALSE] = "false",
                                        [JSON_NULL] = "null"};
    if (json_is_string(v)) return string_of(v);
    if (json_is_integer(v)) snprintf(room, SHOWN_ROOM, "%lld", (long long)json_integer_value(v));
    else if (json_is_real(v)) snprintf(room, SHOWN_ROOM, "%.15g", json_real_value(v));
    else return mof_str_from(words[json_typeof(v)]);
    return mof_str_from(room);
}

/* The value `json` is not what is wanted; an array is where `index` is not one item of an array. */
static void report_value(struct reader *r, const mof_class *of, const struct mof_property *p, int64_t index,
                         enum mof_rule rule, const json_t *json)
{
    char room[SHOWN_ROOM];
    mof_str text = shown(json, room);
    mof_violation v = {.of = of, .rule = rule, .index = index, .property = p->name, .value_type = p->type};
    bool wrong = rule == MOF_RULE_WRONG_TYPE, whole = p->flags & MOF_ARRAY && index == MOF_WHOLE;
    if (wrong && !json_is_string(json)) v.value = MOF_WRONG_OTHER;
    if (wrong && whole) v.limit = MOF_WRONG_ARRAY;
    if (rule == MOF_RULE_TOO_DEEP) v.limit = MOF_DEPTH;
    r->no_memory |= !mof_arena_str(r->arena, text.at, text.len, &v.text); /* the tree is freed */
    report_add(r, &v);
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

static const struct {
    uint8_t bytes, is_signed;
} integers[] = {
    [MOF_UINT8] = {1, 0},  [MOF_SINT8] = {1, 1},  [MOF_UINT16] = {2, 0}, [MOF_SINT16] = {2, 1}, [MOF_UINT32] = {4, 0},
    [MOF_SINT32] = {4, 1}, [MOF_UINT64] = {8, 0}, [MOF_SINT64] = {8, 1}, [MOF_CHAR16] = {2, 0}};

static bool is_integer(uint8_t type) { return type <= MOF_CHAR16 && integers[type].bytes; }

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
static bool put_number(struct reader *r, const mof_class *of, const struct mof_property *p, int64_t index,
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
    mof_violation v = {.of = of, .property = p->name, .index = index};
    v.rule = n.minus ? MOF_RULE_TOO_SMALL : MOF_RULE_TOO_LARGE;
    v.value_type = n.minus ? MOF_SINT64 : MOF_UINT64;
    v.value = n.minus ? 0 - n.magnitude : n.magnitude;
    v.limit = n.minus ? 0 - least : most;
    report_add(r, &v);
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

static bool read_integer(struct reader *r, const mof_class *of, const struct mof_property *p, int64_t index,
                         const json_t *v, void *to)
{
    struct number n;
    uint64_t value;
    bool is_signed = integers[p->type].is_signed;
    if (p->type == MOF_CHAR16 && json_is_string(v) && from_character(string_of(v), &n))
        return put_number(r, of, p, index, n, to);
    if (number_of(v, &n)) return put_number(r, of, p, index, n, to);
    if (json_is_string(v) && p->values && mof_enum_parse_wide(p->values, string_of(v), &value)) {
        bool minus = is_signed && (int64_t)value < 0;
        return put_number(r, of, p, index, (struct number){minus, minus ? 0 - value : value}, to);
    }
    bool label = json_is_string(v) && p->values;
    report_value(r, of, p, index, label ? MOF_RULE_UNKNOWN_VALUE : MOF_RULE_WRONG_TYPE, v);
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

static bool put_float(struct reader *r, const mof_class *of, const struct mof_property *p, int64_t index, double real,
                      void *to)
{
    float narrow = (float)real;
    double limit = real < 0 ? -(double)FLT_MAX : (double)FLT_MAX;
    if (isfinite(narrow)) return memcpy(to, &narrow, sizeof narrow) != NULL;
    mof_violation v = {.of = of, .property = p->name, .index = index, .value_type = MOF_REAL64};
    v.rule = real < 0 ? MOF_RULE_TOO_SMALL : MOF_RULE_TOO_LARGE;
    memcpy(&v.value, &real, sizeof real);
    memcpy(&v.limit, &limit, sizeof limit);
    report_add(r, &v);
    return false;
}

static bool copy_string(struct reader *r, mof_str from, mof_str *to)
{
    r->no_memory |= !mof_arena_str(r->arena, from.at, from.len, to);
    return !r->no_memory;
}

static bool read_object(struct reader *r, const mof_class *of, const json_t *json, void *object);

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
static bool read_one(struct reader *r, const mof_class *of, const struct mof_property *p, int64_t index,
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
    if (p->type == MOF_REAL32 && real_of(v, &real)) return put_float(r, of, p, index, real, to);
    if ((p->type == MOF_STRING || p->type == MOF_REFERENCE) && json_is_string(v)) {
        if (!copy_string(r, string_of(v), &text)) return false;
        return memcpy(to, &text, sizeof text) != NULL; /* a mof_ref is its path */
    }
    if (p->type == MOF_DATETIME && json_is_string(v)) {
        if (mof_datetime_parse(string_of(v), &date)) return memcpy(to, &date, sizeof date) != NULL;
        report_value(r, of, p, index, MOF_RULE_BAD_DATETIME, v);
        return false;
    }
    if (p->type == MOF_OBJECT && json_is_object(v)) return read_any(r, v, to);
    if (p->type == MOF_CLASS && json_is_object(v) && r->depth < MOF_DEPTH) {
        r->within[r->depth - 1] = (mof_step){p->name, index};
        if (p->flags & MOF_ARRAY) return read_object(r, p->embedded, v, to);
        return read_embedded(r, p, v, to);
    }
    bool deep = p->type == MOF_CLASS && json_is_object(v);
    report_value(r, of, p, index, deep ? MOF_RULE_TOO_DEEP : MOF_RULE_WRONG_TYPE, v);
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

static bool read_array(struct reader *r, const mof_class *of, const struct mof_property *p, const json_t *v, void *to)
{
    size_t count = json_array_size(v), size = mof_item_size(p);
    char *items = mof_arena_alloc(r->arena, count * size + 1);
    if (!items) return r->no_memory = true, false;
    bool good = true;
    for (size_t i = 0; i < count; i++) good &= read_one(r, of, p, (int64_t)i, json_array_get(v, i), items + i * size);
    struct mof_any_array array = {items, count};
    if (good) memcpy(to, &array, sizeof array);
    return good;
}

static bool read_value(struct reader *r, const mof_class *of, const struct mof_property *p, const json_t *v, void *to)
{
    mof_uint8_array bytes;
    if (!(p->flags & MOF_ARRAY)) return read_one(r, of, p, MOF_WHOLE, v, to);
    if (json_is_array(v)) return read_array(r, of, p, v, to);
    if (p->type == MOF_UINT8 && json_is_string(v) && read_base64(r, string_of(v), &bytes))
        return memcpy(to, &bytes, sizeof bytes) != NULL;
    report_value(r, of, p, MOF_WHOLE, MOF_RULE_WRONG_TYPE, v);
    return false;
}

/* ---- objects -------------------------------------------------------------------------------------------- */

static void report_member(struct reader *r, const mof_class *of, const char *name, enum mof_rule rule)
{
    mof_violation v = {.of = of, .rule = rule, .index = MOF_WHOLE, .value_type = MOF_STRING};
    mof_str copy;
    v.warning = rule == MOF_RULE_UNKNOWN_PROPERTY;
    if (!copy_string(r, mof_str_from(name), &copy)) return;
    v.property = copy.at;
    report_add(r, &v);
}

/* Members come in the table's order more often than not, so the search begins behind the last one found. */
static int64_t find(const mof_class *of, const char *name, uint32_t *from)
{
    for (uint32_t i = *from; i < of->count; i++)
        if (strcmp(mof_row(of, i)->name, name) == 0) return *from = i + 1, i;
    return mof_class_find(of, mof_str_from(name));
}

/* What OData and the provider add is about the object, not of it. */
static bool is_annotation(const char *name) { return strchr(name, '@') || strcmp(name, "__metadata") == 0; }

static bool read_member(struct reader *r, const mof_class *of, uint32_t i, const json_t *value, void *object)
{
    const struct mof_property *p = mof_row(of, i);
    bool *has = &mof_has(of, object)[i];
    if (*has) {
        report_member(r, of, p->name, MOF_RULE_DUPLICATE_PROPERTY);
        return true;
    }
    if (json_is_null(value)) return true;
    *has = read_value(r, of, p, value, (char *)object + p->offset);
    if (!*has) memset((char *)object + p->offset, 0, mof_value_size(p));
    return *has;
}

static bool read_object(struct reader *r, const mof_class *of, const json_t *json, void *object)
{
    const char *name;
    json_t *value;
    uint32_t from = 0;
    bool good = true;
    memset(object, 0, of->size);
    r->depth++;
    json_object_foreach((json_t *)(uintptr_t)json, name, value)
    {
        int64_t i = find(of, name, &from);
        if (i >= 0) good &= read_member(r, of, (uint32_t)i, value, object);
        else if (!is_annotation(name)) report_member(r, of, name, MOF_RULE_UNKNOWN_PROPERTY);
    }
    r->depth--;
    return good || r->depth == 0;
}

/* ---- texts ---------------------------------------------------------------------------------------------- */

bool mof_json_ran_out(const json_error_t *e, mof_str json)
{
    static const char *const wrong[] = {"invalid token", "string or '}' expected"};
    bool quoted = e->position > 0 && (size_t)e->position <= json.len && json.at[e->position - 1] == '"';
    if (!e->text[0] || json_error_code(e) == json_error_out_of_memory) return true;
    for (size_t i = 0; quoted && i < sizeof wrong / sizeof *wrong; i++)
        if (strncmp(e->text, wrong[i], strlen(wrong[i])) == 0) return true;
    return false;
}

enum { LOAD = JSON_ALLOW_NUL | JSON_DECODE_ANY };

/* The name between the quotes of jansson's message: duplicate object key near '"name"'. */
static void report_duplicate(struct reader *r, const mof_class *of, const json_error_t *e)
{
    char name[sizeof e->text];
    const char *from = strstr(e->text, "'\"");
    snprintf(name, sizeof name, "%s", from ? from + 2 : "");
    char *end = strrchr(name, '"');
    if (end) *end = 0;
    report_member(r, of, name, MOF_RULE_DUPLICATE_PROPERTY);
}

static enum mof_status parse(struct reader *r, const mof_class *of, mof_str json, json_t **parsed, mof_error *error)
{
    json_error_t e = {.text = ""};
    *parsed = NULL;
    if (!quote(r->arena, &json)) return mof_fail(error, MOF_NO_MEMORY, "reading JSON: out of memory");
    const char *at = json.at ? json.at : "";
    *parsed = json_loadb(at, json.len, LOAD | JSON_REJECT_DUPLICATES, &e);
    if (!*parsed && of && json_error_code(&e) == json_error_duplicate_key) {
        report_duplicate(r, of, &e);
        *parsed = json_loadb(at, json.len, LOAD, &e);
    }
    if (*parsed) return MOF_OK;
    if (mof_json_ran_out(&e, json)) return mof_fail(error, MOF_NO_MEMORY, "reading JSON: out of memory");
    mof_fail(error, MOF_SYNTAX, "%s", e.text);
    if (error) error->line = e.line, error->column = e.column;
    return MOF_SYNTAX;
}

enum mof_status mof_from_json(const mof_class *of, void *object, mof_str json, mof_arena *arena, mof_report *report,
                              mof_error *error)
{
    struct reader r = {.arena = arena, .report = report};
    json_t *parsed;
    enum mof_status status = parse(&r, of, json, &parsed, error);
    if (status != MOF_OK) return status;
    bool is_object = json_is_object(parsed);
    if (is_object) read_object(&r, of, parsed, object);
    json_decref(parsed);
    if (r.no_memory) return mof_fail(error, MOF_NO_MEMORY, "reading JSON: out of memory");
    if (is_object) return MOF_OK;
    mof_fail(error, MOF_SYNTAX, "no JSON object");
    if (error) error->line = error->column = 1;
    return MOF_SYNTAX;
}

enum mof_status mof_json_read_value(const struct mof_property *p, void *value, mof_str json, mof_arena *arena,
                                    mof_error *error)
{
    mof_violation first = {.rule = MOF_RULE_WRONG_TYPE};
    mof_report report = mof_report_of(&first, 1);
    struct reader r = {.arena = arena, .report = &report};
    char message[200];
    json_t *parsed;
    enum mof_status status = parse(&r, NULL, json, &parsed, error);
    if (status != MOF_OK) return status;
    r.depth = 1;
    bool good = read_value(&r, NULL, p, parsed, value);
    json_decref(parsed);
    if (r.no_memory) return mof_fail(error, MOF_NO_MEMORY, "reading JSON: out of memory");
    if (good) return MOF_OK;
    mof_violation_format(&first, true, message, sizeof message);
    return mof_fail(error, MOF_INVALID, "%s", message);
}
