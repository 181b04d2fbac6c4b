/* The `sql` objects of the model: what the templates of SQL targets name. Columns, lookup tables and views are in files
 * of their own. */
#include "backend/sql/sql_model.h"

#include "backend/sql/sql_migration.h"
#include "base/datetime.h"

/* Places in lists are counted from 1, as templates count. */
static void walk_place(const struct walk *w, const char *name, size_t index)
{
    sink_integer(w->to, name, (int64_t)index + 1);
}

static void walk_strings(const struct walk *w, const char *name, const char *const *list, size_t count)
{
    sink_list(w->to, name);
    for (size_t i = 0; i < count; i++) sink_string(w->to, NULL, list[i]);
    sink_end(w->to);
}

/* ---- the index in unsigned order ------------------------------------------------------------------------ */

static void part_column(const struct walk *w, const char *name)
{
    sink_string(w->to, name, sql_column_of(w->model, w->at.of)->name);
}

static void part_unsigned(const struct walk *w, const char *name)
{
    sink_boolean(w->to, name, sql_content(w->at.of) == SQL_UNSIGNED);
}

static const struct field part_fields[] = {
    {"column", FIELD_STRING, "Quoted where it needs it.", part_column},
    {"unsigned", FIELD_BOOLEAN, "Its negative numbers are the largest.", part_unsigned},
    {NULL}};
static const struct kind kind_part = {"class.sql.order.part", "A column to order by.", part_fields};

static void order_name(const struct walk *w, const char *name)
{
    sink_string(w->to, name, sql_table(w->model, w->at.klass)->order);
}

static void order_parts(const struct walk *w, const char *name)
{
    const struct klass *k = w->at.klass;
    sink_list(w->to, name);
    for (size_t i = 0; i < k->key_count; i++) walk_whole(w, NULL, (struct subject){&kind_part, k, k->keys[i], NULL});
    sink_end(w->to);
}

static const struct field order_fields[] = {
    {"name", FIELD_STRING, "Of the index, quoted where it needs it.", order_name},
    {"parts", FIELD_OBJECT | FIELD_LIST, "What it orders by.", order_parts, &kind_part},
    {NULL}};
static const struct kind kind_order = {"class.sql.order", "An index for the order of unsigned keys.", order_fields};

/* ---- links: references whose key stands beside them ----------------------------------------------------- */

static const struct sql_link *link_of(const struct walk *w) { return w->at.of; }

static void link_index(const struct walk *w, const char *name) { sink_string(w->to, name, link_of(w)->index); }

static void link_column(const struct walk *w, const char *name) { sink_string(w->to, name, link_of(w)->column); }

static void link_property(const struct walk *w, const char *name) { walk_place(w, name, link_of(w)->property->index); }

static void link_target(const struct walk *w, const char *name) { walk_place(w, name, link_of(w)->target->index); }

static const struct field link_fields[] = {
    {"index", FIELD_STRING, "The name of its index, quoted where it needs it.", link_index},
    {"column", FIELD_STRING, "The column that holds the key, quoted where it needs it.", link_column},
    {"property", FIELD_INTEGER, "The place of the reference in the class, from 1.", link_property},
    {"target", FIELD_INTEGER, "The place in the schema's classes of the one it leads to, from 1.", link_target},
    {NULL}};
static const struct kind kind_link = {"class.sql.link", "A reference whose key stands in a column.", link_fields};

/* ---- indexes that mofc.yaml asks for -------------------------------------------------------------------- */

static const struct sql_index *index_of(const struct walk *w) { return w->at.of; }

static void index_name(const struct walk *w, const char *name) { sink_string(w->to, name, index_of(w)->name); }

static void index_columns(const struct walk *w, const char *name)
{
    walk_strings(w, name, index_of(w)->columns, index_of(w)->count);
}

static const struct field index_fields[] = {
    {"name", FIELD_STRING, "Quoted where it needs it.", index_name},
    {"columns", FIELD_STRING | FIELD_LIST, "Quoted where they need it.", index_columns},
    {NULL}};
static const struct kind kind_index = {"class.sql.index", "An index of a table.", index_fields};

