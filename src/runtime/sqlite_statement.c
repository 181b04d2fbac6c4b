/* The text of every statement a table needs, and the prepared statements, kept a table and kind: a write or a get
 * costs no parsing after the first. */
#include "sqlite_store.h"

#include <stdlib.h>
#include <string.h>

const mof_class *mof_table_class(const mof_table *table) { return table->of; }

/* ---- columns -------------------------------------------------------------------------------------------- */

static const struct mof_link *link_of(const mof_table *table, uint32_t property)
{
    for (uint32_t i = 0; i < table->link_count; i++)
        if (table->links[i].property == property) return &table->links[i];
    return NULL;
}

bool mof_column_next(const mof_table *table, struct column *c)
{
    const mof_class *of = table->of;
    if (c->started && c->part == COLUMN_VALUE) {
        if (column_is_date(mof_row(of, c->property))) {
            c->part = COLUMN_UTC;
            return true;
        }
        c->link = table->link_count ? link_of(table, c->property) : NULL;
        if (c->link) {
            c->part = COLUMN_LINK;
            return true;
        }
    }
    c->property = c->started ? c->property + 1 : 0;
    c->part = COLUMN_VALUE;
    c->link = NULL;
    c->started = true;
    return c->property < of->count;
}

static bool is_property(const mof_class *of, const char *name)
{
    return mof_class_find(of, mof_str_from(name)) != MOF_NO_PROPERTY;
}

/* Name, Name_utc, Name_key; underscores are added until no property has the name, as the generator does. */
char *mof_column_name(const mof_class *of, const struct column *c)
{
    static const char *const suffixes[] = {[COLUMN_VALUE] = "", [COLUMN_UTC] = "_utc", [COLUMN_LINK] = "_key"};
    char *name = sqlite3_mprintf("%s%s", mof_row(of, c->property)->name, suffixes[c->part]);
    while (name && c->part != COLUMN_VALUE && is_property(of, name)) name = sqlite3_mprintf("%z_", name);
    return name;
}

static void add_column_name(sqlite3_str *sql, const mof_class *of, const struct column *c)
{
    char *name = mof_column_name(of, c);
    sqlite3_str_appendf(sql, "\"%w\"", name ? name : "");
    sqlite3_free(name);
}

static const char *key_name(const mof_table *table, uint32_t part)
{
    return mof_row(table->of, table->of->keys[part].property)->name;
}

static uint32_t column_count(const mof_table *table)
{
    uint32_t count = 0;
    for (struct column c = {0}; mof_column_next(table, &c);) count++;
    return count;
}

/* ---- text ----------------------------------------------------------------------------------------------- */

static void add_where_key(sqlite3_str *sql, const mof_table *table, uint32_t first)
{
    for (uint32_t i = 0; i < table->of->key_count; i++)
        sqlite3_str_appendf(sql, "%s\"%w\"=?%u", i ? " AND " : " WHERE ", key_name(table, i), first + i);
}

static void add_insert(sqlite3_str *sql, const mof_table *table)
{
    sqlite3_str_appendf(sql, "INSERT INTO \"%w\"(", table->name);
    uint32_t count = 0;
    for (struct column c = {0}; mof_column_next(table, &c); count++) {
        if (count) sqlite3_str_appendchar(sql, 1, ',');
        add_column_name(sql, table->of, &c);
    }
    sqlite3_str_appendall(sql, ") VALUES(");
    for (uint32_t i = 0; i < count; i++) sqlite3_str_appendall(sql, i ? ",?" : "?");
    sqlite3_str_appendchar(sql, 1, ')');
}

/* ON CONFLICT rather than REPLACE: the row stays the same row, so rows that refer to it are not disturbed. */
static void add_upsert(sqlite3_str *sql, const mof_table *table)
{
    add_insert(sql, table);
    sqlite3_str_appendall(sql, " ON CONFLICT(");
    for (uint32_t i = 0; i < table->of->key_count; i++)
        sqlite3_str_appendf(sql, "%s\"%w\"", i ? "," : "", key_name(table, i));
    sqlite3_str_appendall(sql, ") DO UPDATE SET ");
    uint32_t count = 0;
    for (struct column c = {0}; mof_column_next(table, &c); count++) {
        if (count) sqlite3_str_appendchar(sql, 1, ',');
        add_column_name(sql, table->of, &c);
        sqlite3_str_appendall(sql, "=excluded.");
        add_column_name(sql, table->of, &c);
    }
}

