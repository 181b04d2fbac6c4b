/* Numbers as JSON and object paths write them: reals in digits, a character of 16 bits as text. */
#include <stdio.h>
#include <stdlib.h>

#include "rows.h"

bool mof_str_character(mof_str s, uint16_t *out)
{
    const unsigned char *at = (const unsigned char *)s.at;
    size_t characters;
    if (s.len > 3 || !mof_str_valid(s, &characters) || characters != 1) return false;
    if (s.len == 1) *out = at[0];
    if (s.len == 2) *out = (uint16_t)((at[0] & 0x1F) << 6 | (at[1] & 0x3F));
    if (s.len == 3) *out = (uint16_t)((at[0] & 0x0F) << 12 | (at[1] & 0x3F) << 6 | (at[2] & 0x3F));
    return true;
}

/* The shortest of the precisions that reads back; ".0" keeps the sign of -0, and no integer grows too long. */
size_t mof_real_format(double value, bool single, char out[MOF_REAL_ROOM])
{
    size_t len = 0;
    bool real = false;
    for (int precision = single ? 6 : 15; precision <= 17; precision++) {
        len = (size_t)snprintf(out, MOF_REAL_ROOM - sizeof ".0", "%.*g", precision, value);
        double back = strtod(out, NULL);
        if (memcmp(&back, &value, sizeof back) == 0 || (single && (float)back == (float)value)) break;
    }
    for (char *c = out; *c; c++) {
        if (*c != '-' && *c != '+' && *c != 'e' && (*c < '0' || *c > '9')) *c = '.';
        real |= *c == '.' || *c == 'e';
    }
    if (!real) len += (size_t)snprintf(out + len, sizeof ".0", ".0");
    return len;
}
