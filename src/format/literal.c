/* String literals: adjacent ones are joined to one, and one that is too long is cut behind blanks and line ends. */
#include <string.h>

#include "base/ascii.h"
#include "base/character.h"
#include "format/layout.h"

/* The end of the literal that begins at `at`, behind its quote; `end` where there is none. */
static uint32_t literal_end(struct slice text, uint32_t at)
{
    const char *inside = text.at + at + 1, *end = text.at + text.len;
    const char *quote = inside < end ? memchr(inside, '"', (size_t)(end - inside)) : NULL;
    if (quote && !memchr(inside, '\\', (size_t)(quote - inside))) return (uint32_t)(quote + 1 - text.at);
    for (at++; at < text.len && text.at[at] != '"'; at++) at += text.at[at] == '\\';
    return at < text.len ? at + 1 : text.len;
}

static bool is_hexadecimal(char c) { return ascii_is_digit(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f'); }

/* Whether joining would change a character: `"\x4" "1"` is not `"\x41"`. */
static bool hexadecimal_meets(const struct text *joined, struct slice next)
{
    if (!next.len || !is_hexadecimal(next.at[0])) return false;
    size_t digits = 0;
    while (digits < 4 && digits < joined->len && is_hexadecimal(joined->at[joined->len - 1 - digits])) digits++;
    for (size_t n = 0; n <= digits && n < 4; n++) {
        if (joined->len < n + 2) break;
        const char *p = joined->at + joined->len - n - 2;
        if (p[0] == '\\' && (p[1] | 32) == 'x') return true;
    }
    return false;
}

static void add_joined(struct layout *l, struct text *joined, uint32_t *flags)
{
    text_add_char(joined, '"');
    char *copy = arena_copy(l->arena, joined->at, joined->len);
    layout_add(l, (struct slice){copy, (uint32_t)joined->len}, TOKEN_STRING, *flags);
    joined->len = 0;
    *flags = PART_GAP;
}

/* One literal stays where it is; several become one, or as few as keep their meaning. What a typographic mark opens,
 * and a literal that goes on over its line, keep their bytes. */
void literal_add(struct layout *l, struct slice text, uint32_t flags)
{
    bool typographic = *text.at != '"', over_lines = !typographic && memchr(text.at, '\n', text.len);
    if (typographic) flags |= PART_VERBATIM;
    if (typographic || (!over_lines && literal_end(text, 0) == text.len)) {
        layout_add(l, text, TOKEN_STRING, flags);
        return;
    }
    struct text joined = {0};
    for (uint32_t at = 0, end; at < text.len; at = end) {
        end = literal_end(text, at);
        struct slice piece = slice_cut(text, at, end), inside = slice_cut(text, at + 1, end - 1);
        bool breaks = over_lines && memchr(piece.at, '\n', piece.len);
        if (joined.len && (breaks || hexadecimal_meets(&joined, inside))) add_joined(l, &joined, &flags);
        if (breaks) {
            layout_add(l, piece, TOKEN_STRING, flags | PART_VERBATIM | PART_BREAKS);
            flags = PART_GAP;
        } else {
            if (!joined.len) text_add_char(&joined, '"');
            text_add_slice(&joined, inside);
        }
        while (end < text.len && text.at[end] != '"') end++;
    }
    if (joined.len) add_joined(l, &joined, &flags);
    text_free(&joined);
}

/* The common case, looked at from the end: no escape but of quotes and nothing but ASCII in reach. 0: it is not, or
 * there is no blank. */
static uint32_t cut_plain(struct slice inside, uint32_t room)
{
    if (inside.len <= room) return 0;
    const char *end = inside.at + room + 1;
    for (const char *p = inside.at; (p = memchr(p, '\\', (size_t)(end - p))); p += 2)
        if (p + 1 >= end || p[1] != '"') return 0;
    if (layout_width(slice_cut(inside, 0, room + 1)) != room + 1) return 0;
    uint32_t at = room;
    while (at && (inside.at[at - 1] != ' ' || inside.at[at] == ' ')) at--;
    return at;
}

/* A piece ends behind blanks or an escaped line end: the last such place within `room`, or the first behind it. */
uint32_t literal_cut(struct slice inside, uint32_t room, uint32_t last)
{
    uint32_t used = 0, at = 0, cut = cut_plain(inside, room);
    if (cut) return cut;
    while (at < inside.len) {
        char c = inside.at[at];
        bool blank = c == ' ', escape = c == '\\' && at + 1 < inside.len, line = escape && inside.at[at + 1] == 'n';
        at += 1 + escape;
        used += 1u + escape;
        while (at < inside.len && character_goes_on(inside.at[at])) at++;
        if (used > room && cut) return cut;
        if (!blank && !line) continue;
        if (at == inside.len || (blank && inside.at[at] == ' ')) continue;
        cut = at;
        if (line || used > room) return cut;
    }
    return used <= last || !cut ? inside.len : cut;
}
