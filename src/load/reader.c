/* One queue, one mutex. Every thread takes the first file of the queue that nobody has begun, reads it, gets a range of
 * places for it and parses it into its own arena, with its own view of the names. The caller's thread does the same
 * while the file that it wants is not ready, so nobody ever waits for more than one file. */
#include "load/reader.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "grammar/mof.h"
#include "load/load.h"
#include "page/page.h"

enum job_state { JOB_WAITING, JOB_BEGUN, JOB_READY, JOB_TAKEN };
#ifndef MOST_THREADS /* the bench measures what they bring */
#define MOST_THREADS 8
#endif

struct job {
    struct job *next;
    const char *path;
    bool regular;
    enum job_state state;
    struct parsed result;
};

/* what one thread works with */
struct worker {
    struct reader *reader;
    struct arena arena;
    struct names names;
    struct diags found; /* in the file at hand */
    pthread_t thread;
};

struct reader {
    struct arena *arena;       /* the caller's: jobs */
    struct arena *names_arena; /* where the shared names lay their entries before and after */
    struct arena shared;       /* and meanwhile: touched only under `names_lock` */
    struct names *names;
    struct sources *sources;
    const struct diags *like;
    const struct load_options *options;
    bool stopping;
    struct worker workers[MOST_THREADS]; /* the first is the caller's own thread */
    unsigned worker_count;
    pthread_mutex_t lock, names_lock;
    pthread_cond_t changed;
    struct job *first, **last;
    struct job *begin; /* all before it are begun */
    struct job *taken; /* files are taken in order, so the search for the next one starts here */
};

static bool looks_like_page(const struct source *f)
{
    struct slice s = slice_trim((struct slice){f->text, f->len});
    if (slice_starts(s, "---") || slice_starts(s, "# ") || slice_starts(s, "> ")) return true;
    return slice_starts(s, "```") || slice_starts(s, "## ");
}

bool load_is_page(const struct source *f)
{
    size_t len = strlen(f->path);
    return strcmp(f->path, "<stdin>") == 0 ? looks_like_page(f)
                                           : len > 3 && slice_is(slice_of(f->path + len - 3), ".md");
}

static bool place(struct reader *r, struct source *source)
{
    pthread_mutex_lock(&r->lock);
    bool placed = source_place_in(r->sources, source);
    pthread_mutex_unlock(&r->lock);
    return placed;
}

/* Takes a text from memory where one stands for the file. */
static bool take_text(struct worker *worker, const char *path, struct source *out)
{
    const struct load_options *o = worker->reader->options;
    if (strcmp(path, "-") == 0) path = "<stdin>";
    for (size_t i = 0; i < o->text_count; i++) {
        if (strcmp(o->texts[i]->path, path) != 0) continue;
        *out = *o->texts[i];
        out->path = path;
        out->text = arena_alloc(&worker->arena, out->len + 2);
        memcpy(out->text, o->texts[i]->text, out->len);
        return true;
    }
    return false;
}

static bool is_remarked(const struct source *s)
{
    const char *end = s->text + s->len;
    for (const char *p = s->text; (p = memchr(p, ':', (size_t)(end - p))); p++)
        if (p - s->text >= 4 && memcmp(p - 4, "mofc", 4) == 0) return true;
    return false;
}

/* Reads and parses; called without the lock. */
static void work_on(struct worker *worker, struct job *j)
{
    struct reader *r = worker->reader;
    struct source *source = arena_new(&worker->arena, struct source);
    j->result.source = NULL;
    bool read = take_text(worker, j->path, source) || source_read(&worker->arena, j->path, j->regular, source);
    if (!read || !place(r, source)) {
        j->result.why = errno;
        return;
    }
    j->result.source = source;
    source->page = load_is_page(source);
    source->remarked = is_remarked(source);
    worker->found.reading = source;
    j->result.unit = source->page
                         ? page_read(&worker->arena, &worker->names, source, &worker->found)
                         : mof_parse_source(&worker->arena, &worker->names, source, r->options->strict, &worker->found);
    if (!worker->found.first && !worker->found.suppressed) return;
    j->result.found = arena_new(&worker->arena, struct diags);
    diags_like(j->result.found, r->like, &worker->arena, r->sources);
    diags_move(j->result.found, &worker->found);
}

