/* The store when things go wrong: transactions, loads, crashes, full disks, locks, damaged and foreign files. */
#include "store_job.h"

/* ---- transactions --------------------------------------------------------------------------------------- */

static void transactions_nest(void **state)
{
    struct fixture *f = *state;
    struct job a = job_of("A", 1), b = job_of("B", 2);
    assert_int_equal(mof_store_begin(f->store, &f->error), MOF_OK);
    assert_int_equal(insert(f, &a), MOF_OK);
    assert_int_equal(mof_store_begin(f->store, &f->error), MOF_OK);
    assert_int_equal(insert(f, &b), MOF_OK);
    assert_int_equal(mof_store_rollback(f->store, &f->error), MOF_OK);
    assert_int_equal(mof_store_commit(f->store, &f->error), MOF_OK);
    assert_int_equal(ask(f->store, "SELECT count(*) FROM \"Job\" WHERE \"Site\" = 'A'"), 1);
    assert_int_equal(ask(f->store, "SELECT count(*) FROM \"Job\""), 1);
    assert_int_equal(mof_store_begin(f->store, &f->error), MOF_OK);
    assert_int_equal(insert(f, &b), MOF_OK);
    reopen(f, &jobs, 0, MOF_OK, NULL); /* closing without a commit */
    assert_int_equal(ask(f->store, "SELECT count(*) FROM \"Job\""), 1);
}

/* ---- bulk ----------------------------------------------------------------------------------------------- */

struct seen {
    int calls;
    mof_progress last;
    uint64_t stop_at;
};

static bool watch(void *context, const mof_progress *p)
{
    struct seen *seen = context;
    seen->calls++;
    seen->last = *p;
    return !seen->stop_at || p->rows < seen->stop_at;
}

static void a_bad_row_fails_alone(void **state)
{
    struct fixture *f = *state;
    struct seen seen = {0};
    mof_bulk_options options = {
        .mode = MOF_MIRROR, .bytes_total = 1000, .every = 10, .progress = watch, .context = &seen};
    mof_bulk bulk;
    assert_int_equal(mof_bulk_begin(&bulk, f->store, &job_table, &options, &f->error), MOF_OK);
    for (uint64_t i = 0; i < 100; i++) {
        struct job o = full_job("A", i % 50 == 49 ? 1 : i);
        if (i == 30) o.Priority = 1000;
        if (i == 40) o.Priority = 70;
        enum mof_status status = mof_bulk_add(&bulk, &job_table, &o, i * 10 + 10, NULL, &f->error);
        assert_true(mof_bulk_goes_on(status));
        assert_int_equal(status, i == 30 ? MOF_INVALID : i == 40 ? MOF_CONSTRAINT : i % 50 == 49 ? MOF_EXISTS : MOF_OK);
        if (i == 30) assert_error(f, "row 31: Job.Priority");
        if (i == 40) assert_error(f, "row 41: insert into Job: CHECK");
    }
    assert_int_equal(mof_bulk_commit(&bulk, &f->error), MOF_OK);
    assert_int_equal(ask(f->store, "SELECT count(*) FROM \"Job\""), 96);
    assert_int_equal(seen.calls, 11);
    assert_true(seen.last.rows == 100 && seen.last.failed == 4 && seen.last.bytes == 1000 &&
                seen.last.bytes_total == 1000);
}

static void a_load_can_be_stopped(void **state)
{
    struct fixture *f = *state;
    struct seen seen = {.stop_at = 20};
    mof_bulk_options options = {.mode = MOF_MIRROR, .every = 10, .progress = watch, .context = &seen};
    mof_bulk bulk;
    enum mof_status status = mof_bulk_begin(&bulk, f->store, &job_table, &options, &f->error);
    for (uint64_t i = 0; status == MOF_OK; i++) {
        struct job o = full_job("A", i);
        status = mof_bulk_add(&bulk, &job_table, &o, 0, NULL, &f->error);
    }
    assert_int_equal(status, MOF_STOPPED);
    assert_error(f, "stopped after 20 rows");
    assert_int_equal(mof_bulk_rollback(&bulk, &f->error), MOF_OK);
    assert_int_equal(ask(f->store, "SELECT count(*) FROM \"Job\""), 0);
}

/* The child dies in the middle of a load so large that pages have been written to the file already. */
static void a_killed_load_leaves_the_file_as_it_was(void **state)
{
    struct fixture *f = *state;
    struct job o = full_job("before", 1);
    assert_int_equal(insert(f, &o), MOF_OK);
    mof_store_close(f->store);
    f->store = NULL;
    pid_t child = fork();
    if (child == 0) {
        mof_store *store;
        mof_bulk bulk;
        if (mof_store_open(f->path, &jobs, NULL, &store, NULL) != MOF_OK) _exit(1);
        sqlite3_exec(mof_store_sqlite(store), "PRAGMA cache_size = 5", NULL, NULL, NULL);
        if (mof_bulk_begin(&bulk, store, &job_table, NULL, NULL) != MOF_OK) _exit(2);
        for (uint64_t i = 0;; i++) {
            struct job row = full_job("during", i);
            if (mof_bulk_add(&bulk, &job_table, &row, 0, NULL, NULL) != MOF_OK) _exit(3);
            if (i == 20000) kill(getpid(), SIGKILL);
        }
    }
    int how;
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFSIGNALED(how) && WTERMSIG(how) == SIGKILL);
    struct stat info;
    assert_int_equal(stat(f->path, &info), 0);
    assert_true(info.st_size > 100000); /* the load had reached the file */
    assert_int_equal(mof_store_open(f->path, &jobs, NULL, &f->store, &f->error), MOF_OK);
    assert_int_equal(ask(f->store, "SELECT integrity_check = 'ok' FROM pragma_integrity_check"), 1);
    assert_int_equal(ask(f->store, "SELECT count(*) FROM \"Job\""), 1);
}

