/* How findings look. Text is for people: one line that editors parse, the source line, a caret under the
 * exact characters, then notes. The other formats are for machines and hold nothing but the format. */
#include "base/report.h"

#include <string.h>

#include "base/report_formats.h"

static const char *const format_names[REPORT_FORMAT_COUNT] = {
    [REPORT_TEXT] = "text",   [REPORT_GCC] = "gcc",       [REPORT_JSON] = "json",
    [REPORT_SARIF] = "sarif", [REPORT_GITHUB] = "github", [REPORT_JUNIT] = "junit",
};

enum report_format report_format_find(const char *name)
{
    int f = 0;
    while (f < REPORT_FORMAT_COUNT && strcmp(format_names[f], name) != 0) f++;
    return (enum report_format)f;
}

const char *report_level(enum level level)
{
    return level >= LEVEL_ERROR ? "error" : level == LEVEL_WARNING ? "warning" : "note";
}

void report_print(FILE *to, const struct diags *diags, const struct report_options *options)
{
    static void (*const printers[REPORT_FORMAT_COUNT])(FILE *, const struct diags *, const struct report_options *) = {
        [REPORT_TEXT] = report_text,   [REPORT_GCC] = report_gcc,       [REPORT_JSON] = report_json,
        [REPORT_SARIF] = report_sarif, [REPORT_GITHUB] = report_github, [REPORT_JUNIT] = report_junit,
    };
    printers[options->format](to, diags, options);
}
