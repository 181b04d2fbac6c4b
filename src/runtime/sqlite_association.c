/* Along associations: from a reference to the object that it leads to, and from an object to those that refer to it. A
 * reference may be declared with a class above the object's, and a path may name any class of the object, so both go by
 * the chain of superclasses. Where a reference has a column with the key of its target, its index finds the rows; the
 * paths of any other are read one by one, for they have many spellings. */
#include "sqlite_store.h"

enum { SHOWN = 100 };

static bool is_called(const mof_class *of, mof_str name) { return mof_str_equal_fold(mof_str_from(of->name), name); }

/* The class itself or the one above it that has this name; NULL: none. */
static const mof_class *named(const mof_class *of, mof_str name)
{
    while (of && !is_called(of, name)) of = of->super;
    return of;
}

static size_t key_size(const mof_class *of)
{
    const struct mof_key_part *last = &of->keys[of->key_count - 1];
    return last->offset + mof_value_size(mof_row(of, last->property));
}

/* The key of an object of class `of`, read from a path that names it or a class above it, whose keys it inherits.
 * MOF_NOT_FOUND where the path is no such one. */
static enum mof_status read_key(const mof_class *of, mof_ref path, void **key, mof_arena *arena, mof_error *error)
{
    const mof_class *as = of->key_count ? named(of, mof_path_class(path)) : NULL;
    if (!as || as->key_count != of->key_count) return MOF_NOT_FOUND;
    *key = mof_arena_alloc(arena, key_size(of));
    if (!*key) return MOF_NO_MEMORY;
    return mof_key_from_path(as, path, *key, arena, error);
}

/* ---- what a reference leads to -------------------------------------------------------------------------- */

static enum mof_status get_at(mof_store *store, const mof_table *table, const void *key, void **object,
                              mof_arena *arena, mof_error *error)
{
    *object = mof_arena_alloc(arena, table->of->size);
    if (!*object) return mof_fail(error, MOF_NO_MEMORY, "follow: out of memory");
    return mof_store_get(store, table, key, *object, arena, error);
}

/* The object in the tables of the class that the path names, or of those below it. */
static enum mof_status look(mof_store *store, mof_ref path, bool below, const mof_table **table, void **object,
                            mof_arena *arena, mof_error *error)
{
    mof_str name = mof_path_class(path);
    enum mof_status status = MOF_NOT_FOUND;
    for (uint32_t i = 0; i < store->schema->table_count && status == MOF_NOT_FOUND; i++) {
        const mof_table *at = store->schema->tables[i];
        void *key;
        if (is_called(at->of, name) == below) continue;
        status = read_key(at->of, path, &key, arena, error);
        if (status == MOF_OK) status = get_at(store, at, key, object, arena, error);
        if (status == MOF_OK) *table = at;
    }
    return status;
}

enum mof_status mof_store_follow(mof_store *store, mof_ref path, const mof_table **table, void **object,
                                 mof_arena *arena, mof_error *error)
{
    *table = NULL;
    *object = NULL;
    int len = path.path.len > SHOWN ? SHOWN : (int)path.path.len;
    const char *text = path.path.at ? path.path.at : "";
    size_t characters;
    if (!mof_path_class(path).len || !mof_str_valid(path.path, &characters))
        return mof_fail(error, MOF_INVALID, "follow: the reference is no object path");
    enum mof_status status = look(store, path, false, table, object, arena, error);
    if (status == MOF_NOT_FOUND) status = look(store, path, true, table, object, arena, error);
    if (status != MOF_OK) *object = NULL;
    if (status == MOF_NO_MEMORY) return mof_fail(error, status, "follow: out of memory");
    if (status != MOF_NOT_FOUND) return status;
    return mof_fail(error, status, "follow %.*s%s: no row has this key", len, text, path.path.len > SHOWN ? "..." : "");
}

/* ---- what refers to an object --------------------------------------------------------------------------- */

/* Whether a property may hold a path to an object of the class. */
static bool may_refer(const struct mof_property *p, const mof_class *to)
{
    if (p->type != MOF_REFERENCE || p->flags & MOF_ARRAY) return false;
    while (to && p->target && to != p->target) to = to->super;
    return to != NULL;
}

static const struct mof_link *link_of(const mof_table *table, uint32_t property)
{
    for (uint32_t i = 0; i < table->link_count; i++)
        if (table->links[i].property == property) return &table->links[i];
    return NULL;
}

/* Steps to the next reference that may lead to the object; false behind the last. */
static bool next_reference(mof_referrers *walk)
{
    const mof_database *schema = walk->store->schema;
    for (; walk->table < schema->table_count; walk->table++, walk->property = 0)
        for (const mof_class *of = schema->tables[walk->table]->of; walk->property < of->count; walk->property++)
            if (may_refer(mof_row(of, walk->property), walk->to->of)) return true;
    return false;
}

static enum mof_status failed(mof_referrers *walk, mof_error *error)
{
    return mof_store_fail(walk->store, error, "referrers of", walk->to->name);
}

