/* Pages: the places of what they say, the shapes of sections and values, and that no bytes do harm. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "page/page.h"

struct run {
    struct arena arena;
    struct sources sources;
    struct names names;
    struct diags diags;
    struct unit *unit;
};

static void run(struct run *r, const char *text)
{
    *r = (struct run){0};
    sources_init(&r->sources, &r->arena);
    names_init(&r->names, &r->arena);
    diags_init(&r->diags, &r->arena, &r->sources);
    struct source *s = source_from_bytes(&r->sources, "page.md", text, strlen(text));
    r->unit = page_read(&r->arena, &r->names, s, &r->diags);
}

static const struct ast_member *member(const struct run *r, const char *lower)
{
    assert_non_null(r->unit);
    for (const struct ast_member *m = r->unit->decls->members; m; m = m->next) {
        if (m->word.name && name_is(m->word.name, lower)) return m;
    }
    fail_msg("no member %s", lower);
    return NULL;
}

static void same(struct slice s, const char *expected)
{
    assert_true(s.at != NULL && s.len == strlen(expected) && !memcmp(s.at, expected, s.len));
}

static const struct diag *finding(const struct run *r, enum rule rule)
{
    for (const struct diag *d = r->diags.first; d; d = d->next) {
        if (d->rule == rule) return d;
    }
    fail_msg("no finding %s", rules[rule].name);
    return NULL;
}

#define HEAD "# Shop_Item class\r\n\r\nSold.\r\n\r\n## Syntax\r\n\r\n"
#define BLOCK                                                                               \
    "```\r\nclass Shop_Item\r\n{\r\n  UInt32 Count;\r\n  String Name;\r\n};\r\n```\r\n\r\n" \
    "## Properties\r\n\r\n"

static void places_hold_with_crlf_indents_and_wide_characters(void **state)
{
    (void)state;
    struct run r;
    run(&r, HEAD BLOCK " `Count`\r\n Data type: `UIn32`\r\n\r\n \xC3\xA4 Access\r\n");
    const struct diag *d = finding(&r, RULE_PAGE_TYPE_MISMATCH);
    same(source_slice(&r.sources, d->span), "UIn32");
    same(source_slice(&r.sources, d->notes->span), "UInt32");
    assert_int_equal(source_place(&r.sources, d->span.start).line, 18);
    assert_int_equal(source_place(&r.sources, d->span.start).column, 14);
    arena_free(&r.arena);
}

static void block_in_a_list_keeps_its_places(void **state)
{
    (void)state;
    struct run r;
    run(&r, HEAD "- one\r\n\r\n  ```\r\n  class Shop_Item {\r\n    string Name;\r\n  };\r\n  ```\r\n");
    same(source_slice(&r.sources, member(&r, "name")->word.span), "Name");
    arena_free(&r.arena);
}

static void escaped_names_lead_back_to_their_bytes(void **state)
{
    (void)state;
    struct run r;
    run(&r, HEAD "```\nclass Shop_Item { Shop_Kind Kind; };\n```\n## Properties\n\n**Kind**\n\n"
                 "Data type: **Shop\\_Kin**\n");
    same(source_slice(&r.sources, finding(&r, RULE_PAGE_TYPE_MISMATCH)->span), "Shop\\_Kin");
    arena_free(&r.arena);
}

static void labels_are_read_in_each_spelling(void **state)
{
    (void)state;
    struct run r;
    run(&r, HEAD BLOCK "### `Count`\n\nData type: **UInt32**\n\nAccess type: Read Only\n\nQualifiers: `[key]`\n\n"
                       "Text. The default value of this property is 5.\n\n"
                       "### Name\n\nData type: String\nAccess type: Read/Write]\nQualifiers: None.\n");
    const struct ast_member *count = member(&r, "count"), *name = member(&r, "name");
    assert_int_equal(count->documented->access, ACCESS_READ);
    assert_non_null(ast_find_qualifier(count->qualifiers, "key"));
    same(count->documented->initial, "5");
    assert_int_equal(name->documented->access, ACCESS_READ_WRITE);
    assert_null(name->qualifiers);
    finding(&r, RULE_PAGE_ACCESS);
    arena_free(&r.arena);
}

static void first_row(const char *table, const char *value, const char *label)
{
    struct run r;
    struct text page = {0};
    text_printf(&page, "%s ### `Count`\n\nData type: `UInt32`\n\n%s\n", HEAD BLOCK, table);
    run(&r, page.at);
    const struct ast_row *row = member(&r, "count")->documented->rows;
    assert_non_null(row);
    same(row->value, value);
    if (label) same(row->label, label);
    else assert_null(row->label.at);
    text_free(&page);
    arena_free(&r.arena);
}

static void tables_are_read_in_each_shape(void **state)
{
    (void)state;
    first_row("|||\n|-|-|\n|1|ONE|", "1", "ONE");
    first_row("|Value|Description|\n|-|-|\n|0x10|ONE|", "0x10", "ONE");
    first_row("|Type|Value|\n|-|-|\n|ONE|-1|", "-1", "ONE");
    first_row("|Value|\n|-|\n|7|", "7", NULL);
    first_row("|Value|Meaning|\n|-|-|\n|1 (0x1)|ONE|", "1", "ONE");
    first_row("|Value|Meaning|\n|-|-|\n|ONE(1)|First.|", "1", "ONE");
    first_row("| Value | Meaning |\n|-|-|\n"
              "| <dl> <dt>**ONE**</dt> <dt>5 32767</dt> </dl> | First.<br/> |",
              "5..32767", "ONE");
    first_row("<dl> <dt>\n\n**ONE** (1)\n\n</dt> <dd></dd> </dl>", "1", "ONE");
}

/* The values of Name in a page whose section ends with `prose`, as VALUE=LABEL;... */
static void told_values(const char *prose, const char *expected)
{
    struct run r;
    char page[4096];
    snprintf(page, sizeof page, HEAD BLOCK " `Name`\n Data type: `String`\n\n Kind of item.%s", prose);
    run(&r, page);
    char found[512] = "";
    size_t n = 0;
    for (const struct ast_row *row = member(&r, "name")->documented->rows; row && n < sizeof found; row = row->next)
        n += (size_t)snprintf(found + n, sizeof found - n, SLICE_FMT "%s" SLICE_FMT ";", SLICE_ARG(row->value),
                              row->label.at ? "=" : "", SLICE_ARG(row->label));
    assert_string_equal(found, expected);
    arena_free(&r.arena);
}

