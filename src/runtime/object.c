/* Whole objects: compared, copied with all that they borrow, and printed for people. */
#include <stdio.h>
#include <string.h>

#include "rows.h"

static bool is_text(const struct mof_property *p)
{
    return p->type == MOF_STRING || p->type == MOF_REFERENCE ||
           p->type == MOF_OBJECT; /* a mof_str, whatever it is called */
}

static const void *pointer_at(const void *at)
{
    const void *pointer;
    memcpy(&pointer, at, sizeof pointer);
    return pointer;
}

/* ---- equal ---------------------------------------------------------------------------------------------- */

static bool same_object(const mof_class *of, const void *a, const void *b, unsigned depth);

static bool same_item(const struct mof_property *p, const void *a, const void *b, unsigned depth)
{
    if (is_text(p)) return mof_str_equal(*(const mof_str *)a, *(const mof_str *)b);
    if (p->type == MOF_DATETIME) return mof_datetime_equal(a, b);
    if (p->type != MOF_CLASS) return memcmp(a, b, mof_item_size(p)) == 0;
    if (!(p->flags & MOF_ARRAY)) a = pointer_at(a), b = pointer_at(b);
    return a == b || (a && b && same_object(p->embedded, a, b, depth + 1));
}

static bool same_value(const struct mof_property *p, const void *a, const void *b, unsigned depth)
{
    if (!(p->flags & MOF_ARRAY)) return same_item(p, a, b, depth);
    const struct mof_any_array *x = a, *y = b;
    size_t size = mof_item_size(p);
    if (x->count != y->count) return false;
    for (size_t i = 0; i < x->count; i++)
        if (!same_item(p, (const char *)x->items + i * size, (const char *)y->items + i * size, depth)) return false;
    return true;
}

static bool same_object(const mof_class *of, const void *a, const void *b, unsigned depth)
{
    const bool *has = mof_has_const(of, a);
    if (depth >= MOF_DEPTH || memcmp(has, mof_has_const(of, b), of->count) != 0) return false;
    for (uint32_t i = 0; i < of->count; i++) {
        const struct mof_property *p = mof_row(of, i);
        if (has[i] && !same_value(p, (const char *)a + p->offset, (const char *)b + p->offset, depth)) return false;
    }
    return true;
}

bool mof_same_value(const struct mof_property *p, const void *a, const void *b) { return same_value(p, a, b, 0); }

bool mof_equal(const mof_class *of, const void *a, const void *b) { return same_object(of, a, b, 0); }

/* ---- copy ----------------------------------------------------------------------------------------------- */

static enum mof_status copy_object(const mof_class *of, void *to, const void *from, mof_arena *arena, unsigned depth);

/* `to` is a copy of the bytes already; what they point at is not. */
static enum mof_status copy_item(const struct mof_property *p, void *to, const void *from, mof_arena *arena,
                                 unsigned depth)
{
    if (is_text(p)) {
        const mof_str *text = from;
        return mof_arena_str(arena, text->at, text->len, to) ? MOF_OK : MOF_NO_MEMORY;
    }
    if (p->type != MOF_CLASS) return MOF_OK;
    if (p->flags & MOF_ARRAY) return copy_object(p->embedded, to, from, arena, depth + 1);
    const void *inner = pointer_at(from);
    if (!inner) return MOF_OK;
    void *made = mof_arena_alloc(arena, p->embedded->size);
    if (!made) return MOF_NO_MEMORY;
    memcpy(to, &made, sizeof made);
    return copy_object(p->embedded, made, inner, arena, depth + 1);
}

static enum mof_status copy_value(const struct mof_property *p, void *to, const void *from, mof_arena *arena,
                                  unsigned depth)
{
    memcpy(to, from, mof_value_size(p));
    if (!(p->flags & MOF_ARRAY)) return copy_item(p, to, from, arena, depth);
    const struct mof_any_array *array = from;
    size_t size = mof_item_size(p);
    enum mof_status status = MOF_OK;
    if (array->count > SIZE_MAX / size) return MOF_NO_MEMORY;
    char *items = mof_arena_alloc(arena, array->count * size);
    if (!items) return MOF_NO_MEMORY;
    if (array->count) memcpy(items, array->items, array->count * size);
    *(struct mof_any_array *)to = (struct mof_any_array){items, array->count};
    for (size_t i = 0; i < array->count && status == MOF_OK; i++)
        status = copy_item(p, items + i * size, (const char *)array->items + i * size, arena, depth);
    return status;
}

