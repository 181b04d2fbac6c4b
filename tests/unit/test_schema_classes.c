/* What a class declares itself and what it takes over: overrides, keys, methods. */
#include "schema_scene.h"

static void inherited_properties_come_first_and_are_shared(void **state)
{
    struct scene *s = *state;
    build(s, "class B { [Key] string Name; uint32 Size; }; class C : b { uint8 Extra; };");
    const struct klass *base = class_of(s, "B"), *k = class_of(s, "C");
    assert_int_equal(found_all(s), 0);
    assert_int_equal(k->property_count, 3);
    assert_int_equal(k->inherited_count, 2);
    assert_int_equal(k->own_count, 1);
    assert_ptr_equal(k->properties[0], base->properties[0]);
    assert_ptr_equal(k->own[0], k->properties[2]);
    assert_int_equal(k->key_count, 1);
    assert_int_equal(k->depth, 1);
}

static void an_override_takes_the_place_of_what_it_overrides(void **state)
{
    struct scene *s = *state;
    build(s, "class B { [Key] string Name; [MaxLen(8)] string Text; uint8 Last; };"
             "class C : B { uint8 New; [Override(\"text\"), Description(\"x\")] string TEXT; };");
    const struct klass *base = class_of(s, "B"), *k = class_of(s, "C");
    const struct property *p = k->properties[1];
    assert_int_equal(found_all(s), 0);
    assert_ptr_equal(p->declared, k);
    assert_ptr_equal(p->origin, base);
    assert_ptr_equal(p->overrides, base->properties[1]);
    assert_int_equal(p->limits.max_length, 8);
    assert_int_equal(k->property_count, 4);
    assert_int_equal(k->own_count, 2);
    assert_ptr_equal(k->own[1], p);
    assert_ptr_equal(base->properties[1]->declared, base);
}

static void keys_below_keys_are_refused(void **state)
{
    struct scene *s = *state;
    build(s, "class B { [Key] string Name; }; class C : B { [Key] uint8 Id; };");
    assert_int_equal(found(s, RULE_KEY_BELOW_KEY), 1);
}

static void methods_are_inherited_and_overridden(void **state)
{
    struct scene *s = *state;
    build(s, "class B { [Key] string Name; uint32 Run([In] string What, [In(false), Out] uint8 Code); uint32 Stop(); };"
             "class C : B { [Override(\"Run\")] uint32 Run([In] string What, [In(false), Out] uint8 Code); };");
    const struct klass *k = class_of(s, "C");
    assert_int_equal(found_all(s), 0);
    assert_int_equal(k->method_count, 2);
    assert_ptr_equal(k->methods[0]->declared, k);
    assert_ptr_equal(k->methods[0]->origin, class_of(s, "B"));
    assert_true(k->methods[0]->parameters[0].in);
    assert_false(k->methods[0]->parameters[1].in);
    assert_true(k->methods[0]->parameters[1].out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(inherited_properties_come_first_and_are_shared),
        SCENE(an_override_takes_the_place_of_what_it_overrides),
        SCENE(keys_below_keys_are_refused),
        SCENE(methods_are_inherited_and_overridden),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
