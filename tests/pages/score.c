/* How well mofc reads pages: `score MOFC FOLDER CORPUS` compares what it says of each page of FOLDER/truth/ with what a
 * person read off the page (FOLDER/README.md tells the format), field by field, and prints precision and recall. Ends
 * with the counts: a field passes where both reach its goal. */
#include <dirent.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum field {
    CLASS,
    BASE,
    PROPERTY,
    TYPE,
    ARRAY,
    KEY,
    ACCESS,
    QUALIFIERS,
    INITIAL,
    VALUES,
    METHOD,
    RETURNS,
    PARAMETERS,
    FIELDS
};

static const struct {
    const char *name;
    double goal;
} fields[FIELDS] = {
    {"class", 100},  {"base", 100},    {"property", 100},    {"type", 100},   {"array", 100},
    {"key", 100},    {"access", 99.8}, {"qualifiers", 99.8}, {"default", 98}, {"values", 99},
    {"method", 100}, {"returns", 100}, {"parameters", 100},
};

struct tally {
    unsigned hit, said, true_ones;
};

struct score {
    struct tally of[FIELDS];
    const char *mofc, *corpus, *page;
    json_t *folders[2]; /* what mofc says of each whole folder: methods live there */
};

static const char *const folders[2] = {"configmgr", "windows"};

/* ---- lines ---------------------------------------------------------------------------------------------- */

enum { COLUMNS = 7, LINES = 4096 };

struct line {
    char *column[COLUMNS];
};

struct table {
    struct line line[LINES];
    size_t count;
};

static void split(struct table *t, FILE *in)
{
    static char text[1 << 20];
    t->count = 0;
    while (t->count < LINES && fgets(text, sizeof text, in)) {
        text[strcspn(text, "\r\n")] = '\0';
        if (*text == '#' || !*text) continue;
        struct line *l = &t->line[t->count++];
        memset(l, 0, sizeof *l);
        char *rest = strdup(text);
        for (int c = 0; c < COLUMNS && rest; c++) {
            char *tab = strchr(rest, '\t');
            if (tab) *tab = '\0';
            l->column[c] = rest;
            rest = tab ? tab + 1 : NULL;
        }
    }
}

static bool is(const struct line *l, const char *word) { return l->column[0] && strcmp(l->column[0], word) == 0; }

static const struct line *find(const struct table *t, const struct line *like)
{
    for (size_t i = 0; i < t->count; i++) {
        const struct line *l = &t->line[i];
        if (l->column[6] && strcasecmp(l->column[0], like->column[0]) == 0 &&
            strcasecmp(l->column[1], like->column[1]) == 0)
            return l;
    }
    return NULL;
}

/* ---- counting -------------------------------------------------------------------------------------------- */

static void note(const struct score *s, enum field f, const char *what, const char *said, const char *truth)
{
    printf("#   %s: %s of %s: mofc says '%s', the page '%s'\n", s->page, fields[f].name, what, said, truth);
}

/* One fact; "-" is none. */
static void compare(struct score *s, enum field f, const char *what, const char *said, const char *truth)
{
    bool has = strcmp(said, "-") != 0, should = strcmp(truth, "-") != 0, same = strcmp(said, truth) == 0;
    s->of[f].said += has;
    s->of[f].true_ones += should;
    s->of[f].hit += has && same;
    if (!same) note(s, f, what, said, truth);
}

static bool listed(const char *list, const char *item, size_t len, char mark)
{
    for (const char *p = list; *p;) {
        size_t n = strcspn(p, mark == ';' ? ";" : ",");
        if (n == len && strncmp(p, item, len) == 0) return true;
        p += n + (p[n] != '\0');
    }
    return false;
}

/* Each item of a list is a fact. */
static void compare_list(struct score *s, enum field f, const char *what, const char *said, const char *truth,
                         char mark)
{
    const char *lists[2] = {strcmp(said, "-") ? said : "", strcmp(truth, "-") ? truth : ""};
    const char marks[2] = {mark, '\0'};
    for (int side = 0; side < 2; side++) {
        for (const char *p = lists[side]; *p;) {
            size_t n = strcspn(p, marks);
            *(side ? &s->of[f].true_ones : &s->of[f].said) += 1;
            if (!side) s->of[f].hit += listed(lists[1], p, n, mark);
            p += n + (p[n] != '\0');
        }
    }
    if (strcmp(said, truth) != 0) note(s, f, what, said, truth);
}

