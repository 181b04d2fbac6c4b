/* Members of a struct become parameters of a statement. Nothing is copied: strings and bytes are borrowed from the
 * object until the statement has run, datetimes are written to the plan's own room, and arrays and embedded objects
 * become JSON in its scratch arena. */
#include "sqlite_store.h"

#include <math.h>
#include <string.h>

/* A NULL pointer binds as NULL, so what is empty needs a pointer all the same. */
static int bind_text(sqlite3_stmt *s, int at, mof_str text)
{
    return sqlite3_bind_text64(s, at, text.at ? text.at : "", text.len, SQLITE_STATIC, SQLITE_UTF8);
}

static int bind_bytes(sqlite3_stmt *s, int at, const mof_uint8_array *bytes)
{
    return sqlite3_bind_blob64(s, at, bytes->items ? (const void *)bytes->items : "", bytes->count, SQLITE_STATIC);
}

/* SQLite turns what is no number into NULL, which would lose it silently. */
static int bind_real(sqlite3_stmt *s, int at, double value)
{
    return isnan(value) ? SQLITE_MISMATCH : sqlite3_bind_double(s, at, value);
}

int64_t mof_column_integer(const struct mof_property *p, const void *value)
{
    int64_t bits = 0;
    if (p->type != MOF_REAL32 && p->type != MOF_REAL64) return (int64_t)mof_number_at(p->type, value);
    memcpy(&bits, value, p->type == MOF_REAL32 ? sizeof(float) : sizeof(double));
    return bits;
}

static int bind_json(struct plan *plan, sqlite3_stmt *s, int at, const struct mof_property *p, const void *value)
{
    mof_str json;
    enum mof_status status = mof_json_write_value(p, value, &json, &plan->scratch);
    if (status != MOF_OK) return status == MOF_NO_MEMORY ? SQLITE_NOMEM : SQLITE_MISMATCH;
    return bind_text(s, at, json);
}

static int bind_date(sqlite3_stmt *s, int at, const mof_datetime *value, char room[MOF_DATETIME_ROOM])
{
    if (!mof_datetime_format(value, room)) return SQLITE_MISMATCH;
    return sqlite3_bind_text(s, at, room, MOF_DATETIME_LEN, SQLITE_STATIC);
}

static int bind_utc(sqlite3_stmt *s, int at, const mof_datetime *value)
{
    int64_t microseconds;
    if (!mof_datetime_to_utc(value, &microseconds)) return sqlite3_bind_null(s, at);
    return sqlite3_bind_int64(s, at, microseconds);
}

static int bind_scalar(struct plan *plan, sqlite3_stmt *s, int at, const struct mof_property *p, const void *value)
{
    switch (p->type) {
    case MOF_REAL32: return bind_real(s, at, (double)*(const float *)value);
    case MOF_REAL64: return bind_real(s, at, *(const double *)value);
    case MOF_STRING: return bind_text(s, at, *(const mof_str *)value);
    case MOF_REFERENCE: return bind_text(s, at, ((const mof_ref *)value)->path);
    case MOF_CLASS:
    case MOF_OBJECT: return bind_json(plan, s, at, p, value);
    default: return sqlite3_bind_int64(s, at, mof_column_integer(p, value));
    }
}

static int bind_value(struct plan *plan, sqlite3_stmt *s, int at, const struct mof_property *p, const void *value,
                      char date[MOF_DATETIME_ROOM])
{
    if (p->flags & MOF_ARRAY) return p->type == MOF_UINT8 ? bind_bytes(s, at, value) : bind_json(plan, s, at, p, value);
    if (p->type == MOF_DATETIME) return bind_date(s, at, value, date);
    return bind_scalar(plan, s, at, p, value);
}

/* The key is bound in the type of the target's. A row of a subclass lies in a table of its own. */
int mof_bind_link(struct plan *plan, sqlite3_stmt *s, int at, const struct mof_link *link, const mof_ref *ref)
{
    const struct mof_property *key = mof_row(link->to, link->to->keys[0].property);
    union {
        mof_str text;
        mof_datetime date;
        uint64_t number;
    } value;
    if (!mof_str_equal_fold(mof_path_class(*ref), mof_str_from(link->to->name))) return sqlite3_bind_null(s, at);
    enum mof_status status = mof_key_from_path(link->to, *ref, &value, &plan->scratch, NULL);
    if (status != MOF_OK) return status == MOF_NO_MEMORY ? SQLITE_NOMEM : SQLITE_MISMATCH;
    return bind_scalar(plan, s, at, key, &value);
}

static enum mof_status bind_failed(const struct plan *plan, const struct mof_property *p, int code, mof_error *error)
{
    if (code == SQLITE_MISMATCH)
        return mof_fail(error, MOF_INVALID, "%s.%s: the value cannot be stored: not a number, date or text",
                        plan->table->name, p->name);
    if (code == SQLITE_TOOBIG)
        return mof_fail(error, MOF_INVALID, "%s.%s: the value is larger than SQLite stores", plan->table->name,
                        p->name);
    return mof_fail(error, MOF_NO_MEMORY, "%s.%s: out of memory", plan->table->name, p->name);
}

enum mof_status mof_bind_object(struct plan *plan, sqlite3_stmt *s, const void *object, mof_error *error)
{
    const mof_class *of = plan->table->of;
    const bool *has = mof_has_const(of, object);
    char(*date)[MOF_DATETIME_ROOM] = plan->dates;
    uint32_t link = 0;
    int at = 1;
    mof_arena_reset(&plan->scratch);
    for (uint32_t i = 0; i < of->count; i++) {
        const struct mof_property *p = mof_row(of, i);
        const void *value = (const char *)object + p->offset;
        bool here = has[i];
        bool dated = column_is_date(p);
        bool linked = link < plan->table->link_count && plan->table->links[link].property == i;
        int code = here ? bind_value(plan, s, at, p, value, *date) : sqlite3_bind_null(s, at);
        at++;
        if (dated && code == SQLITE_OK) {
            code = here ? bind_utc(s, at, value) : sqlite3_bind_null(s, at);
            at++;
            date++;
        }
        if (linked && code == SQLITE_OK) {
            const struct mof_link *to = &plan->table->links[link++];
            code = here ? mof_bind_link(plan, s, at, to, value) : sqlite3_bind_null(s, at);
            at++;
        }
        if (code != SQLITE_OK) return bind_failed(plan, p, code, error);
    }
    return MOF_OK;
}

enum mof_status mof_bind_key(const struct plan *plan, sqlite3_stmt *s, int first, const void *key, mof_error *error)
{
    for (uint32_t i = 0; i < plan->table->of->key_count; i++) {
        const struct mof_key_part *part = &plan->table->of->keys[i];
        const struct mof_property *p = mof_row(plan->table->of, part->property);
        const void *value = (const char *)key + part->offset;
        char date[MOF_DATETIME_ROOM];
        int code;
        if (p->type == MOF_DATETIME && mof_datetime_format(value, date))
            code = sqlite3_bind_text(s, first + (int)i, date, MOF_DATETIME_LEN, SQLITE_TRANSIENT);
        else if (p->type == MOF_DATETIME || p->type >= MOF_CLASS) code = SQLITE_MISMATCH;
        else code = bind_scalar(NULL, s, first + (int)i, p, value);
        if (code != SQLITE_OK) return bind_failed(plan, p, code, error);
    }
    return MOF_OK;
}
