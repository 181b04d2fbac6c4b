% local c = ...
CREATE VIEW ${c.sql.view} AS SELECT
% local shown
% for _, p in ipairs(c.properties) do
%   if p.sql.shown ~= "" then
%     if shown then
  ${shown},
%     end
%     shown = p.sql.shown .. (p.sql.shown_name ~= "" and ", " .. p.sql.shown_name or "")
%   end
% end
  ${shown}
FROM ${c.sql.table} AS t;
