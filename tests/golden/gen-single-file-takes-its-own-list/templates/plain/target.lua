return { files = { { template = "a.txt", output = "a.txt" } } }
