/* string.find, match, gmatch and gsub over pattern.h: as the Lua manual has them, with steps that are counted. */
#include <lauxlib.h>
#include <string.h>

#include "template/pattern.h"
#include "template/sandbox.h"

static struct pattern open_pattern(lua_State *lua, int subject, int pattern)
{
    size_t subject_len, len;
    const char *s = luaL_checklstring(lua, subject, &subject_len), *at = luaL_checklstring(lua, pattern, &len);
    return (struct pattern){
        .subject = s, .subject_end = s + subject_len, .at = at, .end = at + len, .steps = &sandbox_of(lua)->left};
}

/* An error of Lua where the matcher has met one. */
static void check(lua_State *lua, const struct pattern *p)
{
    if (p->error == pattern_spent) sandbox_step(sandbox_of(lua), 0);
    if (p->error) luaL_error(lua, "%s", p->error);
}

static const char *match_at(lua_State *lua, struct pattern *p, const char *s)
{
    const char *end = pattern_match(p, s);
    check(lua, p);
    return end;
}

/* The first match from `from` on; *begin is where it begins. */
static const char *search(lua_State *lua, struct pattern *p, const char *from, const char **begin)
{
    bool anchored = p->at < p->end && *p->at == '^';
    p->at += anchored;
    for (*begin = from; *begin <= p->subject_end; ++*begin) {
        const char *end = match_at(lua, p, *begin);
        if (end || anchored) return end;
    }
    return NULL;
}

/* Pushes a capture; the whole match where the pattern has none. */
static void push_capture(lua_State *lua, const struct pattern *p, int n, const char *begin, const char *end)
{
    if (n >= p->captures) {
        if (n) luaL_error(lua, "the pattern has no capture %d", n + 1);
        lua_pushlstring(lua, begin, (size_t)(end - begin));
        return;
    }
    ptrdiff_t len = p->capture[n].len;
    if (len == CAPTURE_OPEN) luaL_error(lua, "malformed pattern: a '(' has no ')'");
    if (len == CAPTURE_PLACE) lua_pushinteger(lua, p->capture[n].from - p->subject + 1);
    else lua_pushlstring(lua, p->capture[n].from, (size_t)len);
}

static int push_captures(lua_State *lua, const struct pattern *p, const char *begin, const char *end)
{
    int count = p->captures || !begin ? p->captures : 1;
    luaL_checkstack(lua, count, "too many captures");
    for (int i = 0; i < count; i++) push_capture(lua, p, i, begin, end);
    return count;
}

/* Where a search begins: an argument counts from 1, and from behind where it is negative. NULL: behind the end. */
static const char *start(lua_State *lua, const struct pattern *p, int argument)
{
    lua_Integer at = luaL_optinteger(lua, argument, 1), len = p->subject_end - p->subject;
    if (at < 0) at = at < -len ? 1 : len + at + 1;
    if (at == 0) at = 1;
    return at > len + 1 ? NULL : p->subject + at - 1;
}

static int find(lua_State *lua)
{
    struct pattern p = open_pattern(lua, 1, 2);
    const char *from = start(lua, &p, 3), *end = NULL, *begin = NULL;
    bool plain = lua_toboolean(lua, 4) || (size_t)(p.end - p.at) == strcspn(p.at, "^$*+?.([%-");
    if (from && plain) {
        begin = pattern_find_plain(&p, from);
        check(lua, &p);
        if (begin) end = begin + (p.end - p.at);
    } else if (from) {
        end = search(lua, &p, from, &begin);
    }
    if (!end) return lua_pushnil(lua), 1;
    lua_pushinteger(lua, begin - p.subject + 1);
    lua_pushinteger(lua, end - p.subject);
    return 2 + (plain ? 0 : push_captures(lua, &p, NULL, NULL));
}

static int match(lua_State *lua)
{
    struct pattern p = open_pattern(lua, 1, 2);
    const char *begin, *from = start(lua, &p, 3), *end = from ? search(lua, &p, from, &begin) : NULL;
    if (!end) return lua_pushnil(lua), 1;
    return push_captures(lua, &p, begin, end);
}

