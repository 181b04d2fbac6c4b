/* Block and sections into one class. The block gives names, order and types, the sections the rest; nothing
 * that either says is dropped without a finding that shows both places. Members are found by name through
 * an index over interned names, so a page's size costs linear time. */
#include <string.h>

#include "page/section.h"

static const char *const type_names[] = {"uint8",   "sint8",    "uint16", "sint16", "uint32", "sint32",
                                         "uint64",  "sint64",   "real32", "real64", "char16", "string",
                                         "boolean", "datetime", "object", "variant"};

enum { GUESSES_MOST = 50000 }; /* spellings compared a page */

/* What a page has under one name. */
struct described {
    struct ast_member *member; /* the declaration */
    struct entry *entry;       /* the first section */
};

struct index {
    struct map names;         /* of struct described */
    struct ast_member **tail; /* where the next added member goes */
};

static struct described *index_find(const struct index *x, const struct name *name)
{
    return map_get(&x->names, name_slice(name));
}

static struct described *index_add(struct index *x, const struct name *name)
{
    struct described *found = index_find(x, name);
    if (found) return found;
    found = arena_new(x->names.arena, struct described);
    map_add(&x->names, name_slice(name), found);
    return found;
}

static void index_members(struct index *x, struct ast_member *list)
{
    for (struct ast_member *m = list; m; m = m->next) {
        struct described *known = m->word.name ? index_add(x, m->word.name) : NULL;
        if (known && !known->member) known->member = m;
    }
}

/* Whether a member has no section of its name. */
static bool undescribed(const struct index *x, const struct ast_member *m)
{
    const struct described *known = m->word.name ? index_find(x, m->word.name) : NULL;
    return known && !known->entry && !m->documented;
}

static bool known_type(struct slice type)
{
    for (size_t i = 0; i < sizeof type_names / sizeof *type_names; i++) {
        if (slice_is(type, type_names[i])) return true;
    }
    return false;
}

static const char *spelt(struct reader *r, const char *lower)
{
    static const char *const pretty[][2] = {{"uint8", "UInt8"},     {"sint8", "SInt8"},      {"uint16", "UInt16"},
                                            {"sint16", "SInt16"},   {"uint32", "UInt32"},    {"sint32", "SInt32"},
                                            {"uint64", "UInt64"},   {"sint64", "SInt64"},    {"string", "String"},
                                            {"boolean", "Boolean"}, {"datetime", "DateTime"}};
    for (size_t i = 0; i < sizeof pretty / sizeof *pretty; i++) {
        if (!strcmp(lower, pretty[i][0])) return pretty[i][1];
    }
    return arena_printf(r->arena, "%s", lower);
}

/* An object of any class stands for each class; a reference may be named by its class or as a reference. */
static bool loosely_same(const struct ast_member *m, struct slice named, struct slice written)
{
    bool class_like = !known_type(written) || slice_is(written, "object");
    bool narrower = slice_is(written, "object") && slice_find(named, "_", 0) > 0;
    return narrower ||
           (class_like && (slice_is(named, "object") || slice_is(named, "instance") || slice_starts(named, "ref"))) ||
           (m->type.reference && slice_is(named, "string"));
}

/* A type in the block that is none, close to the section's that is one: the section's counts. */
static bool misspelt_type(struct reader *r, const struct entry *e, struct ast_member *m)
{
    struct slice named = e->type_name, written = name_slice(m->type.word.name);
    bool close =
        text_distance(named, written, 2) <= 2 || (written.len > 2 && slice_starts(named, m->type.word.name->text));
    if (known_type(written) || !close) return false;
    struct diag *d = diag_add(r->diags, RULE_PAGE_TYPE_MISMATCH, m->type.word.span,
                              "data type '" SLICE_FMT "' is not a CIM type; the section says '" SLICE_FMT "'",
                              SLICE_ARG(written), SLICE_ARG(named));
    diag_note(r->diags, d, e->documented->type_span, "the section");
    diag_suggest(r->diags, d, m->type.word.span, arena_copy(r->arena, named.at, named.len), true);
    m->type.word.name = name_intern(r->names, named);
    return true;
}

