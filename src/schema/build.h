/* Private to schema/: the state of one schema_build(), in the order its stages fill it.
 *
 * The classes form a forest by inheritance. It is walked once, bases first, with a side table per kind of
 * element indexed by name id that holds what is in force at the class being visited; leaving a subtree puts
 * back what it replaced. So every look-up is one array access and nothing depends on the depth of a chain. */
#ifndef MOFC_SCHEMA_BUILD_H
#define MOFC_SCHEMA_BUILD_H

#include "base/map.h"
#include "schema/schema.h"

/* a class while it is being resolved */
struct class_node {
    struct klass *klass;
    struct class_node *child, *last_child, *sibling, *super;
    struct class_node *same_name, *last_same; /* of another namespace; the first of a name knows the last */
    struct ast_decl const *decl;
    const struct method_page *method_pages;
    struct local *locals;     /* what this class declares inside itself */
    struct class_node *outer; /* of a structure inside a class: that class */
    unsigned level;           /* how many classes it is inside of */
    struct class_node *scope; /* the nearest base with locals, where scope_known */
    bool scope_known;
    size_t seen_from; /* the walk up that met it first; see tie_level() */
    unsigned depth;   /* how many classes there are from the top of its line, itself included */
    /* growing arrays that a chain of classes shares: a subclass appends behind its base's part where the base is
     * the last writer, and copies where it overrides */
    struct shared *properties, *keys, *methods;
};

struct shared {
    union {
        const struct property **properties;
        const struct method **methods;
        void *at; /* either, to be copied */
    };
    size_t used, room;
};

/* How many classes, or enumerations, may be derived from each other: what each inherits is written out with it, so that
 * a line of thousands would take gigabytes. CIM has twelve. */
enum { MOST_DEPTH = 100 };

enum enum_state { ENUM_WAITING, ENUM_OPEN, ENUM_FILLED };

struct enum_node {          /* a DSP0221 enumeration while it is being resolved */
    struct enum_node *next; /* in the order of declaration */
    struct enumeration *made;
    const struct ast_decl *decl;
    struct class_node *outer;       /* inside a class: that class */
    struct enum_node *base, *below; /* below: the one that waits for this */
    struct value_store *store;
    enum enum_state state;
    unsigned depth;
    bool cut; /* from a circle */
};

/* a name that holds inside a class and its subclasses; one of the two is NULL */
struct local {
    struct local *next;
    const struct name *name; /* as written; its own is longer */
    struct class_node *node;
    struct enum_node *enumeration;
};

struct method_page {
    const struct method_page *next;
    const struct ast_decl *decl;
};

/* what a name means where the walk stands */
struct meaning {
    struct class_node *klass; /* the first of its name */
    struct enum_node *enumeration;
    struct property *property; /* in force at the class that is visited, as its method is */
    const struct method *method;
};

struct undo {
    uint32_t id;
    struct meaning before;
};

struct builder {
    struct arena *arena;
    struct names *names;
    const struct schema_options *options;
    struct diags *diags;
    struct schema *schema;
    struct class_node **nodes;                      /* in input order */
    struct meaning *meanings;                       /* by name id */
    const struct name *space;                       /* the namespace that is looked from */
    const struct name *written_space, *plain_space; /* what namespace_of() was asked last, and its answer */
    bool *space_reported;                           /* by name id */
    size_t node_count;
    struct qualifier_type **qualifier_types; /* declared, by name id */
    bool declares_standard;                  /* a standard qualifier is among them, so they are meant to be all */
    bool declares_own;                       /* others are, with a type */
    const struct ast_member **parameter_at;  /* of the list at hand, by name id; empty in between */
    const struct qualifier **qualifier_at;   /* the same */
    const struct ast_constant **constant_at; /* in force at the enumeration that is filled, by name id */
    const struct property **property_at;     /* of the class whose instances are read, by name id */
    struct enum_node *enumerations, **last_enumeration;
    const struct enum_node *known;              /* whose constants constant_at holds */
    struct deferred *deferred, **last_deferred; /* defaults that wait for all classes; see initial.c */
    const struct ast_decl **alias_at;           /* instances and classes, by alias name id */
    const struct klass *indexed;                /* the class whose properties property_at holds */
    const char **class_names;                   /* for suggestions */
    size_t class_name_count;
    size_t compared;                            /* names that suggestions have looked at so far; see suggest.c */
    const struct schemas *schemas;              /* foreign_schema.c; NULL until asked for */
    bool *foreign_reported, *left_out_reported; /* by name id */
    struct map class_spaces, qualifier_spaces;  /* see namespace_add() */
    struct map dialects;                        /* by unit; see wmi.c */
    uint32_t id_room;
    struct undo *undo;
    size_t undo_count, undo_room;
};

