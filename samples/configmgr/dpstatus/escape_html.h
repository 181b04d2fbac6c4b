/* Text from a database, made harmless in HTML. */
#ifndef ESCAPE_HTML_H
#define ESCAPE_HTML_H

/* Writes to standard output what is right between tags and in "quoted" attributes: & < > " ' are entities. Control
 * characters, and what turns the direction of text around, are shown as U+FFFD. */
void put_escaped(const char *text);

#endif
