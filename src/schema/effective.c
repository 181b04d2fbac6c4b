/* Effective properties, keys, methods and qualifiers of each class: inherited first, overrides in place
 * (DSP0004, Override). The walk is depth first with an explicit stack of siblings; see build.h. */
#include "schema/effective.h"

#include <string.h>

enum { INDEXED_FROM = 32 };

struct meaning *builder_change(struct builder *b, const struct name *name)
{
    b->undo = arena_more(b->arena, b->undo, b->undo_count, &b->undo_room, sizeof *b->undo);
    b->undo[b->undo_count++] = (struct undo){name->id, b->meanings[name->id]};
    return &b->meanings[name->id];
}

void builder_undo(struct builder *b, size_t mark)
{
    while (b->undo_count > mark) {
        b->undo_count--;
        b->meanings[b->undo[b->undo_count].id] = b->undo[b->undo_count].before;
    }
}

/* A growing array that a class shares with its base while nobody else appended and nothing is replaced. */
struct list {
    struct shared *to;
    size_t count;
};

static void list_own(struct builder *b, struct list *l, size_t more)
{
    struct shared *s = arena_new(b->arena, struct shared);
    s->room = (l->count + more) + (l->count + more) / 2;
    s->at = arena_array(b->arena, s->room, sizeof(void *));
    if (l->count) memcpy(s->at, l->to->at, l->count * sizeof(void *));
    s->used = l->count;
    l->to = s;
}

/* Makes the list longer by one; returns the index of that. */
static size_t list_more(struct builder *b, struct list *l)
{
    if (!l->to || l->to->used != l->count || l->to->used == l->to->room) list_own(b, l, 4);
    l->to->used++;
    return l->count++;
}

struct visit {
    struct builder *b;
    struct class_node *n;
    struct list properties, keys, methods;
    /* Whether the list was copied for this class. Its base reads what lies below its own end, so nothing is replaced
     * there before. */
    bool owned, methods_owned;
};

static void report_duplicate(struct builder *b, const struct ast_member *m, const struct ast_member *first,
                             const char *what, bool page)
{
    struct diag *g = diag_add(b->diags, page ? RULE_MEMBER_TWICE_ON_PAGE : RULE_DUPLICATE_MEMBER, m->word.span,
                              "%s '%s' is declared twice", what, m->word.name->text);
    diag_note(b->diags, g, first->word.span, "first declared here");
    bool same = slice_equal(diag_text(b->diags, m->span), diag_text(b->diags, first->span));
    struct span end = {m->span.end, m->span.end + 1};
    if (same && m != first && diag_text_holds_only(b->diags, end, ";"))
        diag_fix_line(b->diags, g, (struct span){m->span.start, end.end});
}

static void add_key(struct visit *v, struct property *p, const struct property *base)
{
    struct klass *k = v->n->klass;
    if (!p->key) return;
    if (base && base->key) {
        for (size_t i = 0; i < v->keys.count; i++)
            if (v->keys.to->properties[i] == base) {
                list_own(v->b, &v->keys, 4);
                v->keys.to->properties[i] = p;
            }
        return;
    }
    if (k->super && k->super->key_count && !v->n->decl->page) {
        struct diag *g =
            diag_add(v->b->diags, RULE_KEY_BELOW_KEY, p->written->word.span,
                     "'%s' adds a key, but '%s' has its keys already", p->name->text, k->super->name->text);
        diag_note(v->b->diags, g, k->super->keys[0]->written->word.span, "a key of the superclass is here");
    }
    size_t last = list_more(v->b, &v->keys);
    v->keys.to->properties[last] = p;
}

static void add_property(struct visit *v, const struct ast_member *m)
{
    const struct property *base = v->b->meanings[m->word.name->id].property;
    bool page = v->n->decl->page != NULL;
    if (base && base->declared == v->n->klass) {
        report_duplicate(v->b, m, base->written, "property", page);
        return;
    }
    struct property *p = property_build(v->b, v->n, m, SCOPE_PROPERTY, base);
    if (base) {
        p->index = base->index;
        if (!v->owned) list_own(v->b, &v->properties, 4);
        v->owned = true;
    } else {
        p->index = (unsigned)list_more(v->b, &v->properties);
    }
    v->properties.to->properties[p->index] = p;
    builder_change(v->b, m->word.name)->property = p;
    add_key(v, p, base);
}

