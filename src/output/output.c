/* Compare all, write all to temporary files, rename all, remove orphans, write the manifest: in that order. */
#define _XOPEN_SOURCE 700 /* realpath() */
#include "output/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "output/folder.h"
#include "output/linediff.h"
#include "output/manifest.h"

enum state {
    SAME,
    MISSING,
    STALE,   /* as mofc wrote it, or not to be read */
    EDITED,  /* mofc wrote it, and someone else since */
    FOREIGN, /* mofc never wrote it */
    BLOCKED, /* no file can be put there */
};

struct item {
    const struct output *output;
    enum state state;
    int why;               /* errno of BLOCKED */
    uint64_t hash;         /* of the output */
    struct slice old;      /* of what differs: what is there */
    const char *temporary; /* NULL: none is there */
};

struct run {
    struct arena *arena;
    const struct output_options *options;
    struct diags *diags;
    struct folder folder;
    struct manifest manifest; /* as found */
    struct slice manifest_text;
    struct item *items;
    size_t count;
    const char **orphans; /* paths in the folder that this run's targets no longer make and that are there */
    size_t orphan_count;
    const char **kept; /* those of them that are still there when all is done */
    size_t kept_count;
    const char **leftovers; /* temporary files of runs that were killed */
    size_t leftover_count, leftover_room;
};

/* -- reading -------------------------------------------------------------------------------------------- */

static const char *in_folder(const struct run *r, const char *path)
{
    const char *folder = r->options->folder;
    if (strcmp(folder, ".") == 0) return path;
    size_t len = strlen(folder);
    return arena_printf(r->arena, "%s%s%s", folder, len && folder[len - 1] == '/' ? "" : "/", path);
}

/* Whether two texts are equal but for CRLF. */
static bool same_lines(struct slice a, struct slice b)
{
    uint32_t i = 0, j = 0;
    for (;; i++, j++) {
        if (i + 1 < a.len && a.at[i] == '\r' && a.at[i + 1] == '\n') i++;
        if (j + 1 < b.len && b.at[j] == '\r' && b.at[j + 1] == '\n') j++;
        if (i == a.len || j == b.len) return i == a.len && j == b.len;
        if (a.at[i] != b.at[j]) return false;
    }
}

/* Whether what is on disk is what mofc put there, CRLF aside. */
static bool is_ours(const struct run *r, const char *path, struct slice old)
{
    if (manifest_has(&r->manifest, path, manifest_hash(old))) return true;
    struct text plain = {0};
    text_add(&plain, "", 0);
    for (uint32_t i = 0; i < old.len; i++)
        if (old.at[i] != '\r' || i + 1 == old.len || old.at[i + 1] != '\n') text_add_char(&plain, old.at[i]);
    uint64_t hash = manifest_hash((struct slice){plain.at, (uint32_t)plain.len});
    text_free(&plain);
    return manifest_has(&r->manifest, path, hash);
}

static enum state state_of(const struct run *r, const struct output *o, struct slice old)
{
    if (slice_equal(old, o->bytes) || same_lines(old, o->bytes)) return SAME;
    if (is_ours(r, o->path, old)) return STALE;
    return manifest_lists(&r->manifest, o->path) ? EDITED : FOREIGN;
}

/* What cannot be read: a link was put there by someone else; a file that may not be read is written over. */
static enum state state_unread(struct run *r, const struct output *o, int why)
{
    if (why == ENOENT) return MISSING;
    if (!folder_holds(&r->folder, o->path)) return BLOCKED;
    if (why != ELOOP) return STALE;
    return manifest_lists(&r->manifest, o->path) ? EDITED : FOREIGN;
}

