/* A migration: what turns a database of the schema before into one of this schema, as facts. Templates write the
 * statements. Tables are paired as the comparison of the schemas pairs their classes. A table whose columns stay, but
 * for new names and new ones at its end, is altered; any other whose facts differ is made anew and its rows are copied.
 * Everything that a table is not needed for (views, indexes, lookup tables) is dropped and made again where it differs.
 * Private to backend/sql/. */
#ifndef MOFC_BACKEND_SQL_MIGRATION_H
#define MOFC_BACKEND_SQL_MIGRATION_H

#include "backend/sql/sql.h"
#include "diff/diff.h"

/* ---- sql_carry.c ---------------------------------------------------------------------------------------- */

/* How a value becomes one of the new column. */
enum sql_conversion {
    CONVERT_COPY,
    CONVERT_SIGN,            /* the same number; those with the sign bit mean another one and are refused */
    CONVERT_ITEMS,           /* the same list; items that do not fit the new type are refused */
    CONVERT_REAL,            /* an integer, where the real is as exact */
    CONVERT_INTEGER,         /* a real, where it is whole; or a text of digits */
    CONVERT_UNSIGNED,        /* the same, without a sign */
    CONVERT_DIGITS,          /* a number as text */
    CONVERT_UNSIGNED_DIGITS, /* of 64 bits */
    CONVERT_WORD,            /* a truth value as text */
    CONVERT_TRUTH,           /* a text as a truth value */
    CONVERT_NUMBER,          /* a text as a real */
    CONVERT_LOST,            /* no value of the one is one of the other */
};

/* A column of the new table, and where its values come from. */
struct sql_carry {
    const struct klass *klass;
    const struct property *property;
    const struct sql_column *column;
    const struct property *old_property;
    const struct sql_column *old; /* NULL: from nowhere */
    enum sql_conversion conversion;
    bool opaque;  /* what lies in it is of another shape now, and cannot be looked at */
    bool implied; /* whatever passed the old checks passes the new ones */
};

struct sql_carry sql_carry_of(const struct model *now, const struct klass *k, const struct property *p,
                              const struct sql_column *c, const struct model *was, const struct klass *old,
                              const struct property *q);

/* Whether both are written alike, apart from their names and what they refer to. */
bool sql_columns_alike(const struct model *m, const struct sql_column *a, const struct sql_column *b);

/* ---- sql_migration.c ------------------------------------------------------------------------------------ */

enum sql_effect { EFFECT_SAFE, EFFECT_DATA, EFFECT_LOSS, EFFECT_COUNT };

enum sql_step_kind {
    STEP_TABLE_NEW,
    STEP_TABLE_GONE,
    STEP_TABLE_RENAMED,
    STEP_KEY,     /* rows that were two may be one */
    STEP_ORDER,   /* nothing but the order or the form of the table */
    STEP_NEW,     /* a column */
    STEP_NEEDED,  /* a column that each row must have, and nothing to put there */
    STEP_RENAMED, /* */
    STEP_GONE,
    STEP_LOST, /* the column stays; its type takes none of the values */
    STEP_CONVERTED,
    STEP_CHECK,        /* the values that pass are others */
    STEP_NULL_REFUSED, /* */
    STEP_NULL_ALLOWED,
    STEP_DEFAULT, /* for new rows */
    STEP_REFERS,  /* to another table, or it did not before */
    STEP_OPAQUE,
};

/* One thing that happens to a table. */
struct sql_step {
    struct sql_step *next;
    enum sql_step_kind kind;
    enum sql_effect effect;
    const struct sql_carry *carry; /* NULL: of the table, or of a column that is gone */
    const char *old;               /* the old name of the column or table; NULL: none */
    bool checked;                  /* a statement stops the migration where rows stand in the way */
};

enum sql_move_kind { MOVE_STAY, MOVE_ALTER, MOVE_REBUILD, MOVE_CREATE, MOVE_DROP };

/* What happens to a table. */
struct sql_move {
    enum sql_move_kind kind;
    const struct klass *old, *now; /* NULL: there is none */
    const char *old_name, *name;
    const char *temporary; /* what it is called until the name is free; NULL: the name is free */
    const struct sql_carry *carries;
    size_t carry_count;
    struct sql_step *steps, **last;
    const char **left; /* columns whose values no column takes */
    size_t left_count;
    const char *left_name;    /* of the table that keeps them; NULL: none */
    const char **old_indexes; /* */
    size_t old_index_count;
    bool view, indexes; /* are made (again) */
};

enum sql_refill { REFILL_CREATE, REFILL_ROWS, REFILL_LABELS };

/* What happens to a lookup table that stays or is new. */
struct sql_lookup_move {
    const struct sql_lookup *lookup;
    enum sql_refill refill;
};

struct sql_migration {
    const struct model *was;
    const struct sql_move *moves; /* in the order of the new classes; what is gone is last */
    size_t move_count;
    const struct sql_lookup_move *lookups;
    size_t lookup_count;
    const char **dropped_views, **dropped_indexes, **dropped_lookups;
    size_t dropped_view_count, dropped_index_count, dropped_lookup_count;
    size_t counts[EFFECT_COUNT];
    bool allow_loss, same; /* same: the identity is */
};

const struct sql_migration *sql_migration_build(const struct model *m);

/* ---- sql_derived.c -------------------------------------------------------------------------------------- */

/* Which views and indexes of a table are made again; then what is dropped first, and the lookup tables. */
void sql_move_derived(const struct model *now, const struct model *was, struct sql_move *move);
void sql_migration_derived(const struct model *m, struct sql_migration *to);

extern const struct kind kind_sql_migration; /* sql_model_migration.c */

#endif