static void values_are_read_from_prose(void **state)
{
    (void)state;
    told_values(" Possible values are:\n\n- Fruit\n- Dry goods (default)\n", "Fruit;Dry goods;");
    told_values(" Possible values are:\n\n- Fruit. Sold by weight.\n- TIN(Tins)\n", "Fruit=Sold by weight;TIN=Tins;");
    told_values(" Possible values are:\n\nfruit - By weight.\n\ntins -By piece.\n", "fruit=By weight;tins=By piece;");
    told_values(" The values are:\n\nFRT\n\nTIN\n\nNothing else is sold here.\n", "FRT;TIN;");
    told_values("\n\n**Fruit** (2)\n\n**Tins** (4)\n", "2=Fruit;4=Tins;");
    told_values(" One of the following values.\n\n<dt>\n\n (\"FRT\")\n\n</dt> <dd></dd> <dt>\n\n (\"TIN\")\n\n</dt>\n",
                "FRT;TIN;");
    told_values(" It is one of these:\n\n- Fruit\n- Tins\n", "");
    told_values(" Valid values are:\n\n- This property is required.\n", "");
}

static void count_values(const char *prose, const char *expected)
{
    struct run r;
    char page[4096];
    snprintf(page, sizeof page, HEAD BLOCK " `Count`\n Data type: `UInt32`\n\n How many.%s", prose);
    run(&r, page);
    char found[512] = "";
    size_t n = 0;
    for (const struct ast_row *row = member(&r, "count")->documented->rows; row && n < sizeof found; row = row->next)
        n += (size_t)snprintf(found + n, sizeof found - n, SLICE_FMT "=" SLICE_FMT ";", SLICE_ARG(row->value),
                              SLICE_ARG(row->label));
    assert_string_equal(found, expected);
    arena_free(&r.arena);
}

static void numbers_are_read_from_prose(void **state)
{
    (void)state;
    count_values(" Possible values are:\n\n4\nSOLD\n\n6\nKEPT\n", "4=SOLD;6=KEPT;");
    count_values("\n\n0 = None\n1 = One\n", "0=None;1=One;");
    count_values("\n\n0x2: sold out.\n", "0x2=sold out.;");
    count_values("\n\nValues from 0-31 are allowed.\n", "");
    count_values("\n\n|||\n|-|-|\n|Value|Description|\n|0|None|\n", "0=None;");
    count_values("\n\n|||\n|-|-|\n|60 (a minute)|Least|\n|GREEN 8 (0x8)|Most|\n|(0x3)|Third|\n|9 ...|More|\n",
                 "60=Least;8=GREEN;0x3=Third;9..=More;");
}

