/* Templates: the text of a generated file with Lua in it, compiled once and rendered for each class.
 *
 * FOR WHOEVER WRITES A TEMPLATE
 *
 * The syntax has three rules and no more:
 *   % for _, p in ipairs(c.properties) do      a line whose first mark is % is Lua 5.4; it leaves no line behind
 *       ${p.name};                             ${expression} inserts a string or a number
 *   %% is kept                                 %% as a line's first mark is a literal %
 * Everything else is copied, line breaks too. A % or a $ elsewhere in a line is itself. One line of the template is one
 * line of Lua, so every message of Lua names the template's own file and line. An expression closes on its line.
 *
 * Strict: ${nil}, ${false}, ${true} and ${table} are errors, and so is a field that the model does not have; both say
 * what and where. What a thing lacks is `false`, "" or an empty list, so `if p.enumeration then` reads as it should.
 * The model is read-only, and so are the globals: write `local`. A file sees nothing of the files
 * before it: target.lua and its library run anew for each.
 *
 * What a template sees:
 *   s                        the schema (every field in src/model/model.h). s.classes is a list that makes each class
 *                            when it is asked for: loop over it once and keep no class beyond its turn.
 *   c                        the class, in a file with each="class"
 *   include("part", ...)     renders another template of this target here; inside it `...` are the arguments:
 *                            % local p, last = ...
 *   capture("part", ...)     as include, but returns the text
 *   c_string(text)           "a C literal", quotes included
 *   c_strings(text, name)    the definition of an array of C strings that are the text when joined, ending with 0
 *   c_comment(text)          text that cannot end a block comment; keeps line breaks
 *   c_identifier(text)       prose as an identifier's middle: letters, digits, single underscores
 *   sql_string(text)         'a standard literal', quotes included; sql_string(text, "mysql") doubles backslashes too
 *   sql_name(text)           "a quoted name"; sql_name(text, "`") or (text, "[") for other engines
 *   sql_comment(text)        text for a `--` comment: one line
 *   json_string(text)        "a JSON string", quotes included
 *   wrap(text, width, prefix)  folds at white space; the first line has no prefix (the template wrote it), each
 *                            further one begins with it; the width counts the prefix in both:
 *                             * ${wrap(c_comment(c.text), 100, " * ")}
 *   pad(text, width)         spaces behind it up to the width, in characters; pad(text, -width) in front
 *   ipairs pairs (sorted) select tonumber tostring type error assert, and string, table (its sort is stable), math and
 *   utf8, without string.dump, table.move, math.random, math.randomseed. There is no io, os, require, load, pcall or
 *   debug.
 *
 * A file may take 100 million steps (a million a class more for one about the whole schema) and 60 seconds, and hold
 * 256 MiB, its text included. An instruction of Lua is a step, and so is what a function does with 16 bytes or one try
 * of a pattern. Steps are counted only where some file of the target is not one of those compiled into mofc. */
#ifndef MOFC_TEMPLATE_TEMPLATE_H
#define MOFC_TEMPLATE_TEMPLATE_H

#include <stdbool.h>

#include "base/text.h"

/* Turns a template into Lua, line for line. `put` is called with text and values in turn. Returns false and sets
 * *line and *message (a constant string) where the template is malformed. */
bool template_compile(struct slice source, struct text *lua, unsigned *line, const char **message);

/* The text of the n-th ${} (from 1) in a line (from 1): what a message calls the culprit. Absent: there is none. */
struct slice template_expression(struct slice source, unsigned line, unsigned n);

#endif
