/* One table of every identifier that generated C declares, and what each is made of; the rules stand in c.h. */
#include "backend/c/c.h"

#include <inttypes.h>
#include <string.h>

#include "base/ascii.h"
#include "base/escape.h"

/* Who keeps a name that two would have: the first of these. */
enum rank { RANK_SCHEMA, RANK_CLASS, RANK_ENUMERATION, RANK_METHOD, RANK_INSTANCE, RANK_VALUE, RANK_FILE };

/* Something that has identifiers: each is the stem with one of the ends. */
struct entity {
    enum rank rank;
    const char *stem;
    const char *const *ends; /* up to a NULL */
    const char *display;     /* in messages, "SMS_Job.State"; no other has it */
    struct span span;
    const char **result;      /* where the stem goes when it is decided */
    const struct entity *met; /* who has one of its identifiers, and keeps it; NULL: nobody */
    const char *end;          /* of that identifier */
};

/* A large schema has a hundred thousand identifiers and hardly ever two that meet: their hashes are compared. */
struct slot {
    uint64_t hash; /* 0: free */
    struct entity *owner;
};

struct table {
    struct model *model;
    struct slot *slots;
    size_t room, used;    /* room is a power of two */
    struct entity **list; /* of the rank that is being decided */
    size_t count, list_room;
};

/* ---- the table ------------------------------------------------------------------------------------------ */

static uint64_t hash_on(uint64_t h, const char *text, bool fold)
{
    for (; *text; text++) h = (h ^ (unsigned char)(fold ? ascii_lower(*text) : *text)) * 1099511628211u;
    return h;
}

/* File names that differ in case alone are one file somewhere; they have hashes of their own beside identifiers. */
static uint64_t hash_of(const struct entity *e, const char *end)
{
    bool file = e->rank == RANK_FILE;
    uint64_t hash = hash_on(hash_on(file ? 1099511628211u : 14695981039346656037u, e->stem, file), end, file);
    return hash ? hash : 1;
}

static struct slot *slot_of(struct slot *slots, size_t room, uint64_t hash)
{
    size_t at = (size_t)(hash ^ hash >> 32) & (room - 1);
    while (slots[at].hash && slots[at].hash != hash) at = (at + 1) & (room - 1);
    return &slots[at];
}

static struct slot *find(struct table *t, uint64_t hash)
{
    if (t->used * 2 >= t->room) {
        size_t room = t->room ? t->room * 4 : 4096;
        struct slot *slots = arena_array(t->model->arena, room, sizeof *slots);
        for (size_t i = 0; i < t->room; i++)
            if (t->slots[i].hash) *slot_of(slots, room, t->slots[i].hash) = t->slots[i];
        t->slots = slots;
        t->room = room;
    }
    return slot_of(t->slots, t->room, hash);
}

static void yield_to(struct entity *e, const struct entity *other, const char *end)
{
    if (!e->met) e->met = other, e->end = end;
}

/* Of two of one rank the shorter stem keeps the identifier; of equal ones none does. So the order does not matter. */
static void claim(struct table *t, struct entity *e, const char *end)
{
    uint64_t hash = hash_of(e, end);
    struct slot *slot = find(t, hash);
    if (!slot->hash) {
        *slot = (struct slot){hash, e};
        t->used++;
        return;
    }
    struct entity *other = slot->owner;
    if (other == e) return;
    size_t mine = strlen(e->stem), theirs = strlen(other->stem);
    if (other->rank < e->rank || mine >= theirs) yield_to(e, other, end);
    if (other->rank < e->rank || mine > theirs) return;
    yield_to(other, e, end);
    if (mine < theirs) slot->owner = e;
}

