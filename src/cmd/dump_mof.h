/* MOF of everything, or of what --class leaves. What a page says in its sections and its block does not have becomes
 * what MOF has for it, so that the text alone means the same. */
#ifndef MOFC_CMD_DUMP_MOF_H
#define MOFC_CMD_DUMP_MOF_H

#include "cmd/cmd.h"

void dump_mof(struct text *out, struct compile *c);

#endif
