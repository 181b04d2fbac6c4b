/* The functions that a template sees: put and include, the escapers, and what is left of Lua's own libraries. Whatever
 * could print an address, read the clock, follow a hash's order or run for long inside C is taken away or replaced. */
#include <lauxlib.h>
#include <limits.h>
#include <lualib.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/escape.h"
#include "template/sandbox.h"
#include "template/template.h"

enum { MOST_INCLUDES = 32, BYTES_A_STEP = 16 };

/* -- put and include ------------------------------------------------------------------------------------ */

static const struct target_file *caller_file(lua_State *lua, int *line)
{
    lua_Debug at;
    if (!lua_getstack(lua, 1, &at) || !lua_getinfo(lua, "Sl", &at)) return NULL;
    *line = at.currentline;
    return target_file_of_chunk(sandbox_of(lua)->target, at.source);
}

/* A value that ${} cannot insert: says which expression it was. */
static int refuse(lua_State *lua, int argument)
{
    int line = 0;
    const struct target_file *f = caller_file(lua, &line);
    struct slice written = {0};
    if (f && line > 0) written = template_expression(f->text, (unsigned)line, (unsigned)argument / 2);
    const char *what =
        lua_isboolean(lua, argument) ? (lua_toboolean(lua, argument) ? "true" : "false")
        : lua_isnil(lua, argument)
            ? "nil"
            : lua_pushfstring(lua, "a %s", lua_isuserdata(lua, argument) ? "table" : luaL_typename(lua, argument));
    lua_pushlstring(lua, written.at ? written.at : "", written.len);
    return luaL_error(lua, "%s in ${%s}", what, lua_tostring(lua, -1));
}

static int put(lua_State *lua)
{
    struct sandbox *box = sandbox_of(lua);
    struct text *out = &box->out;
    int count = lua_gettop(lua);
    for (int i = 1; i <= count; i++) {
        size_t len;
        int type = lua_type(lua, i);
        if (type != LUA_TSTRING && type != LUA_TNUMBER) return refuse(lua, i);
        const char *s = lua_tolstring(lua, i, &len);
        if (out->len + len >= out->room) sandbox_hold(box, out->room + len); /* it is about to double */
        text_add(out, s, len);
    }
    return 0;
}

static int include(lua_State *lua)
{
    struct sandbox *box = sandbox_of(lua);
    const char *name = luaL_checkstring(lua, 1);
    if (box->depth == MOST_INCLUDES)
        return luaL_error(lua, "templates include each other more than %d deep", MOST_INCLUDES);
    if (!sandbox_push(box, name, (struct slice){0})) return lua_error(lua);
    lua_replace(lua, 1);
    box->depth++;
    lua_call(lua, lua_gettop(lua) - 1, 0);
    box->depth--;
    return 0;
}

/* The text of an include; what stood before it stays. */
static int capture(lua_State *lua)
{
    struct text *out = &sandbox_of(lua)->out;
    size_t before = out->len;
    include(lua);
    lua_pushlstring(lua, out->at ? out->at + before : "", out->len - before);
    out->len = before;
    return 1;
}

/* Pushes what a text is known by: its template and the object that it is about. */
static void push_key(lua_State *lua)
{
    const struct subject *about = lua_subject(lua, 2);
    lua_pushvalue(lua, 1);
    lua_pushlstring(lua, (const char *)about, about ? sizeof *about : 0);
    lua_concat(lua, 2);
}

static int once(lua_State *lua)
{
    luaL_checkstring(lua, 1);
    push_key(lua);
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &sandbox_texts);
    lua_pushvalue(lua, -2);
    if (lua_rawget(lua, -2) != LUA_TNIL) return 1;
    lua_pop(lua, 1);
    lua_insert(lua, 1);
    lua_insert(lua, 2); /* the table, the key, and what `capture` is given */
    lua_pushcfunction(lua, capture);
    lua_insert(lua, 3);
    lua_call(lua, lua_gettop(lua) - 3, 1);
    lua_pushvalue(lua, -1);
    lua_insert(lua, 1);
    lua_rawset(lua, 2);
    lua_settop(lua, 1);
    return 1;
}

