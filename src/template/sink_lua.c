/* The model as Lua values. Objects and lists are userdata, so that a template can read them and nothing else: an object
 * knows its subject, and a field is written through the walk when it is first asked for and kept in it. So a
 * template pays for what it reads: of the forty fields of a property most templates name ten. A field that the kind
 * does not have is an error, which is the strictness that templates are promised. */
#include <lauxlib.h>
#include <string.h>

#include "base/diag.h"
#include "model/walk.h"
#include "template/sandbox.h"

enum { DEEPEST = 16 }; /* of lists in lists */

struct lua_sink {
    struct sink sink;
    lua_State *lua;
    unsigned depth;
    lua_Integer counts[DEEPEST]; /* of the open lists */
};

static const char key_list, key_classes; /* registry keys: metatables; those of objects lie under their kinds */

static struct lua_sink *to_lua(struct sink *s) { return (struct lua_sink *)s; }

/* Moves the value at the top into the innermost list; outside any it stays. */
static void store(struct sink *s)
{
    struct lua_sink *l = to_lua(s);
    if (l->depth) lua_rawseti(l->lua, -2, ++l->counts[l->depth - 1]);
}

static void begin_list(struct sink *s, const char *name)
{
    struct lua_sink *l = to_lua(s);
    (void)name;
    if (l->depth == DEEPEST) luaL_error(l->lua, "the model is nested too deeply");
    luaL_checkstack(l->lua, 8, "the model");
    lua_createtable(l->lua, 4, 0);
    l->counts[l->depth++] = 0;
}

/* The list itself is a table that only its userdata can reach. What is compiled into mofc changes none, and has the
 * table. */
static void end_list(struct sink *s)
{
    struct lua_sink *l = to_lua(s);
    l->depth--;
    if (!sandbox_of(l->lua)->counted) {
        store(s);
        return;
    }
    lua_newuserdatauv(l->lua, 0, 1);
    lua_insert(l->lua, -2);
    lua_setiuservalue(l->lua, -2, 1);
    lua_rawgetp(l->lua, LUA_REGISTRYINDEX, &key_list);
    lua_setmetatable(l->lua, -2);
    store(s);
}

static void string(struct sink *s, const char *name, struct slice value)
{
    (void)name;
    lua_pushlstring(to_lua(s)->lua, value.at ? value.at : "", value.len);
    store(s);
}

static void integer(struct sink *s, const char *name, int64_t value)
{
    (void)name;
    lua_pushinteger(to_lua(s)->lua, value);
    store(s);
}

static void real(struct sink *s, const char *name, double value)
{
    (void)name;
    lua_pushnumber(to_lua(s)->lua, value);
    store(s);
}

static void boolean(struct sink *s, const char *name, bool value)
{
    (void)name;
    lua_pushboolean(to_lua(s)->lua, value);
    store(s);
}

/* Objects come whole through `object`, so none is begun. */
static const struct sink_ops ops;

static const struct field *all_fields(lua_State *lua, const struct kind *kind)
{
    return shape_fields(sandbox_of(lua)->model.shape, kind);
}

/* Pushes the value of a field. */
static void push_field(lua_State *lua, const struct field *f, const struct subject *of)
{
    struct sandbox *box = sandbox_of(lua);
    struct lua_sink sink = {.sink = {&ops, NULL}, .lua = lua};
    luaL_checkstack(lua, 20, "the model");
    f->write(&(struct walk){&box->model, &sink.sink, *of}, f->name);
    sandbox_hold(box, 0);
}

/* Makes all fields of the object at the top. */
static void write_fields(lua_State *lua, const struct subject *of)
{
    const struct field *fields = all_fields(lua, of->kind);
    for (int place = 1; fields->name; place++) {
        push_field(lua, fields++, of);
        lua_setiuservalue(lua, -2, place);
    }
}

static void object(struct sink *s, const char *name, const struct subject *of, bool whole)
{
    lua_State *lua = to_lua(s)->lua;
    (void)name;
    lua_push_object(sandbox_of(lua), of);
    if (whole) write_fields(lua, of);
    store(s);
}

/* s.classes: a list that makes each class when it is asked for and does not keep it. */
static void classes(struct sink *s, const char *name, const struct schema *schema)
{
    lua_State *lua = to_lua(s)->lua;
    (void)name;
    (void)schema; /* there is one: the sandbox's */
    lua_newuserdatauv(lua, 0, 0);
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &key_classes);
    lua_setmetatable(lua, -2);
    store(s);
}

static const struct sink_ops ops = {NULL, begin_list, end_list, string, integer, real, boolean, object, classes};

/* ---- what templates do with them ------------------------------------------------------------------------ */

static int read_only(lua_State *lua) { return luaL_error(lua, "the model is read-only; use a local"); }

static int no_index(lua_State *lua)
{
    return luaL_error(lua, "this is a list; it has no field '%s'",
                      lua_isstring(lua, 2) ? lua_tostring(lua, 2) : luaL_typename(lua, 2));
}

static int list_index(lua_State *lua)
{
    if (!lua_isinteger(lua, 2)) return no_index(lua);
    lua_getiuservalue(lua, 1, 1);
    lua_rawgeti(lua, -1, lua_tointeger(lua, 2));
    return 1;
}

static int list_length(lua_State *lua)
{
    lua_getiuservalue(lua, 1, 1);
    lua_pushinteger(lua, (lua_Integer)lua_rawlen(lua, -1));
    return 1;
}

