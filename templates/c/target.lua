-- C11, with headers that are C++17 too: a header and a source a class, and an umbrella header, over libmofrt.
return {
  description = "C structs with presence, defaults, enumerations, validators and JSON",
  library = { "lib/prose.lua", "lib/declare.lua", "doc.lua" },
  files = {
    { template = "class.h", output = "${c.c.file}.h", each = "class" },
    { template = "class.c", output = "${c.c.file}.c", each = "class" },
    { template = "schema.h", output = "${s.c.file}.h" },
    { template = "schema.c", output = "${s.c.file}.c" },
    { template = "values.h", output = "${s.c.file}_values.h", when = function(s) return s.c.enumerations end },
  },
  single_files = {
    { template = "single.h", output = "${s.c.file}.h" },
    { template = "single.c", output = "${s.c.file}.c" },
  },
}
