/* The backends that the model is made with: a further one is a row here. */
#include "backend/c/c.h"
#include "backend/sql/sql.h"
#include "cmd/cmd.h"

const struct backend *const backends[BACKENDS] = {&backend_c, &backend_sql};
