/* Finding targets: folders given with --templates laid over those compiled into mofc. */
#include "template/target.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

const struct target_file *target_file(const struct target *t, const char *name)
{
    const struct target_file *f = t->files;
    while (f && strcmp(f->name, name) != 0) f = f->next;
    return f;
}

bool target_shares(const char *name) { return strncmp(name, "lib/", 4) == 0; }

/* Puts a file in its place among the others; one of the same name that is there already stays. */
static void insert(struct target *t, struct target_file *made)
{
    struct target_file **at = &t->files;
    while (*at && strcmp((*at)->name, made->name) < 0) at = &(*at)->next;
    if (*at && strcmp((*at)->name, made->name) == 0) return;
    made->next = *at;
    *at = made;
}

static struct target_file *file_new(struct arena *arena, const char *name, const struct source *source, bool built_in)
{
    struct target_file *made = arena_new(arena, struct target_file);
    *made =
        (struct target_file){.name = name, .source = source, .text = {source->text, source->len}, .built_in = built_in};
    return made;
}

static bool is_template_name(const char *name)
{
    size_t len = strlen(name);
    return *name != '.' && len && name[len - 1] != '~';
}

/* What a target calls a file that is compiled into mofc: NULL where it is another target's. */
static const char *built_in_name(const struct target *t, const struct builtin_file *b)
{
    size_t len = strlen(t->name);
    if (strncmp(b->path, t->name, len) == 0 && b->path[len] == '/') return b->path + len + 1;
    return target_shares(b->path) ? b->path : NULL;
}

static bool is_built_in(const struct target *t, const char *wanted)
{
    for (const struct builtin_file *b = builtin_files; b->path; b++) {
        const char *name = built_in_name(t, b);
        if (name && strcmp(name, wanted) == 0) return true;
    }
    return false;
}

/* Adds the files of one folder, each with `prefix` before its name; a folder that is not there is no error: another may
 * hold the target. */
static void add_folder(struct arena *arena, struct sources *sources, struct target *t, const char *folder,
                       const char *prefix, struct diags *diags)
{
    DIR *dir = opendir(folder);
    if (!dir) return;
    for (struct dirent *e; (e = readdir(dir));) {
        const char *name = arena_printf(arena, "%s%s", prefix, e->d_name);
        if (!is_template_name(e->d_name) || target_file(t, name)) continue;
        const char *path = arena_printf(arena, "%s/%s", folder, e->d_name);
        const struct source *source = source_load(sources, path);
        if (source) insert(t, file_new(arena, name, source, false));
        else if (errno != EISDIR)
            diag_add_path(diags, RULE_UNREADABLE, path, "cannot read the template: %s", strerror(errno));
    }
    closedir(dir);
}

static void add_built_in(struct arena *arena, struct sources *sources, struct target *t)
{
    for (const struct builtin_file *b = builtin_files; b->path; b++) {
        const char *name = built_in_name(t, b);
        if (!name || target_file(t, name)) continue;
        const char *path = arena_printf(arena, "templates/%s", b->path);
        const struct source *source = source_from_bytes(sources, path, (const char *)b->bytes, b->len);
        if (source) insert(t, file_new(arena, name, source, true));
    }
}

/* Whether another file of the target has the name in quotes: in a list of target.lua, as a library, in an include. */
static bool is_named(const struct target *t, const struct target_file *named)
{
    struct slice name = slice_of(named->name);
    for (const struct target_file *f = t->files; f; f = f->next)
        for (int64_t at = 0; f != named && (at = slice_find(f->text, named->name, (uint32_t)at)) >= 0; at++) {
            uint32_t end = (uint32_t)at + name.len;
            char before = at ? f->text.at[at - 1] : 0, behind = end < f->text.len ? f->text.at[end] : 0;
            if ((before == '"' || before == '\'') && behind == before) return true;
        }
    return false;
}

/* A file that is laid over a built-in target, and that nothing there asks for, is most likely misspelt. What targets
 * share may be there for another one. */
