/* Names of the SQL targets, decided once over the whole schema: tables first, since a runtime spells them, then lookup
 * tables, views and indexes, which share their namespace and give way. */
#include "backend/sql/sql_migration.h"

#include <string.h>

/* ---- names of the database ------------------------------------------------------------------------------ */

/* A name that the engine does not keep for itself. */
static const char *permitted(const struct model *m, const struct sql_names *n, const char *name)
{
    return slice_starts(slice_of(name), n->dialect->own_names) ? arena_printf(m->arena, "_%s", name) : name;
}

/* The name, or the name with underscores that nothing else has; it is taken from now on. */
static const char *take_raw(const struct model *m, struct sql_names *n, const char *name)
{
    name = permitted(m, n, name);
    while (map_add(&n->taken, slice_of(name), name)) name = arena_printf(m->arena, "%s_", name);
    return name;
}

static const char *take(const struct model *m, struct sql_names *n, const char *name)
{
    return sql_name(m, slice_of(take_raw(m, n, name)));
}

/* ---- tables --------------------------------------------------------------------------------------------- */

bool sql_has_table(const struct klass *k)
{
    return !k->abstract && !k->embedded && !k->structure && k->property_count > 0;
}

const struct sql_table *sql_table(const struct model *m, const struct klass *k)
{
    return &sql_names_of(m)->tables[k->index];
}

static void mark_supers(const struct model *m, bool *has_subtable, const struct klass *k)
{
    for (const struct klass *s = k->super; s && s->index < m->schema->class_count && !has_subtable[s->index];
         s = s->super)
        has_subtable[s->index] = true;
}

static void mark_targets(bool *referred, const struct klass *k)
{
    for (size_t i = 0; i < k->property_count; i++) {
        const struct type *t = &k->properties[i]->type;
        if (t->cim == CIM_REFERENCE && !t->array && t->klass) referred[t->klass->index] = true;
    }
}

bool sql_is_referred(const struct model *m, const struct klass *k)
{
    const struct sql_names *n = sql_names_of(m);
    while (k && !n->referred[k->index]) k = k->super;
    return k != NULL;
}

/* ---- columns beside columns ----------------------------------------------------------------------------- */

const struct klass *sql_link_target(const struct model *m, const struct property *p)
{
    const struct klass *to = p->type.klass;
    if (p->type.cim != CIM_REFERENCE || p->type.array || !to || !sql_has_table(to) || to->key_count != 1) return NULL;
    if (sql_names_of(m)->has_subtable[to->index]) return NULL; /* the row may stand in a table of a class below it */
    const struct type *key = &to->keys[0]->type;
    bool simple = key->cim == CIM_STRING || (cim_types[key->cim].bits > 0 && key->cim != CIM_CHAR16);
    return simple && !key->array ? to : NULL;
}

static bool is_property(const struct klass *k, const char *name)
{
    for (size_t i = 0; i < k->property_count; i++)
        if (slice_is(name_slice(k->properties[i]->name), name)) return true;
    return false;
}

/* Whether a property could stand in the way of a name beside a column, or of the table's name in its view. */
static bool is_in_the_way(struct slice name)
{
    static const char *const suffixes[] = {"_utc", "_key", "_name", "_text"};
    while (name.len && name.at[name.len - 1] == '_') name.len--;
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        uint32_t len = (uint32_t)strlen(suffixes[i]);
        if (name.len > len && slice_is(slice_cut(name, name.len - len, name.len), suffixes[i])) return true;
    }
    return slice_is(name, "t");
}

static bool is_special(const struct klass *k)
{
    for (size_t i = 0; i < k->property_count; i++)
        if (is_in_the_way(name_slice(k->properties[i]->name))) return true;
    return false;
}

const char *sql_beside(const struct model *m, const struct klass *k, const struct property *p, const char *suffix)
{
    const char *name = arena_printf(m->arena, "%s%s", p->name->text, suffix);
    while (sql_table(m, k)->special && is_property(k, name)) name = arena_printf(m->arena, "%s_", name);
    return name;
}

/* ---- lookup tables -------------------------------------------------------------------------------------- */

const struct sql_lookup *sql_lookup_of(const struct model *m, const struct property *p)
{
    if (!p->enumeration || !sql_has_labels(p)) return NULL;
    return map_get(&sql_names_of(m)->by_enumeration, map_pointer(p->enumeration));
}

static const char *lookup_name(const struct model *m, const struct klass *k, const struct property *p)
{
    const struct enumeration *e = p->enumeration;
    if (e->name) return arena_printf(m->arena, "%s%s", m->options->prefix, e->name->text);
    const struct klass *owner = e->owner ? e->owner : k;
    const struct property *of = e->property ? e->property : p;
    return arena_printf(m->arena, "%s%s_%s", m->options->prefix, owner->unique_name->text, of->name->text);
}

static void need_lookup(const struct model *m, struct sql_names *n, const struct klass *k, const struct property *p)
{
    if (!p->enumeration || !sql_has_labels(p) || sql_lookup_of(m, p)) return;
    struct sql_lookup *lookup = arena_new(m->arena, struct sql_lookup);
    *lookup = (struct sql_lookup){.of = p->enumeration,
                                  .first = k,
                                  .name = take(m, n, lookup_name(m, k, p)),
                                  .text = sql_is_text(p->enumeration),
                                  .flags = p->enumeration->flags && !sql_is_text(p->enumeration),
                                  .ranges = sql_has_ranges(p->enumeration)};
    if (!n->tables[k->index].lookups) n->tables[k->index].lookups = lookup;
    *n->last = lookup;
    n->last = &lookup->next;
    lookup->row_count = sql_rows(m, p->enumeration, &lookup->rows);
    lookup->identity = sql_lookup_identity(lookup->rows, lookup->row_count);
    map_set(&n->by_enumeration, map_pointer(p->enumeration), lookup);
}

