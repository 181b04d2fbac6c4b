% local n, name, own, all, inherited, sup = ...
% local defaults = {}
% for _, p in ipairs(all) do
%   if p.c.default ~= "" then table.insert(defaults, p) end
% end
const mof_class ${n}_class = {
    .name = ${c_string(name)},
% if sup ~= "" then
    .super = &${sup}_class,
% end
    .size = sizeof(${n}),
    .has = offsetof(${n}, has),
    .abi = &mofrt_abi_3,
% if inherited > 0 then
    .inherited = ${inherited},
% end
    .count = ${#all},
% if #own > 0 then
    .properties = (const struct mof_property[]){
%   for _, p in ipairs(own) do
%     local embeds, values = p.c.embedded, p.c.values
        /* ${c_comment(p.name)} */ {
            .name = ${c_string(p.name)},
            .type = ${p.c.tag},
            .flags = 0${p.type.array and " | MOF_ARRAY" or ""}${p.key and " | MOF_KEY" or ""}${p.c.not_null and " | MOF_NOT_NULL" or ""},
            .offset = offsetof(${n}, ${p.c.name}),
            .values = ${values ~= "" and "&" .. values .. "_enum" or "NULL"},
            .embedded = ${embeds ~= "" and "&" .. embeds .. "_class" or "NULL"},
        },
%   end
    },
% end
% if #defaults > 0 then
    .defaults = &(const ${n}){
%   for _, p in ipairs(defaults) do
        .${p.c.name} = ${p.c.default}, .has.${p.c.name} = true,
%   end
    },
% end
};
