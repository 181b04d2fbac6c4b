/* Any bytes are JSON for a class of samples/configmgr, or none: what is read is written, and read again as the same
 * text; validating it in each mode harms nothing, and each violation can be told. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "distribution.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { KEPT = 8, ROOM = 100 };

static void tell(const mof_report *r)
{
    char text[ROOM];
    for (size_t i = 0; i < r->count && i < r->capacity; i++) {
        mof_violation_format(&r->items[i], false, text, sizeof text);
        mof_violation_format(&r->items[i], true, text, 7);
        assert(strlen(text) < 7);
    }
}

static void take_round(const mof_class *of, mof_str json, void *object, mof_arena *arena)
{
    mof_violation kept[KEPT];
    mof_report r = mof_report_of(kept, KEPT);
    mof_error error;
    mof_str first, second;
    if (mof_from_json(of, object, json, arena, &r, &error) != MOF_OK) return;
    tell(&r);
    for (int mode = MOF_MIRROR; mode <= MOF_UPDATE; mode++) {
        r.count = 0;
        mof_validate(of, object, (enum mof_mode)mode, &r);
        tell(&r);
    }
    if (mof_to_json(of, object, &first, arena, &error) != MOF_OK) return;
    r.count = 0;
    bool good = mof_from_json(of, object, first, arena, &r, &error) == MOF_OK &&
                mof_to_json(of, object, &second, arena, &error) == MOF_OK;
    assert(good && r.count == 0 && mof_str_equal(first, second));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (const mof_class *const *of = distribution_classes; *of; of++) {
        mof_arena arena = {0};
        void *object = malloc(mof_class_size(*of));
        if (object) take_round(*of, mof_str_of((const char *)data, size), object, &arena);
        free(object);
        mof_arena_free(&arena);
    }
    return 0;
}