/* ---- views and indexes ---------------------------------------------------------------------------------- */

static bool is_unsigned(const struct model *m, const struct property *p)
{
    return sql_content(p) == SQL_UNSIGNED && !m->options->uint64_checked;
}

static size_t joins_of(const struct model *m, const struct klass *k)
{
    size_t joins = 0;
    for (size_t i = 0; i < k->property_count; i++) joins += sql_joins(m, k->properties[i]);
    return joins;
}

/* A view is of use where a number has a name, or where a number is stored as another one. */
static bool needs_view(const struct model *m, const struct klass *k)
{
    for (size_t i = 0; i < k->property_count; i++) {
        const struct property *p = k->properties[i];
        if (!p->lazy && (is_unsigned(m, p) || sql_lookup_of(m, p))) return true;
    }
    return false;
}

static bool needs_order(const struct model *m, const struct klass *k)
{
    for (size_t i = 0; i < k->key_count; i++)
        if (is_unsigned(m, k->keys[i])) return true;
    return false;
}

static void name_links(const struct model *m, struct sql_names *n, const struct klass *k, struct sql_table *t)
{
    struct sql_link *list = NULL;
    size_t room = 0;
    for (size_t i = 0; i < k->property_count; i++) {
        const struct property *p = k->properties[i];
        const struct klass *target = sql_link_target(m, p);
        if (!target) continue;
        const char *column = sql_beside(m, k, p, "_key");
        const char *index = arena_printf(m->arena, "%s_%s", t->raw, column);
        list = arena_more(m->arena, list, t->link_count, &room, sizeof *list);
        list[t->link_count++] = (struct sql_link){p, target, sql_name(m, slice_of(column)), take(m, n, index)};
    }
    t->links = list;
}

/* The column by which a property is looked for: a datetime by its moment, a reference by the key that it leads to. */
static const char *looked_for(const struct model *m, const struct klass *k, const struct property *p)
{
    const struct sql_column *columns[SQL_MOST_COLUMNS];
    return columns[sql_columns(m, k, p, columns) - 1]->name;
}

static bool is_below(const struct klass *k, const struct klass *of)
{
    while (k && k != of) k = k->super;
    return k != NULL;
}

/* Those of a class are those of the classes below it, too. */
static void name_indexes(const struct model *m, struct sql_names *n, const struct klass *k, struct sql_table *t)
{
    struct sql_index *list = NULL;
    size_t room = 0;
    for (size_t i = 0; i < m->options->index_count; i++) {
        const struct model_index *from = &m->options->indexes[i];
        if (!is_below(k, from->of)) continue;
        const char *name = t->raw, **columns = arena_array(m->arena, from->count, sizeof *columns);
        for (size_t j = 0; j < from->count; j++) {
            const struct property *p = klass_find_property(k, from->properties[j]->name);
            name = arena_printf(m->arena, "%s_%s", name, p->name->text);
            columns[j] = looked_for(m, k, p);
        }
        list = arena_more(m->arena, list, t->index_count, &room, sizeof *list);
        list[t->index_count++] = (struct sql_index){take(m, n, name), columns, from->count};
    }
    t->indexes = list;
}

static void name_parts(const struct model *m, struct sql_names *n, const struct klass *k)
{
    struct sql_table *t = &n->tables[k->index];
    const char *alias = "t";
    while (t->special && is_property(k, alias)) alias = arena_printf(m->arena, "%s_", alias);
    t->alias = alias;
    for (size_t i = 0; i < k->property_count; i++) need_lookup(m, n, k, k->properties[i]);
    t->crowded = joins_of(m, k) >= n->dialect->most_tables;
    if (needs_view(m, k)) t->view = take(m, n, arena_printf(m->arena, "%s_view", t->raw));
    if (needs_order(m, k)) t->order = take(m, n, arena_printf(m->arena, "%s_order", t->raw));
    name_links(m, n, k, t);
}

void sql_names_build(struct model *m, void **data)
{
    const struct schema *s = m->schema;
    struct sql_names *n = arena_new(m->arena, struct sql_names);
    *n = (struct sql_names){.dialect = &sql_sqlite,
                            .taken = map_new(m->arena, MAP_FOLDED),
                            .by_enumeration = map_new(m->arena, MAP_POINTERS),
                            .tables = arena_array(m->arena, s->class_count + 1, sizeof *n->tables),
                            .referred = arena_array(m->arena, s->class_count + 1, sizeof *n->referred),
                            .has_subtable = arena_array(m->arena, s->class_count + 1, sizeof *n->has_subtable)};
    n->last = &n->lookups;
    *data = n;
    map_add(&n->taken, slice_of("mofc_schema"), n);
    for (size_t i = 0; i < s->class_count; i++) {
        const struct klass *k = s->classes[i];
        if (!sql_has_table(k)) continue;
        n->tables[i].raw = take_raw(m, n, arena_printf(m->arena, "%s%s", m->options->prefix, k->unique_name->text));
        n->tables[i].name = sql_name(m, slice_of(n->tables[i].raw));
        n->tables[i].special = is_special(k);
        mark_supers(m, n->has_subtable, k);
        mark_targets(n->referred, k);
    }
    for (size_t i = 0; i < s->class_count; i++)
        if (sql_has_table(s->classes[i])) name_parts(m, n, s->classes[i]);
    sql_columns_build(m, n);
    for (size_t i = 0; i < s->class_count; i++)
        if (sql_has_table(s->classes[i])) name_indexes(m, n, s->classes[i], &n->tables[i]);
    n->identity = sql_identity(m);
    n->labels = sql_labels(m);
    if (m->options->before) n->migration = sql_migration_build(m);
}
