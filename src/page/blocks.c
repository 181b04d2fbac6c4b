/* The MOF of a page, for whoever wants to change it in place. */
#include "page/page.h"
#include "page/section.h"

static bool is_block(const struct piece *p, bool *in_syntax, uint32_t found)
{
    if (p->kind == PIECE_HEADING) {
        struct slice heading = slice_trim(p->markup.text);
        if (slice_is(heading, "syntax")) *in_syntax = !found || p->level <= 2;
        else if (p->level <= 2 || section_heading(heading)) *in_syntax = false;
    }
    return *in_syntax && p->kind == PIECE_CODE && p->markup.text.len;
}

uint32_t page_blocks(struct arena *arena, const struct source *source, struct page_block **blocks)
{
    struct reader r = {.arena = arena, .source = source};
    frontmatter_read(&r);
    r.pieces = markup_read(arena, &r.scratch, source, r.body);
    uint32_t count = 0;
    bool in_syntax = false;
    *blocks = arena_array(arena, r.pieces.count + 1, sizeof **blocks);
    for (uint32_t i = 0; i < r.pieces.count; i++) {
        const struct piece *p = &r.pieces.list[i];
        if (!is_block(p, &in_syntax, count)) continue;
        struct mof_segment *map = arena_array(arena, p->markup.run_count + 1, sizeof *map);
        for (uint32_t k = 0; k < p->markup.run_count; k++)
            map[k] = (struct mof_segment){p->markup.runs[k].at, p->markup.runs[k].place};
        (*blocks)[count++] = (struct page_block){p->markup.text, map, p->markup.run_count};
    }
    arena_free(&r.scratch);
    return count;
}
