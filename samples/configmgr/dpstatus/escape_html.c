#include "escape_html.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* The code point at `text`, and its bytes in *len. The store has refused what is no UTF-8. */
static uint32_t code_point(const unsigned char *text, int *len)
{
    int size = text[0] < 0xC0 ? 1 : text[0] < 0xE0 ? 2 : text[0] < 0xF0 ? 3 : 4;
    uint32_t point = size == 1 ? text[0] : text[0] & (0xFFu >> (size + 1));
    for (*len = 1; *len < size && text[*len]; ++*len) point = point << 6 | (text[*len] & 0x3F);
    return point;
}

/* Control characters, of which a browser makes nothing or the wrong thing, and what turns the direction of text. */
static bool is_unseen(uint32_t point)
{
    return point < 0x20 || (point >= 0x7F && point < 0xA0) || point == 0x061C || point == 0x200E || point == 0x200F ||
           (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
}

static const char *entity(uint32_t point)
{
    switch (point) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return NULL;
    }
}

void put_escaped(const char *text)
{
    int len;
    for (const unsigned char *at = (const unsigned char *)text; *at; at += len) {
        uint32_t point = code_point(at, &len);
        if (entity(point)) fputs(entity(point), stdout);
        else if (is_unseen(point)) fputs("&#xFFFD;", stdout);
        else fwrite(at, 1, (size_t)len, stdout);
    }
}
