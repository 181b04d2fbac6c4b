% local n, told, list, result = ...
% local first = result and 1 or 0
% local any_init = false
% for _, p in ipairs(list) do
%   if p.c.data ~= "" then
${p.c.data}
%   end
%   any_init = any_init or p.c.init ~= ""
% end
% if #list + first > 0 then
static const struct mof_property ${n}_rows[] = {
%   if result then
    {"ReturnValue", offsetof(${n}, ReturnValue), 0, ${result.c.tag}, ${result.c.enumeration}, NULL},
%   end
%   for _, p in ipairs(list) do
    {${c_string(p.name)}, offsetof(${n}, ${p.c.name}), ${p.c.flags}, ${p.c.tag}, ${p.c.enumeration}, ${p.c.embedded}},
%   end
};

% end
% if any_init then
static void ${n}_defaults(void *object)
{
    ${n} *o = (${n} *)object;
%   for i, p in ipairs(list) do
%     if p.c.init ~= "" then
    ${p.c.init}
    mof_mark(o->present, ${i - 1 + first});
%     end
%   end
}

% end
static size_t ${n}_check(const void *object, int mode, struct mof_report *report)
{
    const ${n} *o = (const ${n} *)object;
    struct mof_check c = mof_check_begin(&${n}_class, o, mode, report);
% if result then
    ${result.c.check}(&c, 0, o->ReturnValue);
% end
% for i, p in ipairs(list) do
%   local k = p.c.check
%   if k.pardon ~= "" then
    c.pardon = ${k.pardon};
%   end
    ${k.call}(&c, ${i - 1 + first}${k.args});
%   if k.range ~= "" then
%     if k.pardon ~= "" then
    c.pardon = ${k.pardon};
%     end
    mof_check_str_range(&c, ${i - 1 + first}${k.range});
%   end
% end
% for _, p in ipairs(list) do
%   if p.c.counts ~= "" and not result then
    ${p.c.counts}
%   end
% end
    return c.found;
}

const struct mof_class ${n}_class = {
    ${c_string(told)}, ${#list + first > 0 and n .. "_rows" or "NULL"}, ${#list + first}, offsetof(${n}, present), sizeof(${n}), ${any_init and n .. "_defaults" or "NULL"}, ${n}_check};
