/* Whether a JSON dump is what its own JSON Schema says: `valid_dump SCHEMA DUMP...`. Knows the keywords that the schema
 * uses (type, const, enum, pattern for digits, properties, required, additionalProperties, items, oneOf, $ref) and
 * refuses any other, so that the schema cannot promise what is not checked. Ends with the counts. */
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct walk {
    json_t *root;
    char why[512];
};

static bool valid(struct walk *w, const json_t *schema, const json_t *value, const char *path);

static bool fail(struct walk *w, const char *path, const char *what)
{
    snprintf(w->why, sizeof w->why, "%s: %s", path, what);
    return false;
}

static bool is_type(const json_t *value, const char *type)
{
    static const struct {
        const char *name;
        json_type types[2];
    } known[] = {
        {"object", {JSON_OBJECT, JSON_OBJECT}},    {"array", {JSON_ARRAY, JSON_ARRAY}},
        {"string", {JSON_STRING, JSON_STRING}},    {"boolean", {JSON_TRUE, JSON_FALSE}},
        {"integer", {JSON_INTEGER, JSON_INTEGER}}, {"number", {JSON_INTEGER, JSON_REAL}},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].name, type) == 0)
            return json_typeof(value) == known[i].types[0] || json_typeof(value) == known[i].types[1];
    return false;
}

static const json_t *resolve(struct walk *w, const char *reference)
{
    static const char prefix[] = "#/$defs/";
    return strncmp(reference, prefix, sizeof prefix - 1)
               ? NULL
               : json_object_get(json_object_get(w->root, "$defs"), reference + sizeof prefix - 1);
}

static bool valid_object(struct walk *w, const json_t *schema, const json_t *value, const char *path)
{
    const json_t *properties = json_object_get(schema, "properties");
    const char *name;
    json_t *member, *required;
    size_t i;
    json_array_foreach(
        json_object_get(schema, "required"), i,
        required) if (!json_object_get(value, json_string_value(required))) return fail(w, path,
                                                                                        json_string_value(required));
    json_object_foreach((json_t *)value, name, member)
    {
        char inner[256];
        snprintf(inner, sizeof inner, "%s.%s", path, name);
        const json_t *of = json_object_get(properties, name);
        if (!of && json_is_false(json_object_get(schema, "additionalProperties")))
            return fail(w, inner, "is not in the schema");
        if (of && !valid(w, of, member, inner)) return false;
    }
    return true;
}

static bool valid_list(struct walk *w, const json_t *schema, const json_t *value, const char *path)
{
    size_t i;
    json_t *item;
    json_array_foreach(value, i, item)
    {
        char inner[256];
        snprintf(inner, sizeof inner, "%s[%zu]", path, i);
        if (!valid(w, json_object_get(schema, "items"), item, inner)) return false;
    }
    return true;
}

static bool valid_one_of(struct walk *w, const json_t *choices, const json_t *value, const char *path)
{
    size_t i, fits = 0;
    json_t *choice;
    json_array_foreach(choices, i, choice) fits += valid(w, choice, value, path);
    return fits >= 1 || fail(w, path, "fits none of the choices");
}

static bool is_digits(const char *s)
{
    s += *s == '-';
    return *s && s[strspn(s, "0123456789")] == '\0';
}

static bool known_words(struct walk *w, const json_t *schema, const char *path)
{
    static const char words[] = " $schema $defs $ref title description type const enum pattern properties required "
                                "additionalProperties items oneOf ";
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)schema, name, value)
    {
        char spaced[64];
        snprintf(spaced, sizeof spaced, " %s ", name);
        if (!strstr(words, spaced)) return fail(w, path, name);
    }
    return true;
}

static bool valid(struct walk *w, const json_t *schema, const json_t *value, const char *path)
{
    if (!schema || !known_words(w, schema, path)) return fail(w, path, "the schema has no answer");
    const json_t *reference = json_object_get(schema, "$ref"), *type = json_object_get(schema, "type"),
                 *choices = json_object_get(schema, "oneOf");
    const json_t *constant = json_object_get(schema, "const"), *list = json_object_get(schema, "enum");
    if (reference) return valid(w, resolve(w, json_string_value(reference)), value, path);
    if (choices) return valid_one_of(w, choices, value, path);
    if (constant && !json_equal(constant, value)) return fail(w, path, "is not the constant");
    if (type && !is_type(value, json_string_value(type))) return fail(w, path, json_string_value(type));
    if (json_object_get(schema, "pattern") && !is_digits(json_string_value(value)))
        return fail(w, path, "is not made of digits");
    if (list) {
        size_t i;
        json_t *item;
        bool any = false;
        json_array_foreach(list, i, item) any |= json_equal(item, value);
        if (!any) return fail(w, path, "is none of the words");
    }
    if (json_is_object(value)) return valid_object(w, schema, value, path);
    return !json_is_array(value) || !json_object_get(schema, "items") || valid_list(w, schema, value, path);
}

int main(int argc, char **argv)
{
    int passed = 0, failed = 0;
    json_error_t error;
    json_t *schema = argc > 2 ? json_load_file(argv[1], 0, &error) : NULL;
    if (!schema) return fprintf(stderr, "usage: valid_dump SCHEMA DUMP...\n"), 2;
    for (int i = 2; i < argc; i++) {
        struct walk w = {.root = schema};
        json_t *dump = json_load_file(argv[i], JSON_DISABLE_EOF_CHECK, &error);
        bool good = dump ? valid(&w, schema, dump, "$") : fail(&w, argv[i], error.text);
        if (!good) printf("not ok - %s: %s\n", argv[i], w.why);
        good ? passed++ : failed++;
        json_decref(dump);
    }
    json_decref(schema);
    printf("%d passed, %d failed\n", passed, failed);
    return failed != 0;
}
