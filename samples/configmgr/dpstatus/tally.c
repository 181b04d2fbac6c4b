/* Open addressing, at most half full. */
#include "tally.h"

#include <stdlib.h>
#include <string.h>

static size_t hash_of(const char *name, size_t len)
{
    uint64_t h = 14695981039346656037u;
    for (size_t i = 0; i < len; i++) h = (h ^ (unsigned char)name[i]) * 1099511628211u;
    return (size_t)h;
}

static struct entry **slot_of(const struct tally *t, const char *name, size_t len)
{
    size_t at = hash_of(name, len) & (t->room - 1);
    while (t->slots[at] && (strlen(t->slots[at]->name) != len || memcmp(t->slots[at]->name, name, len) != 0))
        at = (at + 1) & (t->room - 1);
    return &t->slots[at];
}

static bool grow(struct tally *t)
{
    struct tally larger = {t->arena, NULL, t->room ? t->room * 2 : 64, t->count};
    larger.slots = mof_arena_alloc(t->arena, larger.room * sizeof *larger.slots);
    if (!larger.slots) return false;
    for (size_t i = 0; i < t->room; i++)
        if (t->slots[i]) *slot_of(&larger, t->slots[i]->name, strlen(t->slots[i]->name)) = t->slots[i];
    *t = larger;
    return true;
}

struct entry *tally_entry(struct tally *t, mof_str name)
{
    if (t->count * 2 >= t->room && !grow(t)) return NULL;
    struct entry **slot = slot_of(t, name.at ? name.at : "", name.len);
    if (*slot) return *slot;
    struct entry *new = mof_arena_alloc(t->arena, sizeof *new);
    mof_str copy;
    if (!new || !mof_arena_str(t->arena, name.at, name.len, &copy)) return NULL;
    new->name = copy.at;
    *slot = new;
    t->count++;
    return new;
}

static int worst_first(const void *left, const void *right)
{
    static const enum sum order[] = {SUM_FAILED, SUM_RETRYING, SUM_PENDING};
    const struct entry *a = *(struct entry *const *)left, *b = *(struct entry *const *)right;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (a->sums[order[i]] != b->sums[order[i]]) return a->sums[order[i]] > b->sums[order[i]] ? -1 : 1;
    return strcmp(a->name, b->name);
}

struct entry **tally_sorted(const struct tally *t)
{
    struct entry **all = mof_arena_alloc(t->arena, (t->count + 1) * sizeof *all);
    size_t count = 0;
    for (size_t i = 0; all && i < t->room; i++)
        if (t->slots[i]) all[count++] = t->slots[i];
    if (all) qsort(all, count, sizeof *all, worst_first);
    return all;
}
