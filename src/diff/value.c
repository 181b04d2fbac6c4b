/* What a value may be: limits, listed values; and what it is at first. */
#include <string.h>

#include "diff/compare.h"

/* A number with its sign, or none. */
struct bound {
    bool there, negative;
    uint64_t magnitude;
};

static int order(struct bound a, struct bound b)
{
    bool below = a.negative && a.magnitude, above = b.negative && b.magnitude;
    if (below != above) return below ? -1 : 1;
    int by_magnitude = (a.magnitude > b.magnitude) - (a.magnitude < b.magnitude);
    return below ? -by_magnitude : by_magnitude;
}

static bool bounds_equal(struct bound a, struct bound b)
{
    return a.there == b.there && (!a.there || order(a, b) == 0);
}

static struct bound longest(const struct limits *l) { return (struct bound){l->has_max_length, false, l->max_length}; }
static struct bound shortest(const struct limits *l) { return (struct bound){l->has_min_length, false, l->min_length}; }
static struct bound largest(const struct limits *l) { return (struct bound){l->has_max, l->max_negative, l->max}; }
static struct bound smallest(const struct limits *l) { return (struct bound){l->has_min, l->min_negative, l->min}; }

static const struct {
    struct bound (*of)(const struct limits *);
    bool upper;
    const char *is, *was, *unit;
} kinds[] = {{longest, true, "holds at most", "held at most", " characters"},
             {shortest, false, "holds at least", "held at least", " characters"},
             {largest, true, "is at most", "was at most", ""},
             {smallest, false, "is at least", "was at least", ""}};
enum { KINDS = sizeof kinds / sizeof *kinds };

bool limits_same(const struct limits *a, const struct limits *b)
{
    for (int i = 0; i < KINDS; i++)
        if (!bounds_equal(kinds[i].of(a), kinds[i].of(b))) return false;
    return a->not_null == b->not_null;
}

static const char *bound_words(const struct diff *d, struct bound b)
{
    return arena_printf(d->arena, "%s%llu", b.negative && b.magnitude ? "-" : "", (unsigned long long)b.magnitude);
}

static const char *limit_words(const struct diff *d, int kind, struct bound old, struct bound now)
{
    const char *unit = kinds[kind].unit;
    if (!now.there)
        return arena_printf(d->arena, "%s %s%s, and is not limited so now", kinds[kind].was, bound_words(d, old), unit);
    const char *is = arena_printf(d->arena, "%s %s%s", kinds[kind].is, bound_words(d, now), unit);
    if (!old.there) return arena_printf(d->arena, "%s, and was not limited so before", is);
    return arena_printf(d->arena, "%s, %s before", is, bound_words(d, old));
}

void limits_compare(struct diff *d, const struct property *old, const struct property *now, const char *element)
{
    struct span at = span_known(now->limits.span) ? now->limits.span : property_span(now);
    struct span was = span_known(old->limits.span) ? old->limits.span : property_span(old);
    for (int i = 0; i < KINDS; i++) {
        struct bound a = kinds[i].of(&old->limits), b = kinds[i].of(&now->limits);
        if (bounds_equal(a, b)) continue;
        bool narrower = b.there && (!a.there || (order(b, a) < 0) == kinds[i].upper);
        diff_add(d, narrower ? RULE_LIMIT_NARROWED : RULE_LIMIT_WIDENED, at, was, element, "'%s' %s", element,
                 limit_words(d, i, a, b));
    }
    if (old->limits.not_null != now->limits.not_null && old->key == now->key)
        diff_add(d, now->limits.not_null ? RULE_NULL_REFUSED : RULE_NULL_ALLOWED, property_span(now),
                 property_span(old), element,
                 now->limits.not_null ? "'%s' must be there, and could be absent before"
                                      : "'%s' may be absent, and had to be there before",
                 element);
}

/* -- listed values ---------------------------------------------------------------------------------------- */

static struct slice key_of(const struct diff *d, const struct enumeration *e, const struct enum_value *v)
{
    if (e->strings || v->text) return v->written;
    if (v->unclaimed) return slice_of("..");
    return slice_of(arena_printf(d->arena, "%s%llu..%s%llu", v->low_negative ? "-" : "", (unsigned long long)v->low,
                                 v->high_negative ? "-" : "", (unsigned long long)v->high));
}

