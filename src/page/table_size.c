/* Tables that are too large, found before the library for Markdown sees them: it fills each short row up to the width
 * of the head, and its time grows with the square of a row's cells, so that 32 KiB of text could take gigabytes, or
 * minutes. A table is only one through the line below its head (`|---|---|`), so that line is blanked in a copy of the
 * text. */
#include <string.h>

#include "page/section.h"

enum { MOST_COLUMNS = 256, MOST_CELLS = 250000, MOST_LOOKED_AT = 64 << 20 };

/* lines without a blank one between them, where a table may stand */
struct lines {
    struct slice text;
    size_t count, columns; /* columns: of the widest line */
    size_t heads, head_columns;
    const char *from;  /* the head of the first */
    struct slice head; /* the line below it */
};

static bool is_below_head(struct slice line, size_t pipes)
{
    bool dash = false;
    for (uint32_t i = 0; i < line.len && pipes; i++) {
        dash |= line.at[i] == '-';
        if (!strchr("|:-> \t\v\f\r", line.at[i])) return false;
    }
    return dash && pipes;
}

static void add_line(struct lines *l, struct slice line, const char *before)
{
    size_t pipes = 0;
    for (const char *p = line.at, *end = p + line.len; (p = memchr(p, '|', (size_t)(end - p))); p++) pipes++;
    l->count++;
    l->text.len = (uint32_t)(line.at + line.len - l->text.at);
    if (pipes > l->columns) l->columns = pipes;
    if (!is_below_head(line, pipes)) return;
    if (!l->heads++) l->head = line, l->from = before;
    if (pipes > l->head_columns) l->head_columns = pipes;
}

/* The next run of lines; count 0: none is left. */
static struct lines next_lines(struct slice *rest)
{
    struct lines l = {0};
    const char *before = rest->at;
    while (rest->at) {
        struct slice line = section_line(*rest, rest);
        if (slice_trim(line).len) {
            if (!l.count) l.text = line, before = line.at;
            add_line(&l, line, before);
            before = line.at;
        } else if (l.count) {
            break;
        }
    }
    return l;
}

static bool is_too_large(const struct lines *l, size_t *cells)
{
    if (!l->heads) return false;
    size_t own = l->count * l->head_columns;
    if (l->columns > MOST_COLUMNS + 1 || *cells + own > MOST_CELLS || l->heads * (uint64_t)l->text.len > MOST_LOOKED_AT)
        return true;
    *cells += own;
    return false;
}

static void blank(struct source *copy, const struct source *source, const char *from, const char *to)
{
    for (char *p = copy->text + (from - source->text), *end = copy->text + (to - source->text); p < end; p++)
        if (*p != '\n') *p = ' ';
}

const struct source *table_sizes_bounded(struct reader *r)
{
    struct source *copy = NULL;
    struct slice rest = {r->source->text + r->body, r->source->len - r->body};
    size_t cells = 0;
    for (struct lines l; (l = next_lines(&rest)).count;) {
        if (!is_too_large(&l, &cells)) continue;
        if (!copy) {
            copy = arena_new(r->arena, struct source);
            *copy = *r->source;
            copy->text = arena_copy(r->arena, r->source->text, r->source->len);
        }
        blank(copy, r->source, l.from, l.text.at + l.text.len);
        diag_add(r->diags, RULE_PAGE_TABLE_SIZE, source_span(r->source, slice_cut(slice_trim(l.head), 0, 80)),
                 "a table of %zu columns and %zu lines is passed over: %d columns, and %d cells a page, are the most",
                 l.columns > 1 ? l.columns - 1 : l.columns, l.count, MOST_COLUMNS, MOST_CELLS);
    }
    return copy ? copy : r->source;
}
