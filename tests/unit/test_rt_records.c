/* Streams of records: each form that other programs write, what is broken in between, and what fails outside. */
#define _GNU_SOURCE /* fopencookie */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "failing_malloc.h"
#include "runtime/mofrt_generated.h"
#include "runtime/mofrt_records.h"

struct disk {
    mof_str Name, Label;
    uint64_t Size;
    uint32_t State;
    bool Ready;
    double Load;
    mof_uint8_array Bytes;
    mof_str_array Owners;
    mof_str Note;
    mof_datetime Installed, Uptime;
    struct {
        bool Name, Label, Size, State, Ready, Load, Bytes, Owners, Note, Installed, Uptime;
    } has;
};

#define AT(member) .name = #member, .offset = offsetof(struct disk, member)
static const struct mof_property disk_properties[] = {{AT(Name), .type = MOF_STRING, .flags = MOF_KEY},
                                                      {AT(Label), .type = MOF_STRING},
                                                      {AT(Size), .type = MOF_UINT64},
                                                      {AT(State), .type = MOF_UINT32},
                                                      {AT(Ready), .type = MOF_BOOLEAN},
                                                      {AT(Load), .type = MOF_REAL64},
                                                      {AT(Bytes), .type = MOF_UINT8, .flags = MOF_ARRAY},
                                                      {AT(Owners), .type = MOF_STRING, .flags = MOF_ARRAY},
                                                      {AT(Note), .type = MOF_STRING},
                                                      {AT(Installed), .type = MOF_DATETIME},
                                                      {AT(Uptime), .type = MOF_DATETIME}};
static const mof_class disk = {.name = "Demo_Disk",
                               .properties = disk_properties,
                               .count = 11,
                               .size = sizeof(struct disk),
                               .has = offsetof(struct disk, has),
                               .abi = &mofrt_abi_3};

struct list {
    mof_uint32_array value;
    struct {
        bool value;
    } has;
};
static const struct mof_property list_properties[] = {
    {.name = "value", .type = MOF_UINT32, .flags = MOF_ARRAY, .offset = offsetof(struct list, value)}};
static const mof_class list = {.name = "Demo_List",
                               .properties = list_properties,
                               .count = 1,
                               .size = sizeof(struct list),
                               .has = offsetof(struct list, has),
                               .abi = &mofrt_abi_3};
static const mof_class *const classes[] = {&disk, &list, NULL};

/* ---- what others write ---------------------------------------------------------------------------------- */

static void assert_disk(const struct disk *d, int i)
{
    int64_t installed, uptime;
    assert_string_equal(d->Name.at, i ? "D:" : "C:");
    assert_string_equal(d->Label.at, i ? "Backup <2>" : "Système & Daten");
    assert_true(d->Size == (i ? 1048576 : UINT64_MAX) && d->State == (i ? 0 : 2) && d->Ready == !i);
    assert_true(d->Load == (i ? 3 : 0.25) && d->Bytes.count == (i ? 0 : 3) && d->Owners.count == (i ? 0 : 2));
    if (!i) assert_true(d->Bytes.items[2] == 255 && mof_str_is(d->Owners.items[0], "a\\b"));
    assert_true(!d->has.Note && mof_datetime_to_utc(&d->Installed, &installed) && installed == 1700000000000000);
    assert_true(mof_datetime_to_utc(&d->Uptime, &uptime) && d->Uptime.interval && uptime == 93784000000);
}

