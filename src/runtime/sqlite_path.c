/* The key in an object path (DSP0004 and the WMI form): just enough to know which row of a table with one key a
 * reference means. Anything else is left to the text of the path. */
#include "sqlite_store.h"

#include <string.h>

/* Where "Class" begins: behind the namespace's colon, which stands before the first dot, equals sign or quote. */
static size_t class_start(mof_str path)
{
    size_t start = 0;
    for (size_t i = 0; i < path.len && path.at[i] != '"' && path.at[i] != '='; i++)
        if (path.at[i] == ':') start = i + 1;
    return start;
}

static mof_str cut(mof_str s, size_t from, size_t to) { return mof_str_of(s.at + from, to - from); }

/* A quoted value without its quotes and backslashes; false where it does not end with the path. */
static bool unquote(mof_str in, mof_arena *arena, mof_str *out)
{
    char *to = mof_arena_alloc(arena, in.len + 1);
    if (!to) return false;
    size_t used = 0;
    for (size_t i = 1; i < in.len; i++) {
        if (in.at[i] == '"') {
            *out = mof_str_of(to, used);
            return i + 1 == in.len;
        }
        if (in.at[i] == '\\' && ++i == in.len) return false;
        to[used++] = in.at[i];
    }
    return false;
}

bool mof_path_key(mof_str path, const mof_class *of, const struct mof_property *key, mof_arena *arena, mof_str *out)
{
    if (!path.at) return false;
    path = cut(path, class_start(path), path.len);
    const char *equals = memchr(path.at, '=', path.len);
    if (!equals) return false;
    mof_str left = cut(path, 0, (size_t)(equals - path.at)), value = cut(path, left.len + 1, path.len);
    const char *dot = memchr(left.at, '.', left.len);
    mof_str name = dot ? cut(left, 0, (size_t)(dot - left.at)) : left;
    if (!mof_str_equal_fold(name, mof_str_from(of->name))) return false;
    if (dot && !mof_str_equal_fold(cut(left, name.len + 1, left.len), mof_str_from(key->name))) return false;
    if (value.len > 0 && value.at[0] == '"') return unquote(value, arena, out);
    *out = value;
    return value.len > 0 && !memchr(value.at, ',', value.len);
}
