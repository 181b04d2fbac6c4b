/* `mofc dump`: the schema as mofc understood it, for people (mof), tables (tsv) and programs (json). */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cmd/cmd.h"
#include "cmd/dump_mof.h"
#include "cmd/dump_tsv.h"
#include "model/walk.h"

static void flush(struct text *out, void *with)
{
    (void)with;
    if (isatty(STDOUT_FILENO)) print_safely(stdout, out->at, out->len, "\n\t");
    else fwrite(out->at, 1, out->len, stdout);
    out->len = 0;
}

static void dump_schema(struct arena *arena)
{
    struct text out = {0};
    struct json_sink sink;
    json_sink_init(&sink, &out, flush, NULL);
    shape_write_schema(shape_new(arena, backends, BACKENDS), &sink.sink);
    text_free(&out);
}

static int dump_json(struct compile *c)
{
    const struct options *o = c->options;
    struct model_options how = {.name = o->name ? o->name : "schema", .prefix = ""};
    model_options_roots(c->arena, &how, o->inputs.at, o->inputs.count, o->include_dirs.at, o->include_dirs.count);
    struct model *m = model_new(c->arena, c->schema, &c->sources, &how, backends, BACKENDS, &c->diags);
    struct text out = {0};
    struct json_sink sink;
    json_sink_init(&sink, &out, flush, NULL);
    model_write_schema(m, &sink.sink, NULL, true);
    text_free(&out);
    return 0;
}

static int dump_mof_all(struct compile *c)
{
    struct text out = {0};
    dump_mof(&out, c);
    if (out.len) flush(&out, NULL);
    text_free(&out);
    return 0;
}

static int dump_tsv_all(struct compile *c)
{
    struct text out = {0};
    dump_tsv(&out, c->schema, &c->sources);
    flush(&out, NULL);
    text_free(&out);
    return 0;
}

static int dump_none(struct compile *c)
{
    (void)c;
    return 0;
}

int cmd_dump(struct options *o)
{
    static const struct {
        const char *name;
        int (*dump)(struct compile *);
    } formats[] = {{"json", dump_json}, {"mof", dump_mof_all}, {"tsv", dump_tsv_all}, {"none", dump_none}};
    if (o->json_schema) {
        dump_schema(o->arena);
        return output_finish(0);
    }
    const char *wanted = o->format ? o->format : "json";
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        struct compile c;
        if (strcmp(formats[i].name, wanted) != 0) continue;
        if (!config_for_inputs(o) || !compile_begin(&c, o)) return 2;
        formats[i].dump(&c);
        int written = output_finish(0); /* first: errno still says why a write failed */
        int status = compile_finish(&c, stderr);
        return written ? written : status;
    }
    return usage_error("dump --format takes json, mof, tsv or none, not '%s'", wanted);
}
