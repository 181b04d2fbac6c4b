% local sql = ...
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
