#define _XOPEN_SOURCE 700 /* nftw(), realpath(), symlink() */
#include "load/revision.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/map.h"

bool revision_is(const char *input) { return strncmp(input, "git:", 4) == 0; }

/* Runs git with these arguments, `input` for its standard input; what it prints goes to `out`, complaints nowhere. */
static bool run_git(char *const *arguments, const char *input, struct text *out)
{
    int ends[2], status;
    if (pipe(ends) != 0) return false;
    pid_t child = fork();
    if (child == 0) {
        int from = open(input, O_RDONLY), none = open("/dev/null", O_WRONLY);
        if (from < 0 || none < 0 || dup2(from, STDIN_FILENO) < 0) _exit(127);
        if (dup2(ends[1], STDOUT_FILENO) < 0 || dup2(none, STDERR_FILENO) < 0) _exit(127);
        close(ends[0]);
        close(ends[1]);
        execvp("git", arguments);
        _exit(127);
    }
    close(ends[1]);
    char room[65536];
    for (ssize_t got; child > 0 && ((got = read(ends[0], room, sizeof room)) > 0 || (got < 0 && errno == EINTR));)
        if (got > 0) text_add(out, room, (size_t)got);
    close(ends[0]);
    if (child < 0) return false;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* The one line that git prints, in the arena; NULL: it failed. */
static char *ask_git(struct arena *arena, char *const *arguments)
{
    struct text out = {0};
    bool fine = run_git(arguments, "/dev/null", &out);
    while (out.len && out.at[out.len - 1] == '\n') out.len--;
    char *line = fine ? arena_copy(arena, out.at ? out.at : "", out.len) : NULL;
    text_free(&out);
    return line;
}

/* A path as it stays below a folder. */
static bool is_plain(const char *path)
{
    for (const char *part = path; part; part = strchr(part, '/')) {
        part += part != path;
        size_t len = strcspn(part, "/");
        if (len == 0 || (len == 1 && *part == '.') || (len == 2 && part[0] == '.' && part[1] == '.')) return false;
    }
    return true;
}

static bool write_file(struct arena *arena, const char *folder, const char *path, struct slice bytes)
{
    char *whole = arena_printf(arena, "%s/%s", folder, path);
    for (char *slash = whole + strlen(folder) + 1; (slash = strchr(slash, '/')); *slash++ = '/') {
        *slash = '\0';
        if (mkdir(whole, 0700) != 0 && errno != EEXIST) return false;
    }
    FILE *file = fopen(whole, "wb");
    if (!file) return false;
    bool fine = fwrite(bytes.at, 1, bytes.len, file) == bytes.len;
    return fclose(file) == 0 && fine;
}

/* -- what is fetched -------------------------------------------------------------------------------------- */

struct listed {
    struct text hashes; /* a line each */
    const char **paths; /* of these */
    size_t count, room;
};

struct fetch {
    struct arena *arena;
    const struct revision *r;
    const char *path; /* asked for: a file or a folder; "" is all */
    struct listed files, links;
    const char **targets; /* of the links; NULL: one that is not made */
    struct map ends;      /* the last part of each target */
    bool found;
};

static bool has_suffix(const char *path, const char *suffix)
{
    size_t len = strlen(path), tail = strlen(suffix);
    return len > tail && slice_is(slice_of(path + len - tail), suffix);
}

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* Whether a path is `folder` or lies below it. */
static bool is_below(const char *path, const char *folder)
{
    size_t len = strlen(folder);
    return !len || (strncmp(path, folder, len) == 0 && (path[len] == '/' || !path[len]));
}

static void list_add(struct fetch *f, struct listed *list, const char *hash, const char *path)
{
    text_printf(&list->hashes, "%s\n", hash);
    list->paths = arena_more(f->arena, list->paths, list->count, &list->room, sizeof *list->paths);
    list->paths[list->count++] = arena_copy(f->arena, path, strlen(path));
}

/* Of what was not asked for only MOF is taken, which may be included, and what a link may lead to. */
static void take_file(struct fetch *f, const char *hash, const char *path)
{
    bool below = is_below(path, f->path), linked = f->links.count > 0;
    bool wanted = has_suffix(path, ".mof") || (below && (has_suffix(path, ".md") || strcmp(path, f->path) == 0));
    f->found |= below && wanted;
    wanted |= linked && (has_suffix(path, ".md") || map_get(&f->ends, slice_of(last_part(path))));
    if (wanted && is_plain(path)) list_add(f, &f->files, hash, path);
}

/* Every link: any may be a part of the path to a file. */
static void take_link(struct fetch *f, const char *hash, const char *path)
{
    if (is_plain(path)) list_add(f, &f->links, hash, path);
}

/* `MODE TYPE HASH<tab>PATH` each, for those whose mode begins so. */
static void take_listed(struct fetch *f, const struct text *tree, const char *mode,
                        void (*take)(struct fetch *f, const char *hash, const char *path))
{
    for (size_t at = 0, len; at < tree->len; at += len + 1) {
        char *record = tree->at + at, *path = strchr(record, '\t'), *hash = strstr(record, " blob ");
        len = strlen(record);
        if (!path || !hash || hash > path || strncmp(record, mode, strlen(mode)) != 0) continue;
        hash += strlen(" blob ");
        take(f, arena_copy(f->arena, hash, (size_t)(path - hash)), path + 1);
    }
}

static bool keep_file(struct fetch *f, size_t i, struct slice bytes)
{
    return write_file(f->arena, f->r->folder, f->files.paths[i], bytes);
}

static bool keep_target(struct fetch *f, size_t i, struct slice bytes)
{
    char *target = arena_copy(f->arena, bytes.at, bytes.len);
    for (size_t len = strlen(target); len > 1 && target[len - 1] == '/';) target[--len] = '\0';
    f->targets[i] = target;
    map_add(&f->ends, slice_of(last_part(target)), target);
    return true;
}

/* `HASH blob SIZE`, the bytes and a line end for each, in the order asked. */
static bool keep_listed(struct fetch *f, const struct listed *list, const struct text *blobs,
                        bool (*keep)(struct fetch *f, size_t i, struct slice bytes))
{
    const char *at = blobs->at, *end = at + blobs->len;
    for (size_t i = 0; i < list->count; i++) {
        const char *line_end = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL, *blank = line_end;
        while (blank && blank > at && *blank != ' ') blank--;
        unsigned long long size = blank ? strtoull(blank, NULL, 10) : 0;
        if (!blank || size > UINT32_MAX || (size_t)(end - line_end) < size + 2) return false;
        at = line_end + 1;
        if (!keep(f, i, (struct slice){at, (uint32_t)size})) return false;
        at += size + 1;
    }
    return true;
}

static bool fetch_listed(struct fetch *f, struct listed *list,
                         bool (*keep)(struct fetch *f, size_t i, struct slice bytes))
{
    char *const blob[] = {"git", "cat-file", "--batch", NULL};
    struct text blobs = {0};
    if (!list->count) return true;
    bool fine =
        write_file(f->arena, f->r->folder, ".hashes", (struct slice){list->hashes.at, (uint32_t)list->hashes.len}) &&
        run_git(blob, arena_printf(f->arena, "%s/.hashes", f->r->folder), &blobs) && keep_listed(f, list, &blobs, keep);
    text_free(&blobs);
    text_free(&list->hashes);
    return fine;
}

/* Makes the links when all files lie there, and all folders of links before the first link: nothing is written through
 * one. Loading then follows them as it does in any folder, circles included. */
static bool make_links(struct fetch *f)
{
    for (size_t i = 0; i < f->links.count; i++) {
        const char *keep = arena_printf(f->arena, "%.*s.links", (int)(last_part(f->links.paths[i]) - f->links.paths[i]),
                                        f->links.paths[i]);
        if (!write_file(f->arena, f->r->folder, keep, (struct slice){"", 0})) return false;
    }
    for (size_t i = 0; i < f->links.count; i++) {
        const char *at = arena_printf(f->arena, "%s/%s", f->r->folder, f->links.paths[i]), *target = f->targets[i];
        if (*target && *target != '/' && symlink(target, at) != 0) return false;
    }
    return true;
}

/* Takes away the links that lead out of the revision: to files that it does not hold. Returns one of those that
 * matter for what was asked, or NULL. Where a link leads is known when all are there, as it may lead through others. */
static const char *drop_outward_links(struct fetch *f)
{
    const char *outward = NULL;
    char *root = realpath(f->r->folder, NULL);
    bool *out = arena_array(f->arena, f->links.count, sizeof *out);
    for (size_t i = 0; root && i < f->links.count; i++) {
        const char *path = f->links.paths[i];
        char *to = realpath(arena_printf(f->arena, "%s/%s", f->r->folder, path), NULL);
        out[i] = *f->targets[i] == '/' || (to && !is_below(to, root));
        free(to);
        if (out[i] && (is_below(path, f->path) || is_below(f->path, path))) outward = outward ? outward : path;
    }
    for (size_t i = 0; i < f->links.count; i++)
        if (out[i]) remove(arena_printf(f->arena, "%s/%s", f->r->folder, f->links.paths[i]));
    free(root);
    return outward;
}

/* Whether what was asked for is there by way of a link, or holds one. */
static bool found_by_link(const struct fetch *f)
{
    struct stat st;
    for (size_t i = 0; i < f->links.count; i++)
        if (is_below(f->links.paths[i], f->path) || is_below(f->path, f->links.paths[i]))
            return stat(f->r->input, &st) == 0;
    return false;
}

static const char *fetch_all(struct fetch *f, char *commit)
{
    char *const ask[] = {"git", "ls-tree", "-r", "-z", "--full-tree", commit, NULL};
    struct text tree = {0};
    bool listed = run_git(ask, "/dev/null", &tree);
    if (listed) take_listed(f, &tree, "120000", take_link);
    f->targets = arena_array(f->arena, f->links.count + 1, sizeof *f->targets);
    bool fine = fetch_listed(f, &f->links, keep_target);
    if (listed && fine) take_listed(f, &tree, "100", take_file);
    text_free(&tree);
    if (!listed) return "git cannot list the files of that revision";
    if (!fine || !fetch_listed(f, &f->files, keep_file) || !make_links(f)) return "its files cannot be fetched";
    const char *outward = drop_outward_links(f);
    if (outward) return arena_printf(f->arena, "the link '%s' leads out of the revision", outward);
    if (f->found || found_by_link(f)) return NULL;
    return "there is no such file or folder, or no *.mof and no *.md in it, at that revision";
}

/* `./` in front of a path is where git stands, as in `git show`. */
static const char *path_in_tree(struct arena *arena, const char *path)
{
    char *const ask[] = {"git", "rev-parse", "--show-prefix", NULL};
    const char *prefix = strncmp(path, "./", 2) == 0 || strcmp(path, ".") == 0 ? ask_git(arena, ask) : "";
    if (strncmp(path, "./", 2) == 0) path += 2;
    else if (strcmp(path, ".") == 0) path++;
    char *whole = arena_printf(arena, "%s%s", prefix ? prefix : "", path);
    for (size_t len = strlen(whole); len && whole[len - 1] == '/';) whole[--len] = '\0';
    return whole;
}

const char *revision_fetch(struct arena *arena, const char *input, struct revision *r)
{
    const char *name = input + strlen("git:"), *colon = strchr(name, ':');
    *r = (struct revision){.folder = NULL};
    if (!colon || colon == name) return "write git:REV:PATH";
    if (*name == '-') return "a revision does not begin with '-'";
    r->shown = arena_copy(arena, input, (size_t)(colon + 1 - input));
    char *asked = arena_printf(arena, "%.*s^{commit}", (int)(colon - name), name);
    char *const verify[] = {"git", "rev-parse", "--verify", "--quiet", asked, NULL};
    char *commit = ask_git(arena, verify);
    if (!commit) return "git knows no such revision here, or is not installed";
    const char *room = getenv("TMPDIR");
    char *folder = arena_printf(arena, "%s/mofc.XXXXXX", room && *room ? room : "/tmp");
    if (!mkdtemp(folder)) return "no temporary folder can be made";
    r->folder = folder;
    struct fetch f = {.arena = arena, .r = r, .path = path_in_tree(arena, colon + 1)};
    f.ends = map_new(arena, MAP_BYTES);
    r->input = arena_printf(arena, "%s%s%s", folder, *f.path ? "/" : "", f.path);
    return fetch_all(&f, commit);
}

/* -- afterwards ------------------------------------------------------------------------------------------- */

static int drop_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    (void)st, (void)kind, (void)where;
    remove(path);
    return 0;
}

static const char *shown(struct arena *arena, const struct revision *r, const char *path)
{
    size_t len = strlen(r->folder);
    if (!path || strncmp(path, r->folder, len) != 0 || path[len] != '/') return path;
    return arena_printf(arena, "%s%s", r->shown, path + len + 1);
}

void revision_drop(struct arena *arena, const struct revision *r, struct sources *sources, struct diags *diags)
{
    if (!r->folder) return;
    for (uint32_t i = 0; i < sources->count; i++) sources->list[i]->path = shown(arena, r, sources->list[i]->path);
    for (struct diag *d = diags->first; d; d = d->next) d->path = shown(arena, r, d->path);
    nftw(r->folder, drop_one, 16, FTW_DEPTH | FTW_PHYS);
}
