/* What was is paired with what is: by name, or as mofc.yaml says. */
#include <string.h>

#include "diff/compare.h"

/* The new name of "Class.Member" or "Class" as mofc.yaml gives it, or NULL. */
static const char *rename_given(const struct diff *d, const char *class_name, const char *member)
{
    size_t len = strlen(class_name);
    for (size_t i = 0; i < d->rename_count; i++) {
        struct slice old = slice_of(d->renames[i].old);
        if (!slice_is(slice_cut(old, 0, (uint32_t)len), class_name)) continue;
        struct slice rest = slice_cut(old, (uint32_t)len, old.len);
        if (member ? rest.len && *rest.at == '.' && slice_is(slice_cut(rest, 1, rest.len), member) : !rest.len)
            return d->renames[i].now;
    }
    return NULL;
}

const struct klass *diff_now(const struct diff *d, const struct klass *old)
{
    return old ? map_get(&d->paired, map_pointer(old)) : NULL;
}

const struct klass *diff_old(const struct diff *d, const struct klass *now)
{
    return now ? map_get(&d->paired, map_pointer(now)) : NULL;
}

static void pair(struct diff *d, const struct klass *old, const struct klass *now)
{
    map_add(&d->paired, map_pointer(old), now);
    map_add(&d->paired, map_pointer(now), old);
}

static struct map by_name(struct diff *d, const struct schema *s, bool unique)
{
    struct map names = map_new(d->arena, MAP_FOLDED);
    for (size_t i = 0; i < s->class_count; i++) {
        const struct klass *k = s->classes[i];
        map_add(&names, name_slice(unique ? k->unique_name : k->name), k);
    }
    return names;
}

/* By the name that tells it apart; then as renamed; then by its plain name, in another namespace. */
void diff_pair(struct diff *d)
{
    struct map unique = by_name(d, d->now, true), plain = by_name(d, d->now, false);
    d->paired = map_new(d->arena, MAP_POINTERS);
    for (int step = 0; step < 3; step++)
        for (size_t i = 0; i < d->old->class_count; i++) {
            const struct klass *k = d->old->classes[i], *now = NULL;
            const char *given = step == 0 ? rename_given(d, k->name->text, NULL) : NULL;
            if (diff_now(d, k)) continue;
            if (step == 0) now = given ? map_get(&plain, slice_of(given)) : NULL;
            else now = map_get(step == 1 ? &unique : &plain, name_slice(step == 1 ? k->unique_name : k->name));
            if (now && !diff_old(d, now)) pair(d, k, now);
        }
}

static const struct property *renamed_to(const struct diff *d, const struct klass *old, const struct klass *now,
                                         const struct property *p)
{
    const struct klass *declared = p->declared ? p->declared : old;
    const char *given = rename_given(d, declared->name->text, p->name->text);
    for (size_t i = 0; given && i < now->property_count; i++)
        if (slice_is(name_slice(now->properties[i]->name), given)) return now->properties[i];
    return NULL;
}

/* A name that was there before is no new name, and of several that are said to have become one the first has. */
const struct property *diff_partner(const struct diff *d, const struct klass *old, const struct klass *now,
                                    const struct property *p)
{
    const struct property *same = klass_find_property(now, p->name), *found = same ? same : renamed_to(d, old, now, p);
    if (same || !found) return same;
    if (klass_find_property(old, found->name)) return NULL;
    for (size_t i = 0; i < old->property_count && old->properties[i] != p; i++) {
        const struct property *other = old->properties[i];
        if (!klass_find_property(now, other->name) && renamed_to(d, old, now, other) == found) return NULL;
    }
    return found;
}
