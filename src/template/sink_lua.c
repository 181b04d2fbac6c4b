/* The model as Lua values. An object is an empty table that knows its subject; __index writes a field through the
 * walk when a template first asks for it and keeps it. So a template pays for what it reads: of the forty fields of a
 * property most templates name ten. A field that no kind has is an error, which is the strictness that templates are
 * promised. The subject's address lies under a light-userdata key that no template can name; the subject itself is in
 * the model's arena, for a template may keep an object as long as it likes. */
#include <lauxlib.h>

#include "model/walk.h"
#include "template/sandbox.h"

enum { DEEPEST = 16, OBJECT = -1 };

struct lua_sink {
    struct sink sink;
    lua_State *lua;
    unsigned depth;
    lua_Integer counts[DEEPEST]; /* of the open lists; OBJECT: an object */
    const char *names[DEEPEST];  /* what each is called in the one around it */
};

static const char key_subject, key_strict, key_kinds; /* their addresses are the keys */

static struct lua_sink *to_lua(struct sink *s)
{
    return (struct lua_sink *)s;
}

/* Moves the value at the top into the innermost table; outside any it stays. */
static void store(struct sink *s, const char *name)
{
    struct lua_sink *l = to_lua(s);
    if (!l->depth) return;
    lua_Integer *count = &l->counts[l->depth - 1];
    if (*count == OBJECT) lua_setfield(l->lua, -2, name);
    else lua_rawseti(l->lua, -2, ++*count);
}

static void begin(struct sink *s, const char *name, lua_Integer count)
{
    struct lua_sink *l = to_lua(s);
    if (l->depth == DEEPEST) luaL_error(l->lua, "the model is nested too deeply");
    luaL_checkstack(l->lua, 8, "the model");
    lua_createtable(l->lua, count == OBJECT ? 0 : 4, count == OBJECT ? 8 : 0);
    l->names[l->depth] = name;
    l->counts[l->depth++] = count;
}

static void begin_object(struct sink *s, const char *name)
{
    begin(s, name, OBJECT);
}

static void begin_list(struct sink *s, const char *name)
{
    begin(s, name, 0);
}

static void end(struct sink *s)
{
    struct lua_sink *l = to_lua(s);
    if (l->counts[--l->depth] == OBJECT) {
        lua_rawgetp(l->lua, LUA_REGISTRYINDEX, &key_strict);
        lua_setmetatable(l->lua, -2);
    }
    store(s, l->names[l->depth]);
}

static void string(struct sink *s, const char *name, struct slice value)
{
    lua_pushlstring(to_lua(s)->lua, value.at ? value.at : "", value.len);
    store(s, name);
}

static void integer(struct sink *s, const char *name, int64_t value)
{
    lua_pushinteger(to_lua(s)->lua, value);
    store(s, name);
}

static void real(struct sink *s, const char *name, double value)
{
    lua_pushnumber(to_lua(s)->lua, value);
    store(s, name);
}

static void boolean(struct sink *s, const char *name, bool value)
{
    lua_pushboolean(to_lua(s)->lua, value);
    store(s, name);
}

static void object(struct sink *s, const char *name, const struct subject *of)
{
    lua_push_object(sandbox_of(to_lua(s)->lua), of);
    store(s, name);
}

/* s.classes: a list that makes each class when it is asked for and does not keep it. */
static int classes_index(lua_State *lua)
{
    const struct schema *schema = sandbox_of(lua)->model->schema;
    if (!lua_isinteger(lua, 2))
        return luaL_error(lua, "the classes are a list; it has no field '%s'", luaL_tolstring(lua, 2, NULL));
    lua_Integer n = lua_tointeger(lua, 2);
    if (n < 1 || (lua_Unsigned)n > schema->class_count) return lua_pushnil(lua), 1;
    const struct klass *k = schema->classes[n - 1];
    lua_push_object(sandbox_of(lua), &(struct subject){&kind_class, k, k, NULL});
    return 1;
}

static int classes_length(lua_State *lua)
{
    lua_pushinteger(lua, (lua_Integer)sandbox_of(lua)->model->schema->class_count);
    return 1;
}

static int read_only(lua_State *lua)
{
    return luaL_error(lua, "the model is read-only; use a local");
}

static void classes(struct sink *s, const char *name, const struct schema *schema)
{
    lua_State *lua = to_lua(s)->lua;
    (void)schema; /* there is one: the sandbox's */
    lua_newtable(lua);
    lua_createtable(lua, 0, 3);
    lua_pushcfunction(lua, classes_index);
    lua_setfield(lua, -2, "__index");
    lua_pushcfunction(lua, classes_length);
    lua_setfield(lua, -2, "__len");
    lua_pushcfunction(lua, read_only);
    lua_setfield(lua, -2, "__newindex");
    lua_setmetatable(lua, -2);
    store(s, name);
}

