/* What the store's own files share: the open store, its statements a table, and how a struct's member becomes a
 * column and back. Only the sqlite_*.c files include this, and only they know SQLite. */
#ifndef MOFRT_SQLITE_STORE_H
#define MOFRT_SQLITE_STORE_H

#include <sqlite3.h>

#include "mofrt_sqlite_generated.h"
#include "rows.h"

/* The columns of a table in order: a property's value, then what stands beside it. */
enum column_part { COLUMN_VALUE, COLUMN_UTC, COLUMN_LINK };

struct column {
    uint32_t property;
    enum column_part part;
    const struct mof_link *link; /* of COLUMN_LINK */
    bool started;
};

/* Steps to the next column; `column` begins zeroed. False behind the last. */
bool mof_column_next(const mof_table *table, struct column *column);

/* The name, for sqlite3_free(); NULL when out of memory. */
char *mof_column_name(const mof_class *of, const struct column *column);

static inline bool column_is_date(const struct mof_property *p)
{
    return p->type == MOF_DATETIME && !(p->flags & MOF_ARRAY);
}

enum statement {
    STATEMENT_INSERT,
    STATEMENT_UPSERT,
    STATEMENT_UPDATE,
    STATEMENT_DELETE,
    STATEMENT_GET,
    STATEMENT_LIST,
    STATEMENT_LIST_LAZY,
    STATEMENT_EXISTS,
    STATEMENT_KINDS
};

/* A table's prepared statements, and the text of the datetimes that are bound to them. */
struct plan {
    const mof_table *table;
    sqlite3_stmt *statements[STATEMENT_KINDS];
    char (*dates)[MOF_DATETIME_ROOM]; /* one a single datetime of the class */
    uint32_t columns;
    mof_arena scratch; /* JSON of what is being bound */
};

struct mof_store {
    sqlite3 *db;
    const mof_database *schema;
    struct plan **slots; /* open addressing by table; room is a power of two */
    size_t room, used;
    unsigned depth; /* transactions begun and not ended */
    int busy_ms;
    bool checked;     /* MOF_OPEN_CHECKED */
    bool other_state; /* the database is of this schema, and not as the program has it */
};

/* ---- sqlite_error.c: one place turns SQLite's codes into ours ---- */

/* The status of the connection's last failure, its message led by `what` ("insert into X"). Notices when SQLite
 * rolled the transaction back by itself. */
enum mof_status mof_store_fail(mof_store *store, mof_error *error, const char *what, const char *name);

/* ---- sqlite_migrate.c ---- */

enum { HASH_LENGTH = 16, STEP_ROOM = 200 };

/* Takes the database from the state that it is in to the program's; where that fails nothing has changed. */
enum mof_status mof_store_migrate(mof_store *store, const char *const *scripts, mof_error *error);

/* ---- sqlite_link.c ---- */

/* Where a foreign key refused the row of `object`: says in `error` which reference has no target, if that can be known.
 */
void mof_store_explain_link(mof_store *store, struct plan *plan, const void *object, const char *what,
                            mof_error *error);

/* ---- sqlite_statement.c ---- */

/* The plan of a table, made at the first question; NULL and `error` where memory runs out. */
struct plan *mof_store_plan(mof_store *store, const mof_table *table, mof_error *error);
void mof_store_forget_plans(mof_store *store);

/* The statement, prepared at first use and kept. */
enum mof_status mof_plan_statement(mof_store *store, struct plan *plan, enum statement kind, sqlite3_stmt **out,
                                   mof_error *error);

/* A statement of the caller's own, for a cursor. */
enum mof_status mof_table_prepare(mof_store *store, const mof_table *table, enum statement kind, sqlite3_stmt **out,
                                  mof_error *error);

/* "SELECT ... FROM table", as a cursor reads it. */
void mof_add_select(sqlite3_str *sql, const mof_table *table, bool lazy);

/* ---- sqlite_bind.c ---- */

/* A scalar that is a number: its value in two's complement; a real's bits. */
int64_t mof_column_integer(const struct mof_property *p, const void *value);

/* Binds every column from 1 on; absent properties are NULL. What is bound borrows from the object. */
enum mof_status mof_bind_object(struct plan *plan, sqlite3_stmt *statement, const void *object, mof_error *error);

/* Binds the key in a reference's path, or NULL where the path leads to another class; SQLite's code. */
int mof_bind_link(struct plan *plan, sqlite3_stmt *statement, int at, const struct mof_link *link, const mof_ref *ref);

/* Binds the parts of a key struct from parameter `first` on. */
enum mof_status mof_bind_key(const struct plan *plan, sqlite3_stmt *statement, int first, const void *key,
                             mof_error *error);

/* ---- sqlite_value.c ---- */

/* Binds a value of the caller's; SQLite keeps a copy. SQLITE_MISMATCH where it cannot be stored. */
int mof_bind_argument(sqlite3_stmt *statement, int at, const mof_value *value);

/* ---- sqlite_read.c ---- */

/* Reads the current row of a GET or LIST statement. */
enum mof_status mof_read_row(const mof_table *table, sqlite3_stmt *statement, enum mof_listing listing,
                             mof_arena *arena, void *object, mof_error *error);

/* Reads the current row of any statement: `places` has a column's property, or MOF_NO_PROPERTY. */
enum mof_status mof_read_columns(const mof_table *table, sqlite3_stmt *statement, const int32_t *places,
                                 mof_arena *arena, void *object, mof_error *error);

/* ---- sqlite_write.c ---- */

/* MOF_MISUSE where new rows are not written in this mode; `what` leads the message. */
enum mof_status mof_check_mode(const mof_table *table, const char *what, enum mof_mode mode, mof_error *error);

/* Validates and writes without asking for a transaction; STATEMENT_INSERT or STATEMENT_UPSERT. */
enum mof_status mof_write_object(mof_store *store, struct plan *plan, enum statement kind, const void *object,
                                 enum mof_mode mode, mof_report *report, mof_error *error);

#endif
