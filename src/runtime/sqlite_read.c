/* Rows become structs again: single rows by key, all rows by a cursor. A NULL column is a property that is not
 * present. A value that its member cannot hold (a file edited by hand) is reported, never truncated; limits and lists
 * are not looked at again, mof_validate() does that. */
#include "sqlite_store.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static enum mof_status bad_value(const mof_table *table, const struct mof_property *p, mof_error *error)
{
    return mof_fail(error, MOF_CORRUPT, "%s.%s: the stored value is not of the column's type", table->name, p->name);
}

/* Reals are finite, in the member's width too: 1e300 is infinite in 32 bits. */
static enum mof_status put_real(const mof_table *table, const struct mof_property *p, double v, void *to,
                                mof_error *error)
{
    bool narrow = p->type == MOF_REAL32;
    if (!isfinite(v) || (narrow && fabs(v) > FLT_MAX))
        return mof_fail(error, MOF_CORRUPT, "%s.%s: the stored number is not finite in %d bits", table->name, p->name,
                        narrow ? 32 : 64);
    if (narrow) *(float *)to = (float)v;
    else *(double *)to = v;
    return MOF_OK;
}

/* Stores an integer in a member of the property's width; false where it does not fit. */
static bool put_integer(const struct mof_property *p, int64_t v, void *to)
{
    switch (p->type) {
    case MOF_BOOLEAN: *(bool *)to = v != 0; return v == 0 || v == 1;
    case MOF_UINT8: *(uint8_t *)to = (uint8_t)v; return v >= 0 && v <= UINT8_MAX;
    case MOF_SINT8: *(int8_t *)to = (int8_t)v; return v >= INT8_MIN && v <= INT8_MAX;
    case MOF_UINT16:
    case MOF_CHAR16: *(uint16_t *)to = (uint16_t)v; return v >= 0 && v <= UINT16_MAX;
    case MOF_SINT16: *(int16_t *)to = (int16_t)v; return v >= INT16_MIN && v <= INT16_MAX;
    case MOF_UINT32: *(uint32_t *)to = (uint32_t)v; return v >= 0 && v <= UINT32_MAX;
    case MOF_SINT32: *(int32_t *)to = (int32_t)v; return v >= INT32_MIN && v <= INT32_MAX;
    case MOF_UINT64: *(uint64_t *)to = (uint64_t)v; return true;
    default: *(int64_t *)to = v; return true;
    }
}

/* SQLite hands out NULL for a text of a column that is not NULL where it has no memory to hand it out. */
static bool column_text(sqlite3_stmt *s, int at, mof_str *out)
{
    const char *text = (const char *)sqlite3_column_text(s, at);
    *out = mof_str_of(text, text ? (size_t)sqlite3_column_bytes(s, at) : 0);
    return text != NULL;
}

static bool read_bytes(sqlite3_stmt *s, int at, mof_arena *arena, mof_uint8_array *out)
{
    const void *bytes = sqlite3_column_blob(s, at);
    size_t count = (size_t)sqlite3_column_bytes(s, at);
    uint8_t *copy = mof_arena_alloc(arena, count ? count : 1);
    if (!copy || (count && !bytes)) return false;
    if (count) memcpy(copy, bytes, count);
    out->items = copy;
    out->count = count;
    return true;
}

/* The SQLite type a property's column holds. */
static int stored_type(const struct mof_property *p)
{
    if (p->flags & MOF_ARRAY) return p->type == MOF_UINT8 ? SQLITE_BLOB : SQLITE_TEXT;
    if (p->type == MOF_REAL32 || p->type == MOF_REAL64) return SQLITE_FLOAT;
    return p->type <= MOF_CHAR16 ? SQLITE_INTEGER : SQLITE_TEXT;
}

static bool is_json(const struct mof_property *p)
{
    return (p->flags & MOF_ARRAY) ? p->type != MOF_UINT8 : p->type == MOF_CLASS || p->type == MOF_OBJECT;
}

