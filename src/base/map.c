/* Linear probing over pointers to entries: what growing leaves behind in the arena is small. An entry keeps its hash,
 * so that growing and most misses look at no key. */
#include "base/map.h"

#include <assert.h>
#include <string.h>

struct map_entry {
    const void *value;
    const char *at;
    uint32_t len, hash;
};

static const uint64_t SPREAD = 0x9E3779B97F4A7C15u; /* 2^64 over the golden ratio: spreads a bit over all higher ones */

/* Its halves are multiplied, which nobody can undo or steer who does not know h. */
static uint64_t mix(uint64_t h, uint64_t part)
{
    uint64_t x = h ^ part;
    return (x & UINT32_MAX) * (x >> 32) ^ (x << 32 | x >> 32);
}

static inline uint32_t hash_of(const struct map *m, struct slice key)
{
    uint64_t h = m->secret + key.len, part;
    if (m->keys == MAP_POINTERS) return (uint32_t)(mix(h, (uintptr_t)key.at * SPREAD) * SPREAD >> 32);
    uint64_t fold = m->keys == MAP_FOLDED ? 0x2020202020202020u : 0; /* a letter's case; other bytes may share a hash */
    for (uint32_t i = 0; i + sizeof part < key.len; i += sizeof part) {
        memcpy(&part, key.at + i, sizeof part);
        h = mix(h, part | fold);
    }
    part = 0;
    if (key.len >= sizeof part) memcpy(&part, key.at + key.len - sizeof part, sizeof part); /* some of them again */
    else
        for (uint32_t i = 0; i < key.len; i++) part = part << 8 | (unsigned char)key.at[i];
    return (uint32_t)(mix(h, part | fold) * SPREAD >> 32);
}

static bool same_key(const struct map *m, const struct map_entry *slot, struct slice key)
{
    if (m->keys == MAP_POINTERS) return slot->at == key.at;
    if (slot->len != key.len) return false;
    if (key.len == 0) return true; /* may be NULL, which memcmp must not see */
    return memcmp(slot->at, key.at, key.len) == 0 ||
           (m->keys == MAP_FOLDED && slice_equal_fold((struct slice){slot->at, slot->len}, key));
}

/* The slot of a key, or the empty one where it would go. */
static inline struct map_entry **slot_of(const struct map *m, struct slice key, uint32_t hash)
{
    size_t at = hash & (m->room - 1);
    while (m->slots[at] && (m->slots[at]->hash != hash || !same_key(m, m->slots[at], key)))
        at = (at + 1) & (m->room - 1);
    return &m->slots[at];
}

static void grow(struct map *m)
{
    struct map_entry **old = m->slots;
    size_t count = m->room;
    m->room = count ? count * 2 : 16;
    m->slots = arena_array(m->arena, m->room, sizeof *m->slots);
    for (size_t i = 0; i < count; i++) {
        if (!old[i]) continue;
        size_t at = old[i]->hash & (m->room - 1);
        while (m->slots[at]) at = (at + 1) & (m->room - 1);
        m->slots[at] = old[i];
    }
    if (count) return;
    m->secret = (uintptr_t)m->slots * SPREAD;
    m->secret ^= m->secret >> 32;
}

void *map_get(const struct map *m, struct slice key)
{
    const struct map_entry *e = m->room ? *slot_of(m, key, hash_of(m, key)) : NULL;
    return e ? (void *)e->value : NULL;
}

void *map_add(struct map *m, struct slice key, const void *value)
{
    assert(value && (key.at || !key.len));
    if (m->used * 3 >= m->room * 2) grow(m);
    uint32_t hash = hash_of(m, key);
    struct map_entry **slot = slot_of(m, key, hash);
    if (*slot) return (void *)(*slot)->value;
    *slot = arena_new(m->arena, struct map_entry);
    **slot = (struct map_entry){value, key.at, key.len, hash};
    m->used++;
    return NULL;
}

void map_set(struct map *m, struct slice key, const void *value)
{
    if (map_add(m, key, value)) (*slot_of(m, key, hash_of(m, key)))->value = value;
}
