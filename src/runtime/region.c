/* The caller's arena: blocks that grow, given back all at once. */
#include "mofrt.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

struct mof_arena_block {
    struct mof_arena_block *next;
    size_t size; /* of the bytes behind it */
    max_align_t bytes[];
};

enum { FIRST_BLOCK = 4096, LARGEST_BLOCK = 1 << 20 };

/* A block for at least `size` bytes; each is twice the one before, up to a bound. */
static bool more(mof_arena *a, size_t size)
{
    size_t room = a->blocks ? a->blocks->size * 2 : FIRST_BLOCK;
    if (room > LARGEST_BLOCK) room = LARGEST_BLOCK;
    if (room < size) room = size;
    if (room > SIZE_MAX - sizeof(struct mof_arena_block)) return false;
    struct mof_arena_block *block = malloc(sizeof *block + room);
    if (!block) return false;
    block->next = a->blocks;
    block->size = room;
    a->blocks = block;
    a->at = (char *)block->bytes;
    a->end = a->at + room;
    return true;
}

void *mof_arena_alloc(mof_arena *a, size_t size)
{
    enum { ALIGN = alignof(max_align_t) };
    if (size > SIZE_MAX - ALIGN) return NULL;
    size = size ? (size + ALIGN - 1) / ALIGN * ALIGN : ALIGN;
    if (!a->at || (size_t)(a->end - a->at) < size)
        if (!more(a, size)) return NULL;
    void *out = a->at;
    a->at += size;
    return memset(out, 0, size);
}

bool mof_arena_str(mof_arena *a, const char *bytes, size_t len, mof_str *out)
{
    char *copy = len < SIZE_MAX ? mof_arena_alloc(a, len + 1) : NULL;
    if (!copy) return false;
    if (len) memcpy(copy, bytes, len);
    *out = mof_str_of(copy, len);
    return true;
}

void mof_arena_reset(mof_arena *a)
{
    struct mof_arena_block *keep = a->blocks;
    if (!keep) return;
    mof_arena rest = {.blocks = keep->next};
    mof_arena_free(&rest);
    keep->next = NULL;
    a->at = (char *)keep->bytes;
    a->end = a->at + keep->size;
}

void mof_arena_free(mof_arena *a)
{
    for (struct mof_arena_block *block = a->blocks, *next; block; block = next) {
        next = block->next;
        free(block);
    }
    *a = (mof_arena){0};
}
