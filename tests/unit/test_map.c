/* The map: bytes, names without case, pointers; and ASCII case. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/ascii.h"
#include "base/map.h"

static void a_key_has_its_first_value_until_it_is_set(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct map m = map_new(&arena, MAP_BYTES);
    int one, two;
    assert_null(map_get(&m, slice_of("a")));
    assert_null(map_add(&m, slice_of("a"), &one));
    assert_ptr_equal(map_add(&m, slice_of("a"), &two), &one);
    assert_ptr_equal(map_get(&m, slice_of("a")), &one);
    map_set(&m, slice_of("a"), &two);
    map_set(&m, slice_of(""), &one);
    assert_ptr_equal(map_get(&m, slice_of("a")), &two);
    assert_ptr_equal(map_get(&m, slice_of("")), &one);
    assert_ptr_equal(map_get(&m, (struct slice){NULL, 0}), &one); /* the sanitized build looks at what memcmp gets */
    assert_null(map_get(&m, slice_of("A")));
    assert_int_equal(m.used, 2);
    arena_free(&arena);
}

static void case_is_folded_where_asked(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct map m = map_new(&arena, MAP_FOLDED);
    map_add(&m, slice_of("Operating_System@"), "one");
    map_add(&m, slice_of("Operating_System`"), "two"); /* 0x40 and 0x60 are no letters */
    assert_string_equal(map_get(&m, slice_of("OPERATING_system@")), "one");
    assert_string_equal(map_get(&m, slice_of("operating_SYSTEM`")), "two");
    assert_null(map_get(&m, slice_of("operating_system")));
    arena_free(&arena);
}

static void a_pointer_is_a_key(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct map m = map_new(&arena, MAP_POINTERS);
    static const int things[1000];
    for (int i = 0; i < 1000; i += 2) assert_null(map_add(&m, map_pointer(&things[i]), &things[i]));
    for (int i = 0; i < 1000; i++) assert_ptr_equal(map_get(&m, map_pointer(&things[i])), i % 2 ? NULL : &things[i]);
    arena_free(&arena);
}

/* Keys of every length, alike in all but one byte, and 4,096 spellings of one name. */
static void keys_that_are_nearly_the_same_stay_apart(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct map m = map_new(&arena, MAP_BYTES);
    struct slice keys[8192];
    size_t count = 0;
    for (uint32_t len = 1; len <= 64; len++)
        for (uint32_t at = 0; at < len; at++) {
            char *key =
                arena_copy(&arena, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", len);
            key[at] = 'b';
            keys[count++] = (struct slice){key, len};
        }
    for (unsigned bits = 0; bits < 4096; bits++) {
        char *key = arena_copy(&arena, "abcdefghijkl", 12);
        for (unsigned b = 0; b < 12; b++)
            if (bits >> b & 1) key[b] = ascii_upper(key[b]);
        keys[count++] = (struct slice){key, 12};
    }
    for (size_t i = 0; i < count; i++) assert_null(map_add(&m, keys[i], &keys[i]));
    for (size_t i = 0; i < count; i++) assert_ptr_equal(map_get(&m, keys[i]), &keys[i]);
    arena_free(&arena);
}

static void ascii_alone_has_case(void **state)
{
    (void)state;
    for (int c = 0; c < 256; c++) {
        bool upper = c >= 'A' && c <= 'Z', lower = c >= 'a' && c <= 'z';
        assert_int_equal(ascii_lower((char)c), (char)(upper ? c + 32 : c));
        assert_int_equal(ascii_upper((char)c), (char)(lower ? c - 32 : c));
        assert_int_equal(ascii_is_alnum((char)c), upper || lower || (c >= '0' && c <= '9'));
    }
    assert_true(ascii_is_space('\v') && ascii_is_space(' ') && !ascii_is_space('\0') && !ascii_is_space('\xA0'));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_has_its_first_value_until_it_is_set),
        cmocka_unit_test(case_is_folded_where_asked),
        cmocka_unit_test(a_pointer_is_a_key),
        cmocka_unit_test(keys_that_are_nearly_the_same_stay_apart),
        cmocka_unit_test(ascii_alone_has_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
