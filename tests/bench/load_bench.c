/* `dpstatus load FILE` from end to end, against the store's own bulk load of the same records, which lie in memory as
 * structs then: load_bench DPSTATUS FILE, of SMS_DistributionJob records. They take turns, each in a fresh database;
 * what counts is processor time, and the median of the rounds' ratios. Built against samples/configmgr. */
#define _DEFAULT_SOURCE /* wait4 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "SMS_DistributionJob_store.h"
#include "distribution.h"
#include "distribution_store.h"
#include "mofrt_records.h"

enum { ROUNDS = 7, MOST = 200000 };

static void need(bool good, const char *what, const char *why)
{
    if (good) return;
    fprintf(stderr, "load_bench: %s: %s\n", what, why);
    exit(2);
}

static double seconds(struct timeval a, struct timeval b)
{
    return (double)(a.tv_sec + b.tv_sec) + (double)(a.tv_usec + b.tv_usec) / 1e6;
}

static size_t read_jobs(const char *path, SMS_DistributionJob *jobs, mof_arena *arena)
{
    mof_records *records;
    mof_error error;
    mof_report report = {0};
    mof_records_options options = {.of = &SMS_DistributionJob_class};
    size_t count = 0;
    need(mof_records_open(path, distribution_classes, &options, &records, &error) == MOF_OK, path, error.message);
    while (count < MOST && mof_records_next(records) == MOF_OK)
        need(SMS_DistributionJob_from_record(&jobs[count++], records, arena, &report, &error) == MOF_OK, path,
             error.message);
    mof_records_close(records);
    need(count && report.count == 0, path, "a record is wrong");
    return count;
}

static void load_structs(const char *path, const SMS_DistributionJob *jobs, size_t count)
{
    mof_error error;
    mof_store *store;
    mof_bulk bulk;
    need(distribution_open(path, NULL, &store, &error) == MOF_OK, path, error.message);
    need(mof_bulk_begin(&bulk, store, &SMS_DistributionJob_table, NULL, &error) == MOF_OK, path, error.message);
    for (size_t i = 0; i < count; i++)
        need(SMS_DistributionJob_load(&bulk, &jobs[i], 0, NULL, &error) == MOF_OK, path, error.message);
    need(mof_bulk_commit(&bulk, &error) == MOF_OK, path, error.message);
    mof_store_close(store);
}

static void run_program(const char *program, const char *database, const char *path)
{
    int null = open("/dev/null", O_WRONLY);
    if (null >= 0) dup2(null, STDOUT_FILENO);
    execl(program, program, "load", database, path, (char *)NULL);
    _exit(2);
}

/* Processor time of one load, in a process of its own. */
static double measure(const char *const *words, const SMS_DistributionJob *jobs, size_t count)
{
    char database[] = "/tmp/mofc-bench-XXXXXX";
    struct rusage used;
    int status, fd = mkstemp(database);
    need(fd >= 0 && close(fd) == 0, database, "cannot be made");
    pid_t child = fork();
    if (child == 0 && !jobs) run_program(words[1], database, words[2]);
    if (child == 0) load_structs(database, jobs, count), _exit(0);
    need(child > 0 && wait4(child, &status, 0, &used) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0,
         words[1], "failed");
    unlink(database);
    return seconds(used.ru_utime, used.ru_stime);
}

static int by_size(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

int main(int argc, char **words)
{
    mof_arena arena = {0};
    SMS_DistributionJob *jobs = calloc(MOST, sizeof *jobs);
    double best[2] = {1e9, 1e9}, ratios[ROUNDS];
    need(argc == 3 && jobs, "usage", "load_bench DPSTATUS FILE");
    size_t count = read_jobs(words[2], jobs, &arena);
    for (int round = 0; round < ROUNDS; round++) {
        double took[2];
        for (int i = 0; i < 2; i++) {
            took[i] = measure((const char *const *)words, i ? jobs : NULL, count);
            if (took[i] < best[i]) best[i] = took[i];
        }
        ratios[round] = took[1] / took[0];
    }
    qsort(ratios, ROUNDS, sizeof *ratios, by_size);
    printf(
        "dpstatus load: %.0f records/s of processor time, the store's bulk load alone %.0f/s, ratio %.2f (goal 0.8)\n",
        (double)count / best[0], (double)count / best[1], ratios[ROUNDS / 2]);
    mof_arena_free(&arena);
    free(jobs);
    return 0;
}
