/* Views: a class with the names of its values beside the numbers, and without what it calls lazy. */
#include "backend/sql/sql.h"

bool sql_joins(const struct model *m, const struct property *p)
{
    const struct sql_lookup *lookup = p->lazy ? NULL : sql_lookup_of(m, p);
    return lookup && !lookup->flags;
}

static enum sql_shown_kind kind_of(const struct sql_lookup *l, bool joined)
{
    if (l->flags) return SHOWN_FLAGS;
    return joined ? SHOWN_LABEL : SHOWN_LOOKUP;
}

size_t sql_shown(const struct model *m, const struct klass *k, const struct property *p, bool joined,
                 struct sql_shown out[SQL_MOST_SHOWN])
{
    const struct sql_lookup *lookup = sql_lookup_of(m, p);
    const struct sql_column *column = sql_column_of(m, p);
    size_t count = 0;
    if (p->lazy) return 0;
    struct sql_shown shown = {.column = column->name, .name = column->name, .not_null = column->not_null};
    out[count++] = shown;
    if (column->content == SQL_UNSIGNED && !m->options->uint64_checked) {
        shown.kind = SHOWN_UNSIGNED;
        shown.name = sql_name(m, slice_of(sql_beside(m, k, p, "_text")));
        out[count++] = shown;
    }
    if (lookup) {
        shown.kind = kind_of(lookup, joined);
        shown.name = sql_name(m, slice_of(sql_beside(m, k, p, "_name")));
        shown.lookup = lookup;
        out[count++] = shown;
    }
    return count;
}
