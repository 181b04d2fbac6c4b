/* Renders targets: every output of every target, in memory, in an order that depends on the schema and target.lua
 * alone. Classes are shared out over threads, each with Lua states and an arena of its own; who rendered what cannot
 * be seen in the result. Nothing is written here: files change only when everything was rendered without an error. */
#ifndef MOFC_EMIT_RENDER_H
#define MOFC_EMIT_RENDER_H

#include "emit/model.h"
#include "emit/target.h"

struct output {
    const char *path;   /* below the output folder, '/' between */
    const char *target;
    const char *bytes;
    size_t len;
    const char *hash;   /* SHA-256 in hexadecimal; NULL: not known yet */
};

struct outputs {
    struct output *list; /* sorted by path, each once */
    size_t count;
};

/* Reports RULE_TEMPLATE_ERROR with the template's place, and RULE_OUTPUT_NAME for a path that leaves the folder or that
 * two outputs share (case aside: some file systems fold it). Returns false then. `threads` 0: as many as help. */
bool render_targets(struct arena *arena, struct model *model, const struct target *const *targets, size_t count,
                    unsigned threads, struct outputs *out);

/* What a target.lua says of itself, for a list of targets; "" where it does not. Reports what is wrong with it. */
const char *render_description(struct arena *arena, const struct sources *sources, const struct target *target,
                               struct diags *diags);

#endif
