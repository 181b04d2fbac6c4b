/* The thoughtful part of the scanner: places, keywords, the two kinds of braces, and what is no token. */
#include "grammar/scan.h"

#include <string.h>

#include "grammar/mof.tab.h"

#define KEY(len, first) ((unsigned)(len) << 8 | (unsigned char)(first))

/* A place in the parsed text as an offset in the address space. Tokens come in order, so the segment is found
 * by stepping on; a look back (an unclosed comment) starts over. */
static uint32_t mapped(struct scan *s, uint32_t at)
{
    if (s->map[s->map_at].at > at) s->map_at = 0;
    while (s->map_at + 1 < s->map_count && s->map[s->map_at + 1].at <= at) s->map_at++;
    return s->map[s->map_at].span + (at - s->map[s->map_at].at);
}

struct span scan_mapped(struct scan *s, struct slice text)
{
    uint32_t at = (uint32_t)(text.at - s->text), start = mapped(s, at);
    if (!text.len) return (struct span){start, start};
    return (struct span){start, mapped(s, at + text.len - 1) + 1};
}

int scan_start(struct scan *s)
{
    static const int tokens[] = {
        [MOF_FILE] = TOK_START_FILE, [MOF_BLOCK] = TOK_START_BLOCK, [MOF_QUALIFIERS] = TOK_START_QUALIFIERS};
    s->started = true;
    s->brackets = s->entry == MOF_QUALIFIERS;
    return tokens[s->entry];
}

bool scan_before_all(const struct scan *s) { return s->previous == TOK_START_FILE || s->previous == TOK_START_BLOCK; }

/* A class that begins where a qualifier list should go on: the list's ']' is lost. */
static void close_brackets(struct scan *s)
{
    int p = s->previous;
    if (s->entry != MOF_QUALIFIERS && p != '[' && p != ',' && p != '(' && p != ':') s->brackets = 0;
}

/* A token as those see it who lay out a text: all that can be a name is a word. */
static enum token_kind kind_of(int token)
{
    switch (token) {
    case TOK_STRING: return TOKEN_STRING;
    case TOK_INTEGER:
    case TOK_REAL: return TOKEN_NUMBER;
    case TOK_CHAR: return TOKEN_CHAR;
    case TOK_PRAGMA: return TOKEN_PRAGMA;
    case TOK_LIST_OPEN: return TOKEN_LIST_OPEN;
    case TOK_LIST_CLOSE: return TOKEN_LIST_CLOSE;
    default: return token < 256 ? (enum token_kind)token : TOKEN_WORD;
    }
}

void scan_take_note(struct scan *s, int token, struct slice text, struct span at)
{
    switch (token) {
    case TOK_IDENT:
        if (s->previous == ';' || s->previous == '{' || s->previous == '}') s->b->opener = text;
        break;
    case TOK_STRING:
        if (s->previous == '(' && !s->brackets && slice_is(s->b->before, "include")) s->b->path_at = at.start;
        break;
    case '(': s->list_parens += s->brackets > 0; break;
    case ')': s->list_parens -= s->brackets && s->list_parens; break;
    case TOK_CLASS:
    case TOK_INSTANCE:
    case TOK_ASSOCIATION:
    case TOK_PRAGMA: close_brackets(s); break;
    }
}

void scan_hand_out(struct scan *s, int token, struct slice text, struct span at)
{
    if (text.len) tokens_add(s->tokens, (struct token){text, at.start, kind_of(token)});
}

uint32_t scan_line(struct scan *s, const char *at)
{
    const char *end = memchr(at, '\n', (size_t)(s->end - at));
    const char *lone = end ? NULL : memchr(at, '\r', (size_t)(s->end - at));
    if (lone && lone + 1 < s->end)
        build_report(s->b, RULE_CR_LINES, scan_span(s, (struct slice){at, 2}),
                     "this comment takes all that follows: lines end in CR alone here");
    return (uint32_t)((end ? end : s->end) - at);
}

