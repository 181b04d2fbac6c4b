/* Values as SQL literals: defaults and instances. A table stores arrays and embedded objects as JSON, bytes as a blob,
 * a reference as the path that its alias stands for. */
#include "backend/sql/sql.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

static bool add_real(struct text *t, double v)
{
    if (!isfinite(v)) return false;
    value_add_real(t, v);
    return true;
}

static bool add_bytes(struct text *t, const struct value *v)
{
    text_add_string(t, "x'");
    for (size_t i = 0; i < v->array.count; i++) text_printf(t, "%02x", (unsigned)(v->array.items[i].magnitude & 0xff));
    text_add_char(t, '\'');
    return true;
}

/* The code unit of a character that is held as UTF-8; of one outside the basic plane there is none. */
static bool add_char(struct text *t, struct slice s)
{
    const unsigned char *c = (const unsigned char *)s.at;
    unsigned long code = 0;
    if (s.len == 1) code = c[0];
    else if (s.len == 2) code = (c[0] & 0x1ful) << 6 | (c[1] & 0x3ful);
    else if (s.len == 3) code = (c[0] & 0x0ful) << 12 | (c[1] & 0x3ful) << 6 | (c[2] & 0x3ful);
    else return false;
    text_printf(t, "%lu", code);
    return true;
}

static bool add_integer(struct text *t, const struct value *v)
{
    int64_t bits = (int64_t)(v->negative ? 0 - v->magnitude : v->magnitude);
    if (bits == INT64_MIN) text_add_string(t, "(-9223372036854775807 - 1)");
    else text_printf(t, "%" PRId64, bits);
    return true;
}

static bool add_text(struct text *t, const struct model *m, const struct property *p, const struct value *v)
{
    struct text inner = {0};
    if (sql_is_json(p)) value_add_json(&inner, m, value_is_object(p), v);
    else value_add_text(&inner, m, v);
    sql_add_string(t, (struct slice){inner.at ? inner.at : "", (uint32_t)inner.len});
    text_free(&inner);
    return true;
}

bool sql_add_literal(struct text *t, const struct model *m, const struct property *p, const struct value *v)
{
    if (v->kind == VALUE_ALIAS && value_is_object(p)) return false;
    if (sql_is_json(p) && v->kind != VALUE_NULL) return add_text(t, m, p, v);
    if (p->type.array) return v->kind == VALUE_ARRAY && add_bytes(t, v);
    bool real = p->type.cim == CIM_REAL32 || p->type.cim == CIM_REAL64;
    bool text = strcmp(sql_type(p), "TEXT") == 0;
    switch (v->kind) {
    case VALUE_BOOLEAN:
        text_add_char(t, v->boolean ? '1' : '0');
        return true;
    case VALUE_INTEGER:
        if (real) return add_real(t, (v->negative ? -1.0 : 1.0) * (double)v->magnitude);
        return !text && add_integer(t, v);
    case VALUE_REAL:
        return real && add_real(t, v->real);
    case VALUE_CHAR:
        return text ? add_text(t, m, p, v) : add_char(t, v->string);
    case VALUE_STRING:
    case VALUE_ALIAS:
    case VALUE_NAME:
        return text && add_text(t, m, p, v);
    default:
        return false;
    }
}
