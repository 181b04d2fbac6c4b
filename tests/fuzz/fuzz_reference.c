/* Any text is an object path or none. What the validator takes gives a key, and what it refuses gives none; a key makes
 * a path that gives it again. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/path_classes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void take_round(const mof_class *of, mof_ref path, void *key, void *back, bool valid)
{
    mof_arena arena = {0};
    mof_error error;
    mof_ref first, second;
    enum mof_status status = mof_key_from_path(of, path, key, &arena, &error);
    assert(status == (valid ? MOF_OK : MOF_INVALID) && (valid || strlen(error.message) > 0));
    if (valid) {
        bool good = mof_path(of, key, &first, &arena, NULL) == MOF_OK &&
                    mof_key_from_path(of, first, back, &arena, NULL) == MOF_OK &&
                    mof_path(of, back, &second, &arena, NULL) == MOF_OK && mof_str_equal(first.path, second.path) &&
                    mof_path_class(path).len > 0;
        assert(good);
    }
    mof_arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct all_key all, all_back;
    struct thing_key thing, thing_back;
    char *copy = malloc(size + 1); /* a read behind its end is seen */
    memcpy(copy, data, size);
    struct user o = {0};
    mof_ref path = {mof_str_of(copy, size)};
    mof_set(&o, Thing, path);
    take_round(&thing_class, path, &thing, &thing_back, mof_validate(&user_class, &o, MOF_CREATE, NULL) == 0);
    mof_unset(&o, Thing);
    mof_set(&o, All, path);
    take_round(&all_class, path, &all, &all_back, mof_validate(&user_class, &o, MOF_CREATE, NULL) == 0);
    free(copy);
    return 0;
}
