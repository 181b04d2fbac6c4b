/* Findings for people. The caret line repeats the source line's tabs and counts the columns of wide and
 * combining characters, so the caret stands under the exact bytes on any terminal. A line that is too long to
 * read is cut around the caret. */
#include <string.h>

#include "base/character.h"
#include "base/report_formats.h"

enum { WIDEST = 160, LEAD = 60 }; /* characters shown of a long line, and how many of them before the caret */

struct style {
    const char *bold, *level, *caret, *note, *off;
};

static const struct style plain = {"", "", "", "", ""};

static struct style style_of(enum level level, bool color)
{
    if (!color) return plain;
    struct style s = {"\033[1m", "\033[1;36m", "\033[1;32m", "\033[1;36m", "\033[0m"};
    if (level >= LEVEL_ERROR) s.level = "\033[1;31m";
    else if (level == LEVEL_WARNING) s.level = "\033[1;35m";
    return s;
}

struct report_place report_place(const struct diags *diags, struct span span, const char *path)
{
    struct place a = source_place(diags->sources, span.start);
    if (!span_known(span) || !a.source) return (struct report_place){.path = path ? path : "mofc"};
    struct place z = source_place(diags->sources, span.end > span.start ? span.end : span.start);
    return (struct report_place){a.source->path, a.line, a.column, z.line, z.column};
}

/* Writes text that a file may have brought along; what could drive a terminal or reorder the line becomes '?'. */
static void put_safe(FILE *to, struct slice text, bool tabs)
{
    for (const char *p = text.at, *end = p + text.len; p < end;) {
        const char *from = p;
        uint32_t c = character_next(&p, end);
        if (character_hidden(c) && !(c == '\t' && tabs)) fputc('?', to);
        else fwrite(from, 1, (size_t)(p - from), to);
    }
}

static void put_words(FILE *to, const char *words) { put_safe(to, slice_of(words), false); }

static void put_padding(FILE *to, struct slice before)
{
    for (const char *p = before.at, *end = p + before.len; p < end;) {
        uint32_t c = character_next(&p, end);
        if (c == '\t') fputc('\t', to);
        else
            for (int w = character_width(c); w > 0; w--) fputc(' ', to);
    }
}

/* The part of a long line around byte `at`, not splitting a character. */
static struct slice window(struct slice line, uint32_t at, bool *cut_left, bool *cut_right)
{
    uint32_t from = 0, to = line.len;
    if (line.len > WIDEST) {
        from = at > LEAD ? at - LEAD : 0;
        to = from + WIDEST < line.len ? from + WIDEST : line.len;
        while (from < at && character_goes_on(line.at[from])) from++;
        while (to > from && to < line.len && character_goes_on(line.at[to])) to--;
    }
    *cut_left = from > 0;
    *cut_right = to < line.len;
    return slice_cut(line, from, to);
}

static void put_carets(FILE *to, struct slice marked)
{
    int width = 0;
    for (const char *p = marked.at, *end = p + marked.len; p < end;) width += character_width(character_next(&p, end));
    fputc('^', to);
    for (int i = 1; i < width; i++) fputc('~', to);
}

static void put_excerpt(FILE *to, const struct diags *diags, struct span span, const char *hint, struct style s)
{
    struct place at = source_place(diags->sources, span.start);
    if (!at.source) return;
    struct slice line = source_line(diags->sources, span.start);
    uint32_t offset = span.start - at.source->base - (uint32_t)(line.at - at.source->text);
    if (offset > line.len) offset = line.len;
    bool left, right;
    struct slice shown = window(line, offset, &left, &right);
    uint32_t before = offset - (uint32_t)(shown.at - line.at);
    uint32_t marked = span.end > span.start ? span.end - span.start : 1;
    fprintf(to, "%5u | %s", at.line, left ? "..." : "");
    put_safe(to, shown, true);
    fprintf(to, "%s\n      | %s", right ? "..." : "", left ? "   " : "");
    put_padding(to, slice_cut(shown, 0, before));
    fputs(s.caret, to);
    put_carets(to, slice_cut(shown, before, before + marked < before ? shown.len : before + marked));
    fprintf(to, "%s%s", s.off, hint ? " " : "");
    if (hint) put_words(to, hint);
    fputc('\n', to);
}

static void put_place(FILE *to, struct report_place at, struct style s)
{
    fputs(s.bold, to);
    put_words(to, at.path);
    fputc(':', to);
    if (at.line) fprintf(to, "%u:%u:", at.line, at.column);
    fprintf(to, "%s ", s.off);
}

static const char *level_of(const struct diag *d, const struct report_options *options)
{
    if (options->changes) return d->level >= LEVEL_ERROR ? "breaking" : "compatible";
    return report_level(d->level);
}

