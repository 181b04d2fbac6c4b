/* The one function the rest of mofc sees: sets up a builder and a scanner, runs the parser, hands over. */
#include <string.h>

#include "base/ascii.h"
#include "base/character.h"
#include "grammar/mof.h"
#include "grammar/scan.h"

bool mof_parse(struct arena *arena, struct names *names, const struct mof_input *in, struct diags *diags,
               struct mof_output *out)
{
    struct build b = {
        .arena = arena, .names = names, .diags = diags, .block = in->entry != MOF_FILE, .strict = in->strict};
    struct scan s = {.b = &b,
                     .text = in->text,
                     .end = in->text + in->len,
                     .map = in->map,
                     .map_count = in->map_count,
                     .entry = in->entry,
                     .tokens = in->tokens};
    scan_parse(&s, in->len);
    *out = (struct mof_output){.decls = b.first, .qualifiers = b.qualifiers};
    return !b.failed;
}

enum { BLOCK = 32 };

static bool block_is_ascii(const char *p)
{
    uint64_t w[BLOCK / sizeof(uint64_t)];
    memcpy(w, p, BLOCK);
    return !((w[0] | w[1] | w[2] | w[3]) & 0x8080808080808080u);
}

/* The first byte that is no part of a character; NULL: there is none. Nearly all of a schema is ASCII. */
static const char *first_broken(const char *p, const char *end)
{
    while (p < end) {
        const char *at = p;
        if (end - p >= BLOCK && block_is_ascii(p)) p += BLOCK;
        else if (!(*p & 0x80)) p++;
        else if (character_next(&p, end) == CHARACTER_BROKEN) return at;
    }
    return NULL;
}

/* Outside strings and comments such bytes are errors of the scanner's. */
static void check_encoding(const struct source *source, struct diags *diags)
{
    const char *at = first_broken(source->text, source->text + source->len);
    const char *nul = memchr(source->text, 0, source->len);
    if (nul)
        diag_add(diags, RULE_NUL_BYTE, source_span(source, (struct slice){nul, 1}), "a NUL byte stands in the text");
    if (!at) return;
    struct diag *d = diag_add(diags, RULE_NOT_UTF8, source_span(source, (struct slice){at, 1}),
                              "the byte 0x%02X is not UTF-8", (unsigned char)*at);
    diag_hint(diags, d, "other encodings are not known; save the file as UTF-8 or UTF-16");
}

/* Where each run of the text stands in the literal: it begins anew behind an escape and behind what parts two pieces.
 * A literal inside a literal has its own quotes escaped and is not followed that far: one run, which lies inside. */
static uint32_t map_literal(struct mof_segment *map, struct slice text, struct slice written, uint32_t at)
{
    uint32_t count = 0, r = 1, i = 0;
    bool anew = true;
    for (; i < text.len && r < written.len && *written.at == '"'; i++) {
        while (written.at[r] == '"' && r + 1 < written.len) {
            do r++;
            while (r + 1 < written.len && written.at[r] != '"');
            r += r + 1 < written.len;
            anew = true;
        }
        if (anew) map[count++] = (struct mof_segment){.at = i, .span = at + r};
        anew = written.at[r] == '\\';
        r++;
        if (!anew) continue;
        bool hexadecimal = r < written.len && (written.at[r] == 'x' || written.at[r] == 'X');
        r++;
        for (int n = 0; hexadecimal && n < 4 && r < written.len && ascii_is_hex(written.at[r]); n++) r++;
        while (i + 1 < text.len && character_goes_on(text.at[i + 1])) i++; /* of the same character */
    }
    if (i < text.len) map[0] = (struct mof_segment){.at = 0, .span = at};
    return i < text.len ? 1 : count;
}

struct ast_decl *mof_parse_embedded(struct arena *arena, struct names *names, struct slice text, struct slice written,
                                    uint32_t at, const struct diags *diags, struct diag *why)
{
    struct mof_segment *map = arena_array(arena, text.len + 1, sizeof *map);
    char *copy = arena_alloc(arena, text.len + 2);
    memcpy(copy, text.at, text.len);
    copy[text.len] = copy[text.len + 1] = 0;
    uint32_t count = map_literal(map, text, written, at);
    const struct mof_input in = {.entry = MOF_FILE, .text = copy, .len = text.len, .map = map, .map_count = count};
    struct mof_output out;
    struct diags apart;
    diags_init(&apart, arena, diags->sources);
    bool good = mof_parse(arena, names, &in, &apart, &out);
    *why = apart.first ? *apart.first : (struct diag){.message = "the text is not one instance"};
    return good && out.decls && !out.decls->next && out.decls->kind == DECL_INSTANCE ? out.decls : NULL;
}

struct unit *mof_parse_source(struct arena *arena, struct names *names, const struct source *source, bool strict,
                              struct diags *diags)
{
    const struct mof_segment whole = {.at = 0, .span = source->base};
    const struct mof_input in = {
        .entry = MOF_FILE, .text = source->text, .len = source->len, .map = &whole, .map_count = 1, .strict = strict};
    struct mof_output out;
    if (mof_parse(arena, names, &in, diags, &out)) check_encoding(source, diags);
    struct unit *unit = arena_new(arena, struct unit);
    unit->source = source;
    unit->decls = out.decls;
    return unit;
}
