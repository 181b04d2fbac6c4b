/* The schema as a target sees it: plain objects, lists, strings, integers and booleans, written by one walk into one of
 * two sinks: Lua tables for templates, JSON for `mofc dump --format json`. What the dump prints is what a template can
 * name. Which fields there are stands in the tables of walk.h's kinds; what only one family of targets needs comes from
 * the backends that the model is made with. */
#ifndef MOFC_MODEL_MODEL_H
#define MOFC_MODEL_MODEL_H

#include "schema/schema.h"

struct backend;
struct diff;
struct shape;
struct subject;

/* Where the walk writes to. Names are field names inside an object and NULL inside a list. */
struct sink {
    const struct sink_ops *ops;
    void *to; /* lua_State or struct text */
};

struct sink_ops {
    void (*begin_object)(struct sink *, const char *name);
    void (*begin_list)(struct sink *, const char *name);
    void (*end)(struct sink *);
    void (*string)(struct sink *, const char *name, struct slice value);
    void (*integer)(struct sink *, const char *name, int64_t value);
    void (*real)(struct sink *, const char *name, double value);
    void (*boolean)(struct sink *, const char *name, bool value); /* also "absent" */
    /* Where a sink makes objects and the list of classes only when they are asked for; NULL: they are written out. */
    void (*object)(struct sink *, const char *name, const struct subject *of, bool whole);
    void (*classes)(struct sink *, const char *name, const struct schema *schema);
};

static inline void sink_object(struct sink *s, const char *name) { s->ops->begin_object(s, name); }
static inline void sink_list(struct sink *s, const char *name) { s->ops->begin_list(s, name); }
static inline void sink_end(struct sink *s) { s->ops->end(s); }
static inline void sink_slice(struct sink *s, const char *name, struct slice v) { s->ops->string(s, name, v); }
static inline void sink_string(struct sink *s, const char *name, const char *v)
{
    s->ops->string(s, name, slice_of(v));
}
static inline void sink_integer(struct sink *s, const char *name, int64_t v) { s->ops->integer(s, name, v); }
static inline void sink_boolean(struct sink *s, const char *name, bool v) { s->ops->boolean(s, name, v); }
static inline void sink_absent(struct sink *s, const char *name) { s->ops->boolean(s, name, false); }

/* An index that the user asks for. */
struct model_index {
    const struct klass *of; /* and all below it */
    const struct property *const *properties;
    size_t count;
};

/* What the walk needs beside the schema. */
struct model_options {
    const char *name;         /* of the schema: the umbrella header's and the SQL file's stem */
    const char *prefix;       /* put before every C identifier and SQL table name; "" by default */
    const char *const *roots; /* input folders, the folders of input files, -I: what printed paths are relative to */
    size_t root_count;
    const struct model_index *indexes;
    size_t index_count;
    bool uint64_checked;               /* `uint64: checked` */
    bool keys_nocase;                  /* `keys: nocase`: string keys compare without case in SQL */
    const struct model_before *before; /* what a migration starts from; NULL: none is made */
};

/* The schema before this one. */
struct model_before {
    const struct model *model; /* made with the same backends and options */
    const struct diff *diff;   /* whose classes are paired */
    bool allow_loss;           /* of what the new schema has no place for */
};

struct model {
    struct arena *arena;
    const struct schema *schema;
    const struct model_options *options;
    const struct sources *sources;
    struct diags *diags;
    const struct shape *shape;
    const struct instance_index *instances;
    const struct backend *const *backends;
    void **backend_data; /* of each backend its own; see walk.h */
    size_t backend_count;
};

/* The roots of a command's inputs and include folders. */
void model_options_roots(struct arena *arena, struct model_options *options, const char *const *inputs,
                         size_t inputs_count, const char *const *include_dirs, size_t include_count);

/* How a path is printed in generated text: relative to the longest root that holds it, else its last name, so that
 * neither the working directory nor an absolute path shows. */
struct slice model_path(const struct model_options *options, const char *path);

/* Lets every backend decide what holds for the whole schema; names that meet are reported (RULE_NAME_CLASH) to diags.
 */
struct model *model_new(struct arena *arena, const struct schema *schema, const struct sources *sources,
                        const struct model_options *options, const struct backend *const *backends, size_t count,
                        struct diags *diags);

/* In instance_index.c: instances of one class, in the order written; the one that an alias stands for, or NULL. */
void model_index_instances(struct model *m);
const struct instance *const *model_instances_of(const struct model *m, const struct klass *k, size_t *count);
const struct instance *model_find_alias(const struct model *m, struct slice alias);

/* In value_json.c: what an embedded instance holds for a property, written or its default; NULL: nothing. A default
 * that is an object itself is left out: such defaults may hold each other without an end. */
const struct value *value_in(const struct instance *o, const struct property *p);
bool value_is_object(const struct property *p);
/* `object`: the value is of an object, or of an array of them. */
void value_add_json(struct text *t, const struct model *m, bool object, const struct value *v);
void value_add_text(struct text *t, const struct model *m, const struct value *v); /* an alias is the path it means */
void value_add_real(struct text *t, double v); /* the fewest digits that read back as it, with a point or exponent */

/* In object_path.c: the path of an instance, `Class.Key="text",Other=5,Flag=TRUE`. The keys come in the order of the
 * class, a documented default where the instance writes none. Strings and datetimes stand in quotes, with a backslash
 * before each quote and backslash in them; numbers are bare, and a character is its number; booleans are TRUE or FALSE.
 * A reference is quoted like a string, and an alias in it is the path that it means. A class with Singleton is
 * `Class=@`. There is no namespace in front: a path is relative to the one that its instance lies in. (DSP0207, and
 * WMI's object paths.) */
void model_add_path(struct text *t, const struct model *m, const struct instance *o);

/* The walk: writes one value called `name` (NULL: at the top). */
void model_write_schema(struct model *m, struct sink *to, const char *name, bool with_classes);

/* The JSON sink: `to` is the text; where it outgrows 64 KiB, `flush` (if any) may take and empty it. */
enum { JSON_DEEPEST = 256 };
struct json_sink {
    struct sink sink;
    struct text *out;
    void (*flush)(struct text *out, void *with);
    void *with;
    unsigned depth;
    bool first;               /* nothing was written yet in the innermost object or list */
    bool lists[JSON_DEEPEST]; /* a level: it is a list */
};
void json_sink_init(struct json_sink *s, struct text *out, void (*flush)(struct text *, void *), void *with);

#endif