static void labels_may_stand_above_their_values(void **state)
{
    (void)state;
    struct run r;
    run(&r, HEAD BLOCK
        " `Count`\n Data type: `UInt32`\n\n Access type:\n\n Read-only\n\n Qualifiers:\n\n [key]\n\n Text.\n");
    const struct ast_member *m = member(&r, "count");
    assert_non_null(ast_find_qualifier(m->qualifiers, "key"));
    assert_int_equal(m->documented->access, ACCESS_READ);
    same(m->documented->text, "Text.");
    arena_free(&r.arena);
}

static void one_wrong_qualifier_loses_no_other(void **state)
{
    (void)state;
    struct run r;
    run(&r, HEAD BLOCK " `Name`\n Data type: `String`\n\n Qualifiers: [key, SizeLimit(\xE2\x80\x9C"
                       "5\xEF\xBF\xBD?], Units (whole pieces)\n");
    assert_non_null(ast_find_qualifier(member(&r, "name")->qualifiers, "key"));
    finding(&r, RULE_PAGE_QUALIFIERS);
    arena_free(&r.arena);
}

static void told_initial(const char *prose, const char *expected)
{
    struct run r;
    char page[4096];
    snprintf(page, sizeof page,
             HEAD "```\nclass Shop_Item { uint32 DelayMinutes; string Name; };\n```\n## Properties\n\n%s", prose);
    run(&r, page);
    bool number = strstr(prose, "UInt32") != NULL;
    struct slice s = member(&r, number ? "delayminutes" : "name")->documented->initial;
    if (expected) same(s, expected);
    else assert_null(s.at);
    arena_free(&r.arena);
}

static void defaults_are_told_in_many_ways(void **state)
{
    (void)state;
    told_initial("`Name`\nData type: `String`\n\nIt defaults to FRT.\n", "FRT");
    told_initial("`Name`\nData type: `String`\n\nThe default value is FRT-TIN.\n", "FRT-TIN");
    told_initial("`Name`\nData type: `String`\n\nThe default value is \\<null>.\n", "null");
    told_initial("`DelayMinutes`\nData type: `UInt32`\n\nThe default value is 15 minutes.\n", "15");
    told_initial("`DelayMinutes`\nData type: `UInt32`\n\nDefault value: \"12\".\n", "12");
    told_initial("`DelayMinutes`\nData type: `UInt32`\n\nThe default value is 15 items.\n", NULL);
}

static void what_cannot_change_is_told(void **state)
{
    (void)state;
    struct run r;
    run(&r, HEAD BLOCK
        " `Name`\n Data type: `String`\n\n You can't change the `Name` property after the item is created.\n\n"
        " `Count`\n Data type: `UInt32`\n\n It cannot change.\n");
    assert_true(member(&r, "name")->documented->immutable);
    assert_false(member(&r, "count")->documented->immutable);
    arena_free(&r.arena);
}

static void property_called_as_a_heading_is_one(void **state)
{
    (void)state;
    struct run r;
    run(&r,
        HEAD "```\nclass Shop_Item { string Properties; };\n```\n## Properties\n\n`Properties`\nData type: `String`\n\n"
             "Access type: Read-only\n");
    assert_int_equal(member(&r, "properties")->documented->access, ACCESS_READ);
    arena_free(&r.arena);
}

static void wrong_block_is_read_as_far_as_it_goes(void **state)
{
    (void)state;
    struct run r;
    run(&r, HEAD "```\nclass Shop_Item\n{\n  uint8 A;\n  string @ B -> c;\n  uint16 D;\n};\n```\n");
    member(&r, "a");
    member(&r, "d");
    assert_int_equal(finding(&r, RULE_PAGE_BLOCK)->level, LEVEL_WARNING);
    assert_int_equal(diags_status(&r.diags), 0);
    arena_free(&r.arena);
}

static void closing_announcement_is_no_prose(void **state)
{
    (void)state;
    struct run r;
    run(&r, HEAD BLOCK " `Count`\n Data type: `UInt32`\n\n How many. Possible values are:\n\n|||\n|-|-|\n|0|None|\n");
    same(member(&r, "count")->documented->text, "How many.");
    arena_free(&r.arena);
}

