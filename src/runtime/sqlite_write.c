/* Insert, upsert, update, delete: the class's validator first, then one statement. A statement that a constraint
 * refuses undoes its own row and nothing else, so no savepoint is spent on it. */
#include "sqlite_store.h"

#include <string.h>

/* Validates in a mode; the first violation leads the message. With no report of the caller's, one place is enough. */
static enum mof_status validate(const mof_table *table, const void *object, enum mof_mode mode, mof_report *report,
                                mof_error *error)
{
    mof_violation first;
    mof_report own = {&first, 1, 0, 0};
    mof_report *r = report ? report : &own;
    size_t count = r->count, errors = r->errors;
    mof_validate(table->of, object, mode, r);
    if (r->errors == errors) return MOF_OK;
    for (; count < r->count && count < r->capacity; count++) {
        if (r->items[count].warning) continue;
        char words[200];
        mof_violation_format(&r->items[count], false, words, sizeof words);
        return mof_fail(error, MOF_INVALID, "%s.%s", table->name, words);
    }
    return mof_fail(error, MOF_INVALID, "%s: %zu violations", table->name, r->errors - errors);
}

static enum mof_status run(mof_store *store, const mof_table *table, sqlite3_stmt *s, const char *what,
                           mof_error *error)
{
    enum mof_status status = MOF_OK;
    if (sqlite3_step(s) != SQLITE_DONE) status = mof_store_fail(store, error, what, table->name);
    sqlite3_reset(s);
    return status;
}

enum mof_status mof_check_mode(const mof_table *table, const char *what, enum mof_mode mode, mof_error *error)
{
    if (mode == MOF_MIRROR || mode == MOF_CREATE) return MOF_OK;
    return mof_fail(error, MOF_MISUSE, "%s %s: the mode is to be MOF_MIRROR or MOF_CREATE; a change is for %s_update",
                    what, table->name, table->of->name);
}

enum mof_status mof_write_object(mof_store *store, struct plan *plan, enum statement kind, const void *object,
                                 enum mof_mode mode, mof_report *report, mof_error *error)
{
    const char *what = kind == STATEMENT_UPSERT ? "upsert into" : "insert into";
    enum mof_status status = mof_check_mode(plan->table, what, mode, error);
    if (status == MOF_OK) status = validate(plan->table, object, mode, report, error);
    if (status != MOF_OK) return status;
    sqlite3_stmt *s;
    status = mof_plan_statement(store, plan, kind, &s, error);
    if (status == MOF_OK) status = mof_bind_object(plan, s, object, error);
    if (status == MOF_OK) status = run(store, plan->table, s, what, error);
    if (status == MOF_CONSTRAINT) mof_store_explain_link(store, plan, object, what, error);
    return status;
}

static enum mof_status write_new(mof_store *store, const mof_table *table, enum statement kind, const void *object,
                                 enum mof_mode mode, mof_report *report, mof_error *error)
{
    struct plan *plan = mof_store_plan(store, table, error);
    if (!plan) return MOF_NO_MEMORY;
    return mof_write_object(store, plan, kind, object, mode, report, error);
}

enum mof_status mof_store_insert(mof_store *store, const mof_table *table, const void *object, enum mof_mode mode,
                                 mof_report *report, mof_error *error)
{
    return write_new(store, table, STATEMENT_INSERT, object, mode, report, error);
}

enum mof_status mof_store_upsert(mof_store *store, const mof_table *table, const void *object, enum mof_mode mode,
                                 mof_report *report, mof_error *error)
{
    return write_new(store, table, STATEMENT_UPSERT, object, mode, report, error);
}

/* ---- update --------------------------------------------------------------------------------------------- */

static bool same_json(const struct mof_property *p, const void *a, const void *b, mof_arena *arena)
{
    mof_str x, y;
    return mof_json_write_value(p, a, &x, arena) == MOF_OK && mof_json_write_value(p, b, &y, arena) == MOF_OK &&
           mof_str_equal(x, y);
}

/* Whether two values of a property are the same; keys without case compare so. */
static bool same_value(const struct mof_property *p, const void *a, const void *b, mof_arena *arena)
{
    if (p->flags & MOF_ARRAY || p->type == MOF_CLASS) return same_json(p, a, b, arena);
    switch (p->type) {
    case MOF_STRING:
    case MOF_REFERENCE:
    case MOF_OBJECT:
        return (p->flags & MOF_NOCASE ? mof_str_equal_fold : mof_str_equal)(*(const mof_str *)a, *(const mof_str *)b);
    case MOF_DATETIME: return mof_datetime_equal(a, b);
    default: return memcmp(a, b, mof_value_size(p)) == 0;
    }
}

static void add_violation(const mof_table *table, const struct mof_property *p, enum mof_rule rule, const void *value,
                          mof_report *report)
{
    mof_violation v = {.of = table->of, .property = p->name, .rule = rule, .index = MOF_WHOLE, .value_type = p->type};
    if (p->type == MOF_STRING && !(p->flags & MOF_ARRAY)) v.text = *(const mof_str *)value;
    else if (!(p->flags & MOF_ARRAY) && p->type <= MOF_CHAR16) v.value = (uint64_t)mof_column_integer(p, value);
    mof_report_add(report, &v);
}

