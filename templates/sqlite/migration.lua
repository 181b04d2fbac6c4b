-- What migration.sql says of the steps of a migration, and the expressions that take values from old columns to new ones.

-- A value of the new column, made of the old row.
local made = {
  real = "CAST(%s AS REAL)",
  number = "CAST(%s AS REAL)",
  integer = "CAST(%s AS INTEGER)",
  unsigned = "CAST(%s AS INTEGER)",
  digits = "CASE typeof(%s) WHEN 'real' THEN printf('%!.17g', %s) WHEN 'integer' THEN CAST(%s AS TEXT) END",
  unsigned_digits = "iif(%s IS NULL, NULL, printf('%u', %s))",
  word = "CASE %s WHEN 1 THEN 'TRUE' WHEN 0 THEN 'FALSE' END",
  truth = "CASE upper(%s) WHEN 'TRUE' THEN 1 WHEN 'FALSE' THEN 0 END",
}

-- What is true of an old value that cannot be one of the new column.
local refused = {
  sign = "%s < 0",
  items = "EXISTS (SELECT 1 FROM json_each(%s) WHERE CAST(value AS INTEGER) NOT BETWEEN $min AND $max" ..
    " OR CAST(CAST(value AS INTEGER) AS TEXT) <> CAST(value AS TEXT))",
  real = "%s NOT BETWEEN $min AND $max",
  integer = "CAST(CAST(%s AS INTEGER) AS REAL) <> %s OR %s >= 9223372036854775808.0",
  unsigned = "%s < 0 OR CAST(CAST(%s AS INTEGER) AS REAL) <> %s OR %s >= 9223372036854775808.0",
  text_integer = "CAST(CAST(%s AS INTEGER) AS TEXT) <> %s",
  text_unsigned = "CAST(%s AS INTEGER) < 0 OR CAST(CAST(%s AS INTEGER) AS TEXT) <> %s",
  truth = "upper(%s) NOT IN ('TRUE', 'FALSE')",
  number = "CASE WHEN json_valid(%s) THEN json_type(%s) NOT IN ('integer', 'real') OR abs(CAST(%s AS REAL)) > 1.7e308" ..
    " ELSE %s IS NOT NULL END",
}

local function put_in(text, column)
  return (string.gsub(text, "%%s", function() return column end))
end

function carried(carry)
  local text = made[carry.conversion]
  return text and put_in(text, carry.from) or carry.from
end

local function refuses(carry)
  local kind = carry.conversion
  local text = carry.of_text and refused["text_" .. kind] or refused[kind]
  text = string.gsub(text, "%$min", function() return carry.min end)
  return put_in(string.gsub(text, "%$max", function() return carry.max end), carry.from)
end

local words = {
  table_new = "table $name is new",
  table_gone = "no class has table $old any more",
  table_renamed = "table $old is called $name",
  key = "$name has another key: no two rows may have the same one",
  order = "the columns of $name stand in another order, or its key has another form",
  new = "$name.$column is new",
  needed = "$name.$column must have a value in each row, and there is none",
  renamed = "$name.$column was called $old",
  gone = "no property has column $old of $name any more",
  lost = "$name.$column has a type that takes none of its values",
  converted = "$name.$column has another type: $made",
  converted_as_it_is = "$name.$column has another type, which may not take all of its values as they are",
  check = "$name.$column must pass: $test",
  null_refused = "$name.$column must be there",
  null_allowed = "$name.$column may be absent",
  default = "$name.$column has another default in new rows",
  refers_renamed = "the table or key that $name.$column leads to has another name",
  refers = "the table that $name.$column leads to is another; rows that are there name no key in it until they are written again",
  opaque = "what lies in $name.$column has another shape, and stays as it is",
}

function column_of(move, carry)
  return s.classes[move.class].properties[carry.property].sql.columns[carry.column]
end

-- A name without its quotes.
function unquoted(name)
  local inner = string.match(name, '^"(.*)"$')
  return inner and (string.gsub(inner, '""', '"')) or name
end

local function test_of(move, carry, writer)
  local col = column_of(move, carry)
  return writer.condition(col, carried(carry), col.checks, true)
end

-- A step in words; writer: a sql_writer().
function step_words(move, step, writer)
  local carry, safe = step.carry, step.effect == "safe"
  local values = {
    name = move.name or move.old,
    old = step.old,
    column = carry and carry.name,
    test = step.kind == "check" and not safe and test_of(move, carry, writer),
    made = carry and carry.from and step.kind == "converted" and carried(carry),
  }
  local kind = step.kind
  if kind == "converted" and values.made == carry.from then kind = "converted_as_it_is" end
  if kind == "refers" and carry.from then kind = "refers_renamed" end
  if values.test and #values.test > 200 then values.test = "its new list of values" end
  local text = step.kind == "check" and safe and "$name.$column takes all values that it took, or is written otherwise"
    or words[kind]
  return (string.gsub(text, "%$(%a+)", function(word) return values[word] end))
end

-- The condition under which two rows have one key: those of the old table that are made the same.
local function same_key(move)
  local c, list = s.classes[move.class], {}
  for _, carry in ipairs(move.carries) do
    local col = column_of(move, carry)
    if c.properties[carry.property].key and carry.column == 1 and carry.from and carry.conversion ~= "lost" then
      list[#list + 1] = carried(carry) .. " COLLATE " .. (col.collation or "BINARY")
    end
  end
  if #list == 0 then return "SELECT max(count(*) - 1, 0) FROM " .. move.old end
  return "SELECT count(*) FROM (SELECT 1 FROM " .. move.old .. " GROUP BY " .. table.concat(list, ", ") ..
    " HAVING count(*) > 1)"
end

-- The question whose answer is the number of rows that a step is about; false: it is about none.
function step_question(move, step, writer)
  local kind, carry = step.kind, step.carry
  local from = "SELECT count(*) FROM " .. move.old
  if kind == "needed" or kind == "table_gone" then return from end
  if kind == "gone" or kind == "lost" or kind == "opaque" then return from .. " WHERE " .. step.old .. " IS NOT NULL" end
  if kind == "null_refused" then return from .. " WHERE " .. step.old .. " IS NULL" end
  if kind == "converted" then return from .. " WHERE " .. refuses(carry) end
  if kind == "key" then return same_key(move) end
  local col = column_of(move, carry)
  return from .. " WHERE NOT (" .. writer.condition(col, carried(carry), col.checks, false) .. ")"
end

-- Steps of a kind in words, "1 safe step, 2 that depend on data".
function step_counts(m)
  local list = {}
  if m.safe > 0 then list[1] = m.safe .. " safe" end
  if m.data > 0 then list[#list + 1] = m.data .. (m.data == 1 and " that depends on data" or " that depend on data") end
  if m.loss > 0 then list[#list + 1] = m.loss .. " destructive" end
  return #list > 0 and table.concat(list, ", ") or "none that touches a row"
end
