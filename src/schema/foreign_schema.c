/* Whether a class that no input declares is of a foreign schema. A class's name begins with its schema's, up to the
 * first '_' (DSP0004); inputs that hold no class of that schema are a part of something larger, such as a
 * vendor's classes below CIM's, so nothing is wrong with them. */
#include <stdlib.h>
#include <string.h>

#include "schema/build.h"

struct schemas {
    struct slice *at; /* folded, in order, each once */
    size_t count;
};

static struct slice schema_of(const struct name *name)
{
    const char *text = name->fold->text, *end = strchr(text, '_');
    return (struct slice){text, end ? (uint32_t)(end - text) : 0};
}

static int compare(const void *left, const void *right)
{
    const struct slice *a = left, *z = right;
    int order = memcmp(a->at, z->at, a->len < z->len ? a->len : z->len);
    return order ? order : a->len < z->len ? -1 : a->len > z->len;
}

static const struct schemas *schemas_here(struct builder *b)
{
    if (b->schemas) return b->schemas;
    struct schemas *s = arena_new(b->arena, struct schemas);
    s->at = arena_array(b->arena, b->node_count + 1, sizeof *s->at);
    for (size_t i = 0; i < b->node_count; i++) s->at[i] = schema_of(b->nodes[i]->klass->name);
    if (b->node_count) qsort(s->at, b->node_count, sizeof *s->at, compare);
    for (size_t i = 0; i < b->node_count; i++)
        if (!i || compare(&s->at[i], &s->at[s->count - 1]) != 0) s->at[s->count++] = s->at[i];
    return b->schemas = s;
}

bool class_is_foreign(struct builder *b, const struct name *name)
{
    if (b->options->strict) return false;
    if (class_of_wmi(name)) return true;
    struct slice schema = schema_of(name);
    const struct schemas *here = schemas_here(b);
    if (!schema.len || (here->count && bsearch(&schema, here->at, here->count, sizeof schema, compare))) return false;
    const char *close = suggest_class(b, name_slice(name)), *end = close ? strchr(close, '_') : NULL;
    return !end || text_distance(schema, (struct slice){close, (uint32_t)(end - close)}, 1) > 1; /* a misspelt one */
}

static bool is_first(struct builder *b, bool **reported, const struct name *name)
{
    if (!*reported) *reported = arena_array(b->arena, b->id_room, sizeof **reported);
    if (name->id >= b->id_room) return true;
    bool first = !(*reported)[name->id];
    (*reported)[name->id] = true;
    return first;
}

void foreign_class_report(struct builder *b, const struct ast_word *word)
{
    if (is_first(b, &b->foreign_reported, word->name))
        diag_add(b->diags, RULE_CLASS_ELSEWHERE, word->span, "no input declares class '%s', nor any of its schema",
                 word->name->text);
}

void foreign_instance_report(struct builder *b, const struct ast_word *word)
{
    if (is_first(b, &b->left_out_reported, word->name))
        diag_add(b->diags, RULE_INSTANCE_LEFT_OUT, word->span,
                 "no input declares class '%s', so its instances are in nothing that is generated or dumped but MOF",
                 word->name->text);
}
