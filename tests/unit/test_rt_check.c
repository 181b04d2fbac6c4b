/* Validators: a table of every violation, each in the three modes, through a class that holds each kind of property,
 * and what no table can say: the data of a violation, the pardon of a default, depth, and a report that is too small.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/mofrt.h"

struct thing {
    uint32_t Key;
    mof_str Name;      /* never NULL, 2 to 4 characters */
    uint32_t Assigned; /* read-only, never NULL */
    int32_t Level;     /* -5 to 5 */
    uint32_t Percent;  /* 1 to 100 */
    uint32_t State;    /* closed */
    uint32_t Kind;     /* open */
    double Share;      /* 0 to 1 */
    mof_datetime When;
    mof_uint8_array Data;
    uint32_t DataSize; /* the length of Data */
    mof_uint16_array Three;
    mof_str_array Words; /* items of 1 to 3 characters */
    mof_str Code;        /* "b" to "d" */
    const struct thing *Part;
    uint32_t present[1];
};
enum {
    KEY,
    NAME,
    ASSIGNED,
    LEVEL,
    PERCENT,
    STATE,
    KIND,
    SHARE,
    WHEN,
    DATA,
    DATA_SIZE,
    THREE,
    WORDS,
    CODE,
    PART,
    COUNT
};

static const struct mof_enum_value values[] = {{0, 0, "Idle", NULL}, {10, 19, "Busy", NULL}};
static const struct mof_enum states = {"Thing.State", values, 2, MOF_UINT32, 0, 0};
static const struct mof_enum kinds = {"Thing.Kind", values, 2, MOF_UINT32, 0, 1};
enum { BOTH = MOF_READ | MOF_WRITE };
static const struct mof_class thing_class;
typedef struct thing T;
static const struct mof_property properties[] = {
    MOF_ROW(T, Key, MOF_KEY | BOTH | MOF_NOT_NULL, UINT32) MOF_ROW(T, Name, BOTH | MOF_NOT_NULL, STRING)
        MOF_ROW(T, Assigned, MOF_READ | MOF_NOT_NULL, UINT32) MOF_ROW_LIMITS(T, Level, BOTH, SINT32, (uint64_t)-5, 5)
            MOF_ROW_LIMITS(T, Percent, BOTH, UINT32, 1, 100)
                MOF_ROW_FULL(T, "State", State, BOTH, UINT32, &states, NULL, 0, 0)
                    MOF_ROW_FULL(T, "Kind", Kind, BOTH, UINT32, &kinds, NULL, 0, 0) MOF_ROW(T, Share, BOTH, REAL64)
                        MOF_ROW(T, When, BOTH, DATETIME) MOF_ROW_LIMITS(T, Data, MOF_ARRAY | BOTH, UINT8, 0, 4)
                            MOF_ROW(T, DataSize, BOTH, UINT32) MOF_ROW(T, Three, MOF_ARRAY | BOTH, UINT16)
                                MOF_ROW_LIMITS(T, Words, MOF_ARRAY | BOTH, STRING, 1, 3) MOF_ROW(T, Code, BOTH, STRING)
                                    MOF_ROW_CLASS(T, Part, BOTH, thing)};

/* The rows say most limits; what they have no room for is a call each. */
static size_t validate(const void *object, int mode, struct mof_report *report)
{
    const struct thing *o = object;
    struct mof_check c = mof_check_begin(&thing_class, o, mode, report);
    mof_check_rows(&c, o, KEY, 1);
    c.pardon = mof_str_is(o->Name, "default");
    mof_check_str(&c, NAME, o->Name, 2, 4);
    mof_check_rows(&c, o, ASSIGNED, SHARE - ASSIGNED);
    mof_check_real_range(&c, SHARE, o->Share, 0, 1);
    mof_check_rows(&c, o, WHEN, THREE - WHEN);
    mof_check_items_range(&c, THREE, o->Three.items, o->Three.count, 3, 0, 9);
    mof_check_rows(&c, o, WORDS, 2);
    mof_check_str_range(&c, CODE, o->Code, "b", "d");
    mof_check_rows(&c, o, PART, 1);
    mof_check_count(&c, DATA_SIZE, o->DataSize, DATA, o->Data.count);
    return c.found;
}

