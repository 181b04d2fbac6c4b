return { library = "lib/words.lua", files = { { template = "names.txt", output = "names.txt" } } }
