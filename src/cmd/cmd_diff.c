/* `mofc diff`: two schemas, what changed between them, and whom it breaks. The new one is loaded first, so that changes
 * stand in its order, and what is gone behind them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/escape.h"
#include "cmd/cmd.h"
#include "diff/diff.h"
#include "load/revision.h"

/* What is said of the changes. */
struct verdict {
    struct compile *c;
    const struct diff *diff;
    bool against[AUDIENCE_COUNT], all; /* whose breaks count */
    struct diags found;
    size_t breaking, compatible, hits[AUDIENCE_COUNT];
};

static bool read_against(struct verdict *v, const struct words *names)
{
    v->all = names->count == 0;
    for (int a = 0; a < AUDIENCE_COUNT; a++) v->against[a] = v->all;
    for (size_t i = 0; i < names->count; i++) {
        int a = 0;
        while (a < AUDIENCE_COUNT && strcmp(audience_names[a], names->at[i]) != 0) a++;
        if (a == AUDIENCE_COUNT)
            return usage_error("--against takes source, json, data and sql, not '%s'", names->at[i]), false;
        v->against[a] = true;
    }
    return true;
}

/* -- loading ---------------------------------------------------------------------------------------------- */

static const struct schema *load(struct compile *c, const char *input)
{
    struct revision r = {.folder = NULL};
    const char *why = revision_is(input) ? revision_fetch(c->arena, input, &r) : NULL,
               *from = revision_is(input) ? r.input : input;
    if (why) diag_add_path(&c->diags, RULE_UNREADABLE, input, "cannot read: %s", why);
    else compile_inputs(c, &from, 1);
    compile_allow(c);
    revision_drop(c->arena, &r, &c->sources, &c->diags);
    return why ? NULL : c->schema;
}

/* -- judging ---------------------------------------------------------------------------------------------- */

static bool breaks(const char *effect) { return effect && *effect == '!'; }

/* A change that breaks nobody who counts is news, unless -W makes an error of its rule; one that does not hit them at
 * all is left out. */
static enum level judge(const struct verdict *v, const struct change *ch)
{
    enum level level = v->found.levels[ch->info->rule];
    bool counts = false, hits = v->all;
    for (int a = 0; a < AUDIENCE_COUNT; a++) {
        const char *effect = v->against[a] ? change_effect(ch, a) : NULL;
        counts |= breaks(effect);
        hits |= effect != NULL;
    }
    if (!hits) return LEVEL_OFF;
    return level == LEVEL_ERROR && rules[ch->info->rule].level == LEVEL_ERROR && !counts ? LEVEL_NOTE : level;
}

static void add_notes(struct verdict *v, struct diag *d, const struct change *ch)
{
    if (ch->hint) diag_hint(&v->found, d, "%s", ch->hint);
    if (span_known(ch->now) && span_known(ch->before))
        diag_note(&v->found, d, ch->before, "%s", ch->was ? ch->was : "before");
    for (int a = 0; a < AUDIENCE_COUNT; a++) {
        const char *effect = v->against[a] ? change_effect(ch, a) : NULL;
        if (effect) diag_note(&v->found, d, (struct span){0}, "%s: %s", audience_names[a], effect + breaks(effect));
        v->hits[a] += breaks(effect) && d->level >= LEVEL_ERROR;
    }
    if (ch->reach)
        diag_note(&v->found, d, (struct span){0}, "%zu class%s inherit%s it", ch->reach, ch->reach == 1 ? "" : "es",
                  ch->reach == 1 ? "s" : "");
}

static void add(struct verdict *v, const struct change *ch)
{
    enum level level = judge(v, ch), *of_rule = &v->found.levels[ch->info->rule], usual = *of_rule;
    if (level == LEVEL_OFF) return;
    *of_rule = level;
    struct diag **link = v->found.last;
    struct diag *d = diag_add(&v->found, ch->info->rule, span_known(ch->now) ? ch->now : ch->before, "%s", ch->message);
    *of_rule = usual;
    if (compile_allows(v->c, &v->found, link)) return;
    add_notes(v, d, ch);
    if (level >= LEVEL_ERROR) v->breaking++;
    else v->compatible++;
}

/* -- printing --------------------------------------------------------------------------------------------- */

static void print_count(const struct verdict *v)
{
    size_t all = v->breaking + v->compatible;
    if (!all) {
        puts("no changes");
        return;
    }
    printf("%zu change%s: ", all, all == 1 ? "" : "s");
    if (v->breaking) {
        const char *comma = " (";
        printf("%zu breaking", v->breaking);
        for (int a = 0; a < AUDIENCE_COUNT; a++)
            if (v->hits[a]) printf("%s%s %zu", comma, audience_names[a], v->hits[a]), comma = ", ";
        printf("%s%s", *comma == ',' ? ")" : "", v->compatible ? ", " : "");
    }
    if (v->compatible) printf("%zu compatible", v->compatible);
    putchar('\n');
}

static void put_json(const char *key, const char *value)
{
    struct text json = {0};
    escape_json_string(&json, slice_of(value));
    printf("\"%s\":%s", key, json.at);
    text_free(&json);
}

static void put_json_place(const struct verdict *v, const char *key, struct span at)
{
    struct place p = source_place(&v->c->sources, at.start);
    if (!span_known(at) || !p.source) return;
    printf(",\"%s\":{", key);
    put_json("file", p.source->path);
    printf(",\"line\":%u,\"column\":%u}", p.line, p.column);
}

