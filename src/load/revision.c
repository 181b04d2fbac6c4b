#define _XOPEN_SOURCE 700 /* nftw() */
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

bool revision_is(const char *input)
{
    return strncmp(input, "git:", 4) == 0;
}

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

struct fetch {
    struct arena *arena;
    const struct revision *r;
    const char *path;   /* asked for: a file or a folder; "" is all */
    struct text hashes; /* a line each */
    const char **paths; /* of these */
    size_t count, room;
    bool found;
};

static bool has_suffix(const char *path, const char *suffix)
{
    size_t len = strlen(path), tail = strlen(suffix);
    return len > tail && slice_is(slice_of(path + len - tail), suffix);
}

/* `MODE TYPE HASH<tab>PATH`. Of what was not asked for only MOF is taken, which may be included; links are not. */
static void take_listed(struct fetch *f, char *record)
{
    char *path = strchr(record, '\t'), *hash = strstr(record, " blob ");
    if (!path || !hash || hash > path || strncmp(record, "100", 3) != 0) return;
    *path++ = '\0';
    hash += strlen(" blob ");
    size_t len = strlen(f->path);
    bool below = !len || (strncmp(path, f->path, len) == 0 && (path[len] == '/' || !path[len]));
    bool wanted = has_suffix(path, ".mof") || (below && (has_suffix(path, ".md") || !path[len]));
    f->found |= below && wanted;
    if (!wanted || !is_plain(path)) return;
    text_printf(&f->hashes, "%s\n", hash);
    f->paths = arena_more(f->arena, f->paths, f->count, &f->room, sizeof *f->paths);
    f->paths[f->count++] = arena_copy(f->arena, path, strlen(path));
}

/* `HASH blob SIZE`, the bytes and a line end for each, in the order asked. */
static bool write_listed(struct fetch *f, struct text *blobs)
{
    const char *at = blobs->at, *end = at + blobs->len;
    for (size_t i = 0; i < f->count; i++) {
        const char *line_end = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL, *blank = line_end;
        while (blank && blank > at && *blank != ' ') blank--;
        unsigned long long size = blank ? strtoull(blank, NULL, 10) : 0;
        if (!blank || size > UINT32_MAX || (size_t)(end - line_end) < size + 2) return false;
        at = line_end + 1;
        if (!write_file(f->arena, f->r->folder, f->paths[i], (struct slice){at, (uint32_t)size})) return false;
        at += size + 1;
    }
    return true;
}

static const char *fetch_all(struct fetch *f, char *commit)
{
    struct text list = {0}, blobs = {0};
    char *const tree[] = {"git", "ls-tree", "-r", "-z", "--full-tree", commit, NULL};
    char *const blob[] = {"git", "cat-file", "--batch", NULL};
    bool fine = run_git(tree, "/dev/null", &list);
    for (size_t at = 0; fine && at < list.len;) {
        size_t len = strlen(list.at + at);
        take_listed(f, list.at + at);
        at += len + 1;
    }
    bool written =
        fine && f->found &&
        write_file(f->arena, f->r->folder, ".hashes", (struct slice){f->hashes.at, (uint32_t)f->hashes.len}) &&
        run_git(blob, arena_printf(f->arena, "%s/.hashes", f->r->folder), &blobs) && write_listed(f, &blobs);
    text_free(&list);
    text_free(&blobs);
    text_free(&f->hashes);
    if (!fine) return "git cannot list the files of that revision";
    return !f->found ? "there is no such file or folder, or no *.mof and no *.md in it, at that revision"
           : written ? NULL
                     : "its files cannot be fetched";
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
