/* Datetimes as JSON has them: CIM's and ISO's text, and what PowerShell's ConvertTo-Json makes of .NET's types. */
#include "json_read.h"

/* "/Date(1700000000000)/" and "/Date(1700000000000+0100)/": milliseconds since 1970 in UTC; the offset is the writer's
 * own and does not change the moment. */
static bool parse_milliseconds(mof_str s, mof_datetime *out)
{
    static const char opening[] = "/Date(", closing[] = ")/";
    static const uint64_t MOST = 253402300800000; /* the year 10000 */
    size_t before = sizeof opening - 1, behind = sizeof closing - 1, len = 0;
    struct mof_whole n;
    if (s.len < before + behind || memcmp(s.at, opening, before) != 0) return false;
    if (memcmp(s.at + s.len - behind, closing, behind) != 0) return false;
    mof_str inside = mof_str_of(s.at + before, s.len - before - behind);
    while (len < inside.len && (len == 0 || (inside.at[len] != '+' && inside.at[len] != '-'))) len++;
    for (size_t i = len + 1; i < inside.len; i++)
        if (inside.at[i] < '0' || inside.at[i] > '9') return false;
    if (mof_json_whole(mof_str_of(inside.at, len), true, &n) != MOF_WHOLE_NUMBER || n.magnitude > MOST) return false;
    return mof_datetime_from_utc((n.minus ? -1 : 1) * (int64_t)n.magnitude * 1000, out);
}

static bool parse(mof_str text, mof_datetime *out)
{
    return text.len && (mof_datetime_parse(text, out) || parse_milliseconds(text, out));
}

/* A TimeSpan's length, in steps of 100 ns. */
static bool interval_of(mof_str ticks, mof_datetime *out)
{
    enum { TICKS = 10, SECOND = 1000000, DAY = 86400 };
    struct mof_whole n;
    if (mof_json_whole(ticks, false, &n) != MOF_WHOLE_NUMBER || n.minus) return false;
    uint64_t microseconds = n.magnitude / TICKS, seconds = microseconds / SECOND;
    if (seconds / DAY > 99999999) return false;
    *out = (mof_datetime){.interval = 1,
                          .days = (uint32_t)(seconds / DAY),
                          .hour = (uint8_t)(seconds / 3600 % 24),
                          .minute = (uint8_t)(seconds / 60 % 60),
                          .second = (uint8_t)(seconds % 60),
                          .microsecond = (uint32_t)(microseconds % SECOND),
                          .micro_digits = 6,
                          .offset_known = 1};
    return true;
}

/* A TimeSpan has its Ticks among other members; a DateTime that PowerShell 5.1 decorated stands in its `value`. */
static bool read_members(struct mof_json_reader *r, mof_datetime *out)
{
    struct mof_json_token name, value;
    bool found = false;
    for (bool first = true; mof_json_member(&r->json, first, &name); first = false) {
        mof_json_value(&r->json, &value);
        if (value.kind == MOF_JSON_NUMBER && mof_json_is(&name, "Ticks")) found = interval_of(value.text, out);
        else if (value.kind == MOF_JSON_STRING && mof_json_is(&name, "value"))
            found = parse(mof_json_text(r, &value), out);
        else mof_json_skip(&r->json, &value);
    }
    return found && !r->json.wrong;
}

bool mof_json_date(struct mof_json_reader *r, const struct mof_json_token *token, mof_datetime *out)
{
    return token->kind == MOF_JSON_OBJECT ? read_members(r, out) : parse(mof_json_text(r, token), out);
}
