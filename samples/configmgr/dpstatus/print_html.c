/* Tables as one HTML page without scripts and without anything from elsewhere: for a screen of any width, for paper,
 * and for who has it read aloud. A bar only repeats what stands beside it in numbers. */
#include "escape_html.h"
#include "html_style.h"
#include "readable.h"
#include "table.h"

#include <inttypes.h>
#include <stdio.h>

static const char *const tones[] = {
    [TONE_PLAIN] = "plain", [TONE_GOOD] = "good", [TONE_CARE] = "care", [TONE_BAD] = "bad", [TONE_BUSY] = "busy",
};

/* ---- bars ------------------------------------------------------------------------------------------------- */

/* As wide as its number, among the others: the browser divides. */
static void put_part(enum tone tone, uint64_t number)
{
    if (number) printf("<i class=\"%s\" style=\"flex-grow:%" PRIu64 "\"></i>", tones[tone], number);
}

static uint64_t count_of(const struct cell *cell) { return cell->number > 0 ? (uint64_t)cell->number : 0; }

static void put_share(const char *bar, uint64_t part, uint64_t whole)
{
    char share[READABLE_ROOM];
    readable_share((int64_t)part, (int64_t)whole, share);
    fputs(bar, stdout);
    put_escaped(share);
    fputs("</b></span></td>", stdout);
}

static const char bar_start[] = "<td role=\"cell\" class=\"share\"><span><span class=\"bar\" aria-hidden=\"true\">";
static const char bar_end[] = "</span><b>";

/* The columns with a tone, as parts of what they make together. */
static void put_states(const struct table *t, const struct cell *row)
{
    uint64_t good = 0, all = 0;
    fputs(bar_start, stdout);
    for (size_t c = 0; c < t->column_count; c++) {
        enum tone tone = t->columns[c].tone;
        if (tone == TONE_PLAIN) continue;
        put_part(tone, count_of(&row[c]));
        all += count_of(&row[c]);
        if (tone == TONE_GOOD) good += count_of(&row[c]);
    }
    put_share(bar_end, good, all);
}

static size_t first_count(const struct table *t)
{
    size_t c = 0;
    while (c + 1 < t->column_count && t->columns[c].kind != CELL_COUNT) c++;
    return c;
}

/* The row's part of all rows. */
static void put_part_of_all(const struct table *t, const struct cell *row)
{
    size_t column = first_count(t);
    uint64_t all = 0, part = count_of(&row[column]);
    for (size_t r = 0; r < t->row_count; r++) all += count_of(&t->cells[r * t->column_count + column]);
    fputs(bar_start, stdout);
    put_part(TONE_PLAIN, part);
    if (all > part) printf("<s style=\"flex-grow:%" PRIu64 "\"></s>", all - part);
    put_share(bar_end, part, all);
}

/* ---- cells ------------------------------------------------------------------------------------------------ */

static void put_value(const struct cell *cell, enum cell_kind kind)
{
    char text[READABLE_ROOM];
    if (cell->absent) fputs("\xE2\x80\x93", stdout);
    else if (kind == CELL_TEXT) put_escaped(cell->words ? cell->words : cell->text);
    else if (kind == CELL_COUNT) readable_count(cell->number, text), fputs(text, stdout);
    else if (kind == CELL_AGE) {
        readable_age(cell->number, text);
        printf("<time datetime=\"PT%" PRId64 "S\">%s</time>", cell->number < 0 ? -cell->number : cell->number, text);
    } else {
        readable_bytes(cell->number, text);
        printf("%s%s", cell->at_least ? "\xE2\x89\xA5 " : "", text);
    }
}

static void put_cell(const struct column *column, const struct cell *cell)
{
    bool text = column->kind == CELL_TEXT;
    bool none = cell->absent || (!text && column->kind != CELL_AGE && cell->number == 0);
    printf("<td role=\"cell\" class=\"%s%s\" data-label=\"%s\">", text ? "text" : tones[column->tone],
           none ? " none" : "", column->heading);
    put_value(cell, column->kind);
    fputs("</td>", stdout);
}

static void put_row(const struct table *t, const struct cell *row)
{
    fputs("<tr role=\"row\"><th role=\"rowheader\" scope=\"row\" class=\"text\">", stdout);
    put_value(&row[0], t->columns[0].kind);
    fputs("</th>", stdout);
    if (t->bars == BARS_STATES) put_states(t, row);
    if (t->bars == BARS_SHARE) put_part_of_all(t, row);
    for (size_t c = 1; c < t->column_count; c++) put_cell(&t->columns[c], &row[c]);
    fputs("</tr>\n", stdout);
}