static void each_form_is_read_without_a_complaint(void **state)
{
    static const char *const names[] = {"powershell5-cim-list-utf16.json",
                                        "powershell5-cim-list-utf16be.json",
                                        "powershell5-cim-each-one.json",
                                        "powershell5-cim-counted.json",
                                        "powershell5-cim-shallow-decorated.json",
                                        "powershell5-wmi-list.json",
                                        "powershell5-wmi-each-compressed.json",
                                        "powershell7-cim-list.json",
                                        "powershell7-cim-each-one.json",
                                        "powershell7-cim-compressed.json",
                                        "powershell7-cim-shallow-remote.json",
                                        "adminservice-list.json",
                                        "adminservice-each-one.json",
                                        "lines.jsonl",
                                        "lines-crlf-no-class.jsonl"};
    (void)state;
    for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
        char path[100];
        mof_records *r;
        mof_error error;
        mof_arena arena = {0};
        struct disk d;
        snprintf(path, sizeof path, "tests/records/%s", names[n]);
        assert_int_equal(mof_records_open(path, classes, NULL, &r, &error), MOF_OK);
        for (int i = 0; i < 2; i++) {
            mof_report report = {0};
            assert_int_equal(mof_records_next(r), MOF_OK);
            assert_ptr_equal(mof_records_class(r), &disk);
            assert_int_equal(mof_from_record(&disk, &d, r, &arena, &report, &error), MOF_OK);
            assert_int_equal(report.count, 0);
            assert_disk(&d, i);
        }
        assert_int_equal(mof_records_next(r), MOF_DONE);
        mof_records_close(r);
        mof_arena_free(&arena);
    }
}

/* ---- what is broken ------------------------------------------------------------------------------------- */

/* The stream in short: a record's name, or what is wrong, each with a '|' behind it. */
static const char *said(const char *text, const mof_records_options *options)
{
    static char out[2000];
    mof_records *r;
    mof_arena arena = {0};
    struct disk d;
    out[0] = 0;
    assert_int_equal(mof_records_open_push(classes, options, &r, NULL), MOF_OK);
    assert_int_equal(mof_records_push(r, text, strlen(text)), MOF_OK);
    for (bool ended = false;;) {
        enum mof_status status = mof_records_next(r);
        if (status == MOF_MORE && !ended) {
            assert_int_equal(mof_records_push(r, NULL, 0), MOF_OK);
            ended = true;
            continue;
        }
        if (status == MOF_DONE) break;
        if (status != MOF_OK) strcat(out, mof_records_message(r));
        else if (mof_records_class(r) == &list) strcat(out, "list");
        else if (mof_from_record(&disk, &d, r, &arena, NULL, NULL) == MOF_OK) strcat(out, d.Name.at);
        strcat(out, "|");
    }
    mof_records_close(r);
    mof_arena_free(&arena);
    return out;
}

static void a_broken_record_spoils_no_other(void **state)
{
    static const char *const cases[][2] = {
        {"{\"Name\":\"a\"}\n{\"Name\":\"b\n{\"Name\":\"c\"}\n", "a|f:2:11: the string does not end in its line|c|"},
        {"{\"Name\":\"a\"\n{\"Name\":\"b\"}\n", "f:2:1: ',' or '}' must follow a member|b|"},
        {"{\"Name\":\n{\"Name\":\"b\"}\n{\"Name\":\"c\"}", "f:3:1: ',' or '}' must follow a member|b|c|"},
        {"{\"Name\":tru}{\"Name\":\"b\"}", "f:1:9: no value of JSON|b|"},
        {"[\n  {\n    \"Name\": 1 2\n  },\n  {\n    \"Name\": \"b\"\n  }\n]",
         "f:3:15: ',' or '}' must follow a member|b|"},
        {"[\n  {\n    \"Name\": \"a\",\n  {\n    \"Name\": \"b\"\n  }\n]",
         "f:4:3: a member's name, in quotes, must stand here|b|"},
        {"[1,\"{\",true,{\"Name\":\"b\"}]{\"Name\":\"c\"}", "f:1:2: a record is an object, in braces|b|c|"},
        {"Name;Size\nC:;5\n{\"Name\":\"c\"}", "f:1:1: neither an object nor a list of objects|c|"},
        {"{\"Name\":\"a\"}}\n{\"Name\":\"b\"}", "a|f:1:13: neither an object nor a list of objects|b|"},
        {"[{\"Name\":\"a\"}", "a|f:1:14: the text ends before the list of records does|"},
        {"[{\"Name\":\"a\"},{\"Name\":", "a|f:1:23: the text ends where a value must stand|"},
        {"{\"value\":[{\"Name\":\"a\"}],x}{\"Name\":\"b\"}",
         "a|f:1:25: a member's name, in quotes, must stand here|b|"},
        {"{\"Name\":\"\xFF\"} {\"Name\":\"b\"}", "f:1:10: no UTF-8|b|"},
        {"{\"Name\":\"\\uD800\"} {\"Name\":\"b\"}", "f:1:10: no escape of JSON|b|"},
        {"{\"__CLASS\":\"Demo_Tape\"}{\"Name\":\"b\"}", "f:1:1: 'Demo_Tape' is no class that is known here|b|"},
        {"\n {\"Nam\":\"a\"}{\"Name\":\"b\"}",
         "f:2:2: the record does not say which class it is of, and no class has all its members|b|"},
        {"{}", "f:1:1: the record does not say which class it is of, and no class has all its members|"},
        {" \n\t\n", ""},
        {"[]", ""},
        {"{\"value\":[],\"Count\":0}", ""},
        {"{\"value\":[1,2]}", "list|"}};
    mof_records_options options = {.name = "f"};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(said(cases[i][0], &options), cases[i][1]);
}

