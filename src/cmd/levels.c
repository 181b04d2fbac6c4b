/* Levels by path: `paths:` of mofc.yaml lays levels over those of `lint:` for the files that a pattern matches; -W of
 * the command line lies over both. */
#include <string.h>
#include <unistd.h>

#include "cmd/cmd.h"

enum { LONGEST_PATH = 4096 };

/* Writes the path from the root of the file system, without "." and ".."; false where it is too long. Nothing is asked
 * of the system: a name is what it says. */
static bool spell_out(const char *folder, const char *path, char out[LONGEST_PATH])
{
    size_t n = 0;
    for (const char *parts[] = {*path == '/' ? "" : folder, path}, **p = parts; p < parts + 2; p++) {
        for (const char *at = *p; *at;) {
            at += strspn(at, "/");
            size_t len = strcspn(at, "/");
            bool here = len == 1 && at[0] == '.', up = len == 2 && at[0] == '.' && at[1] == '.';
            if (up)
                while (n && out[--n] != '/') continue;
            if (n + len + 2 > LONGEST_PATH) return false;
            if (len && !here && !up) {
                out[n++] = '/';
                memcpy(out + n, at, len);
                n += len;
            }
            at += len;
        }
    }
    out[n] = '\0';
    return true;
}

/* One step of the match: `from[i]` says whether the pattern so far matches the first i bytes; `*to` whether it does
 * with the next part too. Returns the length of that part. */
static size_t match_part(const char *glob, const char *path, size_t len, const bool *from, bool *to)
{
    bool stars = glob[0] == '*' && glob[1] == '*', folders = stars && glob[2] == '/', any = false;
    for (size_t i = 0; i <= len; i++) {
        char before = i ? path[i - 1] : '/';
        if (folders) to[i] = from[i] || (any && before == '/');
        else if (stars) to[i] = any || from[i];
        else if (*glob == '*') to[i] = from[i] || (i && to[i - 1] && before != '/');
        else to[i] = i && from[i - 1] && (*glob == '?' ? before != '/' : *glob == before);
        any |= from[i];
    }
    return folders ? 3 : stars ? 2 : 1;
}

/* `*` and `?` stay within a name, `**` goes over folders. Takes time by the product of the lengths. */
static bool matches(const char *glob, const char *path)
{
    bool rows[2][LONGEST_PATH + 1] = {{true}}, *from = rows[0], *to = rows[1];
    size_t len = strlen(path);
    memset(from + 1, 0, len);
    while (*glob) {
        glob += match_part(glob, path, len, from, to);
        bool *last = from;
        from = to;
        to = last;
    }
    return from[len];
}

static void set_all(struct diags *d, const struct words *words, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) diags_set(d, words->at[i]);
}

/* The level of a rule in a file; reading threads ask too. */
enum level levels_at_path(const void *context, const char *path, bool page, enum rule rule, enum level otherwise)
{
    const struct options *o = context;
    char whole[LONGEST_PATH];
    struct diags levels;
    bool any = false;
    if (!path || !spell_out(o->here, path, whole)) return otherwise;
    for (size_t i = 0; i < o->path_levels.count; i++) {
        const struct path_level *p = &o->path_levels.at[i];
        if (!matches(p->glob, whole)) continue;
        if (!any) {
            diags_init(&levels, NULL, NULL);
            set_all(&levels, &o->warnings, 0, o->configured);
        }
        any = true;
        set_all(&levels, &p->levels, 0, p->levels.count);
    }
    if (!any) return otherwise;
    set_all(&levels, &o->warnings, o->configured, o->warnings.count);
    return page ? levels.page_levels[rule] : levels.levels[rule];
}

bool levels_begin(struct options *o)
{
    char folder[LONGEST_PATH], glob[LONGEST_PATH];
    if (!o->path_levels.count || o->here) return true;
    if (!getcwd(folder, sizeof folder)) return usage_error("the current folder cannot be told"), false;
    o->here = arena_copy(o->arena, folder, strlen(folder));
    for (size_t i = 0; i < o->path_levels.count; i++) {
        struct path_level *p = &o->path_levels.at[i];
        if (!spell_out(o->here, p->glob, glob)) return usage_error("a pattern of `paths:` is too long"), false;
        p->glob = arena_copy(o->arena, glob, strlen(glob));
    }
    return true;
}
