/* Comments to ranges of a file, ranges to findings. */
#include "lint/allow.h"

#include <string.h>

struct reading {
    struct arena *arena;
    struct diags *diags;
    const struct outline *outline;
    struct allowances *out;
    const struct allow_comment *comment;
    const char *second_line; /* of the comment; NULL: it has one line */
};

static struct slice behind(struct slice s, uint32_t n) { return slice_trim(slice_cut(s, n, s.len)); }

/* Where a part of the comment stands; behind a line break it may be elsewhere, as in a page that indents its block. */
static struct span place(const struct reading *r, struct slice part)
{
    const struct allow_comment *c = r->comment;
    uint32_t at = (uint32_t)(part.at - c->text.at);
    if (r->second_line && part.at >= r->second_line) return c->span;
    return (struct span){c->span.start + at, c->span.start + at + part.len};
}

static struct slice word_of(struct slice s)
{
    uint32_t n = 0;
    while (n < s.len && (s.at[n] == '-' || s.at[n] == '_' || ((s.at[n] | 32) >= 'a' && (s.at[n] | 32) <= 'z') ||
                         (s.at[n] >= '0' && s.at[n] <= '9')))
        n++;
    return slice_cut(s, 0, n);
}

/* -- what it speaks of ------------------------------------------------------------------------------------- */

static bool is_inside(const struct outline_entry *e, struct span comment)
{
    if (e->section || comment.start >= e->end) return false;
    if (e->member || e->constant) return true;
    return e->decl->word.name && comment.start < e->decl->word.span.start; /* among its qualifiers */
}

/* What a comment of MOF stands in or before; NULL: nothing. */
static const struct outline_entry *follower(const struct outline *o, struct span comment)
{
    if (!o->count) return NULL;
    const struct outline_entry *e = outline_at(o, comment.start), *end = o->list + o->count;
    if (e && is_inside(e, comment)) return e;
    const struct ast_decl *around = e && e->decl && comment.start < e->decl->span.end ? e->decl : NULL;
    e = e ? e + 1 : o->list;
    while (e < end && e->section) e++;
    if (e >= end) return NULL;
    return around && e->start >= around->span.end ? NULL : e; /* the last in a class speaks of nothing */
}

static bool is_line_part(const struct source *s, uint32_t from, uint32_t to)
{
    for (; from < to; from++)
        if (!strchr(" \t\r", s->text[from - s->base])) return true;
    return false;
}

/* What the code before a comment on its line declares; NULL: the comment begins its line, or that code is no part of
 * a declaration. Behind the end of a declaration it is that as a whole. */
static const struct outline_entry *same_line(const struct outline *o, struct span comment)
{
    const struct source *s = o->source;
    uint32_t line = comment.start;
    while (line > s->base && s->text[line - 1 - s->base] != '\n') line--;
    const struct outline_entry *e = outline_at(o, comment.start);
    if (!e || e->section || !is_line_part(s, line, comment.start)) return NULL;
    const struct ast_decl *d = e->decl;
    if (comment.start >= d->span.end)
        while (e > o->list && (e->member || e->constant || e->decl != d)) e--;
    return e->end > line ? e : NULL;
}

/* A member of a page is its declaration and its section. */
static void take_parts(const struct reading *r, struct allowance *a, const struct outline_entry *e)
{
    const struct outline *o = r->outline;
    size_t n = 0;
    a->parts[n++] = (struct span){e->start, outline_end(o, e)};
    if (!e->member || !o->source->page) return;
    for (const struct outline_entry *other = o->list; other < o->list + o->count && n < 2; other++)
        if (other != e && other->member == e->member)
            a->parts[n++] = (struct span){other->start, outline_end(o, other)};
}

