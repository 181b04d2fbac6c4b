/* The plan of a migration: for each table whether it stays, is altered or made anew, and what becomes of its columns.
 */
#include "backend/sql/sql_migration.h"

#include <string.h>

struct plan {
    const struct model *now, *was;
    const struct diff *diff;
    struct sql_migration *to;
    struct sql_move *moves;   /* of the new classes, by index, then of the old ones that have no partner */
    struct sql_move **of_old; /* by old index */
    struct map old_names;     /* of tables and lookup tables */
};

static bool differs(const char *a, const char *b) { return a && b ? strcmp(a, b) != 0 : a != b; }

/* ---- carrying columns over ------------------------------------------------------------------------------- */

/* The old property that each of the class's became; one that kept its name comes before one that is said to have it. */
static const struct property **partners(const struct plan *p, const struct klass *old, const struct klass *now)
{
    const struct property **of = arena_array(p->now->arena, now->property_count + 1, sizeof *of);
    for (int named = 1; named >= 0; named--)
        for (size_t i = 0; i < old->property_count; i++) {
            const struct property *is = diff_partner(p->diff, old, now, old->properties[i]);
            bool same_name = is && name_equal(is->name, old->properties[i]->name);
            if (is && same_name == (named == 1) && !of[is->index]) of[is->index] = old->properties[i];
        }
    return of;
}

static void carry_all(struct plan *p, struct sql_move *move)
{
    const struct klass *k = move->now;
    const struct property **of = move->old ? partners(p, move->old, k) : NULL;
    struct sql_carry *carries = arena_array(p->now->arena, k->property_count * SQL_MOST_COLUMNS + 1, sizeof *carries);
    for (size_t i = 0; i < k->property_count; i++) {
        const struct sql_column *columns[SQL_MOST_COLUMNS];
        size_t count = sql_columns(p->now, k, k->properties[i], columns);
        for (size_t j = 0; j < count; j++)
            carries[move->carry_count++] =
                sql_carry_of(p->now, k, k->properties[i], columns[j], p->was, move->old, of ? of[i] : NULL);
    }
    move->carries = carries;
}

static const struct sql_carry *carry_of(const struct sql_move *move, const struct property *old)
{
    for (size_t i = 0; i < move->carry_count; i++)
        if (move->carries[i].old_property == old && move->carries[i].column->part == PART_VALUE)
            return &move->carries[i];
    return NULL;
}

/* ---- whether the table can stay -------------------------------------------------------------------------- */

/* A column that can be added behind the others: SQLite takes no expression as its default, and needs one where no row
 * may be without a value. */
static bool can_add(const struct sql_carry *c)
{
    const char *initial = c->column->initial;
    return !c->old && !c->property->key && (initial ? *initial != '(' : !c->column->not_null);
}

static bool is_kept(const struct plan *p, const struct sql_carry *c, const struct property *old, enum sql_part part)
{
    return c->old && c->old_property == old && c->column->part == part && c->conversion == CONVERT_COPY &&
           c->property->key == old->key && sql_columns_alike(p->now, c->column, c->old);
}

/* Whether a new name is that of another column, which has to give it up first. */
static bool names_cross(const struct sql_move *move)
{
    for (size_t i = 0; i < move->carry_count; i++) {
        const struct sql_carry *c = &move->carries[i];
        for (size_t j = 0; j < move->carry_count; j++) {
            const struct sql_column *other = move->carries[j].old;
            if (j != i && other && slice_equal_fold(slice_of(other->name), slice_of(c->column->name))) return true;
        }
    }
    return false;
}

static enum sql_move_kind kind_of(const struct plan *p, const struct sql_move *move)
{
    const struct klass *old = move->old;
    size_t at = 0;
    bool renamed = differs(move->old_name, move->name);
    for (size_t i = 0; i < old->property_count; i++) {
        const struct sql_column *columns[SQL_MOST_COLUMNS];
        size_t count = sql_columns(p->was, old, old->properties[i], columns);
        for (size_t j = 0; j < count; j++, at++) {
            const struct sql_carry *c = at < move->carry_count ? &move->carries[at] : NULL;
            if (!c || !is_kept(p, c, old->properties[i], columns[j]->part)) return MOVE_REBUILD;
            renamed |= differs(c->column->name, c->old->name);
        }
    }
    if (!renamed && at == move->carry_count) return MOVE_STAY;
    for (; at < move->carry_count; at++)
        if (!can_add(&move->carries[at])) return MOVE_REBUILD;
    return names_cross(move) ? MOVE_REBUILD : MOVE_ALTER;
}

/* SQLite gives a foreign key the new name of a table or column that it renames, and leaves it alone where a table is
 * made anew. */
static bool refers_rightly(const struct plan *p, const struct sql_move *move)
{
    for (size_t i = 0; i < move->carry_count; i++) {
        const struct sql_carry *c = &move->carries[i];
        if (c->column->part != PART_KEY || !c->old) continue;
        const struct klass *from = sql_link_target(p->was, c->old_property);
        bool follows = p->of_old[from->index]->kind == MOVE_ALTER;
        if (!follows && (differs(c->old->refers_table, c->column->refers_table) ||
                         differs(c->old->refers_column, c->column->refers_column)))
            return false;
    }
    return true;
}

