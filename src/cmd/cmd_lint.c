/* `mofc lint`: all findings, in the format that was asked for. */
#include "lint/lint.h"

#include <stdio.h>
#include <string.h>

#include "cmd/cmd.h"

int cmd_lint(struct options *o)
{
    struct compile c;
    enum report_format format = o->format ? report_format_find(o->format) : REPORT_TEXT;
    if (format == REPORT_FORMAT_COUNT)
        return usage_error("lint --format takes text, gcc, json, sarif or github, not '%s'", o->format);
    if (!config_for_inputs(o) || !compile_begin(&c, o)) return 2;
    lint_run(c.arena, c.schema, &c.diags);
    if (format == REPORT_TEXT) return compile_finish(&c);
    struct report_options how = compile_report(o, format);
    diags_sort(&c.diags);
    report_print(stdout, &c.diags, &how);
    return output_finish(diags_status(&c.diags));
}
