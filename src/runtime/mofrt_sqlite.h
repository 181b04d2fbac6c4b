/* The store: objects of generated classes in a SQLite database that mofc's `sqlite` target describes.
 *
 * Everything generic is here once, driven by struct mof_table; generated code adds typed one-line functions a
 * class (`SMS_DistributionJob_get` and so on). Each write goes through the class's validator first; what the
 * validator passes, the table's own constraints check again. A write that fails leaves nothing behind, and a
 * transaction that does not reach its commit (an error, a killed process, a pulled plug) leaves the database as
 * it was. One store belongs to one thread; several processes may open the same file.
 *
 * Every function that can fail returns an enum mof_status and explains it in `error`, which may be NULL. */
#ifndef MOFRT_SQLITE_H
#define MOFRT_SQLITE_H

#include "mofrt.h"

#ifdef __cplusplus
extern "C" {
#endif

struct sqlite3;
struct sqlite3_stmt;

enum mof_status {
    MOF_OK,
    MOF_DONE,         /* a cursor has no more rows */
    MOF_NOT_FOUND,    /* no row has this key */
    MOF_INVALID,      /* the validator refused the object; the report says what is wrong with it */
    MOF_EXISTS,       /* a row with this key is there already */
    MOF_CONSTRAINT,   /* the table's CHECK, NOT NULL, foreign key or type refused the row */
    MOF_BUSY,         /* another connection holds the lock longer than busy_ms */
    MOF_FULL,         /* no space left */
    MOF_READ_ONLY,    /* the file or the store may not be written */
    MOF_CORRUPT,      /* the file is damaged, no SQLite database, or holds a value that its table forbids */
    MOF_FOREIGN,      /* a database of something else */
    MOF_OTHER_SCHEMA, /* a mofc database, but of another schema or another state of it */
    MOF_NEWER,        /* made by a newer mofc than this runtime knows */
    MOF_STOPPED,      /* the progress callback asked to stop */
    MOF_MISUSE,       /* not possible here: no key, no transaction, an unknown class */
    MOF_NO_MEMORY,
    MOF_FAILED, /* anything else SQLite reports, unreadable and unopenable files among it */
    MOF_STATUS_COUNT
};

const char *mof_status_name(enum mof_status status); /* "not-found" */

/* ---- what generated code says of a table ---------------------------------------------------------------- */

/* Where a part of the key lies in the class's key struct. */
struct mof_key_part {
    uint32_t property; /* index in the class's table */
    uint32_t offset;   /* in the key struct */
};

/* A reference whose target's one key has a column of its own, `<property>_key`, with a foreign key on it. */
struct mof_link {
    uint32_t property;          /* index of the reference property */
    const struct mof_class *to; /* the class it refers to; its first MOF_KEY property is the key */
};

enum { MOF_TABLE_UINT64_CHECKED = 1 }; /* mof_table.flags: uint64 columns hold at most 2^63-1 */

/* Columns are the class's properties in order; a single datetime has `<property>_utc` behind it (with more
 * underscores where a property has that name). */
struct mof_table {
    const char *name;
    const struct mof_class *of;
    const struct mof_key_part *keys; /* in property order */
    const struct mof_link *links;    /* in property order */
    uint16_t key_count, link_count;
    uint32_t flags;
};

/* A whole generated schema. */
struct mof_database {
    const char *name;
    const char *hash;       /* of all that the tables are made from */
    int version;            /* of the layout; a store refuses a file with a larger one */
    const char *const *ddl; /* schema.sql without its comments, in pieces; ends with NULL */
};

/* ---- open and close ------------------------------------------------------------------------------------- */

typedef struct mof_store mof_store;

enum {
    MOF_OPEN_READ_ONLY = 1,
    MOF_OPEN_EXISTING = 2,       /* do not create file or tables */
    MOF_OPEN_NO_FOREIGN_KEYS = 4 /* rows come in any order; PRAGMA foreign_key_check finds what is missing */
};

struct mof_store_options {
    int flags;
    int busy_ms; /* how long to wait for another connection's lock; 0: the default of 5000; <0: not at all */
};

/* Opens `path` (":memory:" too). An empty database gets the tables; any other must hold this very schema.
 * `options` may be NULL. On failure *out is NULL. */
int mof_store_open(const char *path, const struct mof_database *schema, const struct mof_store_options *options,
                   mof_store **out, struct mof_error *error);

/* Rolls back what is not committed. NULL is fine. Cursors must be closed before. */
void mof_store_close(mof_store *store);

/* For queries of your own. Transactions are to go through the functions below. */
struct sqlite3 *mof_store_sqlite(mof_store *store);

/* ---- transactions --------------------------------------------------------------------------------------- */

/* They nest: the outermost is BEGIN IMMEDIATE, inner ones are savepoints. A full disk or a failing device may make
 * SQLite roll back all of them at once; the error then says so, and commit returns MOF_MISUSE. */
int mof_store_begin(mof_store *store, struct mof_error *error);
int mof_store_commit(mof_store *store, struct mof_error *error);
int mof_store_rollback(mof_store *store, struct mof_error *error);

/* ---- one object ----------------------------------------------------------------------------------------- */

/* `mode` is MOF_MIRROR or MOF_CREATE. `report` may be NULL. A property that is not present becomes NULL. */
int mof_store_insert(mof_store *store, const struct mof_table *table, const void *object, enum mof_mode mode,
                     struct mof_report *report, struct mof_error *error);

/* As insert, or the whole row with this key is replaced. */
int mof_store_upsert(mof_store *store, const struct mof_table *table, const void *object, enum mof_mode mode,
                     struct mof_report *report, struct mof_error *error);

/* Writes the present properties of `object` to the row with this key, in MOF_UPDATE mode: a key property that
 * differs from `key`, or an immutable one that differs from what is stored, is a violation. What is not present stays;
 * to make a property NULL, upsert the object without it. */
int mof_store_update(mof_store *store, const struct mof_table *table, const void *key, const void *object,
                     struct mof_report *report, struct mof_error *error);

/* Reads all properties, lazy ones included. Strings and arrays are placed in `arena`. */
int mof_store_get(mof_store *store, const struct mof_table *table, const void *key, mof_arena *arena, void *object,
                  struct mof_error *error);

int mof_store_delete(mof_store *store, const struct mof_table *table, const void *key, struct mof_error *error);

int mof_store_count(mof_store *store, const struct mof_table *table, uint64_t *rows, struct mof_error *error);

/* ---- many objects --------------------------------------------------------------------------------------- */

enum mof_listing { MOF_WITHOUT_LAZY, MOF_WITH_LAZY };

/* Rows in key order (unsigned keys unsigned), one at a time; the caller's memory, no allocation between rows but
 * in the caller's arena. */
typedef struct mof_cursor {
    mof_store *store;
    const struct mof_table *table;
    struct sqlite3_stmt *statement;
    enum mof_listing listing;
} mof_cursor;

int mof_cursor_open(mof_cursor *cursor, mof_store *store, const struct mof_table *table, enum mof_listing listing,
                    struct mof_error *error);
/* MOF_OK with the next object, MOF_DONE behind the last. The arena may be reset between calls. */
int mof_cursor_next(mof_cursor *cursor, mof_arena *arena, void *object, struct mof_error *error);
void mof_cursor_close(mof_cursor *cursor);

/* All rows at once: *objects is an array of the class's structs in the arena. */
int mof_store_list(mof_store *store, const struct mof_table *table, enum mof_listing listing, mof_arena *arena,
                   void **objects, size_t *count, struct mof_error *error);

/* ---- bulk load ------------------------------------------------------------------------------------------ */

struct mof_progress {
    uint64_t rows;        /* tried so far */
    uint64_t failed;      /* of them refused */
    uint64_t bytes;       /* of input read, as the caller says */
    uint64_t bytes_total; /* 0: not known */
};

struct mof_bulk_options {
    enum mof_mode mode;
    bool upsert;          /* a row whose key is there replaces it; else it is refused */
    uint64_t bytes_total; /* for the progress; 0: not known */
    uint64_t every;       /* rows between two calls of progress; 0: 1000 */
    bool (*progress)(void *context, const struct mof_progress *progress); /* false stops the load; may be NULL */
    void *context;
};

typedef struct mof_bulk {
    mof_store *store;
    const struct mof_table *table;
    struct mof_bulk_options options;
    struct mof_progress progress;
    uint64_t next_call;
} mof_bulk;

/* One transaction around many rows. `options` may be NULL (mirror, insert). */
int mof_bulk_begin(mof_bulk *bulk, mof_store *store, const struct mof_table *table,
                   const struct mof_bulk_options *options, struct mof_error *error);

/* Adds a row. MOF_INVALID, MOF_EXISTS and MOF_CONSTRAINT refuse this row alone: the load goes on, and the message
 * begins with the row's number, from 1. `bytes`: how far the input was read; 0 where nobody asks. Any other failure
 * means that the load cannot go on: roll it back. */
int mof_bulk_add(mof_bulk *bulk, const void *object, uint64_t bytes, struct mof_report *report,
                 struct mof_error *error);

/* Whether a status of mof_bulk_add refuses one row only. */
bool mof_bulk_goes_on(int status);

/* Exactly one of these ends the load. Commit calls progress a last time. */
int mof_bulk_commit(mof_bulk *bulk, struct mof_error *error);
int mof_bulk_rollback(mof_bulk *bulk, struct mof_error *error);

/* ---- the same, typed ------------------------------------------------------------------------------------ */

/* What a generated header declares for a class N: one-line functions that let the compiler check what the functions
 * above take as void pointers. Written once here because a schema of 1,500 classes would repeat them in 4 MB. */
#define MOF_STORE_TYPED(N)                                                                                         \
    static inline int N##_insert(mof_store *store, const N *object, enum mof_mode mode, struct mof_report *report, \
                                 struct mof_error *error)                                                          \
    {                                                                                                              \
        return mof_store_insert(store, &N##_table, object, mode, report, error);                                   \
    }                                                                                                              \
    static inline int N##_list(mof_store *store, enum mof_listing listing, mof_arena *arena, N **objects,          \
                               size_t *count, struct mof_error *error)                                             \
    {                                                                                                              \
        void *found;                                                                                               \
        int status = mof_store_list(store, &N##_table, listing, arena, &found, count, error);                      \
        *objects = (N *)found;                                                                                     \
        return status;                                                                                             \
    }                                                                                                              \
    static inline int N##_next(mof_cursor *cursor, mof_arena *arena, N *object, struct mof_error *error)           \
    {                                                                                                              \
        return mof_cursor_next(cursor, arena, object, error);                                                      \
    }                                                                                                              \
    static inline int N##_load(mof_bulk *bulk, const N *object, uint64_t bytes, struct mof_report *report,         \
                               struct mof_error *error)                                                            \
    {                                                                                                              \
        return mof_bulk_add(bulk, object, bytes, report, error);                                                   \
    }