uint32_t scan_comment(struct scan *s, const char *at)
{
    for (const char *p = at + 2; (p = memchr(p, '*', (size_t)(s->end - p)));)
        if (++p < s->end && *p == '/') return (uint32_t)(p + 1 - at);
    s->opened = at;
    return (uint32_t)(s->end - at);
}

/* Whether a string that its line does not close goes on, and is not one whose quote is lost: then what looks like its
 * end opens the next string, and that string's text follows. The place behind its end, or NULL. */
static const char *end_lines_on(struct scan *s, const char *at, const char *p)
{
    if (s->entry != MOF_FILE || p < s->no_end) return NULL; /* what was looked for before has the same end */
    while (p < s->end && *p != '"') p += *p == '\\' && p + 1 < s->end ? 2 : 1;
    if (p >= s->end || !memchr(";,)}]", *scan_blank(p + 1), 5)) return s->no_end = p, NULL;
    struct diag *d = build_report(s->b, RULE_STRING_OVER_LINES, scan_span(s, (struct slice){at, 1}),
                                  "this string goes on over its line");
    for (const char *line = at; (line = memchr(line, '\n', (size_t)(p - line)));) { /* the text stays the same */
        bool crlf = line[-1] == '\r';
        struct span end = scan_span(s, (struct slice){line - crlf, 1u + crlf});
        diag_fix(s->b->diags, d, end, crlf ? "\\r\\n\"\r\n\"" : "\\n\"\n\"");
        line++;
    }
    return p + 1;
}

/* Up to the quote, or to the end of the line where there is none; a backslash takes what follows it along. */
static const char *literal_end(struct scan *s, const char *at, bool *closed)
{
    const char *p = at + 1;
    *closed = false;
    for (; (p += strcspn(p, "\"\\\n")) < s->end && *p != '\n'; p++) { /* or at a NUL, which is a byte like others */
        if (*p == '"') return *closed = true, p + 1;
        if (*p == '\\' && p + 1 < s->end) p++;
    }
    const char *later = end_lines_on(s, at, p);
    if (later) *closed = true;
    return later ? later : p;
}

uint32_t scan_string(struct scan *s, const char *at, bool *closed)
{
    const char *end = literal_end(s, at, closed);
    bool more = *closed;
    while (more) {
        const char *next = scan_blank(end);
        if (*next != '"') break;
        next = literal_end(s, next, &more);
        if (more) end = next;
    }
    return (uint32_t)(end - at);
}

int scan_word(struct slice word)
{
    const char *spelling = NULL;
    int token = TOK_IDENT;
    switch (KEY(word.len, word.at[0] | 32)) {
#define KEYWORD(name, first, text)           \
    case KEY(sizeof text - 1, first):        \
        spelling = text, token = TOK_##name; \
        break;
#include "grammar/keywords.def"
#undef KEYWORD
    default: return TOK_IDENT;
    }
    return slice_is(word, spelling) ? token : TOK_IDENT;
}

int scan_open(struct scan *s)
{
    bool list = s->brackets || s->previous == '=' || s->previous == '(';
    if (s->depth < 64) s->lists = (s->lists & ~(1ull << s->depth)) | (uint64_t)list << s->depth;
    s->depth++;
    return list ? TOK_LIST_OPEN : '{';
}

static bool in_list(const struct scan *s) { return s->depth && s->depth <= 64 && (s->lists >> (s->depth - 1) & 1); }

int scan_close(struct scan *s, struct slice text)
{
    bool list = in_list(s);
    if (!list && s->brackets && s->list_parens) { /* `Description("x" }`: no body ends inside a qualifier */
        build_error(s->b, scan_span(s, text), "expected ')', found '}'");
        return ')';
    }
    if (s->depth) s->depth--;
    return list ? TOK_LIST_CLOSE : '}';
}

enum { PARAMETERS_REACH = 4096 };