static void check_type(struct reader *r, struct entry *e, struct ast_member *m)
{
    struct slice named = e->type_name, written = name_slice(m->type.word.name);
    if (!named.len || !m->type.word.name || slice_equal_fold(named, written) || loosely_same(m, named, written)) return;
    struct span at = markup_span(e->type_markup, named);
    bool known = known_type(named);
    if (known && misspelt_type(r, e, m)) return;
    struct diag *d = known || !known_type(written)
                         ? diag_add(r->diags, RULE_PAGE_TYPE_MISMATCH, at,
                                    "the section says that '%s' is '" SLICE_FMT "'; the syntax block says '%s'",
                                    m->word.name->text, SLICE_ARG(named), m->type.word.name->text)
                         : diag_add(r->diags, RULE_PAGE_TYPE_MISMATCH, at,
                                    "data type '" SLICE_FMT "' is not a CIM type; the syntax block says '%s'",
                                    SLICE_ARG(named), m->type.word.name->fold->text);
    diag_note(r->diags, d, m->type.word.span, "the declaration in the syntax block");
    const char *near = known ? NULL : diag_closest(named, type_names, sizeof type_names / sizeof *type_names);
    if (near && slice_equal_fold(slice_of(near), written)) {
        diag_suggest(r->diags, d, at, spelt(r, near), true);
    }
}

static void check_array(struct reader *r, struct entry *e, struct ast_member *m)
{
    if (!e->type_name.len || !m->type.word.name || e->type_array == m->type.array || !m->word.name) return;
    struct diag *d = diag_add(r->diags, RULE_PAGE_ARRAY_MISMATCH, e->documented->type_span,
                              "the section says that '%s' is %s array; the syntax block says it is %s",
                              m->word.name->text, e->type_array ? "an" : "no", m->type.array ? "one" : "none");
    diag_note(r->diags, d, m->word.span.end ? m->word.span : m->span, "the declaration in the syntax block");
    struct span tail = {markup_span(e->type_markup, e->type_name).end, e->documented->type_span.end};
    struct slice mark = slice_trim(diag_text(r->diags, tail));
    if (m->type.array && tail.start == tail.end) diag_fix_unsafe(r->diags, d, tail, " Array");
    else if (slice_is(mark, "array") || slice_is(mark, "[]")) diag_fix_unsafe(r->diags, d, tail, "");
}

static void check_access(struct reader *r, struct entry *e)
{
    const struct ast_qualifier *read = ast_find_qualifier(e->qualifiers, "read");
    const struct ast_qualifier *write = ast_find_qualifier(e->qualifiers, "write");
    bool only_read = read && !write && e->documented->access == ACCESS_READ_WRITE;
    bool writes = write && e->documented->access == ACCESS_READ;
    if (!only_read && !writes) return;
    struct diag *d = diag_add(r->diags, RULE_PAGE_ACCESS_MISMATCH, e->documented->access_span,
                              "the access type of '%s' is '" SLICE_FMT "', its qualifiers say '%s'", e->word.name->text,
                              SLICE_ARG(e->documented->access_text), only_read ? "read" : "write");
    diag_note(r->diags, d, only_read ? read->span : write->span, "the qualifier");
}

static bool has_value_qualifier(const struct ast_qualifier *list)
{
    static const char *const names[] = {"enumeration", "bits", "bitmap", "bitvalues", "values", "valuemap"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (ast_find_qualifier(list, names[i])) return true;
    }
    return false;
}

/* "See class X", "the values are those of Y.Z": the values stand on another page. */
static bool points_elsewhere(struct slice text)
{
    return slice_starts(text, "see ") || slice_find(text, " see ", 0) >= 0 || slice_find(text, "defined for", 0) >= 0 ||
           slice_find(text, "listed for", 0) >= 0 || slice_find(text, "defined in", 0) >= 0;
}

static void check_values(struct reader *r, struct entry *e)
{
    const struct ast_qualifier *q = ast_find_qualifier(e->qualifiers, "enumeration");
    if (e->documented->rows && e->tabled && e->documented->qualifier_span.end && !e->listed && !e->parameter &&
        !has_value_qualifier(e->qualifiers)) {
        if (!r->unmarked++) r->first_unmarked = e;
    } else if (q && !e->documented->rows && !points_elsewhere(e->documented->text))
        diag_add(r->diags, RULE_PAGE_VALUES_MISSING, q->span, "'%s' is an enumeration and its section lists no values",
                 e->word.name->text);
}