/* ---- keys ----------------------------------------------------------------------------------------------- */

static void key_properties(const struct walk *w, const char *name)
{
    const struct klass *k = w->at.klass;
    sink_list(w->to, name);
    for (size_t i = 0; i < k->key_count; i++) walk_place(w, NULL, k->keys[i]->index);
    sink_end(w->to);
}

static void key_columns(const struct walk *w, const char *name)
{
    const struct klass *k = w->at.klass;
    sink_list(w->to, name);
    for (size_t i = 0; i < k->key_count; i++) sink_string(w->to, NULL, sql_column_of(w->model, k->keys[i])->name);
    sink_end(w->to);
}

static const struct field key_fields[] = {
    {"properties", FIELD_INTEGER | FIELD_LIST, "Their places in the class, from 1.", key_properties},
    {"columns", FIELD_STRING | FIELD_LIST, "Quoted where they need it.", key_columns},
    {NULL}};
static const struct kind kind_key = {"class.sql.key", "The key of a table.", key_fields};

/* ---- classes -------------------------------------------------------------------------------------------- */

static void walk_or_absent(const struct walk *w, const char *name, bool has, const struct kind *kind)
{
    if (has) walk_object(w, name, (struct subject){kind, w->at.klass, w->at.of, NULL});
    else sink_absent(w->to, name);
}

static void class_table(const struct walk *w, const char *name)
{
    sql_walk_literal(w, name, sql_table(w->model, w->at.klass)->name);
}

static void class_name(const struct walk *w, const char *name)
{
    sql_walk_literal(w, name, sql_table(w->model, w->at.klass)->raw);
}

static void class_key(const struct walk *w, const char *name)
{
    walk_or_absent(w, name, w->at.klass->key_count > 0, &kind_key);
}

/* A single integer key would become the row's number, which SQLite invents where it is missing. */
static void class_integer_key(const struct walk *w, const char *name)
{
    const struct klass *k = w->at.klass;
    enum sql_content content = k->key_count == 1 ? sql_content(k->keys[0]) : SQL_TEXT;
    sink_boolean(w->to, name, content == SQL_BOOLEAN || content == SQL_INTEGER || content == SQL_UNSIGNED);
}

static void class_uint64_checked(const struct walk *w, const char *name)
{
    sink_boolean(w->to, name, w->model->options->uint64_checked);
}

static void class_order(const struct walk *w, const char *name)
{
    walk_or_absent(w, name, sql_table(w->model, w->at.klass)->order != NULL, &kind_order);
}

static void class_links(const struct walk *w, const char *name)
{
    const struct sql_table *t = sql_table(w->model, w->at.klass);
    sink_list(w->to, name);
    for (size_t i = 0; i < t->link_count; i++)
        walk_object(w, NULL, (struct subject){&kind_link, w->at.klass, &t->links[i], NULL});
    sink_end(w->to);
}

static void class_referred(const struct walk *w, const char *name)
{
    sink_boolean(w->to, name, sql_is_referred(w->model, w->at.klass));
}

static void class_indexes(const struct walk *w, const char *name)
{
    const struct sql_table *t = sql_table(w->model, w->at.klass);
    sink_list(w->to, name);
    for (size_t i = 0; i < t->index_count; i++)
        walk_object(w, NULL, (struct subject){&kind_index, w->at.klass, &t->indexes[i], NULL});
    sink_end(w->to);
}

static void class_lookups(const struct walk *w, const char *name)
{
    const struct klass *k = w->at.klass;
    sink_list(w->to, name);
    for (const struct sql_lookup *l = sql_table(w->model, k)->lookups; l && l->first == k; l = l->next)
        walk_object(w, NULL, (struct subject){&kind_sql_lookup, k, l, NULL});
    sink_end(w->to);
}

static void class_runs(const struct walk *w, const char *name)
{
    const struct klass *k = w->at.klass;
    sink_list(w->to, name);
    for (struct run r = {0, 0}; r.end < k->property_count; r.first = r.end) {
        while (r.end < k->property_count && k->properties[r.end]->declared == k->properties[r.first]->declared) r.end++;
        walk_whole(w, NULL, (struct subject){&kind_sql_class_run, k, &r, NULL});
    }
    sink_end(w->to);
}

