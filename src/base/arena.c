/* Blocks double from 64 KiB to 1 MiB, so a small run stays small and a large one makes few system calls.
 * An object larger than a quarter of a block gets a block of its own and leaves the current one in use. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGN = 8, SMALLEST = 64 << 10, LARGEST = 1 << 20 };

struct arena_block {
    struct arena_block *next;
    size_t size;
};

static const size_t HEAD = (sizeof(struct arena_block) + ALIGN - 1) & ~(size_t)(ALIGN - 1);

void arena_fail(size_t wanted)
{
    fprintf(stderr, "mofc: out of memory (%zu bytes wanted)\n", wanted);
    exit(2);
}

static char *block_new(struct arena *a, size_t size)
{
    size_t whole = HEAD + size;
    if (whole < size || (a->limit && a->total + whole > a->limit)) arena_fail(size);
    struct arena_block *b = calloc(1, whole); /* zeroed by the kernel, so arena_alloc need not */
    if (!b) arena_fail(size);
    b->size = whole;
    b->next = a->blocks;
    a->blocks = b;
    a->total += whole;
    return (char *)b + HEAD;
}

static void *alloc_slow(struct arena *a, size_t size)
{
    size_t block = a->total < SMALLEST ? SMALLEST : a->total > LARGEST ? LARGEST : a->total;
    if (size > block / 4) return block_new(a, size);
    a->at = block_new(a, block);
    a->end = a->at + block;
    char *p = a->at;
    a->at += size;
    return p;
}

void *arena_alloc(struct arena *a, size_t size)
{
    if (size > SIZE_MAX - ALIGN) arena_fail(size);
    size = (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    if (size > (size_t)(a->end - a->at)) return alloc_slow(a, size);
    char *p = a->at;
    a->at += size;
    return p;
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size) arena_fail(SIZE_MAX);
    return arena_alloc(a, count * size);
}

void *arena_more(struct arena *a, void *array, size_t count, size_t *room, size_t size)
{
    if (count < *room) return array;
    *room = count < 8 ? 16 : count * 2;
    void *more = arena_array(a, *room, size);
    if (count) memcpy(more, array, count * size);
    return more;
}

char *arena_copy(struct arena *a, const char *bytes, size_t len)
{
    char *p = arena_alloc(a, len + 1);
    if (len) memcpy(p, bytes, len);
    return p;
}

char *arena_vprintf(struct arena *a, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    char *at = a->at; /* where the next object will be: mostly it fits there */
    size_t left = (size_t)(a->end - at), room = left < 256 ? left : 256;
    int len = vsnprintf(at, room, format, args);
    char *p = arena_alloc(a, (size_t)(len < 0 ? 0 : len) + 1);
    if (len >= 0 && (p != at || (size_t)len >= room)) {
        if (room) memset(at, 0, room);
        vsnprintf(p, (size_t)len + 1, format, again);
    }
    va_end(again);
    return p;
}

char *arena_printf(struct arena *a, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *p = arena_vprintf(a, format, args);
    va_end(args);
    return p;
}

void arena_adopt(struct arena *a, struct arena *from)
{
    struct arena_block **last = &a->blocks;
    while (*last) last = &(*last)->next;
    *last = from->blocks;
    a->total += from->total;
    *from = (struct arena){.limit = from->limit};
}

void arena_clear(struct arena *a)
{
    struct arena_block *kept = NULL;
    for (struct arena_block *b = a->blocks, *next; b; b = next) {
        next = b->next;
        if ((char *)b + b->size == a->end) kept = b;
        else free(b);
    }
    struct arena empty = {.blocks = kept, .limit = a->limit};
    if (kept) {
        empty.at = (char *)kept + HEAD;
        empty.end = a->end;
        empty.total = kept->size;
        kept->next = NULL;
        memset(empty.at, 0, (size_t)(a->at - empty.at));
    }
    *a = empty;
}

void arena_free(struct arena *a)
{
    for (struct arena_block *b = a->blocks, *next; b; b = next) {
        next = b->next;
        free(b);
    }
    *a = (struct arena){.limit = a->limit};
}
