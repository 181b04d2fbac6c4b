return { library = { "lib/words.lua", "lib/prose.lua" }, files = { { template = "texts.txt", output = "texts.txt" } } }
