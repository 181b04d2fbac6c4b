/* Columns, checks and literals in the model. */
#include "backend/sql/sql_model.h"

void sql_walk_literal(const struct walk *w, const char *name, const char *literal)
{
    if (literal) sink_string(w->to, name, literal);
    else sink_absent(w->to, name);
}

/* ---- ranges --------------------------------------------------------------------------------------------- */

static void range_min(const struct walk *w, const char *name)
{
    sql_walk_literal(w, name, ((const struct sql_range *)w->at.of)->min);
}

static void range_max(const struct walk *w, const char *name)
{
    sql_walk_literal(w, name, ((const struct sql_range *)w->at.of)->max);
}

static const struct field range_fields[] = {
    {"min", FIELD_STRING | FIELD_OR_FALSE, "The first value, a literal; false: there is no bound.", range_min},
    {"max", FIELD_STRING | FIELD_OR_FALSE, "The last value, a literal.", range_max},
    {NULL}};
static const struct kind kind_range = {"property.sql.range", "A range of values.", range_fields};

/* ---- checks --------------------------------------------------------------------------------------------- */

static const struct sql_check *check_of(const struct walk *w) { return w->at.of; }

static const char *const check_kinds[] = {[CHECK_BOOLEAN] = "boolean",
                                          [CHECK_RANGE] = "range",
                                          [CHECK_VALUES] = "values",
                                          [CHECK_LENGTH] = "length",
                                          [CHECK_DATETIME] = "datetime",
                                          [CHECK_JSON] = "json",
                                          NULL};

static void check_kind(const struct walk *w, const char *name)
{
    sink_string(w->to, name, check_kinds[check_of(w)->kind]);
}

static void check_min(const struct walk *w, const char *name) { sql_walk_literal(w, name, check_of(w)->bound.min); }

static void check_max(const struct walk *w, const char *name) { sql_walk_literal(w, name, check_of(w)->bound.max); }

static void check_values(const struct walk *w, const char *name)
{
    sink_list(w->to, name);
    for (size_t i = 0; i < check_of(w)->value_count; i++) sink_string(w->to, NULL, check_of(w)->values[i]);
    sink_end(w->to);
}

static void check_ranges(const struct walk *w, const char *name)
{
    sink_list(w->to, name);
    for (size_t i = 0; i < check_of(w)->range_count; i++)
        walk_whole(w, NULL, (struct subject){&kind_range, w->at.klass, &check_of(w)->ranges[i], NULL});
    sink_end(w->to);
}

static const struct field check_fields[] = {
    {"kind", FIELD_STRING,
     "What is checked: that it is one of the two truth values; that it lies between min and max; that it is one of "
     "values "
     "or lies in one of ranges; that its length (characters; of bytes their number) lies between min and max; that it "
     "is the 25 characters of a datetime; that it is JSON.",
     check_kind, NULL, check_kinds},
    {"min", FIELD_STRING | FIELD_OR_FALSE, "Of a range or length: a literal; false: no bound.", check_min},
    {"max", FIELD_STRING | FIELD_OR_FALSE, "Of a range or length: a literal; false: no bound.", check_max},
    {"values", FIELD_STRING | FIELD_LIST, "Literals, of kind values.", check_values},
    {"ranges", FIELD_OBJECT | FIELD_LIST, "Of kind values.", check_ranges, &kind_range},
    {NULL}};
static const struct kind kind_check = {"property.sql.check", "Something that holds for every value but NULL.",
                                       check_fields};

/* ---- columns -------------------------------------------------------------------------------------------- */

static const struct sql_column *column_of(const struct walk *w) { return w->at.of; }

static void column_name(const struct walk *w, const char *name) { sink_string(w->to, name, column_of(w)->name); }

static const char *const parts[] = {[PART_VALUE] = "value", [PART_UTC] = "utc", [PART_KEY] = "key", NULL};

static void column_part(const struct walk *w, const char *name) { sink_string(w->to, name, parts[column_of(w)->part]); }

static const char *const contents[] = {[SQL_BOOLEAN] = "boolean",     [SQL_INTEGER] = "integer",
                                       [SQL_UNSIGNED] = "unsigned",   [SQL_REAL] = "real",
                                       [SQL_TEXT] = "text",           [SQL_DATETIME] = "datetime",
                                       [SQL_REFERENCE] = "reference", [SQL_BYTES] = "bytes",
                                       [SQL_JSON] = "json",           NULL};

static void column_holds(const struct walk *w, const char *name)
{
    sink_string(w->to, name, contents[column_of(w)->content]);
}

