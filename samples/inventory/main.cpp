// The same inventory from C++17: the generated functions as they are, with lifetimes in the hands of C++.
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <vector>

#include "inventory_store.h"
#include "mofrt_records.h"

namespace
{

struct Arena : mof_arena {
    Arena() : mof_arena{} {}
    ~Arena() { mof_arena_free(this); }
    Arena(const Arena &) = delete;
    Arena &operator=(const Arena &) = delete;
};

using Store = std::unique_ptr<mof_store, decltype(&mof_store_close)>;

void need(mof_status status, const mof_error &error)
{
    if (status == MOF_OK) return;
    std::fprintf(stderr, "%s (%s)\n", error.message, mof_status_name(status));
    std::exit(1);
}

// Room for what is wrong with one object.
struct Report : mof_report {
    std::vector<mof_violation> found = std::vector<mof_violation>(8);
    Report() : mof_report(mof_report_of(nullptr, 0)) { items = found.data(), capacity = found.size(); }
    Report(const Report &) = delete;
    Report &operator=(const Report &) = delete;
    void print() const
    {
        for (size_t i = 0; i < count && i < capacity; i++) {
            char words[200];
            mof_violation_format(&items[i], false, words, sizeof words);
            std::printf("  %s\n", words);
        }
    }
};

Store open(const char *path)
{
    mof_store *store;
    mof_error error;
    need(inventory_open(path, nullptr, &store, &error), error);
    return Store(store, mof_store_close);
}

void fill(mof_store *store)
{
    mof_error error;
    INV_Location hall;
    INV_Location_init(&hall);
    mof_set(&hall, ElementID, mof_str_from("Hall 3"));
    mof_set(&hall, Floor, -1);
    need(INV_Location_insert(store, &hall, MOF_CREATE, nullptr, &error), error);

    std::vector<INV_Disk> disks(2);
    for (INV_Disk &disk : disks) {
        INV_Disk_init(&disk);
        mof_set(&disk, Slot, static_cast<uint8_t>(&disk - disks.data()));
        mof_set(&disk, Kind, INV_Disk_Kind_Flash);
        mof_set(&disk, Capacity, 4000);
    }
    const mof_str address = mof_str_from("10.0.0.7");
    Arena arena;
    const INV_Location_key key{hall.ElementID};
    mof_ref there;
    need(INV_Location_path(&key, &there, &arena, &error), error);
    INV_Server server;
    INV_Server_init(&server);
    mof_set(&server, ElementID, mof_str_from("s1"));
    mof_set(&server, Location, there);
    mof_set(&server, Addresses, (mof_str_array{&address, 1}));
    mof_set(&server, Roles, INV_Server_Roles_Web | INV_Server_Roles_Files);
    mof_set(&server, Disks, (INV_Disk_array{disks.data(), disks.size()}));
    mof_set(&server, Cores, 640);

    Report report;
    std::printf("s1 with 640 cores: %s\n", INV_Server_validate(&server, MOF_CREATE, &report) ? "no" : "fine");
    report.print();
    mof_set(&server, Cores, 64);
    need(INV_Server_insert(store, &server, MOF_CREATE, nullptr, &error), error);
}

void store_server(mof_store *store, const mof_records *records)
{
    Arena arena;
    Report report;
    mof_error error;
    INV_Server server;
    mof_status status = INV_Server_from_record(&server, records, &arena, &report, &error);
    if (status == MOF_OK) status = INV_Server_insert(store, &server, MOF_MIRROR, &report, &error);
    std::printf("%s: %s\n", server.ElementID.at, mof_status_name(status));
    report.print();
}

void receive(mof_store *store, const char *path)
{
    mof_error error;
    mof_records *opened;
    need(mof_records_open(path, inventory_classes, nullptr, &opened, &error), error);
    const std::unique_ptr<mof_records, decltype(&mof_records_close)> records(opened, mof_records_close);
    for (mof_status s; (s = mof_records_next(opened)) != MOF_DONE;) {
        const mof_class *of = mof_records_class(opened);
        if (s != MOF_OK) std::printf("%s\n", mof_records_message(opened));
        else if (of == &INV_Server_class) store_server(store, opened);
        else std::printf("line %d: %s\n", mof_records_line(opened), mof_class_name(of));
    }
}

void ask(mof_store *store)
{
    Arena arena;
    mof_error error;
    mof_cursor cursor;
    INV_Server server;
    uint64_t busy;
    need(INV_Server_query(store, &cursor, "Cores >= ?1 AND Roles & ?2 ORDER BY Cores DESC",
                          mof_values(mof_u64(16), mof_u64(INV_Server_Roles_Files)), &error),
         error);
    while (INV_Server_next(&cursor, &server, &arena, &error) == MOF_OK) {
        char roles[80];
        INV_Server_Roles_format(server.Roles, roles, sizeof roles);
        std::printf("%s: %u cores, %s, %zu disks\n", server.ElementID.at, server.Cores, roles, server.Disks.count);
        mof_arena_reset(&arena);
    }
    mof_cursor_close(&cursor);
    need(INV_Server_count(store, "Load > ?1", mof_values(mof_real(0.9)), &busy, &error), error);
    std::printf("busy: %u\n", static_cast<unsigned>(busy));
}

void restart(uint16_t delay)
{
    Report report;
    INV_Server_Restart_in in;
    INV_Server_Restart_in_init(&in);
    std::printf("restart after %u seconds, not %u\n", in.Delay, delay);
    mof_set(&in, Delay, delay);
    INV_Server_Restart_in_validate(&in, MOF_CREATE, &report);
    report.print();
}

} // namespace

int main(int argc, char **argv)
{
    const Store store = open(argc > 2 ? argv[2] : ":memory:");
    fill(store.get());
    receive(store.get(), argc > 1 ? argv[1] : "records.jsonl");
    ask(store.get());
    restart(9000);
}
