/* All kinds of object with all of their fields, and the documents made from them. */
#include <assert.h>
#include <string.h>

#include "model/walk.h"

/* ---- the shape ------------------------------------------------------------------------------------------ */

/* The object that a backend adds: about the same thing, with fields of its own. */
static void walk_extension(const struct walk *w, const char *name)
{
    for (const struct field *f = shape_fields(w->model->shape, w->at.kind); f->name; f++)
        if (f->name == name) walk_object(w, name, (struct subject){f->kind, w->at.klass, w->at.of, w->at.in});
}

static const struct kind *extension_of(const struct backend *b, const struct kind *kind)
{
    for (const struct extension *e = b->extensions; e->of; e++)
        if (e->of == kind) return e->kind;
    return NULL;
}

static const struct field *all_fields(struct arena *arena, const struct kind *kind,
                                      const struct backend *const *backends, size_t count)
{
    size_t n = 0;
    while (kind->fields[n].name) n++;
    struct field *fields = arena_array(arena, n + count + 1, sizeof *fields);
    memcpy(fields, kind->fields, n * sizeof *fields);
    for (size_t i = 0; i < count; i++) {
        const struct kind *more = extension_of(backends[i], kind);
        if (more)
            fields[n++] =
                (struct field){backends[i]->name, FIELD_OBJECT, backends[i]->words, walk_extension, more, NULL};
    }
    return fields;
}

static void add_kind(struct shape *s, const struct kind *kind)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->kinds[i] == kind) return;
    assert(s->count < sizeof s->kinds / sizeof *s->kinds);
    s->kinds[s->count++] = kind;
}

const struct shape *shape_new(struct arena *arena, const struct backend *const *backends, size_t count)
{
    struct shape *s = arena_new(arena, struct shape);
    add_kind(s, &kind_schema);
    for (size_t i = 0; i < s->count; i++) {
        s->fields[i] = all_fields(arena, s->kinds[i], backends, count);
        for (const struct field *f = s->fields[i]; f->name; f++)
            if (f->kind) add_kind(s, f->kind);
    }
    return s;
}

const struct field *shape_fields(const struct shape *shape, const struct kind *kind)
{
    size_t i = 0;
    while (shape->kinds[i] != kind) assert(i < shape->count), i++;
    return shape->fields[i];
}

/* ---- JSON Schema ---------------------------------------------------------------------------------------- */

static void write_reference(struct sink *to, const char *name)
{
    struct text t = {0};
    text_printf(&t, "#/$defs/%s", name);
    sink_slice(to, "$ref", (struct slice){t.at, (uint32_t)t.len});
    text_free(&t);
}

/* The keywords of one such value, without those of lists and of absence. */
static void write_one(struct sink *to, const struct field *f)
{
    switch (f->type & ~(unsigned)(FIELD_LIST | FIELD_OR_FALSE)) {
    case FIELD_BOOLEAN: sink_string(to, "type", "boolean"); break;
    case FIELD_INTEGER: sink_string(to, "type", "integer"); break;
    case FIELD_NUMBER: write_reference(to, "number"); break;
    case FIELD_VALUE: write_reference(to, "any"); break;
    case FIELD_OBJECT: write_reference(to, f->kind->name); break;
    default:
        if (!f->one_of) {
            sink_string(to, "type", "string");
            break;
        }
        sink_list(to, "enum");
        for (const char *const *word = f->one_of; *word; word++) sink_string(to, NULL, *word);
        sink_end(to);
    }
}

static void write_type(struct sink *to, const struct field *f)
{
    if (f->type & FIELD_LIST) {
        sink_string(to, "type", "array");
        sink_object(to, "items");
        write_one(to, f);
        sink_end(to);
    } else if (f->type & FIELD_OR_FALSE) {
        sink_list(to, "oneOf");
        sink_object(to, NULL);
        sink_boolean(to, "const", false);
        sink_end(to);
        sink_object(to, NULL);
        write_one(to, f);
        sink_end(to);
        sink_end(to);
    } else {
        write_one(to, f);
    }
}

static void write_kind(struct sink *to, const struct kind *kind, const struct field *fields)
{
    sink_string(to, "description", kind->words);
    sink_string(to, "type", "object");
    sink_object(to, "properties");
    for (const struct field *f = fields; f->name; f++) {
        sink_object(to, f->name);
        sink_string(to, "description", f->words);
        write_type(to, f);
        sink_end(to);
    }
    sink_end(to);
    sink_list(to, "required");
    for (const struct field *f = fields; f->name; f++) sink_string(to, NULL, f->name);
    sink_end(to);
    sink_boolean(to, "additionalProperties", false);
}

static void write_alternative(struct sink *to, const char *type, const char *pattern)
{
    sink_object(to, NULL);
    sink_string(to, "type", type);
    if (pattern) sink_string(to, "pattern", pattern);
    sink_end(to);
}

static void write_number_and_any(struct sink *to)
{
    static const struct field item = {.type = FIELD_VALUE | FIELD_LIST},
                              instance = {.type = FIELD_OBJECT, .kind = &kind_instance};
    sink_object(to, "number");
    sink_string(to, "description", "An integer; beyond 64 signed bits, a string of digits.");
    sink_list(to, "oneOf");
    write_alternative(to, "integer", NULL);
    write_alternative(to, "string", "^-?[0-9]+$");
    sink_end(to);
    sink_end(to);
    sink_object(to, "any");
    sink_string(to, "description", "A value as JSON has it; false also stands for NULL.");
    sink_list(to, "oneOf");
    write_alternative(to, "boolean", NULL);
    write_alternative(to, "number", NULL);
    write_alternative(to, "string", NULL);
    sink_object(to, NULL);
    write_type(to, &item);
    sink_end(to);
    sink_object(to, NULL);
    write_type(to, &instance);
    sink_end(to);
    sink_end(to);
    sink_end(to);
}

void shape_write_schema(const struct shape *shape, struct sink *to)
{
    sink_object(to, NULL);
    sink_string(to, "$schema", "https://json-schema.org/draft/2020-12/schema");
    sink_string(to, "title", "mofc dump --format json");
    write_kind(to, shape->kinds[0], shape->fields[0]);
    sink_object(to, "$defs");
    write_number_and_any(to);
    for (size_t i = 1; i < shape->count; i++) {
        sink_object(to, shape->kinds[i]->name);
        write_kind(to, shape->kinds[i], shape->fields[i]);
        sink_end(to);
    }
    sink_end(to);
    sink_end(to);
}
