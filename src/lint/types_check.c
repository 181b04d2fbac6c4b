/* Types that do not go together. */
#include <stdlib.h>
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

/* ---- properties of one name in several classes ------------------------------------------------------------- */

struct named {
    const struct property *property;
    struct slice family; /* of its class: "SMS" of SMS_Site */
    size_t order;
};

static struct slice family_of(const struct klass *k)
{
    struct slice name = name_slice(k->name);
    int64_t end = slice_find(name, "_", 0);
    return slice_cut(name, 0, end < 0 ? 0 : (uint32_t)end);
}

static int by_family_and_name(const void *left, const void *right)
{
    const struct named *a = left, *b = right;
    int names = strcmp(a->property->name->fold->text, b->property->name->fold->text);
    if (names) return names;
    if (a->family.len != b->family.len) return a->family.len < b->family.len ? -1 : 1;
    int families = memcmp(a->family.at, b->family.at, a->family.len);
    if (families) return families;
    return a->order < b->order ? -1 : a->order > b->order;
}

static bool same_type(const struct property *a, const struct property *b)
{
    return a->type.cim == b->type.cim && a->type.array == b->type.array;
}

static const char *type_words(const struct property *p, struct diags *d)
{
    const char *plain = p->type.cim == CIM_REFERENCE ? "a reference"
                        : p->type.cim == CIM_CLASS   ? "an object"
                                                     : cim_types[p->type.cim].spelling;
    return p->type.array ? arena_printf(d->arena, "%s[]", plain) : plain;
}

/* The type of most of them is taken for right; where none has a majority, nothing is. */
static const struct property *usual_type(const struct named *group, size_t count)
{
    const struct property *kept = group->property;
    size_t votes = 0, alike = 0;
    for (size_t i = 0; i < count; i++) {
        if (!votes) kept = group[i].property;
        votes = same_type(kept, group[i].property) ? votes + 1 : votes - 1;
    }
    for (size_t i = 0; i < count; i++) alike += same_type(kept, group[i].property);
    return alike * 2 > count ? kept : NULL;
}

static void compare_types(const struct named *group, size_t count, struct diags *d)
{
    const struct property *usual = usual_type(group, count);
    for (size_t i = 0; i < count && usual; i++) {
        const struct property *p = group[i].property;
        if (same_type(p, usual)) continue;
        struct diag *g = diag_add(d, RULE_TYPE_DIFFERS, p->written->word.span,
                                  "'%s' is %s here; most classes that have one, such as '%s', say %s", p->name->text,
                                  type_words(p, d), usual->declared->name->text, type_words(usual, d));
        diag_note(d, g, usual->written->word.span, "as here");
    }
}

static size_t list_named(const struct schema *schema, struct named *all)
{
    size_t n = 0;
    for (size_t c = 0; c < schema->class_count; c++) {
        const struct klass *k = schema->classes[c];
        for (size_t i = 0; i < k->own_count && k->requested; i++) {
            if (k->own[i]->overrides || k->own[i]->type.unknown) continue;
            if (all) all[n] = (struct named){k->own[i], family_of(k), n};
            n++;
        }
    }
    return n;
}

void lint_types_across(struct arena *arena, const struct schema *schema, struct diags *d)
{
    size_t n = list_named(schema, NULL);
    struct named *all = arena_array(arena, n + 1, sizeof *all);
    list_named(schema, all);
    qsort(all, n, sizeof *all, by_family_and_name);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && name_equal(all[i].property->name, all[end].property->name) &&
                          slice_equal(all[i].family, all[end].family);
             end++) {
        }
        compare_types(&all[i], end - i, d);
    }
}