/* -- escapers ------------------------------------------------------------------------------------------- */

/* A text of which an escape makes at most `times` as many bytes, one step for each that it reads. */
static struct slice check_text(lua_State *lua, int argument, size_t times)
{
    size_t len;
    const char *s = luaL_checklstring(lua, argument, &len);
    sandbox_hold(sandbox_of(lua), len * times);
    sandbox_step(sandbox_of(lua), len);
    return (struct slice){s, (uint32_t)len};
}

enum { WORST_ESCAPE = 8, WORST_STRINGS = 160 }; /* c_strings keeps a list of the lines */

/* Runs an escape and returns its text as a Lua string. The buffer is the sandbox's, so an error leaks nothing. */
#define ESCAPER(function, call)                                 \
    static int function(lua_State *lua)                         \
    {                                                           \
        struct text *out = &sandbox_of(lua)->scratch;           \
        struct slice s = check_text(lua, 1, WORST_ESCAPE);      \
        out->len = 0;                                           \
        call;                                                   \
        lua_pushlstring(lua, out->at ? out->at : "", out->len); \
        return 1;                                               \
    }
ESCAPER(lib_c_string, escape_c_string(out, s))
ESCAPER(lib_c_strings, escape_c_strings(out, s, luaL_checkstring(lua, 2)))
ESCAPER(lib_c_comment, escape_c_comment(out, s))
ESCAPER(lib_c_identifier, escape_identifier(out, s))
ESCAPER(lib_sql_string, escape_sql_string(out, s, strcmp(luaL_optstring(lua, 2, ""), "mysql") == 0))
ESCAPER(lib_sql_name, escape_sql_name(out, s, *luaL_optstring(lua, 2, "\"")))
ESCAPER(lib_sql_statements, escape_sql_statements(out, s))
ESCAPER(lib_sql_comment, escape_line(out, s))
ESCAPER(lib_line_comment, escape_line_comment(out, s))
ESCAPER(lib_markdown, escape_markdown(out, s))
ESCAPER(lib_html, escape_html(out, s))
ESCAPER(lib_json_string, escape_json_string(out, s))
ESCAPER(lib_wrap, text_wrap(out, s, (unsigned)luaL_checkinteger(lua, 2), check_text(lua, 3, 1)))
ESCAPER(lib_pad, text_pad(out, s, (int)luaL_checkinteger(lua, 2)))

/* Every blank may end a line, and each line begins with the prefix. */
static int checked_wrap(lua_State *lua)
{
    size_t lines = 1, len;
    struct slice s = check_text(lua, 1, 1);
    luaL_checklstring(lua, 3, &len);
    for (uint32_t i = 0; i < s.len; i++) lines += ascii_is_space(s.at[i]);
    sandbox_hold(sandbox_of(lua), lines * (len + 2));
    sandbox_step(sandbox_of(lua), lines * len / BYTES_A_STEP);
    return lib_wrap(lua);
}

static int checked_strings(lua_State *lua)
{
    size_t lines = 1;
    struct slice s = check_text(lua, 1, WORST_ESCAPE);
    for (uint32_t i = 0; i < s.len; i++) lines += s.at[i] == '\n';
    sandbox_hold(sandbox_of(lua), lines * (WORST_STRINGS + strlen(luaL_checkstring(lua, 2))));
    return lib_c_strings(lua);
}

