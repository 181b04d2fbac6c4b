return { files = {
  { template = "all.sql", output = "all.sql" },
  { template = "bare.sql", output = "bare.sql" },
} }
