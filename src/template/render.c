/* A plan is made once from each target.lua; then tasks (its files about the schema, or those of one class) are drawn
 * from a counter by the workers. The first task that fails, in task order, is the one that is reported: tasks behind
 * it are skipped, tasks before it are still run, so the report does not depend on timing. */
#include "template/render.h"

#include <lauxlib.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/walk.h"
#include "template/sandbox.h"

#ifndef MOST_THREADS /* the bench measures what they bring */
#define MOST_THREADS 4
#endif
enum { CLASSES_A_THREAD = 32 };

/* One entry of `files` in a target.lua. */
struct plan_file {
    const char *template_name;
    struct slice output;
    const char *output_name; /* what the compiled output line is known as: unlike any file's name */
    bool each_class, when;
    int index; /* in the list, from 1 */
};

enum { MOST_FILES = 256 }; /* in the list of a target; a file may be made for each class */

struct plan {
    const struct target *target;
    const char *list; /* of target.lua: "files" or "single_files" */
    struct plan_file *files;
    size_t count;
};

struct task {
    size_t plan;
    const struct klass *klass; /* NULL: the files about the schema */
    struct result *results;
};

struct result {
    struct result *next;
    struct rendered file;
};

struct job {
    const struct plan *plans;
    size_t plan_count;
    struct task *tasks;
    size_t task_count;
    atomic_size_t next, failed; /* failed: the first task that did, or task_count */
    pthread_mutex_t lock;
    struct template_error error; /* of `failed` */
};

struct worker {
    pthread_t thread;
    struct job *job;
    struct arena arena; /* what is made */
    const struct model *model;
    struct sandbox *boxes; /* one a target, opened at its first task */
};

/* -- plans ---------------------------------------------------------------------------------------------- */

/* A line of a template, without the blanks around it. */
static struct span line_span(const struct target_file *file, unsigned number)
{
    struct slice rest = {file->source->text, file->source->len}, line = {0};
    for (; number; number--) {
        const char *end = rest.len ? memchr(rest.at, '\n', rest.len) : NULL;
        line = (struct slice){rest.at, end ? (uint32_t)(end - rest.at) : rest.len};
        if (end) rest = slice_cut(rest, line.len + 1, rest.len);
    }
    return source_span(file->source, slice_trim(line));
}

/* `klass`: the class whose file it was, or NULL. */
static void report(struct model *model, const struct template_error *e, const struct klass *klass)
{
    const char *path = e->file ? e->file->source->path : NULL;
    struct diag *d = path && e->line
                         ? diag_add(model->diags, RULE_TEMPLATE_ERROR, line_span(e->file, e->line), "%s", e->message)
                         : diag_add_path(model->diags, RULE_TEMPLATE_ERROR, path, "%s", e->message);
    for (size_t i = 0; d && i < e->caller_count; i++)
        diag_note(model->diags, d, line_span(e->callers[i].file, e->callers[i].line), "called from here");
    if (d && klass && klass->written)
        diag_note(model->diags, d, klass->written->word.span, "in the file of class '%s'", klass->name->text);
}

static bool refuse(struct model *model, const struct target *target, const char *format, const char *what)
{
    const char *message = arena_printf(model->arena, format, what);
    report(model, &(struct template_error){.file = target_file(target, "target.lua"), .line = 1, .message = message},
           NULL);
    return false;
}

static const char *string_field(lua_State *lua, struct arena *arena, const char *name)
{
    const char *text = NULL;
    if (lua_getfield(lua, -1, name) == LUA_TSTRING && strlen(lua_tostring(lua, -1)) == lua_rawlen(lua, -1))
        text = arena_copy(arena, lua_tostring(lua, -1), lua_rawlen(lua, -1));
    lua_pop(lua, 1);
    return text;
}

