-- What the templates of this target share.

-- The first sentences of a long text, at least one: the C header has it whole.
function brief(text)
  local most = 160
  text = sql_comment(text)
  if #text <= most then return text end
  local kept = #text
  for stop in string.gmatch(text, "()%.%s") do
    if stop > most and kept < #text then break end
    kept = stop
    if stop > most then break end
  end
  return string.sub(text, 1, kept)
end
