-- Go: a struct a class, with tags of encoding/json, and typed constants for value lists.
return {
  description = "Go structs with JSON tags, doc comments and enumerations",
  library = "go.lua",
  files = {
    { template = "class.go", output = "${package()}/${string.lower(c.name)}.go", each = "class" },
    { template = "doc.go", output = "${package()}/doc.go" },
  },
}
