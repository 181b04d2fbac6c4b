/* Types: one that holds every value of the other is wider. */
#include <string.h>

#include "diff/compare.h"

enum relation { SAME, WIDER, NARROWER, OTHER };

const char *type_words(struct arena *arena, const struct type *t)
{
    const char *array = !t->array ? "" : t->size ? arena_printf(arena, "[%llu]", (unsigned long long)t->size) : "[]";
    if (t->cim == CIM_REFERENCE && t->class_name)
        return arena_printf(arena, "a reference to %s%s", t->class_name->text, array);
    if (t->class_name) return arena_printf(arena, "%s%s", t->class_name->text, array);
    if (*cim_types[t->cim].spelling) return arena_printf(arena, "%s%s", cim_types[t->cim].spelling, array);
    if (t->written.at) return arena_printf(arena, SLICE_FMT "%s", SLICE_ARG(t->written), array);
    return "void";
}

static bool is_class(const struct type *t) { return t->class_name && (t->cim == CIM_REFERENCE || t->cim == CIM_CLASS); }

static bool derives(const struct klass *k, const struct klass *from)
{
    while (k && k != from) k = k->super;
    return k != NULL;
}

/* A reference to a base takes instances of all below it. */
static enum relation classes_compare(const struct diff *d, const struct type *old, const struct type *now)
{
    const struct klass *renamed = diff_now(d, old->klass);
    if (name_equal(old->class_name, now->class_name) || (renamed && renamed == now->klass)) return SAME;
    if (!renamed || !now->klass) return OTHER;
    return derives(renamed, now->klass) ? WIDER : derives(now->klass, renamed) ? NARROWER : OTHER;
}

static enum relation integers_compare(const struct cim_info *old, const struct cim_info *now)
{
    unsigned old_positive = old->bits - old->is_signed, now_positive = now->bits - now->is_signed;
    bool holds = now_positive >= old_positive && (now->is_signed || !old->is_signed);
    bool held = old_positive >= now_positive && (old->is_signed || !now->is_signed);
    return holds ? WIDER : held ? NARROWER : OTHER;
}

static enum relation relation_of(const struct diff *d, const struct type *old, const struct type *now)
{
    if (old->array != now->array) return OTHER;
    if (old->cim == now->cim) {
        if (is_class(old) && is_class(now)) return classes_compare(d, old, now);
        return name_equal(old->class_name, now->class_name) || !old->class_name || !now->class_name ? SAME : OTHER;
    }
    if (old->cim == CIM_CLASS && now->cim == CIM_OBJECT) return WIDER;
    if (old->cim == CIM_OBJECT && now->cim == CIM_CLASS) return NARROWER;
    const struct cim_info *a = &cim_types[old->cim], *b = &cim_types[now->cim];
    if (a->bits && b->bits) return integers_compare(a, b);
    if (old->cim == CIM_REAL32 && now->cim == CIM_REAL64) return WIDER;
    if (old->cim == CIM_REAL64 && now->cim == CIM_REAL32) return NARROWER;
    return OTHER;
}

bool type_same(const struct diff *d, const struct type *old, const struct type *now)
{
    return relation_of(d, old, now) == SAME && old->size == now->size;
}

/* ---- what columns hold ---------------------------------------------------------------------------------- */

enum form { FORM_SCALAR, FORM_DATETIME, FORM_REFERENCE, FORM_BYTES, FORM_JSON };

/* How a database stores the type: bytes are a BLOB, lists and embedded objects are JSON. */
static enum form form_of(const struct type *t)
{
    if (t->array) return t->cim == CIM_UINT8 ? FORM_BYTES : FORM_JSON;
    if (t->cim == CIM_CLASS || t->cim == CIM_OBJECT) return FORM_JSON;
    return t->cim == CIM_DATETIME ? FORM_DATETIME : t->cim == CIM_REFERENCE ? FORM_REFERENCE : FORM_SCALAR;
}

static bool is_number(const struct type *t)
{
    return cim_types[t->cim].bits || t->cim == CIM_REAL32 || t->cim == CIM_REAL64;
}

static bool takes_items(const struct diff *d, const struct type *old, const struct type *now)
{
    if (old->array != now->array) return false;
    if (now->cim == CIM_CLASS && old->cim == CIM_CLASS) return now->klass && diff_now(d, old->klass) == now->klass;
    if (old->cim == now->cim || (now->cim == CIM_OBJECT && old->cim == CIM_CLASS)) return true;
    if (now->cim == CIM_STRING) return old->cim == CIM_DATETIME || old->cim == CIM_REFERENCE;
    bool real = old->cim == CIM_REAL32 || old->cim == CIM_REAL64, wide = cim_types[old->cim].bits == 64;
    return is_number(old) && (cim_types[now->cim].bits ? !real : is_number(now) && !wide);
}

/* Whether a column of the new type takes any value of the old one: what a migration can carry over. */
static bool takes_values(const struct diff *d, const struct type *old, const struct type *now)
{
    enum form from = form_of(old), to = form_of(now);
    if (from == FORM_JSON && to == FORM_JSON) return takes_items(d, old, now);
    if (from == to) return true;
    if (now->array || now->cim != CIM_STRING)
        return from == FORM_SCALAR && old->cim == CIM_STRING && to == FORM_REFERENCE;
    return from == FORM_DATETIME || from == FORM_REFERENCE;
}

/* ---- changes -------------------------------------------------------------------------------------------- */

/* The type of an array's member is the same whatever its size: what changes is how many items are asked for. */
static void size_compare(struct diff *d, const struct type *old, const struct type *now, struct span at,
                         struct span before, const char *element)
{
    if (!old->array || !now->array || old->size == now->size) return;
    const char *was = old->size ? arena_printf(d->arena, "%llu", (unsigned long long)old->size) : "any number";
    if (!now->size)
        diff_add(d, RULE_LIMIT_WIDENED, at, before, element, "'%s' has any number of items, %s before", element, was)
            ->whom = 0;
    else
        diff_add(d, RULE_ARRAY_SIZE_CHANGED, at, before, element, "'%s' has %llu items, %s before", element,
                 (unsigned long long)now->size, was);
}

static void add(struct diff *d, const struct type *old, const struct type *now, struct span at, struct span before,
                const char *element, const char *verb)
{
    static const enum rule rules_of[] = {
        [WIDER] = RULE_TYPE_WIDENED, [NARROWER] = RULE_TYPE_NARROWED, [OTHER] = RULE_TYPE_CHANGED};
    enum relation relation = relation_of(d, old, now);
    if (relation != SAME)
        diff_add(d, rules_of[relation], at, before, element, "'%s' %s %s, %s before", element, verb,
                 type_words(d->arena, now), type_words(d->arena, old))
            ->lost = !takes_values(d, old, now);
    size_compare(d, old, now, at, before, element);
}

void type_compare(struct diff *d, const struct property *old, const struct property *now, const char *element)
{
    struct span at = now->written ? now->written->type.span : (struct span){0};
    struct span before = old->written ? old->written->type.span : (struct span){0};
    add(d, &old->type, &now->type, span_known(at) ? at : property_span(now),
        span_known(before) ? before : property_span(old), element, "is");
}

void type_compare_returns(struct diff *d, const struct method *old, const struct method *now, const char *element)
{
    if (old->linked || now->linked) return;
    add(d, &old->returns, &now->returns, now->written->word.span, old->written->word.span, element, "returns");
}
