/* Manual pages of Markdown: to mdoc for man, and to HTML. cmark-gfm reads both; its own writer of man pages is not
 * used, since it leaves lines that begin with a dot as they are and fonts that mandoc does not know.
 *
 *   manual man DATE < page.md > page.1       manual html < page.md > page.html
 *
 * A page begins with `# NAME[, NAME]...(SECTION): what it is` or, for HTML, with any heading. */
#include <assert.h>
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 78, MOST_NAMES = 64 };

/* ---- mdoc ------------------------------------------------------------------------------------------------ */

/* Words are collected and broken into lines: at the width, and behind a sentence, as mdoc wants it. */
struct line {
    char at[WIDTH + 2];
    size_t len;
    bool sentence; /* the last word ended one */
    bool glued;    /* the next word has no blank in front */
    bool fresh;    /* behind a heading or an item: no .Pp is wanted */
};

static void end_line(struct line *l)
{
    if (l->len) puts(l->at);
    l->len = 0;
    l->sentence = l->glued = false;
}

static void macro(struct line *l, const char *text)
{
    end_line(l);
    puts(text);
    l->fresh = true;
}

static void put_word(struct line *l, const char *word)
{
    size_t len = strlen(word);
    bool blank = l->len && !l->glued;
    if (blank && (l->sentence || l->len + 1 + len > WIDTH)) {
        end_line(l);
        blank = false;
    }
    bool macro_like = !l->len && (*word == '.' || *word == '\'');
    if (l->len + len + 3 > sizeof l->at) { /* a word as wide as a line */
        end_line(l);
        printf("%s%s%s\n", macro_like ? "\\&" : "", word, l->glued ? "\\c" : "");
        return;
    }
    l->len += (size_t)sprintf(l->at + l->len, "%s%s%s", blank ? " " : "", macro_like ? "\\&" : "", word);
    l->glued = false;
}

/* Appends one character as roff has it. */
static size_t escaped(char *out, char c)
{
    if (c == '\\') return (size_t)sprintf(out, "\\e");
    if (c == '-') return (size_t)sprintf(out, "\\-");
    out[0] = c;
    return 1;
}

/* One piece of text in one font, names of functions in bold; what follows a word without a blank is joined to it. */
static void put_text(struct line *l, const char *text, const char *font)
{
    char word[512];
    while (*text) {
        size_t blanks = strspn(text, " \n"), len = strcspn(text + blanks, " \n");
        if (blanks) l->glued = false;
        text += blanks;
        if (!len) return;
        const char *call = strstr(text, "()"), *as = !*font && call && call < text + len ? "\\fB" : font;
        size_t n = (size_t)sprintf(word, "%s", as);
        for (size_t i = 0; i < len && n < sizeof word - 8; i++) n += escaped(word + n, text[i]);
        sprintf(word + n, "%s", *as ? "\\fR" : "");
        put_word(l, word);
        l->sentence = strchr(".?!", text[len - 1]) != NULL;
        text += len;
        l->glued = !*text;
    }
}

static void put_inlines(struct line *l, cmark_node *parent, const char *font)
{
    for (cmark_node *n = cmark_node_first_child(parent); n; n = cmark_node_next(n)) {
        cmark_node_type type = cmark_node_get_type(n);
        if (type == CMARK_NODE_TEXT) put_text(l, cmark_node_get_literal(n), font);
        else if (type == CMARK_NODE_CODE) put_text(l, cmark_node_get_literal(n), "\\fB");
        else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) put_text(l, " ", font);
        else if (type == CMARK_NODE_EMPH) put_inlines(l, n, "\\fI");
        else if (type == CMARK_NODE_STRONG) put_inlines(l, n, "\\fB");
        else put_inlines(l, n, font);
        if (type != CMARK_NODE_LINK) continue;
        const char *to = cmark_node_get_url(n);
        if (strncmp(to, "http", 4) != 0) continue;
        put_text(l, " (", "");
        put_text(l, to, "\\fI");
        put_text(l, ")", "");
    }
}

static void put_code(struct line *l, const char *text)
{
    char out[8];
    macro(l, ".Bd -literal -offset indent");
    for (bool first = true; *text; first = *text++ == '\n') {
        if (first && (*text == '.' || *text == '\'')) fputs("\\&", stdout);
        fwrite(out, 1, escaped(out, *text), stdout);
    }
    macro(l, ".Ed");
    l->fresh = false;
}

static void put_blocks(struct line *l, cmark_node *parent);

