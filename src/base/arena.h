/* Region memory: one arena holds everything of a compilation and is freed at once by main.
 *
 * Nothing in mofc frees a single object, so no stage owns anything in the middle and no error path has
 * anything to undo. An arena is not shared between threads; a worker has its own and hands it over whole.
 * It never returns NULL: when memory or the arena's limit is exhausted, arena_fail() prints one line and
 * exits with status 2 (nothing has been written by then: output is renamed into place last). */
#ifndef MOFC_BASE_ARENA_H
#define MOFC_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena_block;

struct arena {
    char *at, *end;             /* the free part of the newest block */
    struct arena_block *blocks; /* newest first */
    size_t total;               /* bytes asked of the system */
    size_t limit;               /* at most this many; 0: no limit */
};

/* Returns `size` zeroed bytes, aligned for pointers and 64-bit numbers. A zero-initialised struct arena is an empty
 * one. */
void *arena_alloc(struct arena *a, size_t size);

/* As arena_alloc for count objects; the product is checked for overflow. */
void *arena_array(struct arena *a, size_t count, size_t size);

/* The growing array: returns `array`, which holds `count` objects of `size` bytes, with room for at least one more.
 * Where it is full it moves to twice the room, so that n additions take O(n) time. `room` starts as 0, `array` as NULL.
 *
 *     l->items = arena_more(arena, l->items, l->count, &l->room, sizeof *l->items);
 *     l->items[l->count++] = item;
 */
void *arena_more(struct arena *a, void *array, size_t count, size_t *room, size_t size);

/* Returns a NUL-terminated copy of `len` bytes. */
char *arena_copy(struct arena *a, const char *bytes, size_t len);

/* Returns a formatted, NUL-terminated string. */
char *arena_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

/* Moves every block of `from` into `a`; `from` is empty afterwards. */
void arena_adopt(struct arena *a, struct arena *from);

/* Empties the arena for the next of many uses, and keeps the block that is in use. */
void arena_clear(struct arena *a);

/* Frees every block; the arena is empty afterwards and may be used again. */
void arena_free(struct arena *a);

/* The one place where running out of memory ends: prints "mofc: out of memory" and exits with 2. */
void arena_fail(size_t wanted) __attribute__((noreturn));

#define arena_new(a, type) ((type *)arena_alloc((a), sizeof(type)))

#endif
