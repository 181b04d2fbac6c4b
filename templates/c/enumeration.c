% local e, storage = ...
% local n, T = e.c.name, e.c.type
% local rows = {}
% for _, v in ipairs(e.values) do
%   if v.c.listed and not v.unclaimed then table.insert(rows, v) end
% end
% for _, v in ipairs(e.values) do
%   if v.unclaimed then table.insert(rows, v) end
% end
${storage}const struct mof_enum ${n}_enum = {
    .type = ${e.c.tag},
% if e.flags then
    .flags = true,
% end
% if e.open then
    .open = true,
% end
% if e.c.small ~= "0" then
    .small = ${e.c.small},
% end
% if #rows > 0 then
    .count = ${#rows},
    .values = (const struct mof_enum_value[]){
%   for _, v in ipairs(rows) do
%     if e.strings then
        {.text = ${v.c.text}, .label = ${v.c.label}},
%     elseif v.range or v.unclaimed then
        {.range = true, .value = ${v.c.low}, .last = ${v.c.high}, .label = ${v.c.label}},
%     else
        {.value = ${v.c.low}, .label = ${v.c.label}},
%     end
%   end
    },
% end
};

${prototype("const char *" .. n .. "_name", T .. " value")}
{
% if e.strings then
    return mof_enum_name_text(&${n}_enum, value);
% else
    return mof_enum_name(&${n}_enum, (uint64_t)value);
% end
}

${prototype("bool " .. n .. "_parse", "mof_str text", T .. " *value")}
{
    return mof_enum_parse${e.strings and "_text" or ""}(&${n}_enum, text, value);
}
% if e.flags and not e.strings then

${prototype("bool " .. n .. "_valid", T .. " value")}
{
    return mof_enum_valid(&${n}_enum, (uint64_t)value);
}

${prototype("size_t " .. n .. "_format", T .. " value", "char *out", "size_t room")}
{
    return mof_enum_format(&${n}_enum, (uint64_t)value, out, room);
}
% end