static void column_type(const struct walk *w, const char *name)
{
    sink_string(w->to, name, sql_dialect_of(w->model)->types[column_of(w)->content]);
}

static void column_collation(const struct walk *w, const char *name)
{
    sql_walk_literal(w, name, column_of(w)->collation);
}

static void column_not_null(const struct walk *w, const char *name)
{
    sink_boolean(w->to, name, column_of(w)->not_null);
}

static void column_initial(const struct walk *w, const char *name) { sql_walk_literal(w, name, column_of(w)->initial); }

static void column_checks(const struct walk *w, const char *name)
{
    sink_list(w->to, name);
    for (size_t i = 0; i < column_of(w)->check_count; i++)
        walk_whole(w, NULL, (struct subject){&kind_check, w->at.klass, &column_of(w)->checks[i], NULL});
    sink_end(w->to);
}

static void column_allowed(const struct walk *w, const char *name) { sql_walk_literal(w, name, column_of(w)->allowed); }

static void refers_table(const struct walk *w, const char *name)
{
    sink_string(w->to, name, column_of(w)->refers_table);
}

static void refers_column(const struct walk *w, const char *name)
{
    sink_string(w->to, name, column_of(w)->refers_column);
}

static const struct field refers_fields[] = {{"table", FIELD_STRING, "The other table.", refers_table},
                                             {"column", FIELD_STRING, "Its key.", refers_column},
                                             {NULL}};
static const struct kind kind_refers = {"property.sql.refers", "A foreign key.", refers_fields};

static void column_refers(const struct walk *w, const char *name)
{
    if (!column_of(w)->refers_table) sink_absent(w->to, name);
    else walk_whole(w, name, (struct subject){&kind_refers, w->at.klass, w->at.of, NULL});
}

static const struct field column_fields[] = {
    {"name", FIELD_STRING, "Quoted where it needs it.", column_name},
    {"part", FIELD_STRING, "The property itself, the moment that a datetime means, or the key of a reference's row.",
     column_part, NULL, parts},
    {"holds", FIELD_STRING, "What is in it; unsigned is a number of 64 bits.", column_holds, NULL, contents},
    {"type", FIELD_STRING, "As the engine calls it.", column_type},
    {"collation", FIELD_STRING | FIELD_OR_FALSE, "Where it is not the usual one.", column_collation},
    {"not_null", FIELD_BOOLEAN, "It always has a value.", column_not_null},
    {"initial", FIELD_STRING | FIELD_OR_FALSE, "The documented default, a literal.", column_initial},
    {"checks", FIELD_OBJECT | FIELD_LIST, "All of them hold.", column_checks, &kind_check},
    {"allowed", FIELD_STRING | FIELD_OR_FALSE, "A literal that is right whatever the checks say.", column_allowed},
    {"refers", FIELD_OBJECT | FIELD_OR_FALSE, "The table whose key it holds.", column_refers, &kind_refers},
    {NULL}};
static const struct kind kind_column = {"property.sql.column", "A column.", column_fields};

/* ---- properties and values ------------------------------------------------------------------------------ */

static void property_name(const struct walk *w, const char *name)
{
    sink_string(w->to, name, sql_column_of(w->model, w->at.of)->name);
}

static void property_columns(const struct walk *w, const char *name)
{
    const struct sql_column *columns[SQL_MOST_COLUMNS];
    size_t count = sql_columns(w->model, w->at.klass, w->at.of, columns);
    sink_list(w->to, name);
    for (size_t i = 0; i < count; i++)
        walk_whole(w, NULL, (struct subject){&kind_column, w->at.klass, columns[i], NULL});
    sink_end(w->to);
}

static const struct field property_fields[] = {
    {"name", FIELD_STRING, "Of the column, quoted where it needs it.", property_name},
    {"columns", FIELD_OBJECT | FIELD_LIST, "Its column, and those beside it.", property_columns, &kind_column},
    {NULL}};
const struct kind kind_sql_property = {"property.sql", "A property as columns.", property_fields};

static void initial_literal(const struct walk *w, const char *name)
{
    sql_walk_literal(w, name, w->at.in ? sql_literal(w->model, w->at.in, w->at.of) : NULL);
}

static const struct field initial_fields[] = {
    {"literal", FIELD_STRING | FIELD_OR_FALSE, "As a literal; false where SQL cannot hold it.", initial_literal},
    {NULL}};
const struct kind kind_sql_initial = {"initial.sql", "A value in SQL.", initial_fields};
