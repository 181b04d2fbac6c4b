/* Completions for bash, zsh and fish: the tables of commands, options and rules in each shell's words. What an option's
 * argument is called in --help says what completes it. */
#include <string.h>

#include "cmd/cmd.h"
#include "cmd/options.h"
#include "template/target.h"

static const char *joined(struct arena *arena, const char *list, const char *word)
{
    return *list ? arena_printf(arena, "%s %s", list, word) : word;
}

static const char *target_words(struct arena *arena)
{
    size_t count;
    const char *const *names = target_names(arena, NULL, 0, &count), *list = "";
    for (size_t i = 0; i < count; i++) list = joined(arena, list, names[i]);
    return list;
}

/* --help lists what may be given: "the language: dsp0004, wmi or mof3 (default: all)". */
static const char *listed_words(struct arena *arena, const char *help)
{
    const char *colon = strstr(help, ": "), *open = strstr(help, " ("), *list = "";
    const char *at = colon && (!open || colon < open) ? colon + 2 : help, *end = open ? open : help + strlen(help);
    while (at < end) {
        size_t len = strcspn(at, ", (");
        const char *word = arena_copy(arena, at, len);
        if (len && strcmp(word, "or") != 0) list = joined(arena, list, word);
        at += len + 1;
    }
    return list;
}

/* What may be given; NULL where that is no list of words. */
static const char *words_of(struct arena *arena, const struct option *t)
{
    static const char *const lists[] = {"FMT", "STD", "WHEN", "WHOM", "ENGINE"};
    if (!t->argument) return NULL;
    if (strncmp(t->argument, "TARGET", strlen("TARGET")) == 0) return target_words(arena);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (strcmp(lists[i], t->argument) == 0) return listed_words(arena, t->help);
    return NULL;
}

static bool takes(const struct option *t, const char *argument)
{
    return t->argument && strcmp(t->argument, argument) == 0;
}

static const char *command_words(struct arena *arena)
{
    const char *list = "";
    for (const struct command *c = commands; c->name; c++) list = joined(arena, list, c->name);
    return list;
}

static void print_rules(void)
{
    for (int r = 0; r < RULE_COUNT; r++) printf("%s%s", r ? " " : "", rules[r].name);
}

/* What stands behind a command that reads no files. */
static const char *const topics = "templates config completion";
static bool reads_files(const struct command *c) { return !(c->id & (CMD_EXPLAIN | CMD_RULES | CMD_HELP)); }

/* ---- bash ---- */

static void bash_option(struct arena *arena, const struct command *c, const struct option *t)
{
    const char *words = words_of(arena, t);
    if (!t->argument) return;
    printf("    %s:%s%s", c->name, option_dashes(t->name), t->name);
    if (t->also) printf("|%s:--%s", c->name, t->also);
    if (words) printf(") list='%s'%s ;;\n", words, t->kind == COMMAS ? " several=1" : "");
    else if (takes(t, "FILE")) printf(") COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n");
    else if (takes(t, "DIR")) printf(") COMPREPLY=($(compgen -d -- \"$word\")); return ;;\n");
    else if (takes(t, "RULE")) printf(") list=\"$rules\" ;;\n");
    else printf(") return ;;\n");
}

static void bash(struct arena *arena)
{
    printf("# bash completion of mofc\n_mofc()\n{\n"
           "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}\n"
           "    local list='' files='' several='' given='' rule rules='");
    print_rules();
    printf("'\n    [ \"$before\" != = ] || before=${COMP_WORDS[COMP_CWORD-2]}\n"
           "    if [ \"$word\" = = ]; then word='' before=${COMP_WORDS[COMP_CWORD-1]}; fi\n"
           "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
           "        COMPREPLY=($(compgen -W '%s --help --version' -- \"$word\"))\n        return\n    fi\n"
           "    case $command:$before in\n"
           "    *:-Werror) list=\"$rules\" ;;\n",
           command_words(arena));
    for (const struct command *c = commands; c->name; c++)
        for (const struct option *t = NULL; (t = option_next(t, c->id));) bash_option(arena, c, t);
    printf("    help:completion) list='bash zsh fish' ;;\n    esac\n    if [ -z \"$list\" ]; then\n"
           "        case $command in\n");
    for (const struct command *c = commands; c->name; c++) {
        printf("        %s) list='", c->name);
        for (const struct option *t = NULL; (t = option_next(t, c->id));) {
            printf("%s%s ", option_dashes(t->name), t->name);
            if (t->also) printf("--%s ", t->also);
        }
        if (c->id == CMD_EXPLAIN) printf("'\" $rules\"\n");
        else if (c->id == CMD_HELP) printf("%s %s'\n", command_words(arena), topics);
        else printf("'%s\n", reads_files(c) ? " files=1" : "");
        printf("            ;;\n");
    }
    printf("        esac\n    fi\n"
           "    case $word in -W*) for rule in $rules; do list=\"$list -W$rule -Wno-$rule\"; done ;; esac\n"
           "    [ -z \"$several\" ] || given=${word%%\"${word##*,}\"}\n"
           "    COMPREPLY=($(compgen -P \"$given\" -W \"$list\" -- \"${word#\"$given\"}\"))\n"
           "    case $word in -*) ;; *) [ -z \"$files\" ] || COMPREPLY+=($(compgen -f -- \"$word\")) ;; esac\n"
           "}\ncomplete -o filenames -F _mofc mofc\n");
}

