/* Times commands against each other: stopwatch ROUNDS COMMAND [COMMAND...]. Each is a shell line whose output is thrown
 * away; a round runs every one once, so that what else the machine does falls on all alike. Prints a line a command:
 * the best wall time and the least processor time of all its threads in seconds, and the peak of resident memory in
 * KiB. */
#define _DEFAULT_SOURCE /* wait4 */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct times {
    double wall, processor;
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

static double seconds(struct timeval t) { return (double)t.tv_sec + (double)t.tv_usec / 1e6; }

static bool run(const char *command, struct times *best)
{
    int status;
    struct rusage usage;
    double start = now();
    pid_t child = fork();
    if (child == 0) run_child(command);
    if (child < 0 || wait4(child, &status, 0, &usage) < 0) return false;
    double wall = now() - start, processor = seconds(usage.ru_utime) + seconds(usage.ru_stime);
    if (!best->wall || wall < best->wall) best->wall = wall;
    if (!best->processor || processor < best->processor) best->processor = processor;
    if (usage.ru_maxrss > best->peak) best->peak = usage.ru_maxrss;
    return WIFEXITED(status) && WEXITSTATUS(status) < 2;
}

int main(int argc, char **argv)
{
    int rounds = argc > 2 ? atoi(argv[1]) : 0;
    if (rounds < 1) return fprintf(stderr, "usage: stopwatch ROUNDS COMMAND...\n"), 2;
    struct times *all = calloc((size_t)argc, sizeof *all);
    if (!all) return 2;
    for (int r = 0; r < rounds; r++)
        for (int i = 2; i < argc; i++)
            if (!run(argv[i], &all[i])) return fprintf(stderr, "stopwatch: failed: %s\n", argv[i]), 2;
    for (int i = 2; i < argc; i++) printf("%.4f %.4f %ld\n", all[i].wall, all[i].processor, all[i].peak);
    free(all);
    return 0;
}
