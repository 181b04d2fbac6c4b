/* open(2) with O_EXCL rather than mkstemp: a generated file has the permissions that umask gives, as an editor's has.
 */
#include "output/replace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool make_folders(int folder, char *path)
{
    for (char *slash = path; (slash = strchr(slash + 1, '/'));) {
        *slash = '\0';
        bool made = mkdirat(folder, path, 0777) == 0 || errno == EEXIST;
        *slash = '/';
        if (!made) return false;
    }
    return true;
}

static bool write_all(int fd, struct slice bytes)
{
    while (bytes.len) {
        ssize_t put = write(fd, bytes.at, bytes.len);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return false;
        bytes = slice_cut(bytes, (uint32_t)put, bytes.len);
    }
    return true;
}

/* The name begins with the file's own, so that a thousand files in one folder do not try each other's; it is cut so
 * that a long name can still be written. */
static int open_new(struct arena *arena, const char *path, char **name)
{
    const char *slash = strrchr(path, '/');
    int folder = slash ? (int)(slash + 1 - path) : 0;
    const char *own = path + folder;
    for (unsigned n = 0;; n++) {
        *name = arena_printf(arena, "%.*s.%.150s.mofc-%ld-%u", folder, path, own, (long)getpid(), n);
        int fd = open(*name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd >= 0 || errno != EEXIST) return fd;
    }
}

char *replace_begin(struct arena *arena, const char *path, struct slice bytes)
{
    char *name;
    int fd = open_new(arena, path, &name);
    if (fd < 0 && errno == ENOENT && make_folders(AT_FDCWD, arena_copy(arena, path, strlen(path))))
        fd = open_new(arena, path, &name);
    if (fd < 0) return NULL;
    bool fine = write_all(fd, bytes);
    int why = errno;
    fine &= close(fd) == 0;
    if (fine) return name;
    if (!why) why = errno;
    unlink(name);
    errno = why;
    return NULL;
}

static int create_below(int folder, const char *path)
{
    enum { FLAGS = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC };
    int fd = openat(folder, path, FLAGS, 0666);
    if (fd >= 0 || errno != ENOENT) return fd;
    struct text parts = {0};
    text_add_string(&parts, path);
    bool made = make_folders(folder, parts.at);
    text_free(&parts);
    return made ? openat(folder, path, FLAGS, 0666) : -1;
}

bool replace_create(int folder, const char *path, struct slice bytes, struct stat *st)
{
    int fd = create_below(folder, path);
    if (fd < 0) return false;
    bool fine = write_all(fd, bytes) && fstat(fd, st) == 0;
    return (close(fd) == 0) & fine;
}

void replace_drop(const char *temporary)
{
    unlink(temporary);
}

bool replace_end(const char *temporary, const char *path)
{
    if (rename(temporary, path) == 0) return true;
    int why = errno;
    unlink(temporary);
    errno = why;
    return false;
}

bool replace_is_device(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

bool replace_write_into(const char *path, struct slice bytes)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0) return false;
    bool fine = write_all(fd, bytes);
    int why = errno;
    fine &= close(fd) == 0;
    if (why) errno = why;
    return fine;
}

bool replace_read(struct arena *arena, const char *path, struct slice *out)
{
    struct stat st;
    *out = (struct slice){0};
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return false;
    bool fine = fstat(fd, &st) == 0;
    if (fine && !S_ISREG(st.st_mode)) errno = S_ISDIR(st.st_mode) ? EISDIR : EINVAL, fine = false;
    if (fine && st.st_size >= UINT32_MAX) errno = EFBIG, fine = false;
    char *at = fine ? arena_alloc(arena, (size_t)st.st_size + 1) : NULL;
    size_t used = 0;
    while (fine && used < (size_t)st.st_size) {
        ssize_t got = read(fd, at + used, (size_t)st.st_size - used);
        if (got < 0 && errno == EINTR) continue;
        if (got == 0) break;
        if (got < 0) fine = false;
        else used += (size_t)got;
    }
    int why = errno;
    close(fd);
    errno = why;
    if (fine) *out = (struct slice){at, (uint32_t)used};
    return fine;
}