static void settle_references(struct plan *p, size_t count)
{
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < count; i++) {
            struct sql_move *move = &p->moves[i];
            if ((move->kind != MOVE_STAY && move->kind != MOVE_ALTER) || !move->now || refers_rightly(p, move))
                continue;
            move->kind = MOVE_REBUILD;
            changed = true;
        }
    }
}

/* ---- tables ---------------------------------------------------------------------------------------------- */

static bool has_table(const struct klass *k) { return k && sql_has_table(k); }

/* Pairs tables; each new class has its move, each old one without a partner too. */
static size_t pair_tables(struct plan *p)
{
    const struct schema *now = p->now->schema, *was = p->was->schema;
    size_t count = 0;
    p->moves = arena_array(p->now->arena, now->class_count + was->class_count + 1, sizeof *p->moves);
    p->of_old = arena_array(p->now->arena, was->class_count + 1, sizeof *p->of_old);
    for (size_t i = 0; i < now->class_count; i++) {
        const struct klass *k = now->classes[i], *old = diff_old(p->diff, k);
        if (!has_table(k)) continue;
        struct sql_move *move = &p->moves[count++];
        *move = (struct sql_move){.kind = MOVE_CREATE, .now = k, .name = sql_table(p->now, k)->name};
        if (!has_table(old)) continue;
        move->old = old;
        move->old_name = sql_table(p->was, old)->name;
        p->of_old[old->index] = move;
    }
    for (size_t i = 0; i < was->class_count; i++) {
        const struct klass *old = was->classes[i];
        if (!has_table(old) || p->of_old[i]) continue;
        p->of_old[i] = &p->moves[count];
        p->moves[count++] = (struct sql_move){.kind = MOVE_DROP, .old = old, .old_name = sql_table(p->was, old)->name};
    }
    return count;
}

static void name_move(struct plan *p, struct sql_move *move)
{
    const struct model *m = p->now;
    bool moves = move->kind == MOVE_CREATE || move->kind == MOVE_REBUILD ||
                 (move->kind == MOVE_ALTER && differs(move->old_name, move->name));
    if (moves && map_get(&p->old_names, slice_of(sql_table(m, move->now)->raw)))
        move->temporary = sql_name(m, slice_of(arena_printf(m->arena, "%s new", sql_table(m, move->now)->raw)));
    if (move->old)
        move->left_name = sql_name(m, slice_of(arena_printf(m->arena, "%s left %.8s", sql_table(p->was, move->old)->raw,
                                                            sql_names_of(p->was)->identity)));
}

/* ---- steps ----------------------------------------------------------------------------------------------- */

static void add_step(struct plan *p, struct sql_move *move, enum sql_step_kind kind, enum sql_effect effect,
                     const struct sql_carry *carry, const char *old)
{
    struct sql_step *s = arena_new(p->now->arena, struct sql_step);
    bool checked = effect == EFFECT_DATA && kind != STEP_OPAQUE;
    *s = (struct sql_step){.kind = kind, .effect = effect, .carry = carry, .old = old, .checked = checked};
    *move->last = s;
    move->last = &s->next;
    p->to->counts[effect]++;
}

/* Conversions that take every value. */
static bool takes_all(enum sql_conversion c)
{
    return c == CONVERT_COPY || c == CONVERT_DIGITS || c == CONVERT_UNSIGNED_DIGITS || c == CONVERT_WORD;
}

static void add_value_steps(struct plan *p, struct sql_move *move, const struct sql_carry *c)
{
    const struct sql_column *is = c->column, *was = c->old;
    struct sql_step **mark = move->last;
    if (!was || c->conversion == CONVERT_LOST) {
        bool needed = is->not_null && !is->initial;
        if (was) add_step(p, move, STEP_LOST, EFFECT_LOSS, c, was->name);
        if (needed) add_step(p, move, STEP_NEEDED, EFFECT_DATA, c, NULL);
        if (!was && !needed) add_step(p, move, STEP_NEW, EFFECT_SAFE, c, NULL);
        return;
    }
    if (differs(is->name, was->name)) add_step(p, move, STEP_RENAMED, EFFECT_SAFE, c, was->name);
    if (c->conversion != CONVERT_COPY)
        add_step(p, move, STEP_CONVERTED, takes_all(c->conversion) ? EFFECT_SAFE : EFFECT_DATA, c, was->name);
    if (c->opaque) add_step(p, move, STEP_OPAQUE, EFFECT_DATA, c, was->name);
    if (is->check_count && !c->implied) add_step(p, move, STEP_CHECK, EFFECT_DATA, c, was->name);
    if (is->not_null && !was->not_null) add_step(p, move, STEP_NULL_REFUSED, EFFECT_DATA, c, was->name);
    if (!is->not_null && was->not_null) add_step(p, move, STEP_NULL_ALLOWED, EFFECT_SAFE, c, was->name);
    if (differs(is->initial, was->initial)) add_step(p, move, STEP_DEFAULT, EFFECT_SAFE, c, was->name);
    if (move->last == mark && !sql_columns_alike(p->now, is, was))
        add_step(p, move, STEP_CHECK, EFFECT_SAFE, c, was->name);
}

