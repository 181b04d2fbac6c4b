/* UTF-8, a character at a time: what a terminal or a strict reader of JSON makes of bytes that nobody promised to be
 * text. */
#ifndef MOFC_BASE_CHARACTER_H
#define MOFC_BASE_CHARACTER_H

#include <stdbool.h>
#include <stdint.h>

#define CHARACTER_BROKEN UINT32_MAX /* a byte that is no part of a character */

/* The character at `*at`, which moves behind it; a broken byte is taken by itself. `*at` is below `end`. */
uint32_t character_next(const char **at, const char *end);

/* Writes a character (at most U+10FFFF; a lone surrogate as its three bytes) and returns how many bytes that took. */
uint32_t character_put(char out[4], uint32_t c);

/* Whether a byte goes on with a character that an earlier one began. */
static inline bool character_goes_on(char byte) { return ((unsigned char)byte & 0xC0) == 0x80; }

/* Columns on a terminal: none for combining marks, two for East Asian wide characters and emoji. */
int character_width(uint32_t c);

/* What an editor, a terminal or a compiler may not show where it stands: controls (a tab too), separators of lines,
 * marks that reorder text, broken bytes. */
bool character_hidden(uint32_t c);

#endif
