/* States, limits and calls. Every call into Lua is protected; an error comes back with the template's place, which the
 * chunk names carry: a chunk is called "#N", N being the file's number in its target, and no path is cut short. */
#define _POSIX_C_SOURCE 200809L /* clock_gettime() */
#include "template/sandbox.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/diag.h"
#include "template/template.h"

enum { MOST_MEMORY = 256 << 20, HOOK_EVERY = 1000, MOST_STEPS = 100000000, STEPS_A_CLASS = 1000000, MOST_SECONDS = 60 };
enum { BYTES_A_STEP = 256, LARGE = 64 << 10, MOST_LIBRARIES = 16 };

#ifndef LISTED /* the bench measures what they bring */
#define LISTED SMALL
#endif

/* Registry keys: what the globals of the file hold and what its templates see of them; functions that all files share;
 * compiled templates by name; what `s` and `c` are; what target.lua returned. */
static const char key_globals, key_env, key_functions, key_chunks, key_schema, key_class, key_target;
const char sandbox_texts;

static size_t held(const struct sandbox *box)
{
    return box->memory + box->out.room + box->scratch.room + box->objects.total;
}

static void count_steps(lua_State *lua, lua_Debug *at);

/* Memory for what is small comes from an arena, and goes to a list of its size: a sixth of gen's time is malloc's
 * otherwise. */
static void *take(struct sandbox *box, size_t size)
{
    if (size > LISTED) return malloc(size);
    size_t grains = (size + GRAIN - 1) / GRAIN;
    struct spare *spare = box->spare[grains];
    if (!spare) return arena_alloc(&box->small, grains * GRAIN);
    box->spare[grains] = spare->next;
    return spare;
}

static void give_back(struct sandbox *box, void *old, size_t size)
{
    if (size > LISTED) {
        free(old);
    } else if (old) {
        struct spare *spare = old, **list = &box->spare[(size + GRAIN - 1) / GRAIN];
        spare->next = *list;
        *list = spare;
    }
}

static void *change(struct sandbox *box, void *old, size_t old_size, size_t size)
{
    if (old_size > LISTED && size > LISTED) return realloc(old, size);
    if (old && size && (old_size + GRAIN - 1) / GRAIN == (size + GRAIN - 1) / GRAIN) return old;
    void *made = size ? take(box, size) : NULL;
    if (made && old) memcpy(made, old, size < old_size ? size : old_size);
    if (made || !size) give_back(box, old, old_size);
    return made;
}

/* Memory costs steps too: what copies text takes as long as it is large. Where none are left only what is small is
 * given, so that a loop of large copies ends before the next count. From the first large text on the clock is looked at
 * for each instruction: one may compare it with another, which takes as long as they are. */
static void *allocate(void *with, void *old, size_t old_size, size_t size)
{
    struct sandbox *box = with;
    bool text = !old && old_size == LUA_TSTRING;
    if (!old) old_size = 0; /* it is the kind of the new object then */
    if (size > old_size && held(box) + (size - old_size) > MOST_MEMORY) return NULL;
    if (box->counted && size > LARGE && (box->left -= (long long)(size / BYTES_A_STEP)) < 0) return NULL;
    if (box->counted && size > LARGE && text) lua_sethook(box->lua, count_steps, LUA_MASKCOUNT, 1);
    void *made = change(box, old, old_size, size);
    if (made || !size) box->memory += size - old_size;
    return made;
}

