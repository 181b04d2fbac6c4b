/* The one function the rest of mofc sees: sets up a builder and a scanner, runs the parser, hands over. */
#include <string.h>

#include "base/character.h"
#include "grammar/mof.h"
#include "grammar/scan.h"

bool mof_parse(struct arena *arena, struct names *names, const struct mof_input *in, struct diags *diags,
               struct mof_output *out)
{
    struct build b = {.arena = arena, .names = names, .diags = diags, .block = in->entry != MOF_FILE,
                      .strict = in->strict};
    struct scan s = {.b = &b,
                     .text = in->text,
                     .end = in->text + in->len,
                     .map = in->map,
                     .map_count = in->map_count,
                     .entry = in->entry};
    scan_parse(&s, in->len);
    *out = (struct mof_output){.decls = b.first, .qualifiers = b.told};
    return !b.failed;
}

/* The first byte that is no part of a character; NULL: there is none. Nearly all text is ASCII, 32 bytes at a time. */
static const char *first_broken(const char *p, const char *end)
{
    uint64_t w[4];
    while (p < end) {
        const char *at = p;
        if ((size_t)(end - p) >= sizeof w) {
            memcpy(w, p, sizeof w);
            if (!((w[0] | w[1] | w[2] | w[3]) & 0x8080808080808080u)) {
                p += sizeof w;
                continue;
            }
        }
        if (character_next(&p, end) == CHARACTER_BROKEN) return at;
    }
    return NULL;
}

/* Outside strings and comments such a byte is an error of the scanner's. */
static void check_encoding(const struct source *source, struct diags *diags)
{
    const char *at = first_broken(source->text, source->text + source->len);
    if (!at) return;
    struct diag *d = diag_add(diags, RULE_NOT_UTF8, source_span(source, (struct slice){at, 1}),
                              "the byte 0x%02X is not UTF-8", (unsigned char)*at);
    diag_hint(diags, d, "other encodings are not known; save the file as UTF-8 or UTF-16");
}

struct unit *mof_parse_source(struct arena *arena, struct names *names, const struct source *source, bool strict,
                              struct diags *diags)
{
    const struct mof_segment whole = {.at = 0, .span = source->base};
    const struct mof_input in = {.entry = MOF_FILE, .text = source->text, .len = source->len, .map = &whole,
                                 .map_count = 1, .strict = strict};
    struct mof_output out;
    if (mof_parse(arena, names, &in, diags, &out)) check_encoding(source, diags);
    struct unit *unit = arena_new(arena, struct unit);
    unit->source = source;
    unit->decls = out.decls;
    return unit;
}
