/* Classes written by hand that refer to each other: keys of every type that may be one, a class with others below it,
 * one whose keys are theirs. For the tests of object paths. */
#ifndef TEST_PATH_CLASSES_H
#define TEST_PATH_CLASSES_H

#include <stddef.h>
#include <stdint.h>

#include "runtime/mofrt_generated.h"

#define AT(class, member) .name = #member, .offset = offsetof(class, member)

struct thing {
    mof_str Name;
    struct {
        bool Name;
    } has;
};
struct thing_key {
    mof_str Name;
};
static const mof_class thing_class = {
    .name = "X_Thing",
    .properties = (const struct mof_property[]){{AT(struct thing, Name), .type = MOF_STRING, .flags = MOF_KEY}},
    .count = 1,
    .size = sizeof(struct thing),
    .has = offsetof(struct thing, has),
    .keys = (const struct mof_key_part[]){{0, offsetof(struct thing_key, Name)}},
    .key_count = 1,
    .below = (const char *const[]){"X_Box", "X_crate", "X_Tub"},
    .below_count = 3,
    .abi = &mofrt_abi_3};

/* A key of every type that may be one. */
struct all_key {
    bool Flag;
    int8_t Small;
    uint64_t Large;
    uint16_t Letter;
    float Share;
    double Real;
    mof_datetime When;
    mof_ref Thing;
    mof_str Text;
};
static const struct mof_property all_properties[] = {
    {.name = "Flag", .type = MOF_BOOLEAN, .flags = MOF_KEY},
    {.name = "Small", .type = MOF_SINT8, .flags = MOF_KEY},
    {.name = "Large", .type = MOF_UINT64, .flags = MOF_KEY},
    {.name = "Letter", .type = MOF_CHAR16, .flags = MOF_KEY},
    {.name = "Share", .type = MOF_REAL32, .flags = MOF_KEY},
    {.name = "Real", .type = MOF_REAL64, .flags = MOF_KEY},
    {.name = "When", .type = MOF_DATETIME, .flags = MOF_KEY},
    {.name = "Thing", .type = MOF_REFERENCE, .target = &thing_class, .flags = MOF_KEY},
    {.name = "Text", .type = MOF_STRING, .flags = MOF_KEY}};
static const struct mof_key_part all_keys[] = {
    {0, offsetof(struct all_key, Flag)},   {1, offsetof(struct all_key, Small)}, {2, offsetof(struct all_key, Large)},
    {3, offsetof(struct all_key, Letter)}, {4, offsetof(struct all_key, Share)}, {5, offsetof(struct all_key, Real)},
    {6, offsetof(struct all_key, When)},   {7, offsetof(struct all_key, Thing)}, {8, offsetof(struct all_key, Text)}};
static const mof_class all_class = {
    .name = "X_All", .properties = all_properties, .count = 9, .keys = all_keys, .key_count = 9, .abi = &mofrt_abi_3};

static const mof_class base_class = {
    .name = "X_Base", .below = (const char *const[]){"X_All", "X_Thing"}, .below_count = 2, .abi = &mofrt_abi_3};

struct user {
    mof_ref Thing, Base, Any, All;
    mof_ref_array Things;
    struct {
        bool Thing, Base, Any, All, Things;
    } has;
};
static const mof_class user_class = {
    .name = "X_User",
    .properties = (const struct mof_property[]){{AT(struct user, Thing), .type = MOF_REFERENCE, .target = &thing_class},
                                                {AT(struct user, Base), .type = MOF_REFERENCE, .target = &base_class},
                                                {AT(struct user, Any), .type = MOF_REFERENCE},
                                                {AT(struct user, All), .type = MOF_REFERENCE, .target = &all_class},
                                                {AT(struct user, Things), .type = MOF_REFERENCE, .flags = MOF_ARRAY,
                                                 .target = &thing_class}},
    .count = 5,
    .size = sizeof(struct user),
    .has = offsetof(struct user, has),
    .abi = &mofrt_abi_3};

#endif
