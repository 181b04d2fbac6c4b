/* Enumerations: from a value to its label and back, over the table that generated code has of each. */
#include "mofrt.h"

#include <stdio.h>
#include <string.h>

static bool is_signed(const struct mof_enum *e)
{
    return e->type == MOF_SINT8 || e->type == MOF_SINT16 || e->type == MOF_SINT32 || e->type == MOF_SINT64;
}

static bool holds(const struct mof_enum *e, const struct mof_enum_value *v, uint64_t value)
{
    if (!is_signed(e)) return value >= v->low && value <= v->high;
    return (int64_t)value >= (int64_t)v->low && (int64_t)value <= (int64_t)v->high;
}

static const struct mof_enum_value *find(const struct mof_enum *e, uint64_t value)
{
    for (uint32_t i = 0; i < e->count; i++)
        if (holds(e, &e->values[i], value)) return &e->values[i];
    return NULL;
}

const char *mof_enum_label(const struct mof_enum *e, uint64_t value)
{
    const struct mof_enum_value *v = find(e, value);
    return v ? v->label : NULL;
}

/* Of flags: whether every bit belongs to some value. */
bool mof_enum_known(const struct mof_enum *e, uint64_t value)
{
    if (find(e, value)) return true;
    if (!(e->flags & 1)) return false;
    for (uint32_t i = 0; i < e->count; i++) value &= ~e->values[i].low;
    return value == 0;
}

const char *mof_enum_label_signed(const struct mof_enum *e, int64_t value)
{
    return mof_enum_label(e, (uint64_t)value);
}

bool mof_enum_known_signed(const struct mof_enum *e, int64_t value)
{
    return mof_enum_known(e, (uint64_t)value);
}

/* ---- parsing -------------------------------------------------------------------------------------------- */

static mof_str trimmed(mof_str s)
{
    while (s.len && (s.at[0] == ' ' || s.at[0] == '\t')) s.at++, s.len--;
    while (s.len && (s.at[s.len - 1] == ' ' || s.at[s.len - 1] == '\t')) s.len--;
    return s;
}

static int digit_of(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return 99;
}

static bool parse_digits(mof_str s, uint64_t *out)
{
    uint64_t base = 10;
    if (s.len > 2 && s.at[0] == '0' && (s.at[1] == 'x' || s.at[1] == 'X')) base = 16, s.at += 2, s.len -= 2;
    if (!s.len) return false;
    *out = 0;
    for (size_t i = 0; i < s.len; i++) {
        uint64_t digit = (uint64_t)digit_of(s.at[i]);
        if (digit >= base || *out > (UINT64_MAX - digit) / base) return false;
        *out = *out * base + digit;
    }
    return true;
}

static bool parse_number(const struct mof_enum *e, mof_str s, uint64_t *out)
{
    bool minus = s.len > 1 && s.at[0] == '-';
    uint64_t magnitude;
    if (!parse_digits(minus ? mof_str_of(s.at + 1, s.len - 1) : s, &magnitude)) return false;
    if (is_signed(e) && magnitude > (uint64_t)INT64_MAX + minus) return false;
    if (minus && !is_signed(e) && magnitude) return false;
    *out = minus ? 0 - magnitude : magnitude;
    return true;
}

/* A label that stands for a range names no value. */
static bool parse_one(const struct mof_enum *e, mof_str label, uint64_t *value)
{
    label = trimmed(label);
    for (uint32_t i = 0; i < e->count; i++) {
        const struct mof_enum_value *v = &e->values[i];
        if (v->low != v->high || !mof_str_equal_fold(mof_str_from(v->label), label)) continue;
        *value = v->low;
        return true;
    }
    return parse_number(e, label, value);
}

bool mof_enum_parse(const struct mof_enum *e, mof_str label, uint64_t *value)
{
    uint64_t all = 0, one;
    if (parse_one(e, label, value)) return true;
    if (!(e->flags & 1)) return false;
    for (size_t from = 0, at = 0; at <= label.len; at++) {
        if (at < label.len && label.at[at] != '|') continue;
        if (!parse_one(e, mof_str_of(label.at + from, at - from), &one)) return false;
        all |= one;
        from = at + 1;
    }
    *value = all;
    return true;
}

