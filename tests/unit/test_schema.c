/* What units mean: effective properties and keys, flavors, enumerations, limits, defaults, instances, selection. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "grammar/mof.h"
#include "schema/build.h"

struct job {
    struct arena arena;
    struct sources sources;
    struct names names;
    struct diags diags;
    const struct schema *schema;
};

static void build(struct job *j, const char *text)
{
    static const struct schema_options none;
    *j = (struct job){0};
    sources_init(&j->sources, &j->arena);
    names_init(&j->names, &j->arena);
    diags_init(&j->diags, &j->arena, &j->sources);
    const struct source *source = source_from_bytes(&j->sources, "input", text, strlen(text));
    const struct unit *unit = mof_parse_source(&j->arena, &j->names, source, false, &j->diags);
    j->schema = schema_build(&j->arena, &j->names, unit, &none, &j->diags);
}

static const struct klass *class_of(struct job *j, const char *name)
{
    const struct klass *k = schema_find_class(j->schema, name_of(&j->names, name));
    assert_non_null(k);
    return k;
}

static const struct property *property_of(struct job *j, const char *class_name, const char *name)
{
    const struct property *p = klass_find_property(class_of(j, class_name), name_of(&j->names, name));
    assert_non_null(p);
    return p;
}

static unsigned count_rule(const struct job *j, enum rule rule)
{
    unsigned n = 0;
    for (const struct diag *d = j->diags.first; d; d = d->next) n += d->rule == rule;
    return n;
}

static unsigned count_all(const struct job *j)
{
    unsigned n = 0;
    for (const struct diag *d = j->diags.first; d; d = d->next) n++;
    return n;
}

static void numbers_are_read_in_every_base(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t took;
        bool negative;
        uint64_t magnitude;
    } cases[] = {
        {"0", 1, false, 0},
        {"-0", 2, false, 0},
        {"42", 2, false, 42},
        {"-42", 3, true, 42},
        {"+7", 2, false, 7},
        {"0x10", 4, false, 16},
        {"0XfF", 4, false, 255},
        {"101b", 4, false, 5},
        {"101B ", 4, false, 5},
        {"10 rest", 2, false, 10},
        {"18446744073709551615", 20, false, UINT64_MAX},
        {"18446744073709551616", 0, false, 0},
        {"", 0, false, 0},
        {"-", 0, false, 0},
        {"x", 0, false, 0},
        {"0x", 1, false, 0},
        {"007", 3, false, 7},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct number n = {0};
        assert_int_equal(number_read(slice_of(cases[i].text), &n), cases[i].took);
        if (!cases[i].took) continue;
        assert_int_equal(n.negative, cases[i].negative);
        assert_true(n.magnitude == cases[i].magnitude);
    }
}

static void numbers_fit_their_type_at_its_edges(void **state)
{
    (void)state;
    static const struct {
        enum cim_type cim;
        bool negative;
        uint64_t magnitude;
        bool fits;
    } cases[] = {
        {CIM_UINT8, false, 255, true},
        {CIM_UINT8, false, 256, false},
        {CIM_UINT8, true, 1, false},
        {CIM_UINT8, true, 0, true},
        {CIM_SINT8, false, 127, true},
        {CIM_SINT8, false, 128, false},
        {CIM_SINT8, true, 128, true},
        {CIM_SINT8, true, 129, false},
        {CIM_SINT64, true, (uint64_t)1 << 63, true},
        {CIM_SINT64, true, ((uint64_t)1 << 63) + 1, false},
        {CIM_SINT64, false, (uint64_t)1 << 63, false},
        {CIM_UINT64, false, UINT64_MAX, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(number_fits(cases[i].cim, (struct number){cases[i].negative, cases[i].magnitude}),
                         cases[i].fits);
    assert_true(number_less((struct number){true, 2}, (struct number){true, 1}));
    assert_false(number_less((struct number){true, 0}, (struct number){false, 0}));
}

static void properties_are_inherited_and_overridden_in_place(void **state)
{
    (void)state;
    struct job j;
    build(&j, "class A { [Key] uint32 Id; uint32 B; string C; };"
              "class D : A { [Override(\"B\")] uint32 B = 5; uint32 E; };"
              "class F : A { uint32 G; };");
    const struct klass *d = class_of(&j, "d"), *f = class_of(&j, "F");
    assert_int_equal(d->property_count, 4);
    assert_int_equal(d->inherited_count, 3);
    assert_string_equal(d->properties[1]->name->text, "B");
    assert_ptr_equal(d->properties[1]->declared, d);
    assert_ptr_equal(d->properties[1]->origin, class_of(&j, "A"));
    assert_ptr_equal(d->properties[1]->overrides, class_of(&j, "A")->properties[1]);
    assert_null(class_of(&j, "A")->properties[1]->initial);
    assert_int_equal(d->properties[1]->initial->magnitude, 5);
    assert_int_equal(d->key_count, 1);
    assert_ptr_equal(f->properties[0], class_of(&j, "A")->properties[0]);
    assert_int_equal(f->property_count, 4);
    assert_int_equal(count_all(&j), 0);
    arena_free(&j.arena);
}

static void siblings_do_not_see_each_other(void **state)
{
    (void)state;
    struct job j;
    build(&j,
          "class A { uint32 X; }; class B : A { uint32 Y; }; class C : A { string Y; }; class D : B { uint32 Z; };");
    assert_int_equal(property_of(&j, "B", "Y")->type.cim, CIM_UINT32);
    assert_int_equal(property_of(&j, "C", "Y")->type.cim, CIM_STRING);
    assert_int_equal(class_of(&j, "A")->property_count, 1);
    assert_int_equal(class_of(&j, "D")->property_count, 3);
    assert_null(klass_find_property(class_of(&j, "C"), name_of(&j.names, "Z")));
    assert_int_equal(count_all(&j), 0);
    arena_free(&j.arena);
}

/* Classes that go on from each other share their properties; one that goes too deep begins anew. */
static void a_deep_chain_shares_its_properties(void **state)
{
    (void)state;
    struct text t = {0};
    struct job j;
    text_add_string(&t, "class C0 { [Key] uint32 P0; };\n");
    for (int i = 1; i < 150; i++) text_printf(&t, "class C%d : C%d { uint32 P%d; };\n", i, i - 1, i);
    build(&j, t.at);
    const struct klass *last = class_of(&j, "C99"), *cut = class_of(&j, "C149");
    assert_int_equal(last->property_count, 100);
    assert_int_equal(last->depth, 99);
    for (size_t i = 0; i < 100; i++) assert_int_equal(last->properties[i]->index, i);
    assert_int_equal(cut->property_count, 50);
    assert_int_equal(count_all(&j), 1);
    text_free(&t);
    arena_free(&j.arena);
}

