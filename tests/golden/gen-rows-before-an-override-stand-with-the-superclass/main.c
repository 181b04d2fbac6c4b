#include <stdio.h>

#include "schema.h"

/* Every value is too great or too long: each rule is that of the class, in the order of its properties. */
#define SHOW(T)                                                                                        \
    do {                                                                                               \
        T object = {.Id = mof_str_from("12345"), .Size = 10, .Color = mof_str_from("long"),            \
                    .Place = mof_str_from("long"), .has = {true, true, true, true}};                   \
        mof_violation found[8];                                                                        \
        mof_report report = mof_report_of(found, 8);                                                   \
        mof_str json;                                                                                  \
        mof_arena arena = {0};                                                                         \
        puts(#T);                                                                                      \
        T##_validate(&object, MOF_MIRROR, &report);                                                    \
        for (size_t i = 0; i < report.count; i++) {                                                    \
            char words[200];                                                                           \
            mof_violation_format(&found[i], false, words, sizeof words);                               \
            printf("  %s\n", words);                                                                   \
        }                                                                                              \
        if (T##_to_json(&object, &json, &arena, NULL) == MOF_OK) printf("  %s\n", json.at);            \
        T back;                                                                                        \
        if (T##_from_json(&back, json, &arena, NULL, NULL) != MOF_OK || !T##_equal(&object, &back)) return 1; \
        mof_arena_free(&arena);                                                                        \
    } while (0)

int main(void)
{
    SHOW(O_Base);
    SHOW(O_Middle);
    SHOW(O_Low);
    SHOW(O_Last);
    return 0;
}