static const struct mof_class thing_class = {
    "Thing", properties, COUNT, offsetof(struct thing, present), sizeof(struct thing), NULL, validate};

/* What every mode takes: all that must be there, nothing that a client may not set. */
static struct thing good(enum mof_mode mode)
{
    struct thing o = {.Key = 1, .Name = {"name", 4}};
    mof_mark(o.present, KEY);
    mof_mark(o.present, NAME);
    if (mode == MOF_MIRROR) mof_mark(o.present, ASSIGNED);
    return o;
}

/* ---- one violation at a time ------------------------------------------------------------------------------ */

static const uint8_t bytes[5];
static const uint16_t numbers[] = {1, 9, 10, 11};
static const mof_str good_words[] = {{"a", 1}, {"abc", 3}};
static const mof_str bad_words[] = {{"a", 1}, {NULL, 0}, {"abcd", 4}};
static const struct thing empty;

#define SET(member, bit, ...) (o->member = __VA_ARGS__, mof_mark(o->present, bit))
static void no_key(struct thing *o)
{
    mof_clear(&thing_class, o, KEY);
}
static void no_name(struct thing *o)
{
    mof_clear(&thing_class, o, NAME);
}
static void no_assigned(struct thing *o)
{
    mof_clear(&thing_class, o, ASSIGNED);
}
static void assigned(struct thing *o)
{
    SET(Assigned, ASSIGNED, 1);
}
static void unmarked_number(struct thing *o)
{
    o->Level = 1;
}
static void unmarked_text(struct thing *o)
{
    o->Code = mof_str_from("c");
}
static void unmarked_array(struct thing *o)
{
    o->Data = (mof_uint8_array){bytes, 1};
}
static void unmarked_date(struct thing *o)
{
    o->When.year = 2024;
}
static void unmarked_part(struct thing *o)
{
    o->Part = &empty;
}
static void short_name(struct thing *o)
{
    o->Name = mof_str_from("a");
}
static void long_name(struct thing *o)
{
    o->Name = mof_str_from("abcde");
}
static void four_letters_of_two_bytes(struct thing *o)
{
    o->Name = mof_str_from("äöüß");
}
static void default_name(struct thing *o)
{
    o->Name = mof_str_from("default");
}
static void nul_in_name(struct thing *o)
{
    o->Name = mof_str_of("a\0b", 3);
}
static void no_utf8(struct thing *o)
{
    o->Name = mof_str_of("ab\xC3", 3);
}
static void low_level(struct thing *o)
{
    SET(Level, LEVEL, -6);
}
static void high_level(struct thing *o)
{
    SET(Level, LEVEL, 6);
}
static void least_level(struct thing *o)
{
    SET(Level, LEVEL, -5);
}
static void no_percent(struct thing *o)
{
    SET(Percent, PERCENT, 0);
}
static void full_percent(struct thing *o)
{
    SET(Percent, PERCENT, 100);
}
static void over_percent(struct thing *o)
{
    SET(Percent, PERCENT, 101);
}
static void unknown_state(struct thing *o)
{
    SET(State, STATE, 9);
}
static void ranged_state(struct thing *o)
{
    SET(State, STATE, 19);
}
static void unknown_kind(struct thing *o)
{
    SET(Kind, KIND, 9);
}
static void nan_share(struct thing *o)
{
    SET(Share, SHARE, NAN);
}
static void infinite_share(struct thing *o)
{
    SET(Share, SHARE, -INFINITY);
}
static void negative_share(struct thing *o)
{
    SET(Share, SHARE, -0.5);
}
static void large_share(struct thing *o)
{
    SET(Share, SHARE, 1.5);
}
static void month_13(struct thing *o)
{
    SET(When, WHEN, (mof_datetime){.year = 2024, .month = 13, .day = 1, .micro_digits = 6});
}
static void five_bytes(struct thing *o)
{
    SET(Data, DATA, (mof_uint8_array){bytes, 5});
}
static void wrong_count(struct thing *o)
{
    SET(Data, DATA, (mof_uint8_array){bytes, 3});
    SET(DataSize, DATA_SIZE, 4);
}
static void right_count(struct thing *o)
{
    SET(Data, DATA, (mof_uint8_array){bytes, 3});
    SET(DataSize, DATA_SIZE, 3);
}
static void count_alone(struct thing *o)
{
    SET(DataSize, DATA_SIZE, 7);
}
static void two_of_three(struct thing *o)
{
    SET(Three, THREE, (mof_uint16_array){numbers, 2});
}
static void large_item(struct thing *o)
{
    SET(Three, THREE, (mof_uint16_array){numbers, 3});
}
static void right_words(struct thing *o)
{
    SET(Words, WORDS, (mof_str_array){good_words, 2});
}
static void no_word(struct thing *o)
{
    SET(Words, WORDS, (mof_str_array){bad_words, 2});
}
static void long_word(struct thing *o)
{
    SET(Words, WORDS, (mof_str_array){bad_words + 2, 1});
}
static void early_code(struct thing *o)
{
    SET(Code, CODE, mof_str_from("a"));
}
static void late_code(struct thing *o)
{
    SET(Code, CODE, mof_str_from("e"));
}
static void null_part(struct thing *o)
{
    SET(Part, PART, NULL);
}

