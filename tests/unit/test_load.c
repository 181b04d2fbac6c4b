/* Which files are read, in which order, and what is said of those that cannot be. Each test has a folder of its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/text.h"
#include "load/load.h"

struct scene {
    struct arena arena;
    struct names names;
    struct sources sources;
    struct diags diags;
    char folder[64];
    struct load_result result;
};

static int begin(void **state)
{
    struct scene *s = calloc(1, sizeof *s);
    if (!s) return -1;
    strcpy(s->folder, "/tmp/mofc-load-XXXXXX");
    if (!mkdtemp(s->folder) || chdir(s->folder) != 0) return -1;
    names_init(&s->names, &s->arena);
    sources_init(&s->sources, &s->arena);
    diags_init(&s->diags, &s->arena, &s->sources);
    *state = s;
    return 0;
}

static int finish(void **state)
{
    struct scene *s = *state;
    char command[192];
    snprintf(command, sizeof command, "cd / && chmod -R u+w %s && rm -r %s", s->folder, s->folder);
    int done = system(command);
    arena_free(&s->arena);
    free(s);
    return done;
}

static void put(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static void folder(const char *path) { assert_int_equal(mkdir(path, 0777), 0); }

/* Loads the inputs (NULL at the end of `inputs`) and returns the units' paths, blanks between. */
static char *load(struct scene *s, const char *const *inputs, const char *include)
{
    struct load_options how = {.include_dirs = &include, .include_count = include != NULL};
    size_t count = 0;
    while (inputs[count]) count++;
    s->result = load_inputs(&s->arena, &s->names, &s->sources, inputs, count, &how, &s->diags);
    char *paths = arena_copy(&s->arena, "", 0);
    for (const struct unit *u = s->result.units; u; u = u->next)
        paths = arena_printf(&s->arena, "%s%s%s", paths, *paths ? " " : "", u->source->path);
    return paths;
}
#define LOAD(s, include, ...) load(s, (const char *const[]){__VA_ARGS__, NULL}, include)

static void a_folder_is_searched_in_sorted_order(void **state)
{
    struct scene *s = *state;
    folder("in"), folder("in/b"), folder("in/.git");
    put("in/z.mof", "class Z {};"), put("in/b/y.mof", "class Y {};"), put("in/a.mof", "class A {};");
    put("in/notes.txt", "no MOF"), put("in/.git/x.mof", "broken"), put("in/.hidden.mof", "broken");
    assert_string_equal(LOAD(s, NULL, "in"), "in/a.mof in/b/y.mof in/z.mof");
    assert_int_equal(s->result.directory_count, 2);
    assert_string_equal(s->result.directories[0], "in");
    assert_string_equal(s->result.directories[1], "in/b");
    assert_null(s->diags.first);
}

static void inputs_keep_the_order_given(void **state)
{
    struct scene *s = *state;
    put("b.mof", "class B {};"), put("a.mof", "class A {};");
    assert_string_equal(LOAD(s, NULL, "b.mof", "a.mof", "./b.mof", "x/../a.mof"), "b.mof a.mof");
}

static void includes_come_from_the_own_folder_then_from_I(void **state)
{
    struct scene *s = *state;
    folder("own"), folder("more");
    put("own/a.mof", "#pragma include (\"near.mof\")\n#pragma include (\"far.mof\")\nclass A {};");
    put("own/near.mof", "class Near {};"), put("more/near.mof", "class Wrong {};"),
        put("more/far.mof", "class Far {};");
    const char *paths = LOAD(s, "more", "own/a.mof");
    assert_non_null(strstr(paths, "own/near.mof"));
    assert_non_null(strstr(paths, "more/far.mof"));
    assert_null(strstr(paths, "more/near.mof"));
    assert_int_equal(s->result.file_count, 3);
}

static void a_file_is_read_once(void **state)
{
    struct scene *s = *state;
    folder("sub");
    put("a.mof", "#pragma include (\"sub/../b.mof\")\n#pragma include (\"sub\\\\c.mof\")\nclass A {};");
    put("b.mof", "class B {};"), put("sub/c.mof", "#pragma include (\"../b.mof\")\nclass C {};");
    LOAD(s, NULL, "a.mof", "b.mof");
    assert_int_equal(s->result.file_count, 3);
    assert_int_equal(s->diags.first->rule, RULE_INCLUDE_BACKSLASH);
    assert_null(s->diags.first->next);
}

