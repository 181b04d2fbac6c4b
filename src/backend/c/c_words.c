/* Words of the C targets: what C, C++ and the headers reserve, and labels of values as the ends of identifiers. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "backend/c/c.h"
#include "base/escape.h"
#include "base/reserved.h"

/* ---- reserved words ------------------------------------------------------------------------------------- */

static bool has_end(const char *word, size_t len, const char *end)
{
    size_t tail = strlen(end);
    return len >= tail && memcmp(word + len - tail, end, tail) == 0;
}

static bool begins(const char *word, size_t len, const char *start)
{
    size_t head = strlen(start);
    return len >= head && memcmp(word, start, head) == 0;
}

/* The runtime's words, the compiler's (__FILE__, _LP64), and what <stdint.h> and <limits.h> define of integer types. */
static bool is_of_headers(const char *word, size_t len)
{
    static const char *const types[] = {"INT",         "UINT",   "SIZE_",  "PTRDIFF_", "WCHAR_", "WINT_",
                                        "SIG_ATOMIC_", "CHAR_",  "SCHAR_", "UCHAR_",   "SHRT_",  "USHRT_",
                                        "LONG_",       "ULONG_", "LLONG_", "ULLONG_",  "BOOL_"};
    static const char *const ends[] = {"_MAX", "_MIN", "_WIDTH", "_BIT", "_C"};
    if (begins(word, len, "mof_") || begins(word, len, "MOF_") || begins(word, len, "MOFRT")) return true;
    if (len > 1 && word[0] == '_' && (word[1] == '_' || (word[1] >= 'A' && word[1] <= 'Z'))) return true;
    for (size_t j = 0; j < sizeof ends / sizeof *ends; j++)
        for (size_t i = 0; has_end(word, len, ends[j]) && i < sizeof types / sizeof *types; i++)
            if (begins(word, len, types[i])) return true;
    return false;
}

/* Names of parameters and variables in generated functions: a type of that name could not be named behind them. */
static bool is_parameter(const char *word, size_t len)
{
    static const char *const words[] = {"a",     "b",      "from",    "to",      "arena", "bulk", "bytes",
                                        "count", "cursor", "error",   "found",   "json",  "key",  "listing",
                                        "mode",  "object", "objects", "options", "out",   "path", "report",
                                        "room",  "status", "store",   "text",    "value"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == len && memcmp(words[i], word, len) == 0) return true;
    return false;
}

/* An underscore goes behind a word that is reserved, and behind one that is such a word with underscores already, so
 * that no two words become one. */
static const char *apart(struct arena *arena, struct slice name, bool file_scope)
{
    char *word = arena_copy(arena, name.at ? name.at : "", name.len);
    size_t len = name.len;
    while (len > 1 && word[len - 1] == '_') len--;
    bool reserved = (reserved_in((struct slice){name.at, (uint32_t)len}) & RESERVED_SOURCE) ||
                    is_of_headers(word, len) || (file_scope && is_parameter(word, len));
    return reserved ? arena_printf(arena, "%s_", word) : word;
}

const char *c_word(struct arena *arena, struct slice name) { return apart(arena, name, false); }

const char *c_file_scope_word(struct arena *arena, struct slice name) { return apart(arena, name, true); }

/* ---- labels --------------------------------------------------------------------------------------------- */

/* The value as the end of an identifier. */
static const char *value_word(struct arena *arena, const struct enum_value *v)
{
    if (!v->text) return arena_printf(arena, "%s%" PRIu64, v->low_negative ? "minus_" : "", v->low);
    struct text t = {0};
    escape_identifier(&t, v->written);
    uint32_t h = 2166136261u; /* tells apart what the identifier does not */
    for (uint32_t i = 0; i < v->written.len; i++) h = (h ^ (unsigned char)v->written.at[i]) * 16777619u;
    const char *word = arena_printf(arena, "%s_%08" PRIx32, t.at ? t.at : "", h);
    text_free(&t);
    return word;
}

static const char *label_word(struct arena *arena, const struct enum_value *v)
{
    static const char *const functions[] = {"enum", "format", "name", "parse", "valid"};
    struct text t = {0};
    escape_identifier(&t, v->label.len ? v->label : v->text ? v->written : (struct slice){0});
    const char *word = t.len ? arena_copy(arena, t.at, t.len) : arena_printf(arena, "value_%s", value_word(arena, v));
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (strcmp(word, functions[i]) == 0) word = arena_printf(arena, "%s_", word);
    text_free(&t);
    return word;
}

struct labelled {
    const char *word;
    size_t at;
};

static int by_label(const void *a, const void *b)
{
    const struct labelled *x = a, *y = b;
    int order = strcmp(x->word, y->word);
    return order ? order : (x->at > y->at) - (x->at < y->at);
}

static bool same_value(const struct enum_value *a, const struct enum_value *b)
{
    if (a->text) return slice_equal(a->written, b->written);
    return a->low == b->low && a->low_negative == b->low_negative && a->high == b->high;
}

/* Puts the value behind every label that another value has too. Returns whether any was changed. The same value under
 * the same label once more has no constant of its own. */
static bool tell_apart(struct arena *arena, const struct enumeration *e, const char **words)
{
    bool changed = false;
    struct labelled *sorted = arena_array(arena, e->count + 1, sizeof *sorted);
    size_t count = 0;
    for (size_t i = 0; i < e->count; i++)
        if (words[i]) sorted[count++] = (struct labelled){words[i], i};
    if (count) qsort(sorted, count, sizeof *sorted, by_label);
    for (size_t from = 0, to; from < count; from = to) {
        bool differ = false;
        for (to = from + 1; to < count && strcmp(sorted[from].word, sorted[to].word) == 0; to++) {
            if (same_value(&e->values[sorted[from].at], &e->values[sorted[to].at])) words[sorted[to].at] = NULL;
            else differ = true;
        }
        for (size_t i = from; i < to && differ; i++) {
            const char **word = &words[sorted[i].at];
            if (*word) *word = arena_printf(arena, "%s_%s", *word, value_word(arena, &e->values[sorted[i].at]));
        }
        changed |= differ;
    }
    return changed;
}

const char **c_value_words(struct arena *arena, const struct enumeration *e)
{
    const char **words = arena_array(arena, e->count + 1, sizeof *words);
    for (size_t i = 0; i < e->count; i++) {
        const struct enum_value *v = &e->values[i];
        bool no_value = v->text && !e->strings; /* a word among numbers: no value the property can have */
        if (!no_value && !v->unclaimed) words[i] = label_word(arena, v);
    }
    if (tell_apart(arena, e, words)) tell_apart(arena, e, words);
    return words;
}
