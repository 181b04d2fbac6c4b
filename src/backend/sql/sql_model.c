/* The SQL family's part of the model: what the templates of SQL targets name. Columns arrive whole, with those
 * beside them (`X_utc`, `X_key`); lookup tables, views and instances arrive as their parts.
 *
 *   schema.sql      name hash (as literals) layout inserts[]{table columns values}
 *   class.sql       table | false, name, keys ("" or a column list), without_rowid, flags, order{name columns} | false,
 *                   links[]{index column property target (its C name)},
 *                   key{owner (the class whose key struct it is, in C) members parts[]{property member}} | false
 *   class.lookups[] name values ranges rows (lines): the lookup tables that this class's table needs first
 *   class.view      name select | false
 *   run.sql         columns: lines of a CREATE TABLE
 *   property.sql    name columns
 *   enumeration.sql lookup (its table) | false
 *   initial.sql     literal ("" where SQL cannot hold it) */
#include "backend/sql/sql.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "backend/c/c.h"

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
    return p->declared ? m->sql->columns[p->declared->index][p->index] : make_column(m, p);
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
    if (has_value(p) && p->initial->kind == VALUE_STRING && sql_utc(p->initial->string, &microseconds))
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
static void write_select(struct model *m, struct sink *to, const struct klass *k)
{
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
    write_text(to, "select", &t);
    text_free(&t);
    text_free(&item);
}

