% local c = ...
% local shown = {}
% for _, p in ipairs(c.properties) do
%   if p.sql.shown ~= "" then table.insert(shown, p.sql.shown) end
%   if p.sql.shown_name ~= "" then table.insert(shown, p.sql.shown_name) end
% end
CREATE VIEW ${c.sql.view} AS SELECT
% local line = "  " .. shown[1]
% for i = 2, #shown do
%   if #line + #shown[i] > 110 then
${line},
%     line = "  " .. shown[i]
%   else
%     line = line .. ", " .. shown[i]
%   end
% end
${line}
FROM ${c.sql.table} AS t;
