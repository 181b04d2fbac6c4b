/* The five classes, in the order in which their tables are filled. */
#include "classes.h"

#include "SMS_DPStatusPerDP_store.h"
#include "SMS_DistributionJob_store.h"
#include "SMS_DistributionPoint_store.h"
#include "SMS_DistributionStatus_store.h"
#include "SMS_PackageStatus_store.h"

const struct mof_table *const class_tables[CLASS_COUNT] = {
    &SMS_DistributionPoint_table,  &SMS_PackageStatus_table,   &SMS_DPStatusPerDP_table,
    &SMS_DistributionStatus_table, &SMS_DistributionJob_table,
};

int class_find(mof_str name)
{
    for (int i = 0; i < CLASS_COUNT; i++)
        if (mof_str_equal_fold(name, mof_str_from(class_tables[i]->of->name))) return i;
    return -1;
}
