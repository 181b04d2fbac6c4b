/* Runs what `mofc diff --migrate` printed on a database that an older program made: all scripts that lead from its
 * state to this program's, in one transaction. The scripts are for sqlite3's shell too, so they begin and end a
 * transaction of their own, which is not done here. */
#include "sqlite_store.h"

#include <stdlib.h>
#include <string.h>

/* ---- what a script says of itself ------------------------------------------------------------------------- */

static bool is_hash(const char *at) { return strspn(at, "0123456789abcdef") == HASH_LENGTH; }

/* Both states stand in the first line: " from HASH to HASH". */
static bool read_states(const char *script, const char **from, const char **to)
{
    const char *end = script + strcspn(script, "\n");
    for (const char *at = script; (at = strstr(at, " from ")) && at < end; at++) {
        *from = at + 6;
        if (!is_hash(*from) || strncmp(*from + HASH_LENGTH, " to ", 4) != 0) continue;
        *to = *from + HASH_LENGTH + 4;
        if (is_hash(*to)) return true;
    }
    return false;
}

/* ---- statements ------------------------------------------------------------------------------------------- */

/* A checkout may have given the script other line ends. */
static bool is_line_end(char c) { return c == '\n' || c == '\r'; }

/* The last comment in front of a statement is what it is for; what goes on from a line before is not. */
static void read_step(const char *at, char step[STEP_ROOM])
{
    for (; is_line_end(*at) || strncmp(at, "--", 2) == 0; at += is_line_end(*at) ? 1 : strcspn(at, "\n"))
        if (strncmp(at, "-- ", 3) == 0 && at[3] != ' ')
            sqlite3_snprintf(STEP_ROOM, step, "%.*s", (int)strcspn(at + 3, "\r\n"), at + 3);
}

static bool begins_with(const char *sql, const char *word)
{
    return sqlite3_strnicmp(sql, word, (int)strlen(word)) == 0;
}

/* The transaction is the store's, and foreign keys are off around it. */
static bool is_framing(const char *sql)
{
    return begins_with(sql, "BEGIN") || begins_with(sql, "COMMIT") || begins_with(sql, "END") ||
           begins_with(sql, "PRAGMA foreign_keys");
}

static int run_statement(mof_store *store, const char *at, const char **tail)
{
    sqlite3_stmt *s = NULL;
    int code = sqlite3_prepare_v2(store->db, at, -1, &s, tail);
    if (code != SQLITE_OK || !s) return code;
    if (!is_framing(sqlite3_sql(s) + strspn(sqlite3_sql(s), " \n"))) do
            code = sqlite3_step(s);
        while (code == SQLITE_ROW);
    else code = SQLITE_DONE;
    int done = sqlite3_finalize(s);
    return code == SQLITE_DONE ? SQLITE_OK : done;
}

static const char *skip_comments(const char *at)
{
    while (is_line_end(*at) || *at == ' ' || strncmp(at, "--", 2) == 0) at += *at == '-' ? strcspn(at, "\n") : 1;
    return at;
}

static enum mof_status run_script(mof_store *store, const char *script, mof_error *error)
{
    char step[STEP_ROOM] = "";
    for (const char *at = script, *tail; *skip_comments(at); at = tail) {
        read_step(at, step);
        bool fine = run_statement(store, skip_comments(at), &tail) == SQLITE_OK;
        if (fine && sqlite3_get_autocommit(store->db))
            return mof_fail(error, MOF_MISUSE, "migrate %s: the script ends the transaction that it runs in", step);
        if (fine) continue;
        bool said = strncmp(sqlite3_errmsg(store->db), "CHECK constraint", 16) == 0; /* in words of the step's own */
        return mof_store_fail(store, error, "migrate", said ? "" : step);
    }
    return MOF_OK;
}

/* ---- from state to state ---------------------------------------------------------------------------------- */

static bool read_hash(mof_store *store, char hash[STEP_ROOM])
{
    sqlite3_stmt *s = NULL;
    bool read = sqlite3_prepare_v2(store->db, "SELECT hash FROM mofc_schema", -1, &s, NULL) == SQLITE_OK &&
                sqlite3_step(s) == SQLITE_ROW && sqlite3_column_text(s, 0);
    if (read) sqlite3_snprintf(STEP_ROOM, hash, "%s", (const char *)sqlite3_column_text(s, 0));
    sqlite3_finalize(s);
    return read;
}

static const char *script_from(const char *const *scripts, const char *hash)
{
    const char *from, *to;
    for (; *scripts; scripts++)
        if (strlen(hash) == HASH_LENGTH && read_states(*scripts, &from, &to) && strncmp(from, hash, HASH_LENGTH) == 0)
            return *scripts;
    return NULL;
}

/* Each script takes the database on; no more of them than there are, so that none goes round in circles. */
static enum mof_status run_scripts(mof_store *store, const char *const *scripts, mof_error *error)
{
    char hash[STEP_ROOM];
    for (const char *const *turn = scripts; read_hash(store, hash); turn++) {
        if (strcmp(hash, store->schema->hash) == 0) return MOF_OK;
        const char *script = *turn ? script_from(scripts, hash) : NULL;
        if (!script)
            return mof_fail(error, MOF_OTHER_SCHEMA, "migrate: none of the migrations leads from %s to %s", hash,
                            store->schema->hash);
        enum mof_status status = run_script(store, script, error);
        if (status != MOF_OK) return status;
    }
    return mof_store_fail(store, error, "migrate", "");
}

enum mof_status mof_store_migrate(mof_store *store, const char *const *scripts, mof_error *error)
{
    enum mof_status status = MOF_OK;
    int foreign_keys = 0;
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_FKEY, -1, &foreign_keys);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL);
    if (sqlite3_exec(store->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
        status = mof_store_fail(store, error, "migrate", "");
    if (status == MOF_OK) status = run_scripts(store, scripts, error);
    if (status == MOF_OK && sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
        status = mof_store_fail(store, error, "migrate", "");
    if (!sqlite3_get_autocommit(store->db)) sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_FKEY, foreign_keys, NULL);
    return status;
}
