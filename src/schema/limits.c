/* Every qualifier that bounds a value becomes one struct limits. A length is the most that is allowed, unless the
 * document gives a range: SizeLimit("3") stands on properties that are empty until somebody fills them. */
#include <string.h>

#include "schema/build.h"

struct bound {
    struct slice text; /* "low-high" or "n" */
    bool number;
    struct number value; /* where the qualifier's value is a number */
    struct span span;
    bool inherited; /* what is wrong with it was reported at the superclass */
};

static bool bound_of(struct builder *b, const struct property *p, const char *qualifier, struct bound *out)
{
    const struct qualifier *q = qualifier_find(p->qualifiers, p->qualifier_count, qualifier);
    const struct ast_value *v = q ? q->value : NULL;
    if (v && v->kind == VALUE_ARRAY) v = v->items;
    if (!v || (v->kind != VALUE_STRING && v->kind != VALUE_INTEGER)) return false;
    *out = (struct bound){.span = v->span, .number = v->kind == VALUE_INTEGER, .inherited = q->inherited};
    if (out->number) out->value = (struct number){v->negative && v->magnitude, v->magnitude};
    else out->text = slice_trim(ast_string_keep(b->arena, v->string));
    return true;
}

/* Splits "low-high"; both may be negative. False where it is no pair of numbers. */
static bool read_pair(struct slice s, struct number *low, struct number *high, bool *alone)
{
    uint32_t took = number_read(s, low);
    if (!took) return false;
    struct slice rest = slice_trim(slice_cut(s, took, s.len));
    *alone = !rest.len;
    if (!rest.len) return *high = *low, true;
    if (*rest.at != '-' && *rest.at != ',' && *rest.at != '.') return false;
    while (rest.len && (*rest.at == '.' || *rest.at == ',')) rest = slice_cut(rest, 1, rest.len);
    if (rest.len && *rest.at == '-') rest = slice_cut(rest, 1, rest.len);
    rest = slice_trim(rest);
    return rest.len && number_read(rest, high) == rest.len;
}

static void report_bound(struct builder *b, const struct property *p, const char *qualifier, const struct bound *at)
{
    if (at->inherited) return;
    diag_add(b->diags, RULE_BAD_LIMIT, at->span, "%s of '%s' is no limit that '%s' can have", qualifier, p->name->text,
             p->name->text);
}

static void set_length(struct limits *l, struct number low, struct number high)
{
    if (low.magnitude) l->has_min_length = true, l->min_length = low.magnitude;
    l->has_max_length = true;
    l->max_length = high.magnitude;
}

/* SizeLimit("3") is at most three characters, SizeLimit("1-255") and AllowedLen("1-255") a range. */
static void length_limit(struct builder *b, struct property *p, const char *lower, const char *shown)
{
    struct bound at;
    struct number low, high;
    bool alone = true;
    if (!bound_of(b, p, lower, &at)) return;
    if (at.number) low = high = at.value;
    else if (!read_pair(at.text, &low, &high, &alone)) {
        report_bound(b, p, shown, &at);
        return;
    }
    if (low.negative || high.negative || high.magnitude < low.magnitude) report_bound(b, p, shown, &at);
    else set_length(&p->limits, alone ? (struct number){0} : low, high), p->limits.span = at.span;
}

static void range_limit(struct builder *b, struct property *p)
{
    struct bound at;
    struct number low, high;
    struct limits *l = &p->limits;
    bool alone;
    if (!bound_of(b, p, "range", &at) || at.number) return;
    if (cim_types[p->type.cim].bits && read_pair(at.text, &low, &high, &alone)) {
        l->has_min = l->has_max = true;
        l->min = low.magnitude, l->min_negative = low.negative;
        l->max = high.magnitude, l->max_negative = high.negative;
        l->span = at.span;
    } else if (p->type.cim == CIM_STRING) {
        int64_t dash = slice_find(at.text, "-", 0);
        if (dash <= 0) return;
        l->has_min_text = l->has_max_text = true;
        l->min_text = slice_trim(slice_cut(at.text, 0, (uint32_t)dash));
        l->max_text = slice_trim(slice_cut(at.text, (uint32_t)dash + 1, at.text.len));
        l->span = at.span;
    } else report_bound(b, p, "Range", &at);
}

