/* Namespaces: a class is its namespace and its name, so two namespaces may each have a class of one name. A name means
 * the class of the namespace that it is used in; what is declared without a namespace may be of any, and is met from
 * all. A class that only another namespace has is taken, and that is reported, for no server would find it there. */
#include <string.h>

#include "schema/build.h"

/* "\\.\ROOT\ccm", "root//ccm" and "root/ccm" are one: its text has single slashes and no server. */
static void write_plain(struct slice s, struct text *out)
{
    bool local = s.len > 3 && strchr("/\\", s.at[0]) && strchr("/\\", s.at[1]) && s.at[2] == '.';
    for (uint32_t i = local ? 3 : 0; i < s.len; i++) {
        bool slash = s.at[i] == '/' || s.at[i] == '\\';
        if (!slash) text_add_char(out, s.at[i]);
        else if (out->len && out->at[out->len - 1] != '/') text_add_char(out, '/');
    }
    while (out->len && out->at[out->len - 1] == '/') out->len--;
}

const struct name *namespace_of(struct builder *b, const struct name *written)
{
    if (written == b->written_space) return b->plain_space; /* most follow one of the same */
    struct text plain = {0};
    write_plain(name_slice(written), &plain);
    b->written_space = written;
    b->plain_space = plain.len ? name_intern(b->names, (struct slice){plain.at, (uint32_t)plain.len}) : NULL;
    text_free(&plain);
    return b->plain_space;
}

bool namespace_same(const struct name *a, const struct name *z)
{
    if (name_equal(a, z)) return true;
    struct text left = {0}, right = {0};
    write_plain(name_slice(a), &left);
    write_plain(name_slice(z), &right);
    bool same =
        slice_equal_fold((struct slice){left.at, (uint32_t)left.len}, (struct slice){right.at, (uint32_t)right.len});
    text_free(&left);
    text_free(&right);
    return same;
}

struct named {
    const struct name *name, *space;
};

void namespace_add(struct builder *b, struct map *m, const struct name *name, const struct name *space,
                   const void *what)
{
    if (!m->arena) *m = map_new(b->arena, MAP_BYTES);
    struct named *p = arena_new(b->arena, struct named);
    *p = (struct named){name->fold, space ? space->fold : NULL};
    map_add(m, (struct slice){(const char *)p, sizeof *p}, what);
}

void *namespace_get(const struct map *m, const struct name *name, const struct name *space)
{
    const struct named p = {name->fold, space ? space->fold : NULL};
    return m->arena ? map_get(m, (struct slice){(const char *)&p, sizeof p}) : NULL;
}

struct class_node *namespace_choose(const struct builder *b, struct class_node *first, const struct name *space)
{
    if (!first || !first->same_name || name_equal(first->klass->space, space)) return first;
    struct class_node *own = namespace_get(&b->class_spaces, first->klass->name, space);
    return own ? own : first;
}

void namespace_check(struct builder *b, const struct class_node *n, const struct name *space,
                     const struct ast_word *word)
{
    enum { SHOWN = 4 };
    const struct klass *k = n->klass;
    const struct class_node *first = n->outer ? NULL : b->meanings[k->name->id].klass;
    if (!first || !k->space || name_equal(k->space, space) || (!space && !first->same_name)) return;
    const char *here = space ? arena_printf(b->arena, "namespace '%s' has none", space->text) : "this place has none";
    struct diag *g;
    if (!first->same_name)
        g = diag_add(b->diags, RULE_CLASS_OF_OTHER_NAMESPACE, word->span, "class '%s' is in namespace '%s', and %s",
                     k->name->text, k->space->text, here);
    else
        g = diag_add(b->diags, RULE_CLASS_AMBIGUOUS, word->span,
                     "several namespaces have a class '%s', and %s; that of '%s' is taken", k->name->text, here,
                     k->space->text);
    unsigned shown = 0;
    for (; first && shown < SHOWN; first = first->same_name, shown++)
        diag_note(b->diags, g, first->decl->word.span, "declared here, in '%s'", first->klass->space->text);
}

/* "SMS_Client_root_ccm" */
static const struct name *full_name(struct builder *b, const struct klass *k)
{
    struct text t = {0};
    text_printf(&t, "%s_%s", k->name->text, k->space->text);
    for (size_t i = k->name->len; i < t.len; i++) {
        char c = t.at[i], lower = (char)(c | 32);
        if ((lower < 'a' || lower > 'z') && (c < '0' || c > '9')) t.at[i] = '_';
    }
    const struct name *name = name_intern(b->names, (struct slice){t.at, (uint32_t)t.len});
    text_free(&t);
    return name;
}

void namespaces_name(struct builder *b)
{
    for (size_t i = 0; i < b->node_count; i++) {
        struct class_node *first = b->nodes[i], *n = first->same_name;
        if (!n || first != b->meanings[first->klass->name->id].klass) continue;
        first->klass->unique_name = full_name(b, first->klass);
        for (; n; n = n->same_name) {
            n->klass->unique_name = full_name(b, n->klass);
            struct diag *g = diag_add(b->diags, RULE_CLASS_IN_TWO_NAMESPACES, n->decl->word.span,
                                      "namespace '%s' has a class '%s' too; what is generated calls this one '%s'",
                                      n->klass->space->text, n->klass->name->text, n->klass->unique_name->text);
            diag_note(b->diags, g, first->decl->word.span, "first declared here, in '%s'; called '%s'",
                      first->klass->space->text, first->klass->unique_name->text);
        }
    }
}