/* What yields gets a hash of what it is behind its stem. */
static void rename_one(struct table *t, struct entity *e)
{
    struct model *m = t->model;
    const struct entity *other = e->met;
    const char *plain = e->stem, *kind = e->rank == RANK_FILE ? "file" : "C identifier";
    uint64_t hash = hash_on(14695981039346656037u, e->display, false);
    e->stem = arena_printf(m->arena, "%s_%08" PRIx32, plain, (uint32_t)(hash ^ hash >> 32));
    for (const char *const *end = e->ends; *end; end++) claim(t, e, *end);
    struct diag *d =
        diag_add(m->diags, RULE_NAME_CLASH, e->span, "%s and %s both become the %s '%s%s': '%s' is its name",
                 e->display, other->display, kind, plain, e->end, e->stem);
    if (span_known(other->span)) diag_note(m->diags, d, other->span, "%s is here", other->display);
}

static void add(struct table *t, struct entity e)
{
    t->list = arena_more(t->model->arena, t->list, t->count, &t->list_room, sizeof *t->list);
    t->list[t->count] = arena_new(t->model->arena, struct entity);
    *t->list[t->count++] = e;
}

/* Decides all that were added since the last time. */
static void decide(struct table *t)
{
    for (size_t i = 0; i < t->count; i++)
        for (const char *const *end = t->list[i]->ends; *end; end++) claim(t, t->list[i], *end);
    for (size_t i = 0; i < t->count; i++)
        if (t->list[i]->met) rename_one(t, t->list[i]);
    for (size_t i = 0; i < t->count; i++) *t->list[i]->result = t->list[i]->stem;
    t->count = 0;
}

/* ---- what there is -------------------------------------------------------------------------------------- */

static const char *const plain_ends[] = {"", NULL};

static const char *joined(struct model *m, const char *a, const char *b)
{
    size_t first = strlen(a), second = strlen(b);
    char *word = arena_alloc(m->arena, first + second + 2);
    memcpy(word, a, first);
    word[first] = '_';
    memcpy(word + first + 1, b, second + 1);
    return word;
}

static void add_schema(struct table *t, struct c_names *n)
{
    static const char *const ends[] = {"_classes", "_class_count", "_database", "_open", "_ddl", "_labels", NULL};
    struct text identifier = {0};
    struct model *m = t->model;
    text_add_string(&identifier, m->options->prefix);
    escape_identifier(&identifier, slice_of(m->options->name));
    const char *stem = arena_copy(m->arena, identifier.at ? identifier.at : "", identifier.len);
    text_free(&identifier);
    add(t, (struct entity){
               .rank = RANK_SCHEMA, .stem = stem, .ends = ends, .display = "the schema", .result = &n->schema});
}

static struct span span_of(const struct klass *k) { return k->written ? k->written->word.span : (struct span){0, 0}; }

static void add_classes(struct table *t, struct c_names *n)
{
    static const char *const ends[] = {"",        "_class",  "_init",   "_validate",      "_from_json", "_to_json",
                                       "_equal",  "_copy",   "_print",  "_array",         "_key",       "_table",
                                       "_insert", "_upsert", "_update", "_get",           "_delete",    "_list",
                                       "_next",   "_load",   "_path",   "_key_from_path", NULL};
    struct model *m = t->model;
    for (size_t i = 0; i < m->schema->class_count; i++) {
        const struct klass *k = m->schema->classes[i];
        const char *prefix = m->options->prefix, *name = k->unique_name->text;
        add(t, (struct entity){.rank = RANK_CLASS,
                               .stem = *prefix ? arena_printf(m->arena, "%s%s", prefix, name)
                                               : c_file_scope_word(m->arena, name_slice(k->unique_name)),
                               .ends = ends,
                               .display = name,
                               .span = span_of(k),
                               .result = &n->classes[i].name});
    }
}

