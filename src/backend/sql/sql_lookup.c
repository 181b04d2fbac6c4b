/* Lookup tables: which label a value has. A view joins them, so no value may be in two rows; and they answer as the C
 * functions do, so the first value or range that holds a number gives it its label, and `..` gives one to the rest. */
#include "backend/sql/sql.h"

#include <stdlib.h>
#include <string.h>

enum { BITS = 64 };
static const uint64_t SIGN = (uint64_t)1 << (BITS - 1);

bool sql_is_text(const struct enumeration *e)
{
    return e->strings || (e->property && sql_content(e->property) == SQL_TEXT);
}

bool sql_has_labels(const struct property *p)
{
    const struct enumeration *e = p->enumeration;
    enum sql_content content = sql_content(p);
    if (!e || content == SQL_JSON || content == SQL_BYTES) return false;
    if (sql_is_text(e) != (content == SQL_TEXT)) return false; /* no value would be found */
    for (size_t i = 0; i < e->count; i++) {
        const struct enum_value *v = &e->values[i];
        if (sql_is_text(e) ? !v->unclaimed : !v->text && !(e->flags && (v->range || v->unclaimed))) return true;
    }
    return false;
}

bool sql_has_ranges(const struct enumeration *e)
{
    for (size_t i = 0; i < e->count && !e->flags && !sql_is_text(e); i++)
        if (!e->values[i].text && (e->values[i].range || e->values[i].unclaimed)) return true;
    return false;
}

static struct slice label_of(const struct enum_value *v) { return v->label.len ? v->label : v->written; }

/* ---- numbers -------------------------------------------------------------------------------------------- */

/* All numbers of the type, cut wherever a value or a range begins or ends: each segment is claimed as a whole. Numbers
 * are held with their sign bit turned, where they have one, so that they compare as unsigned ones. */
struct cuts {
    uint64_t turn; /* SIGN of a signed type, else 0 */
    uint64_t *from;
    size_t count; /* a segment ends where the next begins; the last one at the largest number of 64 bits */
    const struct enum_value **owner;
    size_t *next; /* the first segment at or behind this that nobody has claimed, maybe over several steps */
};

static enum cim_type type_of(const struct enumeration *e) { return e->property ? e->property->type.cim : e->cim; }

static uint64_t turned(const struct cuts *c, bool negative, uint64_t magnitude)
{
    return (negative ? 0 - magnitude : magnitude) ^ c->turn;
}

static int by_number(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static size_t segment_at(const struct cuts *c, uint64_t number)
{
    size_t low = 0, high = c->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (c->from[middle] < number) low = middle + 1;
        else high = middle;
    }
    return low;
}

static size_t unclaimed_from(struct cuts *c, size_t i)
{
    size_t root = i;
    while (c->next[root] != root) root = c->next[root];
    while (c->next[i] != root) {
        size_t next = c->next[i];
        c->next[i] = root;
        i = next;
    }
    return root;
}

static void claim(struct cuts *c, uint64_t low, uint64_t high, const struct enum_value *v)
{
    size_t end = high == UINT64_MAX ? c->count : segment_at(c, high + 1);
    for (size_t i = unclaimed_from(c, segment_at(c, low)); i < end; i = unclaimed_from(c, i)) {
        c->owner[i] = v;
        c->next[i] = i + 1;
    }
}

/* The numbers of the type, first and last. */
static void domain(const struct cuts *c, enum cim_type cim, uint64_t *low, uint64_t *high)
{
    unsigned bits = cim < CIM_REFERENCE && cim_types[cim].bits ? cim_types[cim].bits : BITS;
    uint64_t most = bits == BITS ? UINT64_MAX : ((uint64_t)1 << bits) - 1;
    *low = c->turn ? SIGN - (most / 2 + 1) : 0;
    *high = *low + most;
}

static void add_cut(struct cuts *c, uint64_t low, uint64_t high)
{
    c->from[c->count++] = low;
    if (high != UINT64_MAX) c->from[c->count++] = high + 1;
}

