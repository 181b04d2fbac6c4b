/* `mofc fmt`: MOF in one style, to standard output, in place, or as what would change. Each file is read, parsed and
 * laid out by itself; includes are not followed, and what cannot be parsed is not touched. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cmd/cmd.h"
#include "format/format.h"
#include "grammar/mof.h"
#include "load/load.h"
#include "output/linediff.h"
#include "output/output.h"
#include "page/page.h"

/* One file at a time; `arena` is emptied between them. */
struct fmt {
    struct compile c;
    struct arena arena;
    struct text made; /* the formatted text, as UTF-8 */
    int status;
};

/* Parses and lays out; where there is an error its finding stays in `found` and nothing is appended. */
static bool format_text(struct fmt *f, struct mof_input *in, struct diags *found, struct text *out)
{
    struct tokens tokens = {.arena = &f->arena, .room = in->len / 8 + 64};
    tokens.at = arena_array(&f->arena, tokens.room, sizeof *tokens.at);
    struct mof_output parsed = {0};
    diags_init(found, f->c.arena, &f->c.sources);
    found->max_errors = f->c.diags.max_errors;
    in->tokens = &tokens;
    if (!mof_parse(&f->arena, &f->c.names, in, found, &parsed)) return false;
    if (in->entry == MOF_BLOCK && !parsed.decls) return false;
    const struct format_input what = {.text = {in->text, in->len}, .tokens = &tokens, .decls = parsed.decls};
    return format_mof(&f->arena, &what, out);
}

/* -- pages ------------------------------------------------------------------------------------------------ */

/* What stands before the lines of a block: blanks and marks of a quotation, or the block is left as it is. */
static bool lead_of(struct slice page, uint32_t at, struct slice *lead)
{
    uint32_t from = at;
    while (from && page.at[from - 1] != '\n') from--;
    *lead = slice_cut(page, from, at);
    for (uint32_t i = 0; i < lead->len; i++)
        if (!strchr(" \t>", lead->at[i])) return false;
    return true;
}

/* A line that would end the block, as a comment may hold one. */
static bool has_fence(struct slice text)
{
    for (uint32_t i = 0; i + 2 < text.len; i++) {
        while (text.at[i] == ' ' && i + 2 < text.len) i++;
        if (memcmp(text.at + i, "```", 3) == 0 || memcmp(text.at + i, "~~~", 3) == 0) return true;
        const char *end = memchr(text.at + i, '\n', text.len - i);
        if (!end) return false;
        i = (uint32_t)(end - text.at);
    }
    return false;
}

static void add_block(struct text *out, struct slice lines, struct slice lead, const char *line_end)
{
    while (lines.len) {
        const char *end = memchr(lines.at, '\n', lines.len);
        uint32_t len = end ? (uint32_t)(end - lines.at) : lines.len, bare = len;
        if (bare && lines.at[bare - 1] == '\r') bare--;
        struct slice before = lead;
        while (!bare && before.len && before.at[before.len - 1] != '>') before.len--;
        text_add_slice(out, before);
        text_add(out, lines.at, bare);
        text_add_string(out, line_end);
        lines = slice_cut(lines, len + 1, lines.len);
    }
}

/* Where a block's lines stand in the page: the first byte of the first, and behind the last line's end. */
static struct slice lines_of(const struct source *source, const struct page_block *b)
{
    uint32_t from = b->map[0].span - source->base, to = b->map[b->lines - 1].span - source->base;
    while (from && source->text[from - 1] != '\n') from--;
    const char *end = memchr(source->text + to, '\n', source->len - to);
    return (struct slice){source->text + from, (end ? (uint32_t)(end + 1 - source->text) : source->len) - from};
}

static void warn_of_block(struct fmt *f, const struct diags *found)
{
    for (const struct diag *d = found->first; d; d = d->next)
        if (d->level == LEVEL_FATAL) diag_add(&f->c.diags, RULE_PAGE_BLOCK, d->span, "%s", d->message);
}

