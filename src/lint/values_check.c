/* Value lists: within one property, and between properties of one name in several classes. */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "lint/lint.h"

static bool same_value(const struct enum_value *a, const struct enum_value *b)
{
    if (a->text || b->text) return a->text && b->text && slice_equal(a->written, b->written);
    return a->low == b->low && a->high == b->high && a->low_negative == b->low_negative &&
           a->high_negative == b->high_negative;
}

/* Equal values next to each other, in the order of the source among themselves. */
static int by_value(const void *left, const void *right)
{
    const struct enum_value *a = *(const struct enum_value *const *)left, *b = *(const struct enum_value *const *)right;
    if (a->text != b->text) return a->text ? 1 : -1;
    if (a->text && !slice_equal(a->written, b->written)) {
        if (a->written.len != b->written.len) return a->written.len < b->written.len ? -1 : 1;
        return memcmp(a->written.at, b->written.at, a->written.len);
    }
    if (!a->text && !same_value(a, b)) {
        if (a->low_negative != b->low_negative) return a->low_negative ? -1 : 1;
        if (a->low != b->low) return a->low < b->low ? -1 : 1;
        if (a->high_negative != b->high_negative) return a->high_negative ? -1 : 1;
        return a->high < b->high ? -1 : 1;
    }
    return a < b ? -1 : a > b;
}

static void check_duplicates(const struct enumeration *e, const struct name *name, struct diags *d)
{
    const struct enum_value **sorted = arena_array(d->arena, e->count + 1, sizeof *sorted), *first = NULL;
    for (size_t i = 0; i < e->count; i++) sorted[i] = &e->values[i];
    qsort(sorted, e->count, sizeof *sorted, by_value);
    for (size_t i = 0; i < e->count; i++) {
        if (!first || !same_value(first, sorted[i])) {
            first = sorted[i];
            continue;
        }
        if (sorted[i] < e->values + e->inherited) continue; /* reported there */
        struct diag *g = diag_add(d, RULE_VALUE_TWICE, sorted[i]->span, "value " SLICE_FMT " of '%s' is listed twice",
                                  SLICE_ARG(sorted[i]->written), name->text);
        diag_note(d, g, first->span, "first listed here");
    }
}

void lint_class_enumerations(const struct klass *k, struct diags *d)
{
    for (size_t i = 0; i < k->own_count; i++) {
        const struct property *p = k->own[i];
        if (p->enumeration && p->enumeration->property == p) check_duplicates(p->enumeration, p->name, d);
    }
}

/* Enumerations that have a name of their own. */
void lint_enumerations(const struct schema *schema, struct diags *d)
{
    for (size_t i = 0; i < schema->enumeration_count; i++)
        check_duplicates(schema->enumerations[i], schema->enumerations[i]->name, d);
}

/* ---- across classes ---- */

struct listed {
    const struct property *property;
    const struct enum_value *value;
    size_t order;
};

