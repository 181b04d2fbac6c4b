/* Every public function of the headers while memory runs out: the n-th allocation fails and all behind
 * it, libmofrt's and SQLite's, for n = 0, 1, ... until the call needs no more. Each time it says MOF_NO_MEMORY in
 * words, or gives exactly what it gives with all memory; and after it the same call works. Leaks and wild reads are for
 * the sanitizers, which run this too. tests/contract reads the names in the table: a public function that none of the
 * rows has fails there. */
#include "store_job.h"

#include "runtime/mofrt_records.h"

#include "failing_malloc.h"

/* ---- what a call is tried on ----------------------------------------------------------------------------- */

enum { OUT_ROOM = 60000, LONG = 9000 };

struct scene {
    mof_store *store;
    mof_arena arena;
    mof_error error;
    char out[OUT_ROOM]; /* what the call gave, as text */
    size_t len;
};

static char long_text[LONG + 1]; /* more than one block of an arena */
static char path[] = "/tmp/mofrt_memory_XXXXXX";

static void say(struct scene *s, mof_str text)
{
    assert_true(s->len + text.len + 2 < OUT_ROOM);
    if (text.len) memcpy(s->out + s->len, text.at, text.len);
    s->len += text.len;
    s->out[s->len++] = '\n';
    s->out[s->len] = 0;
}

static void say_number(struct scene *s, uint64_t number)
{
    char digits[32];
    snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
    say(s, mof_str_from(digits));
}

/* An object as text, for comparing; written with a memory of its own, which does not fail. */
static void say_object(struct scene *s, const mof_class *of, const void *object)
{
    size_t left = allocations_left;
    mof_arena arena = {0};
    mof_str json;
    allocations_left = SIZE_MAX;
    assert_int_equal(mof_to_json(of, object, &json, &arena, NULL), MOF_OK);
    say(s, json);
    mof_arena_free(&arena);
    allocations_left = left;
}

static struct job long_job(uint64_t id)
{
    struct job o = full_job("A", id);
    o.Owner = mof_str_of(long_text, LONG);
    return o;
}

/* ---- values and classes ----------------------------------------------------------------------------------- */

static enum mof_status strings(struct scene *s)
{
    size_t characters;
    mof_str a = mof_str_of("abc", 3), b = mof_str_from("ABC");
    say_number(s, mof_str_equal(a, b) + 2u * mof_str_equal_fold(a, b) + 4u * mof_str_is(a, "abc"));
    say_number(s, (uint64_t)(mof_str_compare(a, b) > 0) + mof_str_valid(a, &characters) + characters);
    return MOF_OK;
}

static enum mof_status datetimes(struct scene *s)
{
    mof_datetime d, e;
    char text[MOF_DATETIME_ROOM];
    int64_t utc = 0;
    int order = 0;
    bool good = mof_datetime_parse(mof_str_from("2024-05-01T10:00:00Z"), &d) && mof_datetime_to_utc(&d, &utc) &&
                mof_datetime_from_utc(utc, &e) && mof_datetime_valid(&e) && mof_datetime_format(&e, text) &&
                mof_datetime_compare(&d, &e, &order);
    say_number(s, good + 2u * mof_datetime_equal(&d, &e) + (uint64_t)order);
    say(s, mof_str_from(text));
    return MOF_OK;
}

static enum mof_status names(struct scene *s)
{
    say(s, mof_str_from(mof_status_name(MOF_BUSY)));
    say(s, mof_str_from(mof_rule_name(MOF_RULE_NULL)));
    say(s, mof_str_from(mof_class_name(mof_table_class(&job_table))));
    say_number(s, mof_class_size(&job_class) + (mof_class_super(&job_class) == NULL) +
                      (mof_class_namespace(&job_class) == NULL));
    say(s, mof_path_class((mof_ref){mof_str_from("Package.ID='1'")}));
    return MOF_OK;
}

