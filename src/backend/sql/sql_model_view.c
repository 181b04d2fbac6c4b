/* Lookup tables and views in the model. */
#include "backend/sql/sql_model.h"

/* ---- lookup tables -------------------------------------------------------------------------------------- */

static const struct sql_lookup *lookup_of(const struct walk *w) { return w->at.of; }

static void lookup_name(const struct walk *w, const char *name) { sink_string(w->to, name, lookup_of(w)->name); }

static void lookup_type(const struct walk *w, const char *name)
{
    sink_string(w->to, name, sql_dialect_of(w->model)->types[lookup_of(w)->text ? SQL_TEXT : SQL_INTEGER]);
}

static void lookup_ranges(const struct walk *w, const char *name) { sink_boolean(w->to, name, lookup_of(w)->ranges); }

static const struct sql_row *row_of(const struct walk *w) { return w->at.of; }

static void row_low(const struct walk *w, const char *name) { sink_string(w->to, name, row_of(w)->value.min); }

static void row_high(const struct walk *w, const char *name) { sink_string(w->to, name, row_of(w)->value.max); }

static void row_label(const struct walk *w, const char *name)
{
    sink_string(w->to, name, sql_string(w->model, row_of(w)->label));
}

static const struct field row_fields[] = {
    {"low", FIELD_STRING, "The value, or the first one of the range; a literal.", row_low},
    {"high", FIELD_STRING, "The last one of the range.", row_high},
    {"label", FIELD_STRING, "A literal.", row_label},
    {NULL}};
static const struct kind kind_row = {"class.sql.lookup.row", "A value, or a range of values, and its label.",
                                     row_fields};

static void lookup_rows(const struct walk *w, const char *name)
{
    const struct sql_lookup *l = lookup_of(w);
    sink_list(w->to, name);
    for (size_t i = 0; i < l->row_count; i++)
        walk_whole(w, NULL, (struct subject){&kind_row, w->at.klass, &l->rows[i], NULL});
    sink_end(w->to);
}

static const struct field lookup_fields[] = {
    {"name", FIELD_STRING, "Of the table, quoted where it needs it.", lookup_name},
    {"type", FIELD_STRING, "Of its values, as the engine calls it.", lookup_type},
    {"ranges", FIELD_BOOLEAN, "Its rows are ranges.", lookup_ranges},
    {"rows", FIELD_OBJECT | FIELD_LIST, "Sorted; no value is in two of them.", lookup_rows, &kind_row},
    {NULL}};
const struct kind kind_sql_lookup = {"class.sql.lookup", "A table of the names of values.", lookup_fields};

/* The table of an enumeration is that of its property; one that is declared by itself has the name of its own. */
static void enumeration_lookup(const struct walk *w, const char *name)
{
    const struct sql_lookup *l = map_get(&sql_names_of(w->model)->by_enumeration, map_pointer(w->at.of));
    sql_walk_literal(w, name, l ? l->name : NULL);
}

static const struct field enumeration_fields[] = {
    {"lookup", FIELD_STRING | FIELD_OR_FALSE, "The table of its names, quoted where it needs it.", enumeration_lookup},
    {NULL}};
const struct kind kind_sql_enumeration = {"enumeration.sql", "An enumeration in SQL.", enumeration_fields};

/* ---- what a view shows ---------------------------------------------------------------------------------- */

static const struct sql_shown *shown_of(const struct walk *w) { return w->at.of; }

static const char *const shown_kinds[] = {
    [SHOWN_COLUMN] = "column", [SHOWN_UNSIGNED] = "unsigned", [SHOWN_LABEL] = "label",
    [SHOWN_LOOKUP] = "lookup", [SHOWN_FLAGS] = "flags",       NULL};

static void shown_kind(const struct walk *w, const char *name)
{
    sink_string(w->to, name, shown_kinds[shown_of(w)->kind]);
}

static void shown_column(const struct walk *w, const char *name) { sink_string(w->to, name, shown_of(w)->column); }

static void shown_name(const struct walk *w, const char *name) { sink_string(w->to, name, shown_of(w)->name); }

static void shown_not_null(const struct walk *w, const char *name) { sink_boolean(w->to, name, shown_of(w)->not_null); }

static void shown_lookup(const struct walk *w, const char *name)
{
    sql_walk_literal(w, name, shown_of(w)->lookup ? shown_of(w)->lookup->name : NULL);
}

