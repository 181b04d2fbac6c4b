/* Any bytes are a stream of records, or none: pushed in chunks of any length they give what they give as a whole, and
 * so they do as UTF-16. The first byte is the length of the chunks. A broken record never ends the stream, and what is
 * whole is read. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "distribution.h"
#include "mofrt_records.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 400000 };

/* All that a stream says, in one text. */
struct said {
    char text[MOST];
    size_t len;
};

static void say(struct said *s, const char *bytes, size_t len)
{
    if (len > MOST - s->len) len = MOST - s->len;
    if (len) memcpy(s->text + s->len, bytes, len);
    s->len += len;
}

static void say_record(struct said *s, const mof_records *r, enum mof_status status)
{
    char place[100];
    mof_str json = mof_records_json(r);
    const mof_class *of = mof_records_class(r);
    int len = snprintf(place, sizeof place, "\n%d %d:%d %s ", (int)status, mof_records_line(r), mof_records_column(r),
                       of ? mof_class_name(of) : "");
    say(s, place, (size_t)len);
    say(s, mof_records_message(r), strlen(mof_records_message(r)));
    say(s, json.at, json.len);
    assert((status == MOF_OK) == (of != NULL) && (status == MOF_OK) == !mof_records_error(r)->message[0]);
    assert((status == MOF_SYNTAX) == !json.len);
}

/* The stream remembers where a record's members are; its text alone is to give the same object and reports. */
static void read_record(const mof_records *r)
{
    mof_arena arena = {0};
    mof_report report = {0}, again = {0};
    const mof_class *of = mof_records_class(r);
    void *object = of ? mof_arena_alloc(&arena, mof_class_size(of)) : NULL;
    void *other = of ? mof_arena_alloc(&arena, mof_class_size(of)) : NULL;
    if (object && other) {
        assert(mof_from_record(of, object, r, &arena, &report, NULL) == MOF_OK);
        assert(mof_from_json(of, other, mof_records_json(r), &arena, &again, NULL) == MOF_OK);
        assert(mof_equal(of, object, other) && report.count == again.count && report.errors == again.errors);
    }
    mof_arena_free(&arena);
}

/* Reads all records that there are in what was pushed. */
static void drain(struct said *s, mof_records *r, enum mof_status end)
{
    uint64_t before = 0;
    for (enum mof_status status; (status = mof_records_next(r)) != end; before = mof_records_offset(r)) {
        assert(status == MOF_OK || status == MOF_SYNTAX || status == MOF_INVALID);
        assert(mof_records_offset(r) >= before);
        say_record(s, r, status);
        read_record(r);
    }
}

static struct said *read_all(const char *bytes, size_t len, size_t chunk, size_t most)
{
    static struct said both[2];
    static int which;
    struct said *s = &both[which = !which];
    mof_records *r;
    mof_records_options options = {.name = "f", .most = most};
    s->len = 0;
    if (mof_records_open_push(distribution_classes, &options, &r, NULL) != MOF_OK) abort();
    for (size_t at = 0; at < len; at += chunk) {
        assert(mof_records_push(r, bytes + at, len - at < chunk ? len - at : chunk) == MOF_OK);
        drain(s, r, MOF_MORE);
    }
    assert(mof_records_push(r, NULL, 0) == MOF_OK);
    drain(s, r, MOF_DONE);
    assert(mof_records_next(r) == MOF_DONE);
    mof_records_close(r);
    return s;
}

static void compare(const struct said *a, const struct said *b)
{
    assert(a->len == b->len && !memcmp(a->text, b->text, a->len));
}

/* ASCII with a BOM in front. */
static void compare_utf16(const struct said *whole, const char *bytes, size_t len, size_t chunk, bool big)
{
    char *wide = malloc(2 * len + 2);
    for (size_t i = 0; i <= len && wide; i++) {
        wide[2 * i] = (char)(i ? 0 : 0xFE);
        wide[2 * i + 1] = (char)(i ? bytes[i - 1] : 0xFF);
        if (big) continue;
        char first = wide[2 * i];
        wide[2 * i] = wide[2 * i + 1];
        wide[2 * i + 1] = first;
    }
    if (wide) compare(whole, read_all(wide, 2 * len + 2, chunk, 0));
    free(wide);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct said whole;
    if (!size || size > 16000) return 0;
    size_t chunk = data[0] % 64 + 1u;
    const char *bytes = (const char *)data + 1;
    bool ascii = true;
    size--;
    for (size_t i = 0; i < size; i++) ascii &= (unsigned char)bytes[i] < 0x80 && bytes[i];
    whole = *read_all(bytes, size, size + 1, 0);
    compare(&whole, read_all(bytes, size, chunk, 0));
    if (ascii) compare_utf16(&whole, bytes, size, chunk, data[0] & 64);
    read_all(bytes, size, chunk, 50);
    return 0;
}
