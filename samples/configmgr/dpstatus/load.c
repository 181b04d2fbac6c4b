/* `dpstatus load` and `dpstatus check`: records through the generated readers and validators into the store.
 *
 * One transaction holds the whole load, or each --commit-every records of it: a bad record is left out alone, and what
 * ends the load (a full disk, a locked database, Ctrl-C) leaves the database as the last commit made it. `check` is a
 * load into a database that nobody sees again, so that it finds what only a table can find: two records with one key.
 */
#include "classes.h"
#include "complaint.h"
#include "distribution.h"
#include "distribution_store.h"
#include "dpstatus.h"
#include "mofrt_records.h"
#include "progress.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { ROOM = 64 }; /* violations of one record that are printed */

struct loading {
    const struct options *o;
    const char *target; /* the database, in messages */
    mof_store *store;
    mof_arena arena; /* of one record */
    struct complaints complaints;
    struct progress progress;
    uint64_t bytes_before; /* in the files before this one */
    uint64_t stored[CLASS_COUNT], bad;
    uint64_t kept, pending; /* records that are committed, and that are not yet */
    struct place kept_at;   /* the last one that is committed */
};

/* ---- interruption ----------------------------------------------------------------------------------------- */

static volatile sig_atomic_t interrupted;

static void interrupt(int number)
{
    (void)number;
    interrupted = 1;
}

/* Reading does not go on behind a signal; the second Ctrl-C ends the program as it would any other. */
static void watch_for_interrupt(void)
{
    struct sigaction action = {.sa_handler = interrupt, .sa_flags = (int)SA_RESETHAND};
    sigaction(SIGINT, &action, NULL);
}

/* What is in the database of a load that did not come to its end. */
static void say_what_is_kept(const struct loading *l, const char *why)
{
    if (!l->o->database) fprintf(stderr, "dpstatus: %s\n", why);
    else if (!l->kept) fprintf(stderr, "dpstatus: %s: nothing was kept\n", why);
    else
        fprintf(stderr, "dpstatus: %s: %" PRIu64 " records were kept, up to %s:%d\n", why, l->kept, l->kept_at.path,
                l->kept_at.line);
}

/* ---- one record ------------------------------------------------------------------------------------------- */

static void complain_of_class(struct loading *l, struct place at, const mof_records *records)
{
    bool named = mof_records_class_name(records).len > 0;
    complain(&l->complaints, at, "class", named ? "unknown-class" : "no-class", mof_records_error(records)->message);
}

static void complain_of_key(struct loading *l, struct place at, int class, const void *object)
{
    char message[400];
    mof_ref path;
    if (classes[class].path(object, &path, &l->arena) != MOF_OK) path.path = mof_str_from(class_name(class));
    int len = path.path.len > 300 ? 300 : (int)path.path.len;
    snprintf(message, sizeof message, "another record is %.*s", len, path.path.at);
    complain(&l->complaints, at, "key", "duplicate-key", message);
}

/* The store's message without its lead, "insert SMS_X: words". */
static const char *last_words(const char *message)
{
    const char *colon = strstr(message, ": ");
    return colon ? colon + 2 : message;
}

static enum mof_status store(struct loading *l, int class, const void *object, mof_report *report, mof_error *error)
{
    const mof_table *table = classes[class].table;
    if (l->o->replace) return mof_store_upsert(l->store, table, object, MOF_MIRROR, report, error);
    return mof_store_insert(l->store, table, object, MOF_MIRROR, report, error);
}

/* Reads and stores a record; MOF_INVALID, MOF_EXISTS and MOF_CONSTRAINT refuse it alone. */
static enum mof_status load_record(struct loading *l, const mof_records *records, struct place at)
{
    mof_violation items[ROOM];
    mof_report report = mof_report_of(items, ROOM);
    mof_error error = {0};
    const mof_class *of = mof_records_class(records);
    int class = class_index(of);
    mof_arena_reset(&l->arena);
    void *object = mof_arena_alloc(&l->arena, mof_class_size(of));
    if (!object) return cannot(at.path, "out of memory"), MOF_NO_MEMORY;
    enum mof_status status = mof_from_record(of, object, records, &l->arena, &report, &error);
    if (status == MOF_OK) status = report.errors ? MOF_INVALID : store(l, class, object, &report, &error);
    complain_all(&l->complaints, at, &report);
    if (status == MOF_OK) l->stored[class]++;
    if (status == MOF_EXISTS) complain_of_key(l, at, class, object);
    if (status == MOF_CONSTRAINT) complain(&l->complaints, at, "record", "constraint", last_words(error.message));
    if (!mof_bulk_goes_on(status)) cannot(l->target, error.message);
    return status;
}

/* What the stream has next, and its status. A status that no record has ends the load, and why is said. */
static enum mof_status load_next(struct loading *l, const char *path, mof_records *records, enum mof_status status)
{
    const mof_error *error = mof_records_error(records);
    struct place at = {path, mof_records_line(records), mof_records_column(records)};
    if (status == MOF_OK) return load_record(l, records, at);
    if (status == MOF_INVALID) return complain_of_class(l, at, records), status;
    if (status != MOF_SYNTAX) return cannot(path, error->message), status;
    at.line = error->line;
    at.column = error->column;
    complain(&l->complaints, at, "json", "broken", error->message);
    return MOF_INVALID;
}

