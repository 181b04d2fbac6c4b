/* What the units mean: the one model that lint, dump, emit and diff read, all as const.
 *
 * Everything here lies in the schema's arena, is built once by schema_build() and never changed after.
 * Names print as declared and compare without case (name_equal). Every thing keeps its place in the
 * source, so that a finding can point at it. Nothing here knows whether it came from a page or a MOF file,
 * except through `documented`, which carries the page's own words for it. */
#ifndef MOFC_SCHEMA_SCHEMA_H
#define MOFC_SCHEMA_SCHEMA_H

#include "ast/ast.h"
#include "base/diag.h"
#include "base/map.h"

enum cim_type {
#define CIM(id, spelling, bits, is_signed, c_type, words) CIM_##id,
#include "schema/types.def"
#undef CIM
    CIM_REFERENCE, /* `Class REF` */
    CIM_CLASS,     /* an embedded object: class-typed member, or string with EmbeddedInstance("Class") */
    CIM_OBJECT,    /* an embedded object of any class: `object`, or string with EmbeddedObject */
    CIM_VARIANT,   /* the pages' `Variant` and other types without a CIM name; carried as text */
    CIM_VOID,      /* a method that returns nothing, or whose return type is not known */
    CIM_TYPE_COUNT
};

struct cim_info {
    const char *spelling; /* lower case; "" for CIM_CLASS and CIM_REFERENCE: use the class's name */
    unsigned bits;        /* of an integer type; else 0 */
    bool is_signed;
    const char *c_type;
    const char *words;
};
extern const struct cim_info cim_types[CIM_TYPE_COUNT];

/* The type of a spelling, case aside ("UInt32"); CIM_TYPE_COUNT where it is none. */
enum cim_type cim_type_find(struct slice spelling);

struct klass;

struct type {
    enum cim_type cim;
    bool array;
    bool unknown;                  /* no input declares it; cim stands in */
    uint64_t size;                 /* of a fixed array; 0: none */
    const struct name *class_name; /* CIM_REFERENCE, CIM_CLASS (and a named enumeration's, cim being its base) */
    const struct klass *klass;     /* the same, resolved; NULL: not in the schema */
    const struct enumeration *enumeration; /* the same, of a DSP0221 enumeration; else NULL */
    struct slice written;                  /* as the source spells it, without [] */
};

/* A value with its type applied. */
struct value {
    enum ast_value_kind kind;
    bool negative; /* integers: the sign of magnitude */
    struct span span;
    union {
        bool boolean;
        uint64_t magnitude;
        double real;
        struct slice string; /* strings, datetimes, chars as UTF-8, aliases and names as written */
        struct {
            const struct value *items;
            size_t count;
        } array;
        const struct instance *instance;
    };
};

enum flavor_source { DECLARED_IN_SCHEMA, DECLARED_BUILT_IN, NOT_DECLARED };

/* A qualifier in force on an element, inherited ones included. */
struct qualifier {
    const struct name *name;
    const struct ast_qualifier *written; /* where it was written (maybe on a superclass's element) */
    const struct ast_value *value;       /* NULL: boolean true by being there */
    unsigned flavors;                    /* effective */
    enum flavor_source declared : 4;
    bool inherited : 1;
    char first; /* letter of its name, folded: most look-ups need no more of it */
};

/* One value, or one range of values, with its label. */
struct enum_value {
    struct slice written; /* "0x10", "1..5", "..", "abc": the number as the source writes it */
    bool range : 1;       /* low..high inclusive; an open end reaches the type's bound */
    bool unclaimed : 1;   /* a bare "..": all that the others leave */
    bool text : 1;        /* the value is a string, `written` */
    bool low_negative : 1, high_negative : 1;
    uint64_t low, high; /* magnitudes; of strings: unused. high == low where it is no range */
    struct slice label; /* may be empty where the source gives none */
    struct slice note;  /* further words on it */
    struct span span;
};

enum enum_source { ENUM_VALUEMAP, ENUM_BITMAP, ENUM_TABLE, ENUM_DECLARED };

