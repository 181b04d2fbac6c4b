/* Markdown to pieces. libcmark-gfm tells the structure and, for each inline text, the line and column where
 * it begins; the bytes are then followed in the page itself, past backslashes and entities, so that a part
 * of a text leads back to its exact bytes. HTML blocks of definition lists only steer the state of the
 * pieces between them. */
#define _GNU_SOURCE 1 /* memmem */
#include "page/markup.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* Node types that the library's extension makes when it is registered; it exports them in no header. */
extern cmark_node_type CMARK_NODE_TABLE, CMARK_NODE_TABLE_ROW, CMARK_NODE_TABLE_CELL;

struct walk {
    struct arena *arena;   /* of the texts */
    struct arena *scratch; /* of all else */
    const struct source *source;
    size_t line_room, room, run_room;
    uint32_t *lines, line_count; /* offsets in the source where lines begin, from the first line read on */
    struct piece *pieces;
    uint32_t count;
    struct text text; /* of the piece being read */
    struct run *runs;
    uint32_t run_count;
    uint32_t cursor; /* behind the last text that was found in the page */
    unsigned misses; /* texts of this piece that were not found where they should be */
    unsigned code, strong, link;
    unsigned quotes, items, lists;
    enum term term;
};

enum { MISSES_MOST = 8, ENTITY_MOST = 32, HTML_INDENT = 256 };

/* The table extension lives in a registry of the library, which is filled once a process. */
static void register_extensions(void) { cmark_gfm_core_extensions_ensure_registered(); }

static void *allocate(size_t count, size_t size)
{
    void *object = calloc(count, size);
    return object ? object : (arena_fail(count * size), NULL);
}

static void *reallocate(void *old, size_t size)
{
    void *object = realloc(old, size);
    return object ? object : (arena_fail(size), NULL);
}

/* The library's own allocator aborts where there is no memory. */
static cmark_mem memory = {allocate, reallocate, free};

static cmark_node *parse(const char *text, size_t len)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, register_extensions);
    cmark_parser *parser = cmark_parser_new_with_mem(CMARK_OPT_SOURCEPOS | CMARK_OPT_UNSAFE, &memory);
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("table"));
    cmark_parser_feed(parser, text, len);
    cmark_node *document = cmark_parser_finish(parser);
    cmark_parser_free(parser);
    return document;
}

static void add_line(struct walk *w, const char *at)
{
    w->lines = arena_more(w->scratch, w->lines, w->line_count, &w->line_room, sizeof *w->lines);
    w->lines[w->line_count++] = (uint32_t)(at - w->source->text);
}

/* A line ends with a newline, or with a carriage return that no newline follows. */
static void find_lines(struct walk *w, uint32_t from)
{
    const char *at = w->source->text + from, *end = w->source->text + w->source->len;
    w->line_room = 64 + (w->source->len - from) / 24;
    w->lines = arena_array(w->scratch, w->line_room, sizeof *w->lines);
    add_line(w, at);
    while (at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at)), *stop = newline ? newline : end, *mark;
        while ((mark = memchr(at, '\r', (size_t)(stop - at))) && mark + 1 < stop) {
            add_line(w, mark + 1);
            at = mark + 1;
        }
        if (mark && !newline) add_line(w, mark + 1);
        if (newline) add_line(w, newline + 1);
        at = stop + 1;
    }
}

static uint32_t line_start(const struct walk *w, int line)
{
    if (line < 1) return w->lines[0];
    return (uint32_t)line > w->line_count ? w->source->len : w->lines[line - 1];
}

static uint32_t line_end(const struct walk *w, int line)
{
    uint32_t end = line_start(w, line + 1), start = line_start(w, line);
    while (end > start && (w->source->text[end - 1] == '\n' || w->source->text[end - 1] == '\r')) end--;
    return end;
}

