/* Units to a schema: declare the names, tie classes to their bases, then visit the forest bases first. */
#include <string.h>

#include "schema/build.h"
#include "schema/effective.h"

static void report_twice(struct builder *b, const struct ast_decl *d, const struct class_node *first)
{
    bool pages = d->page || first->decl->page;
    struct diag *g =
        diag_add(b->diags, pages ? RULE_CLASS_ON_TWO_PAGES : RULE_DUPLICATE_CLASS, d->word.span,
                 "class '%s' is declared twice%s", d->word.name->text, pages ? "; the first is taken" : "");
    diag_note(b->diags, g, first->decl->word.span, "first declared here");
}

/* Classes, structures and enumerations share one space of names: each can be a type. */
static bool name_taken(struct builder *b, const struct ast_decl *d, struct span first)
{
    if (!span_known(first)) return false;
    struct diag *g =
        diag_add(b->diags, RULE_DUPLICATE_CLASS, d->word.span, "%s '%s' has the name of another declaration",
                 d->kind == DECL_ENUMERATION ? "enumeration"
                 : d->structure              ? "structure"
                                             : "class",
                 d->word.name->text);
    diag_note(b->diags, g, first, "the other is declared here");
    return true;
}

static void declare_class(struct builder *b, const struct unit *unit, const struct ast_decl *d)
{
    if (!d->word.name) return;
    struct class_node *first = b->by_name[d->word.name->id];
    if (first) {
        report_twice(b, d, first);
        return;
    }
    if (name_taken(b, d, b->enum_at[d->word.name->id] ? b->enum_at[d->word.name->id]->span : (struct span){0})) return;
    struct class_node *n = arena_new(b->arena, struct class_node);
    n->klass = arena_new(b->arena, struct klass);
    n->decl = d;
    n->klass->name = d->word.name;
    n->klass->super_name = d->super.name;
    n->klass->written = d;
    n->klass->unit = unit;
    n->klass->structure = d->structure;
    n->klass->requested = true;
    b->by_name[d->word.name->id] = n;
    b->nodes[b->node_count++] = n;
}

static const struct enumeration *add_enumeration(struct builder *b, const struct ast_decl *d, const struct name *name)
{
    struct enumeration *e = (struct enumeration *)enumeration_declare(b, d);
    e->name = name;
    b->enum_at[name->id] = e;
    ((const struct enumeration **)b->schema->enumerations)[b->schema->enumeration_count++] = e;
    return e;
}

static void report_enumeration_twice(struct builder *b, const struct ast_decl *d, const struct enumeration *first)
{
    struct diag *g = diag_add(b->diags, RULE_DUPLICATE_CLASS, d->word.span, "enumeration '%s' is declared twice",
                              d->word.name->text);
    diag_note(b->diags, g, first->span, "first declared here");
}

static void declare_enumeration(struct builder *b, const struct ast_decl *d)
{
    if (!d->word.name) return;
    const struct enumeration *first = b->enum_at[d->word.name->id];
    const struct class_node *other = b->by_name[d->word.name->id];
    if (first) report_enumeration_twice(b, d, first);
    else if (!name_taken(b, d, other ? other->decl->word.span : (struct span){0})) add_enumeration(b, d, d->word.name);
}

static void declare_structures(struct builder *b, const struct unit *u, const struct ast_decl *d)
{
    for (const struct ast_member *m = d->nests ? d->members : NULL; m; m = m->next) {
        if (m->kind != MEMBER_DECL || !m->decl || m->decl->kind != DECL_CLASS) continue;
        declare_structures(b, u, m->decl); /* as deep as the parser went, which has a limit */
        declare_class(b, u, m->decl);
        struct class_node *n = m->decl->word.name ? b->by_name[m->decl->word.name->id] : NULL;
        if (n && n->decl == m->decl) n->outer = d;
    }
}

/* An enumeration inside a class holds there and below it, so several classes may use one name (DSP0221 7.5.3). All
 * but the first are told apart by their class's name, which is what the targets print. */
