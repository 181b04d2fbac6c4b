#include "schemas.h"

#include <stdio.h>
#include <string.h>

/* ---- chance --------------------------------------------------------------------------------------------- */

static uint64_t state = 1;

void sample_seed(uint64_t seed) { state = seed * 0x9e3779b97f4a7c15u + 1; }

uint64_t sample_below(uint64_t n)
{
    state += 0x9e3779b97f4a7c15u; /* splitmix64 */
    uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (z ^ (z >> 31)) % n;
}

static bool once_in(unsigned n) { return sample_below(n) == 0; }
static unsigned pick(unsigned n) { return (unsigned)sample_below(n); }

/* ---- schemas -------------------------------------------------------------------------------------------- */

static const char *const types[SAMPLE_TYPES] = {"boolean", "uint8",  "uint16", "uint32", "uint64", "sint8",    "sint16",
                                                "sint32",  "sint64", "real32", "real64", "string", "datetime", "REF"};

static bool is_integer(enum sample_type t) { return t >= SAMPLE_UINT8 && t <= SAMPLE_SINT64; }

const struct sample_class *sample_class_of(const struct sample *s, unsigned id)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->classes[i].id == id) return &s->classes[i];
    return NULL;
}

/* What a type does not have is taken away. */
static void tidy(struct sample_property *p)
{
    if (p->type != SAMPLE_STRING || p->values) p->length = 0;
    if (!is_integer(p->type) || p->values) p->limit = 0;
    if (!is_integer(p->type) && p->type != SAMPLE_STRING) p->values = 0;
    if (p->type == SAMPLE_STRING) p->ranges = p->flags = false;
    if (p->key) p->array = p->lazy = false;
    if (p->array || p->type == SAMPLE_REFERENCE || p->type == SAMPLE_DATETIME) p->values = 0, p->initial = false;
    if (p->type == SAMPLE_REFERENCE) p->array = false;
    if (p->type == SAMPLE_REAL32 || p->type == SAMPLE_REAL64) p->key = false;
}

static void choose_type(const struct sample *s, struct sample_property *p)
{
    p->type = (enum sample_type)pick(SAMPLE_TYPES);
    if (p->type == SAMPLE_REFERENCE) p->target = s->classes[pick((unsigned)s->count)].id;
    p->array = once_in(7);
}

static void choose_limits(struct sample_property *p)
{
    p->length = once_in(2) ? 1 + pick(8) : 0;
    p->limit = once_in(3) ? 1 + pick(100) : 0;
    p->values = once_in(3) ? 1 + pick(5) : 0;
    p->open = once_in(3);
    p->flags = once_in(5);
    p->ranges = once_in(5);
    p->initial = once_in(3);
}

static void add_property(struct sample *s, struct sample_class *c)
{
    if (c->count == MOST_PROPERTIES) return;
    struct sample_property *p = &c->properties[c->count++];
    *p = (struct sample_property){.id = s->next, .name = s->next, .required = once_in(6), .lazy = once_in(9)};
    s->next++;
    choose_type(s, p);
    choose_limits(p);
    tidy(p);
}

static void add_class(struct sample *s)
{
    if (s->count == MOST_CLASSES) return;
    struct sample_class *c = &s->classes[s->count];
    *c = (struct sample_class){.id = s->next, .name = s->next, .abstract = once_in(8)};
    if (s->count && once_in(3)) c->base = s->classes[pick((unsigned)s->count)].id;
    s->next++;
    s->count++;
    for (unsigned n = 1 + pick(5); n > 0; n--) add_property(s, c);
    for (unsigned n = c->base ? 0 : pick(3); n > 0; n--) {
        c->properties[n % c->count].key = true;
        tidy(&c->properties[n % c->count]);
    }
}

void sample_make(struct sample *s)
{
    *s = (struct sample){.next = 1};
    for (unsigned n = 1 + pick(5); n > 0; n--) add_class(s);
}

/* ---- edits ---------------------------------------------------------------------------------------------- */

static bool is_needed(const struct sample *s, unsigned id)
{
    for (size_t i = 0; i < s->count; i++) {
        if (s->classes[i].base == id) return true;
        for (size_t j = 0; j < s->classes[i].count; j++)
            if (s->classes[i].properties[j].type == SAMPLE_REFERENCE && s->classes[i].properties[j].target == id)
                return true;
    }
    return false;
}

