/* "Did you mean": the closest of all known names. Each answer looks at every name, so their number is limited
 * by what they looked at, and a file of a million mistakes stays linear. */
#include "schema/build.h"

enum { MOST_COMPARED = 2000000 };

static bool may_suggest(struct builder *b, size_t names)
{
    if (b->compared > MOST_COMPARED) return false;
    b->compared += names;
    return true;
}

/* Classes of the top level. What stands inside another is seldom meant from outside. */
static const char *const *class_names(struct builder *b)
{
    if (b->class_names) return b->class_names;
    b->class_names = arena_array(b->arena, b->node_count + 1, sizeof *b->class_names);
    for (size_t i = 0; i < b->node_count; i++)
        if (!b->nodes[i]->outer) b->class_names[b->class_name_count++] = b->nodes[i]->klass->name->text;
    return b->class_names;
}

const char *suggest_class(struct builder *b, struct slice word)
{
    if (!may_suggest(b, b->node_count)) return NULL;
    const char *const *names = class_names(b);
    return diag_closest(word, names, b->class_name_count);
}

const char *suggest_type(struct builder *b, struct slice word, bool *sure)
{
    static const char *const foreign[][2] = {
        {"int", "sint32"},    {"integer", "sint32"}, {"unsigned", "uint32"}, {"long", "sint64"},   {"short", "sint16"},
        {"byte", "uint8"},    {"char", "char16"},    {"float", "real32"},    {"double", "real64"}, {"bool", "boolean"},
        {"date", "datetime"}, {"time", "datetime"},  {"int32", "sint32"},    {"int64", "sint64"},  {"int16", "sint16"},
        {"int8", "sint8"},    {"text", "string"},
    };
    const char *list[CIM_REFERENCE];
    *sure = false;
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
        if (slice_is(word, foreign[i][0])) return foreign[i][1];
    for (int t = 0; t < CIM_REFERENCE; t++) list[t] = cim_types[t].spelling;
    const char *close = diag_closest_sure(word, list, CIM_REFERENCE, sure);
    return close ? close : suggest_class(b, word);
}

const char *suggest_property(struct builder *b, const struct klass *k, struct slice word)
{
    if (!k->property_count || !may_suggest(b, k->property_count)) return NULL;
    const char **list = arena_array(b->arena, k->property_count, sizeof *list);
    for (size_t i = 0; i < k->property_count; i++) list[i] = k->properties[i]->name->text;
    return diag_closest(word, list, k->property_count);
}

/* Words of two letters are near to too many others, but for a lost letter of Key, Out, Min or Max. */
static const char *short_qualifier(struct slice word, const char *const *known, size_t count, bool *sure)
{
    const char *found = NULL;
    for (size_t i = 0; i < count && word.len == 2; i++) {
        struct slice name = slice_of(known[i]);
        if (name.len != 3 || !slice_starts(name, (char[]){word.at[0], 0}) || text_distance(word, name, 1) > 1) continue;
        if (found) return NULL;
        found = known[i];
    }
    *sure = found != NULL;
    return found;
}

const char *suggest_qualifier(struct builder *b, struct slice word, bool standard_too, bool *sure)
{
    size_t count, declared = b->schema->qualifier_type_count;
    const char *const *known = qualifier_built_in_names(&count);
    *sure = false;
    if (!standard_too) count = 0;
    if (!may_suggest(b, count + declared)) return NULL;
    const char **list = arena_array(b->arena, count + declared, sizeof *list);
    for (size_t i = 0; i < declared; i++) list[i] = b->schema->qualifier_types[i].name->text;
    for (size_t i = 0; i < count; i++) list[declared + i] = known[i];
    const char *close = diag_closest_sure(word, list, count + declared, sure);
    return close ? close : short_qualifier(word, known, count, sure);
}

/* Aliases have no list of their own: the closest so far is kept on the way. */
const char *suggest_alias(struct builder *b, struct slice word)
{
    const char *best[2] = {NULL, NULL};
    for (const struct unit *u = b->schema->units; u; u = u->next) {
        for (const struct ast_decl *d = u->decls; d; d = d->next) {
            if (!d->alias.name) continue;
            if (!may_suggest(b, 1)) return best[0];
            best[best[0] != NULL] = d->alias.name->text;
            best[0] = diag_closest(word, best, best[1] ? 2 : 1);
            best[1] = NULL;
        }
    }
    return best[0];
}
