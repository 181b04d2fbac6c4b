/* Canonical MOF: four blanks a level, at most 120 columns, long strings in pieces cut behind blanks, lists
 * filled line by line. What fits on a line stays on it. The layout depends on nothing but the AST. */
#include "ast/print.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 120, STEP = 4 };

struct printer {
    struct text *out;
    size_t line; /* where the current line begins in `out` */
    unsigned indent;
};

static void add(struct printer *p, const char *s) { text_add_string(p->out, s); }

static void add_name(struct printer *p, const struct name *n)
{
    if (n) text_add(p->out, n->text, n->len);
}

static void newline(struct printer *p, unsigned more)
{
    text_add_char(p->out, '\n');
    p->line = p->out->len;
    for (unsigned i = 0; i < p->indent + more; i++) text_add_char(p->out, ' ');
}

static size_t column(const struct printer *p) { return p->out->len - p->line; }

static void add_escaped(struct text *out, char c)
{
    static const char codes[] = "\b\t\n\f\r\"\\", names[] = "btnfr\"\\";
    const char *known = c ? strchr(codes, c) : NULL;
    if (known) text_add_char(out, '\\'), text_add_char(out, names[known - codes]);
    else if ((unsigned char)c < 32 || c == 127) text_printf(out, "\\x%04X", (unsigned char)c);
    else text_add_char(out, c);
}

void ast_print_string(struct text *out, struct slice s)
{
    text_add_char(out, '"');
    for (uint32_t i = 0; i < s.len; i++) add_escaped(out, s.at[i]);
    text_add_char(out, '"');
}

static void add_string(struct text *out, struct ast_string s)
{
    struct text room = {0};
    ast_print_string(out, ast_string_join(s, &room));
    text_free(&room);
}

/* Prints a string that is too long for its line in pieces, each on a line of its own. */
static void add_pieces(struct printer *p, struct ast_string string, unsigned more)
{
    struct text joined = {0};
    struct slice s = ast_string_join(string, &joined);
    size_t room = WIDTH - 4 > p->indent + more + 40 ? WIDTH - 4 - p->indent - more : 40;
    uint32_t from = 0;
    do {
        uint32_t at = from, cut = from;
        size_t used = 0;
        while (at < s.len && (used < room || cut == from)) {
            used += strchr("\n\t\"\\", s.at[at]) ? 2 : 1;
            if (s.at[at++] == ' ') cut = at;
        }
        if (at == s.len && used < room) cut = at;
        if (cut == from) cut = s.len;
        newline(p, more);
        ast_print_string(p->out, slice_cut(s, from, cut));
        from = cut;
    } while (from < s.len);
    text_free(&joined);
}

static void add_real(struct text *out, double real)
{
    char digits[64];
    for (int precision = 15; precision <= 17; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, real);
        if (strtod(digits, NULL) == real) break;
    }
    if (strchr(digits, 'n')) { /* infinite: any number that is too large */
        text_add_string(out, digits[0] == '-' ? "-1.0e+999" : "1.0e+999");
        return;
    }
    char *power = strchr(digits, 'e');
    size_t head = power ? (size_t)(power - digits) : strlen(digits);
    text_add(out, digits, head);
    if (!memchr(digits, '.', head)) text_add_string(out, ".0");
    if (power) text_add_string(out, power);
}

static void add_char_literal(struct text *out, uint32_t c)
{
    if (c == '\'' || c == '\\') text_printf(out, "'\\%c'", (char)c);
    else if (c >= 32 && c < 127) text_printf(out, "'%c'", (char)c);
    else text_printf(out, "'\\x%04X'", c);
}

static void add_instance(struct printer *p, const struct ast_decl *d);

static void add_scalar(struct printer *p, const struct ast_value *v)
{
    switch (v->kind) {
    case VALUE_NULL: add(p, "null"); break;
    case VALUE_BOOLEAN: add(p, v->boolean ? "true" : "false"); break;
    case VALUE_INTEGER: text_printf(p->out, "%s%llu", v->negative ? "-" : "", (unsigned long long)v->magnitude); break;
    case VALUE_REAL: add_real(p->out, v->real); break;
    case VALUE_CHAR: add_char_literal(p->out, (uint32_t)v->magnitude); break;
    case VALUE_STRING: add_string(p->out, v->string); break;
    case VALUE_ALIAS:
    case VALUE_NAME: add_name(p, v->name); break;
    case VALUE_INSTANCE: add_instance(p, v->instance); break;
    case VALUE_ARRAY: break;
    }
}