static void the_caller_says_what_no_record_says(void **state)
{
    mof_records_options disks = {.name = "f", .of = &disk}, lists = {.name = "f", .of = &list};
    (void)state;
    assert_string_equal(said("{\"Nam\":1,\"Name\":\"a\"}{\"__class\":1,\"@odata.type\":\"#x.demo_LIST\"}", &disks),
                        "a|list|");
    assert_string_equal(said("{\"value\":[{}]}", &lists), "list|"); /* the class has the property */
    assert_string_equal(said("{\"@odata.context\":\"x#Demo_Disk(Name)/$entity\",\"Name\":\"a\"}", &lists), "a|");
}

static void classes_that_a_record_may_be_of_are_counted(void **state)
{
    const mof_class *const three[] = {&disk, &list, &disk, NULL};
    static const char text[] = "{\"Name\":\"a\"}{\"value\":[1]}";
    mof_records_options options = {.name = "f"};
    mof_records *r;
    (void)state;
    for (int named = 0; named < 2; named++) {
        options.of = named ? &disk : NULL;
        assert_int_equal(mof_records_open_push(three, &options, &r, NULL), MOF_OK);
        assert_int_equal(mof_records_push(r, text, sizeof text - 1), MOF_OK);
        assert_int_equal(mof_records_next(r), named ? MOF_OK : MOF_INVALID);
        assert_string_equal(mof_records_message(r), named ? ""
                                                          : "f:1:1: the record does not say which class it is of; "
                                                            "2 classes have all its members");
        assert_int_equal(mof_records_next(r), MOF_OK);
        assert_ptr_equal(mof_records_class(r), named ? &disk : &list);
        mof_records_close(r);
    }
}

static void a_report_is_printed_with_its_places(void **state)
{
    mof_violation found[1];
    mof_report report = mof_report_of(found, 1);
    mof_arena arena = {0};
    struct disk d;
    char line[200], more[20];
    FILE *to = tmpfile();
    (void)state;
    mof_from_json(&disk, &d, mof_str_from("{\"Name\":\"a\",\n \"Size\":\"x\",\"Ready\":1}"), &arena, &report, NULL);
    mof_report_print(&report, to);
    rewind(to);
    assert_true(fgets(line, sizeof line, to) && fgets(more, sizeof more, to));
    assert_string_equal(line, "2:9: Size: 'x' is not an unsigned 64-bit integer\n");
    assert_string_equal(more, "and 1 more\n");
    fclose(to);
    mof_arena_free(&arena);
}

