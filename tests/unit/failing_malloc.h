/* An allocator whose calls fail once `allocations_left` of them are made. The Makefile links tests that include this
 * with --wrap=malloc and so on, so that what libmofrt allocates is counted, and nothing else of the process. */
#ifndef FAILING_MALLOC_H
#define FAILING_MALLOC_H

#include <stdint.h>
#include <stdlib.h>

static size_t allocations_left = SIZE_MAX;

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_malloc(size_t size)
{
    if (!allocations_left) return NULL;
    allocations_left--;
    return __real_malloc(size);
}

void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size)
{
    if (!allocations_left) return NULL;
    allocations_left--;
    return __real_calloc(count, size);
}

void *__real_realloc(void *at, size_t size);
void *__wrap_realloc(void *at, size_t size);
void *__wrap_realloc(void *at, size_t size)
{
    if (!allocations_left) return NULL;
    allocations_left--;
    return __real_realloc(at, size);
}

#endif