/* The first cell is the term; of more than two columns each other cell stands under its heading. */
static void put_row(struct line *l, cmark_node *head, cmark_node *row)
{
    cmark_node *title = cmark_node_first_child(head), *cell = cmark_node_first_child(row);
    end_line(l);
    fputs(".It ", stdout);
    put_inlines(l, cell, "");
    end_line(l);
    for (bool several = cmark_node_next(cmark_node_next(cell)) != NULL; (cell = cmark_node_next(cell));) {
        title = cmark_node_next(title);
        if (!cmark_node_first_child(cell)) continue;
        if (several && cmark_node_first_child(title)) {
            put_inlines(l, title, "\\fI");
            put_text(l, ": ", "");
        }
        put_inlines(l, cell, "");
        end_line(l);
        if (several && cmark_node_next(cell)) puts(".br");
    }
}

static void put_table(struct line *l, cmark_node *table)
{
    cmark_node *head = cmark_node_first_child(table);
    macro(l, ".Bl -tag -width Ds");
    for (cmark_node *row = cmark_node_next(head); row; row = cmark_node_next(row)) put_row(l, head, row);
    macro(l, ".El");
    l->fresh = false;
}

static void put_list(struct line *l, cmark_node *list)
{
    macro(l, cmark_node_get_list_type(list) == CMARK_ORDERED_LIST ? ".Bl -enum" : ".Bl -bullet");
    for (cmark_node *item = cmark_node_first_child(list); item; item = cmark_node_next(item)) {
        macro(l, ".It");
        put_blocks(l, item);
    }
    macro(l, ".El");
    l->fresh = false;
}

static void put_heading(struct line *l, cmark_node *n)
{
    end_line(l);
    fputs(cmark_node_get_heading_level(n) <= 2 ? ".Sh " : ".Ss ", stdout);
    put_inlines(l, n, "");
    end_line(l);
    l->fresh = true;
}

static void put_block(struct line *l, cmark_node *n)
{
    switch ((int)cmark_node_get_type(n)) {
    case CMARK_NODE_HEADING: put_heading(l, n); break;
    case CMARK_NODE_LIST: put_list(l, n); break;
    case CMARK_NODE_BLOCK_QUOTE:
        macro(l, ".Bd -ragged -offset indent");
        put_blocks(l, n);
        macro(l, ".Ed");
        break;
    case CMARK_NODE_CODE_BLOCK: put_code(l, cmark_node_get_literal(n)); break;
    case CMARK_NODE_PARAGRAPH:
        if (!l->fresh) macro(l, ".Pp");
        put_inlines(l, n, "");
        end_line(l);
        l->fresh = false;
        break;
    default:
        if (strcmp(cmark_node_get_type_string(n), "table") == 0) put_table(l, n);
    }
}

static void put_blocks(struct line *l, cmark_node *parent)
{
    for (cmark_node *n = cmark_node_first_child(parent); n; n = cmark_node_next(n)) put_block(l, n);
}

static bool write_man(cmark_node *page, const char *date)
{
    cmark_node *heading = cmark_node_first_child(page);
    char *title = heading ? cmark_render_plaintext(heading, 0, 0) : NULL;
    char *open = title ? strstr(title, "(") : NULL, *what = open ? strstr(open, "): ") : NULL;
    if (!what) return false;
    *open = *what = 0;
    what += strlen("): ");
    what[strcspn(what, "\n")] = 0;
    char *names[MOST_NAMES] = {NULL};
    size_t count = 0;
    for (char *name = strtok(title, ", "); name && count < MOST_NAMES; name = strtok(NULL, ", ")) names[count++] = name;
    if (!count) return false;
    printf(".Dd %s\n.Dt ", date);
    for (const char *p = names[0]; *p; p++) putchar(toupper((unsigned char)*p));
    printf(" %s\n.Os\n.Sh NAME\n", open + 1);
    for (size_t i = 0; i < count; i++) printf(".Nm %s%s\n", names[i], i + 1 < count ? " ," : "");
    printf(".Nd %s\n", what);
    struct line l = {.len = 0};
    cmark_node *first = cmark_node_next(heading);
    if (first && cmark_node_get_type(first) != CMARK_NODE_HEADING) macro(&l, ".Sh DESCRIPTION");
    cmark_node_free(heading);
    put_blocks(&l, page);
    end_line(&l);
    free(title);
    return true;
}

/* ---- HTML ------------------------------------------------------------------------------------------------ */