static void put_diag(FILE *to, const struct diags *diags, const struct diag *d, const struct report_options *options)
{
    struct style s = style_of(d->level, options->color);
    put_place(to, report_place(diags, d->span, d->path), s);
    fprintf(to, "%s%s:%s ", s.level, level_of(d, options), s.off);
    put_words(to, d->message);
    fprintf(to, " [%s]\n", rules[d->rule].name);
    if (span_known(d->span)) put_excerpt(to, diags, d->span, d->hint, s);
    else if (d->hint) fprintf(to, "      | %s\n", d->hint);
    for (const struct diag_note *n = d->notes; n; n = n->next) {
        if (span_known(n->span)) put_place(to, report_place(diags, n->span, NULL), s);
        else fputs("      = ", to);
        if (span_known(n->span) || !options->changes) fprintf(to, "%snote:%s ", s.note, s.off);
        put_words(to, n->message);
        fputc('\n', to);
        if (span_known(n->span)) put_excerpt(to, diags, n->span, NULL, s);
    }
}

static void put_count(FILE *to, unsigned count, const char *what, bool *first)
{
    if (!count) return;
    fprintf(to, "%s%u %s%s", *first ? "" : ", ", count, what, count == 1 ? "" : "s");
    *first = false;
}

void report_text(FILE *to, const struct diags *diags, const struct report_options *options)
{
    bool first = true;
    for (const struct diag *d = diags->first; d; d = d->next)
        if (!options->quiet || d->level >= LEVEL_ERROR) put_diag(to, diags, d, options);
    if (options->changes) return; /* counted by whoever found them */
    unsigned errors = diags->counts[LEVEL_ERROR] + diags->counts[LEVEL_FATAL];
    if (options->quiet && !errors) return;
    put_count(to, errors, "error", &first);
    if (!options->quiet) put_count(to, diags->counts[LEVEL_WARNING], "warning", &first);
    if (!options->quiet) put_count(to, diags->counts[LEVEL_NOTE], "note", &first);
    if (!first && diags->suppressed) fprintf(to, " (%u not shown: --max-errors)", diags->suppressed);
    if (!first) fputc('\n', to);
}

/* A finding about a whole file stands at its first character: readers of this format count from 1. */
static void put_gcc(FILE *to, struct report_place at, const char *level, const char *message)
{
    put_words(to, at.path);
    fprintf(to, ":%u:%u: %s: ", at.line ? at.line : 1, at.column ? at.column : 1, level);
    put_words(to, message);
}

/* As gcc writes strings: what is not printable ASCII in octal. */
static void put_escaped(FILE *to, const char *s)
{
    fputc('"', to);
    for (; *s; s++) {
        if (*s == '\\' || *s == '"') fprintf(to, "\\%c", *s);
        else if (*s == '\t' || *s == '\n') fprintf(to, "\\%c", *s == '\t' ? 't' : 'n');
        else if (*s < ' ' || *s > '~') fprintf(to, "\\%03o", (unsigned char)*s);
        else fputc(*s, to);
    }
    fputc('"', to);
}

/* These columns count bytes. */
static void put_byte_place(FILE *to, const struct diags *diags, uint32_t offset)
{
    struct place at = source_place(diags->sources, offset);
    struct slice line = source_line(diags->sources, offset);
    fprintf(to, "%u:%u", at.line, offset - at.source->base - (uint32_t)(line.at - at.source->text) + 1);
}

/* What gcc prints with -fdiagnostics-parseable-fixits. */
static void put_fix_its(FILE *to, const struct diags *diags, const struct diag *d)
{
    for (const struct diag_edit *e = d->fix; e; e = e->next) {
        fputs("fix-it:", to);
        put_escaped(to, report_place(diags, e->span, NULL).path);
        fputs(":{", to);
        put_byte_place(to, diags, e->span.start);
        fputc('-', to);
        put_byte_place(to, diags, e->span.end);
        fputs("}:", to);
        put_escaped(to, e->text);
        fputc('\n', to);
    }
}

void report_gcc(FILE *to, const struct diags *diags, const struct report_options *options)
{
    for (const struct diag *d = diags->first; d; d = d->next) {
        if (options->quiet && d->level < LEVEL_ERROR) continue;
        put_gcc(to, report_place(diags, d->span, d->path), level_of(d, options), d->message);
        fprintf(to, " [%s]\n", rules[d->rule].name);
        put_fix_its(to, diags, d);
        for (const struct diag_note *n = d->notes; n; n = n->next) {
            put_gcc(to, report_place(diags, span_known(n->span) ? n->span : d->span, d->path), "note", n->message);
            fputc('\n', to);
        }
    }
}
