% local c, writer = ...
% local sql = c.sql

-- ${wrap(c.text ~= "" and sql_comment(c.name) .. ": " .. sql_comment(brief(c.text)) or sql_comment(c.name), 118, "-- ")}
% if c.obsolete or c.deprecated then
-- ${c.obsolete and "Obsolete" or "Deprecated"}${c.replacement and "; use " .. c.replacement or ""}.
% end
% include("table.sql", c, sql.table, true, writer)
% include("indexes.sql", sql)
% include("wanted.sql", sql)
% for _, l in ipairs(sql.lookups) do
%   include("lookup.sql", l)
% end
% if sql.view then include("view.sql", c, writer) end