static void declare_local(struct builder *b, struct class_node *n, const struct ast_decl *d)
{
    const struct name *name = d->word.name;
    if (!name) return;
    for (const struct local *l = n->locals; l; l = l->next) {
        if (!name_equal(l->name, name)) continue;
        report_enumeration_twice(b, d, l->enumeration);
        return;
    }
    bool free = !b->enum_at[name->id] && !b->by_name[name->id];
    const char *longer = arena_printf(b->arena, "%s_%s", n->decl->word.name->text, name->text);
    const struct name *own = free ? name : name_of(b->names, longer);
    if (own->id >= b->id_room || b->enum_at[own->id] || b->by_name[own->id]) {
        name_taken(b, d, b->by_name[name->id] ? b->by_name[name->id]->decl->word.span : b->enum_at[name->id]->span);
        return;
    }
    struct local *made = arena_new(b->arena, struct local);
    *made = (struct local){n->locals, name, add_enumeration(b, d, own)};
    n->locals = made;
}

static void declare_locals(struct builder *b)
{
    for (size_t i = 0; i < b->node_count; i++)
        for (const struct ast_member *m = b->nodes[i]->decl->nests ? b->nodes[i]->decl->members : NULL; m; m = m->next)
            if (m->kind == MEMBER_DECL && m->decl && m->decl->kind == DECL_ENUMERATION)
                declare_local(b, b->nodes[i], m->decl);
}

static size_t count_locals(const struct ast_decl *d)
{
    size_t n = 1;
    for (const struct ast_member *m = d->nests ? d->members : NULL; m; m = m->next)
        if (m->kind == MEMBER_DECL && m->decl) n += count_locals(m->decl);
    return n;
}

static size_t count_decls(const struct unit *units)
{
    size_t n = 0;
    for (const struct unit *u = units; u; u = u->next)
        for (const struct ast_decl *d = u->decls; d; d = d->next) n += count_locals(d);
    return n;
}

static void declare(struct builder *b)
{
    size_t room = count_decls(b->schema->units);
    b->nodes = arena_array(b->arena, room, sizeof(struct class_node *));
    b->schema->enumerations = arena_array(b->arena, room, sizeof(void *));
    for (const struct unit *u = b->schema->units; u; u = u->next) {
        for (const struct ast_decl *d = u->decls; d; d = d->next) {
            if (d->kind == DECL_ENUMERATION) declare_enumeration(b, d);
            if (d->kind != DECL_CLASS) continue;
            declare_structures(b, u, d);
            declare_class(b, u, d);
        }
    }
    declare_locals(b);
}

