/* Any valid record survives JSON -> struct -> SQLite -> struct -> JSON, and a stream of records in UTF-8 and UTF-16:
 * records of every class of samples/configmgr, made at random from the class's own table (seeded, so that each run is
 * the same), the valid ones taken round. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "distribution_store.h"
#include "mofrt_records.h"
#include "mofrt_sqlite_generated.h"

enum { RECORDS = 2000, LEAST_VALID = 200, KEY_ROOM = 512 };

static const mof_table *const tables[] = {
    &SMS_DPStatusPerDP_table,      &SMS_DistributionJob_table, &SMS_DistributionPoint_table,
    &SMS_DistributionStatus_table, &SMS_PackageStatus_table,
};

/* ---- chance --------------------------------------------------------------------------------------------- */

static uint64_t seed = 42;

static uint64_t chance(void) /* xorshift64 */
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

static uint64_t below(uint64_t n) { return chance() % n; }

/* Small, or near a bound of its width, or anything. */
static uint64_t number(void)
{
    static const uint64_t edges[] = {0,
                                     1,
                                     127,
                                     128,
                                     255,
                                     256,
                                     32767,
                                     65535,
                                     2147483647,
                                     4294967295u,
                                     9007199254740993u,
                                     9223372036854775807u,
                                     9223372036854775808u,
                                     UINT64_MAX};
    return below(2) ? edges[below(sizeof edges / sizeof *edges)] : below(2) ? below(20) : chance();
}

static bool text(mof_arena *arena, mof_str *out)
{
    static const char *const pieces[] = {"a",  "Z",  "0", " ", "'", "\"",  "\\", "--",
                                         "\n", "\t", "ä", "€", "😀", "PS1", "/"};
    char bytes[64];
    size_t len = 0;
    for (uint64_t n = below(6); n > 0; n--) {
        const char *piece = pieces[below(sizeof pieces / sizeof *pieces)];
        memcpy(bytes + len, piece, strlen(piece));
        len += strlen(piece);
    }
    if (!below(4)) memcpy(bytes, "PS1", len = 3);
    return mof_arena_str(arena, bytes, len, out);
}

static mof_datetime moment(void)
{
    static const char *const some[] = {"19900101000000.000000+***", "20240229235959.999999-720",
                                       "20240501******.******+***", "00000001123456.000001:000",
                                       "99991231235959.000000+000", "20240501100000.5*****+060"};
    mof_datetime d;
    if (below(2) || !mof_datetime_from_utc((int64_t)below(4102444800u) * 1000000 + (int64_t)below(1000000), &d))
        mof_datetime_parse(mof_str_from(some[below(sizeof some / sizeof *some)]), &d);
    return d;
}

/* ---- records -------------------------------------------------------------------------------------------- */

static uint64_t listed(const struct mof_enum *e)
{
    const struct mof_enum_value *v = &e->values[below(e->count)];
    return v->value + (v->range ? below(v->last - v->value) : 0);
}

static void fill_scalar(const struct mof_property *p, void *to, mof_arena *arena)
{
    uint64_t n = p->values && p->values->count && below(10) ? listed(p->values) : number();
    switch (p->type) {
    case MOF_BOOLEAN: *(bool *)to = n & 1; break;
    case MOF_UINT8:
    case MOF_SINT8: *(uint8_t *)to = (uint8_t)n; break;
    case MOF_UINT16:
    case MOF_SINT16:
    case MOF_CHAR16: *(uint16_t *)to = (uint16_t)n; break;
    case MOF_UINT32:
    case MOF_SINT32: *(uint32_t *)to = (uint32_t)n; break;
    case MOF_UINT64:
    case MOF_SINT64: *(uint64_t *)to = n; break;
    case MOF_REAL32: *(float *)to = (float)n / 3; break;
    case MOF_REAL64: *(double *)to = (double)n / 3; break;
    case MOF_STRING: text(arena, to); break;
    case MOF_DATETIME: *(mof_datetime *)to = moment(); break;
    default: break;
    }
}

static bool is_bytes(const struct mof_property *p) { return p->flags & MOF_ARRAY && p->type == MOF_UINT8; }

static void fill(const mof_class *of, void *object, mof_arena *arena)
{
    memset(object, 0, of->size);
    for (uint32_t i = 0; i < of->count; i++) {
        const struct mof_property *p = &of->properties[i];
        bool fillable = is_bytes(p) || (!(p->flags & MOF_ARRAY) && p->type <= MOF_DATETIME);
        if (!fillable || (!(p->flags & MOF_KEY) && !below(3))) continue;
        void *to = (char *)object + p->offset;
        ((bool *)object)[of->has + i] = true;
        if (!is_bytes(p)) {
            fill_scalar(p, to, arena);
            continue;
        }
        uint8_t *bytes = mof_arena_alloc(arena, 16);
        size_t count = below(16);
        for (size_t b = 0; b < count; b++) bytes[b] = (uint8_t)chance();
        *(mof_uint8_array *)to = (mof_uint8_array){bytes, count};
    }
}

/* ---- the way round -------------------------------------------------------------------------------------- */

