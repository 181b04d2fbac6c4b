/* The instances as targets look for them: those of a class, and the one that an alias stands for. Each look at all of
 * them would make a schema of a hundred thousand instances that refer to each other quadratic. */
#include "model/model.h"

struct instance_index {
    const struct instance **of_class; /* all instances, those of a class side by side, in the order written */
    size_t *first;                    /* by class index: where its instances begin; one more at the end */
    const struct instance **aliases;  /* open addressing */
    size_t room;                      /* a power of 2 */
};

static bool is_among(const struct schema *s, const struct klass *k)
{
    return k->index < s->class_count && s->classes[k->index] == k;
}

static void sort_by_class(struct arena *arena, const struct schema *s, struct instance_index *x)
{
    x->first = arena_array(arena, s->class_count + 2, sizeof *x->first);
    x->of_class = arena_array(arena, s->instance_count + 1, sizeof *x->of_class);
    size_t *next = x->first + 1; /* counts, then where the next of a class goes; in the end where the class ends */
    for (size_t i = 0; i < s->instance_count; i++)
        if (is_among(s, s->instances[i]->klass)) next[s->instances[i]->klass->index + 1]++;
    for (size_t c = 1; c <= s->class_count; c++) next[c] += next[c - 1];
    for (size_t i = 0; i < s->instance_count; i++)
        if (is_among(s, s->instances[i]->klass)) x->of_class[next[s->instances[i]->klass->index]++] = s->instances[i];
}

static size_t hash(struct slice alias)
{
    size_t h = 2166136261u;
    for (uint32_t i = 0; i < alias.len; i++) {
        unsigned char c = (unsigned char)alias.at[i];
        h = (h ^ (c >= 'A' && c <= 'Z' ? c + 32u : c)) * 16777619u;
    }
    return h ^ h >> 15;
}

static const struct instance **slot_of(const struct instance_index *x, struct slice alias)
{
    size_t at = hash(alias) & (x->room - 1);
    while (x->aliases[at] && !slice_equal_fold(name_slice(x->aliases[at]->alias), alias)) at = (at + 1) & (x->room - 1);
    return &x->aliases[at];
}

static void take_aliases(struct arena *arena, const struct schema *s, struct instance_index *x)
{
    size_t count = 0;
    for (size_t i = 0; i < s->instance_count; i++) count += s->instances[i]->alias != NULL;
    for (x->room = 8; x->room < count * 2;) x->room *= 2;
    x->aliases = arena_array(arena, x->room, sizeof *x->aliases);
    for (size_t i = 0; i < s->instance_count; i++) {
        if (!s->instances[i]->alias) continue;
        const struct instance **slot = slot_of(x, name_slice(s->instances[i]->alias));
        if (!*slot) *slot = s->instances[i];
    }
}

void model_index_instances(struct model *m)
{
    struct instance_index *x = arena_new(m->arena, struct instance_index);
    sort_by_class(m->arena, m->schema, x);
    take_aliases(m->arena, m->schema, x);
    m->instances = x;
}

const struct instance *const *model_instances_of(const struct model *m, const struct klass *k, size_t *count)
{
    size_t first = m->instances->first[k->index];
    *count = m->instances->first[k->index + 1] - first;
    return m->instances->of_class + first;
}

const struct instance *model_find_alias(const struct model *m, struct slice alias)
{
    return *slot_of(m->instances, alias);
}
