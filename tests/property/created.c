/* What holds for every class: an object as it is initialised, with its key and what is required, is one that a client
 * may create, whatever documented defaults are on properties that only the provider sets; and its key comes back from
 * the path that is made of it. Classes of the samples, of tests/db/every_type.mof and of defaults.mof. */
#include <stdio.h>
#include <string.h>

#include "distribution.h"
#include "every.h"
#include "runtime/rows.h"

enum { ROOM = 4096 };
typedef union {
    uint64_t align;
    char bytes[ROOM];
} room;

static void fill(const struct mof_property *p, void *to, mof_arena *arena);

/* A path to some object of the class, or of one below it where it has no key itself. */
static mof_ref some_path(const mof_class *of, mof_arena *arena)
{
    static room keys[8];
    static unsigned used;
    char *key = keys[used++ % 8].bytes;
    mof_ref path = {mof_str_from("Any.Key=1")};
    memset(key, 0, ROOM);
    for (uint32_t i = 0; of && i < of->key_count; i++)
        fill(mof_row(of, of->keys[i].property), key + of->keys[i].offset, arena);
    if (of) mof_path(of, key, &path, arena, NULL);
    return path;
}

static mof_str some_text(const struct mof_property *p)
{
    static const char letters[] = "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk";
    size_t len = p->limits && p->limits->has_length && p->limits->min_length ? p->limits->min_length : 1;
    return p->values && p->values->count ? mof_str_from(p->values->values[0].text) : mof_str_of(letters, len);
}

static void fill_number(const struct mof_property *p, void *to)
{
    uint64_t value = p->values && p->values->count       ? p->values->values[0].value
                     : p->limits && p->limits->has_range ? p->limits->min
                                                         : 1;
    switch (mof_item_size(p)) {
    case 1: *(uint8_t *)to = (uint8_t)value; break;
    case 2: *(uint16_t *)to = (uint16_t)value; break;
    case 4: *(uint32_t *)to = (uint32_t)value; break;
    default: *(uint64_t *)to = value;
    }
}

/* A value that the property may have; of what is required, and of keys. */
static void fill(const struct mof_property *p, void *to, mof_arena *arena)
{
    if (p->flags & MOF_ARRAY) return;
    switch (p->type) {
    case MOF_BOOLEAN: *(bool *)to = true; break;
    case MOF_STRING: *(mof_str *)to = some_text(p); break;
    case MOF_REFERENCE: *(mof_ref *)to = some_path(p->target, arena); break;
    case MOF_DATETIME: mof_datetime_parse(mof_str_from("20240501100000.000000+000"), to); break;
    case MOF_REAL32: *(float *)to = 0.5f; break;
    case MOF_REAL64: *(double *)to = 0.5; break;
    case MOF_OBJECT: ((mof_object *)to)->json = mof_str_from("{}"); break;
    case MOF_CLASS: break;
    default: fill_number(p, to);
    }
}

static bool may_be_created(const mof_class *of, mof_arena *arena)
{
    static room object;
    mof_violation found[1];
    mof_report report = mof_report_of(found, 1);
    mof_init(of, &object);
    for (uint32_t i = 0; i < of->count; i++) {
        const struct mof_property *p = mof_row(of, i);
        bool needed = p->flags & MOF_KEY || (p->flags & MOF_NOT_NULL && p->access != MOF_READ);
        if (!needed || mof_has(of, &object)[i]) continue;
        fill(p, object.bytes + p->offset, arena);
        mof_has(of, &object)[i] = true;
    }
    static room copy; /* its arrays and texts lie elsewhere than those of the defaults */
    bool copied = mof_copy(of, &copy, &object, arena, NULL) == MOF_OK;
    if (copied && mof_validate(of, &object, MOF_CREATE, &report) + mof_validate(of, &copy, MOF_CREATE, &report) == 0)
        return true;
    char words[200];
    mof_violation_format(&found[0], false, words, sizeof words);
    printf("not ok - a new %s: %s\n", mof_class_name(of), words);
    return false;
}

static bool key_comes_back(const mof_class *of, mof_arena *arena)
{
    static room key, back;
    mof_ref path, again = {{0}};
    mof_error error = {.message = "another path"};
    memset(&key, 0, sizeof key);
    for (uint32_t i = 0; i < of->key_count; i++)
        fill(mof_row(of, of->keys[i].property), key.bytes + of->keys[i].offset, arena);
    bool good = of->key_count == 0 ||
                (mof_path(of, &key, &path, arena, &error) == MOF_OK &&
                 mof_key_from_path(of, path, &back, arena, &error) == MOF_OK &&
                 mof_path(of, &back, &again, arena, &error) == MOF_OK && mof_str_equal(path.path, again.path));
    if (!good) printf("not ok - the path of a %s: %s\n", mof_class_name(of), error.message);
    return good;
}

int main(void)
{
    const mof_class *const *lists[] = {distribution_classes, every_classes};
    mof_arena arena = {0};
    unsigned passed = 0, failed = 0;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (const mof_class *const *of = lists[i]; *of; of++) {
            bool good = mof_class_size(*of) <= ROOM && may_be_created(*of, &arena) && key_comes_back(*of, &arena);
            passed += good;
            failed += !good;
            mof_arena_reset(&arena);
        }
    mof_arena_free(&arena);
    printf("%u passed, %u failed\n", passed, failed);
    return failed != 0;
}
