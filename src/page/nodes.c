/* The library asks for thousands of small objects a page and frees each of them; a pool that only grows
 * takes a third off its time. Its allocator interface hands over no context, so the pool in use is the
 * thread's: the only variable of that kind, set for no longer than one page is read. */
#include "page/nodes.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

enum { ALIGN = 16, SMALLEST = 64 << 10 };

struct nodes_block {
    struct nodes_block *next;
};

static _Thread_local struct nodes *current;

static size_t rounded(size_t size)
{
    if (size > SIZE_MAX - 4 * ALIGN)
        arena_fail(size);
    return (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
}

static void add_block(struct nodes *n, size_t size)
{
    struct nodes_block *b = malloc(ALIGN + size);
    if (!b)
        arena_fail(size);
    b->next = n->blocks;
    n->blocks = b;
    n->at = (char *)b + ALIGN;
    n->end = n->at + size;
}

/* An object and, before it, its size. */
static void *take(size_t size)
{
    struct nodes *n = current;
    size_t whole = rounded(size) + ALIGN;
    if (whole > (size_t)(n->end - n->at))
        add_block(n, whole > SMALLEST ? whole : SMALLEST);
    memcpy(n->at, &size, sizeof size);
    char *object = n->at + ALIGN;
    n->at += whole;
    return object;
}

static void *take_zeroed(size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        arena_fail(SIZE_MAX);
    void *object = take(count * size);
    return memset(object, 0, count * size);
}

/* What was taken last grows where it is. */
static void *take_again(void *old, size_t size)
{
    if (!old)
        return take(size);
    struct nodes *n = current;
    size_t had;
    memcpy(&had, (char *)old - ALIGN, sizeof had);
    bool last = (char *)old + rounded(had) == n->at;
    if (size <= had || (last && rounded(size) <= (size_t)(n->end - (char *)old))) {
        if (last && size > had)
            n->at = (char *)old + rounded(size);
        had = size > had ? size : had;
        memcpy((char *)old - ALIGN, &had, sizeof had);
        return old;
    }
    void *object = take(size);
    return memcpy(object, old, had);
}

static void give_back(void *object)
{
    (void)object; /* nodes_free does */
}

static cmark_mem memory = {take_zeroed, take_again, give_back};

cmark_mem *nodes_begin(struct nodes *nodes, size_t expected)
{
    *nodes = (struct nodes){0};
    add_block(nodes, rounded(expected) > SMALLEST ? rounded(expected) : SMALLEST);
    current = nodes;
    return &memory;
}

void nodes_free(struct nodes *nodes)
{
    for (struct nodes_block *b = nodes->blocks, *next; b; b = next) {
        next = b->next;
        free(b);
    }
    current = NULL;
}
