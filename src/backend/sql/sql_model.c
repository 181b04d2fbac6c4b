/* The `sql` objects of the model: what the templates of SQL targets name. Columns arrive whole, with those beside them
 * (`X_utc`, `X_key`); lookup tables, views and instances arrive as their parts. */
#include "backend/sql/sql.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "backend/c/c.h"
#include "base/datetime.h"

static void write_text(struct sink *to, const char *name, struct text *t)
{
    sink_slice(to, name, (struct slice){t->at ? t->at : "", (uint32_t)t->len});
    t->len = 0;
    if (t->at) t->at[0] = 0;
}

static void write_name(struct sink *to, const char *name, const char *value)
{
    struct text t = {0};
    sql_add_name(&t, slice_of(value));
    write_text(to, name, &t);
    text_free(&t);
}

/* ---- columns -------------------------------------------------------------------------------------------- */

static bool has_value(const struct property *p)
{
    return p->initial && p->initial->kind != VALUE_NULL;
}

/* ` DEFAULT x`, where there is one that SQL can hold. */
static void add_default(struct text *t, const struct model *m, const struct property *p)
{
    if (!has_value(p)) return;
    size_t before = t->len;
    text_add_string(t, " DEFAULT ");
    if (sql_add_literal(t, m, p, p->initial)) return;
    t->len = before;
    t->at[before] = 0;
}

static bool is_nocase(const struct model *m, const struct property *p)
{
    return m->options->keys_nocase && p->key && p->type.cim == CIM_STRING && !p->type.array;
}

/* What stands behind the column's name. */
static void add_definition(struct text *t, const struct model *m, const struct property *p)
{
    text_add_string(t, sql_type(p));
    if (is_nocase(m, p)) text_add_string(t, " COLLATE NOCASE");
    if (p->key || p->not_null || p->limits.not_null) text_add_string(t, " NOT NULL");
    add_default(t, m, p);
    struct text check = {0};
    sql_add_check(&check, m, p);
    if (check.len) text_printf(t, " CHECK (%s)", check.at);
    text_free(&check);
}

static const char *make_column(const struct model *m, const struct property *p)
{
    struct text t = {0};
    sql_add_name(&t, name_slice(p->name));
    text_add_char(&t, ' ');
    add_definition(&t, m, p);
    const char *column = arena_copy(m->arena, t.at, t.len);
    text_free(&t);
    return column;
}

/* A column without those beside it: made once for all classes that inherit it; a parameter's when it is asked for. */
static const char *column_of(const struct model *m, const struct property *p)
{
    return p->declared ? sql_names_of(m)->columns[p->declared->index][p->index] : make_column(m, p);
}

void sql_columns_build(const struct model *m, struct sql_names *n)
{
    const struct schema *s = m->schema;
    const char ***columns = arena_array(m->arena, s->class_count + 1, sizeof *columns);
    for (size_t i = 0; i < s->class_count; i++) {
        const struct klass *k = s->classes[i];
        columns[i] = arena_array(m->arena, k->property_count + 1, sizeof **columns);
        for (size_t j = 0; j < k->property_count; j++)
            if (k->properties[j]->declared == k) columns[i][j] = make_column(m, k->properties[j]);
    }
    n->columns = (const char *const *const *)columns;
}

static void add_utc(struct text *t, const struct model *m, const struct klass *k, const struct property *p)
{
    int64_t microseconds;
    sql_add_name(t, slice_of(sql_beside(m, k, p, "_utc")));
    text_add_string(t, " INTEGER");
    if (has_value(p) && p->initial->kind == VALUE_STRING && datetime_utc(p->initial->string, &microseconds))
        text_printf(t, " DEFAULT %" PRId64, microseconds);
}

static void add_link(struct text *t, const struct model *m, const struct klass *k, const struct property *p,
                     const struct klass *to)
{
    const struct property *key = to->keys[0];
    sql_add_name(t, slice_of(sql_beside(m, k, p, "_key")));
    text_printf(t, " %s%s REFERENCES ", sql_type(key), is_nocase(m, key) ? " COLLATE NOCASE" : "");
    sql_add_name(t, slice_of(sql_table_name(m, to)));
    text_add_char(t, '(');
    sql_add_name(t, name_slice(key->name));
    text_add_char(t, ')');
}

/* ---- views ---------------------------------------------------------------------------------------------- */

