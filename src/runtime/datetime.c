/* CIM datetimes (DSP0004 5.2.4): 25 characters, "yyyymmddhhmmss.mmmmmmsutc" for a point in time and
 * "ddddddddhhmmss.mmmmmm:000" for an interval, where asterisks stand for what is not known. Whatever is parsed is
 * formatted as the same characters. ISO 8601 is read too, since REST interfaces and people write it. */
#include "mofrt.h"

#include <string.h>

enum { POINT_AT = 14, SIGN_AT = 21 };
static const int64_t MICROSECONDS = 1000000;

/* The fields of both forms: where their digits stand, and the values they take. */
struct field {
    uint8_t at, len;
    uint32_t wild;
    uint32_t least, most;
};
enum { YEAR, MONTH, DAY, HOUR, MINUTE, SECOND, POINT_FIELDS };
static const struct field point_fields[] = {{0, 4, MOF_WILD_YEAR, 0, 9999},  {4, 2, MOF_WILD_MONTH, 1, 12},
                                            {6, 2, MOF_WILD_DAY, 1, 31},     {8, 2, MOF_WILD_HOUR, 0, 23},
                                            {10, 2, MOF_WILD_MINUTE, 0, 59}, {12, 2, MOF_WILD_SECOND, 0, 59}};
static const struct field interval_fields[] = {{0, 8, MOF_WILD_DAYS, 0, 99999999},
                                               {8, 2, MOF_WILD_HOUR, 0, 23},
                                               {10, 2, MOF_WILD_MINUTE, 0, 59},
                                               {12, 2, MOF_WILD_SECOND, 0, 59}};

static uint32_t fields_of(const mof_datetime *d, const struct field **fields, uint32_t values[POINT_FIELDS])
{
    const uint32_t point[] = {d->year, d->month, d->day, d->hour, d->minute, d->second};
    const uint32_t interval[] = {d->days, d->hour, d->minute, d->second};
    uint32_t count = d->interval ? 4 : POINT_FIELDS;
    *fields = d->interval ? interval_fields : point_fields;
    memcpy(values, d->interval ? interval : point, count * sizeof *values);
    return count;
}

static void set_fields(mof_datetime *d, const uint32_t *values)
{
    uint32_t from = d->interval ? 1 : HOUR;
    if (d->interval) d->days = values[0];
    else d->year = (uint16_t)values[YEAR], d->month = (uint8_t)values[MONTH], d->day = (uint8_t)values[DAY];
    d->hour = (uint8_t)values[from];
    d->minute = (uint8_t)values[from + 1];
    d->second = (uint8_t)values[from + 2];
}

/* ---- validity ------------------------------------------------------------------------------------------- */

static bool is_leap(uint32_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

/* An unknown month may have 31 days, February of an unknown year 29. */
static uint32_t days_in(const mof_datetime *d)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (d->wild & MOF_WILD_MONTH) return 31;
    bool leap = (d->wild & MOF_WILD_YEAR) || is_leap(d->year);
    return days[d->month - 1] + (d->month == 2 && leap ? 1u : 0u);
}

static bool valid_microsecond(const mof_datetime *d)
{
    uint32_t unit = 1;
    if (d->micro_digits > 6 || d->microsecond >= MICROSECONDS) return false;
    for (unsigned i = d->micro_digits; i < 6; i++) unit *= 10;
    return d->microsecond % unit == 0;
}

/* Nearly every datetime that is stored or sent is this: a point in time with all its digits. Whatever else: false. */
static bool is_plain_point(const mof_datetime *d)
{
    return !(d->interval | d->wild | (d->micro_digits ^ 6u)) && d->offset_known <= 1 && d->year <= 9999 &&
           d->month - 1u < 12 && d->day - 1u < 28 && d->hour < 24 && d->minute < 60 && d->second < 60 &&
           d->microsecond < MICROSECONDS && d->offset >= -999 && d->offset <= 999;
}

