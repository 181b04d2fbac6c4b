/* The engines, each one table. Templates write the statements; here is what a name or a type must know. */
#include "backend/sql/sql.h"

#include "base/ascii.h"
#include "base/reserved.h"

const struct sql_dialect sql_sqlite = {
    .types = {[SQL_BOOLEAN] = "INTEGER",
              [SQL_INTEGER] = "INTEGER",
              [SQL_UNSIGNED] = "INTEGER", /* the same 64 bits */
              [SQL_REAL] = "REAL",
              [SQL_TEXT] = "TEXT",
              [SQL_DATETIME] = "TEXT",
              [SQL_REFERENCE] = "TEXT",
              [SQL_BYTES] = "BLOB",
              [SQL_JSON] = "TEXT"},
    .quote = '"',
    .reserved = RESERVED_SQL,
    .own_names = "sqlite_",
    .nocase = "NOCASE",
    .booleans = {"0", "1"},
    .bytes_before = "x'",
    .bytes_behind = "'",
    .least = "(-9223372036854775807 - 1)",
    .most_tables = 64,
    .most_terms = 200, /* it bounds the depth of an expression to 1,000 */
    .most_columns = 2000,
};

const struct sql_dialect *sql_dialect_of(const struct model *m) { return sql_names_of(m)->dialect; }

static bool is_plain(const struct sql_dialect *d, struct slice name)
{
    for (uint32_t i = 0; i < name.len; i++) {
        char c = name.at[i];
        if (!ascii_is_letter(c) && c != '_' && (i == 0 || !ascii_is_digit(c))) return false;
    }
    return name.len > 0 && !(reserved_in(name) & d->reserved);
}

const char *sql_name(const struct model *m, struct slice name)
{
    const struct sql_dialect *d = sql_dialect_of(m);
    if (is_plain(d, name)) return arena_copy(m->arena, name.at, name.len);
    struct text t = {0};
    text_add_char(&t, d->quote);
    for (uint32_t i = 0; i < name.len; i++) {
        if (name.at[i] == '\0') continue; /* ends SQL text */
        if (name.at[i] == d->quote) text_add_char(&t, d->quote);
        text_add_char(&t, name.at[i]);
    }
    text_add_char(&t, d->quote);
    const char *quoted = arena_copy(m->arena, t.at, t.len);
    text_free(&t);
    return quoted;
}
