/* `mofc explain` knows each violation that the runtime reports, by its name and in its order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mofrt.h"

static void each_violation_is_explained(void **state)
{
    static const char *const names[] = {
#define VIOLATION(name, sentence) name,
#include "base/violations.def"
#undef VIOLATION
    };
    (void)state;
    assert_int_equal(sizeof names / sizeof *names, MOF_RULE_COUNT);
    for (int rule = 0; rule < MOF_RULE_COUNT; rule++)
        assert_string_equal(names[rule], mof_rule_name((enum mof_rule)rule));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_violation_is_explained)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