static enum mof_status validation(struct scene *s)
{
    mof_violation found[2];
    mof_report report = mof_report_of(found, 2);
    char words[100];
    struct job o = full_job("A", 1), view;
    o.Priority = 1000;
    say_number(s, mof_validate(&job_class, &o, MOF_CREATE, &report));
    mof_report_add(&report, &found[0]);
    for (size_t i = 0; i < report.count; i++) {
        mof_violation_format(&found[i], false, words, sizeof words);
        say(s, mof_str_from(words));
    }
    mof_view(&job_class, &o, &log_class, &view);
    FILE *to = tmpfile();
    assert_non_null(to);
    mof_report_print(&report, to);
    rewind(to);
    while (fgets(words, sizeof words, to)) say(s, mof_str_from(words));
    fclose(to);
    say_number(s, mof_equal(&log_class, &o, &view));
    mof_init(&job_class, &view);
    say_number(s, mof_equal(&log_class, &o, &view));
    return MOF_OK;
}

static enum mof_status values(struct scene *s)
{
    mof_datetime when = {0};
    mof_value all[] = {
        mof_null(),    mof_bool(true), mof_u64(1), mof_s64(-1), mof_real(.5), mof_text("t"), mof_text_of((mof_str){0}),
        mof_when(when)};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) say_number(s, all[i].there + 2u * all[i].type);
    return MOF_OK;
}

/* ---- memory of the caller's arena -------------------------------------------------------------------------- */

static enum mof_status arena(struct scene *s)
{
    mof_str text;
    for (size_t size = 1; size < 40000; size *= 3)
        if (!mof_arena_alloc(&s->arena, size)) return MOF_NO_MEMORY;
    if (!mof_arena_str(&s->arena, long_text, LONG, &text)) return MOF_NO_MEMORY;
    say(s, text);
    mof_arena_reset(&s->arena);
    if (!mof_arena_alloc(&s->arena, 100)) return MOF_NO_MEMORY;
    mof_arena_free(&s->arena);
    return MOF_OK;
}

static enum mof_status copy(struct scene *s)
{
    struct job o = long_job(1), to;
    enum mof_status status = mof_copy(&job_class, &to, &o, &s->arena, &s->error);
    if (status == MOF_OK) say_object(s, &job_class, &to);
    return status;
}

static enum mof_status print(struct scene *s)
{
    struct job o = long_job(1);
    mof_str text;
    enum mof_status status = mof_print(&job_class, &o, &text, &s->arena, &s->error);
    say(s, text);
    return status;
}

static enum mof_status to_json(struct scene *s)
{
    struct job o = long_job(1);
    mof_str json;
    enum mof_status status = mof_to_json(&job_class, &o, &json, &s->arena, &s->error);
    say(s, json);
    return status;
}

static enum mof_status from_json(struct scene *s)
{
    static char json[LONG + 400];
    struct job o;
    mof_violation found[4];
    mof_report report = mof_report_of(found, 4);
    snprintf(json, sizeof json,
             "{\"Site\":\"A\",\"JobID\":\"18446744073709551615\",\"Sizes\":[1,2,3],\"Data\":\"AAH/"
             "\",\"Owner\":\"\\u00e9%s\","
             "\"Share\":0.1,\"Started\":\"2024-05-01T10:00:00Z\",\"Odd\":{\"a\":[1,null]},\"Priority\":70000}",
             long_text);
    enum mof_status status = mof_from_json(&job_class, &o, mof_str_from(json), &s->arena, &report, &s->error);
    if (status == MOF_OK) say_object(s, &job_class, &o);
    say_number(s, report.count);
    return status;
}

static enum mof_status write_path(struct scene *s)
{
    mof_str id = mof_str_of(long_text, LONG);
    mof_ref ref;
    enum mof_status status = mof_path(&package_class, &id, &ref, &s->arena, &s->error);
    say(s, ref.path);
    return status;
}

static enum mof_status read_path(struct scene *s)
{
    static char text[LONG + 20];
    mof_str id = {0};
    snprintf(text, sizeof text, "Package.ID=\"%s\"", long_text);
    enum mof_status status =
        mof_key_from_path(&package_class, (mof_ref){mof_str_from(text)}, &id, &s->arena, &s->error);
    say(s, id);
    return status;
}

/* ---- streams of records ------------------------------------------------------------------------------------- */

static const mof_class *const classes[] = {&job_class, &package_class, NULL};

