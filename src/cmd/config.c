/* mofc.yaml: what mofc does in a folder. The command line beats it; an unknown key is an error at its line. Paths in it
 * are relative to its own folder. It may come from anyone, so what mofc reads and writes by its word alone stays below
 * that folder. */
#define _XOPEN_SOURCE 700 /* realpath() */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <yaml.h>

#include "base/example.h"
#include "cmd/cmd.h"

struct config {
    struct options *o;
    const char *path;
    const char *folder; /* what paths in it are relative to: "", or a path that ends in a slash */
    const struct text *text;
    yaml_document_t doc;
    unsigned given; /* a bit a setting */
};

typedef bool take_value(struct config *c, yaml_node_t *value, void *to);

struct key {
    const char *name;
    take_value *take;
    size_t offset;
    const char *words, *usual, *example; /* for `mofc help config` */
};

static bool complain(const struct config *c, const yaml_mark_t *at, const char *message, const char *word,
                     const char *close)
{
    struct text t = {0};
    text_printf(&t, "%s:%zu:%zu: error: %s%s%s%s", c->path, at->line + 1, at->column + 1, message, word ? " '" : "",
                word ? word : "", word ? "'" : "");
    text_printf(&t, "%s%s%s", close ? "; did you mean '" : "", close ? close : "", close ? "'?" : "");
    print_safely(stderr, t.at, t.len, "");
    fputc('\n', stderr);
    text_free(&t);
    return false;
}

static const char *scalar(const yaml_node_t *n)
{
    return n->type == YAML_SCALAR_NODE ? (const char *)n->data.scalar.value : NULL;
}

static const char *keep(struct config *c, const char *text) { return arena_copy(c->o->arena, text, strlen(text)); }

static bool take_word(struct config *c, yaml_node_t *value, void *to)
{
    const char **field = to, *word = scalar(value);
    if (!word) return complain(c, &value->start_mark, "a single value is expected here", NULL, NULL);
    if (!*field) *field = keep(c, word);
    return true;
}

/* A list, or one word that stands for a list of one; given on the command line: that one holds. */
static bool take_list(struct config *c, yaml_node_t *value, void *to)
{
    struct words *field = to;
    struct words read = {0};
    if (scalar(value)) words_add(c->o->arena, &read, keep(c, scalar(value)));
    else if (value->type != YAML_SEQUENCE_NODE)
        return complain(c, &value->start_mark, "a list is expected here", NULL, NULL);
    else {
        for (yaml_node_item_t *i = value->data.sequence.items.start; i < value->data.sequence.items.top; i++) {
            yaml_node_t *item = yaml_document_get_node(&c->doc, *i);
            if (!scalar(item)) return complain(c, &item->start_mark, "a single value is expected here", NULL, NULL);
            words_add(c->o->arena, &read, keep(c, scalar(item)));
        }
    }
    if (!field->count) *field = read;
    return true;
}

static bool stays_below(const char *path)
{
    if (*path == '/') return false;
    for (const char *part = path; part; part = strchr(part, '/')) {
        part += strspn(part, "/");
        if (strncmp(part, "..", 2) == 0 && (!part[2] || part[2] == '/')) return false;
    }
    return true;
}

static bool leads_out(const struct config *c, const char *path)
{
    char *root = realpath(*c->folder ? c->folder : ".", NULL);
    char *file = realpath(arena_printf(c->o->arena, "%s%s", c->folder, path), NULL); /* NULL: it is not there */
    size_t len = root && strcmp(root, "/") != 0 ? strlen(root) : 0;
    bool out = root && file && (strncmp(file, root, len) != 0 || (file[len] && file[len] != '/'));
    free(file);
    free(root);
    return out;
}

/* By its spelling, and by the links on its way. */
static bool allowed(const struct config *c, const yaml_node_t *at, const char *path)
{
    if (stays_below(path) && (strcmp(path, "-") == 0 || !leads_out(c, path))) return true;
    return complain(c, &at->start_mark, "what is named here stays below this file's folder; the command line may name",
                    path, NULL);
}

static const char *path_from(struct config *c, const char *path)
{
    bool own = *path == '/' || strcmp(path, "-") == 0;
    return own ? path : arena_printf(c->o->arena, "%s%s", c->folder, path);
}

static bool take_path(struct config *c, yaml_node_t *value, void *to)
{
    const char **field = to, *word = NULL;
    if (!take_word(c, value, &word)) return false;
    if (*field) return true;
    if (!allowed(c, value, word)) return false;
    *field = path_from(c, word);
    return true;
}