static void value_limit(struct builder *b, struct property *p, const char *lower, const char *shown, bool is_max)
{
    struct bound at;
    struct limits *l = &p->limits;
    if (!bound_of(b, p, lower, &at)) return;
    if (!at.number && number_read(at.text, &at.value) != at.text.len) {
        report_bound(b, p, shown, &at);
        return;
    }
    if (!cim_types[p->type.cim].bits && p->type.cim != CIM_REAL32 && p->type.cim != CIM_REAL64) {
        if (!at.inherited)
            diag_add(b->diags, RULE_LIMIT_ON_TYPE, at.span, "%s bounds numbers, but '%s' is %s", shown, p->name->text,
                     cim_types[p->type.cim].words);
        return;
    }
    if (is_max) l->has_max = true, l->max = at.value.magnitude, l->max_negative = at.value.negative;
    else l->has_min = true, l->min = at.value.magnitude, l->min_negative = at.value.negative;
    l->span = at.span;
}

static void string_limit(struct builder *b, struct property *p, const char *lower, const char *shown, bool is_max)
{
    struct bound at;
    if (!bound_of(b, p, lower, &at)) return;
    if ((!at.number && number_read(at.text, &at.value) != at.text.len) || at.value.negative) {
        report_bound(b, p, shown, &at);
        return;
    }
    if (is_max) p->limits.has_max_length = true, p->limits.max_length = at.value.magnitude;
    else p->limits.has_min_length = true, p->limits.min_length = at.value.magnitude;
    p->limits.span = at.span;
}

/* A length of what is no text (DSP0004); an embedded object is text on the wire. */
static void length_on_other(struct builder *b, const struct property *p, const char *lower, const char *shown)
{
    struct bound at;
    bool other = cim_types[p->type.cim].bits || p->type.cim == CIM_BOOLEAN || p->type.cim == CIM_REAL32 ||
                 p->type.cim == CIM_REAL64;
    if (!other || p->type.array || !bound_of(b, p, lower, &at) || at.inherited) return;
    diag_add(b->diags, RULE_LIMIT_ON_TYPE, at.span, "%s bounds the length of strings, but '%s' is %s", shown,
             p->name->text, cim_types[p->type.cim].words);
}

/* How many objects a reference's end takes part in: no more than Max, no fewer than Min. */
static void check_ends(struct builder *b, const struct property *p)
{
    struct bound least, most;
    if (!bound_of(b, p, "min", &least) || !bound_of(b, p, "max", &most) || !least.number || !most.number) return;
    if (!number_less(most.value, least.value) || (least.inherited && most.inherited)) return;
    if (!most.value.magnitude) return; /* 0 stands for any number in old schemas */
    struct span at = most.inherited ? least.span : most.span;
    diag_add(b->diags, RULE_BAD_LIMIT, at, "Min of '%s' is above its Max", p->name->text);
}

/* Whether the limits are those that a superclass's property had, and so were looked at there. */
static bool known_limits(const struct property *p, const struct property *base)
{
    return base && p->limits.span.start == base->limits.span.start && p->limits.span.end == base->limits.span.end;
}

/* A bound outside the type says nothing, or leaves nothing: below the least value of an unsigned type there is no
 * number that C or SQL could compare with. */
static void fit_type(struct builder *b, struct property *p, bool known)
{
    struct limits *l = &p->limits;
    struct number low = {l->min_negative, l->min}, high = {l->max_negative, l->max}, least, most;
    if (!cim_types[p->type.cim].bits) return;
    number_bounds(p->type.cim, &least, &most);
    bool nothing = (l->has_min && number_less(most, low)) || (l->has_max && number_less(high, least));
    if (nothing && !known)
        diag_add(b->diags, RULE_BAD_LIMIT, l->span, "the limits of '%s' leave no value of %s; they are not checked",
                 p->name->text, cim_types[p->type.cim].words);
    if (nothing || number_less(low, least)) l->has_min = false;
    if (nothing || number_less(most, high)) l->has_max = false;
}

/* Limits that leave nothing would refuse every value, so they are reported and not checked. */
static void fit_order(struct builder *b, struct property *p, bool known)
{
    struct limits *l = &p->limits;
    struct number low = {l->min_negative, l->min}, high = {l->max_negative, l->max};
    bool lengths = l->has_min_length && l->has_max_length && l->min_length > l->max_length;
    bool bounds = l->has_min && l->has_max && number_less(high, low);
    if ((lengths || bounds) && !known)
        diag_add(b->diags, RULE_BAD_LIMIT, l->span, "the limits of '%s' leave no value: the lower is above the upper",
                 p->name->text);
    if (lengths) l->has_min_length = l->has_max_length = false;
    if (bounds) l->has_min = l->has_max = false;
}