static void report_unused(const struct target *t, struct diags *diags)
{
    enum { MOST = 256 };
    const char *names[MOST];
    size_t count = 0;
    for (const struct target_file *f = t->files; f && count < MOST; f = f->next)
        if (!target_shares(f->name) && is_built_in(t, f->name)) names[count++] = f->name;
    for (const struct target_file *f = t->files; f && count; f = f->next) {
        if (target_shares(f->name) || is_built_in(t, f->name) || is_named(t, f)) continue;
        const char *near = diag_closest(slice_of(f->name), names, count);
        diag_add_path(diags, RULE_TEMPLATE_UNUSED, f->source->path, "the target '%s' uses no file of this name%s%s%s",
                      t->name, near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
    }
}

static void report_unknown(struct arena *arena, const char *name, const char *const *dirs, size_t count,
                           struct diags *diags)
{
    size_t known;
    const char *const *names = target_names(arena, dirs, count, &known);
    const char *near = diag_closest(slice_of(name), names, known);
    struct text all = {0};
    for (size_t i = 0; i < known; i++) text_printf(&all, "%s%s", i ? ", " : "", names[i]);
    diag_add_path(diags, RULE_TARGET_UNKNOWN, NULL, "there is no target '%s'%s%s%s (there are %s)", name,
                  near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "", all.at ? all.at : "none");
    text_free(&all);
}

const struct target *target_find(struct arena *arena, struct sources *sources, const char *name,
                                 const char *const *dirs, size_t count, struct diags *diags)
{
    struct target *t = arena_new(arena, struct target);
    t->name = name;
    bool plain = *name && !strchr(name, '/') && *name != '.';
    for (size_t i = count; plain && i-- > 0;) {
        add_folder(arena, sources, t, arena_printf(arena, "%s/%s", dirs[i], name), "", diags);
        add_folder(arena, sources, t, arena_printf(arena, "%s/lib", dirs[i]), "lib/", diags);
    }
    if (plain) add_built_in(arena, sources, t);
    if (target_file(t, "target.lua")) {
        report_unused(t, diags);
        return t;
    }
    report_unknown(arena, name, dirs, count, diags);
    return NULL;
}

bool target_folders_found(const char *const *dirs, size_t count, struct diags *diags)
{
    bool found = true;
    for (size_t i = 0; i < count; i++) {
        DIR *dir = opendir(dirs[i]);
        if (dir) closedir(dir);
        else diag_add_path(diags, RULE_UNREADABLE, dirs[i], "cannot read the folder of templates: %s", strerror(errno));
        found &= dir != NULL;
    }
    return found;
}

/* -- names ---------------------------------------------------------------------------------------------- */

static void add_name(struct arena *arena, const char **names, size_t *found, const char *name, size_t len)
{
    for (size_t i = 0; i < *found; i++)
        if (strlen(names[i]) == len && memcmp(names[i], name, len) == 0) return;
    names[(*found)++] = arena_copy(arena, name, len);
}

static int by_text(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

static bool holds_target(struct arena *arena, const char *dir, const char *name)
{
    DIR *folder = opendir(arena_printf(arena, "%s/%s", dir, name));
    bool found = false;
    for (struct dirent *e; folder && (e = readdir(folder));) found |= strcmp(e->d_name, "target.lua") == 0;
    if (folder) closedir(folder);
    return found;
}

const char *const *target_names(struct arena *arena, const char *const *dirs, size_t count, size_t *found)
{
    enum { MOST = 256 };
    const char **names = arena_array(arena, MOST, sizeof *names);
    *found = 0;
    for (const struct builtin_file *b = builtin_files; b->path && *found < MOST; b++)
        if (!target_shares(b->path)) add_name(arena, names, found, b->path, strcspn(b->path, "/"));
    for (size_t i = 0; i < count; i++) {
        DIR *dir = opendir(dirs[i]);
        for (struct dirent *e; dir && *found < MOST && (e = readdir(dir));)
            if (*e->d_name != '.' && holds_target(arena, dirs[i], e->d_name))
                add_name(arena, names, found, e->d_name, strlen(e->d_name));
        if (dir) closedir(dir);
    }
    qsort(names, *found, sizeof *names, by_text);
    return names;
}
