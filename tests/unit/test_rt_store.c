/* The store, over a class written by hand in the shape the generator writes: every type that has a column of its own,
 * a key of two parts, a lazy and an immutable property. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/mofrt_sqlite.h"

/* ---- the class ------------------------------------------------------------------------------------------ */

struct job {
    mof_str Site;               /* key, without case */
    uint64_t JobID;             /* key */
    bool Active;
    int16_t Priority;
    float Share;
    mof_datetime Started;
    mof_uint8_array Data;       /* lazy */
    mof_uint32_array Sizes;
    mof_str Owner;              /* immutable */
    mof_ref Package;
    uint32_t present[1];
};

struct job_key {
    mof_str Site;
    uint64_t JobID;
};

enum { SITE, JOB_ID, ACTIVE, PRIORITY, SHARE, STARTED, DATA, SIZES, OWNER, PACKAGE, MEMBERS };

static const struct mof_property job_properties[MEMBERS] = {
    {"Site", offsetof(struct job, Site), MOF_KEY | MOF_WRITE | MOF_NOT_NULL | MOF_NOCASE, MOF_STRING, NULL, NULL},
    {"JobID", offsetof(struct job, JobID), MOF_KEY | MOF_NOT_NULL, MOF_UINT64, NULL, NULL},
    {"Active", offsetof(struct job, Active), MOF_WRITE, MOF_BOOLEAN, NULL, NULL},
    {"Priority", offsetof(struct job, Priority), MOF_WRITE, MOF_SINT16, NULL, NULL},
    {"Share", offsetof(struct job, Share), MOF_WRITE, MOF_REAL32, NULL, NULL},
    {"Started", offsetof(struct job, Started), MOF_WRITE, MOF_DATETIME, NULL, NULL},
    {"Data", offsetof(struct job, Data), MOF_WRITE | MOF_ARRAY | MOF_LAZY, MOF_UINT8, NULL, NULL},
    {"Sizes", offsetof(struct job, Sizes), MOF_WRITE | MOF_ARRAY, MOF_UINT32, NULL, NULL},
    {"Owner", offsetof(struct job, Owner), MOF_WRITE | MOF_IMMUTABLE, MOF_STRING, NULL, NULL},
    {"Package", offsetof(struct job, Package), MOF_WRITE, MOF_REFERENCE, NULL, NULL},
};

static size_t job_validate(const void *object, int mode, struct mof_report *report);

static const struct mof_class job_class = {
    .name = "Job",
    .properties = job_properties,
    .property_count = MEMBERS,
    .present_offset = offsetof(struct job, present),
    .size = sizeof(struct job),
    .validate = job_validate,
};

static size_t job_validate(const void *object, int mode, struct mof_report *report)
{
    const struct job *o = object;
    struct mof_violation v = {.of = &job_class, .index = MOF_WHOLE};
    size_t found = 0;
    for (uint32_t i = SITE; i <= JOB_ID && mode != MOF_UPDATE; i++) {
        if (o->present[0] >> i & 1) continue;
        v.property = job_properties[i].name;
        v.rule = MOF_RULE_KEY_MISSING;
        mof_report_add(report, &v);
        found++;
    }
    if (o->present[0] >> PRIORITY & 1 && o->Priority > 100) {
        v.property = "Priority";
        v.rule = MOF_RULE_TOO_LARGE;
        v.value_type = MOF_SINT16;
        v.value = (uint64_t)o->Priority;
        v.limit = 100;
        mof_report_add(report, &v);
        found++;
    }
    return found;
}

static const struct mof_key_part job_keys[] = {
    {SITE, offsetof(struct job_key, Site)},
    {JOB_ID, offsetof(struct job_key, JobID)},
};
static const struct mof_table job_table = {"Job", &job_class, job_keys, NULL, 2, 0, 0};

