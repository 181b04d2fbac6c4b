/* One table of options: the parser, --help and the checks on values read it. */
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/character.h"
#include "cmd/cmd.h"
#include "cmd/options.h"

#define AT(field) offsetof(struct options, field)
enum {
    READING = CMD_GEN | CMD_LINT | CMD_DUMP | CMD_DIFF,
    EVERY = READING | CMD_FMT | CMD_INIT | CMD_EXPLAIN | CMD_RULES | CMD_HELP
};

static const struct option table[] = {
    {"o", "output", "DIR", WORD, AT(output), CMD_GEN, "where to write (default: gen)"},
    {"t", "target", "TARGETS", COMMAS, AT(targets), CMD_GEN, "what to generate, commas between (default: c)"},
    {"templates", NULL, "DIR", LIST, AT(templates), CMD_GEN, "a folder of targets laid over the built-in ones"},
    {"name", NULL, "NAME", WORD, AT(name), CMD_GEN | CMD_DIFF,
     "the schema's name: stem of the umbrella header and SQL file"},
    {"prefix", NULL, "TEXT", WORD, AT(prefix), CMD_GEN | CMD_DIFF, "put before every generated identifier"},
    {"single-file", NULL, NULL, FLAG, AT(single_file), CMD_GEN,
     "one header and one source a target, to be copied into another project"},
    {"config", NULL, "FILE", WORD, AT(config), READING | CMD_FMT, "read this instead of mofc.yaml"},
    {"w", "write", NULL, FLAG, AT(write), CMD_FMT, "write each file in place, where it changes"},
    {"check", NULL, NULL, FLAG, AT(check), CMD_FMT, "write nothing; name the files that are not formatted, and exit 1"},
    {"diff", NULL, NULL, FLAG, AT(diff), CMD_FMT,
     "with or without --check: show how files would change; write nothing"},
    {"check", NULL, NULL, FLAG, AT(check), CMD_GEN, "write nothing; exit 1 where output is stale, missing or orphaned"},
    {"diff", NULL, NULL, FLAG, AT(diff), CMD_GEN,
     "with or without --check: show how files would change; write nothing"},
    {"fix", NULL, NULL, FLAG, AT(fix), CMD_LINT, "write what can be put right for certain; see also --diff"},
    {"unsafe", NULL, NULL, FLAG, AT(unsafe), CMD_LINT, "with --fix or --diff: fixes too that somebody has to look at"},
    {"diff", NULL, NULL, FLAG, AT(diff), CMD_LINT, "show what --fix would change; write nothing"},
    {"baseline", NULL, "FILE", WORD, AT(baseline), CMD_LINT, "findings that FILE lists are known, and do not count"},
    {"write-baseline", NULL, "FILE", WORD, AT(write_baseline), CMD_LINT,
     "write all findings to FILE, as what is known"},
    {"force", NULL, NULL, FLAG, AT(force), CMD_GEN, "overwrite and remove files that were edited by hand"},
    {"stamp", NULL, "FILE", WORD, AT(stamp), CMD_GEN, "touch FILE on success, for make"},
    {"MF", NULL, "FILE", WORD, AT(depfile), CMD_GEN, "write dependencies for make or ninja"},
    {"list-outputs", NULL, NULL, FLAG, AT(list_outputs), CMD_GEN, "print the files that would be made; write nothing"},
    {"eject", NULL, "TARGET", WORD, AT(eject), CMD_GEN,
     "write a built-in target's templates to -o DIR (default: templates), to change them"},
    {"list-targets", NULL, NULL, FLAG, AT(list_targets), CMD_GEN, "print the targets there are"},
    {"against", NULL, "WHOM", COMMAS, AT(against), CMD_DIFF,
     "whose breaks count, commas between: source, json, data, sql (default: all)"},
    {"migrate", NULL, "ENGINE", WORD, AT(migrate), CMD_DIFF,
     "print what turns a database of OLD into one of NEW; the ENGINE is: sqlite"},
    {"allow-data-loss", NULL, NULL, FLAG, AT(allow_data_loss), CMD_DIFF,
     "with --migrate: drop what the new schema has no place for"},
    {"format", NULL, "FMT", WORD, AT(format), CMD_GEN | CMD_LINT,
     "how findings are printed: text, gcc, json, sarif, github or junit"},
    {"format", NULL, "FMT", WORD, AT(format), CMD_DIFF,
     "how changes are printed: text, gcc, json, sarif, github, junit or markdown"},
    {"format", NULL, "FMT", WORD, AT(format), CMD_DUMP, "json, mof, tsv or none"},
    {"format", NULL, "FMT", WORD, AT(format), CMD_RULES, "text, json or md"},
    {"format", NULL, "FMT", WORD, AT(format), CMD_HELP, "text, or md: the manual page of the command as Markdown"},
    {"schema", NULL, NULL, FLAG, AT(json_schema), CMD_DUMP, "print the JSON Schema of the json format"},
    {"class", NULL, "GLOB", LIST, AT(classes), READING,
     "only these classes (or NAMESPACE:GLOB) and what they need (may be repeated)"},
    {"I", "include", "DIR", LIST, AT(include_dirs), READING, "search DIR for #pragma include (may be repeated)"},
    {"qualifiers", NULL, "FILE", WORD, AT(qualifiers), READING, "read qualifier declarations from FILE first"},
    {"std", NULL, "STD", WORD, AT(std), READING, "the language: dsp0004, wmi or mof3 (default: all that is known)"},
    {"strict", NULL, NULL, FLAG, AT(strict), READING, "refuse what the standard does not allow"},
    {"W", NULL, "RULE", LIST, AT(warnings), READING, "-W RULE, -Wno-RULE, -Werror, -Werror=RULE: set a rule's level"},
    {"max-errors", NULL, "N", NUMBER, AT(max_errors), READING | CMD_FMT,
     "stop showing errors after N (default: 100; 0: never)"},
    {"color", NULL, "WHEN", WORD, AT(color), READING | CMD_FMT, "auto, always or never"},
    {"root", NULL, "DIR", WORD, AT(root), READING, "sarif, github: print paths relative to DIR"},
    {"q", "quiet", NULL, FLAG, AT(quiet), READING | CMD_FMT, "errors only"},
    {"v", "verbose", NULL, FLAG, AT(verbose), READING, "say more: pages without a class, what was read"},
    {"h", "help", NULL, FLAG, AT(help), EVERY, "this text"},
};
enum { OPTIONS = sizeof table / sizeof *table };