/* Reads the entry at the top of the stack. */
static bool read_file(struct model *model, const struct target *target, lua_State *lua, struct plan_file *f)
{
    static const char *const known[] = {"template", "output", "each", "when"};
    if (!lua_istable(lua, -1)) return refuse(model, target, "%s must hold tables", "'files'");
    for (lua_pushnil(lua); lua_next(lua, -2); lua_pop(lua, 1)) {
        const char *key = lua_type(lua, -2) == LUA_TSTRING ? lua_tostring(lua, -2) : "(not a name)";
        bool found = false;
        for (size_t i = 0; i < sizeof known / sizeof *known; i++) found |= strcmp(key, known[i]) == 0;
        if (!found)
            return refuse(model, target,
                          "a file of the target has a field '%s'; it may have template, output, each and when", key);
    }
    const char *output = string_field(lua, model->arena, "output"), *each = string_field(lua, model->arena, "each");
    f->template_name = string_field(lua, model->arena, "template");
    if (!output || !f->template_name)
        return refuse(model, target, "each file of the target needs %s", "'template' and 'output'");
    if (each && strcmp(each, "class") != 0)
        return refuse(model, target, "each = \"%s\" is not known; it may be \"class\"", each);
    if (!target_file(target, f->template_name))
        return refuse(model, target, "there is no template '%s' in its folder", f->template_name);
    if (strchr(output, '\n')) return refuse(model, target, "an output is one line: %s", f->template_name);
    f->output = slice_of(output);
    f->each_class = each != NULL;
    f->when = lua_getfield(lua, -1, "when") == LUA_TFUNCTION;
    lua_pop(lua, 1);
    return true;
}

/* Asks the backend that the target at the top of the stack names in `limits`. */
static bool check_limits(struct model *model, const struct target *target, lua_State *lua)
{
    const char *limits = string_field(lua, model->arena, "limits");
    for (size_t i = 0; limits && i < model->backend_count; i++) {
        const struct backend *b = model->backends[i];
        if (strcmp(b->name, limits) != 0 || !b->check) continue;
        b->check(model);
        return !diags_status(model->diags);
    }
    return !limits || refuse(model, target, "limits = \"%s\" is not known; it may be \"sql\"", limits);
}

/* Reads target.lua and compiles every template, so that all that are malformed are reported at once. */
static bool make_plan(struct model *model, struct sandbox *box, const struct target *target, const char *list,
                      struct plan *plan)
{
    struct template_error error;
    bool fine = true;
    *plan = (struct plan){.target = target, .list = list};
    if (!sandbox_begin(box, NULL, &error) || !sandbox_enter(box, &error)) return report(model, &error, NULL), false;
    if (!check_limits(model, target, box->lua)) return false;
    if (lua_getfield(box->lua, 1, list) != LUA_TTABLE)
        return refuse(model, target,
                      strcmp(list, "files") == 0 ? "the list '%s' is missing"
                      : strcmp(list, "migrations") == 0
                          ? "this target has no migrations: the list '%s' is missing"
                          : "this target has no single-file form: the list '%s' is missing",
                      list);
    plan->count = lua_rawlen(box->lua, -1);
    if (plan->count > MOST_FILES) /* target.lua is run for each file, so that none sees what another left */
        return refuse(model, target, "the list '%s' holds more than 256 files", list);
    plan->files = arena_array(model->arena, plan->count + 1, sizeof *plan->files);
    for (size_t i = 0; i < plan->count; i++) {
        struct plan_file *f = &plan->files[i];
        f->index = (int)i + 1;
        f->output_name = arena_printf(model->arena, "output %zu", i + 1);
        lua_rawgeti(box->lua, 2, f->index);
        if (!read_file(model, target, box->lua, f)) return false;
        lua_settop(box->lua, 2);
    }
    lua_settop(box->lua, 1);
    for (size_t i = 0; i < plan->count; i++) {
        if (sandbox_check(box, plan->files[i].template_name, &error)) continue;
        report(model, &error, NULL);
        fine = false;
    }
    return fine;
}

