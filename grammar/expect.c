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
    static const char *const literals[] = {"integer", "real number", "character", "$alias", "null", "true", "false"};
    for (size_t i = 0; i < sizeof literals / sizeof *literals; i++)
        if (strcmp(symbol, literals[i]) == 0) return true;
    return false;
}

static void add_mark(struct expected *e, const char *mark)
{
    for (int i = 0; i < e->count && i < EXPECT_MOST; i++)
        if (strcmp(e->marks[i], mark) == 0) return;
    if (e->count <= EXPECT_MOST) e->marks[e->count++] = mark;
}

void expect_add(struct expected *e, const char *symbol)
{
    if (strcmp(symbol, "name") == 0) e->name = true;
    else if (strcmp(symbol, "string") == 0) e->string = true;
    else if (strcmp(symbol, "real number") == 0) e->value = true;
    else if (strcmp(symbol, "{ of a list") == 0) add_mark(e, "'{'");
    else if (strcmp(symbol, "} of a list") == 0) add_mark(e, "'}'");
    else if (strcmp(symbol, "integer") == 0 && !e->value) add_mark(e, "a number");
    else if (is_keyword(symbol)) e->keyword = true;
    else if (strcmp(symbol, "'.'") == 0) return; /* behind a type only as a mistake, in a value rarely */
    else if (symbol[0] == '\'') add_mark(e, symbol);
    else if (strcmp(symbol, "#pragma") != 0 && strcmp(symbol, "end of file") != 0 && !is_literal(symbol)) add_mark(e, symbol);
}

/* Lists what was wanted: "';', ',' or a name". */
static void describe(const struct expected *e, struct text *out)
{
    const char *parts[EXPECT_MOST + 3];
    int count = 0;
    for (int i = 0; i < e->count && i < EXPECT_MOST; i++)
        if (!e->value || strcmp(e->marks[i], "a number") != 0) parts[count++] = e->marks[i];
    if (e->value) parts[count++] = "a value";
    else if (e->name) parts[count++] = "a name";
    if (e->string && !e->value) parts[count++] = "a string";
    for (int i = 0; i < count; i++) {
        if (i) text_add_string(out, i + 1 == count ? " or " : ", ");
        text_add_string(out, parts[i]);
    }
}

static bool breaks_line(const struct build *b)
{
    const char *from = b->before.at ? b->before.at + b->before.len : NULL;
    return from && b->now.at > from && memchr(from, '\n', (size_t)(b->now.at - from));
}

static void hint_keyword(struct build *b, struct diag *d)
{
    const struct slice words[] = {b->now, b->before, b->opener};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!words[i].at || words[i].len > 20) continue;
        const char *close = diag_closest(words[i], keywords, sizeof keywords / sizeof *keywords);
        if (!close || slice_is(words[i], close)) continue;
        diag_hint(b->diags, d, "did you mean '%s'?", close);
        return;
    }
}

static struct slice clip(struct slice s)
{
    return slice_cut(s, 0, SHOWN);
}

static bool wants(const struct expected *e, const char *mark)
{
    for (int i = 0; i < e->count && i < EXPECT_MOST; i++)
        if (strcmp(e->marks[i], mark) == 0) return true;
    return false;
}

static struct diag *report(struct build *b, const struct expected *e, const char *wanted)
{
    struct slice now = clip(b->now), before = clip(b->before);
    bool known = *wanted && e->count <= EXPECT_MOST;
    if (e->end && wants(e, "'}'"))
        return build_error(b, b->before_at, "expected '}' before the text ends");
    if (e->end && known && before.at)
        return build_error(b, b->before_at, "expected %s after '" SLICE_FMT "', but the text ends", wanted,
                           SLICE_ARG(before));
    if (e->end) return build_error(b, e->at, "the text ends too early");
    if (known && before.at && breaks_line(b))
        return build_error(b, (struct span){b->before_at.end, b->before_at.end}, "expected %s after '" SLICE_FMT "'",
                           wanted, SLICE_ARG(before));
    if (known)
        return build_error(b, e->at, "expected %s, found '" SLICE_FMT "'", wanted, SLICE_ARG(now));
    return build_error(b, e->at, "'" SLICE_FMT "' does not belong here", SLICE_ARG(now));
}

void expect_report(struct build *b, const struct expected *e)
{
    if (b->tokens < b->quiet_until || b->stop) return;
    struct text wanted = {0};
    describe(e, &wanted);
    struct diag *d = report(b, e, wanted.at ? wanted.at : "");
    text_free(&wanted);
    hint_keyword(b, d);
}