static void aim(const struct reading *r, struct allowance *a)
{
    const struct outline *o = r->outline;
    const struct allow_comment *c = r->comment;
    const struct outline_entry *e = c->html ? outline_section(o, c->span.start) : same_line(o, c->span);
    if (!e && !c->html) e = follower(o, c->span);
    if (e) take_parts(r, a, e);
    else if (c->html)
        a->parts[0] = (struct span){o->source->base, o->count ? o->list->start : o->source->base + o->source->len};
    if (e && e->decl) a->element = outline_name(r->arena, o, e->start);
    else if (c->html) a->element = "this section";
}

/* -- reading ----------------------------------------------------------------------------------------------- */

static void report_unknown(const struct reading *r, struct slice word, const char *what, const char *const *known,
                           size_t count)
{
    bool sure;
    struct span at = place(r, word);
    struct diag *d =
        diag_add(r->diags, RULE_ALLOW_UNKNOWN, at, "'" SLICE_FMT "' is %s", SLICE_ARG(slice_cut(word, 0, 60)), what);
    const char *close = diag_closest_sure(word, known, count, &sure);
    if (!close) return;
    diag_hint(r->diags, d, "did you mean '%s'?", close);
    if (at.end - at.start == word.len) diag_suggest(r->diags, d, at, close, sure);
}

static void read_rule(const struct reading *r, struct slice word, bool whole_file, const char *reason, bool alone)
{
    const char *names[RULE_COUNT];
    for (int n = 0; n < RULE_COUNT; n++) names[n] = rules[n].name;
    enum rule rule = rule_find(arena_copy(r->arena, word.at, word.len));
    if (rule == RULE_COUNT) {
        report_unknown(r, word, "no rule", names, RULE_COUNT);
        return;
    }
    struct allowances *out = r->out;
    out->list = arena_more(r->arena, out->list, out->count, &out->room, sizeof *out->list);
    struct allowance *a = &out->list[out->count++];
    *a = (struct allowance){.rule = rule, .whole_file = whole_file, .reason = reason, .at = place(r, word)};
    a->before = out->last[rule];
    out->last[rule] = out->count;
    a->comment = r->comment->span;
    a->alone = alone;
    if (!whole_file) aim(r, a);
    if (!reason)
        diag_add(r->diags, RULE_ALLOW_UNEXPLAINED, a->at, "why '%s' is allowed is not said; write `%s %s: reason`",
                 rules[rule].name, whole_file ? "allow-file" : "allow", rules[rule].name);
}

/* "RULE, RULE: reason" */
static void read_rules(const struct reading *r, struct slice line, struct slice verb, bool whole_file, bool first)
{
    const char *colon = memchr(line.at, ':', line.len);
    struct slice list = slice_cut(line, 0, colon ? (uint32_t)(colon - line.at) : line.len);
    struct slice said = colon ? behind(line, (uint32_t)(colon + 1 - line.at)) : (struct slice){0};
    const char *reason = said.len ? arena_copy(r->arena, said.at, said.len) : NULL;
    if (!word_of(list).len) report_unknown(r, verb, "not followed by the name of a rule", NULL, 0);
    for (struct slice word; (word = word_of(list)).len;) {
        struct slice rest = behind(list, word.len);
        if (rest.len && *rest.at == ',') rest = behind(rest, 1);
        read_rule(r, word, whole_file, reason, first && word.at == line.at && !rest.len);
        list = rest;
    }
}

/* A line that begins with "mofc:", its marks dropped; any other is prose. */
static void read_line(const struct reading *r, struct slice line, bool only)
{
    static const char *const verbs[] = {"allow", "allow-file"};
    while (line.len && strchr("/*!<- \t", *line.at)) line = slice_cut(line, 1, line.len);
    if (!slice_starts(line, "mofc:")) return;
    line = behind(line, 5);
    struct slice verb = word_of(line);
    if (slice_is(verb, "allow")) read_rules(r, behind(line, verb.len), verb, false, only);
    else if (slice_is(verb, "allow-file")) read_rules(r, behind(line, verb.len), verb, true, only);
    else if (diag_closest(verb, verbs, 2)) report_unknown(r, verb, "neither allow nor allow-file", verbs, 2);
}