static int by_property_and_value(const void *left, const void *right)
{
    const struct listed *a = left, *b = right;
    int names = strcmp(a->property->name->fold->text, b->property->name->fold->text);
    if (names) return names;
    if (a->value->low_negative != b->value->low_negative) return a->value->low_negative ? -1 : 1;
    if (a->value->low != b->value->low) return a->value->low < b->value->low ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

/* Whether what stands at `from` is a remark on the label before it: "Off. The device is off." */
static bool goes_on(struct slice label, uint32_t from)
{
    uint32_t i = from;
    while (i > 0 && (label.at[i - 1] == ' ' || label.at[i - 1] == '\t')) i--;
    if (i > 0 && label.at[i - 1] == '(') return true;
    return i > 1 && i < from && (label.at[i - 1] == '.' || label.at[i - 1] == ',' || label.at[i - 1] == ';');
}

static bool is_mark(char c) { return !((c | 32) >= 'a' && (c | 32) <= 'z') && !(c >= '0' && c <= '9'); }

/* How long the word at `i` is where it only joins others: "or" and "and" are no more than the '/' others write. */
static uint32_t joint(struct slice s, uint32_t i)
{
    static const char *const joints[] = {"or", "and"};
    for (size_t j = 0; j < sizeof joints / sizeof *joints && i > 0 && is_mark(s.at[i - 1]); j++) {
        uint32_t len = (uint32_t)strlen(joints[j]);
        if (i + len < s.len && is_mark(s.at[i + len]) && slice_is(slice_cut(s, i, i + len), joints[j])) return len;
    }
    return 0;
}

/* Where the next letter or digit that counts stands, at or behind `i`. */
static uint32_t next_letter(struct slice s, uint32_t i)
{
    for (;;) {
        while (i < s.len && is_mark(s.at[i])) i++;
        uint32_t len = i < s.len ? joint(s, i) : 0;
        if (!len) return i;
        i += len;
    }
}

/* Letters and digits only, case folded: "In Progress" and "INPROGRESS" are one. */
static bool labels_alike(struct slice a, struct slice b)
{
    uint32_t i = 0, k = 0;
    for (;; i++, k++) {
        i = next_letter(a, i), k = next_letter(b, k);
        if (i == a.len || k == b.len)
            return (i == a.len && k == b.len) || goes_on(i == a.len ? b : a, i == a.len ? k : i);
        if ((a.at[i] | 32) != (b.at[k] | 32)) return false;
    }
}

/* How many values two enumerations label alike: one that shares most of its list with another is the same list. */
static bool mostly_alike(const struct enumeration *a, const struct enumeration *b)
{
    size_t shared = 0, alike = 0;
    if (a->count * b->count > 40000) return false;
    for (size_t i = 0; i < a->count; i++)
        for (size_t k = 0; k < b->count; k++)
            if (same_value(&a->values[i], &b->values[k]))
                shared++, alike += labels_alike(a->values[i].label, b->values[k].label);
    return shared >= 3 && alike * 3 >= shared * 2;
}

static bool is_candidate(const struct property *p)
{
    return p->documented && p->enumeration && p->enumeration->property == p && !p->enumeration->strings;
}

/* Values that one of two lists has and the other lacks. */
static void note_missing(const struct property *has, const struct property *lacks, struct diag *g, struct diags *d)
{
    for (size_t i = 0; i < has->enumeration->count; i++) {
        const struct enum_value *v = &has->enumeration->values[i];
        size_t k = 0;
        while (k < lacks->enumeration->count && !same_value(v, &lacks->enumeration->values[k])) k++;
        if (k < lacks->enumeration->count) continue;
        diag_note(d, g, v->span, "value " SLICE_FMT " is listed here and not in class '%s'", SLICE_ARG(v->written),
                  lacks->declared->name->text);
    }
}

/* How many values two lists label differently. */
static size_t count_conflicts(const struct enumeration *a, const struct enumeration *b)
{
    size_t n = 0;
    for (size_t i = 0; i < a->count; i++)
        for (size_t k = 0; k < b->count; k++) {
            struct slice left = a->values[i].label, right = b->values[k].label;
            n += same_value(&a->values[i], &b->values[k]) && left.len && right.len && !labels_alike(left, right);
        }
    return n;
}

/* A list is reported once, at its first value that is in conflict. */
static void compare(struct map *reported, const struct listed *first, const struct listed *other, struct diags *d)
{
    const struct property *a = first->property, *b = other->property;
    struct slice left = first->value->label, right = other->value->label;
    if (a->declared == b->declared || !left.len || !right.len || labels_alike(left, right)) return;
    if (!mostly_alike(a->enumeration, b->enumeration) || map_add(reported, map_pointer(b), b)) return;
    size_t more = count_conflicts(a->enumeration, b->enumeration) - 1;
    struct diag *g = diag_add(
        d, RULE_LABEL_CONFLICT, other->value->span,
        "value " SLICE_FMT " of '%s' is labelled '" SLICE_FMT "' here and '" SLICE_FMT "' in class '%s'%s",
        SLICE_ARG(other->value->written), b->name->text, SLICE_ARG(right), SLICE_ARG(left), a->declared->name->text,
        more ? arena_printf(d->arena, ", and %zu more value%s differ%s", more, more == 1 ? "" : "s",
                            more == 1 ? "s" : "")
             : "");
    diag_note(d, g, first->value->span, "the other label is here");
    note_missing(b, a, g, d);
    note_missing(a, b, g, d);
}

/* What most label a value with is taken for right, or the first where no label has a majority: so one odd page is
 * reported once, and not each of the others. */
static const struct listed *most_common(const struct listed *group, size_t count)
{
    const struct listed *kept = group;
    size_t votes = 0, alike = 0;
    for (size_t i = 0; i < count; i++) {
        if (!votes) kept = &group[i];
        votes = labels_alike(kept->value->label, group[i].value->label) ? votes + 1 : votes - 1;
    }
    const struct listed *first = NULL;
    for (size_t i = 0; i < count; i++) {
        if (!labels_alike(kept->value->label, group[i].value->label)) continue;
        if (!alike++) first = &group[i];
    }
    return alike * 2 > count ? first : group;
}

static void compare_group(struct map *reported, const struct listed *group, size_t count, struct diags *d)
{
    const struct listed *usual = most_common(group, count);
    for (size_t i = 0; i < count; i++)
        if (&group[i] != usual) compare(reported, usual, &group[i], d);
}

static bool same_group(const struct listed *a, const struct listed *b)
{
    return name_equal(a->property->name, b->property->name) && same_value(a->value, b->value);
}

/* Fills `all`, where there is one, with the numbered values of pages; returns how many there are. */
static size_t list_values(const struct schema *schema, struct listed *all)
{
    size_t n = 0;
    for (size_t c = 0; c < schema->class_count; c++) {
        const struct klass *k = schema->classes[c];
        for (size_t i = 0; i < k->own_count && k->requested; i++) {
            const struct property *p = k->own[i];
            for (size_t v = 0; is_candidate(p) && v < p->enumeration->count; v++) {
                if (p->enumeration->values[v].text) continue;
                if (all) all[n] = (struct listed){p, &p->enumeration->values[v], n};
                n++;
            }
        }
    }
    return n;
}

void lint_labels_across(struct arena *arena, const struct schema *schema, struct diags *d)
{
    size_t n = list_values(schema, NULL);
    if (!n) return;
    struct listed *all = arena_array(arena, n, sizeof *all);
    list_values(schema, all);
    qsort(all, n, sizeof *all, by_property_and_value);
    struct map reported = map_new(arena, MAP_POINTERS);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && same_group(&all[i], &all[end]); end++) {
        }
        compare_group(&reported, &all[i], end - i, d);
    }
}
