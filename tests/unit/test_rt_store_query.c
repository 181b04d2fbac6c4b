/* The user's own questions: conditions as they are written, what they find, and what is said of those that are none. */
#include "failing_malloc.h"
#include "runtime/mofrt_generated.h"

static const struct mof_enum_value priority_values[] = {
    {.value = 1, .label = "Low"}, {.value = 5, .label = "Middle"}, {.value = 50, .label = "High"}};
static const struct mof_enum priorities = {.values = priority_values, .count = 3, .type = MOF_SINT16, .open = true};

#define JOB_PRIORITIES &priorities
#include "store_job.h"

static const struct {
    uint64_t id;
    int16_t priority;
    const char *started, *owner;
} rows[] = {{1, 5, "20240101000000.000000+000", "Ann"},
            {2, -7, "20240101030000.000000+120", "Bob"}, /* an hour behind the first */
            {INT64_MAX, 5, "20230101000000.000000+***", NULL},
            {(uint64_t)INT64_MAX + 1, 20, "20230601000000.000000+***", "it's"},
            {UINT64_MAX, 30, "2023****000000.000000+000", "Ann"},
            {7, 1, NULL, "Zoe"}};

static void fill(struct fixture *f)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct job o = full_job("A", rows[i].id);
        o.Priority = rows[i].priority;
        o.Owner = mof_str_from(rows[i].owner);
        o.has.Owner = rows[i].owner != NULL;
        o.has.Started = rows[i].started && mof_datetime_parse(mof_str_from(rows[i].started), &o.Started);
        if (!o.has.Started) mof_unset(&o, Started);
        assert_int_equal(insert(f, &o), MOF_OK);
    }
}

/* What a condition finds: the places of the rows above, in the order in which they come. */
static void found(struct fixture *f, const char *condition, mof_values values, char out[40])
{
    mof_cursor cursor;
    struct job o;
    size_t used = 0;
    enum mof_status status = mof_store_query(f->store, &job_table, &cursor, condition, values, &f->error);
    if (status != MOF_OK) fail_msg("%s: %s", condition, f->error.message);
    while ((status = mof_cursor_next(&cursor, &job_table, &o, &f->arena, &f->error)) == MOF_OK)
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
            if (rows[i].id == o.JobID) out[used++] = (char)('1' + i);
    out[used] = 0;
    mof_cursor_close(&cursor);
    assert_int_equal(status, MOF_DONE);
}

static void finds(struct fixture *f, const char *condition, mof_values values, const char *expected)
{
    char out[40];
    uint64_t count;
    found(f, condition, values, out);
    if (strcmp(out, expected) != 0) fail_msg("%s: found '%s', not '%s'", condition, out, expected);
    assert_int_equal(mof_store_count(f->store, &job_table, condition, values, &count, &f->error), MOF_OK);
    assert_int_equal(count, strlen(expected));
}

static mof_value when(const char *text)
{
    mof_datetime d;
    assert_true(mof_datetime_parse(mof_str_from(text), &d));
    return mof_when(d);
}

static void conditions_are_sql(void **state)
{
    struct fixture *f = *state;
    fill(f);
    static const char *const same[][2] = {
        {"Priority > 5 ORDER BY Priority", "45"},
        {"priority > 5 ORDER BY \"Priority\" DESC", "54"},
        {"Owner = 'it''s'", "4"},
        {"Owner IS NULL", "3"},
        {"[Owner] NOTNULL AND `Priority` < 0", "2"},
        {"Owner LIKE 'a%' ORDER BY Priority", "15"},
        {"ORDER BY Priority LIMIT 2", "26"},
        {"ORDER BY Priority LIMIT 2 OFFSET 1", "61"},
        {"Priority IN (20, 30) ORDER BY Priority", "45"},
        {"Priority NOT IN (20, 30, 5, 1)", "2"},
        {"Priority BETWEEN 20 AND 30 ORDER BY Priority", "45"},
        {"length(Owner) = 4", "4"},
        {"CASE WHEN Priority > 20 THEN 1 ELSE 0 END", "5"},
        {"Owner COLLATE NOCASE = 'ANN' ORDER BY Priority", "15"},
        {"CAST(Priority AS TEXT) = '20'", "4"},
        {"Active = TRUE AND Priority = 2e1", "4"},
        {"Active AND NOT (Priority < 20 OR Owner = 'Ann')", "4"},
        {"Priority * 2 + 10 = .5e2", "4"},
        {"Priority << 1 = 0x28", "4"},
        {"Share -> '$' IS NOT NULL AND Priority = 20", "4"},
        {"json_array_length(Sizes) = 2 AND Data = Data AND Priority = 20", "4"},
        {"Owner || '!' = 'Zoe!'", "6"},
        {"Priority=-7", "2"},
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) finds(f, same[i][0], mof_values(), same[i][1]);
    char out[40];
    found(f, NULL, mof_values(), out);
    assert_int_equal(strlen(out), 6);
    found(f, " ", mof_values(), out);
    assert_int_equal(strlen(out), 6);
}

