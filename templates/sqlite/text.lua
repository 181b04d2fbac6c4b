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
