return {
  files = { { template = "class.txt", output = "${c.name}.txt", each = "class" } },
  single_files = {
    { template = "all.txt", output = "${s.name}.txt" },
    { template = "keys.txt", output = "keys.txt", when = function(s) return #s.classes > 5 end },
  },
}
