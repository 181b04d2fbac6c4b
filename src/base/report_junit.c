/* Findings as JUnit's XML, which most build servers show: a test case for each finding, and one that passed for each
 * file that has none. Errors and warnings are failures; a note fails nothing. */
#include <string.h>

#include "base/escape.h"
#include "base/map.h"
#include "base/report_formats.h"

static void put_xml(FILE *to, const char *words)
{
    struct text xml = {0};
    escape_html(&xml, slice_of(words));
    if (xml.at) fputs(xml.at, to);
    text_free(&xml);
}

static bool is_shown(const struct diag *d, const struct report_options *options)
{
    return !options->quiet || d->level >= LEVEL_ERROR;
}

static void put_case(FILE *to, const struct diags *diags, const struct diag *d)
{
    struct report_place at = report_place(diags, d->span, d->path);
    bool fails = d->level > LEVEL_NOTE;
    fputs("<testcase classname=\"", to);
    put_xml(to, at.path);
    fprintf(to, "\" name=\"%s", rules[d->rule].name);
    if (at.line) fprintf(to, " at %u:%u", at.line, at.column);
    fputs(fails ? "\"><failure" : "\"><system-out", to);
    if (fails) {
        fprintf(to, " type=\"%s\" message=\"", report_level(d->level));
        put_xml(to, d->message);
        fputc('"', to);
    }
    fputc('>', to);
    put_xml(to, at.path);
    if (at.line) fprintf(to, ":%u:%u", at.line, at.column);
    fprintf(to, ": %s: ", report_level(d->level));
    put_xml(to, d->message);
    if (d->hint) fputs("; ", to), put_xml(to, d->hint);
    fprintf(to, " [%s]</%s></testcase>\n", rules[d->rule].name, fails ? "failure" : "system-out");
}

static void put_clean(FILE *to, const struct diags *diags, const struct map *found)
{
    for (size_t i = 0; i < diags->sources->count; i++) {
        const struct source *in = diags->sources->list[i];
        if (map_get(found, map_pointer(in))) continue;
        fputs("<testcase classname=\"", to);
        put_xml(to, in->path);
        fputs("\" name=\"no finding\"/>\n", to);
    }
}

void report_junit(FILE *to, const struct diags *diags, const struct report_options *options)
{
    struct map found = map_new(diags->arena, MAP_POINTERS); /* files with findings */
    size_t tests = diags->sources->count, failures = 0;
    for (const struct diag *d = diags->first; d; d = d->next) {
        if (!is_shown(d, options)) continue;
        const struct source *in = span_known(d->span) ? source_at(diags->sources, d->span.start) : NULL;
        if (in && !map_add(&found, map_pointer(in), in)) tests--;
        tests++;
        failures += d->level > LEVEL_NOTE;
    }
    fprintf(to,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
            "<testsuite name=\"mofc\" tests=\"%zu\" failures=\"%zu\" errors=\"0\">\n",
            tests, failures);
    for (const struct diag *d = diags->first; d; d = d->next)
        if (is_shown(d, options)) put_case(to, diags, d);
    put_clean(to, diags, &found);
    fputs("</testsuite>\n</testsuites>\n", to);
}
