/* Tables for programs: one object, an array a table, an object a row. Ages are seconds, sizes bytes. */
#include "table.h"

#include <inttypes.h>
#include <stdio.h>

static void put_string(const char *text)
{
    putchar('"');
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\') printf("\\%c", c);
        else if (c < 0x20) printf("\\u%04x", c);
        else putchar(c);
    }
    putchar('"');
}

static void put_cell(const struct column *column, const struct cell *cell)
{
    printf("\"%s\":", column->key);
    if (cell->absent) fputs("null", stdout);
    else if (column->kind == CELL_TEXT) put_string(cell->text);
    else printf("%" PRId64, cell->number);
    if (column->kind == CELL_BYTES) printf(",\"%s_at_least\":%s", column->key, cell->at_least ? "true" : "false");
}

static void put_table(const struct table *t)
{
    printf(",\n\"%s\":[", t->key);
    for (size_t r = 0; r < t->row_count; r++) {
        fputs(r ? ",\n {" : "\n {", stdout);
        for (size_t c = 0; c < t->column_count; c++) {
            if (c) putchar(',');
            put_cell(&t->columns[c], &t->cells[r * t->column_count + c]);
        }
        putchar('}');
    }
    putchar(']');
}

void print_json(const struct report *r)
{
    fputs("{\"now\":", stdout);
    put_string(r->moment);
    for (size_t i = 0; i < r->table_count; i++) put_table(&r->tables[i]);
    fputs("}\n", stdout);
}
