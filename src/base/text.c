/* Byte buffers and slices. ASCII only where case matters: CIM names are compared without the locale. */
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/ascii.h"
#include "base/character.h"

struct slice slice_of(const char *s) { return (struct slice){s, s ? (uint32_t)strlen(s) : 0}; }

bool slice_equal(struct slice a, struct slice b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

bool slice_equal_fold(struct slice a, struct slice b)
{
    if (a.len != b.len) return false;
    for (uint32_t i = 0; i < a.len; i++)
        if (ascii_lower(a.at[i]) != ascii_lower(b.at[i])) return false;
    return true;
}

bool slice_is(struct slice a, const char *s)
{
    for (uint32_t i = 0; i < a.len; i++)
        if (!s[i] || ascii_lower(a.at[i]) != ascii_lower(s[i])) return false;
    return !s[a.len];
}

bool slice_starts(struct slice a, const char *prefix)
{
    struct slice p = slice_of(prefix);
    return a.len >= p.len && slice_equal_fold(slice_cut(a, 0, p.len), p);
}

struct slice slice_trim(struct slice s)
{
    while (s.len && ascii_is_space(s.at[s.len - 1])) s.len--;
    while (s.len && ascii_is_space(*s.at)) s.at++, s.len--;
    return s;
}

struct slice slice_cut(struct slice s, uint32_t from, uint32_t to)
{
    if (to > s.len) to = s.len;
    if (from > to) from = to;
    return (struct slice){s.at ? s.at + from : NULL, to - from};
}

uint32_t slice_characters(struct slice s)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < s.len; i++) n += !character_goes_on(s.at[i]);
    return n;
}

int64_t slice_find(struct slice s, const char *needle, uint32_t from)
{
    uint32_t len = (uint32_t)strlen(needle);
    if (!len || len > s.len || from > s.len - len) return len || from > s.len ? -1 : (int64_t)from;
    unsigned char first = (unsigned char)ascii_lower(needle[0]);
    unsigned char mask = ascii_is_letter((char)first) ? 0x20 : 0; /* one comparison finds both cases */
    const char *at = s.at + from, *last = s.at + (s.len - len);
    for (; at <= last; at++) {
        if (((unsigned char)*at | mask) != first) continue;
        uint32_t k = 1;
        while (k < len && ascii_lower(at[k]) == ascii_lower(needle[k])) k++;
        if (k == len) return at - s.at;
    }
    return -1;
}

static void grow(struct text *t, size_t more)
{
    size_t room = t->room ? t->room : 256;
    while (room <= t->len + more) room *= 2;
    char *at = realloc(t->at, room);
    if (!at) arena_fail(room);
    t->at = at;
    t->room = room;
}

static inline void reserve(struct text *t, size_t more)
{
    if (t->len + more >= t->room) grow(t, more);
}

void text_reserve(struct text *t, size_t more) { reserve(t, more); }

void text_add(struct text *t, const char *bytes, size_t len)
{
    reserve(t, len);
    if (len) memcpy(t->at + t->len, bytes, len);
    t->len += len;
    t->at[t->len] = '\0';
}

void text_add_slice(struct text *t, struct slice s) { text_add(t, s.at, s.len); }

void text_add_string(struct text *t, const char *s) { text_add(t, s, strlen(s)); }

void text_add_char(struct text *t, char c) { text_add(t, &c, 1); }

void text_vprintf(struct text *t, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    size_t room = t->room - t->len;
    int len = vsnprintf(room ? t->at + t->len : NULL, room, format, args); /* mostly it fits */
    if (len > 0 && (size_t)len >= room) {
        reserve(t, (size_t)len);
        vsnprintf(t->at + t->len, (size_t)len + 1, format, again);
    }
    if (len > 0) t->len += (size_t)len;
    va_end(again);
}

void text_printf(struct text *t, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    text_vprintf(t, format, args);
    va_end(args);
}

void text_free(struct text *t)
{
    free(t->at);
    *t = (struct text){0};
}

unsigned text_distance(struct slice a, struct slice b, unsigned limit)
{
    unsigned rows[3][64], *before = rows[0], *above = rows[1], *row = rows[2]; /* two rows back, one, and this */
    if (a.len >= 64 || b.len >= 64) return limit + 1;
    if ((a.len > b.len ? a.len - b.len : b.len - a.len) > limit) return limit + 1;
    for (unsigned j = 0; j <= b.len; j++) row[j] = j;
    for (unsigned i = 1; i <= a.len; i++) {
        unsigned *oldest = before, least = i;
        before = above, above = row, row = oldest;
        row[0] = i;
        for (unsigned j = 1; j <= b.len; j++) {
            unsigned best = above[j - 1] + (ascii_lower(a.at[i - 1]) != ascii_lower(b.at[j - 1]));
            if (above[j] + 1 < best) best = above[j] + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            if (i > 1 && j > 1 && before[j - 2] + 1 < best && ascii_lower(a.at[i - 1]) == ascii_lower(b.at[j - 2]) &&
                ascii_lower(a.at[i - 2]) == ascii_lower(b.at[j - 1]))
                best = before[j - 2] + 1; /* two letters have changed places */
            row[j] = best;
            if (best < least) least = best;
        }
        if (least > limit) return limit + 1;
    }
    return row[b.len];
}
