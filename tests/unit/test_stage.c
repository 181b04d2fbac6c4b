/* A first run's folder: it is there whole or not at all. Each test has a folder of its own; `gen` in it is staged. */
#include <dirent.h>
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

#include "output/fresh.h"
#include "output/manifest.h"
#include "output/replace.h"
#include "output/stage.h"

static const char some_hash[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

struct scene {
    struct arena arena;
    char home[64];
    const char *folder;
    struct stage stage;
    struct output list[3];
    struct outputs outputs;
};

static int begin(void **state)
{
    struct scene *s = calloc(1, sizeof *s);
    if (!s) return -1;
    strcpy(s->home, "/tmp/mofc-stage-XXXXXX");
    if (!mkdtemp(s->home)) return -1;
    s->folder = arena_printf(&s->arena, "%s/gen", s->home);
    s->list[0] = (struct output){.path = "a.h", .target = "c", .bytes = "one\n", .len = 4, .hash = some_hash};
    s->list[1] = (struct output){.path = "b.h", .target = "c", .bytes = "", .len = 0, .hash = some_hash};
    s->list[2] = (struct output){.path = "sub/d/b.h", .target = "c", .bytes = "two\n", .len = 4, .hash = some_hash};
    s->outputs = (struct outputs){s->list, 3};
    *state = s;
    return 0;
}

static int finish(void **state)
{
    struct scene *s = *state;
    char command[192];
    snprintf(command, sizeof command, "rm -r %s", s->home);
    int done = system(command);
    arena_free(&s->arena);
    free(s);
    return done;
}

/* As a renderer does: what was taken is no longer there. */
static bool take(struct scene *s, struct output *o)
{
    if (!stage_take(&s->stage, o)) return false;
    o->bytes = NULL;
    return true;
}

static bool end(struct scene *s)
{
    struct output_options how = {.folder = s->folder, .version = "1"};
    return stage_finish(&s->stage, &s->outputs, &how, NULL);
}

static const char *get(struct scene *s, const char *name)
{
    struct slice text;
    const char *path = arena_printf(&s->arena, "%s/%s", s->folder, name);
    return replace_read(&s->arena, path, &text) ? arena_copy(&s->arena, text.at, text.len) : NULL;
}

static unsigned entries(const char *folder)
{
    unsigned n = 0;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *e; (e = readdir(dir));) n += strcmp(e->d_name, ".") && strcmp(e->d_name, "..");
    closedir(dir);
    return n;
}

static void folder_comes_whole(void **state)
{
    struct scene *s = *state;
    struct stat st;
    assert_true(stage_open(&s->stage, &s->arena, s->folder));
    for (size_t i = 0; i < 3; i++) assert_true(take(s, &s->list[i]));
    assert_int_equal(stat(s->folder, &st), -1);
    assert_true(end(s));
    assert_string_equal(get(s, "a.h"), "one\n");
    assert_string_equal(get(s, "b.h"), "");
    assert_string_equal(get(s, "sub/d/b.h"), "two\n");
    assert_non_null(strstr(get(s, MANIFEST_NAME), "  sub/d/b.h\n"));
    assert_int_equal(entries(s->folder), 4);
    assert_int_equal(entries(s->home), 1);
}

static void folder_that_is_there_is_not_staged(void **state)
{
    struct scene *s = *state;
    assert_int_equal(mkdir(s->folder, 0777), 0);
    assert_false(stage_open(&s->stage, &s->arena, s->folder));
    assert_int_equal(rmdir(s->folder), 0);
    assert_int_equal(symlink("nowhere", s->folder), 0);
    assert_false(stage_open(&s->stage, &s->arena, s->folder));
    assert_false(stage_open(&s->stage, &s->arena, "."));
    assert_false(stage_open(&s->stage, &s->arena, arena_printf(&s->arena, "%s/no/gen", s->home)));
    assert_int_equal(entries(s->home), 1);
}

static void slow_run_gives_way(void **state)
{
    struct scene *s = *state;
    assert_true(stage_open(&s->stage, &s->arena, arena_printf(&s->arena, "%s//", s->folder)));
    for (size_t i = 0; i < 3; i++) assert_true(take(s, &s->list[i]));
    assert_int_equal(mkdir(s->folder, 0777), 0);
    assert_int_equal(symlink("x", arena_printf(&s->arena, "%s/first", s->folder)), 0);
    assert_false(end(s));
    assert_true(stage_return(&s->stage, &s->outputs));
    assert_string_equal(s->list[0].bytes, "one\n");
    assert_string_equal(s->list[2].bytes, "two\n");
    assert_int_equal(entries(s->folder), 1);
    assert_int_equal(entries(s->home), 1);
}

static void broken_stage_gives_all_back(void **state)
{
    struct scene *s = *state;
    s->list[1].path = "sub"; /* a file where the third needs a folder */
    assert_true(stage_open(&s->stage, &s->arena, s->folder));
    assert_true(take(s, &s->list[0]));
    assert_true(take(s, &s->list[1]));
    assert_false(take(s, &s->list[2]));
    assert_false(end(s));
    assert_true(stage_return(&s->stage, &s->outputs));
    assert_string_equal(s->list[0].bytes, "one\n");
    assert_string_equal(s->list[2].bytes, "two\n");
    assert_int_equal(entries(s->home), 0);
}

static void dropped_stage_leaves_nothing(void **state)
{
    struct scene *s = *state;
    assert_true(stage_open(&s->stage, &s->arena, s->folder));
    for (size_t i = 0; i < 3; i++) assert_true(take(s, &s->list[i]));
    stage_drop(&s->stage);
    assert_int_equal(entries(s->home), 0);
}

int main(void)
{
#define IN_SCENE(test) cmocka_unit_test_setup_teardown(test, begin, finish)
    const struct CMUnitTest tests[] = {IN_SCENE(folder_comes_whole), IN_SCENE(folder_that_is_there_is_not_staged),
                                       IN_SCENE(slow_run_gives_way), IN_SCENE(broken_stage_gives_all_back),
                                       IN_SCENE(dropped_stage_leaves_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
