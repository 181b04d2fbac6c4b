/* Types that do not go together. */
#include <string.h>

#include "lint/lint.h"

/* The last word of a name in camel case: "Size" of "RemainingSize". */
static struct slice last_word(const struct name *name)
{
    uint32_t i = name->len;
    while (i > 0 && !(name->text[i - 1] >= 'A' && name->text[i - 1] <= 'Z')) i--;
    return i > 1 ? slice_cut(name_slice(name), i - 1, name->len) : (struct slice){0};
}

static bool measures(struct slice word)
{
    return slice_is(word, "size") || slice_is(word, "bytes") || slice_is(word, "length");
}

static const struct property *wider(const struct klass *k, const struct property *p, struct slice word)
{
    for (size_t i = 0; i < k->property_count; i++) {
        const struct property *other = k->properties[i];
        if (other == p || other->type.array || cim_types[other->type.cim].bits <= cim_types[p->type.cim].bits) continue;
        struct slice name = name_slice(other->name);
        bool total = slice_starts(name, "total") || slice_starts(name, "max");
        if (total && slice_equal_fold(last_word(other->name), word)) return other;
    }
    return NULL;
}

/* A part that is kept in fewer bits than its whole: RemainingSize uint32 beside TotalSize uint64. */
void lint_class_widths(const struct klass *k, struct diags *d)
{
    static const char *const parts[] = {"remaining", "used",      "free",       "available",
                                        "current",   "completed", "transferred"};
    for (size_t i = 0; i < k->own_count; i++) {
        const struct property *p = k->own[i];
        struct slice word = last_word(p->name);
        bool part = false;
        for (size_t n = 0; n < sizeof parts / sizeof *parts; n++) part |= slice_starts(name_slice(p->name), parts[n]);
        if (!part || p->type.array || !cim_types[p->type.cim].bits || !measures(word)) continue;
        const struct property *whole = wider(k, p, word);
        if (!whole) continue;
        struct diag *g = diag_add(
            d, RULE_WIDTH_MISMATCH, p->written->word.span, "'%s' is %s beside '%s', which is %s: a part may not fit",
            p->name->text, cim_types[p->type.cim].spelling, whole->name->text, cim_types[whole->type.cim].spelling);
        diag_note(d, g, whole->written->word.span, "'%s' is declared here", whole->name->text);
    }
}
