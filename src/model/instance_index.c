/* The instances as targets look for them: those of a class, and the one that an alias stands for. Each look at all of
 * them would make a schema of a hundred thousand instances that refer to each other quadratic. */
#include "base/map.h"
#include "model/model.h"

struct instance_index {
    const struct instance **of_class; /* all instances, those of a class side by side, in the order written */
    size_t *first;                    /* by class index: where its instances begin; one more at the end */
    struct map aliases;               /* the first instance of each */
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

static void take_aliases(struct arena *arena, const struct schema *s, struct instance_index *x)
{
    x->aliases = map_new(arena, MAP_FOLDED);
    for (size_t i = 0; i < s->instance_count; i++)
        if (s->instances[i]->alias) map_add(&x->aliases, name_slice(s->instances[i]->alias), s->instances[i]);
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
    return map_get(&m->instances->aliases, alias);
}