/* The name of a value: of flags, the names of all that are set; of ranges, the one that holds it. */
static void add_name_of(struct text *t, const struct model *m, const struct klass *k, const struct property *p,
                        const struct sql_lookup *lookup)
{
    const struct enumeration *e = lookup->of;
    text_add_string(t, e->flags ? "(SELECT group_concat(name, ' | ') FROM " : "(SELECT name FROM ");
    sql_add_name(t, slice_of(lookup->name));
    text_add_string(t, e->flags ? " WHERE t." : " WHERE ");
    if (!e->flags && !sql_has_ranges(e)) text_add_string(t, "value = t.");
    if (!e->flags && sql_has_ranges(e)) text_add_string(t, "t.");
    sql_add_name(t, name_slice(p->name));
    if (e->flags) text_add_string(t, " & value");
    if (!e->flags && sql_has_ranges(e)) text_add_string(t, " BETWEEN low AND high");
    text_add_string(t, ") AS ");
    sql_add_name(t, slice_of(sql_beside(m, k, p, "_name")));
}

static void add_shown(struct text *t, const struct model *m, const struct property *p)
{
    bool as_unsigned = p->type.cim == CIM_UINT64 && !p->type.array && !m->options->uint64_checked;
    if (!as_unsigned) {
        sql_add_name(t, name_slice(p->name));
        return;
    }
    text_add_string(t, "printf('%u', ");
    sql_add_name(t, name_slice(p->name));
    text_add_string(t, ") AS ");
    sql_add_name(t, name_slice(p->name));
}

static void add_select(struct text *t, size_t *line, const char *item, size_t len)
{
    enum { WIDTH = 110 };
    bool breaks = t->len > *line && t->len - *line + len > WIDTH;
    if (t->len) text_add_string(t, breaks ? ",\n  " : ", ");
    if (breaks) *line = t->len;
    text_add(t, item, len);
}

/* What a view shows of a class: wrapped, and without what the class calls lazy. */
static void view_select(const struct walk *w, const char *name)
{
    struct model *m = w->model;
    const struct klass *k = w->at.klass;
    struct text t = {0}, item = {0};
    size_t line = 0;
    for (size_t i = 0; i < k->property_count; i++) {
        const struct property *p = k->properties[i];
        const struct sql_lookup *lookup = p->type.array ? NULL : sql_lookup_of(m, p->enumeration);
        if (p->lazy) continue;
        item.len = 0;
        add_shown(&item, m, p);
        add_select(&t, &line, item.at, item.len);
        item.len = 0;
        if (lookup) add_name_of(&item, m, k, p, lookup);
        if (lookup) add_select(&t, &line, item.at, item.len);
    }
    write_text(w->to, name, &t);
    text_free(&t);
    text_free(&item);
}

static void view_name(const struct walk *w, const char *name)
{
    write_name(w->to, name, sql_names_of(w->model)->views[w->at.klass->index]);
}

static const struct field view_fields[] = {{"name", FIELD_STRING, "Of the view, quoted where it needs it.", view_name},
                                           {"select", FIELD_STRING, "What it shows, of the table t.", view_select},
                                           {NULL}};
static const struct kind kind_view = {"class.sql.view", "A view that shows names beside numbers.", view_fields};

static void class_view(const struct walk *w, const char *name)
{
    if (sql_names_of(w->model)->views[w->at.klass->index])
        walk_object(w, name, (struct subject){&kind_view, w->at.klass, w->at.of, NULL});
    else sink_absent(w->to, name);
}

/* ---- columns in a table --------------------------------------------------------------------------------- */

static void add_columns(struct text *t, const struct model *m, const struct klass *k, const struct property *p)
{
    const struct klass *target = sql_link_target(m, p);
    text_add_string(t, column_of(m, p));
    if (sql_is_date(p)) {
        text_add_string(t, ",\n  ");
        add_utc(t, m, k, p);
    }
    if (target) {
        text_add_string(t, ",\n  ");
        add_link(t, m, k, p, target);
    }
}

static void run_columns(const struct walk *w, const char *name)
{
    const struct run *run = w->at.of;
    struct text t = {0};
    for (size_t i = run->first; i < run->end; i++) {
        if (i > run->first) text_add_string(&t, ",\n  ");
        add_columns(&t, w->model, w->at.klass, w->at.klass->properties[i]);
    }
    write_text(w->to, name, &t);
    text_free(&t);
}

