/* What both directions need of jansson. Only the json_*.c files include this. */
#ifndef MOFRT_JSON_TREE_H
#define MOFRT_JSON_TREE_H

#include <jansson.h>

#include "mofrt.h"

/* Whether json_loadb() failed on `json` because there was no memory. Of some of its allocations jansson says nothing,
 * and where it has none for a string, that a token is invalid or no string: no such token ends in a quote. */
bool mof_json_ran_out(const json_error_t *e, mof_str json);

#endif