void sql_write_view(struct model *m, struct sink *to, const char *name, const struct klass *k)
{
    const char *view = m->sql->views[k->index];
    if (!view) {
        sink_absent(to, name);
        return;
    }
    sink_object(to, name);
    write_name(to, "name", view);
    write_select(m, to, k);
    sink_end(to);
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

void sql_write_run(struct model *m, struct sink *to, const struct klass *k, size_t first, size_t end)
{
    struct text t = {0};
    for (size_t i = first; i < end; i++) {
        if (i > first) text_add_string(&t, ",\n  ");
        add_columns(&t, m, k, k->properties[i]);
    }
    write_text(to, "columns", &t);
    text_free(&t);
}

void sql_write_property(struct model *m, struct sink *to, const struct klass *k, const struct property *p)
{
    struct text t = {0};
    write_name(to, "name", p->name->text);
    add_columns(&t, m, k, p);
    write_text(to, "columns", &t);
    text_free(&t);
}

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

static void write_lookup(struct model *m, struct sink *to, const struct sql_lookup *l)
{
    sink_object(to, NULL);
    write_name(to, "name", l->name);
    sink_string(to, "values", sql_is_text(l->of) ? "TEXT" : "INTEGER");
    sink_boolean(to, "ranges", !sql_is_text(l->of) && sql_has_ranges(l->of));
    struct text t = {0};
    if (sql_is_text(l->of)) add_text_rows(&t, m, l->of);
    else add_number_rows(&t, m, l->of);
    write_text(to, "rows", &t);
    text_free(&t);
    sink_end(to);
}

void sql_write_enumeration(struct model *m, struct sink *to, const struct klass *k, const struct enumeration *e)
{
    (void)k;
    const struct sql_lookup *lookup = sql_lookup_of(m, e);
    if (lookup) write_name(to, "lookup", lookup->name);
    else sink_absent(to, "lookup");
}

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
static void write_order(struct model *m, struct sink *to, const struct klass *k)
{
    struct text t = {0};
    bool wide = false;
    for (size_t i = 0; i < k->key_count; i++) {
        if (i) text_add_string(&t, ", ");
        if (is_wide(k->keys[i])) {
            text_add_char(&t, '(');
            sql_add_name(&t, name_slice(k->keys[i]->name));
            text_add_string(&t, " < 0), ");
            wide = true;
        }
        sql_add_name(&t, name_slice(k->keys[i]->name));
    }
    if (wide && !m->options->uint64_checked) {
        sink_object(to, "order");
        write_name(to, "name", arena_printf(m->arena, "%s.order", sql_table_name(m, k)));
        write_text(to, "columns", &t);
        sink_end(to);
    } else {
        sink_absent(to, "order");
    }
    text_free(&t);
}

static void write_links(struct model *m, struct sink *to, const struct klass *k)
{
    sink_list(to, "links");
    for (size_t i = 0; i < k->property_count; i++) {
        if (!sql_link_target(m, k->properties[i])) continue;
        const char *column = sql_beside(m, k, k->properties[i], "_key");
        sink_object(to, NULL);
        write_name(to, "index", arena_printf(m->arena, "%s.%s", sql_table_name(m, k), column));
        write_name(to, "column", column);
        sink_integer(to, "property", (int64_t)i);
        sink_string(to, "target", c_class_name(m, sql_link_target(m, k->properties[i])));
        sink_end(to);
    }
    sink_end(to);
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

static void write_key(struct model *m, struct sink *to, const struct klass *k)
{
    const struct property **list = key_of(m, k);
    struct text t = {0};
    if (!k->key_count) {
        sink_absent(to, "key");
        return;
    }
    sink_object(to, "key");
    sink_string(to, "owner", c_class_name(m, key_owner(m, k)));
    c_add_members(&t, m, list, k->key_count);
    write_text(to, "members", &t);
    text_free(&t);
    sink_list(to, "parts");
    for (size_t i = 0; i < k->key_count; i++) {
        sink_object(to, NULL);
        sink_integer(to, "property", list[i]->index);
        sink_string(to, "member", c_word(m->arena, name_slice(list[i]->name)));
        sink_end(to);
    }
    sink_end(to);
    sink_end(to);
}

void sql_write_lookups(struct model *m, struct sink *to, const char *name, const struct klass *k)
{
    sink_list(to, name);
    for (const struct sql_lookup *l = m->sql->first_lookups[k->index]; l && l->first == k; l = l->next)
        write_lookup(m, to, l);
    sink_end(to);
}

void sql_write_class(struct model *m, struct sink *to, const struct klass *k)
{
    if (sql_has_table(k)) write_name(to, "table", sql_table_name(m, k));
    else sink_absent(to, "table");
    sink_string(to, "name", sql_table_name(m, k));
    struct text keys = {0};
    add_key_columns(&keys, k);
    write_text(to, "keys", &keys);
    text_free(&keys);
    sink_boolean(to, "without_rowid", is_without_rowid(k));
    sink_integer(to, "flags", m->options->uint64_checked ? 1 : 0); /* MOF_TABLE_UINT64_CHECKED */
    write_order(m, to, k);
    write_links(m, to, k);
    write_key(m, to, k);
}

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
    for (const struct sql_lookup *l = m->sql->lookups; l; l = l->next) hash = mix_lookup(hash, l, &t);
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
        if (sql_is_date(p) && sql_utc(of->value->string, &microseconds)) {
            text_printf(&literal, "%" PRId64, microseconds);
            add_column(columns, values, slice_of(sql_beside(m, k, p, "_utc")), &literal);
        }
        if (target && add_alias_key(&literal, m, target, of->value))
            add_column(columns, values, slice_of(sql_beside(m, k, p, "_key")), &literal);
    }
    text_free(&literal);
}

static void write_insert(struct model *m, struct sink *to, const struct instance *o)
{
    struct text columns = {0}, values = {0};
    for (size_t i = 0; i < o->value_count; i++) add_insert_value(&columns, &values, m, o->klass, &o->values[i]);
    sink_object(to, NULL);
    write_name(to, "table", sql_table_name(m, o->klass));
    write_text(to, "columns", &columns);
    write_text(to, "values", &values);
    sink_end(to);
    text_free(&columns);
    text_free(&values);
}

void sql_write_schema(struct model *m, struct sink *to)
{
    struct text t = {0};
    sql_add_string(&t, slice_of(m->options->name));
    write_text(to, "name", &t);
    text_free(&t);
    sink_string(to, "hash", hash_of_schema(m));
    sink_integer(to, "layout", SQL_LAYOUT);
    sink_list(to, "inserts");
    for (size_t i = 0; i < m->schema->instance_count; i++)
        if (sql_has_table(m->schema->instances[i]->klass)) write_insert(m, to, m->schema->instances[i]);
    sink_end(to);
}

void sql_write_initial(struct model *m, struct sink *to, const struct property *p, const struct value *v)
{
    struct text t = {0};
    sql_add_literal(&t, m, p, v);
    write_text(to, "literal", &t);
    text_free(&t);
}
