/* A Markdown reference page becomes a unit: classes (or a method) with their members, as a MOF file does.
 * The syntax block gives names, order and types; the sections give access, qualifiers, values, defaults
 * and prose; each disagreement is a diagnostic that shows both places. */
#ifndef MOFC_PAGE_PAGE_H
#define MOFC_PAGE_PAGE_H

#include "ast/ast.h"
#include "base/diag.h"
#include "grammar/mof.h"

/* Returns the unit of a loaded page, or NULL where the page holds no class and no method (then nothing is
 * reported: the caller says so under -v). Reports what it finds to diags. */
struct unit *page_read(struct arena *arena, struct names *names, const struct source *source, struct diags *diags);

/* A block of code in a page's Syntax section: its text without what indents or quotes it, and where its lines stand. */
struct page_block {
    struct slice text;
    const struct mof_segment *map; /* a segment a line */
    uint32_t lines;
};

/* All of them, in the arena; returns how many. */
uint32_t page_blocks(struct arena *arena, const struct source *source, struct page_block **blocks);

/* What stands beside the declarations: HTML comments, as they are written, and where its headings begin. */
struct page_comments {
    struct slice *comments;
    uint32_t *headings;
    size_t comment_count, heading_count;
};
struct page_comments page_comments(struct arena *arena, const struct source *source);

#endif
