% local n, name, own, all, inherited, sup, space, keys, below = ...
% local defaults = {}
% for _, p in ipairs(all) do
%   if p.c.default ~= "" then table.insert(defaults, p) end
% end
const mof_class ${n}_class = {
    .name = ${c_string(name)},
% if sup ~= "" then
    .super = &${sup}_class,
% end
% if space then
    .space = ${c_string(space)},
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
${row(n, p)}
%   end
    },
% end
% if #keys > 0 then
    .key_count = ${#keys},
    .keys = (const struct mof_key_part[]){
%   for _, place in ipairs(keys) do
        {.property = ${place - 1}, .offset = offsetof(${n}_key, ${all[place].c.name})},
%   end
    },
% end
% if #below > 0 then
    .below_count = ${#below},
    .below = (const char *const[]){
${quoted(below)}
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
