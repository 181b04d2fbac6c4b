/* The store: one object and many, what comes back and what is refused. */
#include "store_job.h"

/* ---- one object ----------------------------------------------------------------------------------------- */

static void every_type_comes_back(void **state)
{
    struct fixture *f = *state;
    struct job in = full_job("ABC", UINT64_MAX), out;
    char date[MOF_DATETIME_ROOM];
    assert_int_equal(insert(f, &in), MOF_OK);
    assert_int_equal(get(f, "abc", UINT64_MAX, &out), MOF_OK); /* the key compares without case */
    assert_true(mof_str_equal(out.Site, in.Site));
    assert_true(out.JobID == UINT64_MAX && out.Active && out.Priority == -3);
    assert_true(out.Share == 0.25f);
    assert_true(mof_datetime_format(&out.Started, date));
    assert_string_equal(date, "20240501100000.500000+120");
    assert_int_equal(out.Data.count, 3);
    assert_memory_equal(out.Data.items, in.Data.items, 3);
    assert_int_equal(out.Sizes.count, 2);
    assert_int_equal(out.Sizes.items[1], 4294967295u);
    assert_true(mof_str_equal(out.Owner, in.Owner));
    assert_true(mof_str_equal(out.Package.path, in.Package.path));
    assert_memory_equal(&out.has, &in.has, sizeof out.has);
    assert_int_equal(ask(f->store, "SELECT \"Started_utc\" FROM \"Job\""), 1714550400500000);
}

static void null_and_empty_are_not_the_same(void **state)
{
    struct fixture *f = *state;
    struct job in = job_of("A", 1), out;
    in.has.Owner = true; /* "" */
    in.has.Data = true;
    in.has.Sizes = true;
    assert_int_equal(insert(f, &in), MOF_OK);
    assert_int_equal(get(f, "A", 1, &out), MOF_OK);
    assert_memory_equal(&out.has, &in.has, sizeof out.has);
    assert_int_equal(out.Owner.len, 0);
    assert_int_equal(out.Data.count, 0);
    assert_int_equal(out.Sizes.count, 0);
}

static void an_unknown_moment_has_no_utc(void **state)
{
    struct fixture *f = *state;
    struct job in = job_of("A", 1), out;
    char date[MOF_DATETIME_ROOM];
    assert_true(mof_datetime_parse(mof_str_from("19900101000000.000000+***"), &in.Started));
    in.has.Started = true;
    assert_int_equal(insert(f, &in), MOF_OK);
    assert_int_equal(ask(f->store, "SELECT \"Started_utc\" IS NULL FROM \"Job\""), 1);
    assert_int_equal(get(f, "A", 1, &out), MOF_OK);
    assert_true(mof_datetime_format(&out.Started, date));
    assert_string_equal(date, "19900101000000.000000+***");
}

static void failures_are_told_apart(void **state)
{
    struct fixture *f = *state;
    struct job o = job_of("A", 1), out;
    assert_int_equal(insert(f, &o), MOF_OK);
    assert_int_equal(insert(f, &o), MOF_EXISTS);
    assert_error(f, "insert into Job: a row with this key is there already");
    o = job_of("A", 2);
    o.Priority = 101;
    o.has.Priority = true;
    assert_int_equal(insert(f, &o), MOF_INVALID);
    assert_error(f, "Priority");
    o.Priority = 60; /* the validator lets it pass, the table does not */
    assert_int_equal(insert(f, &o), MOF_CONSTRAINT);
    assert_error(f, "CHECK");
    assert_int_equal(get(f, "A", 2, &out), MOF_NOT_FOUND);
    struct job_key key = {mof_str_from("A"), 2};
    assert_int_equal(mof_store_delete(f->store, &job_table, &key, &f->error), MOF_NOT_FOUND);
    assert_int_equal(mof_store_update(f->store, &job_table, &key, &(struct job){0}, NULL, &f->error), MOF_NOT_FOUND);
    assert_int_equal(mof_store_get(f->store, &log_table, &key, &out, &f->arena, &f->error), MOF_MISUSE);
    assert_error(f, "no key");
    assert_int_equal(mof_store_commit(f->store, &f->error), MOF_MISUSE);
}

