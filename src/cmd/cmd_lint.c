/* `mofc lint`: all findings, in the format that was asked for. They are its result, and go to standard output. */
#include "lint/lint.h"

#include <stdio.h>
#include <string.h>

#include "cmd/cmd.h"

void lint_all(struct compile *c)
{
    struct model_options unused = {0};
    compile_inputs(c, c->options->inputs.at, c->options->inputs.count);
    indexes_resolve(c, c->schema, &unused); /* what mofc.yaml names is there */
    lint_run(c->arena, c->schema, &c->diags);
    compile_allow(c);
    compile_allow_unused(c);
    diags_sort(&c->diags);
}

int cmd_lint(struct options *o)
{
    struct compile c;
    enum report_format format = o->format ? report_format_find(o->format) : REPORT_TEXT;
    if (format == REPORT_FORMAT_COUNT)
        return usage_error("lint --format takes text, gcc, json, sarif, github or junit, not '%s'", o->format);
    if (o->unsafe && !o->fix && !o->diff) return usage_error("--unsafe goes with --fix or --diff");
    if (!config_for_inputs(o)) return 2;
    if (o->write_baseline && (o->fix || o->diff))
        return usage_error("--write-baseline goes with neither --fix nor --diff");
    if (o->fix || o->diff) return lint_fix(o, format);
    if (!compile_setup(&c, o)) return 2;
    c.diags.max_errors = 0; /* what is allowed does not count */
    c.report = format;
    lint_all(&c);
    if (o->write_baseline ? !compile_write_baseline(&c) : !compile_baseline(&c)) return 2;
    diags_limit(&c.diags, o->max_errors);
    return output_finish(compile_finish(&c, stdout));
}
