/* Which declaration or member a place belongs to: for findings that are known by their element, and for comments that
 * speak of what follows them. */
#ifndef MOFC_LINT_OUTLINE_H
#define MOFC_LINT_OUTLINE_H

#include "ast/ast.h"

/* What begins at a place; it reaches to where the next begins. */
struct outline_entry {
    uint32_t start, end;         /* of what is written; of a section both are where its name or heading stands */
    const struct ast_decl *decl; /* NULL: a section of a page that is no member's */
    const struct ast_member *member;
    const struct ast_constant *constant;
    bool section; /* of a page */
};

struct outline {
    const struct source *source;
    struct outline_entry *list; /* by start */
    size_t count;
};

/* `unit` is what the source declares, or NULL; `headings` are where sections of a page begin: none in a MOF file. */
struct outline outline_new(struct arena *arena, const struct source *source, const struct unit *unit,
                           const uint32_t *headings, size_t count);

/* The last entry that begins at or before a place, or NULL. */
const struct outline_entry *outline_at(const struct outline *o, uint32_t place);

/* The last section of a page that begins there, or NULL. */
const struct outline_entry *outline_section(const struct outline *o, uint32_t place);

/* Where an entry ends: where the next one begins, which for a declaration is the next declaration and for a section the
 * next section. */
uint32_t outline_end(const struct outline *o, const struct outline_entry *e);

/* "Class", "Class.Member", "Enumeration.Constant", or the path of the file where the place is in neither. */
const char *outline_name(struct arena *arena, const struct outline *o, uint32_t place);

#endif
