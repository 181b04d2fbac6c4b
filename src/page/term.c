/* Values in HTML definition lists: a term is a label with its number, or either of the two alone. */
#include <string.h>

#include "page/section.h"

/* The last parenthesis of `Label (3)` or `Label ("OK")`, or -1. */
int64_t term_parenthesis(struct slice s)
{
    if (!s.len || s.at[s.len - 1] != ')') return -1;
    for (uint32_t i = s.len - 1, depth = 0; i > 0; i--) {
        depth += s.at[i] == ')';
        if (s.at[i] == '(' && --depth == 0) return i;
    }
    return -1;
}

/* Whether a term is `**1** (Other)`: the number stands in front of its label. */
static bool number_first(const struct piece *p, struct slice number, struct slice label)
{
    return row_number(number) && !row_numeric(label) && label.len && label.at[0] != '"' &&
           (markup_style(&p->markup, number) & STYLE_STRONG);
}

/* Whether a row is a label alone, whose number the next term gives. */
static bool lacks_number(const struct ast_row *row)
{
    return row && !row->label.at && !row->note.at && !row_numeric(row->value);
}

static bool give_number(struct reader *r, struct ast_row *row, const struct piece *p, struct slice number)
{
    row->label = row->value;
    row->label_span = row->value_span;
    row_value(r, row, &p->markup, number);
    return true;
}

/* A term of a definition list below a property: `**Label** (3)`, or a bare value. */
bool term_name(struct reader *r, struct entry *e, const struct piece *p)
{
    struct slice text = slice_trim(p->markup.text);
    if (p->term != TERM_NAME || !text.len || !(markup_style(&p->markup, text) & STYLE_STRONG || row_number_alone(text)))
        return false;
    e->tabled = true;
    if (row_number_alone(text) && lacks_number(e->newest)) return give_number(r, e->newest, p, text);
    struct ast_row *row = arena_new(r->arena, struct ast_row);
    int64_t open = term_parenthesis(text);
    struct slice inner = open > 0 ? slice_cut(text, (uint32_t)open + 1, text.len - 1) : (struct slice){0};
    bool value = open > 0 && (markup_style(&p->markup, text) & STYLE_STRONG) &&
                 !(markup_style(&p->markup, slice_cut(text, (uint32_t)open, text.len)) & STYLE_STRONG);
    struct slice front = slice_trim(slice_cut(text, 0, open > 0 ? (uint32_t)open : 0));
    if (number_first(p, front, inner)) {
        row_value(r, row, &p->markup, front);
        row_label(r, row, &p->markup, inner);
    } else if (row_number_alone(text) && !value) {
        row_value(r, row, &p->markup, text);
    } else if (value || (open > 0 && row_numeric(inner))) {
        row_value(r, row, &p->markup, inner);
        row_label(r, row, &p->markup, slice_cut(text, 0, (uint32_t)open));
    } else {
        row_value(r, row, &p->markup, text), row->value = row_fold(r, row->value);
        if (!row->value_span.end) row->value_span = markup_span(&p->markup, text);
    }
    row_append(e, row, p->span);
    return true;
}

/* The text behind a term: the label of a bare number, the number of a bare label, else a note. */
bool term_text(struct reader *r, struct entry *e, const struct piece *p)
{
    struct ast_row *row = e->newest;
    if (p->term == TERM_NONE || !row || row->note.at) return false;
    struct slice text = row_fold(r, p->markup.text);
    if (!row->label.at && row_number(row->value)) {
        row_label(r, row, &p->markup, p->markup.text);
    } else if (!row->label.at && row_numeric(text) && text.len < 24) {
        give_number(r, row, p, slice_trim(p->markup.text));
    } else {
        row->note = text;
    }
    return true;
}
