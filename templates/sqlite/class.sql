% local c, comments, writer = ...
% local sql = c.sql

% if comments then
-- ${wrap(c.text ~= "" and sql_comment(c.name) .. ": " .. sql_comment(brief(c.text)) or sql_comment(c.name), 118, "-- ")}
%   if c.obsolete or c.deprecated then
-- ${c.obsolete and "Obsolete" or "Deprecated"}${c.replacement and "; use " .. c.replacement or ""}.
%   end
% end
CREATE TABLE ${sql.table} (
  ${writer.columns(c, comments)}
) STRICT${sql.integer_key and ", WITHOUT ROWID" or ""};
% if sql.order then
%   local parts = {}
%   for _, p in ipairs(sql.order.parts) do
%     parts[#parts + 1] = p.unsigned and "(" .. p.column .. " < 0), " .. p.column or p.column
%   end
CREATE INDEX ${sql.order.name} ON ${sql.table} (${table.concat(parts, ", ")});
% end
% for _, link in ipairs(sql.links) do
CREATE INDEX ${link.index} ON ${sql.table} (${link.column});
% end
% for _, l in ipairs(sql.lookups) do
%   include("lookup.sql", l)
%   if comments then include("labels.sql", l, "INSERT") end
% end
% if sql.view then
CREATE VIEW ${sql.view.name} AS SELECT
  ${writer.view(c)};
% end
