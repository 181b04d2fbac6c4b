/* Printing of diagnostics, one printer a format. Called once, by main, after the last stage. */
#ifndef MOFC_BASE_REPORT_H
#define MOFC_BASE_REPORT_H

#include <stdio.h>

#include "base/diag.h"

enum report_format {
    REPORT_TEXT,
    REPORT_GCC,
    REPORT_JSON,
    REPORT_SARIF,
    REPORT_GITHUB,
    REPORT_JUNIT,
    REPORT_FORMAT_COUNT
};

struct report_options {
    enum report_format format;
    bool color;                     /* text only */
    bool quiet;                     /* errors only */
    const char *version, *homepage; /* SARIF only: of mofc; NULL: left out */
    bool changes; /* text, gcc: the findings are changes: an error is called breaking, any other compatible */
    /* SARIF and GitHub: what paths are printed relative to, in its spellings: as given, absolute, and seen from the
     * current folder; NULL: none. `lead` is the current folder seen from there, "a/b/", where it lies below. */
    const char *roots[3], *lead;
};

/* The format of a name ("text", "gcc", ...); REPORT_FORMAT_COUNT where there is none. */
enum report_format report_format_find(const char *name);

/* Prints every diagnostic in order, then, as text, a line that counts them. */
void report_print(FILE *to, const struct diags *diags, const struct report_options *options);

#endif