bool mof_datetime_valid(const mof_datetime *d)
{
    if (is_plain_point(d)) return true;
    const struct field *fields;
    uint32_t values[POINT_FIELDS], count = fields_of(d, &fields, values), known = 0;
    for (uint32_t i = 0; i < count; i++) {
        known |= fields[i].wild;
        if (d->wild & fields[i].wild) continue;
        if (values[i] < fields[i].least || values[i] > fields[i].most) return false;
    }
    if ((d->wild & ~known) || d->interval > 1 || d->offset_known > 2 || !valid_microsecond(d)) return false;
    if (d->interval) return d->offset == 0;
    if (d->offset < -999 || d->offset > 999 || (d->offset_known == 2 && d->offset)) return false;
    return (d->wild & MOF_WILD_DAY) || d->day <= days_in(d);
}

/* ---- reading -------------------------------------------------------------------------------------------- */

static bool digits(const char *at, size_t len, uint32_t *out)
{
    *out = 0;
    for (size_t i = 0; i < len; i++) {
        if (at[i] < '0' || at[i] > '9') return false;
        *out = *out * 10 + (uint32_t)(at[i] - '0');
    }
    return true;
}

static bool all_wild(const char *at, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (at[i] != '*') return false;
    return true;
}

/* Six places: digits, then asterisks. */
static bool parse_micro(const char *at, mof_datetime *d)
{
    uint32_t value;
    uint8_t known = 0;
    while (known < 6 && at[known] != '*') known++;
    if (!all_wild(at + known, 6u - known) || !digits(at, known, &value)) return false;
    for (uint8_t i = known; i < 6; i++) value *= 10;
    d->microsecond = value;
    d->micro_digits = known;
    return true;
}

static bool parse_offset(const char *at, mof_datetime *d)
{
    uint32_t minutes;
    if (d->interval) return memcmp(at, ":000", 4) == 0;
    if (memcmp(at, "+***", 4) == 0) return true;
    if ((at[0] != '+' && at[0] != '-') || !digits(at + 1, 3, &minutes)) return false;
    d->offset = (int16_t)(at[0] == '-' ? -(int)minutes : (int)minutes);
    d->offset_known = at[0] == '-' && !minutes ? 2 : 1;
    return true;
}

static bool parse_cim(const char *at, mof_datetime *d)
{
    const struct field *fields;
    uint32_t values[POINT_FIELDS] = {0};
    d->interval = at[SIGN_AT] == ':';
    uint32_t count = fields_of(d, &fields, values);
    for (uint32_t i = 0; i < count; i++) {
        if (all_wild(at + fields[i].at, fields[i].len)) d->wild |= fields[i].wild;
        else if (!digits(at + fields[i].at, fields[i].len, &values[i])) return false;
    }
    set_fields(d, values);
    return at[POINT_AT] == '.' && parse_micro(at + POINT_AT + 1, d) && parse_offset(at + SIGN_AT, d);
}

/* ---- ISO 8601 ------------------------------------------------------------------------------------------- */

struct iso {
    const char *at, *end;
};

static bool iso_number(struct iso *in, size_t len, uint32_t *out)
{
    if ((size_t)(in->end - in->at) < len || !digits(in->at, len, out)) return false;
    in->at += len;
    return true;
}

static bool iso_skip(struct iso *in, char c)
{
    bool there = in->at < in->end && *in->at == c;
    in->at += there;
    return there;
}

/* Finer than a microsecond is cut off. */
static bool iso_fraction(struct iso *in, mof_datetime *d)
{
    uint32_t count = 0;
    for (; in->at < in->end && *in->at >= '0' && *in->at <= '9'; in->at++, count++)
        if (count < 6) d->microsecond = d->microsecond * 10 + (uint32_t)(*in->at - '0');
    for (uint32_t i = count; i < 6; i++) d->microsecond *= 10;
    return count > 0;
}

static bool iso_offset(struct iso *in, mof_datetime *d)
{
    uint32_t hours, minutes = 0;
    if (in->at == in->end) return true;
    d->offset_known = 1;
    if (iso_skip(in, 'Z') || iso_skip(in, 'z')) return true;
    bool west = *in->at == '-';
    if (!iso_skip(in, '+') && !iso_skip(in, '-')) return false;
    if (!iso_number(in, 2, &hours)) return false;
    bool colon = iso_skip(in, ':');
    if ((colon || in->at < in->end) && !iso_number(in, 2, &minutes)) return false;
    if (minutes > 59 || hours * 60 + minutes > 999) return false;
    d->offset = (int16_t)(hours * 60 + minutes);
    if (west) d->offset = (int16_t)-d->offset;
    return true;
}