static long long thread_time(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void check_clock(struct sandbox *box)
{
    if (thread_time() > box->deadline) luaL_error(box->lua, "the template ran more than %d seconds", MOST_SECONDS);
}

void sandbox_step(struct sandbox *box, size_t steps)
{
    if (!box->counted) return;
    box->left -= (long long)steps;
    if (box->left < 0)
        luaL_error(box->lua, "the template ran more than %d million steps", (int)(box->allowed / 1000000));
    if (steps > LARGE / BYTES_A_STEP) check_clock(box);
}

void sandbox_hold(struct sandbox *box, size_t more)
{
    if (held(box) + more > MOST_MEMORY) luaL_error(box->lua, "the template holds more than 256 MiB");
}

/* Steps are what decides, the same everywhere; the clock is for what they do not see, as comparing long strings. */
static void count_steps(lua_State *lua, lua_Debug *at)
{
    struct sandbox *box = sandbox_of(lua);
    (void)at;
    sandbox_step(box, (size_t)lua_gethookcount(lua));
    check_clock(box);
}

const struct target_file *target_file_of_chunk(const struct target *t, const char *chunk)
{
    if (!t || *chunk++ != '@' || *chunk++ != '#') return NULL;
    long n = strtol(chunk, NULL, 10);
    const struct target_file *f = t->files;
    while (f && n--) f = f->next;
    return f;
}

/* Notes the template lines that were running, the innermost aside. */
static void note_callers(lua_State *lua)
{
    struct sandbox *box = sandbox_of(lua);
    struct template_error *e = &box->failed;
    lua_Debug at;
    bool innermost = true;
    e->caller_count = 0;
    for (int level = 1; e->caller_count < MOST_CALLERS && lua_getstack(lua, level, &at); level++) {
        lua_getinfo(lua, "Sl", &at);
        const struct target_file *file = at.currentline > 0 ? target_file_of_chunk(box->target, at.source) : NULL;
        if (file && !innermost) e->callers[e->caller_count++] = (struct template_place){file, (unsigned)at.currentline};
        if (file) innermost = false;
    }
}

/* Gives an error the place of the innermost template line where it has none: errors of C functions called by C. */
static int add_place(lua_State *lua)
{
    lua_Debug at;
    const char *message = lua_tostring(lua, 1);
    note_callers(lua);
    if (!message) return lua_pushfstring(lua, "an error that is a %s", luaL_typename(lua, 1)), 1;
    if (*message == '#') return 1;
    for (int level = 1; lua_getstack(lua, level, &at); level++) {
        lua_getinfo(lua, "Sl", &at);
        if (at.currentline > 0) return lua_pushfstring(lua, "%s:%d: %s", at.source + 1, at.currentline, message), 1;
    }
    return 1;
}

static long number_of(const struct target *t, const struct target_file *file)
{
    long n = 0;
    for (const struct target_file *f = t->files; f && f != file; f = f->next) n++;
    return n;
}

/* Takes the message at the top apart: "#3:12: nil in ${x}". */
static bool fail(struct sandbox *box, struct template_error *error)
{
    const char *message = lua_tostring(box->lua, -1);
    *error = box->failed;
    error->file = box->running;
    if (message && *message == '#') {
        char *end;
        long n = strtol(message + 1, &end, 10);
        const struct target_file *f = box->target->files;
        while (f && n--) f = f->next;
        if (f && *end == ':') {
            error->file = f;
            error->line = (unsigned)strtoul(end + 1, &end, 10);
            message = *end == ':' ? end + 2 : end;
        }
    }
    if (!message) message = "an error without words";
    if (strcmp(message, "not enough memory") == 0) {
        bool spent = box->counted && box->left < 0;
        message = spent ? "the template makes too much text" : "the template holds more than 256 MiB";
    }
    error->message = arena_copy(box->arena, message, strlen(message));
    lua_settop(box->lua, box->base);
    return false;
}

/* Calls the function under `count` arguments. */
static bool call(struct sandbox *box, int count, int results, struct template_error *error)
{
    int at = lua_gettop(box->lua) - count;
    lua_pushcfunction(box->lua, add_place);
    lua_insert(box->lua, at);
    box->depth = 0;
    box->failed = (struct template_error){0};
    int status = lua_pcall(box->lua, count, results, at);
    if (status != LUA_OK) return fail(box, error);
    lua_remove(box->lua, at);
    return true;
}

static int no_global(lua_State *lua)
{
    const char *name = luaL_tolstring(lua, 2, NULL), *names[128];
    size_t count = 0;
    if (strcmp(name, "c") == 0) return luaL_error(lua, "'c' is there only in a file with each = \"class\"");
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &key_functions);
    for (lua_pushnil(lua); count < 128 && lua_next(lua, -2); lua_pop(lua, 1)) names[count++] = lua_tostring(lua, -2);
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &key_globals);
    for (lua_pushnil(lua); count < 128 && lua_next(lua, -2); lua_pop(lua, 1))
        if (lua_type(lua, -2) == LUA_TSTRING) names[count++] = lua_tostring(lua, -2);
    const char *near = strlen(name) < 64 ? diag_closest(slice_of(name), names, count) : NULL;
    if (!near) return luaL_error(lua, "there is no global '%s'", name);
    return luaL_error(lua, "there is no global '%s'; did you mean '%s'?", name, near);
}

