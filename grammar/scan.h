/* What the scanner remembers between tokens, and what it does with the ones that need a thought. */
#ifndef MOFC_GRAMMAR_SCAN_H
#define MOFC_GRAMMAR_SCAN_H

#include "ast/build.h"
#include "grammar/mof.h"

struct scan {
    struct build *b;
    char *text;
    const struct mof_segment *map;
    uint32_t map_count, map_at; /* map_at: the segment of the newest token; tokens only go forward */
    enum mof_entry entry;
    bool started;
    int previous;          /* the token before this one */
    struct span last;      /* its place */
    unsigned brackets;     /* not 0: inside a qualifier list */
    unsigned parens;       /* open parentheses since the last statement began */
    unsigned list_parens;  /* those in the qualifier list */
    bool open_string;      /* a string without its end was reported on this statement */
    unsigned depth;        /* open braces */
    uint64_t lists;        /* a bit for each of the first 64: it opened a list of values */
    const char *end;       /* of the text */
    const char *no_end;    /* up to here no string goes on over its line */
    bool preprocessed;     /* a directive for C's preprocessor was reported */
    const char *opened;    /* a comment that has no end; NULL: none */
    struct tokens *tokens; /* where the tokens go too; NULL: nobody asked */
};

/* Steps over white space; the text ends with a NUL. */
static inline const char *scan_blank(const char *p)
{
    while (*p == ' ' || (unsigned char)(*p - '\t') <= '\r' - '\t') p++;
    return p;
}

struct span scan_mapped(struct scan *s, struct slice text); /* of a text in several pieces */

static inline struct span scan_span(struct scan *s, struct slice text)
{
    if (s->map_count > 1) return scan_mapped(s, text);
    uint32_t start = s->map->span + (uint32_t)(text.at - s->text) - s->map->at;
    return (struct span){start, start + text.len};
}

/* Keeps a token for whoever asked for them. */
static inline void scan_keep(struct scan *s, enum token_kind kind, struct slice text)
{
    if (s->tokens) tokens_add(s->tokens, (struct token){text, 0, kind});
}

int scan_start(struct scan *s);

/* What a token says about those that follow it. */
void scan_take_note(struct scan *s, int token, struct slice text, struct span at);
/* Gives it to whoever asked for the tokens. */
void scan_hand_out(struct scan *s, int token, struct slice text, struct span at);

bool scan_before_all(const struct scan *s); /* whether nothing stands before the newest token: a `;` there is dropped */
/* How long a line comment, a comment or a string is that begins here; a string takes along those that follow it with
 * only blanks between. */
uint32_t scan_line(struct scan *s, const char *at);
uint32_t scan_comment(struct scan *s, const char *at);
uint32_t scan_string(struct scan *s, const char *at, bool *closed);

int scan_word(struct slice word);
int scan_open(struct scan *s);
int scan_close(struct scan *s, struct slice text);
/* Which token a ';' is: between the parameters of a page's method it stands for a ','. */
int scan_semicolon(struct scan *s, struct slice text);
/* False: the ')' closes nothing, in a page; it was reported. */
bool scan_closes_parenthesis(struct scan *s, struct slice text);
/* Reports a '#' line; nothing of it reaches the parser. */
uint32_t scan_directive_line(const struct scan *s, const char *at);
void scan_directive(struct scan *s, struct slice text);
int scan_typographic(struct scan *s, struct slice text, struct slice *out);

/* These report and answer with the token that puts the parser into recovery. */
int scan_empty_char(struct scan *s, struct slice text);
int scan_bad_number(struct scan *s, struct slice text);
int scan_unclosed_string(struct scan *s, struct slice text);
int scan_unclosed_comment(struct scan *s);
int scan_stray(struct scan *s, struct slice text);

/* In mof.l: runs the parser over s->text. */
bool scan_parse(struct scan *s, uint32_t len);

#endif
