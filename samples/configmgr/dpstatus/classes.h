/* The classes that this program loads: one table, and everything else asks it. */
#ifndef CLASSES_H
#define CLASSES_H

#include "mofrt_sqlite.h"

enum { CLASS_COUNT = 5 };

struct class
{
    const mof_table *table;
    /* Writes the object's path, which shows its key: SMS_X.JobID="5". */
    enum mof_status (*path)(const void *object, mof_ref *path, mof_arena *arena);
};

extern const struct class classes[CLASS_COUNT];

/* The name of a class of the table. */
const char *class_name(int class);

/* The index of a class of the schema; it has no others. */
int class_index(const mof_class *of);

/* The class that a file is named after, "data/SMS_X.2025.json"; NULL where it is none. */
const mof_class *class_of_path(const char *path);

#endif
