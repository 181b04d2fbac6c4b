/* The shape of the model, as tables: one kind of object, its fields in order, and for each its type, what it says, and
 * the function that writes it. The JSON sink runs through a table; the Lua sink makes an object whose fields are
 * written when a template first asks for them; `mofc dump --schema` and the manual of fields are made from the same
 * rows. So a dump, a template and the documents cannot differ.
 *
 * Rules of the shape: a field is always there; what a thing does not have is `false`, an empty list or "". Whole
 * numbers that fit a signed 64-bit integer are integers, others are strings of digits.
 *
 * A backend (C, SQL) adds what its family of targets needs: an object field with its name (`c`, `sql`) to each kind
 * that it extends, with a table of its own. The model knows no backend; it is handed a list of them. */
#ifndef MOFC_MODEL_WALK_H
#define MOFC_MODEL_WALK_H

#include "model/model.h"

/* What an object is about. `klass` is the class it is seen from; `of` the thing itself. */
struct subject {
    const struct kind *kind;
    const struct klass *klass;
    const void *of;
    const void *in; /* what holds it, where it must know */
};

struct walk {
    struct model *model;
    struct sink *to;
    struct subject at;
};

enum field_type {
    FIELD_STRING,
    FIELD_BOOLEAN,
    FIELD_INTEGER,
    FIELD_NUMBER, /* an integer, or a string of digits where it is beyond 64 signed bits */
    FIELD_VALUE,  /* any of those, a real, an instance, or a list */
    FIELD_OBJECT,
    FIELD_LIST = 16,    /* of such; added to one of the above */
    FIELD_OR_FALSE = 32 /* or false where there is none; added to one of the above */
};

struct field {
    const char *name;
    unsigned type;
    const char *words; /* a sentence or two for who writes templates */
    void (*write)(const struct walk *w, const char *name);
    const struct kind *kind;   /* of the object, or of those in the list */
    const char *const *one_of; /* the strings that there are, up to a NULL; NULL: any */
};

struct kind {
    const char *name;           /* as messages say it: "property", "property.c" */
    const char *words;          /* what it is */
    const struct field *fields; /* ends with a NULL name */
};

/* What each kind is about (`of` of its subject), and `in`. */
extern const struct kind kind_schema;         /* struct schema */
extern const struct kind kind_class;          /* struct klass */
extern const struct kind kind_run;            /* struct run */
extern const struct kind kind_property;       /* struct property */
extern const struct kind kind_parameter;      /* struct property in its struct parameter */
extern const struct kind kind_type;           /* struct type */
extern const struct kind kind_limits;         /* struct limits */
extern const struct kind kind_enumeration;    /* struct enumeration */
extern const struct kind kind_value;          /* struct enum_value in its struct enumeration */
extern const struct kind kind_method;         /* struct method */
extern const struct kind kind_qualifier;      /* struct qualifier */
extern const struct kind kind_initial;        /* struct value in the struct property that it is a value of, or NULL */
extern const struct kind kind_instance;       /* struct instance */
extern const struct kind kind_instance_value; /* struct instance_value */
extern const struct kind kind_source;         /* struct span */
extern const struct kind kind_requirements;   /* struct ast_requirements */

/* Properties in a row of which one class holds the declarations in force. */
struct run {
    size_t first, end; /* places in the class */
};
const struct run *run_new(struct model *m, size_t first, size_t end); /* lives as long as m->arena */

/* ---- backends ------------------------------------------------------------------------------------------- */

/* What a backend adds to one kind: an object of a kind of its own, about the same subject. */
struct extension {
    const struct kind *of, *kind;
};

struct backend {
    const char *name;  /* of the field: "c" */
    const char *words; /* what is in it */
    /* Decides what holds for the whole schema (names). Sets *data, which model_backend_data() returns, before it asks
     * anything that needs it. It writes to m->arena and m->diags alone. */
    void (*build)(struct model *m, void **data);
    const struct extension *extensions; /* ends with a NULL */
    /* Reports what a target that names this backend in `limits` cannot hold. NULL: it holds all. */
    void (*check)(const struct model *m);
};

/* What `build` of a backend has made; NULL where the model was made without it. */
void *model_backend_data(const struct model *m, const struct backend *backend);

/* ---- the shape ------------------------------------------------------------------------------------------ */

/* All kinds in the order in which they are first named, each with the fields that the backends add. */
struct shape {
    const struct kind *kinds[64]; /* as the tables name them */
    const struct field *fields[64];
    size_t count;
};

const struct shape *shape_new(struct arena *arena, const struct backend *const *backends, size_t count);

/* All fields of a kind; ends with a NULL name. */
const struct field *shape_fields(const struct shape *shape, const struct kind *kind);

/* The JSON Schema of `mofc dump --format json`. */
void shape_write_schema(const struct shape *shape, struct sink *to);

/* ---- writing -------------------------------------------------------------------------------------------- */

/* Writes an object: whole, or as the sink makes it. */
void walk_object(const struct walk *w, const char *name, struct subject of);

/* The same where every field is wanted: they are written at once, so that the subject need not outlive the call. */
void walk_whole(const struct walk *w, const char *name, struct subject of);

/* The classes of a schema, in a list that the Lua sink replaces by one that makes each when asked. */
void walk_classes(const struct walk *w, const char *name);

/* Parts that more than one file of the walk writes. */
void walk_name(const struct walk *w, const char *name, const struct name *value); /* false where it is NULL */
void walk_string(const struct walk *w, const char *name, struct ast_string value);
void walk_number(const struct walk *w, const char *name, bool negative, uint64_t magnitude);
void walk_source(const struct walk *w, const char *name, const struct span *at); /* NULL: nowhere */
void walk_qualifiers(const struct walk *w, const char *name, const struct qualifier *list, size_t count);

#endif