static struct span node_span(const struct walk *w, cmark_node *node)
{
    int column = cmark_node_get_start_column(node);
    uint32_t start = line_start(w, cmark_node_get_start_line(node)) + (column > 0 ? (uint32_t)column - 1 : 0);
    uint32_t end = line_end(w, cmark_node_get_end_line(node));
    start = start < w->source->len ? start : w->source->len;
    return (struct span){w->source->base + start, w->source->base + (end > start ? end : start + 1)};
}

static void add_run(struct walk *w, uint32_t offset, bool known)
{
    w->runs = arena_more(w->scratch, w->runs, w->run_count, &w->run_room, sizeof *w->runs);
    unsigned style = (w->code ? STYLE_CODE : 0u) | (w->strong ? STYLE_STRONG : 0u) | (w->link ? STYLE_LINK : 0u);
    w->runs[w->run_count++] = (struct run){(uint32_t)w->text.len, known ? w->source->base + offset : 0, style};
}

/* Where in the page a literal begins: where the library says, or a little further on that line. */
static uint32_t find_text(struct walk *w, cmark_node *node, const char *literal, size_t len)
{
    int line = cmark_node_get_start_line(node), column = cmark_node_get_start_column(node);
    uint32_t start = line_start(w, line), end = line_end(w, line);
    uint32_t at = start + (column > 0 ? (uint32_t)column - 1 : 0);
    const char *text = w->source->text;
    if (at < end && (text[at] == literal[0] || text[at] == '\\' || text[at] == '&')) return at;
    if (w->misses >= MISSES_MOST) return at < end ? at : end;
    size_t probe = len < 12 ? len : 12;
    uint32_t from = w->cursor > start && w->cursor < end ? w->cursor : start;
    const char *found = memmem(text + from, end - from, literal, probe);
    if (found) return (uint32_t)(found - text);
    w->misses++;
    return at < end ? at : end;
}

/* The length of the entity at `at`, or 0. */
static uint32_t entity_length(const char *at, uint32_t room)
{
    uint32_t most = room < ENTITY_MOST ? room : ENTITY_MOST;
    if (!most || *at != '&') return 0;
    const char *end = memchr(at, ';', most);
    return end ? (uint32_t)(end - at) + 1 : 0;
}

static void add_text(struct walk *w, cmark_node *node)
{
    const char *literal = cmark_node_get_literal(node);
    size_t len = literal ? strlen(literal) : 0, i = 0;
    if (!len) return;
    const char *text = w->source->text;
    uint32_t at = find_text(w, node, literal, len);
    while (i < len) {
        size_t from = i;
        uint32_t begin = at;
        while (i < len && at < w->source->len && text[at] == literal[i]) i++, at++;
        if (i > from) {
            add_run(w, begin, true);
            text_add(&w->text, literal + from, i - from);
        }
        uint32_t entity = i < len ? entity_length(text + at, w->source->len - at) : 0;
        if (i == len) break;
        if (text[at] == '\\' && text[at + 1] == literal[i]) {
            at++;
        } else if (entity) {
            size_t next = i + 1;
            while (next < len && ((unsigned char)literal[next] & 0xC0) == 0x80) next++;
            add_run(w, at, true);
            text_add(&w->text, literal + i, next - i);
            at += entity;
            i = next;
        } else {
            add_run(w, at, false);
            text_add(&w->text, literal + i, len - i);
            break;
        }
    }
    w->cursor = at;
}

static void add_break(struct walk *w)
{
    add_run(w, 0, false);
    text_add_char(&w->text, '\n');
}

/* The lower-case name of the tag at `at` ('<'), into `name`; returns the offset behind its '>'. */
static size_t read_tag(const char *html, size_t len, size_t at, char name[8], bool *closing)
{
    size_t i = at + 1, n = 0;
    *closing = i < len && html[i] == '/';
    if (*closing) i++;
    for (; i < len && ((html[i] | 32) >= 'a' && (html[i] | 32) <= 'z') && n < 7; i++) name[n++] = (char)(html[i] | 32);
    name[n] = '\0';
    while (i < len && html[i] != '>') i++;
    return i < len ? i + 1 : len;
}