/* ---- zsh ---- */

/* Inside '...[ ]'. */
static void zsh_help(const char *text)
{
    for (; *text; text++) {
        if (*text == '\'') printf("'\\''");
        else if (strchr("[]:\\", *text)) printf("\\%c", *text);
        else putchar(*text);
    }
}

static void zsh_option(struct arena *arena, const struct option *t)
{
    const char *words = words_of(arena, t), *repeated = t->kind == LIST ? "*" : "";
    for (int again = 0; again <= (t->also ? 1 : 0); again++) {
        const char *name = again ? t->also : t->name;
        printf("        '%s%s%s%s[", repeated, option_dashes(name), name,
               !t->argument             ? ""
               : strlen(name) > 2       ? "="
               : strcmp(name, "W") == 0 ? "+"
                                        : "");
        zsh_help(t->help);
        printf("]");
        if (t->argument) printf(":%s:", t->argument);
        if (words && t->kind == COMMAS) printf("_values -s , %s %s", t->argument, words);
        else if (words) printf("(%s)", words);
        else if (takes(t, "FILE")) printf("_files");
        else if (takes(t, "DIR")) printf("_files -/");
        else if (takes(t, "RULE")) printf("($rules no-$^rules error=$^rules)");
        else if (t->argument) printf(" ");
        printf("' \\\n");
    }
}

static void zsh(struct arena *arena)
{
    printf("#compdef mofc\nlocal -a rules=(");
    print_rules();
    printf(")\nif (( CURRENT == 2 )); then\n    local -a list=(\n");
    for (const struct command *c = commands; c->name; c++) {
        printf("        '%s:", c->name);
        zsh_help(c->summary);
        printf("'\n");
    }
    printf("    )\n    _describe command list\n    return\nfi\nlocal command=$words[2]\nshift words\n(( CURRENT-- ))\n"
           "case $command in\n");
    for (const struct command *c = commands; c->name; c++) {
        printf("    %s) _arguments -s \\\n", c->name);
        for (const struct option *t = NULL; (t = option_next(t, c->id));) zsh_option(arena, t);
        if (c->id == CMD_EXPLAIN) printf("        '*:rule:($rules)' ;;\n");
        else if (c->id == CMD_HELP) printf("        '*:topic:(%s %s)' ;;\n", command_words(arena), topics);
        else printf("        '*:input:%s' ;;\n", reads_files(c) ? "_files" : " ");
    }
    printf("esac\n");
}

/* ---- fish ---- */

static void fish_help(const char *text)
{
    printf(" -d '");
    for (; *text; text++) printf(*text == '\'' || *text == '\\' ? "\\%c" : "%c", *text);
    printf("'\n");
}

static void fish_option(struct arena *arena, const struct command *c, const struct option *t)
{
    const char *words = words_of(arena, t);
    printf("complete -c mofc -n '__fish_seen_subcommand_from %s'", c->name);
    printf(" %s %s", strlen(t->name) == 1 ? "-s" : strlen(t->name) == 2 ? "-o" : "-l", t->name);
    if (t->also) printf(" -l %s", t->also);
    if (words && t->kind == COMMAS) printf(" -x -a '(__fish_append , %s)'", words);
    else if (words) printf(" -x -a '%s'", words);
    else if (takes(t, "FILE")) printf(" -r -F");
    else if (takes(t, "DIR")) printf(" -x -a '(__fish_complete_directories)'");
    else if (takes(t, "RULE")) printf(" -x -a '$__mofc_rules no-$__mofc_rules error=$__mofc_rules'");
    else if (t->argument) printf(" -x");
    fish_help(t->help);
}

static void fish(struct arena *arena)
{
    printf("# fish completion of mofc\nset -g __mofc_rules ");
    print_rules();
    printf("\n");
    for (const struct command *c = commands; c->name; c++) {
        printf("complete -c mofc -n __fish_use_subcommand -f -a %s", c->name);
        fish_help(c->summary);
    }
    for (const struct command *c = commands; c->name; c++) {
        for (const struct option *t = NULL; (t = option_next(t, c->id));) fish_option(arena, c, t);
        if (c->id == CMD_EXPLAIN)
            printf("complete -c mofc -n '__fish_seen_subcommand_from explain' -f -a '$__mofc_rules'\n");
        if (c->id == CMD_HELP)
            printf("complete -c mofc -n '__fish_seen_subcommand_from help' -f -a '%s %s'\n", command_words(arena),
                   topics);
    }
}

int completion_print(struct arena *arena, const char *shell)
{
    static const struct {
        const char *name;
        void (*print)(struct arena *);
    } shells[] = {{"bash", bash}, {"zsh", zsh}, {"fish", fish}};
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++)
        if (strcmp(shells[i].name, shell) == 0) return shells[i].print(arena), output_finish(0);
    return usage_error("there are completions for bash, zsh and fish, not for '%s'", shell);
}