/* What is on disk: of a file that is right nothing is kept. */
static void compare(struct run *r, struct item *it, const struct output *output)
{
    struct arena own = {0};
    struct slice old;
    it->output = output;
    it->hash = manifest_hash(output->bytes);
    if (folder_read(&r->folder, output->path, &own, &old)) it->state = state_of(r, output, old);
    else it->why = errno, it->state = state_unread(r, output, it->why);
    if (it->state != SAME && old.at) it->old = (struct slice){arena_copy(r->arena, old.at, old.len), old.len};
    arena_free(&own);
}

static int by_path(const void *left, const void *right)
{
    return strcmp(((const struct output *)left)->path, ((const struct output *)right)->path);
}

static bool is_made(const struct outputs *outputs, const char *path)
{
    struct output key = {.path = path};
    return outputs->count && bsearch(&key, outputs->list, outputs->count, sizeof key, by_path);
}

static bool is_of_run(const struct run *r, const char *target)
{
    for (size_t i = 0; i < r->options->target_count; i++)
        if (strcmp(r->options->targets[i], target) == 0) return true;
    return false;
}

/* What lies behind a link is not found, whatever the manifest lists. */
static void find_orphans(struct run *r, const struct outputs *outputs)
{
    r->orphans = arena_array(r->arena, r->manifest.count + 1, sizeof *r->orphans);
    r->kept = arena_array(r->arena, r->manifest.count + 1, sizeof *r->kept);
    for (size_t i = 0; i < r->manifest.count; i++) {
        const struct manifest_entry *e = &r->manifest.entries[i];
        bool again = i && strcmp(e[-1].path, e->path) == 0;
        if (again || !is_of_run(r, e->target) || is_made(outputs, e->path)) continue;
        if (folder_holds(&r->folder, e->path)) r->orphans[r->orphan_count++] = e->path;
    }
}

/* Looks at the folder of `path` unless it is that of `before`. */
static void find_leftovers_at(struct run *r, const char *path, const char *before)
{
    void *dir = NULL;
    const char *slash = strrchr(path, '/');
    size_t len = slash ? (size_t)(slash + 1 - path) : 0;
    if (before && strncmp(path, before, len) == 0 && !strchr(before + len, '/')) return;
    for (const char *found; (found = folder_leftover(&r->folder, path, NULL, &dir));) {
        if (r->leftover_count == r->leftover_room) {
            const char **more = arena_array(r->arena, 2 * r->leftover_room + 16, sizeof *more);
            if (r->leftover_count) memcpy(more, r->leftovers, r->leftover_count * sizeof *more);
            r->leftovers = more;
            r->leftover_room = 2 * r->leftover_room + 16;
        }
        r->leftovers[r->leftover_count++] = found;
    }
}

static void compare_all(struct run *r, const struct outputs *outputs)
{
    if (folder_read(&r->folder, MANIFEST_NAME, r->arena, &r->manifest_text))
        manifest_read(r->arena, &r->manifest, r->manifest_text);
    r->count = outputs->count;
    r->items = arena_array(r->arena, r->count + 1, sizeof *r->items);
    find_leftovers_at(r, MANIFEST_NAME, NULL);
    for (size_t i = 0; i < r->count; i++) {
        find_leftovers_at(r, outputs->list[i].path, i ? outputs->list[i - 1].path : MANIFEST_NAME);
        compare(r, &r->items[i], &outputs->list[i]);
    }
    find_orphans(r, outputs);
}

static const char *reason(int why)
{
    return why == ELOOP ? "a folder on the way is a link, and what is behind it is not mofc's" : strerror(why);
}

/* -- describing ----------------------------------------------------------------------------------------- */

static void describe_item(const struct run *r, const struct item *it, bool diff, struct text *out)
{
    static const char *const words[] = {[STALE] = "stale", [EDITED] = "edited", [FOREIGN] = "not from mofc"};
    struct arena own = {0};
    const char *path = in_folder(r, it->output->path);
    if (it->state == BLOCKED) text_printf(out, "%s: cannot be written: %s\n", path, reason(it->why));
    else if (diff) linediff_unified(&own, out, it->state == MISSING ? NULL : path, it->old, path, it->output->bytes);
    else if (it->state == MISSING) text_printf(out, "%s: missing\n", path);
    else {
        unsigned lines = linediff_count(&own, it->old, it->output->bytes);
        text_printf(out, "%s: %s (%u line%s)\n", path, words[it->state], lines, lines == 1 ? " differs" : "s differ");
    }
    arena_free(&own);
}

