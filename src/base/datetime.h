/* CIM datetimes, 25 characters (DSP0004, intrinsic types). The runtime's own parser reads them: what the compiler lets
 * through is what every program that it generates can read. runtime/datetime.c needs nothing else of the runtime, so
 * mofc links that one file. ISO 8601, which programs take too, is no datetime in MOF. */
#ifndef MOFC_BASE_DATETIME_H
#define MOFC_BASE_DATETIME_H

#include "base/text.h"
#include "runtime/mofrt.h"

bool datetime_read(struct slice text, mof_datetime *out);
bool datetime_valid(struct slice text);

/* Microseconds since 1970, or of an interval's length; false where it is no datetime or leaves that open. */
bool datetime_utc(struct slice text, int64_t *microseconds);

#endif