static void a_record_is_bounded(void **state)
{
    mof_records_options options = {.name = "f", .most = 20};
    mof_records *r;
    (void)state;
    assert_int_equal(mof_records_open_push(classes, &options, &r, NULL), MOF_OK);
    assert_int_equal(mof_records_push(r, "{\"Name\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaa", 36), MOF_OK);
    assert_int_equal(mof_records_next(r), MOF_SYNTAX);
    assert_string_equal(mof_records_message(r), "f:1:1: the record has more than 20 bytes");
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(mof_records_push(r, "aaaaaaaaaa", 10), MOF_OK);
        assert_int_equal(mof_records_next(r), MOF_MORE);
    }
    assert_int_equal(mof_records_push(r, "\"}\n{\"Name\":\"b\"}", 15), MOF_OK);
    assert_int_equal(mof_records_next(r), MOF_OK);
    assert_true(mof_records_line(r) == 2 && mof_records_column(r) == 1 && mof_records_offset(r) == 10051);
    assert_int_equal(mof_records_next(r), MOF_MORE);
    assert_int_equal(mof_records_push(r, NULL, 0), MOF_OK);
    assert_int_equal(mof_records_push(r, NULL, 0), MOF_MISUSE);
    assert_int_equal(mof_records_next(r), MOF_DONE);
    mof_records_close(r);
}

/* ---- what fails outside --------------------------------------------------------------------------------- */

struct source {
    size_t left, reads_left;
};

static ssize_t read_some(void *cookie, char *out, size_t size)
{
    static const char line[] = "{\"Name\":\"some disk\",\"Size\":\"18446744073709551615\"}\n";
    struct source *s = cookie;
    if (!s->reads_left) return errno = EIO, -1;
    s->reads_left--;
    size_t len = 0;
    for (; s->left && size - len >= sizeof line - 1; s->left--, len += sizeof line - 1)
        memcpy(out + len, line, sizeof line - 1);
    return (ssize_t)len;
}

enum { LINES = 20000 };

/* Reads all that can be read; returns why that ends. */
static enum mof_status read_source(size_t reads, size_t allocations, size_t *count)
{
    struct source source = {LINES, reads};
    mof_records *r;
    mof_error error;
    FILE *file = fopencookie(&source, "rb", (cookie_io_functions_t){.read = read_some});
    assert_non_null(file);
    *count = 0;
    allocations_left = allocations;
    enum mof_status status = mof_records_open_file(file, classes, NULL, &r, &error), last = status;
    for (; status != MOF_DONE && r; status = mof_records_next(r)) {
        *count += status == MOF_OK && mof_records_class(r);
        last = status == MOF_OK ? last : status;
    }
    mof_records_close(r);
    allocations_left = SIZE_MAX;
    fclose(file);
    return last;
}

/* What stands behind the list of an answer is no record, and bounded all the same. */
static void the_rest_of_an_answer_is_bounded(void **state)
{
    mof_records_options options = {.name = "f", .most = 20};
    mof_records *r;
    (void)state;
    assert_int_equal(mof_records_open_push(classes, &options, &r, NULL), MOF_OK);
    assert_int_equal(mof_records_push(r, "{\"value\":[{\"Name\":\"a\"}],\"x\":\"", 29), MOF_OK);
    assert_int_equal(mof_records_next(r), MOF_OK);
    assert_int_equal(mof_records_next(r), MOF_MORE);
    assert_int_equal(mof_records_push(r, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 40), MOF_OK);
    assert_int_equal(mof_records_next(r), MOF_SYNTAX);
    assert_string_equal(mof_records_message(r), "f:1:24: behind its list the answer has more than 20 bytes");
    assert_int_equal(mof_records_push(r, "\"}\n{\"Name\":\"b\"}", 15), MOF_OK);
    assert_int_equal(mof_records_next(r), MOF_OK);
    mof_records_close(r);
}