/* Says all that there is of a stream, and closes it. */
static enum mof_status read_records(struct scene *s, mof_records *records, enum mof_status status)
{
    struct job o;
    for (; status == MOF_OK && (status = mof_records_next(records)) != MOF_DONE; mof_arena_reset(&s->arena)) {
        if (status == MOF_NO_MEMORY || status == MOF_MORE) break;
        say(s, mof_records_json(records));
        say(s, mof_records_class_name(records));
        say_number(s,
                   (uint64_t)(mof_records_line(records) + mof_records_column(records)) + mof_records_offset(records));
        if (status != MOF_OK) say(s, mof_str_from(mof_records_message(records)));
        if (status == MOF_OK && mof_records_class(records) == &job_class) {
            status = mof_from_record(&job_class, &o, records, &s->arena, NULL, &s->error);
            if (status == MOF_OK) say_object(s, &job_class, &o);
            if (status != MOF_OK) break;
        }
        status = MOF_OK;
    }
    if (status == MOF_NO_MEMORY && !s->error.message[0]) s->error = *mof_records_error(records);
    mof_records_close(records);
    return status == MOF_DONE ? MOF_OK : status;
}

/* Records of both classes and a broken one; one is longer than what is read at once. */
static size_t records_text(char *out, size_t room)
{
    int len = snprintf(out, room, "[{\"Site\":\"A\",\"JobID\":1,\"Owner\":\"%s\"},\n{\"Site\":,},\n{\"ID\":\"P\"}]\n",
                       long_text);
    return (size_t)len;
}

static enum mof_status pushed_records(struct scene *s)
{
    static char text[LONG + 200];
    size_t len = records_text(text, sizeof text);
    mof_records *records;
    enum mof_status status = mof_records_open_push(classes, NULL, &records, &s->error);
    if (status == MOF_OK) status = mof_records_push(records, text, len);
    if (status == MOF_OK) status = mof_records_push(records, "", 0);
    if (status == MOF_NO_MEMORY) {
        snprintf(s->error.message, sizeof s->error.message, "out of memory"); /* a push has nothing else to say */
        mof_records_close(records);
        return status;
    }
    return read_records(s, records, status);
}

static enum mof_status file_records(struct scene *s)
{
    static char text[LONG + 200];
    FILE *file = fmemopen(text, records_text(text, sizeof text), "rb");
    mof_records *records;
    assert_non_null(file);
    enum mof_status status = mof_records_open_file(file, classes, NULL, &records, &s->error);
    status = read_records(s, records, status);
    fclose(file);
    return status;
}

static enum mof_status path_records(struct scene *s)
{
    mof_records *records;
    enum mof_status status = mof_records_open("/dev/null", classes, NULL, &records, &s->error);
    return read_records(s, records, status);
}

/* ---- a store ----------------------------------------------------------------------------------------------- */

static enum mof_status open_again(struct scene *s)
{
    mof_store *store;
    enum mof_status status = mof_store_open(path, &jobs, NULL, &store, &s->error);
    say_number(s, store != NULL && mof_store_sqlite(store) != NULL);
    mof_store_close(store);
    return status;
}

static enum mof_status open_new(struct scene *s)
{
    mof_store *store;
    enum mof_status status = mof_store_open(":memory:", &jobs, NULL, &store, &s->error);
    say_number(s, store != NULL);
    mof_store_close(store);
    return status;
}

/* What is there afterwards, without a failure. */
static void say_rows(struct scene *s)
{
    size_t left = allocations_left, count;
    mof_arena arena = {0};
    void *objects;
    allocations_left = SIZE_MAX;
    assert_int_equal(mof_store_list(s->store, &job_table, MOF_WITH_LAZY, &objects, &count, &arena, NULL), MOF_OK);
    for (size_t i = 0; i < count; i++) say_object(s, &job_class, (struct job *)objects + i);
    mof_arena_free(&arena);
    allocations_left = left;
}

static enum mof_status insert_one(struct scene *s)
{
    struct job o = long_job(9);
    enum mof_status status = mof_store_insert(s->store, &job_table, &o, MOF_CREATE, NULL, &s->error);
    say_rows(s);
    return status;
}

static enum mof_status insert_linked(struct scene *s)
{
    struct job o = long_job(9);
    return mof_store_insert(s->store, &linked_table, &o, MOF_CREATE, NULL, &s->error);
}

/* It is refused, and the words name the reference. */
static enum mof_status insert_unlinked(struct scene *s)
{
    struct job o = full_job("A", 9);
    o.Package.path = mof_str_from("Package.ID=\"none\"");
    enum mof_status status = mof_store_insert(s->store, &linked_table, &o, MOF_CREATE, NULL, &s->error);
    return status;
}

