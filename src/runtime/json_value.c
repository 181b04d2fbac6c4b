/* The value of one property, from JSON into its member: what does not fit is reported and left out. */
#include <float.h>
#include <math.h>
#include <stdio.h>

#include "json_read.h"

/* ---- what does not fit ---------------------------------------------------------------------------------- */

/* What stands there, for a message: a string, a number or a word as it is, of an array or an object only that it is
 * one. */
static mof_str shown(struct mof_json_reader *r, const struct mof_json_token *t)
{
    mof_str text = {NULL, 0};
    if (t->kind == MOF_JSON_OBJECT) return mof_str_from("an object");
    if (t->kind == MOF_JSON_ARRAY) return mof_str_from("an array");
    mof_json_keep(r, t, &text);
    return text;
}

/* The value is not what is wanted. Returns false. */
static bool refuse(struct mof_json_reader *r, const struct mof_json_target *to, enum mof_rule rule,
                   const struct mof_json_token *t)
{
    if (r->json.wrong) return false;
    const struct mof_property *p = to->p;
    mof_violation v = {.of = to->of, .rule = rule, .index = to->index, .property = p->name, .value_type = p->type};
    bool wrong = rule == MOF_RULE_WRONG_TYPE;
    if (wrong && t->kind != MOF_JSON_STRING) v.value = MOF_WRONG_OTHER;
    if (wrong && p->flags & MOF_ARRAY && to->index == MOF_WHOLE) v.limit = MOF_WRONG_ARRAY;
    if (rule == MOF_RULE_TOO_DEEP) v.limit = MOF_DEPTH;
    v.text = shown(r, t);
    mof_json_report(r, &v, t->at);
    return false;
}

/* A number is outside its type's bounds. Returns false. */
static bool refuse_number(struct mof_json_reader *r, const struct mof_json_target *to, const struct mof_json_token *t,
                          bool small, mof_violation v)
{
    v.of = to->of;
    v.property = to->p->name;
    v.index = to->index;
    v.rule = small ? MOF_RULE_TOO_SMALL : MOF_RULE_TOO_LARGE;
    mof_json_report(r, &v, t->at);
    return false;
}

/* ---- scalars -------------------------------------------------------------------------------------------- */

static const struct {
    uint8_t bytes, is_signed;
} integers[] = {
    [MOF_UINT8] = {1, 0},  [MOF_SINT8] = {1, 1},  [MOF_UINT16] = {2, 0}, [MOF_SINT16] = {2, 1}, [MOF_UINT32] = {4, 0},
    [MOF_SINT32] = {4, 1}, [MOF_UINT64] = {8, 0}, [MOF_SINT64] = {8, 1}, [MOF_CHAR16] = {2, 0}};

static bool is_integer(uint8_t type) { return type <= MOF_CHAR16 && integers[type].bytes; }

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

/* Out of the type's width is too small or too large, not of a wrong type. `kind` says whether `n` holds the number. */
static bool put_number(struct mof_json_reader *r, const struct mof_json_target *to, const struct mof_json_token *t,
                       enum mof_whole_kind kind, struct mof_whole n)
{
    uint8_t type = to->p->type;
    bool is_signed = integers[type].is_signed;
    uint64_t most = UINT64_MAX >> (64 - 8 * integers[type].bytes + is_signed);
    uint64_t least = is_signed ? most + 1 : 0; /* the magnitude of */
    bool fits = kind == MOF_WHOLE_NUMBER && n.magnitude <= (n.minus ? least : most);
    if (fits) return store(to->to, integers[type].bytes, n.minus ? 0 - n.magnitude : n.magnitude), true;
    mof_violation v = {.value_type = n.minus ? MOF_SINT64 : MOF_UINT64,
                       .value = n.minus ? 0 - n.magnitude : n.magnitude,
                       .limit = n.minus ? 0 - least : most};
    bool wide = n.minus && n.magnitude > (uint64_t)INT64_MAX + 1; /* a sint64 does not show it */
    if (kind == MOF_WHOLE_TOO_LONG || wide) v.text = shown(r, t);
    return refuse_number(r, to, t, n.minus, v);
}

/* Digits, a label, or one character. */
static bool read_quoted_integer(struct mof_json_reader *r, const struct mof_json_target *to,
                                const struct mof_json_token *t)
{
    const struct mof_property *p = to->p;
    mof_str text = mof_json_text(r, t);
    struct mof_whole n;
    uint64_t value;
    if (p->type == MOF_CHAR16 && mof_str_character(text, to->to)) return true;
    enum mof_whole_kind kind = mof_json_whole(text, true, &n);
    if (kind != MOF_NO_WHOLE_NUMBER) return put_number(r, to, t, kind, n);
    if (!p->values || !mof_enum_parse_wide(p->values, text, &value))
        return refuse(r, to, p->values ? MOF_RULE_UNKNOWN_VALUE : MOF_RULE_WRONG_TYPE, t);
    n.minus = integers[p->type].is_signed && (int64_t)value < 0;
    n.magnitude = n.minus ? 0 - value : value;
    return put_number(r, to, t, MOF_WHOLE_NUMBER, n);
}