/* Fills lines with the items of a list; continuation lines stand `more` columns in. */
static void add_items(struct printer *p, const struct ast_value *items, unsigned more)
{
    for (const struct ast_value *v = items; v; v = v->next) {
        struct text flat = {0};
        struct printer trial = {.out = &flat, .indent = p->indent};
        if (v->kind != VALUE_INSTANCE) add_scalar(&trial, v);
        if (column(p) + flat.len + 2 > WIDTH && v != items) newline(p, more);
        if (v->kind == VALUE_STRING && column(p) + flat.len + 2 > WIDTH) add_pieces(p, v->string, more);
        else if (v->kind == VALUE_INSTANCE) add_scalar(p, v);
        else text_add(p->out, flat.at ? flat.at : "", flat.len);
        if (v->next) add(p, ", ");
        text_free(&flat);
    }
}

static void add_value(struct printer *p, const struct ast_value *v, unsigned more)
{
    if (v->kind == VALUE_ARRAY) {
        add(p, "{");
        add_items(p, v->items, more);
        add(p, "}");
    } else {
        struct ast_value alone = *v;
        alone.next = NULL;
        add_items(p, &alone, more);
    }
}

struct word_bit {
    const char *word;
    unsigned bit;
};

static void add_bits(struct printer *p, const struct word_bit *table, size_t count, unsigned bits, const char *between)
{
    const char *before = "";
    for (size_t i = 0; i < count; i++) {
        if (!(bits & table[i].bit)) continue;
        add(p, before);
        add(p, table[i].word);
        before = between;
    }
}

static void add_flavors(struct printer *p, unsigned flavors, const char *between)
{
    static const struct word_bit table[] = {
        {"EnableOverride", FLAVOR_ENABLE_OVERRIDE}, {"DisableOverride", FLAVOR_DISABLE_OVERRIDE},
        {"ToSubclass", FLAVOR_TO_SUBCLASS},         {"Restricted", FLAVOR_RESTRICTED},
        {"Translatable", FLAVOR_TRANSLATABLE},      {"ToInstance", FLAVOR_TO_INSTANCE},
        {"NotToInstance", FLAVOR_NOT_TO_INSTANCE},  {"Amended", FLAVOR_AMENDED},
        {"ToSubelements", FLAVOR_TOSUBELEMENTS},
    };
    add_bits(p, table, sizeof table / sizeof *table, flavors, between);
}

static void add_scopes(struct printer *p, unsigned scopes)
{
    static const struct word_bit table[] = {
        {"class", SCOPE_CLASS},
        {"association", SCOPE_ASSOCIATION},
        {"indication", SCOPE_INDICATION},
        {"property", SCOPE_PROPERTY},
        {"reference", SCOPE_REFERENCE},
        {"method", SCOPE_METHOD},
        {"parameter", SCOPE_PARAMETER},
        {"schema", SCOPE_SCHEMA},
        {"enumeration", SCOPE_ENUMERATION},
        {"enumerationvalue", SCOPE_ENUMERATIONVALUE},
        {"structure", SCOPE_STRUCTURE},
        {"qualifiertype", SCOPE_QUALIFIERTYPE},
    };
    if (scopes == SCOPE_ANY) add(p, "any");
    else add_bits(p, table, sizeof table / sizeof *table, scopes, ", ");
}

static void add_qualifier(struct printer *p, const struct ast_qualifier *q, unsigned more)
{
    const struct ast_value *v = q->value;
    add_name(p, q->word.name);
    if (v && v->kind == VALUE_ARRAY) {
        add_value(p, v, more);
    } else if (v) {
        add(p, "(");
        add_value(p, v, more);
        add(p, ")");
    }
    if (!q->flavors) return;
    add(p, " : ");
    add_flavors(p, q->flavors, " ");
}

/* Prints `[a, b]`; a qualifier that does not fit begins a line under the first. */
static void add_qualifiers(struct printer *p, const struct ast_qualifier *list)
{
    add(p, "[");
    bool tall = false;
    for (const struct ast_qualifier *q = list; q; q = q->next) {
        struct text flat = {0};
        size_t line = p->line;
        if (q != list) {
            add_qualifier(&(struct printer){.out = &flat}, q, 0);
            bool fits = !tall && column(p) + flat.len + 3 <= WIDTH && !memchr(flat.at, '\n', flat.len);
            add(p, fits ? ", " : ",");
            if (!fits) newline(p, 1);
            line = p->line;
        }
        add_qualifier(p, q, 1 + STEP);
        tall = p->line != line;
        text_free(&flat);
    }
    add(p, "]");
}

