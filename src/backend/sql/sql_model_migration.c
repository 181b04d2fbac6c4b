/* A migration in the model. */
#include <inttypes.h>

#include "backend/sql/sql_migration.h"
#include "backend/sql/sql_model.h"

static void walk_strings(const struct walk *w, const char *name, const char *const *list, size_t count)
{
    sink_list(w->to, name);
    for (size_t i = 0; i < count; i++) sink_string(w->to, NULL, list[i]);
    sink_end(w->to);
}

static void walk_place(const struct walk *w, const char *name, size_t index)
{
    sink_integer(w->to, name, (int64_t)index + 1);
}

/* ---- carries --------------------------------------------------------------------------------------------- */

static const struct sql_carry *carry_of(const struct walk *w) { return w->at.of; }

static void carry_property(const struct walk *w, const char *name)
{
    walk_place(w, name, carry_of(w)->property->index);
}

static void carry_column(const struct walk *w, const char *name)
{
    const struct sql_column *columns[SQL_MOST_COLUMNS];
    const struct sql_carry *c = carry_of(w);
    size_t count = sql_columns(w->model, c->klass, c->property, columns), i = 0;
    while (i < count && columns[i]->part != c->column->part) i++;
    walk_place(w, name, i);
}

static void carry_name(const struct walk *w, const char *name) { sink_string(w->to, name, carry_of(w)->column->name); }

static void carry_from(const struct walk *w, const char *name)
{
    sql_walk_literal(w, name, carry_of(w)->old ? carry_of(w)->old->name : NULL);
}

static const char *const conversions[] = {[CONVERT_COPY] = "copy",
                                          [CONVERT_SIGN] = "sign",
                                          [CONVERT_ITEMS] = "items",
                                          [CONVERT_REAL] = "real",
                                          [CONVERT_INTEGER] = "integer",
                                          [CONVERT_UNSIGNED] = "unsigned",
                                          [CONVERT_DIGITS] = "digits",
                                          [CONVERT_UNSIGNED_DIGITS] = "unsigned_digits",
                                          [CONVERT_WORD] = "word",
                                          [CONVERT_TRUTH] = "truth",
                                          [CONVERT_NUMBER] = "number",
                                          [CONVERT_LOST] = "lost",
                                          NULL};

static void carry_conversion(const struct walk *w, const char *name)
{
    sink_string(w->to, name, conversions[carry_of(w)->conversion]);
}

static void carry_of_text(const struct walk *w, const char *name)
{
    sink_boolean(w->to, name, carry_of(w)->old && carry_of(w)->old->content == SQL_TEXT);
}

/* The numbers of an integer type, and those that a real type holds all of, as far as 64 signed bits go. */
static void bounds_of(const struct type *t, int64_t *min, int64_t *max)
{
    enum { FLOAT_BITS = 24, DOUBLE_BITS = 53 };
    const struct cim_info *info = &cim_types[t->cim];
    bool real = t->cim == CIM_REAL32 || t->cim == CIM_REAL64, is_signed = real || info->is_signed;
    unsigned bits = t->cim == CIM_REAL32 ? FLOAT_BITS : real ? DOUBLE_BITS : info->bits - info->is_signed;
    *max = bits >= 63 ? INT64_MAX : ((int64_t)1 << bits) - !real;
    *min = !is_signed ? 0 : real ? -*max : -*max - 1;
}

static void carry_min(const struct walk *w, const char *name)
{
    int64_t min, max;
    bounds_of(&carry_of(w)->property->type, &min, &max);
    sink_string(w->to, name, sql_integer(w->model, min));
}

static void carry_max(const struct walk *w, const char *name)
{
    int64_t min, max;
    bounds_of(&carry_of(w)->property->type, &min, &max);
    sink_string(w->to, name, sql_integer(w->model, max));
}

static const struct field carry_fields[] = {
    {"name", FIELD_STRING, "The column of the new table, quoted where it needs it.", carry_name},
    {"property", FIELD_INTEGER, "The place of its property in the class, from 1.", carry_property},
    {"column", FIELD_INTEGER, "Its place among the property's columns, from 1.", carry_column},
    {"from", FIELD_STRING | FIELD_OR_FALSE, "The column of the old table, quoted where it needs it.", carry_from},
    {"conversion", FIELD_STRING,
     "The same value; the same number, where its sign bit is not set; the same list, where each item is between min "
     "and max; an integer as a real, where it is between min and max; a real or a text as an integer, with or without "
     "a sign; a number as digits; a truth value as a word, and back; a text as a real; nothing.",
     carry_conversion, NULL, conversions},
    {"of_text", FIELD_BOOLEAN, "The old column holds text.", carry_of_text},
    {"min", FIELD_STRING, "The smallest number that its type holds, or that a real holds exactly; a literal.",
     carry_min},
    {"max", FIELD_STRING, "The largest one.", carry_max},
    {NULL}};
