-- What the templates of this target share: the text of columns, CHECKs and views, and functions of the store.

-- What writes columns and views. One is made for a file: it keeps what the columns became that other classes inherit.
function sql_writer()
  local made_columns, made_views = {}, {}

  -- What holds for a value between two bounds, one of which may be missing.
  local function between(value, min, max)
    if min and min == max then return value .. " = " .. min end
    if min and max then return value .. " BETWEEN " .. min .. " AND " .. max end
    if min then return value .. " >= " .. min end
    return value .. " <= " .. max
  end

  local conditions = {
    boolean = function(name) return name .. " IN (0, 1)" end,
    range = function(name, check) return between(name, check.min, check.max) end,
    length = function(name, check) return between("length(" .. name .. ")", check.min, check.max) end,
    datetime = function(name) return "length(" .. name .. ") = 25" end,
    -- json_valid(NULL) is 0 in some SQLite, where any other NULL passes a CHECK
    json = function(name, _, not_null) return (not_null and "" or name .. " IS NULL OR ") .. "json_valid(" .. name .. ")" end,
    values = function(name, check)
      local list, values = {}, check.values
      if #values == 1 then list[1] = name .. " = " .. values[1]
      elseif #values > 1 then list[1] = name .. " IN (" .. table.concat(values, ", ") .. ")" end
      for _, r in ipairs(check.ranges) do list[#list + 1] = between(name, r.min, r.max) end
      return table.concat(list, " OR ")
    end,
  }

  local function condition(col, name, checks, not_null)
    local text
    for _, check in ipairs(checks) do
      local one = conditions[check.kind](name, check, not_null)
      text = text and text .. " AND " .. one or one
    end
    local allowed = col.allowed
    return allowed and text .. " OR " .. name .. " = " .. allowed or text
  end

  local function column(col)
    local name, collation, not_null, initial = col.name, col.collation, col.not_null, col.initial
    local checks, refers = col.checks, col.refers
    return name .. " " .. col.type .. (collation and " COLLATE " .. collation or "") .. (not_null and " NOT NULL" or "") ..
      (initial and " DEFAULT " .. initial or "") ..
      (#checks > 0 and " CHECK (" .. condition(col, name, checks, not_null) .. ")" or "") ..
      (refers and " REFERENCES " .. refers.table .. "(" .. refers.column .. ")" or "")
  end

  local function comment(p)
    local text = p.text
    if text == "" then return "" end
    return "-- " .. wrap((p.deprecated and "Deprecated. " or "") .. sql_comment(brief(text)), 118, "  -- ") .. "\n  "
  end

  local function run_columns(c, run, own)
    local list = {}
    for place = run.first, run.last do
      local p = c.properties[place]
      for n, col in ipairs(p.sql.columns) do
        list[#list + 1] = (own and n == 1 and comment(p) or "") .. column(col)
      end
    end
    return table.concat(list, ",\n  ")
  end

  -- The lines between the parentheses of a CREATE TABLE; a class's own columns may have comments.
  local function columns(c, comments)
    local lines, key = {}, c.sql.key
    for i, run in ipairs(c.sql.runs) do
      local id, own = run.id, comments and run.own
      local text = not own and made_columns[id] or run_columns(c, c.runs[i], own)
      if not own then made_columns[id] = text end
      lines[#lines + 1] = text
    end
    if key then lines[#lines + 1] = "PRIMARY KEY (" .. table.concat(key.columns, ", ") .. ")" end
    return table.concat(lines, ",\n  ")
  end

  -- A column of a view over the table `t`. A joined lookup table is called as the column whose labels it has.
  local shown = {
    column = function(t, column) return t .. "." .. column end,
    unsigned = function(t, column, v)
      local digits = "printf('%u', " .. t .. "." .. column .. ")"
      if v.not_null then return digits .. " AS " .. v.name end
      return "iif(" .. t .. "." .. column .. " IS NULL, NULL, " .. digits .. ") AS " .. v.name
    end,
    label = function(_, column, v) return column .. ".name AS " .. v.name end,
    lookup = function(t, column, v)
      local found = v.ranges and t .. "." .. column .. " BETWEEN low AND high" or "value = " .. t .. "." .. column
      return "(SELECT name FROM " .. v.lookup .. " WHERE " .. found .. ") AS " .. v.name
    end,
    flags = function(t, column, v)
      local bits = t .. "." .. column
      return "(SELECT group_concat(name, ' | ') FROM " .. v.lookup .. " WHERE (" .. bits ..
        " & value) = value AND (value <> 0 OR " .. bits .. " = 0)) AS " .. v.name
    end,
  }

  local function join(t, v)
    local column = v.column
    local on = v.ranges and t .. "." .. column .. " BETWEEN " .. column .. ".low AND " .. column .. ".high"
      or column .. ".value = " .. t .. "." .. column
    return "\nLEFT JOIN " .. v.lookup .. " AS " .. column .. " ON " .. on
  end

  -- The columns of a view that a run gives, in lines of about 116, and the tables that they join.
  local function run_shown(run, t)
    local items, joins, used = {}, {}, 0
    for i, v in ipairs(run.sql.shown) do
      local kind = v.kind
      local item = shown[kind](t, v.column, v)
      local breaks = used > 0 and used + #item + 2 > 116
      if i > 1 then items[#items + 1] = breaks and ",\n  " or ", " end
      items[#items + 1] = item
      used = (breaks and 0 or used) + #item + 2
      if kind == "label" then joins[#joins + 1] = join(t, v) end
    end
    return { items = table.concat(items), joins = table.concat(joins) }
  end

  -- What stands behind SELECT.
  local function view(c)
    local t, items, joins = c.sql.view.alias, {}, {}
    for i, run in ipairs(c.sql.runs) do
      local id = run.id
      local part = made_views[id] or run_shown(c.runs[i], t)
      made_views[id] = part
      if part.items ~= "" then items[#items + 1] = part.items end
      joins[#joins + 1] = part.joins
    end
    return table.concat(items, ",\n  ") .. "\nFROM " .. c.sql.table .. " AS " .. t .. table.concat(joins)
  end

  return { columns = columns, column = column, condition = condition, view = view }
end

-- ---- functions of the store --------------------------------------------------------------------------------------

-- A word of a command line for sh.
function shell_word(word)
  if not string.find(word, "[^%w_.-]") then return word end
  return "'" .. string.gsub(word, "'", "'\\''") .. "'"
end

-- A function of the store of class T, without its body or semicolon.
function store_function(T, name, ...)
  local parameters = { "mof_store *store", ... }
  parameters[#parameters + 1] = "mof_error *error"
  return fill("enum mof_status " .. T .. "_" .. name .. "(", parameters, 4, 118) .. ")"
end
