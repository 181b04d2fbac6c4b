/* Any bytes are instances of the classes below (and may declare more). Nothing on the way to generated files may crash:
 * values checked, aliases and references resolved, C initialisers and INSERTs made with the rest of the model, which is
 * dumped. What is dumped is JSON; what is printed as MOF means as many instances as were read; and where no error was
 * found, SQLite takes the generated SQL, but for what a constraint may refuse. */
#include <assert.h>
#include <jansson.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ast/print.h"
#include "backend/c/c.h"
#include "backend/sql/sql.h"
#include "grammar/mof.h"
#include "template/render.h"

static const struct backend *const backends[] = {&backend_c, &backend_sql};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char classes[] =
    "class Part { [MaxLen(8)] string Name = \"p\"; uint8 Size; Part Inner; sint64 Offsets[]; };\n"
    "class Wheel : Part { real64 Width = 1.5; boolean Spare; char16 Mark; };\n"
    "class Thing { [Key] uint32 Id; string Name; datetime Made; datetime Times[]; };\n"
    "class Disk : Thing {\n"
    "  [ValueMap{\"0\", \"1\", \"5..9\", \"..\"}, Values{\"Off\", \"On\", \"Odd\", \"Other\"}] uint16 State = 1;\n"
    "  [BitMap{\"0\", \"3\"}, BitValues{\"A\", \"B\"}] uint32 Flags; [OctetString] uint8 Bytes[]; uint64 Sizes[3];\n"
    "  [EmbeddedInstance(\"Part\")] string Main; [EmbeddedInstance(\"Part\")] string All[]; [EmbeddedObject] string "
    "Any;\n"
    "  Part Direct; Part List[]; Disk REF Next; sint8 Small; uint8 Octet; sint32 Delta; real32 Weight; string "
    "Words[];\n"
    "  [MinValue(-5), MaxValue(5)] sint16 Near; };\n"
    "[Association] class Uses { [Key] Disk REF One; [Key] Thing REF Two; string Why; };\n"
    "class Named { [Key] string A; [Key] sint64 B; [Key] boolean C; [Key] datetime D; };\n"
    "[Association] class Knows { [Key] Named REF From; [Key] Named REF To; };\n"
    "enumeration Color : string { Red = \"r\", Green = \"g\" };\n"
    "enumeration Level : uint8 { Low, High = 9 };\n"
    "structure Point { sint32 X = 3; sint32 Y; };\n"
    "class Shape : Thing { Color Fill; Level Up; Point At; Point Path[]; };\n";

struct compilation {
    struct arena arena;
    struct sources sources;
    struct names names;
    struct diags diags;
    struct unit *units;
    const struct schema *schema;
};

static void resolve(struct compilation *r, const char *first, size_t first_size, const char *second, size_t second_size)
{
    static const struct schema_options usual = {.read_embedded = mof_parse_embedded};
    *r = (struct compilation){0};
    sources_init(&r->sources, &r->arena);
    names_init(&r->names, &r->arena);
    diags_init(&r->diags, &r->arena, &r->sources);
    const struct source *one = source_from_bytes(&r->sources, "classes.mof", first, first_size);
    const struct source *two = source_from_bytes(&r->sources, "input.mof", second, second_size);
    if (one) r->units = mof_parse_source(&r->arena, &r->names, one, false, &r->diags);
    if (two && r->units) r->units->next = mof_parse_source(&r->arena, &r->names, two, false, &r->diags);
    r->schema = schema_build(&r->arena, &r->names, r->units, &usual, &r->diags);
}

static void dump(struct model *m)
{
    struct text out = {0};
    struct json_sink sink;
    json_error_t error;
    json_sink_init(&sink, &out, NULL, NULL);
    model_write_schema(m, &sink.sink, NULL, true);
    json_t *read = json_loadb(out.at, out.len, JSON_ALLOW_NUL, &error);
    if (!read) fprintf(stderr, "%s\n", error.text);
    assert(read);
    json_decref(read);
    text_free(&out);
}

/* Printed and read again, the units hold the same instances. */
static void print_and_read(const struct compilation *r)
{
    struct compilation again;
    struct text out = {0};
    ast_print_units(&out, r->units);
    resolve(&again, "", 0, out.at ? out.at : "", out.len);
    assert(diags_status(&again.diags) == 0);
    assert(again.schema->instance_count == r->schema->instance_count);
    arena_free(&again.arena);
    text_free(&out);
}

static void load(const struct rendered *o)
{
    sqlite3 *database;
    char *message = NULL, *text = malloc(o->bytes.len + 1);
    if (!text || sqlite3_open(":memory:", &database) != SQLITE_OK) abort();
    memcpy(text, o->bytes.at, o->bytes.len);
    text[o->bytes.len] = '\0';
    int status = sqlite3_exec(database, text, NULL, NULL, &message);
    if (status != SQLITE_OK && (status & 0xFF) != SQLITE_CONSTRAINT) {
        fprintf(stderr, "%s\n%s\n", message, text);
        abort();
    }
    sqlite3_free(message);
    sqlite3_close(database);
    free(text);
}

/* The built-in target without its files for each class, which hold nothing of instances and take most of the time. */
static const struct target *sql_alone(struct compilation *r)
{
    static const char plan[] = "return { library = { 'lib/prose.lua', 'text.lua' }, files = { { template = "
                               "'schema.sql', output = 'schema.sql' } } }";
    const struct target *whole = target_find(&r->arena, &r->sources, "sqlite", NULL, 0, &r->diags);
    struct target *alone = arena_new(&r->arena, struct target);
    struct target_file **end = &alone->files;
    alone->name = whole->name;
    for (const struct target_file *f = whole->files; f; f = f->next) {
        struct target_file *copy = arena_new(&r->arena, struct target_file);
        *copy = *f;
        copy->next = NULL;
        if (strcmp(f->name, "target.lua") == 0) copy->text = slice_of(plan);
        *end = copy;
        end = &copy->next;
    }
    return alone;
}

static void generate(struct compilation *r, struct model *m)
{
    const struct target *target = sql_alone(r);
    struct renderings made;
    bool good = render_targets(&r->arena, m, &target, 1, &(struct render_options){.threads = 1}, &made);
    assert(good && made.count == 1);
    load(&made.list[0]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct model_options usual = {.name = "schema", .prefix = ""};
    struct compilation r;
    resolve(&r, classes, sizeof classes - 1, size ? (const char *)data : "", size);
    if (r.schema->instance_count > 0) { /* the classes alone are known */
        struct model *m = model_new(&r.arena, r.schema, &r.sources, &usual, backends, 2, &r.diags);
        dump(m);
        if (diags_status(&r.diags) == 0) {
            print_and_read(&r);
            generate(&r, m);
        }
    }
    arena_free(&r.arena);
    return 0;
}
