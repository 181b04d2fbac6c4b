/* The store: objects of generated classes in a SQLite database that mofc's `sqlite` target describes. Generated code
 * adds typed functions a class (`SMS_DistributionJob_get` and so on) over those that are here.
 *
 * Each write goes through the class's validator first; what the validator passes, the table's own constraints check
 * again. A write that fails leaves nothing behind, and a transaction that does not reach its commit (an error, a killed
 * process, a pulled plug) leaves the database as it was. One store with its cursors belongs to one thread at
 * a time; several stores, of any threads and processes, may lie on the same file.
 *
 * Every function that can fail returns an enum mof_status and explains it in `error`, which may be NULL. */
#ifndef MOFRT_SQLITE_H
#define MOFRT_SQLITE_H

#include "mofrt.h"

#ifdef __cplusplus
#include <initializer_list>
#endif

MOF_C_BEGIN

struct sqlite3;
struct sqlite3_stmt;

/* What generated code says of a class's table and of a whole schema; a class T that is stored has its T_table. */
typedef struct mof_table mof_table;
typedef struct mof_database mof_database;

/* The class whose objects the table holds. */
const mof_class *mof_table_class(const mof_table *table);

/* ---- open and close ------------------------------------------------------------------------------------- */

typedef struct mof_store mof_store;

enum {
    MOF_OPEN_READ_ONLY = 1,
    MOF_OPEN_EXISTING = 2,        /* do not create file or tables */
    MOF_OPEN_NO_FOREIGN_KEYS = 4, /* rows come in any order; PRAGMA foreign_key_check finds what is missing */
    MOF_OPEN_CHECKED = 8 /* objects are validated when they are read too, as MOF_MIRROR: one that breaks a rule (a value
                          * outside its list, a text beyond its length, in a file that others write) is MOF_CORRUPT */
};

typedef struct mof_store_options {
    int flags;
    int busy_ms; /* how long to wait for another connection's lock; 0: the default of 5000; <0: not at all */
    /* What `mofc diff --migrate sqlite` printed, a text each, and a NULL; or NULL. Where the database is in an older
     * state those that lead from it to the program's are run, in one transaction; where one fails nothing has changed,
     * and the error says which step it was. */
    const char *const *migrations;
} mof_store_options;

/* Opens `path` (":memory:" too). An empty database gets the tables; any other must hold this very schema, but for texts
 * and labels: where the program calls values otherwise, lookup tables get its labels, if they may be written. What is
 * in another state is MOF_OTHER_SCHEMA, and the error says how to migrate it. `options` may be NULL. *store is to be
 * closed with mof_store_close(); on failure it is NULL. */
enum mof_status mof_store_open(const char *path, const mof_database *schema, const mof_store_options *options,
                               mof_store **store, mof_error *error);

/* Rolls back what is not committed. NULL is fine. Cursors must be closed before. */
void mof_store_close(mof_store *store);

/* For queries of your own; stays the store's. Transactions are to go through the functions below. */
struct sqlite3 *mof_store_sqlite(mof_store *store);

/* ---- transactions --------------------------------------------------------------------------------------- */

/* They nest: the outermost is BEGIN IMMEDIATE, inner ones are savepoints. A full disk or a failing device may make
 * SQLite roll back all of them at once; the error then says so, and commit returns MOF_MISUSE. A commit that fails (a
 * lock, say) leaves the transaction open: it may be tried again or rolled back. */
enum mof_status mof_store_begin(mof_store *store, mof_error *error);
enum mof_status mof_store_commit(mof_store *store, mof_error *error);
enum mof_status mof_store_rollback(mof_store *store, mof_error *error);

/* ---- one object ----------------------------------------------------------------------------------------- */

/* The same as the typed functions T_insert and so on, for code that learns the class at run time: `object` points at
 * the struct of the table's class, `key` at its key struct.
 *
 * Insert: `mode` is MOF_MIRROR or MOF_CREATE, any other is MOF_MISUSE. A property that is not there becomes NULL.
 * Upsert: as insert, or the whole row with this key is replaced. */
