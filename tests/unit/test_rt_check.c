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

#include "runtime/mofrt_generated.h"

struct thing {
    uint32_t Key;
    mof_str Name;      /* never NULL, 2 to 4 characters */
    uint32_t Assigned; /* read-only, never NULL */
    int32_t Level;     /* -5 to 5 */
    uint32_t Percent;  /* 1 to 100 */
    uint32_t State;    /* closed */
    uint32_t Kind;     /* open */
    uint32_t Rights;   /* flags */
    double Share;      /* 0 to 1 */
    mof_datetime When;
    mof_uint8_array Data;
    uint32_t DataSize; /* the length of Data */
    mof_uint16_array Three;
    mof_str_array Words; /* items of 1 to 3 characters */
    mof_str Code;        /* "b" to "d" */
    const struct thing *Part;
    struct {
        bool Key, Name, Assigned, Level, Percent, State, Kind, Rights, Share, When, Data, DataSize, Three, Words, Code,
            Part;
    } has;
};
enum {
    KEY,
    NAME,
    ASSIGNED,
    LEVEL,
    PERCENT,
    STATE,
    KIND,
    RIGHTS,
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

static const struct mof_enum_value values[] = {{.label = "Idle"},
                                               {.range = true, .value = 10, .last = 19, .label = "Busy"}};
static const struct mof_enum states = {.values = values, .count = 2, .type = MOF_UINT32, .small = 0xFFC01};
static const struct mof_enum_value bits[] = {{.value = 1, .label = "Read"}, {.value = 0x10, .label = "Write"}};
static const struct mof_enum rights = {.values = bits, .count = 2, .type = MOF_UINT32, .flags = true};
static const struct mof_enum kinds = {.values = values, .count = 2, .type = MOF_UINT32, .open = true};
static const mof_class thing_class;
#define AT(member) .name = #member, .offset = offsetof(struct thing, member)
static const struct mof_property properties[] = {
    {AT(Key), .type = MOF_UINT32, .flags = MOF_KEY | MOF_NOT_NULL},
    {AT(Name), .type = MOF_STRING, .flags = MOF_NOT_NULL,
     .limits =
         &(const struct mof_limits){
             .has_length = true, .min_length = 2, .max_length = 4, .or_default = true, .default_text = "default"}},
    {AT(Assigned), .type = MOF_UINT32, .access = MOF_READ, .flags = MOF_NOT_NULL},
    {AT(Level), .type = MOF_SINT32,
     .limits = &(const struct mof_limits){.has_range = true, .min = (uint64_t)-5, .max = 5}},
    {AT(Percent), .type = MOF_UINT32, .limits = &(const struct mof_limits){.has_range = true, .min = 1, .max = 100}},
    {AT(State), .type = MOF_UINT32, .values = &states},
    {AT(Kind), .type = MOF_UINT32, .values = &kinds},
    {AT(Rights), .type = MOF_UINT32, .values = &rights},
    {AT(Share), .type = MOF_REAL64, .limits = &(const struct mof_limits){.has_range = true, .real_max = 1}},
    {AT(When), .type = MOF_DATETIME},
    {AT(Data), .type = MOF_UINT8, .flags = MOF_ARRAY,
     .limits = &(const struct mof_limits){.has_length = true, .max_length = 4}},
    {AT(DataSize), .type = MOF_UINT32, .limits = &(const struct mof_limits){.counts = true, .length_of = DATA}},
    {AT(Three), .type = MOF_UINT16, .flags = MOF_ARRAY,
     .limits = &(const struct mof_limits){.has_range = true, .max = 9, .size = 3}},
    {AT(Words), .type = MOF_STRING, .flags = MOF_ARRAY,
     .limits = &(const struct mof_limits){.has_length = true, .min_length = 1, .max_length = 3}},
    {AT(Code), .type = MOF_STRING, .limits = &(const struct mof_limits){.text_min = "b", .text_max = "d"}},
    {AT(Part), .type = MOF_CLASS, .embedded = &thing_class}};

static const mof_class thing_class = {.name = "Thing",
                                      .properties = properties,
                                      .count = COUNT,
                                      .size = sizeof(struct thing),
                                      .has = offsetof(struct thing, has),
                                      .abi = &mofrt_abi_3};

/* What every mode takes: all that must be there, nothing that a client may not set. */
static struct thing good(enum mof_mode mode)
{
    return (struct thing){
        .Key = 1, .has.Key = true, .Name = {"name", 4}, .has.Name = true, .has.Assigned = mode == MOF_MIRROR};
}

/* ---- one violation at a time ------------------------------------------------------------------------------ */

static const uint8_t bytes[5];
static const uint16_t numbers[] = {1, 9, 10, 11};
static const mof_str good_words[] = {{"a", 1}, {"abc", 3}};
static const mof_str bad_words[] = {{"a", 1}, {NULL, 0}, {"abcd", 4}};
static const struct thing empty;

static void no_key(struct thing *o)
{
    o->Key = 0;
    o->has.Key = false;
}
static void no_name(struct thing *o)
{
    o->Name = (mof_str){NULL, 0};
    o->has.Name = false;
}
static void no_assigned(struct thing *o) { o->has.Assigned = false; }
static void assigned(struct thing *o) { mof_set(o, Assigned, 1); }
static void unset_number(struct thing *o) { o->Level = 1; }
static void unset_text(struct thing *o) { o->Code = mof_str_from("c"); }
static void unset_array(struct thing *o) { o->Data = (mof_uint8_array){bytes, 1}; }
static void unset_date(struct thing *o) { o->When.year = 2024; }
static void unset_part(struct thing *o) { o->Part = &empty; }
static void short_name(struct thing *o) { o->Name = mof_str_from("a"); }
static void long_name(struct thing *o) { o->Name = mof_str_from("abcde"); }
static void four_letters_of_two_bytes(struct thing *o) { o->Name = mof_str_from("äöüß"); }
static void default_name(struct thing *o) { o->Name = mof_str_from("default"); }
static void nul_in_name(struct thing *o) { o->Name = mof_str_of("a\0b", 3); }
static void no_utf8(struct thing *o) { o->Name = mof_str_of("ab\xC3", 3); }
static void low_level(struct thing *o) { mof_set(o, Level, -6); }
static void high_level(struct thing *o) { mof_set(o, Level, 6); }
static void least_level(struct thing *o) { mof_set(o, Level, -5); }
static void no_percent(struct thing *o) { mof_set(o, Percent, 0); }
static void full_percent(struct thing *o) { mof_set(o, Percent, 100); }
static void over_percent(struct thing *o) { mof_set(o, Percent, 101); }
static void unknown_state(struct thing *o) { mof_set(o, State, 9); }
static void ranged_state(struct thing *o) { mof_set(o, State, 19); }
static void unknown_right(struct thing *o) { mof_set(o, Rights, 0x51); }
static void unknown_kind(struct thing *o) { mof_set(o, Kind, 9); }
static void nan_share(struct thing *o) { mof_set(o, Share, NAN); }
static void infinite_share(struct thing *o) { mof_set(o, Share, -INFINITY); }
static void negative_share(struct thing *o) { mof_set(o, Share, -0.5); }
static void large_share(struct thing *o) { mof_set(o, Share, 1.5); }
static void month_13(struct thing *o)
{
    mof_set(o, When, ((mof_datetime){.year = 2024, .month = 13, .day = 1, .micro_digits = 6}));
}
static void five_bytes(struct thing *o) { mof_set(o, Data, ((mof_uint8_array){bytes, 5})); }
static void wrong_count(struct thing *o)
{
    mof_set(o, Data, ((mof_uint8_array){bytes, 3}));
    mof_set(o, DataSize, 4);
}
static void right_count(struct thing *o)
{
    mof_set(o, Data, ((mof_uint8_array){bytes, 3}));
    mof_set(o, DataSize, 3);
}
static void count_alone(struct thing *o) { mof_set(o, DataSize, 7); }
static void two_of_three(struct thing *o) { mof_set(o, Three, ((mof_uint16_array){numbers, 2})); }
static void large_item(struct thing *o) { mof_set(o, Three, ((mof_uint16_array){numbers, 3})); }
static void right_words(struct thing *o) { mof_set(o, Words, ((mof_str_array){good_words, 2})); }
static void no_word(struct thing *o) { mof_set(o, Words, ((mof_str_array){bad_words, 2})); }
static void long_word(struct thing *o) { mof_set(o, Words, ((mof_str_array){bad_words + 2, 1})); }
static void early_code(struct thing *o) { mof_set(o, Code, (mof_str_from("a"))); }
static void late_code(struct thing *o) { mof_set(o, Code, (mof_str_from("e"))); }
static void null_part(struct thing *o) { mof_set(o, Part, NULL); }

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
    {unset_number, LEVEL, MOF_RULE_NOT_PRESENT, WRITES, MOF_WHOLE},
    {unset_text, CODE, MOF_RULE_NOT_PRESENT, WRITES, MOF_WHOLE},
    {unset_array, DATA, MOF_RULE_NOT_PRESENT, WRITES, MOF_WHOLE},
    {unset_date, WHEN, MOF_RULE_NOT_PRESENT, WRITES, MOF_WHOLE},
    {unset_part, PART, MOF_RULE_NOT_PRESENT, WRITES, MOF_WHOLE},
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
    mof_violation found[4];
    mof_report r = {.items = found, .capacity = 4};
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

/* Rules that no thing can break: the store compares with what is stored, and reading JSON sees the text. */
static bool found_by_others(int rule)
{
    return rule == MOF_RULE_KEY_CHANGED || rule == MOF_RULE_IMMUTABLE || rule == MOF_RULE_TOO_DEEP ||
           rule == MOF_RULE_WRONG_TYPE || rule == MOF_RULE_UNKNOWN_PROPERTY || rule == MOF_RULE_DUPLICATE_PROPERTY ||
           rule == MOF_RULE_BAD_REFERENCE; /* test_rt_reference.c */
}

static void no_rule_is_without_a_trial(void **state)
{
    (void)state;
    for (int rule = 0; rule < MOF_RULE_COUNT; rule++) {
        size_t i = 0, count = sizeof trials / sizeof *trials;
        while (i < count && (int)trials[i].rule != rule) i++;
        assert_non_null(mof_rule_name((enum mof_rule)rule));
        if (i == count && !found_by_others(rule)) fail_msg("no trial of %s", mof_rule_name((enum mof_rule)rule));
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

static void what_is_taken_away_is_not_there(void **state)
{
    struct thing o = good(MOF_CREATE), untouched = good(MOF_CREATE);
    (void)state;
    mof_set(&o, Code, mof_str_from("c"));
    mof_set(&o, Level, -3);
    mof_set(&o, Data, ((mof_uint8_array){bytes, 3}));
    assert_true(mof_datetime_from_utc(0, &o.When));
    o.has.When = true;
    assert_int_equal(mof_validate(&thing_class, &o, MOF_CREATE, NULL), 0);
    o.has.Level = false; /* the bool alone */
    assert_int_equal(mof_validate(&thing_class, &o, MOF_CREATE, NULL), 1);
    mof_unset(&o, Code);
    mof_unset(&o, Level);
    mof_unset(&o, Data);
    mof_unset(&o, When);
    assert_int_equal(mof_validate(&thing_class, &o, MOF_CREATE, NULL), 0);
    assert_true(mof_equal(&thing_class, &o, &untouched));
}

/* ---- what a violation says --------------------------------------------------------------------------------- */

static void reads(void (*change)(struct thing *), const char *whole, const char *redacted)
{
    struct thing o = good(MOF_MIRROR);
    mof_violation v;
    mof_report r = {.items = &v, .capacity = 1};
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
    reads(long_name, "Name: 'abcde' has 5 characters, at most 4 are allowed",
          "Name: has 5 characters, at most 4 are allowed");
    reads(low_level, "Level: -6 is below the least value -5", "Level: is below the least value -5");
    reads(over_percent, "Percent: 101 is above the greatest value 100", "Percent: is above the greatest value 100");
    reads(unknown_state, "State: 9 is none of the values it can take", "State: holds a value that is not listed");
    reads(unknown_right, "Rights: 81 sets 0x40, which is none of its flags",
          "Rights: holds a value that is not listed");
    reads(no_key, "Key: is a key and has no value", "Key: is a key and has no value");
    reads(two_of_three, "Three: has 2 items, must have 3", "Three: has 2 items, must have 3");
}

static void every_violation_is_counted_where_few_are_kept(void **state)
{
    struct thing o = {0};
    mof_violation one;
    mof_report r = {.items = &one, .capacity = 1}, none = {0};
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
    char text[160];
    mof_violation found[2];
    mof_report r = {.items = found, .capacity = 2};
    (void)state;
    for (int i = MOF_DEPTH + 1; i >= 0; i--) {
        chain[i] = good(MOF_MIRROR);
        if (i > MOF_DEPTH) continue;
        chain[i].Part = &chain[i + 1];
        chain[i].has.Part = true;
    }
    assert_int_equal(mof_validate(&thing_class, &chain[3], MOF_MIRROR, &r), 0);
    assert_int_equal(mof_validate(&thing_class, &chain[0], MOF_MIRROR, &r), 1);
    assert_int_equal(found[0].rule, MOF_RULE_TOO_DEEP);
    chain[1] = chain[0] = good(MOF_UPDATE); /* a part is whole even where the object is a change */
    no_key(&chain[1]);
    chain[0].Part = &chain[1];
    chain[0].has.Part = true;
    assert_int_equal(mof_validate(&thing_class, &chain[0], MOF_UPDATE, &r), 1);
    assert_int_equal(found[1].rule, MOF_RULE_KEY_MISSING);
    assert_int_equal(found[1].depth, 1);
    assert_string_equal(found[1].within[0].property, "Part");
    mof_violation_format(&found[1], false, text, sizeof text);
    assert_string_equal(text, "Part.Key: is a key and has no value");
    mof_violation_format(&found[0], false, text, sizeof text);
    assert_string_equal(text,
                        "Part.Part.Part.Part.Part.Part.Part.Part....Part: embeds objects in each other more than 32 "
                        "deep");
}

/* ---- defaults, superclasses, the class at run time --------------------------------------------------------- */

struct base {
    uint32_t Key;
    mof_str Kept; /* read-only, with a default */
    struct {
        bool Key, Kept;
    } has;
};
struct derived {
    uint32_t Key;
    mof_str Kept;
    uint8_t More;
    struct {
        bool Key, Kept, More;
    } has;
};
static const struct mof_property base_properties[] = {
    {.name = "Key", .type = MOF_UINT32, .flags = MOF_KEY | MOF_NOT_NULL, .offset = offsetof(struct base, Key)},
    {.name = "Kept", .type = MOF_STRING, .access = MOF_READ, .offset = offsetof(struct base, Kept)}};
static const struct mof_property derived_properties[] = {
    {.name = "More",
     .type = MOF_UINT8,
     .offset = offsetof(struct derived, More),
     .limits = &(const struct mof_limits){.has_range = true, .max = 9}}};
static const struct derived derived_defaults = {.Kept = {"as it was", 9}, .has.Kept = true};
static const mof_class base_class = {.name = "Base",
                                     .properties = base_properties,
                                     .count = 2,
                                     .size = sizeof(struct base),
                                     .has = offsetof(struct base, has),
                                     .abi = &mofrt_abi_3};
static const mof_class derived_class = {.name = "Derived",
                                        .super = &base_class,
                                        .properties = derived_properties,
                                        .inherited = 2,
                                        .count = 3,
                                        .size = sizeof(struct derived),
                                        .has = offsetof(struct derived, has),
                                        .defaults = &derived_defaults,
                                        .abi = &mofrt_abi_3};

static void a_default_that_nobody_touched_is_no_write(void **state)
{
    struct derived o;
    mof_violation found[2];
    mof_report r = mof_report_of(found, 2);
    char same[] = "as it was";
    (void)state;
    mof_init(&derived_class, &o);
    assert_true(o.has.Kept && mof_str_is(o.Kept, "as it was"));
    mof_set(&o, Key, 7);
    assert_int_equal(mof_validate(&derived_class, &o, MOF_CREATE, &r), 0);
    mof_set(&o, Kept, mof_str_from(same));
    assert_int_equal(mof_validate(&derived_class, &o, MOF_CREATE, &r), 0);
    mof_set(&o, Kept, mof_str_from("mine"));
    assert_int_equal(mof_validate(&derived_class, &o, MOF_CREATE, &r), 1);
    assert_int_equal(found[0].rule, MOF_RULE_READ_ONLY);
    assert_ptr_equal(found[0].of, &derived_class);
}

static void rows_of_the_superclass_come_first(void **state)
{
    struct derived o = {.More = 10, .has.More = true};
    struct base seen;
    mof_violation found[4];
    mof_report r = mof_report_of(found, 4);
    (void)state;
    assert_int_equal(mof_validate(&derived_class, &o, MOF_MIRROR, &r), 2);
    assert_string_equal(found[0].property, "Key");
    assert_int_equal(found[0].rule, MOF_RULE_KEY_MISSING);
    assert_string_equal(found[1].property, "More");
    mof_set(&o, Key, 5);
    mof_view(&derived_class, &o, &base_class, &seen);
    assert_true(seen.has.Key && seen.Key == 5 && !seen.has.Kept);
    assert_string_equal(mof_class_name(&derived_class), "Derived");
    assert_int_equal(mof_class_size(&derived_class), sizeof o);
    assert_ptr_equal(mof_class_super(&derived_class), &base_class);
    assert_null(mof_class_super(&base_class));
    assert_null(mof_class_namespace(&base_class));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_violation_in_each_mode),
                                       cmocka_unit_test(no_rule_is_without_a_trial),
                                       cmocka_unit_test(what_is_good_is_good_in_each_mode),
                                       cmocka_unit_test(text_shows_value_and_limit_or_hides_the_value),
                                       cmocka_unit_test(every_violation_is_counted_where_few_are_kept),
                                       cmocka_unit_test(what_is_embedded_is_validated_and_bounded),
                                       cmocka_unit_test(a_default_that_nobody_touched_is_no_write),
                                       cmocka_unit_test(rows_of_the_superclass_come_first),
                                       cmocka_unit_test(what_is_taken_away_is_not_there)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