/* a whole number of up to 64 bits with its sign apart */
struct number {
    bool negative;
    uint64_t magnitude;
};

/* Whether a < b, as integers. */
bool number_less(struct number a, struct number b);
/* Reads an integer at the start of `s` (decimal, 0x, binary with a trailing b, octal with a leading 0 only where
 * `octal`); returns how many bytes it took, 0 for none. Overflow takes none. */
uint32_t number_read(struct slice s, struct number *out);
/* The smallest and largest value of an integer type. */
void number_bounds(enum cim_type cim, struct number *low, struct number *high);
bool number_fits(enum cim_type cim, struct number n);

/* suggest.c: the closest known name to a word, or NULL. */
const char *suggest_class(struct builder *b, struct slice word);
const char *suggest_type(struct builder *b, struct slice word, bool *sure);
const char *suggest_property(struct builder *b, const struct klass *k, struct slice word);
const char *suggest_alias(struct builder *b, struct slice word);
const char *suggest_qualifier(struct builder *b, struct slice word, bool standard_too, bool *sure);
const char *const *qualifier_built_in_names(size_t *count);

/* foreign_schema.c: whether a class that no input declares is of a schema that the inputs have no part of, and the note
 * that says so, once a name. */
bool class_is_foreign(struct builder *b, const struct name *name);
void foreign_class_report(struct builder *b, const struct ast_word *word);
void foreign_instance_report(struct builder *b, const struct ast_word *word);

/* wmi.c: what is WMI's own, which no file for it declares; and whether a file is meant for its compiler. */
bool class_of_wmi(const struct name *name);
bool qualifier_of_wmi(const struct name *name);
bool unit_is_wmi(struct builder *b, const struct unit *unit);

/* pragma.c */
bool pragma_has(const struct name *word, enum standard standard); /* whether that standard has it */
void pragmas_check(struct builder *b);

/* standard.c: refuses what the chosen standard does not have. */
void standard_check(struct builder *b);

/* effective.c: what a name means, to be changed; builder_undo(mark) puts it back. mark is an earlier undo_count. */
struct meaning *builder_change(struct builder *b, const struct name *name);
void builder_undo(struct builder *b, size_t mark);

/* declare.c */
/* How many declarations there are, or only how many stand inside others. */
size_t names_count(const struct unit *units, bool nested);
void names_declare(struct builder *b);
/* What a name means inside `outer` (NULL: at top level), seen from a namespace; NULL: nothing of that kind. */
struct class_node *scope_find_class(const struct builder *b, struct class_node *outer, const struct name *space,
                                    const struct name *name);
struct enum_node *scope_find_enumeration(const struct builder *b, struct class_node *outer, const struct name *name);
/* Lets class_find() and enumeration_named() see what can be seen inside `n`, until builder_undo(). */
void scope_enter(struct builder *b, struct class_node *n, bool bases_entered);
const struct klass *class_find(struct builder *b, const struct name *name);
/* The same, where the word means the class of the place's own namespace: reports one of another, once a name. */
const struct klass *class_find_here(struct builder *b, const struct ast_word *word);
const struct enumeration *enumeration_named(const struct builder *b, const struct name *name);

/* namespace.c */
/* A namespace in its plain spelling, "root/ccm"; NULL for none. */
const struct name *namespace_of(struct builder *b, const struct name *written);
bool namespace_same(const struct name *a, const struct name *z); /* as they are written */
/* Of the classes of one name that of the namespace, else the first. */
struct class_node *namespace_choose(const struct builder *b, struct class_node *first, const struct name *space);
/* What is declared by one name in several namespaces, so that thousands of them take no time with their square. */
void namespace_add(struct builder *b, struct map *m, const struct name *name, const struct name *space,
                   const void *what);