/* Methods that have pages of their own wait at their class. */
static void declare_method_pages(struct builder *b)
{
    for (const struct unit *u = b->schema->units; u; u = u->next) {
        for (const struct ast_decl *d = u->decls; d; d = d->next) {
            if (d->kind != DECL_METHOD || !d->members) continue;
            struct class_node *n = d->word.name ? b->by_name[d->word.name->id] : NULL;
            if (!n) {
                diag_add(b->diags, RULE_METHOD_WITHOUT_CLASS, d->members->word.span,
                         "method '%s' belongs to class '%s', which no input declares",
                         d->members->word.name ? d->members->word.name->text : "",
                         d->word.name ? d->word.name->text : "?");
                continue;
            }
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
    if (d->page || class_elsewhere(b, d->super.name)) {
        diag_add(b->diags, RULE_BASE_ELSEWHERE, d->super.span, "no input declares '%s', the base of '%s'%s",
                 d->super.name->text, d->word.name->text, d->page ? "" : "; what it inherits is not known");
        return;
    }
    struct diag *g = diag_add(b->diags, RULE_UNKNOWN_SUPERCLASS, d->super.span, "unknown superclass '%s' of '%s'",
                              d->super.name->text, d->word.name->text);
    const char *close = suggest_class(b, name_slice(d->super.name));
    if (close) diag_hint(b->diags, g, "did you mean '%s'?", close);
}

static void add_child(struct class_node *super, struct class_node *n)
{
    n->super = super;
    n->klass->super = super->klass;
    if (super->last_child) super->last_child->sibling = n;
    else super->child = n;
    super->last_child = n;
}

static void tie_supers(struct builder *b)
{
    for (size_t i = 0; i < b->node_count; i++) {
        struct class_node *n = b->nodes[i];
        if (!n->decl->super.name) continue;
        struct class_node *super = b->by_name[n->decl->super.name->id];
        if (super) add_child(super, n);
        else report_unknown_super(b, n);
    }
}

/* What no root reaches lies on a cycle or under one: name the cycle once and cut it at its first class. */
static void cut_cycle(struct builder *b, struct class_node *n)
{
    struct class_node *slow = n, *fast = n;
    do slow = slow->super, fast = fast->super->super; while (slow != fast);
    struct text chain = {0};
    unsigned shown = 0;
    struct class_node *at = slow;
    do {
        if (shown++ < 20) text_printf(&chain, "%s -> ", at->klass->name->text);
        at = at->super;
    } while (at != slow);
    diag_add(b->diags, RULE_INHERITANCE_CYCLE, slow->decl->super.span,
             "classes inherit from each other in a circle: %s%s%s", chain.at, shown > 20 ? "... -> " : "",
             slow->klass->name->text);
    text_free(&chain);
    slow->super = NULL;
    slow->klass->super = NULL;
    classes_visit(b, slow);
}

static void builder_start(struct builder *b)
{
    b->id_room = b->names->folds + 1;
    for (const struct unit *u = b->schema->units; u; u = u->next) /* and the names that declare_local() may make */
        for (const struct ast_decl *d = u->decls; d; d = d->next) b->id_room += (uint32_t)count_locals(d) - 1;
    b->by_name = arena_array(b->arena, b->id_room, sizeof *b->by_name);
    b->qualifier_types = arena_array(b->arena, b->id_room, sizeof *b->qualifier_types);
    b->property_at = arena_array(b->arena, b->id_room, sizeof *b->property_at);
    b->method_at = arena_array(b->arena, b->id_room, sizeof *b->method_at);
    b->parameter_at = arena_array(b->arena, b->id_room, sizeof *b->parameter_at);
    b->qualifier_at = arena_array(b->arena, b->id_room, sizeof *b->qualifier_at);
    b->enum_at = arena_array(b->arena, b->id_room, sizeof *b->enum_at);
    b->alias_at = arena_array(b->arena, b->id_room, sizeof *b->alias_at);
}

static void publish(struct builder *b)
{
    struct schema *s = b->schema;
    const struct klass **classes = arena_array(b->arena, b->node_count, sizeof *classes);
    s->by_name = arena_array(b->arena, b->id_room, sizeof *s->by_name);
    s->name_room = b->id_room;
    for (size_t i = 0; i < b->node_count; i++) {
        classes[i] = b->nodes[i]->klass;
        b->nodes[i]->klass->index = (unsigned)i;
        s->by_name[classes[i]->name->id] = classes[i];
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
    declare(&b);
    aliases_declare(&b);
    declare_method_pages(&b);
    tie_supers(&b);
    for (size_t i = 0; i < b.node_count; i++)
        if (!b.nodes[i]->super) classes_visit(&b, b.nodes[i]);
    for (size_t i = 0; i < b.node_count; i++)
        if (!b.nodes[i]->visited) cut_cycle(&b, b.nodes[i]);
    publish(&b);
    instances_build(&b);
    standard_check(&b);
    return b.schema;
}

const struct klass *class_find(struct builder *b, const struct name *name)
{
    return name && name->id < b->id_room && b->by_name[name->id] ? b->by_name[name->id]->klass : NULL;
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

const struct property *klass_find_property(const struct klass *k, const struct name *name)
{
    for (size_t i = 0; i < k->property_count; i++)
        if (name_equal(k->properties[i]->name, name)) return k->properties[i];
    return NULL;
}
