% local s = ...
% local name = s.c.identifier
/* What ${c_comment(s.name)}.sql makes. */
extern const mof_database ${name}_database;

/* Opens a database of this schema; makes it where the file is new or empty. `options` may be NULL. */
${prototype("enum mof_status " .. name .. "_open", "const char *path", "const mof_store_options *options", "mof_store **store", "mof_error *error")};

