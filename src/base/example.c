/* Reading the examples of rules. The format is example.h's; a slip in one is found by tests/examples. */
#include "base/example.h"

#include <string.h>

#include "base/escape.h"

const char *const example_sides[EXAMPLE_BOTH + 1] = {"wrong", "right", "both"};

static struct slice next_line(struct slice *rest)
{
    int64_t end = slice_find(*rest, "\n", 0);
    struct slice line = slice_cut(*rest, 0, end < 0 ? rest->len : (uint32_t)end);
    *rest = slice_cut(*rest, end < 0 ? rest->len : (uint32_t)end + 1, rest->len);
    return line;
}

static bool is_mark(struct slice line) { return slice_starts(line, "== "); }

static bool value_of(struct slice line, const char *key, struct slice *value)
{
    if (!slice_starts(line, key)) return false;
    *value = slice_trim(slice_cut(line, (uint32_t)strlen(key), line.len));
    return true;
}

/* What stands in front of the files. */
static void read_head(struct arena *arena, struct slice *rest, struct example *e)
{
    while (rest->len && !is_mark(*rest)) {
        struct slice line = next_line(rest), value = {0};
        if (value_of(line, "None:", &value)) e->none = value;
        if (value_of(line, "Fix:", &value)) e->fix = value;
        bool both = value_of(line, "Command:", &value);
        if (both || value_of(line, "Wrong:", &value))
            e->commands[EXAMPLE_WRONG] = arena_copy(arena, value.at, value.len);
        if (both || value_of(line, "Right:", &value))
            e->commands[EXAMPLE_RIGHT] = arena_copy(arena, value.at, value.len);
    }
}

static struct example_file read_file(struct slice *rest)
{
    struct example_file file = {.side = EXAMPLE_WRONG};
    struct slice mark = next_line(rest), path = {0};
    mark = slice_cut(mark, 3, mark.len);
    while (file.side < EXAMPLE_BOTH && !slice_starts(mark, example_sides[file.side])) file.side++;
    path = slice_cut(mark, (uint32_t)strlen(example_sides[file.side]), mark.len);
    file.path = path.len > 2 ? slice_cut(path, 2, path.len) : slice_of("example.mof");
    uint32_t len = 0;
    for (struct slice left = *rest; left.len && !is_mark(left); len = rest->len - left.len) next_line(&left);
    file.text = slice_cut(*rest, 0, len);
    *rest = slice_cut(*rest, len, rest->len);
    return file;
}

static void read_files(struct arena *arena, struct slice rest, struct example *e)
{
    struct example_file *files = NULL;
    size_t room = 0;
    while (rest.len) {
        files = arena_more(arena, files, e->file_count, &room, sizeof *files);
        files[e->file_count++] = read_file(&rest);
    }
    e->files = files;
}

/* Where nothing else is said, a side is linted; rules of changes have no need of a right one. */
static void default_commands(struct arena *arena, enum rule rule, struct example *e)
{
    bool off = rules[rule].level == LEVEL_OFF;
    for (size_t i = 0; i < e->file_count; i++) {
        const struct example_file *f = &e->files[i];
        if (f->side == EXAMPLE_BOTH || e->commands[f->side]) continue;
        e->commands[f->side] = arena_printf(arena, "mofc lint %s%s%s" SLICE_FMT, off ? "-W " : "",
                                            off ? rules[rule].name : "", off ? " " : "", SLICE_ARG(f->path));
    }
}

bool example_of(struct arena *arena, enum rule rule, struct example *example)
{
    const struct example_source *s = example_sources;
    while (s->rule && strcmp(s->rule, rules[rule].name) != 0) s++;
    if (!s->rule) return false;
    struct slice rest = {(const char *)s->text, (uint32_t)s->len};
    *example = (struct example){0};
    read_head(arena, &rest, example);
    example->usual = !example->commands[EXAMPLE_WRONG] && !example->commands[EXAMPLE_RIGHT];
    read_files(arena, rest, example);
    default_commands(arena, rule, example);
    return true;
}

/* ---- as Markdown ----------------------------------------------------------------------------------------- */

void example_words(const char *words, struct text *out)
{
    while (*words) {
        size_t len = strcspn(words, "`");
        if (*words == ' ') text_add_char(out, ' '); /* behind code; at the beginning of a line it would be dropped */
        escape_markdown(out, (struct slice){words, (uint32_t)len});
        words += len;
        const char *end = *words ? strchr(words + 1, '`') : NULL;
        if (end) text_add(out, words, (size_t)(end + 1 - words));
        words = end ? end + 1 : words + strlen(words);
    }
}

/* Four backticks: a page has fences of its own. */
static void add_code(struct text *out, const char *language, struct slice text)
{
    bool ends = text.len && text.at[text.len - 1] == '\n';
    text_printf(out, "````%s\n" SLICE_FMT "%s````\n", language, SLICE_ARG(text), ends ? "" : "\n");
}

static const char *language_of(struct slice path)
{
    if (slice_find(path, ".md", 0) > 0) return "markdown";
    return slice_find(path, ".mof", 0) > 0 ? "mof" : "";
}

void example_markdown(struct arena *arena, enum rule rule, struct text *out)
{
    static const char *const titles[] = {"Wrong", "Right", "Both"};
    struct example e;
    if (!example_of(arena, rule, &e)) return;
    if (e.none.len) text_printf(out, "\nNo example: " SLICE_FMT "\n", SLICE_ARG(e.none));
    for (int side = 0; side < EXAMPLE_BOTH && !e.usual; side++) {
        const char *command = e.commands[side];
        bool again = side && e.commands[0] && command && strcmp(command, e.commands[0]) == 0;
        if (!command || again) continue;
        bool same = !side && e.commands[1] && strcmp(command, e.commands[1]) == 0;
        text_printf(out, "\n%s:\n\n", same ? "Command" : titles[side]);
        add_code(out, "sh", slice_of(command));
    }
    for (size_t i = 0; i < e.file_count; i++) {
        const struct example_file *f = &e.files[i];
        text_printf(out, "\n%s", titles[f->side]);
        if (!e.usual || !slice_is(f->path, "example.mof")) text_printf(out, ", `" SLICE_FMT "`", SLICE_ARG(f->path));
        text_add_string(out, ":\n\n");
        add_code(out, language_of(f->path), f->text);
    }
}
