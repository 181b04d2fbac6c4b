/* Patterns: what find, match, gmatch and gsub of templates say is what Lua's own say, and they end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <lauxlib.h>
#include <lualib.h>
#include <cmocka.h>

#include "template/sandbox.h"

struct scene {
    struct sandbox box;
    lua_State *lua;
};

static int begin(void **state)
{
    static struct scene s;
    s.lua = s.box.lua = luaL_newstate();
    *(struct sandbox **)lua_getextraspace(s.lua) = &s.box;
    s.box.counted = true;
    luaL_openlibs(s.lua);
    lua_newtable(s.lua);
    lua_open_patterns(s.lua);
    lua_setglobal(s.lua, "ours");
    *state = &s;
    return 0;
}

static int finish(void **state)
{
    lua_close(((struct scene *)*state)->lua);
    return 0;
}

static void run(struct scene *s, const char *code)
{
    s->box.left = s->box.allowed = 1000000000;
    if (luaL_dostring(s->lua, code) != LUA_OK) fail_msg("%s", lua_tostring(s->lua, -1));
}

static const char helpers[] =
    "function shown(ok, ...)\n"
    "  if not ok then return 'error' end\n"
    "  local t = table.pack(...)\n"
    "  for i = 1, t.n do t[i] = tostring(t[i]) end\n"
    "  return table.concat(t, '|')\n"
    "end\n"
    "function all(f, s, p)\n"
    "  local t, n = {}, 0\n"
    "  for a, b in f.gmatch(s, p) do t[#t + 1] = tostring(a) .. '/' .. tostring(b); n = n + 1; if n > 50 then break "
    "end end\n"
    "  return table.concat(t, ',')\n"
    "end\n"
    "function same(s, p, ...)\n"
    "  for _, name in ipairs { 'find', 'match' } do\n"
    "    local want, got = shown(pcall(string[name], s, p, ...)), shown(pcall(ours[name], s, p, ...))\n"
    "    if want ~= got then error(name .. string.format(' %q %q', s, p) .. ': ' .. want .. ' but ' .. got) end\n"
    "  end\n"
    "  local want, got = shown(pcall(all, string, s, p)), shown(pcall(all, ours, s, p))\n"
    "  if want ~= got then error('gmatch ' .. string.format(' %q %q', s, p) .. ': ' .. want .. ' but ' .. got) end\n"
    "  for _, r in ipairs { '<%0>', '%1%%', function(a) return a == 'a' and 'X' end, { a = 1, b = false } } do\n"
    "    local want, got = shown(pcall(string.gsub, s, p, r)), shown(pcall(ours.gsub, s, p, r))\n"
    "    if want ~= got then error('gsub ' .. string.format(' %q %q', s, p) .. ': ' .. want .. ' but ' .. got) end\n"
    "  end\n"
    "end\n";

static void usual_patterns_match_as_in_lua(void **state)
{
    struct scene *s = *state;
    run(s, helpers);
    run(s, "for _, c in ipairs {\n"
           "  {'hello world', 'o'}, {'hello world', 'o', 6}, {'hello', 'l+'}, {'a.b', '.', 1, true}, {'key = value', "
           "'^(%w+)%s*=%s*(%w+)$'},\n"
           "  {'  x  ', '^%s*(.-)%s*$'}, {'f(a(b)c)d', '%b()'}, {'THE (quick) fox', '%f[%a]%a+'}, {'abab', '(ab)%1'}, "
           "{'', ''}, {'', '.-'},\n"
           "  {'aaa', 'a-', 2}, {'aaa', 'a?b?'}, {'x]y', '[]]'}, {'x^y', '[%^x]'}, {'x-y', '[a%-z]'}, {'a-z', "
           "'[+--]'}, {'a\\0b', '[%c]'},\n"
           "  {'abc', '()b()'}, {'abc', '[^b]+'}, {'abc', 'b', -1}, {'abc', 'b', -9}, {'abc', '', 10}, {'abc', '', 4}, "
           "{'a,b,,c', '([^,]*)'},\n"
           "  {'abc', '('}, {'abc', ')'}, {'abc', '%'}, {'abc', '[a'}, {'abc', '[a%'}, {'abc', '%b'}, {'abc', '%f'}, "
           "{'abc', '%1'}, {'abc', '(a)%2'},\n"
           "  {'One. Two! Three', '^.*[.!?]()%s'}, {'x = 1', '%p'}, {'\\xC3\\xA4', '%a'}, {'a$', 'a$'}, {'a$', '$'}, "
           "{'a$b', 'a$b'}, {'2024-01-02', '(%d+)-(%d+)-(%d+)'},\n"
           "  {'abc', '^a*'}, {'^^', '^^'}, {'a]', '[^]]'}, {'-', '[%a-]'}, {'deadBEEF', '%x+'}, {'(()', '%b()'}, {'a "
           "b', '%S'}, {'aXb', '%L'}\n"
           "} do same(table.unpack(c)) end");
}

/* Made at random from what patterns are made of; most are odd, and many are malformed. */
static void odd_patterns_match_as_in_lua(void **state)
{
    struct scene *s = *state;
    run(s, helpers);
    run(s, "math.randomseed(7)\n"
           "local parts = { 'a', 'b', '.', '%a', '%d', '%A', '[ab]', '[^a]', '[a-c]', '[%d_]', '*', '+', '-', '?', "
           "'(', ')', '()', '%1', '%b()', '%f[%a]', '^', '$', '%%', '%', '[' }\n"
           "local letters = { 'a', 'b', 'c', '1', '(', ')', ' ', '_', '%', '$' }\n"
           "local function some(list, most) local t = {} for i = 1, math.random(0, most) do t[i] = "
           "list[math.random(#list)] end return table.concat(t) end\n"
           "for i = 1, 30000 do same(some(letters, 8), some(parts, 6), math.random(-3, 4)) end");
}

static void explosive_patterns_are_stopped(void **state)
{
    struct scene *s = *state;
    static const char *const calls[] = {
        "find(('a'):rep(60), ('a*'):rep(30) .. 'b')", "match(('a'):rep(5000), '.-.-.-.-b')",
        "gsub(('a'):rep(100000), 'a*a*b', '')",       "find(('x'):rep(1 << 22), ('x'):rep(1 << 21) .. 'y', 1, true)",
        "find(('('):rep(1 << 20), '%b()')",           "gmatch(('a'):rep(5000), 'a-a-a-a-b')()"};
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        char code[200];
        s->box.left = s->box.allowed = 20000000;
        snprintf(code, sizeof code, "ours.%s", calls[i]);
        assert_int_not_equal(luaL_dostring(s->lua, code), LUA_OK);
        assert_non_null(strstr(lua_tostring(s->lua, -1), "million steps"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(usual_patterns_match_as_in_lua),
                                       cmocka_unit_test(odd_patterns_match_as_in_lua),
                                       cmocka_unit_test(explosive_patterns_are_stopped)};
    return cmocka_run_group_tests(tests, begin, finish);
}