static void add_type(struct printer *p, const struct ast_type *t)
{
    if (!t->word.name) return;
    add_name(p, t->word.name);
    add(p, t->reference ? " REF " : " ");
}

static void add_dimension(struct printer *p, const struct ast_type *t)
{
    if (t->array && t->size) text_printf(p->out, "[%llu]", (unsigned long long)t->size);
    else if (t->array) add(p, "[]");
}

static void add_parameters(struct printer *p, const struct ast_member *list)
{
    p->indent += STEP;
    for (const struct ast_member *m = list; m; m = m->next) {
        newline(p, 0);
        if (m->qualifiers) {
            add_qualifiers(p, m->qualifiers);
            if (column(p) + 60 > WIDTH || m->qualifiers->next) newline(p, 0);
            else add(p, " ");
        }
        add_type(p, &m->type);
        add_name(p, m->word.name);
        add_dimension(p, &m->type);
        if (m->initial) add(p, " = "), add_value(p, m->initial, STEP);
        if (m->next) add(p, ",");
    }
    p->indent -= STEP;
}

static void add_decl(struct printer *p, const struct ast_decl *d);

static void add_member(struct printer *p, const struct ast_member *m)
{
    newline(p, 0);
    if (m->kind == MEMBER_DECL) {
        add_decl(p, m->decl);
        return;
    }
    if (m->qualifiers) add_qualifiers(p, m->qualifiers), newline(p, 0);
    if (m->linked) add(p, "// declared on a page of its own: ");
    bool method = m->kind == MEMBER_METHOD;
    add_type(p, &m->type);
    if (method && m->type.array) { /* the list that it returns: brackets behind the type */
        p->out->len--;
        add_dimension(p, &m->type);
        add(p, " ");
    }
    add_name(p, m->word.name);
    if (method) add(p, "("), add_parameters(p, m->parameters), add(p, ")");
    else add_dimension(p, &m->type);
    if (m->initial) add(p, " = "), add_value(p, m->initial, STEP);
    add(p, ";");
}

static void add_body(struct printer *p, const struct ast_member *members)
{
    bool first = true;
    add(p, " {");
    p->indent += STEP;
    for (const struct ast_member *m = members; m; m = m->next) {
        bool tall = m->qualifiers || m->kind != MEMBER_PROPERTY;
        if (!first && tall) text_add_char(p->out, '\n');
        add_member(p, m);
        first = false;
    }
    p->indent -= STEP;
    newline(p, 0);
    add(p, "}");
}

static void add_alias(struct printer *p, const struct ast_decl *d)
{
    if (d->alias.name) add(p, " as "), add_name(p, d->alias.name);
}

static void add_class(struct printer *p, const struct ast_decl *d)
{
    add(p, d->structure ? "structure " : "class ");
    add_name(p, d->word.name);
    add_alias(p, d);
    if (d->super.name) add(p, " : "), add_name(p, d->super.name);
    if (d->flavors) add(p, " : "), add_flavors(p, d->flavors, d->super.name ? " " : " : ");
    add_body(p, d->members);
    add(p, ";");
}

static void add_instance(struct printer *p, const struct ast_decl *d)
{
    add(p, "instance of ");
    add_name(p, d->word.name);
    add_alias(p, d);
    add(p, " {");
    p->indent += STEP;
    for (const struct ast_member *m = d->members; m; m = m->next) {
        newline(p, 0);
        if (m->qualifiers) add_qualifiers(p, m->qualifiers), add(p, " ");
        add_name(p, m->word.name);
        if (m->initial) add(p, " = "), add_value(p, m->initial, STEP);
        add(p, ";");
    }
    p->indent -= STEP;
    newline(p, 0);
    add(p, "}");
}

static void add_enumeration(struct printer *p, const struct ast_decl *d)
{
    add(p, "enumeration ");
    add_name(p, d->word.name);
    if (d->super.name) add(p, " : "), add_name(p, d->super.name);
    add(p, " {");
    p->indent += STEP;
    for (const struct ast_constant *c = d->constants; c; c = c->next) {
        newline(p, 0);
        if (c->qualifiers) add_qualifiers(p, c->qualifiers), newline(p, 0);
        add_name(p, c->word.name);
        if (c->value) add(p, " = "), add_value(p, c->value, STEP);
        if (c->next) add(p, ",");
    }
    p->indent -= STEP;
    newline(p, 0);
    add(p, "};");
}

