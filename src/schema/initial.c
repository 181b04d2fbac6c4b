/* Defaults: written in MOF as values, documented by pages in prose; typed and checked either way. */
#include <float.h>
#include <stdlib.h>
#include <string.h>

#include "base/datetime.h"
#include "schema/build.h"

static bool is_number(struct slice s)
{
    uint32_t i = s.len && *s.at == '-';
    if (s.len > i + 1 && s.at[i] == '0') return false; /* octal without its quotes */
    while (i < s.len && s.at[i] >= '0' && s.at[i] <= '9') i++;
    return s.len && i == s.len && s.at[s.len - 1] != '-';
}

/* A number in quotes, a string without. */
static void hint_quotes(struct builder *b, struct diag *g, const struct ast_value *v, const struct type *type)
{
    struct slice text = diag_text(b->diags, v->span);
    struct slice inner = text.len > 2 ? slice_cut(text, 1, text.len - 1) : (struct slice){0};
    if (v->kind == VALUE_STRING && type->cim == CIM_CHAR16) {
        diag_hint(b->diags, g, "a character stands in \"'\"");
        if (inner.len == 1) diag_fix(b->diags, g, v->span, arena_printf(b->arena, "'%c'", *inner.at));
    } else if (v->kind == VALUE_STRING && cim_types[type->cim].bits) {
        diag_hint(b->diags, g, "numbers stand without quotes");
        if (is_number(inner)) diag_fix(b->diags, g, v->span, arena_copy(b->arena, inner.at, inner.len));
    } else if (v->kind == VALUE_NAME && type->cim == CIM_STRING) {
        diag_hint(b->diags, g, "strings stand in '\"'");
        diag_fix_unsafe(b->diags, g, v->span, arena_printf(b->arena, "\"" SLICE_FMT "\"", SLICE_ARG(text)));
    }
}

static const struct value *refuse(struct builder *b, const struct ast_value *v, const struct type *type,
                                  const char *what)
{
    struct slice written = source_slice(b->diags->sources, v->span);
    const char *dots = written.len > 60 ? "..." : "";
    struct diag *g = diag_add(b->diags, RULE_VALUE_TYPE, v->span, "%s takes %s%s, not " SLICE_FMT "%s", what,
                              type->array ? "a list, each item " : "", cim_types[type->cim].words,
                              SLICE_ARG(slice_cut(written, 0, 60)), dots);
    hint_quotes(b, g, v, type);
    return NULL;
}

static bool scalar_fits(enum cim_type cim, const struct ast_value *v)
{
    bool integer = cim_types[cim].bits != 0;
    switch (v->kind) {
    case VALUE_NULL: return true;
    case VALUE_BOOLEAN: return cim == CIM_BOOLEAN;
    case VALUE_INTEGER: return integer || cim == CIM_REAL32 || cim == CIM_REAL64;
    case VALUE_REAL: return cim == CIM_REAL32 || cim == CIM_REAL64;
    case VALUE_CHAR: return cim == CIM_CHAR16;
    case VALUE_STRING:
        return cim == CIM_STRING || cim == CIM_DATETIME || cim == CIM_REFERENCE || cim == CIM_OBJECT ||
               cim == CIM_CLASS || cim == CIM_VARIANT;
    case VALUE_ALIAS: return cim == CIM_REFERENCE || cim == CIM_OBJECT || cim == CIM_CLASS;
    case VALUE_NAME: return cim == CIM_REFERENCE || cim == CIM_VARIANT;
    case VALUE_INSTANCE: return cim == CIM_OBJECT || cim == CIM_CLASS;
    case VALUE_ARRAY: return false;
    }
    return false;
}

/* `Green` or `Color.Green` is the number, or the text, of that constant (DSP0221). */
static const struct value *constant(struct builder *b, const struct enumeration *e, const struct ast_value *v,
                                    struct value *out)
{
    struct slice word = name_slice(v->name);
    int64_t dot = slice_find(word, ".", 0);
    if (dot >= 0) word = slice_cut(word, (uint32_t)dot + 1, word.len);
    const char **labels = arena_array(b->arena, e->count + 1, sizeof *labels);
    for (size_t i = 0; i < e->count; i++) {
        const struct enum_value *found = &e->values[i];
        labels[i] = arena_copy(b->arena, found->label.at, found->label.len);
        if (!slice_equal_fold(found->label, word)) continue;
        *out = (struct value){.kind = e->strings ? VALUE_STRING : VALUE_INTEGER, .span = v->span};
        if (e->strings) out->string = found->written;
        else out->negative = found->low_negative, out->magnitude = found->low;
        return out;
    }
    struct diag *g = diag_add(b->diags, RULE_VALUE_TYPE, v->span, "'" SLICE_FMT "' is no constant of enumeration '%s'",
                              SLICE_ARG(word), e->name->text);
    const char *close = diag_closest(word, labels, e->count);
    struct span at = {v->span.start + (uint32_t)(dot + 1), v->span.end};
    if (close) diag_suggest(b->diags, g, at, close, false);
    diag_note(b->diags, g, e->span, "the enumeration is declared here");
    return NULL;
}

