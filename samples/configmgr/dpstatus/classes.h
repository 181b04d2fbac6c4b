/* The classes that this program loads: one table, and everything else asks it. */
#ifndef CLASSES_H
#define CLASSES_H

#include "mofrt_sqlite.h"

enum { CLASS_COUNT = 5 };

struct class
{
    const mof_table *table;
    /* Reads a record and adds it to a load. MOF_SYNTAX: it is no JSON object; MOF_INVALID: what was read does not fit
     * the class, or its validator refuses it; the report says why. What it holds lies in the arena. */
    enum mof_status (*add)(mof_bulk *bulk, mof_str json, uint64_t bytes, mof_arena *arena, mof_report *report,
                           mof_error *error);
};

extern const struct class classes[CLASS_COUNT];

/* The name of a class of the table. */
const char *class_name(int class);

/* The index of the class of this name (case folded), or -1. */
int class_find(mof_str name);

#endif
