/* The command line of dpstatus. */
#include "dpstatus.h"

#include "mofrt.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char usage[] =
    "usage: dpstatus load [--replace] [--commit-every N] [--max-complaints N] DATABASE FILE...\n"
    "       dpstatus check [--max-complaints N] FILE...\n"
    "       dpstatus report [--format text|json|csv|html] [--color auto|always|never] [--now DATETIME] DATABASE\n";

static const char help[] =
    "\n"
    "How the content of Configuration Manager is spread over its distribution points.\n"
    "\n"
    "  load    read records into a SQLite database, which is made where it is new; bad ones are shown and left out\n"
    "  check   read and validate, and keep nothing\n"
    "  report  packages, distribution points, software, jobs and messages, the worst first\n"
    "\n"
    "A FILE (\"-\": standard input) holds JSON lines, a list of objects, an AdminService answer, or what "
    "ConvertTo-Json of\n"
    "PowerShell makes of Get-CimInstance and Get-WmiObject, in UTF-8 or UTF-16. The class of a record is what it says\n"
    "itself (@odata.type, __CLASS, CimClass, @odata.context), else what the file is named after, else the one that "
    "has\n"
    "all its members.\n"
    "\n"
    "  --replace           a record whose key is there already replaces it; without, it is a bad record\n"
    "  --commit-every N    keep what is loaded after each N records; without, all is kept or nothing\n"
    "  --max-complaints N  print the first N complaints and count the others (100)\n"
    "  --format            how the report is written: text and html for people, json and csv for programs\n"
    "  --color             auto: on a terminal, unless NO_COLOR is set\n"
    "  --now               count ages from this moment instead of the clock's: 2025-03-14T12:00:00Z, or a CIM "
    "datetime\n"
    "\n"
    "Exit status: 0 done; 1 done, but some records are bad; 2 not done; 130 interrupted.\n";

int cannot(const char *what, const char *why)
{
    if (strstr(why, what)) fprintf(stderr, "dpstatus: %s\n", why); /* it names the file itself */
    else fprintf(stderr, "dpstatus: %s: %s\n", what, why);
    return EXIT_CANNOT;
}

static int misuse(const char *what, const char *why)
{
    fprintf(stderr, "dpstatus: %s%s%s\n%s", what ? what : "", what ? ": " : "", why, usage);
    return EXIT_CANNOT;
}

/* ---- options ---------------------------------------------------------------------------------------------- */

static bool set_format(struct options *o, const char *value)
{
    static const char *const names[FORMAT_COUNT] = {
        [FORMAT_TEXT] = "text", [FORMAT_JSON] = "json", [FORMAT_CSV] = "csv", [FORMAT_HTML] = "html"};
    for (int i = 0; i < FORMAT_COUNT; i++)
        if (strcmp(value, names[i]) == 0) return o->format = (enum format)i, true;
    return false;
}

static bool set_color(struct options *o, const char *value)
{
    static const char *const names[] = {[COLOR_AUTO] = "auto", [COLOR_ALWAYS] = "always", [COLOR_NEVER] = "never"};
    for (int i = 0; i < 3; i++)
        if (strcmp(value, names[i]) == 0) return o->color = (enum color)i, true;
    return false;
}

static bool set_now(struct options *o, const char *value)
{
    mof_datetime moment;
    return mof_datetime_parse(mof_str_from(value), &moment) && mof_datetime_to_utc(&moment, &o->now);
}

static bool set_count(uint64_t *count, const char *value)
{
    char *end;
    errno = 0;
    unsigned long long number = strtoull(value, &end, 10);
    *count = number;
    return value[0] >= '0' && value[0] <= '9' && !*end && !errno;
}

static bool set_commit_every(struct options *o, const char *value) { return set_count(&o->commit_every, value); }

static bool set_max_complaints(struct options *o, const char *value) { return set_count(&o->max_complaints, value); }

static bool set_replace(struct options *o, const char *value)
{
    (void)value;
    return o->replace = true;
}

