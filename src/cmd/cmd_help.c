/* `mofc help`: commands, their options, and the manuals. */
#include <stdio.h>
#include <string.h>

#include "cmd/cmd.h"
#include "template/manual.h"

static int help_templates(struct arena *arena)
{
    struct text out = {0};
    manual_write(&out, shape_new(arena, backends, BACKENDS));
    fwrite(out.at, 1, out.len, stdout);
    text_free(&out);
    return output_finish(0);
}

static int help_config(const struct options *o)
{
    bool page = o->format && strcmp(o->format, "md") == 0;
    if (o->format && !page && strcmp(o->format, "text") != 0)
        return usage_error("help has no format '%s'; it has text and md", o->format);
    config_print(page);
    return output_finish(0);
}

/* Commands as pages of a manual. */
static int help_pages(struct options *o)
{
    const struct command *c = o->inputs.count ? command_find(o->inputs.at[0]) : NULL;
    if (strcmp(o->format, "md") != 0) return usage_error("help has no format '%s'; it has text and md", o->format);
    if (o->inputs.count && !c) return command_unknown(o->inputs.at[0]);
    if (c) command_page(c);
    else program_page();
    return output_finish(0);
}

int cmd_help(struct options *o)
{
    if (o->inputs.count && strcmp(o->inputs.at[0], "completion") == 0)
        return o->inputs.count == 2 ? completion_print(o->arena, o->inputs.at[1])
                                    : usage_error("help completion needs one shell: bash, zsh or fish");
    if (o->inputs.count > 1) return usage_error("help describes one command at a time, not '%s' too", o->inputs.at[1]);
    if (o->inputs.count && strcmp(o->inputs.at[0], "templates") == 0) return help_templates(o->arena);
    if (o->inputs.count && strcmp(o->inputs.at[0], "config") == 0) return help_config(o);
    if (o->format && strcmp(o->format, "text") != 0) return help_pages(o);
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
