/* Literals and names of the SQL targets. */
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

static void values_become_literals(void **state)
{
    struct fixture *f = *state;
    struct property number = property(f, "N", CIM_UINT64), text = property(f, "T", CIM_STRING);
    struct property real = property(f, "R", CIM_REAL64);
    struct property words = property(f, "W", CIM_STRING), bytes = property(f, "B", CIM_UINT8);
    words.type.array = bytes.type.array = true;
    struct value top = {.kind = VALUE_INTEGER, .magnitude = UINT64_MAX};
    struct value least = {.kind = VALUE_INTEGER, .magnitude = 9223372036854775808u, .negative = true};
    struct value hostile = {.kind = VALUE_STRING, .string = {"a'; -- \"", 8}};
    struct value half = {.kind = VALUE_REAL, .real = 0.5}, two = {.kind = VALUE_INTEGER, .magnitude = 2};
    struct value list = {.kind = VALUE_ARRAY, .array = {&hostile, 1}}, blob = {.kind = VALUE_ARRAY, .array = {&two, 1}};
    assert_string_equal(sql_literal(&f->model, &number, &top), "-1");
    assert_string_equal(sql_literal(&f->model, &number, &least), "(-9223372036854775807 - 1)");
    assert_string_equal(sql_literal(&f->model, &text, &hostile), "'a''; -- \"'");
    assert_null(sql_literal(&f->model, &number, &hostile));
    assert_string_equal(sql_literal(&f->model, &real, &half), "0.5");
    assert_string_equal(sql_literal(&f->model, &real, &two), "2.0");
    assert_string_equal(sql_literal(&f->model, &words, &list), "'[\"a''; -- \\\"\"]'");
    assert_string_equal(sql_literal(&f->model, &bytes, &blob), "x'02'");
}

static const char *name_as_sql(struct fixture *f, const char *name) { return sql_name(&f->model, slice_of(name)); }

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
        with_model(values_become_literals),
        with_model(names_are_quoted_where_sql_needs_it),
    };
    return cmocka_run_group_tests_name("sql_literal", tests, NULL, NULL);
}
