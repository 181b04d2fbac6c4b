/* Outputs and the disk: what differs, what is written, what is removed.
 *
 * A run writes every changed file to a temporary name first and renames them when all are there, so that a full disk or
 * a missing permission changes nothing. A file whose bytes are already right is not touched; one that differs only by
 * CRLF is right. A file that was edited by hand is neither overwritten nor removed without `force`, whatever -W says of
 * the message. */
#ifndef MOFC_OUTPUT_OUTPUT_H
#define MOFC_OUTPUT_OUTPUT_H

#include "base/diag.h"
#include "template/render.h"

struct output_options {
    const char *folder;
    const char *version;
    bool force; /* overwrite and remove what was edited by hand */
    const struct target *const
        *targets; /* of this run: a file that another run made for another target is left alone */
    size_t target_count;
};

struct output_result {
    size_t written, unchanged, removed;
    size_t kept;   /* orphans that are still there: later runs name them again */
    size_t edited; /* outputs that are not as mofc wrote them: where there is one, nothing was written */
};

/* Brings the folder up to date. Reports RULE_OUTPUT_EDITED, RULE_ORPHAN_EDITED, RULE_UNWRITABLE; false where nothing
 * was changed because of one of them. */
bool output_write(struct arena *arena, const struct outputs *outputs, const struct output_options *options,
                  struct diags *diags, struct output_result *result);

/* Tells what output_write would change, one line a file: "gen/A.h: stale (2 lines differ)", or "edited"; with `diff` a
 * unified diff each instead. Writes nothing. Returns whether all is as it should be. */
bool output_check(struct arena *arena, const struct outputs *outputs, const struct output_options *options, bool diff,
                  struct text *told);

/* Adds "5 classes, 31 files: 2 written, 29 unchanged, 1 orphan removed", or that nothing was written. */
void output_summary(struct text *told, size_t classes, const struct output_result *result);

/* Writes one file that is no output (dependencies) by the same way of temporary and rename, and leaves it alone where
 * its bytes are right. What is no regular file, as /dev/null, is written into. */
bool output_file(const char *path, struct slice bytes, struct diags *diags);

/* Gives a file the time of now, as touch(1) does: what it holds stays; where there is none an empty one is made. */
bool output_touch(const char *path, struct diags *diags);

#endif
