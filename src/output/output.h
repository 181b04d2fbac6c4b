/* Outputs and the disk: what differs, what is written, what is removed. An output is a path and bytes.
 *
 * There is one way to the disk: compare all, write what differs to temporary names, rename, remove orphans, write the
 * manifest. A run that finds an error on the way changes no file, and one that is killed leaves whole files, which the
 * next run brings up to date; that one also removes the temporary files. A file whose bytes are right is not touched;
 * one that differs only by CRLF is right. A file that was edited by hand is neither overwritten nor removed without
 * `force`, whatever -W says of the message. */
#ifndef MOFC_OUTPUT_OUTPUT_H
#define MOFC_OUTPUT_OUTPUT_H

#include "base/diag.h"

struct output {
    const char *path;   /* below the output folder, '/' between */
    const char *target; /* what it was made for: a run leaves the files of other targets alone */
    struct slice bytes;
};

struct outputs {
    struct output *list; /* behind output_names: sorted by path, each once */
    size_t count;
};

struct output_options {
    const char *folder;
    size_t named; /* so many bytes of it are the user's own words: behind them no link is followed */
    const char *version;
    bool force; /* overwrite and remove what was edited by hand */
    const char *const *targets;
    size_t target_count;
};

struct output_result {
    size_t written, unchanged, removed;
    size_t edited; /* outputs that are not as mofc wrote them: where there is one, nothing was written */
};

/* Sorts the outputs. Reports RULE_OUTPUT_NAME for a path that is no plain one below the folder, for two that some file
 * system takes for one, and for a file that would be a folder too; returns false then. */
bool output_names(struct outputs *outputs, struct diags *diags);

/* Brings the folder up to date. Reports RULE_OUTPUT_EDITED, RULE_ORPHAN_EDITED, RULE_UNWRITABLE; false where nothing
 * was changed because of one of them. */
bool output_write(struct arena *arena, const struct outputs *outputs, const struct output_options *options,
                  struct diags *diags, struct output_result *result);

/* Adds to `out` what output_write would change, one line a file: "gen/A.h: stale (2 lines differ)", or "edited"; with
 * `diff` a unified diff each instead. Writes nothing. Returns whether all is as it should be. */
bool output_check(struct arena *arena, const struct outputs *outputs, const struct output_options *options, bool diff,
                  struct text *out);

/* Adds "5 classes, 31 files: 2 written, 29 unchanged, 1 orphan removed", or that nothing was written. */
void output_summary(struct text *out, size_t classes, const struct output_result *result);

/* Writes one file that is no output (dependencies) by the same way of temporary and rename, and leaves it alone where
 * its bytes are right. What is no regular file, as /dev/null, is written into. */
bool output_file(const char *path, struct slice bytes, struct diags *diags);

/* Writes a user's own file by that way: it is there, its permissions stay, and a link to it stays a link. One that may
 * not be written is not replaced. */
bool output_update(const char *path, struct slice bytes, struct diags *diags);

/* Gives a file the time of now, as touch(1) does: what it holds stays; where there is none an empty one is made. */
bool output_touch(const char *path, struct diags *diags);

#endif
