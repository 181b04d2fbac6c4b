/* What tells one database of a schema from another: the facts of its tables. Labels, texts and views are not among
 * them: a store reads and writes the same rows whatever they say. */
#include "backend/sql/sql.h"

#include <inttypes.h>
#include <string.h>

static void add(struct text *t, const char *fact)
{
    text_add_string(t, fact ? fact : "-");
    text_add_char(t, '\n');
}

static void add_check(struct text *t, const struct sql_check *c)
{
    text_printf(t, "%d %zu %zu\n", (int)c->kind, c->value_count, c->range_count);
    add(t, c->bound.min);
    add(t, c->bound.max);
    for (size_t i = 0; i < c->value_count; i++) add(t, c->values[i]);
    for (size_t i = 0; i < c->range_count; i++) {
        add(t, c->ranges[i].min);
        add(t, c->ranges[i].max);
    }
}

static void add_column(struct text *t, const struct model *m, const struct sql_column *c)
{
    text_printf(t, "%s %s %d\n", c->name, sql_dialect_of(m)->types[c->content], c->not_null);
    add(t, c->collation);
    add(t, c->initial);
    add(t, c->allowed);
    add(t, c->refers_table);
    add(t, c->refers_column);
    for (size_t i = 0; i < c->check_count; i++) add_check(t, &c->checks[i]);
}

/* FNV-1a */
static uint64_t mix(uint64_t hash, const void *bytes, size_t len)
{
    for (const unsigned char *b = bytes; len; len--) hash = (hash ^ *b++) * 1099511628211u;
    return hash;
}

static void mix_number(uint64_t *hash, uint64_t number)
{
    unsigned char bytes[sizeof number]; /* the same on every machine */
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (unsigned char)(number >> 8 * i);
    *hash = mix(*hash, bytes, sizeof bytes);
}

static const uint64_t START = 14695981039346656037u;

uint64_t sql_column_identity(const struct model *m, const struct sql_column *c)
{
    struct text t = {0};
    add_column(&t, m, c);
    uint64_t hash = mix(START, t.at, t.len);
    text_free(&t);
    return hash;
}

static uint64_t hash_of_table(const struct model *m, const struct klass *k)
{
    const struct sql_column *columns[SQL_MOST_COLUMNS];
    uint64_t hash = mix(START, sql_table(m, k)->raw, strlen(sql_table(m, k)->raw) + 1);
    for (size_t i = 0; i < k->property_count; i++) {
        size_t count = sql_columns(m, k, k->properties[i], columns);
        for (size_t j = 0; j < count; j++) {
            uint64_t of = j ? sql_column_identity(m, columns[j]) : columns[0]->identity;
            mix_number(&hash, of);
        }
        mix_number(&hash, k->properties[i]->key);
    }
    return hash;
}

/* A sum, so that the order of the classes does not matter. */
const char *sql_identity(const struct model *m)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < m->schema->class_count; i++)
        if (sql_has_table(m->schema->classes[i])) sum += hash_of_table(m, m->schema->classes[i]);
    return arena_printf(m->arena, "%016" PRIx64, sum);
}
