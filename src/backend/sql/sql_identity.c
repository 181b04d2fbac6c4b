/* What tells one database of a schema from another: the facts of its tables, and the values that its lists name: of an
 * open list no check shows that they are others. Labels and texts are not among them: a store reads and writes the same
 * rows whatever they say. */
#include "backend/sql/sql.h"

#include <inttypes.h>

static const uint64_t START = 14695981039346656037u;

static uint64_t mix_byte(uint64_t hash, unsigned char byte) { return (hash ^ byte) * 1099511628211u; /* FNV-1a */ }

/* A literal or a name with its end; what there is not differs from what is empty. */
static uint64_t mix(uint64_t hash, const char *fact)
{
    hash = mix_byte(hash, fact != NULL);
    for (; fact && *fact; fact++) hash = mix_byte(hash, (unsigned char)*fact);
    return mix_byte(hash, 0);
}

static uint64_t mix_number(uint64_t hash, uint64_t number)
{
    for (unsigned shift = 0; shift < 64; shift += 8) hash = mix_byte(hash, (unsigned char)(number >> shift));
    return hash;
}

static uint64_t mix_check(uint64_t hash, const struct sql_check *c)
{
    hash = mix_number(mix(mix(hash, c->bound.min), c->bound.max), c->kind);
    for (size_t i = 0; i < c->value_count; i++) hash = mix(hash, c->values[i]);
    for (size_t i = 0; i < c->range_count; i++) hash = mix(mix(mix_byte(hash, 1), c->ranges[i].min), c->ranges[i].max);
    return hash;
}

uint64_t sql_column_identity(const struct model *m, const struct sql_column *c)
{
    const char *facts[] = {
        c->name,         sql_dialect_of(m)->types[c->content], c->collation, c->initial, c->allowed, c->refers_table,
        c->refers_column};
    uint64_t hash = START;
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) hash = mix(hash, facts[i]);
    for (size_t i = 0; i < c->check_count; i++) hash = mix_check(hash, &c->checks[i]);
    return mix_byte(hash, c->not_null);
}

uint64_t sql_lookup_identity(const struct sql_row *rows, size_t count)
{
    uint64_t hash = mix_number(START, count);
    for (size_t i = 0; i < count; i++) hash = mix(mix(hash, rows[i].value.min), rows[i].value.max);
    return hash;
}

static uint64_t hash_of_table(const struct model *m, const struct klass *k)
{
    const struct sql_column *columns[SQL_MOST_COLUMNS];
    uint64_t hash = mix(START, sql_table(m, k)->raw);
    for (size_t i = 0; i < k->property_count; i++) {
        size_t count = sql_columns(m, k, k->properties[i], columns);
        for (size_t j = 0; j < count; j++)
            hash = mix_number(hash, j ? sql_column_identity(m, columns[j]) : columns[0]->identity);
        hash = mix_byte(hash, k->properties[i]->key);
        const struct sql_lookup *lookup = sql_lookup_of(m, k->properties[i]);
        if (lookup) hash = mix_number(hash, lookup->identity);
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
