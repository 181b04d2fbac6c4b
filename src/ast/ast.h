/* What was written: the nodes of a unit in reading order, for MOF files and for pages alike.
 *
 * Type names are names here, numbers keep their spelling, nothing is looked up: meaning is schema/'s.
 * Every node lies in the arena of the compilation and borrows its text from the sources. Lists are linked
 * by `next` in the order of the source. A span that is not known is {0, 0}; a slice that is absent has
 * at == NULL. After its unit is built a node is not changed. */
#ifndef MOFC_AST_AST_H
#define MOFC_AST_AST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/name.h"
#include "base/source.h"
#include "base/text.h"

/* A name and where it stands. */
struct ast_word {
    const struct name *name; /* NULL: absent */
    struct span span;
};

/* A text of the source. Most lie there as they are; one with escapes, and several literals in a row, keep their quotes
 * and what stands between them, and are unescaped and joined when somebody reads them: few runs need a schema's prose.
 */
struct ast_string {
    const char *at; /* UTF-8; NULL: absent */
    uint32_t len;
    bool pieces; /* literals as written, without a wrong escape */
};

enum ast_value_kind {
    VALUE_NULL,
    VALUE_BOOLEAN,
    VALUE_INTEGER, /* binary, octal, decimal or hexadecimal; DSP0004 annex A */
    VALUE_REAL,
    VALUE_CHAR,   /* 'c' */
    VALUE_STRING, /* concatenated and unescaped; datetimes are strings too */
    VALUE_ALIAS,  /* $Alias */
    VALUE_NAME,   /* an enumeration's constant (DSP0221) or another bare word */
    VALUE_ARRAY,
    VALUE_INSTANCE, /* an embedded instance of (DSP0221: value of) */
};

struct ast_value {
    enum ast_value_kind kind;
    bool negative, overflow; /* integers: sign; magnitude over 64 bits */
    struct span span;        /* of the first to the last token */
    struct ast_value *next;  /* in an array */
    union {
        bool boolean;
        uint64_t magnitude; /* VALUE_INTEGER; VALUE_CHAR: the code unit */
        double real;
        struct ast_string string; /* unescaped; ast_string_join() and ast_string_keep() give its text */
        const struct name *name;
        struct ast_value *items;
        struct ast_decl *instance;
    };
};

/* DSP0004 and the WMI dialect; a set of bits */
enum ast_flavor {
    FLAVOR_ENABLE_OVERRIDE = 1,
    FLAVOR_DISABLE_OVERRIDE = 2,
    FLAVOR_TO_SUBCLASS = 4,
    FLAVOR_RESTRICTED = 8,
    FLAVOR_TRANSLATABLE = 16,
    FLAVOR_TO_INSTANCE = 32, /* WMI */
    FLAVOR_NOT_TO_INSTANCE = 64,
    FLAVOR_AMENDED = 128,       /* WMI */
    FLAVOR_TOSUBELEMENTS = 256, /* DSP0221 */
};

struct ast_qualifier {
    struct ast_qualifier *next;
    struct ast_word word;
    struct ast_value *value; /* NULL: none written. One in parentheses is a scalar, one in braces an array */
    unsigned flavors;
    struct span span;   /* name to closing bracket or last flavor */
    bool only_in_block; /* a page: the section's `Qualifiers:` line does not list it, the block does */
};

struct ast_type {
    struct ast_word word; /* the type's or class's name; absent: void or not written */
    bool reference;       /* `Class REF name` or the pages' `ref:Class name` */
    bool array;
    uint64_t size; /* of `[n]`; 0: none */
    struct span span;
};

/* One line of a page's value table, or one item of its list. */
struct ast_row {
    struct ast_row *next;
    struct slice value, label, note; /* as written, markup dropped; label absent: a one-column table */
    struct span value_span, label_span;
};

enum ast_access { ACCESS_NONE, ACCESS_READ, ACCESS_WRITE, ACCESS_READ_WRITE };

/* What a page says of a property or parameter beside its declaration. */
struct ast_documented {
    struct span place;      /* the name that opens the section; unknown: there is no section */
    struct slice type_text; /* `Data type:` as written, markup dropped */
    struct span type_span;
    enum ast_access access;
    struct slice access_text;
    struct span access_span;
    struct slice qualifier_text; /* `Qualifiers:` as written, brackets dropped; absent or "None": none */
    struct span qualifier_span;
    struct slice initial; /* a default in prose, as written, backticks dropped */
    struct span initial_span;
    struct ast_row *rows; /* the value table */
    struct span rows_span;
    bool immutable;            /* the prose says that it cannot be changed after creation */
    bool flags;                /* the table's head says that its values are bits */
    bool bits;                 /* the prose says so */
    bool closed;               /* the prose says that there are no other values */
    bool deprecated;           /* the prose begins by saying that it is, or that it is not to be used */
    struct slice returns_text; /* a method's: what its page says of the value that it returns; absent: nothing */
    struct slice text;         /* the prose: markup dropped, white space folded, paragraphs kept as '\n' */
};

enum ast_member_kind { MEMBER_PROPERTY, MEMBER_METHOD, MEMBER_DECL };

