% local e = ...
% local n = e.c.name
% local list = rows(e)
% if #list > 0 then
MOF_VALUES(${n}) = {
%   for _, v in ipairs(list) do
    {${v.c.low}, ${v.c.high}, ${v.c.label}, ${v.c.text}},
%   end
};
% end
${#list > 0 and "MOF_ENUM_OF" or "MOF_ENUM_EMPTY"}(${n}, ${c_string(e.c.told)}, ${e.c.tag}, ${e.flags and 1 or 0}, ${e.open and 1 or 0})

