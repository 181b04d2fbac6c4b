/* Names, slices, sources and findings: what every stage stands on. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/datetime.h"
#include "base/diag.h"
#include "base/name.h"
#include "base/reserved.h"

struct scene {
    struct arena arena;
    struct names names;
    struct sources sources;
    struct diags diags;
};

static int begin(void **state)
{
    static struct scene s;
    memset(&s, 0, sizeof s);
    names_init(&s.names, &s.arena);
    sources_init(&s.sources, &s.arena);
    diags_init(&s.diags, &s.arena, &s.sources);
    *state = &s;
    return 0;
}

static int end(void **state)
{
    struct scene *s = *state;
    arena_free(&s->arena);
    return 0;
}

static void names_compare_without_case_and_print_as_spelt(void **state)
{
    struct scene *s = *state;
    const struct name *upper = name_of(&s->names, "SMS_Package"), *lower = name_of(&s->names, "sms_package");
    const struct name *odd = name_of(&s->names, "sms_PACKAGE"), *other = name_of(&s->names, "SMS_Program");
    assert_true(name_equal(upper, lower) && name_equal(upper, odd) && !name_equal(upper, other));
    assert_false(name_equal(upper, NULL));
    assert_true(name_equal(NULL, NULL));
    assert_string_equal(upper->text, "SMS_Package");
    assert_ptr_equal(upper, name_of(&s->names, "SMS_Package"));
    assert_int_equal(upper->id, odd->id);
    assert_int_not_equal(upper->id, other->id);
    assert_true(name_is(odd, "sms_package"));
}

static void ten_thousand_names_stay_apart(void **state)
{
    struct scene *s = *state;
    for (int i = 0; i < 10000; i++) {
        const struct name *n = name_of(&s->names, arena_printf(&s->arena, "Class_%d", i));
        assert_string_equal(n->text, arena_printf(&s->arena, "Class_%d", i));
    }
    assert_ptr_equal(name_of(&s->names, "Class_77"), name_of(&s->names, "Class_77"));
    assert_int_equal(name_of(&s->names, "class_77")->id, name_of(&s->names, "CLASS_77")->id);
}

static void slices_trim_cut_and_find(void **state)
{
    (void)state;
    struct slice s = slice_trim(slice_of(" \t Data type: uint8 \r\n"));
    assert_true(slice_is(s, "data TYPE: uint8"));
    assert_true(slice_starts(s, "DATA "));
    assert_int_equal(slice_find(s, "TYPE", 0), 5);
    assert_int_equal(slice_find(s, "TYPE", 6), -1);
    assert_int_equal(slice_cut(s, 100, 200).len, 0);
    assert_int_equal(slice_find((struct slice){0}, "x", 0), -1);
    assert_null(slice_of(NULL).at);
}

static void reserved_words_know_their_languages(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        unsigned languages;
    } all[] = {
        {"Select", RESERVED_SQL},
        {"Class", 0},
        {"class", RESERVED_CPP},
        {"Name", 0},
        {"DELETE", RESERVED_HEADER | RESERVED_SQL},
        {"default", RESERVED_C | RESERVED_CPP | RESERVED_SQL},
        {"", 0},
        {"a_word_that_is_longer_than_any", 0},
#define HEADER     RESERVED_HEADER
#define C          RESERVED_C
#define CPP        RESERVED_CPP
#define SQL        RESERVED_SQL
#define WORD(w, l) {w, l},
#include "base/reserved.def"
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        assert_int_equal(reserved_in(slice_of(all[i].word)) & all[i].languages, all[i].languages);
    for (size_t i = 0; i < 8; i++) assert_int_equal(reserved_in(slice_of(all[i].word)), all[i].languages);
}

static void a_datetime_is_a_moment_or_not(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t utc;
    } cases[] = {
        {"19700101000000.000000+000", 0},           {"20240501100000.500000+120", 1714550400500000},
        {"19691231235959.999999+000", -1},          {"00000301000000.000000+000", -62162035200000000},
        {"00000001000000.000001:000", 86400000001},
    };
    static const char *const open[] = {"19900101000000.000000+***", "2024**01000000.000000+000",
                                       "20240101000000.******+000", "2024-05-01", ""};
    int64_t utc;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(datetime_utc(slice_of(cases[i].text), &utc));
        assert_true(utc == cases[i].utc);
    }
    for (size_t i = 0; i < sizeof open / sizeof *open; i++) assert_false(datetime_utc(slice_of(open[i]), &utc));
}

static void datetimes_are_valid_to_the_last_field(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool valid;
    } cases[] = {
        {"20240229235959.999999+720", true},  {"20230229000000.000000+000", false},
        {"19000229000000.000000+000", false}, {"20000229000000.000000-060", true},
        {"20240431000000.000000+000", false}, {"20240100000000.000000+000", false},
        {"20240001000000.000000+000", false}, {"20240101240000.000000+000", false},
        {"20240101006000.000000+000", false}, {"20240101000060.000000+000", false},
        {"00000001000000.000000:000", true},  {"99999999235959.999999:000", true},
        {"0000000100****.******:000", true},  {"19941225******.******+000", true},
        {"****1225000000.000000+000", true},  {"19941225**0000.000000+00", false},
        {"19941225000000,000000+000", false}, {"19941225000000.0000*0+000", false},
        {"19941225000000.000000/000", false}, {"", false},
        {"2024-05-01T10:00:00+00:00", false}, {"********000000.000000+***", true},
        {"19940a25000000.000000+000", false}, {"1994122500000*.000000+000", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (datetime_valid(slice_of(cases[i].text)) != cases[i].valid) fail_msg("%s", cases[i].text);
}

static void a_near_word_is_suggested(void **state)
{
    (void)state;
    static const char *const words[] = {"string", "sint32", "uint32"};
    assert_string_equal(diag_closest(slice_of("strng"), words, 3), "string");
    assert_string_equal(diag_closest(slice_of("UIn32"), words, 3), "uint32");
    assert_null(diag_closest(slice_of("datetime"), words, 3));
    assert_int_equal(text_distance(slice_of("kitten"), slice_of("sitting"), 5), 3);
    assert_int_equal(text_distance(slice_of("kitten"), slice_of("sitting"), 2), 3);
}

static void places_count_characters_in_any_line_ends(void **state)
{
    struct scene *s = *state;
    static const char text[] = "one\r\ntw\xc3\xb6 x\nthree";
    const struct source *f = source_from_bytes(&s->sources, "f", text, sizeof text - 1);
    const struct source *g = source_from_bytes(&s->sources, "g", "next", 4);
    struct place p = source_place(&s->sources, f->base + 10);
    assert_ptr_equal(p.source, f);
    assert_int_equal(p.line, 2);
    assert_int_equal(p.column, 5);
    assert_true(slice_is(source_line(&s->sources, f->base + 1), "one"));
    assert_int_equal(source_place(&s->sources, f->base + f->len).line, 3);
    assert_ptr_equal(source_place(&s->sources, g->base).source, g);
    assert_null(source_place(&s->sources, 0).source);
    assert_int_equal(f->text[f->len], 0);
    assert_int_equal(f->text[f->len + 1], 0);
}

/* A long line has marks on its way, so that no place in it is counted from its beginning. */
static void places_in_a_long_line_count_characters(void **state)
{
    struct scene *s = *state;
    char text[4000];
    memcpy(text, "12345\n", 6);
    for (size_t i = 6; i < sizeof text; i++) text[i] = i % 7 == 3 ? '\xc3' : i % 7 == 4 ? '\xb6' : 'x';
    text[6] = 'x';
    const struct source *f = source_from_bytes(&s->sources, "f", text, sizeof text);
    unsigned column = 1;
    for (uint32_t i = 6; i < f->len; i++) {
        struct place p = source_place(&s->sources, f->base + i);
        assert_int_equal(p.line, 2);
        assert_int_equal(p.column, column);
        column += (text[i] & 0xC0) != 0x80;
    }
    assert_int_equal(source_line(&s->sources, f->base + 3000).len, sizeof text - 6);
}