/* An absent property is bound as NULL and keeps what is stored; what stands beside it follows it. Keys stay. */
static void add_update(sqlite3_str *sql, const mof_table *table)
{
    sqlite3_str_appendf(sql, "UPDATE \"%w\" SET ", table->name);
    uint32_t at = 0, value = 0, count = 0;
    for (struct column c = {0}; mof_column_next(table, &c);) {
        at++;
        if (c.part == COLUMN_VALUE) value = at;
        if (mof_row(table->of, c.property)->flags & MOF_KEY) continue;
        if (count++) sqlite3_str_appendchar(sql, 1, ',');
        add_column_name(sql, table->of, &c);
        sqlite3_str_appendf(sql, "=iif(?%u IS NULL,", value);
        add_column_name(sql, table->of, &c);
        sqlite3_str_appendf(sql, ",?%u)", at);
    }
    if (!count) sqlite3_str_appendf(sql, "\"%w\"=\"%w\"", key_name(table, 0), key_name(table, 0));
    add_where_key(sql, table, at + 1);
}

static void add_delete(sqlite3_str *sql, const mof_table *table)
{
    sqlite3_str_appendf(sql, "DELETE FROM \"%w\"", table->name);
    add_where_key(sql, table, 1);
}

void mof_add_select(sqlite3_str *sql, const mof_table *table, bool lazy)
{
    sqlite3_str_appendall(sql, "SELECT ");
    bool first = true;
    for (struct column c = {0}; mof_column_next(table, &c);) {
        if (c.part != COLUMN_VALUE || (!lazy && mof_row(table->of, c.property)->flags & MOF_LAZY)) continue;
        if (!first) sqlite3_str_appendchar(sql, 1, ',');
        first = false;
        add_column_name(sql, table->of, &c);
    }
    if (first) sqlite3_str_appendall(sql, "NULL"); /* every property is lazy: rows all the same */
    sqlite3_str_appendf(sql, " FROM \"%w\"", table->name);
}

static void add_get(sqlite3_str *sql, const mof_table *table)
{
    mof_add_select(sql, table, true);
    add_where_key(sql, table, 1);
}

/* A uint64 holds the same 64 bits as a signed integer, so those over 2^63-1 are negative and come last. */
static void add_order(sqlite3_str *sql, const mof_table *table)
{
    for (uint32_t i = 0; i < table->of->key_count; i++) {
        const struct mof_property *p = mof_row(table->of, table->of->keys[i].property);
        sqlite3_str_appendall(sql, i ? "," : " ORDER BY ");
        if (p->type == MOF_UINT64 && !table->uint64_checked) sqlite3_str_appendf(sql, "(\"%w\" < 0),", p->name);
        sqlite3_str_appendf(sql, "\"%w\"", p->name);
    }
}

static void add_list(sqlite3_str *sql, const mof_table *table)
{
    mof_add_select(sql, table, false);
    add_order(sql, table);
}

static void add_list_lazy(sqlite3_str *sql, const mof_table *table)
{
    mof_add_select(sql, table, true);
    add_order(sql, table);
}

static void add_exists(sqlite3_str *sql, const mof_table *table)
{
    sqlite3_str_appendf(sql, "SELECT 1 FROM \"%w\"", table->name);
    add_where_key(sql, table, 1);
}

static const struct {
    void (*add)(sqlite3_str *sql, const mof_table *table);
    const char *what; /* leads the message of a failure */
    bool needs_key;
} kinds[STATEMENT_KINDS] = {
    [STATEMENT_INSERT] = {add_insert, "insert into", false}, [STATEMENT_UPSERT] = {add_upsert, "upsert into", true},
    [STATEMENT_UPDATE] = {add_update, "update", true},       [STATEMENT_DELETE] = {add_delete, "delete from", true},
    [STATEMENT_GET] = {add_get, "get from", true},           [STATEMENT_LIST] = {add_list, "list", false},
    [STATEMENT_LIST_LAZY] = {add_list_lazy, "list", false},  [STATEMENT_EXISTS] = {add_exists, "look in", true},
};