static void class_view(const struct walk *w, const char *name)
{
    walk_or_absent(w, name, sql_table(w->model, w->at.klass)->view != NULL, &kind_sql_view);
}

static const struct field class_fields[] = {
    {"table", FIELD_STRING | FIELD_OR_FALSE, "The name of its table, quoted where it needs it; false: it has none.",
     class_table},
    {"name", FIELD_STRING | FIELD_OR_FALSE, "The same, never quoted.", class_name},
    {"key", FIELD_OBJECT | FIELD_OR_FALSE, "The key of the table.", class_key, &kind_key},
    {"integer_key", FIELD_BOOLEAN, "The key is one integer.", class_integer_key},
    {"uint64_checked", FIELD_BOOLEAN, "Numbers of 64 bits stay below the sign bit.", class_uint64_checked},
    {"order", FIELD_OBJECT | FIELD_OR_FALSE, "The index for the order of unsigned keys.", class_order, &kind_order},
    {"links", FIELD_OBJECT | FIELD_LIST, "References whose key stands in a column.", class_links, &kind_link},
    {"indexes", FIELD_OBJECT | FIELD_LIST, "Those that mofc.yaml asks for.", class_indexes, &kind_index},
    {"referred", FIELD_BOOLEAN, "References of some table may lead to its objects.", class_referred},
    {"runs", FIELD_OBJECT | FIELD_LIST,
     "The class's runs, in their order: what a template that keeps text has to know.", class_runs, &kind_sql_class_run},
    {"lookups", FIELD_OBJECT | FIELD_LIST, "Tables of names that its table needs first.", class_lookups,
     &kind_sql_lookup},
    {"view", FIELD_OBJECT | FIELD_OR_FALSE, "The view that shows names beside numbers.", class_view, &kind_sql_view},
    {NULL}};
static const struct kind kind_sql_class = {"class.sql", "A class as a table.", class_fields};

/* ---- instances ------------------------------------------------------------------------------------------ */

/* An instance as the columns that it gives, and their literals. */
struct insert {
    const struct instance *of;
    const char **columns, **values;
    size_t count;
};

static void give(struct insert *to, const char *column, const char *literal)
{
    to->columns[to->count] = column;
    to->values[to->count++] = literal;
}

/* The key of the instance that an alias stands for; NULL where it has none. */
static const char *alias_key(const struct model *m, const struct klass *to, const struct value *v)
{
    const struct instance *o = v->kind == VALUE_ALIAS ? model_find_alias(m, v->string) : NULL;
    const struct value *key = o && o->klass == to ? value_in(o, to->keys[0]) : NULL;
    return key ? sql_literal(m, to->keys[0], key) : NULL;
}

/* The literal of a column; NULL: it is not given. What is written as NULL does not become the default. */
static const char *given_value(const struct model *m, const struct property *p, const struct sql_column *c,
                               const struct value *v)
{
    int64_t microseconds;
    if (v->kind == VALUE_NULL) return c->initial ? "NULL" : NULL;
    if (c->part == PART_VALUE) return sql_literal(m, p, v);
    if (c->part == PART_KEY) return alias_key(m, sql_link_target(m, p), v);
    return v->kind == VALUE_STRING && datetime_utc(v->string, &microseconds) ? sql_integer(m, microseconds) : NULL;
}

static const struct insert *make_insert(const struct model *m, const struct instance *o)
{
    struct insert *to = arena_new(m->arena, struct insert);
    size_t most = o->value_count * SQL_MOST_COLUMNS + 1;
    *to = (struct insert){o, arena_array(m->arena, most, sizeof *to->columns),
                          arena_array(m->arena, most, sizeof *to->values), 0};
    for (size_t i = 0; i < o->value_count; i++) {
        const struct property *p = o->values[i].property;
        const struct sql_column *columns[SQL_MOST_COLUMNS];
        size_t count = sql_columns(m, o->klass, p, columns);
        for (size_t j = 0; j < count; j++) {
            const char *literal = given_value(m, p, columns[j], o->values[i].value);
            if (literal) give(to, columns[j]->name, literal);
        }
    }
    return to;
}

