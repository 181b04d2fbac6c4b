/* Preloaded into mofc: the process is killed at the n-th call of one function, before or behind what it does.
 * KILL_AT=FUNCTION:N[:after], where FUNCTION is open, write, rename or unlink. */
#define _GNU_SOURCE 1 /* RTLD_NEXT */
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static void at_call(const char *function, bool behind)
{
    static long left[2] = {-1, -1};
    const char *plan = getenv("KILL_AT");
    size_t len = strlen(function);
    if (!plan || strncmp(plan, function, len) != 0 || plan[len] != ':') return;
    if ((strstr(plan, ":after") != NULL) != behind) return;
    if (left[behind] < 0) left[behind] = strtol(plan + len + 1, NULL, 10);
    if (--left[behind] == 0) raise(SIGKILL);
}

int openat(int dir, const char *path, int flags, ...)
{
    static int (*real)(int, const char *, int, ...);
    va_list args;
    va_start(args, flags);
    int mode = flags & O_CREAT ? va_arg(args, int) : 0;
    va_end(args);
    if (!real) *(void **)&real = dlsym(RTLD_NEXT, "openat");
    bool counts = flags & O_CREAT;
    if (counts) at_call("open", false);
    int fd = real(dir, path, flags, mode);
    if (counts) at_call("open", true);
    return fd;
}

/* Comes up short, as write(2) may. */
ssize_t write(int fd, const void *bytes, size_t len)
{
    static ssize_t (*real)(int, const void *, size_t);
    if (!real) *(void **)&real = dlsym(RTLD_NEXT, "write");
    if (fd <= STDERR_FILENO) return real(fd, bytes, len);
    at_call("write", false);
    ssize_t put = real(fd, bytes, len > 1024 ? len / 2 : len);
    at_call("write", true);
    return put;
}

int renameat(int from_dir, const char *from, int to_dir, const char *to)
{
    static int (*real)(int, const char *, int, const char *);
    if (!real) *(void **)&real = dlsym(RTLD_NEXT, "renameat");
    at_call("rename", false);
    int done = real(from_dir, from, to_dir, to);
    at_call("rename", true);
    return done;
}

int unlinkat(int dir, const char *path, int flags)
{
    static int (*real)(int, const char *, int);
    if (!real) *(void **)&real = dlsym(RTLD_NEXT, "unlinkat");
    at_call("unlink", false);
    int done = real(dir, path, flags);
    at_call("unlink", true);
    return done;
}