/* ---- what can go wrong outside -------------------------------------------------------------------------- */

static void a_full_disk_is_told(void **state)
{
    struct fixture *f = *state;
    mof_bulk bulk;
    enum mof_status status = mof_bulk_begin(&bulk, f->store, &job_table, NULL, &f->error);
    ask(f->store, "PRAGMA max_page_count = 60");
    for (uint64_t i = 0; status == MOF_OK; i++) {
        struct job o = full_job("A", i);
        status = mof_bulk_add(&bulk, &job_table, &o, 0, NULL, &f->error);
    }
    assert_int_equal(status, MOF_FULL);
    assert_false(mof_bulk_goes_on(status));
    assert_error(f, "no space left");
    mof_bulk_rollback(&bulk, NULL);
    assert_int_equal(ask(f->store, "SELECT count(*) FROM \"Job\""), 0);
    assert_int_equal(mof_store_begin(f->store, &f->error), MOF_OK);
    assert_int_equal(mof_store_commit(f->store, &f->error), MOF_OK);
}

static void a_locked_database_is_told(void **state)
{
    struct fixture *f = *state;
    sqlite3 *other;
    struct job o = job_of("A", 1);
    reopen(f, &jobs, 0, MOF_OK, NULL); /* waits 50 ms */
    assert_int_equal(sqlite3_open(f->path, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "BEGIN EXCLUSIVE", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(insert(f, &o), MOF_BUSY);
    assert_error(f, "locked by another program");
    assert_int_equal(mof_store_begin(f->store, &f->error), MOF_BUSY);
    sqlite3_exec(other, "COMMIT", NULL, NULL, NULL);
    assert_int_equal(insert(f, &o), MOF_OK);
    sqlite3_close(other);
}

static void a_read_only_store_is_not_written(void **state)
{
    struct fixture *f = *state;
    struct job o = job_of("A", 1), out;
    struct job_key key = {mof_str_from("A"), 1};
    assert_int_equal(insert(f, &o), MOF_OK);
    reopen(f, &jobs, MOF_OPEN_READ_ONLY, MOF_OK, NULL);
    assert_int_equal(get(f, "A", 1, &out), MOF_OK);
    o = job_of("A", 2);
    assert_int_equal(insert(f, &o), MOF_READ_ONLY);
    assert_error(f, "may not be written");
    assert_int_equal(mof_store_delete(f->store, &job_table, &key, &f->error), MOF_READ_ONLY);
}

static void a_damaged_file_is_told(void **state)
{
    struct fixture *f = *state;
    mof_store_close(f->store);
    f->store = NULL;
    FILE *file = fopen(f->path, "wb");
    for (int i = 0; i < 2000; i++) fputs("no database ", file);
    fclose(file);
    reopen(f, &jobs, 0, MOF_CORRUPT, "not a SQLite database");
}

static void the_schema_is_proven(void **state)
{
    struct fixture *f = *state;
    mof_database other_name = jobs, other_hash = jobs, older = jobs;
    other_name.name = "stores";
    other_hash.hash = "4567";
    older.version = 0;
    reopen(f, &jobs, MOF_OPEN_EXISTING, MOF_OK, NULL);
    reopen(f, &other_name, 0, MOF_OTHER_SCHEMA, "holds the schema 'jobs', not 'stores'");
    reopen(f, &other_hash, 0, MOF_OTHER_SCHEMA, "0123");
    reopen(f, &older, 0, MOF_NEWER, "newer mofc (layout 1, this program knows 0)");
    reopen(f, &jobs, 0, MOF_OK, NULL);
    ask(f->store, "PRAGMA application_id");
    sqlite3_exec(mof_store_sqlite(f->store), "PRAGMA application_id = 7", NULL, NULL, NULL);
    reopen(f, &jobs, 0, MOF_FOREIGN, "another program");
}

/* Programs with other labels read and write the same rows; the views show the labels of the last that may write. */
static void labels_follow_the_program(void **state)
{
    static const char *const newer_labels[] = {"INSERT OR REPLACE INTO \"Job_Priority\" VALUES (0, 'Small');\n", NULL};
    static const char *const broken[] = {"INSERT OR REPLACE INTO \"Nothing\" VALUES (0, 'Small');\n", NULL};
    const char *question = "SELECT count(*) FROM Job_Priority WHERE name = 'Small'";
    struct fixture *f = *state;
    mof_database newer = jobs;
    newer.labels_hash = "cd";
    newer.labels = broken;
    reopen(f, &newer, 0, MOF_OK, NULL);
    assert_int_equal(ask(f->store, "SELECT labels = 'ab' FROM mofc_schema"), 1);
    newer.labels = newer_labels;
    reopen(f, &newer, MOF_OPEN_READ_ONLY, MOF_OK, NULL);
    assert_int_equal(ask(f->store, question), 0);
    reopen(f, &newer, MOF_OPEN_EXISTING, MOF_OK, NULL);
    assert_int_equal(ask(f->store, question), 1);
    assert_int_equal(ask(f->store, "SELECT count(*) FROM Job_Priority"), 2);
    reopen(f, &jobs, 0, MOF_OK, NULL);
    assert_int_equal(ask(f->store, question), 0);
}

static void a_foreign_database_stays_as_it_is(void **state)
{
    struct fixture *f = *state;
    sqlite3 *db;
    mof_store_close(f->store);
    f->store = NULL;
    unlink(f->path);
    reopen(f, &jobs, MOF_OPEN_EXISTING, MOF_FAILED, "unable to open");
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "CREATE TABLE mine (x)", NULL, NULL, NULL), SQLITE_OK);
    reopen(f, &jobs, 0, MOF_FOREIGN, "another program");
    sqlite3_exec(db, "DROP TABLE mine", NULL, NULL, NULL);
    sqlite3_close(db);
    reopen(f, &jobs, MOF_OPEN_READ_ONLY, MOF_FOREIGN, "empty");
    reopen(f, &jobs, 0, MOF_OK, NULL);
}