const struct option *option_next(const struct option *before, unsigned command)
{
    for (const struct option *t = before ? before + 1 : table; t < table + OPTIONS; t++)
        if (t->commands & command) return t;
    return NULL;
}

const char *option_dashes(const char *name) { return strlen(name) <= 2 ? "-" : "--"; }

void print_safely(FILE *to, const char *bytes, size_t len, const char *keep)
{
    for (const char *p = bytes, *end = p + len; p < end;) {
        const char *from = p;
        bool hidden = character_hidden(character_next(&p, end)) && (!*from || !strchr(keep, *from));
        if (hidden) fputc('?', to);
        else fwrite(from, 1, (size_t)(p - from), to);
    }
}

int usage_error(const char *format, ...)
{
    struct text t = {0};
    va_list args;
    va_start(args, format);
    text_vprintf(&t, format, args);
    va_end(args);
    fputs("mofc: ", stderr);
    print_safely(stderr, t.at, t.len, ""); /* an argument may come from a file's name */
    fputc('\n', stderr);
    text_free(&t);
    return 2;
}

void words_add(struct arena *arena, struct words *w, const char *word)
{
    w->at = arena_more(arena, w->at, w->count, &w->room, sizeof *w->at);
    w->at[w->count++] = word;
}

static void add_commas(struct arena *arena, struct words *w, const char *list)
{
    while (*list) {
        size_t len = strcspn(list, ",");
        if (len) words_add(arena, w, arena_copy(arena, list, len));
        list += len + (list[len] == ',');
    }
}

static const char *shown(struct arena *arena, const struct option *t)
{
    const char *name = t->also ? t->also : t->name;
    return arena_printf(arena, "%s%s", option_dashes(name), name);
}

static bool set(struct options *o, const struct option *t, const char *value)
{
    char *field = (char *)o + t->offset, *end;
    bool file = value && strcmp(t->argument, "FILE") == 0, folder = value && strcmp(t->argument, "DIR") == 0;
    if ((file || folder) && !*value)
        return usage_error("%s names no %s", shown(o->arena, t), file ? "file" : "folder"), false;
    switch (t->kind) {
    case FLAG: *(bool *)field = true; break;
    case WORD:
        if (*(const char **)field) return usage_error("%s is given twice", shown(o->arena, t)), false;
        *(const char **)field = value;
        break;
    case LIST: words_add(o->arena, (struct words *)field, value); break;
    case COMMAS:
        if (!value[strspn(value, ",")]) return usage_error("%s names nothing", shown(o->arena, t)), false;
        add_commas(o->arena, (struct words *)field, value);
        break;
    case NUMBER: {
        unsigned long n = strtoul(value, &end, 10);
        if (*value < '0' || *value > '9' || *end || n > UINT_MAX) {
            usage_error("--%s takes a whole number, not '%s'", t->name, value);
            return false;
        }
        *(unsigned *)field = (unsigned)n;
        break;
    }
    }
    return true;
}

