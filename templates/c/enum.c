% local e = ...
% local n = e.c.name
% if e.c.rows ~= "" then
MOF_VALUES(${n}) = {
    ${e.c.rows}
};
% end
${e.c.rows ~= "" and "MOF_ENUM_OF" or "MOF_ENUM_EMPTY"}(${n}, ${e.c.tag}, ${e.flags and 1 or 0}, ${e.open and 1 or 0})