#define PARSE_UNSIGNED(name, type, most)                                             \
    bool mof_enum_parse_##name(const struct mof_enum *e, mof_str label, type *value) \
    {                                                                                \
        uint64_t wide;                                                               \
        if (!mof_enum_parse(e, label, &wide) || wide > (most)) return false;         \
        *value = (type)wide;                                                         \
        return true;                                                                 \
    }
#define PARSE_SIGNED(name, type, least, most)                                                                    \
    bool mof_enum_parse_##name(const struct mof_enum *e, mof_str label, type *value)                             \
    {                                                                                                            \
        uint64_t wide;                                                                                           \
        if (!mof_enum_parse(e, label, &wide) || (int64_t)wide < (least) || (int64_t)wide > (most)) return false; \
        *value = (type)(int64_t)wide;                                                                            \
        return true;                                                                                             \
    }
PARSE_UNSIGNED(uint8, uint8_t, UINT8_MAX)
PARSE_SIGNED(sint8, int8_t, INT8_MIN, INT8_MAX)
PARSE_UNSIGNED(uint16, uint16_t, UINT16_MAX)
PARSE_SIGNED(sint16, int16_t, INT16_MIN, INT16_MAX)
PARSE_UNSIGNED(uint32, uint32_t, UINT32_MAX)
PARSE_SIGNED(sint32, int32_t, INT32_MIN, INT32_MAX)

bool mof_enum_parse_uint64(const struct mof_enum *e, mof_str label, uint64_t *value)
{
    return mof_enum_parse(e, label, value);
}

bool mof_enum_parse_sint64(const struct mof_enum *e, mof_str label, int64_t *value)
{
    uint64_t wide;
    if (!mof_enum_parse(e, label, &wide)) return false;
    *value = (int64_t)wide;
    return true;
}

/* ---- flags ---------------------------------------------------------------------------------------------- */

/* Appends as snprintf would: counts on past the room. */
static void add(char *out, size_t room, size_t *len, const char *text)
{
    for (; *text; text++, ++*len)
        if (*len + 1 < room) out[*len] = *text;
}

size_t mof_flags_format(const struct mof_enum *e, uint64_t value, char *out, size_t room)
{
    size_t len = 0;
    uint64_t rest = value;
    for (uint32_t i = 0; i < e->count; i++) {
        const struct mof_enum_value *v = &e->values[i];
        bool set = v->low ? (value & v->low) == v->low && (rest & v->low) : value == 0;
        if (!set) continue;
        if (len) add(out, room, &len, " | ");
        add(out, room, &len, v->label);
        rest &= ~v->low;
    }
    if (rest || !len) {
        char number[24];
        snprintf(number, sizeof number, rest ? "%s0x%llX" : "%s%llu", len ? " | " : "", (unsigned long long)rest);
        add(out, room, &len, number);
    }
    if (room) out[len < room ? len : room - 1] = 0;
    return len;
}

/* ---- strings -------------------------------------------------------------------------------------------- */

const char *mof_enum_label_text(const struct mof_enum *e, mof_str value)
{
    for (uint32_t i = 0; i < e->count; i++)
        if (mof_str_is(value, e->values[i].text)) return e->values[i].label;
    return NULL;
}

bool mof_enum_known_text(const struct mof_enum *e, mof_str value)
{
    return mof_enum_label_text(e, value) != NULL;
}

bool mof_enum_parse_text(const struct mof_enum *e, mof_str label, mof_str *value)
{
    for (uint32_t i = 0; i < e->count; i++) {
        if (!mof_str_equal_fold(mof_str_from(e->values[i].label), label)) continue;
        *value = mof_str_from(e->values[i].text);
        return true;
    }
    *value = label;
    return mof_enum_known_text(e, label);
}
