/* Methods and their parameters. Those that a page only links to are known by name alone. */
#include "diff/compare.h"

static const struct method *find_method(const struct klass *k, const struct name *name)
{
    for (size_t i = 0; i < k->method_count; i++)
        if (name_equal(k->methods[i]->name, name)) return k->methods[i];
    return NULL;
}

static const struct parameter *find_parameter(const struct method *m, const struct name *name)
{
    for (size_t i = 0; i < m->parameter_count; i++)
        if (name_equal(m->parameters[i].property->name, name)) return &m->parameters[i];
    return NULL;
}

static const char *element_of(const struct diff *d, const struct klass *k, const struct method *m,
                              const struct parameter *p)
{
    if (p) return arena_printf(d->arena, "%s.%s(%s)", k->name->text, m->name->text, p->property->name->text);
    return arena_printf(d->arena, "%s.%s", k->name->text, m->name->text);
}

static void parameters_compare(struct diff *d, const struct klass *k, const struct method *old,
                               const struct method *now)
{
    for (size_t i = 0; i < now->parameter_count; i++) {
        const struct parameter *p = &now->parameters[i], *was = find_parameter(old, p->property->name);
        const char *element = element_of(d, k, now, p);
        if (!was) {
            diff_add(d, RULE_PARAMETER_ADDED, property_span(p->property), old->written->word.span, element,
                     "'%s' is new", element);
            continue;
        }
        if (p->in != was->in || p->out != was->out)
            diff_add(d, RULE_DIRECTION_CHANGED, property_span(p->property), property_span(was->property), element,
                     "'%s' goes %s, %s before", element,
                     p->in && p->out ? "in and out"
                     : p->out        ? "out"
                                     : "in",
                     was->in && was->out ? "in and out"
                     : was->out          ? "out"
                                         : "in");
        property_compare(d, was->property, p->property, element);
    }
    for (size_t i = 0; i < old->parameter_count; i++) {
        const struct parameter *p = &old->parameters[i];
        if (find_parameter(now, p->property->name)) continue;
        const char *element = element_of(d, k, old, p);
        diff_add(d, RULE_PARAMETER_REMOVED, now->written->word.span, property_span(p->property), element,
                 "'%s' is gone", element);
    }
}

/* Whether the class that declares it has its own say: then what is inherited is silent. */
static bool is_said_above(const struct klass *declared, const struct klass *here, const struct klass *partner)
{
    return declared && declared != here && partner;
}

void methods_compare(struct diff *d, const struct klass *old, const struct klass *now)
{
    for (size_t i = 0; i < now->method_count; i++) {
        const struct method *m = now->methods[i], *was = find_method(old, m->name);
        if (is_said_above(m->declared, now, diff_old(d, m->declared))) continue;
        const char *element = element_of(d, now, m, NULL);
        struct span at = m->written ? m->written->word.span : now->written->word.span;
        if (!was) {
            diff_add(d, RULE_METHOD_ADDED, at, old->written->word.span, element, "method '%s' is new", element);
        } else if (m->written && was->written && !m->linked && !was->linked) {
            struct span before = was->written->word.span;
            type_compare_returns(d, was, m, element);
            parameters_compare(d, now, was, m);
            values_compare(d, was->enumeration, m->enumeration, at, before, element);
            text_compare(d, was->text, m->text, at, before, element);
            qualifiers_compare(d, was->qualifiers, was->qualifier_count, m->qualifiers, m->qualifier_count, at, before,
                               element);
        }
    }
    for (size_t i = 0; i < old->method_count; i++) {
        const struct method *m = old->methods[i];
        if (find_method(now, m->name) || is_said_above(m->declared, old, diff_now(d, m->declared))) continue;
        const char *element = element_of(d, old, m, NULL);
        struct span before = m->written ? m->written->word.span : old->written->word.span;
        diff_add(d, RULE_METHOD_REMOVED, (struct span){0}, before, element, "method '%s' is gone", element);
    }
}
