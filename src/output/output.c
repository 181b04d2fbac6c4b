/* Compare all, write all to temporary files, rename all, remove orphans, write the manifest: in that order. */
#include "output/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "output/linediff.h"
#include "output/manifest.h"
#include "output/replace.h"
#include "output/sha256.h"

enum state { SAME, MISSING, STALE, EDITED, FOREIGN }; /* STALE: as mofc wrote it, or not to be read */

struct item {
    const struct output *output;
    const char *path; /* with the folder */
    enum state state;
    struct slice old; /* of what differs: what is there */
    char *temporary;  /* NULL: none is there */
};

struct run {
    struct arena *arena;
    const struct output_options *options;
    struct diags *diags;
    struct manifest manifest; /* as found */
    struct slice manifest_text;
    struct item *items;
    size_t count;
    const char **orphans; /* paths in the folder that this run's targets no longer make and that are there */
    size_t orphan_count;
    const char **kept; /* those of them that are still there when all is done */
    size_t kept_count;
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
    char hash[65];
    sha256_of(old.at, old.len, hash);
    if (manifest_has(&r->manifest, path, hash)) return true;
    struct text plain = {0};
    text_add(&plain, "", 0);
    for (uint32_t i = 0; i < old.len; i++)
        if (old.at[i] != '\r' || i + 1 == old.len || old.at[i + 1] != '\n') text_add_char(&plain, old.at[i]);
    sha256_of(plain.at, plain.len, hash);
    text_free(&plain);
    return manifest_has(&r->manifest, path, hash);
}

/* What is on disk: of a file that is right nothing is kept. */
static void look(struct run *r, struct item *it, const struct output *output)
{
    struct arena own = {0};
    struct slice new = {output->bytes, (uint32_t)output->len}, old;
    it->output = output;
    it->path = in_folder(r, output->path);
    if (!replace_read(&own, it->path, &old)) it->state = errno == ENOENT || errno == ENOTDIR ? MISSING : STALE;
    else if (slice_equal(old, new) || same_lines(old, new)) it->state = SAME;
    else {
        it->state = is_ours(r, output->path, old)                ? STALE
                    : manifest_lists(&r->manifest, output->path) ? EDITED
                                                                 : FOREIGN;
        it->old = (struct slice){arena_copy(r->arena, old.at, old.len), old.len};
    }
    arena_free(&own);
}

static bool is_made(const struct outputs *outputs, const char *path)
{
    size_t low = 0, high = outputs->count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = strcmp(outputs->list[mid].path, path);
        if (order == 0) return true;
        if (order < 0) low = mid + 1;
        else high = mid;
    }
    return false;
}

static bool is_of_run(const struct run *r, const char *target)
{
    for (size_t i = 0; i < r->options->target_count; i++)
        if (strcmp(r->options->targets[i]->name, target) == 0) return true;
    return false;
}

/* Whether a path leaves the folder through a link: what is there is not removed, whatever the manifest lists. */
static bool is_behind_link(const struct run *r, const char *path)
{
    char *part = arena_copy(r->arena, path, strlen(path));
    bool found = false;
    for (char *slash = part; !found && (slash = strchr(slash + 1, '/'));) {
        struct stat st;
        *slash = '\0';
        found = lstat(in_folder(r, part), &st) == 0 && S_ISLNK(st.st_mode);
        *slash = '/';
    }
    return found;
}

static void find_orphans(struct run *r, const struct outputs *outputs)
{
    r->orphans = arena_array(r->arena, r->manifest.count + 1, sizeof *r->orphans);
    r->kept = arena_array(r->arena, r->manifest.count + 1, sizeof *r->kept);
    for (size_t i = 0; i < r->manifest.count; i++) {
        const struct manifest_entry *e = &r->manifest.entries[i];
        bool again = i && strcmp(e[-1].path, e->path) == 0;
        if (again || !is_of_run(r, e->target) || is_made(outputs, e->path) || is_behind_link(r, e->path)) continue;
        if (access(in_folder(r, e->path), F_OK) == 0) r->orphans[r->orphan_count++] = e->path;
    }
}

static void look_at_all(struct run *r, const struct outputs *outputs)
{
    if (replace_read(r->arena, in_folder(r, MANIFEST_NAME), &r->manifest_text))
        manifest_read(r->arena, &r->manifest, r->manifest_text);
    r->count = outputs->count;
    r->items = arena_array(r->arena, r->count + 1, sizeof *r->items);
    for (size_t i = 0; i < r->count; i++) look(r, &r->items[i], &outputs->list[i]);
    find_orphans(r, outputs);
}

