/* Random schemas, random edits of them, and random rows for their tables: what the property tests of migrations feed
 * on. Every class and property has a number of its own that an edit keeps, so that a test knows what became of what. */
#ifndef MOFC_TESTS_SCHEMAS_H
#define MOFC_TESTS_SCHEMAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

enum { MOST_CLASSES = 9, MOST_PROPERTIES = 14 };

enum sample_type {
    SAMPLE_BOOLEAN,
    SAMPLE_UINT8,
    SAMPLE_UINT16,
    SAMPLE_UINT32,
    SAMPLE_UINT64,
    SAMPLE_SINT8,
    SAMPLE_SINT16,
    SAMPLE_SINT32,
    SAMPLE_SINT64,
    SAMPLE_REAL32,
    SAMPLE_REAL64,
    SAMPLE_STRING,
    SAMPLE_DATETIME,
    SAMPLE_REFERENCE, /* of class `target` */
    SAMPLE_TYPES
};

struct sample_property {
    unsigned id, name; /* of a pool of names; what is renamed gets another one */
    enum sample_type type;
    unsigned target; /* id of the class */
    bool array, key, required, lazy, initial;
    unsigned length; /* most characters; 0: none */
    unsigned limit;  /* the largest number; 0: none */
    unsigned values; /* so many listed values; 0: no list */
    bool open, flags, ranges;
    unsigned labels, text; /* which words */
};

struct sample_class {
    unsigned id, name;
    unsigned base; /* id, 0: none */
    bool abstract;
    struct sample_property properties[MOST_PROPERTIES];
    size_t count;
};

struct sample {
    struct sample_class classes[MOST_CLASSES];
    size_t count;
    unsigned next; /* the next free id and name */
};

/* Chance, the same for the same seed. */
void sample_seed(uint64_t seed);
uint64_t sample_below(uint64_t n);

void sample_make(struct sample *s);
/* One to six edits. */
void sample_edit(struct sample *s);
void sample_print(const struct sample *s, struct text *mof);

const struct sample_class *sample_class_of(const struct sample *s, unsigned id);
void sample_class_name(unsigned name, char out[24]);
void sample_property_name(unsigned name, char out[24]);

/* A literal for the column of a property, which its table may refuse; a datetime and the moment that it means. */
void sample_value(const struct sample_property *p, struct text *sql);
void sample_moment(struct text *date, struct text *utc);

#endif
