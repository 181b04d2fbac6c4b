/* Every step that a program takes with an object of a generated class, once each. */
#include <stdio.h>
#include <stdlib.h>

#include "garden_store.h"

static void need(enum mof_status status, const mof_error *error)
{
    if (status == MOF_OK) return;
    fprintf(stderr, "%s (%s)\n", error->message, mof_status_name(status));
    exit(1);
}

int main(void)
{
    mof_arena arena = {0}; /* what is read lies here */
    mof_error error;

    /* An object: its documented defaults, then what is set. */
    Garden_Plant plant;
    Garden_Plant_init(&plant);
    mof_set(&plant, Name, mof_str_from("Fern"));
    mof_set(&plant, Water, 70);

    /* What is wrong with it, before anybody stores it. */
    mof_violation found[4];
    mof_report report = mof_report_of(found, 4);
    Garden_Plant_validate(&plant, MOF_CREATE, &report);
    mof_report_print(&report, stdout);
    mof_set(&plant, Water, 7);

    /* To JSON, and from JSON. */
    mof_str json;
    need(Garden_Plant_to_json(&plant, &json, &arena, &error), &error);
    printf("%s\n", json.at);
    need(Garden_Plant_from_json(&plant, json, &arena, NULL, &error), &error);

    /* A copy of its own; shown. */
    Garden_Plant copy;
    mof_str text;
    need(Garden_Plant_copy(&copy, &plant, &arena, &error), &error);
    need(Garden_Plant_print(&copy, &text, &arena, &error), &error);
    printf("%s%s\n", text.at, Garden_Plant_equal(&copy, &plant) ? "is the same" : "differs");

    /* Into a database; a change of one property; out again. */
    mof_store *store;
    Garden_Plant_key key = {.Name = plant.Name};
    Garden_Plant change = {0};
    mof_set(&change, Light, Garden_Plant_Light_Sun);
    need(garden_open(":memory:", NULL, &store, &error), &error);
    need(Garden_Plant_insert(store, &plant, MOF_CREATE, NULL, &error), &error);
    need(Garden_Plant_update(store, &key, &change, NULL, &error), &error);
    need(Garden_Plant_get(store, &key, &plant, &arena, &error), &error);
    printf("%s: %s, %u l\n", plant.Name.at, Garden_Plant_Light_name(plant.Light), plant.Water);

    /* All of them. */
    Garden_Plant *plants;
    size_t count;
    need(Garden_Plant_list(store, MOF_WITHOUT_LAZY, &plants, &count, &arena, &error), &error);
    for (size_t i = 0; i < count; i++)
        printf("%zu. %s%s\n", i + 1, plants[i].Name.at, plants[i].has.Planted ? "" : ", not planted");

    /* A question of one's own. */
    mof_cursor cursor;
    uint64_t thirsty;
    need(Garden_Plant_query(store, &cursor, "Water > ?1 ORDER BY Name", mof_values(mof_u64(5)), &error), &error);
    while (Garden_Plant_next(&cursor, &plant, &arena, &error) == MOF_OK) printf("%s is thirsty\n", plant.Name.at);
    mof_cursor_close(&cursor);
    need(Garden_Plant_count(store, "Water > 20 OR Planted IS NULL", mof_values(), &thirsty, &error), &error);
    printf("%u to look after\n", (unsigned)thirsty);

    /* One gone. */
    need(Garden_Plant_delete(store, &key, &error), &error);
    printf("%s\n", mof_status_name(Garden_Plant_get(store, &key, &plant, &arena, &error)));

    mof_store_close(store);
    mof_arena_free(&arena);
    return 0;
}
