/* Each class is walked once, row by row, in key order, through its generated functions; only sums stay. */
#include "gather.h"

#include "distribution_store.h"

#include <string.h>

mof_str host_of(mof_str path)
{
    size_t end = path.len;
    if (end && path.at[end - 1] == '\\') end--;
    size_t from = end;
    while (from > 0 && path.at[from - 1] != '\\') from--;
    return from < end ? mof_str_of(path.at + from, end - from) : path;
}

static const char *keep(struct summary *s, mof_str text)
{
    mof_str copy;
    return mof_arena_str(&s->arena, text.at, text.len, &copy) ? copy.at : NULL;
}

/* How a walk over a class ends: it is right to be done, and a callee without memory stopped it. */
static enum mof_status finish(mof_cursor *cursor, mof_arena *arena, enum mof_status status)
{
    mof_cursor_close(cursor);
    mof_arena_free(arena);
    return status == MOF_DONE ? MOF_OK : status == MOF_OK ? MOF_NO_MEMORY : status;
}

/* ---- copies of packages ----------------------------------------------------------------------------------- */

static enum sum sum_of_status(int32_t status)
{
    switch (status) {
    case SMS_PackageStatus_Status_INSTALLED: return SUM_INSTALLED;
    case SMS_PackageStatus_Status_RETRY: return SUM_RETRYING;
    case SMS_PackageStatus_Status_FAILED: return SUM_FAILED;
    default: return SUM_PENDING; /* none yet, sent, received, about to go */
    }
}

static bool count_copy(struct summary *s, const SMS_PackageStatus *copy)
{
    struct entry *package = tally_entry(&s->packages, copy->PackageID);
    struct entry *point = tally_entry(&s->points, host_of(copy->PkgServer));
    if (!package || !point) return false;
    enum sum sum = sum_of_status(copy->Status);
    package->sums[SUM_COPIES]++;
    package->sums[sum]++;
    point->sums[SUM_COPIES]++;
    point->sums[sum]++;
    if (!point->detail) point->detail = keep(s, copy->SiteCode);
    return point->detail != NULL;
}

static bool same_copy(const SMS_PackageStatus *a, const SMS_PackageStatus *b)
{
    return a->Personality == b->Personality && mof_str_equal(a->PackageID, b->PackageID) &&
           mof_str_equal(a->PkgServer, b->PkgServer) && mof_str_equal(a->SiteCode, b->SiteCode);
}

static bool is_later(const SMS_PackageStatus *a, const SMS_PackageStatus *b)
{
    int order;
    return mof_datetime_compare(&a->UpdateTime, &b->UpdateTime, &order) && order > 0;
}

/* The status is a part of the key, so one copy may have a row for each status it ever had. They follow each other,
 * and the latest of them is how the copy stands now; hence two arenas, for the row and for the one it may replace. */
static enum mof_status gather_copies(mof_store *store, struct summary *s, mof_error *error)
{
    mof_cursor cursor;
    mof_arena arenas[2] = {{0}, {0}};
    SMS_PackageStatus rows[2];
    int next = 0;
    enum mof_status status = mof_cursor_open(&cursor, store, &SMS_PackageStatus_table, MOF_WITHOUT_LAZY, error);
    bool held = false, room = true;
    if (status != MOF_OK) return status;
    while (room && (status = SMS_PackageStatus_next(&cursor, &rows[next], &arenas[next], error)) == MOF_OK) {
        SMS_PackageStatus *row = &rows[next], *last = &rows[!next];
        bool counts = row->Type == SMS_PackageStatus_Type_COPY && row->Status != SMS_PackageStatus_Status_REMOVED;
        bool same = held && same_copy(row, last);
        if (counts && held && !same) room = count_copy(s, last);
        if (counts && (!same || is_later(row, last))) {
            next = !next;
            held = true;
        }
        mof_arena_reset(&arenas[next]);
    }
    if (held && room) room = count_copy(s, &rows[!next]);
    mof_cursor_close(&cursor);
    mof_arena_free(&arenas[0]);
    mof_arena_free(&arenas[1]);
    return !room ? MOF_NO_MEMORY : status == MOF_DONE ? MOF_OK : status;
}

/* ---- the other classes ------------------------------------------------------------------------------------ */

/* What kind of package it is, only the distribution points tell. */
static bool count_point(struct summary *s, const SMS_DistributionPoint *point)
{
    struct entry *package = tally_entry(&s->packages, point->PackageID);
    if (!package) return false;
    if (!package->detail && point->has.PackageType)
        package->detail = SMS_DistributionPoint_PackageType_name(point->PackageType);
    return true;
}

static enum mof_status gather_points(mof_store *store, struct summary *s, mof_error *error)
{
    mof_cursor cursor;
    mof_arena arena = {0};
    SMS_DistributionPoint point;
    enum mof_status status = mof_cursor_open(&cursor, store, &SMS_DistributionPoint_table, MOF_WITHOUT_LAZY, error);
    while (status == MOF_OK && (status = SMS_DistributionPoint_next(&cursor, &point, &arena, error)) == MOF_OK) {
        if (!count_point(s, &point)) break;
        mof_arena_reset(&arena);
    }
    return finish(&cursor, &arena, status);
}

static bool add_counts(struct summary *s, const SMS_DPStatusPerDP *counts)
{
    struct entry *software = tally_entry(&s->software, counts->SoftwareName);
    if (!software) return false;
    software->sums[SUM_COPIES]++;
    software->sums[SUM_INSTALLED] += counts->Installed;
    software->sums[SUM_RETRYING] += counts->Retrying;
    software->sums[SUM_FAILED] += counts->Failed;
    return true;
}