static const struct insert *insert_of(const struct walk *w) { return w->at.of; }

static void insert_table(const struct walk *w, const char *name)
{
    sink_string(w->to, name, sql_table(w->model, insert_of(w)->of->klass)->name);
}

static void insert_columns(const struct walk *w, const char *name)
{
    walk_strings(w, name, insert_of(w)->columns, insert_of(w)->count);
}

static void insert_values(const struct walk *w, const char *name)
{
    walk_strings(w, name, insert_of(w)->values, insert_of(w)->count);
}

static const struct field insert_fields[] = {
    {"table", FIELD_STRING, "The name of the table, quoted where it needs it.", insert_table},
    {"columns", FIELD_STRING | FIELD_LIST, "Those that are given, quoted where they need it.", insert_columns},
    {"values", FIELD_STRING | FIELD_LIST, "Their literals.", insert_values},
    {NULL}};
static const struct kind kind_insert = {"schema.sql.insert", "An instance as a row.", insert_fields};

/* ---- the schema ----------------------------------------------------------------------------------------- */

static void schema_name(const struct walk *w, const char *name)
{
    sink_string(w->to, name, sql_string(w->model, slice_of(w->model->options->name)));
}

static void schema_hash(const struct walk *w, const char *name)
{
    sink_string(w->to, name, sql_names_of(w->model)->identity);
}

static void schema_labels(const struct walk *w, const char *name)
{
    sink_string(w->to, name, sql_names_of(w->model)->labels);
}

static void schema_layout(const struct walk *w, const char *name) { sink_integer(w->to, name, SQL_LAYOUT); }

static void schema_inserts(const struct walk *w, const char *name)
{
    const struct schema *s = w->model->schema;
    sink_list(w->to, name);
    for (size_t i = 0; i < s->instance_count; i++)
        if (sql_has_table(s->instances[i]->klass))
            walk_object(w, NULL, (struct subject){&kind_insert, NULL, make_insert(w->model, s->instances[i]), NULL});
    sink_end(w->to);
}

static void schema_migration(const struct walk *w, const char *name)
{
    const struct sql_migration *m = sql_names_of(w->model)->migration;
    if (m) walk_object(w, name, (struct subject){&kind_sql_migration, NULL, m, NULL});
    else sink_absent(w->to, name);
}

static const struct field schema_fields[] = {
    {"name", FIELD_STRING, "Its name as a literal.", schema_name},
    {"hash", FIELD_STRING,
     "Of tables, columns, types, keys, checks, indexes, views and listed values; no text and no label counts.",
     schema_hash},
    {"labels", FIELD_STRING,
     "A hash of the labels in lookup tables, and of the indexes that mofc.yaml asks for: what a store renews by "
     "itself.",
     schema_labels},
    {"layout", FIELD_INTEGER, "Of the tables; a store refuses a later one.", schema_layout},
    {"inserts", FIELD_OBJECT | FIELD_LIST, "The instances.", schema_inserts, &kind_insert},
    {"migration", FIELD_OBJECT | FIELD_OR_FALSE,
     "What turns a database of another schema into one of this: `mofc diff --migrate`.", schema_migration,
     &kind_sql_migration},
    {NULL}};
static const struct kind kind_sql_schema = {"schema.sql", "A schema as a database.", schema_fields};

static const struct extension extensions[] = {{&kind_schema, &kind_sql_schema},
                                              {&kind_class, &kind_sql_class},
                                              {&kind_run, &kind_sql_run},
                                              {&kind_property, &kind_sql_property},
                                              {&kind_enumeration, &kind_sql_enumeration},
                                              {&kind_initial, &kind_sql_initial},
                                              {NULL, NULL}};
const struct backend backend_sql = {"sql", "What SQL targets need: tables, columns, checks and literals as facts.",
                                    sql_names_build, extensions, sql_limits_check};