static void describe_orphan(struct run *r, const char *path, bool diff, struct text *out)
{
    struct arena own = {0};
    struct slice old;
    const char *full = in_folder(r, path);
    bool read = folder_read(&r->folder, path, &own, &old);
    if (!diff) text_printf(out, "%s: orphan%s\n", full, read && !is_ours(r, path, old) ? ", edited" : "");
    else if (read) linediff_unified(&own, out, full, old, NULL, (struct slice){"", 0});
    arena_free(&own);
}

bool output_check(struct arena *arena, const struct outputs *outputs, const struct output_options *options, bool diff,
                  struct text *out)
{
    struct run r = {.arena = arena, .options = options};
    size_t found = 0, o = 0;
    folder_open(&r.folder, arena, options->folder, options->named);
    compare_all(&r, outputs);
    for (size_t i = 0; i < r.count; i++) {
        for (; o < r.orphan_count && strcmp(r.orphans[o], outputs->list[i].path) < 0; o++)
            describe_orphan(&r, r.orphans[o], diff, out);
        if (r.items[i].state == SAME) continue;
        describe_item(&r, &r.items[i], diff, out);
        found++;
    }
    for (; o < r.orphan_count; o++) describe_orphan(&r, r.orphans[o], diff, out);
    for (size_t i = 0; i < r.leftover_count && !diff; i++)
        text_printf(out, "%s: left by a run that was killed\n", in_folder(&r, r.leftovers[i]));
    folder_close(&r.folder);
    return found == 0 && r.orphan_count == 0 && r.leftover_count == 0;
}

void output_summary(struct text *out, size_t classes, const struct output_result *result)
{
    size_t files = result->written + result->unchanged;
    text_printf(out, "%zu class%s, %zu file%s: ", classes, classes == 1 ? "" : "es", files, files == 1 ? "" : "s");
    if (result->edited) {
        text_printf(out, "nothing written, %zu %s not as mofc wrote %s\n", result->edited,
                    result->edited == 1 ? "is" : "are", result->edited == 1 ? "it" : "them");
        return;
    }
    if (result->written || !files) text_printf(out, "%zu written", result->written);
    if (result->unchanged) text_printf(out, "%s%zu unchanged", result->written ? ", " : "", result->unchanged);
    if (result->removed) text_printf(out, ", %zu orphan%s removed", result->removed, result->removed == 1 ? "" : "s");
    text_add_char(out, '\n');
}

/* -- writing -------------------------------------------------------------------------------------------- */

static bool fail(struct run *r, const char *path, const char *what)
{
    diag_add_path(r->diags, RULE_UNWRITABLE, in_folder(r, path), "cannot %s: %s", what, reason(errno));
    return false;
}

/* Reports every file that was edited; whether the run may go on. Silencing the message does not allow it. */
static bool allow_overwriting(struct run *r, struct output_result *result)
{
    for (size_t i = 0; i < r->count && !r->options->force; i++) {
        const struct item *it = &r->items[i];
        if (it->state != EDITED && it->state != FOREIGN) continue;
        const char *why = it->state == EDITED ? "was edited since mofc wrote it" : "is there and not from mofc";
        diag_add_path(r->diags, RULE_OUTPUT_EDITED, in_folder(r, it->output->path),
                      "this file %s; --force overwrites it", why);
        result->edited++;
    }
    if (result->edited) result->unchanged = r->count;
    return !result->edited;
}

