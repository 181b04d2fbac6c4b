/* What holds for a property beside its text, in the words of its comment: "key, read-only, at most 3 characters". */
#include "backend/c/c.h"

#include <inttypes.h>
#include <string.h>

static void begin(struct text *t)
{
    if (t->len) text_add_string(t, ", ");
}

static void add_fact(struct text *t, bool holds, const char *fact)
{
    if (!holds) return;
    begin(t);
    text_add_string(t, fact);
}

static void add_fact_of(struct text *t, const char *fact, struct slice of)
{
    add_fact(t, true, fact);
    text_add_slice(t, of);
}

static void add_lengths(struct text *t, const struct property *p)
{
    const struct limits *l = &p->limits;
    bool exact = l->has_min_length && l->has_max_length && l->min_length == l->max_length;
    if (!l->has_min_length && !l->has_max_length) return;
    begin(t);
    if (exact) text_printf(t, "exactly %" PRIu64, l->max_length);
    else if (l->has_min_length && l->has_max_length)
        text_printf(t, "%" PRIu64 " to %" PRIu64, l->min_length, l->max_length);
    else if (l->has_max_length) text_printf(t, "at most %" PRIu64, l->max_length);
    else text_printf(t, "at least %" PRIu64, l->min_length);
    bool bytes = p->type.array && p->type.cim == CIM_UINT8;
    text_add_string(t, bytes ? " bytes" : " characters");
    if (p->type.array && !bytes) text_add_string(t, " each");
}

static void add_number(struct text *t, bool negative, uint64_t magnitude)
{
    text_printf(t, negative && magnitude ? "-%" PRIu64 : "%" PRIu64, magnitude);
}

static void add_range(struct text *t, const struct property *p)
{
    const struct limits *l = &p->limits;
    if (!l->has_min && !l->has_max) return;
    begin(t);
    if (!l->has_min || !l->has_max) text_add_string(t, l->has_max ? "at most " : "at least ");
    if (l->has_min) add_number(t, l->min_negative, l->min);
    if (l->has_min && l->has_max) text_add_string(t, " to ");
    if (l->has_max) add_number(t, l->max_negative, l->max);
    if (p->type.array) text_add_string(t, " each");
}

/* In the schema's words: "Units" has them for people, "PUnit" for programs. */
static void add_unit(struct text *t, const struct property *p)
{
    const struct qualifier *unit = qualifier_find(p->qualifiers, p->qualifier_count, "units");
    if (!unit) unit = qualifier_find(p->qualifiers, p->qualifier_count, "punit");
    if (!unit || !unit->value || unit->value->kind != VALUE_STRING) return;
    struct text room = {0};
    struct slice words = ast_string_join(unit->value->string, &room);
    if (words.len) add_fact_of(t, "unit ", words);
    text_free(&room);
}

/* A default that the text gives is not given again. */
static void add_default(struct text *t, const struct property *p, struct slice text)
{
    if (!p->initial || slice_find(text, "efault value is", 0) >= 0) return;
    add_fact_of(t, "default ", p->initial_written.len ? p->initial_written : slice_of("\"\""));
}

void c_add_facts(struct text *t, const struct model *m, const struct property *p, struct slice text)
{
    const struct c_enum *e = c_enum_of(m, p->enumeration);
    const struct name *class_name = p->type.klass ? p->type.klass->name : p->type.class_name;
    bool refers = p->type.cim == CIM_REFERENCE && class_name;
    add_fact(t, p->key, "key");
    add_fact(t, p->access == ACCESS_READ && !p->key, "read-only");
    add_fact(t, p->access == ACCESS_WRITE, "write-only");
    add_fact(t, p->not_null && !p->key, "never NULL");
    add_fact(t, p->immutable, "fixed at creation");
    add_fact(t, p->lazy, "lazy");
    if (p->type.size) {
        begin(t);
        text_printf(t, "exactly %" PRIu64 " item%s", p->type.size, p->type.size == 1 ? "" : "s");
    }
    add_lengths(t, p);
    add_range(t, p);
    add_unit(t, p);
    if (p->length_of) add_fact_of(t, "the length of ", name_slice(p->length_of->name));
    if (e) add_fact_of(t, e->defines ? "one of " : "enum ", slice_of(e->name));
    if (e && e->defines) text_add_string(t, "_*");
    add_default(t, p, text);
    if (refers) add_fact_of(t, "refers to ", name_slice(class_name));
    add_fact(t, p->deprecated, "deprecated");
}
