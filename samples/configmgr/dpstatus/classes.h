/* The classes that this program loads: one table, and everything else asks it. */
#ifndef CLASSES_H
#define CLASSES_H

#include "mofrt_sqlite.h"

enum { CLASS_COUNT = 5 };

extern const struct mof_table *const class_tables[CLASS_COUNT];

/* The index of the class of this name (case folded), or -1. */
int class_find(mof_str name);

#endif