static void remove_class(struct sample *s, size_t at)
{
    if (s->count < 2 || is_needed(s, s->classes[at].id)) return;
    memmove(&s->classes[at], &s->classes[at + 1], (s->count - at - 1) * sizeof *s->classes);
    s->count--;
}

static void edit_class(struct sample *s, size_t at)
{
    struct sample_class *c = &s->classes[at];
    switch (pick(7)) {
    case 0: add_class(s); break;
    case 1: remove_class(s, at); break;
    case 2: c->name = s->next++; break;
    case 3: c->abstract = !c->abstract; break;
    case 4: c->base = 0; break;
    case 5: {
        struct sample_property p = c->properties[0];
        memmove(c->properties, c->properties + 1, (c->count - 1) * sizeof p);
        c->properties[c->count - 1] = p;
        break;
    }
    default: add_property(s, c); break;
    }
}

static void edit_property(struct sample *s, struct sample_class *c, size_t at)
{
    struct sample_property *p = &c->properties[at];
    switch (pick(14)) {
    case 0:
        if (c->count < 2) return;
        memmove(p, p + 1, (c->count - at - 1) * sizeof *p);
        c->count--;
        return;
    case 1: p->name = s->next++; break;
    case 2: choose_type(s, p); break;
    case 3:
        if (is_integer(p->type)) p->type = SAMPLE_UINT8 + pick(8);
        break;
    case 4: choose_limits(p); break;
    case 5: p->limit = p->limit ? p->limit * 2 : 50; break;
    case 6: p->length = p->length > 1 ? p->length - 1 : 5; break;
    case 7: p->values = p->values ? p->values + 1 : 0; break;
    case 8: p->labels++; break;
    case 9: p->required = !p->required; break;
    case 10: p->key = !p->key; break;
    case 11: p->lazy = !p->lazy; break;
    case 12: p->initial = !p->initial; break;
    default: p->text++; break;
    }
    tidy(p);
}

void sample_edit(struct sample *s)
{
    for (unsigned n = 1 + pick(6); n > 0; n--) {
        size_t at = pick((unsigned)s->count);
        struct sample_class *c = &s->classes[at];
        if (once_in(4)) edit_class(s, at);
        else if (c->count) edit_property(s, c, pick((unsigned)c->count));
    }
}

/* ---- as MOF --------------------------------------------------------------------------------------------- */

void sample_class_name(unsigned name, char out[24]) { snprintf(out, 24, "Shop_C%u", name); }

/* Some are words that SQL keeps. */
void sample_property_name(unsigned name, char out[24])
{
    static const char *const words[] = {"Select", "Group", "Index", "Values"};
    if (name % 17 == 3 && name < 17 * 4) snprintf(out, 24, "%s", words[name / 17]);
    else snprintf(out, 24, "P%u", name);
}

static void print_values(const struct sample_property *p, struct text *mof)
{
    text_add_string(mof, p->flags ? ", BitMap{" : ", ValueMap{");
    for (unsigned i = 0; i < p->values; i++) {
        if (p->type == SAMPLE_STRING) text_printf(mof, "%s\"v%u\"", i ? ", " : "", i);
        else if (p->ranges && !p->flags && i == 1) text_printf(mof, ", \"20..%u\"", 30 + p->values);
        else text_printf(mof, "%s\"%u\"", i ? ", " : "", i);
    }
    if (p->open && !p->flags && p->type != SAMPLE_STRING) text_add_string(mof, ", \"..\"");
    text_add_string(mof, p->flags ? "}, BitValues{" : "}, Values{");
    for (unsigned i = 0; i < p->values; i++) text_printf(mof, "%s\"L%u of %u's\"", i ? ", " : "", i, p->labels);
    if (p->open && !p->flags && p->type != SAMPLE_STRING) text_add_string(mof, ", \"Others\"");
    text_add_string(mof, "}");
}