static const struct field run_fields[] = {{"columns", FIELD_STRING, "Lines of a CREATE TABLE.", run_columns}, {NULL}};
static const struct kind kind_sql_run = {"run.sql", "Columns in a row.", run_fields};

static void property_name(const struct walk *w, const char *name)
{
    write_name(w->to, name, ((const struct property *)w->at.of)->name->text);
}

static void property_columns(const struct walk *w, const char *name)
{
    struct text t = {0};
    add_columns(&t, w->model, w->at.klass, w->at.of);
    write_text(w->to, name, &t);
    text_free(&t);
}

static const struct field property_fields[] = {
    {"name", FIELD_STRING, "Of the column, quoted where it needs it.", property_name},
    {"columns", FIELD_STRING, "Its definition, and those of the columns beside it.", property_columns},
    {NULL}};
static const struct kind kind_sql_property = {"property.sql", "A property as a column.", property_fields};

/* ---- lookup tables -------------------------------------------------------------------------------------- */

/* The end of a row: its label. */
static void add_label(struct text *t, const struct enum_value *v)
{
    text_add_string(t, ", ");
    sql_add_string(t, v->label.len ? v->label : v->written);
    text_add_char(t, ')');
}

static void begin_row(struct text *t)
{
    text_add_string(t, t->len ? ",\n  (" : "(");
}

static bool is_signed(const struct enumeration *e)
{
    return !e->property || cim_types[e->property->type.cim].is_signed;
}

static void add_number_rows(struct text *t, struct model *m, const struct enumeration *e)
{
    struct sql_range *rows;
    size_t count = sql_ranges(m->arena, e, is_signed(e), &rows);
    bool ranges = sql_has_ranges(e);
    for (size_t i = 0; i < count; i++) {
        begin_row(t);
        text_printf(t, ranges ? "%" PRId64 ", %" PRId64 : "%" PRId64, rows[i].low, rows[i].high);
        add_label(t, rows[i].of);
    }
}

static int by_text(const void *a, const void *b)
{
    const struct enum_value *x = *(const struct enum_value *const *)a, *y = *(const struct enum_value *const *)b;
    uint32_t len = x->written.len < y->written.len ? x->written.len : y->written.len;
    int order = len ? memcmp(x->written.at, y->written.at, len) : 0;
    if (order) return order;
    if (x->written.len != y->written.len) return x->written.len < y->written.len ? -1 : 1;
    return x < y ? -1 : x > y;
}

/* Sorted; of equal values the first one written stays. */
static void add_text_rows(struct text *t, struct model *m, const struct enumeration *e)
{
    const struct enum_value **order = arena_array(m->arena, e->count, sizeof *order);
    for (size_t i = 0; i < e->count; i++) order[i] = &e->values[i];
    qsort(order, e->count, sizeof *order, by_text);
    for (size_t i = 0; i < e->count; i++) {
        if (order[i]->unclaimed || (i && slice_equal(order[i]->written, order[i - 1]->written))) continue;
        begin_row(t);
        sql_add_string(t, order[i]->written);
        add_label(t, order[i]);
    }
}

static const struct sql_lookup *lookup_of(const struct walk *w)
{
    return w->at.of;
}

static void lookup_name(const struct walk *w, const char *name)
{
    write_name(w->to, name, lookup_of(w)->name);
}

static void lookup_values(const struct walk *w, const char *name)
{
    sink_string(w->to, name, sql_is_text(lookup_of(w)->of) ? "TEXT" : "INTEGER");
}

static void lookup_ranges(const struct walk *w, const char *name)
{
    sink_boolean(w->to, name, !sql_is_text(lookup_of(w)->of) && sql_has_ranges(lookup_of(w)->of));
}

static void lookup_rows(const struct walk *w, const char *name)
{
    struct text t = {0};
    if (sql_is_text(lookup_of(w)->of)) add_text_rows(&t, w->model, lookup_of(w)->of);
    else add_number_rows(&t, w->model, lookup_of(w)->of);
    write_text(w->to, name, &t);
    text_free(&t);
}

static const struct field lookup_fields[] = {
    {"name", FIELD_STRING, "Of the table, quoted where it needs it.", lookup_name},
    {"values", FIELD_STRING, "The type of its values: INTEGER or TEXT.", lookup_values},
    {"ranges", FIELD_BOOLEAN, "It holds ranges, not values.", lookup_ranges},
    {"rows", FIELD_STRING, "Rows of an INSERT, as lines.", lookup_rows},
    {NULL}};
