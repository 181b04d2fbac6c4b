/* Findings for machines: JSON lines in one document, SARIF 2.1.0, and GitHub's workflow annotations. */
#include <string.h>

#include "base/character.h"
#include "base/escape.h"
#include "base/example.h"
#include "base/report_formats.h"

static void put_json(FILE *to, const char *s)
{
    struct text json = {0};
    escape_json_string(&json, slice_of(s));
    fputs(json.at, to);
    text_free(&json);
}

/* The path as seen from the root; `*lead` goes before it. */
static const char *under_root(const char *path, const struct report_options *options, const char **lead)
{
    *lead = "";
    while (path[0] == '.' && path[1] == '/') path += 2;
    for (size_t i = 0; i < sizeof options->roots / sizeof *options->roots; i++) {
        const char *root = options->roots[i];
        size_t len = root ? strlen(root) : 0;
        while (len && root[len - 1] == '/') len--;
        if (root && (len || *root) && strncmp(path, root, len) == 0 && path[len] == '/') return path + len + 1;
    }
    bool below = *path != '/' && *path != '<' && strncmp(path, "../", 3) != 0;
    if (below && options->lead) *lead = options->lead;
    return path;
}

static void put_json_place(FILE *to, struct report_place at)
{
    fprintf(to, "\"file\":");
    put_json(to, at.path);
    fprintf(to, ",\"line\":%u,\"column\":%u,\"endLine\":%u,\"endColumn\":%u", at.line, at.column, at.end_line,
            at.end_column);
}

static void put_json_fix(FILE *to, const struct diags *diags, const struct diag *d)
{
    fprintf(to, ",\"fix\":{\"safe\":%s,\"edits\":[", d->fix_unsafe ? "false" : "true");
    for (const struct diag_edit *e = d->fix; e; e = e->next) {
        fputs(e == d->fix ? "{" : ",{", to);
        put_json_place(to, report_place(diags, e->span, NULL));
        fputs(",\"text\":", to);
        put_json(to, e->text);
        fputc('}', to);
    }
    fputs("]}", to);
}

void report_json(FILE *to, const struct diags *diags, const struct report_options *options)
{
    const char *comma = "";
    fputs("{\"findings\":[", to);
    for (const struct diag *d = diags->first; d; d = d->next) {
        if (options->quiet && d->level < LEVEL_ERROR) continue;
        fprintf(to, "%s\n{\"rule\":\"%s\",\"level\":\"%s\",", comma, rules[d->rule].name, report_level(d->level));
        put_json_place(to, report_place(diags, d->span, d->path));
        fputs(",\"message\":", to);
        put_json(to, d->message);
        if (d->hint) fputs(",\"hint\":", to), put_json(to, d->hint);
        if (d->fix) put_json_fix(to, diags, d);
        fputs(",\"notes\":[", to);
        for (const struct diag_note *n = d->notes; n; n = n->next) {
            fputs(n == d->notes ? "{" : ",{", to);
            put_json_place(to, report_place(diags, n->span, NULL));
            fputs(",\"message\":", to);
            put_json(to, n->message);
            fputc('}', to);
        }
        fputs("]}", to);
        comma = ",";
    }
    fprintf(to, "\n],\"errors\":%u,\"warnings\":%u,\"notes\":%u,\"notShown\":%u}\n",
            diags->counts[LEVEL_ERROR] + diags->counts[LEVEL_FATAL], diags->counts[LEVEL_WARNING],
            diags->counts[LEVEL_NOTE], diags->suppressed);
}

/* A path as a URI: what is not letter, digit or one of -._~/ is percent-encoded. */
static void put_encoded(FILE *to, const char *path)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
    for (; *path; path++) {
        if (strchr(plain, *path)) fputc(*path, to);
        else fprintf(to, "%%%02X", (unsigned char)*path);
    }
}

static void put_uri(FILE *to, const char *lead, const char *path)
{
    fputs(*path == '/' ? "\"file://" : "\"", to);
    put_encoded(to, lead);
    put_encoded(to, path);
    fputc('"', to);
}