/* An anchor as GitHub makes it: lower case, blanks to dashes, no punctuation. */
static void put_anchor(cmark_node *heading)
{
    char *text = cmark_render_plaintext(heading, 0, 0), anchor[300] = "<a id=\"";
    size_t n = strlen(anchor);
    for (const char *p = text; *p && *p != '\n' && n < sizeof anchor - 10; p++) {
        if (*p == ' ' || *p == '-') anchor[n++] = '-';
        else if (isalnum((unsigned char)*p) || *p == '_') anchor[n++] = (char)tolower((unsigned char)*p);
    }
    strcpy(anchor + n, "\"></a>");
    free(text);
    cmark_node *html = cmark_node_new(CMARK_NODE_HTML_INLINE);
    cmark_node_set_literal(html, anchor);
    cmark_node_prepend_child(heading, html);
}

/* Pages and pictures name each other by their paths; here all are in one folder, and pages are HTML. */
static void turn_link(cmark_node *link)
{
    const char *to = cmark_node_get_url(link), *name = to, *end = strstr(to, ".md");
    size_t path = strcspn(to, "#");
    if (!path || strncmp(to, "http", 4) == 0) return;
    for (const char *p = to; p < to + path; p++)
        if (*p == '/') name = p + 1;
    bool page = end && end + 3 == to + path;
    char *turned = malloc(strlen(to) + 8);
    assert(turned);
    sprintf(turned, "%.*s%s%s", (int)((page ? end : to + path) - name), name, page ? ".html" : "", to + path);
    cmark_node_set_url(link, turned);
    free(turned);
}

static const char style[] =
    ":root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:0 auto;padding:0 "
    "1rem 4rem}"
    "pre{overflow-x:auto;padding:.7rem 1rem;border-radius:6px}pre,code{font:14px/1.45 "
    "ui-monospace,monospace;background:#8881}"
    "code{padding:.1em .25em;border-radius:4px}pre "
    "code{padding:0;background:none}h1,h2,h3{line-height:1.25;margin-top:1.8em}"
    "table{border-collapse:collapse;display:block;overflow-x:auto}td,th{border:1px solid #8885;padding:.3rem .6rem;"
    "text-align:left;vertical-align:top}nav{padding:.8rem 0;border-bottom:1px solid #8885}img{max-width:100%}";

static void write_html(cmark_node *page)
{
    cmark_node *heading = cmark_node_first_child(page);
    char *title = heading ? cmark_render_plaintext(heading, 0, 0) : NULL;
    cmark_iter *walk = cmark_iter_new(page);
    for (cmark_event_type event; (event = cmark_iter_next(walk)) != CMARK_EVENT_DONE;) {
        cmark_node *n = cmark_iter_get_node(walk);
        if (event != CMARK_EVENT_EXIT) continue;
        if (cmark_node_get_type(n) == CMARK_NODE_HEADING) put_anchor(n);
        if (cmark_node_get_type(n) == CMARK_NODE_LINK || cmark_node_get_type(n) == CMARK_NODE_IMAGE) turn_link(n);
    }
    cmark_iter_free(walk);
    char *body = cmark_render_html(page, CMARK_OPT_UNSAFE, NULL);
    printf("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
           "<meta name=\"viewport\" content=\"width=device-width\">\n<title>%.*s</title>\n<style>%s</style>\n"
           "<nav><a href=\"index.html\">mofc</a></nav>\n%s",
           title ? (int)strcspn(title, "\n") : 4, title ? title : "mofc", style, body);
    free(title);
    free(body);
}

static cmark_node *read_page(void)
{
    cmark_gfm_core_extensions_ensure_registered();
    cmark_parser *parser = cmark_parser_new(CMARK_OPT_DEFAULT);
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("table"));
    char part[4096];
    for (size_t got; (got = fread(part, 1, sizeof part, stdin)) > 0;) cmark_parser_feed(parser, part, got);
    cmark_node *page = cmark_parser_finish(parser);
    cmark_parser_free(parser);
    return page;
}

int main(int argc, char **argv)
{
    bool man = argc == 3 && strcmp(argv[1], "man") == 0;
    if (!man && !(argc == 2 && strcmp(argv[1], "html") == 0)) {
        fputs("usage: manual man DATE | manual html\n", stderr);
        return 2;
    }
    cmark_node *page = read_page();
    bool done = true;
    if (man) done = write_man(page, argv[2]);
    else write_html(page);
    cmark_node_free(page);
    if (!done) fputs("manual: the first line is not '# NAME(SECTION): what it is'\n", stderr);
    return done ? 0 : 1;
}
