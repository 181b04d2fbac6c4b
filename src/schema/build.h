/* Private to schema/: the state of one schema_build(), in the order its stages fill it.
 *
 * The classes form a forest by inheritance. It is walked once, bases first, with a side table per kind of
 * element indexed by name id that holds what is in force at the class being visited; leaving a subtree puts
 * back what it replaced. So every look-up is one array access and nothing depends on the depth of a chain. */
#ifndef MOFC_SCHEMA_BUILD_H
#define MOFC_SCHEMA_BUILD_H

#include "schema/schema.h"

struct class_node { /* a class while it is being resolved */
    struct klass *klass;
    struct class_node *child, *last_child, *sibling, *super;
    struct ast_decl const *decl;
    const struct method_page *method_pages;
    const struct local *locals;    /* enumerations that this class declares inside itself */
    const struct ast_decl *outer;  /* of a structure inside a class: that class */
    bool visited;
    /* growing arrays that a chain of classes shares: a subclass appends behind its base's part where the base is
     * the last writer, and copies where it overrides */
    struct shared *properties, *keys, *methods;
};

struct shared {
    const void **at;
    size_t used, room;
};

struct local {
    const struct local *next;
    const struct name *name;       /* as written; the enumeration's own may be longer */
    const struct enumeration *enumeration;
};

struct method_page {
    const struct method_page *next;
    const struct ast_decl *decl;
};

struct undo {
    const void **slot;
    const void *old;
};

struct builder {
    struct arena *arena;
    struct names *names;
    const struct schema_options *options;
    struct diags *diags;
    struct schema *schema;
    struct class_node **nodes;     /* in input order */
    struct class_node **by_name;   /* by name id */
    size_t node_count;
    const struct qualifier_type **qualifier_types; /* declared, by name id */
    bool declares_standard;        /* a standard qualifier is among them, so they are meant to be all */
    bool declares_own;             /* others are, with a type */
    const void **property_at, **method_at;         /* in force, by name id: struct property, struct method */
    const void **parameter_at, **qualifier_at;     /* of the list at hand, by name id; empty in between */
    const struct enumeration **enum_at;            /* DSP0221 enumerations, by name id */
    const struct ast_decl **alias_at;              /* instances and classes, by alias name id */
    const struct klass *indexed;   /* once all are visited: the class whose properties property_at holds */
    const char **class_names;      /* of the nodes, for suggestions */
    size_t compared;               /* names that suggestions have looked at so far; see suggest.c */
    const struct schemas *schemas; /* elsewhere.c; NULL until asked for */
    bool *elsewhere_told;          /* by name id */
    uint32_t id_room;
    struct undo *undo;
    size_t undo_count, undo_room;
};

struct number { /* a whole number of up to 64 bits with its sign apart */
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
const char *suggest_type(struct builder *b, struct slice word);
const char *suggest_property(struct builder *b, const struct klass *k, struct slice word);
const char *suggest_alias(struct builder *b, struct slice word);
const char *suggest_qualifier(struct builder *b, struct slice word, bool standard_too);
const char *const *qualifier_built_in_names(size_t *count);

/* elsewhere.c: whether a class that no input declares is of a schema that the inputs have no part of, and the note
 * that says so, once a name. */
bool class_elsewhere(struct builder *b, const struct name *name);
void class_elsewhere_note(struct builder *b, const struct ast_word *word);

/* standard.c: refuses what the chosen standard does not have. */
void standard_check(struct builder *b);

/* qualifiers.c */
const struct qualifier_type *qualifier_type_find(struct builder *b, const struct name *name);
void qualifiers_declare(struct builder *b);
/* The qualifiers in force on an element: those written, checked, then those its predecessor passes on. */
void qualifiers_build(struct builder *b, const struct ast_qualifier *written, unsigned scope, const char *what,
                      const struct name *owner, bool page, const struct qualifier *inherited, size_t inherited_count,
                      const struct qualifier **out, size_t *count);
bool qualifier_true(const struct qualifier *list, size_t count, const char *lower);

/* member.c */
struct property *property_build(struct builder *b, struct class_node *node, const struct ast_member *m, unsigned scope,
                                const struct property *base);
void type_build(struct builder *b, const struct ast_member *m, bool page, const struct qualifier *qualifiers, size_t count,
                struct type *out);

/* method.c */
struct method *method_build(struct builder *b, struct class_node *node, const struct ast_member *m,
                            const struct method *base);

/* values.c */
const struct enumeration *enumeration_build(struct builder *b, const struct klass *owner, const struct property *p,
                                            const struct type *type, const struct qualifier *qualifiers, size_t count,
                                            const struct ast_told *told);
const struct enumeration *enumeration_declare(struct builder *b, const struct ast_decl *d);

/* bits.c: whether a page's list of a bit field holds positions, and the masks that they are. */
bool bits_are_positions(const struct enum_value *values, size_t count, enum cim_type cim);
void bits_to_masks(struct enum_value *values, size_t count);

/* limits.c */
void limits_build(struct builder *b, struct property *p, const struct property *base);
/* A default that its limits or its list of values forbid is told, and allowed. */
void limits_check_default(struct builder *b, struct property *p, const struct property *base);

/* initial.c */
void initial_build(struct builder *b, struct property *p, const struct property *base);
/* Applies a type to a value; reports what does not fit. `what` names the element in messages. NULL: did not fit. */
const struct value *value_check(struct builder *b, const struct type *type, const struct ast_value *v, const char *what);
bool datetime_valid(struct slice s);
const struct klass *class_find(struct builder *b, const struct name *name);
bool class_is_a(const struct klass *k, const struct klass *base);

/* instances.c */
/* An instance that is a value; NULL where its class is not known (reported). */
const struct instance *instance_embedded(struct builder *b, const struct ast_decl *d, const struct type *type);
void aliases_declare(struct builder *b);
void instances_build(struct builder *b);

#endif
