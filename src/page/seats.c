/* A table of names for one page: as large as the page has names, so a corpus of pages costs linear time. */
#include "page/section.h"

static unsigned char folded(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static uint32_t hash(struct slice s)
{
    uint32_t h = 2166136261u;
    for (uint32_t i = 0; i < s.len; i++) h = (h ^ folded(s.at[i])) * 16777619u;
    return h ^ (h >> 15);
}

struct seats seats_new(struct arena *arena, uint32_t names)
{
    uint32_t room = 8;
    while (room < 2 * names) room *= 2;
    return (struct seats){arena_array(arena, room, sizeof(struct seat)), room - 1};
}

static struct seat *seat_at(const struct seats *seats, struct slice word)
{
    uint32_t i = hash(word) & seats->mask;
    while (seats->at[i].name && !slice_equal_fold(name_slice(seats->at[i].name), word)) i = (i + 1) & seats->mask;
    return &seats->at[i];
}

struct seat *seat_find(const struct seats *seats, struct slice word)
{
    struct seat *seat = seats->at ? seat_at(seats, word) : NULL;
    return seat && seat->name ? seat : NULL;
}

struct seat *seat_add(struct seats *seats, const struct name *name)
{
    struct seat *seat = seat_at(seats, name_slice(name));
    if (!seat->name) seat->name = name;
    return seat;
}