static void format_page(struct fmt *f, const struct source *source)
{
    struct page_block *blocks;
    const struct slice page = {source->text, source->len};
    uint32_t count = page_blocks(&f->arena, source, &blocks), done = 0;
    for (uint32_t i = 0; i < count; i++) {
        const struct page_block *b = &blocks[i];
        struct diags found;
        struct text made = {0};
        struct mof_segment *map = arena_array(&f->arena, b->lines, sizeof *map);
        char *copy = arena_alloc(&f->arena, b->text.len + 2);
        memcpy(map, b->map, b->lines * sizeof *map);
        memcpy(copy, b->text.at, b->text.len);
        map[0].at = 0;
        struct mof_input in = {.entry = MOF_BLOCK, .text = copy, .len = b->text.len, .map = map, .map_count = b->lines};
        struct slice lead, old = lines_of(source, b);
        uint32_t at = (uint32_t)(old.at - source->text);
        bool fine = format_text(f, &in, &found, &made);
        if (!fine) warn_of_block(f, &found);
        struct slice lines = {made.at, (uint32_t)made.len};
        if (fine && lead_of(page, b->map[0].span - source->base, &lead) && !has_fence(lines) && at >= done) {
            const char *end = memchr(old.at, '\n', old.len);
            bool crlf = end && end > old.at && end[-1] == '\r';
            text_add_slice(&f->made, slice_cut(page, done, at));
            add_block(&f->made, lines, lead, crlf ? "\r\n" : "\n");
            done = at + old.len;
        }
        text_free(&made);
    }
    text_add_slice(&f->made, slice_cut(page, done, page.len));
}

/* -- files ------------------------------------------------------------------------------------------------ */

static bool format_source(struct fmt *f, struct source *source)
{
    if (load_is_page(source)) {
        format_page(f, source);
        return true;
    }
    const struct mof_segment whole = {.at = 0, .span = source->base};
    struct mof_input in = {.entry = MOF_FILE, .text = source->text, .len = source->len, .map = &whole, .map_count = 1};
    struct diags found;
    if (format_text(f, &in, &found, &f->made)) return true;
    diags_move(&f->c.diags, &found);
    f->status = 2;
    return false;
}

static void write_out(struct fmt *f, const struct source *source)
{
    const struct options *o = f->c.options;
    const struct slice old = {source->text, source->len}, made = {f->made.at ? f->made.at : "", (uint32_t)f->made.len};
    bool changed = !slice_equal(old, made);
    if (o->check && changed) {
        printf("%s: not formatted\n", source->path);
        if (!f->status) f->status = 1;
    }
    if (o->diff && changed) {
        struct text shown = {0};
        linediff_unified(&f->arena, &shown, source->path, old, source->path, made);
        fwrite(shown.at, 1, shown.len, stdout);
        text_free(&shown);
    }
    if (o->check || o->diff || (o->write && !changed)) return;
    struct text bytes = {0};
    source_encode(source, made, &bytes);
    if (o->write) output_update(source->path, (struct slice){bytes.at, (uint32_t)bytes.len}, &f->c.diags);
    else if (bytes.len) fwrite(bytes.at, 1, bytes.len, stdout);
    text_free(&bytes);
}

static void format_file(struct fmt *f, const char *path)
{
    struct source *source = source_load(&f->c.sources, path);
    if (!source) {
        diag_add_path(&f->c.diags, RULE_UNREADABLE, path, "cannot read: %s",
                      errno == EILSEQ    ? "broken UTF-16"
                      : errno == ENOTBLK ? "it is a device or a FIFO, not a file"
                                         : strerror(errno));
        return;
    }
    f->made.len = 0;
    if (format_source(f, source)) write_out(f, source);
    arena_clear(&f->arena);
}

int cmd_fmt(struct options *o)
{
    struct fmt f = {.status = 0};
    if (o->write && (o->check || o->diff)) return usage_error("-w writes, --check and --diff do not: give one of them");
    if (!config_for_inputs(o) || !compile_setup(&f.c, o)) return 2;
    for (size_t i = 0; o->write && i < o->inputs.count; i++)
        if (strcmp(o->inputs.at[i], "-") == 0) return usage_error("-w cannot write to standard input");
    const char *const *files;
    size_t count = load_files(o->arena, o->inputs.at, o->inputs.count, &f.c.diags, &files);
    for (size_t i = 0; i < count; i++) format_file(&f, files[i]);
    arena_free(&f.arena);
    text_free(&f.made);
    int written = output_finish(f.status), found = compile_finish(&f.c, stderr);
    return found > written ? found : written;
}
