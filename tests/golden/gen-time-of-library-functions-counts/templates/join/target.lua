return { description = "Calls that take their time", files = { { template = "join.txt", output = "join.txt" } } }
