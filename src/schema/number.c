/* Whole numbers with their sign apart, so that uint64 and sint64 compare in one way. */
#include "schema/build.h"

bool number_less(struct number a, struct number b)
{
    bool a_negative = a.negative && a.magnitude, b_negative = b.negative && b.magnitude;
    if (a_negative != b_negative) return a_negative;
    return a_negative ? a.magnitude > b.magnitude : a.magnitude < b.magnitude;
}

void number_bounds(enum cim_type cim, struct number *low, struct number *high)
{
    unsigned bits = cim_types[cim].bits ? cim_types[cim].bits : 64;
    uint64_t top = bits == 64 ? UINT64_MAX : ((uint64_t)1 << bits) - 1;
    if (!cim_types[cim].is_signed) {
        *low = (struct number){0};
        *high = (struct number){false, top};
    } else {
        *low = (struct number){true, top / 2 + 1};
        *high = (struct number){false, top / 2};
    }
}

bool number_fits(enum cim_type cim, struct number n)
{
    struct number low, high;
    number_bounds(cim, &low, &high);
    return !number_less(n, low) && !number_less(high, n);
}

static int digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return 99;
}

static uint32_t read_base(struct slice s, uint32_t i, unsigned base, uint64_t *out)
{
    uint32_t from = i;
    for (*out = 0; i < s.len && digit(s.at[i]) < (int)base; i++) {
        unsigned d = (unsigned)digit(s.at[i]);
        if (*out > (UINT64_MAX - d) / base) return 0;
        *out = *out * base + d;
    }
    return i > from ? i : 0;
}

uint32_t number_read(struct slice s, struct number *out)
{
    uint32_t i = 0, end;
    bool negative = s.len && s.at[0] == '-';
    if (s.len && (s.at[0] == '-' || s.at[0] == '+')) i++;
    if (i + 2 < s.len && s.at[i] == '0' && (s.at[i + 1] | 32) == 'x' && digit(s.at[i + 2]) < 16) {
        end = read_base(s, i + 2, 16, &out->magnitude);
    } else {
        uint64_t bits;
        uint32_t binary = read_base(s, i, 2, &bits);
        end = read_base(s, i, 10, &out->magnitude);
        if (binary && binary < s.len && (s.at[binary] | 32) == 'b' &&
            (binary + 1 == s.len || digit(s.at[binary + 1]) == 99)) {
            out->magnitude = bits;
            end = binary + 1;
        }
    }
    out->negative = negative && out->magnitude;
    return end;
}
