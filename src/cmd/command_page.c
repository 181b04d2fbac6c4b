/* A command's manual page as Markdown, of which man pages and HTML are made: the tables of commands and of options, and
 * examples. */
#include <stdio.h>
#include <string.h>

#include "cmd/cmd.h"

struct example {
    enum command_id command;
    const char *words; /* what it does */
    const char *line;
};

static const struct example examples[] = {
    {CMD_GEN, "C and SQLite code for two files, into the folder `gen`:", "mofc gen -t c,sqlite job.mof site.mof"},
    {CMD_GEN, "What mofc.yaml says; for make, a stamp and the list of what was read:",
     "mofc gen --stamp generated.stamp -MF generated.d"},
    {CMD_GEN, "In a test: is what is checked in up to date?", "mofc gen --check"},
    {CMD_GEN, "The templates of a built-in target, to change them, and their use:",
     "mofc gen --eject c -o mine\nmofc gen --templates mine -t c schema.mof"},
    {CMD_LINT, "All findings of a folder:", "mofc lint pages"},
    {CMD_LINT, "For an editor, a line each, without one rule:", "mofc lint --format gcc -Wno-page-no-section pages"},
    {CMD_DUMP, "A line a property, tabs between:", "mofc dump --format tsv pages"},
    {CMD_DUMP, "The keys of all classes, with jq:",
     "mofc dump schema.mof | jq -r '.classes[] | .name + \": \" + ([.properties[] | select(.key) | .name] | join(\", "
     "\"))'"},
    {CMD_FMT, "Before a commit:", "mofc fmt -w schema"},
    {CMD_FMT, "In a test:", "mofc fmt --check schema"},
    {CMD_DIFF,
     "Since the last release, as a table for a pull request:", "mofc diff --format markdown git:v1.2:schema schema"},
    {CMD_DIFF, "Only what breaks programs and stored rows:", "mofc diff --against source,data old.mof new.mof"},
    {CMD_EXPLAIN, "A rule that a finding names in brackets:", "mofc explain page-type-mismatch"},
    {CMD_HELP, "This page, without its being installed:", "mofc help gen"},
};

static void print_examples(enum command_id command)
{
    bool any = false;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        if (examples[i].command != command) continue;
        if (!any) puts("## EXAMPLES\n");
        any = true;
        printf("%s\n\n```\n%s\n```\n\n", examples[i].words, examples[i].line);
    }
}

static void print_status(void)
{
    puts("## EXIT STATUS\n\n| status | meaning |\n|---|---|\n"
         "| 0 | done, nothing to report |\n"
         "| 1 | done, with findings at error level; or a check found what is not up to date |\n"
         "| 2 | not done: usage, unreadable input, syntax error |\n");
}

void command_page(const struct command *c)
{
    printf("# mofc-%s(1): %s\n\n## SYNOPSIS\n\n`mofc %s%s%s`\n\n", c->name, c->summary, c->name, *c->usage ? " " : "",
           c->usage);
    if (*c->details) printf("## DESCRIPTION\n\n%s\n", c->details);
    puts("## OPTIONS\n\n| option | what it does |\n|---|---|");
    options_print_table(c);
    putchar('\n');
    print_status();
    print_examples(c->id);
    printf("## SEE ALSO\n\n[mofc](mofc.1.md)(1), [mofc.yaml](mofc.yaml.5.md)(5), [mofc-rules](mofc-rules.7.md)(7)\n");
}

void program_page(void)
{
    puts(
        "# mofc(1): compile MOF into C and SQL\n\n## SYNOPSIS\n\n`mofc COMMAND [OPTION...] [INPUT...]`\n\n## "
        "DESCRIPTION\n\n"
        "mofc reads class schemas, as MOF files or as the Markdown reference pages of WMI classes, and writes C "
        "structs,\n"
        "enumerations, validators and SQL. It also reports what is wrong with a schema, lays it out, and says what a "
        "change\n"
        "of it breaks.\n\n"
        "An INPUT is a file, a folder (searched for `*.mof` and `*.md`, in order of names) or `-` for standard input.\n"
        "Results go to standard output, findings to standard error; those of `lint` and `diff` are their result.\n\n"
        "## COMMANDS\n\n| command | what it does |\n|---|---|");
    for (const struct command *c = commands; c->name; c++)
        printf("| [mofc-%s](mofc-%s.1.md)(1) | %s |\n", c->name, c->name, c->summary);
    puts("");
    puts("## ENVIRONMENT\n\n| variable | meaning |\n|---|---|\n"
         "| `NO_COLOR` | when set, findings have no colour unless `--color always` asks for it |\n"
         "| `TMPDIR` | where files of a git revision are laid for as long as `diff` runs |\n\n"
         "## FILES\n\n| file | what it is |\n|---|---|\n"
         "| `mofc.yaml` | what the command line would say; read from the current folder: "
         "[mofc.yaml](mofc.yaml.5.md)(5) |\n"
         "| `mofc.manifest` | in an output folder: which files mofc made, and their hashes |\n");
    print_status();
    puts("## SEE ALSO\n\n[mofc.yaml](mofc.yaml.5.md)(5), [mofrt](mofrt.3.md)(3), [mofc-rules](mofc-rules.7.md)(7),\n"
         "[mofc-templates](mofc-templates.7.md)(7)");
}
