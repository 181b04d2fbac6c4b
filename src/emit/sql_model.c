/* The `sql` objects of the model: what the templates of SQL targets name. A column arrives whole but for its place:
 * `name`, `definition` and the columns beside it; lookup tables, views and instances arrive as their parts.
 *
 *   schema.sql   name hash (as literals) layout inserts[]{table columns values}
 *   class.sql    table | false, name, keys ("" or a column list), without_rowid, flags, order{name columns} | false,
 *                links[]{index column property target (its C name)}, lookups[]{name values ranges rows[]{low high
 * label}} (made with this class), view | false property.sql name definition beside[] shown shown_name   (shown: ""
 * where the view leaves the column out) enumeration.sql  lookup (its table) | false initial.sql  literal ("" where SQL
 * cannot hold it) */
#include "emit/sql.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "emit/c.h"

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
    text_add_string(t, e->flags ? "(SELECT group_concat(\"name\", ' | ') FROM " : "(SELECT \"name\" FROM ");
    sql_add_name(t, slice_of(lookup->name));
    text_add_string(t, e->flags ? " WHERE t." : " WHERE ");
    if (!e->flags && !sql_has_ranges(e)) text_add_string(t, "\"value\" = t.");
    if (!e->flags && sql_has_ranges(e)) text_add_string(t, "t.");
    sql_add_name(t, name_slice(p->name));
    if (e->flags) text_add_string(t, " & \"value\"");
    if (!e->flags && sql_has_ranges(e)) text_add_string(t, " BETWEEN \"low\" AND \"high\"");
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

static void write_shown(struct model *m, struct sink *to, const struct klass *k, const struct property *p)
{
    struct text t = {0};
    bool shown = m->sql->views[k->index] && !p->lazy;
    const struct sql_lookup *lookup = shown && !p->type.array ? sql_lookup_of(m, p->enumeration) : NULL;
    if (shown) add_shown(&t, m, p);
    write_text(to, "shown", &t);
    if (lookup) add_name_of(&t, m, k, p, lookup);
    write_text(to, "shown_name", &t);
    text_free(&t);
}

void sql_write_property(struct model *m, struct sink *to, const struct klass *k, const struct property *p)
{
    struct text t = {0};
    sql_add_name(&t, name_slice(p->name));
    write_text(to, "name", &t);
    add_definition(&t, m, p);
    write_text(to, "definition", &t);
    sink_list(to, "beside");
    const struct klass *target = sql_link_target(m, p);
    if (sql_is_date(p)) {
        add_utc(&t, m, k, p);
        write_text(to, NULL, &t);
    }
    if (target) {
        add_link(&t, m, k, p, target);
        write_text(to, NULL, &t);
    }
    sink_end(to);
    text_free(&t);
    write_shown(m, to, k, p);
}

/* ---- lookup tables -------------------------------------------------------------------------------------- */

static void write_row(struct sink *to, struct text *low, int64_t high, const struct enum_value *v)
{
    struct text t = {0};
    sink_object(to, NULL);
    write_text(to, "low", low);
    text_printf(&t, "%" PRId64, high);
    write_text(to, "high", &t);
    sql_add_string(&t, v->label.len ? v->label : v->written);
    write_text(to, "label", &t);
    sink_end(to);
    text_free(&t);
}

static bool is_signed(const struct enumeration *e)
{
    return !e->property || cim_types[e->property->type.cim].is_signed;
}

static void write_number_rows(struct model *m, struct sink *to, const struct enumeration *e)
{
    struct sql_range *rows;
    struct text t = {0};
    size_t count = sql_ranges(m->arena, e, is_signed(e), &rows);
    for (size_t i = 0; i < count; i++) {
        text_printf(&t, "%" PRId64, rows[i].low);
        write_row(to, &t, rows[i].high, rows[i].of);
    }
    text_free(&t);
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
static void write_text_rows(struct model *m, struct sink *to, const struct enumeration *e)
{
    struct text t = {0};
    const struct enum_value **order = arena_array(m->arena, e->count, sizeof *order);
    for (size_t i = 0; i < e->count; i++) order[i] = &e->values[i];
    qsort(order, e->count, sizeof *order, by_text);
    for (size_t i = 0; i < e->count; i++) {
        if (order[i]->unclaimed || (i && slice_equal(order[i]->written, order[i - 1]->written))) continue;
        sql_add_string(&t, order[i]->written);
        write_row(to, &t, 0, order[i]);
    }
    text_free(&t);
}

static void write_lookup(struct model *m, struct sink *to, const struct sql_lookup *l)
{
    sink_object(to, NULL);
    write_name(to, "name", l->name);
    sink_string(to, "values", sql_is_text(l->of) ? "TEXT" : "INTEGER");
    sink_boolean(to, "ranges", !sql_is_text(l->of) && sql_has_ranges(l->of));
    sink_list(to, "rows");
    if (sql_is_text(l->of))
        write_text_rows(m, to, l->of);
    else
        write_number_rows(m, to, l->of);
    sink_end(to);
    sink_end(to);
}

void sql_write_enumeration(struct model *m, struct sink *to, const struct klass *k, const struct enumeration *e)
{
    (void)k;
    const struct sql_lookup *lookup = sql_lookup_of(m, e);
    if (lookup)
        write_name(to, "lookup", lookup->name);
    else
        sink_absent(to, "lookup");
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

static void write_lookups(struct model *m, struct sink *to, const struct klass *k)
{
    sink_list(to, "lookups");
    for (const struct sql_lookup *l = m->sql->first_lookups[k->index]; l && l->first == k; l = l->next)
        write_lookup(m, to, l);
    sink_end(to);
}

void sql_write_class(struct model *m, struct sink *to, const struct klass *k)
{
    const char *view = m->sql->views[k->index];
    if (sql_has_table(k))
        write_name(to, "table", sql_table_name(m, k));
    else
        sink_absent(to, "table");
    sink_string(to, "name", sql_table_name(m, k));
    struct text keys = {0};
    add_key_columns(&keys, k);
    write_text(to, "keys", &keys);
    text_free(&keys);
    sink_boolean(to, "without_rowid", is_without_rowid(k));
    sink_integer(to, "flags", m->options->uint64_checked ? 1 : 0); /* MOF_TABLE_UINT64_CHECKED */
    write_order(m, to, k);
    write_links(m, to, k);
    write_lookups(m, to, k);
    if (view)
        write_name(to, "view", view);
    else
        sink_absent(to, "view");
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
        sql_add_name(t, name_slice(k->properties[i]->name));
        add_definition(t, m, k->properties[i]);
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
        text_printf(t, SLICE_FMT "=" SLICE_FMT ";", SLICE_ARG(v->written), SLICE_ARG(v->label));
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
    const struct instance *o = v->kind == VALUE_ALIAS ? sql_find_alias(m, v->string) : NULL;
    for (size_t i = 0; o && i < o->value_count; i++)
        if (name_equal(o->values[i].property->name, to->keys[0]->name))
            return o->klass == to && sql_add_literal(literal, m, to->keys[0], o->values[i].value);
    return false;
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