static bool take_paths(struct config *c, yaml_node_t *value, void *to)
{
    struct words *field = to, read = {0};
    if (field->count) return take_list(c, value, to);
    if (!take_list(c, value, &read)) return false;
    for (size_t i = 0; i < read.count; i++) {
        if (!allowed(c, value, read.at[i])) return false;
        read.at[i] = path_from(c, read.at[i]);
    }
    *field = read;
    return true;
}

static bool take_output(struct config *c, yaml_node_t *value, void *to)
{
    const char **field = to;
    if (*field) return take_word(c, value, to);
    if (!take_word(c, value, to)) return false;
    if (!**field) return complain(c, &value->start_mark, "output names no folder", NULL, NULL);
    if (!stays_below(*field))
        return complain(c, &value->start_mark, "an output named here stays below this file's folder; use -o for",
                        *field, NULL);
    c->o->output_below = strlen(*field);
    *field = path_from(c, *field);
    return true;
}

static bool take_choice(struct config *c, yaml_node_t *value, bool *field, const char *on, const char *off)
{
    const char *word = scalar(value);
    if (word && strcmp(word, on) == 0) return *field = true;
    if (word && strcmp(word, off) == 0) return true;
    char message[80];
    snprintf(message, sizeof message, "%s or %s is expected here, not", on, off);
    return complain(c, &value->start_mark, message, word ? word : "a list", NULL);
}

static bool take_enums(struct config *c, yaml_node_t *v, void *to) { return take_choice(c, v, to, "open", "closed"); }
static bool take_uint64(struct config *c, yaml_node_t *v, void *to) { return take_choice(c, v, to, "checked", "bits"); }
static bool take_keys(struct config *c, yaml_node_t *v, void *to) { return take_choice(c, v, to, "nocase", "exact"); }
static bool take_bool(struct config *c, yaml_node_t *v, void *to) { return take_choice(c, v, to, "true", "false"); }

/* Rules to off, on or error. */
static bool read_levels(struct config *c, yaml_node_t *value, struct words *read)
{
    if (value->type != YAML_MAPPING_NODE)
        return complain(c, &value->start_mark, "rules and their levels are expected here", NULL, NULL);
    for (yaml_node_pair_t *p = value->data.mapping.pairs.start; p < value->data.mapping.pairs.top; p++) {
        yaml_node_t *rule = yaml_document_get_node(&c->doc, p->key), *level = yaml_document_get_node(&c->doc, p->value);
        const char *name = scalar(rule), *word = scalar(level);
        if (!name || rule_find(name) == RULE_COUNT)
            return complain(c, &rule->start_mark, "there is no rule", name ? name : "",
                            name ? rule_closest(name) : NULL);
        bool off = word && (strcmp(word, "off") == 0 || strcmp(word, "false") == 0);
        bool on = word && (strcmp(word, "on") == 0 || strcmp(word, "true") == 0 || strcmp(word, "warning") == 0);
        bool error = word && strcmp(word, "error") == 0;
        if (!off && !on && !error)
            return complain(c, &level->start_mark, "off, on or error is expected here, not", word ? word : "a list",
                            NULL);
        words_add(c->o->arena, read, arena_printf(c->o->arena, "%s%s", off ? "no-" : error ? "error=" : "", name));
    }
    return true;
}

static bool take_lint(struct config *c, yaml_node_t *value, void *to)
{
    struct words *levels = to, read = {0};
    if (!read_levels(c, value, &read)) return false;
    c->o->configured = read.count;
    for (size_t i = 0; i < levels->count; i++)
        words_add(c->o->arena, &read, levels->at[i]); /* -W comes last and wins */
    *levels = read;
    return true;
}

/* `paths:` maps patterns of files to settings that hold for them alone, which are `lint:`. */
static bool take_path_levels(struct config *c, yaml_node_t *value, void *to)
{
    struct path_levels *all = to;
    if (value->type != YAML_MAPPING_NODE)
        return complain(c, &value->start_mark, "patterns of files and their settings are expected here", NULL, NULL);
    for (yaml_node_pair_t *p = value->data.mapping.pairs.start; p < value->data.mapping.pairs.top; p++) {
        yaml_node_t *glob = yaml_document_get_node(&c->doc, p->key), *own = yaml_document_get_node(&c->doc, p->value);
        yaml_node_pair_t *first = own->type == YAML_MAPPING_NODE ? own->data.mapping.pairs.start : NULL;
        bool one = first && own->data.mapping.pairs.top == first + 1;
        yaml_node_t *key = one ? yaml_document_get_node(&c->doc, first->key) : NULL;
        if (!scalar(glob) || !*scalar(glob))
            return complain(c, &glob->start_mark, "a pattern such as \"vendor/**\" is expected here", NULL, NULL);
        if (!key || !scalar(key) || strcmp(scalar(key), "lint") != 0)
            return complain(c, &own->start_mark, "`lint:` alone is expected for", scalar(glob), NULL);
        all->at = arena_more(c->o->arena, all->at, all->count, &all->room, sizeof *all->at);
        struct path_level *made = &all->at[all->count++];
        *made = (struct path_level){.glob = path_from(c, keep(c, scalar(glob)))};
        if (!read_levels(c, yaml_document_get_node(&c->doc, first->value), &made->levels)) return false;
    }
    return true;
}

