/* A page from front matter to end: the syntax block is parsed first, because its names tell which later
 * paragraphs open a section; then one walk over the pieces reads the sections, and reconcile() joins both. */
#include "page/page.h"

#include <string.h>

#include "grammar/mof.h"
#include "page/section.h"

/* Parses a syntax block; its lines are the segments of the map. */
static struct ast_decl *parse_block(struct reader *r, const struct piece *p)
{
    const struct markup *m = &p->markup;
    struct mof_segment *map = arena_array(r->arena, m->run_count + 1, sizeof *map);
    uint32_t count = 0;
    for (uint32_t i = 0; i < m->run_count; i++) map[count++] = (struct mof_segment){m->runs[i].at, m->runs[i].place};
    if (!count || !m->text.len) return NULL;
    map[0].at = 0;
    char *copy = arena_alloc(r->arena, m->text.len + 2);
    memcpy(copy, m->text.at, m->text.len);
    struct mof_input in = {.entry = MOF_BLOCK, .text = copy, .len = m->text.len, .map = map, .map_count = count};
    struct mof_output out = {0};
    mof_parse(r->arena, r->names, &in, &r->block_found, &out);
    return out.decls;
}

/* The blocks of the Syntax section. */
static void read_blocks(struct reader *r)
{
    enum section section = SECTION_INTRODUCTION;
    struct ast_decl **last = &r->decls;
    bool sub = false; /* a heading further down that is called Syntax too holds some other language's */
    for (uint32_t i = 0; i < r->pieces.count; i++) {
        const struct piece *p = &r->pieces.list[i];
        if (p->kind == PIECE_HEADING && !r->page->title.at) {
            r->page->title = slice_trim(p->markup.text);
            r->page->title_span = markup_span(&p->markup, r->page->title);
        } else if (p->kind == PIECE_HEADING) {
            section = section_of(p, section);
            sub = r->decls && p->level > 2;
        }
        if (p->kind != PIECE_CODE || section != SECTION_SYNTAX || sub) continue;
        *last = parse_block(r, p);
        while (*last) last = &(*last)->next;
    }
}

/* "The following syntax is simplified from MOF code." is about the block, not the class, and so is
 * "What follows is MOF with the inherited properties." */
static bool announces_block(struct slice text)
{
    bool inherits = slice_find(text, "inherited", 0) >= 0 && slice_find(text, "MOF", 0) >= 0;
    return inherits || slice_starts(slice_trim(text), "the following syntax");
}

static bool holds_class(const struct ast_decl *list)
{
    for (; list; list = list->next) {
        if (list->kind == DECL_CLASS || list->kind == DECL_METHOD) return true;
    }
    return false;
}

/* A page without a Syntax heading: the first code that holds a class is its block. */
static void read_stray_block(struct reader *r)
{
    for (uint32_t i = 0; i < r->pieces.count && !holds_class(r->decls); i++) {
        const struct piece *p = &r->pieces.list[i];
        if (p->kind != PIECE_CODE || slice_find(p->markup.text, "class ", 0) < 0) continue;
        diags_init(&r->block_found, r->arena, r->diags->sources);
        r->block_found.reading = r->source;
        r->decls = parse_block(r, p);
        if (holds_class(r->decls))
            diag_add(r->diags, RULE_PAGE_NO_HEADING, p->span, "the syntax block stands under no Syntax heading");
    }
}

static void read_introduction(struct reader *r, const struct piece *p)
{
    if (p->kind != PIECE_PARAGRAPH) return;
    notice_read(r, p);
    if (!r->prose.len) proofread_text(r, p);
    if (!p->quoted && !announces_block(p->markup.text)) prose_add(r, slice_trim(p->markup.text));
    if (r->decls && slice_find(p->markup.text, "inherited propert", 0) >= 0) r->decls->inherited_in_block = true;
    bool all = slice_find(p->markup.text, "includes all", 0) >= 0;
    if (r->decls && all && slice_find(p->markup.text, "inherited", 0) >= 0) r->decls->inherited_in_block = true;
}

static void read_returns(struct reader *r, const struct piece *p)
{
    struct ast_row *last = NULL;
    bool flags = false;
    if (p->kind == PIECE_TABLE && !r->page->returns) {
        r->page->returns = table_rows(r, p, &flags, &last);
        r->page->returns_span = p->span;
    } else if (p->kind == PIECE_PARAGRAPH && !r->page->return_text.at) {
        r->page->return_text = row_fold(r, p->markup.text);
    }
}

