/* What an engine cannot hold: a schema that it would refuse is an error of the run that makes it. */
#include "backend/sql/sql.h"

static size_t columns_of_table(const struct model *m, const struct klass *k)
{
    const struct sql_column *out[SQL_MOST_COLUMNS];
    size_t count = 0;
    for (size_t i = 0; i < k->property_count; i++) count += sql_columns(m, k, k->properties[i], out);
    return count;
}

static size_t columns_of_view(const struct model *m, const struct klass *k)
{
    struct sql_shown out[SQL_MOST_SHOWN];
    size_t count = 0;
    for (size_t i = 0; i < k->property_count; i++) count += sql_shown(m, k, k->properties[i], true, out);
    return count;
}

static void check(const struct model *m, const struct klass *k, const char *what, size_t count)
{
    size_t most = sql_dialect_of(m)->most_columns;
    struct span at = k->written ? k->written->word.span : (struct span){0, 0};
    if (count > most)
        diag_add(m->diags, RULE_COLUMN_LIMIT, at, "the %s of class '%s' would have %zu columns; the limit is %zu", what,
                 k->name->text, count, most);
}

void sql_limits_check(const struct model *m)
{
    const struct schema *s = m->schema;
    for (size_t i = 0; i < s->class_count; i++) {
        const struct klass *k = s->classes[i];
        bool may = k->property_count * SQL_MOST_SHOWN > sql_dialect_of(m)->most_columns;
        if (!may || !sql_has_table(k)) continue;
        check(m, k, "table", columns_of_table(m, k));
        if (sql_table(m, k)->view) check(m, k, "view", columns_of_view(m, k));
    }
}