/* `renamed:` maps old names to new ones. */
static bool take_renamed(struct config *c, yaml_node_t *value, void *to)
{
    struct words *names = to;
    if (value->type != YAML_MAPPING_NODE)
        return complain(c, &value->start_mark, "old names and new ones are expected here", NULL, NULL);
    for (yaml_node_pair_t *p = value->data.mapping.pairs.start; p < value->data.mapping.pairs.top; p++) {
        yaml_node_t *old = yaml_document_get_node(&c->doc, p->key), *now = yaml_document_get_node(&c->doc, p->value);
        if (!scalar(old) || !scalar(now))
            return complain(c, &old->start_mark, "a name and its new name are expected here", NULL, NULL);
        words_add(c->o->arena, names, keep(c, scalar(old)));
        words_add(c->o->arena, names, keep(c, scalar(now)));
    }
    return true;
}

static bool take_index(struct config *c, yaml_node_t *name, yaml_node_t *list)
{
    size_t room = 0;
    if (list->type != YAML_SEQUENCE_NODE || list->data.sequence.items.start == list->data.sequence.items.top)
        return complain(c, &list->start_mark, "an index is a list of properties", NULL, NULL);
    struct yaml_word *properties = NULL;
    struct yaml_index index = {.of = {keep(c, scalar(name)), name->start_mark.index}};
    for (yaml_node_item_t *i = list->data.sequence.items.start; i < list->data.sequence.items.top; i++) {
        yaml_node_t *item = yaml_document_get_node(&c->doc, *i);
        if (!scalar(item)) return complain(c, &item->start_mark, "a property's name is expected here", NULL, NULL);
        properties = arena_more(c->o->arena, properties, index.count, &room, sizeof *properties);
        properties[index.count++] = (struct yaml_word){keep(c, scalar(item)), item->start_mark.index};
    }
    index.properties = properties;
    c->o->indexes = arena_more(c->o->arena, c->o->indexes, c->o->index_count, &c->o->index_room, sizeof index);
    c->o->indexes[c->o->index_count++] = index;
    return true;
}

/* `indexes:` maps a class to lists of properties. */
static bool take_indexes(struct config *c, yaml_node_t *value, void *to)
{
    (void)to;
    if (value->type != YAML_MAPPING_NODE)
        return complain(c, &value->start_mark, "classes and their lists of properties are expected here", NULL, NULL);
    for (yaml_node_pair_t *p = value->data.mapping.pairs.start; p < value->data.mapping.pairs.top; p++) {
        yaml_node_t *name = yaml_document_get_node(&c->doc, p->key), *lists = yaml_document_get_node(&c->doc, p->value);
        if (!scalar(name) || lists->type != YAML_SEQUENCE_NODE)
            return complain(c, &name->start_mark, "a class and a list of indexes are expected here", NULL, NULL);
        for (yaml_node_item_t *i = lists->data.sequence.items.start; i < lists->data.sequence.items.top; i++)
            if (!take_index(c, name, yaml_document_get_node(&c->doc, *i))) return false;
    }
    c->o->config_path = keep(c, c->path);
    c->o->config_text = (struct slice){arena_copy(c->o->arena, c->text->at, c->text->len), (uint32_t)c->text->len};
    return true;
}

