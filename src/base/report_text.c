/* Findings for people. The caret line repeats the source line's tabs and counts the columns of wide and
 * combining characters, so the caret stands under the exact bytes on any terminal. A line that is too long to
 * read is cut around the caret. */
#include <string.h>

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

/* Decodes one character; a broken byte stands for itself. */
static uint32_t next_character(const char **at, const char *end)
{
    const unsigned char *p = (const unsigned char *)*at;
    int more = *p < 0xC0 ? 0 : *p < 0xE0 ? 1 : *p < 0xF0 ? 2 : 3;
    uint32_t c = more == 0 ? *p : *p & (0x3Fu >> more);
    ++*at;
    while (more-- > 0 && *at < end && (**at & 0xC0) == 0x80) c = c << 6 | (uint32_t)(*(*at)++ & 0x3F);
    return c;
}

/* Columns on a terminal: none for combining marks, two for East Asian wide ranges and emoji. */
static int character_width(uint32_t c)
{
    static const struct { uint32_t low, high; int width; } ranges[] = {
        {0x0300, 0x036F, 0}, {0x200B, 0x200F, 0}, {0xFE00, 0xFE0F, 0}, {0xFEFF, 0xFEFF, 0},
        {0x1100, 0x115F, 2}, {0x2E80, 0xA4CF, 2}, {0xAC00, 0xD7A3, 2}, {0xF900, 0xFAFF, 2},
        {0xFE30, 0xFE6F, 2}, {0xFF00, 0xFF60, 2}, {0x1F300, 0x1FAFF, 2}, {0x20000, 0x3FFFD, 2},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (c >= ranges[i].low && c <= ranges[i].high) return ranges[i].width;
    return 1;
}

/* Writes a piece of a line; control characters, which could drive a terminal, become '?'. */
static void put_line(FILE *to, struct slice line)
{
    for (uint32_t i = 0; i < line.len; i++) {
        char c = line.at[i];
        fputc(c == '\t' || (unsigned char)c >= 0x20 ? c == 0x7F ? '?' : c : '?', to);
    }
}

static void put_padding(FILE *to, struct slice before)
{
    for (const char *p = before.at, *end = p + before.len; p < end;) {
        uint32_t c = next_character(&p, end);
        if (c == '\t') fputc('\t', to);
        else for (int w = character_width(c); w > 0; w--) fputc(' ', to);
    }
}

/* The part of a long line around byte `at`, not splitting a character. */
static struct slice window(struct slice line, uint32_t at, bool *cut_left, bool *cut_right)
{
    uint32_t from = 0, to = line.len;
    if (line.len > WIDEST) {
        from = at > LEAD ? at - LEAD : 0;
        to = from + WIDEST < line.len ? from + WIDEST : line.len;
        while (from < at && (line.at[from] & 0xC0) == 0x80) from++;
        while (to > from && to < line.len && (line.at[to] & 0xC0) == 0x80) to--;
    }
    *cut_left = from > 0;
    *cut_right = to < line.len;
    return slice_cut(line, from, to);
}

static void put_carets(FILE *to, struct slice marked)
{
    int width = 0;
    for (const char *p = marked.at, *end = p + marked.len; p < end;) width += character_width(next_character(&p, end));
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
    put_line(to, shown);
    fprintf(to, "%s\n      | %s", right ? "..." : "", left ? "   " : "");
    put_padding(to, slice_cut(shown, 0, before));
    fputs(s.caret, to);
    put_carets(to, slice_cut(shown, before, before + marked < before ? shown.len : before + marked));
    fprintf(to, "%s%s%s\n", s.off, hint ? " " : "", hint ? hint : "");
}

static void put_place(FILE *to, struct report_place at, struct style s)
{
    fprintf(to, "%s%s:", s.bold, at.path);
    if (at.line) fprintf(to, "%u:%u:", at.line, at.column);
    fprintf(to, "%s ", s.off);
}

static void put_diag(FILE *to, const struct diags *diags, const struct diag *d, bool color)
{
    struct style s = style_of(d->level, color);
    put_place(to, report_place(diags, d->span, d->path), s);
    fprintf(to, "%s%s:%s %s [%s]\n", s.level, report_level(d->level), s.off, d->message, rules[d->rule].name);
    if (span_known(d->span)) put_excerpt(to, diags, d->span, d->hint, s);
    else if (d->hint) fprintf(to, "      | %s\n", d->hint);
    for (const struct diag_note *n = d->notes; n; n = n->next) {
        if (span_known(n->span)) put_place(to, report_place(diags, n->span, NULL), s);
        else fputs("      = ", to);
        fprintf(to, "%snote:%s %s\n", s.note, s.off, n->message);
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
        if (!options->quiet || d->level >= LEVEL_ERROR) put_diag(to, diags, d, options->color);
    unsigned errors = diags->counts[LEVEL_ERROR] + diags->counts[LEVEL_FATAL];
    if (options->quiet && !errors) return;
    put_count(to, errors, "error", &first);
    if (!options->quiet) put_count(to, diags->counts[LEVEL_WARNING], "warning", &first);
    if (!options->quiet) put_count(to, diags->counts[LEVEL_NOTE], "note", &first);
    if (!first && diags->suppressed) fprintf(to, " (%u not shown: --max-errors)", diags->suppressed);
    if (!first) fputc('\n', to);
}

void report_gcc(FILE *to, const struct diags *diags, const struct report_options *options)
{
    for (const struct diag *d = diags->first; d; d = d->next) {
        if (options->quiet && d->level < LEVEL_ERROR) continue;
        struct report_place at = report_place(diags, d->span, d->path);
        fprintf(to, "%s:%u:%u: %s: %s [%s]\n", at.path, at.line, at.column, report_level(d->level), d->message,
                rules[d->rule].name);
        for (const struct diag_note *n = d->notes; n; n = n->next) {
            struct report_place other = report_place(diags, span_known(n->span) ? n->span : d->span, d->path);
            fprintf(to, "%s:%u:%u: note: %s\n", other.path, other.line, other.column, n->message);
        }
    }
}