/* -- telling -------------------------------------------------------------------------------------------- */

static void tell_item(const struct item *it, bool diff, struct text *told)
{
    struct arena own = {0};
    struct slice new = {it->output->bytes, (uint32_t)it->output->len};
    if (diff) linediff_unified(&own, told, it->state == MISSING ? NULL : it->path, it->old, it->path, new);
    else if (it->state == MISSING) text_printf(told, "%s: missing\n", it->path);
    else {
        static const char *const words[] = {[STALE] = "stale", [EDITED] = "edited", [FOREIGN] = "not from mofc"};
        unsigned lines = linediff_count(&own, it->old, new);
        text_printf(told, "%s: %s (%u line%s)\n", it->path, words[it->state], lines,
                    lines == 1 ? " differs" : "s differ");
    }
    arena_free(&own);
}

static void tell_orphan(struct run *r, const char *path, bool diff, struct text *told)
{
    struct arena own = {0};
    struct slice old;
    const char *full = in_folder(r, path);
    bool read = replace_read(&own, full, &old);
    if (!diff) text_printf(told, "%s: orphan%s\n", full, read && !is_ours(r, path, old) ? ", edited" : "");
    else if (read) linediff_unified(&own, told, full, old, NULL, (struct slice){"", 0});
    arena_free(&own);
}

bool output_check(struct arena *arena, const struct outputs *outputs, const struct output_options *options, bool diff,
                  struct text *told)
{
    struct run r = {.arena = arena, .options = options};
    size_t found = 0, o = 0;
    look_at_all(&r, outputs);
    for (size_t i = 0; i < r.count; i++) {
        for (; o < r.orphan_count && strcmp(r.orphans[o], outputs->list[i].path) < 0; o++)
            tell_orphan(&r, r.orphans[o], diff, told);
        if (r.items[i].state == SAME) continue;
        tell_item(&r.items[i], diff, told);
        found++;
    }
    for (; o < r.orphan_count; o++) tell_orphan(&r, r.orphans[o], diff, told);
    return found == 0 && r.orphan_count == 0;
}

void output_summary(struct text *told, size_t classes, const struct output_result *result)
{
    size_t files = result->written + result->unchanged;
    text_printf(told, "%zu class%s, %zu file%s: ", classes, classes == 1 ? "" : "es", files, files == 1 ? "" : "s");
    if (result->edited) {
        text_printf(told, "nothing written, %zu %s not as mofc wrote %s\n", result->edited,
                    result->edited == 1 ? "is" : "are", result->edited == 1 ? "it" : "them");
        return;
    }
    if (result->written || !files) text_printf(told, "%zu written", result->written);
    if (result->unchanged) text_printf(told, "%s%zu unchanged", result->written ? ", " : "", result->unchanged);
    if (result->removed) text_printf(told, ", %zu orphan%s removed", result->removed, result->removed == 1 ? "" : "s");
    text_add_char(told, '\n');
}

/* -- writing -------------------------------------------------------------------------------------------- */

static bool fail(struct run *r, const char *path, const char *what)
{
    diag_add_path(r->diags, RULE_UNWRITABLE, path, "cannot %s: %s", what, strerror(errno));
    return false;
}

/* Reports every file that was edited; whether the run may go on. Silencing the message does not allow it. */
static bool allow_overwriting(struct run *r, struct output_result *result)
{
    for (size_t i = 0; i < r->count && !r->options->force; i++) {
        const struct item *it = &r->items[i];
        if (it->state != EDITED && it->state != FOREIGN) continue;
        const char *why = it->state == EDITED ? "was edited since mofc wrote it" : "is there and not from mofc";
        diag_add_path(r->diags, RULE_OUTPUT_EDITED, it->path, "this file %s; --force overwrites it", why);
        result->edited++;
    }
    if (result->edited) result->unchanged = r->count;
    return !result->edited;
}

/* Whether a rename can put a file there, asked before the first one is renamed; sets errno. */
static bool can_take_file(const char *path)
{
    struct stat st;
    if (lstat(path, &st) != 0) return errno != ENAMETOOLONG;
    if (S_ISDIR(st.st_mode)) return errno = EISDIR, false;
    return true;
}

