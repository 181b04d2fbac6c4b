% local e = ...
% local n = e.c.name
% local list = rows(e)
% if #list > 0 then
static const struct mof_enum_value ${n}_values[] = {
%   for _, v in ipairs(list) do
    {${v.c.low}, ${v.c.high}, ${v.c.label}, ${v.c.text}},
%   end
};
% end
const struct mof_enum ${n}_enum = {${c_string(e.c.told)}, ${#list > 0 and n .. "_values" or "NULL"}, ${#list}, ${e.c.tag}, ${e.flags and 1 or 0}, ${e.open and 1 or 0}};

