/* UTF-8 by its definition, and what of it a terminal may see. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/character.h"

static uint32_t only(const char *bytes)
{
    const char *p = bytes;
    uint32_t c = character_next(&p, bytes + strlen(bytes));
    return *p ? CHARACTER_BROKEN : c;
}

static void characters_are_utf8_or_broken(void **state)
{
    (void)state;
    assert_int_equal(only("\xC3\xA9"), 0xE9);
    assert_int_equal(only("\xF0\x9F\x98\x80"), 0x1F600);
    static const char *const broken[] = {"\x80", "\xC0\x80", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                                         "\xFF", "\xC3",     "\xE6\x97"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        const char *p = broken[i];
        assert_int_equal(character_next(&p, p + strlen(p)), CHARACTER_BROKEN);
        assert_ptr_equal(p, broken[i] + 1);
    }
    assert_true(character_hidden(0x1B) && character_hidden(0x9B) && character_hidden(0x202E));
    assert_false(character_hidden(0xE9));
    assert_int_equal(character_width(0x65E5), 2);
    assert_int_equal(character_width(0x0301), 0);
}

static void what_is_written_is_read_again(void **state)
{
    (void)state;
    for (uint32_t c = 0; c <= 0x10FFFF; c += c < 0x900 ? 1 : 127) {
        char bytes[4];
        const char *p = bytes;
        uint32_t len = character_put(bytes, c);
        if (c >= 0xD800 && c <= 0xDFFF) continue;
        assert_int_equal(character_next(&p, bytes + len), c);
        assert_ptr_equal(p, bytes + len);
        for (uint32_t i = 0; i < len; i++) assert_int_equal(character_goes_on(bytes[i]), i > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(characters_are_utf8_or_broken),
                                       cmocka_unit_test(what_is_written_is_read_again)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
