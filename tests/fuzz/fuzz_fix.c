/* Any text as a file and, where it begins like one, as a page: fixed it has no more findings of any rule, and fixing it
 * again changes nothing. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/cmd.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* How many findings of each rule the text has. */
static void count(struct options *o, const struct source *text, unsigned counts[RULE_COUNT])
{
    struct compile c;
    memset(counts, 0, RULE_COUNT * sizeof *counts);
    if (!compile_setup(&c, o)) return;
    c.texts = &text;
    c.text_count = 1;
    lint_all(&c);
    for (const struct diag *d = c.diags.first; d; d = d->next) counts[d->rule]++;
}

static void try(const char *path, const uint8_t *data, size_t size, bool unsafe)
{
    struct arena arena = {0};
    struct options o = {.arena = &arena, .unsafe = unsafe};
    struct sources sources;
    unsigned before[RULE_COUNT], after[RULE_COUNT];
    sources_init(&sources, &arena);
    words_add(&arena, &o.inputs, path);
    const struct source *text = source_from_bytes(&sources, path, size ? (const char *)data : "", size);
    if (text) {
        count(&o, text, before);
        struct slice once = lint_fix_text(&o, text);
        struct source fixed = *text;
        fixed.text = arena_copy(&arena, once.at, once.len);
        fixed.len = once.len;
        count(&o, &fixed, after);
        for (int r = 0; r < RULE_COUNT; r++) assert(after[r] <= before[r]);
        assert(slice_equal(once, lint_fix_text(&o, &fixed)));
    }
    arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bool page = size && (*data == '#' || *data == '-' || *data == '>');
    try(page ? "/dev/null/input.md" : "/dev/null/input.mof", data, size, size % 2);
    return 0;
}
