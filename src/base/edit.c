/* Fixes that look at the text around a place: what a list or a line holds beside what is taken out of it. */
#include <string.h>

#include "base/diag.h"

static const struct source *source_of(const struct diags *d, struct span at)
{
    const struct source *s = d->reading ? d->reading : source_at(d->sources, at.start);
    return s && at.start >= s->base && at.end >= at.start && at.end <= s->base + s->len ? s : NULL;
}

struct slice diag_text(const struct diags *d, struct span at)
{
    const struct source *s = source_of(d, at);
    return s ? (struct slice){s->text + (at.start - s->base), at.end - at.start} : (struct slice){0};
}

struct slice diag_text_behind(const struct diags *d, uint32_t offset)
{
    const struct source *s = source_of(d, (struct span){offset, offset});
    return s ? (struct slice){s->text + (offset - s->base), s->len - (offset - s->base)} : (struct slice){0};
}

static bool is_blank(char c) { return c && strchr(" \t\r\n", c); }

bool diag_text_holds_only(const struct diags *d, struct span at, const char *marks)
{
    struct slice text = diag_text(d, at);
    for (uint32_t i = 0; i < text.len; i++) {
        if (is_blank(text.at[i])) continue;
        if (text.at[i] != *marks) return false;
        marks++;
    }
    return text.at && !*marks;
}

void diag_fix_item(struct diags *d, struct diag *on, struct span item, bool sure)
{
    const struct source *s = source_of(d, item);
    if (!s) return;
    uint32_t from = item.start - s->base, to = item.end - s->base;
    while (from && is_blank(s->text[from - 1])) from--;
    if (!from || s->text[from - 1] != ',') return;
    diag_fix(d, on, (struct span){s->base + from - 1, s->base + to}, "");
    on->fix_unsafe |= !sure;
}

void diag_fix_line(struct diags *d, struct diag *on, struct span at)
{
    const struct source *s = source_of(d, at);
    if (!s) return;
    uint32_t from = at.start - s->base, to = at.end - s->base, end = to;
    while (from && (s->text[from - 1] == ' ' || s->text[from - 1] == '\t')) from--;
    while (end < s->len && strchr(" \t\r", s->text[end])) end++;
    bool begins = !from || s->text[from - 1] == '\n', ends = end < s->len && s->text[end] == '\n';
    if (begins && ends) to = end + 1;
    else if (begins) from = at.start - s->base;
    diag_fix(d, on, (struct span){s->base + from, s->base + to}, "");
}
