/* Escapes as GNU make and ninja both read them: a backslash before blanks, '#' and ':', a dollar doubled. Backslashes
 * that stand before an escaped character are doubled, others are left. */
#include "output/depfile.h"

#include <string.h>

void depfile_path(struct text *out, const char *path)
{
    for (const char *p = path; *p; p++) {
        if (*p == '$') text_add_char(out, '$');
        if (strchr(" \t#:", *p)) {
            for (const char *b = p; b > path && b[-1] == '\\'; b--) text_add_char(out, '\\');
            text_add_char(out, '\\');
        }
        text_add_char(out, *p);
    }
}

void depfile_write(struct text *out, const char *target, const char *const *paths, size_t count)
{
    depfile_path(out, target);
    text_add_char(out, ':');
    for (size_t i = 0; i < count; i++) {
        if (!paths[i]) continue;
        text_add_string(out, " \\\n  ");
        depfile_path(out, paths[i]);
    }
    text_add_char(out, '\n');
    for (size_t i = 0; i < count; i++) {
        if (!paths[i]) continue;
        text_add_char(out, '\n');
        depfile_path(out, paths[i]);
        text_add_string(out, ":\n");
    }
}
