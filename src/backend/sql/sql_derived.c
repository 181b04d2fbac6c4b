/* What a migration drops and makes again because nothing is lost with it: views, indexes, lookup tables. */
#include "backend/sql/sql_migration.h"

#include <string.h>

static uint64_t mix_name(uint64_t hash, const char *name)
{
    for (; name && *name; name++) hash = (hash ^ (unsigned char)*name) * 1099511628211u; /* FNV-1a */
    return (hash ^ (name ? 0x100u : 0x101u)) * 1099511628211u;
}

/* ---- views ----------------------------------------------------------------------------------------------- */

static uint64_t mix_shown(uint64_t hash, const struct sql_shown *s)
{
    const struct sql_lookup *l = s->lookup;
    hash = mix_name(mix_name(hash, s->column), s->name);
    hash = (hash ^ (uint64_t)(s->kind << 1 | s->not_null)) * 1099511628211u;
    return l ? mix_name(hash ^ (uint64_t)(l->text << 2 | l->ranges << 1 | l->flags), l->name) : hash;
}

/* All that its text is made of; 0: there is no view. */
static uint64_t view_of(const struct model *m, const struct klass *k)
{
    const struct sql_table *t = sql_table(m, k);
    size_t joined = 0, most = sql_dialect_of(m)->most_tables - 1;
    if (!t->view) return 0;
    uint64_t hash = mix_name(mix_name(mix_name(14695981039346656037u, t->view), t->name), t->alias);
    for (size_t i = 0; i < k->property_count; i++) {
        struct sql_shown shown[SQL_MOST_SHOWN];
        size_t count = sql_shown(m, k, k->properties[i], joined < most, shown);
        for (size_t j = 0; j < count; j++) hash = mix_shown(hash, &shown[j]);
        joined += sql_joins(m, k->properties[i]);
    }
    return hash ? hash : 1;
}

/* ---- indexes --------------------------------------------------------------------------------------------- */

static uint64_t indexes_of(const struct model *m, const struct klass *k)
{
    const struct sql_table *t = sql_table(m, k);
    uint64_t hash = mix_name(14695981039346656037u, t->order);
    for (size_t i = 0; t->order && i < k->key_count; i++) {
        const struct sql_column *c = sql_column_of(m, k->keys[i]);
        hash = mix_name(hash, c->name) ^ (uint64_t)c->content;
    }
    for (size_t i = 0; i < t->link_count; i++) hash = mix_name(mix_name(hash, t->links[i].index), t->links[i].column);
    return hash;
}

static void list_indexes(const struct model *m, struct sql_move *move)
{
    const struct sql_table *t = sql_table(m, move->old);
    move->old_indexes = arena_array(m->arena, t->link_count + 2, sizeof *move->old_indexes);
    if (t->order) move->old_indexes[move->old_index_count++] = t->order;
    for (size_t i = 0; i < t->link_count; i++) move->old_indexes[move->old_index_count++] = t->links[i].index;
}

/* ---- of one table ---------------------------------------------------------------------------------------- */

static bool renames(const struct sql_move *move)
{
    for (size_t i = 0; i < move->carry_count; i++)
        if (move->carries[i].old && strcmp(move->carries[i].old->name, move->carries[i].column->name) != 0) return true;
    return strcmp(move->old_name, move->name) != 0;
}

/* Where a table is renamed SQLite changes the text of its views and indexes, in ways of its own. */
void sql_move_derived(const struct model *now, const struct model *was, struct sql_move *move)
{
    bool stays = move->kind == MOVE_STAY || (move->kind == MOVE_ALTER && !renames(move));
    if (move->old) list_indexes(was, move);
    if (!move->now) return;
    move->view = sql_table(now, move->now)->view && !(stays && view_of(now, move->now) == view_of(was, move->old));
    move->indexes = !(stays && indexes_of(now, move->now) == indexes_of(was, move->old));
}

/* ---- lookup tables --------------------------------------------------------------------------------------- */

static bool same_form(const struct sql_lookup *a, const struct sql_lookup *b)
{
    return strcmp(a->name, b->name) == 0 && a->text == b->text && a->ranges == b->ranges;
}

static bool same_labels(const struct sql_lookup *a, const struct sql_lookup *b)
{
    for (size_t i = 0; i < a->row_count; i++)
        if (!slice_equal(a->rows[i].label, b->rows[i].label)) return false;
    return true;
}

static const struct sql_lookup *find(const struct map *names, const struct sql_lookup *l)
{
    const struct sql_lookup *same = map_get(names, slice_of(l->name));
    return same && same_form(same, l) ? same : NULL;
}

static struct map by_name(const struct model *m)
{
    struct map names = map_new(m->arena, MAP_FOLDED);
    for (const struct sql_lookup *l = sql_names_of(m)->lookups; l; l = l->next) map_add(&names, slice_of(l->name), l);
    return names;
}

static void move_lookups(const struct model *m, struct sql_migration *to)
{
    const struct map was = by_name(to->was), now = by_name(m);
    struct sql_lookup_move *list = arena_array(m->arena, now.used + 1, sizeof *list);
    for (const struct sql_lookup *l = sql_names_of(m)->lookups; l; l = l->next) {
        const struct sql_lookup *old = find(&was, l);
        if (!old) list[to->lookup_count++] = (struct sql_lookup_move){l, REFILL_CREATE};
        else if (old->identity != l->identity) list[to->lookup_count++] = (struct sql_lookup_move){l, REFILL_ROWS};
        else if (!same_labels(old, l)) list[to->lookup_count++] = (struct sql_lookup_move){l, REFILL_LABELS};
    }
    to->lookups = list;
    to->dropped_lookups = arena_array(m->arena, was.used + 1, sizeof *to->dropped_lookups);
    for (const struct sql_lookup *l = sql_names_of(to->was)->lookups; l; l = l->next)
        if (!find(&now, l)) to->dropped_lookups[to->dropped_lookup_count++] = l->name;
}

/* ---- what is dropped first ------------------------------------------------------------------------------- */

void sql_migration_derived(const struct model *m, struct sql_migration *to)
{
    size_t room = 0;
    for (size_t i = 0; i < to->move_count; i++) room += to->moves[i].old_index_count;
    to->dropped_views = arena_array(m->arena, to->move_count + 1, sizeof *to->dropped_views);
    to->dropped_indexes = arena_array(m->arena, room + 1, sizeof *to->dropped_indexes);
    for (size_t i = 0; i < to->move_count; i++) {
        const struct sql_move *move = &to->moves[i];
        const char *view = move->old ? sql_table(to->was, move->old)->view : NULL;
        bool has = move->now && sql_table(m, move->now)->view;
        if (view && (move->view || !has)) to->dropped_views[to->dropped_view_count++] = view;
        bool alone = move->kind == MOVE_STAY || move->kind == MOVE_ALTER; /* else they go with the table */
        for (size_t j = 0; alone && move->indexes && j < move->old_index_count; j++)
            to->dropped_indexes[to->dropped_index_count++] = move->old_indexes[j];
    }
    move_lookups(m, to);
}
