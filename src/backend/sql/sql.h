/* The SQL backend: what a schema is in tables, as facts. Columns with their types, defaults and checks, keys, indexes,
 * lookup tables, views and rows: all of them arrive at the templates as names and literals that are safe to write, and
 * the templates write every line. Private to backend/sql/.
 *
 * Concrete classes, indications and associations have a table of all their effective properties; abstract and
 * embedded classes and structures have none. What stands beside a column (`_utc`, `_key`, `_name`, `_text`) and the
 * names of lookup tables, views and indexes give way: underscores are added until the name is free. */
#ifndef MOFC_BACKEND_SQL_H
#define MOFC_BACKEND_SQL_H

#include "base/map.h"
#include "model/walk.h"

enum { SQL_LAYOUT = 1 }; /* of the tables; a store refuses a file with a larger one */

/* ---- sql_dialect.c -------------------------------------------------------------------------------------- */

/* What a column holds. */
enum sql_content {
    SQL_BOOLEAN,
    SQL_INTEGER,
    SQL_UNSIGNED, /* of 64 bits */
    SQL_REAL,
    SQL_TEXT,
    SQL_DATETIME,
    SQL_REFERENCE,
    SQL_BYTES,
    SQL_JSON, /* arrays and embedded objects */
    SQL_CONTENT_COUNT
};

/* All that one engine differs in from another, apart from the text of its statements, which is its templates'. */
struct sql_dialect {
    const char *types[SQL_CONTENT_COUNT];
    char quote;                              /* around a name that needs it, doubled inside */
    unsigned reserved;                       /* words that need it, as base/reserved.h has them */
    const char *own_names;                   /* a prefix that the engine keeps for itself */
    const char *nocase;                      /* the collation of keys that compare without case */
    const char *booleans[2];                 /* the literals */
    const char *bytes_before, *bytes_behind; /* around hexadecimal digits */
    const char *least;                       /* the smallest integer of 64 bits: its digits alone are no literal */
    size_t most_tables;                      /* in one join */
    size_t most_terms;                       /* of an OR */
    size_t most_columns;                     /* of a table, and of a view */
};
extern const struct sql_dialect sql_sqlite;

/* The dialect that the model is made for. */
const struct sql_dialect *sql_dialect_of(const struct model *m);

/* A name as it may stand in a statement: itself, or quoted where it needs that. Plain is better: where a quoted name is
 * misspelt SQLite takes it for a string. */
const char *sql_name(const struct model *m, struct slice name);

/* ---- sql_literal.c -------------------------------------------------------------------------------------- */

/* Literals; in the model's arena, or constant. */
const char *sql_string(const struct model *m, struct slice string);
const char *sql_integer(const struct model *m, int64_t value);

/* A typed value as a literal of the property's column; NULL where SQL cannot hold it. */
const char *sql_literal(const struct model *m, const struct property *p, const struct value *v);

/* ---- sql_check.c ---------------------------------------------------------------------------------------- */

enum sql_check_kind { CHECK_BOOLEAN, CHECK_RANGE, CHECK_VALUES, CHECK_LENGTH, CHECK_DATETIME, CHECK_JSON };

struct sql_range {
    const char *min, *max; /* literals; NULL: no bound */
};

/* One thing that holds for a column's value; NULL passes all of them. */
struct sql_check {
    enum sql_check_kind kind;
    struct sql_range bound;         /* CHECK_RANGE; CHECK_LENGTH: digits */
    const char *const *values;      /* CHECK_VALUES: one of these literals, */
    size_t value_count;             /* */
    const struct sql_range *ranges; /* or in one of these */
    size_t range_count;
};

enum { SQL_MOST_CHECKS = 2 };
size_t sql_checks(const struct model *m, const struct property *p, struct sql_check out[SQL_MOST_CHECKS]);

/* The documented default where the checks refuse it: it passes all the same. Else NULL. */
const char *sql_allowed(const struct model *m, const struct property *p);

/* Whether only the listed values are right. */
bool sql_is_closed(const struct enumeration *e);

/* ---- sql_lookup.c --------------------------------------------------------------------------------------- */

/* A lookup table: the labels of an enumeration that some column uses. */
struct sql_lookup {
    const struct enumeration *of;
    const struct klass *first; /* the class whose table needs it first: it is made there */
    const char *name;          /* as it may stand in a statement */
    bool text, ranges, flags;
    const struct sql_row *rows;
    size_t row_count;
    uint64_t identity;             /* of the values, whatever their labels */
    const struct sql_lookup *next; /* in the order of need */
};

struct sql_row {
    struct sql_range value; /* of a table of single values both are the same */
    struct slice label;
};

/* The rows of its lookup table, sorted. No value is in two of them: of overlapping values and ranges the first one
 * written holds it, as for `..._name()` in C, and what no other claims is in the rows of `..`. */
size_t sql_rows(const struct model *m, const struct enumeration *e, const struct sql_row **out);

/* What a lookup table of the values would be like. */
bool sql_has_labels(const struct property *p);
bool sql_is_text(const struct enumeration *e);
bool sql_has_ranges(const struct enumeration *e);

/* ---- sql_column.c --------------------------------------------------------------------------------------- */

enum sql_part { PART_VALUE, PART_UTC, PART_KEY };

