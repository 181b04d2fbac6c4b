/* The five classes, in the order in which their tables are filled. */
#include "classes.h"

#include "distribution_store.h"

static enum mof_status add_point(mof_bulk *bulk, mof_str json, uint64_t bytes, mof_arena *arena, mof_report *report,
                                 mof_error *error)
{
    SMS_DistributionPoint point;
    enum mof_status status = SMS_DistributionPoint_from_json(&point, json, arena, report, error);
    if (status != MOF_OK) return status;
    return report->errors ? MOF_INVALID : SMS_DistributionPoint_load(bulk, &point, bytes, report, error);
}

static enum mof_status add_copy(mof_bulk *bulk, mof_str json, uint64_t bytes, mof_arena *arena, mof_report *report,
                                mof_error *error)
{
    SMS_PackageStatus copy;
    enum mof_status status = SMS_PackageStatus_from_json(&copy, json, arena, report, error);
    if (status != MOF_OK) return status;
    return report->errors ? MOF_INVALID : SMS_PackageStatus_load(bulk, &copy, bytes, report, error);
}

static enum mof_status add_counts(mof_bulk *bulk, mof_str json, uint64_t bytes, mof_arena *arena, mof_report *report,
                                  mof_error *error)
{
    SMS_DPStatusPerDP counts;
    enum mof_status status = SMS_DPStatusPerDP_from_json(&counts, json, arena, report, error);
    if (status != MOF_OK) return status;
    return report->errors ? MOF_INVALID : SMS_DPStatusPerDP_load(bulk, &counts, bytes, report, error);
}

static enum mof_status add_message(mof_bulk *bulk, mof_str json, uint64_t bytes, mof_arena *arena, mof_report *report,
                                   mof_error *error)
{
    SMS_DistributionStatus message;
    enum mof_status status = SMS_DistributionStatus_from_json(&message, json, arena, report, error);
    if (status != MOF_OK) return status;
    return report->errors ? MOF_INVALID : SMS_DistributionStatus_load(bulk, &message, bytes, report, error);
}

static enum mof_status add_job(mof_bulk *bulk, mof_str json, uint64_t bytes, mof_arena *arena, mof_report *report,
                               mof_error *error)
{
    SMS_DistributionJob job;
    enum mof_status status = SMS_DistributionJob_from_json(&job, json, arena, report, error);
    if (status != MOF_OK) return status;
    return report->errors ? MOF_INVALID : SMS_DistributionJob_load(bulk, &job, bytes, report, error);
}

const struct class classes[CLASS_COUNT] = {
    {&SMS_DistributionPoint_table, add_point}, {&SMS_PackageStatus_table, add_copy},
    {&SMS_DPStatusPerDP_table, add_counts},    {&SMS_DistributionStatus_table, add_message},
    {&SMS_DistributionJob_table, add_job},
};

const char *class_name(int class) { return mof_class_name(mof_table_class(classes[class].table)); }

int class_find(mof_str name)
{
    for (int i = 0; i < CLASS_COUNT; i++)
        if (mof_str_equal_fold(name, mof_str_from(class_name(i)))) return i;
    return -1;
}
