return {
  description = "A list of properties",
  files = { { template = "class.txt", output = "${c.name}.txt", each = "class" } },
}
