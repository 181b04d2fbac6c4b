/* Classes whose objects are only ever parts of other objects, though nothing says so: what some member embeds and the
 * classes below it, where they have no key, nothing refers to them and the schema has no instance of them. */
#include "schema/build.h"

enum use { EMBEDDED = 1, REFERRED = 2, INSTANCES = 4 };

static void use(unsigned char *uses, const struct type *t)
{
    if (t->klass && t->cim == CIM_CLASS) uses[t->klass->index] |= EMBEDDED;
    if (t->klass && t->cim == CIM_REFERENCE) uses[t->klass->index] |= REFERRED;
}

static void use_of_class(unsigned char *uses, const struct klass *k)
{
    for (size_t i = 0; i < k->property_count; i++) use(uses, &k->properties[i]->type);
    for (size_t i = 0; i < k->method_count; i++) {
        use(uses, &k->methods[i]->returns);
        for (size_t p = 0; p < k->methods[i]->parameter_count; p++)
            use(uses, &k->methods[i]->parameters[p].property->type);
    }
}

void embedded_find(struct builder *b)
{
    const struct schema *s = b->schema;
    unsigned char *uses = arena_array(b->arena, s->class_count + 1, sizeof *uses);
    for (size_t i = 0; i < s->class_count; i++) use_of_class(uses, s->classes[i]);
    for (size_t i = 0; i < s->instance_count; i++) uses[s->instances[i]->klass->index] |= INSTANCES;
    for (size_t i = 0; i < b->node_count; i++) {
        struct klass *k = b->nodes[i]->klass;
        unsigned all = 0;
        if (k->key_count || k->indication || k->association) continue;
        for (const struct klass *at = k; at; at = at->super) all |= uses[at->index];
        if (all == EMBEDDED) k->embedded = true;
    }
}
