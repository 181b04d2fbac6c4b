/* `lint --baseline`: the file of what is known, read, written, and compared with what is there. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/map.h"
#include "cmd/cmd.h"
#include "lint/baseline.h"
#include "output/output.h"

static bool read_file(struct compile *c, const char *path, struct baseline *out)
{
    struct source file;
    if (!source_read(c->arena, path, false, &file))
        return usage_error("cannot read the baseline %s: %s; --write-baseline makes one", path, strerror(errno)), false;
    unsigned line = baseline_read(c->arena, (struct slice){file.text, file.len}, out);
    if (line) return usage_error("%s:%u: this is no line of a baseline", path, line), false;
    return true;
}

/* What this run has looked at: names of declarations, and paths. What it has not read may be as it was. */
static struct map elements_read(const struct compile *c)
{
    struct map read = map_new(c->arena, MAP_FOLDED);
    for (const struct unit *u = c->units; u; u = u->next)
        for (const struct ast_decl *d = u->decls; d; d = d->next)
            if (d->word.name) map_set(&read, name_slice(d->word.name), d);
    for (uint32_t i = 0; i < c->sources.count; i++)
        map_set(&read, slice_of(c->sources.list[i]->path), c->sources.list[i]);
    return read;
}

static bool is_read(const struct map *read, struct slice element)
{
    const char *dot = memchr(element.at, '.', element.len);
    if (map_get(read, element)) return true;
    return dot && map_get(read, slice_cut(element, 0, (uint32_t)(dot - element.at)));
}

static void report(const struct compile *c, const char *path, const struct baseline *b)
{
    struct map read = elements_read(c);
    unsigned known = 0, gone = 0;
    for (size_t i = 0; i < b->count; i++) {
        const struct baseline_entry *e = &b->list[i];
        known += e->seen;
        if (e->seen == e->count || !is_read(&read, baseline_element(e))) continue;
        gone += e->count - e->seen;
        if (!c->options->verbose) continue;
        fprintf(stderr, "fixed since: ");
        print_safely(stderr, e->key, strlen(e->key), "");
        fprintf(stderr, e->count - e->seen > 1 ? " x%u\n" : "\n", e->count - e->seen);
    }
    if (c->options->quiet || (!known && !gone)) return;
    fprintf(stderr, "%u known finding%s", known, known == 1 ? "" : "s");
    if (gone) fprintf(stderr, ", %u fixed since: --write-baseline takes %s out", gone, gone == 1 ? "it" : "them");
    fputs(" (", stderr);
    print_safely(stderr, path, strlen(path), "");
    fputs(")\n", stderr);
}

bool compile_baseline(struct compile *c)
{
    struct baseline b = {0};
    const char *path = c->options->baseline;
    if (!path) return true;
    if (!read_file(c, path, &b)) return false;
    baseline_apply(c->arena, &b, &c->diags, c->units);
    report(c, path, &b);
    return true;
}

bool compile_write_baseline(struct compile *c)
{
    const char *path = c->options->write_baseline;
    struct baseline b = baseline_of(c->arena, &c->diags, c->units);
    struct text text = {0};
    baseline_write(&b, &text);
    bool written = output_file(path, (struct slice){text.at, (uint32_t)text.len}, &c->diags);
    text_free(&text);
    if (!written) return true; /* which is a finding */
    baseline_apply(c->arena, &b, &c->diags, c->units);
    report(c, path, &b);
    return true;
}