/* Reports every place where no file can be put. */
static bool allow_writing(struct run *r)
{
    bool fine = true;
    for (size_t i = 0; i < r->count; i++) {
        if (r->items[i].state != BLOCKED) continue;
        errno = r->items[i].why;
        fine = fail(r, r->items[i].output->path, "write");
    }
    return fine;
}

static void drop_temporaries(struct run *r, size_t from)
{
    for (size_t i = from; i < r->count; i++) {
        struct item *it = &r->items[i];
        if (it->temporary) folder_drop(&r->folder, it->temporary, it->output->path);
    }
}

static bool write_temporaries(struct run *r)
{
    for (size_t i = 0; i < r->count; i++) {
        struct item *it = &r->items[i];
        if (it->state == SAME) continue;
        it->temporary = folder_write(&r->folder, it->output->path, it->output->bytes);
        if (it->temporary) continue;
        fail(r, it->output->path, "write");
        drop_temporaries(r, 0);
        return false;
    }
    return true;
}

static bool rename_all(struct run *r, struct output_result *result)
{
    for (size_t i = 0; i < r->count; i++) {
        struct item *it = &r->items[i];
        if (!it->temporary) {
            result->unchanged++;
        } else if (folder_rename(&r->folder, it->temporary, it->output->path)) {
            result->written++;
        } else {
            fail(r, it->output->path, "rename into place");
            drop_temporaries(r, i + 1);
            return false;
        }
    }
    return true;
}

static void remove_orphans(struct run *r, struct output_result *result)
{
    for (size_t i = 0; i < r->orphan_count; i++) {
        struct slice old;
        const char *path = r->orphans[i];
        bool edited = !folder_read(&r->folder, path, r->arena, &old) || !is_ours(r, path, old);
        bool removed = (!edited || r->options->force) && folder_remove(&r->folder, path);
        if (removed) result->removed++;
        else r->kept[r->kept_count++] = path;
        if (!removed && edited && !r->options->force)
            diag_add_path(r->diags, RULE_ORPHAN_EDITED, in_folder(r, path),
                          "this file is no longer made, but was edited since mofc wrote it; kept");
        else if (!removed) fail(r, path, "remove");
    }
}