/* Works on the first file that nobody has begun; false: there is none. Called with the lock, which it lets go of. */
static bool work_ahead(struct worker *worker)
{
    struct reader *r = worker->reader;
    struct job *j = r->begin;
    while (j && j->state != JOB_WAITING) j = j->next;
    if (!j) return false;
    r->begin = j;
    j->state = JOB_BEGUN;
    pthread_mutex_unlock(&r->lock);
    work_on(worker, j);
    pthread_mutex_lock(&r->lock);
    j->state = JOB_READY;
    pthread_cond_broadcast(&r->changed);
    return true;
}

static void *run(void *arg)
{
    struct worker *worker = arg;
    struct reader *r = worker->reader;
    pthread_mutex_lock(&r->lock);
    while (!r->stopping)
        if (!work_ahead(worker)) pthread_cond_wait(&r->changed, &r->lock);
    pthread_mutex_unlock(&r->lock);
    return NULL;
}

static bool start_worker(struct reader *r, bool with_thread)
{
    struct worker *worker = &r->workers[r->worker_count];
    worker->reader = r;
    worker->arena.limit = r->arena->limit;
    diags_like(&worker->found, r->like, &worker->arena, r->sources);
    names_view(&worker->names, &worker->arena, r->names, &r->names_lock);
    if (with_thread && pthread_create(&worker->thread, NULL, run, worker) != 0) return false;
    r->worker_count++;
    return true;
}

struct reader *reader_start(struct arena *arena, struct names *names, struct sources *sources, const struct diags *like,
                            const struct load_options *options)
{
    struct reader *r = arena_new(arena, struct reader);
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    *r = (struct reader){.arena = arena,
                         .names_arena = names->arena,
                         .names = names,
                         .sources = sources,
                         .like = like,
                         .options = options};
    r->last = &r->first;
    r->shared.limit = arena->limit;
    names_move(names, &r->shared);
    pthread_mutex_init(&r->lock, NULL);
    pthread_mutex_init(&r->names_lock, NULL);
    pthread_cond_init(&r->changed, NULL);
    start_worker(r, false);
    while (r->worker_count < MOST_THREADS && r->worker_count < cores && start_worker(r, true))
        ;
    return r;
}

void reader_want(struct reader *r, const char *path, bool regular)
{
    if (!regular && strcmp(path, "-") == 0) return; /* read when its turn comes: whoever types it expects that */
    struct job *j = arena_new(r->arena, struct job);
    j->path = path;
    j->regular = regular;
    pthread_mutex_lock(&r->lock);
    *r->last = j;
    r->last = &j->next;
    if (!r->begin) r->begin = j;
    if (!r->taken) r->taken = j;
    pthread_cond_signal(&r->changed);
    pthread_mutex_unlock(&r->lock);
}

static struct job *find(struct reader *r, const char *path)
{
    while (r->taken && r->taken->state == JOB_TAKEN && r->taken->next) r->taken = r->taken->next;
    struct job *j = r->taken;
    while (j && (j->state == JOB_TAKEN || j->path != path)) j = j->next;
    return j;
}

struct parsed *reader_take(struct reader *r, const char *path)
{
    struct worker *worker = &r->workers[0];
    pthread_mutex_lock(&r->lock);
    struct job *j = find(r, path);
    if (!j) {
        j = arena_new(r->arena, struct job);
        j->path = path;
    }
    if (j->state == JOB_WAITING) {
        j->state = JOB_BEGUN;
        pthread_mutex_unlock(&r->lock);
        work_on(worker, j);
        pthread_mutex_lock(&r->lock);
        j->state = JOB_READY;
    }
    while (j->state == JOB_BEGUN)
        if (!work_ahead(worker)) pthread_cond_wait(&r->changed, &r->lock);
    j->state = JOB_TAKEN;
    pthread_mutex_unlock(&r->lock);
    return &j->result;
}

void reader_stop(struct reader *r)
{
    pthread_mutex_lock(&r->lock);
    r->stopping = true;
    pthread_cond_broadcast(&r->changed);
    pthread_mutex_unlock(&r->lock);
    for (unsigned i = 1; i < r->worker_count; i++) pthread_join(r->workers[i].thread, NULL);
    pthread_mutex_destroy(&r->lock);
    pthread_mutex_destroy(&r->names_lock);
    pthread_cond_destroy(&r->changed);
    names_move(r->names, r->names_arena);
    arena_adopt(r->arena, &r->shared);
    for (unsigned i = 0; i < r->worker_count; i++) arena_adopt(r->arena, &r->workers[i].arena);
}
