/* What may have been renamed: likeness suggests it, mofc.yaml has to say so. */
#include "diff/compare.h"

/* Beyond so many candidates no guess is made: a wholesale renaming is no matter of single hints, and comparing each of
 * those that are gone with each of the new ones would take time that grows with their product. */
enum { MOST_CANDIDATES = 500 };

static bool texts_equal(struct ast_string a, struct ast_string b)
{
    if (a.pieces == b.pieces && slice_equal((struct slice){a.at, a.len}, (struct slice){b.at, b.len})) return true;
    if (!a.pieces && !b.pieces) return false;
    struct text left = {0}, right = {0};
    bool equal = slice_equal(ast_string_join(a, &left), ast_string_join(b, &right));
    text_free(&left);
    text_free(&right);
    return equal;
}

static bool alike(const struct diff *d, const struct property *a, const struct property *b)
{
    return type_same(d, &a->type, &b->type) && a->key == b->key && limits_same(&a->limits, &b->limits) &&
           (a->enumeration != NULL) == (b->enumeration != NULL) && texts_equal(a->text, b->text);
}

const struct property *rename_guess(const struct diff *d, const struct property *gone,
                                    const struct property *const *added, size_t count)
{
    const struct property *found = NULL;
    for (size_t i = 0, candidates = 0; i < count; i++) {
        if (!added[i]) continue;
        if (++candidates > MOST_CANDIDATES) return NULL;
        if (!alike(d, gone, added[i])) continue;
        if (found) return NULL;
        found = added[i];
    }
    return found;
}

static bool has_equal_properties(const struct diff *d, const struct klass *old, const struct klass *now)
{
    if (!old->own_count || old->own_count != now->own_count) return false;
    for (size_t i = 0; i < old->own_count; i++)
        if (!name_equal(old->own[i]->name, now->own[i]->name) || !alike(d, old->own[i], now->own[i])) return false;
    return true;
}

const struct klass *rename_guess_class(const struct diff *d, const struct klass *gone)
{
    const struct klass *found = NULL;
    size_t pairs = d->paired.used / 2, gone_count = d->old->class_count - pairs,
           new_count = d->now->class_count - pairs;
    if (!new_count || new_count > MOST_CANDIDATES || gone_count > MOST_CANDIDATES) return NULL;
    for (size_t i = 0; i < d->now->class_count; i++) {
        const struct klass *now = d->now->classes[i];
        if (diff_old(d, now) || !has_equal_properties(d, gone, now)) continue;
        if (found) return NULL;
        found = now;
    }
    return found;
}