static void add_enum(struct table *t, struct c_names *n, const struct enumeration *e, enum cim_type type,
                     const char *stem, const char *display)
{
    static const char *const ends[] = {"", "_enum", "_name", "_parse", "_valid", "_format", NULL};
    if (!e || map_get(&n->enums, map_pointer(e))) return;
    if (e->source == ENUM_DECLARED) type = e->cim; /* it says so itself, wherever it is used */
    if (!e->strings && cim_types[type].bits == 0) return;
    struct c_enum *made = arena_new(t->model->arena, struct c_enum);
    *made = (struct c_enum){.of = e, .type = e->strings ? CIM_STRING : type, .display = display};
    map_add(&n->enums, map_pointer(e), made);
    made->next = n->first_enum;
    n->first_enum = made;
    add(t, (struct entity){.rank = RANK_ENUMERATION,
                           .stem = stem,
                           .ends = ends,
                           .display = display,
                           .span = e->span,
                           .result = &made->name});
}

static const char *declared_stem(const struct model *m, const struct enumeration *e)
{
    const char *prefix = m->options->prefix;
    if (!*prefix) return c_file_scope_word(m->arena, name_slice(e->name));
    return arena_printf(m->arena, "%s%s", prefix, e->name->text);
}

static void add_class_enums(struct table *t, struct c_names *n, const struct klass *k, const char *name)
{
    struct model *m = t->model;
    for (size_t i = 0; i < k->property_count; i++) {
        const struct property *p = k->properties[i];
        const struct enumeration *e = p->enumeration;
        if (p->declared != k || !e) continue;
        bool declared = e->source == ENUM_DECLARED && e->name && !e->owner;
        add_enum(t, n, e, c_cim(&p->type), declared ? declared_stem(m, e) : joined(m, name, p->name->text),
                 declared ? e->name->text : arena_printf(m->arena, "%s.%s", k->unique_name->text, p->name->text));
    }
    for (size_t i = 0; i < k->method_count; i++) {
        const struct method *f = k->methods[i];
        if (f->declared != k) continue;
        const char *stem = joined(m, name, f->name->text);
        const char *display = arena_printf(m->arena, "%s.%s", k->unique_name->text, f->name->text);
        add_enum(t, n, f->enumeration, c_cim(&f->returns), stem, display);
        for (size_t j = 0; j < f->parameter_count; j++) {
            const struct property *p = f->parameters[j].property;
            add_enum(t, n, p->enumeration, c_cim(&p->type), joined(m, stem, p->name->text),
                     arena_printf(m->arena, "%s(%s)", display, p->name->text));
        }
    }
}

static void add_enums(struct table *t, struct c_names *n)
{
    const struct schema *s = t->model->schema;
    for (size_t i = 0; i < s->enumeration_count; i++)
        if (s->enumerations[i]->name)
            add_enum(t, n, s->enumerations[i], s->enumerations[i]->cim, declared_stem(t->model, s->enumerations[i]),
                     s->enumerations[i]->name->text);
    for (size_t i = 0; i < s->class_count; i++) add_class_enums(t, n, s->classes[i], n->classes[i].name);
}

static void add_methods(struct table *t, struct c_names *n)
{
    static const char *const ends[] = {"_in",       "_in_class",     "_in_init", "_in_validate", "_out", "_out_class",
                                       "_out_init", "_out_validate", NULL};
    struct model *m = t->model;
    for (size_t i = 0; i < m->schema->class_count; i++) {
        const struct klass *k = m->schema->classes[i];
        for (size_t j = 0; j < k->method_count; j++) {
            const struct method *f = k->methods[j];
            if (f->declared != k || f->linked) continue;
            const char **name = arena_new(m->arena, const char *);
            map_add(&n->methods, map_pointer(f), name);
            add(t, (struct entity){.rank = RANK_METHOD,
                                   .stem = joined(m, n->classes[i].name, f->name->text),
                                   .ends = ends,
                                   .display = arena_printf(m->arena, "%s.%s()", k->unique_name->text, f->name->text),
                                   .span = f->written ? f->written->span : (struct span){0, 0},
                                   .result = name});
        }
    }
}

