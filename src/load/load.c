/* From what the command line names to units. Paths become a list of files first (folders walked, sorted), then
 * each file is taken in that order; an include is a file of its own that stands right behind the place that asked for
 * it. The reader's threads run ahead: most files are read and parsed by the time that they are taken. */
#include "load/load.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/map.h"
#include "load/reader.h"

enum { DEFAULT_DEPTH = 100, FOLDER_DEPTH = 64 };

struct paths {
    const char **at;
    size_t count, room;
};

/* a file that was read or is being read: for include-once and for cycles */
struct loaded {
    const char *path;
    const struct loaded *from; /* who included it; NULL: the command line */
    struct span asked;         /* the pragma */
    const char *name;          /* as it writes it */
    unsigned depth;
    struct unit *unit; /* NULL: none was made of it */
    bool open;         /* its includes are still being read: meeting it again is a cycle */
};

struct load {
    struct arena *arena;
    struct sources *sources;
    const struct load_options *options;
    struct diags *diags;
    struct reader *reader;
    struct unit **last;
    struct load_result result;
    struct paths directories;
    struct diag *warning;         /* of backslashes, in the file that is at hand */
    const struct unit *warned_of; /* its includes are written with backslashes, which was reported */
    struct map loaded;            /* struct loaded, by path, and by device and inode once it is read */
    struct map folders;           /* walked so far, by device and inode */
};

static void paths_add(struct arena *arena, struct paths *p, const char *path)
{
    p->at = arena_more(arena, p->at, p->count, &p->room, sizeof *p->at);
    p->at[p->count++] = path;
}

