return { description = "Calls that take their time", files = { { template = "escape.txt", output = "escape.txt" } } }