static bool write_temporaries(struct run *r)
{
    for (size_t i = 0; i < r->count; i++) {
        struct item *it = &r->items[i];
        if (it->state == SAME) continue;
        errno = 0;
        if (can_take_file(it->path))
            it->temporary =
                replace_begin(r->arena, it->path, (struct slice){it->output->bytes, (uint32_t)it->output->len});
        if (it->temporary) continue;
        fail(r, it->path, "write");
        while (i-- > 0)
            if (r->items[i].temporary) replace_drop(r->items[i].temporary);
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
        } else if (replace_end(it->temporary, it->path)) {
            result->written++;
        } else {
            fail(r, it->path, "rename into place");
            for (size_t k = i + 1; k < r->count; k++)
                if (r->items[k].temporary) replace_drop(r->items[k].temporary);
            return false;
        }
    }
    return true;
}

static void remove_orphans(struct run *r, struct output_result *result)
{
    for (size_t i = 0; i < r->orphan_count; i++) {
        struct slice old;
        const char *path = in_folder(r, r->orphans[i]);
        if (!replace_read(r->arena, path, &old)) continue;
        bool edited = !is_ours(r, r->orphans[i], old);
        bool removed = (!edited || r->options->force) && unlink(path) == 0;
        if (removed) result->removed++;
        else r->kept[r->kept_count++] = r->orphans[i];
        if (!removed && edited && !r->options->force)
            diag_add_path(r->diags, RULE_ORPHAN_EDITED, path,
                          "this file is no longer made, but was edited since mofc wrote it; kept");
        else if (!removed) fail(r, path, "remove");
    }
    result->kept = r->kept_count;
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
        char hash[65];
        if (!o->hash) sha256_of(o->bytes, o->len, hash);
        manifest_add(r->arena, &m, o->target, o->path, o->hash ? o->hash : hash);
    }
    manifest_write(&m, r->options->version, &text);
    struct slice made = {text.at, (uint32_t)text.len};
    const char *path = in_folder(r, MANIFEST_NAME);
    char *temporary = NULL;
    bool same = r->manifest_text.at && same_lines(made, r->manifest_text) && !with_old;
    errno = 0;
    bool fine = same || ((temporary = replace_begin(r->arena, path, made)) && replace_end(temporary, path));
    if (!fine) fail(r, path, "write");
    if (with_old) r->manifest_text = (struct slice){0}; /* the final one must be written over this one */
    text_free(&text);
    return fine;
}

/* Keeps two runs from writing one folder at once, where the file system can; everything stays whole without it. */
static int lock_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_CLOEXEC);
    if (fd >= 0) (void)flock(fd, LOCK_EX);
    return fd;
}

static bool bring_up_to_date(struct run *r, struct output_result *result)
{
    bool changes = false;
    for (size_t i = 0; i < r->count; i++) changes |= r->items[i].state != SAME;
    if (!allow_overwriting(r, result)) return false;
    if (changes && !write_temporaries(r)) return false;
    if (changes && !write_manifest(r, true)) {
        for (size_t i = 0; i < r->count; i++)
            if (r->items[i].temporary) replace_drop(r->items[i].temporary);
        return false;
    }
    if (!rename_all(r, result)) return false;
    remove_orphans(r, result);
    return write_manifest(r, false);
}

bool output_write(struct arena *arena, const struct outputs *outputs, const struct output_options *options,
                  struct diags *diags, struct output_result *result)
{
    struct run r = {.arena = arena, .options = options, .diags = diags};
    int lock = lock_folder(options->folder);
    *result = (struct output_result){0};
    look_at_all(&r, outputs);
    bool fine = bring_up_to_date(&r, result);
    if (lock >= 0) close(lock);
    return fine;
}

static bool replace_file(struct arena *own, const char *path, struct slice bytes)
{
    if (replace_is_device(path)) return replace_write_into(path, bytes);
    char *temporary = replace_begin(own, path, bytes);
    return temporary && replace_end(temporary, path);
}

bool output_file(const char *path, struct slice bytes, struct diags *diags)
{
    struct arena own = {0};
    struct slice old;
    bool same = replace_read(&own, path, &old) && slice_equal(old, bytes);
    errno = 0;
    bool fine = same || replace_file(&own, path, bytes);
    if (!fine) diag_add_path(diags, RULE_UNWRITABLE, path, "cannot write: %s", strerror(errno));
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
