% local c, comments = ...
% local sql, last = c.sql, c.runs[#c.runs].last

% if comments then
-- ${wrap(c.text ~= "" and sql_comment(c.name) .. ": " .. brief(c.text) or sql_comment(c.name), 118, "-- ")}
%   if c.obsolete or c.deprecated then
-- ${c.obsolete and "Obsolete" or "Deprecated"}${c.replacement and "; use " .. c.replacement or ""}.
%   end
% end
CREATE TABLE ${sql.table} (
% for _, r in ipairs(c.runs) do
%   local ending = r.last == last and sql.keys == "" and "" or ","
%   if r.own and comments and s.few then
%     for i = r.first, r.last do
%       local p = c.properties[i]
%       if p.text ~= "" then
  -- ${wrap((p.deprecated and "Deprecated. " or "") .. brief(p.text), 118, "  -- ")}
%       end
  ${p.sql.columns}${i < r.last and "," or ending}
%     end
%   else
  ${r.sql.columns}${ending}
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
CREATE VIEW ${sql.view.name} AS SELECT
  ${sql.view.select}
FROM ${sql.table} AS t;
% end