static const struct kind kind_lookup = {"class.sql.lookup", "A table of the names of values.", lookup_fields};

static void enumeration_lookup(const struct walk *w, const char *name)
{
    const struct sql_lookup *lookup = sql_lookup_of(w->model, w->at.of);
    if (lookup) write_name(w->to, name, lookup->name);
    else sink_absent(w->to, name);
}

static const struct field enumeration_fields[] = {
    {"lookup", FIELD_STRING | FIELD_OR_FALSE, "The table of its names, quoted where it needs it.", enumeration_lookup},
    {NULL}};
static const struct kind kind_sql_enumeration = {"enumeration.sql", "An enumeration in SQL.", enumeration_fields};

/* ---- classes -------------------------------------------------------------------------------------------- */

static void add_key_columns(struct text *t, const struct klass *k)
{
    for (size_t i = 0; i < k->key_count; i++) {
        if (i) text_add_string(t, ", ");
        sql_add_name(t, name_slice(k->keys[i]->name));
    }
}

/* A single integer key would become the row's number, which SQLite invents where it is missing. */
static bool is_without_rowid(const struct klass *k)
{
    return k->key_count == 1 && strcmp(sql_type(k->keys[0]), "INTEGER") == 0;
}

static bool is_wide(const struct property *p)
{
    return p->type.cim == CIM_UINT64 && !p->type.array;
}

/* Unsigned order of keys that are stored as signed numbers. */
static void order_columns(const struct walk *w, const char *name)
{
    const struct klass *k = w->at.klass;
    struct text t = {0};
    for (size_t i = 0; i < k->key_count; i++) {
        if (i) text_add_string(&t, ", ");
        if (is_wide(k->keys[i])) {
            text_add_char(&t, '(');
            sql_add_name(&t, name_slice(k->keys[i]->name));
            text_add_string(&t, " < 0), ");
        }
        sql_add_name(&t, name_slice(k->keys[i]->name));
    }
    write_text(w->to, name, &t);
    text_free(&t);
}

static void order_name(const struct walk *w, const char *name)
{
    write_name(w->to, name, arena_printf(w->model->arena, "%s.order", sql_table_name(w->model, w->at.klass)));
}

static const struct field order_fields[] = {{"name", FIELD_STRING, "Of the index.", order_name},
                                            {"columns", FIELD_STRING, "What it orders by.", order_columns},
                                            {NULL}};
static const struct kind kind_order = {"class.sql.order", "An index for the order of unsigned keys.", order_fields};

static void class_order(const struct walk *w, const char *name)
{
    const struct klass *k = w->at.klass;
    bool wide = false;
    for (size_t i = 0; i < k->key_count; i++) wide |= is_wide(k->keys[i]);
    if (wide && !w->model->options->uint64_checked)
        walk_object(w, name, (struct subject){&kind_order, k, w->at.of, NULL});
    else sink_absent(w->to, name);
}

/* -- links: references whose key stands beside them -- */

static const char *link_beside(const struct walk *w)
{
    return sql_beside(w->model, w->at.klass, w->at.of, "_key");
}

static void link_index(const struct walk *w, const char *name)
{
    write_name(w->to, name,
               arena_printf(w->model->arena, "%s.%s", sql_table_name(w->model, w->at.klass), link_beside(w)));
}

static void link_column(const struct walk *w, const char *name)
{
    write_name(w->to, name, link_beside(w));
}

static void link_property(const struct walk *w, const char *name)
{
    sink_integer(w->to, name, ((const struct property *)w->at.of)->index);
}

static void link_target(const struct walk *w, const char *name)
{
    sink_string(w->to, name, c_class_name(w->model, sql_link_target(w->model, w->at.of)));
}

static const struct field link_fields[] = {
    {"index", FIELD_STRING, "The name of its index.", link_index},
    {"column", FIELD_STRING, "The column that holds the key.", link_column},
    {"property", FIELD_INTEGER, "The place of the reference, from 0.", link_property},
    {"target", FIELD_STRING, "The class it leads to, as C names it.", link_target},
    {NULL}};
static const struct kind kind_link = {"class.sql.link", "A reference whose key stands in a column.", link_fields};