/* A column whose text is read: JSON, a datetime, a string or a path. */
static enum mof_status read_text(const mof_table *table, const struct mof_property *p, mof_str text, mof_arena *arena,
                                 void *to, mof_error *error)
{
    enum mof_status status = MOF_OK;
    mof_str copy;
    if (is_json(p)) {
        status = mof_json_read_value(p, to, text, arena, error);
        return status == MOF_OK || status == MOF_NO_MEMORY ? status : bad_value(table, p, error);
    }
    if (p->type == MOF_DATETIME) return mof_datetime_parse(text, to) ? MOF_OK : bad_value(table, p, error);
    size_t characters;
    if (!mof_str_is_plain(text) && !mof_str_valid(text, &characters))
        return mof_fail(error, MOF_CORRUPT, "%s.%s: the stored text is no UTF-8, or holds a NUL", table->name, p->name);
    if (!mof_arena_str(arena, text.at, text.len, &copy)) return MOF_NO_MEMORY;
    memcpy(to, &copy, sizeof copy); /* a mof_ref is its path */
    return MOF_OK;
}

/* Reads a column; *has is left alone where it is NULL. */
static enum mof_status read_value(const mof_table *table, sqlite3_stmt *s, int at, const struct mof_property *p,
                                  mof_arena *arena, void *to, bool *has, mof_error *error)
{
    enum mof_status status = MOF_OK;
    mof_str text;
    int type = sqlite3_column_type(s, at);
    if (type == SQLITE_NULL) return MOF_OK;
    if (type != stored_type(p)) return bad_value(table, p, error);
    *has = true;
    switch (type) {
    case SQLITE_BLOB:
        if (!read_bytes(s, at, arena, to)) status = MOF_NO_MEMORY;
        break;
    case SQLITE_FLOAT: status = put_real(table, p, sqlite3_column_double(s, at), to, error); break;
    case SQLITE_INTEGER:
        if (!put_integer(p, sqlite3_column_int64(s, at), to)) status = bad_value(table, p, error);
        break;
    default: status = column_text(s, at, &text) ? read_text(table, p, text, arena, to, error) : MOF_NO_MEMORY;
    }
    if (status == MOF_NO_MEMORY) mof_fail(error, status, "%s.%s: out of memory", table->name, p->name);
    return status;
}

enum mof_status mof_read_row(const mof_table *table, sqlite3_stmt *s, enum mof_listing listing, mof_arena *arena,
                             void *object, mof_error *error)
{
    const mof_class *of = table->of;
    bool *has = mof_has(of, object);
    memset(object, 0, of->size);
    int at = 0;
    for (uint32_t i = 0; i < of->count; i++) {
        const struct mof_property *p = mof_row(of, i);
        if (listing == MOF_WITHOUT_LAZY && p->flags & MOF_LAZY) continue;
        int column = at++;
        enum mof_status status = read_value(table, s, column, p, arena, (char *)object + p->offset, &has[i], error);
        if (status != MOF_OK) return status;
    }
    return MOF_OK;
}

enum mof_status mof_read_columns(const mof_table *table, sqlite3_stmt *s, const int32_t *places, mof_arena *arena,
                                 void *object, mof_error *error)
{
    const mof_class *of = table->of;
    memset(object, 0, of->size);
    for (int column = 0; column < sqlite3_data_count(s); column++) {
        if (places[column] < 0) continue;
        const struct mof_property *p = mof_row(of, (uint32_t)places[column]);
        bool *has = &mof_has(of, object)[places[column]];
        enum mof_status status = read_value(table, s, column, p, arena, (char *)object + p->offset, has, error);
        if (status != MOF_OK) return status;
    }
    return MOF_OK;
}

/* In a checked store: what was read keeps to the rules of its class. What a statement leaves out is not missed. */
static enum mof_status check_read(const mof_store *store, const mof_table *table, const void *object, mof_error *error)
{
    enum { FOUND = 16 };
    mof_violation found[FOUND];
    mof_report report = mof_report_of(found, FOUND);
    if (!store->checked || mof_validate(table->of, object, MOF_MIRROR, &report) == 0) return MOF_OK;
    for (size_t i = 0; i < report.count && i < FOUND; i++) {
        char words[160];
        bool absent = found[i].rule == MOF_RULE_KEY_MISSING || found[i].rule == MOF_RULE_NULL;
        if (found[i].warning || (absent && found[i].depth == 0)) continue;
        mof_violation_format(&found[i], false, words, sizeof words);
        return mof_fail(error, MOF_CORRUPT, "%s: a stored object breaks a rule: %s", table->name, words);
    }
    return MOF_OK;
}

/* ---- one row -------------------------------------------------------------------------------------------- */

