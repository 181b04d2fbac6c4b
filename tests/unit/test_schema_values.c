/* Bit fields, limits against types and defaults, lengths, and names that several classes use. */
#include "schema_scene.h"

#include "schema/build.h"

static void positions_become_masks_and_masks_are_found_together(void **state)
{
    struct scene *s = *state;
    build(s, "class A { [Key] uint8 Id; [BitMap{\"0\", \"3\"}, BitValues{\"read\", \"run\"}] uint8 V; };");
    const struct enumeration *e = property_of(s, "A", "V")->enumeration;
    assert_true(e->flags);
    assert_int_equal(e->values[1].low, 8);
    assert_non_null(enumeration_find(e, false, 9));
    assert_non_null(enumeration_find(e, false, 0));
    assert_null(enumeration_find(e, false, 2));
}

static struct enum_value row(const char *written, uint64_t low, const char *label)
{
    return (struct enum_value){.written = slice_of(written), .label = slice_of(label), .low = low, .high = low};
}

static void what_a_list_of_bits_holds_tells_positions_from_masks(void **state)
{
    const struct enum_value rights[] = {row("0", 0, "READ"), row("1", 1, "WRITE"), row("2", 2, "RUN")};
    const struct enum_value masks[] = {row("1", 1, "A"), row("2", 2, "B"), row("4", 4, "C"), row("7", 7, "ALL")};
    const struct enum_value none[] = {row("0", 0, "None"), row("1", 1, "On")};
    const struct enum_value sparse[] = {row("4", 4, "LOCAL"), row("17", 17, "REMOTE")};
    const struct enum_value hexadecimal[] = {row("0x0", 0, "READ"), row("0x3", 3, "BOTH")};
    const struct enum_value wide[] = {row("0", 0, "READ"), row("40", 40, "RUN")};
    (void)state;
    assert_true(bits_are_positions(rights, 3, CIM_UINT32));
    assert_false(bits_are_positions(masks, 4, CIM_UINT32));
    assert_false(bits_are_positions(none, 2, CIM_UINT32));
    assert_true(bits_are_positions(sparse, 2, CIM_UINT32));
    assert_false(bits_are_positions(hexadecimal, 2, CIM_UINT32));
    assert_false(bits_are_positions(wide, 2, CIM_UINT32));
    assert_true(bits_are_positions(wide, 2, CIM_UINT64));
}

static void a_bound_outside_the_type_is_dropped(void **state)
{
    struct scene *s = *state;
    build(s, "class A { [Key] uint8 Id; [MinValue(-5), MaxValue(9)] uint32 N; [MinValue(300)] uint8 Never; };");
    assert_false(property_of(s, "A", "N")->limits.has_min);
    assert_true(property_of(s, "A", "N")->limits.has_max);
    assert_false(property_of(s, "A", "Never")->limits.has_min);
    assert_int_equal(found(s, RULE_BAD_LIMIT), 1);
}

static void a_default_that_breaks_a_limit_is_told_once_and_allowed(void **state)
{
    struct scene *s = *state;
    build(s, "class A { [Key] uint8 Id; [MaxLen(1)] string T = \"ab\"; [ValueMap{\"1\"}, Values{\"x\"}] uint8 V = 2; };"
             "class B : A { [Override(\"T\"), Description(\"d\")] string T; };");
    assert_int_equal(found(s, RULE_DEFAULT_BREAKS_LIMIT), 2);
    assert_true(property_of(s, "A", "T")->limits.allows_default);
    assert_true(property_of(s, "A", "V")->limits.allows_default);
    assert_true(property_of(s, "B", "T")->limits.allows_default);
    assert_slice(property_of(s, "B", "T")->initial->string, "ab");
}

static void characters_are_counted_and_not_bytes(void **state)
{
    struct scene *s = *state;
    build(s, "class A { [Key] uint8 Id; [MaxLen(2)] string T = \"\xC3\xA4\xC3\xB6\"; };");
    assert_int_equal(found_all(s), 0);
}

static void a_length_belongs_to_its_bytes(void **state)
{
    struct scene *s = *state;
    build(s, "class A { [Key] uint8 Id; uint8 Data[]; uint32 DataSize; uint32 Names; uint32 NamesSize; sint32 "
             "DataLength; };");
    assert_ptr_equal(property_of(s, "A", "DataSize")->length_of, property_of(s, "A", "Data"));
    assert_null(property_of(s, "A", "NamesSize")->length_of);
    assert_null(property_of(s, "A", "DataLength")->length_of);
}

static void instances_of_several_classes_do_not_mix_their_properties(void **state)
{
    struct scene *s = *state;
    build(s, "class A { [Key] uint8 Id; string Own; }; class B { [Key] uint8 Id; };"
             "instance of A { Id = 1; Own = \"x\"; }; instance of B { Id = 1; Own = \"x\"; }; instance of A { Id = 2; "
             "Own = \"y\"; };");
    assert_int_equal(found(s, RULE_UNKNOWN_PROPERTY), 1);
    assert_int_equal(found_all(s), 1);
}

static void enumerations_of_two_classes_may_share_a_name(void **state)
{
    struct scene *s = *state;
    build(s, "class A { [Key] uint8 Id; enumeration E : uint8 { X = 1 }; E V = X; };"
             "class B { [Key] uint8 Id; enumeration E : uint8 { Y = 7 }; E V = Y; structure P { E In; }; };");
    assert_int_equal(found_all(s), 0);
    assert_string_equal(property_of(s, "B", "V")->enumeration->name->text, "B_E");
    assert_int_equal(property_of(s, "B", "V")->initial->magnitude, 7);
    assert_ptr_equal(property_of(s, "B_P", "In")->enumeration, property_of(s, "B", "V")->enumeration);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(positions_become_masks_and_masks_are_found_together),
        SCENE(what_a_list_of_bits_holds_tells_positions_from_masks),
        SCENE(a_bound_outside_the_type_is_dropped),
        SCENE(a_default_that_breaks_a_limit_is_told_once_and_allowed),
        SCENE(characters_are_counted_and_not_bytes),
        SCENE(a_length_belongs_to_its_bytes),
        SCENE(instances_of_several_classes_do_not_mix_their_properties),
        SCENE(enumerations_of_two_classes_may_share_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