/* fill(head, parts, indent, width): see the table of functions. */
static int lib_fill(lua_State *lua)
{
    struct text *out = &sandbox_of(lua)->scratch;
    struct slice head = check_text(lua, 1, 1);
    lua_Integer indent = luaL_checkinteger(lua, 3), width = luaL_checkinteger(lua, 4), count = luaL_len(lua, 2);
    luaL_argcheck(lua, indent >= 0 && indent <= 1000, 3, "an indent is 0 to 1000");
    out->len = 0;
    text_add_slice(out, head);
    size_t line = head.len;
    for (lua_Integer i = 1; i <= count; i++) {
        size_t len;
        if (lua_geti(lua, 2, i) != LUA_TSTRING) return luaL_argerror(lua, 2, "the parts are strings");
        const char *part = lua_tolstring(lua, -1, &len);
        sandbox_hold(sandbox_of(lua), out->len + len + (size_t)indent);
        sandbox_step(sandbox_of(lua), (len + (size_t)indent) / BYTES_A_STEP + 1);
        len += i < count;
        bool breaks = i > 1 && line + 1 + len > (size_t)(width > 0 ? width : 0);
        if (breaks) text_add_char(out, '\n');
        for (lua_Integer n = breaks ? indent : i > 1; n > 0; n--) text_add_char(out, ' ');
        line = (breaks ? (size_t)indent : line + (i > 1)) + len;
        text_add(out, part, i < count ? len - 1 : len);
        if (i < count) text_add_char(out, ',');
        lua_pop(lua, 1);
    }
    lua_pushlstring(lua, out->at ? out->at : "", out->len);
    return 1;
}

/* pad's width is bounded before the loop inside it runs. */
static int checked_pad(lua_State *lua)
{
    lua_Integer width = luaL_checkinteger(lua, 2);
    luaL_argcheck(lua, width >= -1000 && width <= 1000, 2, "a width is at most 1000");
    return lib_pad(lua);
}

/* -- what is left of Lua -------------------------------------------------------------------------------- */

/* `<`; texts cost as many steps as they are long. */
static bool plain_less(lua_State *lua, int a, int b)
{
    if (lua_type(lua, a) == LUA_TSTRING && lua_type(lua, b) == LUA_TSTRING) {
        size_t left = lua_rawlen(lua, a), right = lua_rawlen(lua, b);
        sandbox_step(sandbox_of(lua), (left < right ? left : right) / BYTES_A_STEP);
    }
    return lua_compare(lua, a, b, LUA_OPLT);
}

/* Numbers stand before strings. */
static bool key_less(lua_State *lua, int a, int b)
{
    bool left = lua_type(lua, a) == LUA_TNUMBER, right = lua_type(lua, b) == LUA_TNUMBER;
    return left != right ? left : plain_less(lua, a, b);
}

/* By the function at index 2, or by `<` where there is none. */
static bool item_less(lua_State *lua, int a, int b)
{
    if (lua_isnoneornil(lua, 2)) return plain_less(lua, a, b);
    lua_pushvalue(lua, 2);
    lua_pushvalue(lua, a);
    lua_pushvalue(lua, b);
    lua_call(lua, 2, 1);
    bool less = lua_toboolean(lua, -1);
    lua_pop(lua, 1);
    return less;
}

typedef bool less_than(lua_State *lua, int a, int b);

/* Merges two sorted parts of the table at `from` into the one at `to`. */
static void merge(lua_State *lua, int from, int to, lua_Integer low, lua_Integer middle, lua_Integer high,
                  less_than *less)
{
    for (lua_Integer left = low, right = middle, at = low; at < high; at++) {
        bool take_right = left == middle;
        if (left < middle && right < high) {
            lua_rawgeti(lua, from, right);
            lua_rawgeti(lua, from, left);
            take_right = less(lua, lua_gettop(lua) - 1, lua_gettop(lua));
            lua_pop(lua, 2);
        }
        lua_rawgeti(lua, from, take_right ? right++ : left++);
        lua_rawseti(lua, to, at);
    }
}

/* Sorts the items of the table at an index; those that are equal keep their order. Lua's own sort is not stable, and
 * chooses by the clock where an order is unlucky. */
