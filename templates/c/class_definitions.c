% local c, storage, mine = ...
% local n, sup = c.c.name, c.c.super
% for _, e in ipairs(enumerations(c)) do
%   mine[e.enumeration.c.name] = true
%   include("enumeration.c", e.enumeration, storage)
% end
% local own = {}
% for i = c.c.inherited + 1, #c.properties do table.insert(own, c.properties[i]) end
% local lists = { own }
% for _, f in ipairs(methods(c)) do
%   table.insert(lists, ins(f))
%   table.insert(lists, outs(f))
% end
% local foreign = false
% for _, list in ipairs(lists) do
%   for _, p in ipairs(list) do
%     if p.c.values ~= "" and not mine[p.c.values] then
%       mine[p.c.values], foreign = true, true
${storage == "" and "extern " or storage}const struct mof_enum ${p.c.values}_enum;
%     end
%     if p.c.target ~= "" and p.c.target ~= n and not mine[p.c.target .. "_class"] then
%       mine[p.c.target .. "_class"], foreign = true, true
extern const mof_class ${p.c.target}_class;
%     end
%   end
% end
% if foreign then

% end
% include("table.c", n, c.name, own, c.properties, c.c.inherited, sup, c.namespace, c.c.keys, c.c.below)
% if c.c.inherited > 0 then

% local last = c.properties[c.c.inherited].c.name
/* It begins as ${sup} does, whose rows are its own too. */
_Static_assert(offsetof(${n}, ${last}) ==
    offsetof(${sup}, ${last}), "a member has moved");
% end

${prototype("void " .. n .. "_init", n .. " *object")}
{
    mof_init(&${n}_class, object);
}

${prototype("size_t " .. n .. "_validate", "const " .. n .. " *object", "enum mof_mode mode", "mof_report *report")}
{
    return mof_validate(&${n}_class, object, mode, report);
}

${prototype("enum mof_status " .. n .. "_from_json", n .. " *object", "mof_str json", "mof_arena *arena", "mof_report *report", "mof_error *error")}
{
    return mof_from_json(&${n}_class, object, json, arena, report, error);
}

${prototype("enum mof_status " .. n .. "_from_record", n .. " *object", "const mof_records *records", "mof_arena *arena", "mof_report *report", "mof_error *error")}
{
    return mof_from_record(&${n}_class, object, records, arena, report, error);
}

${prototype("enum mof_status " .. n .. "_to_json", "const " .. n .. " *object", "mof_str *json", "mof_arena *arena", "mof_error *error")}
{
    return mof_to_json(&${n}_class, object, json, arena, error);
}

${prototype("bool " .. n .. "_equal", "const " .. n .. " *a", "const " .. n .. " *b")}
{
    return mof_equal(&${n}_class, a, b);
}

${prototype("enum mof_status " .. n .. "_copy", n .. " *to", "const " .. n .. " *from", "mof_arena *arena", "mof_error *error")}
{
    return mof_copy(&${n}_class, to, from, arena, error);
}

${prototype("enum mof_status " .. n .. "_print", "const " .. n .. " *object", "mof_str *text", "mof_arena *arena", "mof_error *error")}
{
    return mof_print(&${n}_class, object, text, arena, error);
}
% if #c.c.keys > 0 then

${prototype("enum mof_status " .. n .. "_path", "const " .. n .. "_key *key", "mof_ref *path", "mof_arena *arena", "mof_error *error")}
{
    return mof_path(&${n}_class, key, path, arena, error);
}

${prototype("enum mof_status " .. n .. "_key_from_path", "mof_ref path", n .. "_key *key", "mof_arena *arena", "mof_error *error")}
{
    return mof_key_from_path(&${n}_class, path, key, arena, error);
}
% end
% for _, i in ipairs(c.c.instances) do

const ${n} ${i.name} = {
%   for _, v in ipairs(i.values) do
    .${v.name} = ${v.value}, .has.${v.name} = true,
%   end
%   if #i.values == 0 then
    .has = {false},
%   end
};
% end
% for _, f in ipairs(methods(c)) do
%   if #ins(f) > 0 then include("parameters.c", f.c.name .. "_in", c.name .. "." .. f.name .. ".in", ins(f)) end
%   if #outs(f) > 0 then include("parameters.c", f.c.name .. "_out", c.name .. "." .. f.name .. ".out", outs(f)) end
% end
