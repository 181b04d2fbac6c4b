% include("part.c", c)