static void sort_items(lua_State *lua, int table, less_than *less)
{
    lua_Integer count = (lua_Integer)lua_rawlen(lua, table);
    lua_createtable(lua, (int)(count < INT_MAX ? count : 0), 0);
    int from = table, to = lua_gettop(lua);
    luaL_checkstack(lua, 8, "sort");
    for (lua_Integer width = 1; width < count; width *= 2) {
        sandbox_step(sandbox_of(lua), (size_t)count);
        for (lua_Integer low = 1; low <= count; low += 2 * width) {
            lua_Integer middle = low + width, high = middle + width;
            merge(lua, from, to, low, middle <= count ? middle : count + 1, high <= count ? high : count + 1, less);
        }
        int other = from;
        from = to;
        to = other;
    }
    for (lua_Integer i = 1; from != table && i <= count; i++) lua_rawgeti(lua, from, i), lua_rawseti(lua, table, i);
}

static int lib_sort(lua_State *lua)
{
    luaL_argcheck(lua, lua_type(lua, 1) == LUA_TTABLE, 1, "a table is sorted, and the model is read-only");
    lua_settop(lua, 2);
    sort_items(lua, 1, item_less);
    return 0;
}

static int next_sorted(lua_State *lua)
{
    lua_Integer n = lua_tointeger(lua, lua_upvalueindex(3)) + 1;
    lua_pushinteger(lua, n);
    lua_replace(lua, lua_upvalueindex(3));
    if (lua_rawgeti(lua, lua_upvalueindex(2), n) == LUA_TNIL) return 1;
    lua_pushvalue(lua, -1);
    lua_gettable(lua, lua_upvalueindex(1));
    return 2;
}

/* pairs in the order of its keys: numbers, then strings; a hash's own order differs from run to run. */
static int sorted_pairs(lua_State *lua)
{
    lua_Integer count = 0;
    lua_settop(lua, 1);
    if (!lua_push_keys(lua, 1)) {
        luaL_checktype(lua, 1, LUA_TTABLE);
        lua_newtable(lua);
        for (lua_pushnil(lua); lua_next(lua, 1);) {
            lua_pop(lua, 1);
            int type = lua_type(lua, -1);
            if (type != LUA_TNUMBER && type != LUA_TSTRING)
                return luaL_error(lua, "pairs: a key is a %s, which has no order", lua_typename(lua, type));
            lua_pushvalue(lua, -1);
            lua_rawseti(lua, 2, ++count);
        }
    }
    sort_items(lua, 2, key_less);
    lua_settop(lua, 2);
    lua_pushinteger(lua, 0);
    lua_pushcclosure(lua, next_sorted, 3);
    return 1;
}

/* An object or a list of the model is a table to whoever asks. */
static int lib_type(lua_State *lua)
{
    luaL_checkany(lua, 1);
    int type = lua_type(lua, 1);
    lua_pushstring(lua, lua_typename(lua, type == LUA_TUSERDATA ? LUA_TTABLE : type));
    return 1;
}

static void check_scalar(lua_State *lua, int argument)
{
    int type = lua_type(lua, argument);
    bool scalar = type == LUA_TNIL || type == LUA_TBOOLEAN || type == LUA_TNUMBER || type == LUA_TSTRING;
    if (!scalar) luaL_argerror(lua, argument, "this prints an address, which differs from run to run");
}

static int checked_tostring(lua_State *lua)
{
    luaL_checkany(lua, 1);
    check_scalar(lua, 1);
    luaL_tolstring(lua, 1, NULL);
    return 1;
}

/* Runs a function of Lua's libraries, whose time grows with its arguments, and takes steps for them. */
static int counted(lua_State *lua)
{
    size_t cost = 0;
    for (int i = lua_gettop(lua); i > 0; i--) {
        int type = lua_type(lua, i);
        if (type == LUA_TSTRING) cost += lua_rawlen(lua, i) / BYTES_A_STEP;
        else if (type == LUA_TTABLE) cost += lua_rawlen(lua, i) / 4;
    }
    if (cost) sandbox_step(sandbox_of(lua), cost);
    return lua_tocfunction(lua, lua_upvalueindex(1))(lua);
}

