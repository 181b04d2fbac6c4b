/* Parses MOF: a whole file, the syntax block of a page, or the text of a page's `Qualifiers:` line.
 * One grammar serves all three (DSP0004 annex A, the WMI dialect, DSP0221's additions, and the
 * simplified form of the published pages). */
#ifndef MOFC_GRAMMAR_MOF_H
#define MOFC_GRAMMAR_MOF_H

#include "ast/ast.h"
#include "ast/token.h"
#include "base/diag.h"

enum mof_entry { MOF_FILE, MOF_BLOCK, MOF_QUALIFIERS };

/* A run of bytes of the text that is parsed and where it stands in a loaded source: a page's block is
 * copied without its indentation, so a place in it is mapped back line by line. */
struct mof_segment {
    uint32_t at;   /* offset in the text that is parsed, ascending; the first is 0 */
    uint32_t span; /* the offset in the address space that it stands for */
};

struct mof_input {
    enum mof_entry entry;
    char *text; /* len bytes, then two NULs; scanned in place and restored */
    uint32_t len;
    const struct mof_segment *map;
    uint32_t map_count;
    bool strict;           /* dialect leniency off: see --strict */
    struct tokens *tokens; /* gets the tokens, comments too; NULL: nobody asks */
};

struct mof_output {
    struct ast_decl *decls;           /* MOF_FILE, MOF_BLOCK; a block's bare method is a DECL_METHOD */
    struct ast_qualifier *qualifiers; /* MOF_QUALIFIERS */
};

/* Parses; reports to diags and recovers at `;` and `}`. Returns whether there was no error. */
bool mof_parse(struct arena *arena, struct names *names, const struct mof_input *in, struct diags *diags,
               struct mof_output *out);

/* The text of a string whose value is an embedded instance: one declaration, or NULL where it is none or anything but
 * an instance; then `why` is the place and the message of what is wrong. `written`: the string's literal as it stands
 * at the offset `at`, for places. */
struct ast_decl *mof_parse_embedded(struct arena *arena, struct names *names, struct slice text, struct slice written,
                                    uint32_t at, const struct diags *diags, struct diag *why);

/* A whole loaded source. */
struct unit *mof_parse_source(struct arena *arena, struct names *names, const struct source *source, bool strict,
                              struct diags *diags);

#endif