static const struct option *find_long(const char *name, size_t len, unsigned command)
{
    for (size_t i = 0; i < OPTIONS; i++) {
        const struct option *t = &table[i];
        if (!(t->commands & command)) continue;
        if (strlen(t->name) == len && len > 1 && strncmp(t->name, name, len) == 0) return t;
        if (t->also && strlen(t->also) == len && strncmp(t->also, name, len) == 0) return t;
    }
    return NULL;
}

static const struct option *find_short(const char *name, unsigned command, size_t *len)
{
    for (size_t i = 0; i < OPTIONS; i++) {
        const struct option *t = &table[i];
        *len = strlen(t->name);
        bool whole = *len == 2; /* -MF */
        if (!(t->commands & command) || *len > 2 || strncmp(t->name, name, *len) != 0) continue;
        if (whole || *len == 1) return t;
    }
    return NULL;
}

static bool unknown(const char *word, const struct command *c)
{
    const char *names[OPTIONS * 2];
    size_t n = 0;
    for (size_t i = 0; i < OPTIONS; i++) {
        if (!(table[i].commands & c->id)) continue;
        if (strlen(table[i].name) > 1) names[n++] = table[i].name;
        if (table[i].also) names[n++] = table[i].also;
    }
    struct slice bare = slice_of(word);
    while (bare.len && *bare.at == '-') bare = slice_cut(bare, 1, bare.len);
    for (uint32_t i = 0; i < bare.len; i++)
        if (bare.at[i] == '=') bare.len = i;
    const char *close = diag_closest(bare, names, n);
    usage_error("%s has no option '%s'%s%s%s; see mofc help %s", c->name, word, close ? "; did you mean '--" : "",
                close ? close : "", close ? "'?" : "", c->name);
    return false;
}

/* `-qv` is `-q -v`: letters that take nothing may stand before the one that does. Returns what follows them. */
static const char *take_letters(struct options *o, const struct command *c, const char *letters)
{
    size_t len;
    const struct option *t;
    while (letters[1] && (t = find_short(letters, c->id, &len)) && !t->argument && set(o, t, NULL)) letters += len;
    return letters;
}

/* Takes one option word; `*i` moves on where its value is the next word. */
static bool take(struct options *o, const struct command *c, int argc, char **argv, int *i)
{
    const char *word = argv[*i], *value = NULL;
    const struct option *t;
    if (word[1] == '-') {
        const char *name = word + 2;
        size_t len = strcspn(name, "=");
        t = find_long(name, len, c->id);
        if (name[len] == '=') value = name + len + 1;
    } else {
        const char *letters = take_letters(o, c, word + 1);
        size_t len = 0;
        t = find_short(letters, c->id, &len);
        if (t && letters[len]) value = letters + len;
    }
    if (!t) return unknown(word, c);
    if (!t->argument && value) return usage_error("--%s takes no value", t->also ? t->also : t->name), false;
    if (t->argument && !value) {
        if (*i + 1 >= argc) return usage_error("'%s' needs a value: %s", word, t->argument), false;
        value = argv[++*i];
    }
    return set(o, t, value);
}

bool options_parse(struct options *o, const struct command *command, int argc, char **argv)
{
    bool only_words = false;
    for (int i = 0; i < argc; i++) {
        if (!only_words && strcmp(argv[i], "--") == 0) only_words = true;
        else if (!only_words && argv[i][0] == '-' && argv[i][1]) {
            if (!take(o, command, argc, argv, &i)) return false;
        } else words_add(o->arena, &o->inputs, argv[i]);
    }
    return true;
}

void options_print(const struct command *command)
{
    for (const struct option *t = NULL; (t = option_next(t, command->id));) {
        char left[64];
        int n = snprintf(left, sizeof left, "%s%s", option_dashes(t->name), t->name);
        if (t->also) n += snprintf(left + n, sizeof left - (size_t)n, ", --%s", t->also);
        if (t->argument) snprintf(left + n, sizeof left - (size_t)n, " %s", t->argument);
        printf("  %-24s %s\n", left, t->help);
    }
}

void options_print_table(const struct command *command)
{
    for (size_t i = 0; i < OPTIONS; i++) {
        const struct option *t = &table[i];
        if (!(t->commands & command->id)) continue;
        printf("| **%s%s**", strlen(t->name) <= 2 ? "-" : "--", t->name);
        if (t->also) printf(", **--%s**", t->also);
        if (t->argument) printf(" *%s*", t->argument);
        printf(" | %s |\n", t->help);
    }
}
