/* The user's own questions: a condition over one class, counted or read as structs, and whole statements whose columns
 * are found by their names. */
#include "sqlite_condition.h"

#include <stdlib.h>
#include <string.h>

/* ---- the statement of a condition ----------------------------------------------------------------------- */

/* What stands in front of the condition: rows as a cursor reads them, or their number. */
static void add_head(sqlite3_str *sql, const mof_table *table, bool counted, bool limited)
{
    if (!counted) mof_add_select(sql, table, true);
    else
        sqlite3_str_appendf(sql, limited ? "SELECT count(*) FROM (SELECT 1 FROM \"%w\"" : "SELECT count(*) FROM \"%w\"",
                            table->name);
}

/* A word of SQL that is a property too, and may have been meant as one; NULL where there is none. */
static const struct token *find_namesake(const struct condition *c)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->tokens[i].kind == TOKEN_WORD && mof_class_find(c->table->of, c->tokens[i].text) != MOF_NO_PROPERTY)
            return &c->tokens[i];
    return NULL;
}

/* SQLite's words are about the statement that was made; the condition is what the user knows. */
static enum mof_status prepare_failed(mof_store *store, struct condition *c)
{
    char words[160];
    const struct token *namesake = find_namesake(c);
    sqlite3_snprintf(sizeof words, words, "%s", sqlite3_errmsg(store->db));
    enum mof_status status = mof_store_fail(store, c->error, c->what, c->table->name);
    if (status != MOF_FAILED) return status;
    if (namesake)
        return mof_condition_fail(c, namesake, MOF_SYNTAX,
                                  "%s; %.*s is a word of SQL: as a property it stands in \"quotes\"", words,
                                  (int)namesake->text.len, namesake->text.at);
    return mof_condition_fail(c, NULL, MOF_SYNTAX, "where %.*s: %s", c->text.len > 80 ? 80 : (int)c->text.len,
                              c->text.at, words);
}

static enum mof_status bind_arguments(mof_store *store, const mof_table *table, const char *what, mof_values values,
                                      sqlite3_stmt *s, mof_error *error)
{
    for (size_t i = 0; i < values.count; i++) {
        int code = mof_bind_argument(s, (int)i + 1, &values.items[i]);
        if (code == SQLITE_MISMATCH)
            return mof_fail(error, MOF_INVALID, "%s %s: the value ?%zu is no number and no date", what, table->name,
                            i + 1);
        if (code == SQLITE_RANGE)
            return mof_fail(error, MOF_MISUSE, "%s %s: %zu value%s given, the statement has %d", what, table->name,
                            values.count, values.count == 1 ? " is" : "s are", sqlite3_bind_parameter_count(s));
        if (code != SQLITE_OK) return mof_store_fail(store, error, what, table->name);
    }
    return MOF_OK;
}

static enum mof_status prepare_condition(mof_store *store, struct condition *c, bool counted, sqlite3_stmt **out)
{
    sqlite3_str *whole = sqlite3_str_new(store->db);
    add_head(whole, c->table, counted, c->limited);
    sqlite3_str_append(whole, sqlite3_str_value(c->sql), sqlite3_str_length(c->sql));
    if (counted && c->limited) sqlite3_str_appendchar(whole, 1, ')');
    bool lost = sqlite3_str_errcode(c->sql) != SQLITE_OK;
    char *sql = sqlite3_str_finish(whole);
    enum mof_status status = MOF_OK;
    if (!sql || lost) status = mof_condition_fail(c, NULL, MOF_NO_MEMORY, "out of memory");
    else if (sqlite3_prepare_v2(store->db, sql, -1, out, NULL) != SQLITE_OK) status = prepare_failed(store, c);
    sqlite3_free(sql);
    mof_values arguments = {c->arguments, c->argument_count};
    if (status == MOF_OK) status = bind_arguments(store, c->table, c->what, arguments, *out, c->error);
    return status;
}

static enum mof_status ask(mof_store *store, const mof_table *table, bool counted, const char *text, mof_values values,
                           sqlite3_stmt **out, mof_error *error)
{
    mof_arena arena = {0};
    struct condition c = {.table = table,
                          .what = counted ? "count" : "query",
                          .text = mof_str_from(text ? text : ""),
                          .values = values,
                          .error = error,
                          .arena = &arena,
                          .sql = sqlite3_str_new(store->db)};
    *out = NULL;
    enum mof_status status = mof_condition_read(&c);
    if (status == MOF_OK) status = mof_condition_write(&c);
    if (status == MOF_OK) status = prepare_condition(store, &c, counted, out);
    sqlite3_free(sqlite3_str_finish(c.sql));
    mof_arena_free(&arena);
    return status;
}

