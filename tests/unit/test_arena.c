/* Region memory: zeroed, aligned, and whole when handed over. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/arena.h"

static void memory_is_zeroed_and_aligned(void **state)
{
    (void)state;
    struct arena arena = {0};
    for (size_t size = 1; size < 200000; size = size * 3 + 1) {
        unsigned char *p = arena_alloc(&arena, size);
        assert_int_equal((uintptr_t)p % _Alignof(uint64_t), 0);
        for (size_t i = 0; i < size; i++) assert_int_equal(p[i], 0);
        memset(p, 0xA5, size);
    }
    arena_free(&arena);
}

static void adopted_memory_stays(void **state)
{
    (void)state;
    struct arena arena = {0}, other = {0};
    char *kept = arena_copy(&other, "kept", 4);
    arena_adopt(&arena, &other);
    arena_free(&other);
    assert_string_equal(kept, "kept");
    assert_string_equal(arena_printf(&arena, "%s-%d", kept, 7), "kept-7");
    arena_free(&arena);
}

static void an_array_keeps_its_objects_as_it_grows(void **state)
{
    (void)state;
    struct arena arena = {0};
    unsigned *numbers = NULL;
    size_t count = 0, room = 0;
    while (count < 10000) {
        numbers = arena_more(&arena, numbers, count, &room, sizeof *numbers);
        assert_true(room > count);
        numbers[count] = (unsigned)count;
        count++;
    }
    for (size_t i = 0; i < count; i++) assert_int_equal(numbers[i], i);
    assert_true(arena.total < 6 * count * sizeof *numbers);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(memory_is_zeroed_and_aligned),
                                       cmocka_unit_test(adopted_memory_stays),
                                       cmocka_unit_test(an_array_keeps_its_objects_as_it_grows)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
