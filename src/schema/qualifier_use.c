/* Qualifiers that mean something on some types only (DSP0004 5.6.3): a bit field of strings has no bits. Pages are not
 * looked at: their qualifiers are written for people. */
#include "schema/build.h"

enum { INTEGERS = 1, REALS = 2, STRINGS = 4, OBJECTS = 8, REFERENCES = 16, OTHERS = 32, OCTETS = 64 };

static unsigned kind_of(const struct type *t)
{
    if (t->cim == CIM_UINT8 && t->array) return INTEGERS | OCTETS;
    if (cim_types[t->cim].bits) return INTEGERS;
    switch (t->cim) {
    case CIM_REAL32:
    case CIM_REAL64: return REALS;
    case CIM_STRING: return t->array ? STRINGS | OCTETS : STRINGS;
    case CIM_CLASS:
    case CIM_OBJECT: return OBJECTS;
    case CIM_REFERENCE: return REFERENCES;
    default: return OTHERS;
    }
}

static const struct use {
    const char *lower;
    unsigned kinds;
    const char *words;
} uses[] = {
    {"aggregate", REFERENCES, "references"},
    {"bitmap", INTEGERS, "integers"},
    {"bitvalues", INTEGERS, "integers"},
    {"counter", INTEGERS, "integers"},
    {"embeddedinstance", STRINGS | OBJECTS | OCTETS, "strings"},
    {"embeddedobject", STRINGS | OBJECTS | OCTETS, "strings"},
    {"gauge", INTEGERS | REALS, "numbers"},
    {"octetstring", OCTETS, "arrays of uint8 or string"},
    {"valuemap", INTEGERS | STRINGS, "integers and strings"},
    {"weak", REFERENCES, "references"},
};

static void check_array_type(struct builder *b, const struct qualifier *q, const struct type *t,
                             const struct name *name)
{
    static const char *const words[] = {"Bag", "Ordered", "Indexed"};
    if (!t->array)
        diag_add(b->diags, RULE_QUALIFIER_ON_TYPE, q->written->word.span,
                 "'ArrayType' belongs on arrays, and '%s' is none", name->text);
    if (!q->value || q->value->kind != VALUE_STRING) return;
    struct slice s = ast_string_keep(b->arena, q->value->string);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_is(s, words[i])) return;
    struct diag *g = diag_add(b->diags, RULE_QUALIFIER_VALUE, q->value->span,
                              "qualifier 'ArrayType' takes \"Bag\", \"Ordered\" or \"Indexed\"");
    bool sure;
    const char *close = diag_closest_sure(s, words, sizeof words / sizeof *words, &sure);
    if (!close) return;
    diag_suggest(b->diags, g, q->value->span, arena_printf(b->arena, "\"%s\"", close), sure);
    diag_hint(b->diags, g, "did you mean \"%s\"?", close);
}

static void check_one(struct builder *b, const struct qualifier *q, const struct type *t, const struct name *name)
{
    switch (q->first) { /* of most qualifiers no more is looked at */
    case 'a':
    case 'b':
    case 'c':
    case 'e':
    case 'g':
    case 'o':
    case 'v':
    case 'w': break;
    default: return;
    }
    if (name_is(q->name, "arraytype")) check_array_type(b, q, t, name);
    for (size_t i = 0; i < sizeof uses / sizeof *uses; i++) {
        if (*uses[i].lower != q->first || !name_is(q->name, uses[i].lower)) continue;
        if (uses[i].kinds & kind_of(t) || (q->value && q->value->kind == VALUE_BOOLEAN && !q->value->boolean)) return;
        diag_add(b->diags, RULE_QUALIFIER_ON_TYPE, q->written->word.span, "'%s' belongs on %s, but '%s' is %s%s",
                 q->name->text, uses[i].words, name->text, t->array ? "a list, each item " : "",
                 cim_types[t->cim].words);
    }
}

/* An embedded object is of one class or of any. */
static void check_embedded(struct builder *b, const struct qualifier *list, size_t count, const struct name *name)
{
    const struct qualifier *instance = qualifier_find(list, count, "embeddedinstance");
    const struct qualifier *object = instance ? qualifier_find(list, count, "embeddedobject") : NULL;
    if (!object || !qualifier_true(list, count, "embeddedobject") || (object->inherited && instance->inherited)) return;
    struct diag *g = diag_add(b->diags, RULE_EMBEDDED_TWICE, object->written->word.span,
                              "'%s' cannot have both EmbeddedObject and EmbeddedInstance", name->text);
    diag_note(b->diags, g, instance->written->word.span, "EmbeddedInstance is here");
}

void qualifier_use_check(struct builder *b, const struct type *t, const struct qualifier *list, size_t count,
                         const struct name *name)
{
    if (!name) return;
    for (size_t i = 0; i < count && !list[i].inherited; i++) check_one(b, &list[i], t, name);
    check_embedded(b, list, count, name);
}