/* The upvalues: subject, pattern, where to go on, and where the last match ended (both from 0; -1: nowhere). */
static int next_match(lua_State *lua)
{
    struct pattern p = open_pattern(lua, lua_upvalueindex(1), lua_upvalueindex(2));
    const char *last = p.subject + lua_tointeger(lua, lua_upvalueindex(4));
    for (const char *s = p.subject + lua_tointeger(lua, lua_upvalueindex(3)); s <= p.subject_end; s++) {
        const char *end = match_at(lua, &p, s);
        if (!end || end == last) continue;
        lua_pushinteger(lua, end - p.subject);
        lua_copy(lua, -1, lua_upvalueindex(3));
        lua_replace(lua, lua_upvalueindex(4));
        return push_captures(lua, &p, s, end);
    }
    return 0;
}

static int gmatch(lua_State *lua)
{
    struct pattern p = open_pattern(lua, 1, 2);
    const char *from = start(lua, &p, 3);
    lua_settop(lua, 2);
    lua_pushinteger(lua, (from ? from : p.subject_end + 1) - p.subject);
    lua_pushinteger(lua, -1);
    lua_pushcclosure(lua, next_match, 4);
    return 1;
}

/* ---- gsub ----------------------------------------------------------------------------------------------- */

/* The text that stands for a match: %0 is the match, %1 a capture, %% a percent sign. */
static void add_replacement(lua_State *lua, luaL_Buffer *b, const struct pattern *p, const char *begin, const char *end)
{
    size_t len;
    const char *text = lua_tolstring(lua, 3, &len);
    for (const char *stop = text + len; text < stop; text++) {
        if (*text != '%') {
            luaL_addchar(b, *text);
            continue;
        }
        text++;
        if (text < stop && *text == '%') luaL_addchar(b, '%');
        else if (text < stop && *text == '0') luaL_addlstring(b, begin, (size_t)(end - begin));
        else if (text < stop && *text >= '1' && *text <= '9') {
            push_capture(lua, p, *text - '1', begin, end);
            luaL_tolstring(lua, -1, NULL);
            lua_remove(lua, -2);
            luaL_addvalue(b);
        } else luaL_error(lua, "'%%' in a replacement stands before a digit or another '%%'");
    }
}

static void add_value(lua_State *lua, luaL_Buffer *b, const struct pattern *p, const char *begin, const char *end)
{
    if (lua_type(lua, 3) == LUA_TFUNCTION) {
        lua_pushvalue(lua, 3);
        lua_call(lua, push_captures(lua, p, begin, end), 1);
    } else if (lua_type(lua, 3) == LUA_TTABLE || lua_type(lua, 3) == LUA_TUSERDATA) {
        push_capture(lua, p, 0, begin, end);
        lua_gettable(lua, 3);
    } else {
        add_replacement(lua, b, p, begin, end);
        return;
    }
    if (!lua_toboolean(lua, -1)) {
        lua_pop(lua, 1);
        lua_pushlstring(lua, begin, (size_t)(end - begin));
    } else if (!lua_isstring(lua, -1)) {
        luaL_error(lua, "a replacement is a %s; it must be a string, false or nil", luaL_typename(lua, -1));
    }
    luaL_addvalue(b);
}

static int gsub(lua_State *lua)
{
    struct pattern p = open_pattern(lua, 1, 2);
    int type = lua_type(lua, 3);
    luaL_argexpected(lua,
                     type == LUA_TSTRING || type == LUA_TNUMBER || type == LUA_TFUNCTION || type == LUA_TTABLE ||
                         type == LUA_TUSERDATA,
                     3, "string, function or table");
    lua_Integer most = luaL_optinteger(lua, 4, p.subject_end - p.subject + 1), count = 0;
    bool anchored = p.at < p.end && *p.at == '^';
    const char *last = NULL;
    luaL_Buffer b;
    p.at += anchored;
    luaL_buffinit(lua, &b);
    const char *s = p.subject;
    while (count < most) {
        const char *end = match_at(lua, &p, s);
        if (end && end != last) {
            count++;
            add_value(lua, &b, &p, s, end);
            s = last = end;
        } else if (s < p.subject_end) {
            luaL_addchar(&b, *s++);
        } else {
            break;
        }
        if (anchored) break;
    }
    luaL_addlstring(&b, s, (size_t)(p.subject_end - s));
    luaL_pushresult(&b);
    lua_pushinteger(lua, count);
    return 2;
}

void lua_open_patterns(lua_State *lua)
{
    static const luaL_Reg functions[] = {
        {"find", find}, {"match", match}, {"gmatch", gmatch}, {"gsub", gsub}, {NULL, NULL}};
    luaL_setfuncs(lua, functions, 0);
}
