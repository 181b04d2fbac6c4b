/* The Requirements table of a page: where its class lives and what has to be there. The namespace is a part of the
 * class's name. */
#include <string.h>

#include "page/section.h"

/* Only a path is a namespace: "All WMI namespaces" is none. */
static bool is_path(struct slice s)
{
    for (uint32_t i = 0; i < s.len; i++)
        if (s.at[i] != '\\' && s.at[i] != '/' && !section_word(slice_cut(s, i, i + 1)).len) return false;
    return s.len > 0;
}

/* The namespace is the first line of its cell; `\\.\` in front of it is the machine. */
static void read_namespace(struct reader *r, struct slice text)
{
    struct slice rest, line = slice_trim(section_line(slice_trim(text), &rest));
    if (slice_starts(line, "\\\\.\\")) line = slice_cut(line, 4, line.len);
    while (line.len && (line.at[0] == '\\' || line.at[0] == '/')) line = slice_cut(line, 1, line.len);
    if (is_path(line)) r->page->namespace_name = name_intern(r->names, line);
}

static void read_row(struct reader *r, struct slice label, const struct markup *cell)
{
    struct ast_requirements *to = &r->page->requirements;
    const struct {
        const char *label;
        struct slice *value;
    } rows[] = {
        {"minimum supported client", &to->client},
        {"minimum supported server", &to->server},
        {"mof", &to->mof},
        {"dll", &to->library},
        {"header", &to->header},
    };
    if (slice_is(label, "namespace")) read_namespace(r, cell->text);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (slice_is(label, rows[i].label) && !rows[i].value->at) *rows[i].value = row_fold(r, cell->text);
}

void requirements_read(struct reader *r, const struct piece *p)
{
    for (uint32_t i = 0; i < p->row_count; i++) {
        const struct table_row *row = &p->rows[i];
        if (row->count >= 2) read_row(r, slice_trim(row->cells[0].text), &row->cells[1]);
    }
}
