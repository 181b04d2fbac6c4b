/* JSON to structs and back: widths, labels, bytes, embedded objects, and what does not fit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "failing_malloc.h"
#include "runtime/mofrt_generated.h"

struct node {
    uint64_t Big;
    int8_t Small;
    uint32_t State;
    mof_uint8_array Bytes;
    mof_str_array Names;
    double Real;
    mof_datetime When;
    const struct node *Next;
    float Ratio;
    mof_ref Writer;
    mof_str Title;
    mof_str Color;
    struct {
        bool Big, Small, State, Bytes, Names, Real, When, Next, Ratio, Writer, Title, Color;
    } has;
};

static const struct mof_enum_value values[] = {{.label = "Idle"}, {.value = 1, .label = "At Work"}};
static const struct mof_enum states = {.values = values, .count = 2, .type = MOF_UINT32};
static const struct mof_enum_value color_values[] = {{.label = "Dark Red", .text = "r2"},
                                                     {.label = "Red", .text = "r1"}};
static const struct mof_enum colors = {.values = color_values, .count = 2, .type = MOF_STRING, .open = true};
static const mof_class node_class;
#define AT(member) .name = #member, .offset = offsetof(struct node, member)
static const struct mof_property properties[] = {{AT(Big), .type = MOF_UINT64, .flags = MOF_KEY},
                                                 {AT(Small), .type = MOF_SINT8},
                                                 {AT(State), .type = MOF_UINT32, .values = &states},
                                                 {AT(Bytes), .type = MOF_UINT8, .flags = MOF_ARRAY},
                                                 {AT(Names), .type = MOF_STRING, .flags = MOF_ARRAY},
                                                 {AT(Real), .type = MOF_REAL64},
                                                 {AT(When), .type = MOF_DATETIME},
                                                 {AT(Next), .type = MOF_CLASS, .embedded = &node_class},
                                                 {AT(Ratio), .type = MOF_REAL32},
                                                 {AT(Writer), .type = MOF_REFERENCE},
                                                 {AT(Title), .type = MOF_STRING},
                                                 {AT(Color), .type = MOF_STRING, .values = &colors}};
static const mof_class node_class = {.name = "Node",
                                     .properties = properties,
                                     .count = 12,
                                     .size = sizeof(struct node),
                                     .has = offsetof(struct node, has),
                                     .abi = &mofrt_abi_3};

static void round_trips(void **state)
{
    static const char *const texts[] = {"{}",
                                        "{\"Big\":\"18446744073709551615\",\"Small\":-128}",
                                        "{\"Big\":9007199254740992}",
                                        "{\"Bytes\":\"AAEC/w==\",\"Names\":[\"a\\\"b\",\"\",\"\\u0001\"]}",
                                        "{\"Real\":0.1}",
                                        "{\"Real\":-0.0}",
                                        "{\"When\":\"20240229000000.000000+***\"}",
                                        "{\"Next\":{\"Big\":1,\"Next\":{\"State\":1}}}"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        mof_arena arena = {0};
        struct node n;
        mof_str out;
        mof_report report = {0};
        assert_int_equal(mof_from_json(&node_class, &n, mof_str_from(texts[i]), &arena, &report, NULL), MOF_OK);
        assert_int_equal(report.count, 0);
        assert_int_equal(mof_to_json(&node_class, &n, &out, &arena, NULL), MOF_OK);
        assert_string_equal(out.at, texts[i]);
        mof_arena_free(&arena);
    }
}

/* Longer than the room that a writer begins with, several times. */
static void long_objects_are_written_whole(void **state)
{
    mof_arena arena = {0};
    mof_str names[1000], out;
    struct node n = {.Names = {names, 1000}}, again;
    char expected[16 * 1000 + 16] = "{\"Names\":[";
    (void)state;
    for (size_t i = 0, at = strlen(expected); i < 1000; i++) {
        at += (size_t)sprintf(expected + at, "%s\"name %zu\"", i ? "," : "", i);
        if (i == 999) strcpy(expected + at, "]}");
    }
    for (size_t i = 0; i < 1000; i++) {
        char name[16];
        int len = sprintf(name, "name %zu", i);
        assert_true(mof_arena_str(&arena, name, (size_t)len, &names[i]));
    }
    n.has.Names = true;
    assert_int_equal(mof_to_json(&node_class, &n, &out, &arena, NULL), MOF_OK);
    assert_string_equal(out.at, expected);
    assert_int_equal(mof_from_json(&node_class, &again, out, &arena, NULL, NULL), MOF_OK);
    assert_true(mof_equal(&node_class, &n, &again));
    mof_arena_free(&arena);
}

