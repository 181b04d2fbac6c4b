% local c, comments = ...
% local sql, last = c.sql, #c.properties

% if comments then
-- ${wrap(c.text ~= "" and sql_comment(c.name) .. ": " .. brief(c.text) or sql_comment(c.name), 118, "-- ")}
%   if c.obsolete or c.deprecated then
-- ${c.obsolete and "Obsolete" or "Deprecated"}${c.replacement and "; use " .. c.replacement or ""}.
%   end
% end
CREATE TABLE ${sql.table} (
% for i, p in ipairs(c.properties) do
%   if comments and tells_columns() and not p.inherited and p.text ~= "" then
  -- ${wrap((p.deprecated and "Deprecated. " or "") .. brief(p.text), 118, "  -- ")}
%   end
%   local ending = i == last and sql.keys == "" and "" or ","
%   local beside = p.sql.beside
  ${p.sql.name} ${p.sql.definition}${#beside > 0 and "," or ending}
%   for n, column in ipairs(beside) do
  ${column}${n < #beside and "," or ending}
%   end
% end
% if sql.keys ~= "" then
  PRIMARY KEY (${sql.keys})
% end
) STRICT${sql.without_rowid and ", WITHOUT ROWID" or ""};
% if sql.order then
CREATE INDEX ${sql.order.name} ON ${sql.table} (${sql.order.columns});
% end
% for _, link in ipairs(sql.links) do
CREATE INDEX ${link.index} ON ${sql.table} (${link.column});
% end
% for _, l in ipairs(sql.lookups) do
%   include("lookup.sql", l)
% end
% if sql.view then
%   include("view.sql", c)
% end