static int define_global(lua_State *lua)
{
    if (!sandbox_of(lua)->defining)
        return luaL_error(lua, "the global '%s' cannot be assigned; write local", luaL_tolstring(lua, 2, NULL));
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &key_globals);
    lua_insert(lua, 2);
    lua_rawset(lua, 2);
    return 0;
}

static void set_metatable(lua_State *lua, int table, const char *name)
{
    lua_createtable(lua, 0, 1);
    lua_insert(lua, -2);
    lua_setfield(lua, -2, name);
    lua_setmetatable(lua, table);
}

static int open_state(lua_State *lua)
{
    struct sandbox *box = sandbox_of(lua);
    lua_open_model(box);
    lua_newtable(lua);
    lua_open_functions(box);
    lua_pushcfunction(lua, no_global);
    set_metatable(lua, lua_gettop(lua) - 1, "__index");
    lua_rawsetp(lua, LUA_REGISTRYINDEX, &key_functions);
    lua_newtable(lua);
    lua_rawsetp(lua, LUA_REGISTRYINDEX, &key_chunks);
    return 0;
}

bool sandbox_open(struct sandbox *box, const struct model *model, const struct target *target, struct arena *arena)
{
    *box = (struct sandbox){.model = *model, .target = target, .arena = arena};
    box->model.arena = &box->objects;
    box->lua = lua_newstate(allocate, box);
    if (!box->lua) return false;
    *(struct sandbox **)lua_getextraspace(box->lua) = box;
    lua_gc(box->lua, LUA_GCINC, 400, 400, 0); /* few rounds: a state holds some MB, and most of it dies young */
    /* Counting costs a tenth of all time. What is compiled into mofc ends by itself: its loops run over the model. */
    for (const struct target_file *f = target->files; f; f = f->next) box->counted |= !f->built_in;
    if (box->counted) lua_sethook(box->lua, count_steps, LUA_MASKCOUNT, HOOK_EVERY);
    box->left = box->allowed = MOST_STEPS;
    box->deadline = INT64_MAX;
    lua_pushcfunction(box->lua, open_state);
    bool opened = lua_pcall(box->lua, 0, 0, 0) == LUA_OK;
    if (!opened) sandbox_close(box);
    return opened;
}

void sandbox_close(struct sandbox *box)
{
    if (box->lua) lua_close(box->lua);
    box->lua = NULL;
    arena_free(&box->objects);
    arena_free(&box->small);
    text_free(&box->out);
    text_free(&box->scratch);
}

/* Leaves the compiled chunk on the stack. */
static bool load_chunk(struct sandbox *box, struct slice code, const struct target_file *file)
{
    char chunk[32];
    const char *number = lua_pushfstring(box->lua, "@#%d", (int)number_of(box->target, file));
    strncpy(chunk, number, sizeof chunk - 1)[sizeof chunk - 1] = '\0';
    lua_pop(box->lua, 1);
    return luaL_loadbufferx(box->lua, code.at ? code.at : "", code.len, chunk, "t") == LUA_OK;
}

/* Gives the chunk at the top the globals of this file. */
static void bind(lua_State *lua)
{
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &key_env);
    lua_setupvalue(lua, -2, 1);
}

/* Runs a file of Lua, compiled at its first use; its globals are the target's. */
static int run_lua_file(lua_State *lua)
{
    const struct target_file *file = lua_touserdata(lua, 1);
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &key_chunks);
    if (lua_getfield(lua, -1, file->name) != LUA_TFUNCTION) {
        lua_pop(lua, 1);
        if (!load_chunk(sandbox_of(lua), file->text, file)) return lua_error(lua);
        lua_pushvalue(lua, -1);
        lua_setfield(lua, -3, file->name);
    }
    bind(lua);
    lua_call(lua, 0, 1);
    return 1;
}

static bool run_file(struct sandbox *box, const struct target_file *file, struct template_error *error)
{
    box->running = file;
    box->defining = true;
    lua_pushcfunction(box->lua, run_lua_file);
    lua_pushlightuserdata(box->lua, (void *)(uintptr_t)file);
    bool fine = call(box, 1, 1, error);
    box->defining = false;
    return fine;
}

