% local c = ...
% local n, sql, key = c.c.name, c.sql, c.sql.key
% local K = n .. "_key"
const mof_table ${n}_table = {
    .name = ${c_string(sql.name)},
    .of = &${n}_class,
% if sql.uint64_checked then
    .uint64_checked = true,
% end
% if #sql.links > 0 then
    .link_count = ${#sql.links},
    .links = (const struct mof_link[]){
%   for _, link in ipairs(sql.links) do
        {.property = ${link.property - 1}, .to = &${s.classes[link.target].c.name}_class},
%   end
    },
% end
};

${store_function(n, "insert", "const " .. n .. " *object", "enum mof_mode mode", "mof_report *report")}
{
    return mof_store_insert(store, &${n}_table, object, mode, report, error);
}
% if key then

${store_function(n, "upsert", "const " .. n .. " *object", "enum mof_mode mode", "mof_report *report")}
{
    return mof_store_upsert(store, &${n}_table, object, mode, report, error);
}

${store_function(n, "update", "const " .. K .. " *key", "const " .. n .. " *object", "mof_report *report")}
{
    return mof_store_update(store, &${n}_table, key, object, report, error);
}

${store_function(n, "get", "const " .. K .. " *key", n .. " *object", "mof_arena *arena")}
{
    return mof_store_get(store, &${n}_table, key, object, arena, error);
}

${store_function(n, "exists", "const " .. K .. " *key")}
{
    return mof_store_exists(store, &${n}_table, key, error);
}

% if sql.referred then
${store_function(n, "referrers", "const " .. K .. " *key", "mof_referrers *walk")}
{
    return mof_store_referrers(store, &${n}_table, key, walk, error);
}

% end
${store_function(n, "delete", "const " .. K .. " *key")}
{
    return mof_store_delete(store, &${n}_table, key, error);
}
% end

${store_function(n, "list", "enum mof_listing listing", n .. " **objects", "size_t *count", "mof_arena *arena")}
{
    void *found = NULL;
    enum mof_status status = mof_store_list(store, &${n}_table, listing, &found, count, arena, error);
    *objects = found;
    return status;
}

${store_function(n, "query", "mof_cursor *cursor", "const char *condition", "mof_values values")}
{
    return mof_store_query(store, &${n}_table, cursor, condition, values, error);
}

${store_function(n, "count", "const char *condition", "mof_values values", "uint64_t *rows")}
{
    return mof_store_count(store, &${n}_table, condition, values, rows, error);
}

${prototype("enum mof_status " .. n .. "_next", "mof_cursor *cursor", n .. " *object", "mof_arena *arena", "mof_error *error")}
{
    return mof_cursor_next(cursor, &${n}_table, object, arena, error);
}

${prototype("enum mof_status " .. n .. "_load", "mof_bulk *bulk", "const " .. n .. " *object", "uint64_t bytes", "mof_report *report", "mof_error *error")}
{
    return mof_bulk_add(bulk, &${n}_table, object, bytes, report, error);
}
