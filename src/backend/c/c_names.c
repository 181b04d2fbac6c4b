/* Identifiers of the C targets, decided once over the whole schema; the rules stand in c.h. */
#include "backend/c/c.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/escape.h"
#include "base/reserved.h"

/* ---- reserved words ------------------------------------------------------------------------------------- */

static bool has_end(const char *word, const char *end)
{
    size_t len = strlen(word), tail = strlen(end);
    return len >= tail && strcmp(word + len - tail, end) == 0;
}

/* The runtime's words, the compiler's (__FILE__, _LP64), and the bounds that <stdint.h> defines. */
static bool is_of_headers(const char *word)
{
    static const char *const types[] = {"INT", "UINT", "SIZE_", "PTRDIFF_", "WCHAR_", "WINT_", "SIG_ATOMIC_"};
    if (strncmp(word, "mof_", 4) == 0 || strncmp(word, "MOF_", 4) == 0 || strncmp(word, "MOFRT", 5) == 0) return true;
    if (word[0] == '_' && (word[1] == '_' || (word[1] >= 'A' && word[1] <= 'Z'))) return true;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strncmp(word, types[i], strlen(types[i])) == 0 && (has_end(word, "_MAX") || has_end(word, "_MIN")))
            return true;
    return false;
}

const char *c_word(struct arena *arena, struct slice name)
{
    char *word = arena_copy(arena, name.at ? name.at : "", name.len);
    bool reserved = (reserved_in(name) & RESERVED_SOURCE) || is_of_headers(word);
    return reserved ? arena_printf(arena, "%s_", word) : word;
}

const char *c_class_name(const struct model *m, const struct klass *k)
{
    const char *prefix = m->options->prefix;
    if (!*prefix) return c_word(m->arena, name_slice(k->unique_name));
    return arena_printf(m->arena, "%s%s", prefix, k->unique_name->text);
}

const char *c_file_name(const struct model *m, const struct klass *k)
{
    return c_class_name(m, k);
}

const char *c_instance_name(const struct model *m, const struct instance *o, size_t *number)
{
    struct text alias = {0};
    const char *name = c_class_name(m, o->klass);
    if (o->alias) escape_identifier(&alias, name_slice(o->alias));
    if (alias.len) name = arena_printf(m->arena, "%s_%s", name, alias.at);
    else name = arena_printf(m->arena, "%s_instance_%zu", name, ++*number);
    text_free(&alias);
    return name;
}

/* ---- identifiers in use --------------------------------------------------------------------------------- */

/* Three words as one. */
static const char *joined(struct arena *arena, const char *a, const char *b, const char *c)
{
    size_t first = strlen(a), second = strlen(b), third = strlen(c);
    char *word = arena_alloc(arena, first + second + third + 1);
    memcpy(word, a, first);
    memcpy(word + first, b, second);
    memcpy(word + first + second, c, third + 1);
    return word;
}

static const uint64_t NO_HASH = 14695981039346656037u;

static uint64_t hash_on(uint64_t h, const char *text)
{
    for (; *text; text++) h = (h ^ (unsigned char)*text) * 1099511628211u;
    return h;
}

/* Puts a hash among those that were seen; false where it is there already. */
static bool is_new(const struct model *m, struct c_names *n, uint64_t hash)
{
    if (n->seen_count * 2 >= n->seen_room) {
        const uint64_t *old = n->seen;
        size_t room = n->seen_room;
        n->seen_room = room ? room * 4 : 4096;
        n->seen = arena_array(m->arena, n->seen_room, sizeof *n->seen);
        n->seen_count = 0;
        for (size_t i = 0; i < room; i++)
            if (old[i]) is_new(m, n, old[i]);
    }
    size_t at = (size_t)(hash ^ hash >> 32) & (n->seen_room - 1);
    while (n->seen[at] && n->seen[at] != hash) at = (at + 1) & (n->seen_room - 1);
    if (n->seen[at]) return false;
    n->seen[at] = hash;
    return ++n->seen_count;
}

static struct c_taken *slot_of(struct c_taken *slots, size_t room, const char *identifier)
{
    size_t at = (size_t)hash_on(NO_HASH, identifier) & (room - 1);
    while (slots[at].identifier && strcmp(slots[at].identifier, identifier) != 0) at = (at + 1) & (room - 1);
    return &slots[at];
}