static bool read_integer(struct mof_json_reader *r, const struct mof_json_target *to, const struct mof_json_token *t)
{
    struct mof_whole n;
    if (t->kind == MOF_JSON_STRING) return read_quoted_integer(r, to, t);
    if (t->kind != MOF_JSON_NUMBER) return refuse(r, to, MOF_RULE_WRONG_TYPE, t);
    enum mof_whole_kind kind = mof_json_whole(t->text, false, &n);
    if (kind == MOF_NO_WHOLE_NUMBER) return refuse(r, to, MOF_RULE_WRONG_TYPE, t);
    return put_number(r, to, t, kind, n);
}

static bool is_digits(mof_str text)
{
    struct mof_whole n;
    return mof_json_whole(text, true, &n) != MOF_NO_WHOLE_NUMBER;
}

/* Takes whole numbers in quotes too, as integers are written that are too long for others. */
static bool read_real(struct mof_json_reader *r, const struct mof_json_target *to, const struct mof_json_token *t)
{
    bool single = to->p->type == MOF_REAL32;
    double real, limit = single ? (double)FLT_MAX : DBL_MAX;
    bool quoted = t->kind == MOF_JSON_STRING && is_digits(t->text);
    if (t->kind != MOF_JSON_NUMBER && !quoted) return refuse(r, to, MOF_RULE_WRONG_TYPE, t);
    if (!mof_json_real(t->text, r->arena, &real)) return mof_json_no_memory(r);
    float narrow = (float)real;
    if (single ? isfinite(narrow) : isfinite(real)) {
        if (single) memcpy(to->to, &narrow, sizeof narrow);
        else memcpy(to->to, &real, sizeof real);
        return true;
    }
    mof_violation v = {.value_type = MOF_REAL64};
    if (isfinite(real)) memcpy(&v.value, &real, sizeof real);
    else v.text = shown(r, t);
    if (real < 0) limit = -limit;
    memcpy(&v.limit, &limit, sizeof limit);
    return refuse_number(r, to, t, real < 0, v);
}

/* A label of a list of strings becomes its value. */
static bool read_text(struct mof_json_reader *r, const struct mof_json_target *to, const struct mof_json_token *t)
{
    const struct mof_enum *values = to->p->values;
    mof_str text;
    if (t->kind != MOF_JSON_STRING) return refuse(r, to, MOF_RULE_WRONG_TYPE, t);
    if (!mof_json_keep(r, t, &text)) return false;
    if (values && values->type == MOF_STRING && !r->verbatim) mof_enum_parse_text(values, text, &text);
    if (to->p->type == MOF_REFERENCE && !r->verbatim && !mof_json_reference_text(r, to->p, &text)) return false;
    memcpy(to->to, &text, sizeof text); /* a mof_ref is its path */
    return true;
}

static bool read_date(struct mof_json_reader *r, const struct mof_json_target *to, const struct mof_json_token *t)
{
    mof_datetime date;
    if (t->kind != MOF_JSON_STRING && t->kind != MOF_JSON_OBJECT) return refuse(r, to, MOF_RULE_WRONG_TYPE, t);
    if (!mof_json_date(r, t, &date))
        return refuse(r, to, t->kind == MOF_JSON_STRING ? MOF_RULE_BAD_DATETIME : MOF_RULE_WRONG_TYPE, t);
    memcpy(to->to, &date, sizeof date);
    return true;
}

/* ---- objects -------------------------------------------------------------------------------------------- */

/* The text of an object of any class, without its blanks. */
static bool read_any(struct mof_json_reader *r, const struct mof_json_target *to, const struct mof_json_token *t)
{
    mof_object object = {{NULL, 0}};
    if (!mof_json_skip(&r->json, t)) return false;
    size_t len = (size_t)(r->json.at - t->at);
    char *text = mof_arena_alloc(r->arena, len + 1);
    if (!text) return mof_json_no_memory(r);
    object.json = mof_str_of(text, mof_json_compact(mof_str_of(t->at, len), text));
    memcpy(to->to, &object, sizeof object);
    return true;
}

static bool read_embedded(struct mof_json_reader *r, const struct mof_json_target *to, const struct mof_json_token *t)
{
    const struct mof_property *p = to->p;
    void *object = to->to;
    if (r->depth >= MOF_DEPTH) return mof_json_skip(&r->json, t) && refuse(r, to, MOF_RULE_TOO_DEEP, t);
    r->within[r->depth - 1] = (mof_step){p->name, to->index};
    if (!(p->flags & MOF_ARRAY)) {
        object = mof_arena_alloc(r->arena, p->embedded->size);
        if (!object) return mof_json_no_memory(r);
        memcpy(to->to, &object, sizeof object);
    }
    mof_json_read_object(r, p->embedded, object);
    return !r->json.wrong;
}

