/* The library asks for thousands of small objects a page and frees each of them; a pool that only grows
 * takes a third off its time. Its allocator interface hands over no context, so the pool is the thread's and
 * lives as long: pages come one after the other, and the next one finds warm memory. */
#include "page/nodes.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

enum { ALIGN = 16, SMALLEST = 256 << 10, KEPT = 4 << 20 };

struct nodes_block {
    struct nodes_block *next;
    size_t size;
};

struct nodes {
    char *at, *end;             /* the free part of the newest block */
    struct nodes_block *blocks; /* newest first */
};

static _Thread_local struct nodes *current;
static pthread_key_t at_thread_end;

static size_t rounded(size_t size)
{
    if (size > SIZE_MAX - 4 * ALIGN) arena_fail(size);
    return (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
}

static void add_block(struct nodes *n, size_t size)
{
    struct nodes_block *b = malloc(ALIGN + size);
    if (!b) arena_fail(size);
    *b = (struct nodes_block){n->blocks, size};
    n->blocks = b;
    n->at = (char *)b + ALIGN;
    n->end = n->at + size;
}

/* An object and, before it, its size. */
static void *take(size_t size)
{
    struct nodes *n = current;
    size_t whole = rounded(size) + ALIGN;
    if (whole > (size_t)(n->end - n->at)) add_block(n, whole > SMALLEST ? whole : SMALLEST);
    memcpy(n->at, &size, sizeof size);
    char *object = n->at + ALIGN;
    n->at += whole;
    return object;
}

static void *take_zeroed(size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size) arena_fail(SIZE_MAX);
    void *object = take(count * size);
    return memset(object, 0, count * size);
}

/* What was taken last grows where it is. */
static void *take_again(void *old, size_t size)
{
    if (!old) return take(size);
    struct nodes *n = current;
    size_t had;
    memcpy(&had, (char *)old - ALIGN, sizeof had);
    bool last = (char *)old + rounded(had) == n->at;
    if (size <= had || (last && rounded(size) <= (size_t)(n->end - (char *)old))) {
        if (last && size > had) n->at = (char *)old + rounded(size);
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

static void free_blocks(struct nodes_block *b)
{
    while (b) {
        struct nodes_block *next = b->next;
        free(b);
        b = next;
    }
}

static void free_pool(void *pool)
{
    struct nodes *n = pool;
    free_blocks(n->blocks);
    free(n);
}

static void make_key(void)
{
    if (pthread_key_create(&at_thread_end, free_pool)) arena_fail(sizeof at_thread_end);
}

static struct nodes *pool_new(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_key);
    struct nodes *n = calloc(1, sizeof *n);
    if (!n || pthread_setspecific(at_thread_end, n)) arena_fail(sizeof *n);
    return n;
}

cmark_mem *nodes_begin(size_t expected)
{
    if (!current) current = pool_new();
    if (!current->blocks || current->blocks->size < expected)
        add_block(current, rounded(expected) > SMALLEST ? rounded(expected) : SMALLEST);
    return &memory;
}

void *nodes_array(size_t count, size_t size)
{
    return take_zeroed(count, size);
}

void nodes_end(void)
{
    struct nodes *n = current;
    struct nodes_block *newest = n->blocks;
    free_blocks(newest->next);
    newest->next = NULL;
    n->at = (char *)newest + ALIGN;
    n->end = n->at + newest->size;
    if (newest->size > KEPT) {
        free(newest);
        *n = (struct nodes){0};
    }
}