static int by_text(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static bool is_kept(const struct run *r, const char *path)
{
    return r->kept_count && bsearch(&path, r->kept, r->kept_count, sizeof *r->kept, by_text);
}

/* Writes a manifest of this run's outputs, other runs' targets and the orphans that are kept, which are so named again;
 * `with_old`: and of what it replaces. */
static bool write_manifest(struct run *r, bool with_old)
{
    struct manifest m = {0};
    struct text text = {0};
    for (size_t i = 0; i < r->manifest.count; i++) {
        const struct manifest_entry *e = &r->manifest.entries[i];
        bool stays = with_old || !is_of_run(r, e->target) || is_kept(r, e->path);
        if (stays) manifest_add(r->arena, &m, e->target, e->path, e->hash);
    }
    for (size_t i = 0; i < r->count; i++) {
        const struct output *o = r->items[i].output;
        manifest_add(r->arena, &m, o->target, o->path, r->items[i].hash);
    }
    manifest_write(&m, r->options->version, &text);
    struct slice made = {text.at, (uint32_t)text.len};
    const char *temporary = NULL;
    bool same = r->manifest_text.at && same_lines(made, r->manifest_text) && !with_old;
    bool fine = same || ((temporary = folder_write(&r->folder, MANIFEST_NAME, made)) &&
                         folder_rename(&r->folder, temporary, MANIFEST_NAME));
    if (!fine) fail(r, MANIFEST_NAME, "write");
    if (with_old) r->manifest_text = (struct slice){0}; /* the final one must be written over this one */
    text_free(&text);
    return fine;
}

static bool bring_up_to_date(struct run *r, struct output_result *result)
{
    bool changes = false;
    for (size_t i = 0; i < r->count; i++) changes |= r->items[i].state != SAME;
    if (!allow_writing(r) || !allow_overwriting(r, result)) return false;
    if (changes && !write_temporaries(r)) return false;
    if (changes && !write_manifest(r, true)) return drop_temporaries(r, 0), false;
    if (!rename_all(r, result)) return false;
    remove_orphans(r, result);
    for (size_t i = 0; i < r->leftover_count; i++) folder_remove(&r->folder, r->leftovers[i]);
    return write_manifest(r, false);
}

bool output_write(struct arena *arena, const struct outputs *outputs, const struct output_options *options,
                  struct diags *diags, struct output_result *result)
{
    struct run r = {.arena = arena, .options = options, .diags = diags};
    bool fine = folder_make(&r.folder, arena, options->folder, options->named);
    *result = (struct output_result){0};
    if (fine) {
        folder_lock(&r.folder);
        compare_all(&r, outputs);
        fine = bring_up_to_date(&r, result);
    } else diag_add_path(diags, RULE_UNWRITABLE, options->folder, "cannot make the folder: %s", reason(errno));
    folder_close(&r.folder);
    return fine;
}

/* -- single files --------------------------------------------------------------------------------------- */

static bool allow(struct folder *f, const char *temporary, const char *name, const struct stat *like)
{
    if (!like || fchmodat(f->fd, temporary, like->st_mode & 07777, 0) == 0) return true;
    int why = errno;
    folder_drop(f, temporary, name);
    errno = why;
    return false;
}

/* The temporary file is written beside it, where earlier ones of the same name may lie. `like`: whose permissions it
 * gets; NULL: those that umask gives. */
static bool replace_file(struct arena *own, const char *path, struct slice bytes, const struct stat *like)
{
    struct folder f;
    void *dir = NULL;
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *temporary;
    const char *folder = slash ? arena_copy(own, path, (size_t)(slash + 1 - path)) : ".";
    struct slice old;
    if (!folder_make(&f, own, folder, strlen(folder))) return false;
    bool fine = folder_read(&f, name, own, &old) && slice_equal(old, bytes);
    fine = fine || ((temporary = folder_write(&f, name, bytes)) && allow(&f, temporary, name, like) &&
                    folder_rename(&f, temporary, name));
    int why = errno;
    for (const char *left; (left = folder_leftover(&f, name, name, &dir));) folder_remove(&f, left);
    folder_close(&f);
    errno = why;
    return fine;
}

static bool write_into(const char *path, struct slice bytes)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0) return false;
    bool fine = folder_write_all(fd, bytes);
    int why = errno;
    if (close(fd) != 0 && fine) return false;
    errno = why;
    return fine;
}

bool output_file(const char *path, struct slice bytes, struct diags *diags)
{
    struct arena own = {0};
    struct stat st;
    bool device = stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
    bool fine = device ? write_into(path, bytes) : replace_file(&own, path, bytes, NULL);
    if (!fine) diag_add_path(diags, RULE_UNWRITABLE, path, "cannot write: %s", strerror(errno));
    arena_free(&own);
    return fine;
}

bool output_update(const char *path, struct slice bytes, struct diags *diags)
{
    struct arena own = {0};
    struct stat st;
    char *target = realpath(path, NULL);
    bool fine = target && access(target, W_OK) == 0 && stat(target, &st) == 0;
    if (fine && !S_ISREG(st.st_mode)) errno = EINVAL, fine = false;
    fine = fine && replace_file(&own, target, bytes, &st);
    if (!fine) diag_add_path(diags, RULE_UNWRITABLE, path, "cannot write: %s", strerror(errno));
    free(target);
    arena_free(&own);
    return fine;
}

bool output_touch(const char *path, struct diags *diags)
{
    if (utimensat(AT_FDCWD, path, NULL, 0) == 0) return true;
    if (errno == ENOENT) return output_file(path, (struct slice){"", 0}, diags);
    diag_add_path(diags, RULE_UNWRITABLE, path, "cannot touch: %s", strerror(errno));
    return false;
}
