/* A long text as an array of C strings that are to be joined: no string may be longer than 4,095 bytes (C11 5.2.4.1),
 * and lines that come again and again (the columns that hundreds of tables inherit) are written once and named. */
#include <string.h>

#include "base/arena.h"
#include "emit/escape.h"

enum {
    LONGEST_STRING = 4000, /* bytes of the text in one string */
    WIDEST = 100,          /* characters of text in a line of source, where lines are short */
    NAMING = 32, NAME = 12, /* bytes of source that a name takes where it is defined, and where it is used */
};

struct line {
    struct slice text; /* with its line break */
    uint32_t times, number; /* number: of its name, from 1; 0: none */
};

struct lines {
    struct line *slots; /* open addressing */
    size_t room;
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

static struct line *find(const struct lines *l, struct slice text)
{
    uint64_t h = 14695981039346656037u;
    for (uint32_t i = 0; i < text.len; i++) h = (h ^ (unsigned char)text.at[i]) * 1099511628211u;
    size_t at = (size_t)(h >> 7) & (l->room - 1);
    while (l->slots[at].text.at && !slice_equal(l->slots[at].text, text)) at = (at + 1) & (l->room - 1);
    return &l->slots[at];
}

static void count_lines(struct lines *l, struct arena *arena, struct slice text)
{
    size_t count = 1;
    for (uint32_t i = 0; i < text.len; i++) count += text.at[i] == '\n';
    for (l->room = 16; l->room < 2 * count; l->room *= 2) continue;
    l->slots = arena_array(arena, l->room, sizeof *l->slots);
    while (text.len) {
        struct slice line = next_line(&text);
        struct line *slot = find(l, line);
        slot->text = line;
        slot->times++;
    }
}

static void name_shared(struct lines *l, struct slice text)
{
    while (text.len) {
        struct line *line = find(l, next_line(&text));
        bool worth = (uint64_t)(line->times - 1) * line->text.len > NAMING + (uint64_t)line->times * NAME &&
                     line->text.len <= LONGEST_STRING;
        if (!worth || line->number) continue;
        line->number = ++l->shared;
        text_printf(l->out, "static const char %s_%u[] = ", l->name, line->number);
        escape_c_string(l->out, line->text);
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

static void add_line(struct lines *l, struct slice text)
{
    const struct line *line = find(l, text);
    if (!line->number) {
        for (uint32_t at = 0; at < text.len; at += LONGEST_STRING / 2)
            hold(l, slice_cut(text, at, at + LONGEST_STRING / 2));
        return;
    }
    put_held(l, true);
    if (l->row.len > WIDEST) put_row(l);
    text_printf(&l->row, "%s%s_%u,", l->row.len ? " " : "", l->name, line->number);
}

void escape_c_strings(struct text *out, struct slice text, const char *name)
{
    struct arena arena = {0};
    struct lines l = {.name = name, .out = out};
    count_lines(&l, &arena, text);
    name_shared(&l, text);
    text_printf(out, "static const char *const %s[] = {\n", name);
    while (text.len) add_line(&l, next_line(&text));
    put_row(&l);
    put_held(&l, true);
    text_add_string(out, "    0,\n};\n");
    text_free(&l.held);
    text_free(&l.row);
    arena_free(&arena);
}