void limits_build(struct builder *b, struct property *p, const struct property *base)
{
    p->limits.not_null = p->not_null;
    if (p->type.cim == CIM_STRING || p->octets) {
        string_limit(b, p, "maxlen", "MaxLen", true);
        string_limit(b, p, "minlen", "MinLen", false);
        string_limit(b, p, "max", "Max", true);
        length_limit(b, p, "sizelimit", "SizeLimit");
        length_limit(b, p, "allowedlen", "AllowedLen");
    } else if (!p->declared->written->page) {
        length_on_other(b, p, "maxlen", "MaxLen");
        length_on_other(b, p, "minlen", "MinLen");
    }
    if (p->type.cim == CIM_REFERENCE) check_ends(b, p);
    range_limit(b, p);
    value_limit(b, p, "maxvalue", "MaxValue", true);
    value_limit(b, p, "minvalue", "MinValue", false);
    bool known = known_limits(p, base);
    fit_type(b, p, known);
    fit_order(b, p, known);
}

/* ---- the default against them ---- */

/* Characters, not bytes. */
static uint64_t length_of(struct slice s)
{
    uint64_t n = 0;
    for (uint32_t i = 0; i < s.len; i++) n += (s.at[i] & 0xC0) != 0x80;
    return n;
}

static bool breaks_length(const struct limits *l, uint64_t length)
{
    return (l->has_min_length && length < l->min_length) || (l->has_max_length && length > l->max_length);
}

static bool breaks_bounds(const struct limits *l, const struct value *v)
{
    if (v->kind == VALUE_REAL) {
        double min = l->min_negative ? -(double)l->min : (double)l->min,
               max = l->max_negative ? -(double)l->max : (double)l->max;
        return (l->has_min && v->real < min) || (l->has_max && v->real > max);
    }
    struct number n = {v->negative, v->magnitude};
    return (l->has_min && number_less(n, (struct number){l->min_negative, l->min})) ||
           (l->has_max && number_less((struct number){l->max_negative, l->max}, n));
}

static bool breaks_limit(const struct property *p, const struct value *v)
{
    if (v->kind == VALUE_INTEGER || v->kind == VALUE_REAL) return breaks_bounds(&p->limits, v);
    return v->kind == VALUE_STRING && p->type.cim == CIM_STRING && breaks_length(&p->limits, length_of(v->string));
}

/* Whether a closed list of numbers, or a list of bits, lacks the value. */
static bool breaks_list(const struct enumeration *e, const struct value *v)
{
    bool judges = e && (!e->open || (e->flags && !e->partial));
    if (!judges || e->strings || v->kind != VALUE_INTEGER) return false;
    return !enumeration_find(e, v->negative, v->magnitude);
}

static bool any_item(const struct property *p, const struct value *v, bool list)
{
    if (v->kind != VALUE_ARRAY) return list ? breaks_list(p->enumeration, v) : breaks_limit(p, v);
    if (p->octets && !list) return breaks_length(&p->limits, v->array.count);
    for (size_t i = 0; i < v->array.count; i++)
        if (list ? breaks_list(p->enumeration, &v->array.items[i]) : breaks_limit(p, &v->array.items[i])) return true;
    return false;
}

static void note_limit(struct builder *b, struct diag *g, const struct property *p, bool limit)
{
    diag_note(b->diags, g, limit ? p->limits.span : p->enumeration->span,
              limit ? "the limit is given here" : "the values are listed here");
}

void limits_check_value(struct builder *b, const struct property *p, const struct value *v)
{
    bool limit = any_item(p, v, false), list = any_item(p, v, true);
    if (!limit && !list) return;
    struct slice written = source_slice(b->diags->sources, v->span);
    struct diag *g =
        diag_add(b->diags, limit ? RULE_VALUE_BREAKS_LIMIT : RULE_VALUE_NOT_LISTED, v->span, SLICE_FMT "%s %s of '%s'",
                 SLICE_ARG(slice_cut(written, 0, 60)), written.len > 60 ? "..." : "",
                 limit ? "breaks the limit" : "is none of the values", p->name->text);
    note_limit(b, g, p, limit);
}

void limits_check_default(struct builder *b, struct property *p, const struct property *base)
{
    const struct value *v = p->initial;
    bool limit = any_item(p, v, false), list = any_item(p, v, true);
    if (!limit && !list) return;
    p->limits.allows_default = true;
    if (base && v == base->initial && base->limits.allows_default) return; /* reported there */
    struct diag *g =
        diag_add(b->diags, RULE_DEFAULT_BREAKS_LIMIT, v->span, "the default " SLICE_FMT " of '%s' %s%s",
                 SLICE_ARG(p->initial_written), p->name->text, limit ? "breaks its limit" : "is none of its values",
                 v->kind == VALUE_ARRAY ? "" : "; it is allowed all the same");
    note_limit(b, g, p, limit);
}
