/* Any bytes are JSON for a class of samples/configmgr, or none, and jansson is of the same opinion: what is read is
 * written, and read again as the same text; validating it in each mode harms nothing, and each violation can be put
 * into words. */
#include <assert.h>
#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "distribution.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { KEPT = 8, ROOM = 100 };

static void put_into_words(const mof_report *r)
{
    char text[ROOM];
    for (size_t i = 0; i < r->count && i < r->capacity; i++) {
        mof_violation_format(&r->items[i], false, text, sizeof text);
        mof_violation_format(&r->items[i], true, text, 7);
        assert(strlen(text) < 7);
    }
}

/* jansson takes no number that a double cannot hold and no NUL in a name, but deeper nesting. */
static void compare(mof_str json, enum mof_status status, const mof_error *error)
{
    json_error_t e = {.text = ""};
    json_t *tree = json_loadb(json.at, json.len, JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, &e);
    bool mark = json.len >= 3 && memcmp(json.at, "\xEF\xBB\xBF", 3) == 0;
    enum json_error_code why = tree ? json_error_unknown : json_error_code(&e);
    bool number = why == json_error_numeric_overflow, name = why == json_error_null_byte_in_key;
    bool deep = status != MOF_OK && strstr(error->message, "too deep");
    assert(mark || number || name || deep || json_is_object(tree) == (status == MOF_OK));
    json_decref(tree);
}

static void take_round(const mof_class *of, mof_str json, void *object, mof_arena *arena)
{
    mof_violation kept[KEPT];
    mof_report r = mof_report_of(kept, KEPT);
    mof_error error;
    mof_str first, second;
    enum mof_status status = mof_from_json(of, object, json, arena, &r, &error);
    compare(json, status, &error);
    if (status != MOF_OK) {
        assert(r.count == 0 && error.line > 0 && error.column > 0);
        return;
    }
    put_into_words(&r);
    for (int mode = MOF_MIRROR; mode <= MOF_UPDATE; mode++) {
        r.count = 0;
        mof_validate(of, object, (enum mof_mode)mode, &r);
        put_into_words(&r);
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