/* One finding a page: where one list is not marked, most are not. */
static void report_unmarked(struct reader *r)
{
    if (r->unmarked == 1)
        diag_add(r->diags, RULE_PAGE_VALUES_UNMARKED, r->first_unmarked->documented->qualifier_span,
                 "'%s' has a table of values and no 'enumeration' qualifier", r->first_unmarked->word.name->text);
    else if (r->unmarked)
        diag_add(r->diags, RULE_PAGE_VALUES_UNMARKED, r->first_unmarked->documented->qualifier_span,
                 "%u properties have a table of values and no 'enumeration' qualifier; '%s' is the first", r->unmarked,
                 r->first_unmarked->word.name->text);
}

static void check_text(struct reader *r, struct entry *e, const struct ast_member *m)
{
    static const char *const openings[] = {"date of ",     "date when ",         "date and time ",
                                           "the date of ", "the date and time ", "date on which "};
    struct slice type = name_slice(m ? m->type.word.name : NULL);
    bool counts = slice_find(e->documented->text, "since", 0) >= 0 ||
                  slice_find(e->documented->text, "seconds", 0) >= 0 ||
                  slice_find(e->documented->text, "ticks", 0) >= 0; /* "Date of the backup, in seconds since 1970." */
    if (slice_find(type, "int", 0) < 0 || counts) return;
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
        if (slice_starts(e->documented->text, openings[i])) {
            struct diag *d = diag_add(r->diags, RULE_PAGE_TEXT_TYPE, e->word.span,
                                      "the text of '%s' tells of a date, its type is '" SLICE_FMT "'",
                                      e->word.name->text, SLICE_ARG(type));
            diag_note(r->diags, d, m->type.word.span, "the declaration in the syntax block");
            return;
        }
    }
}

/* A table below an entry that does not speak of values, behind one that announces some and shows none,
 * belongs to the latter. */
static void move_tables(struct reader *r)
{
    for (struct entry *e = r->entries; e && e->next; e = e->next) {
        struct entry *n = e->next;
        bool moved = e->announces && e->announced.end && !e->documented->rows && n->documented->rows && !n->announces &&
                     slice_find(n->documented->text, "value", 0) < 0 && !has_value_qualifier(n->qualifiers);
        if (!moved) continue;
        struct diag *d = diag_add(r->diags, RULE_PAGE_TABLE_MOVED, n->documented->rows_span,
                                  "the table under '%s' lists the values of '%s'; it is read as such",
                                  n->word.name->text, e->word.name->text);
        diag_note(r->diags, d, e->announced, "values are announced here and none follow");
        e->documented->rows = n->documented->rows;
        e->documented->rows_span = n->documented->rows_span;
        e->documented->flags = n->documented->flags;
        n->documented->rows = NULL;
        n->documented->rows_span = (struct span){0, 0};
        n->documented->flags = false;
    }
}

/* The section's qualifiers first, as they are listed; those that only the block has stay, marked. */
static void join_qualifiers(struct ast_member *m, struct entry *e)
{
    if (!e->qualifiers && !e->documented->qualifier_span.end) return;
    struct ast_qualifier *block = m->qualifiers, **last = &e->qualifiers;
    while (*last) last = &(*last)->next;
    struct ast_qualifier *listed = e->qualifiers;
    for (struct ast_qualifier *q = block, *next; q; q = next) {
        next = q->next;
        q->next = NULL;
        if (q->word.name && listed && ast_find_qualifier(listed, q->word.name->fold->text)) continue;
        q->only_in_block = true;
        *last = q;
        last = &q->next;
    }
    m->qualifiers = e->qualifiers;
}

static struct ast_member *add_member(struct reader *r, struct entry *e)
{
    struct ast_member *m = arena_new(r->arena, struct ast_member);
    m->kind = MEMBER_PROPERTY;
    m->word = e->word;
    m->span = e->word.span;
    m->added = true;
    m->type.array = e->type_array;
    struct slice type = section_word(e->type_name);
    if (type.len) {
        m->type.word = (struct ast_word){name_intern(r->names, type), markup_span(e->type_markup, type)};
        m->type.span = e->documented->type_span;
        m->type.reference =
            slice_starts(e->documented->type_text, "ref:") || slice_find(e->documented->type_text, " ref", 0) > 0;
    }
    return m;
}

