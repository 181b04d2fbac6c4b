% local c = ...
% local function limits(what, min, max)
%   return (min and what .. " >= " .. min or "") .. (min and max and " and " or "") .. (max and what .. " <= " .. max or "")
% end
% local tests = {
%   boolean = function(col) return "is_boolean(" .. col.name .. ")" end,
%   range = function(col, check) return limits(col.name, check.min, check.max) end,
%   length = function(col, check) return limits("length(" .. col.name .. ")", check.min, check.max) end,
%   datetime = function(col) return col.name .. " glob '??????????????.*'" end,
%   json = function(col) return "json_valid(coalesce(" .. col.name .. ", 'null'))" end,
%   values = function(col, check)
%     local list = { col.name .. " in (" .. table.concat(check.values, ",") .. ")" }
%     for _, r in ipairs(check.ranges) do list[#list + 1] = "(" .. limits(col.name, r.min, r.max) .. ")" end
%     return table.concat(list, " or ")
%   end,
% }

create table ${c.sql.table}
% local before = "( "
% for _, p in ipairs(c.properties) do
%   for _, col in ipairs(p.sql.columns) do
${before}${pad(col.name, 10)} ${string.lower(col.type)}${col.not_null and " not null" or ""}
%     before = ", "
%     if col.initial then
    default ${col.initial}
%     end
%     for i, check in ipairs(col.checks) do
    constraint ${c.name}_${p.name}_${i} check (${tests[check.kind](col, check)})
%     end
%   end
% end
, primary key (${table.concat(c.sql.key.columns, ", ")})
) strict;
% for _, l in ipairs(c.sql.lookups) do
%   include("lookup.sql", l)
% end
% for _, v in ipairs(c.runs[1].sql.shown) do
-- ${v.name}: ${v.kind} of ${v.column}
% end
