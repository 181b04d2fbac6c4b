return { library = "lib.lua", files = { { template = "all.txt", output = "${s.name}.txt" }, { template = "one.txt", output = "${c.name}.txt", each = "class" } } }