/* A piece that opens nothing, in the section it stands in. */
static void read_piece(struct reader *r, enum section section, struct entry *open, const struct piece *p)
{
    if (section == SECTION_INTRODUCTION) read_introduction(r, p);
    else if (section == SECTION_METHODS && p->kind == PIECE_TABLE) notice_methods(r, p);
    else if (section == SECTION_RETURNS) read_returns(r, p);
    else if (open && p->kind == PIECE_TABLE) table_values(r, open, p);
    else if (open && p->kind == PIECE_PARAGRAPH) property_text(r, open, p);
}

static bool holds_entries(enum section section)
{
    return section == SECTION_PROPERTIES || section == SECTION_PARAMETERS || section == SECTION_MEMBERS ||
           section == SECTION_SYNTAX || section == SECTION_METHODS;
}

/* The list that follows "Class qualifiers for this class include:", as items, in brackets or behind the colon. */
static void read_remarks(struct reader *r, const struct piece *p, bool *announced)
{
    struct slice text = slice_trim(p->markup.text);
    if (p->kind != PIECE_PARAGRAPH || !text.len) return;
    notice_immutable(r, p);
    proofread_remark(r, p);
    if (*announced && notice_class_qualifiers(r, p, text)) return;
    int64_t said = slice_find(text, "class qualifiers", 0);
    int64_t colon = said >= 0 && slice_find(text, " for th", 0) > said ? slice_find(text, ":", (uint32_t)said) : -1;
    *announced = colon >= 0;
    struct slice behind = slice_trim(slice_cut(text, colon < 0 ? text.len : (uint32_t)colon + 1, text.len));
    if (behind.len) notice_class_qualifiers(r, p, behind);
}

static void read_sections(struct reader *r)
{
    enum section section = SECTION_INTRODUCTION;
    struct entry *open = NULL;
    bool announced = false, titled = false;
    for (uint32_t i = 0; i < r->pieces.count; i++) {
        const struct piece *p = &r->pieces.list[i];
        if (holds_entries(section) && property_opens(r, i)) {
            property_close(r, open);
            open = property_open(r, &i, section != SECTION_PROPERTIES && r->decls && r->decls->kind == DECL_METHOD);
        } else if (p->kind == PIECE_HEADING) {
            enum section next = titled ? section_of(p, section) : section;
            titled = true;
            if (next != section || p->level <= 2) {
                property_close(r, open);
                open = NULL;
            }
            if (section == SECTION_INTRODUCTION && next != section) r->page->summary = prose_take(r);
            section = next;
        } else if (section == SECTION_REQUIREMENTS) {
            if (p->kind == PIECE_TABLE) requirements_read(r, p);
        } else if (section == SECTION_REMARKS) {
            read_remarks(r, p, &announced);
        } else {
            bool unread = section == SECTION_PROPERTIES && !open && p->kind == PIECE_PARAGRAPH;
            if (unread && !span_known(r->unread)) r->unread = p->span;
            read_piece(r, section, open, p);
        }
    }
    property_close(r, open);
}

/* What the block leaves unsaid, the title says: the class of a method page, the name of a nameless class. */
static void name_from_title(struct reader *r)
{
    struct slice method, title = r->page->title.at ? r->page->title : r->front_title;
    struct slice name = notice_title_class(title, &method);
    for (struct ast_decl *d = r->decls; d; d = d->next) {
        bool lacks = !d->word.name && (d->kind == DECL_METHOD ? method.len > 0 : d->kind == DECL_CLASS);
        if (lacks && name.len) d->word = (struct ast_word){name_intern(r->names, name), r->page->title_span};
        d->page = r->page;
        d->namespace_name = r->page->namespace_name;
    }
}

/* Reads the page into r; false where it holds no class and no method. */
static bool read_page(struct reader *r)
{
    frontmatter_read(r);
    r->pieces = markup_read(r->arena, &r->scratch, table_sizes_bounded(r), r->body);
    diags_init(&r->block_found, r->arena, r->diags->sources);
    r->block_found.reading = r->source;
    r->block_found.reading = r->source;
    read_blocks(r);
    if (!holds_class(r->decls)) read_stray_block(r);
    if (!holds_class(r->decls)) return false;
    section_report(r, &r->block_found, RULE_PAGE_BLOCK);
    property_mark_declared(r);
    read_sections(r);
    name_from_title(r);
    reconcile(r);
    proofread(r);
    return true;
}

struct unit *page_read(struct arena *arena, struct names *names, const struct source *source, struct diags *diags)
{
    struct reader r = {.arena = arena, .names = names, .source = source, .diags = diags};
    r.page = arena_new(arena, struct ast_page);
    r.last_entry = &r.entries;
    r.last_method = &r.methods;
    bool found = read_page(&r);
    arena_free(&r.scratch);
    text_free(&r.prose);
    if (!found) return NULL;
    struct unit *unit = arena_new(arena, struct unit);
    *unit = (struct unit){.source = source, .page = true, .decls = r.decls};
    return unit;
}