static int checked_format(lua_State *lua)
{
    int count = lua_gettop(lua);
    for (const char *p = luaL_checkstring(lua, 1); (p = strchr(p, '%')); p += p[1] ? 2 : 1) {
        size_t flags = strspn(p + 1, "-+ #0123456789.");
        if (p[1 + flags] == 'p') return luaL_argerror(lua, 1, "'%p' prints an address");
    }
    for (int i = 2; i <= count; i++) check_scalar(lua, i);
    return counted(lua);
}

/* At a list's end it moves nothing: a list of any length is built in as many steps as it has items. */
static int checked_insert(lua_State *lua)
{
    return lua_gettop(lua) == 2 ? lua_tocfunction(lua, lua_upvalueindex(1))(lua) : counted(lua);
}

/* It takes its time for each item, an empty one too. */
static int checked_concat(lua_State *lua)
{
    if (lua_istable(lua, 1)) sandbox_step(sandbox_of(lua), 2 * lua_rawlen(lua, 1));
    return counted(lua);
}

static int library_read_only(lua_State *lua)
{
    return luaL_error(lua, "'%s' cannot be assigned: libraries are read-only", luaL_tolstring(lua, 2, NULL));
}

/* Puts a counted function in the place of each that the table at the top has. Not in a state whose templates are all
 * compiled into mofc. */
static void count_functions(lua_State *lua)
{
    for (lua_pushnil(lua); lua_next(lua, -2);) {
        lua_CFunction function = lua_tocfunction(lua, -1);
        lua_pop(lua, 1);
        if (!function) continue;
        const char *name = lua_tostring(lua, -1);
        bool formats = strcmp(name, "format") == 0, inserts = strcmp(name, "insert") == 0,
             joins = strcmp(name, "concat") == 0;
        lua_pushvalue(lua, -1);
        lua_pushcfunction(lua, function);
        lua_pushcclosure(lua,
                         formats   ? checked_format
                         : inserts ? checked_insert
                         : joins   ? checked_concat
                                   : counted,
                         1);
        lua_rawset(lua, -4);
    }
}

/* Opens a library, drops some of its functions, puts ours in the place of others, and stores a read-only view of it in
 * the table at the top. */
static void open_library(lua_State *lua, const char *name, lua_CFunction open, const char *const *dropped)
{
    luaL_requiref(lua, name, open, 0);
    for (; *dropped; dropped++) lua_pushnil(lua), lua_setfield(lua, -2, *dropped);
    if (sandbox_of(lua)->counted) count_functions(lua);
    if (open == luaopen_string) lua_open_patterns(lua);
    if (open == luaopen_table) lua_pushcfunction(lua, lib_sort), lua_setfield(lua, -2, "sort");
    lua_newtable(lua);
    lua_createtable(lua, 0, 2);
    lua_pushvalue(lua, -3);
    lua_setfield(lua, -2, "__index");
    lua_pushcfunction(lua, library_read_only);
    lua_setfield(lua, -2, "__newindex");
    lua_setmetatable(lua, -2);
    lua_setfield(lua, -3, name);
    lua_pop(lua, 1);
}

static void open_libraries(lua_State *lua)
{
    static const char *const no_string[] = {"dump", NULL}, *const no_table[] = {"move", NULL},
                             *const no_math[] = {"random", "randomseed", NULL}, *const nothing[] = {NULL};
    open_library(lua, LUA_STRLIBNAME, luaopen_string, no_string);
    open_library(lua, LUA_TABLIBNAME, luaopen_table, no_table);
    open_library(lua, LUA_MATHLIBNAME, luaopen_math, no_math);
    open_library(lua, LUA_UTF8LIBNAME, luaopen_utf8, nothing);
}

