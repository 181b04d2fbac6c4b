/* Violations: collected as data, turned into words when somebody asks. */
#include <stdio.h>
#include <string.h>

#include "rows.h"

mof_report mof_report_of(mof_violation *items, size_t capacity)
{
    return (mof_report){.items = items, .capacity = capacity};
}

void mof_report_add(mof_report *r, const mof_violation *v)
{
    if (!r) return;
    if (r->count < r->capacity) r->items[r->count] = *v;
    r->count++;
    r->errors += !v->warning;
}

/* What each rule is called and how it is put. In the words, %V is the value, %L the limit, %T the type that is
 * wanted, %U why a value is not listed, %R what is wrong with an object path. */
static const struct {
    const char *name, *words, *redacted;
} rules[MOF_RULE_COUNT] = {
    [MOF_RULE_KEY_MISSING] = {"key-missing", "is a key and has no value", NULL},
    [MOF_RULE_NULL] = {"null", "must have a value", NULL},
    [MOF_RULE_READ_ONLY] = {"read-only", "is read-only and must not be set", NULL},
    [MOF_RULE_KEY_CHANGED] = {"key-changed", "is a key and cannot change", NULL},
    [MOF_RULE_IMMUTABLE] = {"immutable", "cannot change after creation", NULL},
    [MOF_RULE_NOT_PRESENT] =
        {"not-present", "holds a value, but `has` says that it is not there (mof_set and mof_unset keep both in step)",
         NULL},
    [MOF_RULE_TOO_SHORT] = {"too-short", "%V has %N, at least %L are needed", "has %N, at least %L are needed"},
    [MOF_RULE_TOO_LONG] = {"too-long", "%V has %N, at most %L are allowed", "has %N, at most %L are allowed"},
    [MOF_RULE_TOO_SMALL] = {"too-small", "%V is below the least value%M", "is below the least value%M"},
    [MOF_RULE_TOO_LARGE] = {"too-large", "%V is above the greatest value%M", "is above the greatest value%M"},
    [MOF_RULE_UNKNOWN_VALUE] = {"unknown-value", "%V %U", "holds a value that is not listed"},
    [MOF_RULE_LENGTH_MISMATCH] = {"length-mismatch", "says %V, but the array it counts has %N",
                                  "does not hold the number of items of the array it counts"},
    [MOF_RULE_ARRAY_SIZE] = {"array-size", "has %C, must have %L", NULL},
    [MOF_RULE_BAD_DATETIME] = {"bad-datetime", "%V is no date, time or interval", "is no date, time or interval"},
    [MOF_RULE_BAD_TEXT] = {"bad-text", "is not UTF-8, or holds a NUL", NULL},
    [MOF_RULE_NOT_FINITE] = {"not-finite", "is infinite or not a number", NULL},
    [MOF_RULE_TOO_DEEP] = {"too-deep", "embeds objects in each other more than %L deep", NULL},
    [MOF_RULE_WRONG_TYPE] = {"wrong-type", "%V is not %T", "is not %T"},
    [MOF_RULE_BAD_REFERENCE] = {"bad-reference", "%V %R", "%R"},
    [MOF_RULE_UNKNOWN_PROPERTY] = {"unknown-property", "is no property of this class", NULL},
    [MOF_RULE_DUPLICATE_PROPERTY] = {"duplicate-property", "is given twice", NULL},
};

const char *mof_rule_name(enum mof_rule rule) { return (unsigned)rule < MOF_RULE_COUNT ? rules[rule].name : "unknown"; }

/* ---- words ---------------------------------------------------------------------------------------------- */

struct line {
    char *out;
    size_t room, len;
};

static void add_bytes(struct line *l, const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++, l->len++)
        if (l->len + 1 < l->room) l->out[l->len] = bytes[i];
}

static void add_string(struct line *l, const char *text) { add_bytes(l, text, strlen(text)); }

static void add_number(struct line *l, uint8_t type, uint64_t value)
{
    char number[40];
    double real;
    memcpy(&real, &value, sizeof real);
    switch (type) {
    case MOF_SINT8:
    case MOF_SINT16:
    case MOF_SINT32:
    case MOF_SINT64: snprintf(number, sizeof number, "%lld", (long long)(int64_t)value); break;
    case MOF_REAL32:
    case MOF_REAL64: snprintf(number, sizeof number, "%g", real); break;
    case MOF_BOOLEAN: snprintf(number, sizeof number, "%s", value ? "true" : "false"); break;
    default: snprintf(number, sizeof number, "%llu", (unsigned long long)value);
    }
    add_string(l, number);
}

enum { SHOWN = 60 };

/* In quotes, controls as '?', cut at a character's end where it is long. */
static void add_quoted(struct line *l, mof_str text)
{
    size_t len = text.len > SHOWN ? SHOWN : text.len;
    while (len < text.len && len && ((unsigned char)text.at[len] & 0xC0) == 0x80) len--;
    add_string(l, "'");
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        add_bytes(l, c < 0x20 || c == 0x7F ? "?" : text.at + i, 1);
    }
    add_string(l, len < text.len ? "...'" : "'");
}

static void add_value(struct line *l, const mof_violation *v)
{
    bool number = v->value_type <= MOF_REAL64 && (v->rule == MOF_RULE_TOO_SMALL || v->rule == MOF_RULE_TOO_LARGE);
    bool plain = number || (v->rule == MOF_RULE_WRONG_TYPE && v->value == MOF_WRONG_OTHER);
    if (v->text.at && plain) add_bytes(l, v->text.at, v->text.len);
    else if (v->text.at) add_quoted(l, v->text);
    else if (v->value_type == MOF_DATETIME || v->value_type == MOF_STRING) add_string(l, "it");
    else add_number(l, v->value_type, v->value);
}