static void enter_tag(struct walk *w, const char *name, bool closing)
{
    if (!strcmp(name, "dl")) {
        w->lists += closing ? 0u : 1u;
        if (closing && w->lists) w->lists--;
        w->term = TERM_NONE; /* behind a list inside a <dd> stands prose, not a term's text */
    } else if (!strcmp(name, "dt")) {
        w->term = closing ? TERM_NONE : TERM_NAME;
    } else if (!strcmp(name, "dd")) {
        w->term = closing ? TERM_NONE : TERM_TEXT;
    }
}

static struct markup take_markup(struct walk *w)
{
    struct markup m = {.run_count = w->run_count};
    m.text = (struct slice){arena_copy(w->arena, w->text.at ? w->text.at : "", w->text.len), (uint32_t)w->text.len};
    struct run *runs = arena_array(w->scratch, w->run_count + 1, sizeof *runs);
    if (w->run_count) memcpy(runs, w->runs, w->run_count * sizeof *runs);
    m.runs = runs;
    w->text.len = 0;
    w->run_count = 0;
    w->misses = 0;
    return m;
}

static struct piece *add_piece(struct walk *w, enum piece_kind kind, struct span span)
{
    w->pieces = arena_more(w->scratch, w->pieces, w->count, &w->room, sizeof *w->pieces);
    struct piece *p = &w->pieces[w->count++];
    *p = (struct piece){.kind = kind,
                        .span = span,
                        .quoted = w->quotes > 0,
                        .item = w->items > 0,
                        .listed = w->lists > 0 || w->term != TERM_NONE,
                        .term = w->term};
    return p;
}

static bool blank(const char *text, size_t len) { return slice_trim((struct slice){text, (uint32_t)len}).len == 0; }

/* Ends the paragraph that is being gathered from an HTML block. */
static void flush_html(struct walk *w, cmark_node *node)
{
    bool empty = blank(w->text.at ? w->text.at : "", w->text.len);
    if (empty) w->text.len = 0, w->run_count = 0;
    else {
        struct piece *p = add_piece(w, PIECE_PARAGRAPH, node_span(w, node));
        p->markup = take_markup(w);
    }
}

/* Tags that stand inside a line of text; false: the tag ends the line. */
static bool inline_tag(struct walk *w, const char *name, bool closing)
{
    static const char *const plain[] = {"a", "span", "em", "i", "u", "sup", "sub", "font"};
    if (!strcmp(name, "b") || !strcmp(name, "strong")) return w->strong = closing ? 0 : 1, true;
    if (!strcmp(name, "code")) return w->code = closing ? 0 : 1, true;
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (!strcmp(name, plain[i])) return true;
    return false;
}

/* An HTML block: its tags change the state; words between those that make a line of their own are a paragraph. */
static void add_html(struct walk *w, cmark_node *node)
{
    const char *html = cmark_node_get_literal(node);
    size_t len = html ? strlen(html) : 0, i = 0;
    uint32_t base = line_start(w, cmark_node_get_start_line(node));
    size_t reach = w->source->len - base < HTML_INDENT ? w->source->len - base : HTML_INDENT;
    const char *found = len ? memmem(w->source->text + base, reach, html, len < 8 ? len : 8) : NULL;
    uint32_t at = found ? (uint32_t)(found - w->source->text) : base;
    w->code = w->strong = w->link = 0;
    while (i < len) {
        size_t from = i;
        while (i < len && html[i] != '<') i++;
        if (i > from && (w->text.len || !blank(html + from, i - from))) {
            bool same = at + i <= w->source->len && !memcmp(w->source->text + at + from, html + from, i - from);
            add_run(w, at + (uint32_t)from, same);
            text_add(&w->text, html + from, i - from);
        }
        if (i == len) break;
        char name[8];
        bool closing;
        i = read_tag(html, len, i, name, &closing);
        if (inline_tag(w, name, closing)) continue;
        if (!strcmp(name, "br") && w->text.len) {
            add_break(w);
            continue;
        }
        flush_html(w, node);
        enter_tag(w, name, closing);
    }
    flush_html(w, node);
    w->code = w->strong = w->link = 0;
}

