/* Slices, and a growing byte buffer with its printf.
 *
 * A slice borrows bytes that live as long as the compilation (a source or the arena); it is not
 * NUL-terminated. A text owns a heap buffer, the only one outside the arena, because it grows by
 * realloc; text_free gives it back. */
#ifndef MOFC_BASE_TEXT_H
#define MOFC_BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct slice {
    const char *at; /* NULL: absent; an empty string has at != NULL and len 0 */
    uint32_t len;
};

#define SLICE_FMT    "%.*s"
#define SLICE_ARG(s) ((int)(s).len), ((s).at ? (s).at : "")

struct slice slice_of(const char *s);                               /* of a NUL-terminated string; NULL gives absent */
bool slice_equal(struct slice a, struct slice b);                   /* bytes */
bool slice_equal_fold(struct slice a, struct slice b);              /* ASCII case folded */
bool slice_is(struct slice a, const char *s);                       /* ASCII case folded, against a C string */
bool slice_starts(struct slice a, const char *prefix);              /* ASCII case folded */
struct slice slice_trim(struct slice s);                            /* without ASCII white space at both ends */
struct slice slice_cut(struct slice s, uint32_t from, uint32_t to); /* bytes [from, to), clamped */
uint32_t slice_characters(struct slice s);                          /* how many code points */
/* Offset of the first `needle` (ASCII case folded) at or after `from`, or -1. */
int64_t slice_find(struct slice s, const char *needle, uint32_t from);

struct text {
    char *at; /* always NUL-terminated once anything was added */
    size_t len, room;
};

void text_reserve(struct text *t, size_t more); /* room for `more` bytes and a NUL behind what is there */
void text_add(struct text *t, const char *bytes, size_t len);
void text_add_slice(struct text *t, struct slice s);
void text_add_string(struct text *t, const char *s);
void text_add_char(struct text *t, char c);
void text_printf(struct text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_vprintf(struct text *t, const char *format, va_list args) __attribute__((format(printf, 2, 0)));
void text_free(struct text *t);

/* Edit distance of two names (letters that changed places are one edit), ASCII case folded, for "did you mean"; gives
 * up above `limit` and returns limit + 1. Names over 63 bytes are never close. */
unsigned text_distance(struct slice a, struct slice b, unsigned limit);

#endif
