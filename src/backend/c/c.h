/* What the C family of the model shares among its files: identifiers that are decided once over the whole schema, and
 * values as C spells them. Private to backend/c/.
 *
 * How names become identifiers:
 * - Classes, properties, methods and parameters keep their spelling; what C, C++, <stdio.h> or windows.h reserve gets
 *   an underscore behind it.
 * - A value's constant is Class_Property_ and its label: ASCII letters and digits stay as they are, whatever else
 *   stands between them becomes one underscore. A label without any is `value_N`. Labels of one list that meet get
 *   their value behind them, each of them, so that the order of the list does not matter; a minus is spelt `minus`.
 *   A range has two constants, _MIN and _MAX. Where values are strings, the value itself stands for its number.
 * - Two identifiers that still meet are reported, both named. */
#ifndef MOFC_BACKEND_C_H
#define MOFC_BACKEND_C_H

#include "model/walk.h"

/* An enumeration and its identifiers. */
struct c_enum {
    const struct enumeration *of;
    const char *name;    /* "SMS_DistributionJob_State" */
    const char *display; /* "SMS_DistributionJob.State" */
    enum cim_type type;
    const char *const *constants; /* one a value; NULL: it has none */
    bool defines;                 /* some value does not fit an int: no C enum can hold them */
};

/* What an identifier was made of, for messages. */
struct c_taken {
    const char *identifier;
    const char *told;
    const struct enum_value *value; /* of the enumeration that is told; NULL: not a value's */
    struct span span;
};

struct c_names {
    uint64_t *seen; /* hashes of the identifiers in use; open addressing */
    size_t seen_room, seen_count;
    const char *stem; /* the last one that was hashed */
    uint64_t stem_hash;
    bool met; /* two have one hash, or two members one name: all is done again, telling */
    bool telling;
    struct c_taken *taken; /* the identifiers themselves, while telling; open addressing */
    size_t room, used;
    struct c_enum **enums; /* open addressing, by enumeration */
    size_t enum_room, enum_count;
    bool *extended; /* by class index: another class is derived from it */
};

/* The backend itself: the `c` objects of the model, whose fields stand in c_model.c, c_enumeration.c and c_limits.c. */
extern const struct backend backend_c;

static inline const struct c_names *c_names_of(const struct model *m)
{
    return model_backend_data(m, &backend_c);
}

/* ---- c_names.c ---- */

void c_names_build(struct model *m, void **data);

const char *c_word(struct arena *arena, struct slice name); /* with an underscore where it is reserved */
const char *c_class_name(const struct model *m, const struct klass *k);
const struct c_enum *c_enum_of(const struct model *m, const struct enumeration *e);

/* The name of the class's files, without an ending. */
const char *c_file_name(const struct model *m, const struct klass *k);
/* The constant of an instance; those without an alias are numbered, from 1. */
const char *c_instance_name(const struct model *m, const struct instance *o, size_t *number);

/* ---- c_type.c ---- */

enum cim_type c_cim(const struct type *t); /* CIM_OBJECT for a class that is not known, CIM_STRING for a variant */
const char *c_type(const struct model *m, const struct type *t);
const char *c_tag(const struct type *t);

/* ---- c_model.c, c_enumeration.c, c_limits.c ---- */

/* Writes what a text holds, and frees it. */
void c_write_text(struct sink *to, const char *name, struct text *t);

extern const struct kind kind_c_enumeration, kind_c_value, kind_c_limits;

/* Whether anything bounds a property's values beside its type and its list. */
bool c_has_limits(const struct klass *k, const struct property *p);

/* ---- c_facts.c ---- */

/* What a comment says of a property beside its text, which is not repeated: "key, read-only, default 5". */
void c_add_facts(struct text *t, const struct model *m, const struct property *p, struct slice text);

/* ---- c_value.c ---- */

void c_add_integer(struct text *t, enum cim_type type, bool negative, uint64_t magnitude);
/* The same in two's complement. */
void c_add_bits(struct text *t, enum cim_type type, bool negative, uint64_t magnitude);
/* One value that is neither an array nor an object of a known class, as an initialiser. */
void c_add_scalar(struct text *t, const struct model *m, const struct type *type, const struct value *v);
/* The value of a property, as an initialiser of its member. */
void c_add_value(struct text *t, struct model *m, const struct property *p, const struct value *v);
/* Whether a default can be written in C. */
bool c_has_initial(const struct property *p);

/* A property that an instance sets. */
struct c_given {
    const struct property *property;
    const struct value *value;
};
/* What an instance sets, in the order of its class. `outermost`: it stands in no other. */
const struct c_given *c_given_values(struct model *m, const struct instance *o, bool outermost, size_t *count);

#endif