static void read_comment(const struct reading *r)
{
    struct slice text = r->comment->text;
    if (text.len > 3 && slice_is(slice_cut(text, text.len - 3, text.len), "-->")) text.len -= 3;
    else if (text.len > 2 && slice_is(slice_cut(text, text.len - 2, text.len), "*/")) text.len -= 2;
    bool only = !memchr(text.at, '\n', text.len);
    while (text.len) {
        const char *end = memchr(text.at, '\n', text.len);
        uint32_t len = end ? (uint32_t)(end - text.at) : text.len;
        read_line(r, slice_trim(slice_cut(text, 0, len)), only);
        text = slice_cut(text, len + 1, text.len);
    }
}

void allow_read(struct arena *arena, const struct outline *outline, const struct allow_comment *comments, size_t count,
                struct diags *diags, struct allowances *out)
{
    *out = (struct allowances){.source = outline->source};
    for (size_t i = 0; i < count; i++) {
        struct slice text = comments[i].text;
        const char *end = memchr(text.at, '\n', text.len);
        read_comment(&(struct reading){arena, diags, outline, out, &comments[i], end ? end + 1 : NULL});
    }
}

/* -- findings ---------------------------------------------------------------------------------------------- */

static bool covers(const struct allowance *a, const struct diag *d)
{
    if (a->whole_file) return true;
    for (size_t i = 0; i < 2; i++)
        if (d->span.start >= a->parts[i].start && d->span.start < a->parts[i].end) return true;
    return false;
}

static struct allowance *allowance_of(const struct diag *d, struct allowances *file)
{
    struct allowance *found = NULL;
    if (d->level == LEVEL_FATAL) return NULL;
    for (size_t i = file->last[d->rule]; i; i = file->list[i - 1].before) {
        struct allowance *a = &file->list[i - 1];
        if (!covers(a, d)) continue;
        a->used = true;
        if (!found) found = a;
    }
    return found;
}

/* The file that a finding is in, of those that allow something. */
static struct allowances *file_of(const struct diags *diags, const struct diag *d, struct allowances *files,
                                  size_t count)
{
    const struct source *source = source_at(diags->sources, d->span.start);
    for (size_t i = 0; i < count; i++)
        if (source ? files[i].source == source : d->path && strcmp(files[i].source->path, d->path) == 0)
            return &files[i];
    return NULL;
}

bool allow_one(struct diags *diags, struct diag **at, struct allowances *files, size_t count)
{
    struct allowances *file = file_of(diags, *at, files, count);
    struct allowance *a = file ? allowance_of(*at, file) : NULL;
    if (a) diag_allow(diags, at, a->reason ? a->reason : "");
    return a != NULL;
}

void allow_mark(struct diags *diags, struct allowances *files, size_t count)
{
    for (struct diag **at = &diags->first; count && *at;)
        if (!allow_one(diags, at, files, count)) at = &(*at)->next;
}

void allow_report_unused(struct diags *diags, const struct allowances *files, size_t count, const bool *looked)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < files[i].count; k++) {
            const struct allowance *a = &files[i].list[k];
            if (a->used || !looked[a->rule] || diag_level(diags, a->rule, a->at, NULL) == LEVEL_OFF) continue;
            const char *where = a->whole_file ? "this file" : a->element;
            struct diag *d =
                rules[a->rule].level == LEVEL_FATAL
                    ? diag_add(diags, RULE_ALLOW_UNUSED, a->at, "'%s' cannot be allowed", rules[a->rule].name)
                : where ? diag_add(diags, RULE_ALLOW_UNUSED, a->at, "nothing in %s is a finding of '%s'", where,
                                   rules[a->rule].name)
                        : diag_add(diags, RULE_ALLOW_UNUSED, a->at, "no declaration follows that this could allow");
            if (a->alone) diag_fix_line(diags, d, a->comment);
        }
    }
}
