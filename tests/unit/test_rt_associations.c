/* Along associations, with what mofc makes of ways.mof: references to one class, to a class above the object's, to a
 * class with two keys; and the same with an allocation that fails. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <sqlite3.h>

#include "failing_malloc.h"
#include "ways_store.h"

static mof_store *store;
static mof_error error;
static mof_arena arena;

static mof_ref ref(const char *path) { return (mof_ref){mof_str_from(path)}; }

static void done(enum mof_status status)
{
    if (status != MOF_OK) fail_msg("%s: %s", mof_status_name(status), error.message);
}

static void add_stands(const char *place, const char *thing)
{
    Way_Stands o;
    Way_Stands_init(&o);
    mof_set(&o, Place, ref(place));
    mof_set(&o, Thing, ref(thing));
    done(Way_Stands_insert(store, &o, MOF_MIRROR, NULL, &error));
}

static void add_sits(const char *desk, const char *person, uint32_t days)
{
    Way_Sits o;
    Way_Sits_init(&o);
    mof_set(&o, Desk, ref(desk));
    mof_set(&o, Person, ref(person));
    mof_set(&o, Days, days);
    done(Way_Sits_insert(store, &o, MOF_MIRROR, NULL, &error));
}

static int fill(void **state)
{
    (void)state;
    done(ways_open(":memory:", NULL, &store, &error));
    Way_Hall hall;
    Way_Desk desk;
    Way_Tall tall;
    Way_Person person;
    Way_Badge badge;
    Way_Hall_init(&hall);
    mof_set(&hall, Id, mof_str_from("h \"1\""));
    mof_set(&hall, Floors, 3);
    done(Way_Hall_insert(store, &hall, MOF_MIRROR, NULL, &error));
    Way_Desk_init(&desk);
    mof_set(&desk, Id, mof_str_from("d1"));
    done(Way_Desk_insert(store, &desk, MOF_MIRROR, NULL, &error));
    Way_Tall_init(&tall);
    mof_set(&tall, Id, mof_str_from("t1"));
    mof_set(&tall, Height, 120);
    done(Way_Tall_insert(store, &tall, MOF_MIRROR, NULL, &error));
    Way_Person_init(&person);
    mof_set(&person, Number, UINT64_MAX);
    mof_set(&person, Firm, mof_str_from("A, B"));
    mof_set(&person, Name, mof_str_from("Ann"));
    done(Way_Person_insert(store, &person, MOF_MIRROR, NULL, &error));
    Way_Badge_init(&badge);
    mof_set(&badge, Serial, 9);
    mof_set(&badge, Holder, ref("Way_Person.Firm=\"A, B\",Number=18446744073709551615"));
    mof_set(&badge, Opens, ref("//here/root/ways:Way_Hall.Id=\"h \\\"1\\\"\""));
    done(Way_Badge_insert(store, &badge, MOF_MIRROR, NULL, &error));
    add_stands("Way_Hall.Id=\"h \\\"1\\\"\"", "Way_Element.Id=\"t1\"");
    add_stands("way_hall=\"h \\\"1\\\"\"", "Way_Desk.Id=\"d1\"");
    add_stands("Way_Hall.Id=\"h \\\"1\\\"\"", "Way_Hall.Id=\"h \\\"1\\\"\"");
    add_sits("Way_Tall.ID=\"t1\"", "Way_Person.number=18446744073709551615,FIRM=\"A, B\"", 5);
    add_sits("Way_Desk.Id=\"d1\"", "Way_Person.Number=1,Firm=\"A, B\"", 7);
    return 0;
}

static int empty(void **state)
{
    (void)state;
    mof_store_close(store);
    mof_arena_free(&arena);
    return 0;
}

/* ---- what a reference leads to -------------------------------------------------------------------------- */

static void a_reference_leads_to_its_object(void **state)
{
    (void)state;
    static const char *const tall[] = {"Way_Tall.Id=\"t1\"", "Way_Desk.Id=\"t1\"", "way_element.id=\"t1\"",
                                       "\\\\HOST\\root\\ways:Way_Tall=\"t1\""};
    const mof_table *table;
    void *object;
    for (size_t i = 0; i < sizeof tall / sizeof *tall; i++) {
        done(mof_store_follow(store, ref(tall[i]), &table, &object, &arena, &error));
        assert_ptr_equal(table, &Way_Tall_table);
        assert_int_equal(((const Way_Tall *)object)->Height, 120);
    }
    done(mof_store_follow(store, ref("Way_Person.Firm=\"A, B\",Number=18446744073709551615"), &table, &object, &arena,
                          &error));
    assert_ptr_equal(table, &Way_Person_table);
    assert_true(mof_str_is(((const Way_Person *)object)->Name, "Ann"));
}

static void a_reference_that_leads_nowhere_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *path, *words;
        enum mof_status status;
    } cases[] = {
        {"Way_Desk.Id=\"none\"", "follow Way_Desk.Id=\"none\": no row has this key", MOF_NOT_FOUND},
        {"Way_Hall.Id=\"t1\"", "no row has this key", MOF_NOT_FOUND}, /* what is there is no hall */
        {"Other_Class.Id=\"t1\"", "no row has this key", MOF_NOT_FOUND},
        {"Way_Person.Number=1", "lacks a key of Way_Person: Firm", MOF_INVALID},
        {"t1", "the reference is no object path", MOF_INVALID},
        {"", "the reference is no object path", MOF_INVALID},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const mof_table *table;
        void *object;
        assert_int_equal(mof_store_follow(store, ref(cases[i].path), &table, &object, &arena, &error), cases[i].status);
        if (!strstr(error.message, cases[i].words)) fail_msg("%s: %s", cases[i].path, error.message);
        assert_true(!table && !object);
    }
}

