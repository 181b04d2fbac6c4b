/* Tables for people: columns that line up, dashes for nothing, units that can be read, and colour only where a
 * number asks for attention. What comes from the data is cleaned of control characters, which a terminal obeys. */
#include "readable.h"
#include "table.h"

#include <stdio.h>
#include <string.h>

enum { WIDEST = 40, MOST_COLUMNS = 16 };

static const char *const tones[] = {
    [TONE_PLAIN] = "",         [TONE_GOOD] = "\033[32m", [TONE_CARE] = "\033[33m",
    [TONE_BAD] = "\033[1;31m", [TONE_BUSY] = "\033[36m",
};

/* ---- cells as text ---------------------------------------------------------------------------------------- */

/* Code points; good enough for alignment. */
static size_t width_of(const char *text)
{
    size_t width = 0;
    for (; *text; text++) width += ((unsigned char)*text & 0xC0) != 0x80;
    return width;
}

static void say_text(const char *text, char *out, size_t room)
{
    size_t len = 0, width = 0;
    for (; *text && len + 1 < room; text++) {
        bool starts = ((unsigned char)*text & 0xC0) != 0x80;
        if (starts && ++width > WIDEST) break;
        out[len++] = (unsigned char)*text < 0x20 || *text == 0x7F ? '?' : *text;
    }
    out[len] = '\0';
}

static void say_bytes(const struct cell *cell, char *out, size_t room)
{
    char bytes[READABLE_ROOM];
    readable_bytes(cell->number, bytes);
    snprintf(out, room, "%s%s", cell->at_least ? ">= " : "", bytes);
}

static void say_cell(const struct cell *cell, enum cell_kind kind, char *out, size_t room)
{
    if (cell->absent || (kind != CELL_TEXT && kind != CELL_AGE && cell->number == 0)) snprintf(out, room, "-");
    else if (kind == CELL_TEXT) say_text(cell->text, out, room);
    else if (kind == CELL_COUNT) readable_count(cell->number, out);
    else if (kind == CELL_AGE) readable_age(cell->number, out);
    else say_bytes(cell, out, room);
}

/* ---- lines ------------------------------------------------------------------------------------------------ */

static void put(const char *text, size_t width, bool right, const char *tone)
{
    int pad = width > width_of(text) ? (int)(width - width_of(text)) : 0;
    printf("%*s%s%s%s%*s", right ? pad : 0, "", tone, text, *tone ? "\033[0m" : "", right ? 0 : pad, "");
}

static void measure(const struct table *t, size_t *widths)
{
    char text[256];
    for (size_t c = 0; c < t->column_count; c++) widths[c] = width_of(t->columns[c].heading);
    for (size_t i = 0; i < t->row_count * t->column_count; i++) {
        size_t c = i % t->column_count;
        say_cell(&t->cells[i], t->columns[c].kind, text, sizeof text);
        if (width_of(text) > widths[c]) widths[c] = width_of(text);
    }
}

static void print_row(const struct table *t, const struct cell *row, const size_t *widths, bool colored)
{
    char text[256];
    for (size_t c = 0; c < t->column_count; c++) {
        const struct column *column = &t->columns[c];
        bool toned = colored && column->kind != CELL_TEXT && !row[c].absent && row[c].number != 0;
        say_cell(&row[c], column->kind, text, sizeof text);
        fputs("  ", stdout);
        put(text, widths[c], column->kind != CELL_TEXT, toned ? tones[column->tone] : "");
    }
    putchar('\n');
}

static void print_table(const struct table *t, bool colored)
{
    size_t widths[MOST_COLUMNS];
    measure(t, widths);
    printf("\n%s%s%s, %s\n", colored ? "\033[1m" : "", t->title, colored ? "\033[0m" : "", t->note);
    for (size_t c = 0; c < t->column_count; c++) {
        fputs("  ", stdout);
        put(t->columns[c].heading, widths[c], t->columns[c].kind != CELL_TEXT, colored ? "\033[2m" : "");
    }
    putchar('\n');
    for (size_t r = 0; r < t->row_count; r++) print_row(t, t->cells + r * t->column_count, widths, colored);
    if (t->row_count == 0) puts("  none");
}

void print_text(const struct report *r, bool colored)
{
    printf("%s%s%s at %s\n", colored ? "\033[1m" : "", r->headline, colored ? "\033[0m" : "", r->moment);
    for (size_t i = 0; i < r->table_count; i++) print_table(&r->tables[i], colored);
}