static bool make_plans(struct model *model, const struct target *const *targets, size_t count, const char *list,
                       struct plan *plans)
{
    bool fine = true;
    for (size_t i = 0; i < count; i++) {
        struct sandbox box;
        if (!sandbox_open(&box, model, targets[i], model->arena)) arena_fail(0);
        fine &= make_plan(model, &box, targets[i], list, &plans[i]);
        sandbox_close(&box);
    }
    return fine;
}

/* -- tasks ---------------------------------------------------------------------------------------------- */

static bool has_files(const struct plan *plan, bool each_class)
{
    for (size_t f = 0; f < plan->count; f++)
        if (plan->files[f].each_class == each_class) return true;
    return false;
}

/* Files about the whole schema first: they take longest. */
static void make_tasks(struct model *model, struct job *job)
{
    const struct schema *s = model->schema;
    job->tasks = arena_array(model->arena, job->plan_count * (s->class_count + 1) + 1, sizeof *job->tasks);
    for (size_t p = 0; p < job->plan_count; p++)
        if (has_files(&job->plans[p], false)) job->tasks[job->task_count++] = (struct task){p, NULL, NULL};
    for (size_t p = 0; p < job->plan_count; p++)
        for (size_t i = 0; has_files(&job->plans[p], true) && i < s->class_count; i++)
            job->tasks[job->task_count++] = (struct task){p, s->classes[i], NULL};
    atomic_init(&job->failed, job->task_count);
}

static bool ask_when(struct sandbox *box, const char *list, const struct plan_file *f, bool *wanted,
                     struct template_error *error)
{
    *wanted = true;
    if (!f->when) return true;
    lua_getfield(box->lua, 1, list);
    lua_rawgeti(box->lua, -1, f->index);
    lua_getfield(box->lua, -1, "when");
    bool fine = sandbox_ask(box, lua_gettop(box->lua), f->each_class, wanted, error);
    lua_settop(box->lua, 1);
    return fine;
}

static bool render_file(struct worker *w, struct sandbox *box, struct task *t, const struct plan_file *f,
                        struct template_error *error)
{
    bool wanted;
    if (!sandbox_enter(box, error)) return false;
    if (!ask_when(box, w->job->plans[t->plan].list, f, &wanted, error)) return false;
    if (!wanted) return true;
    if (!sandbox_render(box, f->output_name, f->output, error)) return false;
    struct result *made = arena_new(&w->arena, struct result);
    if (box->out.len && memchr(box->out.at, '\0', box->out.len)) {
        *error = (struct template_error){target_file(box->target, "target.lua"), 1, "the name of a file holds a NUL"};
        return false;
    }
    made->file.path = arena_copy(&w->arena, box->out.at ? box->out.at : "", box->out.len);
    made->file.target = box->target->name;
    if (!sandbox_render(box, f->template_name, (struct slice){0}, error)) return false;
    const char *bytes = arena_copy(&w->arena, box->out.at ? box->out.at : "", box->out.len);
    made->file.bytes = (struct slice){bytes, (uint32_t)box->out.len};
    made->next = t->results;
    t->results = made;
    return true;
}

static bool run_task(struct worker *w, struct task *t, struct template_error *error)
{
    const struct plan *plan = &w->job->plans[t->plan];
    struct sandbox *box = &w->boxes[t->plan];
    if (!box->lua && !sandbox_open(box, w->model, plan->target, &w->arena)) arena_fail(0);
    if (!sandbox_begin(box, t->klass, error)) return false;
    for (size_t f = 0; f < plan->count; f++)
        if (plan->files[f].each_class == (t->klass != NULL) && !render_file(w, box, t, &plan->files[f], error))
            return false;
    return true;
}

static void note_failure(struct job *job, size_t task, const struct template_error *error)
{
    pthread_mutex_lock(&job->lock);
    if (task < atomic_load(&job->failed)) {
        atomic_store(&job->failed, task);
        job->error = *error;
    }
    pthread_mutex_unlock(&job->lock);
}

