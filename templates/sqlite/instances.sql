% local s = ...
% for i, o in ipairs(s.sql.inserts) do
%   if i == 1 then

%   end
INSERT INTO ${o.table} ${o.columns == "" and "DEFAULT VALUES" or "(" .. o.columns .. ") VALUES (" .. o.values .. ")"};
% end
