/* Numbers from their own digits: all of uint64 and sint64, and reals as the C library rounds them. */
#include <stdio.h>
#include <stdlib.h>

#include "json_read.h"

/* magnitude * 10 + digit; false where that is too large. */
static bool append(uint64_t *magnitude, uint64_t digit)
{
    if (*magnitude >= UINT64_MAX / 10 && (*magnitude > UINT64_MAX / 10 || digit > UINT64_MAX % 10)) return false;
    *magnitude = *magnitude * 10 + digit;
    return true;
}

/* "1.50e3" in parts: its digits without the point up to the last that is not 0, and the power of ten behind them. */
struct decimal {
    const char *from, *last; /* behind the last digit that is not 0; NULL: there is none */
    int64_t power;
};

static struct decimal decimal_of(const char *at, const char *end)
{
    enum { MOST = 1000000 };
    struct decimal d = {.from = at};
    int64_t behind = 0, last = 0; /* digits behind the point; those at `last` */
    bool point = false;
    for (; at < end && (mof_is_digit(*at) || *at == '.'); at++) {
        if (*at == '.') {
            point = true;
            continue;
        }
        if (point) behind++;
        else if (d.last) last--;
        if (*at == '0') continue;
        d.last = at + 1;
        last = behind;
    }
    bool minus = at < end && ++at < end && *at == '-';
    if (at < end && !mof_is_digit(*at)) at++;
    for (; at < end; at++) d.power = d.power < MOST ? d.power * 10 + (*at - '0') : d.power;
    d.power = (minus ? -d.power : d.power) - last;
    return d;
}

static enum mof_whole_kind whole_of_decimal(struct decimal d, struct mof_whole *out)
{
    out->magnitude = 0;
    if (!d.last) return MOF_WHOLE_NUMBER;
    if (d.power < 0) return MOF_NO_WHOLE_NUMBER;
    for (const char *at = d.from; at < d.last; at++)
        if (*at != '.' && !append(&out->magnitude, (uint64_t)(*at - '0'))) return MOF_WHOLE_TOO_LONG;
    for (; d.power; d.power--)
        if (!append(&out->magnitude, 0)) return MOF_WHOLE_TOO_LONG;
    return MOF_WHOLE_NUMBER;
}

enum mof_whole_kind mof_json_whole(mof_str text, bool quoted, struct mof_whole *out)
{
    const char *at = text.at, *end = at + text.len;
    bool fits = true;
    *out = (struct mof_whole){.minus = text.len && *at == '-'};
    const char *from = at += out->minus;
    for (; at < end && mof_is_digit(*at); at++) fits = fits && append(&out->magnitude, (uint64_t)(*at - '0'));
    if (at < end) return quoted ? MOF_NO_WHOLE_NUMBER : whole_of_decimal(decimal_of(from, end), out);
    return at == from ? MOF_NO_WHOLE_NUMBER : fits ? MOF_WHOLE_NUMBER : MOF_WHOLE_TOO_LONG;
}

/* strtod() wants a NUL, and the locale's own point. */
static bool convert(mof_str text, mof_arena *arena, double *out)
{
    char half[16];
    int room = snprintf(half, sizeof half, "%.1f", 0.5); /* a zero, the point, a five */
    size_t point = room > 2 ? (size_t)room - 2 : 1;
    char *copy = mof_arena_alloc(arena, text.len + point + 1);
    if (!copy) return false;
    char *to = copy;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] != '.') {
            *to++ = text.at[i];
            continue;
        }
        memcpy(to, half + 1, point);
        to += point;
    }
    *out = strtod(copy, NULL);
    return true;
}

/* Where digits and power are exact as doubles, one operation rounds as strtod() does. */
bool mof_json_real(mof_str text, mof_arena *arena, double *out)
{
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    enum { MOST = sizeof powers / sizeof *powers - 1 };
    bool minus = text.at[0] == '-', exact = true;
    struct decimal d = decimal_of(text.at + minus, text.at + text.len);
    uint64_t digits = 0;
    if (!d.last) return *out = minus ? -0.0 : 0.0, true;
    for (const char *at = d.from; at < d.last && exact; at++)
        exact = *at == '.' || append(&digits, (uint64_t)(*at - '0'));
    if (!exact || digits > (uint64_t)1 << 53 || d.power < -MOST || d.power > MOST) return convert(text, arena, out);
    *out = d.power < 0 ? (double)digits / powers[-d.power] : (double)digits * powers[d.power];
    if (minus) *out = -*out;
    return true;
}