enum mof_status mof_store_insert(mof_store *store, const mof_table *table, const void *object, enum mof_mode mode,
                                 mof_report *report, mof_error *error);
enum mof_status mof_store_upsert(mof_store *store, const mof_table *table, const void *object, enum mof_mode mode,
                                 mof_report *report, mof_error *error);

/* Writes the properties that `object` has to the row with this key, in MOF_UPDATE mode: a key property that differs
 * from `key`, or an immutable one that differs from what is stored, is a violation. What is not there stays; to make a
 * property NULL, upsert the object without it. */
enum mof_status mof_store_update(mof_store *store, const mof_table *table, const void *key, const void *object,
                                 mof_report *report, mof_error *error);

/* Reads all properties, lazy ones included. Strings and arrays are placed in `arena`. What is read is what was stored,
 * but for a single real of -0.0, which SQLite keeps as the whole number 0: it comes back as 0.0. */
enum mof_status mof_store_get(mof_store *store, const mof_table *table, const void *key, void *object, mof_arena *arena,
                              mof_error *error);

enum mof_status mof_store_delete(mof_store *store, const mof_table *table, const void *key, mof_error *error);

/* MOF_OK where a row has this key, MOF_NOT_FOUND where none has. */
enum mof_status mof_store_exists(mof_store *store, const mof_table *table, const void *key, mof_error *error);

/* ---- many objects --------------------------------------------------------------------------------------- */

enum mof_listing { MOF_WITHOUT_LAZY, MOF_WITH_LAZY };

/* All rows at once: *objects is an array of the class's structs in the arena. */
enum mof_status mof_store_list(mof_store *store, const mof_table *table, enum mof_listing listing, void **objects,
                               size_t *count, mof_arena *arena, mof_error *error);

/* Rows one at a time; the caller's memory, nothing is allocated between rows but in the caller's arena. */
typedef struct mof_cursor {
    mof_store *store;
    const mof_table *table;
    struct sqlite3_stmt *statement; /* its columns are those of the current row */
    enum mof_listing listing;
    int32_t *places; /* of mof_store_select(): the property of each column */
} mof_cursor;

/* Opens a cursor over all rows in key order (unsigned keys unsigned), which is to be closed whatever came of it. */
enum mof_status mof_cursor_open(mof_cursor *cursor, mof_store *store, const mof_table *table, enum mof_listing listing,
                                mof_error *error);
/* Returns MOF_OK with the next object, MOF_DONE behind the last. The arena may be reset between calls. `table` is the
 * cursor's own: another is MOF_MISUSE. */
enum mof_status mof_cursor_next(mof_cursor *cursor, const mof_table *table, void *object, mof_arena *arena,
                                mof_error *error);
void mof_cursor_close(mof_cursor *cursor);

/* ---- questions ------------------------------------------------------------------------------------------ */

/* A value of a condition or statement. {0} is NULL; the functions below make the others. Borrows a text until the
 * function that it is given to returns. */
typedef struct mof_value {
    bool there;
    enum mof_type type;
    uint64_t number; /* two's complement */
    double real;
    mof_str text;
    mof_datetime when;
} mof_value;

mof_value mof_null(void);
mof_value mof_bool(bool value);
mof_value mof_u64(uint64_t value);
mof_value mof_s64(int64_t value);
mof_value mof_real(double value);
mof_value mof_text(const char *value);
mof_value mof_text_of(mof_str value);
mof_value mof_when(mof_datetime value);

/* The values ?1, ?2, ... in order: mof_values(mof_u64(32), mof_text("Hall 3")), mof_values() for none. They live as
 * long as the call that they stand in; an array of one's own will do as well: (mof_values){items, count}. */
typedef struct mof_values {
    const mof_value *items;
    size_t count;
} mof_values;

#ifdef __cplusplus
#define mof_values(...) \
    mof_values { std::initializer_list<mof_value>{mof_null(), __VA_ARGS__}.begin() + 1, MOF_VALUE_COUNT(__VA_ARGS__) }