static void other_spellings_are_read(void **state)
{
    mof_arena arena = {0};
    struct node n;
    mof_report report = {0};
    const char *text =
        "{\"@odata.id\":1,\"BIG\":18446744073709551615,\"state\":\"at work\",\"Bytes\":[1,255],\"Small\":\"-5\","
        "\"When\":\"2024-05-01T10:00:00Z\",\"Real\":3,\"Next\":null}";
    (void)state;
    assert_int_equal(mof_from_json(&node_class, &n, mof_str_from(text), &arena, &report, NULL), MOF_OK);
    assert_int_equal(report.count, 0);
    assert_true(n.Big == UINT64_MAX && n.State == 1 && n.Bytes.count == 2 && n.Bytes.items[1] == 255 && n.Small == -5);
    assert_false(n.has.Next);
    mof_arena_free(&arena);
}

static void what_does_not_fit_is_told_and_left_out(void **state)
{
    static const struct {
        const char *text;
        enum mof_rule rule;
        const char *words;
    } cases[] = {{"{\"Small\":128}", MOF_RULE_TOO_LARGE, "Small: 128 is above the greatest value 127"},
                 {"{\"Small\":-129}", MOF_RULE_TOO_SMALL, "Small: -129 is below the least value -128"},
                 {"{\"Small\":\"x\"}", MOF_RULE_WRONG_TYPE, "Small: 'x' is not an 8-bit integer"},
                 {"{\"Small\":true}", MOF_RULE_WRONG_TYPE, "Small: true is not an 8-bit integer"},
                 {"{\"Big\":-1}", MOF_RULE_TOO_SMALL, "Big: -1 is below the least value 0"},
                 {"{\"Big\":1.5}", MOF_RULE_WRONG_TYPE, "Big: 1.5 is not an unsigned 64-bit integer"},
                 {"{\"State\":\"Lost\"}", MOF_RULE_UNKNOWN_VALUE, "State: 'Lost' is none of the values it can take"},
                 {"{\"When\":\"20240230000000.000000+000\"}", MOF_RULE_BAD_DATETIME,
                  "When: '20240230000000.000000+000' is no date, time or interval"},
                 {"{\"When\":20240230}", MOF_RULE_WRONG_TYPE, "When: 20240230 is not a datetime's text"},
                 {"{\"Bytes\":\"***\"}", MOF_RULE_WRONG_TYPE, "Bytes: '***' is not base64 or an array of bytes"},
                 {"{\"Bytes\":[1,\"b\"]}", MOF_RULE_WRONG_TYPE, "Bytes[1]: 'b' is not an unsigned 8-bit integer"},
                 {"{\"Names\":[\"a\",1]}", MOF_RULE_WRONG_TYPE, "Names[1]: 1 is not a string"},
                 {"{\"Names\":[null]}", MOF_RULE_WRONG_TYPE, "Names[0]: null is not a string"},
                 {"{\"Names\":\"a\"}", MOF_RULE_WRONG_TYPE, "Names: 'a' is not an array"},
                 {"{\"Next\":[]}", MOF_RULE_WRONG_TYPE, "Next: an array is not an object"},
                 {"{\"Ratio\":1e39}", MOF_RULE_TOO_LARGE, "Ratio: 1e+39 is above the greatest value 3.40282e+38"},
                 {"{\"Ratio\":\"much\"}", MOF_RULE_WRONG_TYPE, "Ratio: 'much' is not a number"},
                 {"{\"Writer\":5}", MOF_RULE_WRONG_TYPE, "Writer: 5 is not an object path"},
                 {"{\"Title\":7}", MOF_RULE_WRONG_TYPE, "Title: 7 is not a string"},
                 {"{\"Title\":{\"a\":1}}", MOF_RULE_WRONG_TYPE, "Title: an object is not a string"},
                 {"{\"What\":1}", MOF_RULE_UNKNOWN_PROPERTY, "What: is no property of this class"},
                 {"{\"Small\":1,\"small\":2}", MOF_RULE_DUPLICATE_PROPERTY, "Small: is given twice"},
                 {"{\"Small\":1,\"Small\":2}", MOF_RULE_DUPLICATE_PROPERTY, "Small: is given twice"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mof_arena arena = {0};
        struct node n;
        mof_violation v;
        mof_report report = mof_report_of(&v, 1);
        char words[200];
        assert_int_equal(mof_from_json(&node_class, &n, mof_str_from(cases[i].text), &arena, &report, NULL), MOF_OK);
        assert_int_equal(report.count, 1);
        assert_int_equal(v.rule, cases[i].rule);
        assert_int_equal(v.warning, v.rule == MOF_RULE_UNKNOWN_PROPERTY);
        assert_true(mof_violation_format(&v, false, words, sizeof words) < sizeof words);
        assert_string_equal(words, cases[i].words);
        mof_arena_free(&arena);
    }
}

static void numbers_are_read_from_their_own_digits(void **state)
{
    static const struct {
        const char *text;
        uint64_t big;
        const char *words; /* of what is wrong */
    } cases[] = {
        {"1.5e1", 15, NULL},
        {"12000E-3", 12, NULL},
        {"1.80e19", UINT64_C(18000000000000000000), NULL},
        {"0.0e99999999999999999999", 0, NULL},
        {"18446744073709551615", UINT64_MAX, NULL},
        {"\"00018446744073709551615\"", UINT64_MAX, NULL},
        {"18446744073709551616", 0, "Big: 18446744073709551616 is above the greatest value 18446744073709551615"},
        {"1e400", 0, "Big: 1e400 is above the greatest value 18446744073709551615"},
        {"-9223372036854775809", 0, "Big: -9223372036854775809 is below the least value 0"},
        {"1.5", 0, "Big: 1.5 is not an unsigned 64-bit integer"},
        {"0.100000000000000000000000000000000001", 0,
         "Big: 0.100000000000000000000000000000000001 is not an unsigned 64-bit integer"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mof_arena arena = {0};
        struct node n;
        mof_violation v;
        mof_report report = mof_report_of(&v, 1);
        char text[100], words[200];
        snprintf(text, sizeof text, "{\"Big\":%s}", cases[i].text);
        assert_int_equal(mof_from_json(&node_class, &n, mof_str_from(text), &arena, &report, NULL), MOF_OK);
        assert_int_equal(report.count, cases[i].words != NULL);
        assert_true(n.Big == cases[i].big);
        if (cases[i].words) {
            mof_violation_format(&v, false, words, sizeof words);
            assert_string_equal(words, cases[i].words);
        }
        mof_arena_free(&arena);
    }
}

static void reals_are_rounded_as_the_c_library_does(void **state)
{
    static const char *const texts[] = {"0.1",
                                        "-2.5e-3",
                                        "3",
                                        "1e22",
                                        "1e23",
                                        "9007199254740993",
                                        "123456789012345678901234567890",
                                        "1.7976931348623157e308",
                                        "4.9e-324",
                                        "0.30000000000000004",
                                        "1e-400",
                                        "-0.0",
                                        "2.2250738585072011e-308"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        mof_arena arena = {0};
        struct node n;
        char text[100];
        double want = strtod(texts[i], NULL);
        snprintf(text, sizeof text, "{\"Real\":%s}", texts[i]);
        assert_int_equal(mof_from_json(&node_class, &n, mof_str_from(text), &arena, NULL, NULL), MOF_OK);
        assert_memory_equal(&n.Real, &want, sizeof want);
        mof_arena_free(&arena);
    }
}

static void moments_of_other_programs_are_read(void **state)
{
    static const char *const cases[][2] = {
        {"\"\\/Date(1700000000000)\\/\"", "20231114221320.000000+000"},
        {"\"/Date(1700000000123+0100)/\"", "20231114221320.123000+000"},
        {"\"/Date(-62135596800000)/\"", "00010101000000.000000+000"},
        {"\"2023-11-14T23:13:20.1234567+01:00\"", "20231114231320.123456+060"},
        {"{\"value\":\"\\/Date(1700000000000)\\/\",\"DisplayHint\":2,\"DateTime\":\"Tuesday\"}",
         "20231114221320.000000+000"},
        {"{\"Ticks\":937840000000,\"Days\":1,\"TotalDays\":1.0854629629629628}", "00000001020304.000000:000"},
        {"\"/Date(99999999999999999)/\"", NULL},
        {"\"/Date(1x)/\"", NULL},
        {"\"/Date()/\"", NULL},
        {"{\"Ticks\":\"many\"}", NULL},
        {"{\"Ticks\":-1}", NULL}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mof_arena arena = {0};
        struct node n;
        mof_report report = {0};
        char text[200], date[MOF_DATETIME_ROOM];
        snprintf(text, sizeof text, "{\"When\":%s}", cases[i][0]);
        assert_int_equal(mof_from_json(&node_class, &n, mof_str_from(text), &arena, &report, NULL), MOF_OK);
        assert_int_equal(report.count, cases[i][1] == NULL);
        assert_int_equal(n.has.When, cases[i][1] != NULL);
        if (cases[i][1] && mof_datetime_format(&n.When, date)) assert_string_equal(date, cases[i][1]);
        mof_arena_free(&arena);
    }
}

static void a_label_of_strings_becomes_its_value(void **state)
{
    mof_arena arena = {0};
    struct node n;
    mof_str out;
    (void)state;
    assert_int_equal(mof_from_json(&node_class, &n, mof_str_from("{\"Color\":\"DARK red\"}"), &arena, NULL, NULL),
                     MOF_OK);
    assert_true(mof_str_is(n.Color, "r2"));
    assert_int_equal(mof_to_json(&node_class, &n, &out, &arena, NULL), MOF_OK);
    assert_string_equal(out.at, "{\"Color\":\"r2\"}");
    assert_int_equal(mof_from_json(&node_class, &n, mof_str_from("{\"Color\":\"blue\"}"), &arena, NULL, NULL), MOF_OK);
    assert_true(mof_str_is(n.Color, "blue"));
    mof_arena_free(&arena);
}

static void a_violation_has_its_line_and_column(void **state)
{
    mof_arena arena = {0};
    struct node n;
    mof_violation v[4];
    mof_report report = mof_report_of(v, 4);
    const char *text = "\xEF\xBB\xBF{\"Title\": \"\xC3\xA4\", \"Small\": 1000,\n  \"Small\" : null,\n  \"Next\": {\n   "
                       " \"Big\": -1, \"Small\": 7},\n"
                       "\"Names\": [\"a\",\n 5] }";
    (void)state;
    assert_int_equal(mof_from_json(&node_class, &n, mof_str_from(text), &arena, &report, NULL), MOF_OK);
    assert_int_equal(report.count, 4);
    assert_true(v[0].line == 1 && v[0].column == 25);
    assert_true(v[1].rule == MOF_RULE_DUPLICATE_PROPERTY && v[1].line == 2 && v[1].column == 3);
    assert_true(v[2].line == 4 && v[2].column == 12);
    assert_true(v[3].line == 6 && v[3].column == 2);
    assert_true(n.has.Next && !n.Next->has.Big && n.Next->Small == 7); /* what is embedded is not lost with a member */
    mof_arena_free(&arena);
}

static void what_others_add_is_no_property(void **state)
{
    mof_arena arena = {0};
    struct node n;
    mof_report report = {0};
    const char *text = "{\"__CLASS\":\"Node\",\"CimClass\":{\"a\":[1,{}]},\"PSComputerName\":null,\"Big@odata.type\":"
                       "\"#Int64\",\"Names\":"
                       "{\"value\":[\"a\",\"b\"],\"Count\":2},\"Next\":{\"Path\":{},\"Big\":1},\"Properties\":[]}";
    (void)state;
    assert_int_equal(mof_from_json(&node_class, &n, mof_str_from(text), &arena, &report, NULL), MOF_OK);
    assert_int_equal(report.count, 0);
    assert_true(n.Names.count == 2 && mof_str_is(n.Names.items[1], "b") && n.Next->Big == 1);
    mof_arena_free(&arena);
}

static void a_violation_tells_the_way_to_its_value(void **state)
{
    mof_arena arena = {0};
    struct node n;
    mof_violation v;
    mof_report report = mof_report_of(&v, 1);
    char words[100];
    (void)state;
    assert_int_equal(mof_from_json(&node_class, &n, mof_str_from("{\"Next\":{\"Next\":{\"Names\":[\"a\",1]}}}"), &arena,
                                   &report, NULL),
                     MOF_OK);
    assert_int_equal(report.count, 1);
    assert_int_equal(v.depth, 2);
    mof_violation_format(&v, false, words, sizeof words);
    assert_string_equal(words, "Next.Next.Names[1]: 1 is not a string");
    mof_arena_free(&arena);
}

static void objects_are_compared_copied_and_printed(void **state)
{
    static const char *const others[] = {"{\"Big\":1}", "{}",
                                         "{\"Big\":1,\"State\":1,\"Names\":[\"a\"],\"Next\":{\"Big\":3}}",
                                         "{\"Big\":1,\"State\":1,\"Names\":[\"b\"],\"Next\":{\"Big\":2}}"};
    mof_arena arena = {0}, copies = {0};
    struct node n, other, copy, ring = {.has = {.Next = true}};
    mof_str text;
    mof_error error;
    const char *json = "{\"Big\":1,\"State\":1,\"Names\":[\"a\"],\"Next\":{\"Big\":2}}";
    (void)state;
    assert_int_equal(mof_from_json(&node_class, &n, mof_str_from(json), &arena, NULL, NULL), MOF_OK);
    assert_true(mof_equal(&node_class, &n, &n));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        assert_int_equal(mof_from_json(&node_class, &other, mof_str_from(others[i]), &arena, NULL, NULL), MOF_OK);
        assert_false(mof_equal(&node_class, &n, &other));
    }
    assert_int_equal(mof_copy(&node_class, &copy, &n, &copies, &error), MOF_OK);
    mof_arena_free(&arena);
    assert_int_equal(mof_to_json(&node_class, &copy, &text, &copies, NULL), MOF_OK);
    assert_string_equal(text.at, json);
    assert_int_equal(mof_print(&node_class, &copy, &text, &copies, &error), MOF_OK);
    assert_string_equal(text.at, "Node\n  Big: 1\n  State: 1 (At Work)\n  Names: [\"a\"]\n  Next: {\"Big\":2}\n");
    ring.Next = &ring;
    assert_int_equal(mof_copy(&node_class, &copy, &ring, &copies, &error), MOF_INVALID);
    mof_arena_free(&copies);
}

/* The n-th allocation fails: then there is no memory, and the text is never said to be broken or read as another. */
static void a_failed_allocation_is_no_broken_json(void **state)
{
    static char json[20000] = "{\"Big\":\"18446744073709551615\",\"Title\":\"\\u0041";
    size_t failures = 0;
    mof_error error;
    (void)state;
    memset(json + strlen(json), 'x', 6000);
    strcat(json, "\",\"Real\":123456789012345678901234567890,\"Small\":1000,\"Names\":[\"");
    memset(json + strlen(json), 'y', 6000);
    strcat(json, "\",\"b\"],\"Next\":{\"State\":\"at work\"}}");
    for (enum mof_status status = MOF_NO_MEMORY; status != MOF_OK; failures++) {
        mof_arena arena = {0};
        struct node node;
        mof_report report = {0};
        allocations_left = failures;
        status = mof_from_json(&node_class, &node, mof_str_from(json), &arena, &report, &error);
        allocations_left = SIZE_MAX;
        if (status == MOF_OK) assert_true(node.Title.len == 6001 && node.Names.count == 2 && node.Next->State == 1);
        else
            assert_true(status == MOF_NO_MEMORY && report.count == 0 && !node.has.Big &&
                        strstr(error.message, "memory"));
        mof_arena_free(&arena);
    }
    assert_true(failures > 2);
}

static void no_object_is_an_error(void **state)
{
    static const char *const texts[] = {"", "[]", "{", "{\"a\":}", "{\"Big\":1}x", "nul"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        mof_arena arena = {0};
        struct node n;
        mof_error error = {0};
        assert_int_equal(mof_from_json(&node_class, &n, mof_str_from(texts[i]), &arena, NULL, &error), MOF_SYNTAX);
        assert_true(error.message[0]);
        mof_arena_free(&arena);
    }
}

static void nesting_is_bounded(void **state)
{
    mof_arena arena = {0};
    struct node n, ring = {.has = {.Big = true, .Next = true}};
    char text[2000] = "";
    mof_report report = {0};
    mof_str out;
    (void)state;
    for (int i = 0; i < 100; i++) strcat(text, "{\"Next\":");
    strcat(text, "{}");
    for (int i = 0; i < 100; i++) strcat(text, "}");
    assert_int_equal(mof_from_json(&node_class, &n, mof_str_from(text), &arena, &report, NULL), MOF_OK);
    assert_int_equal(report.errors, 1);
    ring.Next = &ring;
    assert_true(mof_validate(&node_class, &ring, MOF_MIRROR, &report) >= 1);
    mof_error error;
    assert_int_equal(mof_to_json(&node_class, &ring, &out, &arena, &error), MOF_INVALID);
    assert_non_null(strstr(error.message, "Next"));
    mof_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(round_trips),
                                       cmocka_unit_test(long_objects_are_written_whole),
                                       cmocka_unit_test(other_spellings_are_read),
                                       cmocka_unit_test(what_does_not_fit_is_told_and_left_out),
                                       cmocka_unit_test(numbers_are_read_from_their_own_digits),
                                       cmocka_unit_test(reals_are_rounded_as_the_c_library_does),
                                       cmocka_unit_test(moments_of_other_programs_are_read),
                                       cmocka_unit_test(a_label_of_strings_becomes_its_value),
                                       cmocka_unit_test(a_violation_has_its_line_and_column),
                                       cmocka_unit_test(what_others_add_is_no_property),
                                       cmocka_unit_test(a_failed_allocation_is_no_broken_json),
                                       cmocka_unit_test(no_object_is_an_error),
                                       cmocka_unit_test(objects_are_compared_copied_and_printed),
                                       cmocka_unit_test(a_violation_tells_the_way_to_its_value),
                                       cmocka_unit_test(nesting_is_bounded)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
