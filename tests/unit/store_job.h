/* A class written by hand in the shape the generator writes, its tables, and a store in a file of its own: every type
 * that has a column of its own, a key of two parts, a lazy and an immutable property. For the tests of the store. */
#ifndef TEST_STORE_JOB_H
#define TEST_STORE_JOB_H

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

#include "runtime/mofrt_sqlite_generated.h"

/* ---- the class ------------------------------------------------------------------------------------------ */

struct package {
    mof_str ID;
    struct {
        bool ID;
    } has;
};
static const struct mof_property package_properties[] = {
    {.name = "ID", .offset = offsetof(struct package, ID), .type = MOF_STRING, .flags = MOF_KEY | MOF_NOT_NULL}};
static const struct mof_key_part package_keys[] = {{0, 0}};
static const mof_class package_class = {.name = "Package",
                                        .keys = package_keys,
                                        .key_count = 1,
                                        .properties = package_properties,
                                        .count = 1,
                                        .size = sizeof(struct package),
                                        .has = offsetof(struct package, has),
                                        .abi = &mofrt_abi_3};

struct job {
    mof_str Site;   /* key, without case */
    uint64_t JobID; /* key */
    bool Active;
    int16_t Priority;
    float Share;
    mof_datetime Started;
    mof_uint8_array Data; /* lazy */
    mof_uint32_array Sizes;
    mof_str Owner; /* immutable */
    mof_ref Package;
    struct {
        bool Site, JobID, Active, Priority, Share, Started, Data, Sizes, Owner, Package;
    } has;
};

struct job_key {
    mof_str Site;
    uint64_t JobID;
};

enum { SITE, JOB_ID, ACTIVE, PRIORITY, SHARE, STARTED, DATA, SIZES, OWNER, PACKAGE, MEMBERS };

#ifndef JOB_PRIORITIES
#define JOB_PRIORITIES NULL /* the labels of a job's priority */
#endif

#define AT(class, member) .name = #member, .offset = offsetof(class, member)
static const struct mof_property job_properties[MEMBERS] = {
    {AT(struct job, Site), .type = MOF_STRING, .flags = MOF_KEY | MOF_NOT_NULL | MOF_NOCASE},
    {AT(struct job, JobID), .type = MOF_UINT64, .flags = MOF_KEY | MOF_NOT_NULL},
    {AT(struct job, Active), .type = MOF_BOOLEAN},
    {AT(struct job, Priority), .type = MOF_SINT16, .values = JOB_PRIORITIES,
     .limits = &(const struct mof_limits){.has_range = true, .min = (uint64_t)INT16_MIN, .max = 100}},
    {AT(struct job, Share), .type = MOF_REAL32},
    {AT(struct job, Started), .type = MOF_DATETIME},
    {AT(struct job, Data), .type = MOF_UINT8, .flags = MOF_ARRAY | MOF_LAZY},
    {AT(struct job, Sizes), .type = MOF_UINT32, .flags = MOF_ARRAY},
    {AT(struct job, Owner), .type = MOF_STRING, .flags = MOF_IMMUTABLE},
    {AT(struct job, Package), .type = MOF_REFERENCE, .target = &package_class}};

static const struct mof_key_part job_keys[] = {
    {SITE, offsetof(struct job_key, Site)},
    {JOB_ID, offsetof(struct job_key, JobID)},
};

static const mof_class job_class = {.name = "Job",
                                    .keys = job_keys,
                                    .key_count = 2,
                                    .properties = job_properties,
                                    .count = MEMBERS,
                                    .size = sizeof(struct job),
                                    .has = offsetof(struct job, has),
                                    .abi = &mofrt_abi_3};

static const mof_table job_table = {.name = "Job", .of = &job_class};

static const mof_table package_table = {.name = "Package", .of = &package_class};

/* A table whose reference has a key column, and a class without a key. */
static const struct mof_link linked_links[] = {{PACKAGE, &package_class}};
static const mof_table linked_table = {.name = "Linked", .of = &job_class, .links = linked_links, .link_count = 1};
static const mof_class log_class = {.name = "Log",
                                    .properties = job_properties,
                                    .count = MEMBERS,
                                    .size = sizeof(struct job),
                                    .has = offsetof(struct job, has),
                                    .abi = &mofrt_abi_3};
static const mof_table log_table = {.name = "Log", .of = &log_class};