static const struct key keys[] = {
    {"inputs", take_paths, offsetof(struct options, inputs),
     "Files and folders that are read; a folder is searched for *.mof and *.md.", "what the command line names",
     "inputs: [schema, pages/server]"},
    {"output", take_output, offsetof(struct options, output),
     "The folder that gen writes to. It stays below the folder of mofc.yaml; -o may name any.", "gen",
     "output: generated"},
    {"targets", take_list, offsetof(struct options, targets),
     "What gen makes; `mofc gen --list-targets` prints the names.", "[c]", "targets: [c, sqlite]"},
    {"templates", take_paths, offsetof(struct options, templates),
     "Folders of targets, laid over those that are built in.", "none", "templates: [templates]"},
    {"name", take_word, offsetof(struct options, name),
     "The schema's name: the stem of the header of all classes and of the SQL file.", "schema", "name: shop"},
    {"prefix", take_word, offsetof(struct options, prefix), "What stands before every generated identifier.", "nothing",
     "prefix: shop_"},
    {"single-file", take_bool, offsetof(struct options, single_file),
     "One header and one source for each target, to be copied into another project.", "false", "single-file: true"},
    {"include", take_paths, offsetof(struct options, include_dirs), "Folders that are searched for #pragma include.",
     "the folder of the including file", "include: [vendor/cim]"},
    {"class", take_list, offsetof(struct options, classes),
     "Only these classes and what they need: names, or patterns with * and ?, a namespace in front where one is meant.",
     "all", "class: [Shop_*, 'root/ccm:SMS_*']"},
    {"qualifiers", take_path, offsetof(struct options, qualifiers),
     "A file of qualifier declarations that is read first.", "none: the standard ones are known",
     "qualifiers: vendor/qualifiers.mof"},
    {"std", take_word, offsetof(struct options, std), "The language: dsp0004, wmi or mof3.", "all that is known",
     "std: dsp0004"},
    {"strict", take_bool, offsetof(struct options, strict), "Refuses what the standard does not allow.", "false",
     "strict: true"},
    {"enums", take_enums, offsetof(struct options, open_enums),
     "Whether values that are not listed are only warned of (open), or a list is as closed as it says (closed).",
     "closed", "enums: open"},
    {"uint64", take_uint64, offsetof(struct options, uint64_checked),
     "How SQL keeps uint64: all 64 bits (bits), or as numbers that are refused above the greatest signed one "
     "(checked).",
     "bits", "uint64: checked"},
    {"keys", take_keys, offsetof(struct options, keys_nocase),
     "Whether string keys in SQL differ by case (exact), or not, as in WMI (nocase).", "exact", "keys: nocase"},
    {"lint", take_lint, offsetof(struct options, warnings),
     "Levels of rules: off, on or error; -W on the command line comes last and wins.", "those that `mofc rules` prints",
     "lint: {key-missing: on, page-no-section: off, value-twice: error}"},
    {"paths", take_path_levels, offsetof(struct options, path_levels),
     "Levels of rules in some files only, by patterns of their paths.", "none",
     "paths: {\"vendor/**\": {lint: {no-description: off}}}"},
    {"baseline", take_path, offsetof(struct options, baseline),
     "Findings that lint passes over: what `mofc lint --write-baseline` wrote.", "none", "baseline: lint-baseline.txt"},
    {"renamed", take_renamed, offsetof(struct options, renamed),
     "Old names and new ones, so that diff takes the two for the same.", "none",
     "renamed: {Shop_Job.Owner: OwnerName, Shop_Old: Shop_New}"},
    {"indexes", take_indexes, 0, "Indexes in SQL: of a class lists of its properties; classes below it have them too.",
     "keys and references alone", "indexes: {Shop_Job: [[Owner, Started], [State]]}"},
};
enum { KEYS = sizeof keys / sizeof *keys };

static void print_setting(const struct key *k, bool page)
{
    struct text words = {0};
    if (page) example_words(k->words, &words);
    else text_add_string(&words, k->words);
    printf(page ? "\n## %s\n\n%s Default: %s.\n\n```yaml\n%s\n```\n" : "\n%s\n    %s Default: %s.\n        %s\n",
           k->name, words.at, k->usual, k->example);
    text_free(&words);
}

void config_print(bool page)
{
    printf("%smofc.yaml holds what the command line would say, which beats it. It is read from the current folder, or\n"
           "named by --config. Its paths are relative to its own folder, and what it names stays below that folder.\n",
           page ? "# Settings in mofc.yaml\n\n" : "");
    for (size_t i = 0; i < KEYS; i++) print_setting(&keys[i], page);
}

static bool take_pair(struct config *c, yaml_node_t *key, yaml_node_t *value)
{
    const char *name = scalar(key), *names[KEYS];
    for (size_t i = 0; i < KEYS; i++) {
        names[i] = keys[i].name;
        if (!name || strcmp(name, keys[i].name) != 0) continue;
        if (c->given & 1u << i) return complain(c, &key->start_mark, "this is set twice:", name, NULL);
        c->given |= 1u << i;
        return keys[i].take(c, value, (char *)c->o + keys[i].offset);
    }
    return complain(c, &key->start_mark, "there is no setting", name ? name : "",
                    name ? diag_closest(slice_of(name), names, KEYS) : NULL);
}