static void grow(const struct model *m, struct c_names *n)
{
    size_t room = n->room ? n->room * 4 : 1024;
    struct c_taken *slots = arena_array(m->arena, room, sizeof *slots);
    for (size_t i = 0; i < n->room; i++)
        if (n->taken[i].identifier) *slot_of(slots, room, n->taken[i].identifier) = n->taken[i];
    n->taken = slots;
    n->room = room;
}

static const char *told_of(const struct model *m, const struct c_taken *t)
{
    if (!t->value) return t->told;
    return arena_printf(m->arena, "value '" SLICE_FMT "' of %s", SLICE_ARG(t->value->label), t->told);
}

/* Takes an identifier, or tells who has it. */
static void take_or_tell(struct model *m, struct c_names *n, struct c_taken of)
{
    if (n->used * 2 >= n->room) grow(m, n);
    struct c_taken *slot = slot_of(n->taken, n->room, of.identifier);
    if (!slot->identifier) {
        *slot = of;
        n->used++;
        return;
    }
    struct diag *d = diag_add(m->diags, RULE_NAME_CLASH, of.span, "%s and %s both become the C identifier '%s'",
                              told_of(m, slot), told_of(m, &of), of.identifier);
    if (span_known(slot->span)) diag_note(m->diags, d, slot->span, "%s is here", told_of(m, slot));
}

/* Takes an identifier of file scope that is three words together. A large schema has a hundred thousand and hardly
 * ever two that meet: at first they are not even put together, and only their hashes are compared. */
static void take(struct model *m, struct c_names *n, const char *stem, const char *middle, const char *end,
                 struct c_taken of)
{
    if (n->stem != stem) n->stem = stem, n->stem_hash = hash_on(NO_HASH, stem);
    uint64_t hash = hash_on(hash_on(n->stem_hash, middle), end);
    if (!n->telling) {
        n->met |= !is_new(m, n, hash ? hash : 1);
        return;
    }
    of.identifier = joined(m->arena, stem, middle, end);
    take_or_tell(m, n, of);
}

/* ---- enumerations --------------------------------------------------------------------------------------- */

static size_t enum_slot(const struct c_names *n, const struct enumeration *e)
{
    size_t at = (size_t)(((uintptr_t)e >> 4) * 0x9e3779b97f4a7c15u >> 20) & (n->enum_room - 1);
    while (n->enums[at] && n->enums[at]->of != e) at = (at + 1) & (n->enum_room - 1);
    return at;
}

const struct c_enum *c_enum_of(const struct model *m, const struct enumeration *e)
{
    const struct c_names *n = c_names_of(m);
    return e && n->enum_room ? n->enums[enum_slot(n, e)] : NULL;
}

static void put_enum(struct model *m, struct c_names *n, struct c_enum *made)
{
    if (n->enum_count * 2 >= n->enum_room) {
        struct c_enum **old = n->enums;
        size_t room = n->enum_room;
        n->enum_room = room ? room * 2 : 256;
        n->enums = arena_array(m->arena, n->enum_room, sizeof *n->enums);
        for (size_t i = 0; i < room; i++)
            if (old[i]) n->enums[enum_slot(n, old[i]->of)] = old[i];
    }
    n->enums[enum_slot(n, made->of)] = made;
    n->enum_count++;
}

/* The value as the end of an identifier. */
static const char *value_word(struct arena *arena, const struct enum_value *v)
{
    if (!v->text) return arena_printf(arena, "%s%" PRIu64, v->low_negative ? "minus_" : "", v->low);
    struct text t = {0};
    escape_identifier(&t, v->written);
    uint32_t h = 2166136261u; /* tells apart what the identifier does not */
    for (uint32_t i = 0; i < v->written.len; i++) h = (h ^ (unsigned char)v->written.at[i]) * 16777619u;
    const char *word = arena_printf(arena, "%s_%08" PRIx32, t.at ? t.at : "", h);
    text_free(&t);
    return word;
}

static const char *label_word(struct arena *arena, const struct enum_value *v)
{
    static const char *const functions[] = {"enum", "format", "name", "parse", "valid"};
    struct text t = {0};
    escape_identifier(&t, v->label.len ? v->label : v->text ? v->written : (struct slice){0});
    const char *word = t.len ? arena_copy(arena, t.at, t.len) : arena_printf(arena, "value_%s", value_word(arena, v));
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (strcmp(word, functions[i]) == 0) word = arena_printf(arena, "%s_", word);
    text_free(&t);
    return word;
}

