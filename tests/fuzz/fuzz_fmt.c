/* Any text that parses, as a file or as a page's block: laid out it still parses, means the same, has the same comments
 * in the same order, and laying it out again changes nothing. */
#include <assert.h>
#include <ctype.h>
#include <stdint.h>
#include <string.h>

#include "ast/print.h"
#include "format/format.h"
#include "grammar/mof.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
const char *format_broken(const char *bytes, size_t size, enum mof_entry entry);

/* A text: what it means, its comments without their white space, and how it is laid out. */
struct reading {
    struct arena arena;
    struct mof_output parsed;
    struct slice text;
    bool good, laid_out;
    struct text meaning, comments, formatted;
};

static void add_comments(struct reading *r, const struct tokens *tokens)
{
    for (uint32_t i = 0; i < tokens->count; i++) {
        const struct token *t = &tokens->at[i];
        if (t->kind != TOKEN_LINE_COMMENT && t->kind != TOKEN_BLOCK_COMMENT) continue;
        for (uint32_t k = 0; k < t->text.len; k++)
            if (!isspace((unsigned char)t->text.at[k])) text_add_char(&r->comments, t->text.at[k]);
        text_add_char(&r->comments, '\n');
    }
}

/* Parses; returns the text that the tokens lie in. */
static const char *read_tokens(struct reading *r, const char *bytes, size_t size, enum mof_entry entry,
                               struct tokens *tokens)
{
    struct sources sources;
    struct names names;
    struct diags diags;
    *r = (struct reading){.good = false};
    *tokens = (struct tokens){.arena = &r->arena};
    sources_init(&sources, &r->arena);
    names_init(&names, &r->arena);
    diags_init(&diags, &r->arena, &sources);
    struct source *s = source_from_bytes(&sources, "input", bytes, size);
    if (!s) return NULL;
    const struct mof_segment map = {.at = 0, .span = s->base};
    const struct mof_input in = {
        .entry = entry, .text = s->text, .len = s->len, .map = &map, .map_count = 1, .tokens = tokens};
    r->good = mof_parse(&r->arena, &names, &in, &diags, &r->parsed);
    r->text = (struct slice){s->text, s->len};
    return s->text;
}

static void read_text(struct reading *r, const char *bytes, size_t size, enum mof_entry entry)
{
    struct tokens tokens;
    read_tokens(r, bytes, size, entry, &tokens);
    if (!r->good) return;
    for (const struct ast_decl *d = r->parsed.decls; d; d = d->next) ast_print_decl(&r->meaning, d);
    add_comments(r, &tokens);
    const struct format_input what = {r->text, &tokens, r->parsed.decls};
    r->laid_out = format_mof(&r->arena, &what, &r->formatted);
}

static bool same(const struct text *a, const struct text *b)
{
    return a->len == b->len && (a->len == 0 || memcmp(a->at, b->at, a->len) == 0);
}

static void drop(struct reading *r)
{
    text_free(&r->meaning);
    text_free(&r->comments);
    text_free(&r->formatted);
    arena_free(&r->arena);
}

/* What is wrong with how a text is laid out; NULL: nothing. */
const char *format_broken(const char *bytes, size_t size, enum mof_entry entry)
{
    struct reading one, two = {.good = true};
    const char *why = NULL;
    read_text(&one, bytes, size, entry);
    if (one.good && entry == MOF_FILE && !one.laid_out) why = "it is not laid out";
    if (one.laid_out) {
        read_text(&two, one.formatted.at ? one.formatted.at : "", one.formatted.len, entry);
        if (!two.good) why = "it does not parse any more";
        else if (!same(&one.meaning, &two.meaning)) why = "it means something else";
        else if (!same(&one.comments, &two.comments)) why = "its comments changed";
        else if (!same(&one.formatted, &two.formatted)) why = "a second time changes it";
        drop(&two);
    }
    drop(&one);
    return why;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *bytes = size ? (const char *)data : "";
    assert(!format_broken(bytes, size, MOF_FILE));
    assert(!format_broken(bytes, size, MOF_BLOCK));
    return 0;
}
