/* mofc.manifest, in the output folder: which files mofc made there for which target, with a hash of each. It alone
 * names mofc's version, so that an upgrade does not touch every generated file.
 *
 * While files are being renamed into place the manifest lists both what was there and what comes, so that a run that
 * is killed leaves no file that the next one would take for edited by hand. */
#ifndef MOFC_OUTPUT_MANIFEST_H
#define MOFC_OUTPUT_MANIFEST_H

#include "base/arena.h"
#include "base/text.h"

#define MANIFEST_NAME "mofc.manifest"

struct manifest_entry {
    const char *target, *path;
    uint64_t hash;
};

struct manifest {
    struct manifest_entry *entries;
    size_t count, room;
};

/* As FNV-1a, eight bytes at a time. It tells an edited file from one that was left alone; nobody gains by forging it,
 * since whoever can write the file can write the manifest. */
uint64_t manifest_hash(struct slice bytes);

/* Takes apart what a manifest file holds; a line that is none is passed over. */
void manifest_read(struct arena *arena, struct manifest *m, struct slice text);

void manifest_add(struct arena *arena, struct manifest *m, const char *target, const char *path, uint64_t hash);

/* Sorts by target, path and hash, drops repeats, and adds the file's text. */
void manifest_write(struct manifest *m, const char *version, struct text *out);

/* Whether path is listed at all, and whether with this hash; of a manifest that was read and not added to. */
bool manifest_lists(const struct manifest *m, const char *path);
bool manifest_has(const struct manifest *m, const char *path, uint64_t hash);

#endif