#define MOF_VALUE_COUNT(...) std::initializer_list<mof_value>{mof_null(), __VA_ARGS__}.size() - 1
#else
#define mof_values(...)                                             \
    ((mof_values){(const mof_value[]){mof_null(), __VA_ARGS__} + 1, \
                  sizeof((const mof_value[]){mof_null(), __VA_ARGS__}) / sizeof(mof_value) - 1})
#endif

/* The objects that a condition holds for, with all their properties (lazy ones too): SQL's own expression over the
 * class's properties, then ORDER BY and LIMIT where they are wanted; NULL or "" is all of them.
 *
 *     T_query(store, &cursor, "Cores > ?1 AND Name LIKE 'web%' ORDER BY Started DESC LIMIT 10",
 *             mof_values(mof_u64(32)), &error)
 *     while (T_next(&cursor, &object, &arena, &error) == MOF_OK) ...
 *     mof_cursor_close(&cursor)
 *
 * Names compare without case and may stand in "double quotes", which they need where they are a word of SQL's (Order).
 * Text stands in 'single quotes', values are ?1, ?2. There are no other statements in a condition, no tables, no
 * comments. Without ORDER BY the order is open.
 *
 * Properties compare as what they are, also where SQLite stores them in another form:
 *
 * - uint64: all 64 bits, unsigned, with =, <>, <, <=, >, >=, BETWEEN, IN and ORDER BY, where both sides are a property,
 *   a value or a whole number alone. In sums, functions and the like it is the signed number that is stored, so one
 *   above 2^63-1 is negative there.
 *
 * - datetime: moments, with the same operators; the other side is mof_when(), or a text as mof_datetime_parse() takes
 *   it. What has an unknown offset ("+***") compares with what has one too, by the time on the clock; anything else
 *   compares in UTC. Wildcards have no order, and so a date without a time has none: '2026-11-01T00:00:00Z' has. In
 *   LIKE, substr() and the like it is the text of 25 characters.
 *
 * - numbers with a list of values: with those operators (but ORDER BY) a text is a label, without case, or labels with
 *   '|' between them where the values are flags: Kind = 'Tanker', Kind IN ('Tanker', 4). A text that is neither label
 *   nor number is MOF_SYNTAX, beside any number or boolean.
 *
 * - arrays and embedded objects: their JSON text. One item is json_extract(Flags, '$[0]') = 3, the number of items
 *   json_array_length(Flags) > 2, a member json_extract(Best, '$.Place') = 5, and LIKE looks into the text. All items
 *   at once (json_each()) need a table: mof_store_select() takes
 *   "SELECT DISTINCT T.* FROM T, json_each(T.Flags) AS item WHERE item.value = 3".
 *
 * - uint8[]: a BLOB: hex(Data) = '00FF', length(Data) > 2.
 *
 * MOF_SYNTAX where the condition is none: an unknown name with the nearest property, otherwise SQLite's own words;
 * `error` has the column. MOF_MISUSE where values are missing or too many. The cursor is to be closed whatever came of
 * it. */
enum mof_status mof_store_query(mof_store *store, const mof_table *table, mof_cursor *cursor, const char *condition,
                                mof_values values, mof_error *error);

/* How many objects such a condition holds for. */
enum mof_status mof_store_count(mof_store *store, const mof_table *table, const char *condition, mof_values values,
                                uint64_t *rows, mof_error *error);

/* The rows of a SELECT of one's own, joins and all, as structs: a column that is called as a property of the table's
 * class is that property; a property without a column is not there. Columns of other names are for the caller, who
 * finds them in the cursor's `statement`. Here everything is as it is stored (NAME.sql says how), values too, but for a
 * uint64 above 2^63-1: of such a one mof_s64() gives the 64 bits. MOF_MISUSE where it is not one statement that only
 * reads. */
enum mof_status mof_store_select(mof_store *store, const mof_table *table, mof_cursor *cursor, const char *sql,
                                 mof_values values, mof_error *error);

/* ---- along associations --------------------------------------------------------------------------------- */

