/* The comments of the inputs that allow findings: found by the grammar and the page reader, read by lint/allow.c. Most
 * inputs have none, which the loader sees by a word that they lack. */
#include <string.h>

#include "cmd/cmd.h"
#include "grammar/mof.h"
#include "lint/allow.h"
#include "page/page.h"

struct collecting {
    struct compile *c;
    const struct source *source;
    struct allow_comment *list;
    size_t count, room;
};

static void add(struct collecting *a, struct allow_comment comment)
{
    a->list = arena_more(a->c->arena, a->list, a->count, &a->room, sizeof *a->list);
    a->list[a->count++] = comment;
}

/* The comments of a text of MOF: `map` says where its lines stand. */
static void add_tokens(struct collecting *a, struct mof_input *in, struct slice text)
{
    struct compile *c = a->c;
    struct tokens tokens = {.arena = c->arena};
    struct mof_output unread;
    struct diags unheard;
    diags_init(&unheard, c->arena, &c->sources);
    in->text = arena_alloc(c->arena, text.len + 2);
    in->len = text.len;
    in->tokens = &tokens;
    memcpy(in->text, text.at, text.len);
    mof_parse(c->arena, &c->names, in, &unheard, &unread);
    for (size_t i = 0, line = 0; i < tokens.count; i++) {
        const struct token *t = &tokens.at[i];
        if (t->kind != TOKEN_LINE_COMMENT && t->kind != TOKEN_BLOCK_COMMENT) continue;
        uint32_t at = (uint32_t)(t->text.at - in->text);
        while (line + 1 < in->map_count && in->map[line + 1].at <= at) line++;
        uint32_t start = in->map[line].span + (at - in->map[line].at);
        add(a, (struct allow_comment){t->text, {start, start + t->text.len}, false});
    }
}

static void add_file(struct collecting *a)
{
    const struct mof_segment whole = {.at = 0, .span = a->source->base};
    struct mof_input in = {.entry = MOF_FILE, .map = &whole, .map_count = 1};
    add_tokens(a, &in, (struct slice){a->source->text, a->source->len});
}

static struct page_comments add_page(struct collecting *a)
{
    struct compile *c = a->c;
    struct page_block *blocks;
    struct page_comments found = page_comments(c->arena, a->source);
    uint32_t count = page_blocks(c->arena, a->source, &blocks);
    for (size_t i = 0; i < found.comment_count; i++)
        add(a, (struct allow_comment){found.comments[i], source_span(a->source, found.comments[i]), true});
    for (uint32_t i = 0; i < count; i++) {
        struct mof_segment *map = arena_array(c->arena, blocks[i].lines, sizeof *map);
        memcpy(map, blocks[i].map, blocks[i].lines * sizeof *map);
        map[0].at = 0;
        struct mof_input in = {.entry = MOF_BLOCK, .map = map, .map_count = blocks[i].lines};
        add_tokens(a, &in, blocks[i].text);
    }
    return found;
}

static void read_file(struct compile *c, const struct source *source)
{
    struct collecting a = {.c = c, .source = source};
    struct page_comments sections = {0};
    const struct unit *unit = c->units;
    while (unit && unit->source != source) unit = unit->next;
    if (source->page) sections = add_page(&a);
    else add_file(&a);
    struct outline outline = outline_new(c->arena, source, unit, sections.headings, sections.heading_count);
    c->allowances = arena_more(c->arena, c->allowances, c->allowance_count, &c->allowance_room, sizeof *c->allowances);
    struct allowances *out = &c->allowances[c->allowance_count];
    allow_read(c->arena, &outline, a.list, a.count, &c->diags, out);
    c->allowance_count += out->count > 0;
}

void compile_allow(struct compile *c)
{
    for (uint32_t i = 0; i < c->sources.count; i++) {
        struct source *source = c->sources.list[i];
        if (source->remarked) read_file(c, source);
        source->remarked = false; /* each once, while its unit is at hand */
    }
    allow_mark(&c->diags, c->allowances, c->allowance_count);
}

bool compile_allows(const struct compile *c, struct diags *found, struct diag **at)
{
    return *at && allow_one(found, at, c->allowances, c->allowance_count);
}

/* What `lint` looks for: it generates nothing, compares nothing and, with --class, leaves classes out. */
void compile_allow_unused(struct compile *c)
{
    bool looked[RULE_COUNT];
    for (int r = 0; r < RULE_COUNT; r++)
        looked[r] = strcmp(rules[r].stage, "generate") != 0 && strcmp(rules[r].stage, "change") != 0;
    if (!c->options->classes.count) allow_report_unused(&c->diags, c->allowances, c->allowance_count, looked);
}
