/* Values as JSON: what a column of an array or of an embedded object holds, and an object of any class in C. And what
 * an embedded instance holds that does not write it. */
#include "model/model.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/escape.h"

bool value_is_object(const struct property *p) { return p->type.cim == CIM_CLASS || p->type.cim == CIM_OBJECT; }

static const struct value *written_in(const struct instance *o, const struct property *p)
{
    for (size_t i = 0; i < o->value_count; i++)
        if (o->values[i].property == p || name_equal(o->values[i].property->name, p->name)) return o->values[i].value;
    return NULL;
}

const struct value *value_in(const struct instance *o, const struct property *p)
{
    const struct value *written = written_in(o, p);
    return written || value_is_object(p) ? written : p->initial;
}

enum { MOST_EXACT_BITS = 53 }; /* an integer of more bits is a string in JSON, as the runtime writes it */

static void add_integer_json(struct text *t, const struct value *v)
{
    const char *quote = v->magnitude >> MOST_EXACT_BITS ? "\"" : "";
    text_printf(t, "%s%s%" PRIu64 "%s", quote, v->negative ? "-" : "", v->magnitude, quote);
}

void value_add_real(struct text *t, double v)
{
    char digits[32];
    for (int precision = 15; precision <= 17; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, v);
        if (strtod(digits, NULL) == v) break;
    }
    text_add_string(t, digits);
    if (!strpbrk(digits, ".en")) text_add_string(t, ".0"); /* the n of inf and nan */
}

void value_add_text(struct text *t, const struct model *m, const struct value *v)
{
    const struct instance *o = v->kind == VALUE_ALIAS ? model_find_alias(m, v->string) : NULL;
    if (o) model_add_path(t, m, o);
    else text_add_slice(t, v->string);
}

enum { DEEPEST = 32 }; /* of embedded objects; what is deeper is left out */

/* `object`: the value is of an object, for which an alias cannot stand. */
static void add_json(struct text *t, const struct model *m, const struct value *v, bool object, int depth);

/* What is not written is its class's default, as in an object of its own. */
static void add_instance_json(struct text *t, const struct model *m, const struct instance *o, int depth)
{
    text_add_char(t, '{');
    bool some = false;
    for (size_t i = 0; i < o->klass->property_count; i++) {
        const struct property *p = o->klass->properties[i];
        const struct value *v = value_in(o, p);
        if (!v || v->kind == VALUE_NULL) continue;
        if (some) text_add_char(t, ',');
        some = true;
        escape_json_string(t, name_slice(p->name));
        text_add_char(t, ':');
        add_json(t, m, v, value_is_object(p), depth + 1);
    }
    text_add_char(t, '}');
}

static void add_json(struct text *t, const struct model *m, const struct value *v, bool object, int depth)
{
    struct text inner = {0};
    switch (depth > DEEPEST || (object && v->kind == VALUE_ALIAS) ? VALUE_NULL : v->kind) {
    case VALUE_BOOLEAN: text_add_string(t, v->boolean ? "true" : "false"); break;
    case VALUE_INTEGER: add_integer_json(t, v); break;
    case VALUE_REAL:
        if (isfinite(v->real)) value_add_real(t, v->real);
        else text_add_string(t, "null");
        break;
    case VALUE_CHAR:
    case VALUE_STRING:
    case VALUE_ALIAS:
    case VALUE_NAME:
        value_add_text(&inner, m, v);
        escape_json_string(t, (struct slice){inner.at ? inner.at : "", (uint32_t)inner.len});
        break;
    case VALUE_ARRAY:
        text_add_char(t, '[');
        for (size_t i = 0; i < v->array.count; i++) {
            if (i) text_add_char(t, ',');
            add_json(t, m, &v->array.items[i], object, depth + 1);
        }
        text_add_char(t, ']');
        break;
    case VALUE_INSTANCE: add_instance_json(t, m, v->instance, depth); break;
    default: text_add_string(t, "null"); break;
    }
    text_free(&inner);
}

void value_add_json(struct text *t, const struct model *m, bool object, const struct value *v)
{
    add_json(t, m, v, object, 0);
}
