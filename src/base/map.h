/* The hash map: keys to pointers, in memory of an arena.
 *
 * A key is borrowed and must live as long as the map; a value is handed back as it came and is never NULL. map_get,
 * map_add and map_set take constant time on average, also where a hostile file chooses the keys: hashes depend on the
 * address of the map's memory, which the kernel draws at random. A map has no order, so none can reach the output.
 * Reading threads may share a map that nobody changes. */
#ifndef MOFC_BASE_MAP_H
#define MOFC_BASE_MAP_H

#include "base/arena.h"
#include "base/text.h"

enum map_keys {
    MAP_BYTES,    /* a key is its bytes */
    MAP_FOLDED,   /* its bytes with ASCII case folded */
    MAP_POINTERS, /* the pointer itself, as map_pointer() makes a key of it */
};

struct map {
    struct arena *arena;
    enum map_keys keys;
    struct map_entry **slots; /* NULL: free; at most two thirds are not */
    size_t room, used;        /* room is a power of two */
    uint64_t secret;
};

/* An empty map, which takes no memory yet. */
static inline struct map map_new(struct arena *arena, enum map_keys keys)
{
    return (struct map){.arena = arena, .keys = keys};
}

/* The value of a key, or NULL. */
void *map_get(const struct map *m, struct slice key);

/* Gives a key that has none a value and returns NULL; returns the value that it has had before, which stays. */
void *map_add(struct map *m, struct slice key, const void *value);

/* Gives a key this value, whatever it has had. */
void map_set(struct map *m, struct slice key, const void *value);

static inline struct slice map_pointer(const void *p) { return (struct slice){p, 0}; }

#endif
