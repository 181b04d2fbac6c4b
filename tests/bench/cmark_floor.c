/* The floor under reading pages: cmark-gfm with its table extension parses the files named on standard input to trees
 * and frees them; nobody looks at the trees. */
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *load(const char *path, size_t *len)
{
    FILE *file = fopen(path, "r");
    if (!file || fseek(file, 0, SEEK_END) != 0) return NULL;
    *len = (size_t)ftell(file);
    rewind(file);
    char *text = malloc(*len + 1);
    bool whole = text && fread(text, 1, *len, file) == *len;
    fclose(file);
    return whole ? text : (free(text), NULL);
}

static void parse(const char *text, size_t len)
{
    cmark_parser *parser = cmark_parser_new(CMARK_OPT_DEFAULT);
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("table"));
    cmark_parser_feed(parser, text, len);
    cmark_node_free(cmark_parser_finish(parser));
    cmark_parser_free(parser);
}

int main(void)
{
    char path[4096];
    size_t pages = 0, bytes = 0;
    cmark_gfm_core_extensions_ensure_registered();
    while (fgets(path, sizeof path, stdin)) {
        size_t len;
        path[strcspn(path, "\n")] = '\0';
        char *text = load(path, &len);
        if (!text) return perror(path), 2;
        parse(text, len);
        free(text);
        pages++;
        bytes += len;
    }
    printf("%zu pages, %zu bytes\n", pages, bytes);
    return 0;
}
