/* What a value must keep to, as C spells it: bounds of numbers, lengths, texts and arrays, and the documented default
 * where it may break them. */
#include <inttypes.h>

#include "backend/c/c.h"
#include "base/escape.h"

static const struct property *property_of(const struct walk *w) { return w->at.of; }

static bool is_real(const struct property *p)
{
    enum cim_type cim = c_cim(&p->type);
    return cim == CIM_REAL32 || cim == CIM_REAL64;
}

static bool has_range(const struct property *p)
{
    return (p->limits.has_min || p->limits.has_max) && (is_real(p) || cim_types[c_cim(&p->type)].bits);
}

static bool has_length(const struct property *p)
{
    enum cim_type cim = c_cim(&p->type);
    bool counted = cim == CIM_STRING || (p->type.array && cim == CIM_UINT8);
    return counted && (p->limits.has_min_length || p->limits.has_max_length);
}

static bool has_text(const struct property *p)
{
    return c_cim(&p->type) == CIM_STRING && (p->limits.has_min_text || p->limits.has_max_text);
}

/* The array whose length a property holds. */
static const struct property *counted(const struct klass *k, const struct property *p)
{
    const struct property *array = k && p->length_of ? klass_find_property(k, p->length_of->name) : NULL;
    const struct cim_info *info = &cim_types[c_cim(&p->type)];
    return array && array->type.array && info->bits && !info->is_signed && !p->type.array ? array : NULL;
}

/* The field of struct mof_limits that holds a default which may break the bounds; NULL: there is none. */
static const char *default_kind(const struct property *p)
{
    if (!p->limits.allows_default || p->type.array || !c_has_initial(p)) return NULL;
    if (c_cim(&p->type) == CIM_STRING) return "text";
    if (is_real(p)) return p->initial->kind == VALUE_REAL || p->initial->kind == VALUE_INTEGER ? "real" : NULL;
    return cim_types[c_cim(&p->type)].bits && p->initial->kind == VALUE_INTEGER ? "number" : NULL;
}

bool c_has_limits(const struct klass *k, const struct property *p)
{
    return has_range(p) || has_length(p) || has_text(p) || (p->type.array && p->type.size) || counted(k, p) ||
           default_kind(p);
}

/* ---- fields --------------------------------------------------------------------------------------------- */

static void limits_range(const struct walk *w, const char *name)
{
    sink_boolean(w->to, name, has_range(property_of(w)));
}

static void limits_real(const struct walk *w, const char *name) { sink_boolean(w->to, name, is_real(property_of(w))); }

/* A bound of a number; the type's own where the schema says none. */
static void write_bound(const struct walk *w, const char *name, bool has, bool negative, uint64_t magnitude, bool most)
{
    const struct property *p = property_of(w);
    const struct cim_info *info = &cim_types[c_cim(&p->type)];
    struct text t = {0};
    if (is_real(p) && has) text_printf(&t, "%s%" PRIu64 ".0", negative ? "-" : "", magnitude);
    else if (is_real(p)) text_add_string(&t, most ? "1.7976931348623157e308" : "-1.7976931348623157e308");
    else if (info->bits) {
        uint64_t greatest = UINT64_MAX >> (64 - info->bits + (info->is_signed ? 1 : 0));
        if (!has) negative = !most && info->is_signed, magnitude = most ? greatest : negative ? greatest + 1 : 0;
        c_add_bits(&t, c_cim(&p->type), negative, magnitude);
    }
    c_write_text(w->to, name, &t);
}

static void limits_min(const struct walk *w, const char *name)
{
    const struct limits *l = &property_of(w)->limits;
    write_bound(w, name, l->has_min, l->min_negative, l->min, false);
}

static void limits_max(const struct walk *w, const char *name)
{
    const struct limits *l = &property_of(w)->limits;
    write_bound(w, name, l->has_max, l->max_negative, l->max, true);
}

static void limits_length(const struct walk *w, const char *name)
{
    sink_boolean(w->to, name, has_length(property_of(w)));
}

