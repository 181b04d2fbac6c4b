/* Structs to JSON: one line, members in the table's order, nothing but what is present. Integers that a double cannot
 * hold are strings, bytes are base64, so that any reader gets the same value back. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json_token.h"
#include "rows.h"

struct writer {
    mof_arena *arena;
    char *at;
    size_t len, room;
    unsigned depth;
    enum mof_status status;
    const char *property; /* that was being written when it failed */
};

static void fail(struct writer *w, enum mof_status status)
{
    if (w->status == MOF_OK) w->status = status;
}

/* Makes room for `len` more bytes and a NUL. */
static bool has_room(struct writer *w, size_t len)
{
    if (w->status != MOF_OK) return false;
    if (w->at && w->room - w->len > len) return true;
    size_t room = (w->room + len) * 2 + 256;
    char *larger = room > len ? mof_arena_alloc(w->arena, room) : NULL;
    if (!larger) {
        fail(w, MOF_NO_MEMORY);
        return false;
    }
    if (w->len) memcpy(larger, w->at, w->len);
    w->at = larger;
    w->room = room;
    return true;
}

static void add(struct writer *w, const char *bytes, size_t len)
{
    if (!has_room(w, len)) return;
    memcpy(w->at + w->len, bytes, len);
    w->len += len;
    w->at[w->len] = 0;
}

static void add_text(struct writer *w, const char *text) { add(w, text, strlen(text)); }

static void add_string(struct writer *w, mof_str s)
{
    static const char hex[] = "0123456789abcdef";
    size_t characters, from = 0;
    if (!mof_str_valid(s, &characters)) {
        fail(w, MOF_INVALID);
        return;
    }
    add_text(w, "\"");
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7F) continue;
        char escape[] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
        char brief[] = {'\\', c == '\n' ? 'n' : c == '\t' ? 't' : (char)c};
        bool is_brief = c == '"' || c == '\\' || c == '\n' || c == '\t';
        add(w, s.at + from, i - from);
        add(w, is_brief ? brief : escape, is_brief ? sizeof brief : sizeof escape);
        from = i + 1;
    }
    if (s.len > from) add(w, s.at + from, s.len - from);
    add_text(w, "\"");
}

/* ---- numbers -------------------------------------------------------------------------------------------- */

static void add_integer(struct writer *w, bool minus, uint64_t magnitude)
{
    char digits[32], *at = digits + sizeof digits;
    bool quoted = magnitude > (uint64_t)1 << 53;
    if (quoted) *--at = '"';
    do *--at = (char)('0' + magnitude % 10);
    while (magnitude /= 10);
    if (minus) *--at = '-';
    if (quoted) *--at = '"';
    add(w, at, (size_t)(digits + sizeof digits - at));
}