static enum mof_status gather_counts(mof_store *store, struct summary *s, mof_error *error)
{
    mof_cursor cursor;
    mof_arena arena = {0};
    SMS_DPStatusPerDP counts;
    enum mof_status status = mof_cursor_open(&cursor, store, &SMS_DPStatusPerDP_table, MOF_WITHOUT_LAZY, error);
    while (status == MOF_OK && (status = SMS_DPStatusPerDP_next(&cursor, &counts, &arena, error)) == MOF_OK) {
        if (!add_counts(s, &counts)) break;
        mof_arena_reset(&arena);
    }
    return finish(&cursor, &arena, status);
}

static bool count_message(struct summary *s, const SMS_DistributionStatus *message)
{
    bool known = message->has.Type && message->Type < MESSAGE_TYPES;
    struct message_sum *sum = &s->messages[known ? message->Type : 0];
    sum->messages++;
    sum->points += message->Assets;
    return true;
}

static enum mof_status gather_messages(mof_store *store, struct summary *s, mof_error *error)
{
    mof_cursor cursor;
    mof_arena arena = {0};
    SMS_DistributionStatus message;
    enum mof_status status = mof_cursor_open(&cursor, store, &SMS_DistributionStatus_table, MOF_WITHOUT_LAZY, error);
    while (status == MOF_OK && (status = SMS_DistributionStatus_next(&cursor, &message, &arena, error)) == MOF_OK) {
        if (!count_message(s, &message)) break;
        mof_arena_reset(&arena);
    }
    return finish(&cursor, &arena, status);
}

static bool add_age(struct summary *s, struct job_sum *sum, int64_t age)
{
    if (sum->age_count == sum->age_room) {
        size_t room = sum->age_room ? sum->age_room * 2 : 256;
        int64_t *ages = mof_arena_alloc(&s->arena, room * sizeof *ages);
        if (!ages) return false;
        if (sum->age_count) memcpy(ages, sum->ages, sum->age_count * sizeof *ages);
        sum->ages = ages;
        sum->age_room = room;
    }
    sum->ages[sum->age_count++] = age;
    return true;
}

static bool is_over(const SMS_DistributionJob *job)
{
    return job->State == SMS_DistributionJob_State_DISTSRC_STATE_COMPLETE ||
           job->State == SMS_DistributionJob_State_DISTSRC_STATE_FAILED ||
           job->State == SMS_DistributionJob_State_DISTSRC_STATE_CANCELLED;
}

static bool add_open_job(struct summary *s, const SMS_DistributionJob *job, bool at_least)
{
    struct entry *point = tally_entry(&s->points, host_of(job->NALPath));
    if (!point) return false;
    point->sums[SUM_JOBS]++;
    point->sums[SUM_BYTES] += job->RemainingSize;
    point->at_least |= at_least;
    return true;
}

static bool count_job(struct summary *s, const SMS_DistributionJob *job)
{
    bool known = job->has.State && job->State < JOB_STATES - 1;
    bool at_least = job->RemainingSize == UINT32_MAX && job->TotalSize > UINT32_MAX;
    struct job_sum *sum = &s->states[known ? job->State : JOB_STATES - 1];
    int64_t created;
    s->jobs++;
    sum->jobs++;
    sum->bytes += job->RemainingSize;
    sum->at_least |= at_least;
    bool dated = job->has.CreationTime;
    if (dated && mof_datetime_to_utc(&job->CreationTime, &created) && !add_age(s, sum, s->now - created)) return false;
    if (is_over(job)) return true;
    s->open.jobs++;
    s->open.bytes += job->RemainingSize;
    s->open.at_least |= at_least;
    bool placed = job->has.NALPath;
    return !placed || add_open_job(s, job, at_least);
}

static enum mof_status gather_jobs(mof_store *store, struct summary *s, mof_error *error)
{
    mof_cursor cursor;
    mof_arena arena = {0};
    SMS_DistributionJob job;
    enum mof_status status = mof_cursor_open(&cursor, store, &SMS_DistributionJob_table, MOF_WITHOUT_LAZY, error);
    while (status == MOF_OK && (status = SMS_DistributionJob_next(&cursor, &job, &arena, error)) == MOF_OK) {
        if (!count_job(s, &job)) break;
        mof_arena_reset(&arena);
    }
    return finish(&cursor, &arena, status);
}

static void name_sums(struct summary *s)
{
    for (uint32_t i = 0; i < JOB_STATES; i++) s->states[i].state = SMS_DistributionJob_State_name(i);
    for (uint32_t i = 0; i < MESSAGE_TYPES; i++) s->messages[i].type = SMS_DistributionStatus_Type_name(i);
}

enum mof_status gather(mof_store *store, int64_t now, struct summary *out, mof_error *error)
{
    memset(out, 0, sizeof *out);
    out->now = now;
    out->packages.arena = out->points.arena = out->software.arena = &out->arena;
    name_sums(out);
    enum mof_status status = gather_copies(store, out, error);
    if (status == MOF_OK) status = gather_points(store, out, error);
    if (status == MOF_OK) status = gather_counts(store, out, error);
    if (status == MOF_OK) status = gather_messages(store, out, error);
    if (status == MOF_OK) status = gather_jobs(store, out, error);
    if (status == MOF_OK) status = gather_oldest(store, out, error);
    return status;
}
