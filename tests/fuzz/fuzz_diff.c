/* Any two schemas are compared without a crash, and one has no changes against itself. A line of `%%` parts the two;
 * without one the whole is both. Where neither has errors SQLite takes the migration between them, but for what a
 * constraint may refuse, and a schema needs none to itself. */
#include <assert.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/sql/sql.h"
#include "diff/diff.h"
#include "grammar/mof.h"
#include "template/render.h"

static const struct backend *const backends[] = {&backend_sql};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct trial {
    struct arena arena;
    struct sources sources;
    struct names names;
    struct diags diags;
};

static const struct schema *read_schema(struct trial *r, const char *bytes, size_t size)
{
    static const struct schema_options usual = {.read_embedded = mof_parse_embedded};
    struct source *s = source_from_bytes(&r->sources, "input", bytes, size);
    if (!s) return NULL;
    struct unit *unit = mof_parse_source(&r->arena, &r->names, s, false, &r->diags);
    return schema_build(&r->arena, &r->names, unit, &usual, &r->diags);
}

static size_t count_changes(struct trial *r, const struct schema *old, const struct schema *now)
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

/* ---- migrations ----------------------------------------------------------------------------------------- */

/* What the sqlite target makes of a model by one template; NULL where an engine could not hold it. */
static const char *render(struct trial *r, struct model *m, const char *plan)
{
    struct renderings made;
    const struct target *target = target_find(&r->arena, &r->sources, "sqlite", NULL, 0, &r->diags);
    for (struct target_file *f = target->files; f; f = f->next)
        if (strcmp(f->name, "target.lua") == 0) f->text = slice_of(plan);
    if (!render_targets(&r->arena, m, &target, 1, &(struct render_options){.threads = 1}, &made)) return NULL;
    return arena_copy(&r->arena, made.list[0].bytes.at, made.list[0].bytes.len);
}

#define PLAN(TEMPLATE)                                                                                             \
    "return { library = { 'lib/prose.lua', 'text.lua', 'migration.lua' }, limits = 'sql', files = { { template = " \
    "'" TEMPLATE "', output = 'out' } } }"

static void run_script(const char *old, const char *script)
{
    sqlite3 *database;
    if (sqlite3_open(":memory:", &database) != SQLITE_OK) abort();
    if (sqlite3_exec(database, old, NULL, NULL, NULL) == SQLITE_OK) {
        int code = sqlite3_exec(database, script, NULL, NULL, NULL);
        if (code != SQLITE_OK && code != SQLITE_CONSTRAINT) {
            fprintf(stderr, "%s\n%s\n%s\n", sqlite3_errmsg(database), old, script);
            abort();
        }
    }
    sqlite3_close(database);
}

static void migrate(struct trial *r, const struct schema *old, const struct schema *now, bool same)
{
    static const struct model_options usual = {.name = "schema", .prefix = ""};
    struct diff d = {.arena = &r->arena, .old = old, .now = now};
    diff_pair(&d);
    const struct model *was = model_new(&r->arena, old, &r->sources, &usual, backends, 1, &r->diags);
    const struct model_before before = {.model = was, .diff = &d, .allow_loss = now->class_count % 2};
    struct model_options how = usual;
    how.before = &before;
    struct model *m = model_new(&r->arena, now, &r->sources, &how, backends, 1, &r->diags);
    if (diags_status(&r->diags)) return;
    const char *first = render(r, (struct model *)(uintptr_t)was, PLAN("schema.sql")),
               *script = render(r, m, PLAN("migration.sql"));
    if (!first || !script) return;
    assert(!same || strncmp(script, "-- Nothing", 10) == 0);
    run_script(first, script);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *bytes = size ? (const char *)data : "", *parting = find_parting(bytes, size);
    size_t first = parting ? (size_t)(parting - bytes) : size, second = parting ? first + 4 : 0;
    struct trial r = {.arena = {0}};
    sources_init(&r.sources, &r.arena);
    names_init(&r.names, &r.arena);
    diags_init(&r.diags, &r.arena, &r.sources);
    const struct schema *old = read_schema(&r, bytes, first);
    const struct schema *now = read_schema(&r, bytes + second, size - second);
    if (old && now) {
        size_t changes = count_changes(&r, old, now);
        bool fine = !r.diags.counts[LEVEL_ERROR] && !r.diags.counts[LEVEL_FATAL];
        assert(parting || changes == 0 || !fine);
        if (fine) migrate(&r, old, now, !parting);
    }
    arena_free(&r.arena);
    return 0;
}
