% local l, insert = ...
% local rows = {}
% for i, r in ipairs(l.rows) do
%   rows[i] = "(" .. r.low .. (l.ranges and ", " .. r.high or "") .. ", " .. r.label .. ")"
% end
${insert} INTO ${l.name} VALUES
  ${table.concat(rows, ",\n  ")};
