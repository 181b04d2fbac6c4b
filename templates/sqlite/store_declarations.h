% local c = ...
% local n, key = c.c.name, c.sql.key
% local K = n .. "_key"
/* For functions that take any table. */
extern const mof_table ${n}_table;

/* Validates (MOF_CREATE or MOF_MIRROR) and stores. */
${store_function(n, "insert", "const " .. n .. " *object", "enum mof_mode mode", "mof_report *report")};
% if key then
/* Inserts, or replaces the object with this key. */
${store_function(n, "upsert", "const " .. n .. " *object", "enum mof_mode mode", "mof_report *report")};
/* Changes what `object` has; the rest stays as it is. */
${store_function(n, "update", "const " .. K .. " *key", "const " .. n .. " *object", "mof_report *report")};
/* Reads all properties; strings and arrays go to `arena`. */
${store_function(n, "get", "const " .. K .. " *key", n .. " *object", "mof_arena *arena")};
/* Whether there is such an object: MOF_OK or MOF_NOT_FOUND. */
${store_function(n, "exists", "const " .. K .. " *key")};
% if c.sql.referred then
/* The objects of any class that refer to this one; read with mof_referrers_next(), close with mof_referrers_close(). */
${store_function(n, "referrers", "const " .. K .. " *key", "mof_referrers *walk")};
% end
/* Removes the object; MOF_NOT_FOUND where there is none. */
${store_function(n, "delete", "const " .. K .. " *key")};
% end
/* All objects in key order, as an array in `arena`. */
${store_function(n, "list", "enum mof_listing listing", n .. " **objects", "size_t *count", "mof_arena *arena")};
/* The objects that a condition holds for; read with ${n}_next(), close with mof_cursor_close(). */
${store_function(n, "query", "mof_cursor *cursor", "const char *condition", "mof_values values")};
/* How many objects a condition holds for. */
${store_function(n, "count", "const char *condition", "mof_values values", "uint64_t *rows")};
/* The next object of a cursor; MOF_DONE behind the last. */
${prototype("enum mof_status " .. n .. "_next", "mof_cursor *cursor", n .. " *object", "mof_arena *arena", "mof_error *error")};
/* Adds an object to a bulk load; `bytes`: how much of the input is read. */
${prototype("enum mof_status " .. n .. "_load", "mof_bulk *bulk", "const " .. n .. " *object", "uint64_t bytes", "mof_report *report", "mof_error *error")};

