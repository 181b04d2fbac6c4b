/* A Lua state that can only compute text: no files, no chance, no code from strings, bounded memory and steps.
 * `mofc help templates` tells what is in it. One state belongs to one thread and renders one target.
 *
 * What a file is made of depends on the schema and the target alone, not on what the state rendered before: each file
 * has globals of its own, which target.lua and its library fill anew, and of the model templates see objects that
 * nobody can change. */
#ifndef MOFC_TEMPLATE_SANDBOX_H
#define MOFC_TEMPLATE_SANDBOX_H

#include <lua.h>

#include "model/walk.h"
#include "template/target.h"

struct template_place {
    const struct target_file *file;
    unsigned line; /* 0: not known */
};

enum { MOST_CALLERS = 4 };

struct template_error {
    const struct target_file *file;
    unsigned line;                               /* 0: not known */
    const char *message;                         /* in the sandbox's arena, or constant */
    struct template_place callers[MOST_CALLERS]; /* who included or called what failed, the nearest first */
    size_t caller_count;
};

enum { GRAIN = 16, SMALL = 512 };

struct spare {
    struct spare *next;
};

struct sandbox {
    lua_State *lua;
    const struct target *target;
    struct arena *arena;               /* for what outlives the state: messages */
    struct model model;                /* its arena is `objects` */
    struct arena objects;              /* what the walk makes for the objects of one task */
    struct text out;                   /* what the running template has put */
    struct text scratch;               /* what an escaper makes */
    const struct target_file *running; /* what a message without a place is about */
    size_t memory;                     /* bytes of Lua's objects */
    struct arena small;                /* those of SMALL bytes and less, which Lua makes and drops by the million */
    struct spare *spare[SMALL / GRAIN + 1]; /* of these, what was given back, by size */
    long long left, allowed;                /* steps that the file may still take, and might at its start */
    bool entered;                           /* target.lua and its library have run */
    bool counted;                           /* whether steps and time are: not for what is compiled into mofc */
    bool defining;                          /* globals may be defined: target.lua or its library runs */
    long long deadline;                     /* of the thread's own clock, in nanoseconds */
    unsigned depth;                         /* of include */
    struct template_error failed;           /* the callers of the last error */
    int base;                               /* what stays on the stack: target.lua's table */
};

/* Opens a state; false when there is no memory for one. */
bool sandbox_open(struct sandbox *box, const struct model *model, const struct target *target, struct arena *arena);
void sandbox_close(struct sandbox *box);

/* Begins a task: `s` and `c` are made anew; NULL: there is no `c`. Every function here returns false and fills *error
 * on failure. */
bool sandbox_begin(struct sandbox *box, const struct klass *klass, struct template_error *error);

/* Begins a file: fresh globals, which target.lua and its library fill. The table that target.lua returned is then at
 * stack index 1. */
bool sandbox_enter(struct sandbox *box, struct template_error *error);

/* Compiles a template of the target without running it. */
bool sandbox_check(struct sandbox *box, const char *name, struct template_error *error);

/* Renders a template into box->out, which it empties first. Where `line` is there it is the template, known as `name`:
 * the text of an `output`. */
bool sandbox_render(struct sandbox *box, const char *name, struct slice line, struct template_error *error);

/* Calls the function at a stack index with `c` or `s`; *yes is its answer. */
bool sandbox_ask(struct sandbox *box, int function, bool of_class, bool *yes, struct template_error *error);

/* -- for the functions inside --------------------------------------------------------------------------- */

/* The registry's key of a table: the texts that the files of one task share. */
extern const char sandbox_texts;

/* Takes steps off what the file may take; an error of Lua where none are left. */
void sandbox_step(struct sandbox *box, size_t steps);

/* An error of Lua where what is held and `more` bytes are more than a template may hold. */
void sandbox_hold(struct sandbox *box, size_t more);

/* Pushes a compiled template; in a protected call only. False: an error message is at the top instead. */
bool sandbox_push(struct sandbox *box, const char *name, struct slice line);

/* The file whose chunk name ("@#3") this is; NULL: none of the target. */
const struct target_file *target_file_of_chunk(const struct target *t, const char *chunk);

/* The sandbox of a running C function. */
static inline struct sandbox *sandbox_of(lua_State *lua) { return *(struct sandbox **)lua_getextraspace(lua); }

/* -- sink_lua.c ----------------------------------------------------------------------------------------- */

/* Prepares a state for objects of the model. */
void lua_open_model(struct sandbox *box);

/* Pushes an object of the model; its fields are made when they are asked for. */
void lua_push_object(struct sandbox *box, const struct subject *of);

/* The subject of the object at an index; NULL: it is none. */
const struct subject *lua_subject(lua_State *lua, int index);

/* If the value at index is an object or a list of the model, pushes a table of its keys in order; returns whether it
 * is one. */
bool lua_push_keys(lua_State *lua, int index);

/* -- sandbox_lib.c and sandbox_string.c ------------------------------------------------------------------ */

/* Fills the table at the top of the stack with the functions that templates see. */
void lua_open_functions(struct sandbox *box);

/* Lists them for the manual. */
void lua_write_functions(struct text *out);

/* Puts find, match, gmatch and gsub into the table at the top of the stack. */
void lua_open_patterns(lua_State *lua);

#endif