static void print_property(const struct sample *s, const struct sample_property *p, struct text *mof)
{
    char name[24];
    text_printf(mof, "    [Description(\"Text %u.\")%s%s%s", p->text, p->key ? ", Key" : "",
                p->required ? ", Required" : "", p->lazy ? ", Lazy" : "");
    if (p->length) text_printf(mof, ", MaxLen(%u)", p->length);
    if (p->limit) text_printf(mof, ", MaxValue(%u)", p->limit);
    if (p->values) print_values(p, mof);
    text_add_string(mof, "] ");
    if (p->type == SAMPLE_REFERENCE) {
        sample_class_name(sample_class_of(s, p->target)->name, name);
        text_printf(mof, "%s ", name);
    }
    sample_property_name(p->name, name);
    text_printf(mof, "%s %s%s", types[p->type], name, p->array ? "[]" : "");
    if (p->initial && p->type == SAMPLE_STRING) text_add_string(mof, p->values ? " = \"v0\"" : " = \"x'y\"");
    else if (p->initial && p->type == SAMPLE_BOOLEAN) text_add_string(mof, " = true");
    else if (p->initial && is_integer(p->type)) text_add_string(mof, p->values ? " = 0" : " = 1");
    else if (p->initial) text_add_string(mof, " = 1.5");
    text_add_string(mof, ";\n");
}

void sample_print(const struct sample *s, struct text *mof)
{
    char name[24];
    for (size_t i = 0; i < s->count; i++) {
        const struct sample_class *c = &s->classes[i], *base = c->base ? sample_class_of(s, c->base) : NULL;
        sample_class_name(c->name, name);
        text_printf(mof, "%sclass %s", c->abstract ? "[Abstract] " : "", name);
        if (base) sample_class_name(base->name, name), text_printf(mof, " : %s", name);
        text_add_string(mof, " {\n");
        for (size_t j = 0; j < c->count; j++) print_property(s, &c->properties[j], mof);
        text_add_string(mof, "};\n");
    }
}

/* ---- rows ----------------------------------------------------------------------------------------------- */

void sample_moment(struct text *date, struct text *utc)
{
    static const char *const moments[][2] = {{"20240229235959.999999+000", "1709251199999999"},
                                             {"19900101000000.000000+***", "NULL"},
                                             {"00000001123456.000001:000", "131696000001"},
                                             {"20240501100000.000000+060", "1714554000000000"}};
    unsigned n = pick(sizeof moments / sizeof *moments);
    text_printf(date, "'%s'", moments[n][0]);
    text_add_string(utc, moments[n][1]);
}

static void integer_value(const struct sample_property *p, struct text *sql)
{
    static const char *const edges[] = {"0",
                                        "1",
                                        "2",
                                        "3",
                                        "25",
                                        "100",
                                        "127",
                                        "128",
                                        "255",
                                        "256",
                                        "32768",
                                        "65535",
                                        "65536",
                                        "2147483648",
                                        "4294967295",
                                        "9007199254740993",
                                        "9223372036854775807",
                                        "-1",
                                        "-128",
                                        "-129",
                                        "-2147483648",
                                        "(-9223372036854775807 - 1)"};
    if (once_in(2)) text_printf(sql, "%u", pick(p->values ? p->values + 1 : 12));
    else text_add_string(sql, edges[pick(sizeof edges / sizeof *edges)]);
}

void sample_value(const struct sample_property *p, struct text *sql)
{
    static const char *const reals[] = {"0.0", "1.5", "-2.0", "3.0", "1e300", "0.1", "16777217.0", "1e19"};
    static const char *const words[] = {"''",
                                        "'a'",
                                        "'true'",
                                        "'FALSE'",
                                        "'12'",
                                        "'007'",
                                        "'-5'",
                                        "'1.5e3'",
                                        "'it''s'",
                                        "'äöü'",
                                        "'longer than most'",
                                        "'18446744073709551615'",
                                        "'v0'",
                                        "'v1'"};
    if (once_in(5)) {
        text_add_string(sql, "NULL");
        return;
    }
    if (p->array) {
        static const char *const lists[] = {"'[]'", "'[1,2,300]'", "'[0]'", "'[-1]'", "'[1,70000]'"};
        if (p->type == SAMPLE_UINT8) text_add_string(sql, "x'0102ff'");
        else text_add_string(sql, lists[pick(is_integer(p->type) ? 5 : 1)]);
    } else if (p->type == SAMPLE_BOOLEAN) text_printf(sql, "%u", pick(2));
    else if (is_integer(p->type)) integer_value(p, sql);
    else if (p->type == SAMPLE_REAL32 || p->type == SAMPLE_REAL64)
        text_add_string(sql, reals[pick(sizeof reals / sizeof *reals)]);
    else if (p->type == SAMPLE_STRING && p->values) text_printf(sql, "'v%u'", pick(p->values));
    else text_add_string(sql, words[pick(sizeof words / sizeof *words)]);
}
