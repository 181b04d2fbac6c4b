/* `mofc rules`: all rules, as a table for people, as JSON, or as a page of the manual. */
#include <stdio.h>
#include <string.h>

#include "base/escape.h"
#include "base/example.h"
#include "cmd/cmd.h"
#include "diff/diff.h"

static void list_text(struct arena *arena)
{
    (void)arena;
    for (int r = 0; r < RULE_COUNT; r++)
        printf("%-28s %-8s %s\n", rules[r].name, level_words[rules[r].level], rules[r].title);
}

static void put_json(const char *key, struct slice value)
{
    struct text json = {0};
    escape_json_string(&json, value);
    printf("\"%s\":%s", key, json.at);
    text_free(&json);
}

static void list_json_side(const struct example *e, enum example_side side)
{
    const char *comma = "";
    printf(",\"%s\":{", example_sides[side]);
    put_json("command", slice_of(e->commands[side]));
    printf(",\"files\":[");
    for (size_t i = 0; i < e->file_count; i++) {
        if (e->files[i].side != side && e->files[i].side != EXAMPLE_BOTH) continue;
        printf("%s{", comma);
        put_json("path", e->files[i].path);
        putchar(',');
        put_json("text", e->files[i].text);
        putchar('}');
        comma = ",";
    }
    printf("]}");
}

static void list_json_rule(struct arena *arena, enum rule rule)
{
    const struct rule_info *r = &rules[rule];
    const struct change_info *change = change_info(rule);
    struct example e = {0};
    printf("{\"name\":\"%s\",\"stage\":\"%s\",\"level\":\"%s\",\"pageLevel\":\"%s\",\"fatal\":%s,", r->name, r->stage,
           level_words[r->level], level_words[r->page_level], r->level == LEVEL_FATAL ? "true" : "false");
    put_json("title", slice_of(r->title)), putchar(',');
    put_json("reason", slice_of(r->reason)), putchar(',');
    put_json("cure", slice_of(r->cure));
    const char *open = ",\"hits\":[";
    for (int whom = 0; change && whom < AUDIENCE_COUNT; whom++) {
        const char *effect = change->effects[whom];
        if (!effect) continue;
        printf("%s{\"whom\":\"%s\",\"breaks\":%s,", open, audience_names[whom], *effect == '!' ? "true" : "false");
        put_json("effect", slice_of(effect + (*effect == '!')));
        putchar('}');
        open = ",";
    }
    if (open[1] == '\0') putchar(']');
    example_of(arena, rule, &e);
    if (e.fix.len) printf(",\"fix\":\"" SLICE_FMT "\"", SLICE_ARG(e.fix));
    for (enum example_side side = EXAMPLE_WRONG; side < EXAMPLE_BOTH; side++)
        if (e.commands[side]) list_json_side(&e, side);
    putchar('}');
}

static void list_json(struct arena *arena)
{
    printf("{\"rules\":[");
    for (int r = 0; r < RULE_COUNT; r++) {
        printf("%s\n", r ? "," : "");
        list_json_rule(arena, (enum rule)r);
    }
    printf("\n],\"violations\":[");
    for (const struct violation_info *v = violations; v->name; v++) {
        printf("%s\n{\"name\":\"%s\",", v == violations ? "" : ",", v->name);
        put_json("title", slice_of(v->sentence));
        putchar('}');
    }
    printf("\n]}\n");
}

/* ---- a page of the manual -------------------------------------------------------------------------------- */

static void put_words(const char *words)
{
    struct text markdown = {0};
    example_words(words, &markdown);
    fwrite(markdown.at, 1, markdown.len, stdout);
    text_free(&markdown);
}

static void page_audiences(enum rule rule)
{
    const struct change_info *change = change_info(rule);
    for (int whom = 0; change && whom < AUDIENCE_COUNT; whom++) {
        const char *effect = change->effects[whom];
        if (!effect) continue;
        printf("%s- %s%s: ", whom ? "" : "\n", audience_names[whom], *effect == '!' ? " breaks" : "");
        put_words(effect + (*effect == '!'));
        putchar('\n');
    }
}

static void page_example(struct arena *arena, enum rule rule)
{
    struct text markdown = {0};
    example_markdown(arena, rule, &markdown);
    if (markdown.len) fwrite(markdown.at, 1, markdown.len, stdout);
    text_free(&markdown);
}

static void page_rule(struct arena *arena, enum rule rule)
{
    const struct rule_info *r = &rules[rule];
    struct example e;
    printf("\n### %s\n\n", r->name);
    put_words(r->title);
    printf(". Level: %s", level_words[r->level]);
    if (r->page_level != r->level) printf("; in pages: %s", level_words[r->page_level]);
    printf(r->level == LEVEL_FATAL ? "; it cannot be silenced.\n\n" : ".\n\n");
    put_words(r->reason);
    printf(" *Cure:* ");
    put_words(r->cure);
    if (example_of(arena, rule, &e) && e.fix.len)
        printf(" `mofc lint --fix%s` does it where it is %s.\n", *e.fix.at == 'u' ? " --unsafe" : "",
               *e.fix.at == 'u' ? "likely" : "certain");
    else putchar('\n');
    page_audiences(rule);
    page_example(arena, rule);
}

static void list_markdown(struct arena *arena)
{
    printf(
        "# The rules of mofc\n\n"
        "Every finding has a rule; its name stands in brackets behind the message. `mofc explain RULE` prints what "
        "stands\n"
        "here. `-Wno-RULE` silences one, `-Werror=RULE` makes it an error, `-W RULE` turns it on where it is off; "
        "what\n"
        "keeps mofc from understanding its input (here an error that `mofc rules --format json` calls fatal) stays.\n");
    for (int r = 0; r < RULE_COUNT; r++) {
        if (!r || strcmp(rules[r].stage, rules[r - 1].stage) != 0) printf("\n## Stage: %s\n", rules[r].stage);
        page_rule(arena, (enum rule)r);
    }
    printf("\n## Violations: what generated code reports of records and objects\n\n");
    for (const struct violation_info *v = violations; v->name; v++) {
        printf("- **%s**: ", v->name);
        put_words(v->sentence);
        putchar('\n');
    }
}

int cmd_rules(struct options *o)
{
    static const struct {
        const char *name;
        void (*list)(struct arena *);
    } formats[] = {{"text", list_text}, {"json", list_json}, {"md", list_markdown}};
    if (o->inputs.count)
        return usage_error("rules takes no argument; `mofc explain %s` describes one", o->inputs.at[0]);
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (strcmp(o->format ? o->format : "text", formats[i].name) != 0) continue;
        formats[i].list(o->arena);
        return output_finish(0);
    }
    return usage_error("rules --format takes text, json or md, not '%s'", o->format);
}