/* The end of a class's members begins another's, so what is copied is what the key's own parts leave room for. */
static void key_of(const mof_table *table, const void *object, void *key)
{
    for (uint32_t i = 0; i < table->of->key_count; i++) {
        const struct mof_property *p = &table->of->properties[table->of->keys[i].property];
        size_t size = p->type == MOF_STRING ? sizeof(mof_str) : p->type == MOF_DATETIME ? sizeof(mof_datetime) : 8;
        if (p->offset + size > table->of->size) size = table->of->size - p->offset;
        memmove((char *)key + table->of->keys[i].offset, (const char *)object + p->offset, size);
    }
}

static int failed(const mof_table *table, const char *what, mof_str json, const char *why)
{
    printf("not ok - %s: %s: %s\n  %.*s\n", table->name, what, why, (int)json.len, json.at);
    return 1;
}

/* The object again, out of a stream that is pushed in chunks; as UTF-16 where `wide`. */
static enum mof_status from_stream(const mof_class *of, void *object, mof_str json, bool wide, mof_arena *arena,
                                   mof_report *report)
{
    const mof_class *const classes[] = {of, NULL};
    mof_records_options options = {.of = of};
    mof_records *records;
    enum mof_status status = mof_records_open_push(classes, &options, &records, NULL);
    for (size_t at = 0, len; status == MOF_OK && at < json.len; at += len) {
        uint32_t c = (unsigned char)json.at[at];
        len = c < 0xC0 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
        c &= len == 1 ? 0x7F : 0x7Fu >> len;
        for (size_t i = 1; i < len; i++) c = c << 6 | ((unsigned char)json.at[at + i] & 0x3F);
        uint32_t high = c > 0xFFFF ? 0xD7C0 + (c >> 10) : c, low = 0xDC00 | (c & 0x3FF);
        const char units[] = {(char)(high & 0xFF), (char)(high >> 8), (char)(low & 0xFF), (char)(low >> 8)};
        if (wide) status = mof_records_push(records, units, c > 0xFFFF ? 4 : 2);
        else status = mof_records_push(records, json.at + at, len);
    }
    if (status == MOF_OK) status = mof_records_push(records, NULL, 0);
    if (status == MOF_OK) status = mof_records_next(records);
    if (status == MOF_OK) status = mof_from_record(of, object, records, arena, report, NULL);
    mof_records_close(records);
    return status;
}

static bool survives_streams(const mof_class *of, mof_str before, mof_arena *arena)
{
    void *read = mof_arena_alloc(arena, of->size);
    mof_report report = {0};
    mof_str after;
    for (int wide = 0; wide < 2; wide++)
        if (from_stream(of, read, before, wide, arena, &report) || report.count ||
            mof_to_json(of, read, &after, arena, NULL) || !mof_str_equal(before, after))
            return false;
    return true;
}

static int take_round(mof_store *store, const mof_table *table, const void *object, mof_arena *arena)
{
    char key[KEY_ROOM] = {0};
    mof_error error = {0};
    mof_report report = {0};
    void *read = mof_arena_alloc(arena, table->of->size), *stored = mof_arena_alloc(arena, table->of->size);
    mof_str before, after = {0};
    if (mof_to_json(table->of, object, &before, arena, NULL)) return failed(table, "write", after, "no JSON");
    if (mof_from_json(table->of, read, before, arena, &report, &error) || report.count)
        return failed(table, "read", before, error.message);
    if (!survives_streams(table->of, before, arena)) return failed(table, "stream", before, "differs");
    if (mof_store_upsert(store, table, read, MOF_MIRROR, NULL, &error))
        return failed(table, "store", before, error.message);
    key_of(table, read, key);
    if (mof_store_get(store, table, key, stored, arena, &error)) return failed(table, "get", before, error.message);
    if (mof_to_json(table->of, stored, &after, arena, NULL)) return failed(table, "write again", before, "no JSON");
    return mof_str_equal(before, after) ? 0 : failed(table, "differs", before, after.at);
}

static int try_table(mof_store *store, const mof_table *table)
{
    mof_arena arena = {0};
    void *object = malloc(table->of->size);
    int valid = 0, wrong = 0;
    for (int i = 0; object && i < RECORDS; i++) {
        mof_report report = {0};
        mof_arena_reset(&arena);
        fill(table->of, object, &arena);
        mof_validate(table->of, object, MOF_MIRROR, &report);
        if (report.errors) continue;
        valid++;
        wrong += take_round(store, table, object, &arena);
    }
    free(object);
    mof_arena_free(&arena);
    if (valid < LEAST_VALID) printf("not ok - %s: only %d of %d records were valid\n", table->name, valid, RECORDS);
    return wrong + (valid < LEAST_VALID);
}

int main(void)
{
    mof_error error;
    mof_store *store;
    int bad = 0, count = sizeof tables / sizeof *tables;
    if (distribution_open(":memory:", NULL, &store, &error)) {
        printf("not ok - open: %s\n", error.message);
        return 1;
    }
    mof_store_begin(store, NULL);
    for (int i = 0; i < count; i++) bad += try_table(store, tables[i]) != 0;
    mof_store_close(store);
    printf("%d passed, %d failed\n", count - bad, bad);
    return bad != 0;
}
