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
    const char *name; /* "SMS_DistributionJob_State" */
    const char *told; /* "SMS_DistributionJob.State" */
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

/* The backend itself: the `c` objects of the model, whose fields stand in c_model.c and c_record.c. */
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

/* ---- c_type.c ---- */

enum cim_type c_cim(const struct type *t); /* CIM_OBJECT for a class that is not known, CIM_STRING for a variant */
const char *c_type(const struct model *m, const struct type *t);
const char *c_tag(const struct type *t);

/* ---- c_model.c ---- */

/* Members, those of one type in one declaration, as wide as lines are. */
void c_add_members(struct text *t, const struct model *m, const struct property *const *list, size_t count);

/* ---- c_facts.c ---- */

/* What a comment says of a property beside its text, which is not told again: "key, read-only, default 5". */
void c_add_facts(struct text *t, const struct model *m, const struct property *p, struct slice text);

/* ---- c_record.c ---- */

/* Whether a method has a value of its own, and no parameter of its name. */
bool c_returns(const struct method *f);
extern const struct kind kind_c_record; /* struct c_record */

/* What the rows of a class are made of, and of a method's parameters; for walk_object. */
const struct c_record *c_class_record(struct model *m, const struct klass *k);
const struct c_record *c_method_record(struct model *m, const struct klass *k, const struct method *f, bool out);

/* ---- c_value.c ---- */

void c_add_integer(struct text *t, enum cim_type type, bool negative, uint64_t magnitude);
/* One value, not an array, inside the braces of an initialiser. */
void c_add_initialiser(struct text *t, const struct model *m, const struct type *type, const struct value *v);
/* The zero of a property inside braces. */
void c_add_zero(struct text *t, const struct type *type);
/* Whether a default can be written in C. */
bool c_has_initial(const struct property *p);
/* A default as a constant `default_P`, and those that it borrows from in front of it; whole lines. */
void c_add_default(struct text *t, struct model *m, const struct property *p);

/* An instance in C. */
struct c_instance {
    const char *name;
    struct slice tables, value; /* what it borrows from, whole lines; what stands inside its braces */
};
/* The instances of a class, in the order written; their number in *count. */
const struct c_instance *c_instances(struct model *m, const struct klass *k, size_t *count);

#endif