enum mof_status mof_store_get(mof_store *store, const mof_table *table, const void *key, void *object, mof_arena *arena,
                              mof_error *error)
{
    struct plan *plan = mof_store_plan(store, table, error);
    if (!plan) return MOF_NO_MEMORY;
    sqlite3_stmt *s;
    enum mof_status status = mof_plan_statement(store, plan, STATEMENT_GET, &s, error);
    if (status == MOF_OK) status = mof_bind_key(plan, s, 1, key, error);
    if (status == MOF_OK) {
        int code = sqlite3_step(s);
        if (code == SQLITE_ROW) status = mof_read_row(table, s, MOF_WITH_LAZY, arena, object, error);
        else if (code == SQLITE_DONE)
            status = mof_fail(error, MOF_NOT_FOUND, "get from %s: no row has this key", table->name);
        else status = mof_store_fail(store, error, "get from", table->name);
    }
    if (status == MOF_OK) status = check_read(store, table, object, error);
    sqlite3_reset(s);
    return status;
}

enum mof_status mof_store_exists(mof_store *store, const mof_table *table, const void *key, mof_error *error)
{
    struct plan *plan = mof_store_plan(store, table, error);
    if (!plan) return MOF_NO_MEMORY;
    sqlite3_stmt *s;
    enum mof_status status = mof_plan_statement(store, plan, STATEMENT_EXISTS, &s, error);
    if (status == MOF_OK) status = mof_bind_key(plan, s, 1, key, error);
    if (status == MOF_OK) {
        int code = sqlite3_step(s);
        if (code == SQLITE_DONE) status = mof_fail(error, MOF_NOT_FOUND, "%s: no row has this key", table->name);
        else if (code != SQLITE_ROW) status = mof_store_fail(store, error, "look in", table->name);
    }
    sqlite3_reset(s);
    return status;
}

/* ---- many rows ------------------------------------------------------------------------------------------ */

enum mof_status mof_cursor_open(mof_cursor *cursor, mof_store *store, const mof_table *table, enum mof_listing listing,
                                mof_error *error)
{
    *cursor = (mof_cursor){.store = store, .table = table, .listing = listing};
    return mof_table_prepare(store, table, listing == MOF_WITH_LAZY ? STATEMENT_LIST_LAZY : STATEMENT_LIST,
                             &cursor->statement, error);
}

enum mof_status mof_cursor_next(mof_cursor *cursor, const mof_table *table, void *object, mof_arena *arena,
                                mof_error *error)
{
    if (table != cursor->table)
        return mof_fail(error, MOF_MISUSE, "list %s: the cursor is one of %s", table->name, cursor->table->name);
    int code = sqlite3_step(cursor->statement);
    if (code == SQLITE_DONE) return MOF_DONE;
    if (code != SQLITE_ROW) return mof_store_fail(cursor->store, error, "list", cursor->table->name);
    enum mof_status status = cursor->places
                                 ? mof_read_columns(table, cursor->statement, cursor->places, arena, object, error)
                                 : mof_read_row(table, cursor->statement, cursor->listing, arena, object, error);
    return status == MOF_OK ? check_read(cursor->store, table, object, error) : status;
}

void mof_cursor_close(mof_cursor *cursor)
{
    free(cursor->places);
    cursor->places = NULL;
    sqlite3_finalize(cursor->statement);
    cursor->statement = NULL;
}

/* Doubles in the arena: twice the final size at most stays behind. */
static bool more_room(mof_arena *arena, char **objects, size_t size, size_t count, size_t *room)
{
    if (count < *room) return true;
    size_t wanted = *room ? *room * 2 : 16;
    char *larger = mof_arena_alloc(arena, wanted * size);
    if (!larger) return false;
    if (count) memcpy(larger, *objects, count * size);
    *objects = larger;
    *room = wanted;
    return true;
}

enum mof_status mof_store_list(mof_store *store, const mof_table *table, enum mof_listing listing, void **objects,
                               size_t *count, mof_arena *arena, mof_error *error)
{
    char *items = NULL;
    size_t used = 0, room = 0;
    mof_cursor cursor;
    enum mof_status status = mof_cursor_open(&cursor, store, table, listing, error);
    while (status == MOF_OK) {
        if (!more_room(arena, &items, table->of->size, used, &room)) {
            status = mof_fail(error, MOF_NO_MEMORY, "list %s: out of memory", table->name);
            break;
        }
        status = mof_cursor_next(&cursor, table, items + used * table->of->size, arena, error);
        used += status == MOF_OK;
    }
    mof_cursor_close(&cursor);
    *objects = items;
    *count = used;
    return status == MOF_DONE ? MOF_OK : status;
}
