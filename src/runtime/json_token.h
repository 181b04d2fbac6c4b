/* JSON (RFC 8259), value by value, from text that lies in memory: no tree, no allocation. The reader of a struct pulls
 * what it knows and skips the rest; each value has its place in the text. Anything outside the grammar, UTF-8 that is
 * none and half a surrogate pair stop the reading there. Only the json_*.c and records*.c files include this. */
#ifndef MOFRT_JSON_TOKEN_H
#define MOFRT_JSON_TOKEN_H

#include "mofrt.h"

enum { MOF_JSON_DEPTH = 256 }; /* of lists and objects that are skipped */

enum mof_json_kind {
    MOF_JSON_BAD, /* no value stands there; `wrong` says why */
    MOF_JSON_OBJECT,
    MOF_JSON_ARRAY,
    MOF_JSON_STRING,
    MOF_JSON_NUMBER,
    MOF_JSON_TRUE,
    MOF_JSON_FALSE,
    MOF_JSON_NULL
};

struct mof_json {
    const char *at, *end; /* what is left */
    const char *wrong;    /* what is wrong at `at`; NULL: nothing yet */
};

struct mof_json_token {
    enum mof_json_kind kind;
    bool escaped;   /* a string with backslashes: see mof_json_decode() */
    const char *at; /* where it begins */
    mof_str text;   /* a string as it stands between its quotes; a number or word as it stands; else empty */
};

/* Reads a value; of an object or array only its opening bracket. Returns its kind. */
enum mof_json_kind mof_json_value(struct mof_json *j, struct mof_json_token *token);
/* Behind an opening brace (`first`) or a member: whether there is another member; `name` is what it is called, and its
 * value comes next. False at the closing brace, which is read, and where something is wrong. */
bool mof_json_member(struct mof_json *j, bool first, struct mof_json_token *name);
/* The same of an array's items. */
bool mof_json_item(struct mof_json *j, bool first);
/* Reads on to the end of a value that began with `token`. */
bool mof_json_skip(struct mof_json *j, const struct mof_json_token *token);
/* Whether nothing but blanks is left. */
bool mof_json_end(struct mof_json *j);
/* Says what is wrong; returns false. */
bool mof_json_wrong(struct mof_json *j, const char *at, const char *what);

/* Writes a string without its escapes into `out`, which has room for token->text.len bytes; returns the length. */
size_t mof_json_decode(const struct mof_json_token *token, char *out);
/* Copies a valid value without the blanks around its tokens; returns the length, which is not above json.len. */
size_t mof_json_compact(mof_str json, char *out);
/* Whether the token is the string `text`, which needs no escapes. */
bool mof_json_is(const struct mof_json_token *token, const char *text);

/* Moves line and column (in characters) from `from` on to `to`. */
void mof_json_place(const char *from, const char *to, int *line, int *column);

#endif