static void put_sarif_file(FILE *to, const char *in, const struct report_options *options)
{
    const char *lead, *path = under_root(in, options, &lead);
    fputs("\"artifactLocation\":{\"uri\":", to);
    put_uri(to, lead, path);
    fputc('}', to);
}

static void put_sarif_region(FILE *to, const char *name, struct report_place at)
{
    fprintf(to, "\"%s\":{\"startLine\":%u,\"startColumn\":%u,\"endLine\":%u,\"endColumn\":%u}", name, at.line,
            at.column, at.end_line, at.end_column);
}

static void put_sarif_location(FILE *to, struct report_place at, const struct report_options *options,
                               const char *message)
{
    fputs("{\"physicalLocation\":{", to);
    put_sarif_file(to, at.path, options);
    if (at.line) fputc(',', to), put_sarif_region(to, "region", at);
    fputc('}', to);
    if (message) fputs(",\"message\":{\"text\":", to), put_json(to, message), fputc('}', to);
    fputc('}', to);
}

/* The cure and the example: a viewer shows them beside a finding, so only of rules that have one here. */
static void put_sarif_help(FILE *to, const struct diags *diags, enum rule rule, bool found)
{
    struct text markdown = {0};
    fputs("\"help\":{\"text\":", to);
    put_json(to, rules[rule].cure);
    if (found) {
        example_words(rules[rule].cure, &markdown);
        text_add_char(&markdown, '\n');
        example_markdown(diags->arena, rule, &markdown);
        fputs(",\"markdown\":", to);
        put_json(to, markdown.at);
    }
    fputc('}', to);
    text_free(&markdown);
}

static void put_sarif_rule(FILE *to, const struct diags *diags, enum rule rule, bool found)
{
    const struct rule_info *r = &rules[rule];
    bool off = r->level == LEVEL_OFF; /* -W turns it on as a warning */
    fprintf(to, "{\"id\":\"%s\",\"shortDescription\":{\"text\":", r->name);
    put_json(to, r->title);
    fputs("},\"fullDescription\":{\"text\":", to);
    put_json(to, r->reason);
    fputs("},", to);
    put_sarif_help(to, diags, rule, found);
    fprintf(to, ",\"properties\":{\"tags\":[\"%s\"]},\"defaultConfiguration\":{%s\"level\":\"%s\"}}", r->stage,
            off ? "\"enabled\":false," : "", report_level(off ? LEVEL_WARNING : r->level));
}

/* The hint stands behind the message, since no viewer has another place for it. */
static void put_message(FILE *to, const struct diag *d)
{
    struct text words = {0};
    text_printf(&words, "%s%s%s", d->message, d->hint ? "; " : "", d->hint ? d->hint : "");
    put_json(to, words.at);
    text_free(&words);
}

/* All edits of a fix are in the file of the finding. */
static void put_sarif_fix(FILE *to, const struct diags *diags, const struct diag *d,
                          const struct report_options *options)
{
    fputs(",\"fixes\":[{\"description\":{\"text\":", to);
    put_json(to, d->fix_unsafe ? "Likely; look at it before it is applied." : "Safe to apply.");
    fputs("},\"artifactChanges\":[{", to);
    put_sarif_file(to, report_place(diags, d->fix->span, NULL).path, options);
    fputs(",\"replacements\":[", to);
    for (const struct diag_edit *e = d->fix; e; e = e->next) {
        fputs(e == d->fix ? "{" : ",{", to);
        put_sarif_region(to, "deletedRegion", report_place(diags, e->span, NULL));
        fputs(",\"insertedContent\":{\"text\":", to);
        put_json(to, e->text);
        fputs("}}", to);
    }
    fputs("]}]}]", to);
}

