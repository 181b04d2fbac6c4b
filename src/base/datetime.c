#include "base/datetime.h"

bool datetime_read(struct slice text, mof_datetime *out)
{
    bool cim = text.len == MOF_DATETIME_LEN && text.at[14] == '.'; /* no form of ISO 8601 has its point there */
    return cim && mof_datetime_parse((mof_str){text.at, text.len}, out);
}

bool datetime_valid(struct slice text)
{
    mof_datetime unused;
    return datetime_read(text, &unused);
}

bool datetime_utc(struct slice text, int64_t *microseconds)
{
    mof_datetime d;
    return datetime_read(text, &d) && mof_datetime_to_utc(&d, microseconds);
}
