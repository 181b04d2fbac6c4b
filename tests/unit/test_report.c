/* The caret stands under the exact characters, whatever the line is made of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/report.h"

/* Reports bytes [from, to) of a text and returns what is printed; the caller frees it. */
static char *printed(const char *text, uint32_t from, uint32_t to, struct report_options how)
{
    struct arena arena = {0};
    struct sources sources;
    struct diags diags;
    char *out = NULL;
    size_t len = 0;
    sources_init(&sources, &arena);
    diags_init(&diags, &arena, &sources);
    const struct source *f = source_from_bytes(&sources, "f.md", text, strlen(text));
    struct diag *d = diag_add(&diags, RULE_EXTRA_SEMICOLON, (struct span){f->base + from, f->base + to}, "here");
    diag_hint(&diags, d, "so");
    FILE *stream = open_memstream(&out, &len);
    report_print(stream, &diags, &how);
    fclose(stream);
    arena_free(&arena);
    return out;
}

static void expect(const char *text, uint32_t from, uint32_t to, const char *expected)
{
    char *out = printed(text, from, to, (struct report_options){0});
    assert_string_equal(out, expected);
    free(out);
}

static void the_caret_is_under_the_word(void **state)
{
    (void)state;
    expect("a\n Data type: `UIn32`\n", 15, 20,
           "f.md:2:14: warning: here [extra-semicolon]\n    2 |  Data type: `UIn32`\n      |              ^~~~~ so\n1 "
           "warning\n");
}

static void tabs_are_repeated(void **state)
{
    (void)state;
    expect("\tx\ty;;", 5, 6,
           "f.md:1:6: warning: here [extra-semicolon]\n    1 | \tx\ty;;\n      | \t \t  ^ so\n1 warning\n");
}

static void wide_and_combining_characters_keep_the_column(void **state)
{
    (void)state;
    expect("\xe6\xbc\xa2"
           "e\xcc\x81=;",
           7, 8,
           "f.md:1:5: warning: here [extra-semicolon]\n    1 | \xe6\xbc\xa2"
           "e\xcc\x81=;\n      |     ^ so\n1 warning\n");
}

static void a_carriage_return_is_no_part_of_the_line(void **state)
{
    (void)state;
    expect("a;\r\nb", 1, 2, "f.md:1:2: warning: here [extra-semicolon]\n    1 | a;\n      |  ^ so\n1 warning\n");
}

static void control_characters_do_not_reach_the_terminal(void **state)
{
    (void)state;
    expect("\033[2J;", 4, 5, "f.md:1:5: warning: here [extra-semicolon]\n    1 | ?[2J;\n      |     ^ so\n1 warning\n");
}

static void a_long_line_is_cut_around_the_caret(void **state)
{
    (void)state;
    char *text = malloc(100001);
    assert_non_null(text);
    memset(text, 'x', 100000);
    text[50000] = ';';
    text[100000] = '\0';
    char *out = printed(text, 50000, 50001, (struct report_options){0});
    assert_true(strlen(out) < 500);
    const char *line = strstr(out, "    1 | ..."), *caret = strchr(out, '^');
    assert_non_null(line);
    assert_non_null(strstr(line, "...\n"));
    const char *begin = caret;
    while (begin[-1] != '\n') begin--;
    assert_int_equal(line[caret - begin], ';');
    free(out);
    free(text);
}

static void the_end_of_a_file_has_a_place(void **state)
{
    (void)state;
    expect("ab", 2, 2, "f.md:1:3: warning: here [extra-semicolon]\n    1 | ab\n      |   ^ so\n1 warning\n");
}

static void colour_is_for_terminals_alone(void **state)
{
    (void)state;
    char *plain = printed("a;", 1, 2, (struct report_options){0}),
         *color = printed("a;", 1, 2, (struct report_options){.color = true});
    assert_null(strchr(plain, '\033'));
    assert_non_null(strchr(color, '\033'));
    free(plain);
    free(color);
}

static void quiet_shows_errors_alone(void **state)
{
    (void)state;
    char *out = printed("a;", 1, 2, (struct report_options){.quiet = true});
    assert_string_equal(out, "");
    free(out);
}

static void gcc_format_is_one_line(void **state)
{
    (void)state;
    char *out = printed("a;", 1, 2, (struct report_options){.format = REPORT_GCC, .color = true});
    assert_string_equal(out, "f.md:1:2: warning: here [extra-semicolon]\n");
    free(out);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        cmocka_unit_test(the_caret_is_under_the_word),
        cmocka_unit_test(tabs_are_repeated),
        cmocka_unit_test(wide_and_combining_characters_keep_the_column),
        cmocka_unit_test(a_carriage_return_is_no_part_of_the_line),
        cmocka_unit_test(control_characters_do_not_reach_the_terminal),
        cmocka_unit_test(a_long_line_is_cut_around_the_caret),
        cmocka_unit_test(the_end_of_a_file_has_a_place),
        cmocka_unit_test(colour_is_for_terminals_alone),
        cmocka_unit_test(quiet_shows_errors_alone),
        cmocka_unit_test(gcc_format_is_one_line),
    };
    return cmocka_run_group_tests(cases, NULL, NULL);
}