static const struct sink_ops ops = {begin_object, begin_list, end, string, integer, real, boolean, object, classes};

static const void *pointer(lua_State *lua, int table, const void *key)
{
    lua_rawgetp(lua, table, key);
    const void *p = lua_touserdata(lua, -1);
    lua_pop(lua, 1);
    return p;
}

/* Makes the field whose name is at the top, keeps it in the object at `table` (an absolute index), and leaves it in the
 * name's place. */
static void make_field(lua_State *lua, int table, const struct field *f)
{
    struct lua_sink sink = {.sink = {&ops, NULL}, .lua = lua};
    const struct subject *at = pointer(lua, table, &key_subject);
    luaL_checkstack(lua, 20, "the model");
    f->write(&(struct walk){sandbox_of(lua)->model, &sink.sink, *at}, f->name);
    lua_pushvalue(lua, -1);
    lua_insert(lua, -3);
    lua_rawset(lua, table); /* past __newindex, which refuses a template's assignments */
}

static int object_index(lua_State *lua)
{
    lua_pushvalue(lua, 2);
    lua_rawget(lua, lua_upvalueindex(2));
    const struct field *f = lua_touserdata(lua, -1);
    if (!f) {
        const struct kind *kind = lua_touserdata(lua, lua_upvalueindex(1));
        return luaL_error(lua, "a %s has no field '%s'", kind->name, luaL_tolstring(lua, 2, NULL));
    }
    lua_pop(lua, 1);
    make_field(lua, 1, f);
    return 1;
}

/* The metatable for objects of one kind, made at the first: __index with the kind and its fields by name. */
static void push_kind(lua_State *lua, const struct kind *kind)
{
    if (lua_rawgetp(lua, LUA_REGISTRYINDEX, kind) == LUA_TTABLE) return;
    lua_pop(lua, 1);
    lua_createtable(lua, 0, 3);
    lua_pushlightuserdata(lua, (void *)(uintptr_t)kind);
    lua_newtable(lua);
    for (const struct field *f = shape_fields(sandbox_of(lua)->model->shape, kind); f->name; f++) {
        lua_pushlightuserdata(lua, (void *)(uintptr_t)f);
        lua_setfield(lua, -2, f->name);
    }
    lua_pushcclosure(lua, object_index, 2);
    lua_setfield(lua, -2, "__index");
    lua_pushcfunction(lua, read_only);
    lua_setfield(lua, -2, "__newindex");
    lua_pushlightuserdata(lua, (void *)(uintptr_t)kind);
    lua_rawsetp(lua, -2, &key_kinds);
    lua_pushvalue(lua, -1);
    lua_rawsetp(lua, LUA_REGISTRYINDEX, kind);
}

static int strict_index(lua_State *lua)
{
    return luaL_error(lua, "this object of the model has no field '%s'", luaL_tolstring(lua, 2, NULL));
}

void lua_open_model(struct sandbox *box)
{
    lua_createtable(box->lua, 0, 2);
    lua_pushcfunction(box->lua, strict_index);
    lua_setfield(box->lua, -2, "__index");
    lua_pushcfunction(box->lua, read_only);
    lua_setfield(box->lua, -2, "__newindex");
    lua_rawsetp(box->lua, LUA_REGISTRYINDEX, &key_strict);
}

void lua_push_object(struct sandbox *box, const struct subject *of)
{
    lua_State *lua = box->lua;
    struct subject *kept = arena_new(box->model->arena, struct subject);
    *kept = *of;
    luaL_checkstack(lua, 8, "the model");
    lua_createtable(lua, 0, 8);
    lua_pushlightuserdata(lua, kept);
    lua_rawsetp(lua, -2, &key_subject);
    push_kind(lua, of->kind);
    lua_setmetatable(lua, -2);
}

bool lua_complete_object(lua_State *lua, int index)
{
    if (!lua_getmetatable(lua, index)) return false;
    const struct kind *kind = pointer(lua, lua_gettop(lua), &key_kinds);
    lua_pop(lua, 1);
    if (!kind) return false;
    for (const struct field *f = shape_fields(sandbox_of(lua)->model->shape, kind); f->name; f++) {
        lua_pushstring(lua, f->name);
        lua_pushvalue(lua, -1);
        bool made = lua_rawget(lua, index) != LUA_TNIL;
        lua_pop(lua, 1);
        if (!made) make_field(lua, index, f);
        lua_pop(lua, 1);
    }
    return true;
}