enum {
    MIRROR = 1 << MOF_MIRROR,
    CREATE = 1 << MOF_CREATE,
    UPDATE = 1 << MOF_UPDATE,
    WRITES = CREATE | UPDATE,
    ALL = MIRROR | WRITES
};

static const struct trial {
    void (*change)(struct thing *);
    int property;
    enum mof_rule rule;
    int modes; /* in which it is a violation; in the others there is none */
    int64_t index;
} trials[] = {
    {no_key, KEY, MOF_RULE_KEY_MISSING, MIRROR | CREATE, MOF_WHOLE},
    {no_name, NAME, MOF_RULE_NULL, MIRROR | CREATE, MOF_WHOLE},
    {no_assigned, ASSIGNED, MOF_RULE_NULL, MIRROR, MOF_WHOLE},
    {assigned, ASSIGNED, MOF_RULE_READ_ONLY, WRITES, MOF_WHOLE},
    {unmarked_number, LEVEL, MOF_RULE_NOT_PRESENT, WRITES, MOF_WHOLE},
    {unmarked_text, CODE, MOF_RULE_NOT_PRESENT, WRITES, MOF_WHOLE},
    {unmarked_array, DATA, MOF_RULE_NOT_PRESENT, WRITES, MOF_WHOLE},
    {unmarked_date, WHEN, MOF_RULE_NOT_PRESENT, WRITES, MOF_WHOLE},
    {unmarked_part, PART, MOF_RULE_NOT_PRESENT, WRITES, MOF_WHOLE},
    {short_name, NAME, MOF_RULE_TOO_SHORT, ALL, MOF_WHOLE},
    {long_name, NAME, MOF_RULE_TOO_LONG, ALL, MOF_WHOLE},
    {four_letters_of_two_bytes, NAME, MOF_RULE_TOO_LONG, 0, MOF_WHOLE},
    {default_name, NAME, MOF_RULE_TOO_LONG, 0, MOF_WHOLE},
    {nul_in_name, NAME, MOF_RULE_BAD_TEXT, ALL, MOF_WHOLE},
    {no_utf8, NAME, MOF_RULE_BAD_TEXT, ALL, MOF_WHOLE},
    {low_level, LEVEL, MOF_RULE_TOO_SMALL, ALL, MOF_WHOLE},
    {high_level, LEVEL, MOF_RULE_TOO_LARGE, ALL, MOF_WHOLE},
    {least_level, LEVEL, MOF_RULE_TOO_SMALL, 0, MOF_WHOLE},
    {no_percent, PERCENT, MOF_RULE_TOO_SMALL, ALL, MOF_WHOLE},
    {full_percent, PERCENT, MOF_RULE_TOO_LARGE, 0, MOF_WHOLE},
    {over_percent, PERCENT, MOF_RULE_TOO_LARGE, ALL, MOF_WHOLE},
    {unknown_state, STATE, MOF_RULE_UNKNOWN_VALUE, ALL, MOF_WHOLE},
    {ranged_state, STATE, MOF_RULE_UNKNOWN_VALUE, 0, MOF_WHOLE},
    {unknown_kind, KIND, MOF_RULE_UNKNOWN_VALUE, ALL, MOF_WHOLE},
    {nan_share, SHARE, MOF_RULE_NOT_FINITE, ALL, MOF_WHOLE},
    {infinite_share, SHARE, MOF_RULE_NOT_FINITE, ALL, MOF_WHOLE},
    {negative_share, SHARE, MOF_RULE_TOO_SMALL, ALL, MOF_WHOLE},
    {large_share, SHARE, MOF_RULE_TOO_LARGE, ALL, MOF_WHOLE},
    {month_13, WHEN, MOF_RULE_BAD_DATETIME, ALL, MOF_WHOLE},
    {five_bytes, DATA, MOF_RULE_TOO_LONG, ALL, MOF_WHOLE},
    {wrong_count, DATA_SIZE, MOF_RULE_LENGTH_MISMATCH, ALL, MOF_WHOLE},
    {right_count, DATA_SIZE, MOF_RULE_LENGTH_MISMATCH, 0, MOF_WHOLE},
    {count_alone, DATA_SIZE, MOF_RULE_LENGTH_MISMATCH, 0, MOF_WHOLE},
    {two_of_three, THREE, MOF_RULE_ARRAY_SIZE, ALL, MOF_WHOLE},
    {large_item, THREE, MOF_RULE_TOO_LARGE, ALL, 2},
    {right_words, WORDS, MOF_RULE_TOO_LONG, 0, MOF_WHOLE},
    {no_word, WORDS, MOF_RULE_TOO_SHORT, ALL, 1},
    {long_word, WORDS, MOF_RULE_TOO_LONG, ALL, 0},
    {early_code, CODE, MOF_RULE_TOO_SMALL, ALL, MOF_WHOLE},
    {late_code, CODE, MOF_RULE_TOO_LARGE, ALL, MOF_WHOLE},
    {null_part, PART, MOF_RULE_NULL, ALL, MOF_WHOLE},
};