static void put_method(struct visit *v, struct method *f, const struct method *base)
{
    size_t i = 0;
    while (base && i < v->methods.count && v->methods.to->methods[i] != base) i++;
    if (base && i < v->methods.count) {
        if (!v->methods_owned) list_own(v->b, &v->methods, 4);
        v->methods_owned = true;
    } else {
        i = list_more(v->b, &v->methods);
    }
    v->methods.to->methods[i] = f;
}

static void check_signature(struct builder *b, const struct method *f, const struct method *base)
{
    if (base->linked || f->linked) return;
    bool same = f->parameter_count == base->parameter_count && f->returns.cim == base->returns.cim;
    for (size_t i = 0; same && i < f->parameter_count; i++) {
        const struct type *a = &f->parameters[i].property->type, *z = &base->parameters[i].property->type;
        bool objects = (a->cim == CIM_OBJECT || a->cim == CIM_CLASS || a->cim == CIM_STRING) &&
                       (z->cim == CIM_OBJECT || z->cim == CIM_CLASS || z->cim == CIM_STRING);
        same = (a->cim == z->cim || objects) && a->array == z->array; /* a string may become an embedded object */
        same = same && f->parameters[i].in == base->parameters[i].in &&
               f->parameters[i].out == base->parameters[i].out &&
               name_equal(f->parameters[i].property->name, base->parameters[i].property->name);
    }
    if (same) return;
    struct diag *g = diag_add(b->diags, RULE_OVERRIDE_SIGNATURE, f->written->word.span,
                              "'%s' overrides a method of another signature", f->name->text);
    diag_note(b->diags, g, base->written->word.span, "the overridden method is declared here");
}

static void report_no_override(struct builder *b, const struct method *f, const struct method *base)
{
    struct diag *g = diag_add(b->diags, RULE_OVERRIDE_MISSING, f->written->word.span,
                              "'%s' has the name of an inherited method but no Override qualifier", f->name->text);
    diag_note(b->diags, g, base->written->word.span, "the inherited method is declared here");
    override_fix(b, g, f->written);
}

static void add_method(struct visit *v, const struct ast_member *m)
{
    const struct method *base = v->b->meanings[m->word.name->id].method;
    bool page = v->n->decl->page != NULL;
    if (base && base->declared == v->n->klass && !base->linked && !m->linked) {
        if (!page) report_duplicate(v->b, m, base->written, "method", page);
        return;
    }
    if (base && base->declared == v->n->klass && m->linked) return; /* the link adds nothing */
    struct method *f = method_build(v->b, v->n, m, base);
    bool known = v->n->super && !v->n->super->decl->broken && !v->n->klass->partial;
    const struct ast_qualifier *override =
        base || page || !known ? NULL : ast_find_qualifier(m->qualifiers, "override");
    if (override)
        diag_add(v->b->diags, RULE_OVERRIDE_NOTHING, override->span,
                 "'%s' overrides nothing: no superclass has a method of that name", f->name->text);
    if (base && !page && base->declared != v->n->klass) {
        check_signature(v->b, f, base);
        if (!qualifier_find(f->qualifiers, f->qualifier_count, "override")) report_no_override(v->b, f, base);
    }
    put_method(v, f, base);
    builder_change(v->b, m->word.name)->method = f;
}

/* An unsigned integer named after an array holds its length: `ISVDataSize` of `ISVData`. */
static void find_lengths(struct visit *v)
{
    static const char *const endings[] = {"size", "length", "count"};
    for (const struct ast_member *m = v->n->decl->members; m; m = m->next) {
        struct property *p =
            m->kind == MEMBER_PROPERTY && m->word.name ? v->b->meanings[m->word.name->id].property : NULL;
        if (!p || p->declared != v->n->klass || p->type.array || !cim_types[p->type.cim].bits ||
            cim_types[p->type.cim].is_signed)
            continue;
        for (size_t e = 0; e < sizeof endings / sizeof *endings; e++) {
            uint32_t tail = (uint32_t)strlen(endings[e]);
            struct slice name = name_slice(p->name);
            if (name.len <= tail || !slice_is(slice_cut(name, name.len - tail, name.len), endings[e])) continue;
            const struct name *stem = name_intern(v->b->names, slice_cut(name, 0, name.len - tail));
            const struct property *array = stem->id < v->b->id_room ? v->b->meanings[stem->id].property : NULL;
            if (array && array->octets) p->length_of = array;
        }
    }
}

