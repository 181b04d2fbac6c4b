/* Insert, upsert, update, delete: the class's validator first, then one statement. A statement that a constraint
 * refuses undoes its own row and nothing else, so no savepoint is spent on it. */
#include "sqlite_store.h"

#include <string.h>

/* Validates in a mode; the first violation leads the message. With no report of the caller's, one place is enough. */
static int validate(const struct mof_table *table, const void *object, enum mof_mode mode, struct mof_report *report,
                    struct mof_error *error)
{
    struct mof_violation first;
    struct mof_report own = {&first, 1, 0, 0};
    struct mof_report *r = report ? report : &own;
    size_t count = r->count, errors = r->errors;
    mof_validate(table->of, object, mode, r);
    if (r->errors == errors) return MOF_OK;
    for (; count < r->count && count < r->capacity; count++) {
        if (r->items[count].warning) continue;
        char words[200];
        mof_violation_format(&r->items[count], false, words, sizeof words);
        return store_fail(error, MOF_INVALID, "%s.%s", table->name, words);
    }
    return store_fail(error, MOF_INVALID, "%s: %zu violations", table->name, r->errors - errors);
}

static int run(mof_store *store, const struct mof_table *table, sqlite3_stmt *s, const char *what,
               struct mof_error *error)
{
    int status = MOF_OK;
    if (sqlite3_step(s) != SQLITE_DONE) status = store_fail_db(store, error, what, table->name);
    sqlite3_reset(s);
    return status;
}

int write_object(mof_store *store, struct plan *plan, enum statement kind, const void *object, enum mof_mode mode,
                 struct mof_report *report, struct mof_error *error)
{
    int status = validate(plan->table, object, mode, report, error);
    if (status != MOF_OK) return status;
    sqlite3_stmt *s;
    status = plan_statement(store, plan, kind, &s, error);
    if (status == MOF_OK) status = bind_object(plan, s, object, error);
    if (status == MOF_OK)
        status = run(store, plan->table, s, kind == STATEMENT_UPSERT ? "upsert into" : "insert into", error);
    return status;
}

static int write_new(mof_store *store, const struct mof_table *table, enum statement kind, const void *object,
                     enum mof_mode mode, struct mof_report *report, struct mof_error *error)
{
    struct plan *plan = store_plan(store, table, error);
    if (!plan) return MOF_NO_MEMORY;
    return write_object(store, plan, kind, object, mode, report, error);
}

int mof_store_insert(mof_store *store, const struct mof_table *table, const void *object, enum mof_mode mode,
                     struct mof_report *report, struct mof_error *error)
{
    return write_new(store, table, STATEMENT_INSERT, object, mode, report, error);
}

int mof_store_upsert(mof_store *store, const struct mof_table *table, const void *object, enum mof_mode mode,
                     struct mof_report *report, struct mof_error *error)
{
    return write_new(store, table, STATEMENT_UPSERT, object, mode, report, error);
}

/* ---- update --------------------------------------------------------------------------------------------- */

/* The width of a scalar member; what is larger or borrowed is compared otherwise. */
static const size_t widths[] = {
    [MOF_BOOLEAN] = sizeof(bool),
    [MOF_UINT8] = 1,
    [MOF_SINT8] = 1,
    [MOF_UINT16] = 2,
    [MOF_SINT16] = 2,
    [MOF_UINT32] = 4,
    [MOF_SINT32] = 4,
    [MOF_UINT64] = 8,
    [MOF_SINT64] = 8,
    [MOF_REAL32] = sizeof(float),
    [MOF_REAL64] = sizeof(double),
    [MOF_CHAR16] = 2,
};

static bool same_json(const struct mof_property *p, const void *a, const void *b, mof_arena *arena)
{
    mof_str x, y;
    return mof_json_write_value(p, a, arena, &x) && mof_json_write_value(p, b, arena, &y) && mof_str_equal(x, y);
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
    case MOF_DATETIME:
        return mof_datetime_equal(a, b);
    default:
        return memcmp(a, b, widths[p->type]) == 0;
    }
}

static void add_violation(const struct mof_table *table, const struct mof_property *p, enum mof_rule rule,
                          const void *value, struct mof_report *report)
{
    struct mof_violation v = {
        .of = table->of, .property = p->name, .rule = rule, .index = MOF_WHOLE, .value_type = p->type};
    if (p->type == MOF_STRING && !(p->flags & MOF_ARRAY)) v.text = *(const mof_str *)value;
    else if (!(p->flags & MOF_ARRAY) && p->type <= MOF_CHAR16) v.value = (uint64_t)value_integer(p, value);
    mof_report_add(report, &v);
}

