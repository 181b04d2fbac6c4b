/* Fixes applied to a text. Which of them are worth keeping is decided by whoever can read the result. */
#ifndef MOFC_LINT_FIX_H
#define MOFC_LINT_FIX_H

#include "base/diag.h"

/* A fix that may be applied, and the source that it is in. */
struct fix {
    struct diag *diag;
    const struct source *source;
    uint32_t start, end; /* from the first of its edits to the last */
    bool taken;
};

/* The fixes of all findings, in the order of inputs and places, safe ones and, where they are asked for, unsafe ones.
 * Of those that meet in one place only the first is among them: the others' turn comes when it is in. */
size_t fix_collect(struct arena *arena, const struct diags *diags, bool unsafe, struct fix **out);

/* Adds the text of `source` as the taken ones of these fixes leave it. */
void fix_apply(struct arena *arena, const struct source *source, const struct fix *fixes, size_t count,
               struct text *out);

#endif
