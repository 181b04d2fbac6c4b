% for _, c in ipairs(s.classes) do put(sql_statements(once("table.sql", c, "bare.sql"))) end