static void page_facts(struct klass *k, const struct ast_page *page)
{
    k->obsolete = page->obsolete;
    k->deprecated = page->deprecated || page->obsolete;
    k->replacement = page->replacement.name;
    k->text = ast_string_of(page->summary);
    k->read_only = ast_find_qualifier(k->written->qualifiers, "read") != NULL;
}

static unsigned scope_of(const struct ast_decl *d)
{
    if (d->structure) return SCOPE_STRUCTURE;
    if (ast_find_qualifier(d->qualifiers, "association")) return SCOPE_ASSOCIATION | SCOPE_CLASS;
    if (ast_find_qualifier(d->qualifiers, "indication")) return SCOPE_INDICATION | SCOPE_CLASS;
    return SCOPE_CLASS;
}

static void class_facts(struct visit *v)
{
    struct klass *k = v->n->klass;
    const struct ast_decl *d = v->n->decl;
    const struct klass *super = k->super;
    qualifiers_build(v->b, d->qualifiers, scope_of(d), d->structure ? "structure" : "class", d->word.name,
                     d->page != NULL, super ? super->qualifiers : NULL, super ? super->qualifier_count : 0,
                     &k->qualifiers, &k->qualifier_count);
    k->depth = super ? super->depth + 1 : 0;
    k->partial = super ? super->partial : k->super_name != NULL;
    k->association = qualifier_true(k->qualifiers, k->qualifier_count, "association");
    k->indication = qualifier_true(k->qualifiers, k->qualifier_count, "indication");
    const struct ast_qualifier *abstract =
        ast_find_qualifier(d->qualifiers, "abstract"); /* Restricted: not inherited */
    k->abstract = abstract && value_true(abstract->value);
    k->abstract = k->abstract || d->implied;
    const struct ast_qualifier *embedded = ast_find_qualifier(d->qualifiers, "embedded"); /* of the class alone too */
    k->embedded = d->structure || (embedded && value_true(embedded->value));
    k->deprecated = ast_find_qualifier(d->qualifiers, "deprecated") != NULL;
    const struct qualifier *text = qualifier_find(k->qualifiers, k->qualifier_count, "description");
    if (text && !text->inherited && text->value && text->value->kind == VALUE_STRING) k->text = text->value->string;
    if (d->page) page_facts(k, d->page);
    if (!k->text.at) k->text.at = "";
}

/* An association has two ends or more (DSP0004), an abstract one may leave them to its subclasses. */
static void check_ends(struct builder *b, const struct klass *k)
{
    size_t ends = 0;
    if (!k->association || k->abstract || k->written->page || k->written->broken || k->partial) return;
    for (size_t i = 0; i < k->property_count && ends < 2; i++) ends += k->properties[i]->type.cim == CIM_REFERENCE;
    if (ends < 2)
        diag_add(b->diags, RULE_ASSOCIATION_ENDS, k->written->word.span, "association '%s' has %s", k->name->text,
                 ends ? "one reference; it needs two" : "no references; it needs two");
}

static void check_terminal(struct builder *b, const struct klass *k)
{
    const struct qualifier *q =
        k->super ? qualifier_find(k->super->qualifiers, k->super->qualifier_count, "terminal") : NULL;
    if (!q || q->inherited || !qualifier_true(k->super->qualifiers, k->super->qualifier_count, "terminal")) return;
    struct diag *g = diag_add(b->diags, RULE_TERMINAL_SUBCLASSED, k->written->super.span,
                              "'%s' is terminal: no class can be derived from it", k->super->name->text);
    diag_note(b->diags, g, q->written->span, "it is made terminal here");
}

static const char *kind_of(const struct klass *k)
{
    if (k->association && k->indication) return "both association and indication";
    return k->association ? "an association" : k->indication ? "an indication" : "neither association nor indication";
}