/* ---- what refers to an object --------------------------------------------------------------------------- */

/* "Class.Property" of each, with a blank behind. */
static enum mof_status list(const mof_table *to, const void *key, char out[200])
{
    mof_referrers walk;
    const mof_table *table;
    const char *property;
    void *object;
    out[0] = 0;
    enum mof_status status = mof_store_referrers(store, to, key, &walk, &error);
    while (status == MOF_OK) {
        status = mof_referrers_next(&walk, &table, &property, &object, &arena, &error);
        if (status != MOF_OK) break;
        size_t used = strlen(out);
        snprintf(out + used, 200 - used, "%s.%s ", mof_class_name(mof_table_class(table)), property);
    }
    mof_referrers_close(&walk);
    return status;
}

static void an_object_knows_who_refers_to_it(void **state)
{
    (void)state;
    char out[200];
    Way_Hall_key hall = {.Id = mof_str_from("h \"1\"")};
    assert_int_equal(list(&Way_Hall_table, &hall, out), MOF_DONE);
    assert_string_equal(out, "Way_Badge.Opens Way_Stands.Place Way_Stands.Place Way_Stands.Place Way_Stands.Thing ");
    Way_Tall_key tall = {.Id = mof_str_from("t1")};
    assert_int_equal(list(&Way_Tall_table, &tall, out), MOF_DONE);
    assert_string_equal(out, "Way_Stands.Thing Way_Sits.Desk ");
    Way_Desk_key desk = {.Id = mof_str_from("d1")};
    assert_int_equal(list(&Way_Desk_table, &desk, out), MOF_DONE);
    assert_string_equal(out, "Way_Stands.Thing Way_Sits.Desk ");
    Way_Person_key person = {.Number = UINT64_MAX, .Firm = mof_str_from("A, B")};
    assert_int_equal(list(&Way_Person_table, &person, out), MOF_DONE);
    assert_string_equal(out, "Way_Badge.Holder Way_Sits.Person ");
    person.Firm = mof_str_from("a, b"); /* keys compare with case here */
    assert_int_equal(list(&Way_Person_table, &person, out), MOF_DONE);
    assert_string_equal(out, "");
}

/* From a desk over the association to who sits there. */
static void the_other_end_is_two_steps_away(void **state)
{
    (void)state;
    mof_referrers walk;
    const mof_table *table, *end;
    void *object, *other;
    Way_Tall_key tall = {.Id = mof_str_from("t1")};
    done(Way_Tall_referrers(store, &tall, &walk, &error));
    do done(mof_referrers_next(&walk, &table, NULL, &object, &arena, &error));
    while (table != &Way_Sits_table);
    mof_referrers_close(&walk);
    const Way_Sits *sits = object;
    assert_int_equal(sits->Days, 5);
    done(mof_store_follow(store, sits->Person, &end, &other, &arena, &error));
    assert_true(end == &Way_Person_table && mof_str_is(((const Way_Person *)other)->Name, "Ann"));
}

/* ---- without memory ------------------------------------------------------------------------------------- */

static sqlite3_mem_methods real;
static int sqlite_left = -1; /* <0: any number */

static bool may_allocate(void)
{
    if (sqlite_left > 0) sqlite_left--;
    return sqlite_left != 0;
}

static void *failing_sqlite_malloc(int size) { return may_allocate() ? real.xMalloc(size) : NULL; }

static void *failing_sqlite_realloc(void *at, int size) { return may_allocate() ? real.xRealloc(at, size) : NULL; }

/* What fails says so, and what does not is right. */
static bool try_both(void)
{
    char out[200];
    const mof_table *table;
    void *object;
    Way_Tall_key tall = {.Id = mof_str_from("t1")};
    mof_arena_free(&arena);
    enum mof_status followed = mof_store_follow(store, ref("Way_Element.Id=\"t1\""), &table, &object, &arena, &error);
    enum mof_status listed = list(&Way_Tall_table, &tall, out);
    assert_true(followed == MOF_OK || followed == MOF_NO_MEMORY);
    assert_true(listed == MOF_DONE || listed == MOF_NO_MEMORY);
    if (listed == MOF_DONE) assert_string_equal(out, "Way_Stands.Thing Way_Sits.Desk ");
    return followed == MOF_OK && listed == MOF_DONE;
}

static void an_allocation_that_fails_is_told(void **state)
{
    (void)state;
    int failures = 0;
    for (size_t n = 0;; n++) {
        mof_store *fresh = store;
        allocations_left = n;
        bool all = try_both();
        bool enough = allocations_left > 0;
        allocations_left = SIZE_MAX;
        assert_ptr_equal(fresh, store);
        failures += !all;
        if (all && enough) break;
    }
    assert_true(failures > 2);
    for (int n = 1;; n++) {
        sqlite_left = n;
        bool all = try_both(), enough = sqlite_left > 0;
        sqlite_left = -1;
        failures += !all;
        if (all && enough) break;
    }
    assert_true(failures > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_reference_leads_to_its_object, fill, empty),
        cmocka_unit_test_setup_teardown(a_reference_that_leads_nowhere_is_told, fill, empty),
        cmocka_unit_test_setup_teardown(an_object_knows_who_refers_to_it, fill, empty),
        cmocka_unit_test_setup_teardown(the_other_end_is_two_steps_away, fill, empty),
        cmocka_unit_test_setup_teardown(an_allocation_that_fails_is_told, fill, empty),
    };
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real);
    sqlite3_mem_methods failing = real;
    failing.xMalloc = failing_sqlite_malloc;
    failing.xRealloc = failing_sqlite_realloc;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &failing);
    return cmocka_run_group_tests_name("associations", tests, NULL, NULL);
}
