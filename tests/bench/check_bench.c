/* Validations a second of a generated class against a loop written by hand that looks at the same fields of the same
 * records: what is set, that the key is there, that times are valid, that strings are UTF-8. The difference is what a
 * validator driven by the class's table costs. Built against samples/configmgr. */
#include <stdio.h>
#include <time.h>

#include "SMS_DistributionJob.h"

enum { RECORDS = 64, LOOPS = 20000, ROUNDS = 5 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void fill(SMS_DistributionJob *o, uint32_t i)
{
    mof_datetime at;
    SMS_DistributionJob_init(o);
    if (mof_datetime_from_utc((int64_t)(1700000000 + i) * 1000000, &at)) mof_set(o, CreationTime, at);
    mof_set(o, Action, i % 2 + 1);
    mof_set(o, DPID, i);
    mof_set(o, JobID, i);
    mof_set(o, NALPath, mof_str_of("[\"Display=DP01\"]MSWNET:DP01", 27));
    mof_set(o, PkgID, mof_str_of("PS100001", 8));
    mof_set(o, State, i % 9);
}

static bool is_ascii(mof_str s)
{
    unsigned char all = 0;
    for (size_t i = 0; i < s.len; i++) all |= (unsigned char)s.at[i];
    return all < 0x80;
}

static size_t check_by_hand(const SMS_DistributionJob *o)
{
    size_t wrong = 0;
    if (!o->has.JobID) wrong++;
    if (o->has.CreationTime) wrong += !mof_datetime_valid(&o->CreationTime);
    if (o->has.Action) wrong += o->Action != 1 && o->Action != 2 && o->Action != 5;
    if (o->has.State) wrong += o->State > 8;
    if (o->has.NALPath) wrong += !is_ascii(o->NALPath);
    if (o->has.PkgID) wrong += !is_ascii(o->PkgID);
    return wrong;
}

/* Seconds of all loops; what they found goes to `found`, so that nothing is left out by the compiler. */
static double measure(const SMS_DistributionJob *records, bool ours, size_t *found)
{
    double start = now();
    for (int loop = 0; loop < LOOPS; loop++)
        for (int i = 0; i < RECORDS; i++)
            *found += ours ? SMS_DistributionJob_validate(&records[i], MOF_MIRROR, NULL) : check_by_hand(&records[i]);
    return now() - start;
}

int main(void)
{
    static SMS_DistributionJob records[RECORDS];
    double best[2] = {1e9, 1e9};
    size_t found[2] = {0, 0};
    for (uint32_t i = 0; i < RECORDS; i++) fill(&records[i], i);
    for (int round = 0; round < ROUNDS; round++)
        for (int ours = 0; ours < 2; ours++) {
            double took = measure(records, ours, &found[ours]);
            if (took < best[ours]) best[ours] = took;
        }
    if (found[0] != found[1])
        return fprintf(stderr, "check_bench: %zu findings by hand, %zu by mofrt\n", found[0], found[1]), 1;
    double count = (double)RECORDS * LOOPS;
    printf("validate: %.2f million records/s, by hand %.2f million/s, %.2fx its time\n", count / best[1] / 1e6,
           count / best[0] / 1e6, best[1] / best[0]);
    return 0;
}
