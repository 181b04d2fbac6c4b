/* A migrated database is what the new schema makes: for random schemas and random edits of them a database of the old
 * one is filled with random rows and migrated. Its catalog is then that of a fresh database; lookup tables hold the
 * same; every row of a table that stays is there, and columns whose type stays hold what they held; it passes integrity
 * and foreign key checks; and a store of the new schema opens it. Where rows stand in the way, the migration says so in
 * words of its own, and nothing has changed.
 *
 * migrated [FIRST [COUNT]]: the seeds that are tried; VERBOSE=1 prints the schemas and scripts. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/c/c.h"
#include "backend/sql/sql.h"
#include "diff/diff.h"
#include "grammar/mof.h"
#include "mofrt_sqlite_generated.h"
#include "schemas.h"
#include "template/render.h"

static const struct backend *const backends[] = {&backend_c, &backend_sql};
static const char DATABASE[] = "file:migrated?mode=memory&cache=shared";

struct trial {
    uint64_t seed;
    struct arena arena;
    struct sources sources;
    struct names names;
    struct diags diags;
    struct sample old, now;
    struct text old_mof, now_mof;
    const struct schema *schemas[2];
    struct model *models[2];
    struct diff diff;
    bool allow_loss;
    char *old_sql, *now_sql, *script;
    sqlite3 *db, *fresh;
    bool failed;
};

static size_t migrated, refused, lossy, unusable, rows_kept;

static void bad(struct trial *r, const char *what, const char *detail)
{
    r->failed = true;
    printf("not ok - seed %llu: %s: %s\n", (unsigned long long)r->seed, what, detail ? detail : "");
}

/* ---- making schemas and statements ------------------------------------------------------------------------ */

static const struct schema *read_schema(struct trial *r, const char *name, const struct text *mof)
{
    static const struct schema_options usual = {.read_embedded = mof_parse_embedded};
    struct source *s = source_from_bytes(&r->sources, name, mof->at, mof->len);
    return schema_build(&r->arena, &r->names, mof_parse_source(&r->arena, &r->names, s, false, &r->diags), &usual,
                        &r->diags);
}

static char *render(struct trial *r, struct model *m, const char *list, const char *plan)
{
    const struct target *whole = target_find(&r->arena, &r->sources, "sqlite", NULL, 0, &r->diags);
    struct renderings made = {.count = 0};
    for (struct target_file *f = whole->files; f; f = f->next)
        if (strcmp(f->name, "target.lua") == 0 && plan) f->text = slice_of(plan);
    const struct render_options how = {.list = list, .threads = 1};
    if (!render_targets(&r->arena, m, &whole, 1, &how, &made) || !made.count) return NULL;
    return (char *)(uintptr_t)arena_copy(&r->arena, made.list[0].bytes.at, made.list[0].bytes.len);
}

static char *render_sql(struct trial *r, struct model *m)
{
    return render(r, m, NULL,
                  "return { library = { 'lib/prose.lua', 'text.lua' },"
                  " files = { { template = 'schema.sql', output = 'schema.sql' } } }");
}