/* A key property in the object that is not the key's. */
static void check_key(const mof_table *table, const void *key, const void *object, mof_arena *arena, mof_report *report)
{
    for (uint32_t i = 0; i < table->of->key_count; i++) {
        const struct mof_property *p = mof_row(table->of, table->of->keys[i].property);
        const void *value = (const char *)object + p->offset;
        if (!mof_has_const(table->of, object)[table->of->keys[i].property]) continue;
        if (!same_value(p, value, (const char *)key + table->of->keys[i].offset, arena))
            add_violation(table, p, MOF_RULE_KEY_CHANGED, value, report);
    }
}

/* An immutable property that is not what is stored; one that was NULL may be set once. */
static void check_immutable(const mof_table *table, const void *stored, const void *object, mof_arena *arena,
                            mof_report *report)
{
    for (uint32_t i = 0; i < table->of->count; i++) {
        const struct mof_property *p = mof_row(table->of, i);
        if (!(p->flags & MOF_IMMUTABLE) || p->flags & MOF_KEY) continue;
        if (!mof_has_const(table->of, object)[i] || !mof_has_const(table->of, stored)[i]) continue;
        const void *value = (const char *)object + p->offset;
        if (!same_value(p, value, (const char *)stored + p->offset, arena))
            add_violation(table, p, MOF_RULE_IMMUTABLE, value, report);
    }
}

static bool touches_immutable(const mof_class *of, const void *object)
{
    for (uint32_t i = 0; i < of->count; i++)
        if (mof_row(of, i)->flags & MOF_IMMUTABLE && mof_has_const(of, object)[i]) return true;
    return false;
}

/* What only the key and the stored row can tell; `stored` is read where an immutable property is written. */
static enum mof_status check_stored(mof_store *store, const mof_table *table, const void *key, const void *object,
                                    mof_arena *arena, mof_report *report, mof_error *error)
{
    mof_violation first;
    mof_report found = {&first, 1, 0, 0};
    check_key(table, key, object, arena, &found);
    if (touches_immutable(table->of, object)) {
        void *stored = mof_arena_alloc(arena, table->of->size);
        if (!stored) return mof_fail(error, MOF_NO_MEMORY, "update %s: out of memory", table->name);
        enum mof_status status = mof_store_get(store, table, key, stored, arena, error);
        if (status != MOF_OK) return status;
        check_immutable(table, stored, object, arena, &found);
    }
    if (!found.count) return MOF_OK;
    mof_report_add(report, &first);
    char words[200];
    mof_violation_format(&first, false, words, sizeof words);
    return mof_fail(error, MOF_INVALID, "%s.%s", table->name, words);
}

static enum mof_status update_row(mof_store *store, struct plan *plan, const void *key, const void *object,
                                  mof_error *error)
{
    sqlite3_stmt *s;
    enum mof_status status = mof_plan_statement(store, plan, STATEMENT_UPDATE, &s, error);
    if (status == MOF_OK) status = mof_bind_object(plan, s, object, error);
    if (status == MOF_OK) status = mof_bind_key(plan, s, (int)plan->columns + 1, key, error);
    if (status == MOF_OK) status = run(store, plan->table, s, "update", error);
    if (status == MOF_CONSTRAINT) mof_store_explain_link(store, plan, object, "update", error);
    if (status == MOF_OK && sqlite3_changes(store->db) == 0)
        status = mof_fail(error, MOF_NOT_FOUND, "update %s: no row has this key", plan->table->name);
    return status;
}

/* Reading the stored row and writing it again is one step for everyone else: a transaction of its own. */
enum mof_status mof_store_update(mof_store *store, const mof_table *table, const void *key, const void *object,
                                 mof_report *report, mof_error *error)
{
    struct plan *plan = mof_store_plan(store, table, error);
    if (!plan) return MOF_NO_MEMORY;
    enum mof_status status = validate(table, object, MOF_UPDATE, report, error);
    if (status != MOF_OK) return status;
    status = mof_store_begin(store, error);
    if (status != MOF_OK) return status;
    mof_arena arena = {0};
    status = check_stored(store, table, key, object, &arena, report, error);
    mof_arena_free(&arena);
    if (status == MOF_OK) status = update_row(store, plan, key, object, error);
    if (status == MOF_OK) return mof_store_commit(store, error);
    mof_store_rollback(store, NULL);
    return status;
}

enum mof_status mof_store_delete(mof_store *store, const mof_table *table, const void *key, mof_error *error)
{
    struct plan *plan = mof_store_plan(store, table, error);
    if (!plan) return MOF_NO_MEMORY;
    sqlite3_stmt *s;
    enum mof_status status = mof_plan_statement(store, plan, STATEMENT_DELETE, &s, error);
    if (status == MOF_OK) status = mof_bind_key(plan, s, 1, key, error);
    if (status == MOF_OK) status = run(store, table, s, "delete from", error);
    if (status == MOF_CONSTRAINT && sqlite3_extended_errcode(store->db) == SQLITE_CONSTRAINT_FOREIGNKEY)
        mof_fail(error, status, "delete from %s: another row still refers to this one", table->name);
    if (status == MOF_OK && sqlite3_changes(store->db) == 0)
        status = mof_fail(error, MOF_NOT_FOUND, "delete from %s: no row has this key", table->name);
    return status;
}
