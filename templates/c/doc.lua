-- What the templates of this target share: the words of doc comments, and which part of a class goes where.

-- How much of a text a comment holds: nearly all of a few pages, a line in a schema of hundreds of classes, whose source
-- is the place to read on.
local room = s.few and 800 or 80

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
  local f, text = p.c.facts, brief(p.text)
  if f ~= "" then text = text == "" and f or text .. " (" .. f .. ")" end
  return prose(c_comment(text))
end

-- The methods whose parameters a class spells out: its own, where they are known.
function methods(c)
  local list = {}
  for _, f in ipairs(c.methods) do
    if not f.inherited and not f.elsewhere then table.insert(list, f) end
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

-- Every enumeration that a class declares: of properties, then of its methods and their parameters. Those with a
-- declaration of their own stand in the schema's header of values.
function enumerations(c)
  local list, seen = {}, {}
  local function add(e)
    if e and e.c.name ~= "" and e.source ~= "declared" and not seen[e.c.name] then
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
