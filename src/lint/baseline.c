/* Keys of findings, and lines of them. */
#include "lint/baseline.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "lint/outline.h"

static const char head[] = "# Findings that are known: rule, element, hash of the values in its message, how many.\n"
                           "# Written by `mofc lint --write-baseline`.\n";

/* -- keys -------------------------------------------------------------------------------------------------- */

/* The outlines of the files that have findings, each made when it is first asked for. */
struct keys {
    struct arena *arena;
    const struct diags *diags;
    struct map units, outlines; /* by source */
};

static struct keys keys_new(struct arena *arena, const struct diags *diags, const struct unit *units)
{
    struct keys k = {arena, diags, map_new(arena, MAP_POINTERS), map_new(arena, MAP_POINTERS)};
    for (const struct unit *u = units; u; u = u->next) map_add(&k.units, map_pointer(u->source), u);
    return k;
}

static const char *element_of(struct keys *k, const struct diag *d)
{
    const struct source *source = source_at(k->diags->sources, d->span.start);
    if (!source) return d->path ? d->path : "-";
    struct outline *o = map_get(&k->outlines, map_pointer(source));
    if (!o) {
        o = arena_new(k->arena, struct outline);
        *o = outline_new(k->arena, source, map_get(&k->units, map_pointer(source)), NULL, 0);
        map_add(&k->outlines, map_pointer(source), o);
    }
    return outline_name(k->arena, o, d->span.start);
}

/* FNV-1a, of the numbers and of what stands in quotes. */
static uint32_t hash_of(const char *message)
{
    uint32_t h = 2166136261u;
    bool quoted = false;
    for (const char *p = message; *p; p++) {
        if (*p == '\'') quoted = !quoted;
        if (quoted || *p == '\'' || (*p >= '0' && *p <= '9')) h = (h ^ (unsigned char)*p) * 16777619u;
    }
    return h;
}

static const char *key_of(struct keys *k, const struct diag *d)
{
    char *key =
        arena_printf(k->arena, "%s %s %08x", rules[d->rule].name, element_of(k, d), (unsigned)hash_of(d->message));
    for (char *p = key; *p; p++)
        if (*p == '\n' || *p == '\r') *p = '?'; /* a path may hold anything */
    return key;
}

/* -- lists ------------------------------------------------------------------------------------------------- */

static struct baseline_entry *entry_of(struct arena *arena, struct baseline *b, struct map *known, const char *key)
{
    size_t at = (size_t)map_get(known, slice_of(key));
    if (at) return &b->list[at - 1];
    b->list = arena_more(arena, b->list, b->count, &b->room, sizeof *b->list);
    b->list[b->count++] = (struct baseline_entry){.key = key};
    map_set(known, slice_of(key), (const void *)b->count);
    return &b->list[b->count - 1];
}

static int by_key(const void *left, const void *right)
{
    const struct baseline_entry *a = left, *b = right;
    return strcmp(a->key, b->key);
}

struct baseline baseline_of(struct arena *arena, const struct diags *diags, const struct unit *units)
{
    struct baseline b = {0};
    struct map known = map_new(arena, MAP_BYTES);
    struct keys k = keys_new(arena, diags, units);
    for (const struct diag *d = diags->first; d; d = d->next)
        if (d->level != LEVEL_FATAL) entry_of(arena, &b, &known, key_of(&k, d))->count++;
    if (b.count) qsort(b.list, b.count, sizeof *b.list, by_key);
    return b;
}

void baseline_write(const struct baseline *b, struct text *out)
{
    text_add_string(out, head);
    for (size_t i = 0; i < b->count; i++) {
        text_add_string(out, b->list[i].key);
        if (b->list[i].count > 1) text_printf(out, " x%u", b->list[i].count);
        text_add_char(out, '\n');
    }
}

/* The last word of a line, which gives it up. */
static struct slice cut_word(struct slice *line)
{
    uint32_t from = line->len;
    while (from && line->at[from - 1] != ' ') from--;
    struct slice word = slice_cut(*line, from, line->len);
    *line = slice_trim(slice_cut(*line, 0, from));
    return word;
}

static unsigned number_of(struct slice digits)
{
    unsigned n = 0;
    for (uint32_t i = 0; i < digits.len; i++) {
        if (digits.at[i] < '0' || digits.at[i] > '9' || n > 100000000) return 0;
        n = n * 10 + (unsigned)(digits.at[i] - '0');
    }
    return n;
}

static bool read_line(struct arena *arena, struct slice line, struct baseline *out, struct map *known)
{
    struct slice rest = line, word = cut_word(&rest);
    unsigned count = 1;
    if (word.len && *word.at == 'x') {
        count = number_of(slice_cut(word, 1, word.len));
        line = rest;
        word = cut_word(&rest);
    }
    if (!count || word.len != 8 || !memchr(rest.at, ' ', rest.len)) return false;
    entry_of(arena, out, known, arena_copy(arena, line.at, line.len))->count += count;
    return true;
}

unsigned baseline_read(struct arena *arena, struct slice text, struct baseline *out)
{
    struct map known = map_new(arena, MAP_BYTES);
    for (unsigned number = 1; text.len; number++) {
        const char *end = memchr(text.at, '\n', text.len);
        uint32_t len = end ? (uint32_t)(end - text.at) : text.len;
        struct slice line = slice_trim(slice_cut(text, 0, len));
        if (line.len && *line.at != '#' && !read_line(arena, line, out, &known)) return number;
        text = slice_cut(text, len + 1, text.len);
    }
    return 0;
}

void baseline_apply(struct arena *arena, struct baseline *b, struct diags *diags, const struct unit *units)
{
    struct map known = map_new(arena, MAP_BYTES);
    struct keys k = keys_new(arena, diags, units);
    for (size_t i = 0; i < b->count; i++) map_set(&known, slice_of(b->list[i].key), &b->list[i]);
    for (struct diag **at = &diags->first; *at;) {
        struct diag *d = *at;
        struct baseline_entry *e = d->level == LEVEL_FATAL ? NULL : map_get(&known, slice_of(key_of(&k, d)));
        if (e && e->seen < e->count) {
            e->seen++;
            diag_allow(diags, at, NULL);
        } else at = &d->next;
    }
}

struct slice baseline_element(const struct baseline_entry *e)
{
    struct slice rest = slice_of(e->key);
    cut_word(&rest);
    const char *blank = memchr(rest.at, ' ', rest.len);
    return blank ? slice_cut(rest, (uint32_t)(blank + 1 - rest.at), rest.len) : rest;
}
