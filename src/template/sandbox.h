/* A Lua state that can only compute text: no files, no clock, no chance, no code from strings, bounded memory and
 * instructions. template.h tells what is in it. One state belongs to one thread. */
#ifndef MOFC_TEMPLATE_SANDBOX_H
#define MOFC_TEMPLATE_SANDBOX_H

#include <lua.h>

#include "model/model.h"
#include "template/pool.h"
#include "template/target.h"

struct template_error {
    const struct target_file *file;
    unsigned line;       /* 0: not known */
    const char *message; /* in the model's arena, or constant */
};

struct sandbox {
    lua_State *lua;
    struct model *model;               /* its arena is this sandbox's own */
    struct text out;                   /* what the running template has put */
    struct text scratch;               /* what an escaper makes */
    const struct target *target;       /* whose templates are loaded */
    const struct target_file *running; /* what a message without a place is about */
    struct pool pool;                  /* where Lua's objects lie */
    size_t memory;                     /* bytes of them */
    long long left, allowed;           /* instructions that the render may still run, and might at its start */
    unsigned depth;                    /* of include */
    int base;                          /* what stays on the stack: target.lua's table */
};

/* Opens a state; false when there is no memory for one. */
bool sandbox_open(struct sandbox *box, struct model *model);
void sandbox_close(struct sandbox *box);

/* Makes the globals of a target anew: the functions of template.h, `s`, and what its library defines. The table that
 * target.lua returned is then at stack index 1. Every function here returns false and fills *error on failure. */
bool sandbox_enter(struct sandbox *box, const struct target *target, struct template_error *error);

/* Compiles a template of the target without running it. */
bool sandbox_check(struct sandbox *box, const char *name, struct template_error *error);

/* Sets what `c` is for the renders that follow; NULL: there is none. */
bool sandbox_class(struct sandbox *box, const struct klass *klass, struct template_error *error);

/* Renders a template into box->out, which it empties first. Where `line` is there it is the template, known as `name`:
 * the text of an `output`. */
bool sandbox_render(struct sandbox *box, const char *name, struct slice line, struct template_error *error);

/* Calls the function at a stack index with `c` or `s`; *yes is its answer. */
bool sandbox_ask(struct sandbox *box, int function, bool of_class, bool *yes, struct template_error *error);

/* Pushes a compiled template; in a protected call only. False: an error message is at the top instead. */
bool sandbox_push(struct sandbox *box, const char *name, struct slice line);

/* The file whose chunk name ("@#3") this is; NULL: none of the target. */
const struct target_file *target_file_of_chunk(const struct target *t, const char *chunk);

/* -- sink_lua.c ----------------------------------------------------------------------------------------- */

/* Pushes an object of the model; its fields are made when they are asked for. */
void lua_push_object(struct sandbox *box, const struct subject *of);

/* Prepares a state for objects of the model. */
void lua_open_model(struct sandbox *box);

/* If the value at index is an object of the model, makes all of its fields; returns whether it is one. */
bool lua_complete_object(lua_State *lua, int index);

/* -- sandbox_lib.c -------------------------------------------------------------------------------------- */

/* Fills the table at the top of the stack with the functions of template.h. */
void lua_open_functions(struct sandbox *box);

/* The sandbox of a running C function. */
static inline struct sandbox *sandbox_of(lua_State *lua)
{
    return *(struct sandbox **)lua_getextraspace(lua);
}

#endif
