/* A first run's folder, staged: while there is no output folder yet, files are written as they are rendered into a
 * hidden folder beside it, which becomes the output folder with one rename when everything is right. So nothing is
 * seen before all is there, and a file costs neither a name of its own nor a look at what stood there.
 *
 * While a stage is open, SIGINT, SIGTERM and SIGHUP wait until it is gone.
 *
 * A stage is only a faster way: where it cannot be had, or another run was first, the outputs are taken back and go
 * the way of output.h, which tells what is wrong. */
#ifndef MOFC_OUTPUT_STAGE_H
#define MOFC_OUTPUT_STAGE_H

#include <stdatomic.h>

#include "output/fingerprint.h"
#include "output/output.h"

struct stage {
    struct arena *arena;
    const char *folder; /* what it shall become */
    const char *path;   /* what it is */
    int fd;
    atomic_bool broken; /* a file could not be written */
};

/* Opens a stage; false where there is something at `folder` already, or no stage can be made. */
bool stage_open(struct stage *s, struct arena *arena, const char *folder);

/* Writes an output: an output_taker of render.h, with the stage. */
bool stage_take(void *stage, struct output *output);

/* Adds the manifest, and the state where there is a key (see fresh.h), and puts the folder in its place. False: the
 * stage is as it was. */
bool stage_finish(struct stage *s, const struct outputs *outputs, const struct output_options *options,
                  const struct fingerprint *key);

/* Reads back what was taken, and removes the stage. False, with errno set, where that cannot be read. */
bool stage_return(struct stage *s, struct outputs *outputs);

/* Removes the stage with all that is in it. */
void stage_drop(struct stage *s);

#endif