static bool has_word(const char *list, const char *word)
{
    size_t len = strlen(word);
    for (const char *p = list; *p; p++) {
        bool starts = p == list || p[-1] == ' ' || p[-1] == ',';
        if (starts && strncasecmp(p, word, len) == 0 && (p[len] == '\0' || p[len] == ',' || p[len] == ':')) return true;
    }
    return false;
}

/* ---- properties -------------------------------------------------------------------------------------------- */

static void compare_property(struct score *s, const struct line *said, const struct line *truth)
{
    const char *what = truth->column[1];
    bool said_array = strstr(said->column[2], "[]") != NULL, true_array = strstr(truth->column[2], "[]") != NULL;
    compare(s, TYPE, what, said->column[2], truth->column[2]);
    compare(s, ARRAY, what, said_array ? "[]" : "-", true_array ? "[]" : "-");
    compare(s, KEY, what, has_word(said->column[4], "key") ? "key" : "-",
            has_word(truth->column[4], "key") ? "key" : "-");
    compare(s, ACCESS, what, said->column[3], truth->column[3]);
    compare(s, QUALIFIERS, what, said->column[4], truth->column[4]);
    compare(s, INITIAL, what, said->column[5], truth->column[5]);
    compare_list(s, VALUES, what, said->column[6], truth->column[6], ';');
}

static void compare_properties(struct score *s, const struct table *said, const struct table *truth)
{
    for (size_t i = 0; i < truth->count; i++) {
        const struct line *t = &truth->line[i];
        if (is(t, "class") || is(t, "method") || !t->column[6]) continue;
        const struct line *m = find(said, t);
        compare(s, PROPERTY, t->column[1], m ? m->column[1] : "-", t->column[1]);
        if (m) compare_property(s, m, t);
    }
    for (size_t i = 0; i < said->count; i++)
        if (said->line[i].column[6] && !find(truth, &said->line[i]))
            compare(s, PROPERTY, said->line[i].column[1], said->line[i].column[1], "-");
}

/* ---- classes and methods ----------------------------------------------------------------------------------- */

static const char *text(const json_t *object, const char *key)
{
    const char *s = json_string_value(json_object_get(object, key));
    return s ? s : "-";
}

static const json_t *named(const json_t *list, const char *name)
{
    size_t i;
    json_t *item;
    json_array_foreach(list, i, item) if (strcasecmp(text(item, "name"), name) == 0) return item;
    return NULL;
}

static void print_parameters(const json_t *method, char *out, size_t room)
{
    size_t i, n = 0;
    json_t *p;
    *out = '\0';
    json_array_foreach(json_object_get(method, "parameters"), i, p)
    {
        bool in = json_is_true(json_object_get(p, "in")), to = json_is_true(json_object_get(p, "out"));
        n += (size_t)snprintf(out + n, n < room ? room - n : 0, "%s%s:%s:%s", i ? "," : "", text(p, "name"),
                              in && to ? "inout"
                              : to     ? "out"
                                       : "in",
                              text(json_object_get(p, "type"), "name"));
    }
    if (!*out) snprintf(out, room, "-");
}

/* A direction that the page does not tell counts as mofc reads it. */
static void forgive_directions(char *truth, const char *said)
{
    for (char *t = truth; (t = strstr(t, ":-:"));) {
        const char *name = t;
        while (name > truth && name[-1] != ',') name--;
        size_t len = (size_t)(t - name) + 1;
        const char *same = said;
        while ((same = strstr(same, ",")) && strncmp(same + 1, name, len) != 0) same++;
        if (strncmp(said, name, len) == 0) same = said - 1;
        const char *direction = same ? same + 1 + len : "in:";
        size_t n = strcspn(direction, ":");
        memmove(t + 1 + n, t + 2, strlen(t + 2) + 1);
        memcpy(t + 1, direction, n);
    }
}

static void compare_method(struct score *s, const json_t *folder, const struct line *truth)
{
    char said[8192], truth_text[8192];
    const json_t *k = named(json_object_get(folder, "classes"), truth->column[1]);
    const json_t *m = k ? named(json_object_get(k, "methods"), truth->column[2]) : NULL;
    if (!k) { /* no page of the corpus tells its class: mofc has nowhere to put it */
        printf("#   %s: %s is not compared, %s has no page\n", s->page, truth->column[2], truth->column[1]);
        return;
    }
    compare(s, METHOD, truth->column[1], m ? text(m, "name") : "-", truth->column[2]);
    if (!m) return;
    const char *returns = text(json_object_get(m, "returns"), "name");
    compare(s, RETURNS, truth->column[2], strcmp(returns, "void") ? returns : "-",
            strcmp(truth->column[3], "void") ? truth->column[3] : "-");
    print_parameters(m, said, sizeof said);
    snprintf(truth_text, sizeof truth_text, "%s", truth->column[4] ? truth->column[4] : "-");
    forgive_directions(truth_text, said);
    compare_list(s, PARAMETERS, truth->column[2], said, truth_text, ',');
}

