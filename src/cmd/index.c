/* `indexes:` of mofc.yaml against the schema: which classes and properties its words name. */
#include <string.h>

#include "cmd/cmd.h"
#include "model/model.h"

/* The places of words: mofc.yaml as a source, and where its characters are. */
struct yaml {
    struct compile *c;
    const struct schema *schema;
    const struct source *source;
};

static struct span span_of(const struct yaml *y, const struct yaml_word *w)
{
    const char *text = y->source->text;
    uint32_t at = 0;
    for (size_t left = w->at; left && at < y->source->len; left--) {
        do at++;
        while (((unsigned char)text[at] & 0xC0) == 0x80);
    }
    if (at < y->source->len && (text[at] == '"' || text[at] == '\'')) at++;
    uint32_t end = at + (uint32_t)strlen(w->text);
    if (end > y->source->len) end = y->source->len;
    return (struct span){y->source->base + at, y->source->base + end};
}

static void unknown(const struct yaml *y, const struct yaml_word *w, const char *close, const char *message)
{
    struct diag *d = diag_add(&y->c->diags, RULE_INDEX_UNKNOWN, span_of(y, w), "%s", message);
    if (close) diag_suggest(&y->c->diags, d, span_of(y, w), close, false);
}

static const struct klass *class_of(const struct yaml *y, const struct yaml_word *w)
{
    const struct schema *s = y->schema;
    const struct klass *k = schema_find_class(s, name_of(&y->c->names, w->text));
    if (k) return k;
    const char **names = arena_array(y->c->arena, s->class_count + 1, sizeof *names);
    for (size_t i = 0; i < s->class_count; i++) names[i] = s->classes[i]->name->text;
    unknown(y, w, diag_closest(slice_of(w->text), names, s->class_count),
            arena_printf(y->c->arena, "there is no class '%s' to make an index of", w->text));
    return NULL;
}

static const struct property *property_of(const struct yaml *y, const struct klass *k, const struct yaml_word *w)
{
    const struct property *p = klass_find_property(k, name_of(&y->c->names, w->text));
    const char **names = arena_array(y->c->arena, k->property_count + 1, sizeof *names);
    for (size_t i = 0; i < k->property_count; i++) names[i] = k->properties[i]->name->text;
    bool plain = p && !p->type.array && p->type.cim != CIM_CLASS && p->type.cim != CIM_OBJECT;
    if (!p)
        unknown(
            y, w, diag_closest(slice_of(w->text), names, k->property_count),
            arena_printf(y->c->arena, "class '%s' has no property '%s' to make an index of", k->name->text, w->text));
    else if (!plain)
        unknown(y, w, NULL,
                arena_printf(y->c->arena, "'%s.%s' is an %s, and an index of it finds nothing", k->name->text,
                             p->name->text, p->type.array ? "array" : "embedded object"));
    return plain ? p : NULL;
}

static bool same(const struct model_index *a, const struct model_index *b)
{
    if (a->of != b->of || a->count != b->count) return false;
    for (size_t i = 0; i < a->count; i++)
        if (a->properties[i] != b->properties[i]) return false;
    return true;
}

static bool resolve(const struct yaml *y, const struct yaml_index *from, struct model_index *to)
{
    const struct property **list = arena_array(y->c->arena, from->count + 1, sizeof *list);
    *to = (struct model_index){class_of(y, &from->of), list, 0};
    for (size_t i = 0; to->of && i < from->count; i++) {
        const struct property *p = property_of(y, to->of, &from->properties[i]);
        bool again = false;
        for (size_t j = 0; j < to->count; j++) again |= list[j] == p;
        if (p && again) unknown(y, &from->properties[i], NULL, "the property is in this index already");
        if (p && !again) list[to->count++] = p;
    }
    return to->of && to->count == from->count;
}

void indexes_resolve(struct compile *c, const struct schema *schema, struct model_options *to)
{
    const struct options *o = c->options;
    if (!o->index_count) return;
    struct yaml y = {c, schema, source_from_bytes(&c->sources, o->config_path, o->config_text.at, o->config_text.len)};
    struct model_index *list = arena_array(c->arena, o->index_count, sizeof *list);
    to->indexes = list;
    for (size_t i = 0; y.source && i < o->index_count; i++) {
        struct model_index *index = &list[to->index_count];
        if (!resolve(&y, &o->indexes[i], index)) continue;
        bool again = false;
        for (size_t j = 0; j < to->index_count; j++) again |= same(&list[j], index);
        if (again) unknown(&y, &o->indexes[i].properties[0], NULL, "the same index stands above");
        else to->index_count++;
    }
}
