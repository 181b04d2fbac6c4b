/* UTF-8 by its definition: no overlong forms, no surrogates, nothing above U+10FFFF. */
#include "base/character.h"

#include <stddef.h>

static const struct {
    unsigned char low, high;
    int more;
    uint32_t least;
} leads[] = {
    {0x00, 0x7F, 0, 0},
    {0xC2, 0xDF, 1, 0x80},
    {0xE0, 0xEF, 2, 0x800},
    {0xF0, 0xF4, 3, 0x10000},
};

uint32_t character_next(const char **at, const char *end)
{
    const unsigned char *p = (const unsigned char *)*at;
    size_t left = (size_t)(end - *at), i = 0;
    ++*at;
    while (i < sizeof leads / sizeof *leads && (*p < leads[i].low || *p > leads[i].high)) i++;
    if (i == sizeof leads / sizeof *leads || left <= (size_t)leads[i].more) return CHARACTER_BROKEN;
    uint32_t c = leads[i].more ? *p & (0x3Fu >> leads[i].more) : *p;
    for (int k = 1; k <= leads[i].more; k++) {
        if ((p[k] & 0xC0) != 0x80) return CHARACTER_BROKEN;
        c = c << 6 | (p[k] & 0x3Fu);
    }
    if (c < leads[i].least || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) return CHARACTER_BROKEN;
    *at += leads[i].more;
    return c;
}

uint32_t character_put(char out[4], uint32_t c)
{
    uint32_t more = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    for (uint32_t k = more; k > 0; k--, c >>= 6) out[k] = (char)(0x80 | (c & 0x3F));
    out[0] = (char)(more ? (0xFF00u >> (more + 1) & 0xFF) | c : c);
    return more + 1;
}

int character_width(uint32_t c)
{
    static const struct {
        uint32_t low, high;
        int width;
    } ranges[] = {
        {0x0300, 0x036F, 0}, {0x200B, 0x200F, 0}, {0xFE00, 0xFE0F, 0},   {0xFEFF, 0xFEFF, 0},
        {0x1100, 0x115F, 2}, {0x2E80, 0xA4CF, 2}, {0xAC00, 0xD7A3, 2},   {0xF900, 0xFAFF, 2},
        {0xFE30, 0xFE6F, 2}, {0xFF00, 0xFF60, 2}, {0x1F300, 0x1FAFF, 2}, {0x20000, 0x3FFFD, 2},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (c >= ranges[i].low && c <= ranges[i].high) return ranges[i].width;
    return 1;
}

bool character_hidden(uint32_t c)
{
    if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == CHARACTER_BROKEN) return true;
    return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
           c == 0xFEFF;
}