static void a_new_row_is_no_change(void **state)
{
    struct fixture *f = *state;
    struct job o = full_job("A", 1);
    mof_bulk bulk;
    mof_bulk_options options = {.mode = MOF_UPDATE};
    assert_int_equal(mof_store_insert(f->store, &job_table, &o, MOF_UPDATE, NULL, &f->error), MOF_MISUSE);
    assert_error(f, "insert into Job: the mode is to be MOF_MIRROR or MOF_CREATE");
    assert_int_equal(mof_store_upsert(f->store, &job_table, &o, MOF_UPDATE, NULL, &f->error), MOF_MISUSE);
    assert_error(f, "upsert into Job: ");
    assert_int_equal(mof_bulk_begin(&bulk, f->store, &job_table, &options, &f->error), MOF_MISUSE);
    assert_int_equal(sqlite3_get_autocommit(mof_store_sqlite(f->store)), 1);
    assert_int_equal(ask(f->store, "SELECT count(*) FROM \"Job\""), 0);
}

static void the_report_says_what_the_message_says(void **state)
{
    struct fixture *f = *state;
    mof_violation items[4];
    mof_report report = mof_report_of(items, 4);
    struct job o = {.Priority = 101};
    o.has.Priority = true;
    assert_int_equal(mof_store_insert(f->store, &job_table, &o, MOF_CREATE, &report, &f->error), MOF_INVALID);
    assert_int_equal(report.errors, 3);
    assert_string_equal(items[2].property, "Priority");
}

static void upsert_replaces_the_whole_row(void **state)
{
    struct fixture *f = *state;
    struct job o = full_job("A", 1), out;
    assert_int_equal(insert(f, &o), MOF_OK);
    o = job_of("a", 1);
    o.Priority = 9;
    o.has.Priority = true;
    assert_int_equal(mof_store_upsert(f->store, &job_table, &o, MOF_MIRROR, NULL, &f->error), MOF_OK);
    assert_int_equal(get(f, "A", 1, &out), MOF_OK);
    assert_memory_equal(&out.has, &o.has, sizeof out.has);
    assert_int_equal(ask(f->store, "SELECT count(*) FROM \"Job\""), 1);
    assert_int_equal(ask(f->store, "SELECT \"Started_utc\" IS NULL FROM \"Job\""), 1);
}

static void update_writes_what_is_present(void **state)
{
    struct fixture *f = *state;
    struct job o = full_job("A", 1), change = {.Priority = 5}, out;
    struct job_key key = {mof_str_from("A"), 1};
    assert_int_equal(insert(f, &o), MOF_OK);
    change.has.Priority = true;
    assert_int_equal(mof_store_update(f->store, &job_table, &key, &change, NULL, &f->error), MOF_OK);
    assert_int_equal(get(f, "A", 1, &out), MOF_OK);
    assert_int_equal(out.Priority, 5);
    assert_memory_equal(&out.has, &o.has, sizeof out.has);
    assert_int_equal(ask(f->store, "SELECT \"Started_utc\" FROM \"Job\""), 1714550400500000);
    assert_true(mof_datetime_parse(mof_str_from("20240501100000.500000+***"), &change.Started));
    change.has.Started = true;
    assert_int_equal(mof_store_update(f->store, &job_table, &key, &change, NULL, &f->error), MOF_OK);
    assert_int_equal(ask(f->store, "SELECT \"Started_utc\" IS NULL FROM \"Job\""), 1);
}

static void update_refuses_what_only_the_store_knows(void **state)
{
    struct fixture *f = *state;
    mof_violation items[2];
    mof_report report = mof_report_of(items, 2);
    struct job o = full_job("A", 1), change = job_of("A", 2);
    struct job_key key = {mof_str_from("A"), 1};
    assert_int_equal(insert(f, &o), MOF_OK);
    assert_int_equal(mof_store_update(f->store, &job_table, &key, &change, &report, &f->error), MOF_INVALID);
    assert_int_equal(items[0].rule, MOF_RULE_KEY_CHANGED);
    assert_true(items[0].value == 2);
    change = job_of("a", 1); /* the same key without case */
    change.Owner = mof_str_from("you");
    change.has.Owner = true;
    report.count = report.errors = 0;
    assert_int_equal(mof_store_update(f->store, &job_table, &key, &change, &report, &f->error), MOF_INVALID);
    assert_int_equal(items[0].rule, MOF_RULE_IMMUTABLE);
    assert_error(f, "Owner");
    change.Owner = o.Owner;
    assert_int_equal(mof_store_update(f->store, &job_table, &key, &change, NULL, &f->error), MOF_OK);
    assert_int_equal(sqlite3_get_autocommit(mof_store_sqlite(f->store)), 1);
}