/* Whether a page's list of parameters goes on behind a ';' and ends: "Open(uint32 Angle; boolean Slowly);". */
static bool parameters_go_on(const struct scan *s, const char *p)
{
    const char *end = s->end - p > PARAMETERS_REACH ? p + PARAMETERS_REACH : s->end;
    unsigned depth = 0;
    for (; p < end && *p != '{' && *p != '}'; p++) {
        if (*p == '(') depth++;
        else if (*p == ')' && !depth--) return true;
    }
    return false;
}

bool scan_closes_parenthesis(struct scan *s, struct slice text)
{
    if (s->parens || s->entry != MOF_BLOCK) {
        s->parens -= s->parens > 0;
        return true;
    }
    struct span at = scan_span(s, text);
    diag_fix(s->b->diags, build_odd(s->b, RULE_STRAY_MARK, at, "this ')' closes nothing"), at, "");
    return false;
}

/* No list of values reaches past a `;`, so one that seems to has lost its brace. */
int scan_semicolon(struct scan *s, struct slice text)
{
    bool parameters = s->entry == MOF_BLOCK && s->parens == 1 && !s->brackets;
    if (parameters && parameters_go_on(s, text.at + 1)) {
        struct span at = scan_span(s, text);
        struct diag *d = build_odd(s->b, RULE_STRAY_MARK, at, "',' stands between parameters, not ';'");
        diag_fix(s->b->diags, d, at, ",");
        return ',';
    }
    s->parens = 0;
    s->brackets = s->entry == MOF_QUALIFIERS;
    while (in_list(s)) s->depth--;
    s->open_string = false;
    return ';';
}

int scan_empty_char(struct scan *s, struct slice text)
{
    build_error(s->b, scan_span(s, text), "a character literal holds one character; this one is empty");
    return TOK_MOF_YYerror;
}

/* The rest of a directive's line, and of those that a backslash joins to it. */
uint32_t scan_directive_line(const struct scan *s, const char *at)
{
    const char *p = at;
    for (; p < s->end && *p != '\n'; p++)
        if (*p == '\\' && p + 1 < s->end) p += p[1] == '\r' && p + 2 < s->end && p[2] == '\n' ? 2 : 1;
    return (uint32_t)((p < s->end ? p : s->end) - at);
}

/* `#include "file"`, as C has it. */
static void fix_include(struct scan *s, struct diag *d, struct slice behind, struct slice directive)
{
    struct slice path = slice_trim(behind);
    diag_hint(s->b->diags, d, "write #pragma include (\"file\")");
    const char *end = path.len > 2 && *path.at == '"' ? memchr(path.at + 1, '"', path.len - 1) : NULL;
    if (!end) return;
    struct slice quoted = slice_cut(path, 0, (uint32_t)(end + 1 - path.at));
    diag_fix(s->b->diags, d, scan_span(s, directive), "#pragma include");
    diag_fix(s->b->diags, d,
             scan_span(
                 s, (struct slice){directive.at + directive.len, (uint32_t)(quoted.at - directive.at) - directive.len}),
             " (");
    diag_fix(s->b->diags, d, scan_span(s, (struct slice){end + 1, 0}), ")");
}

