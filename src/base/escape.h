/* Escapes: text of a schema made fit for one place of one language.
 *
 * Whatever the text holds, it cannot leave the literal, the comment or the name it is put in, and it cannot change
 * how the lines around it read: control characters, line separators and marks that reorder text on a screen are
 * escaped or dropped. Each function adds to `out`. */
#ifndef MOFC_BASE_ESCAPE_H
#define MOFC_BASE_ESCAPE_H

#include "base/text.h"

/* "A C literal" with its quotes: valid in C and C++, without trigraphs. */
void escape_c_string(struct text *out, struct slice s);

/* `static const char *const NAME[] = {...};` of C strings that are `text` when joined, ending with 0; lines that repeat
 * stand before it under names of their own. In escape_strings.c. */
void escape_c_strings(struct text *out, struct slice text, const char *name);

/* Text for a block comment. Keeps '\n'; a backslash never ends a word, so that no folding can splice lines. */
void escape_c_comment(struct text *out, struct slice s);

/* Letters, digits and single underscores; nothing at either end; "_" in front of nothing. May be empty. */
void escape_identifier(struct text *out, struct slice s);

/* 'A literal' with its quotes. Embedded NULs are dropped: no SQL text can carry them. */
void escape_sql_string(struct text *out, struct slice s, bool backslashes);

/* A quoted name; `quote` is '"', '`' or '['. */
void escape_sql_name(struct text *out, struct slice s, char quote);

/* Statements of SQL without their comments, and without the lines that are empty then. */
void escape_sql_statements(struct text *out, struct slice s);

/* One line without control characters, for a comment that ends with its line. */
void escape_line(struct text *out, struct slice s);

/* The same for `//` and `#`: no backslash ends a word, so that no line of a comment, folded or not, goes on in the
 * next. */
void escape_line_comment(struct text *out, struct slice s);

/* Text as Markdown shows it as it is, outside of code: marks that mean something where they stand get a backslash.
 * Keeps '\n'; blanks at the beginning of a line, which could make it code, are dropped. */
void escape_markdown(struct text *out, struct slice s);

/* Text between tags, in an attribute or in a comment of HTML or XML. Keeps '\n'. */
void escape_html(struct text *out, struct slice s);

/* "A JSON string" with its quotes; broken UTF-8 becomes U+FFFD. */
void escape_json_string(struct text *out, struct slice s);

/* Folds at white space so that lines keep within width characters, prefix included; a longer word stays whole. The
 * first line gets no prefix. '\n' in the text begins a new line; an empty one keeps the prefix without its blanks. */
void text_wrap(struct text *out, struct slice s, unsigned width, struct slice prefix);

/* Fills with spaces up to width characters: behind the text, or in front of it where width is negative. */
void text_pad(struct text *out, struct slice s, int width);

#endif
