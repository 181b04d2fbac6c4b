% local e, text = ...
% local n, T = e.c.name, e.c.type
% local about = e.c.display .. (text ~= "" and ": " .. sentence(text) or "")
% local facts = {}
% if e.flags then table.insert(facts, "flags, to be combined with |") end
% if e.open then table.insert(facts, e.flags and "others are allowed" or "other values are allowed") end
% if #facts > 0 then about = about .. " (" .. table.concat(facts, "; ") .. ")" end
${comment(about)}
% local constants = {}
% for _, v in ipairs(e.values) do
%   if v.c.constant ~= "" and v.range then
%     table.insert(constants, { v.c.constant .. "_MIN", v.c.literal })
%     table.insert(constants, { v.c.constant .. "_MAX", v.c.last })
%   elseif v.c.constant ~= "" then
%     table.insert(constants, { v.c.constant, v.c.literal })
%   end
% end
% if e.c.defines then
%   for _, k in ipairs(constants) do
#define ${k[1]} ${k[2]}
%   end
% elseif #constants > 0 then
enum ${n} {
%   for _, k in ipairs(constants) do
    ${k[1]} = ${k[2]},
%   end
};
% end
/* The label of a value; NULL where it has none. */
${prototype("const char *" .. n .. "_name", T .. " value")};
% if e.strings then
/* A value or a label; false where it is neither. */
% elseif e.flags then
/* Labels or digits with '|' between them; false where one is neither. */
% else
/* A label or digits; false where it is neither. */
% end
${prototype("bool " .. n .. "_parse", "mof_str text", T .. " *value")};
% if e.flags and not e.strings then
/* Whether every bit of the value is listed. */
${prototype("bool " .. n .. "_valid", T .. " value")};
/* Writes "A | B | 0x40"; returns the length that it needs. */
${prototype("size_t " .. n .. "_format", T .. " value", "char *out", "size_t room")};
% end