static enum mof_status insert_twice(struct scene *s)
{
    struct job o = full_job("A", 1);
    return mof_store_insert(s->store, &job_table, &o, MOF_CREATE, NULL, &s->error);
}

static enum mof_status upsert(struct scene *s)
{
    struct job o = full_job("A", 1);
    o.Priority = 7;
    enum mof_status status = mof_store_upsert(s->store, &job_table, &o, MOF_MIRROR, NULL, &s->error);
    say_rows(s);
    return status;
}

static enum mof_status update(struct scene *s)
{
    struct job change = {0};
    struct job_key key = {mof_str_from("A"), 1};
    mof_set(&change, Priority, 8);
    mof_set(&change, Owner, mof_str_from("it's \"me\""));
    mof_set(&change, Sizes, full_job("A", 1).Sizes);
    enum mof_status status = mof_store_update(s->store, &job_table, &key, &change, NULL, &s->error);
    say_rows(s);
    return status;
}

static enum mof_status delete_one(struct scene *s)
{
    struct job_key key = {mof_str_from("A"), 1};
    enum mof_status status = mof_store_delete(s->store, &job_table, &key, &s->error);
    say_rows(s);
    return status;
}

static enum mof_status get_one(struct scene *s)
{
    struct job o;
    struct job_key key = {mof_str_from("A"), 2};
    enum mof_status status = mof_store_get(s->store, &job_table, &key, &o, &s->arena, &s->error);
    if (status == MOF_OK) say_object(s, &job_class, &o);
    return status;
}

static enum mof_status exists(struct scene *s)
{
    struct job_key key = {mof_str_from("A"), 2};
    return mof_store_exists(s->store, &job_table, &key, &s->error);
}

static enum mof_status count(struct scene *s)
{
    uint64_t rows = 0;
    enum mof_status status = mof_store_count(s->store, &job_table, "JobID >= ?1 AND Site LIKE 'a%'",
                                             mof_values(mof_u64(2)), &rows, &s->error);
    say_number(s, rows);
    return status;
}

static enum mof_status list(struct scene *s)
{
    void *objects;
    size_t rows;
    enum mof_status status = mof_store_list(s->store, &job_table, MOF_WITH_LAZY, &objects, &rows, &s->arena, &s->error);
    for (size_t i = 0; status == MOF_OK && i < rows; i++) say_object(s, &job_class, (struct job *)objects + i);
    return status;
}

static enum mof_status read_all(struct scene *s, mof_cursor *cursor, enum mof_status status)
{
    struct job o;
    while (status == MOF_OK)
        if ((status = mof_cursor_next(cursor, &job_table, &o, &s->arena, &s->error)) == MOF_OK)
            say_object(s, &job_class, &o);
    mof_cursor_close(cursor);
    return status == MOF_DONE ? MOF_OK : status;
}

static enum mof_status cursor(struct scene *s)
{
    mof_cursor c;
    return read_all(s, &c, mof_cursor_open(&c, s->store, &job_table, MOF_WITHOUT_LAZY, &s->error));
}

static enum mof_status query(struct scene *s)
{
    mof_cursor c;
    return read_all(s, &c,
                    mof_store_query(s->store, &job_table, &c, "Owner <> ?1 ORDER BY JobID DESC LIMIT ?2",
                                    mof_values(mof_text("nobody"), mof_u64(2)), &s->error));
}

static enum mof_status select_rows(struct scene *s)
{
    mof_cursor c;
    return read_all(s, &c,
                    mof_store_select(s->store, &job_table, &c,
                                     "SELECT Site, JobID, Started, 1 AS x FROM Job WHERE JobID < ?1",
                                     mof_values(mof_u64(3)), &s->error));
}

static enum mof_status follow(struct scene *s)
{
    const mof_table *table;
    void *object;
    mof_ref to = {mof_str_from("//host/ns:Package=\"P1\"")};
    enum mof_status status = mof_store_follow(s->store, to, &table, &object, &s->arena, &s->error);
    if (status == MOF_OK) say_object(s, mof_table_class(table), object);
    return status;
}

