/* Object paths, as DSP0207 and WMI spell them: the class, then its keys in the order that the class has them. C, SQL
 * and JSON hold the path of an instance wherever a reference names its alias, so there is one writer for all of them.
 */
#include "model/model.h"

#include <inttypes.h>

/* A key that is a reference holds a path itself, its quotes and backslashes escaped once more: each step doubles them,
 * and instances can refer to each other in a circle. Paths of this size are of no use to anybody. */
enum { DEEPEST = 4, LONGEST = 4096 };

static void add_quoted(struct text *t, struct slice s)
{
    text_add_char(t, '"');
    for (uint32_t i = 0; i < s.len; i++) {
        if (s.at[i] == '"' || s.at[i] == '\\') text_add_char(t, '\\');
        text_add_char(t, s.at[i]);
    }
    text_add_char(t, '"');
}

static void add_path(struct text *t, const struct model *m, const struct instance *o, int depth);

/* What cannot be followed any further stays the name of the alias. */
static void add_reference(struct text *t, const struct model *m, struct slice alias, int depth)
{
    const struct instance *o = depth < DEEPEST && t->len < LONGEST ? model_find_alias(m, alias) : NULL;
    struct text path = {0};
    if (o) add_path(&path, m, o, depth + 1);
    add_quoted(t, o ? (struct slice){path.at, (uint32_t)path.len} : alias);
    text_free(&path);
}

static void add_key(struct text *t, const struct model *m, const struct value *v, int depth)
{
    switch (v->kind) {
    case VALUE_BOOLEAN: text_add_string(t, v->boolean ? "TRUE" : "FALSE"); break;
    case VALUE_INTEGER: text_printf(t, "%s%" PRIu64, v->negative ? "-" : "", v->magnitude); break;
    case VALUE_REAL: value_add_real(t, v->real); break;
    case VALUE_ALIAS: add_reference(t, m, v->string, depth); break;
    default: add_quoted(t, v->string); break;
    }
}

static void add_path(struct text *t, const struct model *m, const struct instance *o, int depth)
{
    const struct klass *k = o->klass;
    char before = '.';
    text_add_slice(t, name_slice(k->name));
    if (!k->key_count && qualifier_find(k->qualifiers, k->qualifier_count, "singleton")) text_add_string(t, "=@");
    for (size_t i = 0; i < k->key_count; i++) {
        const struct value *v = value_in(o, k->keys[i]);
        if (!v || v->kind == VALUE_NULL || v->kind >= VALUE_ARRAY) continue; /* reported as a key without a value */
        text_add_char(t, before);
        text_add_slice(t, name_slice(k->keys[i]->name));
        text_add_char(t, '=');
        add_key(t, m, v, depth);
        before = ',';
    }
}

void model_add_path(struct text *t, const struct model *m, const struct instance *o) { add_path(t, m, o, 0); }