static void delete_removes_one_row(void **state)
{
    struct fixture *f = *state;
    struct job o = job_of("A", 1), p = job_of("A", 2), out;
    struct job_key key = {mof_str_from("A"), 1};
    uint64_t rows;
    assert_int_equal(insert(f, &o), MOF_OK);
    assert_int_equal(insert(f, &p), MOF_OK);
    assert_int_equal(mof_store_exists(f->store, &job_table, &key, &f->error), MOF_OK);
    assert_int_equal(mof_store_delete(f->store, &job_table, &key, &f->error), MOF_OK);
    assert_int_equal(get(f, "A", 1, &out), MOF_NOT_FOUND);
    assert_int_equal(mof_store_exists(f->store, &job_table, &key, &f->error), MOF_NOT_FOUND);
    assert_error(f, "Job: no row has this key");
    assert_int_equal(mof_store_exists(f->store, &log_table, &key, &f->error), MOF_MISUSE);
    assert_int_equal(mof_store_count(f->store, &job_table, NULL, mof_values(), &rows, &f->error), MOF_OK);
    assert_int_equal(rows, 1);
}

static void a_reference_leads_to_its_row(void **state)
{
    struct fixture *f = *state;
    struct package p = {mof_str_from("P1"), {true}};
    struct job o = full_job("A", 1);
    assert_int_equal(mof_store_insert(f->store, &linked_table, &o, MOF_MIRROR, NULL, &f->error), MOF_CONSTRAINT);
    assert_error(f, "insert into Linked: Package refers to Package.ID=\"P1\", which is not there");
    assert_int_equal(mof_store_upsert(f->store, &linked_table, &o, MOF_MIRROR, NULL, &f->error), MOF_CONSTRAINT);
    assert_error(f, "upsert into Linked: Package refers to Package.ID=\"P1\", which is not there");
    assert_int_equal(mof_store_insert(f->store, &package_table, &p, MOF_MIRROR, NULL, &f->error), MOF_OK);
    assert_int_equal(mof_store_insert(f->store, &linked_table, &o, MOF_MIRROR, NULL, &f->error), MOF_OK);
    struct job_key key = {mof_str_from("A"), 1};
    struct job change = {0};
    mof_set(&change, Package, (mof_ref){mof_str_from("Package.ID=\"P2\"")});
    assert_int_equal(mof_store_update(f->store, &linked_table, &key, &change, NULL, &f->error), MOF_CONSTRAINT);
    assert_error(f, "update Linked: Package refers to Package.ID=\"P2\", which is not there");
    assert_int_equal(mof_store_delete(f->store, &package_table, &p.ID, &f->error), MOF_CONSTRAINT);
    assert_error(f, "delete from Package: another row still refers to this one");
    static const char *const same[] = {"//host/root/cimv2:package.id=\"P1\"", "\\\\.\\ROOT\\x:Package=\"P\\1\""};
    static const char *const other[] = {"Software.ID=\"P1\"", "Package.ID=\"P1\",X=2", "Package", "",
                                        "Package.ID=\"P1"}; /* a class of another schema; no paths to a package */
    for (size_t i = 0; i < 2; i++) {
        o = full_job("A", 10 + i);
        o.Package.path = mof_str_from(same[i]);
        assert_int_equal(mof_store_insert(f->store, &linked_table, &o, MOF_MIRROR, NULL, &f->error), MOF_OK);
    }
    for (size_t i = 0; i < 5; i++) {
        o = full_job("A", 20 + i);
        o.Package.path = mof_str_from(other[i]);
        assert_int_equal(mof_store_insert(f->store, &linked_table, &o, MOF_MIRROR, NULL, &f->error),
                         i == 0 ? MOF_OK : MOF_INVALID);
    }
    assert_int_equal(ask(f->store, "SELECT count(\"Package_key\") FROM \"Linked\""), 3);
}

