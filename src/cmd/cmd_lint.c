/* `mofc lint`: all findings, in the format that was asked for. They are its result, and go to standard output. */
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
    c.report = format;
    lint_run(c.arena, c.schema, &c.diags);
    return output_finish(compile_finish(&c, stdout));
}
