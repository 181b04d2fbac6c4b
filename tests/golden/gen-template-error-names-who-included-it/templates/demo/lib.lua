function first(p)
  return string.upper(p.nmae)
end
