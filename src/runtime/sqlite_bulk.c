/* Bulk load: one transaction around many rows, each of which may fail alone, with a progress callback. Until the
 * commit nobody else sees a row, and a crash leaves none. */
#include "sqlite_store.h"

#include <string.h>

enum { EVERY = 1000 };

enum mof_status mof_bulk_begin(mof_bulk *bulk, mof_store *store, const mof_table *table,
                               const mof_bulk_options *options, mof_error *error)
{
    memset(bulk, 0, sizeof *bulk);
    bulk->store = store;
    bulk->table = table;
    if (options) bulk->options = *options;
    if (!bulk->options.every) bulk->options.every = EVERY;
    bulk->progress.bytes_total = bulk->options.bytes_total;
    bulk->next_call = bulk->options.every;
    enum mof_status status = mof_check_mode(table, "load", bulk->options.mode, error);
    return status == MOF_OK ? mof_store_begin(store, error) : status;
}

/* Puts "row 17: " before a message. */
static void lead_with_row(uint64_t row, mof_error *error)
{
    if (!error) return;
    char message[sizeof error->message];
    memcpy(message, error->message, sizeof message);
    sqlite3_snprintf((int)sizeof error->message, error->message, "row %llu: %s", (unsigned long long)row, message);
}

bool mof_bulk_goes_on(enum mof_status status)
{
    return status == MOF_OK || status == MOF_INVALID || status == MOF_EXISTS || status == MOF_CONSTRAINT;
}

static bool call_progress(mof_bulk *bulk)
{
    return !bulk->options.progress || bulk->options.progress(bulk->options.context, &bulk->progress);
}

enum mof_status mof_bulk_add(mof_bulk *bulk, const mof_table *table, const void *object, uint64_t bytes,
                             mof_report *report, mof_error *error)
{
    if (table != bulk->table)
        return mof_fail(error, MOF_MISUSE, "load %s: the load is one of %s", table->name, bulk->table->name);
    struct plan *plan = mof_store_plan(bulk->store, bulk->table, error);
    if (!plan) return MOF_NO_MEMORY;
    if (!bulk->store->depth) return mof_fail(error, MOF_MISUSE, "load %s: its transaction is over", bulk->table->name);
    enum statement kind = bulk->options.upsert ? STATEMENT_UPSERT : STATEMENT_INSERT;
    enum mof_status status = mof_write_object(bulk->store, plan, kind, object, bulk->options.mode, report, error);
    bulk->progress.rows++;
    bulk->progress.bytes = bytes;
    if (status != MOF_OK) {
        bulk->progress.failed++;
        lead_with_row(bulk->progress.rows, error);
    }
    if (bulk->progress.rows < bulk->next_call || !mof_bulk_goes_on(status)) return status;
    bulk->next_call += bulk->options.every;
    if (call_progress(bulk)) return status;
    return mof_fail(error, MOF_STOPPED, "load %s: stopped after %llu rows", bulk->table->name,
                    (unsigned long long)bulk->progress.rows);
}

enum mof_status mof_bulk_commit(mof_bulk *bulk, mof_error *error)
{
    enum mof_status status = mof_store_commit(bulk->store, error);
    if (status == MOF_OK) call_progress(bulk);
    return status;
}

enum mof_status mof_bulk_rollback(mof_bulk *bulk, mof_error *error) { return mof_store_rollback(bulk->store, error); }
