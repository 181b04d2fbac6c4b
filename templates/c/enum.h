% local e = ...
% local n = e.c.name
% local about = (e.flags and ": flags" or "") .. (e.open and "; other values are allowed" or "")
% if s.few or about ~= "" then
/* ${c_comment(e.c.told)}${about} */
% end
% if e.c.defines and e.c.constants ~= "" then
${e.c.constants}
% elseif e.c.constants ~= "" then
enum {
    ${e.c.constants}
};
% end
% if s.few then
/* ${n}_name(), _parse(), _valid()${e.flags and e.c.suffix == "" and ", _format()" or ""} */
% end
% if e.flags and e.c.suffix == "" then
MOF_FLAGS(${n}, ${e.c.type}, ${e.c.parse})
% else
MOF_ENUM(${n}, ${e.c.type}, ${e.c.suffix}, ${e.c.parse})
% end

