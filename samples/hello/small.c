#include <stdio.h>

#include "garden.h"

int main(void)
{
    Garden_Plant plant;
    Garden_Plant_init(&plant);
    mof_set(&plant, Name, mof_str_from("Fern"));
    mof_set(&plant, Water, 70);

    mof_violation found[4];
    mof_report report = mof_report_of(found, 4);
    Garden_Plant_validate(&plant, MOF_CREATE, &report);
    mof_report_print(&report, stderr); /* Water: 70 is above the greatest value 50 */
    return report.count > 0;
}
