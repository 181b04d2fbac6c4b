/* Escapes as GNU make and ninja both read them: a backslash before blanks, '#' and ':', a dollar doubled. For what else
 * either of them acts on there is no spelling that both understand. */
#include "output/depfile.h"

#include <string.h>

/* A name in front of ')' is a member of an archive, one in front of '&' a group; ninja keeps the backslash of a ':'
 * that ends a name. */
bool depfile_takes(const char *path)
{
    size_t len = strlen(path);
    if (!len || *path == '~' || strchr("):", path[len - 1])) return false;
    for (const char *p = path; *p; p++)
        if ((unsigned char)*p < ' ' || *p == 0x7F || strchr(";=%|*?[]<>^`&'\"\\", *p)) return false;
    return true;
}

static void add_path(struct text *out, const char *path)
{
    for (const char *p = path; *p; p++) {
        if (*p == '$') text_add_char(out, '$');
        if (strchr(" #:", *p)) text_add_char(out, '\\');
        text_add_char(out, *p);
    }
}

void depfile_write(struct text *out, const char *target, const char *const *paths, size_t count)
{
    add_path(out, target);
    text_add_char(out, ':');
    for (size_t i = 0; i < count; i++) {
        if (!paths[i]) continue;
        text_add_string(out, " \\\n  ");
        add_path(out, paths[i]);
    }
    text_add_char(out, '\n');
    for (size_t i = 0; i < count; i++) {
        if (!paths[i]) continue;
        text_add_char(out, '\n');
        add_path(out, paths[i]);
        text_add_string(out, ":\n");
    }
}