static void add_count(struct line *l, uint64_t count, const char *one)
{
    add_number(l, MOF_UINT64, count);
    add_string(l, " ");
    add_string(l, one);
    if (count != 1) add_string(l, "s");
}

static const char *const type_words[] = {
    [MOF_BOOLEAN] = "true or false",    [MOF_UINT8] = "an unsigned 8-bit integer",
    [MOF_SINT8] = "an 8-bit integer",   [MOF_UINT16] = "an unsigned 16-bit integer",
    [MOF_SINT16] = "a 16-bit integer",  [MOF_UINT32] = "an unsigned 32-bit integer",
    [MOF_SINT32] = "a 32-bit integer",  [MOF_UINT64] = "an unsigned 64-bit integer",
    [MOF_SINT64] = "a 64-bit integer",  [MOF_REAL32] = "a number",
    [MOF_REAL64] = "a number",          [MOF_CHAR16] = "a character",
    [MOF_STRING] = "a string",          [MOF_DATETIME] = "a datetime's text",
    [MOF_REFERENCE] = "an object path", [MOF_CLASS] = "an object",
    [MOF_OBJECT] = "an object"};

static void add_type(struct line *l, const mof_violation *v)
{
    bool array = v->rule == MOF_RULE_WRONG_TYPE && v->limit == MOF_WRONG_ARRAY;
    if (array) add_string(l, v->value_type == MOF_UINT8 ? "base64 or an array of bytes" : "an array");
    else add_string(l, v->value_type <= MOF_OBJECT ? type_words[v->value_type] : "of its type");
}

/* Of flags, the bits that are not listed. */
static void add_unknown(struct line *l, const mof_violation *v)
{
    char bits[64];
    snprintf(bits, sizeof bits, "sets 0x%llX, which is none of its flags", (unsigned long long)v->limit);
    add_string(l, v->limit ? bits : "is none of the values it can take");
}

static void add_bad_path(struct line *l, const mof_violation *v)
{
    char words[200];
    int64_t place = v->of && v->property ? mof_class_find(v->of, mof_str_from(v->property)) : MOF_NO_PROPERTY;
    const struct mof_property *p = place < 0 ? NULL : mof_row(v->of, (uint32_t)place);
    bool known = p && p->type == MOF_REFERENCE;
    mof_path_explain((enum mof_bad_path)v->value, known ? p->target : NULL, (uint32_t)v->limit, words, sizeof words);
    add_string(l, words);
}

/* Of TOO_SHORT and TOO_LONG the value is a length; of LENGTH_MISMATCH the limit is the array's. */
static void add_part(struct line *l, const mof_violation *v, char part)
{
    bool bytes = v->value_type == MOF_UINT8;
    switch (part) {
    case 'V':
        if (v->rule == MOF_RULE_TOO_LONG || v->rule == MOF_RULE_TOO_SHORT) {
            if (v->text.at) add_quoted(l, v->text);
            else add_string(l, "it");
        } else {
            add_value(l, v);
        }
        break;
    case 'N':
        if (v->rule == MOF_RULE_LENGTH_MISMATCH) add_count(l, v->limit, "item");
        else add_count(l, v->value, bytes ? "byte" : "character");
        break;
    case 'C': add_count(l, v->value, "item"); break;
    case 'L': add_number(l, MOF_UINT64, v->limit); break;
    case 'M':
        if (v->value_type == MOF_STRING) break;
        add_string(l, " ");
        add_number(l, v->value_type, v->limit);
        break;
    case 'U': add_unknown(l, v); break;
    case 'R': add_bad_path(l, v); break;
    default: add_type(l, v);
    }
}

static void add_step(struct line *l, const char *property, int64_t index)
{
    char number[32];
    add_string(l, property);
    if (index == MOF_WHOLE) return;
    snprintf(number, sizeof number, "[%lld]", (long long)index);
    add_string(l, number);
}

size_t mof_violation_format(const mof_violation *v, bool redact, char *out, size_t room)
{
    struct line l = {out, room, 0};
    for (uint32_t i = 0; i < v->depth && i < MOF_STEPS; i++) {
        add_step(&l, v->within[i].property, v->within[i].index);
        add_string(&l, ".");
    }
    if (v->depth > MOF_STEPS) add_string(&l, "...");
    add_step(&l, v->property ? v->property : "", v->index);
    add_string(&l, v->property ? ": " : "");
    const char *words = (unsigned)v->rule < MOF_RULE_COUNT ? rules[v->rule].words : "breaks a rule";
    if (redact && (unsigned)v->rule < MOF_RULE_COUNT && rules[v->rule].redacted) words = rules[v->rule].redacted;
    for (; *words; words++) {
        if (*words == '%') add_part(&l, v, *++words);
        else add_bytes(&l, words, 1);
    }
    if (room) out[l.len < room ? l.len : room - 1] = 0;
    return l.len;
}

void mof_report_print(const mof_report *report, FILE *to)
{
    size_t held = report->count < report->capacity ? report->count : report->capacity;
    for (size_t i = 0; i < held; i++) {
        char words[1024];
        const mof_violation *v = &report->items[i];
        mof_violation_format(v, false, words, sizeof words);
        if (v->line > 0) fprintf(to, "%d:%d: ", v->line, v->column);
        fprintf(to, "%s\n", words);
    }
    if (report->count > held) fprintf(to, "and %zu more\n", report->count - held);
}