static void prose_is_no_default(void **state)
{
    (void)state;
    struct run r;
    run(&r, HEAD BLOCK " `Count`\n Data type: `UInt32`\n\n The default value is one more than the last.\n\n"
                       " `Name`\n Data type: `String`\n\n The default value is \"\".\n");
    assert_null(member(&r, "count")->documented->initial.at);
    same(member(&r, "name")->documented->initial, "\"\"");
    arena_free(&r.arena);
}

static void a_quantity_is_taken_with_its_unit(void **state)
{
    (void)state;
    struct run r;
    run(&r, HEAD BLOCK " `Count`\n Data type: `UInt32`\n\n The default timeout is five minutes.\n");
    same(member(&r, "count")->documented->initial, "five minutes");
    arena_free(&r.arena);
}

static void block_qualifiers_are_kept_beside_the_sections(void **state)
{
    (void)state;
    struct run r;
    run(&r, HEAD "```\nclass Shop_Item { [key, read] string Name; };\n```\n## Properties\n\n`Name`\n"
                 "Data type: `String`\n\nQualifiers: [read]\n");
    const struct ast_qualifier *q = member(&r, "name")->qualifiers;
    assert_true(name_is(q->word.name, "read") && !q->only_in_block);
    assert_true(name_is(q->next->word.name, "key") && q->next->only_in_block);
    assert_null(q->next->next);
    arena_free(&r.arena);
}

static void method_page_is_a_method_of_its_class(void **state)
{
    (void)state;
    struct run r;
    run(&r, "# Add Method in Class Shop_Item\n\n## Syntax\n\n"
            "```\nSInt32 Add(\n  UInt32 Count\n);\n```\n\n#### Parameters\n"
            " `Count`\n Data type: `UInt32`\n\n Qualifiers: [in]\n\n How many.\n\n## Return Values\n An `SInt32`.\n");
    assert_int_equal(r.unit->decls->kind, DECL_METHOD);
    assert_string_equal(r.unit->decls->word.name->text, "Shop_Item");
    const struct ast_member *parameter = r.unit->decls->members->parameters;
    assert_non_null(ast_find_qualifier(parameter->qualifiers, "in"));
    same(parameter->documented->text, "How many.");
    same(r.unit->decls->page->return_text, "An SInt32.");
    arena_free(&r.arena);
}

static void linked_methods_stand_elsewhere(void **state)
{
    (void)state;
    struct run r;
    run(&r, HEAD BLOCK "`Count`\nData type: `UInt32`\n\n## Methods\n\n|Method|Description|\n|-|-|\n"
                       "|[Add Method in Class Shop_Item](add.md)|Adds.|\n");
    const struct ast_member *m = member(&r, "add");
    assert_true(m->kind == MEMBER_METHOD && m->linked);
    arena_free(&r.arena);
}

static void other_pages_are_none(void **state)
{
    (void)state;
    static const char *const pages[] = {"",
                                        "\n",
                                        "---\n",
                                        "---\ntitle: [\n---\n# x",
                                        "# About\n\nText.\n",
                                        "```\nint main(void) {}\n```\n",
                                        "\xC0\x80\xFF",
                                        "> > > > - - - <dl><dt>"};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        struct run r;
        run(&r, pages[i]);
        assert_null(r.unit);
        assert_null(r.diags.first);
        arena_free(&r.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_hold_with_crlf_indents_and_wide_characters),
        cmocka_unit_test(block_in_a_list_keeps_its_places),
        cmocka_unit_test(escaped_names_lead_back_to_their_bytes),
        cmocka_unit_test(labels_are_read_in_each_spelling),
        cmocka_unit_test(tables_are_read_in_each_shape),
        cmocka_unit_test(values_are_read_from_prose),
        cmocka_unit_test(numbers_are_read_from_prose),
        cmocka_unit_test(labels_may_stand_above_their_values),
        cmocka_unit_test(one_wrong_qualifier_loses_no_other),
        cmocka_unit_test(defaults_are_told_in_many_ways),
        cmocka_unit_test(what_cannot_change_is_told),
        cmocka_unit_test(property_called_as_a_heading_is_one),
        cmocka_unit_test(wrong_block_is_read_as_far_as_it_goes),
        cmocka_unit_test(closing_announcement_is_no_prose),
        cmocka_unit_test(prose_is_no_default),
        cmocka_unit_test(a_quantity_is_taken_with_its_unit),
        cmocka_unit_test(block_qualifiers_are_kept_beside_the_sections),
        cmocka_unit_test(method_page_is_a_method_of_its_class),
        cmocka_unit_test(linked_methods_stand_elsewhere),
        cmocka_unit_test(other_pages_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
