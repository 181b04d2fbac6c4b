/* The parts of a comparison, for the files of this folder. */
#ifndef MOFC_DIFF_COMPARE_H
#define MOFC_DIFF_COMPARE_H

#include "diff/diff.h"

enum {
    WHOM_ALL = (1 << AUDIENCE_COUNT) - 1,
    WHOM_CALLS = 1 << AUDIENCE_SOURCE | 1 << AUDIENCE_JSON,
    WHOM_EMBEDDED = WHOM_CALLS | 1 << AUDIENCE_DATA, /* stored as text, in no column of its own */
};
/* change.c: whom a change of a class can hit: one without instances has no table. */
unsigned diff_whom(const struct klass *k);

/* change.c: adds a change; `now` and `before` are where it is and was. */
struct change *diff_add(struct diff *d, enum rule rule, struct span now, struct span before, const char *element,
                        const char *format, ...) __attribute__((format(printf, 6, 7)));

/* rename.c: the property among `added` that `gone` may have become: equal in type, limits and text, and the only one.
 */
const struct property *rename_guess(const struct diff *d, const struct property *gone,
                                    const struct property *const *added, size_t count);
const struct klass *rename_guess_class(const struct diff *d, const struct klass *gone);

/* type.c: what a type is called, and how two compare. */
const char *type_words(struct arena *arena, const struct type *t);
bool type_same(const struct diff *d, const struct type *old, const struct type *now);
void type_compare(struct diff *d, const struct property *old, const struct property *now, const char *element);
void type_compare_returns(struct diff *d, const struct method *old, const struct method *now, const char *element);

/* value.c: limits, lists of values, defaults. */
bool limits_same(const struct limits *a, const struct limits *b);
void limits_compare(struct diff *d, const struct property *old, const struct property *now, const char *element);
void values_compare(struct diff *d, const struct enumeration *old, const struct enumeration *now, struct span at,
                    struct span before, const char *element);
void initial_compare(struct diff *d, const struct property *old, const struct property *now, const char *element);

/* property.c: all of a property or parameter; text and qualifiers of any element. */
void property_compare(struct diff *d, const struct property *old, const struct property *now, const char *element);
void text_compare(struct diff *d, struct ast_string old, struct ast_string now, struct span at, struct span before,
                  const char *element);
void qualifiers_compare(struct diff *d, const struct qualifier *old, size_t old_count, const struct qualifier *now,
                        size_t now_count, struct span at, struct span before, const char *element);
struct span property_span(const struct property *p);

/* class.c: all of a class that was and is there. */
void class_compare(struct diff *d, const struct klass *old, const struct klass *now);

/* method.c */
void methods_compare(struct diff *d, const struct klass *old, const struct klass *now);

#endif