/* Each of them finds an empty file; one makes the tables, the others find them made. */
static void many_may_create_at_once(void **state)
{
    struct fixture *f = *state;
    enum { MANY = 6 };
    mof_store_close(f->store);
    f->store = NULL;
    unlink(f->path);
    pid_t children[MANY];
    for (int i = 0; i < MANY; i++) {
        children[i] = fork();
        if (children[i]) continue;
        mof_store *store;
        struct job o = job_of("A", (uint64_t)i);
        _exit(mof_store_open(f->path, &jobs, NULL, &store, NULL) != MOF_OK ||
              mof_store_insert(store, &job_table, &o, MOF_MIRROR, NULL, NULL) != MOF_OK);
    }
    for (int i = 0; i < MANY; i++) {
        int how;
        assert_int_equal(waitpid(children[i], &how, 0), children[i]);
        assert_true(WIFEXITED(how) && WEXITSTATUS(how) == 0);
    }
    reopen(f, &jobs, MOF_OPEN_EXISTING, MOF_OK, NULL);
    assert_int_equal(ask(f->store, "SELECT count(*) FROM \"Job\""), MANY);
}

/* ---- SQLite without memory ------------------------------------------------------------------------------ */

static sqlite3_mem_methods real;
static int allocations_left = -1; /* <0: any number */

static bool may_allocate(void)
{
    if (allocations_left > 0) allocations_left--;
    return allocations_left != 0;
}

static void *failing_malloc(int size) { return may_allocate() ? real.xMalloc(size) : NULL; }

static void *failing_realloc(void *at, int size) { return may_allocate() ? real.xRealloc(at, size) : NULL; }

/* Whatever allocation fails: the object comes back whole, or the status says why not. */
static void a_failed_allocation_is_no_empty_string(void **state)
{
    struct fixture *f = *state;
    struct job in = full_job("A", 1), out;
    int failures = 0, n = 1;
    assert_int_equal(insert(f, &in), MOF_OK);
    reopen(f, &jobs, 0, MOF_OK, NULL);
    for (enum mof_status status = MOF_FAILED;; n++) {
        struct job_key key = {in.Site, in.JobID};
        allocations_left = n;
        status = mof_store_get(f->store, &job_table, &key, &out, &f->arena, &f->error);
        bool all = allocations_left > 0;
        allocations_left = -1;
        if (status == MOF_OK) {
            assert_true(mof_equal(&job_class, &in, &out));
            if (all) break;
            continue;
        }
        assert_int_equal(status, MOF_NO_MEMORY);
        failures++;
    }
    assert_true(failures > 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_store(transactions_nest),
        with_store(a_bad_row_fails_alone),
        with_store(a_load_can_be_stopped),
        with_store(a_killed_load_leaves_the_file_as_it_was),
        with_store(a_full_disk_is_told),
        with_store(a_locked_database_is_told),
        with_store(a_read_only_store_is_not_written),
        with_store(a_damaged_file_is_told),
        with_store(the_schema_is_proven),
        with_store(labels_follow_the_program),
        with_store(a_foreign_database_stays_as_it_is),
        with_store(many_may_create_at_once),
        with_store(a_failed_allocation_is_no_empty_string),
    };
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real);
    sqlite3_mem_methods failing = real;
    failing.xMalloc = failing_malloc;
    failing.xRealloc = failing_realloc;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &failing);
    return cmocka_run_group_tests_name("store_trouble", tests, NULL, NULL);
}