/* ---- many objects --------------------------------------------------------------------------------------- */

static void rows_come_in_unsigned_key_order(void **state)
{
    struct fixture *f = *state;
    static const uint64_t ids[] = {UINT64_MAX, 0, 9223372036854775808u, 9223372036854775807u, 5};
    static const uint64_t sorted[] = {0, 5, 9223372036854775807u, 9223372036854775808u, UINT64_MAX};
    for (size_t i = 0; i < 5; i++) {
        struct job o = full_job("A", ids[i]);
        assert_int_equal(insert(f, &o), MOF_OK);
    }
    void *objects;
    size_t count;
    assert_int_equal(mof_store_list(f->store, &job_table, MOF_WITHOUT_LAZY, &objects, &count, &f->arena, &f->error),
                     MOF_OK);
    assert_int_equal(count, 5);
    for (size_t i = 0; i < 5; i++) {
        const struct job *o = (const struct job *)objects + i;
        assert_true(o->JobID == sorted[i]);
        assert_false(o->has.Data);
        assert_true(o->has.Package);
    }
    assert_int_equal(mof_store_list(f->store, &job_table, MOF_WITH_LAZY, &objects, &count, &f->arena, &f->error),
                     MOF_OK);
    assert_int_equal(((struct job *)objects)->Data.count, 3);
}

