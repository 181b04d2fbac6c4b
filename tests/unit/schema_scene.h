/* A schema from a few lines of MOF, for the tests of schema/. */
#ifndef TESTS_SCHEMA_SCENE_H
#define TESTS_SCHEMA_SCENE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "grammar/mof.h"
#include "schema/schema.h"

struct scene {
    struct arena arena;
    struct names names;
    struct sources sources;
    struct diags diags;
    const struct schema *schema;
};

static inline int begin(void **state)
{
    struct scene *s = calloc(1, sizeof *s);
    if (!s) return -1;
    names_init(&s->names, &s->arena);
    sources_init(&s->sources, &s->arena);
    diags_init(&s->diags, &s->arena, &s->sources);
    *state = s;
    return 0;
}

static inline int finish(void **state)
{
    struct scene *s = *state;
    arena_free(&s->arena);
    free(s);
    return 0;
}

static inline void build(struct scene *s, const char *mof)
{
    static const struct schema_options none = {.read_embedded = mof_parse_embedded};
    const struct source *source = source_from_bytes(&s->sources, "a.mof", mof, strlen(mof));
    const struct unit *unit = mof_parse_source(&s->arena, &s->names, source, false, &s->diags);
    s->schema = schema_build(&s->arena, &s->names, unit, &none, &s->diags);
}

static inline const struct klass *class_of(struct scene *s, const char *name)
{
    const struct klass *k = schema_find_class(s->schema, name_of(&s->names, name));
    assert_non_null(k);
    return k;
}

static inline const struct property *property_of(struct scene *s, const char *class_name, const char *name)
{
    const struct property *p = klass_find_property(class_of(s, class_name), name_of(&s->names, name));
    assert_non_null(p);
    return p;
}

/* How many findings of a rule there are. */
static inline unsigned found(const struct scene *s, enum rule rule)
{
    unsigned n = 0;
    for (const struct diag *d = s->diags.first; d; d = d->next) n += d->rule == rule;
    return n;
}

static inline unsigned found_all(const struct scene *s)
{
    unsigned n = 0;
    for (const struct diag *d = s->diags.first; d; d = d->next) n++;
    return n;
}

static inline void assert_slice(struct slice s, const char *text)
{
    assert_int_equal(s.len, strlen(text));
    assert_memory_equal(s.at, text, s.len);
}

#define SCENE(test) cmocka_unit_test_setup_teardown(test, begin, finish)

#endif