static enum mof_status prepare(mof_store *store, const mof_table *table, enum statement kind, unsigned flags,
                               sqlite3_stmt **out, mof_error *error)
{
    *out = NULL;
    if (kinds[kind].needs_key && table->of->key_count == 0)
        return mof_fail(error, MOF_MISUSE, "%s %s: the class has no key", kinds[kind].what, table->name);
    sqlite3_str *sql = sqlite3_str_new(store->db);
    kinds[kind].add(sql, table);
    char *text = sqlite3_str_finish(sql);
    if (!text) return mof_fail(error, MOF_NO_MEMORY, "%s %s: out of memory", kinds[kind].what, table->name);
    enum mof_status status = MOF_OK;
    if (sqlite3_prepare_v3(store->db, text, -1, flags, out, NULL) != SQLITE_OK)
        status = mof_store_fail(store, error, kinds[kind].what, table->name);
    sqlite3_free(text);
    return status;
}

/* ---- plans ---------------------------------------------------------------------------------------------- */

static struct plan *plan_new(const mof_table *table)
{
    struct plan *plan = calloc(1, sizeof *plan);
    if (!plan) return NULL;
    plan->table = table;
    plan->columns = column_count(table);
    size_t dates = 0;
    for (uint32_t i = 0; i < table->of->count; i++) dates += column_is_date(mof_row(table->of, i));
    plan->dates = calloc(dates ? dates : 1, MOF_DATETIME_ROOM);
    if (plan->dates) return plan;
    free(plan);
    return NULL;
}

static void plan_free(struct plan *plan)
{
    if (!plan) return;
    for (int i = 0; i < STATEMENT_KINDS; i++) sqlite3_finalize(plan->statements[i]);
    mof_arena_free(&plan->scratch);
    free(plan->dates);
    free(plan);
}

static size_t slot_of(struct plan **slots, size_t room, const mof_table *table)
{
    size_t at = ((uintptr_t)table >> 4) * 0x9e3779b1u & (room - 1);
    while (slots[at] && slots[at]->table != table) at = (at + 1) & (room - 1);
    return at;
}

static bool grow(mof_store *store)
{
    size_t room = store->room ? store->room * 2 : 16;
    struct plan **slots = calloc(room, sizeof(struct plan *));
    if (!slots) return false;
    for (size_t i = 0; i < store->room; i++)
        if (store->slots[i]) slots[slot_of(slots, room, store->slots[i]->table)] = store->slots[i];
    free(store->slots);
    store->slots = slots;
    store->room = room;
    return true;
}

struct plan *mof_store_plan(mof_store *store, const mof_table *table, mof_error *error)
{
    struct plan *plan = NULL;
    if (store->used * 2 < store->room || grow(store)) {
        size_t at = slot_of(store->slots, store->room, table);
        plan = store->slots[at];
        if (!plan) {
            plan = store->slots[at] = plan_new(table);
            store->used += plan != NULL;
        }
    }
    if (!plan) mof_fail(error, MOF_NO_MEMORY, "%s: out of memory", table->name);
    return plan;
}

void mof_store_forget_plans(mof_store *store)
{
    for (size_t i = 0; i < store->room; i++) plan_free(store->slots[i]);
    free(store->slots);
    store->slots = NULL;
    store->room = store->used = 0;
}

enum mof_status mof_plan_statement(mof_store *store, struct plan *plan, enum statement kind, sqlite3_stmt **out,
                                   mof_error *error)
{
    enum mof_status status = MOF_OK;
    if (!plan->statements[kind])
        status = prepare(store, plan->table, kind, SQLITE_PREPARE_PERSISTENT, &plan->statements[kind], error);
    *out = plan->statements[kind];
    return status;
}

enum mof_status mof_table_prepare(mof_store *store, const mof_table *table, enum statement kind, sqlite3_stmt **out,
                                  mof_error *error)
{
    return prepare(store, table, kind, 0, out, error);
}
