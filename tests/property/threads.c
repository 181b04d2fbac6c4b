/* The thread rules of mofrt.h and mofrt_sqlite.h, under ThreadSanitizer: tables and objects that nobody changes are
 * read by all threads at once; arenas, reports, errors, stores and objects that change belong to one thread each;
 * several stores lie on one file. Prints `N passed, N failed`. threads FOLDER: where databases may lie. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "every_store.h"

enum { THREADS = 4, ROUNDS = 60, ROWS = 25 };

static T_All shared;       /* read by everybody */
static mof_ref shared_ref; /* likewise */
static const char *folder;
static atomic_uint passed, failed;

static bool holds(const char *what, bool good)
{
    atomic_fetch_add(good ? &passed : &failed, 1);
    if (!good) printf("not ok - %s\n", what);
    return good;
}

/* ---- what may be read at once ---------------------------------------------------------------------------- */

static bool read_shared(mof_arena *arena)
{
    mof_violation found[4];
    mof_report report = mof_report_of(found, 4);
    T_All copy, parsed;
    T_All_key key;
    mof_str json, text;
    mof_ref path;
    uint16_t colour = 0;
    T_Named view;
    if (T_All_validate(&shared, MOF_CREATE, &report) != 0) return false;
    if (T_All_to_json(&shared, &json, arena, NULL) != MOF_OK) return false;
    if (T_All_from_json(&parsed, json, arena, &report, NULL) != MOF_OK || !T_All_equal(&parsed, &shared)) return false;
    if (T_All_copy(&copy, &shared, arena, NULL) != MOF_OK || !T_All_equal(&copy, &shared)) return false;
    if (T_All_print(&shared, &text, arena, NULL) != MOF_OK) return false;
    if (T_All_key_from_path(shared_ref, &key, arena, NULL) != MOF_OK) return false;
    if (T_All_path(&key, &path, arena, NULL) != MOF_OK || !mof_str_equal(path.path, shared_ref.path)) return false;
    mof_view(&T_All_class, &shared, &T_Named_class, &view);
    return T_All_Colour_parse(mof_str_from("green"), &colour) && colour == 2 &&
           strcmp(T_All_Colour_name(colour), "Green") == 0 && mof_str_equal(view.Name, shared.Name);
}

static void *reader(void *at)
{
    mof_arena arena = {0};
    bool good = true;
    (void)at;
    for (int i = 0; i < ROUNDS; i++, mof_arena_reset(&arena)) good = good && read_shared(&arena);
    mof_arena_free(&arena);
    holds("an object that nobody changes is read by all threads at once", good);
    return NULL;
}

/* ---- stores ---------------------------------------------------------------------------------------------- */

static bool write_rows(mof_store *store, uint64_t first, mof_arena *arena, mof_error *error)
{
    T_All o = shared, back;
    for (uint64_t i = 0; i < ROWS; i++, mof_arena_reset(arena)) {
        T_All_key key = {.Site = o.Site, .Number = first + i};
        mof_set(&o, Number, first + i);
        if (T_All_upsert(store, &o, MOF_MIRROR, NULL, error) != MOF_OK) return false;
        if (T_All_get(store, &key, &back, arena, error) != MOF_OK || !T_All_equal(&back, &o)) return false;
    }
    return true;
}

static bool load_rows(mof_store *store, uint64_t first, mof_error *error)
{
    T_All o = shared;
    mof_bulk bulk;
    mof_bulk_options options = {.mode = MOF_MIRROR, .upsert = true};
    if (mof_bulk_begin(&bulk, store, &T_All_table, &options, error) != MOF_OK) return false;
    for (uint64_t i = 0; i < ROWS; i++) {
        mof_set(&o, Number, first + i);
        if (T_All_load(&bulk, &o, 0, NULL, error) != MOF_OK) return mof_bulk_rollback(&bulk, NULL), false;
    }
    return mof_bulk_commit(&bulk, error) == MOF_OK;
}