static enum mof_status referrers(struct scene *s)
{
    mof_referrers walk;
    const mof_table *table;
    const char *property;
    void *object;
    mof_str key = mof_str_from("P1");
    enum mof_status status = mof_store_referrers(s->store, &package_table, &key, &walk, &s->error);
    while (status == MOF_OK) {
        status = mof_referrers_next(&walk, &table, &property, &object, &s->arena, &s->error);
        if (status == MOF_OK) say_object(s, mof_table_class(table), object);
    }
    mof_referrers_close(&walk);
    return status == MOF_DONE ? MOF_OK : status;
}

static enum mof_status transaction(struct scene *s)
{
    struct job o = full_job("B", 1);
    enum mof_status status = mof_store_begin(s->store, &s->error);
    if (status != MOF_OK) return status;
    if (status == MOF_OK) status = mof_store_begin(s->store, &s->error);
    if (status == MOF_OK) status = mof_store_rollback(s->store, &s->error);
    if (status == MOF_OK) status = mof_store_insert(s->store, &job_table, &o, MOF_MIRROR, NULL, &s->error);
    if (status == MOF_OK) status = mof_store_commit(s->store, &s->error);
    if (status != MOF_OK) {
        allocations_left = SIZE_MAX;
        while (mof_store_rollback(s->store, NULL) == MOF_OK) continue;
    }
    say_rows(s);
    return status;
}

static enum mof_status bulk(struct scene *s)
{
    mof_bulk b;
    mof_bulk_options options = {.mode = MOF_MIRROR};
    enum mof_status status = mof_bulk_begin(&b, s->store, &job_table, &options, &s->error);
    if (status != MOF_OK) return status;
    for (uint64_t i = 0; status == MOF_OK && i < 3; i++) {
        struct job o = i == 1 ? full_job("A", 1) : full_job("C", i); /* the second is there already */
        status = mof_bulk_add(&b, &job_table, &o, 0, NULL, &s->error);
        if (i == 1 && status == MOF_EXISTS && mof_bulk_goes_on(status)) status = MOF_OK;
    }
    if (status == MOF_OK) status = mof_bulk_commit(&b, &s->error);
    if (status != MOF_OK) {
        allocations_left = SIZE_MAX;
        mof_bulk_rollback(&b, NULL);
    }
    say_rows(s);
    return status;
}

/* ---- the table --------------------------------------------------------------------------------------------- */

/* A function of the library is one line: its name, and what calls it. */
static const struct row {
    const char *functions;
    enum mof_status (*call)(struct scene *);
    bool stored; /* it is tried on a store with rows */
} rows[] = {
    {"mof_str_of mof_str_from mof_str_equal mof_str_equal_fold mof_str_is mof_str_compare mof_str_valid", strings},
    {"mof_datetime_parse mof_datetime_format mof_datetime_valid mof_datetime_to_utc mof_datetime_from_utc "
     "mof_datetime_compare mof_datetime_equal",
     datetimes},
    {"mof_status_name mof_rule_name mof_class_name mof_class_size mof_class_super mof_class_namespace "
     "mof_table_class mof_path_class",
     names},
    {"mof_report_of mof_report_add mof_report_print mof_violation_format mof_validate mof_init mof_view mof_equal",
     validation},
    {"mof_null mof_bool mof_u64 mof_s64 mof_real mof_text mof_text_of mof_when", values},
    {"mof_arena_alloc mof_arena_str mof_arena_reset mof_arena_free", arena},
    {"mof_copy", copy},
    {"mof_print", print},
    {"mof_to_json", to_json},
    {"mof_from_json", from_json},
    {"mof_records_open_push mof_records_push mof_records_next mof_records_class mof_records_class_name "
     "mof_records_json "
     "mof_records_line mof_records_column mof_records_offset mof_records_error mof_records_message mof_records_close "
     "mof_from_record",
     pushed_records},
    {"mof_records_open_file", file_records},
    {"mof_records_open", path_records},
    {"mof_path", write_path},
    {"mof_key_from_path", read_path},
    {"mof_store_open mof_store_close mof_store_sqlite", open_again},
    {"mof_store_open", open_new},
    {"mof_store_insert", insert_one, true},
    {"mof_store_insert", insert_linked, true},
    {"mof_store_insert", insert_unlinked, true},
    {"mof_store_insert", insert_twice, true},
    {"mof_store_upsert", upsert, true},
    {"mof_store_update", update, true},
    {"mof_store_delete", delete_one, true},
    {"mof_store_get", get_one, true},
    {"mof_store_exists", exists, true},
    {"mof_store_count", count, true},
    {"mof_store_list", list, true},
    {"mof_cursor_open mof_cursor_next mof_cursor_close", cursor, true},
    {"mof_store_query", query, true},
    {"mof_store_select", select_rows, true},
    {"mof_store_follow", follow, true},
    {"mof_store_referrers mof_referrers_next mof_referrers_close", referrers, true},
    {"mof_store_begin mof_store_commit mof_store_rollback", transaction, true},
    {"mof_bulk_begin mof_bulk_add mof_bulk_goes_on mof_bulk_commit mof_bulk_rollback", bulk, true},
};

