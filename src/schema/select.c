/* `--class`: the classes that match, and the closure they need to be complete. */
#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

#include "schema/schema.h"

struct selection {
    const struct schema *from;
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
    for (char *c = copy; *c; c++)
        if (*c >= 'A' && *c <= 'Z') *c = (char)(*c + 32);
    return copy;
}

static void ask(struct selection *s, const char *glob, struct diags *diags)
{
    const char *lower = lower_case(s->from->arena, glob);
    const char *close = NULL;
    size_t found = 0;
    for (size_t i = 0; i < s->from->class_count; i++) {
        const struct klass *k = s->from->classes[i];
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
    struct diag *d = diag_add_path(diags, RULE_CLASS_NO_MATCH, NULL, "--class %s: no class of that name", glob);
    if (close) diag_hint(diags, d, "did you mean '%s'?", close);
}

const struct schema *schema_select(struct arena *arena, const struct schema *from, const char *const *globs,
                                   size_t count, struct diags *diags)
{
    struct selection s = {.from = from};
    s.wanted = arena_array(arena, from->class_count, sizeof *s.wanted);
    s.asked = arena_array(arena, from->class_count, sizeof *s.asked);
    s.queue = arena_array(arena, from->class_count, sizeof *s.queue);
    for (size_t i = 0; i < count; i++) ask(&s, globs[i], diags);
    for (size_t i = 0; i < s.queued; i++) want_needs(&s, s.queue[i]);
    struct schema *out = arena_new(arena, struct schema);
    *out = *from;
    const struct klass **classes = arena_array(arena, s.queued, sizeof *classes);
    out->classes = classes;
    out->class_count = 0;
    for (size_t i = 0; i < from->class_count; i++) {
        if (!s.wanted[i]) continue;
        struct klass *k =
            (struct klass *)from->classes[i]; /* the schema is this compilation's own: it is narrowed in place */
        k->requested = s.asked[i];
        k->index = (unsigned)out->class_count;
        classes[out->class_count++] = k;
    }
    const struct instance **instances = arena_array(arena, from->instance_count, sizeof *instances);
    out->instances = instances;
    out->instance_count = 0;
    for (size_t i = 0; i < from->instance_count; i++) {
        const struct klass *k = from->instances[i]->klass;
        if (k->index < out->class_count && classes[k->index] == k)
            instances[out->instance_count++] = from->instances[i];
    }
    return out;
}
