/* Names of the SQL targets, decided once over the whole schema: tables first, since a runtime spells them, then the
 * lookup tables and views, which give way. */
#include "backend/sql/sql.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* ---- a table of names ----------------------------------------------------------------------------------- */

static uint64_t hash_of(const char *key)
{
    uint64_t h = 14695981039346656037u;
    for (; *key; key++) h = (h ^ (unsigned char)*key) * 1099511628211u;
    return h;
}

static struct sql_slot *slot_of(struct sql_slot *slots, size_t room, const char *key)
{
    size_t at = (size_t)hash_of(key) & (room - 1);
    while (slots[at].key && strcmp(slots[at].key, key) != 0) at = (at + 1) & (room - 1);
    return &slots[at];
}

static void grow(struct sql_names *n)
{
    size_t room = n->room ? n->room * 2 : 256;
    struct sql_slot *slots = arena_array(n->arena, room, sizeof *slots);
    for (size_t i = 0; i < n->room; i++)
        if (n->slots[i].key) *slot_of(slots, room, n->slots[i].key) = n->slots[i];
    n->slots = slots;
    n->room = room;
}

static void put(struct sql_names *n, const char *key, const void *value)
{
    if (n->used * 2 >= n->room) grow(n);
    struct sql_slot *slot = slot_of(n->slots, n->room, key);
    n->used += slot->key == NULL;
    *slot = (struct sql_slot){key, value};
}

static const struct sql_slot *find(const struct sql_names *n, const char *key)
{
    const struct sql_slot *slot = n->room ? slot_of(n->slots, n->room, key) : NULL;
    return slot && slot->key ? slot : NULL;
}

/* SQLite compares names without ASCII case. The mark keeps enumerations apart from table names. */
static const char *folded(struct arena *arena, char mark, const char *name)
{
    char *key = arena_printf(arena, "%c%s", mark, name);
    for (char *c = key; *c; c++) *c = (char)tolower((unsigned char)*c);
    return key;
}

/* The name, or the name with underscores that nothing else has; it is taken from now on. */
static const char *take(struct sql_names *n, const char *name)
{
    while (find(n, folded(n->arena, 't', name))) name = arena_printf(n->arena, "%s_", name);
    put(n, folded(n->arena, 't', name), name);
    return name;
}

/* ---- tables --------------------------------------------------------------------------------------------- */

bool sql_has_table(const struct klass *k)
{
    return !k->abstract && !k->embedded && !k->structure && k->property_count > 0;
}

const char *sql_table_name(const struct model *m, const struct klass *k)
{
    const char *name = arena_printf(m->arena, "%s%s", m->options->prefix, k->unique_name->text);
    bool own = strncasecmp(name, "sqlite_", 7) == 0; /* SQLite keeps such names for itself */
    return own ? arena_printf(m->arena, "_%s", name) : name;
}

static void mark_supers(const struct model *m, bool *has_subtable, const struct klass *k)
{
    for (const struct klass *s = k->super; s && s->index < m->schema->class_count && !has_subtable[s->index];
         s = s->super)
        has_subtable[s->index] = true;
}

const struct klass *sql_link_target(const struct model *m, const struct property *p)
{
    const struct klass *to = p->type.klass;
    if (p->type.cim != CIM_REFERENCE || p->type.array || !to || !sql_has_table(to) || to->key_count != 1) return NULL;
    if (sql_names_of(m)->has_subtable[to->index]) return NULL; /* the row may stand in a table of a class below it */
    const struct type *key = &to->keys[0]->type;
    bool simple = key->cim == CIM_STRING || (cim_types[key->cim].bits > 0 && key->cim != CIM_CHAR16);
    return simple && !key->array ? to : NULL;
}

const char *sql_beside(const struct model *m, const struct klass *k, const struct property *p, const char *suffix)
{
    const char *name = arena_printf(m->arena, "%s%s", p->name->text, suffix);
    for (bool taken = true; taken;) {
        taken = false;
        for (size_t i = 0; i < k->property_count && !taken; i++)
            taken = slice_is(name_slice(k->properties[i]->name), name);
        if (taken) name = arena_printf(m->arena, "%s_", name);
    }
    return name;
}