/* A list of values with what it is searched by. */
struct side {
    const struct enumeration *e;
    bool rest;               /* `..` takes what no other value claims */
    struct map keys, labels; /* labels: of single numbers; those of two values lead to `ambiguous` */
};

static const struct enum_value ambiguous;

static struct side side_of(const struct diff *d, const struct enumeration *e)
{
    struct side s = {e, false, map_new(d->arena, MAP_BYTES), map_new(d->arena, MAP_BYTES)};
    for (size_t i = 0; i < e->count; i++) {
        const struct enum_value *v = &e->values[i];
        s.rest |= v->unclaimed;
        map_add(&s.keys, key_of(d, e, v), v);
        if (e->strings || v->text || v->unclaimed || v->range || !v->label.len) continue;
        if (map_add(&s.labels, v->label, v)) map_set(&s.labels, v->label, &ambiguous);
    }
    return s;
}

/* The value of the other list that has the label of this one, and another number. A closed list has to have had both
 * numbers: otherwise one of them is refused, which is more than a move. */
static const struct enum_value *moved(const struct diff *d, const struct side *from, const struct side *to,
                                      const struct enum_value *v)
{
    const struct enum_value *same = map_get(&to->labels, v->label);
    if (!same || same == &ambiguous || map_get(&from->labels, v->label) != v) return NULL;
    struct slice key = key_of(d, from->e, v), other = key_of(d, to->e, same);
    if (slice_equal(key, other)) return NULL;
    bool listed = map_get(&to->keys, key) && map_get(&from->keys, other);
    return listed || (from->e->open && to->e->open) ? same : NULL;
}

static bool is_allowed(const struct side *s, const struct enum_value *v)
{
    if (s->e->open || s->rest) return true;
    return !v->text && !v->range && !v->unclaimed && enumeration_find(s->e, v->low_negative, v->low);
}

/* Names the first few of what one list has and the other has not. */
struct missing {
    struct text words;
    size_t count;
    struct span at;
};

enum { MISSING_REFUSED = 1, MISSING_ALLOWED = 2 }; /* by the other list */

static struct missing missing_from(const struct diff *d, const struct side *list, const struct side *other,
                                   unsigned which)
{
    enum { SHOWN = 4 };
    struct missing m = {.count = 0};
    for (size_t i = 0; i < list->e->count; i++) {
        const struct enum_value *v = &list->e->values[i];
        if (map_get(&other->keys, key_of(d, list->e, v)) || moved(d, list, other, v)) continue;
        if (!(which & (is_allowed(other, v) ? MISSING_ALLOWED : MISSING_REFUSED))) continue;
        if (!m.count) m.at = v->span;
        if (m.count++ >= SHOWN) continue;
        text_printf(&m.words, "%s" SLICE_FMT, m.count > 1 ? ", " : "", SLICE_ARG(v->written));
        if (v->label.len) text_printf(&m.words, " (" SLICE_FMT ")", SLICE_ARG(v->label));
    }
    if (m.count > SHOWN) text_printf(&m.words, " and %zu more", m.count - SHOWN);
    return m;
}

/* Where two lists are written. */
struct places {
    struct span now, before;
    const char *element;
};

static struct span either(struct span first, struct span second) { return span_known(first) ? first : second; }

static void gone_compare(struct diff *d, const struct side *old, const struct side *now, const struct places *at,
                         unsigned which)
{
    struct missing gone = missing_from(d, old, now, which);
    if (gone.count) {
        struct change *c =
            diff_add(d, which == MISSING_ALLOWED ? RULE_CONSTANT_REMOVED : RULE_VALUE_REMOVED, at->now,
                     either(gone.at, at->before), at->element, "'%s' no longer lists %s", at->element, gone.words.at);
        if (which == MISSING_ALLOWED && old->e->strings) c->whom &= ~(1u << AUDIENCE_JSON); /* texts have no labels */
    }
    text_free(&gone.words);
}

static void added_compare(struct diff *d, const struct side *old, const struct side *now, const struct places *at)
{
    struct missing added = missing_from(d, now, old, MISSING_REFUSED | MISSING_ALLOWED);
    if (added.count)
        diff_add(d, RULE_VALUE_ADDED, either(added.at, at->now), at->before, at->element,
                 "'%s' lists %s, which it did not before", at->element, added.words.at);
    text_free(&added.words);
}

