/* The kinds of object that the SQL backend adds to the model, over three files. Private to backend/sql/. */
#ifndef MOFC_BACKEND_SQL_MODEL_H
#define MOFC_BACKEND_SQL_MODEL_H

#include "backend/sql/sql.h"

extern const struct kind kind_sql_property, kind_sql_initial, kind_sql_run, kind_sql_class_run, kind_sql_enumeration,
    kind_sql_view, kind_sql_lookup;

/* A literal or a name; false where it is NULL. */
void sql_walk_literal(const struct walk *w, const char *name, const char *literal);

#endif