/* The one concept that ValueMap/Values, BitMap/BitValues, page tables and DSP0221 enumerations become. */
struct enumeration {
    enum enum_source source;
    bool flags;                      /* values are bit masks: a BitMap's positions are turned into masks */
    bool strings;                    /* values are strings */
    bool open;                       /* other values are right too, or may be: see values.c */
    bool partial;                    /* rows of the page's list that hold no number were left out */
    const struct enum_value *values; /* in source order */
    size_t count;
    struct span span;
    const struct klass *owner;       /* the class that declares it first: a subclass shares its table */
    const struct property *property; /* likewise; NULL for a parameter's or a method's */
    const struct name *name;         /* ENUM_DECLARED: its name */
    size_t inherited;                /* ENUM_DECLARED: how many of the values are those of the one it goes on from */
    enum cim_type cim;               /* ENUM_DECLARED: the type of its values */
};

/* All bounds on a value that validators, SQL and JSON Schema share. A bound applies to an array's items. */
struct limits {
    bool not_null;                       /* key, required, not_null */
    bool has_min_length, has_max_length; /* characters (code points) of a string; bytes of octets */
    uint64_t min_length, max_length;
    bool has_min, has_max; /* numbers: MinValue, MaxValue, Range */
    bool min_negative, max_negative;
    uint64_t min, max;               /* magnitudes */
    bool has_min_text, has_max_text; /* strings with Range: compared as text */
    struct slice min_text, max_text;
    bool allows_default; /* the documented default breaks a bound and is allowed all the same */
    struct span span;    /* the qualifier that says so */
};

struct property {
    const struct name *name;
    struct type type;
    enum ast_access access; /* from read/write qualifiers, else the page's access; NONE: nothing says */
    bool key, lazy, large, not_null, unique;
    bool deprecated;
    bool immutable; /* the page says that it cannot change after creation */
    bool octets;    /* uint8[] */
    struct limits limits;
    const struct enumeration *enumeration; /* NULL: any value */
    const struct value *initial;           /* the default, typed and checked; NULL: none */
    struct slice initial_written;          /* as the source writes it, backticks dropped */
    const struct property *length_of;      /* this property holds that array's length (ISVDataSize of ISVData) */
    const struct klass *origin;            /* the class that first declares it */
    const struct klass *declared;          /* the class whose declaration is in force */
    const struct property *overrides;      /* the superclass's property this one replaces, or NULL */
    const struct qualifier *qualifiers;    /* in force; written first, in source order, then inherited */
    size_t qualifier_count;
    struct ast_string text; /* prose or Description, white space folded; may be empty */
    const struct ast_member *written;
    const struct ast_documented *documented; /* the page's words; NULL from MOF */
    unsigned index;                          /* in its class's effective properties */
};

struct parameter {
    const struct property *property; /* name, type, limits, enumeration, text */
    bool in, out;
};

struct method {
    const struct name *name;
    struct type returns;
    const struct parameter *parameters;
    size_t parameter_count;
    const struct enumeration *enumeration; /* of the return value */
    bool is_static, linked;                /* linked: named by a page that was not read; nothing else known */
    bool deprecated;
    const struct klass *origin, *declared;
    const struct qualifier *qualifiers;
    size_t qualifier_count;
    struct ast_string text;
    const struct ast_member *written;
};

