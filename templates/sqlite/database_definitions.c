% local s = ...
% local name = s.c.identifier
/* The statements of ${c_comment(s.name)}.sql without its comments, to be joined: a C string holds 4,095 bytes at most. */
% local text = { "BEGIN IMMEDIATE;\n", capture("identity.sql", s) }
% local writer = sql_writer()
% for _, c in ipairs(s.classes) do
%   if c.sql.table then table.insert(text, capture("class.sql", c, false, writer)) end
% end
% table.insert(text, capture("instances.sql", s))
% table.insert(text, "COMMIT;\n")
${c_strings(table.concat(text), name .. "_ddl")}
const mof_database ${name}_database = {
    .name = ${c_string(s.name)},
    .hash = "${s.sql.hash}",
    .version = ${s.sql.layout},
    .ddl = ${name}_ddl,
    .abi = &mofrt_abi_3,
};

${prototype("enum mof_status " .. name .. "_open", "const char *path", "const mof_store_options *options", "mof_store **store", "mof_error *error")}
{
    return mof_store_open(path, &${name}_database, options, store, error);
}
