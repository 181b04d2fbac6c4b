/* Any two schemas are compared without a crash, and one has no changes against itself. A line of `%%` parts the two;
 * without one the whole is both. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "diff/diff.h"
#include "grammar/mof.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct run {
    struct arena arena;
    struct sources sources;
    struct names names;
    struct diags diags;
};

static const struct schema *read_schema(struct run *r, const char *bytes, size_t size)
{
    static const struct schema_options usual = {.read_embedded = mof_parse_embedded};
    struct source *s = source_from_bytes(&r->sources, "input", bytes, size);
    if (!s) return NULL;
    struct unit *unit = mof_parse_source(&r->arena, &r->names, s, false, &r->diags);
    return schema_build(&r->arena, &r->names, unit, &usual, &r->diags);
}

static size_t count_changes(struct run *r, const struct schema *old, const struct schema *now)
{
    struct diff d = {.arena = &r->arena, .old = old, .now = now};
    diff_schemas(&d);
    size_t count = 0;
    for (const struct change *c = d.first; c; c = c->next) {
        assert(c->message && c->element && c->info);
        count++;
    }
    assert(count == d.count);
    return count;
}

static const char *find_parting(const char *bytes, size_t size)
{
    for (size_t i = 0; i + 4 <= size; i++)
        if (memcmp(bytes + i, "\n%%\n", 4) == 0) return bytes + i;
    return NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *bytes = size ? (const char *)data : "", *parting = find_parting(bytes, size);
    size_t first = parting ? (size_t)(parting - bytes) : size, second = parting ? first + 4 : 0;
    struct run r = {.arena = {0}};
    sources_init(&r.sources, &r.arena);
    names_init(&r.names, &r.arena);
    diags_init(&r.diags, &r.arena, &r.sources);
    const struct schema *old = read_schema(&r, bytes, first);
    const struct schema *now = read_schema(&r, bytes + second, size - second);
    if (old && now) {
        size_t changes = count_changes(&r, old, now);
        assert(parting || changes == 0 || r.diags.counts[LEVEL_ERROR] || r.diags.counts[LEVEL_FATAL]);
    }
    arena_free(&r.arena);
    return 0;
}
