return { description = "mine", files = { { template = "a.txt", output = "a.txt" } } }
