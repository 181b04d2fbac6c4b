/* CIM's types: one table for spelling, width and sign. */
#include "base/ascii.h"
#include "schema/schema.h"

const struct cim_info cim_types[CIM_TYPE_COUNT] = {
#define CIM(id, spelling, bits, is_signed, c_type, words) [CIM_##id] = {spelling, bits, is_signed, c_type, words},
#include "schema/types.def"
#undef CIM
    [CIM_REFERENCE] = {"", 0, false, "mof_ref", "a reference"},
    [CIM_CLASS] = {"", 0, false, "", "an embedded object"},
    [CIM_OBJECT] = {"object", 0, false, "mof_object", "an embedded object"},
    [CIM_VARIANT] = {"variant", 0, false, "mof_str", "any value, as text"},
    [CIM_VOID] = {"void", 0, false, "void", "nothing"},
};

enum cim_type cim_type_find(struct slice spelling)
{
    char first = spelling.len ? ascii_lower(*spelling.at) : '\0';
    for (int t = 0; t < CIM_REFERENCE; t++)
        if (*cim_types[t].spelling == first && slice_is(spelling, cim_types[t].spelling)) return (enum cim_type)t;
    if (slice_is(spelling, "octetstring")) return CIM_STRING; /* written "0x..." (DSP0221) */
    if (slice_is(spelling, "object")) return CIM_OBJECT;
    if (slice_is(spelling, "variant")) return CIM_VARIANT;
    if (slice_is(spelling, "void")) return CIM_VOID;
    return CIM_TYPE_COUNT;
}