/* ---- tables ----------------------------------------------------------------------------------------------- */

static void put_heading(const struct column *column)
{
    printf("<th role=\"columnheader\" scope=\"col\"%s>", column->kind == CELL_TEXT ? " class=\"text\"" : "");
    if (column->tone != TONE_PLAIN) printf("<i class=\"key %s\"></i>", tones[column->tone]);
    printf("%s</th>", column->heading);
}

/* Roles are written out, for narrow windows lay rows out as cards and browsers then forget that they were rows. */
static void put_table(const struct table *t)
{
    size_t columns = t->column_count + (t->bars != BARS_NONE);
    printf("\n<table role=\"table\" id=\"%s\">\n<caption><h2>%s</h2><p>%s</p></caption>\n", t->key, t->title, t->note);
    fputs("<thead role=\"rowgroup\"><tr role=\"row\">", stdout);
    put_heading(&t->columns[0]);
    if (t->bars != BARS_NONE)
        printf("<th role=\"columnheader\" scope=\"col\" class=\"share\">%s</th>",
               t->bars == BARS_STATES ? "how many are installed" : "share");
    for (size_t c = 1; c < t->column_count; c++) put_heading(&t->columns[c]);
    fputs("</tr></thead>\n<tbody role=\"rowgroup\">\n", stdout);
    for (size_t r = 0; r < t->row_count; r++) put_row(t, t->cells + r * t->column_count);
    if (!t->row_count)
        printf("<tr role=\"row\"><td role=\"cell\" class=\"text\" colspan=\"%zu\">none</td></tr>\n", columns);
    fputs("</tbody>\n</table>\n", stdout);
}

/* ---- the page --------------------------------------------------------------------------------------------- */

static void put_figure(const struct figure *f)
{
    fputs("<div><dt>", stdout);
    if (f->tone != TONE_PLAIN) printf("<i class=\"key %s\"></i>", tones[f->tone]);
    printf("%s</dt><dd class=\"value%s\">", f->label, f->tone == TONE_BAD && f->part ? " bad" : "");
    put_escaped(f->value);
    fputs("</dd>", stdout);
    if (*f->note) {
        fputs("<dd class=\"note\">", stdout);
        put_escaped(f->note);
        fputs("</dd>", stdout);
    }
    fputs("</div>\n", stdout);
}

static void put_figures(const struct figure *figures)
{
    fputs("<section class=\"figures\" aria-label=\"In figures\">\n<div class=\"bar\" aria-hidden=\"true\">", stdout);
    for (size_t i = 0; i < FIGURES; i++) put_part(figures[i].tone, figures[i].part);
    fputs("</div>\n<dl>\n", stdout);
    for (size_t i = 0; i < FIGURES; i++) put_figure(&figures[i]);
    fputs("</dl>\n</section>\n", stdout);
}

/* The policy holds even where an escape were forgotten: nothing runs, and nothing is fetched. */
static void put_head(const struct report *r)
{
    fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
          stdout);
    printf("<title>Distribution status, %s</title>\n<style>\n", r->moment_words);
    for (size_t i = 0; html_style[i]; i++) fputs(html_style[i], stdout);
    fputs("</style>\n</head>\n", stdout);
}

static void put_header(const struct report *r)
{
    printf(
        "<header>\n<h1>Distribution status</h1>\n<p><time datetime=\"%s\">%s</time></p>\n<nav aria-label=\"Tables\">",
        r->moment, r->moment_words);
    for (size_t i = 0; i < r->table_count; i++)
        printf("%s<a href=\"#%s\">%s</a>", i ? " " : "", r->tables[i].key, r->tables[i].title);
    fputs("</nav>\n</header>\n", stdout);
}

void print_html(const struct report *r)
{
    put_head(r);
    fputs("<body>\n", stdout);
    put_header(r);
    fputs("<main>\n", stdout);
    put_figures(r->figures);
    for (size_t i = 0; i < r->table_count; i++) put_table(&r->tables[i]);
    fputs("</main>\n<footer><p>Made by dpstatus.</p></footer>\n</body>\n</html>\n", stdout);
}
