/* Myers, "An O(ND) Difference Algorithm" (1986): the furthest reach of each diagonal is kept for every D, and the path
 * is walked back through them. */
#include "output/linediff.h"

#include <string.h>

enum { MOST_EDITS = 1000, AROUND = 3 };

struct lines {
    struct slice *at;
    int count;
    bool *changed;
};

static struct lines split(struct arena *arena, struct slice s)
{
    struct lines l = {0};
    size_t count = 1;
    for (uint32_t i = 0; i < s.len; i++) count += s.at[i] == '\n';
    l.at = arena_array(arena, count, sizeof *l.at);
    l.changed = arena_array(arena, count, sizeof *l.changed);
    while (s.len) {
        const char *end = memchr(s.at, '\n', s.len);
        uint32_t len = end ? (uint32_t)(end - s.at) : s.len;
        struct slice line = {s.at, len};
        if (line.len && line.at[line.len - 1] == '\r') line.len--;
        l.at[l.count++] = line;
        s = slice_cut(s, end ? len + 1 : len, s.len);
    }
    return l;
}

struct search {
    const struct lines *a, *b;
    int from, a_end, b_end; /* the middle that differs, in both from the same line */
    int *reach[MOST_EDITS + 1];
};

static int slide(const struct search *s, int x, int k)
{
    int y = x - k;
    while (s->from + x < s->a_end && s->from + y < s->b_end &&
           slice_equal(s->a->at[s->from + x], s->b->at[s->from + y]))
        x++, y++;
    return x;
}

static bool from_above(const int *v, int d, int k) { return k == -d || (k != d && v[k - 1] < v[k + 1]); }

/* Fills reach[] up to the D that gets to the end, and returns it; -1: more than MOST_EDITS. */
static int search(struct arena *arena, struct search *s)
{
    int n = s->a_end - s->from, m = s->b_end - s->from;
    int *v = (int *)arena_array(arena, 2 * MOST_EDITS + 3, sizeof *v) + MOST_EDITS + 1;
    for (int d = 0; d <= MOST_EDITS; d++) {
        for (int k = -d; k <= d; k += 2) {
            int x = from_above(v, d, k) ? v[k + 1] : v[k - 1] + 1;
            if (x > n || x - k > m) {
                v[k] = x; /* past an edge: kept so that its neighbours compare rightly */
                continue;
            }
            v[k] = slide(s, x, k);
            if (v[k] != n || v[k] - k != m) continue;
            s->reach[d] = (int *)arena_array(arena, (size_t)(2 * d + 3), sizeof *v) + d + 1;
            memcpy(s->reach[d] - d, v - d, (size_t)(2 * d + 1) * sizeof *v);
            return d;
        }
        s->reach[d] = (int *)arena_array(arena, (size_t)(2 * d + 3), sizeof *v) + d + 1;
        memcpy(s->reach[d] - d, v - d, (size_t)(2 * d + 1) * sizeof *v);
    }
    return -1;
}

static void walk_back(struct search *s, int d)
{
    int x = s->a_end - s->from, y = s->b_end - s->from;
    for (; d > 0; d--) {
        const int *v = s->reach[d - 1];
        int k = x - y;
        bool above = k == -d || (k != d && v[k - 1] < v[k + 1]);
        int before = above ? k + 1 : k - 1, px = v[before], py = px - before;
        if (above) s->b->changed[s->from + py] = true;
        else s->a->changed[s->from + px] = true;
        x = px;
        y = py;
    }
}

static void compare(struct arena *arena, struct lines *a, struct lines *b)
{
    struct search s = {.a = a, .b = b, .a_end = a->count, .b_end = b->count};
    while (s.from < a->count && s.from < b->count && slice_equal(a->at[s.from], b->at[s.from])) s.from++;
    while (s.a_end > s.from && s.b_end > s.from && slice_equal(a->at[s.a_end - 1], b->at[s.b_end - 1]))
        s.a_end--, s.b_end--;
    int d = search(arena, &s);
    if (d >= 0) {
        walk_back(&s, d);
        return;
    }
    for (int i = s.from; i < s.a_end; i++) a->changed[i] = true;
    for (int i = s.from; i < s.b_end; i++) b->changed[i] = true;
}

/* Moves i and j past one block of changes; returns the length of its longer side. */
static unsigned pass_block(const struct lines *a, const struct lines *b, int *i, int *j)
{
    int from_i = *i, from_j = *j;
    while (*i < a->count && a->changed[*i]) ++*i;
    while (*j < b->count && b->changed[*j]) ++*j;
    return (unsigned)(*i - from_i > *j - from_j ? *i - from_i : *j - from_j);
}

unsigned linediff_count(struct arena *arena, struct slice old, struct slice new)
{
    struct lines a = split(arena, old), b = split(arena, new);
    unsigned count = 0;
    compare(arena, &a, &b);
    for (int i = 0, j = 0; i < a.count || j < b.count; i++, j++) count += pass_block(&a, &b, &i, &j);
    bool ends = old.len && new.len && (old.at[old.len - 1] == '\n') != (new.at[new.len - 1] == '\n');
    return count || !ends ? count : 1;
}

static void add_lines(struct text *out, char mark, const struct lines *l, int from, int to)
{
    for (int i = from; i < to; i++) {
        text_add_char(out, mark);
        text_add_slice(out, l->at[i]);
        text_add_char(out, '\n');
    }
}

/* Where the hunk that begins with the change at i, j ends: when no change follows within twice the context. */
static void hunk_end(const struct lines *a, const struct lines *b, int *i, int *j)
{
    for (;;) {
        pass_block(a, b, i, j);
        int same = 0;
        while (*i + same < a->count && *j + same < b->count && !a->changed[*i + same] && !b->changed[*j + same]) same++;
        bool more = *i + same < a->count || *j + same < b->count;
        if (!more || same > 2 * AROUND) return;
        *i += same;
        *j += same;
    }
}

static void add_hunk(struct text *out, const struct lines *a, const struct lines *b, int i, int j, int i_end, int j_end)
{
    int lead = i < AROUND ? i : AROUND, left = a->count - i_end, trail = left < AROUND ? left : AROUND;
    int a_len = i_end - i + lead + trail, b_len = j_end - j + lead + trail;
    text_printf(out, "@@ -%d,%d +%d,%d @@\n", i - lead + (a_len > 0), a_len, j - lead + (b_len > 0), b_len);
    add_lines(out, ' ', a, i - lead, i);
    while (i < i_end || j < j_end) {
        int from_i = i, from_j = j;
        pass_block(a, b, &i, &j);
        add_lines(out, '-', a, from_i, i);
        add_lines(out, '+', b, from_j, j);
        for (; i < i_end && j < j_end && !a->changed[i] && !b->changed[j]; i++, j++) add_lines(out, ' ', a, i, i + 1);
    }
    add_lines(out, ' ', a, i_end, i_end + trail);
}

void linediff_unified(struct arena *arena, struct text *out, const char *old_name, struct slice old,
                      const char *new_name, struct slice new)
{
    struct lines a = split(arena, old), b = split(arena, new);
    compare(arena, &a, &b);
    text_printf(out, "--- %s\n+++ %s\n", old_name ? old_name : "/dev/null", new_name ? new_name : "/dev/null");
    for (int i = 0, j = 0; i < a.count || j < b.count;) {
        bool change = (i < a.count && a.changed[i]) || (j < b.count && b.changed[j]);
        if (!change) {
            i++, j++;
            continue;
        }
        int from_i = i, from_j = j;
        hunk_end(&a, &b, &i, &j);
        add_hunk(out, &a, &b, from_i, from_j, i, j);
    }
}
