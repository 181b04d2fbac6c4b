/* Units to a schema: the names are declared, this ties classes to their bases and visits the forest, bases first. */
#include <string.h>

#include "schema/build.h"
#include "schema/effective.h"

/* Methods that have pages of their own wait at their class. */
static void declare_method_pages(struct builder *b)
{
    for (const struct unit *u = b->schema->units; u; u = u->next) {
        for (const struct ast_decl *d = u->decls; d; d = d->next) {
            if (d->kind != DECL_METHOD || !d->members) continue;
            struct class_node *n =
                d->word.name ? scope_find_class(b, NULL, namespace_of(b, d->namespace_name), d->word.name) : NULL;
            if (!n) continue; /* it names none */
            struct method_page *page = arena_new(b->arena, struct method_page);
            page->decl = d;
            page->next = n->method_pages;
            n->method_pages = page;
        }
    }
}

static void report_unknown_super(struct builder *b, const struct class_node *n)
{
    const struct ast_decl *d = n->decl;
    bool whole = d->page || (!b->options->strict && class_of_wmi(d->super.name)); /* nothing that matters is missing */
    if (whole || class_is_foreign(b, d->super.name)) {
        diag_add(b->diags, whole ? RULE_BASE_ELSEWHERE : RULE_SUPERCLASS_ELSEWHERE, d->super.span,
                 "no input declares '%s', the base of '%s'%s", d->super.name->text, d->word.name->text,
                 whole ? "" : "; what it inherits is not known");
        return;
    }
    struct diag *g = diag_add(b->diags, RULE_UNKNOWN_SUPERCLASS, d->super.span, "unknown superclass '%s' of '%s'",
                              d->super.name->text, d->word.name->text);
    const char *close = suggest_class(b, name_slice(d->super.name));
    if (close) diag_suggest(b->diags, g, d->super.span, close, false);
}

static void report_cycle(struct builder *b, const struct class_node *first)
{
    struct text chain = {0};
    unsigned shown = 0;
    const struct class_node *at = first;
    do {
        if (shown++ < 20) text_printf(&chain, "%s -> ", at->decl->word.name->text);
        at = at->super;
    } while (at != first);
    diag_add(b->diags, RULE_INHERITANCE_CYCLE, first->decl->super.span,
             "classes inherit from each other in a circle: %s%s%s", chain.at, shown > 20 ? "... -> " : "",
             first->decl->word.name->text);
    text_free(&chain);
}

/* Ties the classes [from, to), which are nested alike: the bases of what is declared inside a class may be declared
 * there too, so they are looked up when the outer classes have theirs. A circle is named once and cut at its first
 * class. */
static void tie_level(struct builder *b, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        struct class_node *n = b->nodes[i];
        if (!n->decl->super.name) continue;
        n->super = scope_find_class(b, n->outer, n->klass->space, n->decl->super.name);
        if (!n->super) report_unknown_super(b, n);
        else namespace_check(b, n->super, n->klass->space, &n->decl->super);
    }
    for (size_t i = from; i < to; i++) {
        struct class_node *n = b->nodes[i];
        for (; n && !n->seen_from; n = n->super) n->seen_from = i + 1;
        if (!n || n->seen_from != i + 1) continue;
        report_cycle(b, n);
        n->super = NULL;
    }
}

/* A class that is derived too often begins a line of its own. */
static void bound_depth(struct builder *b)
{
    struct class_node **path = arena_array(b->arena, b->node_count, sizeof(struct class_node *));
    for (size_t i = 0; i < b->node_count; i++) {
        size_t count = 0;
        struct class_node *n = b->nodes[i];
        for (; n && !n->depth; n = n->super) path[count++] = n;
        unsigned depth = n ? n->depth : 0;
        while (count) {
            n = path[--count];
            if (depth == MOST_DEPTH) {
                diag_add(b->diags, RULE_INHERITANCE_DEPTH, n->decl->super.span,
                         "'%s' is derived from more than %d classes, one from another; it is taken without them",
                         n->decl->word.name->text, MOST_DEPTH - 1);
                n->super = NULL;
                depth = 0;
            }
            n->depth = ++depth;
        }
    }
}

