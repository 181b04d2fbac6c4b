/* What formatting works on: the tokens as parts, each with its bracket's partner, its width, and the comments before
 * it. What fits on a line is a difference of two sums. */
#ifndef MOFC_FORMAT_LAYOUT_H
#define MOFC_FORMAT_LAYOUT_H

#include "format/format.h"

enum { FORMAT_WIDTH = 100, FORMAT_STEP = 4 };

enum comment_place {
    COMMENT_OWN,    /* begins a line, and ends one */
    COMMENT_TAIL,   /* ends the line of the part before it */
    COMMENT_JOINED, /* follows another comment on its line */
    COMMENT_INLINE, /* a part follows on its line, which it belongs to */
};

struct comment {
    struct slice text;
    enum comment_place place;
    bool line, multiline, blank_before;
    bool near; /* no line break before it */
    bool ends; /* a line break behind it */
    uint32_t column;
};

enum {
    PART_START = 1,      /* a declaration, member or constant begins */
    PART_PARAMETER = 2,  /* a parameter begins */
    PART_QUALIFIERS = 4, /* the `[` of a list in front of what it qualifies */
    PART_PARAMETERS = 8, /* the `(` of a method */
    PART_BLANK = 16,     /* an empty line before it */
    PART_GAP = 32,       /* white space before it */
    PART_VERBATIM = 64,  /* a string that no one may cut or join */
    PART_BREAKS = 128,   /* it has a line break in it */
};

struct part {
    struct slice text;
    uint32_t kind, flags;
    uint32_t start;
    uint32_t match; /* of a bracket: the part that is its partner */
    uint32_t first_comment, comment_count;
    uint32_t width;
    uint32_t before; /* columns in front of it on a line: a blank, comments within the line */
    uint32_t column; /* sum of widths: where it would begin if all stood on one line */
    uint32_t breaks; /* line breaks that comments force before it, and before and in all parts in front */
};

struct layout {
    struct arena *arena;
    struct slice text;
    struct part *parts; /* the last is the end */
    uint32_t count;     /* without the end */
    size_t room;
    struct comment *comments;
    uint32_t comment_count;
    bool crlf;
};

/* parts.c: fills a layout from the tokens; false where brackets do not pair. */
bool layout_read(struct layout *l, const struct format_input *in);

/* marks.c: marks what begins at which part. */
void layout_mark(struct layout *l, const struct ast_decl *decls);

/* parts.c: adds up widths and breaks; last of all. */
void layout_measure(struct layout *l);

/* literal.c: adds the parts of one literal or several in a row; the length of the first piece of a literal that has
 * `room` columns, and `last` where the rest has to fit with what follows it. */
void literal_add(struct layout *l, struct slice text, uint32_t flags);
uint32_t literal_cut(struct slice inside, uint32_t room, uint32_t last);

struct part *layout_add(struct layout *l, struct slice text, uint32_t kind, uint32_t flags);

/* Columns of a text: its characters. */
uint32_t layout_width(struct slice text);

#endif