static void utf16_and_marks_are_decoded(void **state)
{
    struct scene *s = *state;
    static const char little[] = "\xff\xfe"
                                 "c\0\xf6\0\x3d\xd8\x00\xde",
                      big[] = "\xfe\xff\0c\0\xf6";
    const struct source *f = source_from_bytes(&s->sources, "l", little, sizeof little - 1);
    assert_string_equal(f->text, "c\xc3\xb6\xf0\x9f\x98\x80");
    assert_string_equal(source_from_bytes(&s->sources, "b", big, sizeof big - 1)->text, "c\xc3\xb6");
    assert_string_equal(source_from_bytes(&s->sources, "u",
                                          "\xef\xbb\xbf"
                                          "abc",
                                          6)
                            ->text,
                        "abc");
    errno = 0;
    assert_null(source_from_bytes(&s->sources, "odd", little, 3));
    assert_int_equal(errno, EILSEQ);
    assert_null(source_from_bytes(&s->sources, "half", "\xff\xfe\x3d\xd8", 4));
}

static void findings_are_filtered_sorted_and_counted(void **state)
{
    struct scene *s = *state;
    const struct source *f = source_from_bytes(&s->sources, "f", "abcdef", 6);
    struct span late = {f->base + 4, f->base + 5}, early = {f->base + 1, f->base + 2};
    assert_true(diags_set(&s->diags, "no-values-unequal"));
    assert_false(diags_set(&s->diags, "no-such-rule"));
    assert_false(diags_set(&s->diags, "errors"));
    diag_note(&s->diags, diag_add(&s->diags, RULE_VALUES_UNEQUAL, late, "is off"), early, "no harm");
    diag_add(&s->diags, RULE_UNKNOWN_TYPE, late, "second");
    diag_add(&s->diags, RULE_EXTRA_SEMICOLON, early, "first");
    diag_add(&s->diags, RULE_UNKNOWN_TYPE, late, "second");
    diags_sort(&s->diags);
    assert_string_equal(s->diags.first->message, "first");
    assert_string_equal(s->diags.first->next->message, "second");
    assert_null(s->diags.first->next->next);
    assert_int_equal(diags_status(&s->diags), 1);
    diag_add(&s->diags, RULE_SYNTAX, early, "fatal");
    assert_int_equal(diags_status(&s->diags), 2);
}

