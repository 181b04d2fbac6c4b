/* `mofc help templates`: prose, with functions and fields from the tables that work. */
#include "template/manual.h"

#include <string.h>

#include "template/sandbox.h"

static const char *one_word(const struct field *f)
{
    switch (f->type & ~(unsigned)(FIELD_LIST | FIELD_OR_FALSE)) {
    case FIELD_BOOLEAN: return "boolean";
    case FIELD_INTEGER: return "integer";
    case FIELD_NUMBER: return "number";
    case FIELD_VALUE: return "any value";
    case FIELD_OBJECT: return f->kind->name;
    default: return "string";
    }
}

static void add_field(struct text *out, const struct field *f)
{
    text_printf(out, "- `%s` (%s%s%s", f->name, f->type & FIELD_LIST ? "list of " : "", one_word(f),
                f->type & FIELD_OR_FALSE ? " or false" : "");
    for (const char *const *word = f->one_of; word && *word; word++)
        text_printf(out, "%s \"%s\"", word == f->one_of ? ":" : ",", *word);
    text_printf(out, "): %s\n", f->words);
}

static void add_fields(struct text *out, const struct shape *shape)
{
    for (size_t i = 0; i < shape->count; i++) {
        text_printf(out, "%s### %s\n\n%s\n\n", i ? "\n" : "", shape->kinds[i]->name, shape->kinds[i]->words);
        for (const struct field *f = shape->fields[i]; f->name; f++) add_field(out, f);
    }
}

void manual_write(struct text *out, const struct shape *shape)
{
    const char *at = (const char *)manual_prose, *mark;
    while ((mark = strstr(at, "\n@"))) {
        text_add(out, at, (size_t)(mark + 1 - at));
        if (strncmp(mark, "\n@functions@\n", 13) == 0) lua_write_functions(out);
        else add_fields(out, shape);
        at = strchr(mark + 1, '\n') + 1;
    }
    text_add_string(out, at);
}
