// misspelt