static void werror_promotes_warnings_alone(void **state)
{
    struct scene *s = *state;
    assert_true(diags_set(&s->diags, "error"));
    assert_int_equal(s->diags.levels[RULE_EXTRA_SEMICOLON], LEVEL_ERROR);
    assert_int_equal(s->diags.levels[RULE_BASE_ELSEWHERE], LEVEL_NOTE);
    assert_int_equal(s->diags.levels[RULE_SYNTAX], LEVEL_FATAL);
    assert_true(diags_set(&s->diags, "no-error=extra-semicolon"));
    assert_int_equal(s->diags.levels[RULE_EXTRA_SEMICOLON], LEVEL_WARNING);
    assert_true(diags_set(&s->diags, "no-syntax"));
    assert_int_equal(s->diags.levels[RULE_SYNTAX], LEVEL_FATAL);
}

static void errors_past_the_limit_are_counted_not_kept(void **state)
{
    struct scene *s = *state;
    s->diags.max_errors = 2;
    for (int i = 0; i < 5; i++) diag_add(&s->diags, RULE_UNKNOWN_TYPE, (struct span){0}, "%d", i);
    assert_int_equal(s->diags.suppressed, 3);
    assert_string_equal(s->diags.first->next->message, "1");
    assert_null(s->diags.first->next->next);
}

static void every_rule_is_told(void **state)
{
    (void)state;
    for (int r = 0; r < RULE_COUNT; r++) {
        assert_true(*rules[r].title && *rules[r].reason && *rules[r].cure);
        assert_int_equal(rule_find(rules[r].name), r); /* no name twice */
        assert_int_equal(strspn(rules[r].name, "abcdefghijklmnopqrstuvwxyz0123456789-"), strlen(rules[r].name));
    }
}

static void a_rule_whose_name_begins_with_no_can_be_set(void **state)
{
    struct scene *s = *state;
    assert_true(diags_set(&s->diags, "no-no-description"));
    assert_int_equal(s->diags.levels[RULE_NO_DESCRIPTION], LEVEL_OFF);
    assert_true(diags_set(&s->diags, "no-description"));
    assert_int_equal(s->diags.levels[RULE_NO_DESCRIPTION], LEVEL_WARNING);
    assert_true(diags_set(&s->diags, "error=no-description"));
    assert_int_equal(s->diags.levels[RULE_NO_DESCRIPTION], LEVEL_ERROR);
    assert_false(diags_set(&s->diags, "no-such-rule"));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest cases[] = {
        CASE(names_compare_without_case_and_print_as_spelt),
        CASE(ten_thousand_names_stay_apart),
        CASE(slices_trim_cut_and_find),
        CASE(reserved_words_know_their_languages),
        CASE(a_datetime_is_a_moment_or_not),
        CASE(datetimes_are_valid_to_the_last_field),
        CASE(a_near_word_is_suggested),
        CASE(places_count_characters_in_any_line_ends),
        CASE(places_in_a_long_line_count_characters),
        CASE(utf16_and_marks_are_decoded),
        CASE(findings_are_filtered_sorted_and_counted),
        CASE(werror_promotes_warnings_alone),
        CASE(a_rule_whose_name_begins_with_no_can_be_set),
        CASE(errors_past_the_limit_are_counted_not_kept),
        CASE(every_rule_is_told),
    };
    return cmocka_run_group_tests(cases, NULL, NULL);
}
