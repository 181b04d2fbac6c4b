/* States, limits and calls. Every call into Lua is protected; an error comes back with the template's place, which the
 * chunk names carry: a chunk is called "#N", N being the file's number in its target, and no path is cut short. */
#include "template/sandbox.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "model/walk.h"
#include "template/template.h"

enum { MOST_MEMORY = 256 << 20, HOOK_EVERY = 100000, MOST_STEPS = 100000000, STEPS_A_CLASS = 1000000 };

static const char key_env, key_chunks; /* registry keys: the globals, the compiled templates by name */

static void *allocate(void *with, void *old, size_t old_size, size_t size)
{
    struct sandbox *box = with;
    if (!old) old_size = 0; /* it is the kind of the new object then */
    if (size > old_size && box->memory + (size - old_size) > MOST_MEMORY) return NULL;
    void *made = pool_realloc(&box->pool, old, old_size, size);
    if (made || !size) box->memory += size - old_size;
    return made;
}

static void count_steps(lua_State *lua, lua_Debug *at)
{
    struct sandbox *box = sandbox_of(lua);
    (void)at;
    box->left -= HOOK_EVERY;
    if (box->left < 0)
        luaL_error(lua, "the template ran more than %d million instructions", (int)(box->allowed / 1000000));
}

/* Gives an error the place of the innermost template line where it has none: errors of C functions called by C. */
static int add_place(lua_State *lua)
{
    lua_Debug at;
    const char *message = lua_tostring(lua, 1);
    if (!message) return lua_pushfstring(lua, "an error that is a %s", luaL_typename(lua, 1)), 1;
    if (*message == '#') return 1;
    for (int level = 1; lua_getstack(lua, level, &at); level++) {
        lua_getinfo(lua, "Sl", &at);
        if (at.currentline > 0) return lua_pushfstring(lua, "%s:%d: %s", at.source + 1, at.currentline, message), 1;
    }
    return 1;
}

const struct target_file *target_file_of_chunk(const struct target *t, const char *chunk)
{
    if (!t || *chunk++ != '@' || *chunk++ != '#') return NULL;
    long n = strtol(chunk, NULL, 10);
    const struct target_file *f = t->files;
    while (f && n--) f = f->next;
    return f;
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
    *error = (struct template_error){.file = box->running};
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
    if (strcmp(message, "not enough memory") == 0) message = "the template holds more than 256 MiB";
    error->message = arena_copy(box->model->arena, message, strlen(message));
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
    int status = lua_pcall(box->lua, count, results, at);
    if (status != LUA_OK) return fail(box, error);
    lua_remove(box->lua, at);
    return true;
}

static int open_state(lua_State *lua)
{
    lua_open_model(sandbox_of(lua));
    return 0;
}

bool sandbox_open(struct sandbox *box, struct model *model)
{
    *box = (struct sandbox){.model = model};
    box->lua = lua_newstate(allocate, box);
    if (!box->lua) return false;
    *(struct sandbox **)lua_getextraspace(box->lua) = box;
    lua_gc(box->lua, LUA_GCGEN, 0, 0); /* what a render makes dies with it, and small memory stays in the caches */
    box->left = box->allowed = MOST_STEPS;
    lua_pushcfunction(box->lua, open_state);
    bool opened = lua_pcall(box->lua, 0, 0, 0) == LUA_OK;
    if (!opened) sandbox_close(box);
    return opened;
}

void sandbox_close(struct sandbox *box)
{
    box->lua = NULL;
    pool_free(&box->pool); /* no object of a template has a finalizer: what Lua holds is memory alone */
    text_free(&box->out);
    text_free(&box->scratch);
}

static int no_global(lua_State *lua)
{
    const char *name = luaL_tolstring(lua, 2, NULL);
    if (strcmp(name, "c") == 0) return luaL_error(lua, "'c' is there only in a file with each = \"class\"");
    return luaL_error(lua, "there is no global '%s'", name);
}

static int no_assignment(lua_State *lua)
{
    return luaL_error(lua, "the global '%s' cannot be assigned; write local", luaL_tolstring(lua, 2, NULL));
}

/* Leaves the compiled chunk on the stack, with the target's globals. `shift` lines stand before the text. */
static bool load_chunk(struct sandbox *box, struct slice code, const struct target_file *file)
{
    char chunk[32];
    const char *number = lua_pushfstring(box->lua, "@#%d", (int)number_of(box->target, file));
    strncpy(chunk, number, sizeof chunk - 1)[sizeof chunk - 1] = '\0';
    lua_pop(box->lua, 1);
    if (luaL_loadbufferx(box->lua, code.at ? code.at : "", code.len, chunk, "t") != LUA_OK) return false;
    lua_rawgetp(box->lua, LUA_REGISTRYINDEX, &key_env);
    lua_setupvalue(box->lua, -2, 1);
    return true;
}

static bool run_lua_file(struct sandbox *box, const struct target_file *file, int results, struct template_error *error)
{
    box->running = file;
    box->left = box->allowed = MOST_STEPS;
    if (!load_chunk(box, file->text, file)) return fail(box, error);
    return call(box, 0, results, error);
}

