/* Strings: UTF-8 with a length, compared as CIM compares names and values. */
#include <string.h>

#include "rows.h"

mof_str mof_str_of(const char *at, size_t len) { return (mof_str){at, len}; }

mof_str mof_str_from(const char *text) { return mof_str_of(text, text ? strlen(text) : 0); }

bool mof_str_equal(mof_str a, mof_str b) { return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0); }

bool mof_str_is(mof_str a, const char *text) { return mof_str_equal(a, mof_str_from(text)); }

int mof_str_compare(mof_str a, mof_str b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    int order = len ? memcmp(a.at, b.at, len) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

static unsigned char fold(char c)
{
    unsigned char u = (unsigned char)c;
    return u >= 'A' && u <= 'Z' ? (unsigned char)(u + ('a' - 'A')) : u;
}

bool mof_str_equal_fold(mof_str a, mof_str b)
{
    if (a.len != b.len) return false;
    for (size_t i = 0; i < a.len; i++)
        if (fold(a.at[i]) != fold(b.at[i])) return false;
    return true;
}

size_t mof_str_sequence(const unsigned char *at, size_t left)
{
    static const struct {
        unsigned char low, high, least, most;
        size_t len;
    } forms[] = {{0x01, 0x7F, 0, 0, 1},       {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3},
                 {0xE1, 0xEC, 0x80, 0xBF, 3}, {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3},
                 {0xF0, 0xF0, 0x90, 0xBF, 4}, {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4}};
    for (size_t n = 0; n < sizeof forms / sizeof *forms; n++) {
        if (at[0] < forms[n].low || at[0] > forms[n].high) continue;
        if (left < forms[n].len) return 0;
        if (forms[n].len > 1 && (at[1] < forms[n].least || at[1] > forms[n].most)) return 0;
        for (size_t i = 2; i < forms[n].len; i++)
            if ((at[i] & 0xC0) != 0x80) return 0;
        return forms[n].len;
    }
    return 0;
}

/* Whether eight bytes are all of 0x01 to 0x7F: where none has its top bit, only a zero lends one when 1 is taken off.
 */
static bool eight_plain(const unsigned char *at)
{
    static const uint64_t ones = UINT64_C(0x0101010101010101), tops = UINT64_C(0x8080808080808080);
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return !((word | (word - ones)) & tops);
}

bool mof_str_valid(mof_str s, size_t *characters)
{
    const unsigned char *at = (const unsigned char *)s.at;
    *characters = 0;
    if (s.len && !at) return false;
    for (size_t i = 0; i < s.len; ++*characters) {
        if (s.len - i >= 8 && eight_plain(at + i)) {
            i += 8;
            *characters += 7;
            continue;
        }
        size_t len = at[i] >= 0x01 && at[i] < 0x80 ? 1 : mof_str_sequence(at + i, s.len - i);
        if (!len) return false;
        i += len;
    }
    return true;
}
