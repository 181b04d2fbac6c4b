/* The one list of reserved words: generators keep clear of them, and lint reports who uses them. */
#ifndef MOFC_BASE_RESERVED_H
#define MOFC_BASE_RESERVED_H

#include "base/text.h"

enum reserved {
    RESERVED_C = 1,
    RESERVED_CPP = 2,
    RESERVED_HEADER = 4, /* a macro or type of the standard library, of POSIX or of windows.h */
    RESERVED_SQL = 8,
    RESERVED_SOURCE = RESERVED_C | RESERVED_CPP | RESERVED_HEADER, /* no identifier in generated C */
};

/* In which of these languages a word is reserved, as bits of enum reserved. SQL alone ignores case. */
unsigned reserved_in(struct slice word);

#endif
