/* The jobs that wait longest: one question to the store, which has them in order and stops at the last one wanted. */
#include "distribution_store.h"
#include "gather.h"

#include <inttypes.h>
#include <stdio.h>

/* A moment of which a part is unknown comes before none and behind none, so the first condition leaves it out. */
static const char waiting[] = "CreationTime <= '99991231235959.999999+000' AND "
                              "(State IS NULL OR State NOT IN (?1, ?2, ?3)) ORDER BY CreationTime, JobID LIMIT ?4";

static bool keep(struct summary *s, mof_str text, const char **to)
{
    mof_str copy;
    if (!mof_arena_str(&s->arena, text.at, text.len, &copy)) return false;
    *to = copy.at;
    return true;
}

static bool keep_job(struct summary *s, const SMS_DistributionJob *job)
{
    struct waiting_job *kept = &s->oldest[s->oldest_count];
    if (!mof_datetime_to_utc(&job->CreationTime, &kept->created)) return true; /* a time that is none has no age */
    snprintf(kept->id, sizeof kept->id, "%" PRIu64, job->JobID);
    kept->state = job->has.State ? SMS_DistributionJob_State_name(job->State) : NULL;
    kept->bytes = job->RemainingSize;
    kept->at_least = job->RemainingSize == UINT32_MAX && job->TotalSize > UINT32_MAX;
    s->oldest_count++;
    bool has_package = job->has.PkgID, has_point = job->has.NALPath;
    return (!has_package || keep(s, job->PkgID, &kept->package)) &&
           (!has_point || keep(s, host_of(job->NALPath), &kept->point));
}

enum mof_status gather_oldest(mof_store *store, struct summary *out, mof_error *error)
{
    mof_cursor cursor;
    mof_arena arena = {0};
    SMS_DistributionJob job;
    bool room = true;
    enum mof_status status = SMS_DistributionJob_query(
        store, &cursor, waiting,
        mof_values(mof_u64(SMS_DistributionJob_State_DISTSRC_STATE_COMPLETE),
                   mof_u64(SMS_DistributionJob_State_DISTSRC_STATE_FAILED),
                   mof_u64(SMS_DistributionJob_State_DISTSRC_STATE_CANCELLED), mof_u64(OLDEST_JOBS)),
        error);
    while (room && status == MOF_OK && (status = SMS_DistributionJob_next(&cursor, &job, &arena, error)) == MOF_OK)
        room = keep_job(out, &job);
    mof_cursor_close(&cursor);
    mof_arena_free(&arena);
    return !room ? MOF_NO_MEMORY : status == MOF_DONE ? MOF_OK : status;
}