struct labelled {
    const char *word;
    size_t at;
};

static int by_label(const void *a, const void *b)
{
    const struct labelled *x = a, *y = b;
    int order = strcmp(x->word, y->word);
    return order ? order : (x->at > y->at) - (x->at < y->at);
}

static bool same_value(const struct enum_value *a, const struct enum_value *b)
{
    if (a->text) return slice_equal(a->written, b->written);
    return a->low == b->low && a->low_negative == b->low_negative && a->high == b->high;
}

/* Puts the value behind every label that another value has too. Returns whether any was changed. The same value under
 * the same label once more has no constant of its own. */
static bool tell_apart(struct arena *arena, const struct enumeration *e, const char **words)
{
    bool changed = false;
    struct labelled *sorted = arena_array(arena, e->count + 1, sizeof *sorted);
    size_t count = 0;
    for (size_t i = 0; i < e->count; i++)
        if (words[i]) sorted[count++] = (struct labelled){words[i], i};
    if (count) qsort(sorted, count, sizeof *sorted, by_label);
    for (size_t from = 0, to; from < count; from = to) {
        bool differ = false;
        for (to = from + 1; to < count && strcmp(sorted[from].word, sorted[to].word) == 0; to++) {
            if (same_value(&e->values[sorted[from].at], &e->values[sorted[to].at])) words[sorted[to].at] = NULL;
            else differ = true;
        }
        for (size_t i = from; i < to && differ; i++) {
            const char **word = &words[sorted[i].at];
            if (*word) *word = arena_printf(arena, "%s_%s", *word, value_word(arena, &e->values[sorted[i].at]));
        }
        changed |= differ;
    }
    return changed;
}

static bool fits_int(const struct enum_value *v)
{
    return v->low <= INT32_MAX && v->high <= INT32_MAX;
}

static void name_values(struct model *m, struct c_enum *made)
{
    const struct enumeration *e = made->of;
    const char **words = arena_array(m->arena, e->count + 1, sizeof *words);
    for (size_t i = 0; i < e->count; i++) {
        const struct enum_value *v = &e->values[i];
        if (v->text && !e->strings) continue; /* a word among numbers: no value the property can have */
        if (!v->unclaimed) words[i] = label_word(m->arena, v);
        if (!v->unclaimed && !v->text && !fits_int(v)) made->defines = true;
    }
    if (tell_apart(m->arena, e, words)) tell_apart(m->arena, e, words);
    for (size_t i = 0; i < e->count; i++)
        if (words[i]) words[i] = joined(m->arena, made->name, "_", words[i]);
    made->constants = words;
    made->defines |= e->strings;
}

static void take_enum(struct model *m, struct c_names *n, const struct c_enum *made)
{
    static const char *const functions[] = {"_enum", "_name", "_parse", "_valid"};
    const struct enumeration *e = made->of;
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        take(m, n, made->name, functions[i], "", (struct c_taken){.told = made->display, .span = e->span});
    for (size_t i = 0; i < e->count; i++)
        if (made->constants[i] && !e->values[i].range)
            take(m, n, made->constants[i], "", "",
                 (struct c_taken){.told = made->display, .value = &e->values[i], .span = e->values[i].span});
}

static void add_enum(struct model *m, struct c_names *n, const struct enumeration *e, enum cim_type type,
                     const char *name, const char *told)
{
    if (!e || (n->enum_room && n->enums[enum_slot(n, e)])) return;
    if (e->source == ENUM_DECLARED) type = e->cim; /* it says so itself, wherever it is used */
    if (!e->strings && cim_types[type].bits == 0) return;
    struct c_enum *made = arena_new(m->arena, struct c_enum);
    *made = (struct c_enum){.of = e, .type = e->strings ? CIM_STRING : type, .name = name, .display = told};
    name_values(m, made);
    put_enum(m, n, made);
    take_enum(m, n, made);
}

/* ---- classes -------------------------------------------------------------------------------------------- */