static enum mof_status copy_object(const mof_class *of, void *to, const void *from, mof_arena *arena, unsigned depth)
{
    const bool *has = mof_has_const(of, from);
    enum mof_status status = depth < MOF_DEPTH ? MOF_OK : MOF_INVALID;
    memset(to, 0, of->size);
    for (uint32_t i = 0; i < of->count && status == MOF_OK; i++) {
        const struct mof_property *p = mof_row(of, i);
        if (!has[i]) continue;
        mof_has(of, to)[i] = true;
        status = copy_value(p, (char *)to + p->offset, (const char *)from + p->offset, arena, depth);
    }
    return status;
}

enum mof_status mof_copy(const mof_class *of, void *to, const void *from, mof_arena *arena, mof_error *error)
{
    enum mof_status status = copy_object(of, to, from, arena, 0);
    if (status == MOF_NO_MEMORY) return mof_fail(error, status, "copying %s: out of memory", of->name);
    if (status == MOF_INVALID)
        return mof_fail(error, status, "copying %s: more than %d objects within each other", of->name, MOF_DEPTH);
    return MOF_OK;
}

/* ---- print ---------------------------------------------------------------------------------------------- */

enum { LABEL_ROOM = 120 };

/* " (Label)" of a value that has one. */
static void add_label(const struct mof_property *p, const void *value, char out[LABEL_ROOM])
{
    const struct mof_enum *e = p->values;
    char flags[LABEL_ROOM - 4];
    const char *label = NULL;
    out[0] = 0;
    if (!e || p->flags & MOF_ARRAY) return;
    if (e->type == MOF_STRING) label = is_text(p) ? mof_enum_name_text(e, *(const mof_str *)value) : NULL;
    else if (e->flags) label = (mof_enum_format(e, mof_number_at(p->type, value), flags, sizeof flags), flags);
    else label = mof_enum_name(e, mof_number_at(p->type, value));
    if (label) snprintf(out, LABEL_ROOM, " (%s)", label);
}

/* One line of a property, in the arena. */
static enum mof_status print_property(const struct mof_property *p, const void *value, mof_arena *arena, mof_str *line)
{
    char label[LABEL_ROOM];
    mof_str json;
    enum mof_status status = mof_json_write_value(p, value, &json, arena);
    if (status == MOF_NO_MEMORY) return status;
    if (status != MOF_OK) json = mof_str_from("?"); /* no valid text, number or date */
    add_label(p, value, label);
    size_t room = strlen(p->name) + json.len + strlen(label) + sizeof "  : \n";
    char *text = mof_arena_alloc(arena, room);
    if (!text) return MOF_NO_MEMORY;
    int len = snprintf(text, room, "  %s: %.*s%s\n", p->name, (int)json.len, json.at, label);
    *line = mof_str_of(text, (size_t)len);
    return MOF_OK;
}

enum mof_status mof_print(const mof_class *of, const void *object, mof_str *text, mof_arena *arena, mof_error *error)
{
    const bool *has = mof_has_const(of, object);
    mof_str *lines = mof_arena_alloc(arena, (of->count + 1) * sizeof *lines);
    size_t len = strlen(of->name) + 1;
    enum mof_status status = lines ? MOF_OK : MOF_NO_MEMORY;
    for (uint32_t i = 0; i < of->count && status == MOF_OK; i++) {
        const struct mof_property *p = mof_row(of, i);
        if (has[i]) status = print_property(p, (const char *)object + p->offset, arena, &lines[i]);
        len += lines[i].len;
    }
    char *all = status == MOF_OK ? mof_arena_alloc(arena, len + 1) : NULL;
    *text = mof_str_of(NULL, 0);
    if (!all) return mof_fail(error, MOF_NO_MEMORY, "printing %s: out of memory", of->name);
    char *at = all + snprintf(all, len + 1, "%s\n", of->name);
    for (uint32_t i = 0; i < of->count; i++) {
        if (lines[i].len) memcpy(at, lines[i].at, lines[i].len);
        at += lines[i].len;
    }
    *text = mof_str_of(all, len);
    return MOF_OK;
}
