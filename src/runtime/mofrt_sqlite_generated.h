/* What generated sources tell the store of tables and of a whole schema: constants, defined once each. Not for users.
 */
#ifndef MOFRT_SQLITE_GENERATED_H
#define MOFRT_SQLITE_GENERATED_H

#include "mofrt_generated.h"
#include "mofrt_sqlite.h"

/* A reference whose target's one key has a column of its own, `<property>_key`, with a foreign key on it. */
struct mof_link {
    uint32_t property;   /* the place of the reference */
    const mof_class *to; /* the class it refers to, which has one key */
};

/* Columns are the class's properties in order; a single datetime has `<property>_utc` behind it (with more underscores
 * where a property has that name). */
struct mof_table {
    const char *name;
    const mof_class *of;
    const struct mof_link *links; /* in property order */
    uint32_t link_count;
    bool uint64_checked; /* uint64 columns hold at most 2^63-1 */
};

struct mof_database {
    const char *name;
    const char *hash;          /* of all that the tables are made from */
    const char *labels_hash;   /* of what lookup tables call the values, and of the indexes that mofc.yaml asks for */
    int version;               /* of the layout; a store refuses a file with a larger one */
    const char *const *ddl;    /* the SQL without its comments, in pieces; ends with NULL */
    const char *const *labels; /* likewise: the rows of lookup tables and those indexes, which may be there; or NULL */
    const char *migrate;       /* the command that prints a migration, but for the schemas; NULL: not known */
    const char *abi;           /* &mofrt_abi_3 */
    const mof_table *const *tables; /* of all classes that are stored */
    uint32_t table_count;
};

#endif
