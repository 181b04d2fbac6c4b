/* Paths as generated text prints them. A generated file is checked in and compared on other machines, so the working
 * directory, the user's home and the spelling of the command line may not show in it. */
#include <string.h>

#include "model/model.h"

/* "a//b/./" and "./a" name the same folder as "a/b" and "a": compares by parts. Returns what is left of path behind
 * the root, or NULL where it does not lie in it. */
static const char *behind(const char *root, const char *path)
{
    for (;;) {
        while (*root == '/' || (*root == '.' && (root[1] == '/' || !root[1]))) root++;
        while (*path == '/' || (*path == '.' && path[1] == '/')) path++;
        if (!*root) return path;
        size_t len = strcspn(root, "/"), other = strcspn(path, "/");
        if (len != other || memcmp(root, path, len) != 0) return NULL;
        root += len;
        path += other;
    }
}

static struct slice last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slice_of(slash ? slash + 1 : path);
}

struct slice model_path(const struct model_options *options, const char *path)
{
    struct slice best = {0};
    for (size_t i = 0; i < options->root_count; i++) {
        const char *root = options->roots[i];
        if ((*root == '/') != (*path == '/')) continue;
        const char *left = behind(root, path);
        bool inside = left && *left && strncmp(left, "../", 3) != 0;
        if (inside && (!best.at || strlen(left) < best.len)) best = slice_of(left);
    }
    return best.at ? best : last_part(path);
}

/* Whether an input is a folder is known from the sources alone: a file was loaded under its own name. */
static const char *folder_of(struct arena *arena, const char *input)
{
    size_t len = strlen(input);
    const char *slash = strrchr(input, '/');
    bool file = len > 3 && (slice_is((struct slice){input + len - 3, 3}, ".md") ||
                            (len > 4 && slice_is((struct slice){input + len - 4, 4}, ".mof")));
    if (!file) return input;
    if (!slash) return ".";
    return arena_copy(arena, input, slash == input ? 1 : (size_t)(slash - input));
}

void model_options_roots(struct arena *arena, struct model_options *options, const char *const *inputs,
                         size_t inputs_count, const char *const *include_dirs, size_t include_count)
{
    const char **roots = arena_array(arena, inputs_count + include_count + 1, sizeof *roots);
    size_t n = 0;
    for (size_t i = 0; i < inputs_count; i++) roots[n++] = folder_of(arena, inputs[i]);
    for (size_t i = 0; i < include_count; i++) roots[n++] = include_dirs[i];
    options->roots = roots;
    options->root_count = n;
}
