% local c, name, comments, writer = ...
CREATE TABLE ${name} (
  ${writer.columns(c, comments)}
) STRICT${c.sql.integer_key and ", WITHOUT ROWID" or ""};