static void tie_supers(struct builder *b)
{
    for (size_t from = 0, to = 0; from < b->node_count; from = to) {
        while (to < b->node_count && b->nodes[to]->level == b->nodes[from]->level) to++;
        tie_level(b, from, to);
    }
    bound_depth(b);
    for (size_t i = 0; i < b->node_count; i++) {
        struct class_node *n = b->nodes[i], *super = n->super;
        if (!super) continue;
        n->klass->super = super->klass;
        if (super->last_child) super->last_child->sibling = n;
        else super->child = n;
        super->last_child = n;
    }
}

static void builder_start(struct builder *b)
{
    b->id_room = b->names->folds + 1;
    b->id_room += (uint32_t)names_count(b->schema->units, true); /* that names_declare() may make */
    b->meanings = arena_array(b->arena, b->id_room, sizeof *b->meanings);
    b->qualifier_types = arena_array(b->arena, b->id_room, sizeof *b->qualifier_types);
    b->parameter_at = arena_array(b->arena, b->id_room, sizeof *b->parameter_at);
    b->qualifier_at = arena_array(b->arena, b->id_room, sizeof *b->qualifier_at);
    b->alias_at = arena_array(b->arena, b->id_room, sizeof *b->alias_at);
}

/* What stands inside a class comes before it, as its members need it. */
static void list_class(struct class_node **list, size_t *count, struct class_node *n)
{
    for (const struct local *l = n->locals; l; l = l->next)
        if (l->node) list_class(list, count, l->node); /* as deep as the parser went, which has a limit */
    list[(*count)++] = n;
}

static void publish(struct builder *b)
{
    struct schema *s = b->schema;
    const struct klass **classes = arena_array(b->arena, b->node_count, sizeof *classes);
    struct class_node **list = arena_array(b->arena, b->node_count, sizeof(struct class_node *));
    size_t count = 0;
    for (size_t i = 0; i < b->node_count && !b->nodes[i]->outer; i++) list_class(list, &count, b->nodes[i]);
    b->nodes = list;
    s->by_name = arena_array(b->arena, b->id_room, sizeof *s->by_name);
    s->name_room = b->id_room;
    for (size_t i = 0; i < b->node_count; i++) {
        classes[i] = b->nodes[i]->klass;
        b->nodes[i]->klass->index = (unsigned)i;
        const struct class_node *next = b->nodes[i]->same_name;
        b->nodes[i]->klass->same_name = next ? next->klass : NULL;
        s->by_name[classes[i]->name->id] = b->meanings[classes[i]->name->id].klass->klass;
    }
    s->classes = classes;
    s->class_count = b->node_count;
}

const struct schema *schema_build(struct arena *arena, struct names *names, const struct unit *units,
                                  const struct schema_options *options, struct diags *diags)
{
    struct builder b = {.arena = arena, .names = names, .options = options, .diags = diags};
    b.schema = arena_new(arena, struct schema);
    b.schema->arena = arena;
    b.schema->units = units;
    builder_start(&b);
    qualifiers_declare(&b);
    names_declare(&b);
    aliases_declare(&b);
    declare_method_pages(&b);
    tie_supers(&b);
    enumerations_fill(&b);
    for (size_t i = 0; i < b.node_count; i++)
        if (!b.nodes[i]->super) classes_visit(&b, b.nodes[i]);
    publish(&b);
    initials_finish(&b);
    instances_build(&b);
    embedded_find(&b);
    pragmas_check(&b);
    standard_check(&b);
    if (options->class_count) classes_select(&b);
    return b.schema;
}

bool class_is_a(const struct klass *k, const struct klass *base)
{
    while (k && k != base) k = k->super;
    return k != NULL;
}

const struct klass *schema_find_class(const struct schema *s, const struct name *name)
{
    return name && name->id < s->name_room ? s->by_name[name->id] : NULL;
}

const struct klass *schema_class_of(const struct schema *s, const struct ast_decl *d)
{
    const struct klass *first = schema_find_class(s, d->word.name);
    for (const struct klass *k = first; k; k = k->same_name)
        if (d->kind == DECL_CLASS ? k->written == d : namespace_same(k->space, d->namespace_name)) return k;
    return d->kind == DECL_CLASS ? NULL : first;
}

const struct property *klass_find_property(const struct klass *k, const struct name *name)
{
    for (; name && k; k = k->super) {
        const struct property *found = k->own_by_name ? map_get(k->own_by_name, map_pointer(name->fold)) : NULL;
        for (size_t i = 0; !found && !k->own_by_name && i < k->own_count; i++)
            if (name_equal(k->own[i]->name, name)) found = k->own[i];
        if (found) return found;
    }
    return NULL;
}