static struct cuts cut(struct arena *arena, const struct enumeration *e)
{
    enum cim_type cim = type_of(e);
    struct cuts c = {.turn = cim < CIM_REFERENCE && cim_types[cim].is_signed ? SIGN : 0};
    uint64_t low, high;
    c.from = arena_array(arena, 2 * e->count + 3, sizeof *c.from);
    domain(&c, cim, &low, &high);
    add_cut(&c, low, high);
    for (size_t i = 0; i < e->count; i++) {
        const struct enum_value *v = &e->values[i];
        if (v->text || v->unclaimed) continue;
        add_cut(&c, turned(&c, v->low_negative, v->low), turned(&c, v->high_negative, v->high));
    }
    qsort(c.from, c.count, sizeof *c.from, by_number);
    size_t used = 0;
    for (size_t i = 0; i < c.count; i++)
        if (!used || c.from[used - 1] != c.from[i]) c.from[used++] = c.from[i];
    c.count = used;
    c.owner = arena_array(arena, used, sizeof *c.owner);
    c.next = arena_array(arena, used + 1, sizeof *c.next);
    for (size_t i = 0; i <= used; i++) c.next[i] = i;
    return c;
}

static void claim_all(struct cuts *c, const struct enumeration *e)
{
    const struct enum_value *rest = NULL;
    uint64_t low, high;
    for (size_t i = 0; i < e->count; i++) {
        const struct enum_value *v = &e->values[i];
        if (v->unclaimed && !rest) rest = v;
        if (v->text || v->unclaimed || (e->flags && v->range)) continue;
        claim(c, turned(c, v->low_negative, v->low), turned(c, v->high_negative, v->high), v);
    }
    domain(c, type_of(e), &low, &high);
    if (rest && !e->flags) claim(c, low, high, rest);
}

/* A row whose numbers cross the sign bit becomes two: the column holds signed ones. */
static size_t add_rows(const struct model *m, struct sql_row *rows, uint64_t low, uint64_t high, struct slice label)
{
    bool crosses = (int64_t)low >= 0 && (int64_t)high < 0;
    int64_t ends[2][2] = {{(int64_t)low, crosses ? INT64_MAX : (int64_t)high}, {INT64_MIN, (int64_t)high}};
    for (size_t i = 0; i <= crosses; i++)
        rows[i] = (struct sql_row){{sql_integer(m, ends[i][0]), sql_integer(m, ends[i][1])}, label};
    return 1 + crosses;
}

static size_t number_rows(const struct model *m, const struct enumeration *e, const struct sql_row **out)
{
    struct cuts c = cut(m->arena, e);
    struct sql_row *rows = arena_array(m->arena, c.count + 1, sizeof *rows);
    size_t count = 0;
    claim_all(&c, e);
    for (size_t i = 0, end; i < c.count; i = end) {
        for (end = i + 1; end < c.count && c.owner[end] == c.owner[i];) end++;
        uint64_t high = end < c.count ? c.from[end] - 1 : UINT64_MAX;
        if (c.owner[i]) count += add_rows(m, &rows[count], c.from[i] ^ c.turn, high ^ c.turn, label_of(c.owner[i]));
    }
    *out = rows;
    return count;
}

/* ---- text ----------------------------------------------------------------------------------------------- */

static int by_text(const void *a, const void *b)
{
    const struct enum_value *x = *(const struct enum_value *const *)a, *y = *(const struct enum_value *const *)b;
    uint32_t len = x->written.len < y->written.len ? x->written.len : y->written.len;
    int order = len ? memcmp(x->written.at, y->written.at, len) : 0;
    if (order) return order;
    if (x->written.len != y->written.len) return x->written.len < y->written.len ? -1 : 1;
    return x < y ? -1 : x > y;
}

static size_t text_rows(const struct model *m, const struct enumeration *e, const struct sql_row **out)
{
    const struct enum_value **order = arena_array(m->arena, e->count, sizeof *order);
    struct sql_row *rows = arena_array(m->arena, e->count, sizeof *rows);
    size_t count = 0;
    for (size_t i = 0; i < e->count; i++) order[i] = &e->values[i];
    qsort(order, e->count, sizeof *order, by_text);
    for (size_t i = 0; i < e->count; i++) {
        if (order[i]->unclaimed || (i && slice_equal(order[i]->written, order[i - 1]->written))) continue;
        const char *value = sql_string(m, order[i]->written);
        rows[count++] = (struct sql_row){{value, value}, label_of(order[i])};
    }
    *out = rows;
    return count;
}

size_t sql_rows(const struct model *m, const struct enumeration *e, const struct sql_row **out)
{
    return sql_is_text(e) ? text_rows(m, e, out) : number_rows(m, e, out);
}
