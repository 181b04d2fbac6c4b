/* Any bytes are a page: nothing may crash, and every place that is reported lies in the page. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "page/page.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct source *s, struct span span)
{
    assert(!span_known(span) || (span.start >= s->base && span.end <= s->base + s->len + 1 && span.start <= span.end));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct sources sources;
    struct names names;
    struct diags diags;
    sources_init(&sources, &arena);
    names_init(&names, &arena);
    diags_init(&diags, &arena, &sources);
    struct source *s = source_from_bytes(&sources, "page.md", (const char *)data, size);
    const struct unit *unit = s ? page_read(&arena, &names, s, &diags) : NULL;
    for (const struct diag *d = diags.first; d; d = d->next) check(s, d->span);
    for (const struct ast_decl *d = unit ? unit->decls : NULL; d; d = d->next) {
        for (const struct ast_member *m = d->members; m; m = m->next) check(s, m->word.span);
    }
    arena_free(&arena);
    return 0;
}