static void values_are_parameters(void **state)
{
    struct fixture *f = *state;
    fill(f);
    finds(f, "Owner = ?1", mof_values(mof_text("it's")), "4");
    finds(f, "Owner = ?1", mof_values(mof_text_of(mof_str_of("Annabel", 3))), "15");
    finds(f, "Owner IS ?1", mof_values(mof_null()), "3");
    finds(f, "Owner = ?1 OR 1 = 1", mof_values(mof_text("' OR 1 = 1")), "123456");
    finds(f, "Priority = ?2 AND Active = ?1", mof_values(mof_bool(true), mof_s64(-7)), "2");
    finds(f, "Priority > ?1 AND Priority < ?2 ORDER BY Priority LIMIT ?3",
          mof_values(mof_real(4.5), mof_u64(UINT64_MAX), mof_u64(2)), "13");
    finds(f, "Share < ?1 AND ?1 < 0.5 AND Priority > 20", mof_values(mof_real(0.3)), "5");
}

static void unsigned_numbers_compare_unsigned(void **state)
{
    struct fixture *f = *state;
    fill(f);
    static const struct {
        const char *condition, *low, *high; /* with 7, and with 2^63 */
    } cases[] = {
        {"JobID > ?1 ORDER BY JobID", "345", "5"},
        {"JobID >= ?1 ORDER BY JobID", "6345", "45"},
        {"JobID < ?1 ORDER BY JobID", "12", "1263"},
        {"JobID <= ?1 ORDER BY JobID", "126", "12634"},
        {"?1 < JobID ORDER BY JobID DESC", "543", "5"},
        {"JobID = ?1", "6", "4"},
        {"JobID <> ?1 ORDER BY JobID", "12345", "12635"},
        {"?1 == JobID", "6", "4"},
        {"JobID BETWEEN 2 AND ?1 ORDER BY JobID", "26", "2634"},
        {"NOT JobID BETWEEN ?1 AND 18446744073709551614 ORDER BY JobID", "125", "12635"},
        {"JobID NOT BETWEEN ?1 AND 0xfffffffffffffffe ORDER BY JobID", "125", "12635"},
        {"JobID IN (?1, 18446744073709551615) ORDER BY JobID", "65", "45"},
        {"JobID NOT IN (?1, 1, 2) ORDER BY JobID ASC", "345", "635"},
        {"(JobID > ?1) AND Priority > 0 ORDER BY JobID, Priority LIMIT 2", "34", "5"},
        {"JobID > ?1 OR JobID > ?1 ORDER BY Active, JobID DESC NULLS LAST", "543", "5"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        finds(f, cases[i].condition, mof_values(mof_u64(7)), cases[i].low);
        finds(f, cases[i].condition, mof_values(mof_s64(7)), cases[i].low);
        finds(f, cases[i].condition, mof_values(mof_u64((uint64_t)INT64_MAX + 1)), cases[i].high);
    }
    finds(f, "JobID >= JobID AND JobID > 9223372036854775807 ORDER BY JobID", mof_values(), "45");
    finds(f, "JobID % 2 = 1 ORDER BY JobID", mof_values(), "163"); /* the signed number: -1 % 2 is -1 */
    finds(f, "JobID > ?1", mof_values(mof_null()), "");
}

/* SQLite takes a thousand ORs at most. */
static void a_list_may_be_long(void **state)
{
    enum { COUNT = 5000 };
    struct fixture *f = *state;
    fill(f);
    char *condition = malloc(COUNT * 8 + 100), *at = condition + sprintf(condition, "JobID IN (");
    for (int i = 0; i < COUNT; i++) at += sprintf(at, "%d, ", i + 100);
    strcpy(at, "18446744073709551615, ?1) ORDER BY JobID");
    finds(f, condition, mof_values(mof_u64(7)), "65");
    free(condition);
}

static void moments_compare_in_utc(void **state)
{
    struct fixture *f = *state;
    fill(f);
    finds(f, "Started > ?1", mof_values(when("20240101003000.000000+000")), "2");
    finds(f, "Started >= ?1 ORDER BY Started", mof_values(when("20240101010000.000000+060")), "12");
    finds(f, "Started = '2024-01-01T01:00:00Z'", mof_values(), "2");
    finds(f, "Started = ?1", mof_values(mof_text("20240101020000.000000+060")), "2");
    finds(f, "Started IN (?1, '20240101000000.000000+000')", mof_values(when("20240101010000.000000+000")), "12");
    finds(f, "Started < ?1", mof_values(when("20230301000000.000000+***")), "3");
    finds(f, "Started BETWEEN '20230101000000.000000+***' AND '2025-01-01T00:00:00'", mof_values(), "34");
    finds(f, "Started = ?1", mof_values(when("2023****000000.000000+000")), "5");
    finds(f, "Started <= Started ORDER BY JobID", mof_values(), "1234");
    finds(f, "Started IS NULL", mof_values(), "6");
    finds(f, "Started LIKE '2023%' ORDER BY JobID", mof_values(), "345");
    finds(f, "JobID <> 7 ORDER BY Started NULLS LAST, Started DESC", mof_values(), "12534");
    finds(f, "Started > ?1", mof_values(mof_null()), "");
}

/* ---- what is refused ------------------------------------------------------------------------------------ */

static void refuses(struct fixture *f, const char *condition, mof_values values, enum mof_status expected, int column,
                    const char *words)
{
    mof_cursor cursor;
    uint64_t count;
    f->error.column = 0;
    assert_int_equal(mof_store_count(f->store, &job_table, condition, values, &count, NULL), expected);
    assert_int_equal(mof_store_query(f->store, &job_table, &cursor, condition, values, &f->error), expected);
    mof_cursor_close(&cursor);
    if (!strstr(f->error.message, words)) fail_msg("%s: '%s' is not in '%s'", condition, words, f->error.message);
    assert_int_equal(f->error.column, column);
}

static void a_slip_is_reported_in_its_words(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *condition;
        int column;
        const char *words;
    } cases[] = {
        {"1) OR (1", 2, "query Job: ')' closes nothing"},
        {"1), (SELECT(1) LIMIT 1", 2, "')' closes nothing"},
        {"Active AND Prioritty > 3", 12, "query Job: no property 'Prioritty'; did you mean 'Priority'?"},
        {"\"ovner\" = 1", 1, "no property 'ovner'; did you mean 'Owner'?"},
        {"Owner = \"Fern\"", 9, "no property 'Fern'; a text stands in '...'"},
        {"Owner = Ann", 9, "no property 'Ann'"},
        {"Priority = (SELECT 1)", 13, "SELECT has no place in a condition"},
        {"1 UNION VALUES(1)", 3, "UNION has no place"},
        {"1; DELETE FROM Job", 2, "';': a condition is no list of statements"},
        {"1 -- so", 3, "no comments"},
        {"1 /* so */", 3, "no comments"},
        {"Owner = :name", 9, "values are ?1, ?2"},
        {"Owner = ?", 9, "values are ?1, ?2"},
        {"Job.Owner = 1", 1, "no property 'Job'"},
        {"Owner.x = 1", 6, "properties stand alone"},
        {"Owner = 'x", 9, "the quote ' has no end"},
        {"Owner = \x01", 9, "a byte 0x01 has no place"},
        {"JobID > 1.5", 9, "'JobID' is a uint64: 1.5 is no whole number from 0 to 2^64-1"},
        {"JobID = 18446744073709551616", 9, "'JobID' is a uint64: 18446744073709551616 is no whole number"},
        {"JobID = 'x'", 9, "'JobID' is a uint64"},
        {"Started > 'today'", 11, "'Started' is a datetime: 'today' is none"},
        {"Started > 20240101", 11, "'Started' is a datetime"},
        {"Started > '2023****000000.000000+000'", 11, "a datetime with wildcards has no order"},
        {"Started > '2026-11-01'", 11, "'2026-11-01' has no time; write 2026-11-01T00:00:00Z"},
        {"Priority = 'Hihg'", 12, "'Priority' is a number: 'Hihg' is none, and no label of its values"},
        {"'x' < Priority", 1, "'Priority' is a number: 'x' is none"},
        {"Priority IN (5, '')", 17, "'Priority' is a number: '' is none"},
        {"Priority BETWEEN 1 AND 'x'", 24, "'Priority' is a number: 'x' is none"},
        {"Share > 'much'", 9, "'Share' is a number: 'much' is none"},
        {"Active = 'yes'", 10, "'Active' is a boolean (0, 1): 'yes' is none"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        refuses(f, cases[i].condition, mof_values(), MOF_SYNTAX, cases[i].column, cases[i].words);
    refuses(f, "Priority > > 3", mof_values(), MOF_SYNTAX, 0,
            "query Job: where Priority > > 3: near \">\": syntax error");
    refuses(f, "unheard(Owner)", mof_values(), MOF_SYNTAX, 0, "no such function: unheard");
    refuses(f, "max(Priority) = 1", mof_values(), MOF_SYNTAX, 0, "misuse of aggregate");
    refuses(f, "LIMIT 1 ORDER BY Owner", mof_values(), MOF_SYNTAX, 0, "syntax error");
}

static void labels_stand_for_their_numbers(void **state)
{
    struct fixture *f = *state;
    fill(f);
    finds(f, "Priority = 'Middle'", mof_values(), "13");
    finds(f, "'middle' = Priority AND JobID = 1", mof_values(), "1");
    finds(f, "Priority < 'Low'", mof_values(), "2");
    finds(f, "Priority NOT IN ('Middle', ?1, 30) ORDER BY Priority", mof_values(mof_text("low")), "24");
    finds(f, "Priority BETWEEN 'Low' AND ?1 ORDER BY JobID", mof_values(mof_text("Middle")), "163");
    finds(f, "Priority = '20'", mof_values(), "4");
    finds(f, "Priority = 5.0 AND JobID = ?1", mof_values(mof_u64(1)), "1");
    finds(f, "Active = '1' AND JobID = 7", mof_values(), "6");
    finds(f, "Sizes LIKE '[7,%' AND json_extract(Sizes, '$[0]') = 7 AND json_array_length(Sizes) = 2 AND JobID = 7",
          mof_values(), "6");
    finds(f, "hex(Data) = '0001FF' AND length(Data) = 3 AND JobID = 7", mof_values(), "6");
    mof_cursor cursor;
    struct job o;
    assert_int_equal(mof_store_select(f->store, &job_table, &cursor,
                                      "SELECT DISTINCT Job.* FROM Job, json_each(Job.Sizes) AS item WHERE item.value = "
                                      "7 AND JobID = 7",
                                      mof_values(), &f->error),
                     MOF_OK);
    assert_int_equal(mof_cursor_next(&cursor, &job_table, &o, &f->arena, &f->error), MOF_OK);
    assert_int_equal(o.Sizes.count, 2);
    assert_int_equal(mof_cursor_next(&cursor, &job_table, &o, &f->arena, &f->error), MOF_DONE);
    mof_cursor_close(&cursor);
    refuses(f, "Priority = ?1", mof_values(mof_text("Hihg")), MOF_SYNTAX, 12, "'Priority' is a number: ?1 is none");
}

static void values_are_counted(void **state)
{
    struct fixture *f = *state;
    refuses(f, "Owner = ?2", mof_values(mof_text("x")), MOF_MISUSE, 9, "there is no value ?2; 1 is given");
    refuses(f, "Owner = ?0", mof_values(mof_text("x")), MOF_MISUSE, 9, "there is no value ?0");
    refuses(f, "Owner = ?99999999999999999999", mof_values(), MOF_MISUSE, 9, "there is no value ?");
    refuses(f, "Owner = ?1", mof_values(mof_text("x"), mof_text("y")), MOF_MISUSE, 0,
            "2 values are given, the condition "
            "has 1");
    refuses(f, "JobID > ?1", mof_values(mof_s64(-1)), MOF_SYNTAX, 9, "'JobID' is a uint64: ?1 is no whole number");
    refuses(f, "Share > ?1", mof_values(mof_real(0.0 / 0.0)), MOF_INVALID, 0, "the value ?1 is no number and no date");
    mof_value bad = mof_when((mof_datetime){.month = 13});
    refuses(f, "Started > ?1", mof_values(bad), MOF_SYNTAX, 11, "'Started' is a datetime: ?1 is none");
    refuses(f, "Owner > ?1", mof_values(bad), MOF_INVALID, 0, "is no number and no date");
}

/* ---- whole statements ----------------------------------------------------------------------------------- */

static void rows_of_a_statement_are_objects(void **state)
{
    struct fixture *f = *state;
    mof_cursor cursor;
    struct job o;
    fill(f);
    assert_int_equal(
        mof_store_select(f->store, &job_table, &cursor,
                         "SELECT a.JobID AS jobid, count(*) AS hits, b.* FROM Job AS a JOIN Job AS b USING "
                         "(Owner) WHERE a.Owner = ?1 GROUP BY a.JobID ORDER BY a.Priority;",
                         mof_values(mof_text("Ann")), &f->error),
        MOF_OK);
    assert_int_equal(mof_cursor_next(&cursor, &job_table, &o, &f->arena, &f->error), MOF_OK);
    assert_true(o.has.JobID && o.JobID == 1 && o.has.Owner && mof_str_is(o.Owner, "Ann") && o.has.Data);
    assert_int_equal(sqlite3_column_int(cursor.statement, 1), 2);
    assert_int_equal(mof_cursor_next(&cursor, &job_table, &o, &f->arena, &f->error), MOF_OK);
    assert_true(o.JobID == UINT64_MAX);
    assert_int_equal(mof_cursor_next(&cursor, &job_table, &o, &f->arena, &f->error), MOF_DONE);
    mof_cursor_close(&cursor);
    assert_int_equal(mof_store_select(f->store, &job_table, &cursor, "SELECT 'x' AS Priority", mof_values(), &f->error),
                     MOF_OK);
    assert_int_equal(mof_cursor_next(&cursor, &job_table, &o, &f->arena, &f->error), MOF_CORRUPT);
    mof_cursor_close(&cursor);
}

static void a_statement_that_writes_is_refused(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *sql;
        enum mof_status status;
        const char *words;
    } cases[] = {
        {"DELETE FROM Job RETURNING JobID", MOF_MISUSE, "select Job: not one statement that only reads rows"},
        {"SELECT JobID FROM Job; DELETE FROM Job", MOF_MISUSE, "not one statement"},
        {"", MOF_MISUSE, "not one statement"},
        {"BEGIN", MOF_MISUSE, "not one statement"},
        {"PRAGMA foreign_keys = OFF", MOF_MISUSE, "not one statement"},
        {" -- so\n/* so */EXPLAIN PRAGMA foreign_keys = OFF", MOF_MISUSE, "not one statement"},
        {"/* so", MOF_MISUSE, "not one statement"},
        {"SELECT JobID FROM Job; -- so\n; SELECT 1", MOF_MISUSE, "not one statement"},
        {" -- so\n/* so */ SELECT 1 AS one; /* so */ ; -- so", MOF_MISUSE, "no column of the statement"},
        {"SELECT 1 AS one", MOF_MISUSE, "no column of the statement is a property of it"},
        {"SELECT JobID FROM Job WHERE JobID = ?1", MOF_MISUSE, "0 values are given, the statement has 1"},
        {"SELECT JobIDD FROM Job", MOF_FAILED, "select Job: no such column: JobIDD"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mof_cursor cursor;
        assert_int_equal(mof_store_select(f->store, &job_table, &cursor, cases[i].sql, mof_values(), &f->error),
                         cases[i].status);
        mof_cursor_close(&cursor);
        assert_error(f, cases[i].words);
    }
    int foreign_keys = 0;
    sqlite3_db_config(mof_store_sqlite(f->store), SQLITE_DBCONFIG_ENABLE_FKEY, -1, &foreign_keys);
    assert_true(foreign_keys);
}

/* ---- the plan ------------------------------------------------------------------------------------------- */

/* What is rewritten still finds rows by the key's index. */
static void an_unsigned_comparison_uses_the_key(void **state)
{
    struct fixture *f = *state;
    mof_cursor cursor;
    assert_int_equal(
        mof_store_query(f->store, &job_table, &cursor, "Site = 'A' AND JobID <= ?1", mof_values(mof_u64(5)), &f->error),
        MOF_OK);
    char sql[2000];
    snprintf(sql, sizeof sql, "EXPLAIN QUERY PLAN %s", sqlite3_sql(cursor.statement));
    mof_cursor_close(&cursor);
    sqlite3_stmt *s;
    assert_int_equal(sqlite3_prepare_v2(mof_store_sqlite(f->store), sql, -1, &s, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    assert_non_null(strstr((const char *)sqlite3_column_text(s, 3), "Site=? AND JobID>? AND JobID<?"));
    sqlite3_finalize(s);
}

/* ---- without memory ------------------------------------------------------------------------------------- */

static sqlite3_mem_methods real;
static int sqlite_left = -1; /* <0: any number */

static bool may_allocate(void)
{
    if (sqlite_left > 0) sqlite_left--;
    return sqlite_left != 0;
}

static void *failing_sqlite_malloc(int size) { return may_allocate() ? real.xMalloc(size) : NULL; }

static void *failing_sqlite_realloc(void *at, int size) { return may_allocate() ? real.xRealloc(at, size) : NULL; }

/* Reads all rows; what fails says that memory did. */
static bool reads_all(struct fixture *f, mof_cursor *cursor, enum mof_status status, uint64_t rows_expected)
{
    struct job o;
    uint64_t count = 0;
    while (status == MOF_OK && (status = mof_cursor_next(cursor, &job_table, &o, &f->arena, &f->error)) == MOF_OK)
        count++;
    mof_cursor_close(cursor);
    assert_true(status == MOF_DONE || status == MOF_NO_MEMORY);
    assert_true(status != MOF_DONE || count == rows_expected);
    return status == MOF_DONE;
}

/* The values are as many as would not fit what is allocated first. */
static bool asks_everything(struct fixture *f)
{
    static const char condition[] = "JobID > ?1 AND Started <> '2020-01-01T00:00:00Z' OR Owner IN (?2, ?2, ?2, ?2, ?2, "
                                    "?2, ?2, ?2, ?2, ?2, ?2, ?2, ?2, ?2, ?2, ?2, ?2, ?2, ?2) ORDER BY JobID";
    const mof_value values[] = {mof_u64(7), mof_text("Ann")};
    const mof_values both = {values, 2};
    mof_cursor cursor;
    uint64_t count = 0;
    mof_arena_free(&f->arena);
    enum mof_status status = mof_store_query(f->store, &job_table, &cursor, condition, both, &f->error);
    bool all = reads_all(f, &cursor, status, 2);
    status = mof_store_count(f->store, &job_table, condition, both, &count, &f->error);
    assert_true(status == MOF_NO_MEMORY || (status == MOF_OK && count == 2));
    all = all && status == MOF_OK;
    status = mof_store_select(f->store, &job_table, &cursor, "SELECT * FROM Job WHERE JobID = ?1 AND Owner = ?2",
                              (mof_values){(const mof_value[]){mof_u64(1), mof_text("Ann")}, 2}, &f->error);
    all = reads_all(f, &cursor, status, 1) && all;
    status = mof_store_exists(f->store, &job_table, &(struct job_key){mof_str_from("A"), 7}, &f->error);
    assert_true(status == MOF_OK || status == MOF_NO_MEMORY);
    return all && status == MOF_OK;
}

static void an_allocation_that_fails_is_reported(void **state)
{
    struct fixture *f = *state;
    int failures = 0;
    bool all = false;
    fill(f);
    for (size_t n = 0; !all; n++) {
        allocations_left = n;
        all = asks_everything(f);
        allocations_left = SIZE_MAX;
        failures += !all;
    }
    assert_true(failures > 3);
    reopen(f, &jobs, 0, MOF_OK, NULL);
    all = false;
    for (int n = 1; !all; n++) {
        sqlite_left = n;
        all = asks_everything(f);
        sqlite_left = -1;
        failures += !all;
    }
    assert_true(failures > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_store(conditions_are_sql),
        with_store(values_are_parameters),
        with_store(unsigned_numbers_compare_unsigned),
        with_store(a_list_may_be_long),
        with_store(moments_compare_in_utc),
        with_store(a_slip_is_reported_in_its_words),
        with_store(labels_stand_for_their_numbers),
        with_store(values_are_counted),
        with_store(rows_of_a_statement_are_objects),
        with_store(a_statement_that_writes_is_refused),
        with_store(an_unsigned_comparison_uses_the_key),
        with_store(an_allocation_that_fails_is_reported),
    };
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real);
    sqlite3_mem_methods failing = real;
    failing.xMalloc = failing_sqlite_malloc;
    failing.xRealloc = failing_sqlite_realloc;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &failing);
    return cmocka_run_group_tests_name("store_query", tests, NULL, NULL);
}