static void flavors_decide_what_is_inherited(void **state)
{
    (void)state;
    struct job j;
    build(&j,
          "Qualifier Kept : string = null, Scope(any), Flavor(ToSubclass);"
          "Qualifier Own : string = null, Scope(any), Flavor(Restricted);"
          "[Kept(\"k\"), Own(\"o\"), Kept2] class A { [Kept(\"k\"): Restricted, Own(\"o\"): ToSubclass] uint32 X; };"
          "class B : A { uint32 X; };");
    const struct klass *b = class_of(&j, "B");
    const struct qualifier *kept = qualifier_find(b->qualifiers, b->qualifier_count, "kept");
    assert_non_null(kept);
    assert_true(kept->inherited);
    assert_null(qualifier_find(b->qualifiers, b->qualifier_count, "own"));
    const struct property *x = property_of(&j, "B", "X");
    assert_null(qualifier_find(x->qualifiers, x->qualifier_count, "kept")); /* the element's flavor holds */
    assert_non_null(qualifier_find(x->qualifiers, x->qualifier_count, "own"));
    assert_int_equal(count_rule(&j, RULE_QUALIFIER_UNDECLARED), 1);
    arena_free(&j.arena);
}

static void cycles_are_cut_and_told_once(void **state)
{
    (void)state;
    struct job j;
    build(&j, "class A : C { uint32 X; }; class B : A { uint32 Y; }; class C : B { uint32 Z; }; class D : C { uint32 "
              "W; }; class E : E { };");
    assert_int_equal(count_rule(&j, RULE_INHERITANCE_CYCLE), 2);
    assert_int_equal(count_all(&j), 2);
    assert_int_equal(class_of(&j, "D")->property_count, 4);
    arena_free(&j.arena);
}

static void value_maps_keep_ranges(void **state)
{
    (void)state;
    struct job j;
    build(&j, "class A { [ValueMap{\"0\", \"0x2..5\", \"..\", \"32768..\"}, Values{\"Zero\", \"Some\", \"Rest\", "
              "\"Vendor\"}] uint16 X; };");
    const struct enumeration *e = property_of(&j, "A", "X")->enumeration;
    assert_non_null(e);
    assert_int_equal(e->count, 4);
    assert_true(e->values[1].range && e->values[1].low == 2 && e->values[1].high == 5);
    assert_true(e->values[3].high == 65535);
    assert_ptr_equal(enumeration_find(e, false, 0), &e->values[0]);
    assert_ptr_equal(enumeration_find(e, false, 4), &e->values[1]);
    assert_ptr_equal(enumeration_find(e, false, 40000), &e->values[3]);
    assert_ptr_equal(enumeration_find(e, false, 9), &e->values[2]);
    assert_int_equal(count_all(&j), 0);
    arena_free(&j.arena);
}

