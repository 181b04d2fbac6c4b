/* A Markdown reference page becomes a unit: classes (or a method) with their members, as a MOF file does.
 * The syntax block gives names, order and types; the sections give access, qualifiers, values, defaults
 * and prose; each disagreement is a diagnostic that shows both places. */
#ifndef MOFC_PAGE_PAGE_H
#define MOFC_PAGE_PAGE_H

#include "ast/ast.h"
#include "base/diag.h"

/* Returns the unit of a loaded page, or NULL where the page holds no class and no method (then nothing is
 * reported: the caller says so under -v). Reports what it finds to diags. */
struct unit *page_read(struct arena *arena, struct names *names, const struct source *source, struct diags *diags);

#endif
