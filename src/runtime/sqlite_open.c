/* Opening a database, proving that it holds this very schema or making it, and transactions. A file of anything else
 * is refused before a byte of it is changed. */
#include "sqlite_store.h"

#include <stdlib.h>
#include <string.h>

enum { APPLICATION_ID = 0x6d6f6663, BUSY_MS = 5000 }; /* "mofc", as schema.sql sets it */

/* ---- identity ------------------------------------------------------------------------------------------- */

/* The first column of the first row as an integer. */
static enum mof_status ask_integer(mof_store *store, const char *sql, int64_t *value, mof_error *error)
{
    sqlite3_stmt *s = NULL;
    enum mof_status status = MOF_OK;
    if (sqlite3_prepare_v2(store->db, sql, -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW)
        *value = sqlite3_column_int64(s, 0);
    else status = mof_store_fail(store, error, "open", "");
    sqlite3_finalize(s);
    return status;
}

/* A word of a command line for sh. */
static void quote_word(const char *word, char *out, size_t room)
{
    size_t used = 0;
    out[used++] = '\'';
    for (; *word && used + 6 < room; word++) {
        const char *as = *word == '\'' ? "'\\''" : NULL;
        for (; as && *as; as++) out[used++] = *as;
        if (*word != '\'') out[used++] = *word;
    }
    out[used++] = '\'';
    out[used] = 0;
}

/* The way out for a database in another state. A half done migration has two hashes in its state. */
static enum mof_status refuse_state(mof_store *store, const char *hash, mof_error *error)
{
    const mof_database *d = store->schema;
    char path[200];
    const char *file = sqlite3_db_filename(store->db, "main");
    if (strlen(hash) > HASH_LENGTH)
        return mof_fail(error, MOF_OTHER_SCHEMA,
                        "open: a migration of '%s' has left out what loses data; the last lines of its script, without "
                        "their marks, complete it (state %s)",
                        d->name, hash);
    quote_word(file && *file ? file : "FILE.db", path, sizeof path);
    return mof_fail(error, MOF_OTHER_SCHEMA,
                    "open: the database is in state %s of the schema '%s', this program has %s; between the two "
                    "schemas: %s OLD NEW > m.sql && sqlite3 -bail %s < m.sql",
                    hash, d->name, d->hash, d->migrate ? d->migrate : "mofc diff --migrate sqlite", path);
}

static enum mof_status check_name_and_hash(mof_store *store, mof_error *error)
{
    const mof_database *d = store->schema;
    sqlite3_stmt *s = NULL;
    enum mof_status status;
    int code = sqlite3_prepare_v2(store->db, "SELECT \"name\", \"hash\" FROM \"mofc_schema\"", -1, &s, NULL);
    if (code == SQLITE_OK) code = sqlite3_step(s);
    const char *name = code == SQLITE_ROW ? (const char *)sqlite3_column_text(s, 0) : NULL;
    const char *hash = name ? (const char *)sqlite3_column_text(s, 1) : NULL;
    if (sqlite3_errcode(store->db) == SQLITE_NOMEM) {
        status = mof_fail(error, MOF_NO_MEMORY, "open: out of memory");
    } else if (code != SQLITE_ROW) {
        status = mof_fail(error, MOF_FOREIGN, "open: the database is marked as mofc's but does not name its schema");
    } else {
        store->other_state = name && strcmp(name, d->name) == 0 && hash && strcmp(hash, d->hash) != 0;
        if (!name || strcmp(name, d->name) != 0)
            status = mof_fail(error, MOF_OTHER_SCHEMA, "open: the database holds the schema '%s', not '%s'",
                              name ? name : "", d->name);
        else status = store->other_state || !hash ? refuse_state(store, hash ? hash : "", error) : MOF_OK;
    }
    sqlite3_finalize(s);
    return status;
}

/* *empty: nothing was ever put into the file. */
static enum mof_status read_identity(mof_store *store, bool *empty, mof_error *error)
{
    int64_t application = 0, version = 0, objects = 0;
    enum mof_status status = ask_integer(store, "PRAGMA application_id", &application, error);
    if (status == MOF_OK) status = ask_integer(store, "PRAGMA user_version", &version, error);
    if (status == MOF_OK) status = ask_integer(store, "SELECT count(*) FROM sqlite_schema", &objects, error);
    if (status != MOF_OK) return status;
    *empty = application == 0 && version == 0 && objects == 0;
    if (*empty) return MOF_OK;
    if (application != APPLICATION_ID)
        return mof_fail(error, MOF_FOREIGN, "open: a database of another program (application id %lld)",
                        (long long)application);
    if (version > store->schema->version)
        return mof_fail(error, MOF_NEWER, "open: made by a newer mofc (layout %lld, this program knows %d)",
                        (long long)version, store->schema->version);
    return check_name_and_hash(store, error);
}

/* All questions see one state of the file: another process may be making the tables. */
static enum mof_status check_identity(mof_store *store, bool *empty, mof_error *error)
{
    sqlite3_exec(store->db, "BEGIN", NULL, NULL, NULL);
    enum mof_status status = read_identity(store, empty, error);
    sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

/* ---- making the tables ---------------------------------------------------------------------------------- */

/* Runs statements that come in pieces; SQLite's code. */
static int run_pieces(mof_store *store, const char *const *pieces)
{
    size_t size = 1;
    for (const char *const *piece = pieces; piece && *piece; piece++) size += strlen(*piece);
    char *text = malloc(size), *to = text;
    if (!text) return SQLITE_NOMEM;
    for (const char *const *piece = pieces; piece && *piece; piece++) {
        size_t len = strlen(*piece);
        memcpy(to, *piece, len);
        to += len;
    }
    *to = 0;
    int code = sqlite3_exec(store->db, text, NULL, NULL, NULL);
    free(text);
    return code;
}

static int run(mof_store *store, const char *sql) { return sqlite3_exec(store->db, sql, NULL, NULL, NULL); }

/* Ends the transaction: everything, or nothing where `code` is a failure. */
static enum mof_status end(mof_store *store, int code, const char *what, mof_error *error)
{
    enum mof_status status = MOF_OK;
    if (code == SQLITE_OK) code = run(store, "COMMIT");
    if (code == SQLITE_NOMEM)
        status = mof_fail(error, MOF_NO_MEMORY, "%s %s: out of memory", what, store->schema->name);
    else if (code != SQLITE_OK) status = mof_store_fail(store, error, what, store->schema->name);
    if (!sqlite3_get_autocommit(store->db)) run(store, "ROLLBACK");
    return status;
}

/* Another process may have been faster: then its tables are looked at instead. */
static enum mof_status create(mof_store *store, mof_error *error)
{
    int code = run(store, "BEGIN IMMEDIATE");
    if (code == SQLITE_OK) code = run_pieces(store, store->schema->ddl);
    if (code == SQLITE_OK) code = run_pieces(store, store->schema->labels);
    enum mof_status status = end(store, code, "create tables of", error);
    if (status == MOF_OK) return MOF_OK;
    bool empty = true;
    return check_identity(store, &empty, NULL) == MOF_OK && !empty ? MOF_OK : status;
}

/* Labels do not count for the identity: where a program has others, its own are written. Nothing but views shows them,
 * so a database where that fails is as good: whoever opens it next tries again. */
static void renew_labels(mof_store *store)
{
    const mof_database *d = store->schema;
    int64_t fresh = 1;
    char *question = sqlite3_mprintf("SELECT labels = %Q FROM mofc_schema", d->labels_hash);
    if (question) ask_integer(store, question, &fresh, NULL);
    sqlite3_free(question);
    char *mark = fresh ? NULL : sqlite3_mprintf("UPDATE mofc_schema SET labels = %Q", d->labels_hash);
    if (!mark) return;
    int code = run(store, "BEGIN IMMEDIATE");
    if (code == SQLITE_OK) code = run_pieces(store, d->labels);
    if (code == SQLITE_OK) code = run(store, mark);
    end(store, code, "labels of", NULL);
    sqlite3_free(mark);
}

static enum mof_status create_or_verify(mof_store *store, const char *const *migrations, int flags, mof_error *error)
{
    bool empty = false;
    enum mof_status status = check_identity(store, &empty, error);
    if (status == MOF_OTHER_SCHEMA && store->other_state && migrations && !(flags & MOF_OPEN_READ_ONLY)) {
        status = mof_store_migrate(store, migrations, error);
        if (status == MOF_OK) status = check_identity(store, &empty, error);
    }
    if (status == MOF_OK && !empty && !(flags & MOF_OPEN_READ_ONLY)) renew_labels(store);
    if (status != MOF_OK || !empty) return status;
    if (flags & (MOF_OPEN_READ_ONLY | MOF_OPEN_EXISTING))
        return mof_fail(error, MOF_FOREIGN, "open: the database is empty");
    return create(store, error);
}

/* ---- open and close ------------------------------------------------------------------------------------- */

static enum mof_status open_file(mof_store *store, const char *path, int flags, mof_error *error)
{
    int how = flags & MOF_OPEN_READ_ONLY  ? SQLITE_OPEN_READONLY
              : flags & MOF_OPEN_EXISTING ? SQLITE_OPEN_READWRITE
                                          : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    if (sqlite3_open_v2(path, &store->db, how | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) {
        if (!store->db) return mof_fail(error, MOF_NO_MEMORY, "open %s: out of memory", path);
        return mof_store_fail(store, error, "open", path);
    }
    sqlite3_extended_result_codes(store->db, 1);
    sqlite3_busy_timeout(store->db, store->busy_ms);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_FKEY, !(flags & MOF_OPEN_NO_FOREIGN_KEYS), NULL);
    return MOF_OK;
}

enum mof_status mof_store_open(const char *path, const mof_database *schema, const mof_store_options *options,
                               mof_store **out, mof_error *error)
{
    *out = NULL;
    int flags = options ? options->flags : 0;
    mof_store *store = calloc(1, sizeof *store);
    if (!store) return mof_fail(error, MOF_NO_MEMORY, "open %s: out of memory", path);
    store->schema = schema;
    store->checked = flags & MOF_OPEN_CHECKED;
    store->busy_ms = !options || options->busy_ms == 0 ? BUSY_MS : options->busy_ms < 0 ? 0 : options->busy_ms;
    enum mof_status status = open_file(store, path, flags, error);
    if (status == MOF_OK) status = create_or_verify(store, options ? options->migrations : NULL, flags, error);
    if (status == MOF_OK) *out = store;
    else mof_store_close(store);
    return status;
}

void mof_store_close(mof_store *store)
{
    if (!store) return;
    mof_store_forget_plans(store);
    sqlite3_close_v2(store->db);
    free(store);
}

struct sqlite3 *mof_store_sqlite(mof_store *store) { return store->db; }

/* ---- transactions --------------------------------------------------------------------------------------- */

enum step { STEP_BEGIN, STEP_COMMIT, STEP_ROLLBACK };

/* At the outermost level a transaction, inside it savepoints that carry their level. */
static enum mof_status transact(mof_store *store, enum step step, unsigned level, mof_error *error)
{
    static const char *const outer[] = {"BEGIN IMMEDIATE", "COMMIT", "ROLLBACK"};
    static const char *const inner[] = {"SAVEPOINT m%u", "RELEASE m%u", "ROLLBACK TO m%u; RELEASE m%u"};
    static const char *const words[] = {"begin", "commit", "rollback"};
    char text[80];
    sqlite3_snprintf(sizeof text, text, level ? inner[step] : outer[step], level, level);
    if (sqlite3_exec(store->db, text, NULL, NULL, NULL) == SQLITE_OK) return MOF_OK;
    return mof_store_fail(store, error, words[step], "");
}

static enum mof_status need_transaction(mof_store *store, const char *what, mof_error *error)
{
    if (store->depth) return MOF_OK;
    return mof_fail(error, MOF_MISUSE, "%s: no transaction is open", what);
}

enum mof_status mof_store_begin(mof_store *store, mof_error *error)
{
    enum mof_status status = transact(store, STEP_BEGIN, store->depth, error);
    store->depth += status == MOF_OK;
    return status;
}

/* A commit that fails (a lock, say) leaves the transaction open: it may be tried again or rolled back. */
enum mof_status mof_store_commit(mof_store *store, mof_error *error)
{
    enum mof_status status = need_transaction(store, "commit", error);
    if (status != MOF_OK) return status;
    status = transact(store, STEP_COMMIT, store->depth - 1, error);
    if (status == MOF_OK) store->depth--;
    return status;
}

enum mof_status mof_store_rollback(mof_store *store, mof_error *error)
{
    enum mof_status status = need_transaction(store, "rollback", error);
    if (status != MOF_OK) return status;
    status = transact(store, STEP_ROLLBACK, store->depth - 1, error);
    if (status == MOF_OK) store->depth--;
    return status;
}
