/* Rows a second of the store against loops written by hand for this one table: the same rows, the same statements for
 * the tables, one prepared statement, and the same structs read. Of a load the loop checks nothing, while the store
 * validates each row. Prints both and their ratio for loading, for rows by their key and for a list in key order; with
 * --floor R exits 1 where that of loading is below R. Built against samples/configmgr. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "SMS_DistributionJob_store.h"
#include "distribution_store.h"

enum { ROWS = 100000, ROUNDS = 7 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void die(const char *what, const char *why)
{
    fprintf(stderr, "store_bench: %s: %s\n", what, why);
    exit(2);
}

/* ---- the rows ------------------------------------------------------------------------------------------- */

static mof_datetime moment(uint64_t i)
{
    mof_datetime d;
    if (!mof_datetime_from_utc((int64_t)(1700000000 + i) * 1000000, &d)) die("datetime", "out of range");
    return d;
}

static void fill(SMS_DistributionJob *o, uint64_t i)
{
    static const char *const packages[] = {"PS100001", "PS100002", "PS10000A", "PS10001F"};
    static const char path[] =
        "[\"Display=\\\\\\\\DP01.contoso.com\\\\\"]MSWNET:[\"SMS_SITE=PS1\"]\\\\\\\\DP01.contoso.com\\\\";
    SMS_DistributionJob_init(o);
    mof_set(o, Action, i % 2 ? 1 : 2);
    mof_set(o, CreationTime, moment(i));
    mof_set(o, DPID, (uint32_t)(i % 300));
    mof_set(o, DynamicOrder, (uint32_t)i);
    mof_set(o, JobID, i);
    mof_set(o, LastUpdateTime, moment(i + 60));
    mof_set(o, NALPath, mof_str_of(path, sizeof path - 1));
    mof_set(o, PackageVersion, (uint32_t)(i % 9));
    mof_set(o, PkgID, mof_str_of(packages[i % 4], 8));
    mof_set(o, RemainingSize, (uint32_t)(i * 7919));
    mof_set(o, RetryCount, (uint32_t)(i % 3));
    mof_set(o, StartTime, moment(i + 5));
    mof_set(o, State, (uint32_t)(i % 9));
    mof_set(o, TotalSize, i * 1048576);
}

/* ---- ours ----------------------------------------------------------------------------------------------- */

static double load_ours(mof_store *store, const SMS_DistributionJob *rows)
{
    mof_error error;
    mof_bulk bulk;
    double start = now();
    if (mof_bulk_begin(&bulk, store, &SMS_DistributionJob_table, NULL, &error)) die("begin", error.message);
    for (size_t i = 0; i < ROWS; i++)
        if (SMS_DistributionJob_load(&bulk, &rows[i], 0, NULL, &error)) die("load", error.message);
    if (mof_bulk_commit(&bulk, &error)) die("commit", error.message);
    return now() - start;
}

/* ---- by hand -------------------------------------------------------------------------------------------- */

static void bind_moment(sqlite3_stmt *s, int at, const mof_datetime *d, char *room)
{
    int64_t utc;
    mof_datetime_format(d, room);
    sqlite3_bind_text(s, at, room, MOF_DATETIME_LEN, SQLITE_STATIC);
    if (mof_datetime_to_utc(d, &utc)) sqlite3_bind_int64(s, at + 1, utc);
    else sqlite3_bind_null(s, at + 1);
}

