/* One line a property: class, property, type, access, qualifiers, default, values, tabs between. */
#ifndef MOFC_CMD_DUMP_TSV_H
#define MOFC_CMD_DUMP_TSV_H

#include "schema/schema.h"

void dump_tsv(struct text *out, const struct schema *schema, const struct sources *sources);

#endif
