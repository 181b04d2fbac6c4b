/* Two schemas and what changed between them. What is compared is what is meant: effective properties, resolved lists of
 * values, limits. A change shows once, where it is written, with the number of classes that inherit it. Whom each kind
 * of change hits, and whether it breaks them, is a row of changes.def. */
#ifndef MOFC_DIFF_DIFF_H
#define MOFC_DIFF_DIFF_H

#include "base/map.h"
#include "schema/schema.h"

enum audience { AUDIENCE_SOURCE, AUDIENCE_JSON, AUDIENCE_DATA, AUDIENCE_SQL, AUDIENCE_COUNT };
extern const char *const audience_names[AUDIENCE_COUNT];

struct change_info {
    enum rule rule;
    const char *effects[AUDIENCE_COUNT]; /* `!` in front: a break; NULL: it does not hit them */
};

struct change {
    struct change *next;
    const struct change_info *info;
    struct span now, before; /* unknown: it is not there */
    const char *element;     /* "Class", "Class.Property", "Class.Method(Parameter)" */
    const char *message;
    const char *was;  /* what to say at the old place; NULL: "before" */
    const char *hint; /* or NULL */
    size_t reach;     /* so many classes inherit it */
    unsigned whom;    /* a bit for each audience that it can hit: a method has no column */
    bool lost;        /* the new column has another form, which takes none of the old values */
};

/* Whom a kind of change hits; NULL where the rule is none of a change. */
const struct change_info *change_info(enum rule rule);

/* What a change does to an audience; NULL: it does not hit them. A break begins with `!`. */
const char *change_effect(const struct change *c, int whom);

/* Says that what was called `old` ("Class" or "Class.Member") is called `now` ("Class" or "Member"). */
struct rename {
    const char *old, *now;
};

struct diff {
    struct arena *arena;
    const struct schema *old, *now;
    const struct rename *renames;
    size_t rename_count;
    struct change *first, **last;
    size_t count;
    unsigned whom;     /* of the changes that are added now */
    struct map paired; /* a class of old by its class of now, and the other way round */
};

/* Pairs the classes; diff_schemas() does it too. */
void diff_pair(struct diff *d);
/* The class of the new schema that an old one became, and the other way round; NULL: none. */
const struct klass *diff_now(const struct diff *d, const struct klass *old);
const struct klass *diff_old(const struct diff *d, const struct klass *now);
/* The property of `now` that one of `old` became: by name, or as mofc.yaml says; NULL: none. */
const struct property *diff_partner(const struct diff *d, const struct klass *old, const struct klass *now,
                                    const struct property *p);

/* Compares; the changes are in the order of the new schema, what is gone behind its class. */
void diff_schemas(struct diff *d);

#endif