/* Of a class that has a key. */
#define MOF_STORE_KEYED(N)                                                                                         \
    static inline int N##_upsert(mof_store *store, const N *object, enum mof_mode mode, struct mof_report *report, \
                                 struct mof_error *error)                                                          \
    {                                                                                                              \
        return mof_store_upsert(store, &N##_table, object, mode, report, error);                                   \
    }                                                                                                              \
    static inline int N##_update(mof_store *store, const N##_key *key, const N *object, struct mof_report *report, \
                                 struct mof_error *error)                                                          \
    {                                                                                                              \
        return mof_store_update(store, &N##_table, key, object, report, error);                                    \
    }                                                                                                              \
    static inline int N##_get(mof_store *store, const N##_key *key, mof_arena *arena, N *object,                   \
                              struct mof_error *error)                                                             \
    {                                                                                                              \
        return mof_store_get(store, &N##_table, key, arena, object, error);                                        \
    }                                                                                                              \
    static inline int N##_delete(mof_store *store, const N##_key *key, struct mof_error *error)                    \
    {                                                                                                              \
        return mof_store_delete(store, &N##_table, key, error);                                                    \
    }

/* The table of a class N and the functions above. Its key struct N_key has its parts in MOF_KEYS(N) = {...}; a class
 * with the key of a class K that it is derived from takes K's. Links stand in MOF_LINKS(N) = {...}. */
#define MOF_KEYS(N)                     static const struct mof_key_part N##_keys[]
#define MOF_KEY_AT(N, property, member) {property, offsetof(N##_key, member)},
#define MOF_LINKS(N)                    static const struct mof_link N##_links[]
#define MOF_TABLE_OF(N, name, keys, links, key_count, link_count, flags)                                     \
    static const struct mof_table N##_table = {name, &N##_class, keys, links, key_count, link_count, flags}; \
    MOF_STORE_TYPED(N)
#define MOF_TABLE(N, name, flags) MOF_TABLE_OF(N, name, 0, 0, 0, 0, flags)
#define MOF_TABLE_LINKED(N, name, flags) \
    MOF_TABLE_OF(N, name, 0, N##_links, 0, sizeof N##_links / sizeof *N##_links, flags)
#define MOF_TABLE_KEYED(N, name, K, flags)                                           \
    MOF_TABLE_OF(N, name, K##_keys, 0, sizeof K##_keys / sizeof *K##_keys, 0, flags) \
    MOF_STORE_KEYED(N)
#define MOF_TABLE_KEYED_LINKED(N, name, K, flags)                                  \
    MOF_TABLE_OF(N, name, K##_keys, N##_links, sizeof K##_keys / sizeof *K##_keys, \
                 sizeof N##_links / sizeof *N##_links, flags)                      \
    MOF_STORE_KEYED(N)

#ifdef __cplusplus
}
#endif

#endif
