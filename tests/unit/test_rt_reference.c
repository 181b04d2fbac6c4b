/* Object paths: written from keys, read into keys, and refused by the validator where they lead nowhere. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "failing_malloc.h"
#include "path_classes.h"
#include "runtime/mofrt_records.h"

static mof_ref ref(const char *path) { return (mof_ref){mof_str_from(path)}; }

/* ---- names of things ------------------------------------------------------------------------------------ */

static void each_form_is_read(void **state)
{
    static const char *const forms[] = {
        "X_Thing.Name=\"a\"",
        "X_Thing.Name='a'",
        "x_thing.NAME=\"a\"",
        "X_Thing=\"a\"",
        "X_Thing.Name=\"\\a\"",
        "root:X_Thing.Name=\"a\"",
        "root\\x:X_Thing.Name=\"a\"",
        "root/x:X_Thing.Name=\"a\"",
        "\\\\host\\root\\x:X_Thing.Name=\"a\"",
        "\\\\.\\root\\x:X_Thing.Name=\"a\"",
        "//host.site.example:5985/root/x:X_Thing.Name=\"a\"",
        "X_Box.Name=\"a\"",
        "x_CRATE.Name=\"a\"",
        "x_tub='a'",
    };
    mof_arena arena = {0};
    mof_error error = {.message = ""};
    (void)state;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct thing_key key = {0};
        if (mof_key_from_path(&thing_class, ref(forms[i]), &key, &arena, &error) != MOF_OK)
            fail_msg("%s", error.message);
        assert_string_equal(key.Name.at, "a");
    }
    mof_arena_free(&arena);
}

static void what_is_no_path_is_refused(void **state)
{
    static const struct {
        const char *path, *words;
    } wrong[] = {
        {"", "is no object path"},
        {"X_Thing", "is no object path"},
        {"X_Thing.", "is no object path"},
        {"X_Thing.Name", "is no object path"},
        {"X_Thing.Name=", "is no object path"},
        {"X_Thing.Name=\"a", "is no object path"},
        {"X_Thing.Name=\"a\\", "is no object path"},
        {"X_Thing.Name=\"a\\\"", "is no object path"},
        {"X_Thing.Name=\"a\"b", "is no object path"},
        {"X_Thing.Name=\"a\",", "is no object path"},
        {"X_Thing.Name=\"a\",,", "is no object path"},
        {"X_Thing.=\"a\"", "is no object path"},
        {"X_Thing=\"a\",\"b\"", "is no object path"},
        {"X_Thing=@x", "is no object path"},
        {"1Thing.Name=\"a\"", "is no object path"},
        {"X Thing.Name=\"a\"", "is no object path"},
        {"root:", "is no object path"},
        {"\"X_Thing.Name\"", "is no object path"},
        {"X_Other.Name=\"a\"", "is no path to X_Thing"},
        {"X_Thin.Name=\"a\"", "is no path to X_Thing"},
        {"X_Things.Name=\"a\"", "is no path to X_Thing"},
        {"X_Thing=@", "lacks a key of X_Thing: Name"},
        {"X_Thing.Names=\"a\"", "lacks a key of X_Thing: Name"},
        {"X_Thing.Name=5", "has a value that a key of X_Thing cannot have: Name"},
        {"X_Thing.Name=\"a\",Size=2", "gives more than the keys of X_Thing"},
        {"X_Thing.Name=\"a\",name=\"a\"", "gives more than the keys of X_Thing"},
    };
    mof_arena arena = {0};
    mof_error error;
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct thing_key key = {mof_str_from("before")};
        assert_int_equal(mof_key_from_path(&thing_class, ref(wrong[i].path), &key, &arena, &error), MOF_INVALID);
        if (!strstr(error.message, wrong[i].words)) fail_msg("%s", error.message);
        assert_string_equal(key.Name.at, "before");
    }
    mof_ref nul = {mof_str_of("X_Thing.Name=\"a\0b\"", 18)};
    struct thing_key key;
    assert_int_equal(mof_key_from_path(&thing_class, nul, &key, &arena, &error), MOF_INVALID);
    assert_string_equal(error.message, "the key of X_Thing: '...' is no object path");
    mof_arena_free(&arena);
}

