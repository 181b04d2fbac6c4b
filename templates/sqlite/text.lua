-- What the templates of this target share: the text of columns, CHECKs and views, and of declarations in C.

-- As many sentences as a comment has room for, at least one; a very long one is cut at a word.
function brief(text)
  local room, most = 160, 320
  if #text <= room then return sql_comment(text) end
  local stop = string.match(string.sub(text, 1, room + 1), "^.*%.()%s") or string.match(text, "%.()%s") or #text + 1
  if stop <= most then return sql_comment(string.sub(text, 1, stop - 1)) end
  local part = string.sub(text, 1, most)
  return sql_comment((string.match(part, "^(.*)%s") or part) .. " ...")
end

-- A list in lines of about `width`.
function fill(list, width, between)
  local parts, used = {}, 0
  for i, item in ipairs(list) do
    local breaks = used > 0 and used + #item + 2 > width
    if i > 1 then parts[#parts + 1] = breaks and between or ", " end
    parts[#parts + 1] = item
    used = (breaks and 0 or used) + #item + 2
  end
  return table.concat(parts)
end

-- What holds for a value between two bounds, one of which may be missing.
local function between(value, min, max)
  if min and min == max then return value .. " = " .. min end
  if min and max then return value .. " BETWEEN " .. min .. " AND " .. max end
  if min then return value .. " >= " .. min end
  return value .. " <= " .. max
end

local conditions = {
  boolean = function(col) return col.name .. " IN (0, 1)" end,
  range = function(col, check) return between(col.name, check.min, check.max) end,
  length = function(col, check) return between("length(" .. col.name .. ")", check.min, check.max) end,
  datetime = function(col) return "length(" .. col.name .. ") = 25" end,
  -- json_valid(NULL) is 0 in some SQLite, where any other NULL passes a CHECK
  json = function(col) return (col.not_null and "" or col.name .. " IS NULL OR ") .. "json_valid(" .. col.name .. ")" end,
  values = function(col, check)
    local list = {}
    if #check.values == 1 then list[1] = col.name .. " = " .. check.values[1]
    elseif #check.values > 1 then list[1] = col.name .. " IN (" .. table.concat(check.values, ", ") .. ")" end
    for _, r in ipairs(check.ranges) do list[#list + 1] = between(col.name, r.min, r.max) end
    return table.concat(list, " OR ")
  end,
}

local function condition(col)
  local text
  for _, check in ipairs(col.checks) do
    local one = conditions[check.kind](col, check)
    text = text and text .. " AND " .. one or one
  end
  return col.allowed and text .. " OR " .. col.name .. " = " .. col.allowed or text
end

function column(col)
  return col.name .. " " .. col.type .. (col.collation and " COLLATE " .. col.collation or "") ..
    (col.not_null and " NOT NULL" or "") .. (col.initial and " DEFAULT " .. col.initial or "") ..
    (#col.checks > 0 and " CHECK (" .. condition(col) .. ")" or "") ..
    (col.refers and " REFERENCES " .. col.refers.table .. "(" .. col.refers.column .. ")" or "")
end

local function comment(p)
  if p.text == "" then return "" end
  return "-- " .. wrap((p.deprecated and "Deprecated. " or "") .. brief(p.text), 118, "  -- ") .. "\n  "
end

-- The lines between the parentheses of a CREATE TABLE. `made` keeps what inherited columns became.
function columns(c, comments, made)
  local lines = {}
  for i, run in ipairs(c.sql.runs) do
    local with = comments and run.own
    local text = not with and made[run.id]
    if not text then
      local list = {}
      local r = c.runs[i]
      for place = r.first, r.last do
        local p = c.properties[place]
        for n, col in ipairs(p.sql.columns) do list[#list + 1] = (with and n == 1 and comment(p) or "") .. column(col) end
      end
      text = table.concat(list, ",\n  ")
      if not with then made[run.id] = text end
    end
    lines[#lines + 1] = text
  end
  if c.sql.key then lines[#lines + 1] = "PRIMARY KEY (" .. table.concat(c.sql.key.columns, ", ") .. ")" end
  return table.concat(lines, ",\n  ")
end

-- The columns of a view and the tables that it joins: a lookup table is called as the column whose labels it has.
local shown = {
  column = function(t, v) return t .. "." .. v.column end,
  unsigned = function(t, v)
    local digits = "printf('%u', " .. t .. "." .. v.column .. ")"
    if v.not_null then return digits .. " AS " .. v.name end
    return "iif(" .. t .. "." .. v.column .. " IS NULL, NULL, " .. digits .. ") AS " .. v.name
  end,
  label = function(_, v) return v.column .. ".name AS " .. v.name end,
  lookup = function(t, v)
    local found = v.ranges and t .. "." .. v.column .. " BETWEEN low AND high" or "value = " .. t .. "." .. v.column
    return "(SELECT name FROM " .. v.lookup .. " WHERE " .. found .. ") AS " .. v.name
  end,
  flags = function(t, v)
    local bits = t .. "." .. v.column
    return "(SELECT group_concat(name, ' | ') FROM " .. v.lookup .. " WHERE (" .. bits ..
      " & value) = value AND (value <> 0 OR " .. bits .. " = 0)) AS " .. v.name
  end,
}

local function join_of(t, v)
  local on = v.ranges and t .. "." .. v.column .. " BETWEEN " .. v.column .. ".low AND " .. v.column .. ".high"
    or v.column .. ".value = " .. t .. "." .. v.column
  return "LEFT JOIN " .. v.lookup .. " AS " .. v.column .. " ON " .. on
end

-- The lines behind SELECT.
function select_from(c, made)
  local t, items, from = c.sql.view.alias, {}, { "FROM " .. c.sql.table .. " AS " .. c.sql.view.alias }
  for i, run in ipairs(c.sql.runs) do
    local part = made[run.id]
    if not part then
      local list, joins = {}, {}
      for _, v in ipairs(c.runs[i].sql.shown) do
        list[#list + 1] = shown[v.kind](t, v)
        if v.kind == "label" then joins[#joins + 1] = join_of(t, v) end
      end
      part = { items = fill(list, 116, ",\n  "), joins = table.concat(joins, "\n") }
      made[run.id] = part
    end
    if part.items ~= "" then items[#items + 1] = part.items end
    if part.joins ~= "" then from[#from + 1] = part.joins end
  end
  return table.concat(items, ",\n  ") .. "\n" .. table.concat(from, "\n")
end

-- ---- declarations, as the target c has them -------------------------------------------------------------

-- Parts with commas between them, broken in front of the part that would not fit the line.
local function join(head, parts, indent, width)
  local lines, line = {}, head
  for i, part in ipairs(parts) do
    local piece = part .. (i < #parts and "," or "")
    if i > 1 and #line + 1 + #piece > width then
      table.insert(lines, line)
      line = string.rep(" ", indent) .. piece
    else
      line = line .. (i > 1 and " " or "") .. piece
    end
  end
  table.insert(lines, line)
  return table.concat(lines, "\n")
end

-- "const struct A *" takes no blank before a name.
local function declare(type, name)
  return type .. (string.sub(type, -1) == "*" and "" or " ") .. name
end

-- A function without its body or semicolon.
function prototype(result, name, ...)
  local head = declare(result, name) .. "("
  return join(head, { ... }, 4, 118) .. ")"
end

-- Members without a comment of their own, those of one type in one declaration.
function members(list)
  local lines, type, names = {}, nil, {}
  local function flush()
    if type then table.insert(lines, "    " .. join(declare(type, ""), names, 4 + #declare(type, ""), 116) .. ";") end
  end
  for _, p in ipairs(list) do
    if p.c.type ~= type or string.sub(type, -1) == "*" then
      flush()
      type, names = p.c.type, {}
    end
    table.insert(names, p.c.name)
  end
  flush()
  return table.concat(lines, "\n")
end

-- A function of the store of class T, without its body or semicolon.
function store_function(T, name, ...)
  local parameters = { "mof_store *store", ... }
  table.insert(parameters, "mof_error *error")
  return prototype("enum mof_status", T .. "_" .. name, table.unpack(parameters))
end
