/* The five classes, in the order in which their numbers are printed. */
#include "classes.h"

#include "distribution_store.h"

#include <string.h>

static enum mof_status path_of_point(const void *object, mof_ref *path, mof_arena *arena)
{
    const SMS_DistributionPoint *o = object;
    SMS_DistributionPoint_key key = {
        .PackageID = o->PackageID, .ServerNALPath = o->ServerNALPath, .SiteCode = o->SiteCode};
    return SMS_DistributionPoint_path(&key, path, arena, NULL);
}

static enum mof_status path_of_copy(const void *object, mof_ref *path, mof_arena *arena)
{
    const SMS_PackageStatus *o = object;
    SMS_PackageStatus_key key = {.PackageID = o->PackageID,
                                 .Personality = o->Personality,
                                 .PkgServer = o->PkgServer,
                                 .SiteCode = o->SiteCode,
                                 .Status = o->Status,
                                 .Type = o->Type};
    return SMS_PackageStatus_path(&key, path, arena, NULL);
}

static enum mof_status path_of_counts(const void *object, mof_ref *path, mof_arena *arena)
{
    const SMS_DPStatusPerDP *o = object;
    SMS_DPStatusPerDP_key key = {.DPName = o->DPName, .SoftwareName = o->SoftwareName};
    return SMS_DPStatusPerDP_path(&key, path, arena, NULL);
}

static enum mof_status path_of_message(const void *object, mof_ref *path, mof_arena *arena)
{
    const SMS_DistributionStatus *o = object;
    SMS_DistributionStatus_key key = {.MessageCategory = o->MessageCategory, .ObjectID = o->ObjectID};
    return SMS_DistributionStatus_path(&key, path, arena, NULL);
}

static enum mof_status path_of_job(const void *object, mof_ref *path, mof_arena *arena)
{
    const SMS_DistributionJob *o = object;
    SMS_DistributionJob_key key = {.JobID = o->JobID};
    return SMS_DistributionJob_path(&key, path, arena, NULL);
}

const struct class classes[CLASS_COUNT] = {
    {&SMS_DistributionPoint_table, path_of_point}, {&SMS_PackageStatus_table, path_of_copy},
    {&SMS_DPStatusPerDP_table, path_of_counts},    {&SMS_DistributionStatus_table, path_of_message},
    {&SMS_DistributionJob_table, path_of_job},
};

const char *class_name(int class) { return mof_class_name(mof_table_class(classes[class].table)); }

int class_index(const mof_class *of)
{
    int i = 0;
    while (i < CLASS_COUNT - 1 && mof_table_class(classes[i].table) != of) i++;
    return i;
}

const mof_class *class_of_path(const char *path)
{
    const char *slash = strrchr(path, '/'), *from = slash ? slash + 1 : path;
    mof_str name = mof_str_of(from, strcspn(from, "."));
    for (int i = 0; i < CLASS_COUNT; i++)
        if (mof_str_equal_fold(name, mof_str_from(class_name(i)))) return mof_table_class(classes[i].table);
    return NULL;
}
