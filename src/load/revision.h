/* Files as git has them at a revision: `git:REV:PATH`, where PATH is what `git show REV:PATH` would take. They are laid
 * out in a temporary folder, for includes to be found there, and git is run without a shell and without hooks.
 * A symbolic link is followed as in a folder; one that leads out of the revision is an error. */
#ifndef MOFC_LOAD_REVISION_H
#define MOFC_LOAD_REVISION_H

#include "base/diag.h"

struct revision {
    const char *folder; /* the temporary one; NULL: none is there */
    const char *shown;  /* what stands for it in messages: "git:REV:" */
    const char *input;  /* what to load */
};

bool revision_is(const char *input);

/* Fetches the *.mof and *.md files of the folder (of a file: those of its folder). Returns NULL, or what went wrong. */
const char *revision_fetch(struct arena *arena, const char *input, struct revision *r);

/* Names sources by revision and path, and removes the folder. Behind it no file can be read any more. */
void revision_drop(struct arena *arena, const struct revision *r, struct sources *sources, struct diags *diags);

#endif
