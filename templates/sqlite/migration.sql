% local m, writer = s.sql.migration, sql_writer()
% local keeps = m.loss > 0 and not m.allow_loss
% if m.same and m.from_labels == s.sql.labels then
-- Nothing to migrate: both schemas make the same database of ${sql_comment(s.name)}, ${m.from}.
%   return
% end
-- Migration of ${sql_comment(s.name)} from ${m.from} to ${s.sql.hash}. Made by mofc; read it before you run it:
--   sqlite3 -bail FILE.db < migration.sql
% if m.same then
-- Nothing but labels or indexes of mofc.yaml are different; a store that a program with the new ones opens has them made.
% else
-- Steps: ${step_counts(m)}. Where one fails nothing has happened.
% end
% if keeps then
--
-- Destructive steps are left out; --allow-data-loss puts them in. Until they are done the database is not what this
-- schema makes, and no program opens it. What would be lost is kept in tables with "left" in their names.
% end

PRAGMA foreign_keys = OFF;
PRAGMA legacy_alter_table = OFF;
BEGIN IMMEDIATE;

-- state: this is a database of ${sql_comment(s.name)} as ${m.from} made it.
% include("check.sql", "no database that mofc made: it has no table mofc_schema; is this the right file?", "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'mofc_schema')")
% local state = "the database is not in the state " .. m.from
% include("check.sql", state, "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM mofc_schema WHERE name = " .. s.sql.name .. " AND hash = '" .. m.from .. "')")
% local doomed = {}
% for _, move in ipairs(m.moves) do
%   if move.kind == "rebuild" or move.kind == "drop" then doomed[#doomed + 1] = sql_string(unquoted(move.old)) end
% end
% for _, name in ipairs(m.dropped_views) do doomed[#doomed + 1] = sql_string(unquoted(name)) end
% if #doomed > 0 then

-- state: no index or trigger of somebody else's goes with a table or view that is made anew.
%   local others = "SELECT count(*) FROM sqlite_schema WHERE tbl_name COLLATE NOCASE IN (" .. table.concat(doomed, ", ") ..
%     ") AND (type = 'trigger' OR type = 'index' AND sql IS NOT NULL AND name NOT LIKE tbl_name || '!_%' ESCAPE '!')"
%   include("check.sql", "a table or view that is made anew has an index or a trigger that mofc has not made", others)
% end
% for _, move in ipairs(m.moves) do
%   if #move.steps > 0 then

%   end
%   for _, step in ipairs(move.steps) do
%     local text = step_words(move, step, writer)
%     if step.effect == "safe" then
-- safe: ${wrap(sql_comment(text), 118, "--   ")}
%     else
%       local question = step_question(move, step, writer)
%       local label = step.effect == "data" and "depends on data" or keeps and "destructive, left out" or "destructive"
-- ${label}: ${wrap(sql_comment(text), 118, "--   ")}
--   ${sql_comment(question)};
%       if step.checked then include("check.sql", text, question) end
%     end
%   end
% end
% if #m.dropped_views + #m.dropped_indexes > 0 then

-- Views and indexes that change are made again below.
%   for _, name in ipairs(m.dropped_views) do
DROP VIEW ${name};
%   end
%   for _, name in ipairs(m.dropped_indexes) do
DROP INDEX ${name};
%   end
% end
% if keeps then
%   local first = true
%   for _, move in ipairs(m.moves) do
%     if move.kind == "drop" or #move.left > 0 then
%       if first then

-- What no column takes is kept.
%         first = false
%       end
%       if move.kind == "drop" then
CREATE TABLE ${move.left_name} AS SELECT * FROM ${move.old};
%       else
%         local list = {}
%         for _, name in ipairs(move.old_key) do list[#list + 1] = name end
%         for _, name in ipairs(move.left) do list[#list + 1] = name end
CREATE TABLE ${move.left_name} AS SELECT ${table.concat(list, ", ")} FROM ${move.old}
  WHERE ${table.concat(move.left, " IS NOT NULL OR ")} IS NOT NULL;
%       end
%     end
%   end
% end
% for _, move in ipairs(m.moves) do
%   if move.kind == "alter" then
%     local table_name = move.old

%     if move.old ~= move.name then
ALTER TABLE ${move.old} RENAME TO ${move.temporary or move.name};
%       table_name = move.temporary or move.name
%     end
%     for _, carry in ipairs(move.carries) do
%       if carry.from and carry.from ~= carry.name then
ALTER TABLE ${table_name} RENAME COLUMN ${carry.from} TO ${carry.name};
%       end
%     end
%     for _, carry in ipairs(move.carries) do
%       if not carry.from then
ALTER TABLE ${table_name} ADD COLUMN ${writer.column(column_of(move, carry))};
%       end
%     end
%   end
% end
% for _, move in ipairs(m.moves) do
%   if move.kind == "create" or move.kind == "rebuild" then

%     include("table.sql", s.classes[move.class], move.temporary or move.name, false, writer)
%   end
%   if move.kind == "rebuild" then
%     local names, values = {}, {}
%     for _, carry in ipairs(move.carries) do
%       if carry.from and carry.conversion ~= "lost" then
%         names[#names + 1], values[#values + 1] = carry.name, carried(carry)
%       end
%     end
%     if #names > 0 then
${fill("INSERT INTO " .. (move.temporary or move.name) .. " (", names, 2, 118)})
${fill("  SELECT ", values, 4, 118)} FROM ${move.old};
%     else
-- No column has a value to take over.
INSERT INTO ${move.temporary or move.name} (${move.carries[1].name}) SELECT ${column_of(move, move.carries[1]).initial or "NULL"} FROM ${move.old};
%     end
%   end
% end
% local first = true
% for _, move in ipairs(m.moves) do
%   if move.kind == "drop" or move.kind == "rebuild" then
%     if first then

%       first = false
%     end
DROP TABLE ${move.old};
%   end
% end
% for _, name in ipairs(m.dropped_lookups) do
DROP TABLE ${name};
% end
% for _, move in ipairs(m.moves) do
%   if move.temporary then
ALTER TABLE ${move.temporary} RENAME TO ${move.name};
%   end
% end
% for i, l in ipairs(m.lookups) do
%   local lookup = s.classes[l.class].sql.lookups[l.place]
%   if i == 1 then

-- Names of values.
%   end
%   if l.refill == "create" then include("lookup.sql", lookup) end
%   if l.refill == "rows" then
DELETE FROM ${lookup.name};
%   end
%   include("labels.sql", lookup, l.refill == "labels" and "INSERT OR REPLACE" or "INSERT")
% end
% for _, move in ipairs(m.moves) do
%   local c = move.class and s.classes[move.class]
%   local indexed = c and move.indexes and (c.sql.order or #c.sql.links > 0)
%   if c and (indexed or move.view) then

%     if indexed then include("indexes.sql", c.sql) end
%     if move.view then include("view.sql", c, writer) end
%   end
% end
% for _, c in ipairs(s.classes) do
%   if c.sql.table then include("wanted.sql", c.sql) end
% end

-- state: every reference leads to a row.
% include("check.sql", "a row refers to a row that is not there: PRAGMA foreign_key_check shows it", "SELECT count(*) FROM pragma_foreign_key_check")
% local labels = "labels = iif(labels = '" .. m.from_labels .. "', '" .. s.sql.labels .. "', labels)"
UPDATE mofc_schema SET hash = '${keeps and m.from .. "-" .. s.sql.hash or s.sql.hash}', ${labels};
COMMIT;
% if keeps then

-- destructive, left out: when nothing of it is needed any more, these make it a database that programs open.
-- BEGIN IMMEDIATE;
%   for _, move in ipairs(m.moves) do
%     if move.kind == "drop" or #move.left > 0 then
-- DROP TABLE ${move.left_name};
%     end
%   end
-- UPDATE mofc_schema SET hash = '${s.sql.hash}' WHERE hash = '${m.from}-${s.sql.hash}';
-- COMMIT;
% end