/* What the thread has written itself is there, whatever the others do. */
static bool count_rows(mof_store *store, uint64_t least, mof_arena *arena, mof_error *error)
{
    T_All *objects;
    size_t count = 0;
    return T_All_list(store, MOF_WITH_LAZY, &objects, &count, arena, error) == MOF_OK && count >= least;
}

static bool use_store(const char *path, uint64_t first)
{
    mof_arena arena = {0};
    mof_error error = {.message = "too few rows"};
    mof_store *store;
    mof_store_options options = {.busy_ms = 60000};
    bool good = every_open(path, &options, &store, &error) == MOF_OK;
    good = good && write_rows(store, first, &arena, &error) && load_rows(store, first + ROWS, &error) &&
           count_rows(store, 2 * (uint64_t)ROWS, &arena, &error);
    if (!good) printf("# %s\n", error.message);
    mof_store_close(store);
    mof_arena_free(&arena);
    return good;
}

static void *own_store(void *at)
{
    char path[400];
    snprintf(path, sizeof path, "%s/own-%d.db", folder, *(int *)at);
    holds("each thread has a store of its own", use_store(path, 0));
    return NULL;
}

static void *same_file(void *at)
{
    char path[400];
    snprintf(path, sizeof path, "%s/same.db", folder);
    holds("several stores lie on one file", use_store(path, 1000 * (uint64_t)(*(int *)at + 1)));
    return NULL;
}

/* A store may go from one thread to the next. */
static mof_store *passed_on;

static void *next_owner(void *at)
{
    mof_arena arena = {0};
    mof_error error = {.message = ""};
    (void)at;
    holds("a store is handed on", write_rows(passed_on, 0, &arena, &error));
    mof_arena_free(&arena);
    return NULL;
}

/* ---- all at once ----------------------------------------------------------------------------------------- */

static void run(void *(*const *works)(void *), size_t count)
{
    pthread_t threads[THREADS * 4];
    int numbers[THREADS];
    size_t started = 0;
    for (int i = 0; i < THREADS; i++) {
        numbers[i] = i;
        for (size_t w = 0; w < count; w++) pthread_create(&threads[started++], NULL, works[w], &numbers[i]);
    }
    for (size_t i = 0; i < started; i++) pthread_join(threads[i], NULL);
}

static void fill_shared(void)
{
    static const uint8_t bytes[] = {0, 1, 255};
    static const mof_str words[] = {{"one", 3}, {"x\"y", 3}};
    T_All_init(&shared);
    mof_set(&shared, Name, mof_str_from("shared"));
    mof_set(&shared, Site, mof_str_from("a'b"));
    mof_set(&shared, Number, UINT64_MAX);
    mof_set(&shared, Active, true);
    mof_set(&shared, Bytes, ((mof_uint8_array){bytes, 3}));
    mof_set(&shared, Words, ((mof_str_array){words, 2}));
    mof_set(&shared, Colour, 3);
    mof_set(&shared, Rights, 17);
    mof_datetime_parse(mof_str_from("20240501100000.500000+120"), &shared.Moment);
    shared.has.Moment = true;
    shared_ref.path = mof_str_from("T_All.Site=\"a'b\",Number=18446744073709551615");
}

int main(int argc, char **argv)
{
    static void *(*const works[])(void *) = {reader, own_store, same_file};
    char path[400];
    if (argc < 2) return 2;
    folder = argv[1];
    fill_shared();
    run(works, sizeof works / sizeof *works);
    snprintf(path, sizeof path, "%s/handed-on.db", folder);
    if (holds("a store is opened", every_open(path, NULL, &passed_on, NULL) == MOF_OK))
        for (int i = 0; i < 2; i++) {
            pthread_t thread;
            pthread_create(&thread, NULL, next_owner, NULL);
            pthread_join(thread, NULL);
        }
    mof_store_close(passed_on);
    printf("%u passed, %u failed\n", atomic_load(&passed), atomic_load(&failed));
    return atomic_load(&failed) != 0;
}