static const struct kind kind_carry = {"schema.sql.migration.carry", "A column, and where its values come from.",
                                       carry_fields};

/* ---- steps ----------------------------------------------------------------------------------------------- */

static const struct sql_step *step_of(const struct walk *w) { return w->at.of; }

static const char *const step_kinds[] = {[STEP_TABLE_NEW] = "table_new",
                                         [STEP_TABLE_GONE] = "table_gone",
                                         [STEP_TABLE_RENAMED] = "table_renamed",
                                         [STEP_KEY] = "key",
                                         [STEP_ORDER] = "order",
                                         [STEP_NEW] = "new",
                                         [STEP_NEEDED] = "needed",
                                         [STEP_RENAMED] = "renamed",
                                         [STEP_GONE] = "gone",
                                         [STEP_LOST] = "lost",
                                         [STEP_CONVERTED] = "converted",
                                         [STEP_CHECK] = "check",
                                         [STEP_NULL_REFUSED] = "null_refused",
                                         [STEP_NULL_ALLOWED] = "null_allowed",
                                         [STEP_DEFAULT] = "default",
                                         [STEP_REFERS] = "refers",
                                         [STEP_OPAQUE] = "opaque",
                                         NULL};
static const char *const effects[] = {[EFFECT_SAFE] = "safe", [EFFECT_DATA] = "data", [EFFECT_LOSS] = "loss", NULL};

static void step_kind(const struct walk *w, const char *name)
{
    sink_string(w->to, name, step_kinds[step_of(w)->kind]);
}

static void step_effect(const struct walk *w, const char *name)
{
    sink_string(w->to, name, effects[step_of(w)->effect]);
}

static void step_checked(const struct walk *w, const char *name) { sink_boolean(w->to, name, step_of(w)->checked); }

static void step_old(const struct walk *w, const char *name) { sql_walk_literal(w, name, step_of(w)->old); }

static void step_carry(const struct walk *w, const char *name)
{
    if (!step_of(w)->carry) sink_absent(w->to, name);
    else walk_object(w, name, (struct subject){&kind_carry, NULL, step_of(w)->carry, NULL});
}

static const struct field step_fields[] = {
    {"kind", FIELD_STRING, "What happens to the table, or to one of its columns.", step_kind, NULL, step_kinds},
    {"effect", FIELD_STRING, "It goes well whatever the rows hold; it depends on them; it loses something.",
     step_effect, NULL, effects},
    {"checked", FIELD_BOOLEAN, "Rows can stand in its way, and are looked for.", step_checked},
    {"old", FIELD_STRING | FIELD_OR_FALSE, "The old column or table, quoted where it needs it.", step_old},
    {"carry", FIELD_OBJECT | FIELD_OR_FALSE, "The new column; false: it is about the table, or the column is gone.",
     step_carry, &kind_carry},
    {NULL}};
static const struct kind kind_step = {"schema.sql.migration.step", "One thing that happens to a table.", step_fields};

/* ---- tables ---------------------------------------------------------------------------------------------- */

static const struct sql_move *move_of(const struct walk *w) { return w->at.of; }

static const char *const move_kinds[] = {[MOVE_STAY] = "stay",     [MOVE_ALTER] = "alter", [MOVE_REBUILD] = "rebuild",
                                         [MOVE_CREATE] = "create", [MOVE_DROP] = "drop",   NULL};

static void move_kind(const struct walk *w, const char *name)
{
    sink_string(w->to, name, move_kinds[move_of(w)->kind]);
}

static void move_class(const struct walk *w, const char *name)
{
    if (move_of(w)->now) walk_place(w, name, move_of(w)->now->index);
    else sink_absent(w->to, name);
}

static void move_old(const struct walk *w, const char *name) { sql_walk_literal(w, name, move_of(w)->old_name); }

