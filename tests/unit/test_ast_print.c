/* The printer: what it prints parses to the same text again, and the layout is the promised one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "ast/print.h"
#include "grammar/mof.h"

static void print(const char *text, struct text *out)
{
    struct arena arena = {0};
    struct sources sources;
    struct names names;
    struct diags diags;
    sources_init(&sources, &arena);
    names_init(&names, &arena);
    diags_init(&diags, &arena, &sources);
    struct source *s = source_from_bytes(&sources, "input", text, strlen(text));
    ast_print_unit(out, mof_parse_source(&arena, &names, s, false, &diags));
    assert_null(diags.first);
    arena_free(&arena);
}

static void is_canonical(const char *text, const char *wanted)
{
    struct text once = {0}, twice = {0};
    print(text, &once);
    print(once.at, &twice);
    assert_string_equal(once.at, wanted);
    assert_string_equal(twice.at, wanted);
    text_free(&once);
    text_free(&twice);
}

static void a_class_is_laid_out(void **state)
{
    (void)state;
    is_canonical("[Version(\"1\"):ToSubclass]class A:B{uint32 a=0x10;[Key]B REF b;void M([In]string c[5]);};",
                 "[Version(\"1\") : ToSubclass]\nclass A : B {\n    uint32 a = 16;\n\n    [Key]\n    B REF b;\n\n"
                 "    void M(\n        [In] string c[5]);\n};\n");
}

static void escapes_and_characters_survive(void **state)
{
    (void)state;
    is_canonical("instance of A { s = \"\\\"\\\\\\n\\x0001z\"; c = 'x'; d = '\\''; e = '\\x263A'; r = 1.5e300; };",
                 "instance of A {\n    s = \"\\\"\\\\\\n\\x0001z\";\n    c = 'x';\n    d = '\\'';\n    e = '\\x263A';\n"
                 "    r = 1.5e+300;\n};\n");
}

static void qualifier_types_keep_scope_and_flavor(void **state)
{
    (void)state;
    is_canonical("Qualifier K : boolean = false, Scope(any), Flavor(DisableOverride, ToSubclass);",
                 "Qualifier K : boolean = false,\n    Scope(any),\n    Flavor(DisableOverride, ToSubclass);\n");
}

static void enumerations_and_pragmas_survive(void **state)
{
    (void)state;
    is_canonical("#pragma deleteclass(\"x\", nofail)\n#pragma autorecover\nenumeration E : uint8 { A = 1, B };",
                 "#pragma deleteclass (\"x\", nofail)\n#pragma autorecover\n\nenumeration E : uint8 {\n    A = 1,\n"
                 "    B\n};\n");
}

static void a_long_string_is_cut_behind_blanks(void **state)
{
    (void)state;
    struct text in = {0}, once = {0}, twice = {0};
    text_add_string(&in, "[Description(\"");
    for (int i = 0; i < 100; i++) text_add_string(&in, "word \\\"q\\\" ");
    text_add_string(&in, "\")] class A { };");
    print(in.at, &once);
    print(once.at, &twice);
    assert_string_equal(once.at, twice.at);
    for (const char *line = once.at; *line; line = strchr(line, '\n') + 1)
        assert_true(strchr(line, '\n') - line <= 120);
    text_free(&in);
    text_free(&once);
    text_free(&twice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_class_is_laid_out),
        cmocka_unit_test(escapes_and_characters_survive),
        cmocka_unit_test(qualifier_types_keep_scope_and_flavor),
        cmocka_unit_test(enumerations_and_pragmas_survive),
        cmocka_unit_test(a_long_string_is_cut_behind_blanks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