/* A key property in the object that is not the key's. */
static void check_key(const struct mof_table *table, const void *key, const void *object, mof_arena *arena,
                      struct mof_report *report)
{
    for (uint32_t i = 0; i < table->key_count; i++) {
        const struct mof_property *p = &table->of->properties[table->keys[i].property];
        const void *value = (const char *)object + p->offset;
        if (!mof_present(table->of, object, table->keys[i].property)) continue;
        if (!same_value(p, value, (const char *)key + table->keys[i].offset, arena))
            add_violation(table, p, MOF_RULE_KEY_CHANGED, value, report);
    }
}

/* An immutable property that is not what is stored; one that was NULL may be set once. */
static void check_immutable(const struct mof_table *table, const void *stored, const void *object, mof_arena *arena,
                            struct mof_report *report)
{
    for (uint32_t i = 0; i < table->of->property_count; i++) {
        const struct mof_property *p = &table->of->properties[i];
        if (!(p->flags & MOF_IMMUTABLE) || p->flags & MOF_KEY) continue;
        if (!mof_present(table->of, object, i) || !mof_present(table->of, stored, i)) continue;
        const void *value = (const char *)object + p->offset;
        if (!same_value(p, value, (const char *)stored + p->offset, arena))
            add_violation(table, p, MOF_RULE_IMMUTABLE, value, report);
    }
}

static bool touches_immutable(const struct mof_class *of, const void *object)
{
    for (uint32_t i = 0; i < of->property_count; i++)
        if (of->properties[i].flags & MOF_IMMUTABLE && mof_present(of, object, i)) return true;
    return false;
}

/* What only the key and the stored row can tell; `stored` is read where an immutable property is written. */
static int check_stored(mof_store *store, const struct mof_table *table, const void *key, const void *object,
                        mof_arena *arena, struct mof_report *report, struct mof_error *error)
{
    struct mof_violation first;
    struct mof_report found = {&first, 1, 0, 0};
    check_key(table, key, object, arena, &found);
    if (touches_immutable(table->of, object)) {
        void *stored = mof_arena_alloc(arena, table->of->size);
        if (!stored) return store_fail(error, MOF_NO_MEMORY, "update %s: out of memory", table->name);
        int status = mof_store_get(store, table, key, arena, stored, error);
        if (status != MOF_OK) return status;
        check_immutable(table, stored, object, arena, &found);
    }
    if (!found.count) return MOF_OK;
    mof_report_add(report, &first);
    char words[200];
    mof_violation_format(&first, false, words, sizeof words);
    return store_fail(error, MOF_INVALID, "%s.%s", table->name, words);
}

static int update_row(mof_store *store, struct plan *plan, const void *key, const void *object, struct mof_error *error)
{
    sqlite3_stmt *s;
    int status = plan_statement(store, plan, STATEMENT_UPDATE, &s, error);
    if (status == MOF_OK) status = bind_object(plan, s, object, error);
    if (status == MOF_OK) status = bind_key(plan, s, (int)plan->columns + 1, key, error);
    if (status == MOF_OK) status = run(store, plan->table, s, "update", error);
    if (status == MOF_OK && sqlite3_changes(store->db) == 0)
        status = store_fail(error, MOF_NOT_FOUND, "update %s: no row has this key", plan->table->name);
    return status;
}

/* Reading the stored row and writing it again is one step for everyone else: a transaction of its own. */
int mof_store_update(mof_store *store, const struct mof_table *table, const void *key, const void *object,
                     struct mof_report *report, struct mof_error *error)
{
    struct plan *plan = store_plan(store, table, error);
    if (!plan) return MOF_NO_MEMORY;
    int status = validate(table, object, MOF_UPDATE, report, error);
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

int mof_store_delete(mof_store *store, const struct mof_table *table, const void *key, struct mof_error *error)
{
    struct plan *plan = store_plan(store, table, error);
    if (!plan) return MOF_NO_MEMORY;
    sqlite3_stmt *s;
    int status = plan_statement(store, plan, STATEMENT_DELETE, &s, error);
    if (status == MOF_OK) status = bind_key(plan, s, 1, key, error);
    if (status == MOF_OK) status = run(store, table, s, "delete from", error);
    if (status == MOF_OK && sqlite3_changes(store->db) == 0)
        status = store_fail(error, MOF_NOT_FOUND, "delete from %s: no row has this key", table->name);
    return status;
}
