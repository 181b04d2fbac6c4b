/* Checks over the whole schema: each finds its case, and stays silent about the one beside it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "grammar/mof.h"
#include "lint/lint.h"

struct job {
    struct arena arena;
    struct sources sources;
    struct names names;
    struct diags diags;
};

static void lint(struct job *j, const char *text)
{
    static const char *const on[] = {"key-missing", "deprecated-class", "reserved-name", "no-description"};
    static const struct schema_options none;
    *j = (struct job){0};
    sources_init(&j->sources, &j->arena);
    names_init(&j->names, &j->arena);
    diags_init(&j->diags, &j->arena, &j->sources);
    for (size_t i = 0; i < sizeof on / sizeof *on; i++) assert_true(diags_set(&j->diags, on[i]));
    const struct source *source = source_from_bytes(&j->sources, "input", text, strlen(text));
    const struct unit *unit = mof_parse_source(&j->arena, &j->names, source, false, &j->diags);
    lint_run(&j->arena, schema_build(&j->arena, &j->names, unit, &none, &j->diags), &j->diags);
    diags_sort(&j->diags);
}

/* Exactly these findings of a rule, each in a line of its own. */
static void expect_lines(struct job *j, enum rule rule, const uint32_t *lines, size_t count)
{
    size_t n = 0;
    for (const struct diag *d = j->diags.first; d; d = d->next) {
        if (d->rule != rule) continue;
        assert_true(n < count);
        assert_int_equal(source_place(&j->sources, d->span.start).line, lines[n++]);
    }
    assert_int_equal(n, count);
    arena_free(&j->arena);
}
#define EXPECT(j, rule, ...) \
    expect_lines(j, rule, (const uint32_t[]){__VA_ARGS__}, sizeof((const uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t))

static void classes_without_a_key(void **state)
{
    (void)state;
    struct job j;
    lint(&j, "class A { uint32 X; };\nclass B { [Key] uint32 X; };\n[Abstract] class C { uint32 X; };\nclass D : B { "
             "uint32 Y; };\n"
             "class E { };\nstructure F { uint32 X; };\n[Singleton] class G { uint32 X; };\n[Indication] class H { "
             "uint32 X; };\n");
    EXPECT(&j, RULE_KEY_MISSING, 1);
}

static void values_listed_twice(void **state)
{
    (void)state;
    struct job j;
    lint(&j, "class A {\n[ValueMap{\"1\", \"2\", \"0x1\"}] uint8 X;\n[ValueMap{\"1\", \"2\"}] uint8 "
             "Y;\n[ValueMap{\"a\", \"A\", \"a\"}] string Z;\n};\n");
    EXPECT(&j, RULE_VALUE_TWICE, 2, 4);
}

static void parts_narrower_than_their_whole(void **state)
{
    (void)state;
    struct job j;
    lint(&j,
         "class A {\nuint64 TotalSize;\nuint32 UsedSize;\nuint64 FreeSize;\nuint32 RemainingTime;\nuint32 Size;\n};\n");
    EXPECT(&j, RULE_WIDTH_MISMATCH, 3);
}

static void reserved_names_and_missing_texts(void **state)
{
    (void)state;
    struct job j;
    lint(&j, "class A {\n[Description(\"x\")] uint32 Default;\n[Description(\"x\")] uint32 Size;\nuint32 "
             "Bare;\n};\nclass B : A {\n};\n");
    EXPECT(&j, RULE_RESERVED_NAME, 2);
    lint(&j, "class A {\n[Description(\"x\")] uint32 Default;\nuint32 Bare;\n};\nclass B : A {\n};\n");
    EXPECT(&j, RULE_NO_DESCRIPTION, 3);
}

static void deprecated_classes(void **state)
{
    (void)state;
    struct job j;
    lint(&j, "[Deprecated{\"B\"}]\nclass A { };\nclass B : A { };\n");
    EXPECT(&j, RULE_DEPRECATED_CLASS, 2);
}

static void a_rule_whose_name_begins_with_no_can_be_set(void **state)
{
    (void)state;
    struct job j;
    lint(&j, "class A { };\n");
    assert_true(diags_set(&j.diags, "no-no-description"));
    assert_int_equal(j.diags.levels[RULE_NO_DESCRIPTION], LEVEL_OFF);
    assert_true(diags_set(&j.diags, "no-description"));
    assert_int_equal(j.diags.levels[RULE_NO_DESCRIPTION], LEVEL_WARNING);
    assert_true(diags_set(&j.diags, "error=no-description"));
    assert_int_equal(j.diags.levels[RULE_NO_DESCRIPTION], LEVEL_ERROR);
    assert_false(diags_set(&j.diags, "no-such-rule"));
    arena_free(&j.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(classes_without_a_key),
        cmocka_unit_test(values_listed_twice),
        cmocka_unit_test(parts_narrower_than_their_whole),
        cmocka_unit_test(reserved_names_and_missing_texts),
        cmocka_unit_test(deprecated_classes),
        cmocka_unit_test(a_rule_whose_name_begins_with_no_can_be_set),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