/* The object that a reference leads to, in whichever table it stands: the path may name its class or one above it.
 * *table says of which class it is, *object is that class's struct in the arena:
 *
 *     if (mof_store_follow(store, edge.Place, &table, &object, &arena, &error) == MOF_OK && table == &INV_Hall_table)
 *         show_hall((const INV_Hall *)object);
 *
 * MOF_NOT_FOUND where no row has the key, MOF_INVALID where the text is no object path or not one with the keys of the
 * class that it names. Host and namespace in a path are not looked at. */
enum mof_status mof_store_follow(mof_store *store, mof_ref path, const mof_table **table, void **object,
                                 mof_arena *arena, mof_error *error);

/* The objects that refer to one, of all classes that have a reference to its class or to one above it. The caller's
 * memory; its members are not for the caller. */
typedef struct mof_referrers {
    mof_store *store;
    const mof_table *to;
    const void *key;
    struct sqlite3_stmt *statement;
    uint32_t table, property;
    bool exact; /* the statement finds them without a look at the path */
} mof_referrers;

/* Begins at the object of `to` with this key, which is borrowed until the walk is closed; it is to be closed whatever
 * came of it. A reference that can only lead to one table with one key finds its rows by an index; of any other all
 * rows of the table are looked at. Lists of references are not. */
enum mof_status mof_store_referrers(mof_store *store, const mof_table *to, const void *key, mof_referrers *walk,
                                    mof_error *error);
/* Returns MOF_OK with the next one, MOF_DONE behind the last: its table, by which property it refers (`property` may be
 * NULL), and its struct in the arena, which may be reset between calls. One that refers twice comes twice. */
enum mof_status mof_referrers_next(mof_referrers *walk, const mof_table **table, const char **property, void **object,
                                   mof_arena *arena, mof_error *error);
void mof_referrers_close(mof_referrers *walk);

/* ---- bulk load ------------------------------------------------------------------------------------------ */

typedef struct mof_progress {
    uint64_t rows;        /* tried so far */
    uint64_t failed;      /* of them refused */
    uint64_t bytes;       /* of input read, as the caller says */
    uint64_t bytes_total; /* 0: not known */
} mof_progress;

typedef struct mof_bulk_options {
    enum mof_mode mode;   /* MOF_MIRROR or MOF_CREATE */
    bool upsert;          /* a row whose key is there replaces it; else it is refused */
    uint64_t bytes_total; /* for the progress; 0: not known */
    uint64_t every;       /* rows between two calls of progress; 0: 1000 */
    bool (*progress)(void *context, const mof_progress *progress); /* false stops the load; may be NULL */
    void *context;
} mof_bulk_options;

typedef struct mof_bulk {
    mof_store *store;
    const mof_table *table;
    mof_bulk_options options;
    mof_progress progress;
    uint64_t next_call;
} mof_bulk;

/* One transaction around many rows. `options` may be NULL (mirror, insert). */
enum mof_status mof_bulk_begin(mof_bulk *bulk, mof_store *store, const mof_table *table,
                               const mof_bulk_options *options, mof_error *error);

/* Adds a row. MOF_INVALID, MOF_EXISTS and MOF_CONSTRAINT refuse this row alone: the load goes on, and the message
 * begins with the row's number, from 1. `bytes`: how far the input was read; 0 where nobody asks. Any other failure
 * means that the load cannot go on: roll it back. `table` is the bulk's own: another is MOF_MISUSE. */
enum mof_status mof_bulk_add(mof_bulk *bulk, const mof_table *table, const void *object, uint64_t bytes,
                             mof_report *report, mof_error *error);

/* Whether a status of mof_bulk_add refuses one row only. */
bool mof_bulk_goes_on(enum mof_status status);

/* Exactly one of these ends the load. Commit calls progress a last time. */
enum mof_status mof_bulk_commit(mof_bulk *bulk, mof_error *error);
enum mof_status mof_bulk_rollback(mof_bulk *bulk, mof_error *error);

MOF_C_END

#endif