static void shown_ranges(const struct walk *w, const char *name)
{
    sink_boolean(w->to, name, shown_of(w)->lookup && shown_of(w)->lookup->ranges);
}

static const struct field shown_fields[] = {
    {"kind", FIELD_STRING,
     "The column itself; its 64 bits as an unsigned number, in digits; the label of its value, from a joined lookup "
     "table "
     "or, where one join takes no more tables, looked up; the labels of all its bits.",
     shown_kind, NULL, shown_kinds},
    {"column", FIELD_STRING, "Of the table, quoted where it needs it.", shown_column},
    {"name", FIELD_STRING, "Of the view's column, quoted where it needs it.", shown_name},
    {"not_null", FIELD_BOOLEAN, "The column always has a value.", shown_not_null},
    {"lookup", FIELD_STRING | FIELD_OR_FALSE, "The lookup table.", shown_lookup},
    {"ranges", FIELD_BOOLEAN, "Its rows are ranges.", shown_ranges},
    {NULL}};
static const struct kind kind_shown = {"run.sql.shown", "A column of a view.", shown_fields};

/* ---- runs ----------------------------------------------------------------------------------------------- */

/* Runs of one class with the same places are alike wherever they are inherited, except in a class that had to change
 * names beside the columns, or has more lookup tables than one join takes. */
static void run_id(const struct walk *w, const char *name)
{
    const struct run *r = w->at.of;
    const struct klass *k = w->at.klass;
    const struct sql_table *t = sql_table(w->model, k);
    struct text id = {0};
    text_printf(&id, "%u %zu %zu", k->properties[r->first]->declared->index, r->first, r->end);
    if (t->special || t->crowded) text_printf(&id, " %u", k->index);
    sink_slice(w->to, name, (struct slice){id.at, (uint32_t)id.len});
    text_free(&id);
}

static void run_own(const struct walk *w, const char *name)
{
    const struct run *r = w->at.of;
    sink_boolean(w->to, name, w->at.klass->properties[r->first]->declared == w->at.klass);
}

static const struct field class_run_fields[] = {
    {"id", FIELD_STRING, "Runs of the same id have the same columns in every class: what is made of one fits all.",
     run_id},
    {"own", FIELD_BOOLEAN, "The class itself declares it.", run_own},
    {NULL}};
const struct kind kind_sql_class_run = {"class.sql.run", "A run, in short.", class_run_fields};

/* How many lookup tables a view has joined when it comes to this place. */
static size_t joined_before(const struct walk *w, size_t place)
{
    size_t joined = 0;
    for (size_t i = 0; i < place && sql_table(w->model, w->at.klass)->crowded; i++)
        joined += sql_joins(w->model, w->at.klass->properties[i]);
    return joined;
}

static void run_shown(const struct walk *w, const char *name)
{
    const struct run *r = w->at.of;
    const struct klass *k = w->at.klass;
    size_t joined = joined_before(w, r->first), most = sql_dialect_of(w->model)->most_tables - 1;
    sink_list(w->to, name);
    for (size_t i = r->first; i < r->end; i++) {
        struct sql_shown shown[SQL_MOST_SHOWN];
        size_t count = sql_shown(w->model, k, k->properties[i], joined < most, shown);
        for (size_t j = 0; j < count; j++) walk_whole(w, NULL, (struct subject){&kind_shown, k, &shown[j], NULL});
        joined += sql_joins(w->model, k->properties[i]);
    }
    sink_end(w->to);
}

static const struct field run_fields[] = {
    {"shown", FIELD_OBJECT | FIELD_LIST, "What a view shows of it.", run_shown, &kind_shown}, {NULL}};
const struct kind kind_sql_run = {"run.sql", "Columns in a row.", run_fields};

/* ---- views ---------------------------------------------------------------------------------------------- */

static void view_name(const struct walk *w, const char *name)
{
    sink_string(w->to, name, sql_table(w->model, w->at.klass)->view);
}

static void view_alias(const struct walk *w, const char *name)
{
    sink_string(w->to, name, sql_table(w->model, w->at.klass)->alias);
}

static const struct field view_fields[] = {
    {"name", FIELD_STRING, "Of the view, quoted where it needs it.", view_name},
    {"alias", FIELD_STRING, "A name for the table that no column has, so that lookup tables can have those.",
     view_alias},
    {NULL}};
const struct kind kind_sql_view = {"class.sql.view", "A view that shows names beside numbers.", view_fields};