/* An empty table in front of the globals, so that every assignment is seen. */
static int open_globals(lua_State *lua)
{
    lua_newtable(lua);
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &key_schema);
    lua_setfield(lua, -2, "s");
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &key_class);
    lua_setfield(lua, -2, "c");
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &key_functions);
    set_metatable(lua, 1, "__index");
    if (!sandbox_of(lua)->counted) { /* what is compiled into mofc assigns none */
        lua_pushvalue(lua, 1);
        lua_rawsetp(lua, LUA_REGISTRYINDEX, &key_env);
        lua_rawsetp(lua, LUA_REGISTRYINDEX, &key_globals);
        return 0;
    }
    lua_createtable(lua, 0, 0);
    lua_createtable(lua, 0, 2);
    lua_pushvalue(lua, 1);
    lua_setfield(lua, -2, "__index");
    lua_pushcfunction(lua, define_global);
    lua_setfield(lua, -2, "__newindex");
    lua_setmetatable(lua, -2);
    lua_rawsetp(lua, LUA_REGISTRYINDEX, &key_env);
    lua_rawsetp(lua, LUA_REGISTRYINDEX, &key_globals);
    return 0;
}

static int begin_task(lua_State *lua)
{
    struct sandbox *box = sandbox_of(lua);
    const struct klass *k = lua_touserdata(lua, 1);
    lua_push_object(box, &(struct subject){&kind_schema, NULL, box->model.schema, NULL});
    lua_rawsetp(lua, LUA_REGISTRYINDEX, &key_schema);
    if (k) lua_push_object(box, &(struct subject){&kind_class, k, k, NULL});
    else lua_pushnil(lua);
    lua_rawsetp(lua, LUA_REGISTRYINDEX, &key_class);
    lua_newtable(lua);
    lua_rawsetp(lua, LUA_REGISTRYINDEX, &sandbox_texts);
    return 0;
}

static void start_counting(struct sandbox *box)
{
    box->left = box->allowed;
    if (box->counted) box->deadline = thread_time() + MOST_SECONDS * 1000000000LL;
}

bool sandbox_begin(struct sandbox *box, const struct klass *klass, struct template_error *error)
{
    box->allowed = MOST_STEPS + (klass ? 0 : STEPS_A_CLASS * (long long)box->model.schema->class_count);
    box->base = 0;
    lua_settop(box->lua, 0);
    start_counting(box);
    arena_clear(&box->objects); /* no object of the task before is named any more */
    lua_pushcfunction(box->lua, begin_task);
    lua_pushlightuserdata(box->lua, (void *)(uintptr_t)klass);
    return call(box, 1, 0, error);
}

static bool wrong(struct template_error *error, const struct target_file *file, const char *message)
{
    *error = (struct template_error){.file = file, .line = 1, .message = message};
    return false;
}

/* Puts the task's `s` and `c` into the globals that are there, and leaves what target.lua returned. */
static int renew_globals(lua_State *lua)
{
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &key_globals);
    lua_pushliteral(lua, "s");
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &key_schema);
    lua_rawset(lua, 1);
    lua_pushliteral(lua, "c");
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &key_class);
    lua_rawset(lua, 1);
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &key_target);
    return 1;
}

/* What target.lua names as `library`: a file, or a list of them. */
static bool run_libraries(struct sandbox *box, const struct target_file *root, struct template_error *error)
{
    lua_State *lua = box->lua;
    int type = lua_getfield(lua, 1, "library");
    if (type == LUA_TSTRING) {
        lua_createtable(lua, 1, 0);
        lua_insert(lua, 2);
        lua_rawseti(lua, 2, 1);
    } else if (type != LUA_TTABLE) {
        return type == LUA_TNIL || wrong(error, root, "'library' is the name of a file, or a list of names");
    }
    size_t count = lua_rawlen(lua, 2);
    if (count > MOST_LIBRARIES) return wrong(error, root, "it names more than 16 libraries");
    for (size_t i = 1; i <= count; i++) {
        const char *name = lua_rawgeti(lua, 2, (lua_Integer)i) == LUA_TSTRING ? lua_tostring(lua, -1) : "";
        const struct target_file *library = target_file(box->target, name);
        if (!library)
            return wrong(error, root, arena_printf(box->arena, "there is no library '%s' in its folder", name));
        if (!run_file(box, library, error)) return false;
        lua_settop(lua, 2);
    }
    return true;
}

/* Templates of a user's own find globals that no file before has touched. Those that are compiled into mofc keep
 * nothing in theirs, so their libraries need not run again. */
