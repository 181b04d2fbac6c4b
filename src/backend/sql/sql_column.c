/* A property as columns: its own, and those beside it. */
#include "backend/sql/sql.h"

#include "base/datetime.h"

enum sql_content sql_content(const struct property *p)
{
    enum cim_type cim = p->type.cim;
    if (p->type.array) return cim == CIM_UINT8 ? SQL_BYTES : SQL_JSON;
    if (cim == CIM_CLASS || cim == CIM_OBJECT) return SQL_JSON;
    if (cim == CIM_REFERENCE) return SQL_REFERENCE;
    if (cim == CIM_DATETIME) return SQL_DATETIME;
    if (cim == CIM_BOOLEAN) return SQL_BOOLEAN;
    if (cim == CIM_REAL32 || cim == CIM_REAL64) return SQL_REAL;
    if (cim == CIM_UINT64) return SQL_UNSIGNED;
    return cim_types[cim].bits > 0 ? SQL_INTEGER : SQL_TEXT;
}

static const char *collation_of(const struct model *m, const struct property *p)
{
    bool nocase = m->options->keys_nocase && p->key && p->type.cim == CIM_STRING && !p->type.array;
    return nocase ? sql_dialect_of(m)->nocase : NULL;
}

static const struct sql_column *make_column(const struct model *m, const struct property *p)
{
    struct sql_column *c = arena_new(m->arena, struct sql_column);
    *c = (struct sql_column){.part = PART_VALUE,
                             .name = sql_name(m, name_slice(p->name)),
                             .content = sql_content(p),
                             .collation = collation_of(m, p),
                             .not_null = p->key || p->not_null || p->limits.not_null,
                             .initial = p->initial ? sql_literal(m, p, p->initial) : NULL};
    c->check_count = sql_checks(m, p, c->checks);
    if (c->check_count) c->allowed = sql_allowed(m, p);
    c->identity = sql_column_identity(m, c);
    return c;
}

const struct sql_column *sql_column_of(const struct model *m, const struct property *p)
{
    return p->declared ? sql_names_of(m)->columns[p->declared->index][p->index] : make_column(m, p);
}

void sql_columns_build(const struct model *m, struct sql_names *n)
{
    const struct schema *s = m->schema;
    const struct sql_column ***columns = arena_array(m->arena, s->class_count + 1, sizeof *columns);
    for (size_t i = 0; i < s->class_count; i++) {
        const struct klass *k = s->classes[i];
        columns[i] = arena_array(m->arena, k->property_count + 1, sizeof **columns);
        for (size_t j = 0; j < k->property_count; j++)
            if (k->properties[j]->declared == k) columns[i][j] = make_column(m, k->properties[j]);
    }
    n->columns = (const struct sql_column *const *const *)columns;
}

static const struct sql_column *utc_column(const struct model *m, const struct klass *k, const struct property *p)
{
    struct sql_column *c = arena_new(m->arena, struct sql_column);
    int64_t microseconds;
    bool known = p->initial && p->initial->kind == VALUE_STRING && datetime_utc(p->initial->string, &microseconds);
    *c = (struct sql_column){.part = PART_UTC,
                             .name = sql_name(m, slice_of(sql_beside(m, k, p, "_utc"))),
                             .content = SQL_INTEGER,
                             .initial = known ? sql_integer(m, microseconds) : NULL};
    return c;
}

static const struct sql_column *key_column(const struct model *m, const struct klass *k, const struct property *p,
                                           const struct klass *to)
{
    const struct property *key = to->keys[0];
    struct sql_column *c = arena_new(m->arena, struct sql_column);
    *c = (struct sql_column){.part = PART_KEY,
                             .name = sql_name(m, slice_of(sql_beside(m, k, p, "_key"))),
                             .content = sql_content(key),
                             .collation = collation_of(m, key),
                             .refers_table = sql_table(m, to)->name,
                             .refers_column = sql_name(m, name_slice(key->name))};
    return c;
}

size_t sql_columns(const struct model *m, const struct klass *k, const struct property *p,
                   const struct sql_column *out[SQL_MOST_COLUMNS])
{
    const struct klass *target = sql_link_target(m, p);
    size_t count = 0;
    out[count++] = sql_column_of(m, p);
    if (out[0]->content == SQL_DATETIME) out[count++] = utc_column(m, k, p);
    if (target) out[count++] = key_column(m, k, p, target);
    return count;
}