static int classes_index(lua_State *lua)
{
    struct sandbox *box = sandbox_of(lua);
    const struct schema *schema = box->model.schema;
    if (!lua_isinteger(lua, 2)) return no_index(lua);
    lua_Integer n = lua_tointeger(lua, 2);
    if (n < 1 || (lua_Unsigned)n > schema->class_count) return lua_pushnil(lua), 1;
    const struct klass *k = schema->classes[n - 1];
    lua_push_object(box, &(struct subject){&kind_class, k, k, NULL});
    return 1;
}

static int classes_length(lua_State *lua)
{
    lua_pushinteger(lua, (lua_Integer)sandbox_of(lua)->model.schema->class_count);
    return 1;
}

static int no_field(lua_State *lua, const struct kind *kind)
{
    const char *names[128];
    size_t count = 0, len;
    const char *asked = lua_tolstring(lua, 2, &len);
    if (!asked) asked = luaL_typename(lua, 2), len = strlen(asked);
    for (const struct field *f = all_fields(lua, kind); f->name && count < 128; f++) names[count++] = f->name;
    const char *near = len < 64 ? diag_closest((struct slice){asked, (uint32_t)len}, names, count) : NULL;
    const char *article = strchr("aeiou", *kind->name) ? "an" : "a";
    if (!near) return luaL_error(lua, "%s %s has no field '%s'", article, kind->name, asked);
    return luaL_error(lua, "%s %s has no field '%s'; did you mean '%s'?", article, kind->name, asked, near);
}

/* Object and name are arguments. The upvalues: the fields, and their places by name. */
static int object_index(lua_State *lua)
{
    const struct subject *of = lua_touserdata(lua, 1);
    lua_pushvalue(lua, 2);
    lua_rawget(lua, lua_upvalueindex(2));
    int place = (int)lua_tointeger(lua, -1);
    if (!place) return no_field(lua, of->kind);
    if (lua_getiuservalue(lua, 1, place) != LUA_TNIL) return 1;
    push_field(lua, (const struct field *)lua_touserdata(lua, lua_upvalueindex(1)) + place - 1, of);
    lua_pushvalue(lua, -1);
    lua_setiuservalue(lua, 1, place);
    return 1;
}

const struct subject *lua_subject(lua_State *lua, int index)
{
    bool object = lua_type(lua, index) == LUA_TUSERDATA && lua_rawlen(lua, index) == sizeof(struct subject);
    return object ? lua_touserdata(lua, index) : NULL;
}

/* Two objects are one where they are about the same thing: a list may make its objects anew. */
static int object_equal(lua_State *lua)
{
    const struct subject *a = lua_subject(lua, 1), *b = lua_subject(lua, 2);
    lua_pushboolean(lua, a && b && a->kind == b->kind && a->klass == b->klass && a->of == b->of && a->in == b->in);
    return 1;
}

static void set(lua_State *lua, const char *name, lua_CFunction function)
{
    lua_pushcfunction(lua, function);
    lua_setfield(lua, -2, name);
}

/* Pushes the metatable for objects of one kind, made at the first; its item 1 says how many fields they have. */
static void push_kind(lua_State *lua, const struct kind *kind)
{
    if (lua_rawgetp(lua, LUA_REGISTRYINDEX, kind) == LUA_TTABLE) return;
    lua_pop(lua, 1);
    const struct field *fields = all_fields(lua, kind);
    lua_Integer count = 0;
    lua_createtable(lua, 1, 4);
    lua_pushlightuserdata(lua, (void *)(uintptr_t)fields);
    lua_newtable(lua);
    while (fields[count].name) {
        lua_pushinteger(lua, count + 1);
        lua_setfield(lua, -2, fields[count++].name);
    }
    lua_pushcclosure(lua, object_index, 2);
    lua_setfield(lua, -2, "__index");
    lua_pushinteger(lua, count);
    lua_rawseti(lua, -2, 1);
    set(lua, "__newindex", read_only);
    set(lua, "__eq", object_equal);
    lua_pushvalue(lua, -1);
    lua_rawsetp(lua, LUA_REGISTRYINDEX, kind);
}

static void make_list(lua_State *lua, const void *key, lua_CFunction index, lua_CFunction length)
{
    lua_createtable(lua, 0, 3);
    set(lua, "__index", index);
    set(lua, "__len", length);
    set(lua, "__newindex", read_only);
    lua_rawsetp(lua, LUA_REGISTRYINDEX, key);
}

void lua_open_model(struct sandbox *box)
{
    make_list(box->lua, &key_list, list_index, list_length);
    make_list(box->lua, &key_classes, classes_index, classes_length);
}

void lua_push_object(struct sandbox *box, const struct subject *of)
{
    lua_State *lua = box->lua;
    luaL_checkstack(lua, 8, "the model");
    push_kind(lua, of->kind);
    lua_rawgeti(lua, -1, 1);
    int fields = (int)lua_tointeger(lua, -1);
    *(struct subject *)lua_newuserdatauv(lua, sizeof *of, fields) = *of; /* its values: the fields, nil at first */
    lua_replace(lua, -2);
    lua_insert(lua, -2);
    lua_setmetatable(lua, -2);
}

bool lua_push_keys(lua_State *lua, int index)
{
    if (lua_type(lua, index) != LUA_TUSERDATA) return false;
    lua_newtable(lua);
    const struct subject *at = lua_subject(lua, index);
    if (!at) { /* a list */
        lua_Integer count = luaL_len(lua, index);
        for (lua_Integer i = 1; i <= count; i++) lua_pushinteger(lua, i), lua_rawseti(lua, -2, i);
        return true;
    }
    lua_Integer count = 0;
    for (const struct field *f = all_fields(lua, at->kind); f->name; f++) {
        lua_pushstring(lua, f->name);
        lua_rawseti(lua, -2, ++count);
    }
    return true;
}