static double load_by_hand(sqlite3 *db, const SMS_DistributionJob *rows)
{
    sqlite3_stmt *s;
    char room[3][MOF_DATETIME_ROOM];
    double start = now();
    sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    if (sqlite3_prepare_v2(
            db,
            "INSERT INTO SMS_DistributionJob (Action, CreationTime, CreationTime_utc, DPID, DynamicOrder,"
            " JobID, LastUpdateTime, LastUpdateTime_utc, NALPath, PackageVersion, PkgID, RemainingSize,"
            " ReStartTime, RetryCount, StartTime, StartTime_utc, State, TotalSize)"
            " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            -1, &s, NULL) != SQLITE_OK)
        die("prepare", sqlite3_errmsg(db));
    for (size_t i = 0; i < ROWS; i++) {
        const SMS_DistributionJob *o = &rows[i];
        sqlite3_bind_int64(s, 1, o->Action);
        bind_moment(s, 2, &o->CreationTime, room[0]);
        sqlite3_bind_int64(s, 4, o->DPID);
        sqlite3_bind_int64(s, 5, o->DynamicOrder);
        sqlite3_bind_int64(s, 6, (int64_t)o->JobID);
        bind_moment(s, 7, &o->LastUpdateTime, room[1]);
        sqlite3_bind_text(s, 9, o->NALPath.at, (int)o->NALPath.len, SQLITE_STATIC);
        sqlite3_bind_int64(s, 10, o->PackageVersion);
        sqlite3_bind_text(s, 11, o->PkgID.at, (int)o->PkgID.len, SQLITE_STATIC);
        sqlite3_bind_int64(s, 12, o->RemainingSize);
        sqlite3_bind_null(s, 13);
        sqlite3_bind_int64(s, 14, o->RetryCount);
        bind_moment(s, 15, &o->StartTime, room[2]);
        sqlite3_bind_int64(s, 17, o->State);
        sqlite3_bind_int64(s, 18, (int64_t)o->TotalSize);
        if (sqlite3_step(s) != SQLITE_DONE) die("insert", sqlite3_errmsg(db));
        sqlite3_reset(s);
    }
    sqlite3_finalize(s);
    if (sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK) die("commit", sqlite3_errmsg(db));
    return now() - start;
}

/* ---- reading -------------------------------------------------------------------------------------------- */

#define COLUMNS                                                                                                       \
    "Action, CreationTime, DPID, DynamicOrder, JobID, LastUpdateTime, NALPath, PackageVersion, PkgID, RemainingSize," \
    " ReStartTime, RetryCount, StartTime, State, TotalSize FROM SMS_DistributionJob "

/* What the store does for a row, for these columns alone. */
static void read_by_hand(sqlite3_stmt *s, SMS_DistributionJob *o, mof_arena *arena)
{
    struct {
        int at;
        uint32_t *to;
        bool *has;
    } numbers[] = {{0, &o->Action, &o->has.Action},
                   {2, &o->DPID, &o->has.DPID},
                   {3, &o->DynamicOrder, &o->has.DynamicOrder},
                   {7, &o->PackageVersion, &o->has.PackageVersion},
                   {9, &o->RemainingSize, &o->has.RemainingSize},
                   {11, &o->RetryCount, &o->has.RetryCount},
                   {13, &o->State, &o->has.State}};
    struct {
        int at;
        mof_datetime *to;
        bool *has;
    } dates[] = {{1, &o->CreationTime, &o->has.CreationTime},
                 {5, &o->LastUpdateTime, &o->has.LastUpdateTime},
                 {12, &o->StartTime, &o->has.StartTime}};
    struct {
        int at;
        mof_str *to;
        bool *has;
    } texts[] = {{6, &o->NALPath, &o->has.NALPath}, {8, &o->PkgID, &o->has.PkgID}};
    memset(o, 0, sizeof *o);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if ((*numbers[i].has = sqlite3_column_type(s, numbers[i].at) == SQLITE_INTEGER))
            *numbers[i].to = (uint32_t)sqlite3_column_int64(s, numbers[i].at);
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        if ((*dates[i].has = sqlite3_column_type(s, dates[i].at) == SQLITE_TEXT))
            mof_datetime_parse(mof_str_of((const char *)sqlite3_column_text(s, dates[i].at),
                                          (size_t)sqlite3_column_bytes(s, dates[i].at)),
                               dates[i].to);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if ((*texts[i].has = sqlite3_column_type(s, texts[i].at) == SQLITE_TEXT))
            mof_arena_str(arena, (const char *)sqlite3_column_text(s, texts[i].at),
                          (size_t)sqlite3_column_bytes(s, texts[i].at), texts[i].to);
    mof_set(o, JobID, (uint64_t)sqlite3_column_int64(s, 4));
    mof_set(o, TotalSize, (uint64_t)sqlite3_column_int64(s, 14));
}

static uint64_t key_of(uint64_t i) { return i * 7919 % ROWS; }

static double get_rows(mof_store *store, bool ours)
{
    SMS_DistributionJob o;
    mof_arena arena = {0};
    mof_error error;
    sqlite3_stmt *s;
    double start = now();
    sqlite3_prepare_v2(mof_store_sqlite(store), "SELECT " COLUMNS "WHERE JobID = ?", -1, &s, NULL);
    for (uint64_t i = 0; i < ROWS; i++, mof_arena_reset(&arena)) {
        if (ours) {
            if (SMS_DistributionJob_get(store, &(SMS_DistributionJob_key){key_of(i)}, &o, &arena, &error))
                die("get", error.message);
            continue;
        }
        sqlite3_bind_int64(s, 1, (int64_t)key_of(i));
        if (sqlite3_step(s) != SQLITE_ROW) die("get", "no row");
        read_by_hand(s, &o, &arena);
        sqlite3_reset(s);
    }
    sqlite3_finalize(s);
    mof_arena_free(&arena);
    return now() - start;
}

static double list_rows(mof_store *store, bool ours)
{
    SMS_DistributionJob o;
    mof_arena arena = {0};
    mof_error error;
    mof_cursor cursor = {0};
    sqlite3_stmt *s;
    uint64_t count = 0;
    double start = now();
    sqlite3_prepare_v2(mof_store_sqlite(store), "SELECT " COLUMNS "ORDER BY (JobID < 0), JobID", -1, &s, NULL);
    if (ours && mof_cursor_open(&cursor, store, &SMS_DistributionJob_table, MOF_WITHOUT_LAZY, &error))
        die("list", error.message);
    for (; ours ? SMS_DistributionJob_next(&cursor, &o, &arena, &error) == MOF_OK : sqlite3_step(s) == SQLITE_ROW;
         count++, mof_arena_reset(&arena))
        if (!ours) read_by_hand(s, &o, &arena);
    sqlite3_finalize(s);
    mof_cursor_close(&cursor);
    mof_arena_free(&arena);
    if (count != ROWS) die("list", "rows are missing");
    return now() - start;
}

/* ---- both ----------------------------------------------------------------------------------------------- */

/* One load in a fresh file; returns its seconds. */
static double run(const SMS_DistributionJob *rows, bool ours)
{
    char path[] = "/tmp/mofc-bench-XXXXXX";
    int fd = mkstemp(path);
    mof_error error;
    mof_store *store;
    if (fd < 0 || close(fd)) die("mkstemp", path);
    if (distribution_open(path, NULL, &store, &error)) die("open", error.message);
    double took = ours ? load_ours(store, rows) : load_by_hand(mof_store_sqlite(store), rows);
    mof_store_close(store);
    unlink(path);
    return took;
}

static int by_size(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Pairs of loads, each first in turn; the median of their ratios, so that a busy machine does not decide. */
static double measure(const SMS_DistributionJob *rows, double best[2])
{
    double ratios[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        double took[2];
        took[i % 2] = run(rows, i % 2);
        took[!(i % 2)] = run(rows, !(i % 2));
        ratios[i] = took[0] / took[1];
        for (int j = 0; j < 2; j++)
            if (!i || took[j] < best[j]) best[j] = took[j];
    }
    qsort(ratios, ROUNDS, sizeof *ratios, by_size);
    return ratios[ROUNDS / 2];
}

/* Reads what one load has stored. */
static void compare_reading(const SMS_DistributionJob *rows)
{
    static const struct {
        const char *what;
        double (*read)(mof_store *store, bool ours);
    } kinds[] = {{"point get", get_rows}, {"list in key order", list_rows}};
    mof_store *store;
    mof_error error;
    if (distribution_open(":memory:", NULL, &store, &error)) die("open", error.message);
    load_ours(store, rows);
    for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++) {
        double ratios[ROUNDS], took[2], best[2] = {0, 0};
        for (int i = 0; i < ROUNDS; i++) {
            took[i % 2] = kinds[kind].read(store, i % 2);
            took[!(i % 2)] = kinds[kind].read(store, !(i % 2));
            ratios[i] = took[0] / took[1];
            for (int j = 0; j < 2; j++)
                if (!i || took[j] < best[j]) best[j] = took[j];
        }
        qsort(ratios, ROUNDS, sizeof *ratios, by_size);
        printf("store: %s %.0f rows/s, by hand %.0f rows/s, ratio %.3f\n", kinds[kind].what, ROWS / best[1],
               ROWS / best[0], ratios[ROUNDS / 2]);
    }
    mof_store_close(store);
}

int main(int count, char **words)
{
    double floor = count == 3 && strcmp(words[1], "--floor") == 0 ? strtod(words[2], NULL) : 0, best[2] = {0, 0};
    SMS_DistributionJob *rows = calloc(ROWS, sizeof *rows);
    if (!rows) die("rows", "out of memory");
    for (uint64_t i = 0; i < ROWS; i++) fill(&rows[i], i);
    double ratio = measure(rows, best);
    compare_reading(rows);
    free(rows);
    printf("store: bulk load %.0f rows/s, by hand %.0f rows/s, ratio %.3f\n", ROWS / best[1], ROWS / best[0], ratio);
    return ratio < floor;
}
