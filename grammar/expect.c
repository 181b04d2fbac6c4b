/* Syntax errors in the user's words: "expected ';' after 'One'" with the caret where the mark is missing, not
 * at the next line's first word. Token sets are folded first: fifteen tokens that may all be a name are "a
 * name", everything a value may start with is "a value". */
#include "grammar/expect.h"

#include <string.h>

#include "grammar/mof.h"

enum { SHOWN = 40 };

static const char *const keywords[] = {
#define KEYWORD(token, first, spelling) spelling,
#include "grammar/keywords.def"
#undef KEYWORD
};

static bool is_keyword(const char *symbol)
{
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (strcmp(symbol, keywords[i]) == 0) return true;
    return false;
}

static bool is_literal(const char *symbol)
{
    static const char *const literals[] = {"integer", "character", "null", "true", "false"};
    for (size_t i = 0; i < sizeof literals / sizeof *literals; i++)
        if (strcmp(symbol, literals[i]) == 0) return true;
    return false;
}

static void add_mark(struct expected *e, const char *mark)
{
    for (int i = 0; i < e->count; i++)
        if (strcmp(e->marks[i], mark) == 0) return;
    if (e->count < EXPECT_ROOM) e->marks[e->count++] = mark;
}

static bool wants(const struct expected *e, const char *mark)
{
    for (int i = 0; i < e->count; i++)
        if (strcmp(e->marks[i], mark) == 0) return true;
    return false;
}

void expect_add(struct expected *e, const char *symbol)
{
    if (strcmp(symbol, "name") == 0) e->name = true;
    else if (strcmp(symbol, "string") == 0) e->string = true;
    else if (strcmp(symbol, "$alias") == 0) e->alias = true;
    else if (strcmp(symbol, "real number") == 0) e->value = true;
    else if (strcmp(symbol, "{ of a list") == 0) add_mark(e, "'{'");
    else if (strcmp(symbol, "} of a list") == 0) add_mark(e, "'}'");
    else if (strcmp(symbol, "integer") == 0 && !e->value) add_mark(e, "a number");
    else if (is_keyword(symbol)) e->keyword = true;
    else if (strcmp(symbol, "'.'") == 0) return; /* behind a type only as a mistake, in a value rarely */
    else if (symbol[0] == '\'') add_mark(e, symbol);
    else if (strcmp(symbol, "#pragma") != 0 && strcmp(symbol, "end of file") != 0 && !is_literal(symbol))
        add_mark(e, symbol);
}

/* Where several states of the grammar meet, only the marks that a writer would think of. */
static const char *usual(const struct build *b, const struct expected *e)
{
    static const struct {
        const char *marks[3];
        bool name;
        const char *words;
    } states[] = {
        {{"';'", "'('", "'['"}, true, "a name"},      /* behind a type */
        {{"'='", "';'", "'['"}, false, "'=' or ';'"}, /* behind a property's name */
        {{"')'", "','", "'['"}, false, "',' or ')'"}, /* behind a parameter */
        {{"']'", "','", "':'"}, false, "',' or ']'"}, /* behind a qualifier */
    };
    if (b->earlier.len && *b->earlier.at == '#' && wants(e, "'('")) return "'('";
    if (slice_is(b->before, "instance")) return "'of'";
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        bool all = !states[i].name || e->name;
        for (size_t k = 0; k < 3; k++) all = all && wants(e, states[i].marks[k]);
        if (all && !(states[i].name && wants(e, "'}'"))) return states[i].words;
    }
    return NULL;
}

/* Lists what was wanted: "';', ',' or a name". */
static void describe(const struct expected *e, struct text *out)
{
    const char *parts[EXPECT_MOST + 4];
    int count = 0;
    for (int i = 0; i < e->count && i < EXPECT_MOST; i++)
        if (!e->value || strcmp(e->marks[i], "a number") != 0) parts[count++] = e->marks[i];
    if (e->value) parts[count++] = "a value";
    else if (e->name) parts[count++] = "a name";
    if (e->string && !e->value) parts[count++] = "a string";
    if (e->alias && !e->value && !count) parts[count++] = "an alias such as $Name";
    for (int i = 0; i < count; i++) {
        if (i) text_add_string(out, i + 1 == count ? " or " : ", ");
        text_add_string(out, parts[i]);
    }
}

