/* Characters of ASCII. CIM, C and SQL compare names without regard to ASCII case alone, and no locale may change what
 * a file means: <ctype.h> is used nowhere. */
#ifndef MOFC_BASE_ASCII_H
#define MOFC_BASE_ASCII_H

#include <stdbool.h>

static inline char ascii_lower(char c) { return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c); }

static inline char ascii_upper(char c) { return (char)(c >= 'a' && c <= 'z' ? c - 32 : c); }

static inline bool ascii_is_digit(char c) { return c >= '0' && c <= '9'; }

static inline bool ascii_is_hex(char c)
{
    return ascii_is_digit(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f');
}

static inline bool ascii_is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

static inline bool ascii_is_alnum(char c) { return ascii_is_letter(c) || ascii_is_digit(c); }

static inline bool ascii_is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

#endif