/* ---- lookup tables and views ---------------------------------------------------------------------------- */

static size_t lookup_slot(const struct sql_names *n, const struct enumeration *e)
{
    size_t at = (size_t)(((uintptr_t)e >> 4) * 0x9e3779b97f4a7c15u >> 20) & (n->lookup_room - 1);
    while (n->by_enumeration[at] && n->by_enumeration[at]->of != e) at = (at + 1) & (n->lookup_room - 1);
    return at;
}

const struct sql_lookup *sql_lookup_of(const struct model *m, const struct enumeration *e)
{
    const struct sql_names *n = sql_names_of(m);
    return e && n->lookup_room ? n->by_enumeration[lookup_slot(n, e)] : NULL;
}

static void grow_lookups(struct sql_names *n)
{
    n->lookup_room = n->lookup_room ? n->lookup_room * 2 : 256;
    n->by_enumeration = arena_array(n->arena, n->lookup_room, sizeof *n->by_enumeration);
    for (const struct sql_lookup *l = n->lookups; l; l = l->next) n->by_enumeration[lookup_slot(n, l->of)] = l;
}

static const char *lookup_name(const struct model *m, const struct enumeration *e, const struct klass *k,
                               const struct property *p)
{
    if (e->name) return arena_printf(m->arena, "%s%s", m->options->prefix, e->name->text);
    const struct klass *owner = e->owner ? e->owner : k;
    const struct property *of = e->property ? e->property : p;
    return arena_printf(m->arena, "%s_%s", sql_table_name(m, owner), of->name->text);
}

static void need_lookup(const struct model *m, struct sql_names *n, const struct klass *k, const struct property *p)
{
    const struct enumeration *e = p->enumeration;
    if (!sql_has_rows(e) || sql_lookup_of(m, e)) return;
    struct sql_lookup *lookup = arena_new(m->arena, struct sql_lookup);
    *lookup = (struct sql_lookup){.of = e, .first = k, .name = take(n, lookup_name(m, e, k, p))};
    if (!n->first_lookups[k->index]) n->first_lookups[k->index] = lookup;
    *n->last = lookup;
    n->last = &lookup->next;
    if (++n->lookup_count * 2 > n->lookup_room) grow_lookups(n);
    else n->by_enumeration[lookup_slot(n, e)] = lookup;
}

/* A view is of use where a number has a name, or where a number is stored as another one. */
static bool needs_view(const struct model *m, const struct klass *k)
{
    for (size_t i = 0; i < k->property_count; i++) {
        const struct property *p = k->properties[i];
        if (p->type.array || p->lazy) continue;
        if (sql_has_rows(p->enumeration)) return true;
        if (p->type.cim == CIM_UINT64 && !m->options->uint64_checked) return true;
    }
    return false;
}

void sql_names_build(struct model *m, void **data)
{
    const struct schema *s = m->schema;
    struct sql_names *n = arena_new(m->arena, struct sql_names);
    n->arena = m->arena;
    n->last = &n->lookups;
    n->views = arena_array(m->arena, s->class_count + 1, sizeof *n->views);
    n->first_lookups = arena_array(m->arena, s->class_count + 1, sizeof *n->first_lookups);
    n->has_subtable = arena_array(m->arena, s->class_count + 1, sizeof *n->has_subtable);
    *data = n;
    put(n, folded(m->arena, 't', "mofc_schema"), "");
    for (size_t i = 0; i < s->class_count; i++) {
        if (!sql_has_table(s->classes[i])) continue;
        put(n, folded(m->arena, 't', sql_table_name(m, s->classes[i])), s->classes[i]);
        mark_supers(m, n->has_subtable, s->classes[i]);
    }
    for (size_t i = 0; i < s->class_count; i++) {
        const struct klass *k = s->classes[i];
        if (!sql_has_table(k)) continue;
        for (size_t j = 0; j < k->property_count; j++) need_lookup(m, n, k, k->properties[j]);
        if (needs_view(m, k)) n->views[i] = take(n, arena_printf(m->arena, "%s_view", sql_table_name(m, k)));
    }
    sql_columns_build(m, n);
    n->arena = NULL;
}
