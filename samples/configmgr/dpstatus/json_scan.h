/* Where JSON values begin and end, without building them: enough to cut a large answer into its records and to
 * read the few members that say what a record is. Says nothing about whether a value is valid inside; the
 * generated readers do. Linear, without recursion, and never behind the text's end. */
#ifndef JSON_SCAN_H
#define JSON_SCAN_H

#include "mofrt.h"

size_t json_skip_space(mof_str text, size_t at);

/* The index behind the value that begins at `at`, or SIZE_MAX where it never ends. */
size_t json_skip_value(mof_str text, size_t at);

/* A member as written: the name without its quotes, escapes left as they are. */
struct json_member {
    mof_str name, value;
};

/* Members of an object, one after the other; *at is 0 at first. False behind the last and where the text breaks. A
 * value that never ends reaches to the end of the text. */
bool json_next_member(mof_str object, size_t *at, struct json_member *out);

/* What stands between the quotes of a string value; empty where it is no string. */
mof_str json_unquoted(mof_str value);

#endif
