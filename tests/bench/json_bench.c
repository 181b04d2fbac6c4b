/* JSON lines of one class into structs and back, against jansson, which makes a tree of each line, and against the
 * runtime's own scanner alone, which only skips them. They take turns; the best of all rounds counts. Prints megabytes
 * a second and the ratios. Built against samples/configmgr. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "SMS_DistributionJob.h"
#include "runtime/json_token.h"

enum { RECORDS = 4000, ROUNDS = 7 };

struct input {
    mof_str lines[RECORDS];
    SMS_DistributionJob jobs[RECORDS];
    size_t bytes;
    mof_arena arena;
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void need(bool good, const char *what)
{
    if (good) return;
    fprintf(stderr, "json_bench: %s failed\n", what);
    exit(2);
}

static void fill(SMS_DistributionJob *o, uint32_t i)
{
    static const char path[] = "[\"Display=\\\\DP01.contoso.com\\\"]MSWNET:[\"SMS_SITE=PS1\"]\\\\DP01.contoso.com\\";
    mof_datetime at;
    SMS_DistributionJob_init(o);
    need(mof_datetime_from_utc((int64_t)(1700000000 + i) * 1000000, &at), "datetime");
    mof_set(o, Action, i % 2 + 1);
    mof_set(o, CreationTime, at);
    mof_set(o, DPID, i % 300);
    mof_set(o, DynamicOrder, i);
    mof_set(o, JobID, UINT64_MAX - i);
    mof_set(o, LastUpdateTime, at);
    mof_set(o, NALPath, mof_str_of(path, sizeof path - 1));
    mof_set(o, PackageVersion, i % 9);
    mof_set(o, PkgID, mof_str_of("PS100001", 8));
    mof_set(o, RemainingSize, i * 7919);
    mof_set(o, ReStartTime, 0);
    mof_set(o, RetryCount, i % 3);
    mof_set(o, StartTime, at);
    mof_set(o, State, i % 9);
    mof_set(o, TotalSize, (uint64_t)i * 1048576);
}

/* ---- what is measured ----------------------------------------------------------------------------------- */

static void with_jansson(struct input *in)
{
    for (int i = 0; i < RECORDS; i++) {
        json_t *tree = json_loadb(in->lines[i].at, in->lines[i].len, 0, NULL);
        need(tree, "jansson");
        json_decref(tree);
    }
}

static void with_scanner(struct input *in)
{
    for (int i = 0; i < RECORDS; i++) {
        struct mof_json j = {.at = in->lines[i].at, .end = in->lines[i].at + in->lines[i].len};
        struct mof_json_token whole;
        need(mof_json_value(&j, &whole) && mof_json_skip(&j, &whole) && mof_json_end(&j), "scanner");
    }
}

static void read_structs(struct input *in)
{
    SMS_DistributionJob job;
    mof_report report = mof_report_of(NULL, 0);
    for (int i = 0; i < RECORDS; i++) {
        need(SMS_DistributionJob_from_json(&job, in->lines[i], &in->arena, &report, NULL) == MOF_OK, "reading");
        mof_arena_reset(&in->arena);
    }
    need(report.count == 0, "reading without a report");
}

static void write_structs(struct input *in)
{
    mof_str json;
    for (int i = 0; i < RECORDS; i++) {
        need(SMS_DistributionJob_to_json(&in->jobs[i], &json, &in->arena, NULL) == MOF_OK, "writing");
        mof_arena_reset(&in->arena);
    }
}

enum { JANSSON, SCANNER, READ, WRITE, COUNT };
static void (*const measured[COUNT])(struct input *) = {with_jansson, with_scanner, read_structs, write_structs};

int main(void)
{
    static struct input in;
    mof_arena lines = {0};
    double best[COUNT] = {0};
    for (uint32_t i = 0; i < RECORDS; i++) {
        fill(&in.jobs[i], i);
        need(SMS_DistributionJob_to_json(&in.jobs[i], &in.lines[i], &lines, NULL) == MOF_OK, "writing");
        in.bytes += in.lines[i].len;
    }
    for (int round = 0; round < ROUNDS; round++)
        for (int i = 0; i < COUNT; i++) {
            double begin = now();
            measured[i](&in);
            double rate = (double)in.bytes / 1e6 / (now() - begin);
            if (rate > best[i]) best[i] = rate;
        }
    mof_arena_free(&in.arena);
    mof_arena_free(&lines);
    printf("JSON: structs read at %.0f MB/s, written at %.0f MB/s\n", best[READ], best[WRITE]);
    printf("  read: %.1fx jansson's parse alone (goal 3x), %.2f of the scanner alone (goal 0.6)\n",
           best[READ] / best[JANSSON], best[READ] / best[SCANNER]);
    return 0;
}
