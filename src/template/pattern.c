#include "template/pattern.h"

#include <string.h>

#include "base/ascii.h"

enum { DEEPEST = 200 };

const char pattern_spent[] = "the pattern takes too many steps";

static const char *refuse(struct pattern *p, const char *why)
{
    if (!p->error) p->error = why;
    return NULL;
}

static bool step(struct pattern *p)
{
    if (--*p->steps >= 0) return true;
    refuse(p, pattern_spent);
    return false;
}

/* ---- single characters ---------------------------------------------------------------------------------- */

static bool is_punctuation(char c) { return c > ' ' && c < 0x7F && !ascii_is_alnum(c); }

/* Whether a character is of the class that a letter names; an upper case one names what is not in it. */
static bool in_class(char c, char letter)
{
    bool in;
    switch (ascii_lower(letter)) {
    case 'a': in = ascii_is_letter(c); break;
    case 'c': in = (unsigned char)c < 0x20 || c == 0x7F; break;
    case 'd': in = ascii_is_digit(c); break;
    case 'g': in = c > ' ' && c < 0x7F; break;
    case 'l': in = c >= 'a' && c <= 'z'; break;
    case 'p': in = is_punctuation(c); break;
    case 's': in = ascii_is_space(c); break;
    case 'u': in = c >= 'A' && c <= 'Z'; break;
    case 'w': in = ascii_is_alnum(c); break;
    case 'x': in = ascii_is_digit(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f'); break;
    default: return c == letter;
    }
    return in == (letter >= 'a');
}

/* The end of the item that begins at `at`: a character, %x, or a set. NULL: the pattern is malformed. */
static const char *item_end(struct pattern *p, const char *at)
{
    if (*at == '%') return at + 1 < p->end ? at + 2 : refuse(p, "malformed pattern: it ends with '%'");
    if (*at++ != '[') return at;
    if (at < p->end && *at == '^') at++;
    for (bool first = true; at < p->end; first = false) {
        if (*at == ']' && !first) return at + 1;
        at += *at == '%' ? 2 : 1;
    }
    return refuse(p, "malformed pattern: a '[' has no ']'");
}

/* `at` is behind the '['; `end` at the ']'. */
static bool in_set(const char *at, const char *end, char c)
{
    bool in = *at != '^';
    for (at += !in; at < end; at++) {
        if (*at == '%') {
            if (in_class(c, *++at)) return in;
        } else if (end - at > 2 && at[1] == '-') {
            if ((unsigned char)*at <= (unsigned char)c && (unsigned char)c <= (unsigned char)at[2]) return in;
            at += 2;
        } else if (*at == c) {
            return in;
        }
    }
    return !in;
}

static bool is_item(struct pattern *p, const char *s, const char *at, const char *end)
{
    if (s >= p->subject_end || !step(p)) return false;
    switch (*at) {
    case '.': return true;
    case '%': return in_class(*s, at[1]);
    case '[': *p->steps -= (end - at) / 8; return in_set(at + 1, end - 1, *s);
    default: return *at == *s;
    }
}

/* ---- items that are more than characters ---------------------------------------------------------------- */

static const char *match(struct pattern *p, const char *s, const char *at);

/* As many as there are, then one less at a time until the rest matches. */
static const char *most(struct pattern *p, const char *s, const char *at, const char *end)
{
    ptrdiff_t n = 0;
    while (is_item(p, s + n, at, end)) n++;
    for (; n >= 0 && !p->error; n--) {
        const char *found = match(p, s + n, end + 1);
        if (found) return found;
    }
    return NULL;
}

static const char *fewest(struct pattern *p, const char *s, const char *at, const char *end)
{
    for (;; s++) {
        const char *found = match(p, s, end + 1);
        if (found || p->error || !is_item(p, s, at, end)) return found;
    }
}

static const char *open_capture(struct pattern *p, const char *s, const char *at, ptrdiff_t len)
{
    if (p->captures == PATTERN_CAPTURES) return refuse(p, "the pattern has more than 32 captures");
    p->capture[p->captures].from = s;
    p->capture[p->captures++].len = len;
    const char *found = match(p, s, at);
    if (!found) p->captures--;
    return found;
}

static const char *close_capture(struct pattern *p, const char *s, const char *at)
{
    int n = p->captures - 1;
    while (n >= 0 && p->capture[n].len != CAPTURE_OPEN) n--;
    if (n < 0) return refuse(p, "malformed pattern: a ')' has no '('");
    p->capture[n].len = s - p->capture[n].from;
    const char *found = match(p, s, at);
    if (!found) p->capture[n].len = CAPTURE_OPEN;
    return found;
}

/* %bxy: from x to the y that closes it. */
static const char *balanced(struct pattern *p, const char *s, const char *at)
{
    if (p->end - at < 2) return refuse(p, "malformed pattern: '%b' needs two characters");
    if (s >= p->subject_end || *s != *at) return NULL;
    for (ptrdiff_t open = 1; ++s < p->subject_end && step(p);) {
        if (*s == at[1]) open--;
        else if (*s == *at) open++;
        if (!open) return match(p, s + 1, at + 2);
    }
    return NULL;
}

/* %f[set]: between a character that is not in the set and one that is; both ends of the subject count as '\0'. */
static const char *frontier(struct pattern *p, const char *s, const char *at)
{
    if (at >= p->end || *at != '[') return refuse(p, "malformed pattern: '%f' needs a set");
    const char *end = item_end(p, at);
    if (!end) return NULL;
    char before = s == p->subject ? '\0' : s[-1], behind = s < p->subject_end ? *s : '\0';
    if (in_set(at + 1, end - 1, before) || !in_set(at + 1, end - 1, behind)) return NULL;
    return match(p, s, end);
}

/* %1: what a capture holds, once more. */
static const char *again(struct pattern *p, const char *s, const char *at)
{
    int n = at[1] - '1';
    if (n < 0 || n >= p->captures || p->capture[n].len == CAPTURE_OPEN)
        return refuse(p, "malformed pattern: it refers to a capture that is not closed");
    if (p->capture[n].len < 0) return NULL; /* a place, not a text */
    size_t len = (size_t)p->capture[n].len;
    *p->steps -= (long long)(len / 16);
    if ((size_t)(p->subject_end - s) < len || memcmp(s, p->capture[n].from, len) != 0) return NULL;
    return match(p, s + len, at + 2);
}

/* ---- the whole ------------------------------------------------------------------------------------------ */

/* Goes on as long as one item follows another; what may be tried in several ways calls match() for the rest. */
static const char *run(struct pattern *p, const char *s, const char *at)
{
    for (; at < p->end && step(p);) {
        if (*at == '(')
            return at + 1 < p->end && at[1] == ')' ? open_capture(p, s, at + 2, CAPTURE_PLACE)
                                                   : open_capture(p, s, at + 1, CAPTURE_OPEN);
        if (*at == ')') return close_capture(p, s, at + 1);
        if (*at == '$' && at + 1 == p->end) return s == p->subject_end ? s : NULL;
        if (*at == '%' && at + 1 < p->end) {
            if (at[1] == 'b') return balanced(p, s, at + 2);
            if (at[1] == 'f') return frontier(p, s, at + 2);
            if (ascii_is_digit(at[1])) return again(p, s, at);
        }
        const char *end = item_end(p, at);
        if (!end) return NULL;
        char many = end < p->end ? *end : '\0';
        if (many == '*') return most(p, s, at, end);
        if (many == '-') return fewest(p, s, at, end);
        if (many == '+') return is_item(p, s, at, end) ? most(p, s + 1, at, end) : NULL;
        bool is = is_item(p, s, at, end);
        const char *found = is && many == '?' ? match(p, s + 1, end + 1) : NULL;
        if (found) return found;
        if (!is && many != '?') return NULL;
        if (many != '?') s++;
        at = end + (many == '?');
    }
    return p->error ? NULL : s;
}

static const char *match(struct pattern *p, const char *s, const char *at)
{
    if (p->depth == DEEPEST) return refuse(p, "the pattern is too complex");
    p->depth++;
    const char *found = run(p, s, at);
    p->depth--;
    return found;
}

const char *pattern_match(struct pattern *p, const char *from)
{
    p->captures = 0;
    p->depth = 0;
    const char *found = match(p, from, p->at);
    return p->error ? NULL : found;
}

const char *pattern_find_plain(struct pattern *p, const char *from)
{
    size_t len = (size_t)(p->end - p->at);
    if (!len) return from;
    for (; from && (size_t)(p->subject_end - from) >= len && step(p); from++) {
        const char *first = memchr(from, *p->at, (size_t)(p->subject_end - from) - len + 1);
        *p->steps -= ((first ? first : p->subject_end) - from) / 64;
        if (!(from = first)) break;
        *p->steps -= (long long)(len / 64);
        if (memcmp(from, p->at, len) == 0) return from;
    }
    return NULL;
}
