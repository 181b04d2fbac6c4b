/* References between classes: to what is deprecated, and in circles that no first instance can enter. */
#include "lint/lint.h"

static bool is_outdated(const struct klass *k) { return k && (k->deprecated || k->obsolete); }

static void add_deprecated(const struct klass *used, struct span at, struct diags *d, const char *format,
                           const char *what)
{
    struct diag *g = diag_add(d, RULE_DEPRECATED_USED, at, format, what, used->name->text);
    diag_note(d, g, used->written->word.span, "it is deprecated here");
    if (used->replacement) diag_hint(d, g, "it is replaced by %s", used->replacement->text);
}

/* What is itself deprecated may go on using what is. */
void lint_class_deprecated_use(const struct klass *k, struct diags *d)
{
    if (is_outdated(k)) return;
    if (is_outdated(k->super))
        add_deprecated(k->super, k->written->super.span, d, "'%s' derives from '%s', which is deprecated",
                       k->name->text);
    for (size_t i = 0; i < k->own_count; i++) {
        const struct property *p = k->own[i];
        if (!p->deprecated && is_outdated(p->type.klass))
            add_deprecated(p->type.klass, p->written->word.span, d, "'%s' is of class '%s', which is deprecated",
                           p->name->text);
    }
}

/* ---- circles of references that must be there ------------------------------------------------------------- */

/* A class that can have a first instance: each reference that it must have leads to a class that has one. Which these
 * are is found from those that need none, so that each class and each reference is looked at once. */
struct makeable {
    const struct schema *schema;
    struct waiting **waiting;   /* by index of the class that is waited for */
    unsigned *needs;            /* by index of the class that waits */
    bool *made, *reached;       /* it can be made; it or a class below it can */
    const struct klass **below; /* the first class below it that has instances; NULL: none */
    unsigned *seen;             /* the round that came by */
    const struct klass **queue;
    size_t queued;
};

struct waiting {
    struct waiting *next;
    const struct klass *who;
};

static bool is_needed(const struct property *p)
{
    return p->type.cim == CIM_REFERENCE && !p->type.array && p->type.klass &&
           (p->key || p->not_null || p->limits.not_null) && !p->initial;
}

static bool has_instances(const struct klass *k)
{
    return !k->abstract && !k->embedded && !k->structure && !k->indication;
}

static void make(struct makeable *m, const struct klass *k)
{
    if (m->made[k->index] || !has_instances(k)) return;
    m->made[k->index] = true;
    m->queue[m->queued++] = k;
}

static void reach(struct makeable *m, const struct klass *k)
{
    for (; k && !m->reached[k->index]; k = k->super) {
        m->reached[k->index] = true;
        for (const struct waiting *w = m->waiting[k->index]; w; w = w->next)
            if (--m->needs[w->who->index] == 0) make(m, w->who);
    }
}

static void wait_for_references(struct arena *arena, struct makeable *m, const struct klass *k)
{
    for (size_t i = 0; i < k->property_count; i++) {
        if (!is_needed(k->properties[i])) continue;
        unsigned on = k->properties[i]->type.klass->index;
        struct waiting *w = arena_new(arena, struct waiting);
        *w = (struct waiting){m->waiting[on], k};
        m->waiting[on] = w;
        m->needs[k->index]++;
    }
}

static void find_makeable(struct arena *arena, struct makeable *m)
{
    const struct schema *s = m->schema;
    for (size_t i = 0; i < s->class_count; i++) {
        wait_for_references(arena, m, s->classes[i]);
        if (!has_instances(s->classes[i])) continue;
        for (const struct klass *k = s->classes[i]->super; k && !m->below[k->index]; k = k->super)
            m->below[k->index] = s->classes[i];
    }
    for (size_t i = 0; i < s->class_count; i++) {
        const struct klass *k = s->classes[i];
        if (!m->needs[i]) make(m, k);
        if (k->partial || (!has_instances(k) && !m->below[i]))
            reach(m, k); /* others derive classes that have instances */
    }
    for (size_t i = 0; i < m->queued; i++) reach(m, m->queue[i]);
}

static const struct property *stuck_at(const struct makeable *m, const struct klass *k)
{
    for (size_t i = 0; i < k->property_count; i++)
        if (is_needed(k->properties[i]) && !m->reached[k->properties[i]->type.klass->index]) return k->properties[i];
    return NULL;
}

/* The next class of the circle: one that has instances, at or below the class that the reference leads to. */
static const struct klass *next_of(const struct makeable *m, const struct klass *k)
{
    const struct klass *target = stuck_at(m, k)->type.klass;
    return has_instances(target) ? target : m->below[target->index];
}

/* Follows the references from a class that cannot be made until a class comes back: that is the circle. */
static void report_circle(struct makeable *m, const struct klass *from, unsigned round, struct diags *d)
{
    const struct klass *k = from;
    while (!m->seen[k->index]) {
        m->seen[k->index] = round;
        k = next_of(m, k);
    }
    if (m->seen[k->index] != round) return; /* it leads to a circle that was reported */
    const struct property *p = stuck_at(m, k);
    struct diag *g =
        diag_add(d, RULE_REFERENCE_CYCLE, p->written->word.span,
                 "no first instance of '%s' can be made: '%s' needs one of '%s'%s", k->name->text, p->name->text,
                 p->type.klass->name->text, next_of(m, k) == k ? "" : ", and so on in a circle");
    for (const struct klass *at = next_of(m, k); at != k; at = next_of(m, at)) {
        const struct property *next = stuck_at(m, at);
        diag_note(d, g, next->written->word.span, "'%s' of '%s' needs one of '%s'", next->name->text, at->name->text,
                  next->type.klass->name->text);
    }
}

void lint_reference_circles(struct arena *arena, const struct schema *s, struct diags *d)
{
    size_t count = s->class_count + 1;
    struct makeable m = {.schema = s,
                         .waiting = arena_array(arena, count, sizeof *m.waiting),
                         .needs = arena_array(arena, count, sizeof *m.needs),
                         .made = arena_array(arena, count, sizeof *m.made),
                         .reached = arena_array(arena, count, sizeof *m.reached),
                         .below = arena_array(arena, count, sizeof *m.below),
                         .seen = arena_array(arena, count, sizeof *m.seen),
                         .queue = arena_array(arena, count, sizeof *m.queue)};
    find_makeable(arena, &m);
    for (size_t i = 0; i < s->class_count; i++) {
        const struct klass *k = s->classes[i];
        if (has_instances(k) && !m.made[i] && !m.seen[i] && k->requested) report_circle(&m, k, (unsigned)i + 1, d);
    }
}
