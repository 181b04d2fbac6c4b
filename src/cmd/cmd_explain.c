/* `mofc explain`, `mofc rules` and `mofc help`: what the tool says of itself. */
#include <stdio.h>
#include <string.h>

#include "cmd/cmd.h"
#include "template/manual.h"

static const char *const level_words[] = {"off", "note", "warning", "error", "error"};

static void explain(const struct rule_info *r)
{
    printf("%s (%s)\n  %s\n\n", r->name, level_words[r->level], r->title);
    printf("  Why:  %s\n", r->reason);
    printf("  Cure: %s\n", r->cure);
    if (r->level == LEVEL_FATAL) printf("  It cannot be silenced: without it there is nothing to go on.\n");
    else if (r->level == LEVEL_OFF) printf("  Off by default; turn it on with -W %s.\n", r->name);
    else if (r->level == LEVEL_ERROR) printf("  Silence it with -Wno-%s.\n", r->name);
    else printf("  Silence it with -Wno-%s; make it an error with -Werror=%s.\n", r->name, r->name);
}

int cmd_explain(struct options *o)
{
    if (!o->inputs.count) return usage_error("explain needs the id of a rule; `mofc rules` lists them");
    for (size_t i = 0; i < o->inputs.count; i++) {
        enum rule r = rule_find(o->inputs.at[i]);
        if (r == RULE_COUNT) {
            return usage_error("there is no rule '%s'%s (`mofc rules` lists them)", o->inputs.at[i],
                               rule_suggestion(o->arena, o->inputs.at[i]));
        }
        if (i) putchar('\n');
        explain(&rules[r]);
    }
    return output_finish(0);
}

int cmd_rules(struct options *o)
{
    if (o->inputs.count)
        return usage_error("rules takes no argument; `mofc explain %s` describes one", o->inputs.at[0]);
    for (int r = 0; r < RULE_COUNT; r++)
        printf("%-28s %-8s %s\n", rules[r].name, level_words[rules[r].level], rules[r].title);
    return output_finish(0);
}

static int help_templates(struct arena *arena)
{
    struct text out = {0};
    manual_write(&out, shape_new(arena, backends, BACKENDS));
    fwrite(out.at, 1, out.len, stdout);
    text_free(&out);
    return output_finish(0);
}

int cmd_help(struct options *o)
{
    if (o->inputs.count > 1) return usage_error("help describes one command at a time, not '%s' too", o->inputs.at[1]);
    if (o->inputs.count && strcmp(o->inputs.at[0], "templates") == 0) return help_templates(o->arena);
    if (o->inputs.count) {
        const struct command *c = command_find(o->inputs.at[0]);
        if (!c) return command_unknown(o->inputs.at[0]);
        printf("usage: mofc %s %s\n\n%s%s%s\n", c->name, c->usage, c->summary, *c->details ? "\n\n" : "\n", c->details);
        options_print(c);
        return output_finish(0);
    }
    puts("mofc compiles MOF: class schemas, as MOF files or as Markdown reference pages, into C and SQL.\n\nusage:");
    for (const struct command *c = commands; c->name; c++) {
        printf("  mofc %-8s %-44s", c->name, c->usage);
        printf(" %s\n", c->summary);
    }
    puts("\nINPUT is a file, a folder (searched for *.mof and *.md) or - for standard input.\n"
         "Exit status: 0 done; 1 done, with findings at error level; 2 could not do it.");
    return output_finish(0);
}