/* Drivers' files are meant to go through C's preprocessor, which is reported once a file. */
void scan_directive(struct scan *s, struct slice text)
{
    static const char *const of_c[] = {"define", "undef", "if", "ifdef", "ifndef", "elif", "else", "endif"};
    uint32_t blanks = 1, len;
    while (text.at[blanks] == ' ' || text.at[blanks] == '\t') blanks++;
    for (len = blanks; len < text.len && ((text.at[len] | 32) >= 'a' && (text.at[len] | 32) <= 'z');) len++;
    struct slice word = slice_cut(text, blanks, len), whole = slice_cut(text, 0, len < 40 ? len : 40);
    bool for_c = false;
    for (size_t i = 0; i < sizeof of_c / sizeof *of_c; i++) for_c |= slice_is(word, of_c[i]);
    if (s->preprocessed && (for_c || slice_is(word, "include"))) return;
    s->preprocessed |= for_c;
    struct diag *d = build_error(s->b, scan_span(s, whole), "'" SLICE_FMT "' is %s", SLICE_ARG(whole),
                                 for_c ? "for C's preprocessor, which has to run first" : "no directive of MOF");
    if (for_c) diag_hint(s->b->diags, d, "try cc -E -P -x c FILE | mofc ... -");
    else if (slice_is(word, "include")) fix_include(s, d, slice_cut(text, len, text.len), slice_cut(text, 0, len));
    else diag_hint(s->b->diags, d, "write #pragma name (\"parameter\")");
}

int scan_bad_number(struct scan *s, struct slice text)
{
    build_error(s->b, scan_span(s, text), "'" SLICE_FMT "' is neither a number nor a name",
                SLICE_ARG(slice_cut(text, 0, 40)));
    return TOK_MOF_YYerror;
}

int scan_unclosed_string(struct scan *s, struct slice text)
{
    s->brackets = 0; /* the ']' is lost in it */
    bool closes = s->open_string && text.len > 1 && strchr(")];,}", text.at[1]);
    s->open_string = !closes;
    if (closes) return TOK_MOF_YYerror; /* the end of a string that was reported at its start */
    struct diag *d = build_error(s->b, scan_span(s, slice_cut(text, 0, 1)), "this string has no closing '\"'");
    diag_hint(s->b->diags, d, "a string ends on its line; write \"one\" \"two\" to go on");
    return TOK_MOF_YYerror;
}

int scan_unclosed_comment(struct scan *s)
{
    build_error(s->b, scan_span(s, (struct slice){s->opened, 2}), "this comment has no closing '*/'");
    s->b->quiet_until = UINT32_MAX;
    return TOK_YYEOF;
}

int scan_typographic(struct scan *s, struct slice text, struct slice *out)
{
    uint32_t end = text.len;
    while (end > 3 && (text.at[end - 1] & 0x80 || strchr("\"? \t\r", text.at[end - 1]))) end--;
    *out = slice_cut(text, 3, end);
    struct diag *d = build_odd(s->b, RULE_TYPOGRAPHIC_QUOTE, scan_span(s, slice_cut(text, 0, 3)),
                               "a typographic quotation mark opens this string; write '\"'");
    bool closed = text.len - end == 3 || (text.len - end == 1 && text.at[end] == '"');
    if (closed && !memchr(out->at, '\\', out->len)) {
        diag_fix(s->b->diags, d, scan_span(s, slice_cut(text, 0, 3)), "\"");
        diag_fix(s->b->diags, d, scan_span(s, slice_cut(text, end, text.len)), "\"");
    }
    return TOK_STRING;
}

/* The length of the first character of some text that is no token. */
static uint32_t character(struct slice text)
{
    uint32_t n = 1;
    while (n < text.len && n < 4 && (text.at[n] & 0xC0) == 0x80) n++;
    return n;
}

int scan_stray(struct scan *s, struct slice text)
{
    struct slice first = slice_cut(text, 0, character(text));
    unsigned char c = (unsigned char)first.at[0];
    struct span at = scan_span(s, first);
    if (c == '*' && s->previous == TOK_MOF_YYerror) return TOK_MOF_YYerror;
    if (c < 32 || c == 127) build_error(s->b, at, "a control character (0x%02X) does not belong here", c);
    else if (c == '\'') build_error(s->b, at, "this character has no closing \"'\"");
    else if (c >= 0x80 && first.len == 1) build_error(s->b, at, "the byte 0x%02X is not UTF-8", c);
    else build_error(s->b, at, "the character '" SLICE_FMT "' does not belong here", SLICE_ARG(first));
    return TOK_MOF_YYerror;
}
