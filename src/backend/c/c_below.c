/* Which classes are below which: an object path to one of them is one to all above it, and the runtime learns them by
 * name, so that a class's source still links without those of its subclasses. */
#include "backend/c/c.h"

#include <stdlib.h>
#include <string.h>

static int by_fold(const void *a, const void *b)
{
    return strcmp((*(const struct klass *const *)a)->name->fold->text,
                  (*(const struct klass *const *)b)->name->fold->text);
}

void c_below_build(const struct model *m, struct c_names *n)
{
    const struct schema *s = m->schema;
    size_t *counts = arena_array(m->arena, s->class_count + 1, sizeof *counts);
    const struct klass **sorted = arena_array(m->arena, s->class_count + 1, sizeof *sorted);
    const struct name ***lists = arena_array(m->arena, s->class_count + 1, sizeof *lists);
    for (size_t i = 0; i < s->class_count; i++) {
        sorted[i] = s->classes[i];
        for (const struct klass *k = s->classes[i]->super; k; k = k->super) counts[k->index]++;
    }
    if (s->class_count) qsort(sorted, s->class_count, sizeof *sorted, by_fold);
    for (size_t i = 0; i < s->class_count; i++) {
        lists[i] = arena_array(m->arena, counts[i] + 1, sizeof **lists);
        counts[i] = 0;
    }
    for (size_t i = 0; i < s->class_count; i++)
        for (const struct klass *k = sorted[i]->super; k; k = k->super)
            lists[k->index][counts[k->index]++] = sorted[i]->name;
    n->below = (const struct name *const **)lists;
}
