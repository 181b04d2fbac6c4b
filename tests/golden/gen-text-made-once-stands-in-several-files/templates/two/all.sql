% for _, c in ipairs(s.classes) do put(once("table.sql", c, "all.sql")) end
