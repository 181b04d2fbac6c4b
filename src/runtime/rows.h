/* What the runtime's own files share: the rows of a class one by one, their sizes, the numbers behind them. */
#ifndef MOFRT_ROWS_H
#define MOFRT_ROWS_H

#include <string.h>

#include "mofrt_generated.h"

_Static_assert(sizeof(bool) == 1, "presence is a byte a property, in C and in C++");

enum { MOF_NO_PROPERTY = -1 };

/* The shape of every array. */
struct mof_any_array {
    const void *items;
    size_t count;
};

/* The row of a property by its place among all of the class; the chain is as long as the rows are spread over. */
static inline const struct mof_property *mof_row(const mof_class *of, uint32_t i)
{
    while (i < of->inherited) of = of->super;
    return &of->properties[i - of->inherited];
}

/* The bools of an object, one a property. */
static inline bool *mof_has(const mof_class *of, void *object) { return (bool *)object + of->has; }
static inline const bool *mof_has_const(const mof_class *of, const void *object)
{
    return (const bool *)object + of->has;
}

/* The size of one item of an array, in the struct. */
size_t mof_item_size(const struct mof_property *p);

static inline bool mof_type_is_signed(uint8_t type)
{
    return type == MOF_SINT8 || type == MOF_SINT16 || type == MOF_SINT32 || type == MOF_SINT64;
}
/* A number of a type, in two's complement; 0 for what is no whole number. */
static inline uint64_t mof_number_at(uint8_t type, const void *at)
{
    switch (type) {
    case MOF_BOOLEAN: return *(const bool *)at;
    case MOF_UINT8: return *(const uint8_t *)at;
    case MOF_SINT8: return (uint64_t) * (const int8_t *)at;
    case MOF_UINT16:
    case MOF_CHAR16: return *(const uint16_t *)at;
    case MOF_SINT16: return (uint64_t) * (const int16_t *)at;
    case MOF_UINT32: return *(const uint32_t *)at;
    case MOF_SINT32: return (uint64_t) * (const int32_t *)at;
    case MOF_UINT64: return *(const uint64_t *)at;
    case MOF_SINT64: return (uint64_t) * (const int64_t *)at;
    default: return 0;
    }
}

/* The bytes of the well-formed sequence at `at` (RFC 3629), 0 where there is none. */
size_t mof_str_sequence(const unsigned char *at, size_t left);

/* An ASCII digit, whatever the locale. */
static inline bool mof_is_digit(char c) { return c >= '0' && c <= '9'; }

/* Most text is ASCII without a NUL: eight bytes at a time; a byte's top bit is lent by 0 alone where 1 is taken off. */
static inline bool mof_str_is_plain(mof_str s)
{
    static const uint64_t ones = UINT64_C(0x0101010101010101), tops = UINT64_C(0x8080808080808080);
    uint64_t word, seen = 0;
    size_t i = 0;
    if (s.len && !s.at) return false;
    for (; s.len - i >= 8; i += 8) {
        memcpy(&word, s.at + i, sizeof word);
        seen |= word | (word - ones);
    }
    if (i < s.len && i) { /* what is left, and some bytes once more */
        memcpy(&word, s.at + s.len - sizeof word, sizeof word);
        seen |= word | (word - ones);
    }
    for (; i < s.len && s.len < 8; i++) seen |= (unsigned char)s.at[i] - 1u >= 0x7F ? tops : 0;
    return !(seen & tops);
}

/* The bits of a value that none of the flags has. */
uint64_t mof_enum_unlisted(const struct mof_enum *e, uint64_t value);

/* In reference.c: mof_path() of an object of that class, which has the keys of `of`; whether it is `of` or below it. */
enum mof_status mof_path_write(mof_str class, const mof_class *of, const void *key, mof_ref *path, mof_arena *arena,
                               mof_error *error);
bool mof_class_covers(const mof_class *of, mof_str class);

/* ---- what libmofrt_sqlite uses too: libmofrt exports it, but promises it to nobody ---- */

MOF_C_BEGIN

/* The place of the property of this name (ASCII case folded), or MOF_NO_PROPERTY. */
int64_t mof_class_find(const mof_class *of, mof_str name);

/* mof_enum_parse() into two's complement, of any width. */
bool mof_enum_parse_wide(const struct mof_enum *e, mof_str text, uint64_t *value);

/* The size of a value in the struct. */
size_t mof_value_size(const struct mof_property *p);

/* Writes a message into `error`, which may be NULL; returns `status`. */
enum mof_status mof_fail(mof_error *error, enum mof_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* In number.c: whether the text is one character of 16 bits. And the fewest digits that read back as the (finite)
 * number, with a point or an exponent whatever the locale, and a NUL; their count. */
bool mof_str_character(mof_str s, uint16_t *out);
enum { MOF_REAL_ROOM = 40 };
size_t mof_real_format(double value, bool single, char out[MOF_REAL_ROOM]);

/* In object.c: whether two members hold the same, as mof_equal() compares. */
bool mof_same_value(const struct mof_property *p, const void *a, const void *b);

/* In reference.c: whether a path leads to an object of class `to` (NULL: of any), and why not: `key` is then the place
 * of the key that is wrong. Allocates nothing. And that in words that follow the path. */
enum mof_bad_path mof_path_check(mof_ref path, const mof_class *to, uint32_t *key);
void mof_path_explain(enum mof_bad_path what, const mof_class *to, uint32_t key, char *out, size_t room);

/* In json_read.c and json_write.c: one property's value alone, as a column holds an array or an embedded object;
 * `value` points at the member. Reading checks shapes and widths, but no limits. */
enum mof_status mof_json_write_value(const struct mof_property *p, const void *value, mof_str *out, mof_arena *arena);
enum mof_status mof_json_read_value(const struct mof_property *p, void *value, mof_str json, mof_arena *arena,
                                    mof_error *error);

MOF_C_END

#endif
