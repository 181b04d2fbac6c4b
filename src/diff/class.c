/* A class, as it was and as it is: what it is, and which properties it has. A property that a class above declares is
 * that class's matter, and shows there. */
#include "diff/compare.h"

static const char *element_of(const struct diff *d, const struct klass *k, const struct property *p)
{
    return arena_printf(d->arena, "%s.%s", k->name->text, p->name->text);
}

static struct span span_of(const struct klass *k)
{
    return span_known(k->written->word.span) ? k->written->word.span : k->written->span;
}

/* How many classes have the property from this one. */
static size_t reach_of(const struct schema *s, const struct klass *from, const struct property *p)
{
    size_t count = 0;
    for (size_t i = 0; i < s->class_count; i++) {
        const struct klass *k = s->classes[i], *above = k->super;
        while (above && above != from) above = above->super;
        const struct property *theirs = above ? klass_find_property(k, p->name) : NULL;
        count += theirs && theirs->declared == p->declared;
    }
    return count;
}

/* Gives the changes behind `mark` their reach. */
static void set_reach(struct change **mark, const struct schema *s, const struct klass *k, const struct property *p)
{
    if (!*mark) return;
    size_t reach = reach_of(s, k, p);
    for (struct change *c = *mark; c; c = c->next) {
        c->reach = reach;
        if (reach) c->whom = WHOM_ALL; /* some of these may have tables */
    }
}

/* -- properties ------------------------------------------------------------------------------------------- */

/* Whether a change of it was said at a class above. */
static bool said_above(const struct diff *d, const struct klass *old, const struct klass *now,
                       const struct property *was, const struct property *is)
{
    const struct klass *old_home = was ? was->declared : diff_old(d, is->declared);
    const struct klass *now_home = is ? is->declared : diff_now(d, was->declared);
    return old_home && now_home && old_home != old && now_home != now && diff_now(d, old_home) == now_home;
}

static void compare_pair(struct diff *d, const struct klass *now, const struct property *was, const struct property *is)
{
    struct change **mark = d->last;
    const char *element = element_of(d, now, is);
    if (!name_equal(was->name, is->name))
        diff_add(d, RULE_PROPERTY_RENAMED, property_span(is), property_span(was), element,
                 "'%s' was called '%s' before", element, was->name->text);
    property_compare(d, was, is, element);
    set_reach(mark, d->now, now, is);
}

static void add_new(struct diff *d, const struct klass *old, const struct klass *now, const struct property *p)
{
    struct change **mark = d->last;
    const char *element = element_of(d, now, p);
    bool required = p->key || p->limits.not_null;
    struct change *c =
        diff_add(d, required ? RULE_REQUIRED_PROPERTY_ADDED : RULE_PROPERTY_ADDED, property_span(p), span_of(old),
                 element, required ? "'%s' is new and %s" : "'%s' is new and may be absent", element,
                 p->key ? "is a key" : "must be there");
    c->was = "the class before";
    set_reach(mark, d->now, now, p);
}

static void add_gone(struct diff *d, const struct klass *old, const struct klass *now, const struct property *p,
                     const struct property *guess)
{
    struct change **mark = d->last;
    const char *element = element_of(d, old, p);
    struct change *c =
        diff_add(d, RULE_PROPERTY_REMOVED, guess ? property_span(guess) : span_of(now), property_span(p), element,
                 guess ? "'%s' is gone; '%s' is new with equal type, limits and text: renamed?" : "'%s' is gone",
                 element, guess ? guess->name->text : "");
    if (guess)
        c->hint = arena_printf(d->arena, "if so, say it in mofc.yaml: renamed: {%s: %s}", element, guess->name->text);
    set_reach(mark, d->old, old, p);
}

