/* One line of state: its version, the key, the number of files, the fingerprint of what stat() says of them. */
#define _DEFAULT_SOURCE /* CLOCK_REALTIME_COARSE */
#include "output/fresh.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "output/manifest.h"
#include "output/replace.h"

enum { FEWEST_FILES = 257, LONGEST_WAIT_MS = 50 };

struct look {
    struct fingerprint print;
    size_t files;
    struct timespec newest; /* of all times of change */
    bool fractions;         /* some time has a fraction of a second */
};

static bool later(struct timespec a, struct timespec b)
{
    return a.tv_sec != b.tv_sec ? a.tv_sec > b.tv_sec : a.tv_nsec > b.tv_nsec;
}

static void add_seen(struct look *l, const char *path, const struct seen *seen)
{
    fingerprint_add_string(&l->print, path);
    fingerprint_add_number(&l->print, seen->print.a);
    fingerprint_add_number(&l->print, seen->print.b);
    l->fractions |= seen->changed.tv_nsec != 0;
    if (later(seen->changed, l->newest)) l->newest = seen->changed;
}

/* -- many files ----------------------------------------------------------------------------------------- */

/* A part of the files, looked at by a thread of its own. */
struct part {
    int folder;
    const char *const *paths;
    struct seen *seen;
    size_t count;
    bool fine;
};

static void *look_at_part(void *with)
{
    struct part *p = with;
    p->fine = true;
    for (size_t i = 0; p->fine && i < p->count; i++) {
        struct stat st;
        p->fine = fstatat(p->folder, p->paths[i], &st, 0) == 0 && S_ISREG(st.st_mode);
        if (p->fine) p->seen[i] = fingerprint_stat(&st);
    }
    return NULL;
}

/* Whether all paths are files; what stat() says of each. Half of them are another thread's. */
static bool look_at_paths(int folder, const char *const *paths, struct seen *seen, size_t count)
{
    pthread_t thread;
    size_t half = count / 2;
    struct part first = {folder, paths, seen, half, false};
    struct part second = {folder, paths + half, seen + half, count - half, false};
    bool started = pthread_create(&thread, NULL, look_at_part, &first) == 0;
    if (!started) look_at_part(&first);
    look_at_part(&second);
    if (started) pthread_join(thread, NULL);
    return first.fine && second.fine;
}

static bool is_of_run(const struct output_options *options, const char *target)
{
    for (size_t i = 0; i < options->target_count; i++)
        if (strcmp(options->targets[i]->name, target) == 0) return true;
    return false;
}

/* The manifest and every file of the run's targets that it lists; false where one is not there. */
static bool look_at_all(struct arena *arena, const struct output_options *options, struct look *l)
{
    struct manifest m = {0};
    struct slice text;
    if (!replace_read(arena, arena_printf(arena, "%s/%s", options->folder, MANIFEST_NAME), &text)) return false;
    int folder = open(options->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return false;
    manifest_read(arena, &m, text);
    const char **paths = arena_array(arena, m.count + 1, sizeof *paths);
    struct seen *seen = arena_array(arena, m.count + 1, sizeof *seen);
    paths[0] = MANIFEST_NAME;
    for (size_t i = 0; i < m.count; i++)
        if (is_of_run(options, m.entries[i].target)) paths[++l->files] = m.entries[i].path;
    bool fine = look_at_paths(folder, paths, seen, l->files + 1);
    for (size_t i = 0; fine && i <= l->files; i++) add_seen(l, paths[i], &seen[i]);
    close(folder);
    return fine;
}

/* -- state ---------------------------------------------------------------------------------------------- */

static const char *state_line(struct arena *arena, const struct fingerprint *key, const struct look *l)
{
    char keyed[FINGERPRINT_ROOM], looked[FINGERPRINT_ROOM];
    fingerprint_write(key, keyed);
    fingerprint_write(&l->print, looked);
    return arena_printf(arena, "mofc state 2: %s %zu %s\n", keyed, l->files, looked);
}

bool fresh_add_program(struct fingerprint *key)
{
    struct stat st;
    if (stat("/proc/self/exe", &st) != 0) return false;
    struct seen seen = fingerprint_stat(&st);
    fingerprint_add_number(key, seen.print.a);
    fingerprint_add_number(key, seen.print.b);
    return true;
}

bool fresh_find(struct arena *arena, const struct output_options *options, const struct fingerprint *key, size_t *files)
{
    struct look l = {0};
    struct slice found;
    char keyed[FINGERPRINT_ROOM];
    fingerprint_write(key, keyed);
    if (!replace_read(arena, arena_printf(arena, "%s/%s", options->folder, STATE_NAME), &found)) return false;
    if (slice_find(found, keyed, 0) < 0 || !look_at_all(arena, options, &l)) return false;
    *files = l.files;
    return slice_equal(found, slice_of(state_line(arena, key, &l)));
}

/* Times of change tick in steps: an edit in the same tick as our own write would look like no edit. So nothing is
 * recorded before the clock has gone on. */
static bool wait_for_tick(struct timespec newest)
{
    struct timespec now, pause = {.tv_nsec = 1000000};
    for (int i = 0; i < LONGEST_WAIT_MS; i++) {
        if (clock_gettime(CLOCK_REALTIME_COARSE, &now) != 0) return false;
        if (later(now, newest)) return true;
        nanosleep(&pause, NULL);
    }
    return false;
}

/* Asked after the last look: an edit before it is seen here, one behind it changes what the next run sees. */
static bool holds_all(struct arena *arena, const struct outputs *outputs, const struct output_options *options)
{
    bool same = true;
    for (size_t i = 0; same && i < outputs->count; i++) {
        struct arena own = {0};
        struct slice found;
        const struct output *o = &outputs->list[i];
        same = replace_read(&own, arena_printf(arena, "%s/%s", options->folder, o->path), &found) &&
               slice_equal(found, (struct slice){o->bytes, (uint32_t)o->len});
        arena_free(&own);
    }
    return same;
}

void fresh_keep(struct arena *arena, const struct outputs *outputs, const struct output_options *options,
                const struct fingerprint *key)
{
    struct look before = {0}, l = {0};
    if (outputs->count < FEWEST_FILES || !look_at_all(arena, options, &before) || !before.fractions) return;
    if (!wait_for_tick(before.newest) || !look_at_all(arena, options, &l) || !holds_all(arena, outputs, options))
        return;
    const char *line = state_line(arena, key, &l);
    const char *path = arena_printf(arena, "%s/%s", options->folder, STATE_NAME);
    char *temporary = replace_begin(arena, path, slice_of(line));
    if (temporary) (void)replace_end(temporary, path);
}

const char *fresh_state(struct arena *arena, const struct outputs *outputs, const struct seen *manifest,
                        const struct fingerprint *key)
{
    struct look l = {.files = outputs->count};
    if (outputs->count < FEWEST_FILES) return NULL;
    add_seen(&l, MANIFEST_NAME, manifest);
    for (size_t i = 0; i < outputs->count; i++) add_seen(&l, outputs->list[i].path, &outputs->list[i].seen);
    return l.fractions && wait_for_tick(l.newest) ? state_line(arena, key, &l) : NULL;
}
