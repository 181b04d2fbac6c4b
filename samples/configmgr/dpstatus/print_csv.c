/* All tables as one (RFC 4180): the first column says which a row is from, the others are the columns of all of
 * them, each once; a row leaves empty what its table does not have. */
#include "table.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { MOST_FIELDS = 64 };

struct fields {
    const struct column *columns[MOST_FIELDS];
    size_t count;
};

static void add_field(struct fields *f, const struct column *column)
{
    for (size_t i = 0; i < f->count; i++)
        if (strcmp(f->columns[i]->key, column->key) == 0) return;
    if (f->count < MOST_FIELDS) f->columns[f->count++] = column;
}

/* A spreadsheet takes what begins so for a formula; behind an apostrophe it is text. */
static bool is_formula(const char *text) { return *text && strchr("=+-@\t\r", *text); }

static void put_quoted(const char *text)
{
    const char *mark = is_formula(text) ? "'" : "";
    if (!strpbrk(text, ",\"\r\n")) {
        printf("%s%s", mark, text);
        return;
    }
    printf("\"%s", mark);
    for (; *text; text++) {
        if (*text == '"') putchar('"');
        putchar(*text);
    }
    putchar('"');
}

static void put_field(const struct column *field, const struct column *column, const struct cell *cell)
{
    putchar(',');
    if (column && !cell->absent && column->kind == CELL_TEXT) put_quoted(cell->text);
    if (column && !cell->absent && column->kind != CELL_TEXT) printf("%" PRId64, cell->number);
    if (field->kind != CELL_BYTES) return;
    putchar(',');
    if (column) fputs(cell->at_least ? "true" : "false", stdout);
}

static void put_row(const struct fields *f, const struct table *t, const struct cell *row)
{
    fputs(t->key, stdout);
    for (size_t i = 0; i < f->count; i++) {
        size_t c = 0;
        while (c < t->column_count && strcmp(t->columns[c].key, f->columns[i]->key) != 0) c++;
        bool has = c < t->column_count;
        put_field(f->columns[i], has ? &t->columns[c] : NULL, has ? &row[c] : NULL);
    }
    fputs("\r\n", stdout);
}

void print_csv(const struct report *r)
{
    struct fields f = {{NULL}, 0};
    for (size_t i = 0; i < r->table_count; i++)
        for (size_t c = 0; c < r->tables[i].column_count; c++) add_field(&f, &r->tables[i].columns[c]);
    fputs("table", stdout);
    for (size_t i = 0; i < f.count; i++) {
        printf(",%s", f.columns[i]->key);
        if (f.columns[i]->kind == CELL_BYTES) printf(",%s_at_least", f.columns[i]->key);
    }
    fputs("\r\n", stdout);
    for (size_t i = 0; i < r->table_count; i++)
        for (size_t n = 0; n < r->tables[i].row_count; n++)
            put_row(&f, &r->tables[i], r->tables[i].cells + n * r->tables[i].column_count);
}
