/* Memory of one Lua state. A render makes and drops small objects by the hundred thousand; a list of free pieces for
 * each size is several times faster than malloc, and everything is given back at once: a state is not closed. */
#ifndef MOFC_TEMPLATE_POOL_H
#define MOFC_TEMPLATE_POOL_H

#include <stddef.h>

enum { POOL_STEP = 16, POOL_LARGEST = 512 }; /* what is larger is malloc's */

/* a zero-initialised one is empty */
struct pool {
    void *free[POOL_LARGEST / POOL_STEP];
    struct pool_block *blocks;
    struct pool_large *large;
    char *at, *end; /* the unused part of the newest block */
};

/* As realloc, but told the old size: `old` NULL allocates, `size` 0 frees. NULL: there is no memory. */
void *pool_realloc(struct pool *p, void *old, size_t old_size, size_t size);

/* Gives all of it back. */
void pool_free(struct pool *p);

#endif