static void class_links(const struct walk *w, const char *name)
{
    const struct klass *k = w->at.klass;
    sink_list(w->to, name);
    for (size_t i = 0; i < k->property_count; i++)
        if (sql_link_target(w->model, k->properties[i]))
            walk_object(w, NULL, (struct subject){&kind_link, k, k->properties[i], NULL});
    sink_end(w->to);
}

/* The key in the order of the table's rows. */
static const struct property **key_of(struct model *m, const struct klass *k)
{
    const struct property **list = arena_array(m->arena, k->key_count + 1, sizeof *list);
    size_t count = 0;
    for (size_t i = 0; i < k->property_count; i++)
        if (k->properties[i]->key) list[count++] = k->properties[i];
    return list;
}

/* Whether two classes have a key of the same properties at the same places. */
static bool same_key(struct model *m, const struct klass *a, const struct klass *b)
{
    const struct property **x = key_of(m, a), **y = key_of(m, b);
    bool same = a->key_count == b->key_count;
    for (size_t i = 0; same && i < a->key_count; i++)
        same = x[i]->index == y[i]->index && x[i]->type.cim == y[i]->type.cim && name_equal(x[i]->name, y[i]->name) &&
               x[i]->type.array == y[i]->type.array && x[i]->type.cim != CIM_CLASS;
    return same;
}

/* The class furthest up whose key struct serves; between it and this one all have tables. */
static const struct klass *key_owner(struct model *m, const struct klass *k)
{
    while (k->super && sql_has_table(k->super) && same_key(m, k, k->super)) k = k->super;
    return k;
}

static void part_property(const struct walk *w, const char *name)
{
    sink_integer(w->to, name, ((const struct property *)w->at.of)->index);
}

static void part_member(const struct walk *w, const char *name)
{
    sink_string(w->to, name, c_word(w->model->arena, name_slice(((const struct property *)w->at.of)->name)));
}

static const struct field part_fields[] = {
    {"property", FIELD_INTEGER, "The place of the property, from 0.", part_property},
    {"member", FIELD_STRING, "As C names it.", part_member},
    {NULL}};
static const struct kind kind_part = {"class.sql.key.part", "A part of a key.", part_fields};

static void key_owner_name(const struct walk *w, const char *name)
{
    sink_string(w->to, name, c_class_name(w->model, key_owner(w->model, w->at.klass)));
}

static void key_parts(const struct walk *w, const char *name)
{
    const struct property **list = key_of(w->model, w->at.klass);
    sink_list(w->to, name);
    for (size_t i = 0; i < w->at.klass->key_count; i++)
        walk_object(w, NULL, (struct subject){&kind_part, w->at.klass, list[i], NULL});
    sink_end(w->to);
}

static const struct field key_fields[] = {
    {"owner", FIELD_STRING, "The class whose key struct it is, as C names it.", key_owner_name},
    {"parts", FIELD_OBJECT | FIELD_LIST, "In the order of the table's columns.", key_parts, &kind_part},
    {NULL}};
static const struct kind kind_key = {"class.sql.key", "The key of a table, for C.", key_fields};

static void class_key(const struct walk *w, const char *name)
{
    if (w->at.klass->key_count) walk_object(w, name, (struct subject){&kind_key, w->at.klass, w->at.of, NULL});
    else sink_absent(w->to, name);
}

static void class_lookups(const struct walk *w, const char *name)
{
    const struct klass *k = w->at.klass;
    sink_list(w->to, name);
    for (const struct sql_lookup *l = sql_names_of(w->model)->first_lookups[k->index]; l && l->first == k; l = l->next)
        walk_object(w, NULL, (struct subject){&kind_lookup, k, l, NULL});
    sink_end(w->to);
}

static void class_table(const struct walk *w, const char *name)
{
    if (sql_has_table(w->at.klass)) write_name(w->to, name, sql_table_name(w->model, w->at.klass));
    else sink_absent(w->to, name);
}

static void class_name(const struct walk *w, const char *name)
{
    sink_string(w->to, name, sql_table_name(w->model, w->at.klass));
}

static void class_keys(const struct walk *w, const char *name)
{
    struct text keys = {0};
    add_key_columns(&keys, w->at.klass);
    write_text(w->to, name, &keys);
    text_free(&keys);
}

static void class_without_rowid(const struct walk *w, const char *name)
{
    sink_boolean(w->to, name, is_without_rowid(w->at.klass));
}

static void class_flags(const struct walk *w, const char *name)
{
    sink_integer(w->to, name, w->model->options->uint64_checked ? 1 : 0); /* MOF_TABLE_UINT64_CHECKED */
}

