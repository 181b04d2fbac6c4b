/* What tells one database of a schema from another: all that its catalog is made of, the values that its lists name (of
 * an open list no check shows that they are others), and of what the engine takes for mere text or JSON what lies in
 * it. Labels and texts are not among them: a store reads and writes the same rows whatever they say. Labels have a hash
 * of their own, by which a store knows that its lookup tables are to be written anew. */
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

/* ---- what lies in JSON ---------------------------------------------------------------------------------- */

/* Names and types of what a class's objects hold. */
static uint64_t hash_of_members(const struct klass *k)
{
    uint64_t hash = mix(START, k->unique_name->text);
    for (size_t i = 0; i < k->property_count; i++) {
        const struct type *t = &k->properties[i]->type;
        hash = mix_number(mix(hash, k->properties[i]->name->text), (uint64_t)t->cim << 1 | t->array);
    }
    return hash;
}

/* Of the class and of all that its objects embed, each once. */
static uint64_t hash_of_embedded(const struct model *m, const struct klass *k)
{
    const struct klass **list = arena_array(m->arena, m->schema->class_count + 1, sizeof *list);
    bool *seen = arena_array(m->arena, m->schema->class_count + 1, sizeof *seen);
    size_t count = 0;
    uint64_t sum = 0;
    list[count++] = k;
    seen[k->index] = true;
    for (size_t next = 0; next < count; next++) {
        k = list[next];
        sum += hash_of_members(k);
        for (size_t i = 0; i < k->property_count; i++) {
            const struct type *t = &k->properties[i]->type;
            if (t->cim != CIM_CLASS || !t->klass || seen[t->klass->index]) continue;
            seen[t->klass->index] = true;
            list[count++] = t->klass;
        }
    }
    return sum;
}

uint64_t sql_type_identity(const struct model *m, const struct type *t)
{
    uint64_t hash = mix_number(START, (uint64_t)t->cim << 1 | t->array);
    return t->cim == CIM_CLASS && t->klass ? mix_number(hash, hash_of_embedded(m, t->klass)) : hash;
}

/* ---- columns and tables --------------------------------------------------------------------------------- */

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

/* The column's own identity, and of what a property's is made. */
static uint64_t hash_of_column(const struct model *m, const struct property *p, const struct sql_column *c)
{
    return mix_number(c->part == PART_VALUE ? c->identity : sql_column_identity(m, c), sql_type_identity(m, &p->type));
}

static uint64_t hash_of_table(const struct model *m, const struct klass *k)
{
    const struct sql_column *columns[SQL_MOST_COLUMNS];
    const struct sql_table *t = sql_table(m, k);
    uint64_t hash = mix(mix(mix(mix(START, t->raw), t->view), t->alias), t->order);
    hash = mix_byte(hash, m->options->uint64_checked); /* what a view shows of a number */
    for (size_t i = 0; i < t->link_count; i++) hash = mix(hash, t->links[i].index);
    for (size_t i = 0; i < k->property_count; i++) {
        size_t count = sql_columns(m, k, k->properties[i], columns);
        for (size_t j = 0; j < count; j++) hash = mix_number(hash, hash_of_column(m, k->properties[i], columns[j]));
        hash = mix_byte(hash, (unsigned char)(k->properties[i]->key | k->properties[i]->lazy << 1));
        const struct sql_lookup *lookup = sql_lookup_of(m, k->properties[i]);
        if (lookup) hash = mix_number(mix(hash, lookup->name), lookup->identity);
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

const char *sql_labels(const struct model *m)
{
    uint64_t sum = 0;
    for (const struct sql_lookup *l = sql_names_of(m)->lookups; l; l = l->next) {
        uint64_t hash = mix(START, l->name);
        for (size_t i = 0; i < l->row_count; i++) {
            const struct slice label = l->rows[i].label;
            hash = mix_number(mix(hash, l->rows[i].value.min), label.len);
            for (uint32_t j = 0; j < label.len; j++) hash = mix_byte(hash, (unsigned char)label.at[j]);
        }
        sum += hash;
    }
    for (size_t i = 0; i < m->schema->class_count; i++) {
        const struct sql_table *t = sql_table(m, m->schema->classes[i]);
        for (size_t j = 0; j < t->index_count; j++) sum += mix(START, t->indexes[j].name);
    }
    return arena_printf(m->arena, "%016" PRIx64, sum);
}