static void the_class_of_a_path_is_known(void **state)
{
    (void)state;
    assert_true(mof_str_is(mof_path_class(ref("//h/root:X_Tub.Name=\"a\"")), "X_Tub"));
    assert_true(mof_str_is(mof_path_class(ref("X_Setup=@")), "X_Setup"));
    assert_true(mof_str_is(mof_path_class(ref("X_Setup")), ""));
    assert_true(mof_str_is(mof_path_class((mof_ref){{0}}), ""));
}

/* ---- keys of every type --------------------------------------------------------------------------------- */

static struct all_key full_key(void)
{
    struct all_key key = {true, -128, UINT64_MAX, 0x20AC, 0.1f, -2.0, {0}, {{0}}, mof_str_from("C:\\ \"x\", y='z'")};
    assert_true(mof_datetime_parse(mof_str_from("20240501100000.500000+120"), &key.When));
    key.Thing = ref("X_Thing.Name=\"it's \\\"me\\\"\"");
    return key;
}

static void assert_same_key(const struct all_key *a, const struct all_key *b)
{
    assert_true(a->Flag == b->Flag && a->Small == b->Small && a->Large == b->Large && a->Letter == b->Letter);
    assert_memory_equal(&a->Share, &b->Share, sizeof a->Share);
    assert_memory_equal(&a->Real, &b->Real, sizeof a->Real);
    assert_true(mof_datetime_equal(&a->When, &b->When));
    assert_true(mof_str_equal(a->Thing.path, b->Thing.path));
    assert_true(mof_str_equal(a->Text, b->Text));
}

static void a_key_comes_back_from_its_path(void **state)
{
    struct all_key key = full_key(), back;
    mof_arena arena = {0};
    mof_ref path;
    (void)state;
    assert_int_equal(mof_path(&all_class, &key, &path, &arena, NULL), MOF_OK);
    assert_string_equal(path.path.at,
                        "X_All.Flag=TRUE,Small=-128,Large=18446744073709551615,Letter=8364,Share=0.1,Real=-2.0,"
                        "When=\"20240501100000.500000+120\",Thing=\"X_Thing.Name=\\\"it's \\\\\\\"me\\\\\\\"\\\"\","
                        "Text=\"C:\\\\ \\\"x\\\", y='z'\"");
    assert_int_equal(mof_key_from_path(&all_class, path, &back, &arena, NULL), MOF_OK);
    assert_same_key(&key, &back);
    mof_arena_free(&arena);
}

static void keys_come_in_any_order_and_spelling(void **state)
{
    static const char path[] =
        "x_all.text=\"C:\\\\ \\\"x\\\", y='z'\",THING='X_Thing.Name=\"it\\'s \\\\\"me\\\\\"\"',flag=true,"
        "Small=-0x80,Large=0xFFFFffffFFFFffff,Letter='\xE2\x82\xAC',Share=1e-1,Real=\"-2\",When='2024-05-01T10:00:00.5+"
        "02:00'";
    struct all_key key = full_key(), back;
    mof_arena arena = {0};
    mof_error error;
    (void)state;
    if (mof_key_from_path(&all_class, ref(path), &back, &arena, &error) != MOF_OK) fail_msg("%s", error.message);
    back.When = key.When; /* it has one digit of a second less */
    assert_same_key(&key, &back);
    mof_arena_free(&arena);
}

