/* Inputs to units: files, folders, standard input and #pragma include, in an order that depends on names
 * alone. Says what could not be read and goes on. */
#ifndef MOFC_LOAD_LOAD_H
#define MOFC_LOAD_LOAD_H

#include "ast/ast.h"
#include "base/diag.h"

struct load_options {
    const char *const *include_dirs; /* -I, searched after the including file's own folder */
    size_t include_count;
    bool strict;
    bool verbose;                      /* note the pages that hold no class */
    const struct source *const *texts; /* read in place of the files of their paths */
    size_t text_count;
    unsigned max_depth; /* of includes; 0: the default of 100 */
};

struct load_result {
    struct unit *units;             /* in input order; an included unit stands before what follows its pragma */
    size_t file_count;              /* files read */
    const char *const *directories; /* every folder searched, for -MF; sorted, unique */
    size_t directory_count;
};

/* `inputs` are files, folders (searched for *.mof and *.md, sorted by path) or "-". A file named *.md is a page,
 * anything else is MOF; standard input is a page where its first line is a front matter, heading or block quote. */
struct load_result load_inputs(struct arena *arena, struct names *names, struct sources *sources,
                               const char *const *inputs, size_t count, const struct load_options *options,
                               struct diags *diags);

/* The files that these inputs name, folders searched as above, without their includes; returns how many. */
size_t load_files(struct arena *arena, const char *const *inputs, size_t count, struct diags *diags,
                  const char *const **files);

/* Whether a source is a page, by its name or, from standard input, by how it begins. */
bool load_is_page(const struct source *source);

#endif
