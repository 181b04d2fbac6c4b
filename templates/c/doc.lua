-- What the templates of this target share: the words of doc comments, and which part of a class goes where.

-- "key, read-only, at most 3 characters": what holds for a property beside its text.
local function limits(p, words)
  local l = p.limits
  local what = p.type.array and p.type.cim == "uint8" and " bytes" or " characters"
  if l.min_length and l.min_length == l.max_length then
    table.insert(words, "exactly " .. l.max_length .. what)
  elseif l.min_length and l.max_length then
    table.insert(words, l.min_length .. " to " .. l.max_length .. what)
  elseif l.max_length then
    table.insert(words, "at most " .. l.max_length .. what)
  elseif l.min_length then
    table.insert(words, "at least " .. l.min_length .. what)
  end
  if l.min and l.max then
    table.insert(words, l.min .. " to " .. l.max)
  elseif l.max then
    table.insert(words, "at most " .. l.max)
  elseif l.min then
    table.insert(words, "at least " .. l.min)
  end
end

function facts(p)
  local words = {}
  if p.key then table.insert(words, "key") end
  if p.readable and not p.writable and not p.key then table.insert(words, "read-only") end
  if p.writable and not p.readable then table.insert(words, "write-only") end
  if p.not_null and not p.key then table.insert(words, "never NULL") end
  if p.immutable then table.insert(words, "fixed at creation") end
  if p.lazy then table.insert(words, "lazy") end
  limits(p, words)
  if p.length_of then table.insert(words, "the length of " .. p.length_of) end
  if p.c.enumeration ~= "" then table.insert(words, p.c.enumeration .. "_*") end
  local told = string.find(p.text, "efault value is", 1, true)
  if p.initial and not told then table.insert(words, "default " .. (p.initial_written ~= "" and p.initial_written or '""')) end
  if p.type.cim == "class" and p.type.array then table.insert(words, "items are " .. p.type.class) end
  if p.type.cim == "reference" and p.type.class then table.insert(words, "refers to " .. p.type.class) end
  if p.deprecated then table.insert(words, "deprecated") end
  return table.concat(words, ", ")
end

-- How much of a text a comment holds: nearly all of a few pages, a line in a schema of hundreds of classes, whose source
-- is the place to read on.
local room = s.few and 800 or 90

-- Whole sentences up to some length; a first one that is longer is cut behind a word.
function brief(text)
  if #text <= room then return text end
  local part = string.sub(text, 1, room + 1)
  local stop = string.match(part, "^.*[.!?]()%s")
  if stop then return string.sub(text, 1, stop - 1) .. " [...]" end
  return (string.match(part, "^(.*)%s") or part) .. " ..."
end

-- Of several lines: the lines are kept, blank ones dropped.
function prose(text)
  return string.find(text, "\n", 1, true) and (string.gsub(text, "\n+", "\n")) or text
end

-- The comment of a member or parameter: its text, and in parentheses what holds for it.
function doc(p)
  local f, text = facts(p), brief(p.text)
  if f ~= "" then text = text == "" and f or text .. " (" .. f .. ")" end
  return prose(c_comment(text))
end

-- The methods whose parameters a class spells out: its own, where they are known.
function methods(c)
  local list = {}
  for _, f in ipairs(c.methods) do
    if f.c.own and not f.elsewhere then table.insert(list, f) end
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

function outs(f)
  local list = {}
  for _, p in ipairs(f.parameters) do
    if p.out then table.insert(list, p) end
  end
  return list
end

function words(count)
  return count > 32 and (count + 31) // 32 or 1
end

-- Every enumeration that a class declares: of properties, then of its methods and their parameters.
function enumerations(c)
  local list, seen = {}, {}
  local function add(e)
    if e and e.c.name ~= "" and not seen[e.c.name] then
      seen[e.c.name] = true
      table.insert(list, e)
    end
  end
  for _, e in ipairs(c.enumerations) do add(e) end
  for _, f in ipairs(methods(c)) do
    add(f.enumeration)
    for _, p in ipairs(f.parameters) do add(p.enumeration) end
  end
  return list
end
