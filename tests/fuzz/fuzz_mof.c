/* Any bytes are a file, a page's block and a qualifier line: nothing may crash, and what a file's units print
 * must parse without an error and print the same again. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "ast/print.h"
#include "grammar/mof.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct run {
    struct arena arena;
    struct sources sources;
    struct names names;
    struct diags diags;
};

static void run_start(struct run *r)
{
    *r = (struct run){0};
    sources_init(&r->sources, &r->arena);
    names_init(&r->names, &r->arena);
    diags_init(&r->diags, &r->arena, &r->sources);
}

static bool parse_file(struct run *r, const char *bytes, size_t size, struct text *out)
{
    struct source *s = source_from_bytes(&r->sources, "input", bytes, size);
    if (!s) return false;
    struct unit *u = mof_parse_source(&r->arena, &r->names, s, false, &r->diags);
    ast_print_unit(out, u);
    assert(memcmp(s->text + s->len, "\0", 2) == 0);
    return r->diags.counts[LEVEL_FATAL] == 0 && r->diags.counts[LEVEL_ERROR] == 0;
}

static void parse_part(const char *bytes, size_t size, enum mof_entry entry)
{
    struct run r;
    run_start(&r);
    struct source *s = source_from_bytes(&r.sources, "input", bytes, size);
    if (s) {
        const struct mof_segment map = {.at = 0, .span = s->base};
        const struct mof_input in = {entry, s->text, s->len, &map, 1, false, NULL};
        struct mof_output out;
        struct text printed = {0};
        mof_parse(&r.arena, &r.names, &in, &r.diags, &out);
        for (const struct ast_decl *d = out.decls; d; d = d->next) ast_print_decl(&printed, d);
        for (const struct ast_qualifier *q = out.qualifiers; q; q = q->next) ast_print_qualifier(&printed, q);
        text_free(&printed);
    }
    arena_free(&r.arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *bytes = size ? (const char *)data : "";
    struct run one, two;
    struct text first = {0}, second = {0};
    run_start(&one);
    if (parse_file(&one, bytes, size, &first)) {
        run_start(&two);
        bool good = parse_file(&two, first.at ? first.at : "", first.len, &second);
        assert(good);
        assert(first.len == second.len && (first.len == 0 || memcmp(first.at, second.at, first.len) == 0));
        arena_free(&two.arena);
    }
    arena_free(&one.arena);
    text_free(&first);
    text_free(&second);
    parse_part(bytes, size, MOF_BLOCK);
    parse_part(bytes, size, MOF_QUALIFIERS);
    return 0;
}
