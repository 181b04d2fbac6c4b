/* SQLite's result codes become the store's few statuses, with words a user of the program can act on. */
#include "sqlite_store.h"

/* `words` replace SQLite's own message; NULL keeps it. The first row that fits wins: extended codes come first. */
static const struct meaning {
    int code, mask;
    enum mof_status status;
    const char *words;
} meanings[] = {
    {SQLITE_CONSTRAINT_PRIMARYKEY, -1, MOF_EXISTS, "a row with this key is there already"},
    {SQLITE_CONSTRAINT_ROWID, -1, MOF_EXISTS, "a row with this key is there already"},
    {SQLITE_CONSTRAINT_UNIQUE, -1, MOF_EXISTS, NULL},
    {SQLITE_CONSTRAINT_FOREIGNKEY, -1, MOF_CONSTRAINT, "a reference has no target, or a row is still referred to"},
    {SQLITE_CONSTRAINT, 0xff, MOF_CONSTRAINT, NULL},
    {SQLITE_BUSY, 0xff, MOF_BUSY, "the database is locked by another program"},
    {SQLITE_LOCKED, 0xff, MOF_BUSY, "the table is in use by an open cursor or another connection"},
    {SQLITE_FULL, 0xff, MOF_FULL, "no space left for the database"},
    {SQLITE_READONLY, 0xff, MOF_READ_ONLY, "the database may not be written"},
    {SQLITE_CORRUPT, 0xff, MOF_CORRUPT, "the database file is damaged"},
    {SQLITE_NOTADB, 0xff, MOF_CORRUPT, "the file is not a SQLite database"},
    {SQLITE_NOMEM, 0xff, MOF_NO_MEMORY, "out of memory"},
    {SQLITE_TOOBIG, 0xff, MOF_CONSTRAINT, "a value is larger than SQLite stores"},
};

static const struct meaning *meaning_of(int code)
{
    for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++)
        if ((code & meanings[i].mask) == meanings[i].code) return &meanings[i];
    return NULL;
}

enum mof_status mof_store_fail(mof_store *store, mof_error *error, const char *what, const char *name)
{
    const struct meaning *m = meaning_of(sqlite3_extended_errcode(store->db));
    const char *words = m && m->words ? m->words : sqlite3_errmsg(store->db);
    const char *undone = "";
    if (store->depth > 0 && sqlite3_get_autocommit(store->db)) {
        store->depth = 0;
        undone = "; the whole transaction was rolled back";
    }
    return mof_fail(error, m ? m->status : MOF_FAILED, "%s%s%s: %s%s", what, *name ? " " : "", name, words, undone);
}