static void write_length(const struct walk *w, const char *name, bool has, uint64_t length, const char *none)
{
    struct text t = {0};
    if (has) c_add_bits(&t, CIM_UINT64, false, length);
    else text_add_string(&t, none);
    c_write_text(w->to, name, &t);
}

static void limits_min_length(const struct walk *w, const char *name)
{
    const struct limits *l = &property_of(w)->limits;
    write_length(w, name, l->has_min_length, l->min_length, "0");
}

static void limits_max_length(const struct walk *w, const char *name)
{
    const struct limits *l = &property_of(w)->limits;
    write_length(w, name, l->has_max_length, l->max_length, "UINT64_MAX");
}

static void write_bound_text(const struct walk *w, const char *name, bool has, struct slice bound)
{
    struct text t = {0};
    if (has && has_text(property_of(w))) escape_c_string(&t, bound);
    c_write_text(w->to, name, &t);
}

static void limits_min_text(const struct walk *w, const char *name)
{
    const struct limits *l = &property_of(w)->limits;
    write_bound_text(w, name, l->has_min_text, l->min_text);
}

static void limits_max_text(const struct walk *w, const char *name)
{
    const struct limits *l = &property_of(w)->limits;
    write_bound_text(w, name, l->has_max_text, l->max_text);
}

static void limits_size(const struct walk *w, const char *name)
{
    const struct type *t = &property_of(w)->type;
    sink_integer(w->to, name, t->array ? (int64_t)t->size : 0);
}

static void limits_counts(const struct walk *w, const char *name)
{
    sink_boolean(w->to, name, counted(w->at.klass, property_of(w)) != NULL);
}

static void limits_length_of(const struct walk *w, const char *name)
{
    const struct property *array = counted(w->at.klass, property_of(w));
    sink_integer(w->to, name, array ? (int64_t)array->index : 0);
}

static void limits_default_kind(const struct walk *w, const char *name)
{
    const char *kind = default_kind(property_of(w));
    sink_string(w->to, name, kind ? kind : "");
}

static void limits_default(const struct walk *w, const char *name)
{
    const struct property *p = property_of(w);
    const char *kind = default_kind(p);
    struct text t = {0};
    if (kind && c_cim(&p->type) == CIM_STRING) escape_c_string(&t, p->initial->string);
    else if (kind && is_real(p)) c_add_scalar(&t, w->model, &p->type, p->initial);
    else if (kind) c_add_bits(&t, c_cim(&p->type), p->initial->negative, p->initial->magnitude);
    c_write_text(w->to, name, &t);
}

static const char *const default_kinds[] = {"", "text", "number", "real", NULL};
static const struct field limits_fields[] = {
    {"range", FIELD_BOOLEAN, "min and max hold.", limits_range},
    {"real", FIELD_BOOLEAN, "They are those of a real.", limits_real},
    {"min", FIELD_STRING, "The least number; the type's own where the schema says none.", limits_min},
    {"max", FIELD_STRING, "The greatest.", limits_max},
    {"length", FIELD_BOOLEAN, "min_length and max_length hold.", limits_length},
    {"min_length", FIELD_STRING, "The fewest characters, or bytes.", limits_min_length},
    {"max_length", FIELD_STRING, "The most.", limits_max_length},
    {"min_text", FIELD_STRING, "The least text in byte order, as a literal; \"\": none.", limits_min_text},
    {"max_text", FIELD_STRING, "The greatest; \"\": none.", limits_max_text},
    {"size", FIELD_INTEGER, "How many items an array has; 0: any number.", limits_size},
    {"counts", FIELD_BOOLEAN, "It is the count of an array.", limits_counts},
    {"length_of", FIELD_INTEGER, "The place of that array among the properties, from 0.", limits_length_of},
    {"default_kind", FIELD_STRING, "What sort of default may break the bounds; \"\": none.", limits_default_kind, NULL,
     default_kinds},
    {"default", FIELD_STRING, "That default.", limits_default},
    {NULL}};
const struct kind kind_c_limits = {"property.c.limits", "What a value must keep to, as C spells it.", limits_fields};