static void add_inline_html(struct walk *w, cmark_node *node)
{
    const char *html = cmark_node_get_literal(node);
    char name[8];
    bool closing;
    if (!html || html[0] != '<') return;
    read_tag(html, strlen(html), 0, name, &closing);
    if (!strcmp(name, "br") || !strcmp(name, "dt") || !strcmp(name, "dd") || !strcmp(name, "p")) add_break(w);
    else if (!strcmp(name, "strong") || !strcmp(name, "b")) w->strong = closing ? 0 : 1;
}

/* The code's lines are the tails of the page's lines: what stands before is indentation or a quote mark. */
static void add_code(struct walk *w, cmark_node *node)
{
    const char *code = cmark_node_get_literal(node);
    size_t len = code ? strlen(code) : 0, i = 0;
    int length, offset;
    char mark;
    int line = cmark_node_get_start_line(node) + (cmark_node_get_fenced(node, &length, &offset, &mark) ? 1 : 0);
    for (; i < len; line++) {
        const char *end = memchr(code + i, '\n', len - i);
        size_t whole = end ? (size_t)(end - code) + 1 - i : len - i, bare = whole;
        while (bare && (code[i + bare - 1] == '\n' || code[i + bare - 1] == '\r')) bare--;
        uint32_t from = line_start(w, line), to = line_end(w, line);
        add_run(w, to - from >= bare ? to - (uint32_t)bare : from, true);
        text_add(&w->text, code + i, whole);
        i += whole;
    }
    struct piece *p = add_piece(w, PIECE_CODE, node_span(w, node));
    p->markup = take_markup(w);
}

/* Reads the inline content up to the end of `node`. */
static struct markup read_inlines(struct walk *w, cmark_iter *iter, cmark_node *node)
{
    cmark_event_type event;
    w->code = w->strong = w->link = 0;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *at = cmark_iter_get_node(iter);
        unsigned enter = event == CMARK_EVENT_ENTER;
        cmark_node_type type = cmark_node_get_type(at);
        if (at == node && !enter) break;
        if (type == CMARK_NODE_TEXT) {
            add_text(w, at);
        } else if (type == CMARK_NODE_CODE) {
            w->code = 1;
            add_text(w, at);
            w->code = 0;
        } else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) {
            add_break(w);
        } else if (type == CMARK_NODE_HTML_INLINE) {
            add_inline_html(w, at);
        } else if (type == CMARK_NODE_STRONG) {
            w->strong += enter ? 1u : w->strong ? -1u : 0u;
        } else if (type == CMARK_NODE_LINK) {
            w->link += enter ? 1u : w->link ? -1u : 0u;
        }
    }
    return take_markup(w);
}

static void read_table(struct walk *w, cmark_iter *iter, cmark_node *table)
{
    struct span span = node_span(w, table);
    uint32_t rows = 0, columns = cmark_gfm_extensions_get_table_columns(table);
    for (cmark_node *row = cmark_node_first_child(table); row; row = cmark_node_next(row)) rows++;
    struct table_row *list = arena_array(w->scratch, rows, sizeof *list), *row = NULL;
    uint32_t count = 0;
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *at = cmark_iter_get_node(iter);
        if (at == table) break;
        if (event != CMARK_EVENT_ENTER) continue;
        if (cmark_node_get_type(at) == CMARK_NODE_TABLE_ROW) {
            row = &list[count++];
            row->cells = arena_array(w->scratch, columns + 1u, sizeof *row->cells);
            row->header = cmark_gfm_extensions_get_table_row_is_header(at) != 0;
        } else if (cmark_node_get_type(at) == CMARK_NODE_TABLE_CELL && row && row->count < columns) {
            row->cells[row->count++] = read_inlines(w, iter, at);
        }
    }
    struct piece *p = add_piece(w, PIECE_TABLE, span);
    p->rows = list;
    p->row_count = count;
}