enum { FOR_LOAD = 1, FOR_CHECK = 2, FOR_REPORT = 4 };

static const struct option {
    const char *name;
    int commands;
    bool takes_value;
    bool (*set)(struct options *o, const char *value);
} options[] = {
    {"--replace", FOR_LOAD, false, set_replace},
    {"--commit-every", FOR_LOAD, true, set_commit_every},
    {"--max-complaints", FOR_LOAD | FOR_CHECK, true, set_max_complaints},
    {"--format", FOR_REPORT, true, set_format},
    {"--color", FOR_REPORT, true, set_color},
    {"--now", FOR_REPORT, true, set_now},
};

static const struct option *find_option(const char *word, size_t len, int command)
{
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (strlen(options[i].name) == len && memcmp(options[i].name, word, len) == 0 && options[i].commands & command)
            return &options[i];
    return NULL;
}

/* At words[*at], an option, as `--name value` or `--name=value`; moves *at to its last word. */
static bool read_option(struct options *o, char **words, int *at, int command)
{
    const char *word = words[*at], *equals = strchr(word, '=');
    size_t len = equals ? (size_t)(equals - word) : strlen(word);
    const struct option *option = find_option(word, len, command);
    if (!option || (equals && !option->takes_value)) return misuse(word, "no such option"), false;
    const char *value = equals ? equals + 1 : NULL;
    if (option->takes_value && !value) value = words[*at + 1] ? words[++*at] : NULL;
    if (option->takes_value && !value) return misuse(word, "needs a value"), false;
    if (!option->set(o, value)) return misuse(word, "not a value it can have"), false;
    return true;
}

/* Options to `o`, the other words to the front of `words`; returns how many, or -1. */
static int read_words(struct options *o, char **words, int command)
{
    int kept = 0;
    bool ended = false;
    for (int i = 0; words[i]; i++) {
        if (!ended && strcmp(words[i], "--") == 0) ended = true;
        else if (ended || words[i][0] != '-' || words[i][1] == '\0') words[kept++] = words[i];
        else if (!read_option(o, words, &i, command)) return -1;
    }
    return kept;
}

/* ---- commands --------------------------------------------------------------------------------------------- */

static const struct command {
    const char *name;
    int bit, least, most; /* words it takes */
    bool database;        /* the first of them is the database */
    int (*run)(const struct options *o);
} commands[] = {
    {"load", FOR_LOAD, 2, -1, true, command_load},
    {"check", FOR_CHECK, 1, -1, false, command_check},
    {"report", FOR_REPORT, 1, 1, true, command_report},
};

static int64_t clock_now(void)
{
    struct timespec now = {0};
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int run(const struct command *c, char **words)
{
    struct options o = {.now = clock_now(), .max_complaints = 100};
    int count = read_words(&o, words, c->bit);
    if (count < 0) return EXIT_CANNOT;
    bool nothing = c->database && (count == 0 || !*words[0]); /* "" is a database that nobody sees again */
    if (nothing || count < c->least) return misuse(c->name, nothing ? "no database is named" : "no file is named");
    if (c->most >= 0 && count > c->most) return misuse(words[c->most], "one word too many");
    o.database = c->database ? words[0] : NULL;
    o.files = (const char *const *)words + c->database;
    o.file_count = (size_t)count - c->database;
    return c->run(&o);
}

/* A reader that went away has seen enough; any other failure to write is the caller's to know. */
static int finish(int status)
{
    errno = 0;
    if (fflush(stdout) == 0 && !ferror(stdout)) return status;
    return errno == EPIPE ? status : cannot("standard output", errno ? strerror(errno) : "cannot be written");
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN); /* `| head` must not stop a load halfway */
    const char *name = argc > 1 ? argv[1] : "";
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0) {
        fputs(usage, stdout);
        fputs(help, stdout);
        return finish(EXIT_DONE);
    }
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(name, commands[i].name) == 0) return finish(run(&commands[i], argv + 2));
    return misuse(*name ? name : NULL, *name ? "no such command" : "which command?");
}
