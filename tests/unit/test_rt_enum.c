/* Enumerations by value and by label. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/mofrt.h"

static const struct mof_enum_value state_values[] = {
    {0, 0, "PENDING", NULL}, {1, 1, "In Progress", NULL}, {100, 200, "Vendor", NULL}};
static const struct mof_enum states = {"A.State", state_values, 3, MOF_UINT8, 0, 0};

static const struct mof_enum_value flag_values[] = {{1, 1, "A", NULL}, {2, 2, "B", NULL}, {8, 8, "C", NULL}};
static const struct mof_enum flags = {"A.Flags", flag_values, 3, MOF_UINT32, 1, 0};

static const struct mof_enum_value low_values[] = {{UINT64_MAX - 4, UINT64_MAX, "below", NULL}, {0, 5, "above", NULL}};
static const struct mof_enum lows = {"A.Low", low_values, 2, MOF_SINT16, 0, 0};

static const struct mof_enum_value text_values[] = {{0, 0, "One", "1-x"}, {0, 0, "Two", "2 x"}};
static const struct mof_enum texts = {"A.Text", text_values, 2, MOF_STRING, 0, 0};

static void labels(void **state)
{
    (void)state;
    assert_string_equal(mof_enum_label(&states, 1), "In Progress");
    assert_string_equal(mof_enum_label(&states, 150), "Vendor");
    assert_null(mof_enum_label(&states, 2));
    assert_string_equal(mof_enum_label_signed(&lows, -3), "below");
    assert_string_equal(mof_enum_label_signed(&lows, 3), "above");
    assert_null(mof_enum_label_signed(&lows, -6));
    assert_true(mof_enum_known(&flags, 11));
    assert_true(mof_enum_known(&flags, 0));
    assert_false(mof_enum_known(&flags, 4));
    assert_string_equal(mof_enum_label_text(&texts, mof_str_from("2 x")), "Two");
    assert_null(mof_enum_label_text(&texts, mof_str_from("2 X")));
}

static void parsing(void **state)
{
    uint8_t u8 = 9;
    int16_t s16 = 9;
    uint32_t u32 = 9;
    mof_str text;
    (void)state;
    assert_true(mof_enum_parse_uint8(&states, mof_str_from(" in progress "), &u8) && u8 == 1);
    assert_true(mof_enum_parse_uint8(&states, mof_str_from("0x10"), &u8) && u8 == 16);
    assert_false(mof_enum_parse_uint8(&states, mof_str_from("256"), &u8));
    assert_false(mof_enum_parse_uint8(&states, mof_str_from("-1"), &u8));
    assert_false(mof_enum_parse_uint8(&states, mof_str_from("Vendor"), &u8));
    assert_false(mof_enum_parse_uint8(&states, mof_str_from(""), &u8));
    assert_true(mof_enum_parse_sint16(&lows, mof_str_from("-7"), &s16) && s16 == -7);
    assert_false(mof_enum_parse_sint16(&lows, mof_str_from("-40000"), &s16));
    assert_true(mof_enum_parse_uint32(&flags, mof_str_from("A | c|0x40"), &u32) && u32 == 0x49);
    assert_false(mof_enum_parse_uint32(&flags, mof_str_from("A | X"), &u32));
    assert_true(mof_enum_parse_text(&texts, mof_str_from("one"), &text) && mof_str_is(text, "1-x"));
    assert_true(mof_enum_parse_text(&texts, mof_str_from("2 x"), &text) && mof_str_is(text, "2 x"));
    assert_false(mof_enum_parse_text(&texts, mof_str_from("3"), &text));
}

static void flags_as_text(void **state)
{
    char out[32];
    (void)state;
    assert_int_equal(mof_flags_format(&flags, 9, out, sizeof out), 5);
    assert_string_equal(out, "A | C");
    mof_flags_format(&flags, 0x42, out, sizeof out);
    assert_string_equal(out, "B | 0x40");
    mof_flags_format(&flags, 0, out, sizeof out);
    assert_string_equal(out, "0");
    assert_int_equal(mof_flags_format(&flags, 11, out, 4), 9);
    assert_string_equal(out, "A |");
    assert_int_equal(mof_flags_format(&flags, 11, NULL, 0), 9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(labels), cmocka_unit_test(parsing),
                                       cmocka_unit_test(flags_as_text)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
