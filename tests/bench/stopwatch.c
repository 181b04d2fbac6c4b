/* Times commands against each other: stopwatch ROUNDS COMMAND [COMMAND...]. Each is a shell line whose output is thrown
 * away; a round runs every one once, so that what else the machine does falls on all alike. Prints a line a command:
 * the best and the median wall time in seconds, and the peak of resident memory in KiB. */
#define _DEFAULT_SOURCE /* wait4 */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_ROUNDS = 99 };

struct times {
    double seconds[MOST_ROUNDS];
    long peak;
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void run_child(const char *command)
{
    int null = open("/dev/null", O_WRONLY);
    if (null >= 0) dup2(null, STDOUT_FILENO), dup2(null, STDERR_FILENO);
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(127);
}

static bool run(const char *command, double *seconds, long *peak)
{
    int status;
    struct rusage usage;
    double start = now();
    pid_t child = fork();
    if (child == 0) run_child(command);
    if (child < 0 || wait4(child, &status, 0, &usage) < 0) return false;
    *seconds = now() - start;
    if (usage.ru_maxrss > *peak) *peak = usage.ru_maxrss;
    return WIFEXITED(status) && WEXITSTATUS(status) < 2;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
    int rounds = argc > 2 ? atoi(argv[1]) : 0;
    if (rounds < 1 || rounds > MOST_ROUNDS) return fprintf(stderr, "usage: stopwatch ROUNDS COMMAND...\n"), 2;
    struct times *all = calloc((size_t)argc, sizeof *all);
    if (!all) return 2;
    for (int r = 0; r < rounds; r++)
        for (int i = 2; i < argc; i++)
            if (!run(argv[i], &all[i].seconds[r], &all[i].peak)) return fprintf(stderr, "stopwatch: failed: %s\n", argv[i]), 2;
    for (int i = 2; i < argc; i++) {
        qsort(all[i].seconds, (size_t)rounds, sizeof(double), ascending);
        printf("%.4f %.4f %ld\n", all[i].seconds[0], all[i].seconds[rounds / 2], all[i].peak);
    }
    free(all);
    return 0;
}
