-- What the templates of this target share: comments of members, rows of tables, and which part of a class goes where.

-- The comment of a member or parameter: its text, and in parentheses what holds for it.
function doc(p)
  local f, text = p.c.facts, brief(p.text)
  if f ~= "" then text = text == "" and f or text .. " (" .. f .. ")" end
  return prose(c_comment(text))
end

-- The bools that say which properties are there; C has no struct without a member.
function presence(names)
  return fill("        bool ", #names > 0 and names or { "nothing" }, 13, 116) .. ";"
end

-- ---- tables ---------------------------------------------------------------------------------------------

-- Flags with bars between them: another one behind those that are set already.
local function flag(set, holds, name)
  if not holds then return set end
  return set == "" and name or set .. " | " .. name
end

local function limits(p)
  local l, parts = p.c.limits, {}
  if not l then return parts end
  local function add(holds, ...)
    for _, part in ipairs(holds and { ... } or {}) do table.insert(parts, part) end
  end
  add(l.range and l.real, ".has_range = true", ".real_min = " .. l.min, ".real_max = " .. l.max)
  add(l.range and not l.real, ".has_range = true", ".min = " .. l.min, ".max = " .. l.max)
  add(l.length, ".has_length = true")
  add(l.length and l.min_length ~= "0", ".min_length = " .. l.min_length)
  add(l.length, ".max_length = " .. l.max_length)
  add(l.min_text ~= "", ".text_min = " .. l.min_text)
  add(l.max_text ~= "", ".text_max = " .. l.max_text)
  add(l.size > 0, ".size = " .. l.size)
  add(l.counts, ".counts = true", ".length_of = " .. l.length_of)
  add(l.default_kind ~= "", ".or_default = true", ".default_" .. l.default_kind .. " = " .. l.default)
  return parts
end

-- Names as strings of C, in lines.
function quoted(names)
  local list = {}
  for i, name in ipairs(names) do list[i] = c_string(name) end
  return fill("        ", list, 8, 116)
end

-- The row of a property or parameter of the struct T.
function row(T, p)
  local c, type = p.c, p.type
  local readable, writable, values, embedded, target = p.readable, p.writable, c.values, c.embedded, c.target
  local parts = { ".name = " .. c_string(p.name), ".type = " .. c.tag }
  if readable ~= writable then parts[#parts + 1] = readable and ".access = MOF_READ" or ".access = MOF_WRITE" end
  local flags = flag("", type.array, "MOF_ARRAY")
  flags = flag(flags, p.key, "MOF_KEY")
  flags = flag(flags, c.not_null, "MOF_NOT_NULL")
  flags = flag(flags, p.immutable, "MOF_IMMUTABLE")
  flags = flag(flags, p.lazy, "MOF_LAZY")
  flags = flag(flags, p.large, "MOF_LARGE")
  flags = flag(flags, c.nocase, "MOF_NOCASE")
  if flags ~= "" then parts[#parts + 1] = ".flags = " .. flags end
  parts[#parts + 1] = ".offset = offsetof(" .. T .. ", " .. c.name .. ")"
  if values ~= "" then parts[#parts + 1] = ".values = &" .. values .. "_enum" end
  if embedded ~= "" then parts[#parts + 1] = ".embedded = &" .. embedded .. "_class" end
  if target ~= "" then parts[#parts + 1] = ".target = &" .. target .. "_class" end
  local text, bounds = fill("        {", parts, 9, 118), limits(p)
  if #bounds == 0 then return text .. "}," end
  return text .. ",\n" .. fill("         .limits = &(const struct mof_limits){", bounds, 13, 116) .. "}},"
end

-- ---- which part goes where ------------------------------------------------------------------------------

-- The methods whose parameters a class spells out: its own, where they are known.
function methods(c)
  local list = {}
  for _, f in ipairs(c.methods) do
    if not f.inherited and not f.unread then table.insert(list, f) end
  end
  return list
end

function ins(f)
  local list = {}
  for _, p in ipairs(f.parameters) do
    if p["in"] then table.insert(list, p) end
  end
  return list
end

-- A method's own value comes first, as a parameter called ReturnValue.
function outs(f)
  local list = {}
  if f.c.returns then
    local c = { name = "ReturnValue", type = f.c.type, tag = f.c.tag, values = f.c.values, embedded = "", target = "",
      facts = f.c.values ~= "" and "one of " .. f.c.values .. "_*" or "", limits = false, default = "",
      not_null = false, nocase = false }
    table.insert(list, { name = "ReturnValue", text = "", c = c, type = f.returns, readable = false, writable = false,
      key = false, immutable = false, lazy = false, large = false })
  end
  for _, p in ipairs(f.parameters) do
    if p.out then table.insert(list, p) end
  end
  return list
end

-- Every enumeration that a class declares, with the text of what first has it: of properties, then of its methods and
-- their parameters. Those with a declaration of their own stand in the schema's header of values.
function enumerations(c)
  local list, seen = {}, {}
  local function add(e, text)
    if e and e.c.name ~= "" and e.source ~= "declared" and not seen[e.c.name] then
      seen[e.c.name] = true
      table.insert(list, { enumeration = e, text = text })
    end
  end
  local texts = {}
  for _, r in ipairs(c.runs) do
    for i = r.first, r.own and r.last or 0 do
      local p = c.properties[i]
      if p.enumeration then texts[p.enumeration.c.name] = p.text end
    end
  end
  for _, e in ipairs(c.enumerations) do add(e, texts[e.c.name] or "") end
  for _, f in ipairs(methods(c)) do
    add(f.enumeration, "what the method returns.")
    for _, p in ipairs(f.parameters) do add(p.enumeration, p.text) end
  end
  return list
end