static void *work(void *with)
{
    struct worker *w = with;
    struct job *job = w->job;
    for (size_t t; (t = atomic_fetch_add(&job->next, 1)) < job->task_count;) {
        struct template_error error;
        if (t < atomic_load(&job->failed) && !run_task(w, &job->tasks[t], &error)) note_failure(job, t, &error);
    }
    for (size_t p = 0; p < job->plan_count; p++) sandbox_close(&w->boxes[p]);
    return NULL;
}

static unsigned thread_count(const struct model *model, unsigned wanted)
{
    long cores = wanted ? (long)wanted : sysconf(_SC_NPROCESSORS_ONLN);
    long useful = (long)(model->schema->class_count / CLASSES_A_THREAD) + 1;
    if (!wanted && cores > useful) cores = useful;
    return cores < 1 ? 1 : cores > MOST_THREADS ? MOST_THREADS : (unsigned)cores;
}

/* Line tables are made when a place is first asked for; threads must find them made. */
static void prepare_sources(struct arena *arena, const struct sources *sources)
{
    struct sources into = *sources;
    into.arena = arena;
    for (uint32_t i = 0; i < into.count; i++) source_place(&into, into.list[i]->base);
}

static void run_job(struct model *model, struct job *job, unsigned threads)
{
    struct worker workers[MOST_THREADS] = {0};
    bool started[MOST_THREADS] = {false};
    prepare_sources(model->arena, model->sources);
    for (unsigned i = 0; i < threads; i++) {
        workers[i].job = job;
        workers[i].model = model;
        workers[i].boxes = arena_array(model->arena, job->plan_count, sizeof *workers[i].boxes);
    }
    for (unsigned i = 1; i < threads; i++)
        started[i] = pthread_create(&workers[i].thread, NULL, work, &workers[i]) == 0;
    work(&workers[0]);
    for (unsigned i = 0; i < threads; i++) {
        if (started[i]) pthread_join(workers[i].thread, NULL);
        arena_adopt(model->arena, &workers[i].arena);
    }
}

/* -- all of it ---------------------------------------------------------------------------------------------------- */

static void collect(struct model *model, const struct job *job, struct renderings *out)
{
    *out = (struct renderings){0};
    for (size_t t = 0; t < job->task_count; t++)
        for (const struct result *r = job->tasks[t].results; r; r = r->next) out->count++;
    out->list = arena_array(model->arena, out->count + 1, sizeof *out->list);
    size_t n = 0;
    for (size_t t = 0; t < job->task_count; t++)
        for (const struct result *r = job->tasks[t].results; r; r = r->next) out->list[n++] = r->file;
}

bool render_targets(struct arena *arena, struct model *model, const struct target *const *targets, size_t count,
                    const struct render_options *how, struct renderings *out)
{
    struct plan *plans = arena_array(arena, count + 1, sizeof *plans);
    struct job job = {.plans = plans, .plan_count = count, .lock = PTHREAD_MUTEX_INITIALIZER};
    if (!make_plans(model, targets, count, how->list ? how->list : "files", plans)) return false;
    make_tasks(model, &job);
    run_job(model, &job, thread_count(model, how->threads));
    if (atomic_load(&job.failed) < job.task_count) return report(model, &job.error, job.tasks[job.failed].klass), false;
    collect(model, &job, out);
    return true;
}

const char *render_description(struct arena *arena, const struct sources *sources, const struct target *target,
                               struct diags *diags)
{
    static const struct schema empty;
    static const struct model_options nothing = {.name = "", .prefix = ""};
    struct model model = {.arena = arena,
                          .schema = &empty,
                          .options = &nothing,
                          .sources = sources,
                          .diags = diags,
                          .shape = shape_new(arena, NULL, 0)};
    struct template_error error;
    struct sandbox box;
    const char *text = NULL;
    if (!sandbox_open(&box, &model, target, arena)) arena_fail(0);
    if (!sandbox_begin(&box, NULL, &error) || !sandbox_enter(&box, &error)) report(&model, &error, NULL);
    else text = string_field(box.lua, arena, "description");
    sandbox_close(&box);
    return text ? text : "";
}