static bool iso_time(struct iso *in, uint32_t *values, mof_datetime *d)
{
    if (!iso_number(in, 2, &values[HOUR]) || !iso_skip(in, ':') || !iso_number(in, 2, &values[MINUTE])) return false;
    if (iso_skip(in, ':') && !iso_number(in, 2, &values[SECOND])) return false;
    if ((iso_skip(in, '.') || iso_skip(in, ',')) && !iso_fraction(in, d)) return false;
    return iso_offset(in, d) && in->at == in->end;
}

static bool parse_iso(mof_str text, mof_datetime *d)
{
    struct iso in = {text.at, text.at + text.len};
    uint32_t values[POINT_FIELDS] = {0};
    if (!iso_number(&in, 4, &values[YEAR]) || !iso_skip(&in, '-') || !iso_number(&in, 2, &values[MONTH]) ||
        !iso_skip(&in, '-') || !iso_number(&in, 2, &values[DAY]))
        return false;
    if (in.at == in.end) { /* a day: its time is not known */
        d->wild = MOF_WILD_HOUR | MOF_WILD_MINUTE | MOF_WILD_SECOND;
        set_fields(d, values);
        return true;
    }
    d->micro_digits = 6;
    if (!iso_skip(&in, 'T') && !iso_skip(&in, 't') && !iso_skip(&in, ' ')) return false;
    if (!iso_time(&in, values, d)) return false;
    for (int i = 0; i < POINT_FIELDS; i++) /* what would not fit its field must not be cut down to what does */
        if (values[i] > point_fields[i].most) return false;
    set_fields(d, values);
    return true;
}

bool mof_datetime_parse(mof_str text, mof_datetime *out)
{
    mof_datetime cim = {0}, iso = {0};
    if (text.len == MOF_DATETIME_LEN && parse_cim(text.at, &cim) && mof_datetime_valid(&cim)) {
        *out = cim;
        return true;
    }
    if (!parse_iso(text, &iso) || !mof_datetime_valid(&iso)) return false;
    *out = iso;
    return true;
}

/* ---- writing -------------------------------------------------------------------------------------------- */

static void put(char *at, size_t len, uint32_t value)
{
    for (; len; len--, value /= 10) at[len - 1] = (char)('0' + value % 10);
}

static void put_two(char *at, unsigned value)
{
    at[0] = (char)('0' + value / 10);
    at[1] = (char)('0' + value % 10);
}

static void put_plain_point(char *out, const mof_datetime *d)
{
    unsigned offset = (unsigned)(d->offset < 0 ? -d->offset : d->offset), micro = d->microsecond;
    put_two(out, d->year / 100u);
    put_two(out + 2, d->year % 100u);
    put_two(out + 4, d->month);
    put_two(out + 6, d->day);
    put_two(out + 8, d->hour);
    put_two(out + 10, d->minute);
    put_two(out + 12, d->second);
    out[POINT_AT] = '.';
    put_two(out + 15, micro / 10000);
    put_two(out + 17, micro / 100 % 100);
    put_two(out + 19, micro % 100);
    if (d->offset_known) {
        out[SIGN_AT] = d->offset < 0 ? '-' : '+';
        out[22] = (char)('0' + offset / 100);
        put_two(out + 23, offset % 100);
    } else memcpy(out + SIGN_AT, "+***", 4);
    out[MOF_DATETIME_LEN] = 0;
}