static void move_name(const struct walk *w, const char *name) { sql_walk_literal(w, name, move_of(w)->name); }

static void move_temporary(const struct walk *w, const char *name) { sql_walk_literal(w, name, move_of(w)->temporary); }

static void move_steps(const struct walk *w, const char *name)
{
    sink_list(w->to, name);
    for (const struct sql_step *s = move_of(w)->steps; s; s = s->next)
        walk_object(w, NULL, (struct subject){&kind_step, NULL, s, NULL});
    sink_end(w->to);
}

static void move_carries(const struct walk *w, const char *name)
{
    sink_list(w->to, name);
    for (size_t i = 0; i < move_of(w)->carry_count; i++)
        walk_object(w, NULL, (struct subject){&kind_carry, NULL, &move_of(w)->carries[i], NULL});
    sink_end(w->to);
}

static void move_old_key(const struct walk *w, const char *name)
{
    const struct klass *k = move_of(w)->old;
    const struct model *was = w->model->options->before->model;
    sink_list(w->to, name);
    for (size_t i = 0; k && i < k->key_count; i++) sink_string(w->to, NULL, sql_column_of(was, k->keys[i])->name);
    sink_end(w->to);
}

static void move_left(const struct walk *w, const char *name)
{
    walk_strings(w, name, move_of(w)->left, move_of(w)->left_count);
}

static void move_left_name(const struct walk *w, const char *name) { sql_walk_literal(w, name, move_of(w)->left_name); }

static void move_view(const struct walk *w, const char *name) { sink_boolean(w->to, name, move_of(w)->view); }

static void move_indexes(const struct walk *w, const char *name) { sink_boolean(w->to, name, move_of(w)->indexes); }

static const struct field move_fields[] = {
    {"kind", FIELD_STRING, "What happens to the table.", move_kind, NULL, move_kinds},
    {"class", FIELD_INTEGER | FIELD_OR_FALSE, "The place of its class in the schema, from 1; false: it is dropped.",
     move_class},
    {"old", FIELD_STRING | FIELD_OR_FALSE, "The old name, quoted where it needs it; false: it is new.", move_old},
    {"name", FIELD_STRING | FIELD_OR_FALSE, "The new name, quoted where it needs it; false: it is dropped.", move_name},
    {"temporary", FIELD_STRING | FIELD_OR_FALSE,
     "What it is called until the table is gone that has its name; false: none has.", move_temporary},
    {"steps", FIELD_OBJECT | FIELD_LIST, "What is said of it.", move_steps, &kind_step},
    {"carries", FIELD_OBJECT | FIELD_LIST, "The columns of the new table, in order.", move_carries, &kind_carry},
    {"old_key", FIELD_STRING | FIELD_LIST, "The columns of the old key, quoted where they need it.", move_old_key},
    {"left", FIELD_STRING | FIELD_LIST, "Columns whose values no new column takes, quoted where they need it.",
     move_left},
    {"left_name", FIELD_STRING | FIELD_OR_FALSE, "The name of a table that can keep them, quoted.", move_left_name},
    {"view", FIELD_BOOLEAN, "Its view is made, or made again.", move_view},
    {"indexes", FIELD_BOOLEAN, "Its indexes are made, or made again.", move_indexes},
    {NULL}};
static const struct kind kind_move = {"schema.sql.migration.move", "What happens to a table.", move_fields};

/* ---- lookup tables --------------------------------------------------------------------------------------- */

static const struct sql_lookup_move *lookup_of(const struct walk *w) { return w->at.of; }

static void lookup_class(const struct walk *w, const char *name)
{
    walk_place(w, name, lookup_of(w)->lookup->first->index);
}

static void lookup_place(const struct walk *w, const char *name)
{
    const struct sql_lookup *l = lookup_of(w)->lookup, *first = sql_table(w->model, l->first)->lookups;
    size_t place = 0;
    for (; first != l; first = first->next) place++;
    walk_place(w, name, place);
}

static const char *const refills[] = {
    [REFILL_CREATE] = "create", [REFILL_ROWS] = "rows", [REFILL_LABELS] = "labels", NULL};

static void lookup_refill(const struct walk *w, const char *name)
{
    sink_string(w->to, name, refills[lookup_of(w)->refill]);
}