/* What holds of all classes of a hierarchy, and what cannot hold together. */
static void check_kind(struct builder *b, const struct klass *k)
{
    const struct klass *super = k->super;
    if (k->written->page) return;
    if (super && !super->written->page &&
        (k->association != super->association || k->indication != super->indication)) {
        struct diag *g = diag_add(b->diags, RULE_ASSOCIATION_BASE, k->written->super.span,
                                  "'%s' is %s, but its superclass '%s' is %s", k->name->text, kind_of(k),
                                  super->name->text, kind_of(super));
        diag_note(b->diags, g, super->written->word.span, "the superclass is declared here");
    } else if (k->association && k->indication && !super) {
        diag_add(b->diags, RULE_ASSOCIATION_INDICATION, k->written->word.span,
                 "'%s' is both an association and an indication", k->name->text);
    }
    const struct qualifier *terminal = qualifier_find(k->qualifiers, k->qualifier_count, "terminal");
    if (k->abstract && terminal && !terminal->inherited &&
        qualifier_true(k->qualifiers, k->qualifier_count, "terminal"))
        diag_add(b->diags, RULE_ABSTRACT_TERMINAL, terminal->written->word.span,
                 "'%s' is both abstract and terminal: it can have neither instances nor subclasses", k->name->text);
}

/* For finding them by name, where looking at each takes longer. */
static void index_own_properties(struct builder *b, struct klass *k)
{
    if (k->own_count <= INDEXED_FROM) return;
    struct map *index = arena_new(b->arena, struct map);
    *index = map_new(b->arena, MAP_POINTERS);
    for (size_t i = 0; i < k->own_count; i++) map_add(index, map_pointer(k->own[i]->name->fold), k->own[i]);
    k->own_by_name = index;
}

/* What the class itself declares: the end of its list, unless overrides stand further up in it. */
static void list_own_properties(struct visit *v)
{
    struct klass *k = v->n->klass;
    size_t room = 0;
    k->own = k->properties ? k->properties + k->inherited_count : NULL;
    k->own_count = k->property_count - k->inherited_count;
    if (!v->owned) return;
    for (const struct ast_member *m = v->n->decl->members; m; m = m->next)
        room += m->kind == MEMBER_PROPERTY && m->word.name;
    const struct property **own = arena_array(v->b->arena, room, sizeof *own);
    k->own = own;
    k->own_count = 0;
    for (const struct ast_member *m = v->n->decl->members; m; m = m->next) {
        const struct property *p =
            m->kind == MEMBER_PROPERTY && m->word.name ? v->b->meanings[m->word.name->id].property : NULL;
        if (p && p->written == m) own[k->own_count++] = p;
    }
}

static void visit_class(struct builder *b, struct class_node *n)
{
    struct visit v = {.b = b, .n = n};
    struct klass *k = n->klass;
    if (n->super) {
        v.properties = (struct list){n->super->properties, k->super->property_count};
        v.keys = (struct list){n->super->keys, k->super->key_count};
        v.methods = (struct list){n->super->methods, k->super->method_count};
    }
    k->inherited_count = v.properties.count;
    b->space = k->space;
    scope_enter(b, n, true);
    class_facts(&v);
    for (const struct ast_member *m = n->decl->members; m; m = m->next) {
        if (!m->word.name) continue;
        if (m->kind == MEMBER_PROPERTY) add_property(&v, m);
        else if (m->kind == MEMBER_METHOD) add_method(&v, m);
    }
    for (const struct method_page *p = n->method_pages; p; p = p->next)
        if (p->decl->members->word.name) add_method(&v, p->decl->members);
    find_lengths(&v);
    n->properties = v.properties.to, n->keys = v.keys.to, n->methods = v.methods.to;
    k->properties = v.properties.to ? v.properties.to->properties : NULL;
    k->property_count = v.properties.count;
    list_own_properties(&v);
    index_own_properties(b, k);
    k->keys = v.keys.to ? v.keys.to->properties : NULL;
    k->key_count = v.keys.count;
    k->methods = v.methods.to ? v.methods.to->methods : NULL;
    k->method_count = v.methods.count;
    check_ends(b, k);
    check_terminal(b, k);
    check_kind(b, k);
}

void classes_visit(struct builder *b, struct class_node *root)
{
    struct frame {
        struct class_node *n;
        size_t mark;
    } *stack = NULL;
    size_t depth = 0, room = 0;
    struct class_node *n = root;
    while (n || depth) {
        if (!n) { /* up, then to the sibling */
            struct frame done = stack[--depth];
            builder_undo(b, done.mark);
            n = done.n == root ? NULL : done.n->sibling;
            continue;
        }
        stack = arena_more(b->arena, stack, depth, &room, sizeof *stack);
        stack[depth++] = (struct frame){n, b->undo_count};
        visit_class(b, n);
        n = n->child;
    }
}
