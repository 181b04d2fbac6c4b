/* Classes are paired by name, or as mofc.yaml says; then each pair is compared, and what has no partner is gone or new.
 */
#include "diff/compare.h"

const char *const audience_names[AUDIENCE_COUNT] = {"source", "json", "data", "sql"};

static const struct change_info infos[] = {
#define CHANGE(id, source, json, data, sql) {RULE_##id, {source, json, data, sql}},
#include "diff/changes.def"
#undef CHANGE
};

const struct change_info *change_info(enum rule rule)
{
    for (size_t i = 0; i < sizeof infos / sizeof *infos; i++)
        if (infos[i].rule == rule) return &infos[i];
    return NULL;
}

struct change *diff_add(struct diff *d, enum rule rule, struct span now, struct span before, const char *element,
                        const char *format, ...)
{
    struct text message = {0};
    va_list args;
    va_start(args, format);
    text_vprintf(&message, format, args);
    va_end(args);
    struct change *c = arena_new(d->arena, struct change);
    *c = (struct change){.info = change_info(rule), .now = now, .before = before, .element = element, .whom = d->whom};
    c->message = arena_copy(d->arena, message.at, message.len);
    text_free(&message);
    *d->last = c;
    d->last = &c->next;
    d->count++;
    return c;
}

const char *change_effect(const struct change *c, int whom)
{
    return c->whom >> whom & 1 ? c->info->effects[whom] : NULL;
}

unsigned diff_whom(const struct klass *k)
{
    return k->embedded || k->structure ? WHOM_EMBEDDED : k->abstract ? WHOM_CALLS : WHOM_ALL;
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
static void pair_classes(struct diff *d)
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
    pair_classes(d);
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
