% local s = ...
% local name = s.c.identifier
/* The statements of ${c_comment(s.name)}.sql without its comments, to be joined: a C string holds 4,095 bytes at most. */
% local text, labels = { capture("identity.sql", s) }, {}
% local writer = sql_writer()
% for _, c in ipairs(s.classes) do
%   if c.sql.table then
%     table.insert(text, sql_statements(once("class.sql", c, writer)))
%     for _, l in ipairs(c.sql.lookups) do table.insert(labels, capture("labels.sql", l, "INSERT OR REPLACE")) end
%     table.insert(labels, capture("wanted.sql", c.sql))
%   end
% end
% table.insert(text, capture("instances.sql", s))
${c_strings(table.concat(text), name .. "_ddl")}
% labels = table.concat(labels)
% if labels ~= "" then
/* What its lookup tables hold, and the indexes that mofc.yaml asks for. */
${c_strings(labels, name .. "_labels")}
% end
% local tables = {}
% for _, c in ipairs(s.classes) do
%   if c.sql.table then tables[#tables + 1] = "&" .. c.c.name .. "_table" end
% end
% if #tables > 0 then
${fill("static const mof_table *const " .. name .. "_tables[] = {", tables, 4, 118)}};

% end
const mof_database ${name}_database = {
    .name = ${c_string(s.name)},
    .hash = "${s.sql.hash}",
    .labels_hash = "${s.sql.labels}",
    .version = ${s.sql.layout},
    .ddl = ${name}_ddl,
% if labels ~= "" then
    .labels = ${name}_labels,
% end
    .migrate = ${c_string("mofc diff --migrate sqlite --name " .. shell_word(s.name) .. (s.prefix ~= "" and " --prefix " .. s.prefix or ""))},
    .abi = &mofrt_abi_3,
% if #tables > 0 then
    .tables = ${name}_tables,
    .table_count = ${#tables},
% end
};

${prototype("enum mof_status " .. name .. "_open", "const char *path", "const mof_store_options *options", "mof_store **store", "mof_error *error")}
{
    return mof_store_open(path, &${name}_database, options, store, error);
}
