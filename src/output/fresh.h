/* Whether a folder is still as the last run left it, so that a large run with nothing to do renders nothing.
 *
 * Beside the manifest of many files stands `.mofc.state`: a key over all that the outputs depend on, and a fingerprint
 * of each output's size, inode and times of change. A folder is fresh where both are as they were. The kernel sets the
 * time of change whenever a file's bytes, name or owner change, and no program can set it back, so an edit is always
 * seen; a mere touch is taken for one, and the files are then compared in full. The state says nothing that cannot be
 * found out again: it may be deleted at any time and need not be kept under version control. */
#ifndef MOFC_OUTPUT_FRESH_H
#define MOFC_OUTPUT_FRESH_H

#include "output/fingerprint.h"
#include "output/output.h"

#define STATE_NAME ".mofc.state"

/* Adds the program itself; false where it cannot be told from another, and then nothing is ever fresh. */
bool fresh_add_program(struct fingerprint *key);

/* Whether the folder's state has this key and every output of the run's targets is as it was left; *files is then their
 * number. */
bool fresh_find(struct arena *arena, const struct output_options *options, const struct fingerprint *key,
                size_t *files);

/* Writes the state of a folder that was just brought up to date; it must hold `outputs` byte for byte. Of few files
 * none is written; where it cannot be written, or the file system's clock is too coarse to be trusted, there is none:
 * the next run only takes longer. */
void fresh_keep(struct arena *arena, const struct outputs *outputs, const struct output_options *options,
                const struct fingerprint *key);

/* The same of a folder that no one else knows yet, whose outputs and manifest were seen when they were written: what
 * its state must hold, NULL where it has none. Returns when an edit would show. */
const char *fresh_state(struct arena *arena, const struct outputs *outputs, const struct seen *manifest,
                        const struct fingerprint *key);

#endif
