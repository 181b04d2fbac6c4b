/* Bit fields of pages. The `Bits` qualifier of the reference pages names bit positions, and many of their tables list
 * positions (READ 0, WRITE 1, EXECUTE 2), while others list masks (1, 2, 4, 8) under the same word. What is listed
 * tells which: a mask of several bits that are not listed one by one is none, and neither is a named 0. */
#include "schema/build.h"

static bool is_single(uint64_t value) { return value && !(value & (value - 1)); }

/* A 0 that stands for "no bit is set" has a name that says so. */
static bool says_none(struct slice label)
{
    static const char *const words[] = {"no",        "default",     "off",   "unknown",
                                        "undefined", "unspecified", "normal"}; /* none, not, no */
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_starts(label, words[i])) return true;
    return !label.len;
}

static bool is_position(const struct enum_value *v, unsigned bits)
{
    bool decimal = v->written.len && slice_find(v->written, "x", 0) < 0 && slice_find(v->written, "X", 0) < 0;
    return decimal && !v->text && !v->range && !v->low_negative && v->low < bits;
}

bool bits_are_positions(const struct enum_value *values, size_t count, enum cim_type cim)
{
    uint64_t singles = 0;
    bool named_zero = false, loose = false;
    for (size_t i = 0; i < count; i++) {
        if (!is_position(&values[i], cim_types[cim].bits)) return false;
        if (is_single(values[i].low)) singles |= values[i].low;
        named_zero |= values[i].low == 0 && !says_none(values[i].label);
    }
    for (size_t i = 0; i < count; i++) loose |= (values[i].low & ~singles) != 0;
    return named_zero || loose;
}

void bits_to_masks(struct enum_value *values, size_t count)
{
    for (size_t i = 0; i < count; i++) values[i].low = values[i].high = (uint64_t)1 << values[i].low;
}