static void report_datetime(struct builder *b, const struct value *v)
{
    struct slice shown = slice_cut(v->string, 0, 60);
    if (v->string.len != 25)
        diag_add(b->diags, RULE_BAD_DATETIME, v->span,
                 "'" SLICE_FMT "' is no CIM datetime: it has %u characters, not 25", SLICE_ARG(shown), v->string.len);
    else
        diag_add(b->diags, RULE_BAD_DATETIME, v->span,
                 "'" SLICE_FMT "' is no CIM datetime: a field is out of its range or no number", SLICE_ARG(shown));
}

static void report_range(struct builder *b, const struct ast_value *v, enum cim_type cim, const char *what)
{
    struct slice written = source_slice(b->diags->sources, v->span);
    diag_add(b->diags, RULE_VALUE_RANGE, v->span, SLICE_FMT " does not fit %s, %s",
             SLICE_ARG(slice_cut(written, 0, 60)), what, cim_types[cim].words);
}

/* An embedded object: NULL, an instance, or the MOF text of one in a string (DSP0004). */
static const struct value *object(struct builder *b, const struct type *type, const struct ast_value *v,
                                  const char *what, struct value *out)
{
    *out = (struct value){.kind = v->kind == VALUE_NULL ? VALUE_NULL : VALUE_INSTANCE, .span = v->span};
    if (v->kind == VALUE_NULL) return out;
    if (v->kind == VALUE_ALIAS) {
        out->kind = VALUE_ALIAS;
        out->string = name_slice(v->name);
        diag_add(b->diags, RULE_VALUE_CUT, v->span, "%s is an object, and what the alias stands for is not put there",
                 what);
        return out;
    }
    out->instance = v->kind == VALUE_STRING ? instance_told(b, v, type, what) : instance_embedded(b, v->instance, type);
    return out->instance ? out : NULL;
}

static const struct value *scalar(struct builder *b, const struct type *type, const struct ast_value *v,
                                  const char *what, struct value *out)
{
    enum cim_type cim = type->cim;
    if (v->kind == VALUE_NAME && type->enumeration) return constant(b, type->enumeration, v, out);
    if (!scalar_fits(cim, v)) return refuse(b, v, type, what);
    if (cim == CIM_CLASS || cim == CIM_OBJECT) return object(b, type, v, what, out);
    *out = (struct value){.kind = v->kind, .span = v->span};
    switch (v->kind) {
    case VALUE_BOOLEAN: out->boolean = v->boolean; break;
    case VALUE_INTEGER:
        out->negative = v->negative && v->magnitude;
        out->magnitude = v->magnitude;
        if (cim == CIM_REAL32 || cim == CIM_REAL64) {
            out->kind = VALUE_REAL;
            out->real = (v->negative ? -1.0 : 1.0) * (double)v->magnitude;
        } else if (v->overflow) return NULL; /* reported where it was read */
        else if (!number_fits(cim, (struct number){out->negative, out->magnitude})) {
            report_range(b, v, cim, what);
            return NULL;
        }
        break;
    case VALUE_REAL:
        out->real = v->real;
        if (v->real <= (cim == CIM_REAL32 ? FLT_MAX : DBL_MAX) && v->real >= (cim == CIM_REAL32 ? -FLT_MAX : -DBL_MAX))
            break;
        report_range(b, v, cim, what);
        return NULL;
    case VALUE_CHAR: out->kind = VALUE_INTEGER, out->magnitude = v->magnitude; break;
    case VALUE_STRING:
        out->string = ast_string_keep(b->arena, v->string);
        if (cim == CIM_DATETIME && !datetime_valid(out->string)) {
            report_datetime(b, out);
            return NULL;
        }
        break;
    case VALUE_ALIAS:
    case VALUE_NAME: out->string = name_slice(v->name); break;
    default: break;
    }
    return out;
}

const struct value *value_check(struct builder *b, const struct type *type, const struct ast_value *v, const char *what)
{
    if (type->unknown) return NULL; /* reported; nothing can be said of the value */
    struct value *out = arena_new(b->arena, struct value);
    if (v->kind != VALUE_ARRAY) {
        if (!type->array || v->kind == VALUE_NULL) return scalar(b, type, v, what, out);
        struct value *item = arena_new(b->arena, struct value);
        if (!scalar(b, type, v, what, item)) return NULL;
        struct diag *g = diag_add(b->diags, b->options->strict ? RULE_VALUE_TYPE : RULE_SCALAR_FOR_LIST, v->span,
                                  "%s takes a list: write { } around its one item", what);
        diag_fix(b->diags, g, (struct span){v->span.start, v->span.start}, "{");
        diag_fix(b->diags, g, (struct span){v->span.end, v->span.end}, "}");
        *out = (struct value){.kind = VALUE_ARRAY, .span = v->span, .array = {item, 1}};
        return out;
    }
    if (!type->array) return refuse(b, v, type, what);
    size_t count = 0, n = 0;
    for (const struct ast_value *i = v->items; i; i = i->next) count++;
    struct value *items = arena_array(b->arena, count, sizeof *items);
    for (const struct ast_value *i = v->items; i; i = i->next)
        if (scalar(b, type, i, what, &items[n]) && items[n++].kind == VALUE_NULL)
            diag_add(b->diags, RULE_VALUE_CUT, i->span, "item %zu of %s is NULL, which an item of a C array cannot be",
                     n - 1, what);
    if (n < count) return NULL;
    if (type->size && count > type->size) {
        diag_add(b->diags, RULE_VALUE_RANGE, v->span, "%s holds %llu items, not %zu", what,
                 (unsigned long long)type->size, count);
        return NULL;
    }
    *out = (struct value){.kind = VALUE_ARRAY, .span = v->span, .array = {items, n}};
    return out;
}

