/* Renders targets: every file of every target, in an order that depends on the schema and target.lua alone. Classes
 * are shared out over threads, each with Lua states and an arena of its own; who rendered what cannot be seen in the
 * result. Nothing is written here. */
#ifndef MOFC_TEMPLATE_RENDER_H
#define MOFC_TEMPLATE_RENDER_H

#include "model/model.h"
#include "template/target.h"

struct rendered {
    const char *path; /* as target.lua says; nothing has been asked of it yet */
    const char *target;
    struct slice bytes;
};

struct renderings {
    struct rendered *list;
    size_t count;
};

/* How targets are rendered. */
struct render_options {
    const char *list; /* of target.lua; NULL: "files" */
    unsigned threads; /* 0: as many as help */
};

/* Renders all. Reports RULE_TEMPLATE_ERROR with the template's place, and returns false then. */
bool render_targets(struct arena *arena, struct model *model, const struct target *const *targets, size_t count,
                    const struct render_options *how, struct renderings *out);

/* What a target.lua says of itself, for a list of targets; "" where it does not. Reports what is wrong with it. */
const char *render_description(struct arena *arena, const struct sources *sources, const struct target *target,
                               struct diags *diags);

#endif
