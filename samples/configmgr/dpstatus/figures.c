#include "figures.h"

#include "readable.h"

#include <stdio.h>

struct totals {
    uint64_t sums[SUM_COUNT];
    size_t entries[SUM_COUNT]; /* how many have one at all */
};

static void add_up(struct totals *totals, const struct tally *t)
{
    for (size_t i = 0; i < t->room; i++)
        for (int sum = 0; t->slots[i] && sum < SUM_COUNT; sum++) {
            totals->sums[sum] += t->slots[i]->sums[sum];
            totals->entries[sum] += t->slots[i]->sums[sum] != 0;
        }
}

static struct figure counted(const char *label, uint64_t count)
{
    struct figure f = {.label = label};
    readable_count((int64_t)count, f.value);
    return f;
}

/* A state of copies; its note says how many distribution points have such. */
static struct figure state(const char *label, enum tone tone, const struct totals *totals, enum sum sum)
{
    struct figure f = counted(label, totals->sums[sum]);
    f.tone = tone;
    f.part = totals->sums[sum];
    if (f.part)
        snprintf(f.note, sizeof f.note, "on %zu distribution point%s", totals->entries[sum],
                 totals->entries[sum] == 1 ? "" : "s");
    return f;
}

static struct figure installed(const struct totals *totals)
{
    struct figure f = state("Installed", TONE_GOOD, totals, SUM_INSTALLED);
    char part[READABLE_ROOM], whole[READABLE_ROOM];
    readable_count((int64_t)totals->sums[SUM_INSTALLED], part);
    readable_count((int64_t)totals->sums[SUM_COPIES], whole);
    readable_share((int64_t)totals->sums[SUM_INSTALLED], (int64_t)totals->sums[SUM_COPIES], f.value);
    snprintf(f.note, sizeof f.note, "%s of %s copies", part, whole);
    return f;
}

static struct figure open_jobs(const struct summary *s)
{
    struct figure f = counted("Open jobs", s->open.jobs);
    char age[READABLE_ROOM];
    if (!s->oldest_count) return f;
    readable_age((s->now - s->oldest[0].created) / 1000000, age);
    snprintf(f.note, sizeof f.note, "the oldest for %s", age);
    return f;
}

static struct figure bytes_left(const struct summary *s)
{
    struct figure f = {.label = "Left to send", .note = "by open jobs"};
    char bytes[READABLE_ROOM];
    readable_bytes((int64_t)s->open.bytes, bytes);
    snprintf(f.value, sizeof f.value, "%s%s", s->open.at_least ? "\u2265 " : "", bytes);
    return f;
}

void fill_figures(struct figure figures[FIGURES], const struct summary *s)
{
    struct totals totals = {{0}, {0}};
    add_up(&totals, &s->points);
    figures[0] = installed(&totals);
    figures[1] = state("Retrying", TONE_CARE, &totals, SUM_RETRYING);
    figures[2] = state("Failed", TONE_BAD, &totals, SUM_FAILED);
    figures[3] = state("Pending", TONE_BUSY, &totals, SUM_PENDING);
    figures[4] = counted("Packages", s->packages.count);
    figures[5] = counted("Distribution points", s->points.count);
    figures[6] = open_jobs(s);
    figures[7] = bytes_left(s);
}