struct package {
    mof_str ID;
    uint32_t present[1];
};
static size_t package_validate(const void *object, int mode, struct mof_report *report)
{
    (void)object;
    (void)mode;
    (void)report;
    return 0;
}
static const struct mof_property package_properties[] = {
    {"ID", offsetof(struct package, ID), MOF_KEY | MOF_WRITE | MOF_NOT_NULL, MOF_STRING, NULL, NULL},
};
static const struct mof_class package_class = {
    "Package", package_properties, 1, offsetof(struct package, present), sizeof(struct package), NULL, package_validate,
};
static const struct mof_key_part package_keys[] = {{0, 0}};
static const struct mof_table package_table = {"Package", &package_class, package_keys, NULL, 1, 0, 0};

/* A table whose reference has a key column, and a class without a key. */
static const struct mof_link linked_links[] = {{PACKAGE, &package_class}};
static const struct mof_table linked_table = {"Linked", &job_class, job_keys, linked_links, 2, 1, 0};
static const struct mof_table log_table = {"Log", &job_class, NULL, NULL, 0, 0, 0};

#define JOB_COLUMNS                                                                                                    \
    "\"Site\" TEXT COLLATE NOCASE NOT NULL, \"JobID\" INTEGER NOT NULL, \"Active\" INTEGER CHECK (\"Active\" IN (0, 1)),"  \
    "\"Priority\" INTEGER CHECK (\"Priority\" <= 50), \"Share\" REAL, \"Started\" TEXT, \"Started_utc\" INTEGER,"          \
    "\"Data\" BLOB, \"Sizes\" TEXT CHECK (\"Sizes\" IS NULL OR json_valid(\"Sizes\")), \"Owner\" TEXT, \"Package\" TEXT"

static const char *const ddl[] = {
    "BEGIN IMMEDIATE; PRAGMA application_id = 1836017251; PRAGMA user_version = 1;\n",
    "CREATE TABLE \"mofc_schema\" (\"name\" TEXT, \"hash\" TEXT) STRICT;\n",
    "INSERT INTO \"mofc_schema\" VALUES ('jobs', '0123');\n",
    "CREATE TABLE \"Package\" (\"ID\" TEXT NOT NULL, PRIMARY KEY (\"ID\")) STRICT;\n",
    "CREATE TABLE \"Job\" (" JOB_COLUMNS ",",
    "PRIMARY KEY (\"Site\", \"JobID\")) STRICT;\n",
    "CREATE INDEX \"Job.order\" ON \"Job\" (\"Site\", (\"JobID\" < 0), \"JobID\");\n",
    "CREATE TABLE \"Linked\" (" JOB_COLUMNS ",",
    "\"Package_key\" TEXT REFERENCES \"Package\"(\"ID\"), PRIMARY KEY (\"Site\", \"JobID\")) STRICT;\n",
    "CREATE TABLE \"Log\" (" JOB_COLUMNS ") STRICT;\n",
    "COMMIT;\n",
    NULL,
};
static const struct mof_database jobs = {"jobs", "0123", 1, ddl};

static void set(struct job *o, uint32_t member)
{
    o->present[0] |= (uint32_t)1 << member;
}

static struct job job_of(const char *site, uint64_t id)
{
    struct job o = {.Site = mof_str_from(site), .JobID = id};
    set(&o, SITE);
    set(&o, JOB_ID);
    return o;
}

static struct job full_job(const char *site, uint64_t id)
{
    static const uint8_t bytes[] = {0, 1, 255};
    static const uint32_t sizes[] = {7, 4294967295u};
    struct job o = job_of(site, id);
    o.Active = true;
    o.Priority = -3;
    o.Share = 0.25f;
    assert_true(mof_datetime_parse(mof_str_from("20240501100000.500000+120"), &o.Started));
    o.Data = (mof_uint8_array){bytes, 3};
    o.Sizes = (mof_uint32_array){sizes, 2};
    o.Owner = mof_str_from("it's \"me\"");
    o.Package.path = mof_str_from("Package.ID=\"P1\"");
    o.present[0] = (1u << MEMBERS) - 1;
    return o;
}

/* ---- a store in a file of its own ----------------------------------------------------------------------- */

struct fixture {
    char path[64];
    mof_store *store;
    mof_arena arena;
    struct mof_error error;
};

