% local s = ...
% for i, o in ipairs(s.sql.inserts) do
%   local columns, values = table.concat(o.columns, ", "), table.concat(o.values, ", ")
%   if i == 1 then

%   end
INSERT INTO ${o.table} ${columns == "" and "DEFAULT VALUES" or "(" .. columns .. ") VALUES (" .. values .. ")"};
% end