static bool make_models(struct trial *r)
{
    static const struct model_options usual = {.name = "shop", .prefix = ""};
    r->schemas[0] = read_schema(r, "old.mof", &r->old_mof);
    r->schemas[1] = read_schema(r, "new.mof", &r->now_mof);
    struct rename *renames = arena_array(&r->arena, MOST_CLASSES * (MOST_PROPERTIES + 1), sizeof *renames);
    r->diff = (struct diff){.arena = &r->arena, .old = r->schemas[0], .now = r->schemas[1], .renames = renames};
    for (size_t i = 0; i < r->old.count; i++) {
        const struct sample_class *was = &r->old.classes[i], *is = sample_class_of(&r->now, was->id);
        char a[24], b[24], c[24];
        if (!is) continue;
        sample_class_name(was->name, a);
        sample_class_name(is->name, b);
        if (was->name != is->name)
            renames[r->diff.rename_count++] =
                (struct rename){arena_printf(&r->arena, "%s", a), arena_printf(&r->arena, "%s", b)};
        for (size_t j = 0; j < was->count; j++)
            for (size_t k = 0; k < is->count; k++) {
                if (was->properties[j].id != is->properties[k].id || was->properties[j].name == is->properties[k].name)
                    continue;
                sample_property_name(was->properties[j].name, b);
                sample_property_name(is->properties[k].name, c);
                renames[r->diff.rename_count++] =
                    (struct rename){arena_printf(&r->arena, "%s.%s", a, b), arena_printf(&r->arena, "%s", c)};
            }
    }
    diff_pair(&r->diff);
    if (diags_status(&r->diags)) return false;
    struct model_before *before = arena_new(&r->arena, struct model_before);
    struct model_options *how = arena_new(&r->arena, struct model_options);
    r->models[0] = model_new(&r->arena, r->schemas[0], &r->sources, &usual, backends, 2, &r->diags);
    *before = (struct model_before){r->models[0], &r->diff, r->allow_loss};
    *how = usual;
    how->before = before;
    r->models[1] = model_new(&r->arena, r->schemas[1], &r->sources, how, backends, 2, &r->diags);
    return !diags_status(&r->diags);
}

/* ---- asking a database ------------------------------------------------------------------------------------ */

/* All rows of a query, a line each. */
static char *ask(struct trial *r, sqlite3 *db, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *sql = sqlite3_vmprintf(format, args);
    va_end(args);
    sqlite3_stmt *s = NULL;
    struct text out = {0};
    text_add(&out, "", 0);
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK) bad(r, sql, sqlite3_errmsg(db));
    while (s && sqlite3_step(s) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(s); i++) {
            const char *value = (const char *)sqlite3_column_text(s, i);
            text_printf(&out, "%s%s", i ? "|" : "", value ? value : "NULL");
        }
        text_add_char(&out, '\n');
    }
    sqlite3_finalize(s);
    sqlite3_free(sql);
    char *kept = (char *)(uintptr_t)arena_copy(&r->arena, out.at ? out.at : "", out.len);
    text_free(&out);
    return kept;
}

/* Statements without comments, blanks and quotes, by which SQLite's own changes of them differ. */
static void add_plain(struct text *out, const char *sql)
{
    for (; *sql; sql++) {
        if (sql[0] == '-' && sql[1] == '-') {
            sql += strcspn(sql, "\n");
            if (!*sql) break;
        } else if (*sql == '\'') {
            do text_add_char(out, *sql++);
            while (*sql && *sql != '\'');
            text_add_char(out, '\'');
        } else if (!strchr(" \n\"", *sql)) text_add_char(out, *sql);
    }
}

static const char FOREIGN[] = "name NOT LIKE '% left %' AND name NOT LIKE 'sqlite_%'";

/* Tables, indexes and views as text, and as SQLite understands them. */
static char *catalog(struct trial *r, sqlite3 *db)
{
    struct text out = {0};
    sqlite3_stmt *s = NULL;
    char *sql = sqlite3_mprintf("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE %s ORDER BY name", FOREIGN);
    text_add(&out, "", 0);
    sqlite3_prepare_v2(db, sql, -1, &s, NULL);
    while (sqlite3_step(s) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(s, 1);
        text_printf(&out, "%s %s %s ", sqlite3_column_text(s, 0), name, sqlite3_column_text(s, 2));
        add_plain(&out, (const char *)sqlite3_column_text(s, 3));
        text_add_string(&out, "\n");
        text_add_string(&out, ask(r, db, "SELECT * FROM pragma_table_xinfo(%Q)", name));
        text_add_string(&out, ask(r, db, "SELECT * FROM pragma_foreign_key_list(%Q)", name));
        text_add_string(&out,
                        ask(r, db, "SELECT name, \"unique\", origin FROM pragma_index_list(%Q) ORDER BY 1", name));
    }
    sqlite3_finalize(s);
    sqlite3_free(sql);
    char *kept = (char *)(uintptr_t)arena_copy(&r->arena, out.at, out.len);
    text_free(&out);
    return kept;
}

