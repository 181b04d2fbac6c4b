/* What generated sources tell libmofrt of classes and enumerations: constant tables, defined once each. Not for users,
 * who include the generated headers and mofrt.h alone. */
#ifndef MOFRT_GENERATED_H
#define MOFRT_GENERATED_H

#include "mofrt.h"

MOF_C_BEGIN

/* Every class refers to it, so that an object file of another contract does not link. */
extern const char mofrt_abi_3;

/* ---- enumerations -------------------------------------------------------------------------------------- */

/* A row of a value list, in the order of the schema; a bare ".." is a range, and last. */
struct mof_enum_value {
    uint64_t value, last; /* two's complement for signed types; `last` is a range's */
    bool range;
    const char *label; /* as the source writes it */
    const char *text;  /* of a list of strings: the value; else NULL */
};

struct mof_enum {
    const struct mof_enum_value *values;
    uint32_t count;
    uint8_t type;   /* enum mof_type */
    bool flags;     /* values are bit masks */
    bool open;      /* other values are allowed: one is a warning */
    uint64_t small; /* bit n: the value n is listed; below 64 it answers without a search */
};

/* The label of a value (two's complement), NULL where there is none. */
const char *mof_enum_name(const struct mof_enum *e, uint64_t value);
/* A label (ASCII case folded), digits, or of flags labels with '|' between them. `value` points at the enumeration's
 * own type; what does not fit it is refused, and *value is left alone. */
bool mof_enum_parse(const struct mof_enum *e, mof_str text, void *value);
/* Whether the value is listed; of flags, whether each of its bits is. */
bool mof_enum_valid(const struct mof_enum *e, uint64_t value);
/* "A | B | 0x40", always with its NUL; returns the length it needs. */
size_t mof_enum_format(const struct mof_enum *e, uint64_t value, char *out, size_t room);
/* Of value lists that are strings; values compare by bytes, labels case folded. */
const char *mof_enum_name_text(const struct mof_enum *e, mof_str value);
bool mof_enum_parse_text(const struct mof_enum *e, mof_str text, mof_str *value);

/* ---- classes ------------------------------------------------------------------------------------------- */

/* mof_property.access; 0 is both */
enum { MOF_READ = 1, MOF_WRITE = 2 };

/* mof_property.flags */
enum {
    MOF_ARRAY = 1,
    MOF_KEY = 2,
    MOF_NOT_NULL = 4,
    MOF_IMMUTABLE = 8,
    MOF_LAZY = 16,
    MOF_LARGE = 32,
    MOF_NOCASE = 64 /* a string key that compares without case */
};

/* What a value must keep to beside its type and its list. With `or_default` the documented default may break it. */
struct mof_limits {
    bool has_range; /* min and max hold: two's complement; an array's items, each; reals have bounds of their own */
    uint64_t min, max;
    double real_min, real_max;
    bool has_length; /* min_length and max_length hold: characters of a string, bytes of a uint8[] */
    uint64_t min_length, max_length;
    const char *text_min, *text_max; /* of a string, in byte order; NULL: no bound */
    uint64_t size;                   /* of an array; 0: not fixed */
    bool counts;                     /* the number is the count of the array in property `length_of` */
    uint32_t length_of;              /* its place among all properties of the class */
    bool or_default;
    uint64_t default_number;
    double default_real;
    const char *default_text;
};

struct mof_property {
    const char *name; /* as the schema spells it */
    const struct mof_enum *values;
    union {
        const struct mof_class *embedded; /* of MOF_CLASS */
        const struct mof_class *target;   /* of MOF_REFERENCE: the class that it refers to; NULL: not known */
    };
    const struct mof_limits *limits;
    uint32_t offset; /* in the struct */
    uint8_t type;    /* enum mof_type; of an array, its items' */
    uint8_t access;
    uint8_t flags;
};

/* Where a part of the key lies in the class's key struct. */
struct mof_key_part {
    uint32_t property; /* its place among all properties of the class */
    uint32_t offset;   /* in the key struct */
};

/* Rows that stand with `super` come first, in its order; so do their members in the struct and their bools in `has`. */
struct mof_class {
    const char *name; /* as the schema spells it */
    const struct mof_class *super;
    const struct mof_property *properties; /* behind those that stand with `super` */
    uint32_t inherited;                    /* how many stand with `super` */
    uint32_t count;                        /* of all properties */
    uint32_t size;                         /* of the struct */
    uint32_t has;                          /* where its `has` begins: a bool a property, in order */
    const struct mof_key_part *keys;       /* in property order */
    uint32_t key_count;
    uint32_t below_count;
    const char *const *below; /* the names of all classes below it, sorted in lower case */
    const void *defaults;     /* an object of the class; NULL: nothing has a default */
    const char *abi;          /* &mofrt_abi_3 */
    const char *space;        /* the namespace that it lives in; NULL: not documented */
};

MOF_C_END

#endif