static const struct field class_fields[] = {
    {"table", FIELD_STRING | FIELD_OR_FALSE, "The name of its table, quoted where it needs it.", class_table},
    {"name", FIELD_STRING, "The name as it is.", class_name},
    {"keys", FIELD_STRING, "The columns of the key; \"\": none.", class_keys},
    {"without_rowid", FIELD_BOOLEAN, "Its key is one integer.", class_without_rowid},
    {"flags", FIELD_INTEGER, "Of the runtime's table.", class_flags},
    {"order", FIELD_OBJECT | FIELD_OR_FALSE, "The index for the order of unsigned keys.", class_order, &kind_order},
    {"links", FIELD_OBJECT | FIELD_LIST, "References whose key stands in a column.", class_links, &kind_link},
    {"key", FIELD_OBJECT | FIELD_OR_FALSE, "The key of the table.", class_key, &kind_key},
    {"lookups", FIELD_OBJECT | FIELD_LIST, "Tables of names that its table needs first.", class_lookups, &kind_lookup},
    {"view", FIELD_OBJECT | FIELD_OR_FALSE, "The view that shows names beside numbers.", class_view, &kind_view},
    {NULL}};
static const struct kind kind_sql_class = {"class.sql", "A class as a table.", class_fields};

/* ---- the schema ----------------------------------------------------------------------------------------- */

static uint64_t mix(uint64_t hash, struct text *t)
{
    for (size_t i = 0; i < t->len; i++) hash = (hash ^ (unsigned char)t->at[i]) * 1099511628211u;
    t->len = 0;
    return hash;
}

static uint64_t mix_class(struct model *m, uint64_t hash, const struct klass *k, struct text *t)
{
    text_printf(t, "%s(", sql_table_name(m, k));
    for (size_t i = 0; i < k->property_count; i++) {
        const struct klass *target = sql_link_target(m, k->properties[i]);
        text_add_string(t, column_of(m, k->properties[i]));
        if (target) add_link(t, m, k, k->properties[i], target);
    }
    add_key_columns(t, k);
    return mix(hash, t);
}

static uint64_t mix_lookup(uint64_t hash, const struct sql_lookup *l, struct text *t)
{
    text_printf(t, "%s:", l->name);
    for (size_t i = 0; i < l->of->count; i++) {
        const struct enum_value *v = &l->of->values[i];
        text_add_slice(t, v->written);
        text_add_char(t, '=');
        text_add_slice(t, v->label);
        text_add_char(t, ';');
    }
    return mix(hash, t);
}

/* FNV-1a over tables, columns and value lists; comments and layout do not count. */
static const char *hash_of_schema(struct model *m)
{
    struct text t = {0};
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < m->schema->class_count; i++)
        if (sql_has_table(m->schema->classes[i])) hash = mix_class(m, hash, m->schema->classes[i], &t);
    for (const struct sql_lookup *l = sql_names_of(m)->lookups; l; l = l->next) hash = mix_lookup(hash, l, &t);
    text_free(&t);
    return arena_printf(m->arena, "%016" PRIx64, hash);
}

/* One column of an INSERT; `literal` is emptied. */
static void add_column(struct text *columns, struct text *values, struct slice name, struct text *literal)
{
    text_add_string(columns, columns->len ? ", " : "");
    text_add_string(values, values->len ? ", " : "");
    sql_add_name(columns, name);
    text_add(values, literal->at, literal->len);
    literal->len = 0;
}

/* The key of the instance that an alias stands for. */
static bool add_alias_key(struct text *literal, struct model *m, const struct klass *to, const struct value *v)
{
    const struct instance *o = v->kind == VALUE_ALIAS ? model_find_alias(m, v->string) : NULL;
    const struct value *key = o && o->klass == to ? value_in(o, to->keys[0]) : NULL;
    return key && sql_add_literal(literal, m, to->keys[0], key);
}

static void add_insert_value(struct text *columns, struct text *values, struct model *m, const struct klass *k,
                             const struct instance_value *of)
{
    const struct property *p = of->property;
    const struct klass *target = sql_link_target(m, p);
    struct text literal = {0};
    int64_t microseconds;
    if (sql_add_literal(&literal, m, p, of->value)) {
        add_column(columns, values, name_slice(p->name), &literal);
        if (sql_is_date(p) && datetime_utc(of->value->string, &microseconds)) {
            text_printf(&literal, "%" PRId64, microseconds);
            add_column(columns, values, slice_of(sql_beside(m, k, p, "_utc")), &literal);
        }
        if (target && add_alias_key(&literal, m, target, of->value))
            add_column(columns, values, slice_of(sql_beside(m, k, p, "_key")), &literal);
    }
    text_free(&literal);
}

