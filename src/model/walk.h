/* The walk over the model, as tables of fields: one kind of object, its fields in order, and the function that writes
 * each. The JSON sink runs through a table; the Lua sink makes an object whose fields are written when a template
 * first asks for them, by the same functions, so a dump and a template can never differ. */
#ifndef MOFC_MODEL_WALK_H
#define MOFC_MODEL_WALK_H

#include "model/model.h"

/* What an object is about. `klass` is the class it is seen from; `of` the thing itself. */
struct subject {
    const struct kind *kind;
    const struct klass *klass;
    const void *of;
    const void *in; /* what holds it, where it must know: a value's enumeration, an initial's property */
};

struct walk {
    struct model *model;
    struct sink *to;
    struct subject at;
};

struct field {
    const char *name;
    void (*write)(const struct walk *w, const char *name);
};

struct kind {
    const char *name;           /* as messages say it: "property" */
    const struct field *fields; /* ends with a NULL name */
};

extern const struct kind kind_schema, kind_class, kind_property, kind_run, kind_parameter, kind_type, kind_limits,
    kind_enumeration, kind_value, kind_method, kind_qualifier, kind_initial, kind_instance, kind_instance_value;

/* Writes an object: whole, or as the sink makes it. */
void walk_object(const struct walk *w, const char *name, struct subject of);

/* The classes of a schema, in a list that the Lua sink replaces by one that makes each when asked. */
void walk_classes(const struct walk *w, const char *name);

/* Parts that more than one file of the walk writes. */
void walk_name(const struct walk *w, const char *name, const struct name *value); /* false where it is NULL */
void walk_string(const struct walk *w, const char *name, struct ast_string value);
void walk_number(const struct walk *w, const char *name, bool negative, uint64_t magnitude);
void walk_source(const struct walk *w, const char *name, struct span at);
void walk_qualifiers(const struct walk *w, const char *name, const struct qualifier *list, size_t count);
void walk_plain_value(const struct walk *w, const char *name, const struct ast_value *v);

#endif
