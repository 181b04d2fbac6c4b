/* The table that ground truth is written in. A field never holds a tab or a line break, and is never empty. */
#include "cmd/dump_tsv.h"

#include <string.h>

/* Adds a field: white space folded to single blanks, "-" where nothing is left. */
static void add_folded(struct text *out, struct slice s)
{
    s = slice_trim(s);
    for (uint32_t i = 0; i < s.len; i++) {
        bool space = s.at[i] == ' ' || (s.at[i] >= '\t' && s.at[i] <= '\r');
        if (!space) text_add_char(out, s.at[i]);
        else if (s.at[i - 1] != ' ' && !(s.at[i - 1] >= '\t' && s.at[i - 1] <= '\r')) text_add_char(out, ' ');
    }
}

static void end_field(struct text *out, size_t start)
{
    if (out->len == start) text_add_char(out, '-');
    text_add_char(out, '\t');
}

static void add_type(struct text *out, const struct type *t)
{
    const char *named = t->class_name ? t->class_name->text : NULL;
    if (t->klass) named = t->klass->name->text;
    if (t->cim == CIM_REFERENCE) text_printf(out, "ref:%s", named ? named : "");
    else if ((t->cim == CIM_CLASS || t->cim == CIM_OBJECT) && named) text_add_string(out, named);
    else if (t->cim == CIM_VARIANT && t->written.len) {
        for (uint32_t i = 0; i < t->written.len; i++) {
            char c = t->written.at[i];
            text_add_char(out, c >= 'A' && c <= 'Z' ? (char)(c + 32) : c);
        }
    } else text_add_string(out, cim_types[t->cim].spelling);
    if (t->array) text_add_string(out, "[]");
}

static void add_quoted(struct text *out, struct ast_string string)
{
    struct text room = {0};
    struct slice s = ast_string_join(string, &room);
    for (uint32_t i = 0; i < s.len; i++) {
        if (s.at[i] == '"' || s.at[i] == '\\') text_add_char(out, '\\');
        text_add_char(out, s.at[i]);
    }
    text_free(&room);
}

static void add_value(struct text *out, const struct ast_value *v)
{
    switch (v->kind) {
    case VALUE_NULL: text_add_string(out, "null"); break;
    case VALUE_BOOLEAN: text_add_string(out, v->boolean ? "true" : "false"); break;
    case VALUE_INTEGER: text_printf(out, "%s%llu", v->negative ? "-" : "", (unsigned long long)v->magnitude); break;
    case VALUE_REAL: text_printf(out, "%g", v->real); break;
    case VALUE_CHAR: text_printf(out, "'\\x%04llX'", (unsigned long long)v->magnitude); break;
    case VALUE_STRING:
        text_add_char(out, '"');
        add_quoted(out, v->string);
        text_add_char(out, '"');
        break;
    case VALUE_ALIAS:
    case VALUE_NAME: text_add_string(out, v->name->text); break;
    case VALUE_ARRAY:
        for (const struct ast_value *i = v->items; i; i = i->next) {
            if (i != v->items) text_add_string(out, ", ");
            add_value(out, i);
        }
        break;
    case VALUE_INSTANCE: text_add_string(out, "instance"); break;
    }
}

/* The flavors as the source spells them: what stands behind the ':' that follows the name or the value. */
static void add_flavors(struct text *out, const struct sources *sources, const struct ast_qualifier *q)
{
    struct slice written = source_slice(sources, q->span);
    uint32_t from = (q->value ? q->value->span.end : q->word.span.end) - q->span.start;
    const char *colon = q->flavors && from < written.len ? memchr(written.at + from, ':', written.len - from) : NULL;
    if (!colon) return;
    text_add_char(out, ':');
    add_folded(out, slice_cut(written, (uint32_t)(colon + 1 - written.at), written.len));
}

/* Pages write lists in parentheses too: what opens the value is looked up where it is written. */
static bool in_braces(const struct sources *sources, const struct ast_value *v)
{
    const struct source *source = source_at(sources, v->span.start);
    uint32_t at = source ? v->span.start - source->base : 0;
    if (v->kind != VALUE_ARRAY || !source) return v->kind == VALUE_ARRAY;
    if (source->text[at] == '{' || source->text[at] == '(') return source->text[at] == '{';
    while (at > 0 && (source->text[at - 1] == ' ' || source->text[at - 1] == '\\')) at--;
    return !at || source->text[at - 1] != '(';
}

static void add_qualifier(struct text *out, const struct sources *sources, const struct ast_qualifier *q)
{
    text_add_string(out, q->word.name->text);
    if (q->value) {
        bool braces = in_braces(sources, q->value);
        text_add_char(out, braces ? '{' : '(');
        add_value(out, q->value);
        text_add_char(out, braces ? '}' : ')');
    }
    add_flavors(out, sources, q);
}

static void add_qualifiers(struct text *out, const struct sources *sources, const struct property *p)
{
    struct text raw = {0};
    for (const struct ast_qualifier *q = p->written->qualifiers; q; q = q->next) {
        if (q->only_in_block) continue;
        if (raw.len) text_add_string(&raw, ", ");
        add_qualifier(&raw, sources, q);
    }
    if (raw.len) add_folded(out, (struct slice){raw.at, (uint32_t)raw.len});
    text_free(&raw);
}

static void add_values(struct text *out, const struct enumeration *e)
{
    for (size_t i = 0; e && i < e->count; i++) {
        if (i) text_add_char(out, ';');
        add_folded(out, e->values[i].written);
        if (!e->values[i].label.at) continue;
        text_add_char(out, '=');
        add_folded(out, e->values[i].label);
    }
}

static void add_property(struct text *out, const struct sources *sources, const struct klass *k,
                         const struct property *p)
{
    static const char *const access[] = {"", "r", "w", "rw"};
    text_printf(out, "%s\t%s\t", k->name->text, p->name->text);
    size_t start = out->len;
    add_type(out, &p->type);
    end_field(out, start);
    start = out->len;
    text_add_string(out, access[p->access]);
    end_field(out, start);
    start = out->len;
    add_qualifiers(out, sources, p);
    end_field(out, start);
    start = out->len;
    if (p->initial_written.at) add_folded(out, p->initial_written);
    end_field(out, start);
    start = out->len;
    add_values(out, p->enumeration);
    end_field(out, start);
    out->at[out->len - 1] = '\n';
}

/* The properties a class declares itself, in its own order: what stands on its page or in its file. */
void dump_tsv(struct text *out, const struct schema *schema, const struct sources *sources)
{
    text_add_string(out, "# class\tproperty\ttype\taccess\tqualifiers\tdefault\tvalues\n");
    for (size_t i = 0; i < schema->class_count; i++) {
        const struct klass *k = schema->classes[i];
        for (const struct ast_member *m = k->written->members; m; m = m->next) {
            const struct property *p = m->kind == MEMBER_PROPERTY ? klass_find_property(k, m->word.name) : NULL;
            if (p && p->written == m) add_property(out, sources, k, p);
        }
    }
}