static int by_text(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

static bool has_suffix(const char *path, const char *suffix)
{
    size_t len = strlen(path), tail = strlen(suffix);
    return len > tail && slice_is(slice_of(path + len - tail), suffix);
}

static const char *join(struct arena *arena, struct slice folder, const char *name)
{
    size_t name_len = strlen(name);
    char *path = arena_alloc(arena, folder.len + name_len + 2), *end = path + folder.len;
    memcpy(path, folder.at, folder.len);
    if (!folder.len || end[-1] != '/') *end++ = '/';
    memcpy(end, name, name_len);
    return path;
}

/* What a path leads to, as the system knows it: two paths may lead to one file or folder, and no text tells. The zero
 * in front keeps it apart from a path. */
static struct slice key_of(struct arena *arena, uint64_t device, uint64_t inode)
{
    const uint64_t key[] = {0, device, inode};
    return (struct slice){arena_copy(arena, (const char *)key, sizeof key), sizeof key};
}

static void walk(struct load *l, const char *folder, unsigned depth, struct paths *files);

static void walk_entry(struct load *l, const char *path, unsigned depth, struct paths *files)
{
    struct stat st;
    bool wanted = has_suffix(path, ".mof") || has_suffix(path, ".md");
    if (stat(path, &st) != 0) {
        if (wanted || errno != ENOENT) /* a link that leads nowhere may be anything */
            diag_add_path(l->diags, RULE_UNREADABLE, path, "cannot be looked at: %s", strerror(errno));
    } else if (S_ISDIR(st.st_mode)) {
        if (!map_add(&l->folders, key_of(l->arena, st.st_dev, st.st_ino), path)) walk(l, path, depth, files);
    } else if (S_ISREG(st.st_mode) && wanted) {
        paths_add(l->arena, files, path);
    }
}

/* Takes regular files only: a FIFO among them would be waited for without end. Each folder once: links may lead back.
 */
static void walk(struct load *l, const char *folder, unsigned depth, struct paths *files)
{
    DIR *dir = depth < FOLDER_DEPTH ? opendir(folder) : (errno = ELOOP, NULL);
    if (!dir) {
        diag_add_path(l->diags, RULE_UNREADABLE, folder, "cannot read the folder: %s", strerror(errno));
        return;
    }
    paths_add(l->arena, &l->directories, folder);
    struct paths entries = {0};
    for (struct dirent *e; (e = readdir(dir));)
        if (e->d_name[0] != '.') paths_add(l->arena, &entries, join(l->arena, slice_of(folder), e->d_name));
    closedir(dir);
    if (entries.count) qsort(entries.at, entries.count, sizeof *entries.at, by_text);
    for (size_t i = 0; i < entries.count; i++) walk_entry(l, entries.at[i], depth + 1, files);
}

static struct loaded *loaded_of(struct load *l, const char *path, bool *is_new)
{
    struct loaded *made = arena_new(l->arena, struct loaded), *known = map_add(&l->loaded, slice_of(path), made);
    *is_new = !known;
    if (known) return known;
    made->path = path;
    return made;
}

static void load_includes(struct load *l, const struct unit *unit, struct loaded *self);

static void report_missing(struct load *l, struct span at, const char *name, const struct paths *tried)
{
    struct diag *d = diag_add(l->diags, RULE_INCLUDE_MISSING, at, "cannot find the include file '%s'", name);
    for (size_t i = 0; i < tried->count && i < 16; i++)
        diag_note(l->diags, d, (struct span){0}, "tried %s", tried->at[i]);
}

static void report_cycle(struct load *l, const struct loaded *again, const struct loaded *self, struct span at)
{
    struct text chain = {0};
    text_add_string(&chain, again->path);
    struct text back = {0};
    unsigned links = 0;
    for (const struct loaded *f = self; f && f != again && links < 20; f = f->from, links++) {
        struct text longer = {0};
        text_printf(&longer, " includes %s%s", f->path, back.at ? back.at : "");
        text_free(&back);
        back = longer;
    }
    diag_add(l->diags, RULE_INCLUDE_CYCLE, at, "a file includes itself: %s%s includes %s", chain.at,
             back.at ? back.at : "", again->path);
    text_free(&back);
    text_free(&chain);
}

/* Whether it is a file that another path has led to: no text of a path tells. */
static bool is_read(struct load *l, struct loaded *self, const struct source *source)
{
    if (!source->file[1]) return false;
    const struct loaded *known = map_add(&l->loaded, key_of(l->arena, source->file[0], source->file[1]), self);
    if (known && known->open) report_cycle(l, known, self->from, self->asked);
    return known != NULL;
}

static void load_file(struct load *l, struct loaded *self, const char *path)
{
    struct parsed *file = reader_take(l->reader, path);
    bool missing = file->why == ENOENT || file->why == ENOTDIR || file->why == EISDIR;
    if (!file->source && missing && span_known(self->asked)) {
        report_missing(l, self->asked, self->name, &(struct paths){&path, 1, 1});
        return;
    }
    if (!file->source) {
        const char *why = file->why == EILSEQ    ? "broken UTF-16"
                          : file->why == EFBIG   ? "a file may have 2 GiB, and the inputs 4 GiB in all"
                          : file->why == ENOTBLK ? "it is a device or a FIFO, not a file"
                                                 : strerror(file->why);
        if (span_known(self->asked))
            diag_add(l->diags, RULE_UNREADABLE, self->asked, "cannot read '%s': %s", path, why);
        else diag_add_path(l->diags, RULE_UNREADABLE, path, "cannot read: %s", why);
        return;
    }
    if (is_read(l, self, file->source)) return;
    source_register(l->sources, file->source);
    if (file->found) diags_move(l->diags, file->found);
    l->result.file_count++;
    struct unit *unit = file->unit;
    if (!unit) {
        diag_add_path(l->diags, RULE_NO_CLASS, file->source->path, "the page declares no class and no method: skipped");
        return;
    }
    self->open = true;
    load_includes(l, unit, self);
    self->open = false;
    self->unit = unit;
    *l->last = unit;
    l->last = &unit->next;
}

/* Where an include is found: the including file's folder, then -I in order. A device or a FIFO is none. Where there is
 * one place only, reading will show. */
static const char *find_include(struct load *l, const struct unit *from, const char *name, struct paths *tried)
{
    const char *slash = strrchr(from->source->path, '/');
    struct stat st;
    if (name[0] == '/') {
        paths_add(l->arena, tried, name);
    } else {
        struct slice folder = {from->source->path, slash ? (uint32_t)(slash + 1 - from->source->path) : 0};
        paths_add(l->arena, tried, slash ? join(l->arena, folder, name) : name);
        for (size_t i = 0; i < l->options->include_count; i++)
            paths_add(l->arena, tried, join(l->arena, slice_of(l->options->include_dirs[i]), name));
    }
    if (tried->count == 1) return tried->at[0];
    for (size_t i = 0; i < tried->count; i++)
        if (stat(tried->at[i], &st) == 0 && S_ISREG(st.st_mode)) return tried->at[i];
    return NULL;
}

static const struct ast_value *include_name(const struct ast_decl *d)
{
    if (d->kind != DECL_PRAGMA || !name_is(d->word.name, "include")) return NULL;
    const struct ast_value *v = d->value;
    if (v && v->kind == VALUE_ARRAY) v = v->items;
    return v && v->kind == VALUE_STRING ? v : NULL;
}

/* Windows writes '\\' for '/', one or two of them. */
static const char *with_slashes(struct arena *arena, struct slice path)
{
    char *name = arena_copy(arena, path.at, path.len), *to = name;
    for (const char *p = name; *p; p++)
        if (*p != '\\') *to++ = *p;
        else if (to == name || to[-1] != '/') *to++ = '/';
    *to = '\0';
    return name;
}

/* The path as it is spelt, so that the "\n" of "sub\network.mof" is no line's end; then what DSP0004 makes of it. */
static const char *include_path(struct load *l, const struct unit *unit, const struct ast_value *v, const char **name,
                                struct paths *tried)
{
    struct slice raw = source_slice(l->sources, v->span), text = ast_string_keep(l->arena, v->string);
    *name = with_slashes(l->arena, text);
    if (!memchr(raw.at, '\\', raw.len) || raw.len < 2) return find_include(l, unit, *name, tried);
    const char *spelt = with_slashes(l->arena, slice_cut(raw, 1, raw.len - 1));
    const char *path = find_include(l, unit, spelt, tried);
    struct stat st;
    if (!path || stat(path, &st) != 0) path = find_include(l, unit, *name, tried);
    *name = spelt;
    if (l->warned_of != unit)
        l->warning = diag_add(l->diags, RULE_INCLUDE_BACKSLASH, v->span,
                              "a backslash parts the names of a path on Windows alone; it is read as '/'");
    l->warned_of = unit;
    if (*raw.at == '"' && memchr(raw.at + 1, '"', raw.len - 1) == raw.at + raw.len - 1)
        diag_fix(l->diags, l->warning, v->span, arena_printf(l->arena, "\"%s\"", spelt)); /* one fix for them all */
    return path;
}

/* The path that a pragma asks for and that is to be read now, or NULL (reported, or read before). */
static const char *resolve_include(struct load *l, const struct unit *unit, const struct ast_value *v,
                                   struct loaded *self, struct loaded **file)
{
    struct paths tried = {0};
    const char *name, *path = include_path(l, unit, v, &name, &tried);
    if (!path) {
        report_missing(l, v->span, name, &tried);
        return NULL;
    }
    bool is_new;
    *file = loaded_of(l, path, &is_new);
    if (!is_new) {
        if ((*file)->open) report_cycle(l, *file, self, v->span);
        return NULL;
    }
    unsigned most = l->options->max_depth ? l->options->max_depth : DEFAULT_DEPTH;
    (*file)->from = self;
    (*file)->asked = v->span;
    (*file)->name = name;
    (*file)->depth = self->depth + 1;
    if ((*file)->depth < most) return path;
    diag_add(l->diags, RULE_INCLUDE_DEPTH, v->span, "includes are nested more than %u deep", most);
    return NULL;
}

static void report_nameless(struct load *l, const struct ast_decl *d)
{
    if (d->kind != DECL_PRAGMA || !name_is(d->word.name, "include")) return;
    diag_add(l->diags, RULE_INCLUDE_MISSING, d->span,
             "#pragma include names no file; write #pragma include (\"file\")");
}

static void load_includes(struct load *l, const struct unit *unit, struct loaded *self)
{
    struct paths wanted = {0};
    size_t room = 0;
    for (const struct ast_decl *d = unit->decls; d; d = d->next) {
        if (include_name(d)) room++;
        else report_nameless(l, d);
    }
    if (!room) return;
    struct loaded **files = arena_array(l->arena, room, sizeof *files);
    struct ast_decl **pragmas = arena_array(l->arena, room, sizeof *pragmas);
    for (struct ast_decl *d = unit->decls; d; d = d->next) {
        const struct ast_value *v = include_name(d);
        struct loaded *file;
        const char *path = v ? resolve_include(l, unit, v, self, &file) : NULL;
        if (!path) continue;
        files[wanted.count] = file;
        pragmas[wanted.count] = d;
        paths_add(l->arena, &wanted, path);
        reader_want(l->reader, path, true);
    }
    for (size_t i = 0; i < wanted.count; i++) {
        load_file(l, files[i], wanted.at[i]);
        pragmas[i]->included = files[i]->unit;
    }
}

/* -- pragmas that hold on -------------------------------------------------------------------------------- */

struct in_force {
    struct arena *arena;
    struct names *names;
    const struct name *namespace_name, *locale;
};

/* An empty string ends what was in force: so text made of several files can go back to no namespace. */
static void take_pragma(struct in_force *f, const struct ast_decl *d)
{
    const struct ast_value *first = d->value ? d->value->items : NULL;
    const struct name **which = name_is(d->word.name, "namespace") ? &f->namespace_name
                                : name_is(d->word.name, "locale")  ? &f->locale
                                                                   : NULL;
    if (!which || !first || first->kind != VALUE_STRING) return;
    struct slice text = ast_string_keep(f->arena, first->string);
    *which = text.len ? name_intern(f->names, text) : NULL;
}

static void place(const struct in_force *f, struct ast_decl *d)
{
    if (!d->namespace_name) d->namespace_name = f->namespace_name;
    d->locale = f->locale;
    for (struct ast_member *m = d->nests ? d->members : NULL; m; m = m->next)
        if (m->kind == MEMBER_DECL && m->decl) place(f, m->decl); /* as deep as the parser went: limited */
}

/* An include is as if its text stood there (DSP0004): what is in force goes into it, and comes out of it. Files are
 * parsed apart, so this can be known only when all are there. */
static void place_decls(struct in_force *f, const struct unit *unit)
{
    for (struct ast_decl *d = unit->page ? NULL : unit->decls; d; d = d->next) {
        if (d->kind == DECL_PRAGMA) take_pragma(f, d);
        place(f, d);
        if (d->included) place_decls(f, d->included); /* as deep as includes are */
    }
}

static void collect(struct load *l, const char *input, struct paths *files)
{
    struct stat st;
    if (strcmp(input, "-") == 0 || stat(input, &st) != 0 || !S_ISDIR(st.st_mode)) {
        paths_add(l->arena, files, input);
        return;
    }
    size_t before = files->count;
    if (map_add(&l->folders, key_of(l->arena, st.st_dev, st.st_ino), input)) return;
    walk(l, input, 0, files);
    if (files->count == before)
        diag_add_path(l->diags, RULE_EMPTY_FOLDER, input, "the folder holds no *.mof and no *.md file");
}

size_t load_files(struct arena *arena, const char *const *inputs, size_t count, struct diags *diags,
                  const char *const **files)
{
    struct load l = {.arena = arena, .diags = diags, .folders = map_new(arena, MAP_BYTES)};
    struct paths found = {0};
    for (size_t i = 0; i < count; i++) collect(&l, inputs[i], &found);
    *files = found.at;
    return found.count;
}

static void finish_directories(struct load *l)
{
    struct paths *p = &l->directories;
    size_t n = 0;
    if (p->count) qsort(p->at, p->count, sizeof *p->at, by_text);
    for (size_t i = 0; i < p->count; i++)
        if (!n || strcmp(p->at[n - 1], p->at[i]) != 0) p->at[n++] = p->at[i];
    l->result.directories = p->at;
    l->result.directory_count = n;
}

struct load_result load_inputs(struct arena *arena, struct names *names, struct sources *sources,
                               const char *const *inputs, size_t count, const struct load_options *options,
                               struct diags *diags)
{
    struct load l = {.arena = arena, .sources = sources, .options = options, .diags = diags};
    struct paths files = {0};
    l.last = &l.result.units;
    l.loaded = l.folders = map_new(arena, MAP_BYTES);
    l.reader = reader_start(arena, names, sources, diags, options);
    for (size_t i = 0; i < count; i++) collect(&l, inputs[i], &files);
    for (size_t i = 0; i < files.count; i++) reader_want(l.reader, files.at[i], false);
    const struct unit **asked = arena_array(arena, files.count + 1, sizeof *asked);
    for (size_t i = 0; i < files.count; i++) {
        bool is_new;
        struct loaded *self = loaded_of(&l, files.at[i], &is_new);
        if (!is_new) continue;
        load_file(&l, self, files.at[i]);
        asked[i] = self->unit;
    }
    reader_stop(l.reader);
    for (size_t i = 0; i < files.count; i++)
        if (asked[i]) place_decls(&(struct in_force){arena, names, NULL, NULL}, asked[i]);
    finish_directories(&l);
    return l.result;
}