/* The rows of one table whose reference leads to the object by its key's column, or that have the reference at all. */
static enum mof_status open_reference(mof_referrers *walk, mof_error *error)
{
    const mof_table *table = walk->store->schema->tables[walk->table];
    const struct mof_link *link = link_of(table, walk->property);
    struct column column = {walk->property, link ? COLUMN_LINK : COLUMN_VALUE, link, true};
    sqlite3_str *sql = sqlite3_str_new(walk->store->db);
    char *name = mof_column_name(table->of, &column);
    mof_add_select(sql, table, true);
    sqlite3_str_appendf(sql, link ? " WHERE \"%w\" = ?1" : " WHERE \"%w\" NOTNULL", name ? name : "");
    char *text = sqlite3_str_finish(sql);
    enum mof_status status = MOF_OK;
    if (!text || !name) status = mof_fail(error, MOF_NO_MEMORY, "referrers of %s: out of memory", walk->to->name);
    else if (sqlite3_prepare_v2(walk->store->db, text, -1, &walk->statement, NULL) != SQLITE_OK)
        status = failed(walk, error);
    sqlite3_free(text);
    sqlite3_free(name);
    walk->exact = link != NULL;
    struct plan *plan = status == MOF_OK && link ? mof_store_plan(walk->store, walk->to, error) : NULL;
    if (status == MOF_OK && link)
        status = plan ? mof_bind_key(plan, walk->statement, 1, walk->key, error) : MOF_NO_MEMORY;
    return status;
}

static bool same_value(const struct mof_property *p, const void *a, const void *b)
{
    if (p->type == MOF_DATETIME) return mof_datetime_equal(a, b);
    if (p->type != MOF_STRING && p->type != MOF_REFERENCE) return memcmp(a, b, mof_value_size(p)) == 0;
    return (p->flags & MOF_NOCASE ? mof_str_equal_fold : mof_str_equal)(*(const mof_str *)a, *(const mof_str *)b);
}

static bool same_key(const mof_class *of, const void *a, const void *b)
{
    for (uint32_t i = 0; i < of->key_count; i++) {
        uint32_t at = of->keys[i].offset;
        if (!same_value(mof_row(of, of->keys[i].property), (const char *)a + at, (const char *)b + at)) return false;
    }
    return true;
}

/* Whether the path in the current row leads to the object: MOF_OK, MOF_NOT_FOUND, MOF_NO_MEMORY. */
static enum mof_status refers(mof_referrers *walk, mof_arena *arena)
{
    void *key;
    if (walk->exact) return MOF_OK;
    const char *text = (const char *)sqlite3_column_text(walk->statement, (int)walk->property);
    if (!text) return MOF_NO_MEMORY;
    mof_ref path = {mof_str_of(text, (size_t)sqlite3_column_bytes(walk->statement, (int)walk->property))};
    if (!named(walk->to->of, mof_path_class(path))) return MOF_NOT_FOUND;
    enum mof_status status = read_key(walk->to->of, path, &key, arena, NULL);
    if (status == MOF_NO_MEMORY) return status;
    return status == MOF_OK && same_key(walk->to->of, key, walk->key) ? MOF_OK : MOF_NOT_FOUND;
}

/* The next row that refers to the object; MOF_DONE behind the last of this table. */
static enum mof_status next_row(mof_referrers *walk, mof_error *error)
{
    mof_arena scratch = {0};
    enum mof_status status = MOF_NOT_FOUND;
    while (status == MOF_NOT_FOUND) {
        int code = sqlite3_step(walk->statement);
        mof_arena_reset(&scratch);
        status = code == SQLITE_DONE ? MOF_DONE : code == SQLITE_ROW ? refers(walk, &scratch) : failed(walk, error);
    }
    mof_arena_free(&scratch);
    if (status == MOF_NO_MEMORY) mof_fail(error, status, "referrers of %s: out of memory", walk->to->name);
    return status;
}

enum mof_status mof_store_referrers(mof_store *store, const mof_table *to, const void *key, mof_referrers *walk,
                                    mof_error *error)
{
    *walk = (mof_referrers){.store = store, .to = to, .key = key};
    if (to->of->key_count) return MOF_OK;
    return mof_fail(error, MOF_MISUSE, "referrers of %s: the class has no key", to->name);
}

enum mof_status mof_referrers_next(mof_referrers *walk, const mof_table **table, const char **property, void **object,
                                   mof_arena *arena, mof_error *error)
{
    enum mof_status status = MOF_DONE;
    *object = NULL;
    while (status == MOF_DONE && (walk->statement || next_reference(walk))) {
        status = walk->statement ? MOF_OK : open_reference(walk, error);
        if (status == MOF_OK) status = next_row(walk, error);
        if (status != MOF_DONE) break;
        mof_referrers_close(walk);
        walk->property++;
    }
    if (status != MOF_OK) return status;
    *table = walk->store->schema->tables[walk->table];
    if (property) *property = mof_row((*table)->of, walk->property)->name;
    *object = mof_arena_alloc(arena, (*table)->of->size);
    if (!*object) return mof_fail(error, MOF_NO_MEMORY, "referrers of %s: out of memory", walk->to->name);
    return mof_read_row(*table, walk->statement, MOF_WITH_LAZY, arena, *object, error);
}

void mof_referrers_close(mof_referrers *walk)
{
    sqlite3_finalize(walk->statement);
    walk->statement = NULL;
}