bool sandbox_enter(struct sandbox *box, struct template_error *error)
{
    const struct target_file *root = target_file(box->target, "target.lua");
    box->running = root;
    box->base = 0;
    lua_settop(box->lua, 0);
    start_counting(box);
    if (box->entered && !box->counted) {
        lua_pushcfunction(box->lua, renew_globals);
        box->base = 1;
        return call(box, 0, 1, error);
    }
    lua_pushcfunction(box->lua, open_globals);
    if (!call(box, 0, 0, error) || !run_file(box, root, error)) return false;
    if (!lua_istable(box->lua, 1)) return wrong(error, root, "target.lua must return a table");
    if (!run_libraries(box, root, error)) return false;
    lua_settop(box->lua, 1);
    lua_pushvalue(box->lua, 1);
    lua_rawsetp(box->lua, LUA_REGISTRYINDEX, &key_target);
    box->base = 1;
    box->entered = true;
    return true;
}

static void push_unknown(struct sandbox *box, const char *name)
{
    const char *names[128];
    size_t count = 0;
    for (const struct target_file *f = box->target->files; f && count < 128; f = f->next) names[count++] = f->name;
    const char *near = strlen(name) < 64 ? diag_closest(slice_of(name), names, count) : NULL;
    if (!near) lua_pushfstring(box->lua, "there is no template '%s' in target %s", name, box->target->name);
    else
        lua_pushfstring(box->lua, "there is no template '%s' in target %s; did you mean '%s'?", name, box->target->name,
                        near);
}

/* Pushes a compiled template; compiles it at its first use. False: an error message is at the top. */
bool sandbox_push(struct sandbox *box, const char *name, struct slice line)
{
    lua_State *lua = box->lua;
    const struct target_file *file = target_file(box->target, line.at ? "target.lua" : name);
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &key_chunks);
    if (lua_getfield(lua, -1, name) == LUA_TFUNCTION) return bind(lua), lua_remove(lua, -2), true;
    lua_pop(lua, 1);
    if (!file) return push_unknown(box, name), false;
    struct text code = {0};
    unsigned at;
    const char *message;
    bool loaded = template_compile(line.at ? line : file->text, &code, &at, &message);
    if (!loaded)
        lua_pushfstring(lua, "#%d:%d: %s", (int)number_of(box->target, file), (int)(line.at ? 1 : at), message);
    else loaded = load_chunk(box, (struct slice){code.at, (uint32_t)code.len}, file);
    text_free(&code);
    if (!loaded) return false;
    lua_pushvalue(lua, -1);
    lua_setfield(lua, -3, name);
    bind(lua);
    lua_remove(lua, -2);
    return true;
}

static int push_protected(lua_State *lua)
{
    struct slice *line = lua_touserdata(lua, 2);
    if (!sandbox_push(sandbox_of(lua), lua_tostring(lua, 1), *line)) return lua_error(lua);
    return 1;
}

/* Pushes a template where nothing else protects from an error. */
static bool push_safely(struct sandbox *box, const char *name, struct slice line, struct template_error *error)
{
    lua_pushcfunction(box->lua, push_protected);
    lua_pushstring(box->lua, name);
    lua_pushlightuserdata(box->lua, &line);
    return call(box, 2, 1, error);
}

bool sandbox_check(struct sandbox *box, const char *name, struct template_error *error)
{
    box->running = target_file(box->target, name);
    bool fine = push_safely(box, name, (struct slice){0}, error);
    lua_settop(box->lua, box->base);
    return fine;
}

bool sandbox_render(struct sandbox *box, const char *name, struct slice line, struct template_error *error)
{
    const struct target_file *file = target_file(box->target, line.at ? "target.lua" : name);
    box->running = file ? file : target_file(box->target, "target.lua");
    box->out.len = 0;
    return push_safely(box, name, line, error) && call(box, 0, 0, error);
}

static int ask(lua_State *lua)
{
    lua_pushvalue(lua, 1);
    lua_rawgetp(lua, LUA_REGISTRYINDEX, lua_toboolean(lua, 2) ? &key_class : &key_schema);
    lua_call(lua, 1, 1);
    return 1;
}

bool sandbox_ask(struct sandbox *box, int function, bool of_class, bool *yes, struct template_error *error)
{
    box->running = target_file(box->target, "target.lua");
    lua_pushcfunction(box->lua, ask);
    lua_pushvalue(box->lua, function);
    lua_pushboolean(box->lua, of_class);
    if (!call(box, 2, 1, error)) return false;
    *yes = lua_toboolean(box->lua, -1);
    lua_pop(box->lua, 1);
    return true;
}
