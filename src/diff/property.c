/* A property or parameter, as it was and as it is. */
#include <string.h>

#include "ast/print.h"
#include "diff/compare.h"

struct span property_span(const struct property *p)
{
    if (p->written && span_known(p->written->word.span)) return p->written->word.span;
    return p->documented ? p->documented->place : (struct span){0};
}

void text_compare(struct diff *d, struct ast_string old, struct ast_string now, struct span at, struct span before,
                  const char *element)
{
    struct slice was = ast_string_keep(d->arena, old), is = ast_string_keep(d->arena, now);
    if (slice_equal(was, is)) return;
    diff_add(d, RULE_TEXT_CHANGED, at, before, element, "the description of '%s' is %s", element,
             !was.len  ? "new"
             : !is.len ? "gone"
                       : "another one");
}

/* Those whose meaning is compared by itself. */
static bool has_own_rule(const struct qualifier *q)
{
    static const char *const names[] = {
        "abstract",  "allowedlen",       "association",    "bitmap", "bitvalues",  "description",
        "embedded",  "embeddedinstance", "embeddedobject", "in",     "indication", "key",
        "lazy",      "maxlen",           "maxvalue",       "minlen", "minvalue",   "not_null",
        "out",       "override",         "range",          "read",   "required",   "sizelimit",
        "structure", "valuemap",         "values",         "write",  "notnull",    "enumeration"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (name_is(q->name, names[i])) return true;
    return false;
}

static const char *qualifier_words(const struct diff *d, const struct qualifier *q)
{
    struct text words = {0};
    ast_print_qualifier(&words, q->written);
    const char *kept = arena_copy(d->arena, words.at, words.len);
    text_free(&words);
    return kept;
}

/* Built-in ones that nobody wrote have no place. */
static const struct qualifier *own_qualifier(const struct qualifier *list, size_t count, const struct name *name)
{
    const struct qualifier *q = qualifier_find(list, count, name->fold->text);
    return q && !q->inherited && q->written ? q : NULL;
}

void qualifiers_compare(struct diff *d, const struct qualifier *old, size_t old_count, const struct qualifier *now,
                        size_t now_count, struct span at, struct span before, const char *element)
{
    for (size_t i = 0; i < now_count; i++) {
        const struct qualifier *q = &now[i];
        if (q->inherited || !q->written || has_own_rule(q)) continue;
        const struct qualifier *was = own_qualifier(old, old_count, q->name);
        const char *words = qualifier_words(d, q), *old_words = was ? qualifier_words(d, was) : NULL;
        if (!was)
            diff_add(d, RULE_QUALIFIER_CHANGED, q->written->span, before, element, "'%s' has %s now", element, words);
        else if (strcmp(words, old_words) != 0)
            diff_add(d, RULE_QUALIFIER_CHANGED, q->written->span, was->written->span, element, "'%s' has %s, %s before",
                     element, words, old_words);
    }
    for (size_t i = 0; i < old_count; i++) {
        const struct qualifier *q = &old[i];
        if (q->inherited || !q->written || has_own_rule(q) || own_qualifier(now, now_count, q->name)) continue;
        diff_add(d, RULE_QUALIFIER_CHANGED, at, q->written->span, element, "'%s' no longer has %s", element,
                 qualifier_words(d, q));
    }
}

static void access_compare(struct diff *d, const struct property *old, const struct property *now, const char *element)
{
    bool was = old->access & ACCESS_WRITE || old->access == ACCESS_NONE,
         is = now->access & ACCESS_WRITE || now->access == ACCESS_NONE;
    if (old->immutable != now->immutable && was == is) was = !old->immutable, is = !now->immutable;
    if (was == is) return;
    diff_add(d, is ? RULE_ACCESS_WIDENED : RULE_ACCESS_NARROWED, property_span(now), property_span(old), element,
             is ? "'%s' can be written, and only read before" : "'%s' can only be read, and written before", element);
}

/* One that is declared at top level is compared there. */
static bool has_own_values(const struct enumeration *e) { return e && e->source != ENUM_DECLARED; }

void property_compare(struct diff *d, const struct property *old, const struct property *now, const char *element)
{
    type_compare(d, old, now, element);
    if (old->key != now->key)
        diff_add(d, RULE_KEY_CHANGED, property_span(now), property_span(old), element,
                 now->key ? "'%s' is a key, and was none before" : "'%s' is no key, and was one before", element);
    access_compare(d, old, now, element);
    limits_compare(d, old, now, element);
    if (has_own_values(old->enumeration) || has_own_values(now->enumeration))
        values_compare(d, old->enumeration, now->enumeration, property_span(now), property_span(old), element);
    initial_compare(d, old, now, element);
    text_compare(d, old->text, now->text, property_span(now), property_span(old), element);
    qualifiers_compare(d, old->qualifiers, old->qualifier_count, now->qualifiers, now->qualifier_count,
                       property_span(now), property_span(old), element);
}
