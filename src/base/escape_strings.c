/* A long text as an array of C strings that are to be joined: no string may be longer than 4,095 bytes (C11 5.2.4.1),
 * and what comes again and again (the columns that hundreds of tables inherit) is written once and named. Lines that
 * only ever come together share a name: they are a chain. */
#include <string.h>

#include "base/arena.h"
#include "base/escape.h"
#include "base/map.h"

enum {
    LONGEST_STRING = 4000, /* bytes of the text in one string */
    WIDEST = 100,          /* characters of text in a line of source, where lines are short */
    NAMING = 32,
    LINE = 8,
    NAME = 12, /* bytes of source that a name takes where it is defined, and each line of it
                  there; and where it is used */
};

struct line {
    struct slice text;      /* with its line break */
    struct line *behind;    /* what stands behind it wherever it stands; in a chain: its next line */
    uint32_t times, number; /* number: of the name of the chain that it begins, from 1; 0: none */
    bool met, follows;      /* follows: it is in a chain behind another line */
};

struct lines {
    struct line **list; /* of the text, in its order */
    size_t count;
    const char *name;
    struct text *out;
    struct text held, row; /* text and names that are not yet written */
    size_t used;           /* of the open string */
    uint32_t shared;
};

static struct slice next_line(struct slice *rest)
{
    const char *end = memchr(rest->at, '\n', rest->len);
    uint32_t len = end ? (uint32_t)(end - rest->at) + 1 : rest->len;
    struct slice line = {rest->at, len};
    *rest = (struct slice){rest->at + len, rest->len - len};
    return line;
}

static void read_lines(struct lines *l, struct arena *arena, struct slice text)
{
    size_t count = 1;
    for (uint32_t i = 0; i < text.len; i++) count += text.at[i] == '\n';
    struct map met = map_new(arena, MAP_BYTES);
    l->list = arena_array(arena, count + 1, sizeof(struct line *));
    while (text.len) {
        struct slice line = next_line(&text);
        struct line *known = map_get(&met, line);
        if (!known) {
            known = arena_new(arena, struct line);
            known->text = line;
            map_add(&met, line, known);
        }
        known->times++;
        l->list[l->count++] = known;
    }
}

/* Two lines are links of a chain where the one always stands behind the other and nowhere else. */
static void link_lines(struct lines *l)
{
    for (size_t i = 0; i < l->count; i++) {
        struct line *line = l->list[i], *behind = i + 1 < l->count ? l->list[i + 1] : NULL;
        if (!line->met) line->behind = behind;
        else if (line->behind != behind) line->behind = NULL;
        line->met = true;
    }
    for (size_t i = 0; i < l->count; i++) {
        struct line *line = l->list[i];
        if (line->behind && (line->behind->times != line->times || line->times == 1)) line->behind = NULL;
        if (line->behind) line->behind->follows = true;
    }
}

/* The length of a chain, which is cut where it would be too long for one string; and how many lines it has. */
static uint64_t length_of(struct line *line, uint64_t *count)
{
    uint64_t len = line->text.len;
    for (*count = 1; line->behind; line = line->behind, ++*count) {
        if (len + line->behind->text.len > LONGEST_STRING) {
            line->behind->follows = false;
            line->behind = NULL;
            break;
        }
        len += line->behind->text.len;
    }
    return len;
}

static void name_chains(struct lines *l)
{
    for (size_t i = 0; i < l->count; i++) {
        struct line *line = l->list[i];
        if (line->follows || line->number || line->times == 1) continue;
        uint64_t count, len = length_of(line, &count);
        if (len > LONGEST_STRING || (line->times - 1) * len <= NAMING + count * LINE + line->times * NAME) continue;
        line->number = ++l->shared;
        text_printf(l->out, "static const char %s_%u[] =", l->name, line->number);
        for (const struct line *part = line; part; part = part->behind) {
            text_add_string(l->out, line->behind ? "\n    " : " ");
            escape_c_string(l->out, part->text);
        }
        text_add_string(l->out, ";\n");
    }
    if (l->shared) text_add_char(l->out, '\n');
}

static void put_row(struct lines *l)
{
    if (l->row.len) text_printf(l->out, "    %s\n", l->row.at);
    l->row.len = 0;
}

/* Writes the text that is held; the string goes on in the next line unless it ends here. */
static void put_held(struct lines *l, bool ends)
{
    if (!l->held.len) return;
    text_add_string(l->out, "    ");
    escape_c_string(l->out, (struct slice){l->held.at, (uint32_t)l->held.len});
    text_add_string(l->out, ends ? ",\n" : "\n");
    l->used = ends ? 0 : l->used + l->held.len;
    l->held.len = 0;
}

static void hold(struct lines *l, struct slice part)
{
    put_row(l);
    if (l->held.len && l->held.len + part.len > WIDEST) put_held(l, l->used + l->held.len + part.len > LONGEST_STRING);
    text_add_slice(&l->held, part);
}

/* A line that has no name, or the chain that begins with it; returns how many lines that was. */
static size_t add_line(struct lines *l, const struct line *line)
{
    if (!line->number) {
        for (uint32_t at = 0; at < line->text.len; at += LONGEST_STRING / 2)
            hold(l, slice_cut(line->text, at, at + LONGEST_STRING / 2));
        return 1;
    }
    put_held(l, true);
    if (l->row.len > WIDEST) put_row(l);
    text_printf(&l->row, "%s%s_%u,", l->row.len ? " " : "", l->name, line->number);
    size_t count = 1;
    while ((line = line->behind)) count++;
    return count;
}

void escape_c_strings(struct text *out, struct slice text, const char *name)
{
    struct arena arena = {0};
    struct lines l = {.name = name, .out = out};
    read_lines(&l, &arena, text);
    link_lines(&l);
    name_chains(&l);
    text_printf(out, "static const char *const %s[] = {\n", name);
    for (size_t i = 0; i < l.count;) i += add_line(&l, l.list[i]);
    put_row(&l);
    put_held(&l, true);
    text_add_string(out, "    0,\n};\n");
    text_free(&l.held);
    text_free(&l.row);
    arena_free(&arena);
}
