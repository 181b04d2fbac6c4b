/* Whatever a schema's text holds, it stays in the literal or the comment it is put in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/escape.h"

static const char hostile[] =
    "*/ /* ' \" \\ -- $$ ?\?/ ${x} % // \r \xC2\x85 \xE2\x80\xA8 \xE2\x80\xAE <!-- ]]> \xFF \\\nx */*/ */";

static const char *taken(struct text *t)
{
    static char kept[4096];
    snprintf(kept, sizeof kept, "%s", t->at ? t->at : "");
    text_free(t);
    return kept;
}

static void c_string_is_a_literal(void **state)
{
    struct text t = {0};
    (void)state;
    escape_c_string(&t, slice_of("a\"b\\c\n\t\r?\?/ \xC3\xA9 \xFF \xE2\x80\xA8"));
    assert_string_equal(taken(&t), "\"a\\\"b\\\\c\\n\\t\\015?\\?/ \xC3\xA9 \\377 \\342\\200\\250\"");
    escape_c_string(&t, (struct slice){"a\0"
                                       "1",
                                       3});
    assert_string_equal(taken(&t), "\"a\\0001\"");
}

static void c_comment_never_ends(void **state)
{
    struct text t = {0};
    (void)state;
    escape_c_comment(&t, slice_of(hostile));
    assert_null(strstr(t.at, "*/"));
    assert_null(strstr(t.at, "/*"));
    assert_null(strstr(t.at, "?\?/"));
    assert_null(strstr(t.at, "\\\n"));
    assert_null(strstr(t.at, "\\ "));
    assert_null(strchr(t.at, '\r'));
    assert_null(strstr(t.at, "\xE2\x80"));
    text_free(&t);
    escape_c_comment(&t, slice_of("**//**/ C:\\"));
    assert_string_equal(taken(&t), "** // ** / C:\\.");
}

static void folded_comment_never_ends(void **state)
{
    (void)state;
    for (unsigned width = 1; width < 40; width++) {
        struct text comment = {0}, t = {0};
        escape_c_comment(&comment, slice_of(hostile));
        text_wrap(&t, (struct slice){comment.at, (uint32_t)comment.len}, width, slice_of(" *"));
        assert_null(strstr(t.at, "*/"));
        assert_null(strstr(t.at, "\\\n"));
        text_free(&t);
        text_free(&comment);
    }
}

static void sql_string_doubles_quotes(void **state)
{
    struct text t = {0};
    (void)state;
    escape_sql_string(&t, slice_of("it's \\'"), false);
    assert_string_equal(taken(&t), "'it''s \\'''");
    escape_sql_string(&t, slice_of("\\'"), true);
    assert_string_equal(taken(&t), "'\\\\'''");
    escape_sql_string(&t, (struct slice){"a\0b", 3}, false);
    assert_string_equal(taken(&t), "'ab'");
}

static void sql_names_are_quoted(void **state)
{
    struct text t = {0};
    (void)state;
    escape_sql_name(&t, slice_of("a\"b"), '"');
    assert_string_equal(taken(&t), "\"a\"\"b\"");
    escape_sql_name(&t, slice_of("a]b"), '[');
    assert_string_equal(taken(&t), "[a]]b]");
}

static void line_is_one_line(void **state)
{
    struct text t = {0};
    (void)state;
    escape_line(&t, slice_of("a\nb\r\nc\xE2\x80\xA8"
                             "d\xC2\x85"
                             "e\x0B"));
    assert_string_equal(taken(&t), "a b  c d e ");
}

static void line_comments_end_with_their_line(void **state)
{
    struct text t = {0};
    (void)state;
    escape_line_comment(&t, slice_of("a\n#include <x>\\"));
    assert_string_equal(taken(&t), "a #include <x>\\.");
    escape_line_comment(&t, slice_of("C:\\ or C:\\x ?\?/"));
    assert_string_equal(taken(&t), "C:\\. or C:\\x ?\?/.");
}

static void markdown_shows_the_text(void **state)
{
    struct text t = {0};
    (void)state;
    escape_markdown(
        &t, slice_of("# no *head* `code` <b> [x](y) a|b SMS_R_System _it_ ![i]\n    not code\n- no list\n1. no\n"
                     "12) no\n1.5 and 2. here\n=\n> no\n~~~\n&lt; \\\x1B\xFF$x$"));
    assert_string_equal(taken(&t),
                        "\\# no \\*head\\* \\`code\\` \\<b\\> \\[x\\](y) a\\|b SMS_R_System \\_it\\_ !\\[i\\]\n"
                        "not code\n\\- no list\n1\\. no\n12\\) no\n1\\.5 and 2. here\n\\=\n\\> no\n\\~\\~\\~\n"
                        "\\&lt; \\\\ \xEF\xBF\xBD\\$x\\$");
}

