-- What the templates of this target share.

-- The first sentences of a long text, at least one: the C header has it whole. In a schema of hundreds of classes part of
-- a line must do.
local room = s.few and 160 or 80

function brief(text)
  if #text <= room then return sql_comment(text) end
  local part = string.sub(text, 1, room + 1)
  local stop = string.match(part, "^.*%.()%s") or s.few and (string.match(text, "%.()%s") or #text + 1)
  if stop then return sql_comment(string.sub(text, 1, stop - 1)) end
  return sql_comment((string.match(part, "^(.*)%s") or part) .. " ...")
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
  return join(head, { ... }, #head <= 60 and #head or 4, 118) .. ")"
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