/* One key of another value at a time. */
static void a_value_fits_the_type_of_its_key(void **state)
{
    static const char *const parts[] = {"Flag=TRUE",
                                        "Small=1",
                                        "Large=0xaA",
                                        "Letter=65",
                                        "Share=1",
                                        "Real=1",
                                        "When=\"20240501100000.500000+120\"",
                                        "Thing=\"X_Thing='a'\"",
                                        "Text=\"t\""};
    static const struct {
        int place;
        const char *wrong;
    } wrong[] = {{0, "Flag=1"},
                 {0, "Flag=\"\""},
                 {1, "Small=128"},
                 {1, "Small=-129"},
                 {1, "Small=0x80"},
                 {1, "Small=--1"},
                 {1, "Small=-"},
                 {1, "Small=1.0"},
                 {1, "Small=0x"},
                 {2, "Large=-1"},
                 {2, "Large=one"},
                 {2, "Large=18446744073709551616"},
                 {2, "Large=\"\""},
                 {3, "Letter=\"ab\""},
                 {3, "Letter=65536"},
                 {3, "Letter='\xF0\x9F\x98\x80'"},
                 {4, "Share=1e39"},
                 {4, "Share=x"},
                 {5, "Real=1e400"},
                 {5, "Real=nan"},
                 {5, "Real=1.2.3"},
                 {6, "When=20240501"},
                 {6, "When=\"now\""},
                 {7, "Thing=\"a\""},
                 {7, "Thing=X_Thing"},
                 {8, "Text=t"},
                 {7, "Thing=\"X_Other='a'\""},
                 {1, "Small=1a"},
                 {1, "Small=0xg"},
                 {2, "Large=0000000000000000000000000000000000000000000000000000000000000001"}};
    mof_arena arena = {0};
    (void)state;
    for (size_t i = 0; i <= sizeof wrong / sizeof *wrong; i++) {
        char path[400] = "X_All", words[120];
        struct all_key key;
        mof_error error = {.message = ""};
        bool good = i == sizeof wrong / sizeof *wrong;
        for (int k = 0; k < 9; k++) {
            strcat(path, k ? "," : ".");
            strcat(path, !good && wrong[i].place == k ? wrong[i].wrong : parts[k]);
        }
        enum mof_status status = mof_key_from_path(&all_class, ref(path), &key, &arena, &error);
        if (status != (good ? MOF_OK : MOF_INVALID)) fail_msg("%s: %s", path, error.message);
        if (good) break;
        snprintf(words, sizeof words, "cannot have: %s", all_properties[wrong[i].place].name);
        if (!strstr(error.message, words)) fail_msg("%s: %s", path, error.message);
    }
    mof_arena_free(&arena);
}

static void what_cannot_stand_in_a_path_is_refused(void **state)
{
    mof_arena arena = {0};
    mof_ref path;
    mof_error error;
    struct all_key key = full_key();
    (void)state;
    key.Text = mof_str_of("\xFF", 1);
    assert_int_equal(mof_path(&all_class, &key, &path, &arena, &error), MOF_INVALID);
    assert_string_equal(error.message, "the path of X_All: the value of Text cannot stand in a path");
    key = full_key();
    key.When.month = 13;
    assert_int_equal(mof_path(&all_class, &key, &path, &arena, NULL), MOF_INVALID);
    key = full_key();
    key.Real = key.Real / 0.0;
    assert_int_equal(mof_path(&all_class, &key, &path, &arena, NULL), MOF_INVALID);
    assert_int_equal(path.path.len, 0);
    assert_int_equal(mof_path(&base_class, NULL, &path, &arena, NULL), MOF_OK);
    assert_string_equal(path.path.at, "X_Base=@");
    mof_arena_free(&arena);
}

/* Each level doubles the backslashes: a path with eight within each other is read, one with more is none. */
static void paths_nest_to_a_depth(void **state)
{
    enum { LEVELS = 10 };
    static const struct mof_key_part part[] = {{0, 0}};
    static const mof_class end_class = {.name = "E", .abi = &mofrt_abi_3};
    struct mof_property rows[LEVELS];
    mof_class links[LEVELS];
    mof_arena arena = {0};
    mof_ref path = ref("E=@");
    (void)state;
    for (int i = 0; i < LEVELS; i++) {
        mof_ref back = {{0}}, next;
        rows[i] = (struct mof_property){
            .name = "Next", .type = MOF_REFERENCE, .flags = MOF_KEY, .target = i ? &links[i - 1] : &end_class};
        links[i] = (mof_class){
            .name = "L", .properties = &rows[i], .count = 1, .keys = part, .key_count = 1, .abi = &mofrt_abi_3};
        assert_int_equal(mof_path(&links[i], &path, &next, &arena, NULL), MOF_OK);
        assert_int_equal(mof_key_from_path(&links[i], next, &back, &arena, NULL), i < 8 ? MOF_OK : MOF_INVALID);
        if (i < 8) assert_true(mof_str_equal(back.path, path.path));
        path = next;
    }
    mof_arena_free(&arena);
}

/* ---- the validator -------------------------------------------------------------------------------------- */

static mof_violation only(const struct user *o, enum mof_mode mode, char words[200])
{
    mof_violation found[2];
    mof_report report = mof_report_of(found, 2);
    assert_int_equal(mof_validate(&user_class, o, mode, &report), 1);
    assert_int_equal(found[0].rule, MOF_RULE_BAD_REFERENCE);
    mof_violation_format(&found[0], false, words, 200);
    return found[0];
}