enum mof_status mof_store_query(mof_store *store, const mof_table *table, mof_cursor *cursor, const char *condition,
                                mof_values values, mof_error *error)
{
    *cursor = (mof_cursor){.store = store, .table = table, .listing = MOF_WITH_LAZY};
    return ask(store, table, false, condition, values, &cursor->statement, error);
}

enum mof_status mof_store_count(mof_store *store, const mof_table *table, const char *condition, mof_values values,
                                uint64_t *rows, mof_error *error)
{
    sqlite3_stmt *s;
    *rows = 0;
    enum mof_status status = ask(store, table, true, condition, values, &s, error);
    if (status == MOF_OK && sqlite3_step(s) == SQLITE_ROW) *rows = (uint64_t)sqlite3_column_int64(s, 0);
    else if (status == MOF_OK) status = mof_store_fail(store, error, "count", table->name);
    sqlite3_finalize(s);
    return status;
}

/* ---- whole statements ----------------------------------------------------------------------------------- */

/* The property of each column; of two columns with one name the first counts. */
static enum mof_status place_columns(mof_cursor *cursor, mof_error *error)
{
    const mof_table *table = cursor->table;
    int count = sqlite3_column_count(cursor->statement), found = 0;
    cursor->places = malloc((size_t)(count ? count : 1) * sizeof *cursor->places);
    bool *seen = calloc(table->of->count + 1, sizeof *seen);
    const char *name = "";
    for (int i = 0; cursor->places && seen && name && i < count; i++) {
        name = sqlite3_column_name(cursor->statement, i);
        int64_t place = mof_class_find(table->of, mof_str_from(name));
        if (place >= 0 && seen[place]) place = MOF_NO_PROPERTY;
        if (place >= 0) seen[place] = true;
        cursor->places[i] = (int32_t)place;
        found += place >= 0;
    }
    bool made = cursor->places && seen && name;
    free(seen);
    if (!made) return mof_fail(error, MOF_NO_MEMORY, "select %s: out of memory", table->name);
    if (found) return MOF_OK;
    return mof_fail(error, MOF_MISUSE, "select %s: no column of the statement is a property of it", table->name);
}

static const char *skip_blanks(const char *sql)
{
    for (const char *from = NULL; from != sql;) {
        from = sql;
        sql += strspn(sql, " \t\n\v\f\r");
        if (strncmp(sql, "--", 2) == 0) sql += strcspn(sql, "\n");
        else if (strncmp(sql, "/*", 2) == 0) sql = strstr(sql + 2, "*/") ? strstr(sql + 2, "*/") + 2 : "";
    }
    return sql;
}

static bool is_end(const char *sql)
{
    do sql = skip_blanks(sql);
    while (*sql == ';' && sql++);
    return !*sql;
}

/* Asked before SQLite sees it: some PRAGMAs act as soon as they are prepared. */
static bool is_question(const char *sql)
{
    static const char *const words[] = {"SELECT", "WITH", "VALUES"};
    sql = skip_blanks(sql);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (sqlite3_strnicmp(sql, words[i], (int)strlen(words[i])) == 0) return true;
    return false;
}

static enum mof_status refuse_statement(const mof_table *table, mof_error *error)
{
    return mof_fail(error, MOF_MISUSE, "select %s: not one statement that only reads rows", table->name);
}

enum mof_status mof_store_select(mof_store *store, const mof_table *table, mof_cursor *cursor, const char *sql,
                                 mof_values values, mof_error *error)
{
    const char *rest = "";
    *cursor = (mof_cursor){.store = store, .table = table, .listing = MOF_WITH_LAZY};
    if (!is_question(sql)) return refuse_statement(table, error);
    if (sqlite3_prepare_v2(store->db, sql, -1, &cursor->statement, &rest) != SQLITE_OK)
        return mof_store_fail(store, error, "select", table->name);
    sqlite3_stmt *s = cursor->statement;
    if (!s || !is_end(rest) || !sqlite3_stmt_readonly(s)) return refuse_statement(table, error);
    if (sqlite3_bind_parameter_count(s) != (int)values.count)
        return mof_fail(error, MOF_MISUSE, "select %s: %zu value%s given, the statement has %d", table->name,
                        values.count, values.count == 1 ? " is" : "s are", sqlite3_bind_parameter_count(s));
    enum mof_status status = bind_arguments(store, table, "select", values, s, error);
    return status == MOF_OK ? place_columns(cursor, error) : status;
}
