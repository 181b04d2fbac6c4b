/* A report is a few tables; each of the formats prints any of them. */
#ifndef TABLE_H
#define TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum cell_kind { CELL_TEXT, CELL_COUNT, CELL_AGE, CELL_BYTES };
/* What HTML draws beside each row: nothing, the columns that have a tone as parts of their sum, or the row's part of
 * the first count's sum. */
enum bars { BARS_NONE, BARS_STATES, BARS_SHARE };
enum tone { TONE_PLAIN, TONE_GOOD, TONE_CARE, TONE_BAD, TONE_BUSY }; /* of numbers that are not 0 */

struct column {
    const char *key;     /* in JSON and CSV: "bytes_left" */
    const char *heading; /* in text: "bytes left" */
    enum cell_kind kind;
    enum tone tone;
};

struct cell {
    const char *text;  /* NULL: absent */
    const char *words; /* the same for people, or NULL: "In progress", "14 March 2025, 06:02 UTC" */
    int64_t number;    /* a count, seconds, or bytes */
    bool absent;
    bool at_least; /* of bytes: more than could be counted */
};

struct table {
    const char *key, *title; /* "packages", "Packages" */
    const char *note;        /* a line below the title, or NULL */
    const struct column *columns;
    size_t column_count, row_count;
    struct cell *cells; /* row by row */
    enum bars bars;
};

/* A number that stands above all tables, where there is room for some. */
struct figure {
    const char *label;
    char value[72], note[144];
    enum tone tone;
    uint64_t part; /* of the bar that all figures with a tone make */
};
enum { FIGURES = 8 };

struct report {
    const char *moment; /* "2025-03-14T12:00:00Z" */
    const char *headline;
    const struct table *tables;
    size_t table_count;
    const char *moment_words; /* "14 March 2025, 12:00 UTC" */
    struct figure figures[FIGURES];
};

void print_text(const struct report *r, bool colored); /* in print_text.c, and so on */
void print_json(const struct report *r);
void print_csv(const struct report *r);
void print_html(const struct report *r);

#endif