static void html_stays_text(void **state)
{
    struct text t = {0};
    (void)state;
    escape_html(&t, slice_of("<script>a && \"b\" 'c'</script> -->\x01\n\xE2\x80\xAE\xC3"));
    assert_string_equal(taken(&t),
                        "&lt;script&gt;a &amp;&amp; &quot;b&quot; &#39;c&#39;&lt;/script&gt; --&gt; \n \xEF\xBF\xBD");
}

static void json_is_json(void **state)
{
    struct text t = {0};
    (void)state;
    escape_json_string(&t, slice_of("\"\\\n\x01\xE2\x80\xA8\xFFz\xF0\x9F\x98\x80"));
    assert_string_equal(taken(&t), "\"\\\"\\\\\\n\\u0001\\u2028\xEF\xBF\xBDz\xF0\x9F\x98\x80\"");
}

static void identifiers_keep_letters(void **state)
{
    struct text t = {0};
    (void)state;
    escape_identifier(&t, slice_of(" Boot  image--package (x86)! "));
    assert_string_equal(taken(&t), "Boot_image_package_x86");
}

static void wrap_folds_and_keeps_paragraphs(void **state)
{
    struct text t = {0};
    (void)state;
    text_wrap(&t, slice_of("one two three\n\nfour"), 9, slice_of("// "));
    assert_string_equal(taken(&t), "one\n// two\n// three\n//\n// four");
    text_wrap(&t, slice_of("averyveryverylongword x"), 8, slice_of("  "));
    assert_string_equal(taken(&t), "averyveryverylongword\n  x");
    text_wrap(&t, slice_of(""), 8, slice_of("  "));
    assert_string_equal(taken(&t), "");
}

static void pad_counts_characters(void **state)
{
    struct text t = {0};
    (void)state;
    text_pad(&t, slice_of("\xC3\xA9"), 3);
    assert_string_equal(taken(&t), "\xC3\xA9  ");
    text_pad(&t, slice_of("7"), -3);
    assert_string_equal(taken(&t), "  7");
}

static void lines_that_come_together_share_a_name(void **state)
{
    struct text t = {0};
    (void)state;
    escape_c_strings(&t,
                     slice_of("a {\n"
                              "    the first line of a block that comes twice\n"
                              "    and the \"second\", behind it\n}\n"
                              "b {\n"
                              "    the first line of a block that comes twice\n"
                              "    and the \"second\", behind it\n}\n"),
                     "block");
    assert_string_equal(taken(&t), "static const char block_1[] =\n"
                                   "    \"    the first line of a block that comes twice\\n\"\n"
                                   "    \"    and the \\\"second\\\", behind it\\n\"\n"
                                   "    \"}\\n\";\n\n"
                                   "static const char *const block[] = {\n"
                                   "    \"a {\\n\",\n"
                                   "    block_1,\n"
                                   "    \"b {\\n\",\n"
                                   "    block_1,\n"
                                   "    0,\n};\n");
    escape_c_strings(&t, slice_of("x\nx\nx\n"), "short"); /* a name would be longer */
    assert_string_equal(taken(&t), "static const char *const short[] = {\n    \"x\\nx\\nx\\n\",\n    0,\n};\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(c_string_is_a_literal),
                                       cmocka_unit_test(c_comment_never_ends),
                                       cmocka_unit_test(folded_comment_never_ends),
                                       cmocka_unit_test(sql_string_doubles_quotes),
                                       cmocka_unit_test(sql_names_are_quoted),
                                       cmocka_unit_test(line_is_one_line),
                                       cmocka_unit_test(line_comments_end_with_their_line),
                                       cmocka_unit_test(markdown_shows_the_text),
                                       cmocka_unit_test(html_stays_text),
                                       cmocka_unit_test(json_is_json),
                                       cmocka_unit_test(identifiers_keep_letters),
                                       cmocka_unit_test(wrap_folds_and_keeps_paragraphs),
                                       cmocka_unit_test(pad_counts_characters),
                                       cmocka_unit_test(lines_that_come_together_share_a_name)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