/* New ones that nothing old became; those that may be renamed ones are taken out as they are named. */
static void compare_properties(struct diff *d, const struct klass *old, const struct klass *now)
{
    struct map became = map_new(d->arena, MAP_POINTERS);
    const struct property **added = arena_array(d->arena, now->property_count + 1, sizeof *added);
    for (size_t i = 0; i < old->property_count; i++) {
        const struct property *is = diff_partner(d, old, now, old->properties[i]);
        if (is) map_add(&became, map_pointer(is), old->properties[i]);
    }
    for (size_t i = 0; i < now->property_count; i++) {
        const struct property *is = now->properties[i], *was = map_get(&became, map_pointer(is));
        if (was && !said_above(d, old, now, was, is)) compare_pair(d, now, was, is);
        if (!was && !said_above(d, old, now, NULL, is)) added[i] = is;
    }
    for (size_t i = 0; i < old->property_count; i++) {
        const struct property *was = old->properties[i];
        if (diff_partner(d, old, now, was) || said_above(d, old, now, was, NULL)) continue;
        const struct property *guess = rename_guess(d, was, added, now->property_count);
        for (size_t k = 0; guess && k < now->property_count; k++)
            if (added[k] == guess) added[k] = NULL;
        add_gone(d, old, now, was, guess);
    }
    for (size_t i = 0; i < now->property_count; i++)
        if (added[i]) add_new(d, old, now, added[i]);
}

/* Whether those that both have stand in one order. */
static bool in_order(const struct diff *d, const struct klass *old, const struct klass *now)
{
    int64_t last = -1;
    for (size_t i = 0; i < old->property_count; i++) {
        const struct property *was = old->properties[i];
        const struct property *is = was->declared == old ? diff_partner(d, old, now, was) : NULL;
        if (!is || is->declared != now) continue;
        if ((int64_t)is->index < last) return false;
        last = is->index;
    }
    return true;
}

/* -- the class itself -------------------------------------------------------------------------------------- */

static const char *kind_of(const struct klass *k)
{
    return k->association  ? "an association"
           : k->indication ? "an indication"
           : k->structure  ? "a structure"
           : k->embedded   ? "an embedded class"
                           : "a class";
}

static bool still_derives(const struct diff *d, const struct klass *old, const struct klass *now)
{
    if (!old->super_name) return true;
    for (const struct klass *above = now; above; above = above->super)
        if (name_equal(above->super_name, old->super_name) || (above->super && diff_old(d, above->super) == old->super))
            return true;
    return false;
}

static void compare_itself(struct diff *d, const struct klass *old, const struct klass *now, const char *element)
{
    struct span at = span_of(now), before = span_of(old);
    if (!name_equal(old->name, now->name))
        diff_add(d, RULE_CLASS_RENAMED, at, before, element, "class '%s' was called '%s' before", element,
                 old->name->text);
    if (old->space && now->space && !name_equal(old->space, now->space))
        diff_add(d, RULE_NAMESPACE_CHANGED, at, before, element, "'%s' is in namespace %s, %s before", element,
                 now->space->text, old->space->text);
    if (kind_of(old) != kind_of(now) || old->abstract != now->abstract)
        diff_add(d, RULE_CLASS_KIND_CHANGED, at, before, element, "'%s' is %s%s, %s%s before", element, kind_of(now),
                 now->abstract ? " without instances" : "", kind_of(old), old->abstract ? " without instances" : "");
    if (!still_derives(d, old, now))
        diff_add(d, RULE_BASE_CHANGED, at, before, element,
                 now->super_name ? "'%s' derives from '%s', and no longer from '%s'"
                                 : "'%s' derives from no class%s, and from '%s' before",
                 element, now->super_name ? now->super_name->text : "", old->super_name->text);
    text_compare(d, old->text, now->text, at, before, element);
    qualifiers_compare(d, old->qualifiers, old->qualifier_count, now->qualifiers, now->qualifier_count, at, before,
                       element);
    if (!in_order(d, old, now))
        diff_add(d, RULE_ORDER_CHANGED, at, before, element, "the properties of '%s' stand in another order", element);
}

void class_compare(struct diff *d, const struct klass *old, const struct klass *now)
{
    d->whom = diff_whom(old) | diff_whom(now);
    compare_itself(d, old, now, now->name->text);
    compare_properties(d, old, now);
    d->whom = WHOM_CALLS;
    methods_compare(d, old, now);
}
