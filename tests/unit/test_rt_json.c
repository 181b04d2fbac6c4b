/* JSON to structs and back: widths, labels, bytes, embedded objects, and what does not fit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <jansson.h>
#include <stdlib.h>

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
    struct {
        bool Big, Small, State, Bytes, Names, Real, When, Next, Ratio, Writer, Title;
    } has;
};

static const struct mof_enum_value values[] = {{.label = "Idle"}, {.value = 1, .label = "At Work"}};
static const struct mof_enum states = {.values = values, .count = 2, .type = MOF_UINT32};
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
                                                 {AT(Title), .type = MOF_STRING}};
static const mof_class node_class = {.name = "Node",
                                     .properties = properties,
                                     .count = 11,
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

/* The n-th allocation of the parser fails: then there is no memory, and the text is never said to be broken or read as
 * another. */
static size_t allocations_left;

static void *failing_malloc(size_t size) { return allocations_left-- ? malloc(size) : (allocations_left = 0, NULL); }

static void a_failed_allocation_is_no_broken_json(void **state)
{
    static const char json[] =
        "{\"Big\":\"18446744073709551615\",\"Names\":[\"a name that is longer than the first room of a "
        "buffer\",\"b\"],\"Next\":{\"State\":\"at work\"}}";
    size_t failures = 0;
    mof_arena arena = {0};
    (void)state;
    json_set_alloc_funcs(failing_malloc, free);
    for (size_t n = 0;; n++) {
        struct node node;
        mof_str text;
        allocations_left = n;
        enum mof_status status = mof_from_json(&node_class, &node, mof_str_from(json), &arena, NULL, NULL);
        if (status != MOF_OK) {
            assert_int_equal(status, MOF_NO_MEMORY);
            failures++;
            continue;
        }
        allocations_left = SIZE_MAX;
        assert_int_equal(mof_to_json(&node_class, &node, &text, &arena, NULL), MOF_OK);
        assert_string_equal(text.at,
                            "{\"Big\":\"18446744073709551615\",\"Names\":[\"a name that is longer than the first room "
                            "of a buffer\",\"b\"],\"Next\":{\"State\":1}}");
        break;
    }
    json_set_alloc_funcs(malloc, free);
    assert_true(failures > 10);
    mof_arena_free(&arena);
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
                                       cmocka_unit_test(other_spellings_are_read),
                                       cmocka_unit_test(what_does_not_fit_is_told_and_left_out),
                                       cmocka_unit_test(no_object_is_an_error),
                                       cmocka_unit_test(a_failed_allocation_is_no_broken_json),
                                       cmocka_unit_test(objects_are_compared_copied_and_printed),
                                       cmocka_unit_test(a_violation_tells_the_way_to_its_value),
                                       cmocka_unit_test(nesting_is_bounded)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