/* ---- documented defaults ---- */

static struct slice unquote(struct slice s)
{
    s = slice_trim(s);
    if (s.len >= 2 && *s.at == '"' && s.at[s.len - 1] == '"') return slice_cut(s, 1, s.len - 1);
    return s;
}

static bool parse_documented(struct builder *b, const struct property *p, struct value *out)
{
    struct slice s = unquote(p->documented->initial);
    struct number n;
    const struct enumeration *e = p->enumeration;
    out->span = p->documented->initial_span;
    if (slice_is(s, "null")) return out->kind = VALUE_NULL, true;
    if (p->type.array) return false;
    if (p->type.cim == CIM_BOOLEAN) {
        out->kind = VALUE_BOOLEAN;
        out->boolean = slice_is(s, "true") || slice_is(s, "1");
        return out->boolean || slice_is(s, "false") || slice_is(s, "0");
    }
    if (cim_types[p->type.cim].bits) {
        out->kind = VALUE_INTEGER;
        if (s.len && number_read(s, &n) == s.len && number_fits(p->type.cim, n))
            return out->negative = n.negative, out->magnitude = n.magnitude, true;
        for (size_t i = 0; e && i < e->count; i++) {
            if (e->values[i].text || !slice_equal_fold(e->values[i].label, s)) continue;
            out->negative = e->values[i].low_negative;
            out->magnitude = e->values[i].low;
            return true;
        }
        return false;
    }
    (void)b;
    out->kind = VALUE_STRING;
    out->string = s;
    if (p->type.cim == CIM_DATETIME) return datetime_valid(s);
    if (p->type.cim == CIM_REAL32 || p->type.cim == CIM_REAL64)
        return out->kind = VALUE_REAL, out->real = strtod(s.at, NULL), s.len > 0;
    return p->type.cim == CIM_STRING;
}

/* ---- instances and aliases as defaults ---- */

struct deferred {
    struct deferred *next;
    struct property *property;
    struct class_node *node;
    const struct property *base;
};

static void defer(struct builder *b, struct property *p, struct class_node *node, const struct property *base)
{
    struct deferred *d = arena_new(b->arena, struct deferred);
    *d = (struct deferred){.property = p, .node = node, .base = base};
    if (!b->last_deferred) b->last_deferred = &b->deferred;
    *b->last_deferred = d;
    b->last_deferred = &d->next;
}

static void finish(struct builder *b, struct property *p, const struct property *base)
{
    const struct ast_value *v = p->written->initial;
    if (v) {
        p->initial_written = source_slice(b->diags->sources, v->span);
        p->initial = value_check(b, &p->type, v, arena_printf(b->arena, "'%s'", p->name->text));
    } else if (p->documented && p->documented->initial.at) {
        struct value *made = arena_new(b->arena, struct value);
        p->initial_written = p->documented->initial;
        if (parse_documented(b, p, made)) p->initial = made;
        else if (!p->type.array) /* a page tells an array's default by its one item, or in words */
            diag_add(b->diags, RULE_DEFAULT_TYPE, p->documented->initial_span,
                     "the default " SLICE_FMT " of '%s' is not %s", SLICE_ARG(p->documented->initial), p->name->text,
                     cim_types[p->type.cim].words);
    } else if (base) {
        p->initial = base->initial;
        p->initial_written = base->initial_written;
    }
    if (p->initial) limits_check_default(b, p, base);
}

void initial_build(struct builder *b, struct property *p, struct class_node *node, const struct property *base)
{
    if (p->type.cim == CIM_CLASS || p->type.cim == CIM_OBJECT || p->type.cim == CIM_REFERENCE) defer(b, p, node, base);
    else finish(b, p, base);
}

void initials_finish(struct builder *b)
{
    for (const struct deferred *d = b->deferred; d; d = d->next) {
        size_t mark = b->undo_count;
        b->space = d->node->klass->space;
        scope_enter(b, d->node, false);
        finish(b, d->property, d->base);
        builder_undo(b, mark);
        if (d->property->initial && d->property->written->initial && !d->node->decl->page)
            alias_check(b, d->property, d->property->initial);
    }
}