static void bit_maps_become_masks(void **state)
{
    (void)state;
    struct job j;
    build(&j, "class A { [BitMap{\"0\", \"31\", \"32\"}, BitValues{\"A\", \"B\", \"C\"}] uint32 X; [BitMap{\"63\"}] "
              "uint64 Y; };");
    const struct enumeration *e = property_of(&j, "A", "X")->enumeration;
    assert_true(e->flags && e->values[0].low == 1 && e->values[1].low == (uint64_t)1 << 31);
    assert_true(property_of(&j, "A", "Y")->enumeration->values[0].low == (uint64_t)1 << 63);
    assert_int_equal(count_rule(&j, RULE_BIT_POSITION), 1);
    arena_free(&j.arena);
}

static void limits_come_from_every_qualifier(void **state)
{
    (void)state;
    struct job j;
    build(&j, "class A { [Key] string Id; [MaxLen(5), MinLen(2)] string B; [SizeLimit(\"3\")] string C; "
              "[SizeLimit(\"0-255\")] string D;"
              "[Range(\"-5-10\")] sint32 E; [MinValue(-3), MaxValue(7)] sint8 F; [Required] uint32 G; [MinValue(9), "
              "MaxValue(1)] uint32 H; };");
    assert_true(property_of(&j, "A", "Id")->limits.not_null && property_of(&j, "A", "G")->limits.not_null);
    const struct limits *b = &property_of(&j, "A", "B")->limits, *c = &property_of(&j, "A", "C")->limits;
    assert_true(b->max_length == 5 && b->min_length == 2);
    assert_true(!c->has_min_length && c->max_length == 3);
    assert_true(property_of(&j, "A", "D")->limits.max_length == 255);
    const struct limits *e = &property_of(&j, "A", "E")->limits, *f = &property_of(&j, "A", "F")->limits;
    assert_true(e->min_negative && e->min == 5 && !e->max_negative && e->max == 10);
    assert_true(f->min_negative && f->min == 3 && f->max == 7);
    assert_int_equal(count_rule(&j, RULE_BAD_LIMIT), 1);
    arena_free(&j.arena);
}

static void defaults_are_typed(void **state)
{
    (void)state;
    struct job j;
    build(&j, "enumeration Color : uint8 { Red = 1, Green = 2 };"
              "class A { uint8 B = 255; real32 C = 2; string D[] = {\"a\", \"b\"}; Color E = Color.Green; char16 F = "
              "'x'; uint8 G = 256; };");
    assert_true(property_of(&j, "A", "B")->initial->magnitude == 255);
    assert_int_equal(property_of(&j, "A", "C")->initial->kind, VALUE_REAL);
    assert_int_equal(property_of(&j, "A", "D")->initial->array.count, 2);
    assert_true(property_of(&j, "A", "E")->initial->magnitude == 2);
    assert_int_equal(property_of(&j, "A", "E")->type.cim, CIM_UINT8);
    assert_true(property_of(&j, "A", "F")->initial->magnitude == 'x');
    assert_null(property_of(&j, "A", "G")->initial);
    assert_int_equal(count_rule(&j, RULE_VALUE_RANGE), 1);
    assert_int_equal(count_all(&j), 1);
    arena_free(&j.arena);
}

static void instances_hold_typed_values(void **state)
{
    (void)state;
    struct job j;
    build(&j, "class P { uint8 N; }; class A { [Key] uint32 Id; P Part; A REF Next; };"
              "instance of A { Id = 1; Part = instance of P { N = 3; }; Next = $Two; };"
              "instance of A as $Two { Id = 2; };");
    assert_int_equal(j.schema->instance_count, 2);
    const struct instance *one = j.schema->instances[0];
    assert_int_equal(one->value_count, 3);
    assert_int_equal(one->values[1].value->kind, VALUE_INSTANCE);
    assert_true(one->values[1].value->instance->values[0].value->magnitude == 3);
    assert_int_equal(one->values[2].value->kind, VALUE_ALIAS);
    assert_int_equal(count_all(&j), 0);
    arena_free(&j.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read_in_every_base),
        cmocka_unit_test(numbers_fit_their_type_at_its_edges),
        cmocka_unit_test(properties_are_inherited_and_overridden_in_place),
        cmocka_unit_test(siblings_do_not_see_each_other),
        cmocka_unit_test(a_deep_chain_shares_its_properties),
        cmocka_unit_test(flavors_decide_what_is_inherited),
        cmocka_unit_test(cycles_are_cut_and_told_once),
        cmocka_unit_test(value_maps_keep_ranges),
        cmocka_unit_test(bit_maps_become_masks),
        cmocka_unit_test(limits_come_from_every_qualifier),
        cmocka_unit_test(defaults_are_typed),
        cmocka_unit_test(instances_hold_typed_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
