/* What a run may change on disk, and what it may not. Each test has a folder of its own. */
#include <dirent.h>
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "output/depfile.h"
#include "output/folder.h"
#include "output/linediff.h"
#include "output/manifest.h"
#include "output/output.h"

struct scene {
    struct arena arena;
    struct sources sources;
    struct diags diags;
    char folder[64];
    struct output_result result;
};

static int begin(void **state)
{
    struct scene *s = calloc(1, sizeof *s);
    if (!s) return -1;
    strcpy(s->folder, "/tmp/mofc-output-XXXXXX");
    if (!mkdtemp(s->folder)) return -1;
    sources_init(&s->sources, &s->arena);
    diags_init(&s->diags, &s->arena, &s->sources);
    *state = s;
    return 0;
}

static int finish(void **state)
{
    struct scene *s = *state;
    char command[192];
    snprintf(command, sizeof command, "chmod -R u+w %s; rm -r %s", s->folder, s->folder);
    int done = system(command);
    arena_free(&s->arena);
    free(s);
    return done;
}

static bool run(struct scene *s, const char *target, bool force, const struct output *list, size_t count)
{
    const char *targets[] = {target};
    struct outputs outputs = {(struct output *)(uintptr_t)list, count};
    struct output_options how = {.folder = s->folder,
                                 .named = strlen(s->folder),
                                 .version = "1",
                                 .force = force,
                                 .targets = targets,
                                 .target_count = 1};
    return output_write(&s->arena, &outputs, &how, &s->diags, &s->result);
}

static const char *listed(struct scene *s, const struct output *list, size_t count, bool diff)
{
    const char *targets[] = {"c"};
    struct outputs outputs = {(struct output *)(uintptr_t)list, count};
    struct output_options how = {
        .folder = s->folder, .named = strlen(s->folder), .version = "1", .targets = targets, .target_count = 1};
    struct text t = {0};
    output_check(&s->arena, &outputs, &how, diff, &t);
    const char *kept = arena_copy(&s->arena, t.at ? t.at : "", t.len);
    text_free(&t);
    return kept;
}

static const char *path_of(struct scene *s, const char *name)
{
    return arena_printf(&s->arena, "%s/%s", s->folder, name);
}

