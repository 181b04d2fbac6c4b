/* A page as a flat list of pieces: headings, paragraphs, code and tables in reading order, each with its
 * text freed of markup and, for every byte of it, the place in the page. The tree of libcmark-gfm is walked
 * once and given back; nothing outside markup.c sees it. */
#ifndef MOFC_PAGE_MARKUP_H
#define MOFC_PAGE_MARKUP_H

#include <stdbool.h>

#include "base/source.h"

enum style { STYLE_CODE = 1, STYLE_STRONG = 2, STYLE_LINK = 4 };

/* Bytes of a text that stand together in the page and look alike. */
struct run {
    uint32_t at;    /* offset in the text */
    uint32_t place; /* offset in the address space; 0: the byte is not in the page */
    unsigned style;
};

struct markup {
    struct slice text;      /* line breaks are '\n' */
    const struct run *runs; /* ascending; each reaches to the next one */
    uint32_t run_count;
};

enum piece_kind { PIECE_HEADING, PIECE_PARAGRAPH, PIECE_CODE, PIECE_TABLE };

struct table_row {
    struct markup *cells;
    uint32_t count;
    bool header;
};

enum term { TERM_NONE, TERM_NAME, TERM_TEXT }; /* outside a definition list, in its <dt>, in its <dd> */

struct piece {
    enum piece_kind kind;
    int level;         /* of a heading */
    bool quoted, item; /* in a block quote; in a list */
    bool listed;       /* in an HTML definition list */
    enum term term;
    struct markup markup;   /* heading, paragraph; code: its text, mapped line by line */
    struct table_row *rows; /* table */
    uint32_t row_count;
    struct span span;
};

struct pieces {
    struct piece *list;
    uint32_t count;
};

/* Reads a page's Markdown from offset `from` on (behind its front matter). The texts lie in `arena`, the pieces in
 * `scratch`, which is freed when the page is read. */
struct pieces markup_read(struct arena *arena, struct arena *scratch, const struct source *source, uint32_t from);

/* Where a part of a markup's text stands. */
struct span markup_span(const struct markup *m, struct slice part);

/* The style of the byte where `part` begins. */
unsigned markup_style(const struct markup *m, struct slice part);

/* The bytes from `part` on that share its style. */
struct slice markup_run(const struct markup *m, struct slice part);

#endif
