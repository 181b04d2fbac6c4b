/* Names: which class, structure or enumeration a word means. Those at top level share one space of names. Those inside
 * a class (DSP0221) hold in it, in what is declared inside it and in its subclasses, so several classes may use one
 * name; they hide what is called so further out. Where names have no scopes, in the schema and in what is generated,
 * they are called after their class: Disk_State. */
#include "base/map.h"
#include "schema/build.h"

static const char *kind_of(const struct ast_decl *d)
{
    return d->kind == DECL_ENUMERATION ? "enumeration" : d->structure ? "structure" : "class";
}

/* Pages are not compiled together: the same class on two of them is not as bad. */
static void report_twice(struct builder *b, const struct ast_decl *d, const struct ast_decl *first)
{
    bool pages = d->page || first->page, same = d->kind == first->kind;
    enum rule rule = pages ? RULE_CLASS_ON_TWO_PAGES : RULE_DUPLICATE_CLASS;
    struct diag *g;
    if (same)
        g = diag_add(b->diags, rule, d->word.span, "%s '%s' is declared twice%s", kind_of(d), d->word.name->text,
                     pages ? "; the first is taken" : "");
    else
        g = diag_add(b->diags, rule, d->word.span, "%s '%s' has the name of another declaration", kind_of(d),
                     d->word.name->text);
    diag_note(b->diags, g, first->word.span, same ? "first declared here" : "the other is declared here");
}

/* The declaration that has the name in this namespace; one without a namespace has it in all. */
static const struct ast_decl *decl_in(const struct builder *b, const struct name *name, const struct name *space)
{
    const struct class_node *n = b->meanings[name->id].klass;
    if (n && n->klass->space && space && !name_equal(n->klass->space, space))
        n = namespace_get(&b->class_spaces, name, space);
    if (n) return n->decl;
    return b->meanings[name->id].enumeration ? b->meanings[name->id].enumeration->decl : NULL;
}

static const struct ast_decl *decl_of(const struct builder *b, const struct name *name)
{
    const struct meaning *of = &b->meanings[name->id];
    return of->klass ? of->klass->decl : of->enumeration ? of->enumeration->decl : NULL;
}

static struct class_node *add_class(struct builder *b, const struct unit *unit, const struct ast_decl *d,
                                    const struct name *name, struct class_node *outer)
{
    struct class_node *n = arena_new(b->arena, struct class_node);
    n->klass = arena_new(b->arena, struct klass);
    n->decl = d;
    n->outer = outer;
    n->level = outer ? outer->level + 1 : 0;
    n->klass->name = n->klass->unique_name = name;
    n->klass->space = namespace_of(b, d->namespace_name);
    n->klass->super_name = d->super.name;
    n->klass->written = d;
    n->klass->unit = unit;
    n->klass->structure = d->structure;
    n->klass->requested = true;
    struct class_node *first = b->meanings[name->id].klass;
    if (first) {
        (first->last_same ? first->last_same : first)->same_name = n;
        first->last_same = n;
        namespace_add(b, &b->class_spaces, name, n->klass->space, n);
    } else {
        b->meanings[name->id].klass = n;
    }
    b->nodes[b->node_count++] = n;
    return n;
}

static struct enum_node *add_enumeration(struct builder *b, const struct ast_decl *d, const struct name *name,
                                         struct class_node *outer)
{
    struct enum_node *n = arena_new(b->arena, struct enum_node);
    n->made = arena_new(b->arena, struct enumeration);
    n->made->source = ENUM_DECLARED;
    n->made->name = name;
    n->made->span = d->word.span;
    n->decl = d;
    n->outer = outer;
    b->meanings[name->id].enumeration = n;
    *b->last_enumeration = n;
    b->last_enumeration = &n->next;
    ((const struct enumeration **)b->schema->enumerations)[b->schema->enumeration_count++] = n->made;
    return n;
}