/* One INSERT. */
struct insert {
    const struct instance *of;
    struct slice columns, values;
};

static struct slice kept(struct model *m, struct text *t)
{
    struct slice s = {arena_copy(m->arena, t->at ? t->at : "", t->len), (uint32_t)t->len};
    text_free(t);
    return s;
}

static const struct insert *make_insert(struct model *m, const struct instance *o)
{
    struct text columns = {0}, values = {0};
    struct insert *made = arena_new(m->arena, struct insert);
    for (size_t i = 0; i < o->value_count; i++) add_insert_value(&columns, &values, m, o->klass, &o->values[i]);
    *made = (struct insert){o, kept(m, &columns), kept(m, &values)};
    return made;
}

static void insert_table(const struct walk *w, const char *name)
{
    write_name(w->to, name, sql_table_name(w->model, ((const struct insert *)w->at.of)->of->klass));
}

static void insert_columns(const struct walk *w, const char *name)
{
    sink_slice(w->to, name, ((const struct insert *)w->at.of)->columns);
}

static void insert_values(const struct walk *w, const char *name)
{
    sink_slice(w->to, name, ((const struct insert *)w->at.of)->values);
}

static const struct field insert_fields[] = {
    {"table", FIELD_STRING, "The name of the table, quoted where it needs it.", insert_table},
    {"columns", FIELD_STRING, "The columns that are given; \"\": none.", insert_columns},
    {"values", FIELD_STRING, "Their literals.", insert_values},
    {NULL}};
static const struct kind kind_insert = {"schema.sql.insert", "An instance as a row.", insert_fields};

static void schema_name(const struct walk *w, const char *name)
{
    struct text t = {0};
    sql_add_string(&t, slice_of(w->model->options->name));
    write_text(w->to, name, &t);
    text_free(&t);
}

static void schema_hash(const struct walk *w, const char *name)
{
    sink_string(w->to, name, hash_of_schema(w->model));
}

static void schema_layout(const struct walk *w, const char *name)
{
    sink_integer(w->to, name, SQL_LAYOUT);
}

static void schema_inserts(const struct walk *w, const char *name)
{
    const struct schema *s = w->model->schema;
    sink_list(w->to, name);
    for (size_t i = 0; i < s->instance_count; i++)
        if (sql_has_table(s->instances[i]->klass))
            walk_object(w, NULL, (struct subject){&kind_insert, NULL, make_insert(w->model, s->instances[i]), NULL});
    sink_end(w->to);
}

static const struct field schema_fields[] = {
    {"name", FIELD_STRING, "Its name as a literal.", schema_name},
    {"hash", FIELD_STRING, "Of all tables, columns and value lists.", schema_hash},
    {"layout", FIELD_INTEGER, "Of the tables; a store refuses a later one.", schema_layout},
    {"inserts", FIELD_OBJECT | FIELD_LIST, "The instances.", schema_inserts, &kind_insert},
    {NULL}};
static const struct kind kind_sql_schema = {"schema.sql", "A schema as a database.", schema_fields};

static void initial_literal(const struct walk *w, const char *name)
{
    struct text t = {0};
    sql_add_literal(&t, w->model, w->at.in, w->at.of);
    write_text(w->to, name, &t);
    text_free(&t);
}

static const struct field initial_fields[] = {
    {"literal", FIELD_STRING, "As a literal; \"\" where SQL cannot hold it.", initial_literal}, {NULL}};
static const struct kind kind_sql_initial = {"initial.sql", "A value in SQL.", initial_fields};

static const struct extension extensions[] = {{&kind_schema, &kind_sql_schema},
                                              {&kind_class, &kind_sql_class},
                                              {&kind_run, &kind_sql_run},
                                              {&kind_property, &kind_sql_property},
                                              {&kind_enumeration, &kind_sql_enumeration},
                                              {&kind_initial, &kind_sql_initial},
                                              {NULL, NULL}};
const struct backend backend_sql = {"sql", "What SQL targets need: names and definitions as SQL spells them.",
                                    sql_names_build, extensions};
