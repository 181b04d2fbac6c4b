/* Visiting classes bases first: what is in force in each. Private to schema/. */
#ifndef MOFC_SCHEMA_EFFECTIVE_H
#define MOFC_SCHEMA_EFFECTIVE_H

#include "schema/build.h"

/* Visits a root and everything below it, without recursion. */
void classes_visit(struct builder *b, struct class_node *root);

#endif