static void add_key_steps(struct plan *p, struct sql_move *move, const struct sql_carry *c)
{
    bool same = c->old && !differs(c->old->refers_table, c->column->refers_table) &&
                !differs(c->old->refers_column, c->column->refers_column);
    if (!same && c->old_property) add_step(p, move, STEP_REFERS, EFFECT_SAFE, c, NULL);
}

/* A value of a key that differs from another one's before differs from it behind. */
static bool stays_distinct(const struct sql_carry *c)
{
    return c && c->property->key && c->conversion != CONVERT_LOST && c->conversion != CONVERT_TRUTH &&
           !differs(c->column->collation, c->old->collation);
}

/* Whether rows that were told apart still are: all that did is still in the key. */
static bool key_holds(const struct sql_move *move)
{
    for (size_t i = 0; i < move->old->key_count; i++)
        if (!stays_distinct(carry_of(move, move->old->keys[i]))) return false;
    return move->old->key_count > 0;
}

static void add_left(struct sql_move *move, const char *column) { move->left[move->left_count++] = column; }

static void list_steps(struct plan *p, struct sql_move *move)
{
    move->last = &move->steps;
    if (move->kind == MOVE_STAY) return;
    if (move->kind == MOVE_CREATE) add_step(p, move, STEP_TABLE_NEW, EFFECT_SAFE, NULL, NULL);
    if (move->kind == MOVE_DROP) add_step(p, move, STEP_TABLE_GONE, EFFECT_LOSS, NULL, move->old_name);
    if (!move->now || !move->old) return;
    const struct klass *old = move->old;
    move->left = arena_array(p->now->arena, old->property_count + 1, sizeof *move->left);
    if (differs(move->old_name, move->name)) add_step(p, move, STEP_TABLE_RENAMED, EFFECT_SAFE, NULL, move->old_name);
    for (size_t i = 0; i < move->carry_count; i++) {
        const struct sql_carry *c = &move->carries[i];
        if (c->column->part == PART_VALUE) add_value_steps(p, move, c);
        if (c->column->part == PART_KEY) add_key_steps(p, move, c);
        if (c->old && c->conversion == CONVERT_LOST) add_left(move, c->old->name);
    }
    for (size_t i = 0; i < old->property_count; i++) {
        if (carry_of(move, old->properties[i])) continue;
        const char *name = sql_column_of(p->was, old->properties[i])->name;
        add_step(p, move, STEP_GONE, EFFECT_LOSS, NULL, name);
        add_left(move, name);
    }
    if (move->kind == MOVE_REBUILD && move->now->key_count && !key_holds(move))
        add_step(p, move, STEP_KEY, EFFECT_DATA, NULL, NULL);
    if (!move->steps) add_step(p, move, STEP_ORDER, EFFECT_SAFE, NULL, NULL);
}

/* ---- all of it ------------------------------------------------------------------------------------------- */

static void collect_old_names(struct plan *p)
{
    p->old_names = map_new(p->now->arena, MAP_FOLDED);
    for (size_t i = 0; i < p->was->schema->class_count; i++)
        if (sql_has_table(p->was->schema->classes[i])) {
            const char *name = sql_table(p->was, p->was->schema->classes[i])->raw;
            map_add(&p->old_names, slice_of(name), name);
        }
    for (const struct sql_lookup *l = sql_names_of(p->was)->lookups; l; l = l->next)
        map_add(&p->old_names, slice_of(l->name), l);
}

const struct sql_migration *sql_migration_build(const struct model *m)
{
    const struct model_before *before = m->options->before;
    struct sql_migration *to = arena_new(m->arena, struct sql_migration);
    *to = (struct sql_migration){.was = before->model, .allow_loss = before->allow_loss};
    struct plan p = {.now = m, .was = before->model, .diff = before->diff, .to = to};
    to->same = !differs(sql_names_of(m)->identity, sql_names_of(p.was)->identity);
    collect_old_names(&p);
    size_t count = pair_tables(&p);
    for (size_t i = 0; i < count; i++) {
        if (p.moves[i].now) carry_all(&p, &p.moves[i]);
        if (p.moves[i].now && p.moves[i].old) p.moves[i].kind = kind_of(&p, &p.moves[i]);
    }
    settle_references(&p, count);
    for (size_t i = 0; i < count; i++) {
        name_move(&p, &p.moves[i]);
        list_steps(&p, &p.moves[i]);
        sql_move_derived(m, p.was, &p.moves[i]);
    }
    to->moves = p.moves;
    to->move_count = count;
    sql_migration_derived(m, to);
    return to;
}