static void add_qualifier_type(struct printer *p, const struct ast_decl *d)
{
    add(p, "Qualifier ");
    add_name(p, d->word.name);
    add(p, " : ");
    unsigned flavors = d->flavors, bare = d->type.word.name ? 0 : d->value ? flavors & -flavors : flavors;
    if (bare) add_flavors(p, bare, " "), flavors &= ~bare; /* in the place of the type; one alone has a value behind */
    else add_name(p, d->type.word.name), add_dimension(p, &d->type);
    if (d->value) add(p, " = "), add_value(p, d->value, STEP);
    if (d->scopes) add(p, ","), newline(p, STEP), add(p, "Scope("), add_scopes(p, d->scopes), add(p, ")");
    if (flavors) add(p, ","), newline(p, STEP), add(p, "Flavor("), add_flavors(p, flavors, ", "), add(p, ")");
    add(p, ";");
}

static void add_pragma(struct printer *p, const struct ast_decl *d)
{
    add(p, "#pragma ");
    add_name(p, d->word.name);
    if (!d->value) return;
    add(p, " (");
    add_items(p, d->value->items, STEP);
    add(p, ")");
}

static void add_decl(struct printer *p, const struct ast_decl *d)
{
    if (d->qualifiers) add_qualifiers(p, d->qualifiers), newline(p, 0);
    switch (d->kind) {
    case DECL_CLASS: add_class(p, d); break;
    case DECL_QUALIFIER: add_qualifier_type(p, d); break;
    case DECL_INSTANCE:
        add_instance(p, d);
        add(p, ";");
        break;
    case DECL_PRAGMA: add_pragma(p, d); break;
    case DECL_ENUMERATION: add_enumeration(p, d); break;
    case DECL_METHOD:
        for (const struct ast_member *m = d->members; m; m = m->next) add_member(p, m);
        break;
    }
}

void ast_print_qualifier(struct text *out, const struct ast_qualifier *qualifier)
{
    struct printer p = {.out = out, .line = out->len};
    add_qualifier(&p, qualifier, STEP);
}

void ast_print_decl(struct text *out, const struct ast_decl *decl)
{
    struct printer p = {.out = out, .line = out->len};
    add_decl(&p, decl);
    text_add_char(out, '\n');
}

/* -- declarations in a row ------------------------------------------------------------------------------ */

/* A line stands between declarations; #pragmas stand together. */
struct row {
    struct text *out;
    bool begun, behind_pragma;
    const struct name *namespace_name, *locale; /* in force in what is printed */
};

static void begin(struct row *r, bool pragma)
{
    if (r->begun && !(pragma && r->behind_pragma)) text_add_char(r->out, '\n');
    r->begun = true;
    r->behind_pragma = pragma;
}

static void print_in_row(struct row *r, const struct ast_decl *d)
{
    struct printer p = {.out = r->out};
    begin(r, d->kind == DECL_PRAGMA);
    p.line = r->out->len;
    add_decl(&p, d);
    text_add_char(r->out, '\n');
}

static void bring_in_force(struct row *r, const char *pragma, const struct name **now, const struct name *next)
{
    struct slice text = next ? name_slice(next) : (struct slice){"", 0};
    if (slice_equal(*now ? name_slice(*now) : (struct slice){"", 0}, text)) return;
    begin(r, true);
    text_printf(r->out, "#pragma %s (", pragma);
    ast_print_string(r->out, text);
    text_add_string(r->out, ")\n");
    *now = next;
}

/* What a text of its own cannot keep as it stands. */
static bool stands_for_others(const struct ast_decl *d)
{
    return d->kind == DECL_PRAGMA &&
           (name_is(d->word.name, "include") || name_is(d->word.name, "namespace") || name_is(d->word.name, "locale"));
}

void ast_print_unit(struct text *out, const struct unit *unit)
{
    struct row r = {.out = out};
    for (const struct ast_decl *d = unit->decls; d; d = d->next) print_in_row(&r, d);
}

void ast_print_units(struct text *out, const struct unit *first)
{
    struct row r = {.out = out};
    for (const struct unit *u = first; u; u = u->next) {
        for (const struct ast_decl *d = u->decls; d; d = d->next) {
            if (stands_for_others(d)) continue;
            bring_in_force(&r, "namespace", &r.namespace_name, d->namespace_name);
            bring_in_force(&r, "locale", &r.locale, d->locale);
            print_in_row(&r, d);
        }
    }
}