bool mof_datetime_format(const mof_datetime *d, char out[MOF_DATETIME_ROOM])
{
    if (is_plain_point(d)) {
        put_plain_point(out, d);
        return true;
    }
    const struct field *fields;
    uint32_t values[POINT_FIELDS];
    out[0] = 0;
    if (!mof_datetime_valid(d)) return false;
    uint32_t count = fields_of(d, &fields, values);
    for (uint32_t i = 0; i < count; i++) {
        put(out + fields[i].at, fields[i].len, values[i]);
        if (d->wild & fields[i].wild) memset(out + fields[i].at, '*', fields[i].len);
    }
    out[POINT_AT] = '.';
    put(out + POINT_AT + 1, 6, d->microsecond);
    memset(out + POINT_AT + 1 + d->micro_digits, '*', 6u - d->micro_digits);
    int offset = d->offset < 0 ? -d->offset : d->offset;
    out[SIGN_AT] = d->interval ? ':' : d->offset < 0 || d->offset_known == 2 ? '-' : '+';
    put(out + SIGN_AT + 1, 3, (uint32_t)offset);
    if (!d->interval && !d->offset_known) memcpy(out + SIGN_AT, "+***", 4);
    out[MOF_DATETIME_LEN] = 0;
    return true;
}

/* ---- moments -------------------------------------------------------------------------------------------- */

/* Days from 1970-01-01 in the proleptic Gregorian calendar. March begins the year, so a leap day is its last. */
static int64_t days_from_civil(int64_t year, int64_t month, int64_t day)
{
    year += 400 - (month <= 2); /* never negative; 400 years are 146,097 days */
    int64_t of_era = year % 400, of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return year / 400 * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468 - 146097;
}

static bool is_whole(const mof_datetime *d) { return mof_datetime_valid(d) && !d->wild && d->micro_digits == 6; }

/* As if the offset were zero. */
static int64_t local(const mof_datetime *d)
{
    int64_t days = d->interval ? (int64_t)d->days : days_from_civil(d->year, d->month, d->day);
    return (((days * 24 + d->hour) * 60 + d->minute) * 60 + d->second) * MICROSECONDS + (int64_t)d->microsecond;
}

bool mof_datetime_to_utc(const mof_datetime *d, int64_t *microseconds)
{
    if (!is_whole(d) || (!d->interval && !d->offset_known)) return false;
    *microseconds = local(d) - (d->interval ? 0 : (int64_t)d->offset * 60 * MICROSECONDS);
    return true;
}

bool mof_datetime_from_utc(int64_t microseconds, mof_datetime *out)
{
    static const int64_t LEAST = -62167219200 * INT64_C(1000000), MOST = 253402300800 * INT64_C(1000000) - 1;
    if (microseconds < LEAST || microseconds > MOST) return false;
    int64_t since = microseconds - LEAST, day_length = 86400 * MICROSECONDS;    /* since year 0 */
    int64_t days = since / day_length + 146097 - 60, rest = since % day_length; /* since 1 March of the year -400 */
    int64_t era = days / 146097, of_era = days % 146097;
    int64_t years = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * years + years / 4 - years / 100), month = (5 * of_year + 2) / 153;
    mof_datetime d = {.micro_digits = 6, .offset_known = 1};
    d.day = (uint8_t)(of_year - (153 * month + 2) / 5 + 1);
    d.month = (uint8_t)(month < 10 ? month + 3 : month - 9);
    d.year = (uint16_t)(years + (era - 1) * 400 + (month >= 10));
    d.microsecond = (uint32_t)(rest % MICROSECONDS);
    d.second = (uint8_t)(rest / MICROSECONDS % 60);
    d.minute = (uint8_t)(rest / (60 * MICROSECONDS) % 60);
    d.hour = (uint8_t)(rest / (3600 * MICROSECONDS));
    *out = d;
    return true;
}

bool mof_datetime_compare(const mof_datetime *a, const mof_datetime *b, int *order)
{
    if (!is_whole(a) || !is_whole(b) || a->interval != b->interval) return false;
    if (!a->interval && !a->offset_known != !b->offset_known) return false;
    int64_t x = local(a), y = local(b);
    if (!a->interval && a->offset_known) mof_datetime_to_utc(a, &x), mof_datetime_to_utc(b, &y);
    *order = (x > y) - (x < y);
    return true;
}

bool mof_datetime_equal(const mof_datetime *a, const mof_datetime *b)
{
    char x[MOF_DATETIME_ROOM], y[MOF_DATETIME_ROOM];
    return mof_datetime_format(a, x) && mof_datetime_format(b, y) && memcmp(x, y, sizeof x) == 0;
}
