% local l = ...
% local rows = {}
% for i, r in ipairs(l.rows) do
%   rows[i] = "(" .. r.low .. (l.ranges and ", " .. r.high or "") .. ", " .. r.label .. ")"
% end
% if l.ranges then
CREATE TABLE ${l.name} (low INTEGER PRIMARY KEY, high INTEGER NOT NULL, name TEXT NOT NULL) STRICT;
% else
CREATE TABLE ${l.name} (value ${l.type} NOT NULL PRIMARY KEY, name TEXT NOT NULL) STRICT;
% end
INSERT INTO ${l.name} VALUES
  ${table.concat(rows, ",\n  ")};
