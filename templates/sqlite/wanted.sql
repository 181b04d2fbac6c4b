% local sql = ...
% for _, index in ipairs(sql.indexes) do
CREATE INDEX IF NOT EXISTS ${index.name} ON ${sql.table} (${table.concat(index.columns, ", ")});
% end
