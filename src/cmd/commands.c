/* The table of commands. */
#include <string.h>

#include "cmd/cmd.h"

const struct command commands[] = {
    {"gen", CMD_GEN, cmd_gen, "[-o DIR] [-t TARGET[,TARGET]...] INPUT...", "generate code",
     "Writes what each target makes of the schema, a file only where its bytes change. With a mofc.yaml in the\n"
     "current folder, `mofc gen` alone is enough.\n"
     "`mofc help config` lists its settings; the command line beats them.\n"},
    {"lint", CMD_LINT, cmd_lint, "[--format FMT] INPUT...", "report what is wrong or risky",
     "Reports every finding of every input in one run, on standard output.\n"
     "--fix writes what can be put right for certain into the files that are named (not into what they include),\n"
     "and prints the findings that are left; of - it prints the fixed text. Each fix takes its finding away and makes\n"
     "no new one, or it is left out. A file with syntax errors that stay is left alone. --unsafe adds what is likely,\n"
     "such as a class whose name is close.\n"
     "A comment in the input can allow a finding: `// mofc: allow RULE: reason` for the declaration or member on its\n"
     "line, or, alone on its line, for the one that follows; `<!-- mofc: allow RULE: reason -->` for the section of a\n"
     "page that it stands in, and `allow-file` for the whole file.\n"
     "--write-baseline writes all findings to a file, a line each with rule, element and a hash of the message's "
     "values;\n"
     "--baseline leaves those out, and says how many are fixed since (-v: which).\n"
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
    {"diff", CMD_DIFF, cmd_diff, "OLD NEW", "what changed between two schemas, and whom it breaks",
     "OLD and NEW are files, folders, or git:REV:PATH, which is what git has at a revision (PATH from the top of the\n"
     "repository, or with ./ in front from here). Each change is a rule: mofc explain tells of it, -W sets its level.\n"
     "Exit status 1 where a change breaks somebody: source is programs built against the generated C, json records on\n"
     "the wire, data stored rows, sql the database. `renamed: {Class.Old: New}` in mofc.yaml confirms a renaming.\n"
     "\n"
     "--migrate sqlite prints the statements that turn a database of OLD into one of NEW, for `sqlite3 -bail` or a\n"
     "store; --name and --prefix are those that `mofc gen` was given. A step is safe, or depends on data (a question\n"
     "finds the rows in its way, and stops all of it where there are any), or is destructive: left out, what it would\n"
     "lose being kept in tables of its own, unless --allow-data-loss is given. Exit status 0, also where there is\n"
     "nothing to migrate; 1 where a schema has errors, 2 where it cannot be read: nothing is printed then.\n"},
    {"init", CMD_INIT, cmd_init, "[INPUT...]", "write a mofc.yaml to begin with, and show what the build needs",
     "The inputs are those named, or what is found here: files of MOF, and folders with classes. A mofc.yaml that is "
     "there\n"
     "is left alone. Standard output has the lines for CMake, Meson or make, whichever is used here, of what it says,\n"
     "and nothing else: `mofc init >> Makefile`.\n"},
    {"explain", CMD_EXPLAIN, cmd_explain, "RULE...", "what a rule means, why, and how to fix or silence it", ""},
    {"rules", CMD_RULES, cmd_rules, "[--format text|json|md]", "list all rules",
     "text is a line a rule; json and md (a page) have all that mofc explain says, with the examples.\n"},
    {"help", CMD_HELP, cmd_help, "[COMMAND | templates | config]",
     "describe a command, how to write templates, or mofc.yaml",
     "`mofc help completion bash` (or zsh, fish) prints what completes mofc's command line in that shell.\n"},
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