struct klass {
    const struct name *name;
    const struct name *unique_name; /* the same, or "Name_root_ccm" where another namespace has a class of that name */
    const struct name *space;       /* its namespace, as "root/ccm"; NULL: none is given, so it is of any */
    const struct klass *same_name;  /* the next class of that name; schema_find_class() gives the first */
    const struct name *super_name;  /* NULL: none */
    const struct klass *super;      /* NULL: none, or not in the schema (pages) */
    bool association, indication, abstract, structure;
    bool embedded; /* has no instances of its own: `Embedded`, DSP0221 structure, or without a key and only embedded */
    bool obsolete, deprecated;
    bool partial;                             /* a class above it is in none of the inputs */
    bool read_only;                           /* the page's class qualifiers say Read */
    const struct name *replacement;           /* the class to use instead, or NULL */
    const struct property *const *properties; /* effective: inherited first, overrides in place */
    size_t property_count;
    size_t inherited_count;            /* how many of them a superclass declares first */
    const struct property *const *own; /* those that this class itself declares, overrides too */
    size_t own_count;
    const struct map *own_by_name;      /* by folded name; NULL: they are few */
    const struct property *const *keys; /* effective, in property order */
    size_t key_count;
    const struct method *const *methods; /* effective */
    size_t method_count;
    const struct qualifier *qualifiers;
    size_t qualifier_count;
    struct ast_string text; /* summary or Description */
    const struct ast_decl *written;
    const struct unit *unit;
    unsigned depth; /* of inheritance; 0 at the top */
    unsigned index; /* in schema->classes */
    bool requested; /* false: only there because --class's closure needs it */
};

/* a qualifier declaration */
struct qualifier_type {
    const struct name *name;
    enum cim_type type;
    bool array;
    unsigned scopes, flavors;
    const struct ast_value *initial;
    const struct ast_decl *written; /* NULL: built in */
    const struct name *space;       /* the namespace that it is declared in, or NULL */
    bool several;                   /* other namespaces declare one of that name too */
};

struct instance {
    const struct klass *klass;
    const struct name *alias;            /* NULL: none */
    const struct instance_value *values; /* in the order written */
    size_t value_count;
    const struct ast_decl *written;
};

struct instance_value {
    const struct property *property;
    const struct value *value;
};

struct schema {
    struct arena *arena;
    const struct klass *const *classes; /* in input order */
    size_t class_count;
    const struct enumeration *const *enumerations; /* the DSP0221 ones at top level */
    size_t enumeration_count;
    const struct qualifier_type *qualifier_types; /* of the schema, then the built-in ones used */
    size_t qualifier_type_count;
    const struct instance *const *instances;
    size_t instance_count;
    const struct unit *units;     /* in input order, included ones where they are included */
    const struct klass **by_name; /* by name id; NULL: not a class. room: name_room */
    uint32_t name_room;
    const struct qualifier_set *qualifier_set; /* private to schema/ */
};

enum standard { STANDARD_ANY, STANDARD_DSP0004, STANDARD_WMI, STANDARD_MOF3 };

struct schema_options {
    bool strict; /* dialect leniency off */
    enum standard standard;
    bool open_enums; /* `enums: open` */
    /* Globs of classes, case aside ("root/ccm:SMS_*" asks for the namespace too): only those and what they need,
     * supers, embedded and referenced classes. None: all. RULE_CLASS_NO_MATCH is reported for one that matches nothing.
     */
    const char *const *classes;
    size_t class_count;
    /* Reads the MOF text of an embedded instance that a string holds: mof_parse_embedded(), which schema/ does not
     * know. NULL: such strings are refused. */
    struct ast_decl *(*read_embedded)(struct arena *arena, struct names *names, struct slice text, struct slice written,
                                      uint32_t at, const struct diags *diags, struct diag *why);
};

/* Resolves units to a schema. Reports to `diags` and goes on: what could not be understood is left out,
 * everything else is complete. Borrows units, names and sources, which must live as long. */
const struct schema *schema_build(struct arena *arena, struct names *names, const struct unit *units,
                                  const struct schema_options *options, struct diags *diags);

const struct klass *schema_find_class(const struct schema *s, const struct name *name);
/* The class that a declaration makes, or that an instance or a method's page is of; NULL: none. */
const struct klass *schema_class_of(const struct schema *s, const struct ast_decl *d);
const struct property *klass_find_property(const struct klass *k, const struct name *name);
const struct qualifier *qualifier_find(const struct qualifier *list, size_t count, const char *lower);

/* Which enumeration value or range holds this number; NULL: none. Flags: whether all bits are known. */
const struct enum_value *enumeration_find(const struct enumeration *e, bool negative, uint64_t magnitude);

#endif
