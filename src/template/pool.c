/* Pieces are multiples of 16 bytes, cut from blocks; a freed one heads the list of its size. Large ones are malloc's,
 * with a head that lists them. */
#include "template/pool.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 64 << 10 };

struct pool_block {
    struct pool_block *next;
    void *padding; /* so that pieces are aligned */
};

struct pool_large {
    struct pool_large *next, *back;
};

static size_t class_of(size_t size)
{
    return (size - 1) / POOL_STEP;
}

static void *cut(struct pool *p, size_t size)
{
    if (size > (size_t)(p->end - p->at)) { /* what is left of the block is less than the largest piece: lost */
        struct pool_block *b = malloc(BLOCK);
        if (!b) return NULL;
        b->next = p->blocks;
        p->blocks = b;
        p->at = (char *)(b + 1);
        p->end = (char *)b + BLOCK;
    }
    void *made = p->at;
    p->at += size;
    return made;
}

static void unlink_large(struct pool *p, struct pool_large *l)
{
    if (l->next) l->next->back = l->back;
    if (l->back) l->back->next = l->next;
    else p->large = l->next;
}

static void *link_large(struct pool *p, struct pool_large *l)
{
    *l = (struct pool_large){p->large, NULL};
    if (p->large) p->large->back = l;
    p->large = l;
    return l + 1;
}

/* `old` may be NULL. */
static void *resize_large(struct pool *p, void *old, size_t size)
{
    struct pool_large *l = old ? (struct pool_large *)old - 1 : NULL;
    if (size > SIZE_MAX - sizeof *l) return NULL;
    if (l) unlink_large(p, l);
    struct pool_large *made = realloc(l, sizeof *l + size);
    if (!made) return l ? link_large(p, l), NULL : NULL;
    return link_large(p, made);
}

static void *take(struct pool *p, size_t size)
{
    if (size > POOL_LARGEST) return resize_large(p, NULL, size);
    size_t c = class_of(size);
    void *made = p->free[c];
    if (!made) return cut(p, (c + 1) * POOL_STEP);
    memcpy(&p->free[c], made, sizeof made);
    return made;
}

static void give(struct pool *p, void *old, size_t size)
{
    if (size > POOL_LARGEST) {
        struct pool_large *l = (struct pool_large *)old - 1;
        unlink_large(p, l);
        free(l);
        return;
    }
    void **list = &p->free[class_of(size)];
    memcpy(old, list, sizeof *list);
    *list = old;
}

void *pool_realloc(struct pool *p, void *old, size_t old_size, size_t size)
{
    if (!old || !old_size) return size ? take(p, size) : NULL;
    if (!size) return give(p, old, old_size), NULL;
    if (old_size > POOL_LARGEST && size > POOL_LARGEST) return resize_large(p, old, size);
    if (old_size <= POOL_LARGEST && size <= POOL_LARGEST && class_of(old_size) == class_of(size)) return old;
    void *made = take(p, size);
    if (!made) return NULL;
    memcpy(made, old, old_size < size ? old_size : size);
    give(p, old, old_size);
    return made;
}

void pool_free(struct pool *p)
{
    for (struct pool_block *b = p->blocks, *next; b; b = next) {
        next = b->next;
        free(b);
    }
    for (struct pool_large *l = p->large, *next; l; l = next) {
        next = l->next;
        free(l);
    }
    *p = (struct pool){0};
}
