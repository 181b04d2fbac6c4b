/* `dpstatus load` and `dpstatus check`: records through the generated readers and validators into the store.
 *
 * One transaction holds the whole load: a bad record is left out alone, a failure that is nobody's record (a full
 * disk, a database that is locked) leaves the database as it was. `check` is a load into memory that is thrown
 * away, so that it finds what only a table can find: two records with one key. */
#include "classes.h"
#include "complaint.h"
#include "distribution_store.h"
#include "dpstatus.h"
#include "progress.h"
#include "records.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM = 64 }; /* violations of one record that are told one by one */

struct loading {
    mof_store *store;
    mof_bulk bulks[CLASS_COUNT];
    int begun;       /* how many of them */
    mof_arena arena; /* of one record */
    struct complaints complaints;
    struct progress progress;
    uint64_t bytes_before; /* in the files before this one */
    uint64_t stored[CLASS_COUNT], bad;
    bool checking;
};

/* ---- one record ------------------------------------------------------------------------------------------- */

static enum mof_status unknown_class(struct loading *l, struct place at, const struct record *record)
{
    char message[200];
    int len = record->class_name.len > 80 ? 80 : (int)record->class_name.len;
    if (record->told)
        snprintf(message, sizeof message, "'%.*s' is none of the classes that are loaded here", len,
                 record->class_name.at);
    else
        snprintf(message, sizeof message, "neither the record nor the file's name '%.*s' tells which class it is", len,
                 record->class_name.at);
    complain(&l->complaints, at, "class", record->told ? "unknown-class" : "no-class", message);
    return MOF_INVALID;
}

/* The store's message without its lead: "row 88: insert SMS_X: words". */
static const char *last_words(const char *message)
{
    const char *colon = strstr(message, ": ");
    const char *second = colon ? strstr(colon + 2, ": ") : NULL;
    return second ? second + 2 : message;
}

static void complain_status(struct loading *l, struct place at, enum mof_status status, const mof_error *error)
{
    if (status == MOF_EXISTS) complain(&l->complaints, at, "key", "duplicate-key", "another record has the same key");
    if (status == MOF_CONSTRAINT) complain(&l->complaints, at, "record", "constraint", last_words(error->message));
    if (status != MOF_SYNTAX) return;
    if (error->line > 1) at.line += (unsigned)error->line - 1;
    complain(&l->complaints, at, "json", "broken", error->message);
}

static enum mof_status load_record(struct loading *l, const struct records *file, const struct record *record)
{
    struct place at = {file->path, record->line};
    if (record->broken) {
        complain(&l->complaints, at, "json", "broken", record->broken);
        return MOF_INVALID;
    }
    int class = class_find(record->class_name);
    if (class < 0) return unknown_class(l, at, record);
    mof_violation items[ROOM];
    mof_report report = mof_report_of(items, ROOM);
    mof_error error = {0};
    mof_arena_reset(&l->arena);
    uint64_t bytes = l->bytes_before + file->at;
    enum mof_status status = classes[class].add(&l->bulks[class], record->json, bytes, &l->arena, &report, &error);
    complain_all(&l->complaints, at, &report);
    complain_status(l, at, status, &error);
    if (status == MOF_SYNTAX) return MOF_INVALID;
    if (!mof_bulk_goes_on(status)) cannot(at.path, error.message);
    if (status == MOF_OK) l->stored[class]++;
    return status;
}

/* ---- a whole load ----------------------------------------------------------------------------------------- */

static enum mof_status load_file(struct loading *l, struct records *file)
{
    struct record record;
    while (records_next(file, &record)) {
        enum mof_status status = load_record(l, file, &record);
        if (!mof_bulk_goes_on(status)) return status;
        if (status != MOF_OK) l->bad++;
        l->progress.records++;
        l->progress.bad = l->bad;
        l->progress.bytes = l->bytes_before + file->at;
        progress_show(&l->progress);
    }
    l->bytes_before += file->text.len;
    return MOF_OK;
}

static enum mof_status begin(struct loading *l, const struct options *o, mof_error *error)
{
    mof_bulk_options options = {.mode = MOF_MIRROR, .upsert = o->replace};
    enum mof_status status = MOF_OK;
    while (l->begun < CLASS_COUNT && status == MOF_OK) {
        status = mof_bulk_begin(&l->bulks[l->begun], l->store, classes[l->begun].table, &options, error);
        l->begun += status == MOF_OK;
    }
    return status;
}

/* The loads are nested transactions: the last begun is the first to end. */
static enum mof_status end(struct loading *l, bool keep, mof_error *error)
{
    enum mof_status status = MOF_OK;
    while (l->begun > 0 && status == MOF_OK) {
        mof_bulk *bulk = &l->bulks[--l->begun];
        status = keep ? mof_bulk_commit(bulk, error) : mof_bulk_rollback(bulk, error);
    }
    return status;
}

static void print_sums(const struct loading *l)
{
    uint64_t sum = 0;
    for (int i = 0; i < CLASS_COUNT; i++) {
        sum += l->stored[i];
        if (l->stored[i]) printf("%8" PRIu64 "  %s\n", l->stored[i], class_name(i));
    }
    printf("%8" PRIu64 "  records %s, %" PRIu64 " bad, %" PRIu64 " complaint%s\n", sum,
           l->checking ? "are fine" : "loaded", l->bad, l->complaints.errors + l->complaints.warnings,
           l->complaints.errors + l->complaints.warnings == 1 ? "" : "s");
}

static int load_files(struct loading *l, const struct options *o, struct records *files)
{
    mof_error error = {0};
    uint64_t bytes = 0;
    for (size_t i = 0; i < o->file_count; i++) bytes += files[i].text.len;
    const char *target = o->database ? o->database : "memory";
    if (begin(l, o, &error) != MOF_OK) return cannot(target, error.message);
    progress_begin(&l->progress, bytes);
    l->complaints.progress = &l->progress;
    enum mof_status status = MOF_OK;
    for (size_t i = 0; i < o->file_count && status == MOF_OK; i++) status = load_file(l, &files[i]);
    progress_hide(&l->progress);
    if (status != MOF_OK) {
        end(l, false, &error);
        return EXIT_CANNOT;
    }
    if (end(l, true, &error) != MOF_OK) return cannot(target, error.message);
    print_sums(l);
    return l->bad ? EXIT_BAD : EXIT_DONE;
}

/* All files are opened first: a name that is mistyped is told before anything is written. */
static int open_files(const struct options *o, struct records *files)
{
    int status = EXIT_DONE;
    for (size_t i = 0; i < o->file_count; i++)
        if (!records_open(&files[i], o->files[i])) status = cannot(o->files[i], strerror(errno));
    return status;
}

static int load_into(const struct options *o, const char *database)
{
    mof_error error = {0};
    struct loading l = {.checking = !o->database};
    struct records *files = calloc(o->file_count, sizeof *files);
    int status = files ? open_files(o, files) : cannot("files", "out of memory");
    if (status == EXIT_DONE && distribution_open(database, NULL, &l.store, &error) != MOF_OK)
        status = cannot(database, error.message);
    if (status == EXIT_DONE) status = load_files(&l, o, files);
    mof_store_close(l.store);
    mof_arena_free(&l.arena);
    for (size_t i = 0; files && i < o->file_count; i++) records_close(&files[i]);
    free(files);
    return status;
}

int command_load(const struct options *o) { return load_into(o, o->database); }

int command_check(const struct options *o) { return load_into(o, ":memory:"); }
