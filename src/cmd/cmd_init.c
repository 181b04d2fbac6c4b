/* `mofc init`: a mofc.yaml to begin with, and the lines that the build system of this folder needs. Standard output has
 * these lines and nothing else, so that they can be appended to the build file. */
#define _XOPEN_SOURCE 700 /* realpath() */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/escape.h"
#include "cmd/cmd.h"

/* What is known of the project. */
struct project {
    struct options *options;
    const char *name;   /* the folder's, as a file may be called */
    const char *yaml;   /* the inputs as a list of YAML's */
    const char *words;  /* the same for CMake and a shell */
    bool proposed;      /* there were none: the list says where they could be */
    const char *output; /* where generated code goes */
};

/* ---- inputs ---- */

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Whether mofc reads a class there. */
static bool holds_classes(struct options *o, const char *path)
{
    struct options one = {.arena = o->arena};
    struct compile c;
    words_add(o->arena, &one.inputs, path);
    return compile_begin(&c, &one) && c.schema->class_count > 0;
}

static bool is_mof(const char *name)
{
    size_t len = strlen(name);
    return len > 4 && strcmp(name + len - 4, ".mof") == 0;
}

/* Folders with classes, but none that a build or mofc made, and files of MOF. Pages stand in folders of their own. */
static bool is_input(struct options *o, const char *name)
{
    if (*name == '.' || strncmp(name, "build", strlen("build")) == 0) return false;
    if (!is_folder(name)) return is_mof(name);
    if (access(arena_printf(o->arena, "%s/mofc.manifest", name), F_OK) == 0) return false;
    return holds_classes(o, name);
}

static int by_name(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

static void find_inputs(struct options *o)
{
    DIR *here = opendir(".");
    for (struct dirent *e; here && (e = readdir(here));)
        if (is_input(o, e->d_name)) words_add(o->arena, &o->inputs, arena_copy(o->arena, e->d_name, strlen(e->d_name)));
    if (here) closedir(here);
    if (o->inputs.count) qsort(o->inputs.at, o->inputs.count, sizeof *o->inputs.at, by_name);
}

/* What mofc.yaml may name: it reads nothing outside its folder. */
static bool check_inputs(const struct options *o)
{
    for (size_t i = 0; i < o->inputs.count; i++) {
        const char *path = o->inputs.at[i], *up = strstr(path, "..");
        bool leaves = *path == '/' || (up && (up == path || up[-1] == '/') && (!up[2] || up[2] == '/'));
        if (!*path) return usage_error("an input has an empty name"), false;
        if (strcmp(path, "-") == 0) return usage_error("mofc.yaml names files and folders, not standard input"), false;
        if (leaves) return usage_error("mofc.yaml names nothing outside its folder, and so not '%s'", path), false;
        if (access(path, F_OK) != 0) return usage_error("there is no '%s'", path), false;
    }
    return true;
}

/* ---- names ---- */

/* As it stands where nothing in it means anything to YAML, CMake and a shell; else in double quotes. */
static const char *quoted(struct arena *arena, const char *path)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-";
    struct text t = {0};
    if (strspn(path, plain) == strlen(path) && strchr("._/abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", *path))
        return path;
    escape_json_string(&t, slice_of(path));
    const char *kept = arena_copy(arena, t.at, t.len);
    text_free(&t);
    return kept;
}

/* The last part of the current folder's path, as far as it is letters, digits and '_'. */
static const char *folder_name(struct arena *arena)
{
    char *here = realpath(".", NULL);
    const char *slash = here ? strrchr(here, '/') : NULL;
    struct text t = {0};
    escape_identifier(&t, slice_of(slash ? slash + 1 : ""));
    const char *name =
        t.len && !(*t.at >= '0' && *t.at <= '9') && *t.at != '_' ? arena_copy(arena, t.at, t.len) : "schema";
    text_free(&t);
    free(here);
    return name;
}

/* What a mofc.yaml that is there says comes first, with the usual values of gen. */
static struct project look_around(struct options *o, bool configured)
{
    struct project p = {.options = o, .name = folder_name(o->arena), .output = "generated", .yaml = "", .words = ""};
    if (configured) p.name = o->name ? o->name : "schema", p.output = o->output ? o->output : "gen";
    if (!o->inputs.count) find_inputs(o);
    p.proposed = !o->inputs.count;
    if (p.proposed) words_add(o->arena, &o->inputs, "schema");
    for (size_t i = 0; i < o->inputs.count; i++) {
        const char *path = quoted(o->arena, o->inputs.at[i]);
        p.yaml = arena_printf(o->arena, "%s%s%s", p.yaml, i ? ", " : "", path);
        p.words = arena_printf(o->arena, "%s%s%s", p.words, i ? " " : "", path);
    }
    return p;
}

/* ---- mofc.yaml ---- */