static void add_instances(struct table *t, struct c_names *n)
{
    struct model *m = t->model;
    for (size_t i = 0; i < m->schema->class_count; i++) {
        const struct klass *k = m->schema->classes[i];
        size_t count, number = 0;
        const struct instance *const *list = model_instances_of(m, k, &count);
        for (size_t j = 0; j < count; j++) {
            struct text end = {0};
            if (list[j]->alias) escape_identifier(&end, name_slice(list[j]->alias));
            if (!end.len) text_printf(&end, "instance_%zu", ++number);
            const char **name = arena_new(m->arena, const char *);
            map_add(&n->instances, map_pointer(list[j]), name);
            add(t, (struct entity){.rank = RANK_INSTANCE,
                                   .stem = joined(m, n->classes[i].name, end.at),
                                   .ends = plain_ends,
                                   .display = arena_printf(m->arena, "instance %s of %s", end.at, k->unique_name->text),
                                   .span = list[j]->written ? list[j]->written->word.span : (struct span){0, 0},
                                   .result = name});
            text_free(&end);
        }
    }
}

static bool fits_int(const struct enum_value *v) { return v->low <= INT32_MAX && v->high <= INT32_MAX; }

static void add_values(struct table *t, struct c_enum *made)
{
    static const char *const range_ends[] = {"_MIN", "_MAX", NULL};
    const struct enumeration *e = made->of;
    struct model *m = t->model;
    made->constants = c_value_words(m->arena, e);
    made->defines = e->strings;
    for (size_t i = 0; i < e->count; i++) {
        const struct enum_value *v = &e->values[i];
        if (!made->constants[i]) continue;
        if (!v->text && !fits_int(v)) made->defines = true;
        add(t, (struct entity){.rank = RANK_VALUE,
                               .stem = joined(m, made->name, made->constants[i]),
                               .ends = v->range ? range_ends : plain_ends,
                               .display = arena_printf(m->arena, "value '" SLICE_FMT "' of %s",
                                                       SLICE_ARG(v->label.len ? v->label : v->written), made->display),
                               .span = v->span,
                               .result = &made->constants[i]});
    }
}

/* ---- files ---------------------------------------------------------------------------------------------- */

/* Devices of Windows, with any ending. */
static bool is_device(const char *name)
{
    static const char *const devices[] = {"AUX", "CON", "NUL", "PRN", "COM", "LPT"};
    enum { NUMBERED = 4 }; /* those from here on have a digit behind them */
    for (size_t i = 0; i < sizeof devices / sizeof *devices; i++) {
        size_t len = i < NUMBERED ? 3 : 4;
        bool same = strlen(name) == len && slice_equal_fold((struct slice){name, 3}, slice_of(devices[i]));
        if (same && (i < NUMBERED || (name[3] >= '0' && name[3] <= '9'))) return true;
    }
    return false;
}

/* Plain names of headers: the runtime's, C's, POSIX's and what those of glibc include. Below a folder that is searched
 * with -I, a generated file of that name would be read in their place. */
static const char headers[] =
    "mofrt mofrt_generated mofrt_records mofrt_sqlite mofrt_sqlite_generated jansson jansson_config sqlite3 sqlite3ext "
    "assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal stdalign stdarg stdatomic "
    "stdbit stdbool stdckdint stddef stdint stdio stdlib stdmchar stdnoreturn string tgmath threads time uchar wchar "
    "wctype aio cpio devctl dirent dlfcn endian fcntl fmtmsg fnmatch ftw glob grp iconv langinfo libgen libintl "
    "monetary mqueue ndbm netdb nl_types poll pthread pwd regex sched search semaphore spawn strings stropts syslog "
    "tar termios trace ulimit unistd utime utmpx wordexp alloca byteswap features features-time64 getopt malloc memory "
    "stdc-predef syslimits wait xlocale ";

