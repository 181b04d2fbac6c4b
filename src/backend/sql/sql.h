/* What the SQL family of the model shares among its files: names that are decided once over the whole schema,
 * and how a property becomes a column, a value a literal. Private to backend/sql/.
 *
 * Concrete classes, indications and associations have a table of all their effective properties; abstract and
 * embedded classes and structures have none. What stands beside a column (`_utc`, `_key`, `_name`) and the names of
 * lookup tables and views give way: underscores are added until the name is free. */
#ifndef MOFC_BACKEND_SQL_H
#define MOFC_BACKEND_SQL_H

#include "model/walk.h"

enum { SQL_LAYOUT = 1 }; /* of the tables; a store refuses a file with a larger one */

/* A lookup table: an enumeration that some column uses. */
struct sql_lookup {
    const struct enumeration *of;
    const struct klass *first; /* the class whose table needs it first: it is made there */
    const char *name;
    const struct sql_lookup *next; /* in the order of need */
};

struct sql_names {
    struct arena *arena; /* while they are made */
    struct sql_slot {
        const char *key;
        const void *value;
    } * slots; /* folded names of tables, and aliases */
    size_t room, used;
    const struct sql_lookup *lookups, **last;
    const struct sql_lookup **by_enumeration; /* open addressing */
    size_t lookup_room, lookup_count;
    const struct sql_lookup **first_lookups; /* by class index: the first that its table needs */
    const char **views;                      /* by class index; NULL: no view */
    bool *has_subtable;                      /* by class index: a class below it has a table */
    const char *const *const *columns;       /* by class index and place: of the properties that it declares */
};

/* The backend itself: the `sql` objects of the model, whose fields stand in sql_model.c. */
extern const struct backend backend_sql;

static inline const struct sql_names *sql_names_of(const struct model *m)
{
    return model_backend_data(m, &backend_sql);
}

/* ---- sql_names.c ---- */

void sql_names_build(struct model *m, void **data);

bool sql_has_table(const struct klass *k);
const char *sql_table_name(const struct model *m, const struct klass *k);
const struct sql_lookup *sql_lookup_of(const struct model *m, const struct enumeration *e);

/* "<property><suffix>" with underscores until no property of the class has the name. */
const char *sql_beside(const struct model *m, const struct klass *k, const struct property *p, const char *suffix);

/* The class whose one key a reference's `_key` column holds, or NULL. */
const struct klass *sql_link_target(const struct model *m, const struct property *p);

/* ---- sql_model.c ---- */

void sql_columns_build(const struct model *m, struct sql_names *n);

/* ---- sql_column.c ---- */

void sql_add_name(struct text *t, struct slice name);     /* name, or "name" where it needs it, quotes doubled */
void sql_add_string(struct text *t, struct slice string); /* 'string', quotes doubled */

/* INTEGER, REAL, TEXT or BLOB. */
const char *sql_type(const struct property *p);
bool sql_is_json(const struct property *p);
bool sql_is_date(const struct property *p);

/* The condition of the column's CHECK, without the parentheses; nothing where any value of its type is right. */
void sql_add_check(struct text *t, const struct model *m, const struct property *p);

/* The distinct values or ranges of an enumeration as signed 64-bit numbers, in source order. A range that crosses the
 * sign (uint64) becomes two. */
struct sql_range {
    int64_t low, high;
    const struct enum_value *of;
};
size_t sql_ranges(struct arena *arena, const struct enumeration *e, bool is_signed, struct sql_range **out);

/* Whether its values are text: an enumeration of strings, or of a string property whose page lists numbers. */
bool sql_is_text(const struct enumeration *e);

/* Whether a lookup table of it would hold a row; e may be NULL. */
bool sql_has_rows(const struct enumeration *e);

/* Whether its lookup table holds ranges, not values. */
bool sql_has_ranges(const struct enumeration *e);

/* ---- sql_literal.c ---- */

/* A typed value as a literal of the column's type. False, and nothing added, where SQL cannot hold it. */
bool sql_add_literal(struct text *t, const struct model *m, const struct property *p, const struct value *v);

#endif
