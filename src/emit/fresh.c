/* One line of state: its version, the key, the number of files, the fingerprint of what stat() says of them. */
#define _DEFAULT_SOURCE /* CLOCK_REALTIME_COARSE */
#include "emit/fresh.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "emit/manifest.h"
#include "emit/replace.h"

enum { FEWEST_FILES = 257, LONGEST_WAIT_MS = 50 };

struct look {
    struct fingerprint print;
    size_t files;
    struct timespec newest;  /* of all times of change */
    bool fractions;          /* some time has a fraction of a second */
};

static void add_time(struct fingerprint *f, struct timespec t)
{
    fingerprint_add_number(f, (uint64_t)t.tv_sec);
    fingerprint_add_number(f, (uint64_t)t.tv_nsec);
}

static bool later(struct timespec a, struct timespec b)
{
    return a.tv_sec != b.tv_sec ? a.tv_sec > b.tv_sec : a.tv_nsec > b.tv_nsec;
}

static void add_stat(struct fingerprint *f, const struct stat *st)
{
    fingerprint_add_number(f, (uint64_t)st->st_dev);
    fingerprint_add_number(f, (uint64_t)st->st_ino);
    fingerprint_add_number(f, (uint64_t)st->st_size);
    add_time(f, st->st_mtim);
    add_time(f, st->st_ctim);
}

static bool look_at(struct look *l, int folder, const char *path)
{
    struct stat st;
    if (fstatat(folder, path, &st, 0) != 0 || !S_ISREG(st.st_mode)) return false;
    fingerprint_add_string(&l->print, path);
    add_stat(&l->print, &st);
    l->fractions |= st.st_ctim.tv_nsec != 0;
    if (later(st.st_ctim, l->newest)) l->newest = st.st_ctim;
    return true;
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
    int folder = open(options->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return false;
    bool fine = replace_read(arena, arena_printf(arena, "%s/%s", options->folder, MANIFEST_NAME), &text) &&
                look_at(l, folder, MANIFEST_NAME);
    if (fine) manifest_read(arena, &m, text);
    for (size_t i = 0; fine && i < m.count; i++) {
        if (!is_of_run(options, m.entries[i].target)) continue;
        fine = look_at(l, folder, m.entries[i].path);
        l->files++;
    }
    close(folder);
    return fine;
}

static const char *state_line(struct arena *arena, const struct fingerprint *key, const struct look *l)
{
    char keyed[FINGERPRINT_ROOM], looked[FINGERPRINT_ROOM];
    fingerprint_write(key, keyed);
    fingerprint_write(&l->print, looked);
    return arena_printf(arena, "mofc state 1: %s %zu %s\n", keyed, l->files, looked);
}

bool fresh_add_program(struct fingerprint *key)
{
    struct stat st;
    if (stat("/proc/self/exe", &st) != 0) return false;
    add_stat(key, &st);
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
    const char *line = state_line(arena, key, &l), *path = arena_printf(arena, "%s/%s", options->folder, STATE_NAME);
    char *temporary = replace_begin(arena, path, slice_of(line));
    if (temporary) (void)replace_end(temporary, path);
}
