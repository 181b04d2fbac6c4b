/* JSON to structs and back: widths, labels, bytes, embedded objects, and what does not fit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/mofrt.h"

struct node {
    uint64_t Big;
    int8_t Small;
    uint32_t State;
    mof_uint8_array Bytes;
    mof_str_array Names;
    double Real;
    mof_datetime When;
    const struct node *Next;
    uint32_t present[1];
};

static const struct mof_enum_value values[] = {{0, 0, "Idle", NULL}, {1, 1, "At Work", NULL}};
static const struct mof_enum states = {"Node.State", values, 2, MOF_UINT32, 0, 0};
static const struct mof_class node_class;
static const struct mof_property properties[] = {
    {"Big", offsetof(struct node, Big), MOF_KEY, MOF_UINT64, NULL, NULL, 0, 0},
    {"Small", offsetof(struct node, Small), 0, MOF_SINT8, NULL, NULL, 0, 0},
    {"State", offsetof(struct node, State), 0, MOF_UINT32, &states, NULL, 0, 0},
    {"Bytes", offsetof(struct node, Bytes), MOF_ARRAY, MOF_UINT8, NULL, NULL, 0, 0},
    {"Names", offsetof(struct node, Names), MOF_ARRAY, MOF_STRING, NULL, NULL, 0, 0},
    {"Real", offsetof(struct node, Real), 0, MOF_REAL64, NULL, NULL, 0, 0},
    {"When", offsetof(struct node, When), 0, MOF_DATETIME, NULL, NULL, 0, 0},
    {"Next", offsetof(struct node, Next), 0, MOF_CLASS, NULL, &node_class, 0, 0}};

static size_t validate(const void *object, int mode, struct mof_report *r)
{
    const struct node *o = object;
    struct mof_check c = mof_check_begin(&node_class, o, mode, r);
    mof_check_rows(&c, o, 0, 8);
    return c.found;
}

static const struct mof_class node_class = {"Node", properties, 8, offsetof(struct node, present), sizeof(struct node),
                                            NULL,   validate};

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
        struct mof_report report = {0};
        assert_true(mof_json_read(&node_class, mof_str_from(texts[i]), &n, &arena, &report, NULL));
        assert_int_equal(report.count, 0);
        assert_true(mof_json_write(&node_class, &n, &arena, &out));
        assert_string_equal(out.at, texts[i]);
        mof_arena_free(&arena);
    }
}

static void other_spellings_are_read(void **state)
{
    mof_arena arena = {0};
    struct node n;
    struct mof_report report = {0};
    const char *text =
        "{\"@odata.id\":1,\"BIG\":18446744073709551615,\"state\":\"at work\",\"Bytes\":[1,255],\"Small\":\"-5\","
        "\"When\":\"2024-05-01T10:00:00Z\",\"Real\":3,\"Next\":null}";
    (void)state;
    assert_true(mof_json_read(&node_class, mof_str_from(text), &n, &arena, &report, NULL));
    assert_int_equal(report.count, 0);
    assert_true(n.Big == UINT64_MAX && n.State == 1 && n.Bytes.count == 2 && n.Bytes.items[1] == 255 && n.Small == -5);
    assert_false(mof_present(&node_class, &n, 7));
    mof_arena_free(&arena);
}

static void what_does_not_fit_is_told_and_left_out(void **state)
{
    static const struct {
        const char *text;
        enum mof_rule rule;
        bool warning;
    } cases[] = {{"{\"Small\":128}", MOF_RULE_TOO_LARGE, false},
                 {"{\"Small\":-129}", MOF_RULE_TOO_SMALL, false},
                 {"{\"Small\":\"x\"}", MOF_RULE_WRONG_TYPE, false},
                 {"{\"Big\":-1}", MOF_RULE_TOO_SMALL, false},
                 {"{\"Big\":1.5}", MOF_RULE_WRONG_TYPE, false},
                 {"{\"State\":\"Lost\"}", MOF_RULE_UNKNOWN_VALUE, false},
                 {"{\"When\":\"20240230000000.000000+000\"}", MOF_RULE_BAD_DATETIME, false},
                 {"{\"Bytes\":\"A\"}", MOF_RULE_WRONG_TYPE, false},
                 {"{\"Names\":[\"a\",1]}", MOF_RULE_WRONG_TYPE, false},
                 {"{\"Next\":[]}", MOF_RULE_WRONG_TYPE, false},
                 {"{\"What\":1}", MOF_RULE_UNKNOWN_PROPERTY, true},
                 {"{\"Small\":1,\"small\":2}", MOF_RULE_DUPLICATE_PROPERTY, false},
                 {"{\"Small\":1,\"Small\":2}", MOF_RULE_DUPLICATE_PROPERTY, false}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mof_arena arena = {0};
        struct node n;
        struct mof_violation v;
        struct mof_report report = {&v, 1, 0, 0};
        char words[200];
        assert_true(mof_json_read(&node_class, mof_str_from(cases[i].text), &n, &arena, &report, NULL));
        assert_int_equal(report.count, 1);
        assert_int_equal(v.rule, cases[i].rule);
        assert_int_equal(v.warning, cases[i].warning);
        assert_true(mof_violation_format(&v, false, words, sizeof words) < sizeof words);
        mof_arena_free(&arena);
    }
}

static void no_object_is_an_error(void **state)
{
    static const char *const texts[] = {"", "[]", "{", "{\"a\":}", "{\"Big\":1}x", "nul"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        mof_arena arena = {0};
        struct node n;
        struct mof_error error = {0};
        assert_false(mof_json_read(&node_class, mof_str_from(texts[i]), &n, &arena, NULL, &error));
        assert_true(error.message[0]);
        mof_arena_free(&arena);
    }
}

static void nesting_is_bounded(void **state)
{
    mof_arena arena = {0};
    struct node n, ring = {.present = {1u << 7 | 1}};
    char text[2000] = "";
    struct mof_report report = {0};
    mof_str out;
    (void)state;
    for (int i = 0; i < 100; i++) strcat(text, "{\"Next\":");
    strcat(text, "{}");
    for (int i = 0; i < 100; i++) strcat(text, "}");
    assert_true(mof_json_read(&node_class, mof_str_from(text), &n, &arena, &report, NULL));
    assert_int_equal(report.errors, 1);
    ring.Next = &ring;
    assert_true(mof_validate(&node_class, &ring, MOF_MIRROR, &report) >= 1);
    assert_false(mof_json_write(&node_class, &ring, &arena, &out));
    mof_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(round_trips), cmocka_unit_test(other_spellings_are_read),
                                       cmocka_unit_test(what_does_not_fit_is_told_and_left_out),
                                       cmocka_unit_test(no_object_is_an_error), cmocka_unit_test(nesting_is_bounded)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