static void print_json(const struct verdict *v)
{
    const char *comma = "";
    fputs("{\"changes\":[", stdout);
    for (const struct change *ch = v->diff->first; ch; ch = ch->next) {
        enum level level = judge(v, ch);
        if (level == LEVEL_OFF) continue;
        printf("%s\n{\"rule\":\"%s\",\"breaking\":%s,", comma, rules[ch->info->rule].name,
               level >= LEVEL_ERROR ? "true" : "false");
        put_json("element", ch->element);
        putchar(',');
        put_json("message", ch->message);
        put_json_place(v, "now", ch->now);
        put_json_place(v, "before", ch->before);
        const char *open = ",\"hits\":{";
        for (int a = 0; a < AUDIENCE_COUNT; a++) {
            const char *effect = v->against[a] ? change_effect(ch, a) : NULL;
            if (!effect) continue;
            printf("%s\"%s\":{\"breaking\":%s,", open, audience_names[a], breaks(effect) ? "true" : "false");
            put_json("reason", effect + breaks(effect));
            putchar('}');
            open = ",";
        }
        if (open[1] == '\0') putchar('}');
        if (ch->hint) putchar(','), put_json("hint", ch->hint);
        printf(",\"inheritedBy\":%zu}", ch->reach);
        comma = ",";
    }
    printf("\n],\"breaking\":%zu,\"compatible\":%zu}\n", v->breaking, v->compatible);
}

/* What Markdown would take for a mark is escaped. */
static void put_markdown(const char *words)
{
    for (; *words; words++) {
        if (strchr("|`*_<>[]\\#", *words)) putchar('\\');
        if ((unsigned char)*words >= ' ' && *words != 127) putchar(*words);
    }
}

static void print_row(const struct verdict *v, const struct change *ch, bool breaking)
{
    struct span at = span_known(ch->now) ? ch->now : ch->before;
    struct place p = source_place(&v->c->sources, at.start);
    const char *comma = "";
    printf("| %s | ", breaking ? "**breaking**" : "compatible");
    put_markdown(ch->message);
    if (ch->reach) printf(" (%zu inherit it)", ch->reach);
    fputs(" | ", stdout);
    for (int a = 0; a < AUDIENCE_COUNT; a++)
        if (v->against[a] && breaks(change_effect(ch, a))) printf("%s%s", comma, audience_names[a]), comma = ", ";
    fputs(" | ", stdout);
    if (p.source) put_markdown(p.source->path), printf(":%u", p.line);
    printf(" | %s |\n", rules[ch->info->rule].name);
}

static void print_markdown(const struct verdict *v)
{
    if (v->breaking + v->compatible) puts("| | change | breaks | where | rule |\n|---|---|---|---|---|");
    for (int breaking = 1; breaking >= 0; breaking--)
        for (const struct change *ch = v->diff->first; ch; ch = ch->next) {
            enum level level = judge(v, ch);
            if (level != LEVEL_OFF && (level >= LEVEL_ERROR) == (breaking == 1)) print_row(v, ch, breaking == 1);
        }
    if (v->breaking + v->compatible) putchar('\n');
    print_count(v);
}

static void print(struct verdict *v, const char *format)
{
    if (strcmp(format, "json") == 0) {
        print_json(v);
        return;
    }
    if (strcmp(format, "markdown") == 0) {
        print_markdown(v);
        return;
    }
    struct report_options how = compile_report(v->c->options, report_format_find(format), stdout);
    how.changes = true;
    diags_sort(&v->found);
    report_print(stdout, &v->found, &how);
    if (how.format == REPORT_TEXT) print_count(v);
}

static struct diff diff_of(const struct compile *c, const struct schema *old, const struct schema *now)
{
    const struct words *given = &c->options->renamed;
    struct rename *renames = arena_array(c->arena, given->count / 2 + 1, sizeof *renames);
    for (size_t i = 0; i + 1 < given->count; i += 2) renames[i / 2] = (struct rename){given->at[i], given->at[i + 1]};
    return (struct diff){
        .arena = c->arena, .old = old, .now = now, .renames = renames, .rename_count = given->count / 2};
}

int cmd_diff(struct options *o)
{
    struct compile c;
    struct verdict v = {.c = &c};
    const char *format = o->format ? o->format : "text";
    if (strcmp(format, "markdown") != 0 && report_format_find(format) == REPORT_FORMAT_COUNT)
        return usage_error("diff --format takes text, json, sarif, github, gcc, junit or markdown, not '%s'", format);
    if (o->inputs.count != 2) return usage_error("diff takes two schemas, the old one and the new one");
    if (o->allow_data_loss && !o->migrate) return usage_error("--allow-data-loss goes with --migrate");
    if (!config_read(o, o->config) || !compile_check_prefix(o) || !compile_setup(&c, o) ||
        !read_against(&v, &o->against))
        return 2;
    const struct schema *now = load(&c, o->inputs.at[1]), *old = load(&c, o->inputs.at[0]);
    bool quiet = o->quiet;
    o->quiet = !o->verbose; /* warnings are lint's */
    if (o->migrate) return print_migration(&c, diff_of(&c, old, now));
    int status = compile_finish(&c, stderr);
    o->quiet = quiet;
    if (status == 2 || !old || !now) return 2;
    struct diff d = diff_of(&c, old, now);
    diff_schemas(&d);
    v.diff = &d;
    diags_like(&v.found, &c.diags, c.arena, &c.sources);
    v.found.max_errors = 0;
    for (const struct change *ch = d.first; ch; ch = ch->next) add(&v, ch);
    print(&v, format);
    int written = output_finish(status);
    return written ? written : v.breaking > 0;
}
