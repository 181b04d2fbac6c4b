/* Values as SQL literals: defaults and instances. A table stores arrays and embedded objects as JSON, bytes as a blob,
 * a reference as the path that its alias stands for. */
#include "backend/sql/sql.h"

#include <inttypes.h>
#include <math.h>

static const char *kept(const struct model *m, struct text *t)
{
    const char *copy = arena_copy(m->arena, t->at ? t->at : "", t->len);
    text_free(t);
    return copy;
}

const char *sql_string(const struct model *m, struct slice string)
{
    struct text t = {0};
    text_add_char(&t, '\'');
    for (uint32_t i = 0; i < string.len; i++) {
        if (string.at[i] == '\0') continue; /* ends SQL text */
        if (string.at[i] == '\'') text_add_char(&t, '\'');
        text_add_char(&t, string.at[i]);
    }
    text_add_char(&t, '\'');
    return kept(m, &t);
}

const char *sql_integer(const struct model *m, int64_t value)
{
    return value == INT64_MIN ? sql_dialect_of(m)->least : arena_printf(m->arena, "%" PRId64, value);
}

static const char *real_literal(const struct model *m, double v)
{
    struct text t = {0};
    if (!isfinite(v)) return NULL;
    value_add_real(&t, v);
    return kept(m, &t);
}

static const char *bytes_literal(const struct model *m, const struct value *v)
{
    struct text t = {0};
    if (v->kind != VALUE_ARRAY) return NULL;
    text_add_string(&t, sql_dialect_of(m)->bytes_before);
    for (size_t i = 0; i < v->array.count; i++) text_printf(&t, "%02x", (unsigned)(v->array.items[i].magnitude & 0xff));
    text_add_string(&t, sql_dialect_of(m)->bytes_behind);
    return kept(m, &t);
}

static const char *text_literal(const struct model *m, const struct property *p, const struct value *v)
{
    struct text inner = {0};
    if (sql_content(p) == SQL_JSON) value_add_json(&inner, m, value_is_object(p), v);
    else value_add_text(&inner, m, v);
    const char *literal = sql_string(m, (struct slice){inner.at ? inner.at : "", (uint32_t)inner.len});
    text_free(&inner);
    return literal;
}

static bool is_text(enum sql_content content)
{
    return content == SQL_TEXT || content == SQL_DATETIME || content == SQL_REFERENCE;
}

static const char *integer_literal(const struct model *m, enum sql_content content, const struct value *v)
{
    if (content == SQL_REAL) return real_literal(m, (v->negative ? -1.0 : 1.0) * (double)v->magnitude);
    if (content != SQL_INTEGER && content != SQL_UNSIGNED) return NULL;
    return sql_integer(m, (int64_t)(v->negative ? 0 - v->magnitude : v->magnitude));
}

const char *sql_literal(const struct model *m, const struct property *p, const struct value *v)
{
    enum sql_content content = sql_content(p);
    if (v->kind == VALUE_NULL || (v->kind == VALUE_ALIAS && value_is_object(p))) return NULL;
    if (content == SQL_JSON) return text_literal(m, p, v);
    if (content == SQL_BYTES) return bytes_literal(m, v);
    switch (v->kind) {
    case VALUE_BOOLEAN: return content == SQL_BOOLEAN ? sql_dialect_of(m)->booleans[v->boolean] : NULL;
    case VALUE_INTEGER: return integer_literal(m, content, v);
    case VALUE_REAL: return content == SQL_REAL ? real_literal(m, v->real) : NULL;
    case VALUE_STRING:
    case VALUE_ALIAS:
    case VALUE_NAME: return is_text(content) ? text_literal(m, p, v) : NULL;
    default: return NULL;
    }
}