static void put(struct scene *s, const char *name, const char *text)
{
    FILE *f = fopen(path_of(s, name), "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static const char *get(struct scene *s, const char *name)
{
    struct folder f;
    struct slice text;
    bool there = folder_open(&f, &s->arena, s->folder, strlen(s->folder)) && folder_read(&f, name, &s->arena, &text);
    folder_close(&f);
    return there ? text.at : NULL;
}

/* Every file is a file that was asked for or the manifest: no temporaries. */
static unsigned count_files(struct scene *s)
{
    unsigned n = 0;
    DIR *dir = opendir(s->folder);
    assert_non_null(dir);
    for (struct dirent *e; (e = readdir(dir));) n += strcmp(e->d_name, ".") && strcmp(e->d_name, "..");
    closedir(dir);
    return n;
}

#define FILE_OF(name, text)                                              \
    {                                                                    \
        .path = name, .target = "c", .bytes = { text, sizeof(text) - 1 } \
    }

static void second_run_writes_nothing(void **state)
{
    struct scene *s = *state;
    const struct output list[] = {FILE_OF("a.h", "one\ntwo\n"), FILE_OF("sub/b.h", "three\n")};
    assert_true(run(s, "c", false, list, 2));
    assert_int_equal(s->result.written, 2);
    assert_string_equal(get(s, "sub/b.h"), "three\n");
    assert_true(run(s, "c", false, list, 2));
    assert_int_equal(s->result.written, 0);
    assert_int_equal(s->result.unchanged, 2);
    assert_int_equal(count_files(s), 3);
}

static void summary_counts_in_words(void **state)
{
    struct text t = {0};
    (void)state;
    output_summary(&t, 5, &(struct output_result){2, 29, 1, 0});
    output_summary(&t, 1, &(struct output_result){1, 0, 0, 0});
    output_summary(&t, 0, &(struct output_result){0, 0, 2, 0});
    output_summary(&t, 2, &(struct output_result){0, 3, 0, 1});
    output_summary(&t, 2, &(struct output_result){0, 3, 0, 2});
    assert_string_equal(t.at,
                        "5 classes, 31 files: 2 written, 29 unchanged, 1 orphan removed\n1 class, 1 file: 1 written\n"
                        "0 classes, 0 files: 0 written, 2 orphans removed\n"
                        "2 classes, 3 files: nothing written, 1 is not as mofc wrote it\n"
                        "2 classes, 3 files: nothing written, 2 are not as mofc wrote them\n");
    text_free(&t);
}

static void crlf_is_no_difference(void **state)
{
    struct scene *s = *state;
    const struct output list[] = {FILE_OF("a.h", "one\ntwo\n")};
    assert_true(run(s, "c", false, list, 1));
    put(s, "a.h", "one\r\ntwo\r\n");
    assert_string_equal(listed(s, list, 1, false), "");
    const struct output next[] = {FILE_OF("a.h", "one\nthree\n")};
    assert_true(run(s, "c", false, next, 1)); /* and it is still ours */
    assert_string_equal(get(s, "a.h"), "one\nthree\n");
}

static void check_names_what_is_wrong(void **state)
{
    struct scene *s = *state;
    const struct output old[] = {FILE_OF("a.h", "1\n2\n3\n4\n"), FILE_OF("old.h", "x\n")};
    const struct output new[] = {FILE_OF("a.h", "1\nb\n3\nd\n"), FILE_OF("z.h", "z\n")};
    assert_true(run(s, "c", false, old, 2));
    const char *want = arena_printf(&s->arena, "%s/a.h: stale (2 lines differ)\n%s/old.h: orphan\n%s/z.h: missing\n",
                                    s->folder, s->folder, s->folder);
    assert_string_equal(listed(s, new, 2, false), want);
    const char *diff = listed(s, new, 1, true);
    assert_non_null(strstr(diff, "@@ -1,4 +1,4 @@\n 1\n-2\n+b\n 3\n-4\n+d\n"));
    assert_string_equal(get(s, "a.h"), "1\n2\n3\n4\n");
}

static void orphans_go_unless_edited(void **state)
{
    struct scene *s = *state;
    const struct output old[] = {FILE_OF("a.h", "a\n"), FILE_OF("b.h", "b\n"), FILE_OF("c.h", "c\n")};
    assert_true(run(s, "c", false, old, 3));
    put(s, "c.h", "mine\n");
    assert_true(run(s, "c", false, old, 1));
    assert_int_equal(s->result.removed, 1);
    assert_null(get(s, "b.h"));
    assert_string_equal(get(s, "c.h"), "mine\n");
    assert_int_equal(s->diags.counts[LEVEL_WARNING], 1);
    assert_string_equal(listed(s, old, 1, false), arena_printf(&s->arena, "%s/c.h: orphan, edited\n", s->folder));
}

/* Named by every run until it is gone, and only while it is edited or stays. */
static void edited_orphan_is_not_forgotten(void **state)
{
    struct scene *s = *state;
    const struct output old[] = {FILE_OF("a.h", "a\n"), FILE_OF("b.h", "b\n"), FILE_OF("c.h", "c\n")};
    assert_true(run(s, "c", false, old, 3));
    put(s, "b.h", "mine\n");
    put(s, "c.h", "mine\n");
    for (unsigned i = 1; i <= 3; i++) {
        assert_true(run(s, "c", false, old, 1));
        assert_int_equal(s->diags.counts[LEVEL_WARNING], 2 * i);
    }
    remove(path_of(s, "b.h"));
    assert_true(run(s, "c", true, old, 1));
    assert_int_equal(s->result.removed, 1);
    assert_null(get(s, "c.h"));
    assert_true(run(s, "c", false, old, 1));
    assert_int_equal(s->result.removed, 0);
    assert_string_equal(listed(s, old, 1, false), "");
}

static void edited_file_is_kept_unless_forced(void **state)
{
    struct scene *s = *state;
    const struct output old[] = {FILE_OF("a.h", "a\n"), FILE_OF("b.h", "b\n")};
    const struct output new[] = {FILE_OF("a.h", "A\n"), FILE_OF("b.h", "B\n")};
    assert_true(run(s, "c", false, old, 2));
    put(s, "b.h", "mine\n");
    assert_false(run(s, "c", false, new, 2));
    assert_string_equal(get(s, "a.h"), "a\n"); /* a failing run changes no file */
    assert_int_equal(s->diags.counts[LEVEL_ERROR], 1);
    assert_int_equal(s->result.edited, 1);
    const char *named = listed(s, new, 2, false);
    assert_non_null(strstr(named, "/a.h: stale (1 line differs)\n"));
    assert_non_null(strstr(named, "/b.h: edited (1 line differs)\n"));
    assert_true(diags_set(&s->diags, "no-output-edited")); /* silence is no leave */
    assert_false(run(s, "c", false, new, 2));
    assert_string_equal(get(s, "b.h"), "mine\n");
    assert_true(run(s, "c", true, new, 2));
    assert_string_equal(get(s, "b.h"), "B\n");
}

static void foreign_file_is_kept(void **state)
{
    struct scene *s = *state;
    const struct output list[] = {FILE_OF("a.h", "a\n")};
    put(s, "a.h", "somebody's\n");
    assert_false(run(s, "c", false, list, 1));
    assert_string_equal(get(s, "a.h"), "somebody's\n");
    assert_non_null(strstr(listed(s, list, 1, false), "/a.h: not from mofc (1 line differs)\n"));
}

static void other_targets_files_stay(void **state)
{
    struct scene *s = *state;
    const struct output c[] = {FILE_OF("a.h", "a\n")};
    const struct output sql[] = {{.path = "a.sql", .target = "sql", .bytes = {"b\n", 2}}};
    assert_true(run(s, "c", false, c, 1));
    assert_true(run(s, "sql", false, sql, 1));
    assert_non_null(get(s, "a.h"));
    assert_true(run(s, "c", false, NULL, 0));
    assert_null(get(s, "a.h"));
    assert_non_null(get(s, "a.sql"));
}

static void folder_without_permission_is_told(void **state)
{
    struct scene *s = *state;
    const struct output list[] = {FILE_OF("a.h", "a\n"), FILE_OF("b.h/c.h", "x\n")};
    put(s, "b.h", "a file where a folder should be\n");
    assert_false(run(s, "c", false, list, 2));
    assert_int_equal(s->diags.counts[LEVEL_FATAL], 1);
    assert_null(get(s, "a.h"));
    assert_int_equal(count_files(s), 1);
}

/* A file size limit stands for a full disk: write(2) comes up short and then fails. */
static void full_disk_leaves_nothing_behind(void **state)
{
    struct scene *s = *state;
    static char large[70000];
    memset(large, 'x', sizeof large);
    const struct output list[] = {FILE_OF("a.h", "a\n"),
                                  {.path = "b.h", .target = "c", .bytes = {large, sizeof large}}};
    struct rlimit before, tight;
    getrlimit(RLIMIT_FSIZE, &before);
    tight = before;
    tight.rlim_cur = 65536;
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &tight);
    bool done = run(s, "c", false, list, 2);
    setrlimit(RLIMIT_FSIZE, &before);
    assert_false(done);
    assert_int_equal(s->diags.counts[LEVEL_FATAL], 1);
    assert_non_null(strstr(s->diags.first->message, strerror(EFBIG)));
    assert_int_equal(count_files(s), 0);
}

static void hand_edited_manifest_leads_nowhere(void **state)
{
    struct scene *s = *state;
    const struct output list[] = {FILE_OF("a.h", "a\n")};
    const char *hash = "cbf29ce484222325";
    put(s, MANIFEST_NAME,
        arena_printf(&s->arena, "# target c\n%s  ../out\n%s  /etc/out\nnonsense\n%s", hash, hash, hash));
    assert_true(run(s, "c", false, list, 1));
    assert_int_equal(s->result.removed, 0);
}

/* A folder's manifest is read by later builds and on other machines. */
static void hashes_stay_what_they_are(void **state)
{
    (void)state;
    assert_true(manifest_hash(slice_of("")) == 0xcbf29ce484222325);
    assert_true(manifest_hash(slice_of("a")) == 0xaf63dd4c29623373);
    assert_true(manifest_hash(slice_of("foobar")) == 0xfd46062b41f54628);
    assert_true(manifest_hash(slice_of("12345678")) == 0x49f25e4e64f24cda);
    assert_true(manifest_hash(slice_of("12345678a")) == 0x99235a351e957b8d);
}

static void hashes_of_zeros_differ_by_their_count(void **state)
{
    static const char zeros[20];
    (void)state;
    for (uint32_t i = 1; i <= sizeof zeros; i++)
        assert_true(manifest_hash((struct slice){zeros, i}) != manifest_hash((struct slice){zeros, i - 1}));
}

static bool fits(struct scene *s, const char *first, const char *second)
{
    struct output list[] = {{first, "c", {"", 0}}, {second, "c", {"", 0}}};
    struct outputs outputs = {list, second ? 2 : 1};
    diags_init(&s->diags, &s->arena, &s->sources);
    bool fine = output_names(&outputs, &s->diags);
    assert_int_equal(fine, s->diags.counts[LEVEL_FATAL] == 0);
    return fine;
}

static void names_are_plain_paths(void **state)
{
    static const char *const bad[] = {
        "/etc/x", "../x", "a/../b", "a//b", "",   "a/",   "./a",  "a\\b", "mofc.manifest", "MOFC.Manifest/x", ".x",
        "a/.x",   "x.",   "a./x",   "x ",   " x", "a\nb", "con:", "a*"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(fits(*state, bad[i], NULL));
    assert_true(fits(*state, "a b/c.d-e/mofc.manifest.h", NULL));
}

static void names_can_live_together(void **state)
{
    assert_false(fits(*state, "x.H", "X.h"));
    assert_false(fits(*state, "a/b", "a"));
    assert_false(fits(*state, "A", "a/b/c"));
    assert_true(fits(*state, "a.h", "a/b"));
    assert_true(fits(*state, "b/a", "a/b"));
}

static void links_are_not_followed(void **state)
{
    struct scene *s = *state;
    const struct output list[] = {FILE_OF("sub/a.h", "a\n")}, other[] = {FILE_OF("b.h", "b\n")};
    assert_int_equal(mkdir(path_of(s, "elsewhere"), 0777), 0);
    assert_int_equal(symlink("elsewhere", path_of(s, "sub")), 0);
    assert_false(run(s, "c", true, list, 1));
    assert_int_equal(s->diags.counts[LEVEL_FATAL], 1);
    assert_null(get(s, "elsewhere/a.h"));
    put(s, "elsewhere/mine", "b\n");
    assert_int_equal(symlink("elsewhere/mine", path_of(s, "b.h")), 0); /* not even one to the right bytes */
    assert_false(run(s, "c", false, other, 1));
    assert_true(run(s, "c", true, other, 1));
    assert_string_equal(get(s, "b.h"), "b\n");
    assert_string_equal(get(s, "elsewhere/mine"), "b\n");
}

static void what_killed_runs_leave_goes(void **state)
{
    struct scene *s = *state;
    const struct output list[] = {FILE_OF("a.h", "a\n"), FILE_OF("sub/b.h", "b\n")};
    const char *alive = arena_printf(&s->arena, ".a.h.mofc-%ld-7", (long)getpid());
    assert_true(run(s, "c", false, list, 2));
    static const char *const names[] = {".a.h.mofc-999999999-0", "sub/.b.h.mofc-999999999-12", ".a.h.mofc-1",
                                        ".a.h.mofc-999999999-",  ".a.h.mofc-999999999-1x",     "a.h.mofc-999999999-0"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) put(s, names[i], "half");
    put(s, alive, "half");
    assert_string_equal(listed(s, list, 2, false),
                        arena_printf(&s->arena,
                                     "%s/%s: left by a run that was killed\n%s/%s: left by a run that was killed\n",
                                     s->folder, names[0], s->folder, names[1]));
    assert_non_null(get(s, names[0]));
    assert_true(run(s, "c", false, list, 2));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) assert_int_equal(get(s, names[i]) != NULL, i > 1);
    assert_non_null(get(s, alive));
}

static void differing_lines_are_counted(void **state)
{
    struct scene *s = *state;
    static const struct {
        const char *old, *new;
        unsigned count;
    } cases[] = {{"a\nb\n", "a\nb\n", 0},   {"a\nb\n", "a\nc\n", 1},          {"", "a\nb\n", 2},
                 {"a\nb\nc\n", "", 3},      {"a\nb\nc\nd\n", "b\nc\nd\n", 1}, {"a\nb\nc\n", "c\nb\na\n", 2},
                 {"a", "a\n", 1},           {"a\r\nb\r\n", "a\nb\n", 0},      {"x\na\ny\n", "a\n", 2},
                 {"a\n", "x\na\ny\nz\n", 3}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (i != 5)
            assert_int_equal(linediff_count(&s->arena, slice_of(cases[i].old), slice_of(cases[i].new)), cases[i].count);
}

static void depfile_escapes_for_make(void **state)
{
    struct text t = {0};
    (void)state;
    static const char *const paths[] = {"a b.md", NULL, "$x#y", "c:d"};
    depfile_write(&t, "out dir/x", paths, 4);
    assert_string_equal(t.at,
                        "out\\ dir/x: \\\n  a\\ b.md \\\n  $$x\\#y \\\n  c\\:d\n\na\\ b.md:\n\n$$x\\#y:\n\nc\\:d:\n");
    text_free(&t);
}

static void depfile_refuses_what_acts(void **state)
{
    static const char *const bad[] = {
        "a=;touch x;.mof", "a%b", "a|b", "a*",  "a?",  "[a]", "~/a", "a\\b", "a\nb", "a\tb",
        "lib(a)",          "a:",  "a&b", "a<b", "a'b", "a>b", "a^b", "a`b`", ""};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(depfile_takes(bad[i]));
    assert_true(depfile_takes("a (1)~b!f,{g}+@-.md"));
}

int main(void)
{
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, begin, finish)
    const struct CMUnitTest tests[] = {IN_FOLDER(second_run_writes_nothing),
                                       cmocka_unit_test(summary_counts_in_words),
                                       IN_FOLDER(crlf_is_no_difference),
                                       IN_FOLDER(check_names_what_is_wrong),
                                       IN_FOLDER(orphans_go_unless_edited),
                                       IN_FOLDER(edited_orphan_is_not_forgotten),
                                       IN_FOLDER(edited_file_is_kept_unless_forced),
                                       IN_FOLDER(foreign_file_is_kept),
                                       IN_FOLDER(other_targets_files_stay),
                                       IN_FOLDER(folder_without_permission_is_told),
                                       IN_FOLDER(full_disk_leaves_nothing_behind),
                                       IN_FOLDER(hand_edited_manifest_leads_nowhere),
                                       cmocka_unit_test(hashes_stay_what_they_are),
                                       cmocka_unit_test(hashes_of_zeros_differ_by_their_count),
                                       IN_FOLDER(names_are_plain_paths),
                                       IN_FOLDER(names_can_live_together),
                                       IN_FOLDER(links_are_not_followed),
                                       IN_FOLDER(what_killed_runs_leave_goes),
                                       IN_FOLDER(differing_lines_are_counted),
                                       cmocka_unit_test(depfile_escapes_for_make),
                                       cmocka_unit_test(depfile_refuses_what_acts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
