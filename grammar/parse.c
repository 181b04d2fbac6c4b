/* The one function the rest of mofc sees: sets up a builder and a scanner, runs the parser, hands over. */
#include <string.h>

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

struct unit *mof_parse_source(struct arena *arena, struct names *names, const struct source *source, bool strict,
                              struct diags *diags)
{
    const struct mof_segment whole = {.at = 0, .span = source->base};
    const struct mof_input in = {.entry = MOF_FILE, .text = source->text, .len = source->len, .map = &whole,
                                 .map_count = 1, .strict = strict};
    struct mof_output out;
    mof_parse(arena, names, &in, diags, &out);
    struct unit *unit = arena_new(arena, struct unit);
    unit->source = source;
    unit->decls = out.decls;
    return unit;
}