static void declare_global(struct builder *b, const struct unit *u, const struct ast_decl *d)
{
    if (!d->word.name || (d->kind != DECL_CLASS && d->kind != DECL_ENUMERATION)) return;
    const struct ast_decl *first =
        d->kind == DECL_CLASS ? decl_in(b, d->word.name, namespace_of(b, d->namespace_name)) : decl_of(b, d->word.name);
    if (first) report_twice(b, d, first);
    else if (d->kind == DECL_CLASS) add_class(b, u, d, d->word.name, NULL);
    else add_enumeration(b, d, d->word.name, NULL);
}

/* ---- inside classes ---- */

/* "Disk_State"; where a class has that name, "Disk_State_". builder_start() keeps room for one new name each. */
static const struct name *full_name(struct builder *b, const struct class_node *outer, const struct ast_decl *d)
{
    const char *text = arena_printf(b->arena, "%s_%s", outer->klass->unique_name->text, d->word.name->text);
    const struct name *name = name_of(b->names, text);
    while (name->id < b->id_room && decl_of(b, name)) {
        text = arena_printf(b->arena, "%s_", text);
        name = name_of(b->names, text);
    }
    return name;
}

static void declare_local(struct builder *b, struct class_node *outer, const struct ast_decl *d, struct map *seen,
                          struct local ***last)
{
    if (!d->word.name || (d->kind != DECL_CLASS && d->kind != DECL_ENUMERATION)) return;
    const struct ast_decl *first = map_add(seen, name_slice(d->word.name), d);
    if (first) {
        report_twice(b, d, first);
        return;
    }
    const struct name *name = full_name(b, outer, d);
    struct local *l = arena_new(b->arena, struct local);
    *l = (struct local){.name = d->word.name};
    if (d->kind == DECL_CLASS) l->node = add_class(b, outer->klass->unit, d, name, outer);
    else l->enumeration = add_enumeration(b, d, name, outer);
    **last = l;
    *last = &l->next;
}

static void declare_locals(struct builder *b, struct class_node *outer)
{
    struct local **last = &outer->locals;
    struct map seen = map_new(b->arena, MAP_FOLDED);
    for (const struct ast_member *m = outer->decl->nests ? outer->decl->members : NULL; m; m = m->next)
        if (m->kind == MEMBER_DECL && m->decl) declare_local(b, outer, m->decl, &seen, &last);
}

/* The class of a method's page that no input declares: it holds what its pages say, and has no instances. */
static void imply_class(struct builder *b, const struct unit *u, const struct ast_decl *method)
{
    const struct name *space = namespace_of(b, method->namespace_name);
    if (method->kind != DECL_METHOD || !method->members || !method->word.name || decl_in(b, method->word.name, space))
        return;
    diag_add(b->diags, RULE_METHOD_WITHOUT_CLASS, method->members->word.span,
             "no input declares '%s', the class of method '%s'; it is taken without properties",
             method->word.name->text, method->members->word.name ? method->members->word.name->text : "");
    struct ast_decl *d = arena_new(b->arena, struct ast_decl);
    *d = (struct ast_decl){.kind = DECL_CLASS, .implied = true, .span = method->span, .word = method->word};
    d->page = arena_new(b->arena, struct ast_page);
    d->namespace_name = method->namespace_name;
    add_class(b, u, d, d->word.name, NULL);
}

static size_t count_decls(const struct ast_decl *d)
{
    size_t n = 1;
    for (const struct ast_member *m = d->nests ? d->members : NULL; m; m = m->next)
        if (m->kind == MEMBER_DECL && m->decl) n += count_decls(m->decl); /* as deep as the parser went: limited */
    return n;
}

size_t names_count(const struct unit *units, bool nested)
{
    size_t n = 0;
    for (const struct unit *u = units; u; u = u->next)
        for (const struct ast_decl *d = u->decls; d; d = d->next) n += count_decls(d) - nested;
    return n;
}

void names_declare(struct builder *b)
{
    size_t room = names_count(b->schema->units, false);
    b->nodes = arena_array(b->arena, room, sizeof *b->nodes);
    b->schema->enumerations = arena_array(b->arena, room, sizeof(void *));
    b->last_enumeration = &b->enumerations;
    for (const struct unit *u = b->schema->units; u; u = u->next)
        for (const struct ast_decl *d = u->decls; d; d = d->next) declare_global(b, u, d);
    for (const struct unit *u = b->schema->units; u; u = u->next)
        for (const struct ast_decl *d = u->decls; d; d = d->next) imply_class(b, u, d);
    namespaces_name(b);
    for (size_t i = 0; i < b->node_count; i++) declare_locals(b, b->nodes[i]); /* which adds to the nodes */
}