static void moved_compare(struct diff *d, const struct side *old, const struct side *now, const struct places *at)
{
    static const char *const bit[] = {"", "bit "};
    for (size_t i = 0; i < now->e->count; i++) {
        const struct enum_value *v = &now->e->values[i], *was = moved(d, now, old, v);
        if (was)
            diff_add(d, RULE_VALUE_MOVED, either(v->span, at->now), either(was->span, at->before), at->element,
                     "'" SLICE_FMT "' of '%s' is %s" SLICE_FMT ", %s" SLICE_FMT " before", SLICE_ARG(v->label),
                     at->element, bit[now->e->source == ENUM_BITMAP], SLICE_ARG(v->written),
                     bit[old->e->source == ENUM_BITMAP], SLICE_ARG(was->written));
    }
}

/* JSON takes the labels of single numbers, whatever their case. */
static void labels_compare(struct diff *d, const struct side *old, const struct side *now, const struct places *at)
{
    for (size_t i = 0; i < now->e->count; i++) {
        const struct slice key = key_of(d, now->e, &now->e->values[i]);
        const struct enum_value *v = map_get(&now->keys, key), *was = map_get(&old->keys, key);
        if (v != &now->e->values[i] || !was || slice_equal(v->label, was->label)) continue;
        if (moved(d, now, old, v) && moved(d, old, now, was)) continue;
        struct change *c =
            diff_add(d, RULE_LABEL_CHANGED, either(v->span, at->now), either(was->span, at->before), at->element,
                     "value " SLICE_FMT " of '%s' is called '" SLICE_FMT "', '" SLICE_FMT "' before",
                     SLICE_ARG(v->written), at->element, SLICE_ARG(v->label), SLICE_ARG(was->label));
        bool taken = !now->e->strings && !v->text && !v->range && !v->unclaimed;
        if (!taken || slice_equal_fold(v->label, was->label)) c->whom &= ~(1u << AUDIENCE_JSON);
        if (v->unclaimed) c->whom &= ~(1u << AUDIENCE_SOURCE);
    }
}

static void lists_compare(struct diff *d, const struct side *old, const struct side *now, const struct places *at)
{
    if (old->e->open != now->e->open)
        diff_add(d, now->e->open ? RULE_VALUES_OPENED : RULE_VALUES_CLOSED, at->now, at->before, at->element,
                 now->e->open ? "'%s' may have values that are not listed"
                              : "'%s' may only have values that are listed",
                 at->element);
    gone_compare(d, old, now, at, MISSING_REFUSED);
    gone_compare(d, old, now, at, MISSING_ALLOWED);
    added_compare(d, old, now, at);
    moved_compare(d, old, now, at);
    labels_compare(d, old, now, at);
}

void values_compare(struct diff *d, const struct enumeration *old, const struct enumeration *now, struct span at,
                    struct span before, const char *element)
{
    if (now && span_known(now->span)) at = now->span;
    if (old && span_known(old->span)) before = old->span;
    if (old && now) {
        const struct side a = side_of(d, old), b = side_of(d, now);
        if (old->count || now->count) lists_compare(d, &a, &b, &(struct places){at, before, element});
    } else if (now) {
        diff_add(d, now->open ? RULE_VALUE_ADDED : RULE_VALUES_CLOSED, at, before, element,
                 now->open ? "'%s' lists %zu values, and none before"
                           : "'%s' may only have one of %zu values, and any before",
                 element, now->count);
    } else if (old) {
        if (!old->open)
            diff_add(d, RULE_VALUES_OPENED, at, before, element, "'%s' may have any value, and only listed ones before",
                     element);
        struct change *c = diff_add(d, RULE_CONSTANT_REMOVED, at, before, element,
                                    "'%s' lists no values, and %zu before", element, old->count);
        if (old->strings) c->whom &= ~(1u << AUDIENCE_JSON);
    }
}

void initial_compare(struct diff *d, const struct property *old, const struct property *now, const char *element)
{
    if (slice_equal(old->initial_written, now->initial_written)) return;
    const char *none = "none";
    diff_add(d, RULE_DEFAULT_CHANGED, property_span(now), property_span(old), element,
             "the default of '%s' is %s, %s before", element,
             now->initial_written.len ? arena_copy(d->arena, now->initial_written.at, now->initial_written.len) : none,
             old->initial_written.len ? arena_copy(d->arena, old->initial_written.at, old->initial_written.len) : none);
}
