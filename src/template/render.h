/* Renders targets: every output of every target, in an order that depends on the schema and target.lua alone. Classes
 * are shared out over threads, each with Lua states and an arena of its own; who rendered what cannot be seen in the
 * result. Nothing is written here: outputs are kept in memory, or given to whoever takes them, as stage.h does. */
#ifndef MOFC_TEMPLATE_RENDER_H
#define MOFC_TEMPLATE_RENDER_H

#include "model/model.h"
#include "output/fingerprint.h"
#include "template/target.h"

struct output {
    const char *path; /* below the output folder, '/' between */
    const char *target;
    const char *bytes; /* NULL: someone took them */
    size_t len;
    const char *hash; /* SHA-256 in hexadecimal; NULL: not known yet */
    struct seen seen; /* of the file that holds them, where someone took them */
};

/* Who takes outputs as they are made, on many threads at once. Answers whether it has kept the bytes: if not they stay
 * in memory. The path is a plain one below the output folder, but another output may have the same. */
struct output_taker {
    bool (*take)(void *with, struct output *output);
    void *with;
};

struct outputs {
    struct output *list; /* sorted by path, each once */
    size_t count;
};

/* How targets are rendered. */
struct render_options {
    bool single_file;                 /* what target.lua lists as `single_files`, not as `files` */
    unsigned threads;                 /* 0: as many as help */
    const struct output_taker *taker; /* may be NULL */
};

/* Renders all. Reports RULE_TEMPLATE_ERROR with the template's place, and RULE_OUTPUT_NAME for a
 * path that leaves the folder or that two outputs share (case aside: some file systems fold it). Returns false then. */
bool render_targets(struct arena *arena, struct model *model, const struct target *const *targets, size_t count,
                    const struct render_options *how, struct outputs *out);

/* What a target.lua says of itself, for a list of targets; "" where it does not. Reports what is wrong with it. */
const char *render_description(struct arena *arena, const struct sources *sources, const struct target *target,
                               struct diags *diags);

#endif