static bool breaks_line(const struct build *b)
{
    const char *from = b->before.len ? b->before.at + b->before.len : NULL;
    return from && b->now.at > from && memchr(from, '\n', (size_t)(b->now.at - from));
}

static void hint_keyword(struct build *b, const struct expected *e, struct diag *d)
{
    static const char *const fixed[] = {"ref", "null", "true", "false"};
    const struct slice words[] = {b->now, b->before, b->opener};
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed && e->name && !e->value; i++) {
        if (!slice_is(b->now, fixed[i])) continue;
        diag_hint(b->diags, d, "'%s' is a keyword; it cannot be a name", fixed[i]);
        return;
    }
    if (wants(e, "','")) return; /* within a list no keyword stands */
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!words[i].at || words[i].len > 20) continue;
        const char *close = diag_closest(words[i], keywords, sizeof keywords / sizeof *keywords);
        if (!close || slice_is(words[i], close)) continue;
        diag_hint(b->diags, d, "did you mean '%s'?", close);
        return;
    }
}

static struct slice clip(struct slice s) { return slice_cut(s, 0, SHOWN); }

/* A string of many lines is known by its last one, which is next to the caret. */
static struct slice last_line(struct slice s)
{
    uint32_t from = s.len;
    while (from && s.at[from - 1] != '\n') from--;
    return slice_trim(slice_cut(s, from, s.len));
}

/* Between two statements almost anything may stand, so that what cannot is the news. */
static bool between(struct slice before) { return before.len == 1 && strchr(";{}", *before.at); }

/* The one mark that is wanted, where the line or the text ends without it. */
static void fix_mark(struct build *b, struct diag *d, const char *wanted)
{
    struct span end = {b->before_at.end, b->before_at.end};
    if (strlen(wanted) != 3 || !strchr(";)]}", wanted[1])) return;
    const char mark[] = {wanted[1], '\0'};
    diag_fix(b->diags, d, end, mark);
}

static struct diag *report(struct build *b, const struct expected *e, const char *wanted, bool sure)
{
    struct slice now = clip(b->now), before = clip(last_line(b->before));
    bool known = *wanted && (sure || (e->count <= EXPECT_MOST && (e->value || !between(before))));
    struct diag *d = NULL;
    if (e->end && wants(e, "'}'")) {
        d = build_error(b, b->before_at, "expected '}' before the text ends");
        if (b->before.at && between(before))
            diag_fix(b->diags, d, (struct span){b->before_at.end, b->before_at.end}, "\n};");
        return d;
    }
    if (e->end && known && before.at) {
        d = build_error(b, b->before_at, "expected %s after '" SLICE_FMT "', but the text ends", wanted,
                        SLICE_ARG(before));
        fix_mark(b, d, wanted);
        return d;
    }
    if (e->end) return build_error(b, e->at, "the text ends too early");
    if (known && before.at && breaks_line(b)) {
        d = build_error(b, (struct span){b->before_at.end, b->before_at.end}, "expected %s after '" SLICE_FMT "'",
                        wanted, SLICE_ARG(before));
        fix_mark(b, d, wanted);
        return d;
    }
    if (known && sure && before.at)
        return build_error(b, e->at, "expected %s after '" SLICE_FMT "', found '" SLICE_FMT "'", wanted,
                           SLICE_ARG(before), SLICE_ARG(now));
    if (known) return build_error(b, e->at, "expected %s, found '" SLICE_FMT "'", wanted, SLICE_ARG(now));
    return build_error(b, e->at, "'" SLICE_FMT "' does not belong here", SLICE_ARG(now));
}

void expect_report(struct build *b, const struct expected *e)
{
    if (b->tokens < b->quiet_until || b->stop) return;
    struct text wanted = {0};
    const char *sure = usual(b, e);
    if (sure) text_add_string(&wanted, sure);
    else describe(e, &wanted);
    struct diag *d = report(b, e, wanted.at ? wanted.at : "", sure != NULL);
    text_free(&wanted);
    hint_keyword(b, e, d);
}
