/* Enumerations by value and by label. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/mofrt_generated.h"

static const struct mof_enum_value state_values[] = {{.label = "PENDING"},
                                                     {.value = 1, .label = "In Progress"},
                                                     {.range = true, .value = 100, .last = 200, .label = "Vendor"}};
static const struct mof_enum states = {.values = state_values, .count = 3, .type = MOF_UINT8};

static const struct mof_enum_value flag_values[] = {
    {.value = 1, .label = "A"}, {.value = 2, .label = "B"}, {.value = 8, .label = "C"}};
static const struct mof_enum flags = {.values = flag_values, .count = 3, .type = MOF_UINT32, .flags = true};

static const struct mof_enum_value low_values[] = {
    {.range = true, .value = UINT64_MAX - 4, .last = UINT64_MAX, .label = "below"},
    {.range = true, .value = 0, .last = 5, .label = "above"}};
static const struct mof_enum lows = {.values = low_values, .count = 2, .type = MOF_SINT16};

static const struct mof_enum_value text_values[] = {{.label = "One", .text = "1-x"}, {.label = "Two", .text = "2 x"}};
static const struct mof_enum texts = {.values = text_values, .count = 2, .type = MOF_STRING};

static void labels(void **state)
{
    (void)state;
    assert_string_equal(mof_enum_name(&states, 1), "In Progress");
    assert_string_equal(mof_enum_name(&states, 150), "Vendor");
    assert_null(mof_enum_name(&states, 2));
    assert_string_equal(mof_enum_name(&lows, (uint64_t)-3), "below");
    assert_string_equal(mof_enum_name(&lows, (uint64_t)3), "above");
    assert_null(mof_enum_name(&lows, (uint64_t)-6));
    assert_true(mof_enum_valid(&flags, 11));
    assert_true(mof_enum_valid(&flags, 0));
    assert_false(mof_enum_valid(&flags, 4));
    assert_string_equal(mof_enum_name_text(&texts, mof_str_from("2 x")), "Two");
    assert_null(mof_enum_name_text(&texts, mof_str_from("2 X")));
}

static void parsing(void **state)
{
    uint8_t u8 = 9;
    int16_t s16 = 9;
    uint32_t u32 = 9;
    mof_str text;
    (void)state;
    assert_true(mof_enum_parse(&states, mof_str_from(" in progress "), &u8) && u8 == 1);
    assert_true(mof_enum_parse(&states, mof_str_from("0x10"), &u8) && u8 == 16);
    assert_true(mof_enum_parse(&states, mof_str_from("0X0A"), &u8) && u8 == 10);
    assert_true(mof_enum_parse(&states, mof_str_from("0x0a"), &u8) && u8 == 10);
    assert_false(mof_enum_parse(&states, mof_str_from("256"), &u8));
    assert_false(mof_enum_parse(&states, mof_str_from("-1"), &u8));
    assert_false(mof_enum_parse(&states, mof_str_from("Vendor"), &u8));
    assert_false(mof_enum_parse(&states, mof_str_from(""), &u8));
    assert_true(mof_enum_parse(&lows, mof_str_from("-7"), &s16) && s16 == -7);
    assert_false(mof_enum_parse(&lows, mof_str_from("-40000"), &s16));
    assert_true(mof_enum_parse(&flags, mof_str_from("A | c|0x40"), &u32) && u32 == 0x49);
    assert_false(mof_enum_parse(&flags, mof_str_from("A | X"), &u32));
    assert_true(mof_enum_parse_text(&texts, mof_str_from("one"), &text) && mof_str_is(text, "1-x"));
    assert_true(mof_enum_parse_text(&texts, mof_str_from("2 x"), &text) && mof_str_is(text, "2 x"));
    assert_false(mof_enum_parse_text(&texts, mof_str_from("3"), &text));
    assert_true(mof_str_is(text, "2 x")); /* left alone */
}

static void flags_as_text(void **state)
{
    char out[32];
    (void)state;
    assert_int_equal(mof_enum_format(&flags, 9, out, sizeof out), 5);
    assert_string_equal(out, "A | C");
    mof_enum_format(&flags, 0x42, out, sizeof out);
    assert_string_equal(out, "B | 0x40");
    mof_enum_format(&flags, 0, out, sizeof out);
    assert_string_equal(out, "0");
    assert_int_equal(mof_enum_format(&flags, 11, out, 4), 9);
    assert_string_equal(out, "A |");
    assert_int_equal(mof_enum_format(&flags, 11, NULL, 0), 9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(labels), cmocka_unit_test(parsing),
                                       cmocka_unit_test(flags_as_text)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
