/* Nothing that a page calls valid is refused: `accepts DUMP SCHEMA` takes what `mofc dump` says of a corpus and the
 * tables that `mofc gen -t sqlite` makes of it, and is linked with the C that `mofc gen -t c --single-file` makes. For
 * every property: each value that its page lists, each OR of two of its bits, its documented default and a text of the
 * greatest length that is stated pass the validator and the table; a value beyond a stated limit, and one that a closed
 * list does not have, pass neither. Ends with the counts. */
#include <inttypes.h>
#include <jansson.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mofrt.h"

#include "corpus.h"

static const struct {
    const char *name; /* in C: two namespaces may have a class of one name */
    const mof_class *of;
} classes[] = {
#define CLASS(name) {#name, &name##_class},
#include "classes.inc"
#undef CLASS
};

static unsigned passed, failed;
static sqlite3 *db;
static const json_t *all_properties; /* of the class at hand */

static const char *text_of(const json_t *object, const char *key)
{
    const char *s = json_string_value(json_object_get(object, key));
    return s ? s : "";
}

static bool is(const json_t *object, const char *key) { return json_is_true(json_object_get(object, key)); }

static void result(const json_t *k, const json_t *p, const char *what, const char *value, bool good)
{
    good ? passed++ : failed++;
    if (!good && failed < 100) printf("not ok - %s.%s %s %.80s\n", text_of(k, "name"), text_of(p, "name"), what, value);
}

/* ---- the validator --------------------------------------------------------------------------------------- */

static const mof_class *class_of(const json_t *k)
{
    const char *name = text_of(json_object_get(k, "c"), "name");
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (strcmp(classes[i].name, name) == 0) return classes[i].of;
    return NULL;
}

static unsigned about(const mof_report *report, const char *property, bool warnings)
{
    unsigned n = 0;
    for (size_t i = 0; i < report->count && i < report->capacity; i++)
        n += strcmp(report->items[i].property, property) == 0 && (warnings || !report->items[i].warning);
    return n;
}

/* How many violations of `property` an object has that holds nothing but this JSON value. */
static unsigned violations(const mof_class *of, const json_t *p, const char *value, bool warnings)
{
    static mof_violation items[256];
    size_t room = strlen(value) + strlen(text_of(p, "name")) + 16;
    char *json = malloc(room);
    bool array = is(json_object_get(p, "type"), "array");
    snprintf(json, room, "{\"%s\":%s%s%s}", text_of(p, "name"), array ? "[" : "", value, array ? "]" : "");
    mof_report report = mof_report_of(items, 256);
    mof_arena arena = {0};
    void *object = calloc(1, mof_class_size(of));
    mof_error error;
    enum mof_status status = mof_from_json(of, object, mof_str_of(json, strlen(json)), &arena, &report, &error);
    unsigned found = status != MOF_OK ? 1 : about(&report, text_of(p, "name"), warnings);
    if (!found) {
        report = mof_report_of(items, 256);
        mof_validate(of, object, MOF_MIRROR, &report);
        found = about(&report, text_of(p, "name"), warnings);
    }
    mof_arena_free(&arena);
    free(object);
    free(json);
    return found;
}

/* ---- the table ------------------------------------------------------------------------------------------- */

