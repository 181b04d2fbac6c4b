/* CIM datetimes: what is a date, what survives a round trip, and when two can be ordered. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/mofrt.h"

static void survive_a_round_trip(void **state)
{
    static const char *const texts[] = {
        "19900101000000.000000+***", "20240229235959.999999+000", "20240229235959.999999-000",
        "20000229000000.000000+060", "00000101000000.000000-999", "99991231235959.999999+999",
        "2024**************.******", "20240501100000.123***+000", "20240501100000.******+120",
        "20240501******.******+***", "****0229000000.000000+000", "********120000.000000+***",
        "00000001000000.000000:000", "99999999235959.999999:000", "********235959.000000:000",
        "00000012******.******:000"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        mof_datetime d;
        char out[MOF_DATETIME_ROOM];
        bool good = mof_datetime_parse(mof_str_from(texts[i]), &d);
        if (i == 6) { /* the offset's sign is missing */
            assert_false(good);
            continue;
        }
        assert_true(good);
        assert_true(mof_datetime_format(&d, out));
        assert_string_equal(out, texts[i]);
    }
}

static void what_is_no_date_is_refused(void **state)
{
    static const char *const texts[] = {"",
                                        "20240230000000.000000+000",
                                        "20230229000000.000000+000",
                                        "19000229000000.000000+000",
                                        "20241301000000.000000+000",
                                        "20240001000000.000000+000",
                                        "20240100000000.000000+000",
                                        "20240132000000.000000+000",
                                        "20240431000000.000000+000",
                                        "20240101240000.000000+000",
                                        "20240101006000.000000+000",
                                        "20240101000060.000000+000",
                                        "20240101000000,000000+000",
                                        "20240101000000.000000 000",
                                        "20240101000000.000000+00",
                                        "20240101000000.000000+0000",
                                        "20240101000000.00*000+000",
                                        "2024*101000000.000000+000",
                                        "20240101000000.000000-***",
                                        "00000001240000.000000:000",
                                        "00000001000000.000000:001",
                                        "0000000100000x.000000:000",
                                        "2024-02-30T00:00:00Z",
                                        "2024-13-01T00:00:00Z",
                                        "2024-01-01T24:00:00Z",
                                        "2024-01-01T00:00:60Z",
                                        "2024-01-01T00:00",
                                        "2024-01-01T00:00:00+17:00",
                                        "2024-01-01T00:00:00.Z",
                                        "2024-01-01T00:00:00Zx",
                                        "2024-1-01",
                                        "2024-01-01T",
                                        "hello"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        mof_datetime d;
        bool minutes_only = strcmp(texts[i], "2024-01-01T00:00") == 0;
        assert_int_equal(mof_datetime_parse(mof_str_from(texts[i]), &d), minutes_only);
    }
}

static void iso_becomes_cim(void **state)
{
    static const struct {
        const char *iso, *cim;
    } cases[] = {{"2024-05-01T10:00:00.5Z", "20240501100000.500000+000"},
                 {"2024-05-01T10:00:00+02:00", "20240501100000.000000+120"},
                 {"2024-05-01T10:00:00-0330", "20240501100000.000000-210"},
                 {"2024-05-01 10:00:00", "20240501100000.000000+***"},
                 {"2024-05-01t10:00:00.1234567z", "20240501100000.123456+000"},
                 {"2024-05-01", "20240501******.******+***"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mof_datetime d;
        char out[MOF_DATETIME_ROOM];
        assert_true(mof_datetime_parse(mof_str_from(cases[i].iso), &d));
        assert_true(mof_datetime_format(&d, out));
        assert_string_equal(out, cases[i].cim);
    }
}

static mof_datetime date(const char *text)
{
    mof_datetime d;
    assert_true(mof_datetime_parse(mof_str_from(text), &d));
    return d;
}

static void a_moment_in_utc(void **state)
{
    static const struct {
        const char *text;
        int64_t micro;
    } cases[] = {{"19700101000000.000000+000", 0},
                 {"19700101010000.000000+060", 0},
                 {"19691231235959.999999+000", -1},
                 {"20000301000000.000000+000", INT64_C(951868800000000)},
                 {"00000101000000.000000+000", INT64_C(-62167219200000000)},
                 {"99991231235959.999999+000", INT64_C(253402300799999999)}};
    mof_datetime d, back;
    int64_t micro;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        d = date(cases[i].text);
        assert_true(mof_datetime_to_utc(&d, &micro));
        assert_true(micro == cases[i].micro);
        assert_true(mof_datetime_from_utc(micro, &back));
        if (d.offset == 0) assert_true(mof_datetime_equal(&d, &back));
    }
    d = date("00000001000001.000000:000");
    assert_true(mof_datetime_to_utc(&d, &micro) && micro == INT64_C(86401000000));
    d = date("20240101000000.000000+***");
    assert_false(mof_datetime_to_utc(&d, &micro));
    d = date("20240101000000.00****+000");
    assert_false(mof_datetime_to_utc(&d, &micro));
    assert_false(mof_datetime_from_utc(INT64_MIN, &back));
    assert_false(mof_datetime_from_utc(INT64_MAX, &back));
}

static void every_day_comes_back(void **state)
{
    (void)state;
    for (int64_t day = -719528; day < 2932897; day += 97) {
        mof_datetime d;
        int64_t micro;
        assert_true(mof_datetime_from_utc(day * INT64_C(86400000000), &d));
        assert_true(mof_datetime_valid(&d));
        assert_true(mof_datetime_to_utc(&d, &micro));
        assert_true(micro == day * INT64_C(86400000000));
    }
}

static void order_where_there_is_one(void **state)
{
    mof_datetime a = date("20240101100000.000000+060"), b = date("20240101093000.000000+000"),
                 c = date("20240101093000.000000+***"), i = date("00000001000000.000000:000");
    int order;
    (void)state;
    assert_true(mof_datetime_compare(&a, &b, &order) && order < 0);
    assert_true(mof_datetime_compare(&b, &b, &order) && order == 0);
    assert_false(mof_datetime_compare(&a, &c, &order));
    assert_true(mof_datetime_compare(&c, &c, &order) && order == 0);
    assert_false(mof_datetime_compare(&a, &i, &order));
}

static void any_bits_are_taken(void **state)
{
    mof_datetime d;
    char out[MOF_DATETIME_ROOM];
    (void)state;
    for (unsigned byte = 0; byte < 256; byte += 5) {
        memset(&d, (int)byte, sizeof d);
        if (!mof_datetime_format(&d, out)) assert_string_equal(out, "");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(survive_a_round_trip), cmocka_unit_test(what_is_no_date_is_refused),
        cmocka_unit_test(iso_becomes_cim),      cmocka_unit_test(a_moment_in_utc),
        cmocka_unit_test(every_day_comes_back), cmocka_unit_test(order_where_there_is_one),
        cmocka_unit_test(any_bits_are_taken)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
