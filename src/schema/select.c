/* `--class`: the classes that match, and the closure they need to be complete. */
#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "schema/build.h"

struct selection {
    struct builder *b;
    bool *wanted, *asked;
    const struct klass **queue;
    size_t queued;
};

static void want(struct selection *s, const struct klass *k)
{
    if (!k || s->wanted[k->index]) return;
    s->wanted[k->index] = true;
    s->queue[s->queued++] = k;
}

static void want_needs(struct selection *s, const struct klass *k)
{
    want(s, k->super);
    for (size_t i = 0; i < k->property_count; i++) {
        want(s, k->properties[i]->type.klass);
        if (k->properties[i]->enumeration) want(s, k->properties[i]->enumeration->owner);
    }
    for (size_t i = 0; i < k->method_count; i++) {
        want(s, k->methods[i]->returns.klass);
        for (size_t p = 0; p < k->methods[i]->parameter_count; p++)
            want(s, k->methods[i]->parameters[p].property->type.klass);
    }
}

/* "sms_*", or "root/ccm:sms_*". */
static bool matches(const char *glob, const struct klass *k)
{
    const char *colon = strrchr(glob, ':');
    if (!colon) return fnmatch(glob, k->name->fold->text, 0) == 0;
    char space[256];
    snprintf(space, sizeof space, "%.*s", (int)(colon - glob), glob);
    return fnmatch(colon + 1, k->name->fold->text, 0) == 0 &&
           fnmatch(space, k->space ? k->space->fold->text : "", 0) == 0;
}

static const char *lower_case(struct arena *arena, const char *text)
{
    char *copy = arena_copy(arena, text, strlen(text));
    for (char *c = copy; *c; c++) *c = ascii_lower(*c);
    return copy;
}

static void ask(struct selection *s, const char *glob)
{
    const char *lower = lower_case(s->b->arena, glob);
    const char *close = NULL;
    size_t found = 0;
    for (size_t i = 0; i < s->b->node_count; i++) {
        const struct klass *k = s->b->nodes[i]->klass;
        if (!matches(lower, k)) {
            const char *one = k->name->text;
            if (!close) close = diag_closest(slice_of(glob), &one, 1);
            continue;
        }
        s->asked[i] = true;
        want(s, k);
        found++;
    }
    if (found) return;
    struct diag *d = diag_add_path(s->b->diags, RULE_CLASS_NO_MATCH, NULL, "--class %s: no class of that name", glob);
    if (close) diag_hint(s->b->diags, d, "did you mean '%s'?", close);
}

void classes_select(struct builder *b)
{
    struct selection s = {.b = b};
    s.wanted = arena_array(b->arena, b->node_count, sizeof *s.wanted);
    s.asked = arena_array(b->arena, b->node_count, sizeof *s.asked);
    s.queue = arena_array(b->arena, b->node_count, sizeof *s.queue);
    for (size_t i = 0; i < b->options->class_count; i++) ask(&s, b->options->classes[i]);
    for (size_t i = 0; i < s.queued; i++) want_needs(&s, s.queue[i]);
    const struct klass **classes = arena_array(b->arena, s.queued, sizeof *classes);
    size_t count = 0;
    for (size_t i = 0; i < b->node_count; i++) {
        if (!s.wanted[i]) continue;
        struct klass *k = b->nodes[i]->klass;
        k->requested = s.asked[i];
        k->index = (unsigned)count;
        classes[count++] = k;
    }
    const struct instance **instances = arena_array(b->arena, b->schema->instance_count, sizeof *instances);
    size_t kept = 0;
    for (size_t i = 0; i < b->schema->instance_count; i++) {
        const struct klass *k = b->schema->instances[i]->klass;
        if (k->index < count && classes[k->index] == k) instances[kept++] = b->schema->instances[i];
    }
    b->schema->classes = classes;
    b->schema->class_count = count;
    b->schema->instances = instances;
    b->schema->instance_count = kept;
}