void *namespace_get(const struct map *m, const struct name *name, const struct name *space);
/* Reports that a word does not mean a class of its own namespace. */
void namespace_check(struct builder *b, const struct class_node *n, const struct name *space,
                     const struct ast_word *word);
/* Tells classes of one name apart for all that has no namespaces. */
void namespaces_name(struct builder *b);

/* constants.c */
void enumerations_fill(struct builder *b);

/* qualifiers.c */
const struct qualifier_type *qualifier_type_find(struct builder *b, const struct name *name);
void qualifiers_declare(struct builder *b);
/* The qualifiers in force on an element: those written, checked, then those its predecessor passes on. */
void qualifiers_build(struct builder *b, const struct ast_qualifier *written, unsigned scope, const char *what,
                      const struct name *owner, bool page, const struct qualifier *inherited, size_t inherited_count,
                      const struct qualifier **out, size_t *count);
/* The same checks where the qualifiers are not kept. */
void qualifiers_check(struct builder *b, const struct ast_qualifier *written, unsigned scope, const char *what,
                      const struct name *owner);
bool value_true(const struct ast_value *v); /* of a boolean qualifier; NULL: it is there */
bool qualifier_true(const struct qualifier *list, size_t count, const char *lower);

/* member.c */
/* Whether Override repeats the name of its element, which is a `what`; NULL: it overrides nothing. */
void override_fix(struct builder *b, struct diag *g, const struct ast_member *m); /* adds the qualifier */
void override_name_check(struct builder *b, const struct ast_member *m, const char *what);
struct property *property_build(struct builder *b, struct class_node *node, const struct ast_member *m, unsigned scope,
                                const struct property *base);
void type_build(struct builder *b, const struct ast_member *m, bool page, const struct qualifier *qualifiers,
                size_t count, struct type *out);

/* method.c */
struct method *method_build(struct builder *b, struct class_node *node, const struct ast_member *m,
                            const struct method *base);

/* qualifier_use.c: whether an element's own qualifiers go with its type. */
void qualifier_use_check(struct builder *b, const struct type *t, const struct qualifier *list, size_t count,
                         const struct name *name);

/* select.c: leaves the classes that the options ask for, and what they need. */
void classes_select(struct builder *b);

/* values.c */
const struct enumeration *enumeration_build(struct builder *b, const struct klass *owner, const struct property *p,
                                            const struct type *type, const struct qualifier *qualifiers, size_t count,
                                            const struct ast_documented *documented);
void enum_value_check(struct builder *b, const struct enum_value *v, enum cim_type cim); /* whether it fits */

/* bits.c: whether a page's list of a bit field holds positions, and the masks that they are. */
bool bits_are_positions(const struct enum_value *values, size_t count, enum cim_type cim);
void bits_to_masks(struct enum_value *values, size_t count);

/* limits.c */
void limits_build(struct builder *b, struct property *p, const struct property *base);
/* A default that its limits or its list of values forbid is reported, and allowed. */
void limits_check_value(struct builder *b, const struct property *p, const struct value *v); /* an instance's */
void limits_check_default(struct builder *b, struct property *p, const struct property *base);

/* initial.c */
void initial_build(struct builder *b, struct property *p, struct class_node *node, const struct property *base);
/* The defaults that are instances, whose classes may come later. */
void initials_finish(struct builder *b);
/* Applies a type to a value; reports what does not fit. `what` names the element in messages. NULL: did not fit. */
const struct value *value_check(struct builder *b, const struct type *type, const struct ast_value *v,
                                const char *what);
bool class_is_a(const struct klass *k, const struct klass *base);

/* instances.c */
/* An instance that is a value; NULL where its class is not known (reported). */
const struct instance *instance_embedded(struct builder *b, const struct ast_decl *d, const struct type *type);
/* The same where it is MOF text in a string; NULL where it cannot be read (reported). */
const struct instance *instance_told(struct builder *b, const struct ast_value *v, const struct type *type,
                                     const char *what);
void aliases_declare(struct builder *b);
/* Whether the aliases in a value are known, and of a class that the property refers to. */
void alias_check(struct builder *b, const struct property *p, const struct value *v);
void instances_build(struct builder *b);

/* embedded.c: marks the classes whose objects are only ever embedded. */
void embedded_find(struct builder *b);

#endif