static void a_bad_reference_is_reported(void **state)
{
    struct user o = {0};
    char words[200];
    (void)state;
    mof_set(&o, Thing, ref("X_Thing.Name=7"));
    for (int mode = MOF_MIRROR; mode <= MOF_UPDATE; mode++) assert_false(only(&o, (enum mof_mode)mode, words).warning);
    assert_string_equal(words, "Thing: 'X_Thing.Name=7' has a value that a key of X_Thing cannot have: Name");
    mof_violation v = only(&o, MOF_CREATE, words);
    mof_violation_format(&v, true, words, sizeof words);
    assert_string_equal(words, "Thing: has a value that a key of X_Thing cannot have: Name");
    mof_set(&o, Thing, ref(""));
    assert_false(only(&o, MOF_MIRROR, words).warning);
    assert_string_equal(words, "Thing: '' is no object path");
    mof_unset(&o, Thing);
    mof_set(&o, Any, ref("nothing"));
    only(&o, MOF_MIRROR, words);
    assert_string_equal(words, "Any: 'nothing' is no object path");
    mof_unset(&o, Any);
    static const mof_ref two[] = {{{"X_Box='a'", 9}}, {{"X_Box", 5}}};
    mof_set(&o, Things, ((mof_ref_array){two, 2}));
    only(&o, MOF_MIRROR, words);
    assert_string_equal(words, "Things[1]: 'X_Box' is no object path");
}

/* Another schema may have subclasses of ours, but nobody writes references to what the program does not know. */
static void an_unknown_class_is_a_warning_in_what_a_provider_sent(void **state)
{
    struct user o = {0};
    char words[200];
    (void)state;
    mof_set(&o, Thing, ref("X_Other.Name='a'"));
    assert_true(only(&o, MOF_MIRROR, words).warning);
    assert_string_equal(words, "Thing: 'X_Other.Name='a'' is no path to X_Thing");
    assert_false(only(&o, MOF_CREATE, words).warning);
    assert_false(only(&o, MOF_UPDATE, words).warning);
}

static void a_class_without_keys_leaves_them_to_those_below(void **state)
{
    struct user o = {0};
    char words[200];
    (void)state;
    mof_set(&o, Any, ref("Whatever.Key=1"));
    mof_set(&o, Base, ref("X_Thing.AnyKey=1"));
    assert_int_equal(mof_validate(&user_class, &o, MOF_CREATE, NULL), 0);
    mof_set(&o, Base, ref("X_Base=@"));
    assert_int_equal(mof_validate(&user_class, &o, MOF_CREATE, NULL), 0);
    mof_set(&o, Base, ref("X_Base.Key=1"));
    only(&o, MOF_CREATE, words);
    assert_string_equal(words, "Base: 'X_Base.Key=1' gives more than the keys of X_Base");
}

/* ---- references as PowerShell writes them ---------------------------------------------------------------- */

static void references_of_cim_instances_become_paths(void **state)
{
    static const mof_class *const classes[] = {&thing_class, &user_class, NULL};
    mof_records *records;
    mof_report report = {0};
    mof_arena arena = {0};
    struct user o;
    (void)state;
    assert_int_equal(mof_records_open("tests/records/powershell7-cim-references.json", classes, NULL, &records, NULL),
                     MOF_OK);
    assert_int_equal(mof_records_next(records), MOF_OK);
    assert_int_equal(mof_from_record(&user_class, &o, records, &arena, &report, NULL), MOF_OK);
    assert_int_equal(report.count, 0);
    assert_string_equal(o.Thing.path.at, "X_Box.Name=\"a \\\"b\\\" \\\\c\"");
    assert_string_equal(o.Base.path.at, "X_Thing.Name=\"base\"");
    assert_string_equal(o.Any.path.at, "X_Far.Path=\"p\",Number=7");
    assert_string_equal(o.All.path.at,
                        "X_All.Flag=TRUE,Small=-5,Large=18446744073709551615,Letter=65,Share=0.5,Real=2.25,"
                        "When=\"20231114221320.000000+000\",Thing=\"X_Thing.Name=\\\"in\\\\\\\"\\\"\",Text=\"t\"");
    assert_true(o.has.Things && o.Things.count == 3);
    assert_string_equal(o.Things.items[0].path.at, "X_Thing.Name=\"first\"");
    assert_string_equal(o.Things.items[1].path.at, "X_Tub.Name=\"path\"");
    assert_string_equal(o.Things.items[2].path.at, "X_Crate.Name=\"shallow, deep\"");
    assert_int_equal(mof_validate(&user_class, &o, MOF_CREATE, NULL), 0);
    assert_int_equal(mof_records_next(records), MOF_OK);
    assert_int_equal(mof_from_record(&user_class, &o, records, &arena, &report, NULL), MOF_OK);
    assert_int_equal(report.count, 0);
    assert_string_equal(o.Thing.path.at, "X_Box.Name=\"C:\\\\x \\\"y\\\"\"");
    assert_string_equal(o.Base.path.at, "X_Thing.Name=\"base\"");
    assert_string_equal(o.Any.path.at, "X_Far.Number=-7,Set=True");
    assert_int_equal(mof_validate(&user_class, &o, MOF_CREATE, NULL), 0);
    mof_records_close(records);
    mof_arena_free(&arena);
}

