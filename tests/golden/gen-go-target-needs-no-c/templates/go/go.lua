-- What the templates of this target share.

local types = {
  boolean = "bool", uint8 = "uint8", sint8 = "int8", uint16 = "uint16", sint16 = "int16", uint32 = "uint32",
  sint32 = "int32", uint64 = "uint64", sint64 = "int64", real32 = "float32", real64 = "float64", char16 = "uint16",
  string = "string", datetime = "string", reference = "string", object = "map[string]any", variant = "any",
}

local keywords = {}
for word in string.gmatch([[break case chan const continue default defer else fallthrough for func go goto if import
    interface map package range return select struct switch type var]], "%a+") do keywords[word] = true end

-- The name as Go exports it.
function exported(name)
  local word = string.gsub(name, "_", "")
  return string.upper(string.sub(word, 1, 1)) .. string.sub(word, 2)
end

function package()
  local name = string.lower(c_identifier(s.name))
  return keywords[name] and name .. "_" or name
end

local function plain(e, p)
  if e and not e.strings then return value_type(e) end
  local t = p.type
  if t.cim == "class" then return t.class_known and "*" .. exported(t.class) or "map[string]any" end
  return types[t.cim]
end

-- Nullable values are pointers, so that what is not there is not in the JSON.
function go_type(p)
  local name = plain(p.enumeration, p)
  if p.type.array then return "[]" .. name end
  local pointer = not (p.key or p.not_null) and not string.find(name, "^[%*%[m]")
  return (pointer and "*" or "") .. name
end

function tag(p)
  local options = p.type.bits == 64 and ",string" or ""
  if not p.key then options = options .. ",omitempty" end
  return '`json:"' .. c_identifier(p.name) .. options .. '"`'
end

function value_type(e)
  return exported(e.name or e.owner .. "_" .. e.property)
end

function constant(e, v)
  local word = c_identifier(v.label ~= "" and v.label or v.written)
  return value_type(e) .. exported(word ~= "" and word or "value")
end

function base_type(e, p)
  return e.strings and "string" or types[p.type.cim]
end

-- A doc comment at some indent; it begins with the name, as Go wants it.
function doc(name, text, indent)
  if text == "" then return name end
  local first = string.lower(string.sub(text, 1, 1)) .. string.sub(text, 2)
  return wrap(line_comment(name .. ": " .. first), 100, indent .. "// ")
end
