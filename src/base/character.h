/* UTF-8, a character at a time: what a terminal or a strict reader of JSON makes of bytes that nobody promised to be
 * text. */
#ifndef MOFC_BASE_CHARACTER_H
#define MOFC_BASE_CHARACTER_H

#include <stdbool.h>
#include <stdint.h>

#define CHARACTER_BROKEN UINT32_MAX /* a byte that is no part of a character */

/* The character at `*at`, which moves behind it; a broken byte is taken by itself. `*at` is below `end`. */
uint32_t character_next(const char **at, const char *end);

/* Columns on a terminal: none for combining marks, two for East Asian wide characters and emoji. */
int character_width(uint32_t c);

/* Whether showing it could drive a terminal or reorder a line: controls (a tab too), bidirectional marks, broken bytes.
 */
bool character_hidden(uint32_t c);

#endif
