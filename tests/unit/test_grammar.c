/* The parser: values, oddities of pages, and that each mistake is reported once, at its place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "grammar/mof.h"

struct run {
    struct arena arena;
    struct sources sources;
    struct names names;
    struct diags diags;
    struct mof_output out;
    struct source *source;
};

static void run(struct run *r, enum mof_entry entry, const char *text)
{
    *r = (struct run){0};
    sources_init(&r->sources, &r->arena);
    names_init(&r->names, &r->arena);
    diags_init(&r->diags, &r->arena, &r->sources);
    r->source = source_from_bytes(&r->sources, "input", text, strlen(text));
    const struct mof_segment map = {.at = 0, .span = r->source->base};
    const struct mof_input in = {entry, r->source->text, r->source->len, &map, 1, false, NULL};
    mof_parse(&r->arena, &r->names, &in, &r->diags, &r->out);
    assert_string_equal(r->source->text, text);
}

static void check(const struct diag *d, const struct run *r, uint32_t line, uint32_t column, const char *message)
{
    assert_non_null(d);
    assert_string_equal(d->message, message);
    struct place p = source_place(&r->sources, d->span.start);
    assert_int_equal(p.line, line);
    assert_int_equal(p.column, column);
}

static void a_missing_semicolon_is_told_behind_the_property(void **state)
{
    (void)state;
    struct run r;
    run(&r, MOF_FILE, "class A {\n  string Caption\n  [Key] uint32 B;\n};\nclass C { };\n");
    check(r.diags.first, &r, 2, 17, "expected ';' after property 'Caption'");
    assert_null(r.diags.first->next);
    const struct ast_member *caption = r.out.decls->members;
    assert_null(caption->qualifiers);
    assert_true(name_is(caption->next->qualifiers->word.name, "key"));
    assert_true(name_is(r.out.decls->next->word.name, "c"));
    arena_free(&r.arena);
}

static void five_mistakes_give_five_messages(void **state)
{
    (void)state;
    struct run r;
    run(&r, MOF_FILE,
        "clas A { };\n"
        "class B { uint32 = 3; uint32 fine; string s = \"a\\q\"; };\n"
        "class C { [ValueMap{\"1\", 2 3}] uint32 x; uint32 y; };\n"
        "class D { uint32 ok; }\n"
        "class E { uint32 n = 99999999999999999999; };\n");
    const struct diag *d = r.diags.first;
    check(d, &r, 1, 1, "'clas' begins no declaration");
    assert_string_equal(d->hint, "did you mean 'class'?");
    check(d = d->next, &r, 2, 18, "expected a name after 'uint32', found '='");
    check(d = d->next, &r, 2, 49, "'\\q' is no escape");
    check(d = d->next, &r, 3, 28, "expected '}' or ',', found '3'");
    check(d = d->next, &r, 4, 23, "expected ';' after class D");
    check(d = d->next, &r, 5, 22, "'99999999999999999999' does not fit into 64 bits");
    assert_null(d->next);
    arena_free(&r.arena);
}

static void what_is_not_closed_is_told_where_it_began(void **state)
{
    (void)state;
    struct run r;
    run(&r, MOF_FILE, "[D(\"abc)] class A { };\nclass B { uint32 x; };\n/* never\n");
    check(r.diags.first, &r, 1, 4, "this string has no closing '\"'");
    check(r.diags.first->next, &r, 3, 1, "this comment has no closing '*/'");
    assert_null(r.diags.first->next->next);
    assert_true(name_is(r.out.decls->word.name, "b"));
    arena_free(&r.arena);
}

static void numbers_of_every_base_are_read(void **state)
{
    (void)state;
    static const uint64_t wanted[] = {5, 15, 255, 10, 18446744073709551615u, 0, 0};
    struct run r;
    run(&r, MOF_QUALIFIERS, "A{101b, 017, 0xFF, +10, 18446744073709551615, 0, 0x0}");
    const struct ast_value *v = r.out.qualifiers->value->items;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++, v = v->next) assert_true(v->magnitude == wanted[i]);
    assert_null(v);
    assert_null(r.diags.first);
    arena_free(&r.arena);
}

static void strings_join_and_unescape(void **state)
{
    (void)state;
    struct run r;
    run(&r, MOF_QUALIFIERS, "A(\"x\\n\" /* c */ \"\\x263A\" // d\n \"\\xD83D\\xDE00\"), B(\"plain\")");
    assert_true(
        slice_is(ast_string_keep(&r.arena, r.out.qualifiers->value->string), "x\n\xE2\x98\xBA\xF0\x9F\x98\x80"));
    struct slice plain = ast_string_keep(&r.arena, r.out.qualifiers->next->value->string);
    assert_true(plain.at > r.source->text && plain.at < r.source->text + r.source->len);
    arena_free(&r.arena);
}

static void keywords_are_names_too(void **state)
{
    (void)state;
    struct run r;
    run(&r, MOF_FILE, "CLASS A { uint32 Scope; uint32 Flavor; uint32 Instance; A REF class; uint32 of; };");
    assert_null(r.diags.first);
    assert_true(r.out.decls->members->next->next->next->type.reference);
    arena_free(&r.arena);
}

static void the_oddities_of_pages_are_warnings_in_a_block(void **state)
{
    (void)state;
    struct run r;
    run(&r, MOF_BLOCK,
        "Class X : \n{\n  String A;;\n  String B\n  UInt32 C;[]\n  UInt32 D[key] ;\n"
        "  ref:SMS_Package E;\n  String F; (obsolete in SP1)\n};\n");
    static const enum rule rules_wanted[] = {RULE_EXTRA_SEMICOLON,   RULE_MISSING_SEMICOLON, RULE_LATE_ARRAY,
                                             RULE_MISSING_SEMICOLON, RULE_QUALIFIERS_BEHIND, RULE_REMARK};
    assert_int_equal(r.diags.counts[LEVEL_FATAL], 0);
    for (const struct diag *d = r.diags.first; d; d = d->next) {
        bool listed = false;
        for (size_t i = 0; i < sizeof rules_wanted / sizeof *rules_wanted; i++) listed |= d->rule == rules_wanted[i];
        assert_true(listed);
    }
    const struct ast_member *c = r.out.decls->members->next->next;
    assert_true(c->type.array);
    assert_true(name_is(c->next->qualifiers->word.name, "key"));
    assert_true(c->next->next->type.reference);
    arena_free(&r.arena);
}

static void deep_nesting_ends_in_a_message(void **state)
{
    (void)state;
    static const char step[] = "instance of A { x = ";
    struct text t = {0};
    for (int i = 0; i < 20000; i++) text_add_string(&t, step);
    struct run r;
    run(&r, MOF_FILE, t.at);
    assert_string_equal(r.diags.first->message, "nested too deeply to be read");
    arena_free(&r.arena);
    text_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_missing_semicolon_is_told_behind_the_property),
        cmocka_unit_test(five_mistakes_give_five_messages),
        cmocka_unit_test(what_is_not_closed_is_told_where_it_began),
        cmocka_unit_test(numbers_of_every_base_are_read),
        cmocka_unit_test(strings_join_and_unescape),
        cmocka_unit_test(keywords_are_names_too),
        cmocka_unit_test(the_oddities_of_pages_are_warnings_in_a_block),
        cmocka_unit_test(deep_nesting_ends_in_a_message),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
