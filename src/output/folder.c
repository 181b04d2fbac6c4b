/* openat(2), a part of the path at a time. The folder used last stays open: outputs come sorted. */
#define _DEFAULT_SOURCE /* flock() */
#include "output/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FOLDER = O_RDONLY | O_DIRECTORY | O_CLOEXEC, KEPT = 150 /* of a file's own name */ };
static const char mark[] = ".mofc-"; /* in a temporary file's name: .NAME.mofc-PROCESS-NUMBER */

static void close_keeping_errno(int fd)
{
    int why = errno;
    close(fd);
    errno = why;
}

/* -- the way to a folder -------------------------------------------------------------------------------- */

/* Closes `from`, whatever comes of it. */
static int step_into(int from, const char *name, bool make)
{
    struct stat st;
    if (make && mkdirat(from, name, 0777) != 0 && errno != EEXIST) return close_keeping_errno(from), -1;
    int fd = openat(from, name, FOLDER | O_NOFOLLOW);
    if (fd < 0 && errno == ENOTDIR && fstatat(from, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(st.st_mode))
        errno = ELOOP;
    close_keeping_errno(from);
    return fd;
}

/* Follows `len` bytes of a path, through no link, from an open folder, which it closes. */
static int walk(int fd, const char *path, size_t len, bool make)
{
    char name[NAME_MAX + 1];
    while (fd >= 0 && len) {
        size_t part = 0;
        while (part < len && path[part] != '/') part++;
        if (part >= sizeof name) return close(fd), errno = ENAMETOOLONG, -1;
        memcpy(name, path, part);
        name[part] = '\0';
        if (part && strcmp(name, ".") != 0) fd = step_into(fd, name, make);
        len -= part;
        path += part;
        for (; len && *path == '/'; path++) len--;
    }
    return fd;
}

/* Makes the folders of the user's own path, through whatever links there are. */
static bool make_all(char *path)
{
    for (char *slash = path; slash;) {
        slash = strchr(slash + 1, '/');
        if (slash) *slash = '\0';
        bool made = mkdir(path, 0777) == 0 || errno == EEXIST;
        if (slash) *slash = '/';
        if (!made) return false;
    }
    return true;
}

static int open_path(struct arena *arena, const char *path, size_t named, bool make)
{
    char *start = named ? arena_copy(arena, path, named) : arena_copy(arena, ".", 1);
    int fd = open(start, FOLDER);
    if (fd < 0 && errno == ENOENT && make && make_all(start)) fd = open(start, FOLDER);
    return walk(fd, path + named, strlen(path + named), make);
}

bool folder_open(struct folder *f, struct arena *arena, const char *path, size_t named)
{
    *f = (struct folder){.arena = arena, .fd = open_path(arena, path, named, false)};
    return f->fd >= 0;
}

bool folder_make(struct folder *f, struct arena *arena, const char *path, size_t named)
{
    *f = (struct folder){.arena = arena, .fd = open_path(arena, path, named, true)};
    return f->fd >= 0;
}

void folder_lock(struct folder *f) { (void)flock(f->fd, LOCK_EX); }

void folder_close(struct folder *f)
{
    if (f->inner) close(f->inner_fd);
    if (f->fd >= 0) close(f->fd);
    f->inner = NULL;
    f->fd = -1;
}

/* The folder that holds `path`, which stays f's; *name is the rest of the path. */
static int folder_of(struct folder *f, const char *path, bool make, const char **name)
{
    const char *slash = strrchr(path, '/');
    size_t len = slash ? (size_t)(slash - path) : 0;
    *name = slash ? slash + 1 : path;
    if (f->fd < 0) return errno = ENOENT, -1;
    if (!slash) return f->fd;
    if (f->inner && strlen(f->inner) == len && memcmp(f->inner, path, len) == 0) return f->inner_fd;
    int fd = walk(dup(f->fd), path, len, make);
    if (fd < 0) return -1;
    if (f->inner) close(f->inner_fd);
    f->inner = arena_copy(f->arena, path, len);
    return f->inner_fd = fd;
}

/* -- files ---------------------------------------------------------------------------------------------- */

bool folder_holds(struct folder *f, const char *path)
{
    const char *name;
    struct stat st;
    int dir = folder_of(f, path, false, &name);
    return dir >= 0 && fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && !S_ISDIR(st.st_mode);
}

static bool read_all(int fd, struct arena *arena, struct slice *out)
{
    struct stat st;
    if (fstat(fd, &st) != 0) return false;
    if (!S_ISREG(st.st_mode)) return errno = S_ISDIR(st.st_mode) ? EISDIR : EINVAL, false;
    if (st.st_size >= UINT32_MAX) return errno = EFBIG, false;
    char *at = arena_alloc(arena, (size_t)st.st_size + 1);
    size_t used = 0;
    while (used < (size_t)st.st_size) {
        ssize_t got = read(fd, at + used, (size_t)st.st_size - used);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return false;
        if (got == 0) break;
        used += (size_t)got;
    }
    *out = (struct slice){at, (uint32_t)used};
    return true;
}

bool folder_read(struct folder *f, const char *path, struct arena *arena, struct slice *out)
{
    const char *name;
    *out = (struct slice){0};
    int dir = folder_of(f, path, false, &name);
    int fd = dir < 0 ? -1 : openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0) return false;
    bool fine = read_all(fd, arena, out);
    close_keeping_errno(fd);
    return fine;
}