static void an_object_that_is_no_reference_is_reported(void **state)
{
    static const struct {
        const char *json, *words;
    } wrong[] = {
        {"{\"Thing\":{\"Note\": \"x\"}}", "Thing: '{\"Note\":\"x\"}' lacks a key of X_Thing: Name"},
        {"{\"Thing\":{\"Name\":null}}", "Thing: '{\"Name\":null}' lacks a key of X_Thing: Name"},
        {"{\"Thing\":{\"Name\":7}}", "Thing.Name: 7 is not a string"},
        {"{\"Thing\":{\"Name\":\"\\u0000\"}}", "Thing: '{\"Name\":\"\\u0000\"}' is no object path"},
        {"{\"Thing\":{\"Name\":\"a\",\"__CLASS\":\"X Y\"}}",
         "Thing: '{\"Name\":\"a\",\"__CLASS\":\"X Y\"}' is no object path"},
        {"{\"Things\":[{\"Name\":\"a\"},{}]}", "Things[1]: '{}' lacks a key of X_Thing: Name"},
        {"{\"All\":{\"Flag\":true,\"Thing\":{}}}", "All.Thing: '{}' lacks a key of X_Thing: Name"},
        {"{\"Any\":{\"Name\":\"a\"}}", "Any: '{\"Name\":\"a\"}' is no object path"},
        {"{\"Any\":{\"Key\":{\"a\":1},\"__CLASS\":\"X\"}}",
         "Any: '{\"Key\":{\"a\":1},\"__CLASS\":\"X\"}' is no object path"},
        {"{\"Any\":{\"a b\":1,\"__CLASS\":\"X\"}}", "Any: '{\"a b\":1,\"__CLASS\":\"X\"}' is no object path"},
        {"{\"Thing\":5}", "Thing: 5 is not an object path"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        mof_arena arena = {0};
        mof_violation found[2];
        mof_report report = mof_report_of(found, 2);
        struct user o;
        char words[200];
        assert_int_equal(mof_from_json(&user_class, &o, mof_str_from(wrong[i].json), &arena, &report, NULL), MOF_OK);
        assert_int_equal(report.errors, 1);
        mof_violation_format(&found[0], false, words, sizeof words);
        assert_string_equal(words, wrong[i].words);
        assert_false(o.has.Thing || o.has.Any || o.has.All || o.has.Things);
        assert_null(o.Thing.path.at);
        mof_arena_free(&arena);
    }
}

static void out_of_memory_is_no_bad_reference(void **state)
{
    static const char json[] = "{\"Thing\":{\"Name\":\"a\"},\"Any\":{\"A\":\"\\u00e9\",\"__CLASS\":\"X\"},"
                               "\"Base\":\"X_Thing (Name = \\\"b\\\")\",\"Things\":[{}]}";
    enum mof_status status = MOF_NO_MEMORY;
    size_t n = 0;
    (void)state;
    for (; status != MOF_OK && n < 100; n++) {
        mof_arena arena = {0};
        mof_report report = {0};
        mof_error error = {0};
        struct user o;
        assert_non_null(mof_arena_alloc(&arena, 1));
        while (arena.end > arena.at) arena.at++; /* so that each allocation is one of its own */
        allocations_left = n;
        status = mof_from_json(&user_class, &o, mof_str_from(json), &arena, &report, &error);
        allocations_left = SIZE_MAX;
        assert_true(status == MOF_OK || status == MOF_NO_MEMORY);
        assert_int_equal(report.count, status == MOF_OK);
        mof_arena_free(&arena);
    }
    assert_true(n > 1 && status == MOF_OK);
}

/* What is cut or written as a country has it cannot be read back: it stays, and is refused as no path. */
static void a_text_that_is_no_path_stays(void **state)
{
    static const char *const texts[] = {"X_Thing (Name = \"a long name that is c...\")",
                                        "X_Thing (Name = \"a",
                                        "X_Thing (Name = \"a\"",
                                        "X_Thing (Name = 5/1/2024 10:00:00 AM)",
                                        "X_Thing (Other = \"a\")",
                                        "X_Thing (Name = \"a\", Name = \"b\")",
                                        "X_Thing (Name = \"a\", )",
                                        "X_Thing ()",
                                        "X_Thing: (Name = )",
                                        "X_Thing (Name)",
                                        "(Name = \"a\")",
                                        "X_Thing (Name = \"a\"...)"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        mof_arena arena = {0};
        struct user o = {0}, back;
        mof_str json;
        char words[200];
        o.Thing = ref(texts[i]);
        o.has.Thing = true;
        assert_int_equal(mof_to_json(&user_class, &o, &json, &arena, NULL), MOF_OK);
        assert_int_equal(mof_from_json(&user_class, &back, json, &arena, NULL, NULL), MOF_OK);
        assert_string_equal(back.Thing.path.at, texts[i]);
        only(&back, MOF_MIRROR, words);
        mof_arena_free(&arena);
    }
}

static const mof_class link_class;
static const struct mof_property next = {
    .name = "Next", .type = MOF_REFERENCE, .target = &link_class, .flags = MOF_KEY};
static const mof_class link_class = {.name = "X_Link",
                                     .properties = &next,
                                     .count = 1,
                                     .keys = (const struct mof_key_part[]){{0, 0}},
                                     .key_count = 1,
                                     .size = sizeof(mof_ref) + sizeof(bool),
                                     .has = sizeof(mof_ref),
                                     .abi = &mofrt_abi_3};

/* Each level of references in keys may double the path. */
static void objects_in_keys_are_bounded(void **state)
{
    mof_arena arena = {0};
    mof_violation v;
    mof_report report = mof_report_of(&v, 1);
    char json[2000] = "", words[200];
    struct {
        mof_ref Next;
        bool has;
    } o;
    (void)state;
    for (int i = 0; i < 100; i++) strcat(json, "{\"Next\":");
    strcat(json, "5");
    for (int i = 0; i < 100; i++) strcat(json, "}");
    assert_int_equal(mof_from_json(&link_class, &o, mof_str_from(json), &arena, &report, NULL), MOF_OK);
    assert_int_equal(report.count, 1);
    mof_violation_format(&v, false, words, sizeof words);
    assert_string_equal(words, "Next.Next.Next.Next.Next: embeds objects in each other more than 4 deep");
    mof_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_form_is_read),
        cmocka_unit_test(what_is_no_path_is_refused),
        cmocka_unit_test(the_class_of_a_path_is_known),
        cmocka_unit_test(a_key_comes_back_from_its_path),
        cmocka_unit_test(keys_come_in_any_order_and_spelling),
        cmocka_unit_test(a_value_fits_the_type_of_its_key),
        cmocka_unit_test(what_cannot_stand_in_a_path_is_refused),
        cmocka_unit_test(paths_nest_to_a_depth),
        cmocka_unit_test(a_bad_reference_is_reported),
        cmocka_unit_test(an_unknown_class_is_a_warning_in_what_a_provider_sent),
        cmocka_unit_test(a_class_without_keys_leaves_them_to_those_below),
        cmocka_unit_test(references_of_cim_instances_become_paths),
        cmocka_unit_test(an_object_that_is_no_reference_is_reported),
        cmocka_unit_test(out_of_memory_is_no_bad_reference),
        cmocka_unit_test(a_text_that_is_no_path_stays),
        cmocka_unit_test(objects_in_keys_are_bounded),
    };
    return cmocka_run_group_tests_name("reference", tests, NULL, NULL);
}
