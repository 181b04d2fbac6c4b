/* Columns of the SQL targets: types, CHECKs, literals, and the moment that a datetime means. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <sqlite3.h>
#include <cmocka.h>

#include "backend/sql/sql.h"

struct fixture {
    struct arena arena;
    struct names names;
    struct model_options options;
    struct schema schema;
    struct model model;
    const struct backend *backends[1];
    void *data[1];
};

static int begin(void **state)
{
    static struct fixture f;
    memset(&f, 0, sizeof f);
    names_init(&f.names, &f.arena);
    f.options = (struct model_options){.name = "test", .prefix = ""};
    f.schema.arena = &f.arena;
    f.backends[0] = &backend_sql;
    f.model = (struct model){.arena = &f.arena,
                             .schema = &f.schema,
                             .options = &f.options,
                             .backends = f.backends,
                             .backend_data = f.data,
                             .backend_count = 1};
    sql_names_build(&f.model, &f.data[0]);
    *state = &f;
    return 0;
}

static int end(void **state)
{
    struct fixture *f = *state;
    arena_free(&f->arena);
    return 0;
}

static struct property property(struct fixture *f, const char *name, enum cim_type type)
{
    return (struct property){.name = name_of(&f->names, name), .type = {.cim = type}};
}

static const char *check(struct fixture *f, const struct property *p)
{
    struct text t = {0};
    sql_add_check(&t, &f->model, p);
    const char *copy = arena_copy(&f->arena, t.at ? t.at : "", t.len);
    text_free(&t);
    return copy;
}

static const char *literal(struct fixture *f, const struct property *p, const struct value *v)
{
    struct text t = {0};
    bool some = sql_add_literal(&t, &f->model, p, v);
    const char *copy = some ? arena_copy(&f->arena, t.at ? t.at : "", t.len) : NULL;
    if (!some) assert_int_equal(t.len, 0);
    text_free(&t);
    return copy;
}

static struct enum_value one(uint64_t value)
{
    return (struct enum_value){.low = value, .high = value};
}

static struct enum_value range(uint64_t low, uint64_t high)
{
    return (struct enum_value){.range = true, .low = low, .high = high};
}

static void integers_keep_their_width(void **state)
{
    struct fixture *f = *state;
    static const struct {
        enum cim_type type;
        const char *check;
    } cases[] = {
        {CIM_UINT8, "X BETWEEN 0 AND 255"},
        {CIM_SINT8, "X BETWEEN -128 AND 127"},
        {CIM_UINT16, "X BETWEEN 0 AND 65535"},
        {CIM_SINT32, "X BETWEEN -2147483648 AND 2147483647"},
        {CIM_UINT32, "X BETWEEN 0 AND 4294967295"},
        {CIM_SINT64, ""},
        {CIM_UINT64, ""},
        {CIM_BOOLEAN, "X IN (0, 1)"},
        {CIM_CHAR16, "X BETWEEN 0 AND 65535"},
        {CIM_DATETIME, "length(X) = 25"},
        {CIM_STRING, ""},
        {CIM_REAL64, ""},
        {CIM_REFERENCE, ""},
        {CIM_OBJECT, "X IS NULL OR json_valid(X)"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct property p = property(f, "X", cases[i].type);
        assert_string_equal(check(f, &p), cases[i].check);
    }
    struct property p = property(f, "X", CIM_UINT64);
    f->options.uint64_checked = true;
    assert_string_equal(check(f, &p), "X >= 0");
}

static void limits_narrow_the_width(void **state)
{
    struct fixture *f = *state;
    struct property p = property(f, "X", CIM_UINT32);
    p.limits = (struct limits){.has_min = true, .min = 10};
    assert_string_equal(check(f, &p), "X BETWEEN 10 AND 4294967295");
    p.limits = (struct limits){.has_min = true, .min = 5, .min_negative = true, .has_max = true, .max = 10};
    assert_string_equal(check(f, &p), "X BETWEEN 0 AND 10"); /* an unsigned type stays unsigned */
    p = property(f, "X", CIM_SINT64);
    p.limits = (struct limits){.has_max = true, .max = 5, .max_negative = true};
    assert_string_equal(check(f, &p), "X <= -5");
    p = property(f, "X", CIM_UINT64);
    p.limits = (struct limits){.has_min = true, .min = 1, .has_max = true, .max = UINT64_MAX};
    assert_string_equal(check(f, &p), "X >= 1 OR X <= -1");
    p = property(f, "X", CIM_REAL32);
    p.limits = (struct limits){.has_min = true, .min = 1, .has_max = true, .max = 2};
    assert_string_equal(check(f, &p), "X >= 1 AND X <= 2");
}

static void values_become_lists_and_runs(void **state)
{
    struct fixture *f = *state;
    struct property p = property(f, "X", CIM_UINT16);
    struct enum_value values[] = {one(0), one(3), one(1), one(2), one(9), range(32768, 65535), one(9)};
    struct enumeration e = {.values = values, .count = 7, .property = &p};
    p.enumeration = &e;
    assert_string_equal(check(f, &p), "X = 9 OR X BETWEEN 0 AND 3 OR X BETWEEN 32768 AND 65535");
    e.count = 2;
    assert_string_equal(check(f, &p), "X IN (0, 3)");
    e.open = true;
    assert_string_equal(check(f, &p), "X BETWEEN 0 AND 65535");
    e.open = false;
    values[1].unclaimed = true; /* all that the others leave */
    assert_string_equal(check(f, &p), "X BETWEEN 0 AND 65535");
}

