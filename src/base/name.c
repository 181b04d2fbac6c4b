/* A hash table of spellings. One table holds the spelt and the folded entries: a lower-case spelling is
 * its own folded entry, so most names cost one slot. */
#include "base/name.h"

static unsigned char fold(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

/* The same for every spelling of a name: bit 5 tells a letter's case, and other bytes may share a hash without harm. */
static uint32_t hash_folded(struct slice s)
{
    uint64_t h = s.len, part;
    uint32_t i = 0;
    for (; i + sizeof part <= s.len; i += sizeof part) {
        memcpy(&part, s.at + i, sizeof part);
        h = (h ^ (part | 0x2020202020202020u)) * 0x9E3779B97F4A7C15u; /* 2^64 over the golden ratio spreads all bits */
        h ^= h >> 32;
    }
    part = 0;
    for (; i < s.len; i++) part = part << 8 | (unsigned char)s.at[i];
    h = (h ^ (part | 0x2020202020202020u)) * 0x9E3779B97F4A7C15u;
    return (uint32_t)(h >> 32);
}

void names_init(struct names *t, struct arena *arena)
{
    *t = (struct names){.arena = arena, .room = 4096};
    t->slots = arena_array(arena, t->room, sizeof *t->slots);
}

static void grow(struct names *t)
{
    const struct name **old = t->slots;
    uint32_t room = t->room;
    t->room *= 2;
    t->slots = arena_array(t->arena, t->room, sizeof *t->slots);
    for (uint32_t i = 0; i < room; i++) {
        if (!old[i]) continue;
        uint32_t at = old[i]->hash & (t->room - 1);
        while (t->slots[at]) at = (at + 1) & (t->room - 1);
        t->slots[at] = old[i];
    }
}

static struct name *entry_new(struct names *t, uint32_t slot, struct slice s, uint32_t hash)
{
    struct name *n = arena_alloc(t->arena, sizeof *n + s.len + 1);
    memcpy(n->text, s.at, s.len);
    n->len = s.len;
    n->hash = hash;
    t->slots[slot] = n;
    t->used++;
    return n;
}

void names_view(struct names *view, struct arena *arena, struct names *shared, pthread_mutex_t *lock)
{
    names_init(view, arena);
    view->shared = shared;
    view->lock = lock;
}

static const struct name *ask_shared(struct names *t, uint32_t slot, struct slice s)
{
    pthread_mutex_lock(t->lock);
    const struct name *n = name_intern(t->shared, s);
    pthread_mutex_unlock(t->lock);
    t->slots[slot] = n;
    t->used++;
    if (t->folds <= n->id) t->folds = n->id + 1;
    return n;
}

const struct name *name_intern(struct names *t, struct slice s)
{
    if (t->used * 2 >= t->room) grow(t);
    uint32_t hash = hash_folded(s), at = hash & (t->room - 1);
    const struct name *same = NULL;
    for (const struct name *n; (n = t->slots[at]); at = (at + 1) & (t->room - 1)) {
        if (n->hash != hash || n->len != s.len) continue;
        if (memcmp(n->text, s.at, s.len) == 0) return n;
        if (!same && slice_equal_fold(name_slice(n), s)) same = n->fold;
    }
    if (t->shared) return ask_shared(t, at, s);
    struct name *made = entry_new(t, at, s, hash);
    if (same) {
        made->fold = same;
        made->id = same->id;
        return made;
    }
    struct text lower = {0};
    for (uint32_t i = 0; i < s.len; i++) text_add_char(&lower, (char)fold(s.at[i]));
    if (s.len == 0 || memcmp(lower.at, s.at, s.len) == 0) {
        made->fold = made;
        made->id = t->folds++;
    } else {
        struct slice folded = {lower.at, s.len};
        while (t->slots[at]) at = (at + 1) & (t->room - 1);
        struct name *f = entry_new(t, at, folded, hash);
        f->fold = f;
        f->id = t->folds++;
        made->fold = f;
    }
    text_free(&lower);
    made->id = made->fold->id;
    return made;
}

const struct name *name_of(struct names *t, const char *spelling)
{
    return name_intern(t, slice_of(spelling));
}