static int open_globals(lua_State *lua)
{
    struct sandbox *box = sandbox_of(lua);
    lua_newtable(lua);
    lua_open_functions(box);
    lua_push_object(box, &(struct subject){&kind_schema, NULL, box->model->schema, NULL});
    lua_setfield(lua, -2, "s");
    lua_createtable(lua, 0, 3);
    lua_pushcfunction(lua, no_global);
    lua_setfield(lua, -2, "__index");
    lua_setmetatable(lua, -2);
    lua_rawsetp(lua, LUA_REGISTRYINDEX, &key_env);
    lua_newtable(lua);
    lua_rawsetp(lua, LUA_REGISTRYINDEX, &key_chunks);
    return 0;
}

static void freeze_globals(lua_State *lua)
{
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &key_env);
    lua_getmetatable(lua, -1);
    lua_pushcfunction(lua, no_assignment);
    lua_setfield(lua, -2, "__newindex");
    lua_pop(lua, 2);
}

static bool wrong(struct template_error *error, const struct target_file *file, const char *message)
{
    *error = (struct template_error){file, 1, message};
    return false;
}

/* Counting costs a tenth of all time. What is compiled into mofc ends by itself: its loops run over the model. */
static void count_unless_built_in(struct sandbox *box, const struct target *target)
{
    bool all = true;
    for (const struct target_file *f = target->files; f; f = f->next) all &= f->built_in;
    lua_sethook(box->lua, all ? NULL : count_steps, all ? 0 : LUA_MASKCOUNT, HOOK_EVERY);
}

bool sandbox_enter(struct sandbox *box, const struct target *target, struct template_error *error)
{
    const struct target_file *root = target_file(target, "target.lua");
    box->target = target;
    box->running = root;
    box->base = 0;
    lua_settop(box->lua, 0);
    count_unless_built_in(box, target);
    lua_pushcfunction(box->lua, open_globals);
    if (!call(box, 0, 0, error) || !run_lua_file(box, root, 1, error)) return false;
    if (!lua_istable(box->lua, 1)) return wrong(error, root, "target.lua must return a table");
    if (lua_getfield(box->lua, 1, "library") == LUA_TSTRING) {
        const struct target_file *library = target_file(target, lua_tostring(box->lua, -1));
        if (!library) return wrong(error, root, "the library that it names is not in the target's folder");
        if (!run_lua_file(box, library, 0, error)) return false;
    }
    lua_settop(box->lua, 1);
    freeze_globals(box->lua);
    box->base = 1;
    return true;
}

/* Pushes a compiled template; compiles it at its first use. False: an error message is at the top. */
bool sandbox_push(struct sandbox *box, const char *name, struct slice line)
{
    lua_State *lua = box->lua;
    const struct target_file *file = target_file(box->target, line.at ? "target.lua" : name);
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &key_chunks);
    if (lua_getfield(lua, -1, name) == LUA_TFUNCTION) return lua_remove(lua, -2), true;
    lua_pop(lua, 1);
    if (!file) return lua_pushfstring(lua, "there is no template '%s' in target %s", name, box->target->name), false;
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

static int set_class(lua_State *lua)
{
    const struct klass *k = lua_touserdata(lua, 1);
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &key_env);
    lua_pushstring(lua, "c");
    if (k) lua_push_object(sandbox_of(lua), &(struct subject){&kind_class, k, k, NULL});
    else lua_pushnil(lua);
    lua_rawset(lua, -3);
    return 0;
}

bool sandbox_class(struct sandbox *box, const struct klass *klass, struct template_error *error)
{
    box->left = box->allowed = MOST_STEPS + (klass ? 0 : STEPS_A_CLASS * (long long)box->model->schema->class_count);
    lua_pushcfunction(box->lua, set_class);
    lua_pushlightuserdata(box->lua, (void *)(uintptr_t)klass);
    return call(box, 1, 0, error);
}

bool sandbox_render(struct sandbox *box, const char *name, struct slice line, struct template_error *error)
{
    const struct target_file *file = target_file(box->target, line.at ? "target.lua" : name);
    box->running = file ? file : target_file(box->target, "target.lua");
    box->out.len = 0;
    box->left = box->allowed;
    return push_safely(box, name, line, error) && call(box, 0, 0, error);
}

static int ask(lua_State *lua)
{
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &key_env);
    lua_pushvalue(lua, 1);
    lua_pushstring(lua, lua_toboolean(lua, 2) ? "c" : "s");
    lua_rawget(lua, -3);
    lua_call(lua, 1, 1);
    return 1;
}

bool sandbox_ask(struct sandbox *box, int function, bool of_class, bool *yes, struct template_error *error)
{
    box->running = target_file(box->target, "target.lua");
    box->left = box->allowed;
    lua_pushcfunction(box->lua, ask);
    lua_pushvalue(box->lua, function);
    lua_pushboolean(box->lua, of_class);
    if (!call(box, 2, 1, error)) return false;
    *yes = lua_toboolean(box->lua, -1);
    lua_pop(box->lua, 1);
    return true;
}
