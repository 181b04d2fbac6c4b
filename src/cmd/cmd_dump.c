/* `mofc dump`: the schema as mofc understood it, for people (mof), tables (tsv) and programs (json). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ast/print.h"
#include "cmd/cmd.h"
#include "cmd/dump_tsv.h"
#include "emit/model.h"
#include "emit/target.h"

static void flush(struct text *out, void *with)
{
    (void)with;
    fwrite(out->at, 1, out->len, stdout);
    out->len = 0;
}

static int dump_json(struct compile *c)
{
    const struct options *o = c->options;
    struct model_options how = {.name = o->name ? o->name : "schema", .prefix = ""};
    model_options_roots(c->arena, &how, o->inputs.at, o->inputs.count, o->include_dirs.at, o->include_dirs.count);
    struct model *m = model_new(c->arena, c->schema, &c->sources, &how, &c->diags);
    struct text out = {0};
    struct json_sink sink;
    json_sink_init(&sink, &out, flush, NULL);
    model_write_schema(m, &sink.sink, NULL, true);
    text_free(&out);
    return 0;
}

/* What was written of the classes that --class leaves: sorted by address, to be found again. */
struct selected {
    const struct schema *schema;
    const struct ast_decl **decls;
};

static int by_address(const void *left, const void *right)
{
    const struct ast_decl *a = *(const struct ast_decl *const *)left, *b = *(const struct ast_decl *const *)right;
    return a < b ? -1 : a > b;
}

static bool has_class(const struct selected *s, const struct ast_decl *d)
{
    return d && bsearch(&d, s->decls, s->schema->class_count, sizeof *s->decls, by_address);
}

/* Of everything else all is printed: qualifiers, enumerations and pragmas may be meant for any class. */
static bool is_selected(const struct ast_selection *self, const struct ast_decl *d)
{
    const struct selected *s = self->with;
    bool of_class = d->kind == DECL_METHOD || d->kind == DECL_INSTANCE;
    if (of_class) {
        const struct klass *k = schema_find_class(s->schema, d->word.name);
        return k && has_class(s, k->written);
    }
    if (d->kind != DECL_CLASS || has_class(s, d)) return true;
    for (const struct ast_member *m = d->nests ? d->members : NULL; m; m = m->next)
        if (m->kind == MEMBER_DECL && m->decl && m->decl->kind == DECL_CLASS && is_selected(self, m->decl)) return true;
    return false;
}

static int dump_mof(struct compile *c)
{
    struct text out = {0};
    size_t count = c->schema->class_count;
    struct selected s = {c->schema, arena_array(c->arena, count + 1, sizeof *s.decls)};
    struct ast_selection selection = {is_selected, &s};
    for (size_t i = 0; i < count; i++) s.decls[i] = c->schema->classes[i]->written;
    qsort(s.decls, count, sizeof *s.decls, by_address);
    ast_print_units(&out, c->units, c->options->classes.count ? &selection : NULL);
    if (out.len) fwrite(out.at, 1, out.len, stdout);
    text_free(&out);
    return 0;
}

static int dump_tsv_all(struct compile *c)
{
    struct text out = {0};
    dump_tsv(&out, c->schema, &c->sources);
    fwrite(out.at, 1, out.len, stdout);
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
    static const struct { const char *name; int (*dump)(struct compile *); } formats[] = {
        {"json", dump_json}, {"mof", dump_mof}, {"tsv", dump_tsv_all}, {"none", dump_none}};
    if (o->json_schema) {
        fputs((const char *)dump_schema, stdout);
        return output_finish(0);
    }
    const char *wanted = o->format ? o->format : "json";
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        struct compile c;
        if (strcmp(formats[i].name, wanted) != 0) continue;
        if (!config_for_inputs(o) || !compile_begin(&c, o)) return 2;
        formats[i].dump(&c);
        int written = output_finish(0); /* first: errno still tells why a write failed */
        int status = compile_finish(&c);
        return written ? written : status;
    }
    return usage_error("dump --format takes json, mof, tsv or none, not '%s'", wanted);
}
