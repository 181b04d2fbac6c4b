/* The manual for who writes templates. */
#ifndef MOFC_TEMPLATE_MANUAL_H
#define MOFC_TEMPLATE_MANUAL_H

#include "base/text.h"
#include "model/walk.h"

extern const unsigned char manual_prose[]; /* manual.md, compiled in; @functions@ and @fields@ stand for their lists */

/* Writes it as Markdown. */
void manual_write(struct text *out, const struct shape *shape);

#endif