static bool write_yaml(const struct project *p)
{
    FILE *file = fopen("mofc.yaml", "wx");
    if (!file && errno == EEXIST) return usage_error("there is a mofc.yaml already; it stays as it is"), false;
    if (!file) return usage_error("cannot write mofc.yaml: %s", strerror(errno)), false;
    fprintf(
        file,
        "# What `mofc gen`, `mofc lint` and `mofc dump` do in this folder. The command line beats it; `mofc help "
        "config`\n"
        "# lists all settings. Paths are relative to this file.\n\n"
        "# Files, and folders that are searched for MOF (*.mof) and reference pages (*.md).%s\n"
        "inputs: [%s]\n\n"
        "# Where generated code goes. mofc removes there what it made and what is no longer wanted, and nothing else.\n"
        "output: %s\n\n"
        "# c: structs, validators, JSON. sqlite: tables, and functions that store and load. `mofc gen --list-targets`\n"
        "targets: [c, sqlite]\n\n"
        "# The stem of the files: %s.h, %s_store.h, %s.sql.\n"
        "name: %s\n\n"
        "# One header and one source a target, so that a new class changes no build file; false: one of each a class.\n"
        "single-file: true\n\n"
        "# Levels of rules, as `mofc rules` lists them: off, on or error.\n"
        "#lint:\n"
        "#  no-description: on\n",
        p->proposed ? "\n# There are none here yet." : "", p->yaml, p->output, p->name, p->name, p->name, p->name);
    bool failed = ferror(file);
    if (fclose(file) == 0 && !failed) return true;
    usage_error("cannot write mofc.yaml: %s", strerror(errno));
    remove("mofc.yaml");
    return false;
}

/* ---- the build's lines ---- */

static void print_cmake(const struct project *p)
{
    fputs("For CMakeLists.txt, behind what adds the program or library (here: program):\n\n", stderr);
    printf("find_package(mofc REQUIRED)\n"
           "mofc_generate(program INPUTS %s TARGETS c sqlite NAME %s)\n",
           p->words, p->name);
}

static void print_meson(const struct project *p)
{
    fputs("For meson.build:\n\n", stderr);
    printf("store = dependency('mofrt-sqlite')\n"
           "mofc = find_program(dependency('mofrt').get_variable(pkgconfig: 'mofc'))\n"
           "generated = custom_target('%s',\n"
           "  output: ['%s.h', '%s.c', '%s_store.h', '%s_store.c'],\n"
           "  depfile: '%s.d',\n"
           "  command: [mofc, 'gen', '-q', '--config', files('mofc.yaml'), '-o', '@OUTDIR@', '-MF', '@DEPFILE@'])\n\n"
           "executable('program', 'main.c', generated, dependencies: store)\n",
           p->name, p->name, p->name, p->name, p->name, p->name);
}

/* -rpath: with a prefix of one's own the loader would not find libmofrt. */
static void print_make(const struct project *p)
{
    struct arena *arena = p->options->arena;
    const char *stem = arena_printf(arena, "%s/%s", p->output, p->name);
    const char *objects = arena_printf(arena, "main.o %s.o %s_store.o", stem, stem);
    const char *headers = arena_printf(arena, "%s.h %s_store.h", stem, stem);
    fputs("For the Makefile:\n\n", stderr);
    printf("CFLAGS += -std=c11\n"
           "override CPPFLAGS += -I%s $(shell pkg-config --cflags mofrt-sqlite)\n\n"
           "program: %s\n"
           "\t$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(shell pkg-config --libs mofrt-sqlite) "
           "-Wl,-rpath,$(shell pkg-config --variable=libdir mofrt)\n"
           "%s: %s\n\n"
           "%s.stamp: mofc.yaml\n"
           "\tmkdir -p %s && $(shell pkg-config --variable=mofc mofrt) gen -q --stamp $@ -MF $@.d\n"
           "%s %s.c %s_store.c: %s.stamp ;\n"
           "-include %s.stamp.d\n",
           p->output, objects, objects, headers, stem, p->output, headers, stem, stem, stem, stem);
}

static void print_shell(const struct project *p)
{
    fputs("No build file is here; by hand:\n\n", stderr);
    printf("mofc gen\n"
           "cc -std=c11 -I%s $(pkg-config --cflags mofrt-sqlite) -o program main.c %s/*.c $(pkg-config --libs "
           "mofrt-sqlite) -Wl,-rpath,$(pkg-config --variable=libdir mofrt)\n",
           p->output, p->output);
}

/* The first that is there: CMake and Meson may leave a Makefile behind. */
static void print_snippet(const struct project *p)
{
    static const struct {
        const char *file;
        void (*print)(const struct project *);
    } systems[] = {{"CMakeLists.txt", print_cmake},
                   {"meson.build", print_meson},
                   {"GNUmakefile", print_make},
                   {"makefile", print_make},
                   {"Makefile", print_make}};
    for (size_t i = 0; i < sizeof systems / sizeof *systems; i++) {
        if (access(systems[i].file, F_OK) != 0) continue;
        systems[i].print(p);
        return;
    }
    print_shell(p);
}

/* The lines name one pair of files for c and one for sqlite. */
static bool has_pairs(const struct options *o)
{
    bool c = false, sqlite = false;
    for (size_t i = 0; i < o->targets.count; i++) {
        c |= strcmp(o->targets.at[i], "c") == 0;
        sqlite |= strcmp(o->targets.at[i], "sqlite") == 0;
    }
    return c && sqlite && o->single_file;
}

int cmd_init(struct options *o)
{
    bool configured = access("mofc.yaml", F_OK) == 0;
    if (!check_inputs(o) || (configured && !config_read(o, NULL))) return 2;
    struct project p = look_around(o, configured);
    if (!configured && !write_yaml(&p)) return 2;
    if (configured) fputs("mofc.yaml is there already, and left alone.\n", stderr);
    else
        fprintf(stderr, "mofc.yaml is written, for %s%s.\n", p.words,
                p.proposed ? ", a folder that is not there yet" : "");
    if (configured && !has_pairs(o))
        fputs("It does not say `targets: [c, sqlite]` and `single-file: true`, which these lines want.\n", stderr);
    print_snippet(&p);
    return output_finish(0);
}
