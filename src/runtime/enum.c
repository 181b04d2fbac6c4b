/* Enumerations: from a value to its label and back, over the table that generated code has of each. */
#include <stdio.h>
#include <string.h>

#include "rows.h"

static bool holds(const struct mof_enum *e, const struct mof_enum_value *v, uint64_t value)
{
    if (!v->range) return value == v->value;
    if (!mof_type_is_signed(e->type)) return value >= v->value && value <= v->last;
    return (int64_t)value >= (int64_t)v->value && (int64_t)value <= (int64_t)v->last;
}

static const struct mof_enum_value *find(const struct mof_enum *e, uint64_t value)
{
    for (uint32_t i = 0; i < e->count; i++)
        if (holds(e, &e->values[i], value)) return &e->values[i];
    return NULL;
}

const char *mof_enum_name(const struct mof_enum *e, uint64_t value)
{
    const struct mof_enum_value *v = find(e, value);
    return v ? v->label : NULL;
}

uint64_t mof_enum_unlisted(const struct mof_enum *e, uint64_t value)
{
    for (uint32_t i = 0; i < e->count; i++) value &= ~e->values[i].value;
    return value;
}

/* Of flags: whether every bit belongs to some value. */
bool mof_enum_valid(const struct mof_enum *e, uint64_t value)
{
    return find(e, value) || (e->flags && mof_enum_unlisted(e, value) == 0);
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
    if (mof_type_is_signed(e->type) && magnitude > (uint64_t)INT64_MAX + minus) return false;
    if (minus && !mof_type_is_signed(e->type) && magnitude) return false;
    *out = minus ? 0 - magnitude : magnitude;
    return true;
}

/* A label that stands for a range names no value. */
static bool parse_one(const struct mof_enum *e, mof_str label, uint64_t *value)
{
    label = trimmed(label);
    for (uint32_t i = 0; i < e->count; i++) {
        const struct mof_enum_value *v = &e->values[i];
        if (v->range || !mof_str_equal_fold(mof_str_from(v->label), label)) continue;
        *value = v->value;
        return true;
    }
    return parse_number(e, label, value);
}

bool mof_enum_parse_wide(const struct mof_enum *e, mof_str label, uint64_t *value)
{
    uint64_t all = 0, one;
    if (parse_one(e, label, value)) return true;
    if (!(e->flags)) return false;
    for (size_t from = 0, at = 0; at <= label.len; at++) {
        if (at < label.len && label.at[at] != '|') continue;
        if (!parse_one(e, mof_str_of(label.at + from, at - from), &one)) return false;
        all |= one;
        from = at + 1;
    }
    *value = all;
    return true;
}

static bool fits(uint8_t type, uint64_t value)
{
    static const uint8_t bits[] = {[MOF_UINT8] = 8,   [MOF_SINT8] = 8,   [MOF_UINT16] = 16, [MOF_SINT16] = 16,
                                   [MOF_UINT32] = 32, [MOF_SINT32] = 32, [MOF_CHAR16] = 16};
    unsigned width = type < sizeof bits ? bits[type] : 0;
    if (!width) return true;
    if (!mof_type_is_signed(type)) return value >> width == 0;
    int64_t half = (int64_t)1 << (width - 1);
    return (int64_t)value >= -half && (int64_t)value < half;
}

bool mof_enum_parse(const struct mof_enum *e, mof_str text, void *value)
{
    uint64_t wide;
    if (!mof_enum_parse_wide(e, text, &wide) || !fits(e->type, wide)) return false;
    uint8_t one = (uint8_t)wide;
    uint16_t two = (uint16_t)wide;
    uint32_t four = (uint32_t)wide;
    switch (e->type) {
    case MOF_UINT8:
    case MOF_SINT8: memcpy(value, &one, sizeof one); break;
    case MOF_UINT16:
    case MOF_SINT16:
    case MOF_CHAR16: memcpy(value, &two, sizeof two); break;
    case MOF_UINT32:
    case MOF_SINT32: memcpy(value, &four, sizeof four); break;
    default: memcpy(value, &wide, sizeof wide);
    }
    return true;
}

/* ---- flags ---------------------------------------------------------------------------------------------- */

/* Appends as snprintf would: counts on past the room. */
static void add(char *out, size_t room, size_t *len, const char *text)
{
    for (; *text; text++, ++*len)
        if (*len + 1 < room) out[*len] = *text;
}

size_t mof_enum_format(const struct mof_enum *e, uint64_t value, char *out, size_t room)
{
    size_t len = 0;
    uint64_t rest = value;
    for (uint32_t i = 0; i < e->count; i++) {
        const struct mof_enum_value *v = &e->values[i];
        bool set = v->value ? (value & v->value) == v->value && (rest & v->value) : value == 0;
        if (!set) continue;
        if (len) add(out, room, &len, " | ");
        add(out, room, &len, v->label);
        rest &= ~v->value;
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

const char *mof_enum_name_text(const struct mof_enum *e, mof_str value)
{
    for (uint32_t i = 0; i < e->count; i++)
        if (mof_str_is(value, e->values[i].text)) return e->values[i].label;
    return NULL;
}

bool mof_enum_parse_text(const struct mof_enum *e, mof_str text, mof_str *value)
{
    const struct mof_enum_value *found = NULL;
    for (uint32_t i = 0; i < e->count && !found; i++)
        if (mof_str_is(text, e->values[i].text)) found = &e->values[i];
    for (uint32_t i = 0; i < e->count && !found; i++)
        if (mof_str_equal_fold(text, mof_str_from(e->values[i].label))) found = &e->values[i];
    if (found) *value = mof_str_from(found->text);
    return found != NULL;
}