#define JOB_COLUMNS                                                                                                   \
    "\"Site\" TEXT COLLATE NOCASE NOT NULL, \"JobID\" INTEGER NOT NULL, \"Active\" INTEGER CHECK (\"Active\" IN (0, " \
    "1)),"                                                                                                            \
    "\"Priority\" INTEGER CHECK (\"Priority\" <= 50), \"Share\" REAL, \"Started\" TEXT, \"Started_utc\" INTEGER,"     \
    "\"Data\" BLOB, \"Sizes\" TEXT CHECK (\"Sizes\" IS NULL OR json_valid(\"Sizes\")), \"Owner\" TEXT, \"Package\" "  \
    "TEXT"

static const char *const ddl[] = {
    "PRAGMA application_id = 1836017251; PRAGMA user_version = 1;\n",
    "CREATE TABLE \"mofc_schema\" (\"name\" TEXT, \"hash\" TEXT, \"labels\" TEXT) STRICT;\n",
    "INSERT INTO \"mofc_schema\" VALUES ('jobs', '0123', 'ab');\n",
    "CREATE TABLE \"Job_Priority\" (value INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL) STRICT;\n",
    "CREATE TABLE \"Package\" (\"ID\" TEXT NOT NULL, PRIMARY KEY (\"ID\")) STRICT;\n",
    "CREATE TABLE \"Job\" (" JOB_COLUMNS ",",
    "PRIMARY KEY (\"Site\", \"JobID\")) STRICT;\n",
    "CREATE INDEX \"Job.order\" ON \"Job\" (\"Site\", (\"JobID\" < 0), \"JobID\");\n",
    "CREATE TABLE \"Linked\" (" JOB_COLUMNS ",",
    "\"Package_key\" TEXT REFERENCES \"Package\"(\"ID\"), PRIMARY KEY (\"Site\", \"JobID\")) STRICT;\n",
    "CREATE TABLE \"Log\" (" JOB_COLUMNS ") STRICT;\n",
    NULL,
};
static const char *const labels[] = {"INSERT OR REPLACE INTO \"Job_Priority\" VALUES (0, 'Low'), ", "(50, 'High');\n",
                                     NULL};
static const mof_table *const tables[] = {&package_table, &job_table, &linked_table, &log_table};
static const mof_database jobs = {.name = "jobs",
                                  .tables = tables,
                                  .table_count = 4,
                                  .hash = "0123",
                                  .labels_hash = "ab",
                                  .version = 1,
                                  .ddl = ddl,
                                  .labels = labels,
                                  .abi = &mofrt_abi_3};

static inline struct job job_of(const char *site, uint64_t id)
{
    struct job o = {0};
    mof_set(&o, Site, mof_str_from(site));
    mof_set(&o, JobID, id);
    return o;
}

static inline struct job full_job(const char *site, uint64_t id)
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
    memset(&o.has, true, sizeof o.has);
    return o;
}

/* ---- a store in a file of its own ----------------------------------------------------------------------- */

struct fixture {
    char path[64];
    mof_store *store;
    mof_arena arena;
    mof_error error;
};

static inline int open_store(void **state)
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

static inline int close_store(void **state)
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

static inline int64_t ask(mof_store *store, const char *sql)
{
    sqlite3_stmt *s = NULL;
    assert_int_equal(sqlite3_prepare_v2(mof_store_sqlite(store), sql, -1, &s, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    int64_t value = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    return value;
}

static inline void reopen(struct fixture *f, const mof_database *schema, int flags, int expected, const char *words)
{
    mof_store_close(f->store);
    mof_store_options options = {.flags = flags, .busy_ms = 50};
    f->error.message[0] = 0;
    assert_int_equal(mof_store_open(f->path, schema, &options, &f->store, &f->error), expected);
    if (words && !strstr(f->error.message, words)) fail_msg("'%s' is not in '%s'", words, f->error.message);
}

#define assert_error(f, words)                                                                              \
    do {                                                                                                    \
        if (!strstr((f)->error.message, words)) fail_msg("'%s' is not in '%s'", words, (f)->error.message); \
    } while (0)

static inline enum mof_status insert(struct fixture *f, const struct job *o)
{
    return mof_store_insert(f->store, &job_table, o, MOF_MIRROR, NULL, &f->error);
}

static inline enum mof_status get(struct fixture *f, const char *site, uint64_t id, struct job *out)
{
    struct job_key key = {mof_str_from(site), id};
    return mof_store_get(f->store, &job_table, &key, out, &f->arena, &f->error);
}

#define with_store(test) cmocka_unit_test_setup_teardown(test, open_store, close_store)

#endif
