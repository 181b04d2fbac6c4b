/* A page's HTML comments, and where its sections begin: what lint asks about a page beside its declarations. */
#include <cmark-gfm.h>
#include <string.h>

#include "page/page.h"

struct collecting {
    struct arena *arena;
    const struct source *source;
    struct page_comments *out;
    size_t comment_room, heading_room;
    uint32_t line, offset; /* a line, from 1, and where it begins */
    uint32_t done;         /* up to here comments are known */
};

static uint32_t offset_of(struct collecting *c, int line)
{
    const struct source *s = c->source;
    while (c->line < (uint32_t)line) {
        const char *end = memchr(s->text + c->offset, '\n', s->len - c->offset);
        if (!end) return s->len;
        c->offset = (uint32_t)(end + 1 - s->text);
        c->line++;
    }
    return c->offset;
}

/* Every comment in a piece of HTML, which the tree gives without its place in the line. */
static void add_comments(struct collecting *c, cmark_node *node)
{
    struct page_comments *out = c->out;
    const char *html = cmark_node_get_literal(node);
    struct slice text = {c->source->text, c->source->len};
    uint32_t from = offset_of(c, cmark_node_get_start_line(node));
    if (from < c->done) from = c->done;
    for (const char *p = html; p && (p = strstr(p, "<!--")); p += 4) {
        int64_t start = slice_find(text, "<!--", from),
                end = start < 0 ? -1 : slice_find(text, "-->", (uint32_t)start + 4);
        if (end < 0) {
            c->done = text.len;
            return;
        }
        from = c->done = (uint32_t)end + 3;
        struct slice found = slice_cut(text, (uint32_t)start, from);
        out->comments =
            arena_more(c->arena, out->comments, out->comment_count, &c->comment_room, sizeof *out->comments);
        out->comments[out->comment_count++] = found;
    }
}

static void add_heading(struct collecting *c, cmark_node *node)
{
    struct page_comments *out = c->out;
    out->headings = arena_more(c->arena, out->headings, out->heading_count, &c->heading_room, sizeof *out->headings);
    out->headings[out->heading_count++] = c->source->base + offset_of(c, cmark_node_get_start_line(node));
}

struct page_comments page_comments(struct arena *arena, const struct source *source)
{
    struct page_comments out = {0};
    struct collecting c = {.arena = arena, .source = source, .out = &out, .line = 1};
    cmark_node *root = cmark_parse_document(source->text, source->len, CMARK_OPT_DEFAULT);
    cmark_iter *at = cmark_iter_new(root);
    for (cmark_event_type event; (event = cmark_iter_next(at)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(at);
        cmark_node_type type = cmark_node_get_type(node);
        if (event != CMARK_EVENT_ENTER) continue;
        if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE) add_comments(&c, node);
        else if (type == CMARK_NODE_HEADING) add_heading(&c, node);
    }
    cmark_iter_free(at);
    cmark_node_free(root);
    return out;
}
