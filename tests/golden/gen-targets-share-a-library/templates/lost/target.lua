return { library = { "lib/words.lua", "lib/verbs.lua" }, files = {} }
