% local n, name, own, all, inherited, sup = ...
% if #own > 0 then
static const struct mof_property ${n}_properties[] = {
%   for _, p in ipairs(own) do
${row(n, p)}
%   end
};

% end
% local defaults = {}
% for _, p in ipairs(all) do
%   if p.c.default ~= "" then table.insert(defaults, p) end
% end
% if #defaults > 0 then
static const ${n} ${n}_defaults = {
%   for _, p in ipairs(defaults) do
    .${p.c.name} = ${p.c.default}, .has.${p.c.name} = true,
%   end
};

% end
const mof_class ${n}_class = {
    .name = ${c_string(name)},
% if sup ~= "" then
    .super = &${sup}_class,
% end
% if #own > 0 then
    .properties = ${n}_properties,
% end
% if inherited > 0 then
    .inherited = ${inherited},
% end
    .count = ${#all},
    .size = sizeof(${n}),
    .has = offsetof(${n}, has),
% if #defaults > 0 then
    .defaults = &${n}_defaults,
% end
    .abi = &mofrt_abi_3,
};