/* ---- the trials -------------------------------------------------------------------------------------------- */

static bool refused; /* an allocation was */

static sqlite3_mem_methods real_sqlite;

static bool may_allocate(void)
{
    refused = refused || !allocations_left;
    return allocations_left && allocations_left--;
}

static void *sqlite_malloc(int size) { return may_allocate() ? real_sqlite.xMalloc(size) : NULL; }

static void *sqlite_realloc(void *at, int size) { return may_allocate() ? real_sqlite.xRealloc(at, size) : NULL; }

/* A store with three rows in Job and one in Package. */
static void set_scene(const struct row *row, struct scene *s)
{
    struct package p = {{"P1", 2}, {true}};
    *s = (struct scene){.out = ""};
    if (!row->stored) return;
    assert_int_equal(mof_store_open(":memory:", &jobs, NULL, &s->store, NULL), MOF_OK);
    assert_int_equal(mof_store_insert(s->store, &package_table, &p, MOF_MIRROR, NULL, NULL), MOF_OK);
    for (uint64_t id = 1; id <= 3; id++) {
        struct job o = id == 2 ? long_job(id) : full_job("A", id);
        assert_int_equal(mof_store_insert(s->store, &job_table, &o, MOF_MIRROR, NULL, NULL), MOF_OK);
    }
}

static enum mof_status call(const struct row *row, struct scene *s, size_t allocations)
{
    s->len = 0;
    s->out[0] = 0;
    s->error.message[0] = 0;
    refused = false;
    allocations_left = allocations;
    enum mof_status status = row->call(s);
    refused = refused || allocations_left == 0;
    allocations_left = SIZE_MAX;
    return status;
}

static void end_scene(struct scene *s)
{
    mof_store_close(s->store);
    mof_arena_free(&s->arena);
}

static void try_row(const struct row *row)
{
    static struct scene whole, s;
    bool more = true;
    set_scene(row, &whole);
    enum mof_status expected = call(row, &whole, SIZE_MAX), status;
    assert_int_not_equal(expected, MOF_NO_MEMORY);
    for (size_t n = 0; more; n++) {
        set_scene(row, &s);
        status = call(row, &s, n);
        more = refused;
        if (status == MOF_NO_MEMORY && row->call != arena && !strstr(s.error.message, "memory"))
            fail_msg("%s, allocation %zu: '%s'", row->functions, n, s.error.message);
        if (status == MOF_NO_MEMORY) { /* nothing has happened, so it can be tried again */
            assert_true(more);
            status = call(row, &s, SIZE_MAX);
        }
        bool explained = status == MOF_OK || s.error.message[0]; /* in words that may be fewer */
        if (status != expected || strcmp(s.out, whole.out) != 0 || !explained)
            fail_msg("%s, allocation %zu: %s (%s), not %s (%s)\n%.300s\n%.300s", row->functions, n,
                     mof_status_name(status), s.error.message, mof_status_name(expected), whole.error.message, s.out,
                     whole.out);
        end_scene(&s);
    }
    end_scene(&whole);
}

static void a_call_without_memory_says_so_or_succeeds(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) try_row(&rows[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_call_without_memory_says_so_or_succeeds)};
    memset(long_text, 'x', LONG);
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real_sqlite);
    sqlite3_mem_methods failing = real_sqlite;
    failing.xMalloc = sqlite_malloc;
    failing.xRealloc = sqlite_realloc;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &failing);
    sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0); /* small blocks are allocations like any other */
    int file = mkstemp(path);
    if (file >= 0) close(file);
    int result = cmocka_run_group_tests_name("memory", tests, NULL, NULL);
    unlink(path);
    return result;
}