/* The record lies in the text, which a chunk moves. */
static void a_chunk_takes_the_record_away(void **state)
{
    static const char text[] = "{\"__CLASS\":\"Demo_Disk\",\"Name\":\"a\"}";
    struct disk d;
    mof_arena arena = {0};
    mof_records *r;
    (void)state;
    assert_int_equal(mof_records_open_push(classes, NULL, &r, NULL), MOF_OK);
    assert_int_equal(mof_records_push(r, text, sizeof text - 1), MOF_OK);
    assert_int_equal(mof_records_next(r), MOF_OK);
    for (int i = 0; i < 100; i++) assert_int_equal(mof_records_push(r, text, sizeof text - 1), MOF_OK);
    assert_int_equal(mof_records_json(r).len, 0);
    assert_int_equal(mof_records_class_name(r).len, 0);
    assert_int_equal(mof_from_record(&disk, &d, r, &arena, NULL, NULL), MOF_SYNTAX);
    assert_int_equal(mof_records_next(r), MOF_OK);
    assert_int_equal(mof_from_record(&disk, &d, r, &arena, NULL, NULL), MOF_OK);
    mof_arena_free(&arena);
    mof_records_close(r);
}

static void a_failing_read_is_reported_once(void **state)
{
    size_t count = 0, before = 0, failures = 0;
    (void)state;
    for (; read_source(failures, SIZE_MAX, &count) == MOF_FAILED; failures++, before = count)
        assert_true(count >= before);
    assert_true(count == LINES && failures > 10);
}

static void a_failing_allocation_is_reported_once(void **state)
{
    size_t count = 0, failures = 0;
    (void)state;
    for (; read_source(SIZE_MAX, failures, &count) == MOF_NO_MEMORY; failures++) assert_true(count < LINES);
    assert_true(count == LINES && failures >= 2);
    mof_records *r;
    mof_error error;
    for (size_t n = 0; n < 2; n++) {
        allocations_left = n;
        enum mof_status status = mof_records_open_push(classes, NULL, &r, &error);
        if (status == MOF_OK) status = mof_records_push(r, "{\"Name\":", 8);
        allocations_left = SIZE_MAX;
        assert_int_equal(status, MOF_NO_MEMORY);
        mof_records_close(r);
    }
}

static void what_cannot_be_opened_or_read_is_said(void **state)
{
    mof_records *r;
    mof_error error;
    (void)state;
    assert_int_equal(mof_records_open("tests/records/none.json", classes, NULL, &r, &error), MOF_FAILED);
    assert_non_null(strstr(error.message, "tests/records/none.json: No such file"));
    assert_null(r);
    mof_records_close(r);
    assert_int_equal(mof_records_open("tests/records", classes, NULL, &r, &error), MOF_OK);
    assert_int_equal(mof_records_next(r), MOF_FAILED);
    assert_string_equal(mof_records_message(r), "tests/records: Is a directory");
    assert_int_equal(mof_records_next(r), MOF_DONE);
    assert_int_equal(mof_records_push(r, "", 0), MOF_MISUSE);
    mof_records_close(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_form_is_read_without_a_complaint),
                                       cmocka_unit_test(a_broken_record_spoils_no_other),
                                       cmocka_unit_test(the_caller_says_what_no_record_says),
                                       cmocka_unit_test(classes_that_a_record_may_be_of_are_counted),
                                       cmocka_unit_test(a_report_is_printed_with_its_places),
                                       cmocka_unit_test(a_record_is_bounded),
                                       cmocka_unit_test(the_rest_of_an_answer_is_bounded),
                                       cmocka_unit_test(a_chunk_takes_the_record_away),
                                       cmocka_unit_test(a_failing_read_is_reported_once),
                                       cmocka_unit_test(a_failing_allocation_is_reported_once),
                                       cmocka_unit_test(what_cannot_be_opened_or_read_is_said)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