static void enter(struct walk *w, cmark_iter *iter, cmark_node *node)
{
    cmark_node_type type = cmark_node_get_type(node);
    struct span span = node_span(w, node);
    if (type == CMARK_NODE_HEADING || type == CMARK_NODE_PARAGRAPH) {
        bool heading = type == CMARK_NODE_HEADING;
        struct markup m = read_inlines(w, iter, node);
        if (blank(m.text.at, m.text.len)) return;
        struct piece *p = add_piece(w, heading ? PIECE_HEADING : PIECE_PARAGRAPH, span);
        p->markup = m;
        p->level = heading ? cmark_node_get_heading_level(node) : 0;
    } else if (type == CMARK_NODE_CODE_BLOCK) {
        add_code(w, node);
    } else if (type == CMARK_NODE_HTML_BLOCK) {
        add_html(w, node);
    } else if (type == CMARK_NODE_TABLE) {
        read_table(w, iter, node);
    }
}

/* The library turns a NUL into three bytes, which would move every place behind it: it gets a blank. */
static const struct source *without_nuls(struct arena *arena, const struct source *source)
{
    if (!memchr(source->text, '\0', source->len)) return source;
    struct source *clean = arena_new(arena, struct source);
    *clean = *source;
    clean->text = arena_copy(arena, source->text, source->len);
    for (uint32_t i = 0; i < clean->len; i++) clean->text[i] = clean->text[i] ? clean->text[i] : ' ';
    return clean;
}

struct pieces markup_read(struct arena *arena, struct arena *scratch, const struct source *source, uint32_t from)
{
    source = without_nuls(arena, source);
    struct walk w = {.arena = arena, .scratch = scratch, .source = source};
    find_lines(&w, from);
    cmark_node *document = parse(source->text + from, source->len - from);
    cmark_iter *iter = cmark_iter_new(document);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        unsigned step = event == CMARK_EVENT_ENTER ? 1u : -1u;
        if (type == CMARK_NODE_BLOCK_QUOTE) w.quotes += step;
        else if (type == CMARK_NODE_ITEM) w.items += step;
        else if (event == CMARK_EVENT_ENTER) enter(&w, iter, node);
    }
    cmark_iter_free(iter);
    cmark_node_free(document);
    text_free(&w.text);
    return (struct pieces){w.pieces, w.count};
}

/* The run that holds an offset. */
static const struct run *run_at(const struct markup *m, uint32_t offset)
{
    uint32_t low = 0, high = m->run_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (m->runs[middle].at <= offset) low = middle;
        else high = middle;
    }
    return m->run_count ? &m->runs[low] : NULL;
}

static uint32_t place_at(const struct markup *m, uint32_t offset)
{
    const struct run *run = run_at(m, offset);
    return run && run->place ? run->place + (offset - run->at) : 0;
}

struct span markup_span(const struct markup *m, struct slice part)
{
    if (!part.at || !m->run_count) return (struct span){0, 0};
    uint32_t offset = (uint32_t)(part.at - m->text.at);
    uint32_t start = place_at(m, offset), end = part.len ? place_at(m, offset + part.len - 1) : start;
    if (!start) return (struct span){0, 0};
    if (end < start) { /* the end is not in the page as it stands: as far as the first run goes */
        const struct run *next = run_at(m, offset) + 1;
        uint32_t reach = (next < m->runs + m->run_count ? next->at : m->text.len) - offset;
        return (struct span){start, start + (part.len < reach ? part.len : reach)};
    }
    return (struct span){start, end + (part.len ? 1 : 0)};
}

unsigned markup_style(const struct markup *m, struct slice part)
{
    const struct run *run = part.at ? run_at(m, (uint32_t)(part.at - m->text.at)) : NULL;
    return run ? run->style : 0;
}

struct slice markup_run(const struct markup *m, struct slice part)
{
    uint32_t offset = (uint32_t)(part.at - m->text.at);
    const struct run *run = run_at(m, offset), *last = m->runs + m->run_count;
    if (!run) return part;
    unsigned style = run->style;
    while (run < last && run->style == style) run++;
    uint32_t end = run < last ? run->at : m->text.len;
    return (struct slice){part.at, end - offset};
}
