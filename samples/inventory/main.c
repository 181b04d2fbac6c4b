/* An inventory of a hall: objects of the classes in schema/, checked, stored, asked for. `inventory FILE` keeps the
 * database. */
#include <stdio.h>
#include <stdlib.h>

#include "inventory_store.h"
#include "mofrt_records.h"

static void need(enum mof_status status, const mof_error *error)
{
    if (status == MOF_OK) return;
    fprintf(stderr, "%s (%s)\n", error->message, mof_status_name(status));
    exit(1);
}

static void print_report(const mof_report *report)
{
    for (size_t i = 0; i < report->count && i < report->capacity; i++) {
        char words[200];
        mof_violation_format(&report->items[i], false, words, sizeof words);
        printf("  %s\n", words);
    }
}

/* A hall, and a server in it with two disks. */
static void fill(mof_store *store, mof_arena *arena)
{
    mof_error error;
    INV_Location hall;
    INV_Location_init(&hall);
    mof_set(&hall, ElementID, mof_str_from("Hall 3"));
    mof_set(&hall, Floor, -1);
    need(INV_Location_insert(store, &hall, MOF_CREATE, NULL, &error), &error);

    INV_Disk disks[2];
    for (uint8_t slot = 0; slot < 2; slot++) {
        INV_Disk_init(&disks[slot]);
        mof_set(&disks[slot], Slot, slot);
        mof_set(&disks[slot], Kind, INV_Disk_Kind_Flash);
        mof_set(&disks[slot], Capacity, 4000);
    }
    mof_str address = mof_str_from("10.0.0.7");
    mof_ref there;
    need(INV_Location_path(&(INV_Location_key){.ElementID = hall.ElementID}, &there, arena, &error), &error);
    INV_Server server;
    INV_Server_init(&server);
    mof_set(&server, ElementID, mof_str_from("s1")); /* inherited or own: the same */
    mof_set(&server, Location, there);
    mof_set(&server, Addresses, ((mof_str_array){&address, 1}));
    mof_set(&server, Roles, INV_Server_Roles_Web | INV_Server_Roles_Files);
    mof_set(&server, Disks, ((INV_Disk_array){disks, 2}));
    mof_set(&server, Cores, 640);

    mof_violation found[8];
    mof_report report = mof_report_of(found, 8);
    printf("s1 with 640 cores: %s\n", INV_Server_validate(&server, MOF_CREATE, &report) ? "no" : "fine");
    print_report(&report);
    mof_set(&server, Cores, 64);
    need(INV_Server_insert(store, &server, MOF_CREATE, NULL, &error), &error);
}

static void store_server(mof_store *store, const mof_records *records, mof_arena *arena)
{
    mof_error error;
    mof_violation found[8];
    mof_report report = mof_report_of(found, 8);
    INV_Server server;
    enum mof_status status = INV_Server_from_record(&server, records, arena, &report, &error);
    if (status == MOF_OK) status = INV_Server_insert(store, &server, MOF_MIRROR, &report, &error);
    printf("%s: %s\n", server.ElementID.at, mof_status_name(status));
    print_report(&report);
}

/* What another program has written: records of any class, one at a time. */
static void receive(mof_store *store, const char *path, mof_arena *arena)
{
    mof_error error;
    mof_records *records;
    need(mof_records_open(path, inventory_classes, NULL, &records, &error), &error);
    for (enum mof_status s; (s = mof_records_next(records)) != MOF_DONE; mof_arena_reset(arena)) {
        if (s != MOF_OK) printf("%s\n", mof_records_message(records));
        else if (mof_records_class(records) == &INV_Server_class) store_server(store, records, arena);
        else printf("line %d: %s\n", mof_records_line(records), mof_class_name(mof_records_class(records)));
    }
    mof_records_close(records);
}

static void ask(mof_store *store, mof_arena *arena)
{
    mof_error error;
    mof_cursor cursor;
    INV_Server server;
    uint64_t busy;
    need(INV_Server_query(store, &cursor, "Cores >= ?1 AND Roles & ?2 ORDER BY Cores DESC",
                          mof_values(mof_u64(16), mof_u64(INV_Server_Roles_Files)), &error),
         &error);
    while (INV_Server_next(&cursor, &server, arena, &error) == MOF_OK) {
        char roles[80];
        INV_Server_Roles_format(server.Roles, roles, sizeof roles);
        printf("%s: %u cores, %s, %zu disks\n", server.ElementID.at, (unsigned)server.Cores, roles, server.Disks.count);
        mof_arena_reset(arena);
    }
    mof_cursor_close(&cursor);
    need(INV_Server_count(store, "Load > ?1", mof_values(mof_real(0.9)), &busy, &error), &error);
    printf("busy: %u\n", (unsigned)busy);
}

/* The parameters of a method are an object too. */
static void restart(uint16_t delay)
{
    mof_violation found[1];
    mof_report report = mof_report_of(found, 1);
    INV_Server_Restart_in in;
    INV_Server_Restart_in_init(&in);
    printf("restart after %u seconds, not %u\n", (unsigned)in.Delay, (unsigned)delay);
    mof_set(&in, Delay, delay);
    INV_Server_Restart_in_validate(&in, MOF_CREATE, &report);
    print_report(&report);
}

int main(int argc, char **argv)
{
    mof_store *store;
    mof_arena arena = {0};
    mof_error error;
    need(inventory_open(argc > 2 ? argv[2] : ":memory:", NULL, &store, &error), &error);
    fill(store, &arena);
    receive(store, argc > 1 ? argv[1] : "records.jsonl", &arena);
    ask(store, &arena);
    restart(9000);
    mof_store_close(store);
    mof_arena_free(&arena);
    return 0;
}
