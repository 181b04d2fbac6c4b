% local l = ...
% if l.ranges then
CREATE TABLE ${l.name} (low INTEGER PRIMARY KEY, high INTEGER NOT NULL, name TEXT NOT NULL) STRICT;
% else
CREATE TABLE ${l.name} (value ${l.type} NOT NULL PRIMARY KEY, name TEXT NOT NULL) STRICT;
% end
