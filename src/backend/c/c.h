/* What the C family of the model shares among its files: identifiers that are decided once over the whole schema, and
 * values as C spells them. Private to backend/c/.
 *
 * How names become identifiers:
 * - Classes, properties, methods and parameters keep their spelling; what C, C++, the standard headers or windows.h
 *   reserve gets an underscore behind it, and so does such a word that has underscores behind it already.
 * - A value's constant is Class_Property_ and its label: ASCII letters and digits stay as they are, whatever else
 *   stands between them becomes one underscore. A label without any is `value_N`. Labels of one list that meet get
 *   their value behind them, each of them, so that the order of the list does not matter; a minus is spelt `minus`.
 *   A range has two constants, _MIN and _MAX. Where values are strings, the value itself stands for its number.
 * - Where two identifiers still meet, the schema's own names come first, then classes, enumerations, methods,
 *   instances, values; of two of a kind the shorter name. Whoever else would have the identifier, and both of equal
 *   length, get a hash of what they are behind their name (A_key_1c2d3e4f), in whatever order they stand; a note
 *   says so.
 * - The files of a class are called as its struct, told apart likewise where names differ in case alone; one that
 *   Windows keeps for a device gets an underscore. */
#ifndef MOFC_BACKEND_C_H
#define MOFC_BACKEND_C_H

#include "base/map.h"
#include "model/walk.h"

/* An enumeration and its identifiers. */
struct c_enum {
    const struct enumeration *of;
    const char *name;    /* "SMS_DistributionJob_State" */
    const char *display; /* "SMS_DistributionJob.State" */
    enum cim_type type;
    const char **constants; /* one a value; NULL: it has none */
    bool defines;           /* some value does not fit an int: no C enum can hold them */
    struct c_enum *next;
};

struct c_class_names {
    const char *name, *file;
};

struct c_names {
    const char *schema;            /* what its own identifiers begin with */
    const char *file;              /* the name of its C files, without an ending */
    struct c_class_names *classes; /* in the order of the schema */
    const struct name *const *
        *below;                    /* of each class, the names of those below it, sorted in lower case, then a NULL */
    struct map enums;              /* struct enumeration to struct c_enum */
    struct map methods, instances; /* to where the name stands */
    struct c_enum *first_enum;
};

/* The backend itself: the `c` objects of the model, whose fields stand in c_model.c, c_enumeration.c and c_limits.c. */
extern const struct backend backend_c;

static inline const struct c_names *c_names_of(const struct model *m) { return model_backend_data(m, &backend_c); }

/* ---- c_names.c ---- */

void c_names_build(struct model *m, void **data);

const char *c_class_name(const struct model *m, const struct klass *k);
/* The name of the class's files, without an ending. */
const char *c_file_name(const struct model *m, const struct klass *k);
const char *c_method_name(const struct model *m, const struct klass *k, const struct method *f);
/* The constant of an instance; those without an alias are numbered, from 1. */
const char *c_instance_name(const struct model *m, const struct instance *o);
const struct c_enum *c_enum_of(const struct model *m, const struct enumeration *e);

/* ---- c_below.c ---- */

void c_below_build(const struct model *m, struct c_names *n);

/* ---- c_words.c ---- */

/* With an underscore where the word is reserved: of members; of what stands at file scope, where a word may not be
 * that of a parameter either. */
const char *c_word(struct arena *arena, struct slice name);
const char *c_file_scope_word(struct arena *arena, struct slice name);
/* The end of each value's constant, told apart within the list; NULL: it has none. */
const char **c_value_words(struct arena *arena, const struct enumeration *e);

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
