/* The schema as a target sees it: plain objects, lists, strings, integers and booleans, written once by one
 * walk into one of two sinks: Lua tables for templates, JSON for `mofc dump --format json`. What the dump prints
 * is what a template can name.
 *
 * Rules of the shape: a field is always there; what a thing does not have is `false`, an empty list or "".
 * Whole numbers that fit a signed 64-bit integer are integers, others are strings of digits. Decisions (types,
 * identifiers, escapes that depend on types, order, limits) are made here in C; layout is the templates'.
 *
 * The shape (all of it documented for users in schema of the dump):
 *   schema    name prefix inputs[] from few (classes) classes[] enumerations[] instances[] c{} sql{}
 *   class     name super super_known chain[] association indication abstract structure embedded obsolete
 *             deprecated replacement read_only text source{file line} qualifiers[] properties[] keys[] (names)
 *             runs[] record{} (see c_record.c) inherited_count depth methods[] enumerations[] (owned: declared here)
 *             embeds[] references[] lookups[] view{} | false (see sql_model.c) c{} sql{}
 *   run       properties in a row that one class declares: declared own (bool) first last (places, from 1) c{} sql{}
 *   property  name index type{} access ("r","w","rw","-") readable writable key lazy large not_null unique
 *             deprecated immutable inherited origin declared overrides qualifiers[] initial{} | false
 *             initial_written limits{} enumeration{} | false length_of | false length_in | false text source{} c{}
 * sql{} type      cim ("uint32", "reference", "class", "object", "variant", "void", "string" ...) array size bits
 * signed class class_known written name (as `dump --format tsv` spells it) integer (bool) limits    not_null
 * min_length|false max_length|false min|false max|false min_text|false max_text|false allows_default enumeration name
 * source flags strings open owner property declared_here values[] c{} sql{} value     written range unclaimed low high
 * (integers or digit strings; false for strings) text label note c{} method    name returns{} static elsewhere
 * deprecated inherited parameters[] qualifiers[] enumeration text c{} parameter as property, with `in` and `out`
 *   qualifier name value (JSON-like) flavors[] inherited
 *   initial   kind ("boolean","integer","real","string","array","null") value c{} sql{}
 *   instance  class alias values[]{name value{as initial}} source{}
 * c{} and sql{} hold what only one family of targets needs; they are written by c_model.c and sql_model.c. */
#ifndef MOFC_MODEL_MODEL_H
#define MOFC_MODEL_MODEL_H

#include "schema/schema.h"

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
    void (*object)(struct sink *, const char *name, const struct subject *of);
    void (*classes)(struct sink *, const char *name, const struct schema *schema);
};

static inline void sink_object(struct sink *s, const char *name)
{
    s->ops->begin_object(s, name);
}
static inline void sink_list(struct sink *s, const char *name)
{
    s->ops->begin_list(s, name);
}
static inline void sink_end(struct sink *s)
{
    s->ops->end(s);
}
static inline void sink_slice(struct sink *s, const char *name, struct slice v)
{
    s->ops->string(s, name, v);
}
static inline void sink_string(struct sink *s, const char *name, const char *v)
{
    s->ops->string(s, name, slice_of(v));
}
static inline void sink_integer(struct sink *s, const char *name, int64_t v)
{
    s->ops->integer(s, name, v);
}
static inline void sink_boolean(struct sink *s, const char *name, bool v)
{
    s->ops->boolean(s, name, v);
}
static inline void sink_absent(struct sink *s, const char *name)
{
    s->ops->boolean(s, name, false);
}

/* What the walk needs beside the schema. */
struct model_options {
    const char *name;         /* of the schema: the umbrella header's and the SQL file's stem */
    const char *prefix;       /* put before every C identifier and SQL table name; "" by default */
    const char *const *roots; /* input folders, the folders of input files, -I: what printed paths are relative to */
    size_t root_count;
    bool uint64_checked; /* `uint64: checked` */
    bool keys_nocase;    /* `keys: nocase`: string keys compare without case in SQL */
};

struct model {
    struct arena *arena;
    const struct schema *schema;
    const struct model_options *options;
    const struct sources *sources;
    struct diags *diags;
    const struct c_names *c;     /* identifiers of the C targets: decided once over the whole schema */
    const struct sql_names *sql; /* names of the SQL targets */
    const struct instance_index *instances;
};

/* The roots of a command's inputs and include folders. */
void model_options_roots(struct arena *arena, struct model_options *options, const char *const *inputs,
                         size_t inputs_count, const char *const *include_dirs, size_t include_count);

/* How a path is printed in generated text: relative to the longest root that holds it, else its last name, so that
 * neither the working directory nor an absolute path shows. */
struct slice model_path(const struct model_options *options, const char *path);

/* Prepares the names of all targets; reports names that meet (RULE_NAME_CLASH) to diags. */
struct model *model_new(struct arena *arena, const struct schema *schema, const struct sources *sources,
                        const struct model_options *options, struct diags *diags);

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

/* The walk, whole or in parts; each writes one value called `name` (NULL in a list or at the top). */
void model_write_schema(struct model *m, struct sink *to, const char *name, bool with_classes);
void model_write_class(struct model *m, struct sink *to, const char *name, const struct klass *k);
void model_write_property(struct model *m, struct sink *to, const char *name, const struct klass *k,
                          const struct property *p);
void model_write_enumeration(struct model *m, struct sink *to, const char *name, const struct klass *k,
                             const struct enumeration *e);

/* The parts that belong to one family of targets: each writes the fields of one `c` or `sql` object, whose
 * begin and end the walk writes. In c_model.c and sql_model.c. */
void c_names_build(struct model *m);
void c_write_schema(struct model *m, struct sink *to);
void c_write_class(struct model *m, struct sink *to, const struct klass *k);
/* Of a class: what its source says of its struct; of properties in a row that a superclass declares: their members. */
void c_write_record(struct model *m, struct sink *to, const char *name, const struct klass *k);
void c_write_run(struct model *m, struct sink *to, const struct klass *k, size_t first, size_t end);
void c_write_property(struct model *m, struct sink *to, const struct klass *k, const struct property *p);
void c_write_enumeration(struct model *m, struct sink *to, const struct klass *k, const struct enumeration *e);
void c_write_value(struct model *m, struct sink *to, const struct enumeration *e, const struct enum_value *v);
void c_write_method(struct model *m, struct sink *to, const struct klass *k, const struct method *f);
void c_write_initial(struct model *m, struct sink *to, const struct property *p, const struct value *v);
void sql_names_build(struct model *m);
void sql_write_schema(struct model *m, struct sink *to);
void sql_write_class(struct model *m, struct sink *to, const struct klass *k);
void sql_write_lookups(struct model *m, struct sink *to, const char *name, const struct klass *k);
void sql_write_view(struct model *m, struct sink *to, const char *name, const struct klass *k);
void sql_write_run(struct model *m, struct sink *to, const struct klass *k, size_t first, size_t end);
void sql_write_property(struct model *m, struct sink *to, const struct klass *k, const struct property *p);
void sql_write_enumeration(struct model *m, struct sink *to, const struct klass *k, const struct enumeration *e);
void sql_write_initial(struct model *m, struct sink *to, const struct property *p, const struct value *v);

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