/* All that is in a database. */
static char *dump(struct trial *r, sqlite3 *db)
{
    struct text out = {0};
    text_add_string(&out, ask(r, db, "SELECT type, name, sql FROM sqlite_schema ORDER BY name"));
    char *names = ask(r, db, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
    for (char *name = strtok(names, "\n"); name; name = strtok(NULL, "\n"))
        text_add_string(&out, ask(r, db, "SELECT * FROM %Q", name));
    char *kept = (char *)(uintptr_t)arena_copy(&r->arena, out.at, out.len);
    text_free(&out);
    return kept;
}

/* ---- rows ------------------------------------------------------------------------------------------------- */

static const struct sample_property *find_property(const struct sample *s, const struct klass *k, const char *name)
{
    for (size_t i = 0; i < s->count; i++)
        for (size_t j = 0; j < s->classes[i].count; j++) {
            char theirs[24];
            sample_property_name(s->classes[i].properties[j].name, theirs);
            if (strcmp(theirs, name) == 0) return &s->classes[i].properties[j];
        }
    (void)k;
    return NULL;
}

static void insert_row(struct trial *r, const struct klass *k)
{
    struct text names = {0}, values = {0};
    for (size_t i = 0; i < k->property_count; i++) {
        const struct sample_property *p = find_property(&r->old, k, k->properties[i]->name->text);
        const struct sql_column *columns[SQL_MOST_COLUMNS];
        size_t count = sql_columns(r->models[0], k, k->properties[i], columns);
        struct text date = {0}, utc = {0};
        bool moment = p->type == SAMPLE_DATETIME && !p->array && (p->key || p->required || sample_below(3));
        if (moment) sample_moment(&date, &utc);
        for (size_t j = 0; j < count; j++) {
            text_printf(&names, "%s%s", names.len ? ", " : "", columns[j]->name);
            if (values.len) text_add_string(&values, ", ");
            if (columns[j]->part == PART_KEY)
                text_printf(&values, "(SELECT %s FROM %s LIMIT 1)", columns[j]->refers_column,
                            columns[j]->refers_table);
            else if (p->type == SAMPLE_DATETIME && !p->array)
                text_add_string(&values, !moment ? "NULL" : j ? utc.at : date.at);
            else sample_value(p, &values);
        }
        text_free(&date);
        text_free(&utc);
    }
    char *sql =
        sqlite3_mprintf("INSERT INTO %s (%s) VALUES (%s)", sql_table(r->models[0], k)->name, names.at, values.at);
    sqlite3_exec(r->db, sql, NULL, NULL, NULL); /* what the table refuses is no row */
    sqlite3_free(sql);
    text_free(&names);
    text_free(&values);
}

static void fill(struct trial *r)
{
    for (size_t i = 0; i < r->schemas[0]->class_count; i++) {
        const struct klass *k = r->schemas[0]->classes[i];
        for (uint64_t n = sql_has_table(k) ? sample_below(4) * sample_below(5) : 0; n > 0; n--) insert_row(r, k);
    }
}

/* ---- comparing -------------------------------------------------------------------------------------------- */

static bool same_type(const struct property *a, const struct property *b)
{
    return a->type.cim == b->type.cim && a->type.array == b->type.array;
}

/* What every row holds in columns that keep their type, sorted. */
static char *contents(struct trial *r, bool now, const struct klass *old, const struct klass *is)
{
    struct text list = {0};
    text_add_string(&list, "''");
    for (size_t i = 0; i < old->property_count; i++) {
        const struct property *was = old->properties[i], *to = diff_partner(&r->diff, old, is, was);
        if (!to || !same_type(was, to)) continue;
        const struct property *p = now ? to : was;
        const struct sql_column *c[SQL_MOST_COLUMNS];
        size_t count = sql_columns(r->models[now], now ? is : old, p, c);
        for (size_t j = 0; j < count; j++)
            if (c[j]->part != PART_KEY) text_printf(&list, " || '|' || quote(%s)", c[j]->name);
    }
    const char *table = sql_table(r->models[now], now ? is : old)->name;
    char *rows = ask(r, r->db, "SELECT %s FROM %s ORDER BY 1", list.at, table);
    text_free(&list);
    return rows;
}

static void each_pair(struct trial *r, bool now, char **list)
{
    for (size_t i = 0; i < r->schemas[0]->class_count; i++) {
        const struct klass *old = r->schemas[0]->classes[i], *is = diff_now(&r->diff, old);
        if (!is || !sql_has_table(old) || !sql_has_table(is)) continue;
        char *rows = contents(r, now, old, is);
        if (now && strcmp(rows, list[i]) != 0) {
            bad(r, "rows differ in", is->name->text);
            if (getenv("VERBOSE")) printf("%s---\n%s", list[i], rows);
        }
        for (const char *at = rows; now && (at = strchr(at, '\n')); at++) rows_kept++;
        list[i] = rows;
    }
}

static void compare_lookups(struct trial *r)
{
    char *names = ask(r, r->fresh, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
    for (char *name = strtok(names, "\n"); name; name = strtok(NULL, "\n")) {
        char *wanted = ask(r, r->fresh, "SELECT * FROM %Q ORDER BY 1", name);
        if (*wanted && strcmp(wanted, ask(r, r->db, "SELECT * FROM %Q ORDER BY 1", name)) != 0)
            bad(r, "other rows in", name);
    }
}

static enum mof_status open_store(struct trial *r, const char *script, mof_error *error)
{
    static const char *const none[] = {NULL};
    const char *const scripts[] = {"-- Migration of shop from 0123456789abcdef to 0123456789abcdea.", script, NULL};
    const mof_store_options options = {.migrations = script ? scripts : NULL};
    const mof_database d = {.name = "shop",
                            .hash = sql_names_of(r->models[1])->identity,
                            .labels_hash = sql_names_of(r->models[1])->labels,
                            .version = SQL_LAYOUT,
                            .ddl = none};
    mof_store *store;
    enum mof_status status = mof_store_open(DATABASE, &d, &options, &store, error);
    mof_store_close(store);
    return status;
}

/* SQLite 3.40 takes each REAL NOT NULL of a table WITHOUT ROWID for a NULL: what holds in the columns is compared. */
static void check_integrity(struct trial *r)
{
    char *lines = ask(r, r->db, "PRAGMA integrity_check");
    for (char *line = strtok(lines, "\n"); line; line = strtok(NULL, "\n"))
        if (strcmp(line, "ok") != 0 && strncmp(line, "NULL value in ", 14) != 0) bad(r, "integrity_check", line);
}

static void check_migrated(struct trial *r, char **before)
{
    char *is = catalog(r, r->db), *wanted = catalog(r, r->fresh);
    if (strcmp(is, wanted) != 0) {
        bad(r, "the catalog is another", "");
        if (getenv("VERBOSE")) printf("--- is\n%s--- is to be\n%s", is, wanted);
    }
    each_pair(r, true, before);
    compare_lookups(r);
    check_integrity(r);
    if (*ask(r, r->db, "PRAGMA foreign_key_check")) bad(r, "foreign_key_check", "");
    mof_error error;
    if (open_store(r, NULL, &error) != MOF_OK) bad(r, "the store refuses it", error.message);
}

/* ---- a run ------------------------------------------------------------------------------------------------ */

/* The lines that are left out, without their marks. */
static char *completion(struct trial *r)
{
    struct text out = {0};
    char *at = strstr(r->script, "-- BEGIN IMMEDIATE;");
    text_add(&out, "", 0);
    for (char *line = at; line && strncmp(line, "-- ", 3) == 0; line = strchr(line, '\n') + 1)
        text_add(&out, line + 3, strcspn(line + 3, "\n") + 1);
    char *kept = (char *)(uintptr_t)arena_copy(&r->arena, out.at, out.len);
    text_free(&out);
    return kept;
}

/* By the store, or as sqlite3's shell would. Returns NULL, or why it failed. */
static const char *execute(struct trial *r, bool by_store)
{
    mof_error error;
    if (by_store && sample_below(2))
        return open_store(r, r->script, &error) == MOF_OK ? NULL : arena_printf(&r->arena, "%s", error.message);
    if (sqlite3_exec(r->db, r->script, NULL, NULL, NULL) == SQLITE_OK) return NULL;
    const char *message = arena_printf(&r->arena, "migrate: %s", sqlite3_errmsg(r->db));
    if (!sqlite3_get_autocommit(r->db)) sqlite3_exec(r->db, "ROLLBACK", NULL, NULL, NULL);
    return message;
}

static void run_script(struct trial *r)
{
    char **before = arena_array(&r->arena, r->schemas[0]->class_count + 1, sizeof *before), *whole = dump(r, r->db);
    bool left = strstr(r->script, "-- BEGIN IMMEDIATE;") != NULL;
    each_pair(r, false, before);
    bool same = strcmp(sql_names_of(r->models[0])->identity, sql_names_of(r->models[1])->identity) == 0;
    const char *message = execute(r, !left && !same);
    if (message) {
        static const char words[] = "migrate: CHECK constraint failed: Shop_C";
        refused++;
        if (strncmp(message, words, sizeof words - 1) != 0) bad(r, "fails without having said why", message);
        if (strcmp(whole, dump(r, r->db)) != 0) bad(r, "failed, and is not as it was", message);
        return;
    }
    if (left && ++lossy && sqlite3_exec(r->db, completion(r), NULL, NULL, NULL) != SQLITE_OK)
        bad(r, "what was left out fails", sqlite3_errmsg(r->db));
    migrated++;
    check_migrated(r, before);
}

static bool load(struct trial *r, sqlite3 **db, const char *path, const char *sql)
{
    char *message = NULL;
    sqlite3_open(path, db);
    sqlite3_exec(*db, "PRAGMA foreign_keys = ON", NULL, NULL, NULL);
    if (sqlite3_exec(*db, sql, NULL, NULL, &message) == SQLITE_OK) return true;
    bad(r, "a schema does not load", message);
    sqlite3_free(message);
    return false;
}

static bool run(uint64_t seed)
{
    struct trial r = {.seed = seed};
    sample_seed(seed);
    sources_init(&r.sources, &r.arena);
    names_init(&r.names, &r.arena);
    diags_init(&r.diags, &r.arena, &r.sources);
    sample_make(&r.old);
    r.now = r.old;
    sample_edit(&r.now);
    sample_print(&r.old, &r.old_mof);
    sample_print(&r.now, &r.now_mof);
    r.allow_loss = sample_below(2);
    if (getenv("VERBOSE")) printf("%s---\n%s", r.old_mof.at, r.now_mof.at);
    if (make_models(&r)) {
        r.old_sql = render_sql(&r, r.models[0]);
        r.now_sql = render_sql(&r, r.models[1]);
        r.script = render(&r, r.models[1], "migrations", NULL);
        if (getenv("VERBOSE")) printf("%s", r.script);
        if (load(&r, &r.db, DATABASE, r.old_sql) && load(&r, &r.fresh, ":memory:", r.now_sql)) {
            fill(&r);
            run_script(&r);
        }
        sqlite3_close(r.db);
        sqlite3_close(r.fresh);
    } else unusable++;
    text_free(&r.old_mof);
    text_free(&r.now_mof);
    arena_free(&r.arena);
    return !r.failed;
}

int main(int argc, char **argv)
{
    uint64_t first = argc > 1 ? strtoull(argv[1], NULL, 10) : 1, count = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    size_t bad_ones = 0;
    sqlite3_config(SQLITE_CONFIG_URI, 1);
    for (uint64_t seed = first; seed < first + count; seed++) bad_ones += !run(seed);
    printf("%zu migrated (%zu with what is lost kept first), %zu refused, %zu no schemas; %zu rows kept\n", migrated,
           lossy, refused, unusable, rows_kept);
    printf("%zu passed, %zu failed\n", (size_t)count - bad_ones, bad_ones);
    return bad_ones > 0;
}