static const struct field lookup_fields[] = {
    {"class", FIELD_INTEGER, "The place of the class that needs it first, from 1.", lookup_class},
    {"place", FIELD_INTEGER, "Its place among the class's lookup tables, from 1.", lookup_place},
    {"refill", FIELD_STRING, "It is new, or of another form; its values are others; nothing but labels is.",
     lookup_refill, NULL, refills},
    {NULL}};
static const struct kind kind_lookup = {"schema.sql.migration.lookup", "What happens to a lookup table.",
                                        lookup_fields};

/* ---- all of it ------------------------------------------------------------------------------------------- */

static const struct sql_migration *migration_of(const struct walk *w) { return w->at.of; }

static void migration_from(const struct walk *w, const char *name)
{
    sink_string(w->to, name, sql_names_of(migration_of(w)->was)->identity);
}

static void migration_from_labels(const struct walk *w, const char *name)
{
    sink_string(w->to, name, sql_names_of(migration_of(w)->was)->labels);
}

static void migration_same(const struct walk *w, const char *name) { sink_boolean(w->to, name, migration_of(w)->same); }

static void migration_allow_loss(const struct walk *w, const char *name)
{
    sink_boolean(w->to, name, migration_of(w)->allow_loss);
}

static void migration_safe(const struct walk *w, const char *name)
{
    sink_integer(w->to, name, (int64_t)migration_of(w)->counts[EFFECT_SAFE]);
}

static void migration_data(const struct walk *w, const char *name)
{
    sink_integer(w->to, name, (int64_t)migration_of(w)->counts[EFFECT_DATA]);
}

static void migration_loss(const struct walk *w, const char *name)
{
    sink_integer(w->to, name, (int64_t)migration_of(w)->counts[EFFECT_LOSS]);
}

static void migration_views(const struct walk *w, const char *name)
{
    walk_strings(w, name, migration_of(w)->dropped_views, migration_of(w)->dropped_view_count);
}

static void migration_indexes(const struct walk *w, const char *name)
{
    walk_strings(w, name, migration_of(w)->dropped_indexes, migration_of(w)->dropped_index_count);
}

static void migration_dropped_lookups(const struct walk *w, const char *name)
{
    walk_strings(w, name, migration_of(w)->dropped_lookups, migration_of(w)->dropped_lookup_count);
}

static void migration_moves(const struct walk *w, const char *name)
{
    sink_list(w->to, name);
    for (size_t i = 0; i < migration_of(w)->move_count; i++)
        walk_object(w, NULL, (struct subject){&kind_move, NULL, &migration_of(w)->moves[i], NULL});
    sink_end(w->to);
}

static void migration_lookups(const struct walk *w, const char *name)
{
    sink_list(w->to, name);
    for (size_t i = 0; i < migration_of(w)->lookup_count; i++)
        walk_object(w, NULL, (struct subject){&kind_lookup, NULL, &migration_of(w)->lookups[i], NULL});
    sink_end(w->to);
}

static const struct field migration_fields[] = {
    {"from", FIELD_STRING, "The hash of the schema before.", migration_from},
    {"from_labels", FIELD_STRING, "The hash of its labels.", migration_from_labels},
    {"same", FIELD_BOOLEAN, "The hash is this schema's.", migration_same},
    {"allow_loss", FIELD_BOOLEAN, "What no column takes is dropped: --allow-data-loss.", migration_allow_loss},
    {"safe", FIELD_INTEGER, "How many steps go well whatever the rows hold.", migration_safe},
    {"data", FIELD_INTEGER, "How many depend on the rows.", migration_data},
    {"loss", FIELD_INTEGER, "How many lose something.", migration_loss},
    {"dropped_views", FIELD_STRING | FIELD_LIST, "Views to drop first.", migration_views},
    {"dropped_indexes", FIELD_STRING | FIELD_LIST, "Indexes of tables that stay, to drop first.", migration_indexes},
    {"dropped_lookups", FIELD_STRING | FIELD_LIST, "Lookup tables that are gone or of another form.",
     migration_dropped_lookups},
    {"moves", FIELD_OBJECT | FIELD_LIST, "Each table; those that are dropped are last.", migration_moves, &kind_move},
    {"lookups", FIELD_OBJECT | FIELD_LIST, "Lookup tables that are new or hold other rows.", migration_lookups,
     &kind_lookup},
    {NULL}};
const struct kind kind_sql_migration = {"schema.sql.migration",
                                        "What turns a database of another schema into one of this.", migration_fields};
