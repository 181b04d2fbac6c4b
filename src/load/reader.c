/* One queue, one mutex. The thread walks the queue from the front; a take of a file that the thread has not
 * begun is read by the taker itself, so nobody ever waits for more than one file. */
#include "load/reader.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>

enum job_state { JOB_WAITING, JOB_READING, JOB_READ, JOB_TAKEN };

struct job {
    struct job *next;
    const char *path;
    enum job_state state;
    bool good;
    int why; /* errno, where not good */
    struct source read;
};

struct reader {
    struct arena *arena; /* the caller's: jobs */
    struct arena texts;  /* the thread's: file bytes */
    pthread_t thread;
    bool running, stopping;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct job *first, **last;
    struct job *begin;   /* the thread's: all before it are begun */
    struct job *taken;   /* the taker's: takes come in order, so the search starts here */
};

static struct job *next_waiting(struct reader *r)
{
    struct job *j = r->begin;
    while (j && j->state != JOB_WAITING) j = j->next;
    if (j) r->begin = j;
    return j;
}

static void *run(void *arg)
{
    struct reader *r = arg;
    pthread_mutex_lock(&r->lock);
    while (!r->stopping) {
        struct job *j = next_waiting(r);
        if (!j) {
            pthread_cond_wait(&r->changed, &r->lock);
            continue;
        }
        j->state = JOB_READING;
        pthread_mutex_unlock(&r->lock);
        j->good = source_read(&r->texts, j->path, &j->read);
        j->why = errno;
        pthread_mutex_lock(&r->lock);
        j->state = JOB_READ;
        pthread_cond_broadcast(&r->changed);
    }
    pthread_mutex_unlock(&r->lock);
    return NULL;
}

struct reader *reader_start(struct arena *arena)
{
    struct reader *r = arena_new(arena, struct reader);
    r->arena = arena;
    r->texts.limit = arena->limit;
    r->last = &r->first;
    pthread_mutex_init(&r->lock, NULL);
    pthread_cond_init(&r->changed, NULL);
    r->running = pthread_create(&r->thread, NULL, run, r) == 0;
    return r;
}

void reader_want(struct reader *r, const char *path)
{
    if (!r->running || strcmp(path, "-") == 0) return;
    struct job *j = arena_new(r->arena, struct job);
    j->path = path;
    pthread_mutex_lock(&r->lock);
    *r->last = j;
    r->last = &j->next;
    if (!r->begin) r->begin = j;
    if (!r->taken) r->taken = j;
    pthread_cond_broadcast(&r->changed);
    pthread_mutex_unlock(&r->lock);
}

static struct job *find(struct reader *r, const char *path)
{
    while (r->taken && r->taken->state == JOB_TAKEN && r->taken->next) r->taken = r->taken->next;
    struct job *j = r->taken;
    while (j && (j->state == JOB_TAKEN || j->path != path)) j = j->next;
    return j;
}

bool reader_take(struct reader *r, const char *path, struct source *out)
{
    if (!r->running) return source_read(r->arena, path, out);
    pthread_mutex_lock(&r->lock);
    struct job *j = find(r, path);
    if (!j || j->state == JOB_WAITING) {
        if (j) j->state = JOB_TAKEN;
        pthread_mutex_unlock(&r->lock);
        return source_read(r->arena, path, out);
    }
    while (j->state == JOB_READING) pthread_cond_wait(&r->changed, &r->lock);
    j->state = JOB_TAKEN;
    pthread_mutex_unlock(&r->lock);
    *out = j->read;
    errno = j->why;
    return j->good;
}

void reader_stop(struct reader *r)
{
    if (r->running) {
        pthread_mutex_lock(&r->lock);
        r->stopping = true;
        pthread_cond_broadcast(&r->changed);
        pthread_mutex_unlock(&r->lock);
        pthread_join(r->thread, NULL);
    }
    pthread_mutex_destroy(&r->lock);
    pthread_cond_destroy(&r->changed);
    arena_adopt(r->arena, &r->texts);
}
