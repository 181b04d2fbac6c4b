/* Pages: the places of what they say, the shapes of sections and values, and that no bytes do harm. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
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
        if (m->word.name && name_is(m->word.name, lower))
            return m;
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
        if (d->rule == rule)
            return d;
    }
    fail_msg("no finding %s", rules[rule].name);
    return NULL;
}

#define HEAD "# Shop_Item class\r\n\r\nSold.\r\n\r\n## Syntax\r\n\r\n"
#define BLOCK \
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
    assert_int_equal(count->told->access, ACCESS_READ);
    assert_non_null(ast_find_qualifier(count->qualifiers, "key"));
    same(count->told->initial, "5");
    assert_int_equal(name->told->access, ACCESS_READ_WRITE);
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
    const struct ast_row *row = member(&r, "count")->told->rows;
    assert_non_null(row);
    same(row->value, value);
    if (label)
        same(row->label, label);
    else
        assert_null(row->label.at);
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
              "| <dl> <dt>**ONE**</dt> <dt>5 32767</dt> </dl> | First.<br/> |", "5..32767", "ONE");
    first_row("<dl> <dt>\n\n**ONE** (1)\n\n</dt> <dd></dd> </dl>", "1", "ONE");
}

static void prose_is_no_default(void **state)
{
    (void)state;
    struct run r;
    run(&r, HEAD BLOCK " `Count`\n Data type: `UInt32`\n\n The default value is 5 minutes.\n\n"
                       " `Name`\n Data type: `String`\n\n The default value is \"\".\n");
    assert_null(member(&r, "count")->told->initial.at);
    same(member(&r, "name")->told->initial, "\"\"");
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
    same(parameter->told->text, "How many.");
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
    assert_true(m->kind == MEMBER_METHOD && m->elsewhere);
    arena_free(&r.arena);
}

static void other_pages_are_none(void **state)
{
    (void)state;
    static const char *const pages[] = {"", "\n", "---\n", "---\ntitle: [\n---\n# x", "# About\n\nText.\n",
                                        "```\nclass A {};\n```\n", "\xC0\x80\xFF", "> > > > - - - <dl><dt>"};
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
        cmocka_unit_test(prose_is_no_default),
        cmocka_unit_test(block_qualifiers_are_kept_beside_the_sections),
        cmocka_unit_test(method_page_is_a_method_of_its_class),
        cmocka_unit_test(linked_methods_stand_elsewhere),
        cmocka_unit_test(other_pages_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