static void try_one(const struct trial *t, enum mof_mode mode)
{
    struct thing o = good(mode);
    struct mof_violation found[4];
    struct mof_report r = {.items = found, .capacity = 4};
    t->change(&o);
    size_t expected = t->modes >> mode & 1;
    size_t count = mof_validate(&thing_class, &o, mode, &r);
    if (count != expected || r.count != expected)
        fail_msg("%s of %s in mode %d: %zu violations", mof_rule_name(t->rule), properties[t->property].name, (int)mode,
                 count);
    if (!expected) return;
    assert_string_equal(mof_rule_name(found[0].rule), mof_rule_name(t->rule));
    assert_string_equal(found[0].property, properties[t->property].name);
    assert_ptr_equal(found[0].of, &thing_class);
    assert_int_equal(found[0].index, t->index);
    assert_int_equal(found[0].warning, t->property == KIND);
    assert_int_equal(r.errors, t->property != KIND);
}

static void each_violation_in_each_mode(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof trials / sizeof *trials; i++)
        for (int mode = MOF_MIRROR; mode <= MOF_UPDATE; mode++) try_one(&trials[i], (enum mof_mode)mode);
}

/* Rules that a validator cannot break: the store compares with what is stored, and reading JSON sees the text. */
static bool told_elsewhere(int rule)
{
    return rule == MOF_RULE_KEY_CHANGED || rule == MOF_RULE_IMMUTABLE || rule == MOF_RULE_TOO_DEEP ||
           rule == MOF_RULE_WRONG_TYPE || rule == MOF_RULE_UNKNOWN_PROPERTY || rule == MOF_RULE_DUPLICATE_PROPERTY;
}

static void no_rule_is_without_a_trial(void **state)
{
    (void)state;
    for (int rule = 0; rule < MOF_RULE_COUNT; rule++) {
        size_t i = 0, count = sizeof trials / sizeof *trials;
        while (i < count && (int)trials[i].rule != rule) i++;
        assert_non_null(mof_rule_name((enum mof_rule)rule));
        if (i == count && !told_elsewhere(rule)) fail_msg("no trial of %s", mof_rule_name((enum mof_rule)rule));
    }
}

