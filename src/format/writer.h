/* Writes parts and their comments. What stands between two parts is asked for by the layout and written when the next
 * part or comment comes, so that a comment can make more of it: where one ends its line, the part goes to the next. */
#ifndef MOFC_FORMAT_WRITER_H
#define MOFC_FORMAT_WRITER_H

#include "format/layout.h"

enum between { BETWEEN_NONE, BETWEEN_BLANK, BETWEEN_LINE, BETWEEN_EMPTY_LINE };

struct writer {
    const struct layout *l;
    struct text *out;
    const char *line_end;
    uint32_t indent, column;
    enum between between;
    bool opened; /* nothing but tails came since the file or a body began: no empty line here */
    bool item;   /* the next part begins a declaration or member: an empty line of the source stays */
};

/* The column where part `at` would begin now, behind the comments on its line. */
uint32_t writer_column(const struct writer *w, uint32_t at);

/* Writes a part with its comments; `text` in place of its own. */
void writer_put(struct writer *w, uint32_t at);
void writer_put_text(struct writer *w, uint32_t at, struct slice text);

/* A closing bracket: the comments before it are inside, it stands at `indent`. */
void writer_close(struct writer *w, uint32_t at, uint32_t indent);

/* Text of a part that was begun, on a line of its own; blanks up to a column. */
void writer_line(struct writer *w, struct slice text);
void writer_pad(struct writer *w, uint32_t blanks);

/* The comments before the end of the file, and the last line's end. */
void writer_end(struct writer *w);

#endif