/* One value that is no array. */
static bool read_one(struct mof_json_reader *r, const struct mof_json_target *to, const struct mof_json_token *t)
{
    uint8_t type = to->p->type;
    bool is_object = t->kind == MOF_JSON_OBJECT;
    if (is_object && type == MOF_CLASS) return read_embedded(r, to, t);
    if (is_object && type == MOF_OBJECT) return read_any(r, to, t);
    if (is_object && type == MOF_REFERENCE) return mof_json_reference(r, to, t);
    if (is_object && type == MOF_DATETIME) return read_date(r, to, t);
    if ((is_object || t->kind == MOF_JSON_ARRAY) && !mof_json_skip(&r->json, t)) return false;
    if (is_integer(type)) return read_integer(r, to, t);
    if (type == MOF_STRING || type == MOF_REFERENCE) return read_text(r, to, t);
    if (type == MOF_DATETIME) return read_date(r, to, t);
    if (type == MOF_REAL32 || type == MOF_REAL64) return read_real(r, to, t);
    bool is_true = t->kind == MOF_JSON_TRUE;
    if (type != MOF_BOOLEAN || (!is_true && t->kind != MOF_JSON_FALSE)) return refuse(r, to, MOF_RULE_WRONG_TYPE, t);
    memcpy(to->to, &is_true, sizeof is_true);
    return true;
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
static bool read_base64(struct mof_json_reader *r, const struct mof_json_target *to, const struct mof_json_token *t)
{
    mof_str in = mof_json_text(r, t);
    while (in.len && in.at[in.len - 1] == '=') in.len--;
    uint8_t *bytes = mof_arena_alloc(r->arena, in.len / 4 * 3 + 3);
    uint32_t held = 0;
    unsigned bits = 0;
    size_t count = 0;
    if (!bytes) return mof_json_no_memory(r);
    for (size_t i = 0; i < in.len; i++) {
        int six = sextet(in.at[i]);
        if (six < 0) return refuse(r, to, MOF_RULE_WRONG_TYPE, t);
        held = held << 6 | (uint32_t)six;
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        bytes[count++] = (uint8_t)(held >> bits);
    }
    if (in.len % 4 == 1 || (held & ((1u << bits) - 1))) return refuse(r, to, MOF_RULE_WRONG_TYPE, t);
    memcpy(to->to, &(mof_uint8_array){bytes, count}, sizeof(mof_uint8_array));
    return true;
}

/* Room for more items than there are. */
static bool grow(struct mof_json_reader *r, char **items, size_t count, size_t *room, size_t size)
{
    size_t larger = *room ? *room * 2 : 8;
    char *copy = larger <= SIZE_MAX / size ? mof_arena_alloc(r->arena, larger * size) : NULL;
    if (!copy) {
        mof_json_no_memory(r);
        return false;
    }
    if (count) memcpy(copy, *items, count * size);
    *items = copy;
    *room = larger;
    return true;
}

/* Behind the opening bracket. An array with an item that does not fit is left out as a whole. */
static bool read_items(struct mof_json_reader *r, const struct mof_json_target *to)
{
    size_t count = 0, room = 0, size = mof_item_size(to->p);
    char *items = NULL;
    bool good = true;
    for (; mof_json_item(&r->json, count == 0); count++) {
        struct mof_json_token t;
        mof_json_value(&r->json, &t);
        if (r->json.wrong || (count == room && !grow(r, &items, count, &room, size))) return false;
        struct mof_json_target item = {to->of, to->p, (int64_t)count, items + count * size};
        good &= read_one(r, &item, &t);
    }
    struct mof_any_array array = {items, count};
    if (good) memcpy(to->to, &array, sizeof array);
    return good && !r->json.wrong;
}

/* PowerShell 5.1 wraps an array that it decorated: {"value": [...], "Count": 2}. */
static bool read_wrapped(struct mof_json_reader *r, const struct mof_json_target *to, const struct mof_json_token *t)
{
    struct mof_json_token name, value;
    struct mof_json copy = r->json;
    bool first = true;
    while (mof_json_member(&copy, first, &name) && !mof_json_is(&name, "value")) {
        mof_json_value(&copy, &value);
        mof_json_skip(&copy, &value);
        first = false;
    }
    if (!mof_json_skip(&r->json, t)) return false;
    struct mof_json behind = r->json;
    bool is_array = copy.at < behind.at && mof_json_value(&copy, &value) == MOF_JSON_ARRAY;
    if (!is_array) return refuse(r, to, MOF_RULE_WRONG_TYPE, t);
    r->json = copy;
    bool good = read_items(r, to);
    if (!r->json.wrong) r->json = behind;
    return good;
}

bool mof_json_read_property(struct mof_json_reader *r, const struct mof_json_target *to,
                            const struct mof_json_token *token)
{
    const struct mof_property *p = to->p;
    if (!(p->flags & MOF_ARRAY)) return read_one(r, to, token);
    if (token->kind == MOF_JSON_ARRAY) return read_items(r, to);
    if (token->kind == MOF_JSON_OBJECT) return read_wrapped(r, to, token);
    if (p->type == MOF_UINT8 && token->kind == MOF_JSON_STRING) return read_base64(r, to, token);
    return refuse(r, to, MOF_RULE_WRONG_TYPE, token);
}