static void claim_headers(struct table *t)
{
    struct arena *arena = t->model->arena;
    for (const char *at = headers; *at; at += strcspn(at, " ") + 1) {
        struct entity *e = arena_new(arena, struct entity);
        const char *stem = arena_copy(arena, at, strcspn(at, " "));
        *e = (struct entity){.rank = RANK_FILE, .stem = stem, .display = arena_printf(arena, "<%s.h>", stem)};
        claim(t, e, ".h");
        e->rank = RANK_SCHEMA; /* it keeps its name */
    }
}

static const char *file_stem(struct model *m, const char *name)
{
    return is_device(name) ? arena_printf(m->arena, "%s_", name) : name;
}

/* Headers keep their names, then the schema, whose files are called as was asked for, then classes. */
static void add_files(struct table *t, struct c_names *n)
{
    static const char *const schema_ends[] = {".h", "_values.h", "_store.h", NULL};
    static const char *const ends[] = {".h", "_store.h", NULL};
    struct model *m = t->model;
    claim_headers(t);
    add(t, (struct entity){.rank = RANK_FILE,
                           .stem = file_stem(m, m->options->name),
                           .ends = schema_ends,
                           .display = "the schema",
                           .result = &n->file});
    struct entity *whole = t->list[0];
    decide(t);
    whole->rank = RANK_SCHEMA;
    for (size_t i = 0; i < m->schema->class_count; i++)
        add(t, (struct entity){.rank = RANK_FILE,
                               .stem = file_stem(m, n->classes[i].name),
                               .ends = ends,
                               .display = m->schema->classes[i]->unique_name->text,
                               .span = span_of(m->schema->classes[i]),
                               .result = &n->classes[i].file});
    decide(t);
}

/* ---- all ------------------------------------------------------------------------------------------------ */

void c_names_build(struct model *m, void **data)
{
    struct c_names *n = arena_new(m->arena, struct c_names);
    struct table t = {.model = m};
    *data = n;
    n->classes = arena_array(m->arena, m->schema->class_count + 1, sizeof *n->classes);
    n->enums = map_new(m->arena, MAP_POINTERS);
    n->methods = map_new(m->arena, MAP_POINTERS);
    n->instances = map_new(m->arena, MAP_POINTERS);
    add_schema(&t, n);
    decide(&t);
    add_classes(&t, n);
    decide(&t);
    add_enums(&t, n);
    decide(&t);
    add_methods(&t, n);
    decide(&t);
    add_instances(&t, n);
    decide(&t);
    for (struct c_enum *e = n->first_enum; e; e = e->next) add_values(&t, e);
    decide(&t);
    add_files(&t, n);
    c_below_build(m, n);
}

static const struct c_class_names *names_of(const struct model *m, const struct klass *k)
{
    return k->index < m->schema->class_count && m->schema->classes[k->index] == k ? &c_names_of(m)->classes[k->index]
                                                                                  : NULL;
}

const char *c_class_name(const struct model *m, const struct klass *k)
{
    const struct c_class_names *names = names_of(m, k);
    return names ? names->name : c_file_scope_word(m->arena, name_slice(k->unique_name));
}

const char *c_file_name(const struct model *m, const struct klass *k)
{
    const struct c_class_names *names = names_of(m, k);
    return names ? names->file : c_class_name(m, k);
}

const char *c_method_name(const struct model *m, const struct klass *k, const struct method *f)
{
    const char *const *name = map_get(&c_names_of(m)->methods, map_pointer(f));
    return name && f->declared == k ? *name
                                    : arena_printf(m->arena, "%s_%s", k ? c_class_name(m, k) : "", f->name->text);
}

const char *c_instance_name(const struct model *m, const struct instance *o)
{
    const char *const *name = map_get(&c_names_of(m)->instances, map_pointer(o));
    return name ? *name : "";
}

const struct c_enum *c_enum_of(const struct model *m, const struct enumeration *e)
{
    return e ? map_get(&c_names_of(m)->enums, map_pointer(e)) : NULL;
}