static void flags_become_a_mask(void **state)
{
    struct fixture *f = *state;
    struct property p = property(f, "X", CIM_UINT32);
    struct enum_value values[] = {one(1), one(16)};
    struct enumeration e = {.values = values, .count = 2, .flags = true, .property = &p};
    p.enumeration = &e;
    assert_string_equal(check(f, &p), "(X & ~17) = 0");
}

static void text_is_bounded_and_the_default_is_right(void **state)
{
    struct fixture *f = *state;
    struct property p = property(f, "it\"s", CIM_STRING);
    struct value empty = {.kind = VALUE_STRING, .string = {"", 0}};
    p.limits = (struct limits){.has_min_length = true, .min_length = 3, .has_max_length = true, .max_length = 3};
    assert_string_equal(check(f, &p), "length(\"it\"\"s\") = 3");
    p.limits.allows_default = true;
    p.initial = &empty;
    assert_string_equal(check(f, &p), "length(\"it\"\"s\") = 3 OR \"it\"\"s\" = ''");
    p = property(f, "X", CIM_STRING);
    p.limits = (struct limits){.has_max_length = true, .max_length = 8, .has_min_text = true, .min_text = {"a'", 2}};
    assert_string_equal(check(f, &p), "length(X) <= 8 AND X >= 'a'''");
    struct enum_value on = {.text = true, .written = {"o'n", 3}};
    struct enumeration e = {.values = &on, .count = 1, .strings = true, .property = &p};
    p.enumeration = &e;
    assert_string_equal(check(f, &p), "X IN ('o''n')");
}

static void values_become_literals(void **state)
{
    struct fixture *f = *state;
    struct property number = property(f, "N", CIM_UINT64), text = property(f, "T", CIM_STRING);
    struct property real = property(f, "R", CIM_REAL64), letter = property(f, "C", CIM_CHAR16);
    struct property words = property(f, "W", CIM_STRING), bytes = property(f, "B", CIM_UINT8);
    words.type.array = bytes.type.array = true;
    struct value top = {.kind = VALUE_INTEGER, .magnitude = UINT64_MAX};
    struct value least = {.kind = VALUE_INTEGER, .magnitude = 9223372036854775808u, .negative = true};
    struct value hostile = {.kind = VALUE_STRING, .string = {"a'; -- \"", 8}};
    struct value half = {.kind = VALUE_REAL, .real = 0.5}, two = {.kind = VALUE_INTEGER, .magnitude = 2};
    struct value euro = {.kind = VALUE_CHAR, .string = {"\xE2\x82\xAC", 3}};
    struct value list = {.kind = VALUE_ARRAY, .array = {&hostile, 1}}, blob = {.kind = VALUE_ARRAY, .array = {&two, 1}};
    assert_string_equal(literal(f, &number, &top), "-1");
    assert_string_equal(literal(f, &number, &least), "(-9223372036854775807 - 1)");
    assert_string_equal(literal(f, &text, &hostile), "'a''; -- \"'");
    assert_null(literal(f, &number, &hostile));
    assert_string_equal(literal(f, &real, &half), "0.5");
    assert_string_equal(literal(f, &real, &two), "2.0");
    assert_string_equal(literal(f, &letter, &euro), "8364");
    assert_string_equal(literal(f, &words, &list), "'[\"a''; -- \\\"\"]'");
    assert_string_equal(literal(f, &bytes, &blob), "x'02'");
}

static const char *name_as_sql(struct fixture *f, const char *name)
{
    struct text t = {0};
    sql_add_name(&t, slice_of(name));
    const char *copy = arena_copy(&f->arena, t.at, t.len);
    text_free(&t);
    return copy;
}

/* The words are those of the library that is linked: where it knows more of them, what mofc writes would not load. */
static void names_are_quoted_where_sql_needs_it(void **state)
{
    struct fixture *f = *state;
    assert_string_equal(name_as_sql(f, "State_2"), "State_2");
    assert_string_equal(name_as_sql(f, "Orders"), "Orders");
    assert_string_equal(name_as_sql(f, "oRDER"), "\"oRDER\"");
    assert_string_equal(name_as_sql(f, "true"), "\"true\"");
    assert_string_equal(name_as_sql(f, "2nd"), "\"2nd\"");
    assert_string_equal(name_as_sql(f, "a\"b"), "\"a\"\"b\"");
    assert_string_equal(name_as_sql(f, "Gr\303\266\303\237e"), "\"Gr\303\266\303\237e\"");
    for (int i = 0; i < sqlite3_keyword_count(); i++) {
        const char *word;
        int len;
        assert_int_equal(sqlite3_keyword_name(i, &word, &len), SQLITE_OK);
        assert_int_equal(name_as_sql(f, arena_copy(&f->arena, word, (size_t)len))[0], '"');
    }
}

#define with_model(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_model(integers_keep_their_width),
        with_model(limits_narrow_the_width),
        with_model(values_become_lists_and_runs),
        with_model(flags_become_a_mask),
        with_model(text_is_bounded_and_the_default_is_right),
        with_model(values_become_literals),
        with_model(names_are_quoted_where_sql_needs_it),
    };
    return cmocka_run_group_tests_name("sql_column", tests, NULL, NULL);
}