static void add_members(struct model *m, struct c_names *n, const struct klass *k, const char *class_name)
{
    static const char *const own[] = {"_p_", "_has_", "_set_", "_clear_"};
    for (size_t i = 0; i < k->property_count; i++) {
        const struct property *p = k->properties[i];
        if (p->declared != k) continue;
        const char *name = joined(m->arena, class_name, "_", p->name->text);
        const char *told = joined(m->arena, k->name->text, ".", p->name->text);
        struct c_taken of = {.told = told, .span = p->written ? p->written->span : (struct span){0, 0}};
        for (size_t j = 0; j < sizeof own / sizeof *own; j++) take(m, n, class_name, own[j], p->name->text, of);
        const struct enumeration *e = p->enumeration;
        if (e && e->source == ENUM_DECLARED && e->name && !e->owner)
            name = arena_printf(m->arena, "%s%s", m->options->prefix, e->name->text), told = e->name->text;
        add_enum(m, n, e, c_cim(&p->type), name, told);
    }
}

/* Two members of one struct can only meet through the underscore of a reserved word. */
static void check_members(struct model *m, struct c_names *n, const struct klass *k)
{
    for (size_t i = 0; i < k->property_count; i++) {
        const struct property *p = k->properties[i];
        const char *word = c_word(m->arena, name_slice(p->name));
        if (strcmp(word, p->name->text) == 0) continue;
        for (size_t j = 0; j < k->property_count; j++) {
            if (strcmp(k->properties[j]->name->text, word) != 0) continue;
            n->met = true;
            if (n->telling)
                diag_add(m->diags, RULE_NAME_CLASH, p->written ? p->written->span : (struct span){0, 0},
                         "%s.%s and %s.%s both become the C member '%s'", k->name->text, p->name->text, k->name->text,
                         k->properties[j]->name->text, word);
        }
    }
}

static void add_methods(struct model *m, struct c_names *n, const struct klass *k, const char *class_name)
{
    for (size_t i = 0; i < k->method_count; i++) {
        const struct method *f = k->methods[i];
        if (f->declared != k) continue;
        const char *name = joined(m->arena, class_name, "_", f->name->text);
        const char *told = joined(m->arena, k->name->text, ".", f->name->text);
        struct c_taken of = {.told = told, .span = f->written ? f->written->span : (struct span){0, 0}};
        if (!f->elsewhere) take(m, n, name, "_in", "", of);
        if (!f->elsewhere) take(m, n, name, "_out", "", of);
        add_enum(m, n, f->enumeration, c_cim(&f->returns), name, told);
        for (size_t j = 0; j < f->parameter_count; j++) {
            const struct property *p = f->parameters[j].property;
            add_enum(m, n, p->enumeration, c_cim(&p->type), joined(m->arena, name, "_", p->name->text),
                     arena_printf(m->arena, "%s(%s)", told, p->name->text));
        }
    }
}

static void name_all(struct model *m, struct c_names *n)
{
    static const char *const own[] = {"",        "_class",  "_init",   "_validate", "_has",    "_clear",
                                      "_mark",   "_read",   "_write",  "_view",     "_key",    "_table",
                                      "_insert", "_upsert", "_update", "_get",      "_delete", "_list",
                                      "_next",   "_load",   "_ROWS",   "_rows",     "_keys",   "_links"};
    n->extended = arena_array(m->arena, m->schema->class_count + 1, sizeof *n->extended);
    for (size_t i = 0; i < m->schema->class_count; i++) {
        const struct klass *k = m->schema->classes[i];
        const char *name = c_class_name(m, k);
        struct c_taken of = {.told = k->name->text, .span = k->written ? k->written->word.span : (struct span){0, 0}};
        if (k->super && k->super->index < m->schema->class_count) n->extended[k->super->index] = true;
        for (size_t j = 0; j < sizeof own / sizeof *own; j++) take(m, n, name, own[j], "", of);
    }
    for (size_t i = 0; i < m->schema->enumeration_count; i++) {
        const struct enumeration *e = m->schema->enumerations[i];
        if (!e->name) continue;
        add_enum(m, n, e, e->cim, arena_printf(m->arena, "%s%s", m->options->prefix, e->name->text), e->name->text);
    }
    for (size_t i = 0; i < m->schema->class_count; i++) {
        const struct klass *k = m->schema->classes[i];
        const char *name = c_class_name(m, k);
        check_members(m, n, k);
        add_members(m, n, k, name);
        add_methods(m, n, k, name);
    }
}

void c_names_build(struct model *m, void **data)
{
    struct c_names *n = arena_new(m->arena, struct c_names);
    *data = n;
    name_all(m, n);
    if (!n->met) return;
    *n = (struct c_names){.telling = true};
    name_all(m, n);
}