static bool take_document(struct config *c)
{
    yaml_node_t *root = yaml_document_get_root_node(&c->doc);
    bool fine = true;
    if (!root) return true; /* an empty file */
    if (root->type != YAML_MAPPING_NODE)
        return complain(c, &root->start_mark, "settings are expected: `key: value`", NULL, NULL);
    for (yaml_node_pair_t *p = root->data.mapping.pairs.start; p < root->data.mapping.pairs.top; p++)
        fine = take_pair(c, yaml_document_get_node(&c->doc, p->key), yaml_document_get_node(&c->doc, p->value)) && fine;
    return fine;
}

/* libyaml takes time by the square of the nesting: a look at the events first, which stops at the first that is too
 * deep, at a second document and at a NUL, which would end a word early. */
static bool events_fit(struct config *c, const struct text *text)
{
    enum { DEEPEST = 16 };
    yaml_parser_t parser;
    int depth = 0, documents = 0;
    bool fine = true, more = true;
    if (!yaml_parser_initialize(&parser)) arena_fail(sizeof parser);
    yaml_parser_set_input_string(&parser, (const unsigned char *)text->at, text->len);
    while (fine && more) {
        yaml_event_t event;
        if (!yaml_parser_parse(&parser, &event)) break; /* loading reports it */
        depth += event.type == YAML_SEQUENCE_START_EVENT || event.type == YAML_MAPPING_START_EVENT;
        depth -= event.type == YAML_SEQUENCE_END_EVENT || event.type == YAML_MAPPING_END_EVENT;
        if (depth > DEEPEST) fine = complain(c, &event.start_mark, "settings are nested too deeply", NULL, NULL);
        documents += event.type == YAML_DOCUMENT_START_EVENT;
        if (documents > 1) fine = complain(c, &event.start_mark, "a second document is not read", NULL, NULL);
        if (event.type == YAML_SCALAR_EVENT && memchr(event.data.scalar.value, 0, event.data.scalar.length))
            fine = complain(c, &event.start_mark, "a NUL character is in this value", NULL, NULL);
        more = event.type != YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return fine;
}

static bool load(struct config *c, const struct text *text)
{
    yaml_parser_t parser;
    bool fine;
    if (!yaml_parser_initialize(&parser)) arena_fail(sizeof parser);
    yaml_parser_set_input_string(&parser, (const unsigned char *)text->at, text->len);
    if (yaml_parser_load(&parser, &c->doc)) {
        fine = take_document(c);
        yaml_document_delete(&c->doc);
    } else fine = complain(c, &parser.problem_mark, parser.problem ? parser.problem : "this is no YAML", NULL, NULL);
    yaml_parser_delete(&parser);
    return fine;
}

bool config_for_inputs(struct options *o) { return (o->inputs.count && !o->config) || config_read(o, o->config); }

/* A file, or a pipe that some shells make: read once. */
static bool read_whole(FILE *file, struct text *text)
{
    enum { LONGEST = 1 << 20 };
    char part[4096];
    text_add(text, "", 0);
    for (size_t got; (got = fread(part, 1, sizeof part, file)) > 0 && text->len <= LONGEST;) text_add(text, part, got);
    if (text->len > LONGEST) errno = EFBIG;
    return !ferror(file) && text->len <= LONGEST;
}

/* The folder of the file, or the current one of what is no file. */
static const char *folder_of(struct options *o, const char *path)
{
    struct stat st;
    const char *slash = strrchr(path, '/');
    bool file = slash && stat(path, &st) == 0 && S_ISREG(st.st_mode);
    return file ? arena_copy(o->arena, path, (size_t)(slash + 1 - path)) : "";
}

bool config_read(struct options *o, const char *path)
{
    struct config c = {.o = o, .path = path ? path : "mofc.yaml"};
    struct text text = {0};
    FILE *file = source_is_fifo(c.path) ? (errno = EINVAL, NULL) : fopen(c.path, "r");
    bool fifo = !file && errno == EINVAL;
    if (!file && !path && errno == ENOENT) return true;
    bool read = file && read_whole(file, &text);
    if (!read) usage_error("cannot read %s: %s", c.path, fifo ? "it is a FIFO, not a file" : strerror(errno));
    if (file) fclose(file);
    c.folder = folder_of(o, c.path);
    c.text = &text;
    bool fine = read && events_fit(&c, &text) && load(&c, &text);
    text_free(&text);
    return fine;
}
