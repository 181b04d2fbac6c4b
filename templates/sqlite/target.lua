-- SQLite 3.37 or newer (STRICT tables): schema.sql for the sqlite3 shell and every other language, and for C programs
-- a typed store over libmofrt, which carries the same statements.
local function stored(c) return c.sql.table end

return {
  description = "SQLite tables, lookup tables and views, and typed C functions to store and load",
  library = { "lib/prose.lua", "lib/declare.lua", "text.lua", "migration.lua" },
  limits = "sql",
  files = {
    { template = "schema.sql", output = "${s.name}.sql" },
    { template = "database.h", output = "${s.c.file}_store.h" },
    { template = "database.c", output = "${s.c.file}_store.c" },
    { template = "store.h", output = "${c.c.file}_store.h", each = "class", when = stored },
    { template = "store.c", output = "${c.c.file}_store.c", each = "class", when = stored },
  },
  migrations = {
    { template = "migration.sql", output = "${s.name}.sql" },
  },
  single_files = {
    { template = "schema.sql", output = "${s.name}.sql" },
    { template = "single_store.h", output = "${s.c.file}_store.h" },
    { template = "single_store.c", output = "${s.c.file}_store.c" },
  },
}
