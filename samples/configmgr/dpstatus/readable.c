#include "readable.h"

#include "mofrt.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void readable_count(int64_t number, char *out)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRId64, number);
    size_t len = strlen(digits), at = 0;
    for (size_t i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0 && digits[i - 1] != '-') out[at++] = ',';
        out[at++] = digits[i];
    }
    out[at] = '\0';
}

void readable_age(int64_t seconds, char *out)
{
    const char *in = seconds < 0 ? "in " : "";
    int64_t s = seconds < 0 ? -seconds : seconds;
    if (s < 60) snprintf(out, READABLE_ROOM, "%s%" PRId64 " s", in, s);
    else if (s < 3600) snprintf(out, READABLE_ROOM, "%s%" PRId64 " min", in, s / 60);
    else if (s < 86400) snprintf(out, READABLE_ROOM, "%s%" PRId64 " h %2" PRId64 " min", in, s / 3600, s % 3600 / 60);
    else snprintf(out, READABLE_ROOM, "%s%" PRId64 " d %2" PRId64 " h", in, s / 86400, s % 86400 / 3600);
}

void readable_bytes(int64_t bytes, char *out)
{
    static const char *const units[] = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    double value = (double)bytes;
    size_t unit = 0;
    while (value >= 1024 && unit + 1 < sizeof units / sizeof *units) value /= 1024, unit++;
    snprintf(out, READABLE_ROOM, unit ? "%.1f %s" : "%.0f %s", value, units[unit]);
}

void readable_share(int64_t part, int64_t whole, char *out)
{
    int64_t tenths = whole > 0 ? (int64_t)((double)part / (double)whole * 1000) : 0;
    if (whole <= 0) snprintf(out, READABLE_ROOM, "-");
    else if (part == 0 || part == whole) snprintf(out, READABLE_ROOM, "%d %%", part ? 100 : 0);
    else if (tenths == 0) snprintf(out, READABLE_ROOM, "< 0.1 %%");
    else snprintf(out, READABLE_ROOM, "%" PRId64 ".%" PRId64 " %%", tenths / 10, tenths % 10);
}

void readable_moment(int64_t moment, char *out)
{
    static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                         "July",    "August",   "September", "October", "November", "December"};
    mof_datetime d;
    if (!mof_datetime_from_utc(moment, &d)) snprintf(out, READABLE_ROOM, "-");
    else snprintf(out, READABLE_ROOM, "%u %s %u, %02u:%02u UTC", d.day, months[d.month - 1], d.year, d.hour, d.minute);
}
