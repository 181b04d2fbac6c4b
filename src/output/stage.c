/* Everything is done relative to the open folder, so it does not matter what happens to its name meanwhile. */
#include "output/stage.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "output/fresh.h"
#include "output/manifest.h"
#include "output/replace.h"

/* -- signals: who stops a run shall not have to clean up after it ---------------------------------------- */

static const int ends[] = {SIGINT, SIGTERM, SIGHUP};
enum { ENDS = sizeof ends / sizeof *ends };
static struct sigaction found[ENDS];
static volatile sig_atomic_t ended_by; /* 0: nobody stopped the run */

static void remember_end(int signal)
{
    ended_by = signal;
}

/* A second signal ends the run at once. */
static void watch_signals(void)
{
    struct sigaction watch = {.sa_handler = remember_end, .sa_flags = (int)(SA_RESETHAND | SA_RESTART)};
    sigemptyset(&watch.sa_mask);
    ended_by = 0;
    for (size_t i = 0; i < ENDS; i++)
        if (sigaction(ends[i], NULL, &found[i]) == 0 && found[i].sa_handler != SIG_IGN)
            sigaction(ends[i], &watch, NULL);
}

static void leave_signals(void)
{
    for (size_t i = 0; i < ENDS; i++) sigaction(ends[i], &found[i], NULL);
    if (ended_by) raise(ended_by);
}

/* -- opening and closing -------------------------------------------------------------------------------- */

/* Makes a folder beside `folder` whose name no other run has; NULL where none can be made. */
static const char *make_beside(struct arena *arena, const char *folder)
{
    const char *slash = strrchr(folder, '/');
    int before = slash ? (int)(slash + 1 - folder) : 0;
    const char *own = folder + before;
    if (!*own || strcmp(own, ".") == 0 || strcmp(own, "..") == 0) return NULL;
    for (unsigned n = 0;; n++) {
        const char *path = arena_printf(arena, "%.*s.%.150s.mofc-%ld-%u", before, folder, own, (long)getpid(), n);
        if (mkdir(path, 0777) == 0) return path;
        if (errno != EEXIST) return NULL;
    }
}

bool stage_open(struct stage *s, struct arena *arena, const char *folder)
{
    struct stat st;
    size_t len = strlen(folder);
    while (len > 1 && folder[len - 1] == '/') len--;
    *s = (struct stage){.arena = arena, .folder = arena_copy(arena, folder, len)};
    if (lstat(s->folder, &st) == 0 || errno != ENOENT) return false;
    watch_signals();
    s->path = make_beside(arena, s->folder);
    s->fd = s->path ? open(s->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (s->fd >= 0) return true;
    if (s->path) rmdir(s->path);
    leave_signals();
    return false;
}

/* Closes `folder`; what mofc made is no deeper than its outputs' paths. */
static void remove_all_in(int folder)
{
    DIR *dir = fdopendir(folder);
    if (!dir) {
        close(folder);
        return;
    }
    for (struct dirent *e; (e = readdir(dir));) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
        if (unlinkat(folder, e->d_name, 0) == 0) continue;
        int inner = openat(folder, e->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (inner >= 0) remove_all_in(inner);
        unlinkat(folder, e->d_name, AT_REMOVEDIR);
    }
    closedir(dir);
}

void stage_drop(struct stage *s)
{
    remove_all_in(s->fd);
    rmdir(s->path);
    leave_signals();
}

bool stage_return(struct stage *s, struct outputs *outputs)
{
    bool fine = true;
    if (ended_by) stage_drop(s); /* does not come back */
    for (size_t i = 0; fine && i < outputs->count; i++) {
        struct output *o = &outputs->list[i];
        struct slice bytes;
        if (o->bytes) continue;
        fine = replace_read(s->arena, arena_printf(s->arena, "%s/%s", s->path, o->path), &bytes);
        o->bytes = bytes.at;
    }
    int why = errno;
    stage_drop(s);
    errno = why;
    return fine;
}

/* -- writing -------------------------------------------------------------------------------------------- */

bool stage_take(void *with, struct output *o)
{
    struct stage *s = with;
    struct stat st;
    if (ended_by) atomic_store(&s->broken, true);
    if (atomic_load(&s->broken)) return false;
    if (!replace_create(s->fd, o->path, (struct slice){o->bytes, (uint32_t)o->len}, &st)) {
        atomic_store(&s->broken, true);
        return false;
    }
    o->seen = fingerprint_stat(&st);
    return true;
}

static bool write_manifest(struct stage *s, const struct outputs *outputs, const char *version, struct seen *seen)
{
    struct manifest m = {0};
    struct text text = {0};
    struct stat st;
    for (size_t i = 0; i < outputs->count; i++) {
        const struct output *o = &outputs->list[i];
        manifest_add(s->arena, &m, o->target, o->path, o->hash);
    }
    manifest_write(&m, version, &text);
    bool fine = replace_create(s->fd, MANIFEST_NAME, (struct slice){text.at, (uint32_t)text.len}, &st);
    if (fine) *seen = fingerprint_stat(&st);
    text_free(&text);
    return fine;
}

/* Without a state the next run only takes longer. */
static void write_state(struct stage *s, const char *line)
{
    struct stat st;
    if (line && !replace_create(s->fd, STATE_NAME, slice_of(line), &st)) unlinkat(s->fd, STATE_NAME, 0);
}

bool stage_finish(struct stage *s, const struct outputs *outputs, const struct output_options *options,
                  const struct fingerprint *key)
{
    struct seen seen;
    if (ended_by || atomic_load(&s->broken) || !write_manifest(s, outputs, options->version, &seen)) return false;
    if (key) write_state(s, fresh_state(s->arena, outputs, &seen, key));
    if (rename(s->path, s->folder) != 0) return false;
    leave_signals();
    close(s->fd);
    return true;
}
