/* The printers behind report.h, one a format. */
#ifndef MOFC_BASE_REPORT_FORMATS_H
#define MOFC_BASE_REPORT_FORMATS_H

#include "base/report.h"

const char *report_level(enum level level); /* "error", "warning", "note" */

void report_text(FILE *to, const struct diags *diags, const struct report_options *options);
void report_gcc(FILE *to, const struct diags *diags, const struct report_options *options);
void report_json(FILE *to, const struct diags *diags, const struct report_options *options);
void report_sarif(FILE *to, const struct diags *diags, const struct report_options *options);
void report_github(FILE *to, const struct diags *diags, const struct report_options *options);
void report_junit(FILE *to, const struct diags *diags, const struct report_options *options);

/* Where a diagnostic is: path, line and column; path "mofc" and line 0 where it has no place. */
struct report_place {
    const char *path;
    uint32_t line, column, end_line, end_column;
};
struct report_place report_place(const struct diags *diags, struct span span, const char *path);

#endif
