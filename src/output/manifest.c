/* The manifest is kept sorted by path while questions are asked, and by target when it is written. */
#include "output/manifest.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS = 16 };

void manifest_add(struct arena *arena, struct manifest *m, const char *target, const char *path, uint64_t hash)
{
    m->entries = arena_more(arena, m->entries, m->count, &m->room, sizeof *m->entries);
    m->entries[m->count++] = (struct manifest_entry){target, path, hash};
}

/* The lowest first, on any machine: a manifest moves with its folder. */
static uint64_t eight_bytes(const unsigned char *p)
{
    return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24 | (uint64_t)p[4] << 32 |
           (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 | (uint64_t)p[7] << 56;
}

static uint64_t mix(uint64_t hash, uint64_t part)
{
    hash = (hash ^ part) * 0x100000001b3;
    return hash ^ hash >> 32; /* the product leaves the lower bits untouched by the upper ones */
}

uint64_t manifest_hash(struct slice bytes)
{
    const unsigned char *p = (const unsigned char *)bytes.at;
    uint64_t hash = 0xcbf29ce484222325 ^ bytes.len;
    uint32_t i = 0;
    for (; bytes.len - i >= 8; i += 8) hash = mix(hash, eight_bytes(p + i));
    for (; i < bytes.len; i++) hash = mix(hash, p[i]);
    return hash;
}

static int by_path(const void *left, const void *right)
{
    const struct manifest_entry *a = left, *b = right;
    int path = strcmp(a->path, b->path);
    return path ? path : (a->hash > b->hash) - (a->hash < b->hash);
}

static int by_target(const void *left, const void *right)
{
    const struct manifest_entry *a = left, *b = right;
    int target = strcmp(a->target, b->target);
    return target ? target : by_path(left, right);
}

/* A path from a file that anyone may have edited: never leads out of the folder. */
static bool is_plain(const char *path)
{
    return *path && *path != '/' && strncmp(path, "../", 3) != 0 && !strstr(path, "/../") && !strchr(path, '\\');
}

static void read_line(struct arena *arena, struct manifest *m, const char *line, const char **target)
{
    static const char mark[] = "# target ";
    if (strncmp(line, mark, sizeof mark - 1) == 0) *target = line + sizeof mark - 1;
    bool entry = strspn(line, "0123456789abcdef") == DIGITS && strncmp(line + DIGITS, "  ", 2) == 0;
    const char *path = line + DIGITS + 2;
    if (entry && is_plain(path)) manifest_add(arena, m, *target, path, strtoull(line, NULL, 16));
}

void manifest_read(struct arena *arena, struct manifest *m, struct slice text)
{
    const char *target = "";
    while (text.len) {
        const char *end = memchr(text.at, '\n', text.len);
        uint32_t len = end ? (uint32_t)(end - text.at) : text.len;
        struct slice line = slice_trim((struct slice){text.at, len});
        read_line(arena, m, arena_copy(arena, line.at, line.len), &target);
        text = slice_cut(text, end ? len + 1 : len, text.len);
    }
    if (m->count) qsort(m->entries, m->count, sizeof *m->entries, by_path);
}

void manifest_write(struct manifest *m, const char *version, struct text *out)
{
    const char *target = NULL;
    if (m->count) qsort(m->entries, m->count, sizeof *m->entries, by_target);
    text_printf(out,
                "# Made by mofc %s. It removes a file listed here when it no longer makes it, unless it was edited.\n",
                version);
    for (size_t i = 0; i < m->count; i++) {
        const struct manifest_entry *e = &m->entries[i];
        if (i && by_target(e - 1, e) == 0) continue;
        if (!target || strcmp(target, e->target) != 0) text_printf(out, "# target %s\n", e->target);
        target = e->target;
        text_printf(out, "%0*" PRIx64 "  %s\n", DIGITS, e->hash, e->path);
    }
}

static const struct manifest_entry *first_of(const struct manifest *m, const char *path)
{
    size_t low = 0, high = m->count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (strcmp(m->entries[mid].path, path) < 0) low = mid + 1;
        else high = mid;
    }
    return low < m->count && strcmp(m->entries[low].path, path) == 0 ? &m->entries[low] : NULL;
}

bool manifest_lists(const struct manifest *m, const char *path) { return first_of(m, path) != NULL; }

bool manifest_has(const struct manifest *m, const char *path, uint64_t hash)
{
    if (!m->count) return false;
    const struct manifest_entry *end = m->entries + m->count;
    for (const struct manifest_entry *e = first_of(m, path); e && e < end && strcmp(e->path, path) == 0; e++)
        if (e->hash == hash) return true;
    return false;
}