static void put_sarif_result(FILE *to, const struct diags *diags, const struct diag *d, bool allowed,
                             const struct report_options *options)
{
    fprintf(to, "{\"ruleId\":\"%s\",\"ruleIndex\":%d,\"level\":\"%s\",\"message\":{\"text\":", rules[d->rule].name,
            (int)d->rule, report_level(d->level));
    put_message(to, d);
    fputs("},\"locations\":[", to);
    if (d->path || span_known(d->span)) put_sarif_location(to, report_place(diags, d->span, d->path), options, NULL);
    fputc(']', to);
    const char *open = ",\"relatedLocations\":[";
    for (const struct diag_note *n = d->notes; n; n = n->next) {
        if (!span_known(n->span)) continue;
        fputs(open, to);
        put_sarif_location(to, report_place(diags, n->span, NULL), options, n->message);
        open = ",";
    }
    if (*open == ',' && open[1] == '\0') fputc(']', to);
    if (d->fix) put_sarif_fix(to, diags, d, options);
    if (allowed) fprintf(to, ",\"suppressions\":[{\"kind\":\"%s\"", d->reason ? "inSource" : "external");
    if (allowed && d->reason && *d->reason) fputs(",\"justification\":", to), put_json(to, d->reason);
    if (allowed) fputs("}]", to);
    fputc('}', to);
}

void report_sarif(FILE *to, const struct diags *diags, const struct report_options *options)
{
    fputs("{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{"
          "\"tool\":{\"driver\":{\"name\":\"mofc\",",
          to);
    if (options->version) fprintf(to, "\"version\":\"%s\",", options->version);
    if (options->version) fprintf(to, "\"semanticVersion\":\"%s\",", options->version);
    if (options->homepage) fputs("\"informationUri\":", to), put_json(to, options->homepage), fputc(',', to);
    fputs("\"rules\":[", to);
    bool found[RULE_COUNT] = {false};
    for (const struct diag *d = diags->first; d; d = d->next) found[d->rule] = true;
    for (int r = 0; r < RULE_COUNT; r++) {
        fputs(r ? ",\n" : "\n", to);
        put_sarif_rule(to, diags, (enum rule)r, found[r]);
    }
    fputs("]}},\"columnKind\":\"unicodeCodePoints\",\"results\":[", to);
    const char *comma = "\n";
    const struct diag *lists[] = {diags->first, diags->allowed};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        for (const struct diag *d = lists[i]; d; d = d->next) {
            if (options->quiet && d->level < LEVEL_ERROR) continue;
            fputs(comma, to);
            put_sarif_result(to, diags, d, i > 0, options);
            comma = ",\n";
        }
    }
    fputs("]}]}\n", to);
}

/* GitHub's escapes: %, CR and LF in a message; also ':' and ',' in a property. */
static void put_github(FILE *to, const char *s, bool property)
{
    for (const char *p = s, *end = s + strlen(s); p < end;) {
        const char *from = p;
        uint32_t c = character_next(&p, end);
        if (c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ',')))
            fprintf(to, "%%%02X", (unsigned)c);
        else if (character_hidden(c)) fputc('?', to);
        else fwrite(from, 1, (size_t)(p - from), to);
    }
}

static void put_annotation(FILE *to, const struct diags *diags, const struct diag *d,
                           const struct report_options *options)
{
    struct report_place at = report_place(diags, d->span, d->path);
    const char *lead, *path = under_root(at.path, options, &lead);
    fprintf(to, "::%s file=", d->level == LEVEL_NOTE ? "notice" : report_level(d->level));
    put_github(to, lead, true);
    put_github(to, path, true);
    if (at.line) fprintf(to, ",line=%u,col=%u,endLine=%u,endColumn=%u", at.line, at.column, at.end_line, at.end_column);
    fprintf(to, ",title=%s::", rules[d->rule].name);
    put_github(to, d->message, false);
    fputc('\n', to);
}

/* GitHub shows ten annotations of a level and drops the rest in silence: errors first, then the count left out. */
void report_github(FILE *to, const struct diags *diags, const struct report_options *options)
{
    enum { SHOWN = 10 };
    unsigned left_out = diags->suppressed;
    for (int level = LEVEL_FATAL; level >= (options->quiet ? LEVEL_ERROR : LEVEL_NOTE); level--) {
        unsigned shown = 0;
        for (const struct diag *d = diags->first; d; d = d->next) {
            if ((int)d->level != level) continue;
            if (shown++ < SHOWN) put_annotation(to, diags, d, options);
            else left_out++;
        }
    }
    if (left_out) fprintf(to, "::notice title=mofc::%u more findings are not shown here\n", left_out);
}
