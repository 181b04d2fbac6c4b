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
    const char *key;
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
    struct map loaded; /* struct loaded by path */
};

static void paths_add(struct arena *arena, struct paths *p, const char *path)
{
    p->at = arena_more(arena, p->at, p->count, &p->room, sizeof *p->at);
    p->at[p->count++] = path;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool has_suffix(const char *path, const char *suffix)
{
    size_t len = strlen(path), tail = strlen(suffix);
    return len > tail && slice_is(slice_of(path + len - tail), suffix);
}

static const char *join(struct arena *arena, const char *folder, const char *name)
{
    size_t len = strlen(folder);
    return arena_printf(arena, "%s%s%s", folder, len && folder[len - 1] == '/' ? "" : "/", name);
}

/* one that is being walked, and the one it is in: a link back to any of them is a loop */
struct folder {
    const struct folder *parent;
    unsigned depth;
    struct stat st;
};

static bool is_within(const struct folder *f, const struct stat *st)
{
    while (f && (f->st.st_dev != st->st_dev || f->st.st_ino != st->st_ino)) f = f->parent;
    return f != NULL;
}

/* Takes regular files only: a FIFO among them would be waited for without end. */
static void walk(struct load *l, const char *folder, const struct folder *self, struct paths *files)
{
    DIR *dir = self->depth < FOLDER_DEPTH ? opendir(folder) : (errno = ELOOP, NULL);
    if (!dir) {
        diag_add_path(l->diags, RULE_UNREADABLE, folder, "cannot read the folder: %s", strerror(errno));
        return;
    }
    paths_add(l->arena, &l->directories, folder);
    struct paths entries = {0};
    for (struct dirent *e; (e = readdir(dir));)
        if (e->d_name[0] != '.') paths_add(l->arena, &entries, join(l->arena, folder, e->d_name));
    closedir(dir);
    if (entries.count) qsort(entries.at, entries.count, sizeof *entries.at, by_text);
    for (size_t i = 0; i < entries.count; i++) {
        struct folder entry = {.parent = self, .depth = self->depth + 1};
        if (stat(entries.at[i], &entry.st) != 0) continue;
        if (S_ISDIR(entry.st.st_mode) && !is_within(self, &entry.st)) walk(l, entries.at[i], &entry, files);
        else if (!S_ISREG(entry.st.st_mode)) continue;
        else if (has_suffix(entries.at[i], ".mof") || has_suffix(entries.at[i], ".md"))
            paths_add(l->arena, files, entries.at[i]);
    }
}

/* Folds "." and "name/.." out of a path, so that one file has one key however it was reached. */
static const char *normal_path(struct arena *arena, const char *path)
{
    char *out = arena_copy(arena, path, strlen(path)), *w = out;
    const char *p = path;
    if (*p == '/') *w++ = *p++;
    char *floor = w; /* nothing is folded above it */
    while (*p) {
        size_t n = strcspn(p, "/");
        if (n == 2 && p[0] == '.' && p[1] == '.') {
            if (w == floor) {
                memmove(w, "../", 3);
                floor = w += 3;
            } else {
                for (w--; w > floor && w[-1] != '/';) w--;
            }
        } else if (n && !(n == 1 && *p == '.')) {
            memmove(w, p, n);
            w += n;
            *w++ = '/';
        }
        p += n;
        if (*p == '/') p++;
    }
    if (w > out + (*path == '/') && w[-1] == '/') w--;
    *w = '\0';
    return out;
}

static struct loaded *loaded_of(struct load *l, const char *path, bool *is_new)
{
    const char *key = normal_path(l->arena, path);
    struct loaded *known = map_get(&l->loaded, slice_of(key));
    *is_new = !known;
    if (known) return known;
    struct loaded *made = arena_new(l->arena, struct loaded);
    made->key = key;
    map_add(&l->loaded, slice_of(key), made);
    return made;
}

static void load_includes(struct load *l, const struct unit *unit, struct loaded *self);

static void report_missing(struct load *l, struct span at, const char *name, const struct paths *tried)
{
    struct diag *d = diag_add(l->diags, RULE_INCLUDE_MISSING, at, "cannot find the include file '%s'", name);
    for (size_t i = 0; i < tried->count && i < 16; i++)
        diag_note(l->diags, d, (struct span){0}, "tried %s", tried->at[i]);
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
                          : file->why == ENOTBLK ? "it is a device, not a file"
                                                 : strerror(file->why);
        if (span_known(self->asked))
            diag_add(l->diags, RULE_UNREADABLE, self->asked, "cannot read '%s': %s", path, why);
        else diag_add_path(l->diags, RULE_UNREADABLE, path, "cannot read: %s", why);
        return;
    }
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
        paths_add(
            l->arena, tried,
            slash ? arena_printf(l->arena, "%.*s%s", (int)(slash + 1 - from->source->path), from->source->path, name)
                  : name);
        for (size_t i = 0; i < l->options->include_count; i++)
            paths_add(l->arena, tried, join(l->arena, l->options->include_dirs[i], name));
    }
    if (tried->count == 1) return tried->at[0];
    for (size_t i = 0; i < tried->count; i++)
        if (stat(tried->at[i], &st) == 0 && S_ISREG(st.st_mode)) return tried->at[i];
    return NULL;
}

static void report_cycle(struct load *l, const struct loaded *again, const struct loaded *self, struct span at)
{
    struct text chain = {0};
    text_add_string(&chain, again->key);
    struct text back = {0};
    unsigned links = 0;
    for (const struct loaded *f = self; f && f != again && links < 20; f = f->from, links++) {
        struct text longer = {0};
        text_printf(&longer, " includes %s%s", f->key, back.at ? back.at : "");
        text_free(&back);
        back = longer;
    }
    diag_add(l->diags, RULE_INCLUDE_CYCLE, at, "a file includes itself: %s%s includes %s", chain.at,
             back.at ? back.at : "", again->key);
    text_free(&back);
    text_free(&chain);
}

static const struct ast_value *include_name(const struct ast_decl *d)
{
    if (d->kind != DECL_PRAGMA || !name_is(d->word.name, "include")) return NULL;
    const struct ast_value *v = d->value;
    if (v && v->kind == VALUE_ARRAY) v = v->items;
    return v && v->kind == VALUE_STRING ? v : NULL;
}

/* The path that a pragma asks for and that is to be read now, or NULL (reported, or read before). */
static const char *resolve_include(struct load *l, const struct unit *unit, const struct ast_value *v,
                                   struct loaded *self, struct loaded **file)
{
    struct slice written = ast_string_keep(l->arena, v->string);
    const char *name = arena_copy(l->arena, written.at, written.len);
    for (char *p = (char *)name; *p; p++)
        if (*p == '\\') *p = '/'; /* written on Windows */
    struct paths tried = {0};
    const char *path = find_include(l, unit, name, &tried);
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
    struct folder top = {0};
    if (strcmp(input, "-") == 0 || stat(input, &top.st) != 0 || !S_ISDIR(top.st.st_mode)) {
        paths_add(l->arena, files, input);
        return;
    }
    size_t before = files->count;
    walk(l, input, &top, files);
    if (files->count == before)
        diag_add_path(l->diags, RULE_EMPTY_FOLDER, input, "the folder holds no *.mof and no *.md file");
}

size_t load_files(struct arena *arena, const char *const *inputs, size_t count, struct diags *diags,
                  const char *const **files)
{
    struct load l = {.arena = arena, .diags = diags};
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
    l.loaded = map_new(arena, MAP_BYTES);
    l.reader = reader_start(arena, names, sources, diags, options->strict);
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
