/* The values of a condition or statement: made by the caller, bound as the columns hold what they are compared with. */
#include "sqlite_store.h"

#include <math.h>

static mof_value number_of(enum mof_type type, uint64_t number)
{
    return (mof_value){.there = true, .type = type, .number = number};
}

mof_value mof_null(void) { return (mof_value){0}; }

mof_value mof_bool(bool value) { return number_of(MOF_BOOLEAN, value); }

mof_value mof_u64(uint64_t value) { return number_of(MOF_UINT64, value); }

mof_value mof_s64(int64_t value) { return number_of(MOF_SINT64, (uint64_t)value); }

mof_value mof_real(double value) { return (mof_value){.there = true, .type = MOF_REAL64, .real = value}; }

mof_value mof_text(const char *value) { return mof_text_of(mof_str_from(value)); }

mof_value mof_text_of(mof_str value) { return (mof_value){.there = true, .type = MOF_STRING, .text = value}; }

mof_value mof_when(mof_datetime value) { return (mof_value){.there = true, .type = MOF_DATETIME, .when = value}; }

/* An unsigned number over 2^63-1 is less than no other number, so it goes as the real next to it. */
static int bind_number(sqlite3_stmt *s, int at, const mof_value *v)
{
    if (v->type == MOF_UINT64 && v->number > INT64_MAX) return sqlite3_bind_double(s, at, (double)v->number);
    return sqlite3_bind_int64(s, at, (int64_t)v->number);
}

/* The caller's memory may be gone before the last row is read: SQLite copies. */
static int bind_copy(sqlite3_stmt *s, int at, mof_str text)
{
    return sqlite3_bind_text64(s, at, text.at ? text.at : "", text.len, SQLITE_TRANSIENT, SQLITE_UTF8);
}

int mof_bind_argument(sqlite3_stmt *s, int at, const mof_value *v)
{
    char date[MOF_DATETIME_ROOM];
    if (!v->there) return sqlite3_bind_null(s, at);
    switch (v->type) {
    case MOF_REAL64: return isnan(v->real) ? SQLITE_MISMATCH : sqlite3_bind_double(s, at, v->real);
    case MOF_STRING: return bind_copy(s, at, v->text);
    case MOF_DATETIME:
        if (!mof_datetime_format(&v->when, date)) return SQLITE_MISMATCH;
        return bind_copy(s, at, mof_str_of(date, MOF_DATETIME_LEN));
    default: return bind_number(s, at, v);
    }
}
