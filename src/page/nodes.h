/* Memory for the library's tree of a page: taken in one direction, given back at once. */
#ifndef MOFC_PAGE_NODES_H
#define MOFC_PAGE_NODES_H

#include <cmark-gfm.h>

struct nodes_block;

struct nodes {
    char *at, *end;
    struct nodes_block *blocks;
};

/* Makes `nodes` what the returned allocator takes from, in this thread, until nodes_free; `expected` bytes
 * are a guess at what will be needed. */
cmark_mem *nodes_begin(struct nodes *nodes, size_t expected);

void nodes_free(struct nodes *nodes);

#endif