static int open_store(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    strcpy(f->path, "/tmp/mofc-store-XXXXXX");
    int fd = mkstemp(f->path);
    assert_true(fd >= 0);
    close(fd);
    assert_int_equal(mof_store_open(f->path, &jobs, NULL, &f->store, &f->error), MOF_OK);
    *state = f;
    return 0;
}

static int close_store(void **state)
{
    struct fixture *f = *state;
    char journal[80];
    mof_store_close(f->store);
    mof_arena_free(&f->arena);
    snprintf(journal, sizeof journal, "%s-journal", f->path);
    unlink(journal);
    unlink(f->path);
    free(f);
    return 0;
}

static int64_t ask(mof_store *store, const char *sql)
{
    sqlite3_stmt *s = NULL;
    assert_int_equal(sqlite3_prepare_v2(mof_store_sqlite(store), sql, -1, &s, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    int64_t value = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    return value;
}

static void reopen(struct fixture *f, const struct mof_database *schema, int flags, int expected, const char *words)
{
    mof_store_close(f->store);
    struct mof_store_options options = {flags, 50};
    f->error.message[0] = 0;
    assert_int_equal(mof_store_open(f->path, schema, &options, &f->store, &f->error), expected);
    if (words && !strstr(f->error.message, words)) fail_msg("'%s' is not in '%s'", words, f->error.message);
}

#define assert_error(f, words)                                                                                         \
    do {                                                                                                               \
        if (!strstr((f)->error.message, words)) fail_msg("'%s' is not in '%s'", words, (f)->error.message);            \
    } while (0)

static int insert(struct fixture *f, const struct job *o)
{
    return mof_store_insert(f->store, &job_table, o, MOF_MIRROR, NULL, &f->error);
}

static int get(struct fixture *f, const char *site, uint64_t id, struct job *out)
{
    struct job_key key = {mof_str_from(site), id};
    return mof_store_get(f->store, &job_table, &key, &f->arena, out, &f->error);
}

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
    assert_int_equal(out.present[0], in.present[0]);
    assert_int_equal(ask(f->store, "SELECT \"Started_utc\" FROM \"Job\""), 1714550400500000);
}

static void null_and_empty_are_not_the_same(void **state)
{
    struct fixture *f = *state;
    struct job in = job_of("A", 1), out;
    set(&in, OWNER); /* "" */
    set(&in, DATA);
    set(&in, SIZES);
    assert_int_equal(insert(f, &in), MOF_OK);
    assert_int_equal(get(f, "A", 1, &out), MOF_OK);
    assert_int_equal(out.present[0], in.present[0]);
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
    set(&in, STARTED);
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
    set(&o, PRIORITY);
    assert_int_equal(insert(f, &o), MOF_INVALID);
    assert_error(f, "Priority");
    o.Priority = 60; /* the validator lets it pass, the table does not */
    assert_int_equal(insert(f, &o), MOF_CONSTRAINT);
    assert_error(f, "CHECK");
    assert_int_equal(get(f, "A", 2, &out), MOF_NOT_FOUND);
    struct job_key key = {mof_str_from("A"), 2};
    assert_int_equal(mof_store_delete(f->store, &job_table, &key, &f->error), MOF_NOT_FOUND);
    assert_int_equal(mof_store_update(f->store, &job_table, &key, &(struct job){0}, NULL, &f->error), MOF_NOT_FOUND);
    assert_int_equal(mof_store_get(f->store, &log_table, &key, &f->arena, &out, &f->error), MOF_MISUSE);
    assert_error(f, "no key");
    assert_int_equal(mof_store_commit(f->store, &f->error), MOF_MISUSE);
}

static void the_report_says_what_the_message_says(void **state)
{
    struct fixture *f = *state;
    struct mof_violation items[4];
    struct mof_report report = {items, 4, 0, 0};
    struct job o = {.Priority = 101};
    set(&o, PRIORITY);
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
    set(&o, PRIORITY);
    assert_int_equal(mof_store_upsert(f->store, &job_table, &o, MOF_MIRROR, NULL, &f->error), MOF_OK);
    assert_int_equal(get(f, "A", 1, &out), MOF_OK);
    assert_int_equal(out.present[0], o.present[0]);
    assert_int_equal(ask(f->store, "SELECT count(*) FROM \"Job\""), 1);
    assert_int_equal(ask(f->store, "SELECT \"Started_utc\" IS NULL FROM \"Job\""), 1);
}

static void update_writes_what_is_present(void **state)
{
    struct fixture *f = *state;
    struct job o = full_job("A", 1), change = {.Priority = 5}, out;
    struct job_key key = {mof_str_from("A"), 1};
    assert_int_equal(insert(f, &o), MOF_OK);
    set(&change, PRIORITY);
    assert_int_equal(mof_store_update(f->store, &job_table, &key, &change, NULL, &f->error), MOF_OK);
    assert_int_equal(get(f, "A", 1, &out), MOF_OK);
    assert_int_equal(out.Priority, 5);
    assert_int_equal(out.present[0], o.present[0]);
    assert_int_equal(ask(f->store, "SELECT \"Started_utc\" FROM \"Job\""), 1714550400500000);
    assert_true(mof_datetime_parse(mof_str_from("20240501100000.500000+***"), &change.Started));
    set(&change, STARTED);
    assert_int_equal(mof_store_update(f->store, &job_table, &key, &change, NULL, &f->error), MOF_OK);
    assert_int_equal(ask(f->store, "SELECT \"Started_utc\" IS NULL FROM \"Job\""), 1);
}

static void update_refuses_what_only_the_store_knows(void **state)
{
    struct fixture *f = *state;
    struct mof_violation items[2];
    struct mof_report report = {items, 2, 0, 0};
    struct job o = full_job("A", 1), change = job_of("A", 2);
    struct job_key key = {mof_str_from("A"), 1};
    assert_int_equal(insert(f, &o), MOF_OK);
    assert_int_equal(mof_store_update(f->store, &job_table, &key, &change, &report, &f->error), MOF_INVALID);
    assert_int_equal(items[0].rule, MOF_RULE_KEY_CHANGED);
    assert_true(items[0].value == 2);
    change = job_of("a", 1); /* the same key without case */
    change.Owner = mof_str_from("you");
    set(&change, OWNER);
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
    assert_int_equal(mof_store_delete(f->store, &job_table, &key, &f->error), MOF_OK);
    assert_int_equal(get(f, "A", 1, &out), MOF_NOT_FOUND);
    assert_int_equal(mof_store_count(f->store, &job_table, &rows, &f->error), MOF_OK);
    assert_int_equal(rows, 1);
}

static void a_reference_leads_to_its_row(void **state)
{
    struct fixture *f = *state;
    struct package p = {mof_str_from("P1"), {1}};
    struct job o = full_job("A", 1);
    assert_int_equal(mof_store_insert(f->store, &linked_table, &o, MOF_MIRROR, NULL, &f->error), MOF_CONSTRAINT);
    assert_error(f, "a reference has no target");
    assert_int_equal(mof_store_insert(f->store, &package_table, &p, MOF_MIRROR, NULL, &f->error), MOF_OK);
    assert_int_equal(mof_store_insert(f->store, &linked_table, &o, MOF_MIRROR, NULL, &f->error), MOF_OK);
    static const char *const same[] = {"//host/root/cimv2:package.id=\"P1\"", "\\\\.\\ROOT\\x:Package=\"P\\1\""};
    static const char *const other[] = {"Software.ID=\"P1\"", "Package.ID=\"P1\",X=2", "Package", "", "Package.ID=\"P1"};
    for (size_t i = 0; i < 2; i++) {
        o = full_job("A", 10 + i);
        o.Package.path = mof_str_from(same[i]);
        assert_int_equal(mof_store_insert(f->store, &linked_table, &o, MOF_MIRROR, NULL, &f->error), MOF_OK);
    }
    for (size_t i = 0; i < 5; i++) {
        o = full_job("A", 20 + i);
        o.Package.path = mof_str_from(other[i]);
        assert_int_equal(mof_store_insert(f->store, &linked_table, &o, MOF_MIRROR, NULL, &f->error), MOF_OK);
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
    assert_int_equal(mof_store_list(f->store, &job_table, MOF_WITHOUT_LAZY, &f->arena, &objects, &count, &f->error),
                     MOF_OK);
    assert_int_equal(count, 5);
    for (size_t i = 0; i < 5; i++) {
        const struct job *o = (const struct job *)objects + i;
        assert_true(o->JobID == sorted[i]);
        assert_false(o->present[0] >> DATA & 1);
        assert_true(o->present[0] >> PACKAGE & 1);
    }
    assert_int_equal(mof_store_list(f->store, &job_table, MOF_WITH_LAZY, &f->arena, &objects, &count, &f->error), MOF_OK);
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
    int status;
    while ((status = mof_cursor_next(&cursor, &f->arena, &o, &f->error)) == MOF_OK) {
        assert_true(o.JobID == seen++);
        mof_arena_reset(&f->arena);
    }
    assert_int_equal(status, MOF_DONE);
    assert_int_equal(seen, 100);
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
    sqlite3_exec(mof_store_sqlite(f->store), "UPDATE \"Job\" SET \"Priority\" = 1, \"Started\" = 'x'", NULL, NULL, NULL);
    assert_int_equal(get(f, "A", 1, &o), MOF_CORRUPT);
    assert_error(f, "Job.Started");
}

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
    struct mof_progress last;
    uint64_t stop_at;
};

static bool watch(void *context, const struct mof_progress *p)
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
    struct mof_bulk_options options = {.mode = MOF_MIRROR, .bytes_total = 1000, .every = 10, .progress = watch,
                                       .context = &seen};
    mof_bulk bulk;
    assert_int_equal(mof_bulk_begin(&bulk, f->store, &job_table, &options, &f->error), MOF_OK);
    for (uint64_t i = 0; i < 100; i++) {
        struct job o = full_job("A", i % 50 == 49 ? 1 : i);
        if (i == 30) o.Priority = 1000;
        if (i == 40) o.Priority = 70;
        int status = mof_bulk_add(&bulk, &o, i * 10 + 10, NULL, &f->error);
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
    struct mof_bulk_options options = {.mode = MOF_MIRROR, .every = 10, .progress = watch, .context = &seen};
    mof_bulk bulk;
    int status = mof_bulk_begin(&bulk, f->store, &job_table, &options, &f->error);
    for (uint64_t i = 0; status == MOF_OK; i++) {
        struct job o = full_job("A", i);
        status = mof_bulk_add(&bulk, &o, 0, NULL, &f->error);
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
            if (mof_bulk_add(&bulk, &row, 0, NULL, NULL) != MOF_OK) _exit(3);
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
    int status = mof_bulk_begin(&bulk, f->store, &job_table, NULL, &f->error);
    ask(f->store, "PRAGMA max_page_count = 60");
    for (uint64_t i = 0; status == MOF_OK; i++) {
        struct job o = full_job("A", i);
        status = mof_bulk_add(&bulk, &o, 0, NULL, &f->error);
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
    struct mof_database other_name = jobs, other_hash = jobs, older = jobs;
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

#define with_store(test) cmocka_unit_test_setup_teardown(test, open_store, close_store)

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_store(every_type_comes_back),
        with_store(null_and_empty_are_not_the_same),
        with_store(an_unknown_moment_has_no_utc),
        with_store(failures_are_told_apart),
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
        with_store(transactions_nest),
        with_store(a_bad_row_fails_alone),
        with_store(a_load_can_be_stopped),
        with_store(a_killed_load_leaves_the_file_as_it_was),
        with_store(a_full_disk_is_told),
        with_store(a_locked_database_is_told),
        with_store(a_read_only_store_is_not_written),
        with_store(a_damaged_file_is_told),
        with_store(the_schema_is_proven),
        with_store(a_foreign_database_stays_as_it_is),
        with_store(many_may_create_at_once),
    };
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
