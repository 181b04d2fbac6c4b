-- Texts of a schema as comments have room for them.

-- How much of a text a comment holds, whatever the size of the schema: the source is the place to read on.
local room = 160

-- Without a last sentence that ends in a colon: the list behind it does not come along.
local function whole(text)
  if string.sub(text, -1) ~= ":" then return text end
  return string.match(text, "^(.*[.!?])%s+.-:$") or string.match(text, "^(.*%S)%s*\n[^\n]*:$") or text
end

-- Whole sentences up to some length; a first one that is longer is cut behind a word.
function brief(text)
  text = whole(text)
  if #text <= room then return text end
  local part = string.sub(text, 1, room + 1)
  local stop = string.match(part, "^.*[.!?]()%s")
  if stop then return string.sub(text, 1, stop - 1) .. " [...]" end
  return (string.match(part, "^(.*)%s") or part) .. " ..."
end

-- The first sentence, in the middle of a line.
function sentence(text)
  text = string.match(text, "^[^\n]*")
  local stop = string.match(text, "^.-[.!?]()%s")
  if stop then text = string.sub(text, 1, stop - 1) end
  local first, rest = string.match(text, "^(%u)(%l.*)$")
  return brief(first and string.lower(first) .. rest or text)
end

-- Of several lines: the lines are kept, blank ones dropped.
function prose(text)
  return string.find(text, "\n", 1, true) and (string.gsub(text, "\n+", "\n")) or text
end