static void what_is_good_is_good_in_each_mode(void **state)
{
    (void)state;
    for (int mode = MOF_MIRROR; mode <= MOF_UPDATE; mode++) {
        struct thing o = good((enum mof_mode)mode);
        assert_int_equal(mof_validate(&thing_class, &o, (enum mof_mode)mode, NULL), 0);
    }
    assert_int_equal(mof_validate(&thing_class, &empty, MOF_UPDATE, NULL), 0);
}

/* ---- what a violation says --------------------------------------------------------------------------------- */

static void told(void (*change)(struct thing *), const char *whole, const char *redacted)
{
    struct thing o = good(MOF_MIRROR);
    struct mof_violation v;
    struct mof_report r = {.items = &v, .capacity = 1};
    char text[120];
    change(&o);
    assert_int_equal(mof_validate(&thing_class, &o, MOF_MIRROR, &r), 1);
    mof_violation_format(&v, false, text, sizeof text);
    assert_string_equal(text, whole);
    mof_violation_format(&v, true, text, sizeof text);
    assert_string_equal(text, redacted);
}

static void text_shows_value_and_limit_or_hides_the_value(void **state)
{
    (void)state;
    told(long_name, "Name: 'abcde' has 5 characters, at most 4 are allowed",
         "Name: has 5 characters, at most 4 are allowed");
    told(low_level, "Level: -6 is below the least value -5", "Level: is below the least value -5");
    told(over_percent, "Percent: 101 is above the greatest value 100", "Percent: is above the greatest value 100");
    told(unknown_state, "State: 9 is none of the values it can take", "State: holds none of the values it can take");
    told(no_key, "Key: is a key and has no value", "Key: is a key and has no value");
    told(two_of_three, "Three: has 2 items, must have 3", "Three: has 2 items, must have 3");
}

static void every_violation_is_counted_where_few_are_kept(void **state)
{
    struct thing o = {0};
    struct mof_violation one;
    struct mof_report r = {.items = &one, .capacity = 1}, none = {0};
    char text[8];
    (void)state;
    unknown_kind(&o);
    high_level(&o);
    assert_int_equal(mof_validate(&thing_class, &o, MOF_MIRROR, &r), 5);
    assert_int_equal(r.count, 5);
    assert_int_equal(r.errors, 4);
    assert_int_equal(one.rule, MOF_RULE_KEY_MISSING);
    assert_int_equal(mof_validate(&thing_class, &o, MOF_MIRROR, &none), 5);
    assert_true(mof_violation_format(&one, false, text, sizeof text) > sizeof text);
    assert_int_equal(strlen(text), sizeof text - 1);
}

static void what_is_embedded_is_validated_and_bounded(void **state)
{
    struct thing chain[MOF_DEPTH + 2];
    struct mof_violation found[2];
    struct mof_report r = {.items = found, .capacity = 2};
    (void)state;
    for (int i = MOF_DEPTH + 1; i >= 0; i--) {
        chain[i] = good(MOF_MIRROR);
        if (i > MOF_DEPTH) continue;
        chain[i].Part = &chain[i + 1];
        mof_mark(chain[i].present, PART);
    }
    assert_int_equal(mof_validate(&thing_class, &chain[3], MOF_MIRROR, &r), 0);
    assert_int_equal(mof_validate(&thing_class, &chain[0], MOF_MIRROR, &r), 1);
    assert_int_equal(found[0].rule, MOF_RULE_TOO_DEEP);
    chain[1] = chain[0] = good(MOF_UPDATE); /* a part is whole even where the object is a change */
    no_key(&chain[1]);
    chain[0].Part = &chain[1];
    mof_mark(chain[0].present, PART);
    assert_int_equal(mof_validate(&thing_class, &chain[0], MOF_UPDATE, &r), 1);
    assert_int_equal(found[1].rule, MOF_RULE_KEY_MISSING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_violation_in_each_mode),
                                       cmocka_unit_test(no_rule_is_without_a_trial),
                                       cmocka_unit_test(what_is_good_is_good_in_each_mode),
                                       cmocka_unit_test(text_shows_value_and_limit_or_hides_the_value),
                                       cmocka_unit_test(every_violation_is_counted_where_few_are_kept),
                                       cmocka_unit_test(what_is_embedded_is_validated_and_bounded)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
