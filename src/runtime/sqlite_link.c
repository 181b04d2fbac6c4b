/* Which reference a foreign key refused: SQLite does not say, so the keys that the row refers to are looked up. */
#include "sqlite_store.h"

static sqlite3_stmt *prepare(mof_store *store, char *sql)
{
    sqlite3_stmt *s = NULL;
    if (sql) sqlite3_prepare_v2(store->db, sql, -1, &s, NULL);
    sqlite3_free(sql);
    return s;
}

/* The statement that finds out whether the target of a column is missing; NULL where that cannot be asked. */
static sqlite3_stmt *prepare_look(mof_store *store, const mof_table *table, const struct column *c, bool *own)
{
    static const char target[] = "SELECT \"table\", \"to\" FROM pragma_foreign_key_list(%Q) WHERE \"from\" = %Q";
    static const char missing[] = "SELECT ?1 IS NOT NULL AND NOT EXISTS (SELECT 1 FROM \"%w\" WHERE \"%w\" = ?1)";
    char *name = mof_column_name(table->of, c);
    sqlite3_stmt *to = prepare(store, name ? sqlite3_mprintf(target, table->name, name) : NULL), *look = NULL;
    if (to && sqlite3_step(to) == SQLITE_ROW) {
        const char *other = (const char *)sqlite3_column_text(to, 0);
        look = prepare(store, sqlite3_mprintf(missing, other, sqlite3_column_text(to, 1)));
        *own = other && sqlite3_stricmp(other, table->name) == 0;
    }
    sqlite3_finalize(to);
    sqlite3_free(name);
    return look;
}

static bool is_missing(mof_store *store, struct plan *plan, const struct column *c, const mof_ref *ref, bool *own)
{
    sqlite3_stmt *look = prepare_look(store, plan->table, c, own);
    bool missing = look && mof_bind_link(plan, look, 1, c->link, ref) == SQLITE_OK &&
                   sqlite3_step(look) == SQLITE_ROW && sqlite3_column_int(look, 0);
    sqlite3_finalize(look);
    return missing;
}

/* A row may refer to itself, and is not there yet: a link to its own table tells nothing where it is not the only one.
 */
void mof_store_explain_link(mof_store *store, struct plan *plan, const void *object, const char *what, mof_error *error)
{
    const mof_table *table = plan->table;
    const struct mof_property *named = NULL;
    unsigned missing = 0;
    bool sure = false;
    if (!error || sqlite3_extended_errcode(store->db) != SQLITE_CONSTRAINT_FOREIGNKEY) return;
    for (struct column c = {0}; !sure && mof_column_next(table, &c);) {
        const struct mof_property *p = mof_row(table->of, c.property);
        const void *value = (const char *)object + p->offset;
        bool own = false;
        if (c.part != COLUMN_LINK || !mof_has_const(table->of, object)[c.property]) continue;
        if (!is_missing(store, plan, &c, value, &own)) continue;
        named = p;
        missing++;
        sure = !own;
    }
    mof_fail(error, MOF_CONSTRAINT, "%s %s: a reference has no target", what, table->name);
    if (!named || (!sure && missing > 1)) return;
    mof_str path = ((const mof_ref *)(const void *)((const char *)object + named->offset))->path;
    mof_fail(error, MOF_CONSTRAINT, "%s %s: %s refers to %.*s%s, which is not there", what, table->name, named->name,
             path.len > 120 ? 120 : (int)path.len, path.at, path.len > 120 ? "..." : "");
}