/* ---- a whole load ----------------------------------------------------------------------------------------- */

/* Ends a transaction and, where it was not the last, begins the next. */
static enum mof_status commit(struct loading *l, bool last)
{
    mof_error error = {0};
    enum mof_status status = mof_store_commit(l->store, &error);
    if (status == MOF_OK) {
        l->kept += l->pending;
        l->pending = 0;
        if (!last) status = mof_store_begin(l->store, &error);
    }
    if (status != MOF_OK) cannot(l->target, error.message);
    return status;
}

static enum mof_status count_record(struct loading *l, const char *path, const mof_records *records, bool good)
{
    l->bad += !good;
    l->pending += good;
    l->progress.records++;
    l->progress.bad = l->bad;
    l->progress.bytes = l->bytes_before + mof_records_offset(records);
    progress_show(&l->progress);
    if (!good || !l->o->commit_every || l->pending < l->o->commit_every) return MOF_OK;
    enum mof_status status = commit(l, false);
    if (!l->pending) l->kept_at = (struct place){path, mof_records_line(records), mof_records_column(records)};
    return status;
}

static enum mof_status load_file(struct loading *l, const char *path, mof_records *records)
{
    enum mof_status status, done = MOF_OK;
    while (done == MOF_OK && (status = mof_records_next(records)) != MOF_DONE) {
        if (interrupted) return MOF_STOPPED;
        status = load_next(l, path, records, status);
        done = mof_bulk_goes_on(status) ? count_record(l, path, records, status == MOF_OK) : status;
    }
    l->bytes_before += mof_records_offset(records);
    return done;
}

static void print_sums(const struct loading *l)
{
    uint64_t sum = 0;
    for (int i = 0; i < CLASS_COUNT; i++) {
        sum += l->stored[i];
        if (l->stored[i]) printf("%8" PRIu64 "  %s\n", l->stored[i], class_name(i));
    }
    printf("%8" PRIu64 "  records %s, %" PRIu64 " bad, %" PRIu64 " complaint%s\n", sum,
           l->o->database ? "loaded" : "are fine", l->bad, l->complaints.count, l->complaints.count == 1 ? "" : "s");
}

static int load_files(struct loading *l, mof_records **files)
{
    mof_error error = {0};
    if (mof_store_begin(l->store, &error) != MOF_OK) return cannot(l->target, error.message);
    enum mof_status status = MOF_OK;
    for (size_t i = 0; i < l->o->file_count && status == MOF_OK; i++)
        status = load_file(l, strcmp(l->o->files[i], "-") == 0 ? "<stdin>" : l->o->files[i], files[i]);
    if (status == MOF_OK) status = commit(l, true);
    progress_hide(&l->progress);
    complaints_end(&l->complaints);
    if (status == MOF_OK) return print_sums(l), l->bad ? EXIT_BAD : EXIT_DONE;
    mof_store_rollback(l->store, NULL);
    if (status == MOF_STOPPED || l->kept) say_what_is_kept(l, status == MOF_STOPPED ? "interrupted" : "stopped");
    return status == MOF_STOPPED ? EXIT_INTERRUPTED : EXIT_CANNOT;
}

/* ---- files ------------------------------------------------------------------------------------------------ */

static enum mof_status open_file(const char *path, mof_records **records, mof_error *error)
{
    mof_records_options options = {.of = class_of_path(path)};
    bool standard = strcmp(path, "-") == 0;
    if (standard) return mof_records_open_file(stdin, distribution_classes, &options, records, error);
    return mof_records_open(path, distribution_classes, &options, records, error);
}

/* All files are opened first: a name that is mistyped is reported before anything is written. Returns the exit status,
 * and how many bytes there are, as far as that is known. */
static int open_files(const struct options *o, mof_records **files, uint64_t *bytes)
{
    int status = EXIT_DONE;
    for (size_t i = 0; i < o->file_count; i++) {
        struct stat info;
        mof_error error = {0};
        if (open_file(o->files[i], &files[i], &error) != MOF_OK) status = cannot(o->files[i], error.message);
        else if (stat(o->files[i], &info) == 0 && S_ISREG(info.st_mode)) *bytes += (uint64_t)info.st_size;
    }
    return status;
}

/* SQLite keeps a database without a name in a file of its own, and removes it. */
static int load_into(const struct options *o, const char *database)
{
    mof_error error = {0};
    struct loading l = {.o = o, .target = o->database ? o->database : "temporary database"};
    uint64_t bytes = 0;
    mof_records **files = calloc(o->file_count, sizeof *files);
    l.complaints = (struct complaints){.progress = &l.progress, .most = o->max_complaints};
    watch_for_interrupt();
    int status = files ? open_files(o, files, &bytes) : cannot("files", "out of memory");
    if (status == EXIT_DONE && distribution_open(database, NULL, &l.store, &error) != MOF_OK)
        status = cannot(l.target, error.message);
    progress_begin(&l.progress, bytes);
    if (status == EXIT_DONE) status = load_files(&l, files);
    mof_store_close(l.store);
    mof_arena_free(&l.arena);
    for (size_t i = 0; files && i < o->file_count; i++) mof_records_close(files[i]);
    free(files);
    return status;
}

int command_load(const struct options *o) { return load_into(o, o->database); }

int command_check(const struct options *o) { return load_into(o, ""); }