static void add_signed(struct writer *w, int64_t value)
{
    add_integer(w, value < 0, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

static void add_real(struct writer *w, double value, bool single)
{
    char number[MOF_REAL_ROOM];
    if (!isfinite(value)) fail(w, MOF_INVALID);
    else add(w, number, mof_real_format(value, single, number));
}

/* ---- values --------------------------------------------------------------------------------------------- */

static void write_object(struct writer *w, const mof_class *of, const void *object);

static void add_date(struct writer *w, const mof_datetime *d)
{
    char text[MOF_DATETIME_ROOM];
    if (!mof_datetime_format(d, text)) fail(w, MOF_INVALID);
    add_string(w, mof_str_from(text));
}

/* An object of any class is text from outside: it goes through the parser, so that it cannot break the line. */
static void add_any(struct writer *w, mof_str json)
{
    struct mof_json j = {.at = json.at ? json.at : "", .end = json.at ? json.at + json.len : ""};
    struct mof_json_token whole;
    bool good = mof_json_value(&j, &whole) == MOF_JSON_OBJECT && mof_json_skip(&j, &whole) && mof_json_end(&j);
    if (!good) fail(w, MOF_INVALID);
    if (good && has_room(w, json.len)) w->len += mof_json_compact(json, w->at + w->len);
    if (w->status == MOF_OK) w->at[w->len] = 0;
}

static void add_embedded(struct writer *w, const struct mof_property *p, const void *object)
{
    if (!object) add_text(w, "null");
    else write_object(w, p->embedded, object);
}

static const void *pointer_at(const void *at)
{
    const void *pointer;
    memcpy(&pointer, at, sizeof pointer);
    return pointer;
}

static void write_one(struct writer *w, const struct mof_property *p, const void *at)
{
    switch (p->type) {
    case MOF_BOOLEAN: add_text(w, *(const bool *)at ? "true" : "false"); break;
    case MOF_UINT8: add_integer(w, false, *(const uint8_t *)at); break;
    case MOF_SINT8: add_signed(w, *(const int8_t *)at); break;
    case MOF_UINT16:
    case MOF_CHAR16: add_integer(w, false, *(const uint16_t *)at); break;
    case MOF_SINT16: add_signed(w, *(const int16_t *)at); break;
    case MOF_UINT32: add_integer(w, false, *(const uint32_t *)at); break;
    case MOF_SINT32: add_signed(w, *(const int32_t *)at); break;
    case MOF_UINT64: add_integer(w, false, *(const uint64_t *)at); break;
    case MOF_SINT64: add_signed(w, *(const int64_t *)at); break;
    case MOF_REAL32: add_real(w, (double)*(const float *)at, true); break;
    case MOF_REAL64: add_real(w, *(const double *)at, false); break;
    case MOF_STRING: add_string(w, *(const mof_str *)at); break;
    case MOF_REFERENCE: add_string(w, ((const mof_ref *)at)->path); break;
    case MOF_DATETIME: add_date(w, at); break;
    case MOF_OBJECT: add_any(w, ((const mof_object *)at)->json); break;
    case MOF_CLASS: add_embedded(w, p, p->flags & MOF_ARRAY ? at : pointer_at(at)); break;
    default: fail(w, MOF_INVALID);
    }
}

static void add_base64(struct writer *w, const uint8_t *in, size_t count)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    add_text(w, "\"");
    for (size_t i = 0; i < count && w->status == MOF_OK; i += 3) {
        size_t left = count - i;
        uint32_t bits = (uint32_t)in[i] << 16 | (left > 1 ? (uint32_t)in[i + 1] << 8 : 0) | (left > 2 ? in[i + 2] : 0u);
        char four[] = {letters[bits >> 18], letters[bits >> 12 & 63], left > 1 ? letters[bits >> 6 & 63] : '=',
                       left > 2 ? letters[bits & 63] : '='};
        add(w, four, sizeof four);
    }
    add_text(w, "\"");
}

static void write_value(struct writer *w, const struct mof_property *p, const void *at)
{
    struct mof_any_array array;
    if (!(p->flags & MOF_ARRAY)) {
        write_one(w, p, at);
        return;
    }
    memcpy(&array, at, sizeof array);
    if (p->type == MOF_UINT8) {
        add_base64(w, array.items, array.count);
        return;
    }
    add_text(w, "[");
    for (size_t i = 0; i < array.count && w->status == MOF_OK; i++) {
        if (i) add_text(w, ",");
        write_one(w, p, (const char *)array.items + i * mof_item_size(p));
    }
    add_text(w, "]");
}

static void write_object(struct writer *w, const mof_class *c, const void *object)
{
    const bool *has = mof_has_const(c, object);
    const char *comma = "";
    if (w->depth++ >= MOF_DEPTH) fail(w, MOF_INVALID);
    add_text(w, "{");
    for (uint32_t i = 0; i < c->count && w->status == MOF_OK; i++) {
        if (!has[i]) continue;
        const struct mof_property *p = mof_row(c, i);
        add_text(w, comma);
        add_string(w, mof_str_from(p->name));
        add_text(w, ":");
        w->property = p->name;
        write_value(w, p, (const char *)object + p->offset);
        comma = ",";
    }
    add_text(w, "}");
    w->depth--;
}

static enum mof_status finish(const struct writer *w, mof_str *out)
{
    *out = w->status == MOF_OK ? mof_str_of(w->at, w->len) : mof_str_of(NULL, 0);
    return w->status;
}

enum mof_status mof_to_json(const mof_class *of, const void *object, mof_str *json, mof_arena *arena, mof_error *error)
{
    struct writer w = {.arena = arena};
    write_object(&w, of, object);
    if (w.status == MOF_NO_MEMORY) mof_fail(error, w.status, "%s to JSON: out of memory", of->name);
    if (w.status == MOF_INVALID)
        mof_fail(error, w.status, "%s to JSON: the value of %s cannot be written", of->name, w.property);
    return finish(&w, json);
}

enum mof_status mof_json_write_value(const struct mof_property *p, const void *value, mof_str *out, mof_arena *arena)
{
    struct writer w = {.arena = arena, .depth = 1};
    write_value(&w, p, value);
    return finish(&w, out);
}