static void describe(struct reader *r, struct entry *e, struct ast_member *m)
{
    e->member = m;
    check_type(r, e, m);
    check_array(r, e, m);
    check_access(r, e);
    check_values(r, e);
    check_text(r, e, m);
    join_qualifiers(m, e);
    m->documented = e->documented;
}

/* A section whose name is no member's, yet close to one that no section describes, is that member's. */
static struct ast_member *misspelt(struct reader *r, struct entry *e, const struct index *x, struct ast_member *list)
{
    struct ast_member *found = NULL;
    if (e->word.name->len < 5) return NULL;
    for (struct ast_member *m = list; m && r->guesses < GUESSES_MOST; m = m->next, r->guesses++) {
        if (!undescribed(x, m)) continue;
        char a = m->word.name->text[m->word.name->len - 1], b = e->word.name->text[e->word.name->len - 1];
        bool numbered = a != b && ((a >= '0' && a <= '9') || (b >= '0' && b <= '9'));
        if (!numbered && text_distance(name_slice(m->word.name), name_slice(e->word.name), 2) <= 2) {
            if (found) return NULL;
            found = m;
        }
    }
    if (!found) return NULL;
    struct diag *d = diag_add(r->diags, RULE_PAGE_NAME_MISMATCH, e->word.span,
                              "the section is called '%s'; the syntax block declares '%s'", e->word.name->text,
                              found->word.name->text);
    diag_note(r->diags, d, found->word.span, "the declaration in the syntax block");
    diag_suggest(r->diags, d, e->word.span, found->word.name->text, true);
    return found;
}

/* A parameter's section under another name: that of the first one of its type that no section describes. */
static struct ast_member *renamed(struct reader *r, struct entry *e, const struct index *x, struct ast_member *list)
{
    struct ast_member *m = list;
    for (; m && r->guesses < GUESSES_MOST; m = m->next, r->guesses++) {
        if (undescribed(x, m) && m->type.word.name && slice_equal_fold(name_slice(m->type.word.name), e->type_name))
            break;
    }
    if (!m || r->guesses >= GUESSES_MOST) return NULL;
    struct diag *d =
        diag_add(r->diags, RULE_PAGE_NAME_MISMATCH, e->word.span,
                 "the section is called '%s'; the syntax block declares '%s'", e->word.name->text, m->word.name->text);
    diag_note(r->diags, d, m->word.span, "the declaration in the syntax block");
    return m;
}

static bool described_twice(struct reader *r, struct entry *e, struct index *x)
{
    struct described *known = index_add(x, e->word.name);
    if (!known->entry) {
        known->entry = e;
        return false;
    }
    struct diag *d = diag_add(r->diags, RULE_PAGE_SECTION_TWICE, e->word.span,
                              "'%s' is described twice; the first counts", e->word.name->text);
    diag_note(r->diags, d, known->entry->word.span, "the first section");
    return true;
}

static void take_entry(struct reader *r, struct entry *e, struct index *x, struct ast_decl *decl, bool parameters)
{
    struct ast_member **list = parameters ? &decl->members->parameters : &decl->members;
    struct ast_member *m = index_find(x, e->word.name)->member;
    if (!m) m = misspelt(r, e, x, *list);
    if (!m && parameters) m = renamed(r, e, x, *list);
    if (!m) {
        diag_add(r->diags, RULE_PAGE_NOT_IN_BLOCK, e->word.span, "'%s' has a section and is not in the syntax block",
                 e->word.name->text);
        m = add_member(r, e);
        *x->tail = m;
        x->tail = &m->next;
    }
    if (!m->documented) describe(r, e, m);
}