/* ---- looking up ---- */

/* The node itself or the nearest of its bases that declares something inside itself; NULL: none. Remembered on the way,
 * so that deep chains stay cheap. */
static struct class_node *with_locals(struct class_node *n)
{
    struct class_node *found = n;
    while (found && !found->locals && !found->scope_known) found = found->super;
    if (found && !found->locals) found = found->scope;
    for (; n && !n->locals && !n->scope_known; n = n->super) n->scope = found, n->scope_known = true;
    return found;
}

static const struct local *find_local(struct class_node *outer, const struct name *name)
{
    for (; outer; outer = outer->outer)
        for (struct class_node *n = with_locals(outer); n; n = with_locals(n->super))
            for (const struct local *l = n->locals; l; l = l->next)
                if (name_equal(l->name, name)) return l;
    return NULL;
}

/* What is declared at top level, or is entered: a local thing's full name is none that a source may use. */
static struct class_node *named_class(const struct builder *b, const struct name *space, const struct name *name)
{
    struct class_node *n =
        name && name->id < b->id_room ? namespace_choose(b, b->meanings[name->id].klass, space) : NULL;
    return n && name_equal(n->decl->word.name, name) ? n : NULL;
}

static struct enum_node *named_enumeration(const struct builder *b, const struct name *name)
{
    struct enum_node *n = name && name->id < b->id_room ? b->meanings[name->id].enumeration : NULL;
    return n && name_equal(n->decl->word.name, name) ? n : NULL;
}

struct class_node *scope_find_class(const struct builder *b, struct class_node *outer, const struct name *space,
                                    const struct name *name)
{
    const struct local *l = find_local(outer, name);
    return l ? l->node : named_class(b, space, name);
}

struct enum_node *scope_find_enumeration(const struct builder *b, struct class_node *outer, const struct name *name)
{
    const struct local *l = find_local(outer, name);
    return l ? l->enumeration : named_enumeration(b, name);
}

const struct klass *class_find(struct builder *b, const struct name *name)
{
    const struct class_node *n = named_class(b, b->space, name);
    return n ? n->klass : NULL;
}

const struct klass *class_find_here(struct builder *b, const struct ast_word *word)
{
    const struct class_node *n = named_class(b, b->space, word->name);
    if (!n) return NULL;
    if (!b->space_reported) b->space_reported = arena_array(b->arena, b->id_room, sizeof *b->space_reported);
    if (!b->space_reported[word->name->id] && !name_equal(n->klass->space, b->space)) {
        b->space_reported[word->name->id] = true;
        namespace_check(b, n, b->space, word);
    }
    return n->klass;
}

const struct enumeration *enumeration_named(const struct builder *b, const struct name *name)
{
    const struct enum_node *n = named_enumeration(b, name);
    return n ? n->made : NULL;
}

static void enter(struct builder *b, const struct class_node *n)
{
    for (const struct local *l = n->locals; l; l = l->next) {
        struct meaning *of = builder_change(b, l->name);
        of->klass = l->node;
        of->enumeration = l->enumeration;
    }
}

/* All that can be seen inside `n`: outermost first, bases before their subclasses, so that the nearest stays. */
static void enter_all(struct builder *b, struct class_node *n)
{
    if (n->outer) enter_all(b, n->outer);
    size_t count = 0;
    for (struct class_node *s = with_locals(n); s; s = with_locals(s->super)) count++;
    struct class_node **chain = arena_array(b->arena, count + 1, sizeof(struct class_node *));
    for (struct class_node *s = with_locals(n); s; s = with_locals(s->super)) chain[--count] = s;
    for (; chain[count]; count++) enter(b, chain[count]);
}

void scope_enter(struct builder *b, struct class_node *n, bool bases_entered)
{
    if (n->outer || !bases_entered) enter_all(b, n);
    else enter(b, n);
}