static void compare_classes(struct score *s, int folder, const char *path, const struct table *truth)
{
    char command[8192];
    json_error_t error;
    snprintf(command, sizeof command, "'%s' dump -q '%s' 2>/dev/null", s->mofc, path);
    FILE *in = popen(command, "r");
    json_t *dump = in ? json_loadf(in, JSON_DISABLE_EOF_CHECK, &error) : NULL;
    if (in) pclose(in);
    for (size_t i = 0; i < truth->count; i++) {
        const struct line *t = &truth->line[i];
        if (is(t, "method") && t->column[3]) compare_method(s, s->folders[folder], t);
        if (!is(t, "class") || !t->column[2]) continue;
        const json_t *k = named(json_object_get(dump, "classes"), t->column[1]);
        compare(s, CLASS, t->column[1], k ? text(k, "name") : "-", t->column[1]);
        if (k) compare(s, BASE, t->column[1], text(k, "super"), t->column[2]);
    }
    json_decref(dump);
}

static bool score_page(struct score *s, const char *truth_path, const char *name)
{
    static struct table truth, said;
    char path[2048], command[8192];
    int folder = 0;
    FILE *in = NULL;
    for (; folder < 2 && !in; folder++) {
        snprintf(path, sizeof path, "%s/%s/%s.md", s->corpus, folders[folder], name);
        in = fopen(path, "r");
    }
    if (!in) return false;
    fclose(in);
    if (!(in = fopen(truth_path, "r"))) return false;
    split(&truth, in);
    fclose(in);
    snprintf(command, sizeof command, "'%s' dump -q --format tsv '%s' 2>/dev/null", s->mofc, path);
    if (!(in = popen(command, "r"))) return false;
    split(&said, in);
    pclose(in);
    s->page = name;
    compare_properties(s, &said, &truth);
    compare_classes(s, folder - 1, path, &truth);
    return true;
}

static json_t *load_folder(const struct score *s, const char *folder)
{
    char command[8192];
    snprintf(command, sizeof command, "'%s' dump -q '%s/%s' 2>/dev/null", s->mofc, s->corpus, folder);
    FILE *in = popen(command, "r");
    json_error_t error;
    json_t *dump = in ? json_loadf(in, JSON_DISABLE_EOF_CHECK, &error) : NULL;
    if (in) pclose(in);
    return dump;
}

static int print_result(const struct score *s, unsigned pages)
{
    int passed = 0, failed = 0;
    printf("%u pages\n%-12s %6s %6s %6s %10s %8s %6s\n", pages, "field", "hits", "mofc", "page", "precision", "recall",
           "goal");
    for (int f = 0; f < FIELDS; f++) {
        const struct tally *t = &s->of[f];
        double precision = t->said ? 100.0 * t->hit / t->said : 100,
               recall = t->true_ones ? 100.0 * t->hit / t->true_ones : 100;
        bool good = precision >= fields[f].goal && recall >= fields[f].goal;
        printf("%-12s %6u %6u %6u %9.2f%% %7.2f%% %5.1f%% %s\n", fields[f].name, t->hit, t->said, t->true_ones,
               precision, recall, fields[f].goal, good ? "" : "below");
        good ? passed++ : failed++;
    }
    printf("%d passed, %d failed\n", passed, failed);
    return failed != 0;
}

int main(int argc, char **argv)
{
    if (argc != 4) return fprintf(stderr, "usage: score MOFC FOLDER CORPUS\n"), 2;
    struct score s = {.mofc = argv[1], .corpus = argv[3]};
    struct dirent **names;
    char path[4096];
    unsigned pages = 0;
    for (int f = 0; f < 2; f++) s.folders[f] = load_folder(&s, folders[f]);
    snprintf(path, sizeof path, "%s/truth", argv[2]);
    int count = scandir(path, &names, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        char *dot = strrchr(names[i]->d_name, '.');
        if (!dot || strcmp(dot, ".tsv") != 0) continue;
        snprintf(path, sizeof path, "%s/truth/%s", argv[2], names[i]->d_name);
        *dot = '\0';
        if (score_page(&s, path, names[i]->d_name)) pages++;
        else printf("#   no page for %s\n", path);
    }
    return pages ? print_result(&s, pages) : 2;
}