static void unsigned_order_uses_the_index(void **state)
{
    struct fixture *f = *state;
    sqlite3_stmt *s = NULL;
    const char *sql = "EXPLAIN QUERY PLAN SELECT * FROM \"Job\" ORDER BY \"Site\", (\"JobID\" < 0), \"JobID\"";
    assert_int_equal(sqlite3_prepare_v2(mof_store_sqlite(f->store), sql, -1, &s, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    assert_non_null(strstr((const char *)sqlite3_column_text(s, 3), "INDEX Job.order"));
    sqlite3_finalize(s);
}

static void a_cursor_reads_row_by_row(void **state)
{
    struct fixture *f = *state;
    for (uint64_t i = 0; i < 100; i++) {
        struct job o = full_job("A", i);
        assert_int_equal(insert(f, &o), MOF_OK);
    }
    mof_cursor cursor;
    struct job o;
    uint64_t seen = 0;
    assert_int_equal(mof_cursor_open(&cursor, f->store, &job_table, MOF_WITH_LAZY, &f->error), MOF_OK);
    enum mof_status status;
    while ((status = mof_cursor_next(&cursor, &job_table, &o, &f->arena, &f->error)) == MOF_OK) {
        assert_true(o.JobID == seen++);
        mof_arena_reset(&f->arena);
    }
    assert_int_equal(status, MOF_DONE);
    assert_int_equal(seen, 100);
    assert_int_equal(mof_cursor_next(&cursor, &log_table, &o, &f->arena, &f->error), MOF_MISUSE);
    assert_error(f, "the cursor is one of Job");
    mof_cursor_close(&cursor);
}

static void a_value_the_table_forbids_is_reported(void **state)
{
    struct fixture *f = *state;
    struct job o = full_job("A", 1);
    assert_int_equal(insert(f, &o), MOF_OK);
    sqlite3_exec(mof_store_sqlite(f->store), "UPDATE \"Job\" SET \"Priority\" = -70000", NULL, NULL, NULL);
    assert_int_equal(get(f, "A", 1, &o), MOF_CORRUPT);
    assert_error(f, "Job.Priority");
    sqlite3_exec(mof_store_sqlite(f->store), "UPDATE \"Job\" SET \"Priority\" = 1, \"Started\" = 'x'", NULL, NULL,
                 NULL);
    assert_int_equal(get(f, "A", 1, &o), MOF_CORRUPT);
    assert_error(f, "Job.Started");
    static const char *const edits[][2] = {
        {"\"Started\" = NULL, \"Share\" = 1e300", "Job.Share: the stored number is not finite in 32 bits"},
        {"\"Share\" = 9e999", "Job.Share: the stored number is not finite in 32 bits"},
        {"\"Share\" = 0.5, \"Owner\" = CAST(x'61FF' AS TEXT)", "Job.Owner: the stored text is no UTF-8"},
        {"\"Owner\" = CAST(x'610062' AS TEXT)", "Job.Owner: the stored text is no UTF-8, or holds a NUL"},
    };
    sqlite3_exec(mof_store_sqlite(f->store), "PRAGMA ignore_check_constraints = 1", NULL, NULL, NULL);
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        char sql[200];
        snprintf(sql, sizeof sql, "UPDATE \"Job\" SET %s", edits[i][0]);
        assert_int_equal(sqlite3_exec(mof_store_sqlite(f->store), sql, NULL, NULL, NULL), SQLITE_OK);
        assert_int_equal(get(f, "A", 1, &o), MOF_CORRUPT);
        assert_error(f, edits[i][1]);
    }
}

/* What others have written beyond a class's limits is an object like any other, but in a store that checks. */
static void a_checked_store_looks_at_limits_too(void **state)
{
    struct fixture *f = *state;
    struct job o = full_job("A", 1);
    void *objects;
    size_t count;
    assert_int_equal(insert(f, &o), MOF_OK);
    reopen(f, &jobs, MOF_OPEN_CHECKED, MOF_OK, NULL);
    assert_int_equal(get(f, "A", 1, &o), MOF_OK);
    sqlite3_exec(mof_store_sqlite(f->store),
                 "PRAGMA ignore_check_constraints = 1; UPDATE \"Job\" SET \"Priority\" = 101", NULL, NULL, NULL);
    assert_int_equal(get(f, "A", 1, &o), MOF_CORRUPT);
    assert_error(f, "Job: a stored object breaks a rule: Priority: 101 is above the greatest value 100");
    assert_int_equal(mof_store_list(f->store, &job_table, MOF_WITHOUT_LAZY, &objects, &count, &f->arena, &f->error),
                     MOF_CORRUPT);
    mof_cursor cursor;
    enum mof_status status = mof_store_select(f->store, &job_table, &cursor, "SELECT \"Owner\" FROM \"Job\"",
                                              (mof_values){NULL, 0}, &f->error);
    assert_int_equal(status, MOF_OK);
    assert_int_equal(mof_cursor_next(&cursor, &job_table, &o, &f->arena, &f->error),
                     MOF_OK); /* it has no key, though */
    mof_cursor_close(&cursor);
    reopen(f, &jobs, 0, MOF_OK, NULL);
    assert_int_equal(get(f, "A", 1, &o), MOF_OK);
    assert_int_equal(o.Priority, 101);
}

/* SQLite keeps a whole number in a REAL column as an integer, which has no sign at zero. */
static void a_negative_zero_is_zero(void **state)
{
    struct fixture *f = *state;
    struct job o = full_job("A", 1);
    o.Share = -0.0f;
    assert_int_equal(insert(f, &o), MOF_OK);
    assert_int_equal(get(f, "A", 1, &o), MOF_OK);
    assert_true(o.has.Share && o.Share == 0 && 1 / o.Share > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_store(every_type_comes_back),
        with_store(null_and_empty_are_not_the_same),
        with_store(an_unknown_moment_has_no_utc),
        with_store(failures_are_told_apart),
        with_store(a_new_row_is_no_change),
        with_store(the_report_says_what_the_message_says),
        with_store(upsert_replaces_the_whole_row),
        with_store(update_writes_what_is_present),
        with_store(update_refuses_what_only_the_store_knows),
        with_store(delete_removes_one_row),
        with_store(a_reference_leads_to_its_row),
        with_store(rows_come_in_unsigned_key_order),
        with_store(unsigned_order_uses_the_index),
        with_store(a_cursor_reads_row_by_row),
        with_store(a_value_the_table_forbids_is_reported),
        with_store(a_checked_store_looks_at_limits_too),
        with_store(a_negative_zero_is_zero),
    };
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
