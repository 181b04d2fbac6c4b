/* Which paths outputs may have. A generated folder is checked in, copied and unpacked elsewhere, so what only some file
 * systems keep apart or keep at all is refused on every one. */
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "output/manifest.h"
#include "output/output.h"

static bool is_plain_part(const char *part, size_t len)
{
    if (!len || part[0] == '.' || part[0] == ' ') return false; /* "", ".", ".." and hidden files */
    if (part[len - 1] == '.' || part[len - 1] == ' ') return false;
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)part[i] < 0x20 || part[i] == 0x7F || strchr("\\:*?\"<>|", part[i])) return false;
    return true;
}

static bool is_plain_path(const char *path)
{
    for (;;) {
        size_t len = strcspn(path, "/");
        if (!is_plain_part(path, len)) return false;
        if (!path[len]) return true;
        path += len + 1;
    }
}

static int rank(char c)
{
    return c == '/' ? 1 : (unsigned char)ascii_lower(c); /* so that what is in a folder follows its name at once */
}

/* The length that two paths share, case aside. */
static size_t shared(const char *a, const char *b)
{
    size_t n = 0;
    while (a[n] && rank(a[n]) == rank(b[n])) n++;
    return n;
}

static int by_folded_path(const void *left, const void *right)
{
    const char *a = ((const struct output *)left)->path, *b = ((const struct output *)right)->path;
    size_t n = shared(a, b);
    int order = rank(a[n]) - rank(b[n]);
    return order ? order : strcmp(a, b);
}

static int by_path(const void *left, const void *right)
{
    return strcmp(((const struct output *)left)->path, ((const struct output *)right)->path);
}

static bool check_one(const struct output *o, struct diags *diags)
{
    size_t n = shared(o->path, MANIFEST_NAME);
    bool manifest = !MANIFEST_NAME[n] && (!o->path[n] || o->path[n] == '/');
    if (is_plain_path(o->path) && !manifest) return true;
    diag_add_path(diags, RULE_OUTPUT_NAME, NULL,
                  "target %s makes a file '%s', which is no plain path below the output folder", o->target, o->path);
    return false;
}

/* `before` comes before `o` in folded order. */
static bool check_two(const struct output *before, const struct output *o, struct diags *diags)
{
    size_t n = shared(before->path, o->path);
    if (before->path[n] || (o->path[n] && o->path[n] != '/')) return true;
    diag_add_path(diags, RULE_OUTPUT_NAME, NULL,
                  o->path[n] ? "'%s' would be a file and the folder of '%s' (targets %s and %s)"
                             : "two files would be '%s' and '%s' (targets %s and %s)",
                  before->path, o->path, before->target, o->target);
    return false;
}

bool output_names(struct outputs *outputs, struct diags *diags)
{
    bool fine = true;
    struct output *list = outputs->list;
    if (outputs->count) qsort(list, outputs->count, sizeof *list, by_folded_path);
    for (size_t i = 0; i < outputs->count; i++) {
        fine &= check_one(&list[i], diags);
        if (i) fine &= check_two(&list[i - 1], &list[i], diags);
    }
    if (outputs->count) qsort(list, outputs->count, sizeof *list, by_path);
    return fine;
}