struct sql_column {
    enum sql_part part;
    const char *name;
    enum sql_content content;
    const char *collation; /* NULL: none */
    bool not_null;
    const char *initial; /* a literal; NULL: none */
    const char *allowed; /* a literal that passes whatever the checks say; NULL: none */
    struct sql_check checks[SQL_MOST_CHECKS];
    size_t check_count;
    const char *refers_table, *refers_column; /* NULL: to none */
    uint64_t identity;                        /* of a property's own column */
};

enum sql_content sql_content(const struct property *p);

/* The column of a property without those beside it: made once for all classes that inherit it. */
const struct sql_column *sql_column_of(const struct model *m, const struct property *p);

/* All columns that a property has in a class's table, in order; returns their number, at most 2. */
enum { SQL_MOST_COLUMNS = 2 };
size_t sql_columns(const struct model *m, const struct klass *k, const struct property *p,
                   const struct sql_column *out[SQL_MOST_COLUMNS]);

/* ---- sql_view.c ----------------------------------------------------------------------------------------- */

enum sql_shown_kind {
    SHOWN_COLUMN,   /* as it is */
    SHOWN_UNSIGNED, /* the digits of a number whose 64 bits are stored as a signed one */
    SHOWN_LABEL,    /* `name` of the joined lookup table */
    SHOWN_LOOKUP,   /* the same without a join: there are too many */
    SHOWN_FLAGS,    /* the names of all bits that are set */
};

/* A column of a view. */
struct sql_shown {
    enum sql_shown_kind kind;
    const char *column; /* of the class's table */
    const char *name;   /* in the view */
    const struct sql_lookup *lookup;
    bool not_null;
};

enum { SQL_MOST_SHOWN = 3 };
size_t sql_shown(const struct model *m, const struct klass *k, const struct property *p, bool joined,
                 struct sql_shown out[SQL_MOST_SHOWN]);

/* Whether the view joins the property's lookup table, where there is still room. */
bool sql_joins(const struct model *m, const struct property *p);

/* ---- sql_names.c ---------------------------------------------------------------------------------------- */

/* A reference that can only lead to one table with one key. */
struct sql_link {
    const struct property *property;
    const struct klass *target;
    const char *column, *index;
};

/* An index that mofc.yaml asks for. */
struct sql_index {
    const char *name;
    const char *const *columns; /* as they may stand in a statement */
    size_t count;
};

struct sql_table {
    const char *raw;   /* its name, unquoted; NULL: the class has no table */
    const char *name;  /* as it may stand in a statement */
    const char *view;  /* NULL: none */
    const char *alias; /* what the table is called in its view */
    const char *order; /* the index in unsigned order of keys; NULL: none */
    const struct sql_link *links;
    size_t link_count;
    const struct sql_index *indexes;
    size_t index_count;
    const struct sql_lookup *lookups; /* the first that this table needs */
    bool crowded;                     /* more lookup tables than one join takes */
    bool special; /* a name beside a column gave way, so its columns are not those of other classes */
};

struct sql_migration;

struct sql_names {
    const struct sql_dialect *dialect;
    struct map taken;          /* names of tables, views and indexes */
    struct map by_enumeration; /* struct sql_lookup */
    const struct sql_lookup *lookups, **last;
    struct sql_table *tables;                       /* by class index */
    bool *referred;                                 /* by class index: some reference is declared with it */
    bool *has_subtable;                             /* by class index: a class below it has a table */
    const struct sql_column *const *const *columns; /* by class index and place: of the properties that it declares */
    const char *identity, *labels;
    const struct sql_migration *migration; /* NULL: none is made */
};

/* The backend itself: the `sql` objects of the model, whose fields stand in sql_model.c. */
extern const struct backend backend_sql;

static inline const struct sql_names *sql_names_of(const struct model *m)
{
    return model_backend_data(m, &backend_sql);
}

void sql_names_build(struct model *m, void **data);
void sql_columns_build(const struct model *m, struct sql_names *n);

bool sql_has_table(const struct klass *k);
const struct sql_table *sql_table(const struct model *m, const struct klass *k);
/* Whether a reference of some table may lead to objects of the class. */
bool sql_is_referred(const struct model *m, const struct klass *k);
const struct sql_lookup *sql_lookup_of(const struct model *m, const struct property *p);

/* "<property><suffix>" with underscores until no property of the class has the name. */
const char *sql_beside(const struct model *m, const struct klass *k, const struct property *p, const char *suffix);

/* The class whose one key a reference's `_key` column holds, or NULL. */
const struct klass *sql_link_target(const struct model *m, const struct property *p);

/* ---- sql_limits.c --------------------------------------------------------------------------------------- */

/* Reports every class whose table or view the engine would refuse (RULE_COLUMN_LIMIT). */
void sql_limits_check(const struct model *m);

/* ---- sql_identity.c ------------------------------------------------------------------------------------- */

/* A hash of all that the catalog is made of, the values of lists, and what lies in columns: what a store compares. No
 * text and no label counts. It is made once, with the names. */
const char *sql_identity(const struct model *m);
/* A hash of the labels in lookup tables: where it is another, a store writes them anew. */
const char *sql_labels(const struct model *m);
uint64_t sql_type_identity(const struct model *m, const struct type *t);
uint64_t sql_lookup_identity(const struct sql_row *rows, size_t count);
uint64_t sql_column_identity(const struct model *m, const struct sql_column *c);

#endif