/* The declaration that a section's entry belongs to: of several, the first that has such a member. */
static void take_entries(struct reader *r, struct ast_decl *decl, struct index *x, bool parameters)
{
    x->tail = parameters ? &decl->members->parameters : &decl->members;
    while (*x->tail) x->tail = &(*x->tail)->next;
    for (struct entry *e = r->entries; e; e = e->next) {
        if (e->parameter == parameters) described_twice(r, e, x);
    }
    for (struct entry *e = r->entries; e; e = e->next) {
        if (e->parameter == parameters && index_find(x, e->word.name)->entry == e)
            take_entry(r, e, x, decl, parameters);
    }
}

static void check_undescribed(struct reader *r, const struct ast_decl *decl, bool parameters)
{
    const struct ast_member *m = parameters ? decl->members->parameters : decl->members;
    if (!r->entries && m && !parameters && span_known(r->unread))
        diag_add(r->diags, RULE_PAGE_NO_SECTION, r->unread, "no property of '%s' has a section that can be read",
                 decl->word.name ? decl->word.name->text : "");
    for (; r->entries && m; m = m->next) {
        if (m->kind == MEMBER_PROPERTY && !m->documented && m->word.name)
            diag_add(r->diags, RULE_PAGE_NO_SECTION, m->word.span, "'%s' has no section", m->word.name->text);
    }
}

/* Behind those of `list`, those of `more` that it has not. */
static void add_qualifiers(struct ast_qualifier **list, struct ast_qualifier *more)
{
    struct ast_qualifier **last = list, *next;
    while (*last) last = &(*last)->next;
    for (; more; more = next) {
        next = more->next;
        more->next = NULL;
        if (ast_find_qualifier(*list, more->word.name->fold->text)) continue;
        *last = more;
        last = &more->next;
    }
}

static void join_methods(struct reader *r, struct ast_decl *decl, struct index *x)
{
    struct ast_member **last = &decl->members;
    while (*last) last = &(*last)->next;
    for (struct ast_member *m = r->methods, *next; m; m = next) {
        next = m->next;
        m->next = NULL;
        struct described *known = index_add(x, m->word.name);
        if (known->member) {
            if (!known->member->documented) known->member->documented = m->documented;
            add_qualifiers(&known->member->qualifiers, m->qualifiers);
            continue;
        }
        known->member = m;
        *last = m;
        last = &m->next;
    }
}

/* A method page's summary and its table of return values are what is documented of the method. */
static void document_method(struct reader *r, struct ast_member *method)
{
    if (!method || method->documented) return;
    struct ast_documented *documented = arena_new(r->arena, struct ast_documented);
    documented->place = r->page->title_span;
    documented->text = r->page->summary.at ? r->page->summary : (struct slice){"", 0};
    documented->rows = r->page->returns;
    documented->rows_span = r->page->returns_span;
    documented->returns_text = r->page->return_text;
    method->documented = documented;
}

static void check_read_only(struct reader *r)
{
    const struct ast_qualifier *read = ast_find_qualifier(r->page->class_qualifiers, "read");
    for (const struct entry *e = r->entries; read && e; e = e->next) {
        if (e->documented->access != ACCESS_READ_WRITE) continue;
        struct diag *d = diag_add(r->diags, RULE_PAGE_READ_ONLY_CLASS, read->span,
                                  "the class is said to be read-only while its properties are not");
        diag_note(r->diags, d, e->documented->access_span, "'%s', for one", e->word.name->text);
        return;
    }
}

void reconcile(struct reader *r)
{
    struct ast_decl *decl = r->decls;
    while (decl && decl->kind != DECL_CLASS && decl->kind != DECL_METHOD) decl = decl->next;
    move_tables(r);
    if (!decl) return;
    bool parameters = decl->kind == DECL_METHOD && decl->members;
    struct index x = {.names = map_new(r->arena, MAP_FOLDED)};
    index_members(&x, parameters ? decl->members->parameters : decl->members);
    for (struct ast_decl *d = decl->next; d && !parameters; d = d->next) {
        if (d->kind == DECL_CLASS) index_members(&x, d->members);
    }
    take_entries(r, decl, &x, parameters);
    check_undescribed(r, decl, parameters);
    if (parameters) document_method(r, decl->members);
    else join_methods(r, decl, &x);
    check_read_only(r);
    report_unmarked(r);
    if (decl->kind == DECL_CLASS) add_qualifiers(&decl->qualifiers, r->page->class_qualifiers);
}