static void open_base(lua_State *lua)
{
    static const char *const kept[] = {"ipairs", "select", "tonumber", "error", "assert"};
    luaL_requiref(lua, LUA_GNAME, luaopen_base, 0);
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        lua_getfield(lua, -1, kept[i]);
        lua_setfield(lua, -3, kept[i]);
    }
    lua_pop(lua, 1);
}

static const struct {
    const char *name;
    lua_CFunction function;
    const char *arguments, *words;
} functions[] = {
    {"include", include, "template, ...",
     "renders another template of this target here; in it `...` are the arguments."},
    {"capture", capture, "template, ...", "the same, as a string."},
    {"once", once, "template, object, ...",
     "the same, made once: the other files about the same class, or the schema, have this text where they ask for the "
     "same template and object."},
    {"put", put, "text, ...", "writes texts and numbers as they are; `${}` is made of it."},
    {"c_string", lib_c_string, "text", "a C or C++ literal with its quotes."},
    {"c_strings", checked_strings, "text, name",
     "the definition of an array of C strings that are the text when joined, ending with 0: for texts that are too "
     "long "
     "for one literal."},
    {"c_comment", lib_c_comment, "text", "text for a block comment, `/* */`; keeps line breaks."},
    {"c_identifier", lib_c_identifier, "text",
     "prose as the middle of an identifier: letters, digits, single underscores."},
    {"line_comment", lib_line_comment, "text", "text for a comment that ends with its line: `//`, `#`, `--`."},
    {"sql_string", lib_sql_string, "text, dialect",
     "a literal with its quotes, '' inside; \"mysql\" as dialect doubles backslashes too."},
    {"sql_name", lib_sql_name, "text, quote",
     "a name in quotes; the quote may be `\"` (the default), a backquote or `[`."},
    {"sql_statements", lib_sql_statements, "text", "SQL without its comments and empty lines."},
    {"sql_comment", lib_sql_comment, "text", "text for a `--` comment: one line, and nothing else changed."},
    {"json_string", lib_json_string, "text",
     "a JSON string with its quotes; also a literal of JavaScript, Go and Python."},
    {"markdown", lib_markdown, "text", "text that Markdown shows as it is; keeps line breaks."},
    {"html", lib_html, "text", "text between tags, in a quoted attribute or in a comment of HTML or XML."},
    {"wrap", checked_wrap, "text, width, prefix",
     "folds text at blanks. Every line but the first, which the template began, starts with the prefix; the width "
     "counts "
     "it in both: `/* ${wrap(c_comment(c.text), 100, \" * \")} */`"},
    {"fill", lib_fill, "head, parts, indent, width",
     "the strings of the list `parts` behind `head`, commas between them. A part that would go beyond the width starts "
     "a "
     "line, behind `indent` blanks: `${fill(\"int f(\", { \"int a\", \"int b\" }, 4, 100)})`"},
    {"pad", checked_pad, "text, width",
     "blanks behind the text up to a width in characters; in front of it where the width is negative."},
    {"pairs", sorted_pairs, "table", "as in Lua, with the keys in order: numbers, then strings."},
    {"tostring", checked_tostring, "value", "as in Lua, of strings, numbers, booleans and nil."},
    {"type", lib_type, "value", "as in Lua; objects and lists of the model are tables."}};
enum { FUNCTIONS = sizeof functions / sizeof *functions };

void lua_write_functions(struct text *out)
{
    for (size_t i = 0; i < FUNCTIONS; i++)
        text_printf(out, "- `%s(%s)`: %s\n", functions[i].name, functions[i].arguments, functions[i].words);
    text_add_char(out, '\n');
}

void lua_open_functions(struct sandbox *box)
{
    lua_State *lua = box->lua;
    open_base(lua);
    open_libraries(lua);
    for (size_t i = 0; i < FUNCTIONS; i++) {
        lua_pushcfunction(lua, functions[i].function);
        lua_setfield(lua, -2, functions[i].name);
    }
}
