/* Memory for the library's tree of a page, and what is made of it for one page only: taken in one direction, given back
 * at once. */
#ifndef MOFC_PAGE_NODES_H
#define MOFC_PAGE_NODES_H

#include <cmark-gfm.h>

/* The allocator of this thread's pool; `expected` bytes are a guess at what will be needed. */
cmark_mem *nodes_begin(size_t expected);

/* Zeroed memory that lasts as long as the tree: for what no later stage keeps. */
void *nodes_array(size_t count, size_t size);

/* Gives back all that was taken since. */
void nodes_end(void);

#endif
