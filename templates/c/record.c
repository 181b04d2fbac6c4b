% local n, told, list, result, stem = ...
% local first = result and 1 or 0
% local any_init, self = false, stem .. "Self"
% local told_by_table = stem ~= "" or not has_own(list)
% for _, p in ipairs(list) do
%   if p.c.data ~= "" then
${p.c.data}
%   end
%   any_init = any_init or p.c.init ~= ""
%   if not p.c.check.plain or p.c.counts ~= "" then told_by_table = false end
% end
% if any_init or not told_by_table or #list + first > 0 then
typedef ${n} ${self};
% end
% if #list + first > 0 then
static const struct mof_property ${stem}rows[] = {
%   if result then
    {"ReturnValue", offsetof(${self}, ReturnValue), ${result.c.flags}, ${result.c.tag}, ${result.c.enumeration}, NULL},
%   end
%   if stem == "" and c.c.extended then
    ${n}_ROWS(${self})
%   elseif stem == "" then
%     if continues(c) then
    ${c.c.super}_ROWS(${self})
%     end
%     for _, p in ipairs(row_properties(c)) do
    ${row(p, self)}
%     end
%   else
%     for _, p in ipairs(list) do
    ${row(p, self)}
%     end
%   end
};

% end
% if any_init then
static void ${stem}defaults(void *object)
{
    ${self} *o = (${self} *)object;
%   for i, p in ipairs(list) do
%     if p.c.init ~= "" then
    ${p.c.init} mof_mark(o->present, ${i - 1 + first});
%     end
%   end
}

% end
% if not told_by_table then
static size_t ${stem}check(const void *object, int mode, struct mof_report *report)
{
    const ${self} *o = (const ${self} *)object;
    struct mof_check c = mof_check_begin(&${n}_class, o, mode, report);
% if result then
    mof_check_plain(&c, o, 0, 1);
% end
% local run = 0 -- inherited properties in a row that are checked by the table
% for i, p in ipairs(list) do
%   local k, at = p.c.check, i - 1 + first
%   local plain = stem == "" and k.plain and not p.c.own
%   if run > 0 and not plain then
    mof_check_plain(&c, o, ${at - run}, ${run});
%     run = 0
%   end
%   if plain then
%     run = run + 1
%   else
%     if k.pardon ~= "" then
    c.pardon = ${k.pardon};
%     end
    ${k.call}(&c, ${at}${k.args});
%     if k.range ~= "" then
%       if k.pardon ~= "" then
    c.pardon = ${k.pardon};
%       end
    mof_check_str_range(&c, ${at}${k.range});
%     end
%   end
% end
% if run > 0 then
    mof_check_plain(&c, o, ${#list + first - run}, ${run});
% end
% for _, p in ipairs(list) do
%   if p.c.counts ~= "" and not result then
    ${p.c.counts}
%   end
% end
    return c.found;
}

% end
MOF_CLASS(${n}, ${c_string(told)}, ${#list + first > 0 and stem .. "rows" or "NULL"}, ${#list + first}, ${any_init and stem .. "defaults" or "NULL"}, ${told_by_table and "NULL" or stem .. "check"})