static void a_missing_include_names_what_was_tried(void **state)
{
    struct scene *s = *state;
    put("a.mof", "#pragma include (\"none.mof\")\nclass A {};");
    assert_string_equal(LOAD(s, "more", "a.mof"), "a.mof");
    const struct diag *d = s->diags.first;
    assert_non_null(d);
    assert_int_equal(d->rule, RULE_INCLUDE_MISSING);
    assert_int_equal(source_place(&s->sources, d->span.start).line, 1);
    assert_string_equal(d->notes->message, "tried none.mof");
    assert_string_equal(d->notes->next->message, "tried more/none.mof");
}

static void a_cycle_is_named_with_its_chain(void **state)
{
    struct scene *s = *state;
    put("a.mof", "#pragma include (\"b.mof\")\nclass A {};"), put("b.mof", "#pragma include (\"a.mof\")\nclass B {};");
    LOAD(s, NULL, "a.mof");
    const struct diag *d = s->diags.first;
    assert_non_null(d);
    assert_int_equal(d->rule, RULE_INCLUDE_CYCLE);
    assert_non_null(strstr(d->message, "a.mof includes b.mof includes a.mof"));
}

static void endless_nesting_ends(void **state)
{
    struct scene *s = *state;
    char path[32], text[80];
    for (int i = 0; i < 120; i++) {
        snprintf(path, sizeof path, "f%d.mof", i);
        snprintf(text, sizeof text, "#pragma include (\"f%d.mof\")\nclass F%d {};", i + 1, i);
        put(path, text);
    }
    put("f120.mof", "class F120 {};");
    LOAD(s, NULL, "f0.mof");
    assert_int_equal(s->diags.first->rule, RULE_INCLUDE_DEPTH);
    assert_int_equal(s->result.file_count, 100);
}

static void an_unreadable_file_does_not_stop_the_others(void **state)
{
    struct scene *s = *state;
    put("a.mof", "class A {};");
    assert_string_equal(LOAD(s, NULL, "none.mof", "a.mof"), "a.mof");
    assert_int_equal(s->diags.first->rule, RULE_UNREADABLE);
    assert_int_equal(diags_status(&s->diags), 2);
}

static void a_folder_that_links_to_itself_ends(void **state)
{
    struct scene *s = *state;
    folder("in");
    put("in/a.mof", "class A {};");
    assert_int_equal(symlink("..", "in/up"), 0);
    LOAD(s, NULL, "in");
    assert_true(s->result.file_count >= 1);
}

static void the_same_findings_in_the_same_order_every_time(void **state)
{
    struct scene *s = *state;
    folder("in");
    for (int i = 0; i < 60; i++) {
        char path[32], text[64];
        snprintf(path, sizeof path, "in/f%02d.mof", i);
        snprintf(text, sizeof text, "class F%d { uint32 x }\n", i);
        put(path, text);
    }
    char *before = NULL;
    for (int round = 0; round < 5; round++) {
        struct text all = {0};
        sources_init(&s->sources, &s->arena);
        diags_init(&s->diags, &s->arena, &s->sources);
        LOAD(s, NULL, "in");
        diags_sort(&s->diags);
        for (const struct diag *d = s->diags.first; d; d = d->next)
            text_printf(&all, "%s: %s\n", source_place(&s->sources, d->span.start).source->path, d->message);
        char *now = arena_copy(&s->arena, all.at ? all.at : "", all.len);
        text_free(&all);
        if (before) assert_string_equal(now, before);
        before = now;
    }
    assert_true(strlen(before) > 60);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, finish)
    const struct CMUnitTest tests[] = {
        CASE(a_folder_is_searched_in_sorted_order),
        CASE(inputs_keep_the_order_given),
        CASE(includes_come_from_the_own_folder_then_from_I),
        CASE(a_file_is_read_once),
        CASE(a_missing_include_names_what_was_tried),
        CASE(a_cycle_is_named_with_its_chain),
        CASE(endless_nesting_ends),
        CASE(an_unreadable_file_does_not_stop_the_others),
        CASE(a_folder_that_links_to_itself_ends),
        CASE(the_same_findings_in_the_same_order_every_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
