/* Any text is a datetime or none: what is one is formatted, and read again as the same; and any bits in the struct are
 * taken without harm. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "runtime/mofrt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void any_text(mof_str text)
{
    mof_datetime one, two;
    char first[MOF_DATETIME_ROOM], second[MOF_DATETIME_ROOM];
    int64_t utc, again;
    if (!mof_datetime_parse(text, &one)) return;
    bool good = mof_datetime_valid(&one) && mof_datetime_format(&one, first) &&
                mof_datetime_parse(mof_str_of(first, MOF_DATETIME_LEN), &two) && mof_datetime_format(&two, second);
    assert(good && strcmp(first, second) == 0 && mof_datetime_equal(&one, &two));
    if (one.interval || !mof_datetime_to_utc(&one, &utc) || !mof_datetime_from_utc(utc, &two)) return;
    good = mof_datetime_to_utc(&two, &again);
    assert(good && again == utc);
}

static void any_bits(const mof_datetime *d)
{
    char text[MOF_DATETIME_ROOM];
    mof_datetime read;
    int64_t utc;
    int order;
    bool valid = mof_datetime_valid(d), formatted = mof_datetime_format(d, text);
    assert(valid == formatted);
    if (formatted) {
        bool good = mof_datetime_parse(mof_str_of(text, MOF_DATETIME_LEN), &read);
        assert(good && mof_datetime_equal(d, &read));
    }
    mof_datetime_to_utc(d, &utc);
    if (mof_datetime_compare(d, d, &order)) assert(order == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    mof_datetime bits = {0};
    memcpy(&bits, data, size < sizeof bits ? size : sizeof bits);
    any_text(mof_str_of((const char *)data, size));
    any_bits(&bits);
    return 0;
}
