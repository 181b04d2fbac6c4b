-- What the templates of this target share.

-- The first sentences of a long text: the header has it whole.
function brief(text)
  local most = 160
  text = sql_comment(text)
  if #text <= most then return text end
  local kept = 0
  for stop in string.gmatch(text, "()%.%s") do
    if stop > most then break end
    kept = stop
  end
  return kept > 0 and string.sub(text, 1, kept) or text
end
