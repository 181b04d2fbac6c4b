/* Databases of an older program: what the refusal says, and migrations that are handed to mof_store_open(). */
#include "store_job.h"

#define FIRST  "00000000000000a1"
#define SECOND "00000000000000a2"
#define THIRD  "00000000000000a3"
#define SCRIPT(FROM, TO, STEPS)                                                                                     \
    "-- Migration of 'jobs from here to there' from " FROM " to " TO ". Made by hand.\n"                            \
    "PRAGMA foreign_keys = OFF;\nBEGIN IMMEDIATE;\n\n" STEPS "UPDATE mofc_schema SET hash = '" TO "';\nCOMMIT;\n\n" \
    "-- The end.\n"

static const char to_second[] = SCRIPT(FIRST, SECOND, "-- safe: a column\nALTER TABLE Log ADD COLUMN More INTEGER;\n");
static const char to_third[] =
    SCRIPT(SECOND, THIRD, "-- safe: a table\n--   of its own; really\nCREATE TABLE More (x INTEGER) STRICT;\n");
static const char checked[] =
    SCRIPT(SECOND, THIRD,
           "CREATE TEMP TABLE c (x INTEGER CONSTRAINT \"no jobs may be there\" CHECK (x = 0));\n"
           "INSERT INTO c SELECT count(*) FROM Job;\nDROP TABLE c;\n");
static const char broken[] = SCRIPT(SECOND, THIRD, "-- safe: a view\nCREATE VIEW v AS SELECT;\n");
static const char leaving[] = SCRIPT(SECOND, THIRD, "END;\n-- no step\nROLLBACK;\nDELETE FROM Job;\n");
static const char circle[] = SCRIPT(SECOND, FIRST, "");

static mof_database in_state(const char *hash)
{
    mof_database d = jobs;
    d.hash = hash;
    d.migrate = "mofc diff --migrate sqlite --name jobs";
    return d;
}

/* Makes the database of the fixture one that a first program has made. */
static void make_first(struct fixture *f)
{
    struct job o = job_of("A", 1);
    assert_int_equal(mof_store_insert(f->store, &job_table, &o, MOF_MIRROR, NULL, NULL), MOF_OK);
    assert_int_equal(
        sqlite3_exec(mof_store_sqlite(f->store), "UPDATE mofc_schema SET hash = '" FIRST "'", NULL, NULL, NULL),
        SQLITE_OK);
}

static void open_with(struct fixture *f, const char *hash, const char *const *migrations, enum mof_status expected,
                      const char *words)
{
    const mof_database d = in_state(hash);
    const mof_store_options options = {.migrations = migrations};
    mof_error error = {.message = ""};
    mof_store_close(f->store);
    enum mof_status status = mof_store_open(f->path, &d, &options, &f->store, &error);
    if (status != expected || (words && !strstr(error.message, words))) fail_msg("%d: %s", status, error.message);
}

static void the_refusal_says_what_to_do(void **state)
{
    struct fixture *f = *state;
    char command[200];
    make_first(f);
    snprintf(command, sizeof command,
             "mofc diff --migrate sqlite --name jobs OLD NEW > m.sql && sqlite3 -bail '%s' < m.sql", f->path);
    open_with(f, SECOND, NULL, MOF_OTHER_SCHEMA, command);
    open_with(f, SECOND, NULL, MOF_OTHER_SCHEMA, "state " FIRST " of the schema 'jobs', this program has " SECOND);
    open_with(f, FIRST, NULL, MOF_OK, NULL);
    sqlite3_exec(mof_store_sqlite(f->store), "UPDATE mofc_schema SET hash = '" FIRST "-" SECOND "'", NULL, NULL, NULL);
    open_with(f, SECOND, NULL, MOF_OTHER_SCHEMA, "left out what loses data");
}

static void migrations_run_behind_each_other(void **state)
{
    struct fixture *f = *state;
    const char *const both[] = {to_third, to_second, NULL};
    make_first(f);
    open_with(f, THIRD, both, MOF_OK, NULL);
    assert_int_equal(ask(f->store, "SELECT count(*) FROM pragma_table_info('Log') WHERE name = 'More'"), 1);
    assert_int_equal(ask(f->store, "SELECT count(*) FROM More"), 0);
    assert_int_equal(ask(f->store, "SELECT count(*) FROM Job"), 1);
    assert_int_equal(ask(f->store, "PRAGMA foreign_keys"), 1);
    open_with(f, THIRD, both, MOF_OK, NULL);
    open_with(f, SECOND, both, MOF_OTHER_SCHEMA, "none of the migrations leads from " THIRD " to " SECOND);
}

/* As a checkout on Windows has it. */
static const char *with_crlf(const char *script, char *out)
{
    char *to = out;
    for (; *script; script++) {
        if (*script == '\n') *to++ = '\r';
        *to++ = *script;
    }
    *to = 0;
    return out;
}

static void a_script_may_have_other_line_ends(void **state)
{
    struct fixture *f = *state;
    char room[3][2 * sizeof to_third];
    const char *const both[] = {with_crlf(to_second, room[0]), with_crlf(to_third, room[1]), NULL};
    const char *const wrong[] = {both[0], with_crlf(broken, room[2]), NULL};
    make_first(f);
    open_with(f, THIRD, wrong, MOF_FAILED, "migrate safe: a view: ");
    open_with(f, THIRD, both, MOF_OK, NULL);
    assert_int_equal(ask(f->store, "SELECT count(*) FROM pragma_table_info('Log') WHERE name = 'More'"), 1);
    assert_int_equal(ask(f->store, "SELECT count(*) FROM More"), 0);
}

static void a_migration_that_fails_changes_nothing(void **state)
{
    struct fixture *f = *state;
    const char *const stopped[] = {to_second, checked, NULL}, *const wrong[] = {to_second, broken, NULL},
                      *const out[] = {to_second, leaving, NULL}, *const round[] = {to_second, circle, NULL},
                      *const none[] = {"no script", NULL};
    make_first(f);
    open_with(f, THIRD, stopped, MOF_CONSTRAINT, "migrate: CHECK constraint failed: no jobs may be there");
    open_with(f, THIRD, wrong, MOF_FAILED, "migrate safe: a view: ");
    open_with(f, THIRD, out, MOF_MISUSE, "migrate no step: the script ends the transaction that it runs in");
    open_with(f, THIRD, round, MOF_OTHER_SCHEMA, "none of the migrations leads from " FIRST);
    open_with(f, THIRD, none, MOF_OTHER_SCHEMA, "none of the migrations leads from " FIRST);
    open_with(f, FIRST, stopped, MOF_OK, NULL);
    assert_int_equal(ask(f->store, "SELECT count(*) FROM pragma_table_info('Log') WHERE name = 'More'"), 0);
}

static void who_may_only_read_migrates_nothing(void **state)
{
    struct fixture *f = *state;
    const char *const one[] = {to_second, NULL};
    const mof_database d = in_state(SECOND);
    const mof_store_options options = {.flags = MOF_OPEN_READ_ONLY, .migrations = one};
    make_first(f);
    mof_store_close(f->store);
    assert_int_equal(mof_store_open(f->path, &d, &options, &f->store, NULL), MOF_OTHER_SCHEMA);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_store(the_refusal_says_what_to_do),        with_store(migrations_run_behind_each_other),
        with_store(a_script_may_have_other_line_ends),  with_store(a_migration_that_fails_changes_nothing),
        with_store(who_may_only_read_migrates_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