/* A value that a property can hold, as SQL. */
static const char *plain_literal(const json_t *p, char room[64])
{
    const json_t *type = json_object_get(p, "type"), *limits = json_object_get(p, "limits"),
                 *list = json_object_get(json_object_get(p, "enumeration"), "values"),
                 *initial = json_object_get(p, "initial");
    const char *cim = text_of(type, "cim");
    if (is(type, "array")) return strcmp(cim, "uint8") == 0 ? "x''" : "'[]'";
    if (json_is_object(initial)) return text_of(json_object_get(initial, "sql"), "literal");
    if (is(type, "integer")) {
        json_int_t low = json_array_size(list) ? json_integer_value(json_object_get(json_array_get(list, 0), "low"))
                                               : json_integer_value(json_object_get(limits, "min"));
        snprintf(room, 64, "%" JSON_INTEGER_FORMAT, low);
        return room;
    }
    if (strcmp(cim, "datetime") == 0) return "'20200101000000.000000+000'";
    if (strcmp(cim, "boolean") == 0 || strncmp(cim, "real", 4) == 0) return "0";
    if (strcmp(cim, "class") == 0 || strcmp(cim, "object") == 0) return "'{}'";
    int least = (int)json_integer_value(json_object_get(limits, "min_length"));
    snprintf(room, 64, "'%.*s'", least < 40 ? least : 40, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
    return room;
}

/* As it stands in SQL: quoted where that is needed. */
static const char *column_of(const json_t *p)
{
    const json_t *columns = json_object_get(json_object_get(p, "sql"), "columns");
    return text_of(json_array_get(columns, 0), "name");
}

/* Whether a row goes in that has this literal, and else only what must not be NULL. */
static bool inserts(const json_t *k, const json_t *p, const char *literal)
{
    char *columns = NULL, *values = NULL, room[64];
    size_t i;
    json_t *other;
    columns = sqlite3_mprintf("%s", column_of(p));
    values = sqlite3_mprintf("%s", literal);
    json_array_foreach(all_properties, i, other)
    {
        bool needed = is(other, "key") || is(other, "not_null");
        if (other == p || !needed) continue;
        columns = sqlite3_mprintf("%z, %s", columns, column_of(other));
        values = sqlite3_mprintf("%z, %s", values, plain_literal(other, room));
    }
    char *sql = sqlite3_mprintf("SAVEPOINT one; INSERT INTO %s (%z) VALUES (%z)",
                                text_of(json_object_get(k, "sql"), "table"), columns, values);
    bool good = sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
    if (!good && getenv("V")) printf("# %s: %s\n", sqlite3_errmsg(db), sql);
    sqlite3_exec(db, "ROLLBACK TO one; RELEASE one", NULL, NULL, NULL);
    sqlite3_free(sql);
    return good;
}

/* ---- what a property says --------------------------------------------------------------------------------- */

struct subject {
    const json_t *k, *p;
    const mof_class *of;
    bool table, unsigned64;
};

/* A value as JSON and as SQL; warnings count where the page lists it. */
static void check(const struct subject *s, const char *what, const char *json, const char *sql, bool valid, bool listed)
{
    if (s->of) result(s->k, s->p, what, json, (violations(s->of, s->p, json, listed) == 0) == valid);
    if (s->table && !is(json_object_get(s->p, "type"), "array"))
        result(s->k, s->p, what, sql, inserts(s->k, s->p, sql) == valid);
}

static void check_number(const struct subject *s, const char *what, __int128 n, bool valid, bool listed)
{
    char json[64], sql[64];
    bool negative = n < 0;
    snprintf(json, sizeof json, "%s%" PRIu64, negative ? "-" : "", (uint64_t)(negative ? -n : n));
    snprintf(sql, sizeof sql, "%" PRId64, (int64_t)n);
    check(s, what, json, sql, valid, listed);
}

static __int128 number_of(const json_t *v, const char *key)
{
    const json_t *n = json_object_get(v, key);
    if (json_is_integer(n)) return json_integer_value(n);
    const char *s = json_string_value(n);
    return s ? (*s == '-' ? -(__int128)strtoull(s + 1, NULL, 10) : (__int128)strtoull(s, NULL, 10)) : 0;
}

static bool fits(const json_t *type, __int128 n)
{
    int bits = (int)json_integer_value(json_object_get(type, "bits"));
    __int128 top = (__int128)1 << (is(type, "signed") ? bits - 1 : bits);
    return n < top && n >= (is(type, "signed") ? -top : 0);
}

static void check_text(const struct subject *s, const char *what, const char *text, bool valid, bool listed)
{
    json_t *value = json_string(text);
    char *json = json_dumps(value, JSON_ENCODE_ANY), *sql = sqlite3_mprintf("%Q", text);
    check(s, what, json, sql, valid, listed);
    free(json);
    sqlite3_free(sql);
    json_decref(value);
}

static bool in_list(const json_t *list, __int128 n)
{
    size_t i;
    json_t *v;
    json_array_foreach(list, i, v)
    {
        if (is(v, "unclaimed") || (n >= number_of(v, "low") && n <= number_of(v, "high"))) return true;
    }
    return false;
}

static void check_list(const struct subject *s, const json_t *e)
{
    const json_t *list = json_object_get(e, "values"), *type = json_object_get(s->p, "type"), *a, *b,
                 *initial = json_object_get(s->p, "initial");
    size_t n = json_array_size(list);
    for (size_t i = 0; i < n; i++) {
        a = json_array_get(list, i);
        if (strcmp(text_of(type, "cim"), "string") == 0) check_text(s, "lists", text_of(a, "text"), true, true);
        else if (is(type, "integer") && fits(type, number_of(a, "low")) && fits(type, number_of(a, "high"))) {
            check_number(s, "lists", number_of(a, "low"), true, true);
            check_number(s, "lists", number_of(a, "high"), true, true);
        }
        for (size_t j = i + 1; j < n && j < i + 40 && is(e, "flags") && !is(e, "strings"); j++) {
            b = json_array_get(list, j);
            uint64_t both = (uint64_t)number_of(a, "low") | (uint64_t)number_of(b, "low");
            if (fits(type, both)) check_number(s, "has the bits", both, true, true);
        }
    }
    __int128 stranger = 0;
    while (stranger < 300 && (in_list(list, stranger) || stranger == number_of(initial, "value"))) stranger++;
    if (!is(e, "open") && is(type, "integer") && stranger < 300 && fits(type, stranger))
        check_number(s, "closes its list against", stranger, false, false);
}

static void check_limits(const struct subject *s)
{
    const json_t *limits = json_object_get(s->p, "limits"), *type = json_object_get(s->p, "type"),
                 *most = json_object_get(limits, "max_length"), *initial = json_object_get(s->p, "initial"),
                 *e = json_object_get(s->p, "enumeration");
    bool closed = json_is_object(e) && !is(e, "open");
    if (json_is_integer(most) && strcmp(text_of(type, "cim"), "string") == 0 && json_integer_value(most) < 100000) {
        size_t n = (size_t)json_integer_value(most);
        char *text = malloc(n + 2);
        memset(text, 'x', n + 1);
        text[n + 1] = '\0';
        if (!json_is_string(json_object_get(limits, "max_text"))) check_text(s, "is too long for", text, false, false);
        text[n] = '\0';
        if (!json_is_string(json_object_get(limits, "max_text"))) check_text(s, "has room for", text, true, false);
        free(text);
    }
    const json_t *max = json_object_get(limits, "max"), *min = json_object_get(limits, "min");
    if (is(type, "integer") && json_is_integer(max) && !closed) {
        if (fits(type, number_of(limits, "max") + 1))
            check_number(s, "ends before", number_of(limits, "max") + 1, false, false);
        check_number(s, "reaches", number_of(limits, "max"), true, false);
    }
    if (is(type, "integer") && json_is_integer(min) && !closed && fits(type, number_of(limits, "min") - 1))
        check_number(s, "begins after", number_of(limits, "min") - 1, false, false);
    if (!json_is_object(initial) || is(type, "array")) return;
    const json_t *value = json_object_get(initial, "value");
    if (is(type, "integer")) check_number(s, "defaults to", number_of(initial, "value"), true, false);
    else if (json_is_string(value) && strcmp(text_of(type, "cim"), "string") == 0)
        check_text(s, "defaults to", json_string_value(value), true, false);
}

static void check_class(const json_t *k)
{
    size_t i;
    json_t *p;
    struct subject s = {.k = k, .of = class_of(k)};
    s.table = *text_of(json_object_get(k, "sql"), "table") != '\0' && !is(k, "abstract");
    all_properties = json_object_get(k, "properties");
    json_array_foreach(all_properties, i, p)
    {
        s.p = p;
        if (is(p, "inherited")) continue;
        if (json_is_object(json_object_get(p, "enumeration"))) check_list(&s, json_object_get(p, "enumeration"));
        check_limits(&s);
    }
}

int main(int argc, char **argv)
{
    json_error_t error;
    size_t i;
    json_t *k, *dump = argc == 3 ? json_load_file(argv[1], JSON_DISABLE_EOF_CHECK, &error) : NULL;
    if (!dump) return fprintf(stderr, "usage: accepts DUMP SCHEMA\n"), 2;
    FILE *in = fopen(argv[2], "r");
    static char sql[1 << 26];
    size_t len = in ? fread(sql, 1, sizeof sql - 1, in) : 0;
    if (in) fclose(in);
    if (!len || sqlite3_open(":memory:", &db) != SQLITE_OK || sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        return fprintf(stderr, "accepts: %s: %s\n", argv[2], db ? sqlite3_errmsg(db) : "cannot be read"), 2;
    json_array_foreach(json_object_get(dump, "classes"), i, k) check_class(k);
    printf("%u passed, %u failed\n", passed, failed);
    return failed != 0;
}