struct ast_member {
    enum ast_member_kind kind;
    struct ast_member *next;
    struct span span; /* of the whole member, qualifiers included */
    struct ast_qualifier *qualifiers;
    struct ast_type type; /* a method's return type */
    struct ast_word word;
    struct ast_value *initial;         /* a property's default; NULL: none */
    struct ast_member *parameters;     /* a method's; each a MEMBER_PROPERTY */
    struct ast_decl *decl;             /* MEMBER_DECL: a local structure or enumeration (DSP0221) */
    struct ast_documented *documented; /* from a page; NULL in MOF files */
    bool linked;                       /* a method that a class page only links to; its type is absent */
    bool added;                        /* not in the page's block, only in a section */
};

enum ast_decl_kind {
    DECL_CLASS,     /* class, association, indication: set apart by qualifier; DSP0221 structure by flag */
    DECL_QUALIFIER, /* a qualifier declaration */
    DECL_INSTANCE,
    DECL_PRAGMA,
    DECL_ENUMERATION, /* DSP0221 */
    DECL_METHOD,      /* a method page: a method of a class that another page declares */
};

/* DSP0004 5.6: a set of bits; SCOPE_ANY is all */
enum ast_scope {
    SCOPE_CLASS = 1,
    SCOPE_ASSOCIATION = 2,
    SCOPE_INDICATION = 4,
    SCOPE_PROPERTY = 8,
    SCOPE_REFERENCE = 16,
    SCOPE_METHOD = 32,
    SCOPE_PARAMETER = 64,
    SCOPE_SCHEMA = 128,
    SCOPE_ENUMERATION = 256,
    SCOPE_ENUMERATIONVALUE = 512,
    SCOPE_STRUCTURE = 1024,
    SCOPE_QUALIFIERTYPE = 2048,
    SCOPE_ANY = 4095,
};

/* A page's Requirements table; absent: no such row. */
struct ast_requirements {
    struct slice client, server; /* the oldest that have the class */
    struct slice mof, library, header;
};

/* What a page says of its class or method. */
struct ast_page {
    struct slice title;   /* the first heading, markup dropped */
    struct slice summary; /* the paragraphs under it, white space folded, '\n' between them */
    struct ast_requirements requirements;
    const struct name *namespace_name; /* where the class lives; NULL: the page does not say */
    struct span title_span;
    bool obsolete; /* a warning or note that says so; "deprecated" is the flag below */
    bool deprecated;
    struct slice warning; /* its text */
    struct span warning_span;
    struct ast_word replacement;            /* the class to use instead, where the warning names one */
    struct ast_qualifier *class_qualifiers; /* the list under Remarks */
    struct span class_qualifiers_span;
    struct slice return_text; /* a method page's "Return Values", markup dropped */
    struct ast_row *returns;  /* its table */
    struct span returns_span;
    bool blockless; /* the page has no readable syntax block; members come from sections */
};

/* A constant of a DSP0221 enumeration. */
struct ast_constant {
    struct ast_constant *next;
    struct ast_qualifier *qualifiers;
    struct ast_word word;
    struct ast_value *value; /* NULL: none written */
    struct span span;
};

struct ast_decl {
    enum ast_decl_kind kind;
    struct ast_decl *next;
    struct span span;
    struct ast_qualifier *qualifiers;
    struct ast_word word;              /* class, qualifier, enumeration, pragma or method's class name */
    struct ast_word super;             /* class, structure: its base; enumeration: its type */
    struct ast_word alias;             /* `as $name` */
    bool structure;                    /* DSP0221 `structure` */
    bool inside;                       /* a pragma that stands inside a class */
    bool loose;                        /* a qualifier declaration whose parts DSP0004 orders and parts otherwise */
    bool nests;                        /* a member is a MEMBER_DECL */
    bool broken;                       /* a syntax error lies in it: what it seems to lack may be lost */
    bool implied;                      /* a class that only a method's page names */
    bool inherited_in_block;           /* a page: the block already holds all inherited properties */
    unsigned flavors;                  /* WMI `class : flavor`; a qualifier declaration's flavors */
    unsigned scopes;                   /* a qualifier declaration's */
    struct ast_type type;              /* a qualifier declaration's */
    struct ast_value *value;           /* a qualifier declaration's default; a pragma's parameters as an array */
    struct ast_member *members;        /* class: in written order; method page: the one method;
                                          instance: `name = value` as MEMBER_PROPERTY with no type */
    struct ast_constant *constants;    /* enumeration */
    struct ast_page *page;             /* from a page; NULL in MOF files */
    struct unit *included;             /* a #pragma include: what load/ read for it; NULL: nothing now */
    const struct name *namespace_name; /* the #pragma namespace in force, set by load/, or a page's own; NULL: none */
    const struct name *locale;         /* the #pragma locale in force, likewise */
};

/* One input file. */
struct unit {
    struct unit *next;
    const struct source *source;
    bool page;              /* a Markdown page rather than a MOF file */
    struct ast_decl *decls; /* includes are kept as DECL_PRAGMA; load/ puts the included unit in order */
};

/* The text of a string: itself, or its pieces joined in `arena`, or in `room`, which the caller frees. */
struct slice ast_string_keep(struct arena *arena, struct ast_string s);
struct slice ast_string_join(struct ast_string s, struct text *room);

static inline struct ast_string ast_string_of(struct slice s) { return (struct ast_string){s.at, s.len, false}; }

/* The first qualifier of that name (lower case), or NULL. */
const struct ast_qualifier *ast_find_qualifier(const struct ast_qualifier *list, const char *lower);

#endif
