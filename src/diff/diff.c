/* Each pair of classes is compared, and what has no partner is gone or new. */
#include "diff/compare.h"

static void add_gone(struct diff *d, const struct klass *k)
{
    const struct klass *guess = rename_guess_class(d, k);
    d->whom = diff_whom(k);
    struct change *c =
        diff_add(d, RULE_CLASS_REMOVED, (struct span){0}, k->written->word.span, k->name->text,
                 guess ? "class '%s' is gone; '%s' is new with equal properties: renamed?" : "class '%s' is gone",
                 k->name->text, guess ? guess->name->text : "");
    if (guess)
        c->hint =
            arena_printf(d->arena, "if so, say it in mofc.yaml: renamed: {%s: %s}", k->name->text, guess->name->text);
}

static void compare_enumerations(struct diff *d)
{
    struct map old = map_new(d->arena, MAP_FOLDED);
    for (size_t i = 0; i < d->old->enumeration_count; i++)
        map_add(&old, name_slice(d->old->enumerations[i]->name), d->old->enumerations[i]);
    for (size_t i = 0; i < d->now->enumeration_count; i++) {
        const struct enumeration *now = d->now->enumerations[i], *was = map_get(&old, name_slice(now->name));
        d->whom = WHOM_ALL;
        if (was) values_compare(d, was, now, now->span, was->span, now->name->text);
    }
}

void diff_schemas(struct diff *d)
{
    d->last = &d->first;
    diff_pair(d);
    for (size_t i = 0; i < d->now->class_count; i++) {
        const struct klass *now = d->now->classes[i], *old = diff_old(d, now);
        d->whom = diff_whom(now);
        if (old) class_compare(d, old, now);
        else
            diff_add(d, RULE_CLASS_ADDED, now->written->word.span, (struct span){0}, now->name->text,
                     "class '%s' is new", now->name->text);
    }
    for (size_t i = 0; i < d->old->class_count; i++)
        if (!diff_now(d, d->old->classes[i])) add_gone(d, d->old->classes[i]);
    compare_enumerations(d);
}