bool folder_write_all(int fd, struct slice bytes)
{
    while (bytes.len) {
        ssize_t put = write(fd, bytes.at, bytes.len);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return false;
        bytes = slice_cut(bytes, (uint32_t)put, bytes.len);
    }
    return true;
}

/* open(2) with O_EXCL rather than mkstemp: a generated file has the permissions that umask gives, as an editor's has.
 * The file's own name is cut so that a long one can still be written. */
static int open_new(struct folder *f, int dir, const char *name, const char **temporary)
{
    for (unsigned n = 0;; n++) {
        *temporary = arena_printf(f->arena, ".%.*s%s%ld-%u", KEPT, name, mark, (long)getpid(), n);
        int fd = openat(dir, *temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd >= 0 || errno != EEXIST) return fd;
    }
}

const char *folder_write(struct folder *f, const char *path, struct slice bytes)
{
    const char *name, *temporary;
    int dir = folder_of(f, path, true, &name);
    int fd = dir < 0 ? -1 : open_new(f, dir, name, &temporary);
    if (fd < 0) return NULL;
    bool fine = folder_write_all(fd, bytes);
    int why = errno;
    if (close(fd) == 0 && fine) return temporary;
    if (!fine) errno = why;
    why = errno;
    unlinkat(dir, temporary, 0);
    errno = why;
    return NULL;
}

void folder_drop(struct folder *f, const char *temporary, const char *path)
{
    const char *name;
    int dir = folder_of(f, path, false, &name);
    if (dir >= 0) unlinkat(dir, temporary, 0);
}

bool folder_rename(struct folder *f, const char *temporary, const char *path)
{
    const char *name;
    int dir = folder_of(f, path, false, &name);
    if (dir < 0) return false;
    if (renameat(dir, temporary, dir, name) == 0) return true;
    int why = errno;
    unlinkat(dir, temporary, 0);
    errno = why;
    return false;
}

bool folder_remove(struct folder *f, const char *path)
{
    const char *name;
    int dir = folder_of(f, path, false, &name);
    return dir >= 0 && unlinkat(dir, name, 0) == 0;
}

/* -- what killed runs leave ----------------------------------------------------------------------------- */

/* Whether a name is that of a temporary file whose process is gone. */
static bool is_left_over(const char *name, const char *of)
{
    const char *found = NULL;
    for (const char *next = name; (next = strstr(next, mark)); next++) found = next;
    if (*name != '.' || !found || found == name) return false;
    size_t own = (size_t)(found - name - 1), len = of ? strlen(of) : own;
    if (of && (own != (len < KEPT ? len : KEPT) || memcmp(name + 1, of, own) != 0)) return false;
    const char *process = found + sizeof mark - 1, *dash = process + strspn(process, "0123456789");
    if (dash == process || dash - process > 9 || *dash != '-' || !dash[1]) return false;
    if (dash[1 + strspn(dash + 1, "0123456789")]) return false;
    return kill((pid_t)atol(process), 0) != 0 && errno == ESRCH;
}

const char *folder_leftover(struct folder *f, const char *path, const char *name, void **dir)
{
    const char *own;
    if (!*dir) {
        int fd = folder_of(f, path, false, &own), again = fd < 0 ? -1 : openat(fd, ".", FOLDER);
        *dir = again < 0 ? NULL : fdopendir(again);
        if (!*dir) return again < 0 ? NULL : (close(again), NULL);
    }
    for (struct dirent *e; (e = readdir(*dir));) {
        if (!is_left_over(e->d_name, name)) continue;
        int before = (int)(strrchr(path, '/') ? strrchr(path, '/') + 1 - path : 0);
        return arena_printf(f->arena, "%.*s%s", before, path, e->d_name);
    }
    closedir(*dir);
    *dir = NULL;
    return NULL;
}
