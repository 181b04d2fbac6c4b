/* Strings and the arena. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/mofrt.h"

static void utf8_is_well_formed_or_refused(void **state)
{
    static const struct {
        const char *text;
        bool good;
        size_t characters;
    } cases[] = {{"", true, 0},
                 {"abc", true, 3},
                 {"\xC3\xA9", true, 1},
                 {"\xE2\x82\xAC", true, 1},
                 {"\xF0\x9F\x98\x80", true, 1},
                 {"\xF4\x8F\xBF\xBF", true, 1},
                 {"\x80", false, 0},
                 {"\xC0\xAF", false, 0},
                 {"\xC1\xBF", false, 0},
                 {"\xE0\x80\x80", false, 0},
                 {"\xED\xA0\x80", false, 0},
                 {"\xF0\x80\x80\x80", false, 0},
                 {"\xF4\x90\x80\x80", false, 0},
                 {"\xF5\x80\x80\x80", false, 0},
                 {"\xC3", false, 0},
                 {"\xE2\x82", false, 0},
                 {"a\xFF", false, 0}};
    size_t characters;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(mof_str_valid(mof_str_from(cases[i].text), &characters), cases[i].good);
        if (cases[i].good) assert_int_equal(characters, cases[i].characters);
    }
    assert_false(mof_str_valid(mof_str_of("a\0b", 3), &characters));
    assert_true(mof_str_valid(mof_str_of(NULL, 0), &characters));
}

static void comparing(void **state)
{
    (void)state;
    assert_true(mof_str_equal(mof_str_of(NULL, 0), mof_str_from("")));
    assert_true(mof_str_equal_fold(mof_str_from("SiteCode"), mof_str_from("SITEcode")));
    assert_false(mof_str_equal_fold(mof_str_from("\xC3\x89"), mof_str_from("\xC3\xA9")));
    assert_true(mof_str_compare(mof_str_from("a"), mof_str_from("ab")) < 0);
    assert_true(mof_str_compare(mof_str_from("b"), mof_str_from("ab")) > 0);
    assert_int_equal(mof_str_compare(mof_str_from("ab"), mof_str_from("ab")), 0);
}

static void the_arena_gives_zeroed_aligned_memory(void **state)
{
    mof_arena a = {0};
    mof_str s;
    (void)state;
    for (size_t size = 0; size < 20000; size = size * 2 + 1) {
        char *at = mof_arena_alloc(&a, size);
        assert_non_null(at);
        assert_int_equal((uintptr_t)at % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++) assert_int_equal(at[i], 0);
        if (size) memset(at, 7, size);
    }
    mof_arena_reset(&a);
    char *again = mof_arena_alloc(&a, 100);
    for (size_t i = 0; i < 100; i++) assert_int_equal(again[i], 0);
    assert_true(mof_arena_str(&a, "x\0y", 3, &s));
    assert_int_equal(s.len, 3);
    assert_int_equal(s.at[3], 0);
    assert_null(mof_arena_alloc(&a, SIZE_MAX));
    mof_arena_free(&a);
    mof_arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(utf8_is_well_formed_or_refused), cmocka_unit_test(comparing),
                                       cmocka_unit_test(the_arena_gives_zeroed_aligned_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
