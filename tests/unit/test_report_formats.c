/* Findings about hostile bytes: nothing drives a terminal, and machine formats parse whatever a file held. */
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/report.h"

struct scene {
    struct arena arena;
    struct sources sources;
    struct diags diags;
};

static int begin(void **state)
{
    struct scene *s = calloc(1, sizeof *s);
    if (!s) return -1;
    sources_init(&s->sources, &s->arena);
    diags_init(&s->diags, &s->arena, &s->sources);
    *state = s;
    return 0;
}

static int finish(void **state)
{
    struct scene *s = *state;
    arena_free(&s->arena);
    free(s);
    return 0;
}

/* A finding at the first `mark` of `line`. */
static struct diag *find_in(struct scene *s, const char *line, const char *mark)
{
    struct source *f = source_from_bytes(&s->sources, "a.mof", line, strlen(line));
    const char *at = strstr(f->text, mark);
    assert_non_null(at);
    return diag_add(&s->diags, RULE_SYNTAX, source_span(f, (struct slice){at, (uint32_t)strlen(mark)}), "wrong");
}

static char *printed(struct scene *s, const struct report_options *how)
{
    FILE *file = tmpfile();
    assert_non_null(file);
    report_print(file, &s->diags, how);
    long len = ftell(file);
    assert_true(len >= 0);
    rewind(file);
    char *text = arena_alloc(&s->arena, (size_t)len + 1);
    assert_int_equal(fread(text, 1, (size_t)len, file), len);
    fclose(file);
    return text;
}

static char *as_text(struct scene *s) { return printed(s, &(struct report_options){.format = REPORT_TEXT}); }

static void line_below(struct scene *s, const char *line, const char *mark, const char *expected)
{
    find_in(s, line, mark);
    char *text = as_text(s), *caret = strstr(text, "\n      | ");
    assert_non_null(caret);
    caret += strlen("\n      | ");
    caret[strcspn(caret, "\n")] = '\0';
    assert_string_equal(caret, expected);
}

static void caret_is_as_wide_as_what_it_marks(void **state)
{
    line_below(*state, "a \xE6\x97\xA5\xE6\x9C\xAC", "\xE6\x97\xA5\xE6\x9C\xAC", "  ^~~~");
}
static void caret_stays_on_its_line(void **state)
{
    line_below(*state, "ab \"open\nnext\n", "\"open\nnext", "   ^~~~~");
}
static void broken_bytes_take_a_column(void **state) { line_below(*state, "\xFF\xC3 x", "x", "   ^"); }

static void nothing_drives_a_terminal(void **state)
{
    struct scene *s = *state;
    struct diag *d = find_in(s, "a \x1B[31m\xC2\x9B\xE2\x80\xAE x", "x");
    d->message = "\x1B]0;title\x07 \xFF";
    diag_note(&s->diags, d, (struct span){0}, "\x1B[2J");
    diag_hint(&s->diags, d, "\x1B[0m");
    char *text = as_text(s);
    assert_null(strchr(text, '\x1B'));
    assert_null(strchr(text, '\x07'));
    assert_null(strstr(text, "\xC2\x9B"));
    assert_null(strstr(text, "\xE2\x80\xAE"));
    assert_null(strchr(printed(s, &(struct report_options){.format = REPORT_GCC}), '\x1B'));
    assert_null(strchr(printed(s, &(struct report_options){.format = REPORT_GITHUB}), '\x1B'));
}

static void json_parses_whatever_was_read(void **state)
{
    struct scene *s = *state;
    struct diag *d = find_in(s, "\"a\\b\" x", "x");
    d->message = "quote \" slash \\ line \n bad \xFF\xC3 fine \xC3\xA9 \x01";
    diag_note(&s->diags, d, d->span, "first %s", "\xED\xA0\x80");
    diag_add_path(&s->diags, RULE_UNREADABLE, "we\x1Bird/\xFF", "cannot read");
    static const enum report_format formats[] = {REPORT_JSON, REPORT_SARIF};
    for (int i = 0; i < 2; i++) {
        json_error_t error;
        json_t *root = json_loads(printed(s, &(struct report_options){.format = formats[i]}), 0, &error);
        if (!root) fail_msg("%s", error.text);
        json_decref(root);
    }
}

static void sarif_paths_are_uris_below_the_root(void **state)
{
    struct scene *s = *state;
    diag_add_path(&s->diags, RULE_UNREADABLE, "/work/my files/a#1.mof", "one");
    diag_add_path(&s->diags, RULE_UNREADABLE, "/elsewhere/b.mof", "two");
    diag_add(&s->diags, RULE_SYNTAX, (struct span){0}, "three");
    char *text = printed(s, &(struct report_options){.format = REPORT_SARIF, .roots[0] = "/work/"});
    assert_non_null(strstr(text, "\"uri\":\"my%20files/a%231.mof\""));
    assert_non_null(strstr(text, "\"uri\":\"file:///elsewhere/b.mof\""));
    assert_non_null(strstr(text, "\"text\":\"three\"},\"locations\":[]"));
}

static void github_shows_errors_first_and_counts_the_rest(void **state)
{
    struct scene *s = *state;
    enum rule warning = RULE_COUNT;
    for (int r = 0; r < RULE_COUNT; r++)
        if (rules[r].level == LEVEL_WARNING) warning = (enum rule)r;
    diag_add_path(&s->diags, warning, "a,b:c", "50%%\nmore");
    for (int i = 0; i < 12; i++) diag_add_path(&s->diags, RULE_SYNTAX, "a", "error %d", i);
    char *text = printed(s, &(struct report_options){.format = REPORT_GITHUB});
    assert_int_equal(strncmp(text, "::error file=a,title=syntax::error 0\n", 37), 0);
    assert_non_null(strstr(text, "::warning file=a%2Cb%3Ac,"));
    assert_non_null(strstr(text, "::50%25%0Amore\n"));
    assert_non_null(strstr(text, "::notice title=mofc::2 more findings are not shown here\n"));
}

static void gcc_counts_from_one(void **state)
{
    struct scene *s = *state;
    diag_add_path(&s->diags, RULE_UNREADABLE, "none.mof", "cannot read");
    assert_string_equal(printed(s, &(struct report_options){.format = REPORT_GCC}),
                        "none.mof:1:1: error: cannot read [unreadable]\n");
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, finish)
    const struct CMUnitTest tests[] = {
        CASE(caret_is_as_wide_as_what_it_marks),
        CASE(caret_stays_on_its_line),
        CASE(broken_bytes_take_a_column),
        CASE(nothing_drives_a_terminal),
        CASE(json_parses_whatever_was_read),
        CASE(sarif_paths_are_uris_below_the_root),
        CASE(github_shows_errors_first_and_counts_the_rest),
        CASE(gcc_counts_from_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
