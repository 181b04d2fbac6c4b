/* mofc: the table of commands, and the only place that exits. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "cmd/cmd.h"

const struct command commands[] = {
    {"gen", CMD_GEN, cmd_gen, "[-o DIR] [-t TARGET[,TARGET]...] INPUT...", "generate code",
     "Writes what each target makes of the schema, a file only where its bytes change. With a mofc.yaml in the\n"
     "current folder, `mofc gen` alone is enough. Its settings: inputs, output, targets, templates, name, prefix,\n"
     "single-file, include, class, qualifiers, std, strict, enums (open or closed), uint64 (checked or bits),\n"
     "keys (nocase or exact) and lint, which maps rules to off, on or error. The command line beats them.\n"},
    {"lint", CMD_LINT, cmd_lint, "[--format FMT] INPUT...", "report what is wrong or risky",
     "Reports every finding of every input in one run, on standard output.\n"
     "Without an INPUT, mofc.yaml says what is read.\n"},
    {"dump", CMD_DUMP, cmd_dump, "[--format json|mof|tsv|none] INPUT...", "the schema as mofc understood it",
     "json (the default) is the model that templates see; `mofc dump --schema` prints its JSON Schema.\n"
     "tsv is a line a property; mof is canonical MOF; none only parses and resolves.\n"
     "Without an INPUT, mofc.yaml says what is read.\n"},
    {"fmt", CMD_FMT, cmd_fmt, "[-w | --check | --diff] INPUT...", "lay out MOF in one style",
     "Prints the formatted text; -w writes it in place, --check names the files that are not formatted (and exits 1).\n"
     "Comments stay with what they explain; line ends, the encoding and the spelling of names and numbers stay.\n"
     "Of a Markdown page only the lines of its syntax block change. A file with syntax errors is left alone.\n"
     "Without an INPUT, mofc.yaml says what is read.\n"},
    {"explain", CMD_EXPLAIN, cmd_explain, "RULE...", "what a rule means, why, and how to fix or silence it", ""},
    {"rules", CMD_RULES, cmd_rules, "", "list all rules", ""},
    {"help", CMD_HELP, cmd_help, "[COMMAND]", "describe a command", ""},
    {NULL, 0, NULL, NULL, NULL, NULL},
};

const struct command *command_find(const char *name)
{
    for (const struct command *c = commands; c->name; c++)
        if (strcmp(c->name, name) == 0) return c;
    return NULL;
}

int command_unknown(const char *word)
{
    const char *names[16] = {"--version", "--help"};
    size_t n = 2;
    for (const struct command *each = commands; each->name; each++) names[n++] = each->name;
    const char *close = diag_closest(slice_of(word), names, n);
    return usage_error("there is no %s '%s'%s%s%s; see mofc --help", *word == '-' ? "option" : "command", word,
                       close ? "; did you mean '" : "", close ? close : "", close ? "'?" : "");
}

static int run(struct arena *arena, int argc, char **argv)
{
    struct options o = {.arena = arena, .max_errors = 100};
    if (argc < 2) return cmd_help(&o), 2;
    if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0) {
        printf("mofc %s\n", MOFC_VERSION);
        return output_finish(0);
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) return cmd_help(&o);
    const struct command *c = command_find(argv[1]);
    if (!c) return command_unknown(argv[1]);
    if (!options_parse(&o, c, argc - 2, argv + 2)) return 2;
    if (o.help) {
        words_add(arena, &o.inputs, c->name);
        o.inputs.at[0] = c->name;
        o.inputs.count = 1;
        return cmd_help(&o);
    }
    return c->run(&o);
}

int main(int argc, char **argv)
{
    static char room[1 << 16]; /* else each character of a finding is a write of its own */
    struct arena arena = {0};
    signal(SIGXFSZ, SIG_IGN); /* a file that grows too large is an error like a full disk */
    setvbuf(stderr, room, _IOFBF, sizeof room);
    int status = run(&arena, argc, argv);
    arena_free(&arena);
    return status;
}
