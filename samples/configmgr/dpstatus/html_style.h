/* How the HTML report looks: one table of styles, in the order in which they are written. */
#ifndef HTML_STYLE_H
#define HTML_STYLE_H

extern const char *const html_style[]; /* ends with NULL */

#endif
