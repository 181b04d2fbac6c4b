-- Declarations and comments in C.

-- A comment at the left margin.
function comment(text)
  return "/* " .. wrap(prose(c_comment(text)), 117, " * ") .. " */"
end

-- "const struct A *" takes no blank before a name.
local function declare(type, name)
  return type .. (string.sub(type, -1) == "*" and "" or " ") .. name
end

function member(p)
  return declare(p.c.type, p.c.name)
end

-- A function without its body or semicolon: result and name, then the parameters.
function prototype(head, ...)
  return fill(head .. "(", { ... }, 4, 118) .. ")"
end

-- Properties as groups {type, names} that one declaration holds each: neighbours of one type, no pointers.
function grouped(list)
  local groups, last = {}, nil
  for _, p in ipairs(list) do
    if not last or p.c.type ~= last.type or string.sub(last.type, -1) == "*" then
      last = { type = p.c.type, names = {} }
      groups[#groups + 1] = last
    end
    last.names[#last.names + 1] = p.c.name
  end
  return groups
end

-- Members without a comment of their own, those of one type in one declaration.
function members(groups)
  local lines = {}
  for i, g in ipairs(groups) do
    local head = "    " .. declare(g.type, "")
    lines[i] = fill(head, g.names, #head, 116) .. ";"
  end
  return table.concat(lines, "\n")
end
